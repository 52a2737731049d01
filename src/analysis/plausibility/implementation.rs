//! Doubts about the file of the implementation day, compared with the universe: columns in other
//! units or of other lines, and single prices and share counts.

use rustc_hash::{FxHashMap, FxHashSet};

use super::companies::CompanyName;
use super::units::{is_far, ratio};
use super::values::{of_column, of_line};
use super::{AmountOf, NAMED, Plausibility, median, rounded, size};
use crate::reconstitution::Reconstitution;
use crate::reconstitution::between::{Departure, Left};
use crate::remark::{OutcomeDoubt, Remark};
use crate::universe::{Action, CorporateAction, Security, SymbolKey, Universe, lines_of_both};

/// Number of values from which a median is meaningful in a small universe.
const FEW: usize = 3;
/// Number of values from which the median represents a market.
const MANY: usize = 20;
/// Shares dearer than this are not merged in a reverse split, USD.
const DEAR: f64 = 10.0;
/// The largest plausible split: one share becomes at most this many.
const MOST_SPLIT: f64 = 80.0;

/// A column's name, and how to read its value from a security.
type Amount = (&'static str, AmountOf);

/// The columns compared between rank day and the implementation day.
const AMOUNTS: [Amount; 3] = [
    ("price", |s| s.price()),
    ("shares_outstanding", |s| s.shares_outstanding()),
    ("company_market_cap", |s| s.company_market_cap()),
];

/// All doubts about the file: columns in other units; or else caps of other lines; or else single
/// prices and share counts that move alone.
pub fn all(
    universe: &Universe,
    of_day: &Universe,
    file: &str,
    limits: &Plausibility,
) -> Vec<Remark> {
    let both = lines_of_both(universe, of_day, SymbolKey::exact);
    let unit = |&(column, amount): &Amount| {
        let ratios = both.iter().filter_map(|(then, now)| ratio(amount(then), amount(now)));
        let ratios: Vec<f64> = ratios.collect();
        let of = ratios.len();
        let lines = ratios.iter().filter(|ratio| is_far(**ratio, limits.unit_ratio)).count();
        let middle = median(ratios).filter(|median| is_far(*median, limits.unit_ratio))?;
        let (file_name, column_name) = (file.to_owned(), column.to_owned());
        let median_ratio = rounded(middle);
        let kind = OutcomeDoubt::EffectiveUnit {
            file: file_name,
            column: column_name,
            lines,
            of,
            median_ratio,
        };
        let remark = Remark::from(kind).on(lines, of).at([of_column(file, column)]);
        (of >= FEW).then_some(remark)
    };
    let units: Vec<Remark> = AMOUNTS.iter().filter_map(unit).collect();
    if !units.is_empty() {
        return units;
    }
    if let Some(apart) = caps_apart(&both, file, limits) {
        return vec![apart];
    }
    let single = [prices_alone(&both, file, limits), shares_alone(&both, file, limits)];
    single.into_iter().flatten().collect()
}

/// Caps that move differently from prices on too many lines to be explained by splits: they belong
/// to other lines.
fn caps_apart(
    both: &[(&Security, &Security)],
    file: &str,
    limits: &Plausibility,
) -> Option<Remark> {
    const TWICE: f64 = 2.0;
    let moves = |(then, now): &(&Security, &Security)| {
        let price = ratio(then.price(), now.price())?;
        Some(ratio(then.company_market_cap(), now.company_market_cap())? / price)
    };
    let moves: Vec<(&str, f64)> =
        both.iter().filter_map(|pair| Some((pair.1.symbol(), moves(pair)?))).collect();
    let apart = || moves.iter().filter(|(_, ratio)| is_far(*ratio, TWICE));
    let (lines, of) = (apart().count(), moves.len());
    (of >= MANY && lines as f64 > limits.apart_pct / 100.0 * of as f64).then(|| {
        let first = apart().take(NAMED).map(|(symbol, _)| (*symbol).to_owned()).collect();
        let kind = OutcomeDoubt::EffectiveCapsApart { file: file.to_owned(), lines, of, first };
        Remark::from(kind).on(lines, of).at([of_column(file, "company_market_cap")])
    })
}

/// Prices that move far while shares and caps stay the same.
fn prices_alone(
    both: &[(&Security, &Security)],
    file: &str,
    limits: &Plausibility,
) -> Option<Remark> {
    let mut odd: Vec<(&Security, &Security, f64)> = both
        .iter()
        .filter_map(|&(then, now)| Some((then, now, moved_alone(then, now, limits)?)))
        .collect();
    odd.sort_by(|a, b| {
        let cap = |s: &Security| s.company_market_cap().unwrap_or_default();
        cap(b.0).cmp(&cap(a.0)).then(a.0.symbol().cmp(b.0.symbol()))
    });
    let (then, now, price) = odd.first()?;
    let kind = OutcomeDoubt::PriceAgainstCap {
        file: file.to_owned(),
        lines: odd.len(),
        symbol: then.symbol().to_owned(),
        price: then.price()?.normalize(),
        now: now.price()?.normalize(),
        ratio: rounded(*price),
        first: odd.iter().skip(1).take(NAMED).map(|(s, ..)| s.symbol().to_owned()).collect(),
    };
    let places = odd.iter().take(NAMED).map(|(_, now, _)| of_line(file, now));
    Some(Remark::from(kind).on(odd.len(), both.len()).at(places))
}

/// Shares that move far while the price stays the same; in a split it would move the other way.
fn shares_alone(
    both: &[(&Security, &Security)],
    file: &str,
    limits: &Plausibility,
) -> Option<Remark> {
    const STAYS: f64 = 2.0;
    let is_odd = |(then, now): &&(&Security, &Security)| {
        let shares = ratio(then.shares_outstanding(), now.shares_outstanding());
        let price = ratio(then.price(), now.price());
        shares.is_some_and(|ratio| is_far(ratio, limits.price_ratio))
            && price.is_some_and(|ratio| !is_far(ratio, STAYS))
    };
    let mut odd: Vec<_> = both.iter().filter(is_odd).collect();
    odd.sort_by(|a, b| {
        let most = |(then, now): &(&Security, &Security)| {
            then.shares_outstanding().max(now.shares_outstanding())
        };
        most(b).cmp(&most(a)).then_with(|| a.0.symbol().cmp(b.0.symbol()))
    });
    let (then, now) = odd.first()?;
    let kind = OutcomeDoubt::SharesAlone {
        file: file.to_owned(),
        lines: odd.len(),
        symbol: then.symbol().to_owned(),
        shares: then.shares_outstanding()?.normalize(),
        now: now.shares_outstanding()?.normalize(),
        first: odd.iter().skip(1).take(NAMED).map(|(s, _)| s.symbol().to_owned()).collect(),
    };
    let places = odd.iter().take(NAMED).map(|(_, now)| of_line(file, now));
    Some(Remark::from(kind).on(odd.len(), both.len()).at(places))
}

/// Factor by which a price moves, if shares and cap stay the same and no split explains it.
fn moved_alone(then: &Security, now: &Security, limits: &Plausibility) -> Option<f64> {
    const STAYS: f64 = 2.0;
    let price =
        ratio(then.price(), now.price()).filter(|ratio| is_far(*ratio, limits.unit_ratio))?;
    let stays = |of: AmountOf| ratio(of(then), of(now)).map(|ratio| !is_far(ratio, STAYS));
    let cap = stays(Security::company_market_cap)?;
    // If shares are unknown, any factor that a split can have is taken for a split.
    let is_no_split =
        price >= limits.unit_ratio && size(then.price()?) >= DEAR || price <= 1.0 / MOST_SPLIT;
    let shares = stays(Security::shares_outstanding).unwrap_or(is_no_split);
    (cap && shares).then_some(price)
}

/// Tickers that an action replaced and that still have a price afterwards, while the new ones have
/// none.
pub fn priced_under_old_ticker(
    actions: &[CorporateAction],
    of_day: &Universe,
    file: &str,
) -> Option<Remark> {
    let priced = priced(of_day);
    let is_old = |action: &&CorporateAction| {
        let Action::TickerChange { old, new } = &action.action else { return false };
        action.date <= of_day.as_of && priced.contains(&old.key) && !priced.contains(&new.key)
    };
    let found: Vec<&CorporateAction> = actions.iter().filter(is_old).collect();
    let first = found.first()?;
    let kind = OutcomeDoubt::OldTickerPriced {
        file: file.to_owned(),
        lines: found.len(),
        symbol: first.symbol().written.clone(),
        new: first.other().map(|new| new.written.clone()).unwrap_or_default(),
        as_of: of_day.as_of,
    };
    Some(Remark::from(kind).on(found.len(), actions.len()))
}

/// Members and companies to be added that count as gone while a new ticker of the implementation day has their name:
/// the ticker may have changed, and nothing says so. The largest company comes first.
pub fn gone_under_same_name(
    (universe, of_day): (&Universe, &Universe),
    (left, result): (&[Left], &Reconstitution),
    file: &str,
) -> Option<Remark> {
    let mut gone: Vec<&Left> = left.iter().filter(|left| left.why == Departure::NoLine).collect();
    if gone.is_empty() {
        return None;
    }
    let known: FxHashSet<SymbolKey> =
        universe.securities.iter().map(|line| SymbolKey::new(line.symbol())).collect();
    let is_new = |line: &&Security| !known.contains(&SymbolKey::new(line.symbol()));
    let mut named: FxHashMap<CompanyName<'_>, &Security> = FxHashMap::default();
    for line in of_day.securities.iter().filter(is_new) {
        if let Some(name) = CompanyName::of(line.name()) {
            named.entry(name).or_insert(line);
        }
    }
    let cap = |left: &Left| result.companies[left.company].market_cap;
    gone.sort_by(|a, b| cap(b).cmp(&cap(a)).then(a.line.cmp(&b.line)));
    let same = |left: &&Left| {
        let line = &universe.securities[left.line];
        Some((line, *named.get(&CompanyName::of(line.name())?)?))
    };
    let of = gone.len();
    let found: Vec<(&Security, &Security)> = gone.iter().filter_map(same).collect();
    let (line, new) = found.first()?;
    let others = found.iter().skip(1).take(NAMED);
    let kind = OutcomeDoubt::GoneUnderSameName {
        file: file.to_owned(),
        lines: found.len(),
        symbol: line.symbol().to_owned(),
        name: line.name().to_owned(),
        new: new.symbol().to_owned(),
        first: others.map(|(a, b)| format!("{} as {}", a.symbol(), b.symbol())).collect(),
    };
    let places = found.iter().take(NAMED).map(|(_, new)| of_line(file, new));
    Some(Remark::from(kind).on(found.len(), of).at(places))
}

/// The tickers that have a price.
fn priced(of_day: &Universe) -> FxHashSet<SymbolKey> {
    let lines = of_day.securities.iter().filter(|line| line.price().is_some());
    lines.map(|line| SymbolKey::new(line.symbol())).collect()
}

/// Most of the lines that leave by an action still have a price afterwards: the actions belong to
/// another time, or to other lines.
pub fn priced_after_leaving(
    actions: &[CorporateAction],
    of_day: &Universe,
    file: &str,
) -> Option<Remark> {
    let priced = priced(of_day);
    let leaves = |action: &&CorporateAction| {
        let is_leaving = matches!(action.action, Action::Merger { .. } | Action::Delisting { .. });
        is_leaving && action.date <= of_day.as_of
    };
    let leaving: Vec<&CorporateAction> = actions.iter().filter(leaves).collect();
    let still: Vec<&&CorporateAction> =
        leaving.iter().filter(|action| priced.contains(&action.symbol().key)).collect();
    let (lines, of) = (still.len(), leaving.len());
    (lines >= FEW && lines * 2 > of).then(|| {
        let symbol = |action: &&&CorporateAction| action.symbol().written.clone();
        let kind = OutcomeDoubt::PricedAfterLeaving {
            file: file.to_owned(),
            lines,
            of,
            as_of: of_day.as_of,
            first: still.iter().take(NAMED).map(symbol).collect(),
        };
        Remark::from(kind).on(lines, of)
    })
}
