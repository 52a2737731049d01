//! A panel of many dates: units of its columns, and what schedules do on it.

use rust_decimal::Decimal;
use rustc_hash::FxHashSet;

use super::{Plausibility, members, rounded, size, values};
use crate::market::history::{Day, History};
use crate::remark::{Kind, Place, Remark};
use crate::universe::{LineFinder, Membership, SymbolChanges, SymbolKey};

/// Of all returns, this part beyond the limit is not chance, per cent: of monthly ones of all US-listed
/// lines it is less than a tenth of it.
const FAR_PCT: f64 = 1.0;
/// Lines by cap that do not lose so much between two dates, or gain what makes up for it.
const LARGEST: usize = 1_000;

/// All that is odd about a panel; `file` is what reports call it, `acted` are tickers with an action.
pub fn history(
    history: &History,
    acted: &FxHashSet<SymbolKey>,
    file: &str,
    limits: &Plausibility,
) -> Vec<Remark> {
    let days = history.lived_days();
    let (first, last) = (&days[0], &days[days.len() - 1]);
    let is_small = last.quotes.len() < limits.small_universe;
    let view = history.view(history.span.end - 1);
    let mut remarks = values::universe(&view.universe, file, limits);
    remarks.extend(returns(days, history, (acted, file), limits));
    if is_small {
        return remarks;
    }
    let sizes = [first, last].into_iter().filter_map(|day| largest_cap(history, day, limits));
    remarks.extend(sizes.take(1));
    let (companies, of) = (view.universe.companies.len(), last.quotes.len());
    if companies < limits.eligible_companies {
        let kind = Kind::FewEligible { companies, of, least: limits.eligible_companies };
        remarks.push(Remark::from(kind).on_everything());
    }
    remarks
}

/// The largest cap of a day, where it is none of this market.
fn largest_cap(history: &History, day: &Day, limits: &Plausibility) -> Option<Remark> {
    let caps = day.quotes.iter().filter_map(|quote| Some((quote.market_cap?, quote.line)));
    let (largest, line) = caps.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)))?;
    let cap = size(largest);
    (cap < limits.largest_cap_min || cap > limits.largest_cap_max).then(|| {
        let at = history.day_at(day.date).unwrap_or_default();
        let kind = Kind::LargestCap {
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
    (acted, file): (&FxHashSet<SymbolKey>, &str),
    limits: &Plausibility,
) -> Option<Remark> {
    let most = limits.return_pct / 100.0;
    let all = || days.iter().flat_map(|day| day.quotes.iter().map(move |quote| (day, quote)));
    let of = all().filter(|(_, quote)| quote.price_return.is_some()).count();
    let returns =
        all().filter(|(_, quote)| quote.price_return.is_some_and(|part| part.abs() > most)).count();
    let place =
        Place { file: file.to_owned(), line: None, column: Some("price_return".to_owned()) };
    if returns > 1 && returns as f64 > FAR_PCT / 100.0 * of as f64 {
        let kind = Kind::PanelReturnsFar { returns, of, most_pct: limits.return_pct };
        return Some(Remark::from(kind).on(returns, of).at([place]));
    }
    if history.lines.len() < limits.small_universe {
        return None;
    }
    let gain = 1.0 / (1.0 - most).max(1e-9) - 1.0;
    let is_far = |part: Option<f64>| part.is_some_and(|part| part < -most || part > gain);
    let mut found = Vec::new();
    for day in days.iter().filter(|day| day.quotes.iter().any(|q| is_far(q.price_return))) {
        let mut caps: Vec<Decimal> = day.quotes.iter().filter_map(|q| q.market_cap).collect();
        caps.sort_unstable_by(|a, b| b.cmp(a));
        let least = caps.get(LARGEST.min(caps.len().saturating_sub(1))).copied();
        let at = history.day_at(day.date).unwrap_or_default();
        let large = day.quotes.iter().filter(|q| is_far(q.price_return) && q.market_cap >= least);
        found.extend(large.filter_map(|quote| {
            let symbol = history.symbol(quote.line, at);
            let is_stated = acted.contains(&SymbolKey::new(symbol));
            (!is_stated).then(|| (day.date, symbol, quote.price_return.unwrap_or_default()))
        }));
    }
    let &(date, symbol, part) = found.first()?;
    let kind = Kind::PanelReturnFar {
        returns: found.len(),
        symbol: symbol.to_owned(),
        return_pct: rounded(part * 100.0),
    };
    Some(Remark::from(kind).of_day(date).on(found.len(), of).at([place]))
}

/// Members with whom a family begins of whom too few are lines of the first day.
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
    unmatched.into_iter().chain(held).collect()
}
