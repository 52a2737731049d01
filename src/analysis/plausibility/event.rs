//! Doubts about an event: the prices until it, and its effect on the indexes.

use chrono::NaiveDate;
use rustc_hash::FxHashSet;

use super::{NAMED, Plausibility, median, rounded, size};
use crate::analysis::holdings::{Holding, Holdings, ValuationInputs};
use crate::analysis::turnover::{Changes, Turnover};
use crate::reconstitution::Reconstitution;
use crate::reconstitution::between::Coverage;
use crate::remark::{InputNote, Kind, OutcomeDoubt, Remark, ValueDoubt};
use crate::universe::{CorporateAction, Index, Security, SymbolKey};

/// The companies down to this rank do not double in value within weeks.
const LARGEST: usize = 200;
/// Indexes that are large enough for their turnover to be meaningful.
const INDEXES: [Index; 4] = [Index::R3000E, Index::R3000, Index::R1000, Index::R2000];
/// In a small universe half of the prices may be missing, because its files are made by hand, per
/// cent.
const HALF_PCT: f64 = 50.0;

/// A universe dated before rank day: its caps, prices and labels are those of its own day.
pub fn universe_earlier(
    as_of: NaiveDate,
    rank_day: NaiveDate,
    limits: &Plausibility,
) -> Option<Remark> {
    let (days, most_days) = ((rank_day - as_of).num_days(), limits.universe_days);
    let kind = if days as f64 > most_days {
        Kind::from(ValueDoubt::UniverseLongBefore { as_of, rank_day, days, most_days })
    } else {
        InputNote::UniverseEarlier { as_of, rank_day }.into()
    };
    (days > 0).then(|| Remark::from(kind).on_everything())
}

/// Prices of the implementation day that cover too few of the held lines, or too little weight.
/// `priced` is the number of held lines with a price. A scenario may state that the file is a part;
/// then there is no doubt.
pub fn coverage(
    coverage: &Coverage,
    priced: usize,
    is_small: bool,
    limits: &Plausibility,
) -> Option<Remark> {
    let least = limits.effective_pct.min(if is_small { HALF_PCT } else { f64::INFINITY });
    let &Coverage { held, weight, .. } = coverage;
    // A line of the file without a price counts as missing.
    let found = coverage.found.min(priced);
    let weight = weight.filter(|_| found == coverage.found);
    let is_part = coverage.stated && !coverage.complete;
    let is_light = weight.is_some_and(|weight| weight < least / 100.0);
    let is_little = (found as f64) < least / 100.0 * held as f64 || is_light;
    (is_little && !is_part).then(|| {
        let weight_pct = weight.map(|weight| rounded(100.0 * weight));
        let kind = OutcomeDoubt::EffectiveCovers { found, held, weight_pct };
        let missing = Remark::from(kind).on(held - found, held);
        weight.map_or(missing.clone(), |weight| missing.weighing(1.0 - weight))
    })
}

