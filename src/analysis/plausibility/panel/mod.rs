//! Doubts about a panel of many dates: units of its columns, and the outcome of schedules on it.

mod returns;

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};

use super::values::of_column;
use super::{NAMED, Plausibility, median, members, rounded, size, units, values};
use crate::calendar::exchange::{is_session, previous_session};
use crate::market::history::{Day, History};
use crate::remark::{OutcomeDoubt, PanelDoubt, Remark, ValueDoubt};
use crate::universe::{CorporateAction, LineFinder, Membership, SymbolChanges, SymbolKey};

/// By ticker: the days of the actions that it takes part in.
pub type Acted = FxHashMap<SymbolKey, Vec<NaiveDate>>;

/// All doubts about a panel; `file` is what reports call it.
pub fn history(history: &History, acted: &Acted, file: &str, limits: &Plausibility) -> Vec<Remark> {
    let days = history.backtest_days();
    let (first, last) = (&days[0], &days[days.len() - 1]);
    let is_small = last.listed() < limits.small_universe;
    let view = history.view(history.span.end - 1);
    let mut remarks = values::universe(&view.universe, file, limits);
    remarks.extend(units::panel(&view.universe, file, limits));
    remarks.extend(returns::all(days, history, (acted, file), (is_small, limits)));
    if is_small {
        return remarks;
    }
    remarks.extend(without_session(days, file));
    remarks.extend(date_thin(days, file, limits));
    remarks.extend(gap(days, file, limits));
    remarks.extend(survivors(first, last, file, limits));
    remarks.extend(repaired(history, file, limits));
    let sizes = [first, last].into_iter().filter_map(|day| largest_cap(history, day, limits));
    remarks.extend(sizes.take(1));
    let (companies, of) = (view.universe.companies.len(), last.listed());
    if companies < limits.eligible_companies {
        let kind = OutcomeDoubt::FewEligible { companies, of, least: limits.eligible_companies };
        remarks.push(Remark::from(kind).on_everything());
    }
    remarks
}

/// Dates on which the exchanges were closed, as far as the calendar knows. Closes of months may be
/// dated on the last calendar day, so that events of that month end fall on the close before.
fn without_session(days: &[Day], file: &str) -> Option<Remark> {
    let closed = || {
        let is_closed = |day: &&Day| is_session(day.date) == Ok(false);
        days.iter().filter(is_closed)
    };
    let first = closed().next()?.date;
    let before = previous_session(first).ok()?;
    let kind =
        PanelDoubt::DatesWithoutSession { file: file.to_owned(), before, dates: closed().count() };
    Some(Remark::from(kind).of_day(first).on(closed().count(), days.len()))
}

/// A date with far fewer lines than the dates beside it.
fn date_thin(days: &[Day], file: &str, limits: &Plausibility) -> Option<Remark> {
    let least = limits.date_lines_pct / 100.0;
    let beside = |at: usize| {
        let others = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        others.filter_map(|at| days.get(at)).map(Day::listed).min()
    };
    let is_thin = |at: &usize| {
        beside(*at).is_some_and(|beside| (days[*at].listed() as f64) < least * beside as f64)
    };
    let thin: Vec<usize> = (0..days.len()).filter(is_thin).collect();
    let &at = thin.first()?;
    let (lines, beside) = (days[at].listed(), beside(at)?);
    let kind = PanelDoubt::DateThin { file: file.to_owned(), lines, beside, dates: thin.len() };
    Some(Remark::from(kind).of_day(days[at].date).on(beside - lines, beside))
}

/// Two dates that are much further apart than the others: a date between them is missing.
fn gap(days: &[Day], file: &str, limits: &Plausibility) -> Option<Remark> {
    /// Holidays lengthen the distances of daily and weekly panels, up to this many days.
    const HOLIDAYS: i64 = 10;
    let apart = |pair: &[Day]| (pair[1].date - pair[0].date).num_days();
    let distances: Vec<f64> = days.windows(2).map(|pair| apart(pair) as f64).collect();
    let usual = median(distances)?;
    let is_far = |pair: &&[Day]| {
        apart(pair) > HOLIDAYS && apart(pair) as f64 > limits.date_gap_ratio * usual
    };
    let far: Vec<&[Day]> = days.windows(2).filter(is_far).collect();
    let first = far.first()?;
    let kind = PanelDoubt::PanelGap {
        file: file.to_owned(),
        from: first[0].date,
        to: first[1].date,
        usual,
        gaps: far.len(),
    };
    Some(Remark::from(kind).of_day(first[1].date))
}

/// A panel of years that hardly any line leaves: companies taken over or delisted are missing.
fn survivors(first: &Day, last: &Day, file: &str, limits: &Plausibility) -> Option<Remark> {
    const DAYS_A_YEAR: f64 = 365.25;
    /// Over a shorter time it may be chance that no line leaves.
    const LEAST_YEARS: f64 = 1.0;
    let years = (last.date - first.date).num_days() as f64 / DAYS_A_YEAR;
    let of = first.listed();
    let gone = first.lines().filter(|line| last.quote(*line).is_none()).count();
    let is_few = (gone as f64) < limits.lost_pct / 100.0 * of as f64 * years;
    (years >= LEAST_YEARS && is_few).then(|| {
        let (from, to) = (first.date, last.date);
        let kind = PanelDoubt::PanelOfSurvivors { file: file.to_owned(), gone, of, from, to };
        Remark::from(kind).on_everything()
    })
}

