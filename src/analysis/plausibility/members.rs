//! Doubts about the membership held before: whether it fits the universe, its date and the breaks.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{NAMED, Plausibility, median, rounded, size};
use crate::calendar;
use crate::methodology::banding::BreakLevel;
use crate::reconstitution::Reconstitution;
use crate::remark::{MemberDoubt, Place, Remark, ValueDoubt};
use crate::universe::import::table::tickers::{bare, form_of};
use crate::universe::{
    Facts, Index, ListedMembers, Membership, Security, Segment, SymbolKey, Universe,
};

/// The number of members from which a share of them is meaningful in a small universe.
const FEW: usize = 10;
/// In a small universe half of the members may be missing, because its files are made by hand, per
/// cent.
const HALF_PCT: f64 = 50.0;
/// The largest plausible number of members of an index, per cent of the number in its name.
const MOST_NAMES_PCT: usize = 115;
/// Minimum number of members on each side for their caps to be compared in a small universe.
const SIDE: usize = 3;

/// Too few members that match a line of the universe, with the likely reason, as seen in their
/// tickers.
pub fn unmatched(
    (membership, without): (&Membership, &[usize]),
    universe: &Universe,
    limits: &Plausibility,
) -> Option<Remark> {
    let (of, missing) = (membership.members.len(), without.len());
    let matched = of - missing;
    let (first, example) = unmatched_tickers(membership, without, universe);
    let least = if universe.securities.len() < limits.small_universe {
        if of < FEW { 0.0 } else { limits.members_matched_pct.min(HALF_PCT) }
    } else {
        limits.members_matched_pct
    };
    let is_too_few = missing > 0 && (matched as f64) < least / 100.0 * of as f64;
    let is_nobody = missing > 0 && matched == 0;
    let lines = universe.securities.len();
    if lines < of && is_too_few && !is_nobody && example.is_none() {
        let kind = ValueDoubt::UniverseShort { lines, members: of, matched };
        return Some(Remark::from(kind).on(missing, of));
    }
    (is_too_few || is_nobody || example.is_some()).then(|| {
        let (written, meant) = example.unzip();
        let kind = MemberDoubt::MembersUnmatched { matched, of, first, written, meant };
        Remark::from(kind).on(missing, of)
    })
}

/// More members of the Russell 1000 without a line than leave between reconstitutions: the largest
/// lines of the universe are missing.
pub fn large_missing(
    membership: &Membership,
    without: &[usize],
    limits: &Plausibility,
) -> Option<Remark> {
    let is_large = |segment: Segment| segment == Segment::R1000;
    let of = membership.members.iter().filter(|m| is_large(m.segment)).count();
    let missing: Vec<&str> = without
        .iter()
        .map(|&at| &membership.members[at])
        .filter(|member| is_large(member.segment))
        .map(|member| &*member.symbol)
        .collect();
    let members = missing.len();
    (members > FEW && members as f64 > limits.large_missing_pct / 100.0 * of as f64).then(|| {
        let first = missing.iter().take(NAMED).map(|symbol| (*symbol).to_owned()).collect();
        Remark::from(MemberDoubt::LargeMissing { members, of, first }).on(members, of)
    })
}

/// The first tickers without a line. If most of these tickers are in a vendor's form, also one of
/// them with the line that it matches without that form.
fn unmatched_tickers(
    membership: &Membership,
    without: &[usize],
    universe: &Universe,
) -> (Vec<String>, Option<(String, String)>) {
    if without.is_empty() {
        return (Vec::new(), None);
    }
    let members = || without.iter().map(|&at| &*membership.members[at].symbol);
    let first = members().take(NAMED).map(str::to_owned).collect();
    let lines = || universe.securities.iter().map(Security::symbol);
    let of_members = form_of(members());
    // There are few members but possibly very many lines, so only lines that may match are kept.
    let bared = members().map(|member| bare(member, of_members)).filter(|found| found.is_changed);
    let bared: FxHashSet<SymbolKey> = bared.map(|found| SymbolKey::new(&found.ticker)).collect();
    let plain: FxHashMap<SymbolKey, &str> = lines()
        .map(|own| (SymbolKey::new(own), own))
        .filter(|(key, _)| bared.contains(key))
        .collect();
    // The vendor's form may as well be that of the universe.
    let of_lines = form_of(lines());
    let written: FxHashSet<SymbolKey> = members().map(SymbolKey::new).collect();
    let dressed: FxHashMap<SymbolKey, &str> = lines()
        .map(|own| (bare(own, of_lines), own))
        .filter(|(ticker, _)| ticker.is_changed)
        .map(|(ticker, own)| (SymbolKey::new(&ticker.ticker), own))
        .filter(|(key, _)| written.contains(key))
        .collect();
    let meant = |member: &str| {
        let ticker = bare(member, of_members);
        let found = plain.get(&SymbolKey::new(&ticker.ticker)).filter(|_| ticker.is_changed);
        found.or_else(|| dressed.get(&SymbolKey::new(member))).copied()
    };
    let found: Vec<(&str, &str)> =
        members().filter_map(|member| Some((member, meant(member)?))).collect();
    let is_most = found.len() * 2 > without.len();
    let example = found.first().filter(|_| is_most);
    (first, example.map(|(written, meant)| ((*written).to_owned(), (*meant).to_owned())))
}