/// Held lines whose value moves further than is plausible, without an action that explains it.
pub fn returns(
    inputs: &ValuationInputs<'_>,
    (result, holdings): (&Reconstitution, &Holdings),
    actions: &[CorporateAction],
    limits: &Plausibility,
) -> Option<Remark> {
    let acted: FxHashSet<&SymbolKey> = actions
        .iter()
        .flat_map(|action| {
            std::iter::once(&action.symbol().key).chain(action.other().map(|t| &t.key))
        })
        .collect();
    let moved = |holding: &Holding| {
        let (then, now) = (&inputs.universe.securities[holding.line], inputs.now(holding)?);
        let growth = growth(then, now)?;
        let rank = result.companies[holding.company].rank;
        let is_large = rank.is_some_and(|rank| rank <= LARGEST);
        let part = limits.return_pct / 100.0;
        let caps = then.company_market_cap().zip(now.company_market_cap());
        let apart = apart(then, now);
        // A stated cap that moves as the price does confirms the price.
        let is_backed = caps.is_some() && apart.is_none();
        let most = if is_large && !is_backed { 1.0 + part } else { 1.0 / (1.0 - part).max(1e-9) };
        let is_far = growth < 1.0 - part || growth > most;
        let is_stated = acted.contains(&SymbolKey::new(then.symbol()));
        (is_far && !is_stated).then(|| Moved {
            symbol: then.symbol(),
            return_pct: rounded((growth - 1.0) * 100.0),
            apart,
            is_backed,
        })
    };
    let growths = holdings.holdings.iter().filter_map(|holding| {
        growth(&inputs.universe.securities[holding.line], inputs.now(holding)?)
    });
    let growths: Vec<f64> = growths.collect();
    // A file in another unit moves all of the lines, and has a warning of its own.
    let in_another_unit = median(growths.clone())
        .is_some_and(|growth| growth >= limits.unit_ratio || growth <= 1.0 / limits.unit_ratio);
    if in_another_unit && holdings.holdings.len() > NAMED {
        return None;
    }
    // Prices of another day move many of the lines, and get a single warning.
    if let Some(apart) = returns_apart(inputs, &growths, limits) {
        return Some(apart);
    }
    let mut found: Vec<Moved<'_>> = holdings.holdings.iter().filter_map(moved).collect();
    // Lines whose price and cap disagree are certainly wrong and come first; others may really have
    // moved.
    found.sort_by(|a, b| {
        let size = |moved: &Moved<'_>| moved.return_pct.abs();
        b.apart
            .is_some()
            .cmp(&a.apart.is_some())
            .then_with(|| size(b).total_cmp(&size(a)).then_with(|| a.symbol.cmp(b.symbol)))
    });
    let first = found.first()?;
    let (price_pct, cap_pct) = first.apart.unzip();
    let kind = OutcomeDoubt::ReturnsFar {
        lines: found.len(),
        symbol: first.symbol.to_owned(),
        return_pct: first.return_pct,
        price_pct,
        cap_pct,
        is_backed: first.is_backed,
        first: found.iter().skip(1).take(NAMED).map(|moved| moved.symbol.to_owned()).collect(),
        most_pct: limits.return_pct,
    };
    Some(Remark::from(kind).on(found.len(), holdings.holdings.len()))
}

/// Too many held lines that are far from the median growth until the implementation: the prices are
/// those of another day.
fn returns_apart(
    inputs: &ValuationInputs<'_>,
    growths: &[f64],
    limits: &Plausibility,
) -> Option<Remark> {
    /// With fewer lines this may be chance.
    const MANY: usize = 500;
    const HALF_AS_MUCH_AGAIN: f64 = 1.5;
    const TWO_MONTHS: f64 = 60.0;
    let (from, to) = (inputs.universe.as_of, inputs.effective?.as_of);
    // Over a longer time, more lines move that far.
    let times = ((to - from).num_days() as f64 / TWO_MONTHS).max(1.0);
    let middle = median(growths.to_vec()).filter(|middle| *middle > 0.0)?;
    let is_apart = |growth: &&f64| {
        let ratio = **growth / middle;
        !(1.0 / HALF_AS_MUCH_AGAIN..=HALF_AS_MUCH_AGAIN).contains(&ratio)
    };
    let (lines, of) = (growths.iter().filter(is_apart).count(), growths.len());
    let most_pct = rounded(limits.apart_pct * times);
    (of >= MANY && lines as f64 > most_pct / 100.0 * of as f64).then(|| {
        let median_pct = rounded((middle - 1.0) * 100.0);
        let kind = OutcomeDoubt::ReturnsApart { lines, of, median_pct, from, to, most_pct };
        Remark::from(kind).on(lines, of)
    })
}

