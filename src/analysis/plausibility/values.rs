//! Doubts about the units of a universe's columns: fractions instead of per cent, thousands or
//! millions instead of single units, and one column in the place of another.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{AmountOf, NAMED, Plausibility, all, median, rounded, size};
use crate::remark::{Place, Remark, ValueDoubt};
use crate::universe::{
    Action, Company, CorporateAction, Fact, FactField, Facts, Membership, Security, SecurityType,
    SymbolChanges, SymbolKey, Ticker, Universe,
};

/// A column with fewer values is not meaningful.
const FEW: usize = 2;
/// With fewer companies it means little that most of them differ.
const MANY: usize = 20;
/// Out of this many floats, hardly one should be 1% or less.
const PART: usize = 50;

/// All remarks on the values of a universe; `file` is its name in reports.
pub fn universe(universe: &Universe, file: &str, limits: &Plausibility) -> Vec<Remark> {
    // A few large companies really have shares without votes.
    let floats: (&str, AmountOf, usize) = ("free_float_pct", |s| s.free_float_pct(), 1);
    let votes: (&str, AmountOf, usize) =
        ("unrestricted_votes_pct", |s| s.unrestricted_votes_pct(), 3);
    let per_cent = |column: &(&str, AmountOf, usize)| {
        let values = universe.securities.iter().filter_map(column.1);
        let alike = fractions(values, column.0, file);
        alike.or_else(|| small_of_large(universe, file, column, limits))
    };
    all(&[
        &|| per_cent(&floats),
        &|| per_cent(&votes),
        &|| prices_odd(universe, file, limits),
        &|| shares_far_from_cap(universe, file, limits),
        &|| caps_differ(universe, file, limits),
        &|| volume_above_cap(universe, file),
    ])
}

/// Large companies with a zero or a fraction in a column of per cent; `least` of them are too many.
fn small_of_large(
    universe: &Universe,
    file: &str,
    &(column, value, least): &(&str, AmountOf, usize),
    limits: &Plausibility,
) -> Option<Remark> {
    let is_small = |line: &Security| value(line).is_some_and(|value| value <= Decimal::ONE);
    let zeros = universe.securities.iter().filter(|line| is_small(line)).count();
    if zeros == 0 {
        return None;
    }
    // An unlisted class has no price, and its float is really zero.
    let cap = |line: &Security| {
        let price = size(line.price()?);
        line.company_market_cap().map(size).or(line.shares_outstanding().map(|s| size(s) * price))
    };
    let mut large: Vec<(f64, &Security)> = universe
        .securities
        .iter()
        .filter(|line| line.security_type == SecurityType::Common && is_small(line))
        .filter_map(|line| Some((cap(line)?, line)))
        .filter(|(cap, _)| *cap > limits.zero_cap)
        .collect();
    if large.len() < least {
        return None;
    }
    large.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.symbol().cmp(b.1.symbol())));
    let kind = ValueDoubt::ZerosOfLarge {
        file: file.to_owned(),
        column: column.to_owned(),
        companies: large.len(),
        above: limits.zero_cap,
        largest: large.iter().filter_map(|(_, line)| value(line)).max()?.normalize(),
        zeros,
        first: large.iter().take(NAMED).map(|(_, line)| line.symbol().to_owned()).collect(),
    };
    Some(Remark::from(kind).on(large.len(), universe.companies.len()).at([of_column(file, column)]))
}

/// Floats of members that are given as fractions.
pub fn membership(membership: &Membership, file: &str) -> Option<Remark> {
    let floats = membership.members.iter().filter_map(|m| m.index_float_pct);
    fractions(floats, "index_float_pct", file)
}

/// Floats and votes of facts that are given as fractions.
pub fn facts(facts: &Facts, file: &str) -> Vec<Remark> {
    let of = |field: FactField, column: &str| {
        let facts = facts.facts.iter().filter(|fact| fact.field == field);
        let values = facts.filter_map(|fact| fact.value.parse::<Decimal>().ok());
        // These are stated for single lines, and no company has so small a float or so few votes.
        fractions_of(1, values.filter(|value| *value <= Decimal::ONE), column, file)
    };
    let (float, votes) = (of(FactField::Float, "float"), of(FactField::Votes, "votes"));
    float.into_iter().chain(votes).collect()
}