/// Members whose caps are far on the wrong side of the break of their index.
pub fn wrong_side(
    membership: &Membership,
    result: &Reconstitution,
    is_small: bool,
    limits: &Plausibility,
) -> Option<Remark> {
    let at_break = result.levels.iter().find(|level| level.name == "r1000")?;
    let caps = |segment: Segment| -> Vec<f64> {
        let members = result.matched.member_of_company.iter().zip(&result.companies);
        let of = members.filter(|(member, _)| {
            member.is_some_and(|at| membership.members[at].segment == segment)
        });
        of.filter_map(|(_, company)| company.market_cap).map(size).collect()
    };
    sides(&caps(Segment::R1000), &caps(Segment::R2000), at_break, is_small, limits)
}

/// Counts the members on the wrong side from the caps of both sides.
fn sides(
    large: &[f64],
    small: &[f64],
    at_break: &BreakLevel,
    is_small: bool,
    limits: &Plausibility,
) -> Option<Remark> {
    let of = large.len() + small.len();
    let members = if let Some(cap) = at_break.market_cap.map(size).filter(|_| !is_small) {
        let below = large.iter().filter(|&&own| own < cap / limits.wrong_side_factor).count();
        let above = small.iter().filter(|&&own| own > cap * limits.wrong_side_factor).count();
        below + above
    } else {
        // Without a break, the sides are swapped if all of one are larger than all of the other.
        let largest = large.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let smallest = small.iter().copied().fold(f64::INFINITY, f64::min);
        let swapped = large.len() >= SIDE && small.len() >= SIDE && largest < smallest;
        if swapped { of } else { 0 }
    };
    let is_much = members > 0 && members as f64 > limits.wrong_side_pct / 100.0 * of as f64;
    is_much.then(|| Remark::from(MemberDoubt::WrongSide { members, of }).on(members, of))
}

/// The last reconstitution implemented before a day, by the day at whose close it was implemented.
fn reconstitution_before(day: NaiveDate) -> Option<NaiveDate> {
    let events = calendar::reconstitutions(day.year() - 1..=day.year());
    events.map(|event| event.implementation).filter(|implementation| *implementation < day).max()
}

/// Members held before a reconstitution that has happened by the day of the universe, or else long
/// before that day. An import dates members by the universe's day, so it checks this beforehand.
pub fn held_early(
    membership: &Membership,
    day: NaiveDate,
    limits: &Plausibility,
) -> Option<Remark> {
    held_before(membership, day).or_else(|| held_long_before(membership, day, limits))
}

/// Members held before a reconstitution that has happened by `day`: the list does not include its
/// changes.
pub fn held_before(membership: &Membership, day: NaiveDate) -> Option<Remark> {
    let reconstitution = reconstitution_before(day)?;
    let old = || membership.members.iter().filter(|m| m.held_on < reconstitution);
    let (members, of) = (old().count(), membership.members.len());
    let first = old().map(|m| m.held_on).min()?;
    let kind =
        MemberDoubt::HeldBeforeReconstitution { members, of, held_on: first, reconstitution };
    Some(Remark::from(kind).on(members, of))
}

/// Members of a list dated after the reconstitution that a universe of `day` is for: the list
/// includes its changes already. An import dates members by the universe's day, so it checks this
/// beforehand.
pub fn held_late(membership: &Membership, day: NaiveDate) -> Option<Remark> {
    let events = calendar::reconstitutions(day.year()..=day.year() + 1);
    let implementations = events.map(|event| event.implementation);
    let implementation = implementations.filter(|on| *on >= day).min()?;
    let late = || membership.members.iter().filter(|m| m.held_on > implementation);
    let (members, of) = (late().count(), membership.members.len());
    let held_on = late().map(|m| m.held_on).max()?;
    let kind = MemberDoubt::HeldAfterReconstitution { members, of, held_on, implementation };
    Some(Remark::from(kind).on(members, of))
}