/// A line whose value moves further than is plausible.
struct Moved<'a> {
    symbol: &'a str,
    return_pct: f64,
    /// How its price and its cap move, per cent, if they disagree.
    apart: Option<(f64, f64)>,
    /// True if a stated cap moves as the price does.
    is_backed: bool,
}

/// How the price and the cap of a line move, per cent, if one moves more than twice as far as the
/// other.
fn apart(then: &Security, now: &Security) -> Option<(f64, f64)> {
    const TWICE: f64 = 2.0;
    let ratio = |then: Option<rust_decimal::Decimal>, now: Option<rust_decimal::Decimal>| {
        let (then, now) = (size(then?), size(now?));
        (then > 0.0 && now > 0.0).then(|| now / then)
    };
    let price = ratio(then.price(), now.price())?;
    let cap = ratio(then.company_market_cap(), now.company_market_cap())?;
    let is_apart = price / cap > TWICE || cap / price > TWICE;
    let pct = |growth: f64| rounded((growth - 1.0) * 100.0);
    is_apart.then(|| (pct(price), pct(cap)))
}

/// Prices of the implementation day that equal those of rank day: the same file was given for both
/// days.
pub fn unmoved(
    inputs: &ValuationInputs<'_>,
    holdings: &Holdings,
    limits: &Plausibility,
) -> Option<Remark> {
    /// With fewer lines, it is plausible that no price has moved.
    const MANY: usize = 100;
    let both = holdings.holdings.iter().filter_map(|holding| {
        let then = inputs.universe.securities[holding.line].price()?;
        Some((then, inputs.now(holding)?.price()?))
    });
    let (of, moved) =
        both.fold((0, 0), |(of, moved), (then, now)| (of + 1, moved + usize::from(then != now)));
    let (rank_day, as_of) = (inputs.universe.as_of, inputs.effective?.as_of);
    let is_still = (moved as f64) < limits.moved_pct / 100.0 * of as f64;
    (of >= MANY && is_still && rank_day != as_of).then(|| {
        let lines = of - moved;
        Remark::from(OutcomeDoubt::PricesUnmoved { lines, of, rank_day, as_of }).on(lines, of)
    })
}

/// True if no index has a member after an event.
pub fn is_empty(all: &[Turnover]) -> bool {
    !all.is_empty() && all.iter().all(|of| of.members_after == 0)
}

/// Events, with their names, after which no index has a member.
pub fn nobody(empty: &[(String, &[Turnover])]) -> Option<Remark> {
    let (event, _) = empty.first()?;
    let kind = OutcomeDoubt::NobodyEligible { event: event.clone(), others: empty.len() - 1 };
    Some(Remark::from(kind).on_everything())
}

/// Value of a holding on the implementation day as a multiple of that on rank day. A split changes
/// nothing if shares, or a cap, show that there was one.
fn growth(then: &Security, now: &Security) -> Option<f64> {
    let ratio = |then: Option<rust_decimal::Decimal>, now: Option<rust_decimal::Decimal>| {
        let (then, now) = (size(then?), size(now?));
        (then > 0.0 && now > 0.0).then(|| now / then)
    };
    let price = ratio(then.price(), now.price())?;
    let shares = ratio(then.shares_outstanding(), now.shares_outstanding());
    let cap = ratio(then.company_market_cap(), now.company_market_cap());
    let by_shares = shares.map(|shares| price * shares);
    // The smallest move that the files support: a vendor's share count lags behind a split.
    let all = [Some(price), by_shares, cap].into_iter().flatten();
    all.min_by(|a, b| a.ln().abs().total_cmp(&b.ln().abs()))
}

