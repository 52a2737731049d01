//! A panel of many dates: units of its columns, and what schedules do on it.

use chrono::NaiveDate;
use rayon::prelude::*;
use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

use super::values::of_column;
use super::{NAMED, Plausibility, members, rounded, size, units, values};
use crate::market::history::{Day, History};
use crate::remark::{Doubt, Place, Remark};
use crate::universe::{CorporateAction, LineFinder, Membership, SymbolChanges, SymbolKey};

/// Of all returns, this part beyond the limit is not chance, per cent: of monthly ones of all US-listed
/// lines it is less than a tenth of it.
const FAR_PCT: f64 = 1.0;
/// Lines by cap that do not lose so much between two dates, or gain what makes up for it.
const LARGEST: usize = 1_000;
/// Of these, none gains as much between two dates, a fraction.
const VERY_LARGEST: usize = 50;
const GAIN_OF_VERY_LARGEST: f64 = 2.0;

/// Of the lines of the dates beside it, a date has this part at least.
const LEAST_LISTED: f64 = 0.9;

/// The median of returns plus one is as near to one, between any two dates.
const NEAR_ONE: f64 = 0.2;

/// The days of the actions in which each ticker takes part.
pub type Acted = FxHashMap<SymbolKey, Vec<NaiveDate>>;

/// All that is odd about a panel; `file` is what reports call it.
pub fn history(history: &History, acted: &Acted, file: &str, limits: &Plausibility) -> Vec<Remark> {
    let days = history.backtest_days();
    let (first, last) = (&days[0], &days[days.len() - 1]);
    let is_small = last.listed() < limits.small_universe;
    let view = history.view(history.span.end - 1);
    let mut remarks = values::universe(&view.universe, file, limits);
    remarks.extend(units::panel(&view.universe, file, limits));
    remarks.extend(returns(days, history, (acted, file), limits));
    if is_small {
        return remarks;
    }
    remarks.extend(without_returns(days, file));
    remarks.extend(days_against_days(days, file, limits));
    remarks.extend(date_thin(days, file));
    remarks.extend(repaired(history, file, limits));
    let sizes = [first, last].into_iter().filter_map(|day| largest_cap(history, day, limits));
    remarks.extend(sizes.take(1));
    let (companies, of) = (view.universe.companies.len(), last.listed());
    if companies < limits.eligible_companies {
        let kind = Doubt::FewEligible { companies, of, least: limits.eligible_companies };
        remarks.push(Remark::from(kind).on_everything());
    }
    remarks
}

/// A date with far fewer lines than the dates beside it.
fn date_thin(days: &[Day], file: &str) -> Option<Remark> {
    let beside = |at: usize| {
        let others = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        others.filter_map(|at| days.get(at)).map(Day::listed).min()
    };
    let is_thin = |at: &usize| {
        beside(*at).is_some_and(|beside| (days[*at].listed() as f64) < LEAST_LISTED * beside as f64)
    };
    let thin: Vec<usize> = (0..days.len()).filter(is_thin).collect();
    let &at = thin.first()?;
    let (lines, beside) = (days[at].listed(), beside(at)?);
    let kind = Doubt::DateThin { file: file.to_owned(), lines, beside, dates: thin.len() };
    Some(Remark::from(kind).of_day(days[at].date).on(beside - lines, beside))
}

/// The largest cap of a day, if it is implausible for this market.
fn largest_cap(history: &History, day: &Day, limits: &Plausibility) -> Option<Remark> {
    let caps = day.quotes().filter_map(|quote| Some((quote.market_cap?, quote.line)));
    let (largest, line) = caps.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)))?;
    let cap = size(largest);
    (cap < limits.largest_cap_min || cap > limits.largest_cap_max).then(|| {
        let at = history.day_at(day.date).unwrap_or_default();
        let kind = Doubt::LargestCap {
            symbol: history.symbol(line, at).to_owned(),
            largest: largest.normalize(),
            least: rounded(limits.largest_cap_min),
            most: rounded(limits.largest_cap_max),
        };
        Remark::from(kind).of_day(day.date).on_everything()
    })
}

