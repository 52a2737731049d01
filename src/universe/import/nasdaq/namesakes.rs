//! Different companies with the same name. Two lines whose names do not mention a class are not classes
//! of one company, unless their tickers show it: `ABC` and `ABC.B`, `ABCA` and `ABCB`.

use rustc_hash::FxHashMap;

use super::day::Line;
use super::security_type::Kind;

/// Treats lines that share only their name as separate companies.
pub(super) fn part(lines: &mut [Line]) {
    let mut named: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, line) in lines.iter().enumerate() {
        if line.kind == Kind::Common && !line.classed && !line.issuer.is_empty() {
            named.entry(&line.issuer).or_default().push(at);
        }
    }
    let mut apart: Vec<usize> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(group) = named.get(line.issuer.as_str()).filter(|group| group.len() > 1) else {
            continue;
        };
        let is_like = |other: &usize| {
            *other != at && is_of_one_root(line.row.key.as_str(), lines[*other].row.key.as_str())
        };
        if group.contains(&at) && !group.iter().any(is_like) {
            apart.push(at);
        }
    }
    for at in apart {
        let line = &mut lines[at];
        line.issuer = format!("{} ({})", line.issuer, line.row.symbol);
    }
}

/// Whether two tickers differ only in the letter of a class.
fn is_of_one_root(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let is_longer = long.len() > short.len() && long.len() - short.len() <= 2;
    let root = |ticker: &str| {
        ticker.len().checked_sub(1).and_then(|end| ticker.get(..end).map(str::to_owned))
    };
    is_longer && long.starts_with(short)
        || short.len() == long.len() && short.len() > 2 && root(short) == root(long)
}

#[cfg(test)]
mod tests {
    use super::is_of_one_root;

    #[test]
    fn classes_differ_in_their_last_letter() {
        for (a, b) in [("QZA", "QZA.B"), ("QZAA", "QZAB"), ("QZAK", "QZA"), ("QZA", "QZAB")] {
            assert!(is_of_one_root(a, b) && is_of_one_root(b, a), "{a} {b}");
        }
        for (a, b) in [("QZP", "QZNC"), ("Q", "QZNC"), ("QA", "QB"), ("QZNC", "QZP")] {
            assert!(!is_of_one_root(a, b) && !is_of_one_root(b, a), "{a} {b}");
        }
    }
}