/// The index that loses most of its members, or whose turnover is implausibly high; of several, the
/// worst. `event` names the event if there are several.
pub fn turnover(all: &[Turnover], event: Option<&str>, limits: &Plausibility) -> Option<Remark> {
    let event = event.map(str::to_owned);
    let known = all.iter().filter(|of| INDEXES.contains(&of.index)).filter_map(|of| {
        let before = of.members_before.filter(|before| *before > 0)?;
        Some((of.index.to_string(), before, of.changes.as_ref()?))
    });
    let left = |changes: &Changes| changes.deletions + changes.moved_out;
    let part = |before: usize, changes: &Changes| left(changes) as f64 / before as f64;
    let most = known
        .clone()
        .max_by(|a, b| part(a.1, a.2).total_cmp(&part(b.1, b.2)))
        .filter(|(_, before, changes)| part(*before, changes) * 100.0 > limits.deleted_pct);
    if let Some((index, of, changes)) = most {
        let left = left(changes);
        let kind = OutcomeDoubt::IndexDeleted { index, event, left, of };
        return Some(Remark::from(kind).on(left, of));
    }
    let high = known
        .clone()
        .max_by(|a, b| a.2.one_way.total_cmp(&b.2.one_way))
        .filter(|(_, _, changes)| changes.one_way * 100.0 > limits.turnover_pct);
    if let Some((index, _, changes)) = high {
        let one_way_pct = rounded(changes.one_way * 100.0);
        let kind =
            OutcomeDoubt::TurnoverHigh { index, event, one_way_pct, most_pct: limits.turnover_pct };
        return Some(Remark::from(kind).weighing(changes.one_way));
    }
    let most_pct = limits.membership_turnover_pct;
    let (index, _, changes) = known
        .max_by(|a, b| a.2.membership_turnover.total_cmp(&b.2.membership_turnover))
        .filter(|(_, _, changes)| changes.membership_turnover * 100.0 > most_pct)?;
    let pct = rounded(changes.membership_turnover * 100.0);
    let kind = OutcomeDoubt::MembershipTurnoverHigh { index, event, pct, most_pct };
    Some(Remark::from(kind).weighing(changes.one_way))
}

/// Too few members of the Russell 3000 that leave it or move between the Russell 1000 and the 2000:
/// the membership probably includes the event's changes already. Otherwise, too many companies that
/// enter.
pub fn changes(all: &[Turnover], limits: &Plausibility) -> Option<Remark> {
    let of_index = |index: Index| {
        let turnover = all.iter().find(|of| of.index == index)?;
        let before = turnover.members_before.filter(|before| *before > 0)?;
        Some((before, turnover.changes.as_ref()?))
    };
    let (of, whole) = of_index(Index::R3000)?;
    let (large, small) = (of_index(Index::R1000), of_index(Index::R2000));
    // An index that is formed anew has a warning of its own.
    let is_formed =
        |index: Index| all.iter().any(|of| of.index == index && of.members_before == Some(0));
    if is_formed(Index::R1000) || is_formed(Index::R2000) {
        return None;
    }
    let added = whole.additions;
    let is_many = |added: usize, of: usize, most_pct: f64| {
        (added as f64 > most_pct / 100.0 * of as f64).then_some((added, of, most_pct))
    };
    let of_large = large.as_ref().map(|(of, changes)| (changes.additions, *of));
    let many =
        is_many(added, of, limits.added_pct).map(|many| (Index::R3000, many)).or_else(|| {
            let (added, of) = of_large?;
            Some((Index::R1000, is_many(added, of, limits.large_added_pct)?))
        });
    if let Some((index, (added, of, most_pct))) = many {
        let kind = OutcomeDoubt::AddedMany { index: index.to_string(), added, of, most_pct };
        return Some(Remark::from(kind).on(added, of));
    }
    let moved = large.zip(small).map(|((_, large), _)| large.moved_in + large.moved_out);
    let leave = whole.deletions;
    let pct = (leave + moved.unwrap_or_default()) as f64 * 100.0 / of as f64;
    (pct < limits.changed_pct).then(|| {
        let (pct, least_pct) = (rounded(pct), limits.changed_pct);
        Remark::from(OutcomeDoubt::MovesFew { leave, moved, of, pct, least_pct }).on_everything()
    })
}