/// Facts with different values for the same line, field and day; the later row counts.
pub fn facts_disagree(facts: &Facts, file: &str) -> Option<Remark> {
    let mut all: Vec<&Fact> = facts.facts.iter().filter(|fact| !fact.field.is_filed()).collect();
    let subject = |fact: &Fact| (fact.symbol.key.clone(), fact.field, fact.as_of);
    all.sort_by_cached_key(|fact| (subject(fact), fact.line));
    let unlike = all
        .windows(2)
        .filter(|pair| subject(pair[0]) == subject(pair[1]) && pair[0].value != pair[1].value);
    let mut unlike: Vec<(&Fact, &Fact)> = unlike.map(|pair| (pair[0], pair[1])).collect();
    unlike.sort_by_key(|(_, later)| later.line);
    let &(fact, later) = unlike.first()?;
    let kind = ValueDoubt::FactsDisagree {
        facts: unlike.len(),
        symbol: fact.symbol.written.clone(),
        field: fact.field.to_string(),
        value: fact.value.clone(),
        later: later.value.clone(),
        as_of: fact.as_of,
    };
    let place = |fact: &Fact| Place { line: Some(fact.line), ..of_column(file, "value") };
    Some(Remark::from(kind).at([place(fact), place(later)]))
}

/// Facts and actions, hardly any of which has the ticker of a line of the universe.
pub fn unmatched(
    (facts, actions): (&Facts, &[CorporateAction]),
    universe: &Universe,
    changes: &SymbolChanges,
    limits: &Plausibility,
) -> Vec<Remark> {
    if facts.facts.is_empty() && actions.is_empty() {
        return Vec::new();
    }
    let lines: FxHashSet<SymbolKey> =
        universe.securities.iter().map(|line| changes.key(line.symbol())).collect();
    let has_line = |ticker: &Ticker, on: NaiveDate| {
        let key = changes.carry(&changes.key(&ticker.written), on, universe.as_of);
        key.is_some_and(|key| lines.contains(&key))
    };
    let own =
        facts.facts.iter().filter(|f| !f.field.is_filed() && facts.is_known(f, universe.as_of));
    let facts = own.map(|fact| (&fact.symbol, has_line(&fact.symbol, fact.as_of)));
    // A company that is listed by the action has no line yet.
    let listed = actions.iter().filter(|action| !matches!(action.action, Action::Ipo { .. }));
    let actions = listed.map(|action| {
        let parties = std::iter::once(action.symbol()).chain(action.other());
        (action.symbol(), parties.into_iter().any(|party| has_line(party, action.date)))
    });
    let remark = |(what, all): (&str, Vec<(&Ticker, bool)>)| {
        let without = || all.iter().filter(|(_, has_line)| !has_line);
        let (of, missing) = (all.len(), without().count());
        let matched = of - missing;
        let is_little = (matched as f64) < limits.panel_matched_pct / 100.0 * of as f64;
        (missing > FEW && is_little).then(|| {
            let first = without().take(NAMED).map(|(ticker, _)| ticker.written.clone()).collect();
            let kind = ValueDoubt::TickersUnmatched { what: what.to_owned(), matched, of, first };
            Remark::from(kind).on(missing, of)
        })
    };
    [("facts", facts.collect()), ("actions", actions.collect())]
        .into_iter()
        .filter_map(remark)
        .collect()
}

/// Facts of shares and caps that are far from what the universe states.
pub fn facts_far(
    (facts, stated): (&Facts, &Universe),
    changes: &SymbolChanges,
    file: &str,
    limits: &Plausibility,
) -> Option<Remark> {
    if facts.facts.is_empty() {
        return None;
    }
    let lines: FxHashMap<SymbolKey, &Security> =
        stated.securities.iter().map(|line| (changes.key(line.symbol()), line)).collect();
    let far = facts.facts.iter().filter_map(|fact| {
        let line = lines.get(&changes.key(&fact.symbol.written))?;
        let own = match fact.field {
            FactField::Shares => line.shares_outstanding()?,
            FactField::Cap => line.company_market_cap()?,
            _ => return None,
        };
        let ratio = size(fact.value.parse().ok()?) / size(own);
        let is_far = ratio >= limits.cap_ratio || ratio <= 1.0 / limits.cap_ratio;
        (is_far && ratio > 0.0).then_some((fact, ratio))
    });
    let far: Vec<(&Fact, f64)> = far.collect();
    let (first, ratio) = far.first()?;
    let kind = ValueDoubt::FactFar {
        facts: far.len(),
        symbol: first.symbol.written.clone(),
        field: first.field.to_string(),
        value: first.value.clone(),
        ratio: rounded(*ratio),
    };
    let place = Place { line: Some(first.line), ..of_column(file, "value") };
    Some(Remark::from(kind).at([place]))
}