/// Returns that are too large too often, or of companies that are too large for them.
fn returns(
    days: &[Day],
    history: &History,
    (acted, file): (&Acted, &str),
    limits: &Plausibility,
) -> Option<Remark> {
    let most = limits.return_pct / 100.0;
    let gain = 1.0 / (1.0 - most).max(1e-9) - 1.0;
    let is_far = |part: Option<f64>| part.is_some_and(|part| part < -most || part > gain);
    let counts: Vec<Returns> = days
        .par_iter()
        .map(|day| {
            let mut counts = Returns::default();
            for part in day.returns().flatten() {
                counts.of += 1;
                counts.beyond += usize::from(part.abs() > most);
                counts.far += usize::from(is_far(Some(part)));
            }
            counts
        })
        .collect();
    let of = counts.iter().map(|day| day.of).sum();
    let returns = counts.iter().map(|day| day.beyond).sum();
    let place =
        Place { file: file.to_owned(), line: None, column: Some("price_return".to_owned()) };
    if returns > 1 && returns as f64 > FAR_PCT / 100.0 * of as f64 {
        let kind = match gross(days, returns) {
            Some(median) => Doubt::PanelReturnsGross { returns, of, median },
            None => Doubt::PanelReturnsFar { returns, of, most_pct: limits.return_pct },
        };
        return Some(Remark::from(kind).on(returns, of).at([place]));
    }
    if history.lines.len() < limits.small_universe {
        return None;
    }
    let befores = std::iter::once(None).chain(days.iter().map(|day| Some(day.date)));
    let days: Vec<(&Day, Option<NaiveDate>)> = days
        .iter()
        .zip(befores)
        .zip(&counts)
        .filter(|(_, counts)| counts.beyond > 0)
        .map(|(day, _)| day)
        .collect();
    let found: Vec<Vec<(NaiveDate, &str, f64)>> = days
        .into_par_iter()
        .map(|(day, before)| {
            let (least, least_of_few) = (cap_of(day, LARGEST), cap_of(day, VERY_LARGEST));
            let at = history.day_at(day.date).unwrap_or_default();
            let is_beyond =
                |part: Option<f64>| part.is_some_and(|part| part > GAIN_OF_VERY_LARGEST);
            let far = day.quotes().filter(|quote| {
                is_far(quote.price_return) && quote.market_cap >= least
                    || is_beyond(quote.price_return) && quote.market_cap >= least_of_few
            });
            let unstated = far.filter_map(|quote| {
                let symbol = history.symbol(quote.line, at);
                let is_of_period =
                    |on: &NaiveDate| *on <= day.date && before.is_none_or(|before| *on > before);
                let dates = acted.get(&SymbolKey::new(symbol));
                let is_stated = dates.is_some_and(|dates| dates.iter().any(is_of_period));
                (!is_stated).then(|| (day.date, symbol, quote.price_return.unwrap_or_default()))
            });
            unstated.collect()
        })
        .collect();
    let found = found.concat();
    let &(date, symbol, part) = found.first()?;
    let kind = Doubt::PanelReturnFar {
        returns: found.len(),
        symbol: symbol.to_owned(),
        return_pct: rounded(part * 100.0),
    };
    Some(Remark::from(kind).of_day(date).on(found.len(), of).at([place]))
}

/// The median of returns where it is that of returns plus one; `far` of them are beyond the limit.
fn gross(days: &[Day], far: usize) -> Option<f64> {
    let mut returns: Vec<f64> = days.iter().flat_map(Day::returns).flatten().collect();
    let middle = returns.len() / 2;
    if far <= middle {
        return None;
    }
    let (_, median, _) = returns.select_nth_unstable_by(middle, f64::total_cmp);
    ((*median - 1.0).abs() < NEAR_ONE).then(|| rounded(*median))
}

/// A panel that says of no line what it returned, or of every line that it returned nothing.
fn without_returns(days: &[Day], file: &str) -> Option<Remark> {
    let quotes = days.iter().map(Day::listed).sum();
    let mut returns = 0;
    for part in days.iter().flat_map(Day::returns).flatten() {
        if part != 0.0 {
            return None;
        }
        returns += 1;
    }
    let kind = Doubt::PanelReturnsNone { returns, quotes };
    Some(Remark::from(kind).on_everything().at([of_column(file, "price_return")]))
}

