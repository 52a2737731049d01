//! Turnover a second time, from nothing but what each line is worth in an index before and after
//! (methodology section 9).
#![allow(dead_code, reason = "every target uses a part of it")]

/// A line's value in an index, USD; `None` where the index does not hold it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    pub(crate) before: Option<f64>,
    pub(crate) after: Option<f64>,
}

/// The three measures, as fractions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measures {
    pub(crate) one_way: f64,
    pub(crate) two_way: f64,
    pub(crate) membership: f64,
}

/// The weight of a value in a total; nothing of nothing.
fn weight(value: Option<f64>, total: f64) -> f64 {
    if total > 0.0 { value.unwrap_or(0.0) / total } else { 0.0 }
}

/// The turnover of an index that held and will hold these lines.
pub(crate) fn measures(lines: &[Line]) -> Measures {
    let before: f64 = lines.iter().filter_map(|line| line.before).sum();
    let after: f64 = lines.iter().filter_map(|line| line.after).sum();
    let change = |line: &Line| (weight(line.after, after) - weight(line.before, before)).abs();
    let two_way: f64 = lines.iter().map(change).sum();
    let added: f64 =
        lines.iter().filter(|line| line.before.is_none()).filter_map(|line| line.after).sum();
    let deleted: f64 =
        lines.iter().filter(|line| line.after.is_none()).filter_map(|line| line.before).sum();
    Measures {
        one_way: two_way / 2.0,
        two_way,
        membership: weight(Some(added.max(deleted)), before),
    }
}