/// Values in per cent that are at most one, all of them or too many; zeros are not evidence of
/// fractions.
fn fractions(values: impl Iterator<Item = Decimal>, column: &str, file: &str) -> Option<Remark> {
    fractions_of(FEW, values, column, file)
}

/// Likewise, if there are at least `least` values.
fn fractions_of(
    least: usize,
    values: impl Iterator<Item = Decimal>,
    column: &str,
    file: &str,
) -> Option<Remark> {
    let values: Vec<Decimal> = values.filter(|value| !value.is_zero()).collect();
    let small = || values.iter().filter(|value| **value <= Decimal::ONE);
    let (count, of) = (small().count(), values.len());
    let all = count == of && count >= least;
    let many = count >= MANY && count * PART > of;
    if !all && !many {
        return None;
    }
    let kind = ValueDoubt::AtMostOne {
        file: file.to_owned(),
        column: column.to_owned(),
        values: count,
        of,
        largest: small().max()?.normalize(),
    };
    Some(Remark::from(kind).on(count, of).at([of_column(file, column)]))
}

/// Companies of one line whose cap is far from price times shares.
fn shares_far_from_cap(universe: &Universe, file: &str, limits: &Plausibility) -> Option<Remark> {
    let ratio = |security: &Security| {
        let own = size(security.price()?) * size(security.shares_outstanding()?);
        let cap = size(security.company_market_cap()?);
        (own > 0.0 && cap > 0.0).then(|| own / cap)
    };
    let lines: Vec<(&Security, f64)> = universe
        .companies
        .iter()
        .filter_map(|company| only_common(universe, company))
        .filter_map(|security| Some((security, ratio(security)?)))
        .collect();
    // A misplaced decimal point makes the ratio an exact power of ten.
    let is_power = |ratio: f64| {
        let power = ratio.log10();
        power.round().abs() >= 1.0 && (power - power.round()).abs() < 0.01
    };
    let is_far = |ratio: f64| {
        ratio >= limits.cap_ratio || ratio <= 1.0 / limits.cap_ratio || is_power(ratio)
    };
    let far: Vec<&(&Security, f64)> = lines.iter().filter(|(_, ratio)| is_far(*ratio)).collect();
    let median = median(far.iter().map(|(_, ratio)| *ratio).collect())?;
    let kind = ValueDoubt::SharesFarFromCap {
        file: file.to_owned(),
        companies: far.len(),
        of: lines.len(),
        median_ratio: rounded(median),
        first: far.iter().take(NAMED).map(|(security, _)| security.symbol().to_owned()).collect(),
        swapped: swapped(&far, lines.len()),
    };
    let places = far.iter().take(NAMED).map(|(security, _)| of_line(file, security));
    Some(Remark::from(kind).on(far.len(), universe.companies.len()).at(places))
}

/// Two columns that agree with the third one once they are swapped, in whatever unit caps are.
fn swapped(far: &[&(&Security, f64)], of: usize) -> Option<(String, String)> {
    // A few values may be wrong on their own.
    if far.len() * 2 <= of {
        return None;
    }
    let pair = |one: &str, other: &str| Some((one.to_owned(), other.to_owned()));
    let numbers = |(security, _): &&(&Security, f64)| {
        let (price, shares) = (size(security.price()?), size(security.shares_outstanding()?));
        Some((price, shares, size(security.company_market_cap()?)))
    };
    let numbers: Vec<(f64, f64, f64)> = far.iter().filter_map(numbers).collect();
    let is_unit =
        |ratio: f64| [0.0, 3.0, 6.0].iter().any(|unit| (ratio.log10() - unit).abs() < 0.3);
    let fits = |of: fn(&(f64, f64, f64)) -> f64| {
        median(numbers.iter().map(of).collect()).is_some_and(is_unit)
    };
    if fits(|(price, shares, cap)| cap * shares / price) {
        pair("price", "company_market_cap")
    } else if fits(|(price, shares, cap)| price * cap / shares) {
        pair("shares_outstanding", "company_market_cap")
    } else {
        None
    }
}

