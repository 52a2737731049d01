//! What a ticker refers to: a line of the universe, or a member without a line.

use crate::reconstitution::{Matched, Reason};
use crate::universe::{Membership, Security, SymbolKey, Universe};

/// Number of similar tickers offered if no line and no member has the given one.
const OFFERED: usize = 3;
/// How similar a ticker must be to be offered, 0 to 1.
const NEAR: f64 = 0.75;

/// What a ticker refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A line of the universe, as a place in it.
    Line(usize),
    /// A member without a line, as a place in the membership, with the reason.
    Absent(usize, Reason),
}

/// Finds what a ticker refers to. An exact match (ignoring case) is tried before any other
/// spelling, and in each case a line before a member, by the ticker under which it was held.
///
/// # Errors
/// The most similar tickers, if no line and no member has this one.
pub fn find(
    ticker: &str,
    universe: &Universe,
    membership: &Membership,
    matched: &Matched,
) -> Result<Subject, Vec<String>> {
    let key = SymbolKey::new(ticker);
    let exactly = |symbol: &str| symbol.eq_ignore_ascii_case(ticker);
    let spelled = |symbol: &str| !key.as_str().is_empty() && SymbolKey::new(symbol) == key;
    let tests: [&dyn Fn(&str) -> bool; 2] = [&exactly, &spelled];
    for is_it in tests {
        if let Some(line) = universe.securities.iter().position(|s| is_it(s.symbol())) {
            return Ok(Subject::Line(line));
        }
        if let Some(member) = membership.members.iter().position(|m| is_it(&m.symbol)) {
            return Ok(subject_of(member, matched));
        }
    }
    let lines = universe.securities.iter().map(Security::symbol);
    let members = membership.members.iter().map(|m| m.symbol.as_str());
    Err(nearest(ticker, lines.chain(members)))
}

fn subject_of(member: usize, matched: &Matched) -> Subject {
    let is_of = |of: &Option<usize>| *of == Some(member);
    match matched.member_of_line.iter().position(is_of) {
        Some(line) => Subject::Line(line),
        None if matched.missing.contains(&member) => Subject::Absent(member, Reason::KeptUnranked),
        None if matched.unmatched.contains(&member) => Subject::Absent(member, Reason::Unmatched),
        None => Subject::Absent(member, Reason::Gone),
    }
}

/// The tickers most similar to the given one, the most similar first.
fn nearest<'a>(ticker: &str, all: impl Iterator<Item = &'a str>) -> Vec<String> {
    let ticker = ticker.to_ascii_uppercase();
    let likeness = |symbol: &str| strsim::jaro_winkler(&ticker, &symbol.to_ascii_uppercase());
    let all = all.map(|symbol| (likeness(symbol), symbol));
    let mut near: Vec<(f64, &str)> = all.filter(|(likeness, _)| *likeness >= NEAR).collect();
    near.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.cmp(y)));
    near.dedup_by(|(_, x), (_, y)| x == y);
    near.into_iter().take(OFFERED).map(|(_, symbol)| symbol.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::universe::{Exchange, Security};

    #[test]
    fn spellings_are_one_and_a_stranger_is_told_who_is_near() {
        let lines = ["BRK/B", "BRKS", "QQQQ"].map(|s| Security::new(s, Exchange::Nyse));
        let day = chrono::NaiveDate::from_ymd_opt(2026, 4, 30).expect("a date");
        let universe = Universe::new(day, lines.into());
        let found = |ticker| find(ticker, &universe, &Membership::default(), &Matched::default());
        for ticker in ["BRK/B", "BRK-B", "brkb", "BRK.b"] {
            assert_eq!(found(ticker), Ok(Subject::Line(0)), "{ticker}");
        }
        assert_eq!(found("BRKSX"), Err(vec!["BRKS".to_owned(), "BRK/B".to_owned()]));
        assert_eq!(found("123"), Err(Vec::new()));
        assert_eq!(found("-"), Err(Vec::new()));
    }
}