/// The largest cap of a day, if it is implausible for this market.
fn largest_cap(history: &History, day: &Day, limits: &Plausibility) -> Option<Remark> {
    let caps = day.quotes().filter_map(|quote| Some((quote.market_cap?, quote.line)));
    let (largest, line) = caps.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)))?;
    let cap = size(largest);
    (cap < limits.largest_cap_min || cap > limits.largest_cap_max).then(|| {
        let at = history.day_at(day.date).unwrap_or_default();
        let kind = OutcomeDoubt::LargestCap {
            symbol: history.symbol(line, at).to_owned(),
            largest: largest.normalize(),
            least: rounded(limits.largest_cap_min),
            most: rounded(limits.largest_cap_max),
        };
        Remark::from(kind).of_day(day.date).on_everything()
    })
}

/// Caps that had to be repaired, too many for mistakes on single lines.
fn repaired(history: &History, file: &str, limits: &Plausibility) -> Option<Remark> {
    let held = &history.repairs.caps_held;
    let of: usize = history.days.iter().map(Day::listed).sum();
    if held.len() as f64 <= limits.repaired_pct / 100.0 * of as f64 {
        return None;
    }
    let mut of_day = vec![0; history.days.len()];
    for (_, day) in held {
        of_day[*day] += 1;
    }
    // The day with the most repaired caps, the first if there are several.
    let (at, lines) = of_day.iter().enumerate().rev().max_by_key(|(_, lines)| **lines)?;
    let day = &history.days[at];
    let kind = PanelDoubt::PanelCapsRepaired {
        file: file.to_owned(),
        caps: held.len(),
        of,
        day: day.date,
        lines: *lines,
        of_day: day.listed(),
    };
    Some(Remark::from(kind).on(held.len(), of).at([of_column(file, "market_cap")]))
}

/// Labels and actions of which hardly any concerns a line of the panel; `labels` says whether there
/// are any labels.
pub fn beside(
    history: &History,
    actions: &[CorporateAction],
    labels: bool,
    limits: &Plausibility,
) -> Vec<Remark> {
    /// Fewer actions are not meaningful.
    const FEW: usize = 10;
    if history.lines.len() < limits.small_universe {
        return Vec::new();
    }
    let is_little =
        |matched: usize, of: usize| (matched as f64) < limits.panel_matched_pct / 100.0 * of as f64;
    let remark = |what: &str, matched, of, first: Vec<String>| {
        let kind = ValueDoubt::TickersUnmatched { what: what.to_owned(), matched, of, first };
        Remark::from(kind).on(of - matched, of)
    };
    let mut remarks = Vec::new();
    let (labelled, of) = (history.lines_with_label(), history.lines.len());
    if labels && (labelled as f64) < limits.labelled_pct / 100.0 * of as f64 {
        let first = (0..of).filter(|line| !history.has_label(*line)).take(NAMED);
        let first = first.map(|line| history.lines[line].ticker(0).symbol.to_string()).collect();
        let least_pct = limits.labelled_pct;
        let kind = PanelDoubt::LabelsPartial { labelled, of, first, least_pct };
        remarks.push(Remark::from(kind).on(of - labelled, of));
    }
    if !labels && history.lines.iter().all(|line| line.country.is_empty()) {
        let kind = PanelDoubt::PanelCountriesUnknown { lines: of };
        remarks.push(Remark::from(kind).on_everything());
    }
    let days = history.backtest_days();
    let (from, to) = (days[0].date, days[days.len() - 1].date);
    let tickers: FxHashSet<SymbolKey> = history
        .lines
        .iter()
        .flat_map(|line| line.tickers.iter().map(|run| run.key.clone()))
        .collect();
    let of_span: Vec<&CorporateAction> =
        actions.iter().filter(|action| (from..=to).contains(&action.date)).collect();
    let without = || of_span.iter().filter(|a| !tickers.contains(&a.symbol().key));
    let matched = of_span.len() - without().count();
    if of_span.len() >= FEW && is_little(matched, of_span.len()) {
        let first = without().take(NAMED).map(|a| a.symbol().written.clone()).collect();
        remarks.push(remark("actions", matched, of_span.len(), first));
    }
    remarks
}

/// Too few of the members that a family starts with are lines of the first day.
pub fn start(
    membership: &Membership,
    history: &History,
    changes: &SymbolChanges,
    limits: &Plausibility,
) -> Vec<Remark> {
    let view = history.view(history.span.start);
    let lines = LineFinder::new(&view.universe);
    let without: Vec<usize> = membership
        .members
        .iter()
        .enumerate()
        .filter(|(_, m)| lines.find(m.id.as_deref(), &m.symbol, m.held_on, changes).is_none())
        .map(|(at, _)| at)
        .collect();
    let unmatched = members::unmatched((membership, &without), &view.universe, limits);
    let held = members::held_before(membership, view.universe.as_of);
    let is_small = history.lines.len() < limits.small_universe;
    let empty = if is_small { Vec::new() } else { members::without_members(membership) };
    unmatched.into_iter().chain(held).chain(empty).collect()
}