/// Members held long before rank day. If a reconstitution has happened since, the warning is about
/// that instead.
fn held_long_before(
    membership: &Membership,
    rank_day: NaiveDate,
    limits: &Plausibility,
) -> Option<Remark> {
    let age = |day: NaiveDate| (rank_day - day).num_days();
    let old = || membership.members.iter().filter(|m| age(m.held_on) as f64 > limits.held_days);
    let (members, of) = (old().count(), membership.members.len());
    let held_on = old().map(|m| m.held_on).min()?;
    let (days, most_days) = (age(held_on), limits.held_days);
    let kind = MemberDoubt::HeldLongBefore { members, of, held_on, rank_day, days, most_days };
    Some(Remark::from(kind).on(members, of))
}

/// Number of names that an index has, and at most. Microcap's own lists have more names than funds
/// hold.
fn names(index: Index) -> Option<(usize, usize)> {
    match index {
        Index::R1000 => Some((1_000, 1_000)),
        Index::R2000 => Some((2_000, 2_000)),
        Index::R3000 => Some((3_000, 3_000)),
        Index::Microcap => Some((1_500, 2_000)),
        _ => None,
    }
}

/// A list that has too few or too many names to be the whole index.
pub fn few_names(index: Index, listed: usize, file: &str, limits: &Plausibility) -> Option<Remark> {
    let (of, most) = names(index)?;
    let is_few = (listed as f64) < limits.list_names_pct / 100.0 * of as f64;
    // Share classes and spun-off companies add a few names to the number in the index's name.
    let is_many = listed * 100 > most * MOST_NAMES_PCT;
    (is_few || is_many).then(|| {
        let place = Place { file: file.to_owned(), line: None, column: None };
        let kind =
            MemberDoubt::FewNames { index: index.to_string(), file: file.to_owned(), listed, of };
        Remark::from(kind).on(of.saturating_sub(listed), of).at([place])
    })
}

/// Indexes for which a membership has far too few members. An index without any is skipped, as it
/// may not be part of the membership.
pub fn few_members(membership: &Membership, file: &str, limits: &Plausibility) -> Vec<Remark> {
    let count = |segments: &[Segment]| {
        membership.members.iter().filter(|m| segments.contains(&m.segment)).count()
    };
    let (r1000, r2000) = (count(&[Segment::R1000]), count(&[Segment::R2000]));
    let r3000 = count(&[Segment::R3000]);
    let mut remarks = Vec::new();
    if r3000 > 0 {
        remarks.extend(few_names(Index::R3000, r1000 + r2000 + r3000, file, limits));
        return remarks;
    }
    for (index, members) in [(Index::R1000, r1000), (Index::R2000, r2000)] {
        remarks.extend((members > 0).then(|| few_names(index, members, file, limits)).flatten());
    }
    remarks
}

/// Which of the Russell 1000 and the 2000 has no member although other indexes have some. Neither
/// is checked if there are members of the Russell 3000 without a segment.
pub fn without_members(membership: &Membership) -> Vec<Remark> {
    let count = |segment: Segment| {
        membership.members.iter().filter(|member| member.segment == segment).count()
    };
    let others = membership.members.iter().filter(|m| m.segment != Segment::None).count();
    if others == 0 || count(Segment::R3000) > 0 {
        return Vec::new();
    }
    let empty = [(Index::R1000, Segment::R1000), (Index::R2000, Segment::R2000)];
    let empty = empty.into_iter().filter(|(_, segment)| count(*segment) == 0);
    let remark = |(index, _): (Index, _)| {
        let kind = MemberDoubt::IndexWithoutMembers { index: index.to_string(), others };
        Remark::from(kind).on_everything()
    };
    empty.map(remark).collect()
}

