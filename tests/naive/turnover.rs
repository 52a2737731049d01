//! Turnover a second time, only from the value of each line in an index before and after
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

/// The weight of a value in a total; zero where the total is zero.
fn weight(value: Option<f64>, total: f64) -> f64 {
    if total > 0.0 { value.unwrap_or(0.0) / total } else { 0.0 }
}

/// The turnover of an index that held and will hold these lines; `None` where it holds none at all.
/// Money that is in no line is cash: all of it before an index is formed, and after it is emptied.
pub(crate) fn measures(lines: &[Line]) -> Option<Measures> {
    let before: f64 = lines.iter().filter_map(|line| line.before).sum();
    let after: f64 = lines.iter().filter_map(|line| line.after).sum();
    let change = |line: &Line| (weight(line.after, after) - weight(line.before, before)).abs();
    let cash = |held: bool| if held { 0.0 } else { 1.0_f64 };
    let had = lines.iter().any(|line| line.before.is_some());
    let has = lines.iter().any(|line| line.after.is_some());
    if !had && !has {
        return None;
    }
    let two_way: f64 = lines.iter().map(change).sum::<f64>() + (cash(has) - cash(had)).abs();
    let added: f64 =
        lines.iter().filter(|line| line.before.is_none()).filter_map(|line| line.after).sum();
    let deleted: f64 =
        lines.iter().filter(|line| line.after.is_none()).filter_map(|line| line.before).sum();
    let membership = if had { weight(Some(added.max(deleted)), before) } else { 1.0 };
    Some(Measures { one_way: two_way / 2.0, two_way, membership })
}