/// The common line of a company that has only one; warrants and preferred shares do not count
/// towards the cap.
fn only_common<'u>(universe: &'u Universe, company: &'u Company) -> Option<&'u Security> {
    let mut common = universe.lines(company).filter(|s| s.security_type == SecurityType::Common);
    common.next().filter(|_| common.next().is_none())
}

/// Prices of a whole market in cents, or in hundreds.
fn prices_odd(universe: &Universe, file: &str, limits: &Plausibility) -> Option<Remark> {
    if universe.securities.len() < limits.small_universe {
        return None;
    }
    let prices: Vec<f64> = universe.securities.iter().filter_map(|s| s.price().map(size)).collect();
    let lines = prices.len();
    let median = median(prices)?;
    if median < limits.median_price_min {
        let (median, least) = (rounded(median), limits.median_price_min);
        let kind = ValueDoubt::PricesLow { file: file.to_owned(), lines, median, least };
        return Some(Remark::from(kind).on_everything().at([of_column(file, "price")]));
    }
    if median <= limits.median_price {
        return None;
    }
    let kind = ValueDoubt::PricesHigh { lines, median: rounded(median), most: limits.median_price };
    Some(Remark::from(kind).on_everything().at([of_column(file, "price")]))
}

/// Most companies have lines that add up to another cap than the stated one: a cap of another day,
/// or of the floating shares only.
fn caps_differ(universe: &Universe, file: &str, limits: &Plausibility) -> Option<Remark> {
    let ratio = |company: &Company| {
        let common = || universe.lines(company).filter(|s| s.security_type == SecurityType::Common);
        let own = |s: &Security| Some(size(s.price()?) * size(s.shares_outstanding()?));
        let sum = common().map(own).sum::<Option<f64>>()?;
        let cap = size(common().find_map(Security::company_market_cap)?);
        (sum > 0.0 && cap > 0.0).then(|| sum / cap)
    };
    // Companies in other units have a warning of their own.
    let is_far = |ratio: f64| ratio >= limits.cap_ratio || ratio <= 1.0 / limits.cap_ratio;
    let ratios: Vec<f64> =
        universe.companies.iter().filter_map(ratio).filter(|ratio| !is_far(*ratio)).collect();
    let differs = |ratio: &&f64| (*ratio - 1.0).abs() > limits.cap_differs_pct / 100.0;
    let (companies, of) = (ratios.iter().filter(differs).count(), ratios.len());
    if of < MANY || companies * 2 <= of {
        return None;
    }
    let median_ratio = rounded(median(ratios)?);
    let within_pct = limits.cap_differs_pct;
    let kind =
        ValueDoubt::CapsDiffer { file: file.to_owned(), companies, of, median_ratio, within_pct };
    let remark = Remark::from(kind).on(companies, universe.companies.len());
    Some(remark.at([of_column(file, "company_market_cap")]))
}

/// More is traded in a day than the company is worth, on most lines: the two columns are swapped.
fn volume_above_cap(universe: &Universe, file: &str) -> Option<Remark> {
    let both = |s: &Security| Some((s.adv_usd()?, s.company_market_cap()?));
    let both: Vec<_> = universe.securities.iter().filter_map(both).collect();
    let above = both.iter().filter(|(volume, cap)| volume > cap).count();
    let is_most = above >= FEW && above * 2 > both.len();
    is_most.then(|| {
        let kind = ValueDoubt::VolumeAboveCap { lines: above, of: both.len() };
        Remark::from(kind).on(above, universe.securities.len()).at([of_column(file, "adv_usd")])
    })
}

pub(super) fn of_column(file: &str, column: &str) -> Place {
    Place { file: file.to_owned(), line: None, column: Some(column.to_owned()) }
}

pub(super) fn of_line(file: &str, security: &Security) -> Place {
    let line = (security.line > 0).then_some(security.line);
    Place { file: file.to_owned(), line, column: None }
}