/// Lists of the Russell 1000 and of the 2000 with too many names in common.
pub fn lists_overlap(lists: &[ListedMembers], limits: &Plausibility) -> Option<Remark> {
    let of_index = |index: Index| -> BTreeMap<SymbolKey, &str> {
        let lists = lists.iter().filter(|list| list.index == index);
        let symbols = lists.flat_map(|list| &list.symbols);
        symbols.map(|(symbol, _)| (SymbolKey::new(symbol), symbol.as_str())).collect()
    };
    let (large, small) = (of_index(Index::R1000), of_index(Index::R2000));
    let both: Vec<&str> =
        large.iter().filter(|(key, _)| small.contains_key(*key)).map(|(_, own)| *own).collect();
    let (entries, of) = (both.len(), large.len().min(small.len()));
    let is_much = entries > 1 && entries as f64 > limits.lists_overlap_pct / 100.0 * of as f64;
    is_much.then(|| {
        let symbols = both.iter().take(NAMED).map(|symbol| (*symbol).to_owned()).collect();
        Remark::from(MemberDoubt::ListsOverlap { entries, of, symbols }).on(entries, of)
    })
}

/// The lines of members, each with its index shares and its shares outstanding, if both are known.
fn both_shares<'u>(
    membership: &'u Membership,
    universe: &'u Universe,
    result: &'u Reconstitution,
) -> impl Iterator<Item = (&'u Security, Decimal, Decimal)> {
    let lines = universe.securities.iter().zip(&result.matched.member_of_line);
    lines.filter_map(|(line, member)| {
        let member = &membership.members[(*member)?];
        Some((line, member.index_shares?, line.shares_outstanding()?))
    })
}

/// Index shares in another unit than the universe's shares: they differ by far for most members.
pub fn index_shares(
    membership: &Membership,
    universe: &Universe,
    result: &Reconstitution,
    limits: &Plausibility,
) -> Option<Remark> {
    let ratios = both_shares(membership, universe, result).filter_map(|(_, own, all)| {
        let (own, all) = (size(own), size(all));
        (own > 0.0 && all > 0.0).then(|| own / all)
    });
    let ratios: Vec<f64> = ratios.collect();
    let is_far =
        |ratio: &&f64| **ratio >= limits.shares_ratio || **ratio <= 1.0 / limits.shares_ratio;
    let (members, of) = (ratios.iter().filter(is_far).count(), ratios.len());
    if members < SIDE || members * 2 <= of {
        return None;
    }
    let median_ratio = rounded(median(ratios)?);
    let column = "index_shares".to_owned();
    let kind = MemberDoubt::IndexSharesFar { members, of, median_ratio, column };
    Some(Remark::from(kind).on(members, of))
}

/// Members with far more index shares than shares outstanding.
pub fn index_shares_above(
    membership: &Membership,
    universe: &Universe,
    result: &Reconstitution,
    limits: &Plausibility,
) -> Option<Remark> {
    let above = both_shares(membership, universe, result)
        .filter(|(_, own, all)| size(*own) >= limits.shares_ratio * size(*all));
    let mut above: Vec<_> = above.collect();
    above.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.symbol().cmp(b.0.symbol())));
    let (line, index_shares, shares) = above.first()?;
    let kind = MemberDoubt::IndexSharesAbove {
        members: above.len(),
        symbol: line.symbol().to_owned(),
        index_shares: index_shares.normalize(),
        shares: shares.normalize(),
        first: above.iter().skip(1).take(NAMED).map(|(s, ..)| s.symbol().to_owned()).collect(),
    };
    Some(Remark::from(kind).on(above.len(), membership.members.len()))
}

/// Facts that are known only after the day, and so are not used.
pub fn later_facts(facts: &Facts, day: NaiveDate, file: &str) -> Option<Remark> {
    let mut later: Vec<_> = facts.facts.iter().filter(|fact| !facts.is_known(fact, day)).collect();
    later.sort_by_key(|fact| fact.line);
    let first = later.first()?;
    let kind = ValueDoubt::FactsLater {
        facts: later.len(),
        of: facts.facts.len(),
        symbol: first.symbol.written.clone(),
        field: first.field.to_string(),
        as_of: first.as_of,
        day,
    };
    let column = Some("as_of".to_owned());
    let place = |line| Place { file: file.to_owned(), line: Some(line), column: column.clone() };
    let places: Vec<Place> = later.iter().take(NAMED).map(|fact| place(fact.line)).collect();
    Some(Remark::from(kind).at(places))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reconstitution_before_a_day() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        assert_eq!(reconstitution_before(day("2025-04-30")), Some(day("2024-06-28")));
        assert_eq!(reconstitution_before(day("2026-10-30")), Some(day("2026-06-26")));
    }
}