/// Prices of a date that are those of the date before, or else returns that are not those of the prices: of
/// other lines or of another period. Splits and dividends move some of them apart.
fn days_against_days(days: &[Day], file: &str, limits: &Plausibility) -> Option<Remark> {
    /// A part of a price that dividends and rounding make up for.
    const NEAR: f64 = 0.02;
    let pairs: Vec<(&Day, &Day)> = days.iter().zip(&days[1..]).collect();
    let counts: Vec<Moves> = pairs
        .par_iter()
        .map(|(before, day)| {
            let mut counts = Moves::default();
            for quote in day.quotes() {
                let then = before.price(quote.line).filter(|then| *then > 0.0);
                let now = day.price(quote.line).filter(|now| *now > 0.0);
                let Some(growth) = then.zip(now).map(|(then, now)| now / then) else { continue };
                counts.prices += 1;
                counts.still += usize::from((growth - 1.0).abs() < f64::EPSILON);
                if let Some(stated) = quote.price_return.filter(|part| *part > -1.0) {
                    counts.returns += 1;
                    counts.differ += usize::from((growth / (1.0 + stated)).ln().abs() > NEAR);
                }
            }
            counts
        })
        .collect();
    let is_still = |moves: &Moves| {
        let moved = moves.prices - moves.still;
        moves.prices >= limits.small_universe
            && (moved as f64) < limits.moved_pct / 100.0 * moves.prices as f64
    };
    if let Some(at) = counts.iter().position(is_still) {
        let (Moves { prices, still, .. }, (before, day)) = (counts[at], pairs[at]);
        let file_name = file.to_owned();
        let kind = Doubt::PanelDayRepeated {
            file: file_name,
            before: before.date,
            lines: still,
            of: prices,
        };
        let remark = Remark::from(kind).of_day(day.date).on(still, prices);
        return Some(remark.at([of_column(file, "price")]));
    }
    let of: usize = counts.iter().map(|moves| moves.returns).sum();
    let differ: usize = counts.iter().map(|moves| moves.differ).sum();
    (differ as f64 > limits.returns_differ_pct / 100.0 * of as f64).then(|| {
        let kind = Doubt::PanelReturnsDiffer { file: file.to_owned(), returns: differ, of };
        Remark::from(kind).on(differ, of).at([of_column(file, "price_return")])
    })
}

/// How prices move between two dates.
#[derive(Debug, Clone, Copy, Default)]
struct Moves {
    /// Lines with a price on both.
    prices: usize,
    /// Those with the same one.
    still: usize,
    /// Those with a return too.
    returns: usize,
    /// Those whose return is another one.
    differ: usize,
}

/// Caps that had to be repaired, too many for mistakes of single lines.
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
    // The first of those with the most.
    let (at, lines) = of_day.iter().enumerate().rev().max_by_key(|(_, lines)| **lines)?;
    let day = &history.days[at];
    let kind = Doubt::PanelCapsRepaired {
        file: file.to_owned(),
        caps: held.len(),
        of,
        day: day.date,
        lines: *lines,
        of_day: day.listed(),
    };
    Some(Remark::from(kind).on(held.len(), of).at([of_column(file, "market_cap")]))
}

/// Labels and actions that have hardly anything to do with the lines of a panel; `labels` says
/// whether there are any.
pub fn beside(
    history: &History,
    actions: &[CorporateAction],
    labels: bool,
    limits: &Plausibility,
) -> Vec<Remark> {
    /// Fewer actions say little.
    const FEW: usize = 10;
    if history.lines.len() < limits.small_universe {
        return Vec::new();
    }
    let is_little =
        |matched: usize, of: usize| (matched as f64) < limits.panel_matched_pct / 100.0 * of as f64;
    let remark = |what: &str, matched, of, first: Vec<String>| {
        let kind = Doubt::TickersUnmatched { what: what.to_owned(), matched, of, first };
        Remark::from(kind).on(of - matched, of)
    };
    let mut remarks = Vec::new();
    let (labelled, of) = (history.lines_with_label(), history.lines.len());
    if labels && (labelled as f64) < limits.labelled_pct / 100.0 * of as f64 {
        let first = (0..of).filter(|line| !history.has_label(*line)).take(NAMED);
        let first = first.map(|line| history.lines[line].ticker(0).symbol.to_string()).collect();
        let least_pct = limits.labelled_pct;
        let kind = Doubt::LabelsPartial { labelled, of, first, least_pct };
        remarks.push(Remark::from(kind).on(of - labelled, of));
    }
    if !labels && history.lines.iter().all(|line| line.country.is_empty()) {
        let kind = Doubt::PanelCountriesUnknown { lines: of };
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

/// Returns of a day.
#[derive(Debug, Clone, Copy, Default)]
struct Returns {
    /// Known ones.
    of: usize,
    /// Those beyond the limit, up or down.
    beyond: usize,
    /// Those that lose more than the limit, or gain more than makes up for it.
    far: usize,
}

/// The cap of the last of so many of a day's largest lines.
fn cap_of(day: &Day, largest: usize) -> Option<Decimal> {
    let mut caps: Vec<Decimal> = day.quotes().filter_map(|q| q.market_cap).collect();
    let last = largest.min(caps.len().checked_sub(1)?);
    Some(*caps.select_nth_unstable_by(last, |a, b| b.cmp(a)).1)
}

/// Too few of the members with which a family begins are lines of the first day.
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
