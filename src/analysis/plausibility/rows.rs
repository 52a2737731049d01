//! Doubts about rows and columns as a whole: columns that are the same on all rows or shifted
//! against the others, and files that are cut short.

use std::fmt;

use rayon::prelude::*;

use super::values::of_column;
use super::{NAMED, Plausibility, size};
use crate::reconstitution::Reconstitution;
use crate::remark::{Place, Remark, ValueDoubt};
use crate::universe::import::other_than_common;
use crate::universe::{
    Exchange, Membership, Security, SecurityType, SymbolKey, Universe, lines_of_both,
};

/// Floats of one line in two files differ by less than this, with few exceptions, percentage
/// points.
const POINTS: f64 = 25.0;
/// Number of floats from which a share of them is meaningful.
const MANY: usize = 100;
/// Number of lines whose names are compared with their types.
const SAMPLE: usize = 2_000;
/// Number of lines of other kinds from which a share of them is meaningful.
const KINDS: usize = 20;
/// Number of members beyond the last line from which a universe may be cut short.
const BEHIND: usize = 10;

/// The value that a column has on all of its lines, and the number of lines; `None` if values
/// differ.
pub(super) fn the_same<T: PartialEq>(mut stated: impl Iterator<Item = T>) -> Option<(T, usize)> {
    let first = stated.next()?;
    let mut lines = 1;
    for value in stated {
        if value != first {
            return None;
        }
        lines += 1;
    }
    Some((first, lines))
}

/// A column with the same value wherever it is filled, in a whole market; `file` and `column` are
/// names.
fn alike<T: PartialEq + fmt::Display>(
    stated: impl Iterator<Item = T>,
    (file, column): (&str, &str),
    limits: &Plausibility,
) -> Option<Remark> {
    let (first, lines) = the_same(stated)?;
    (limits.drops_some && lines >= limits.small_universe).then(|| {
        let (file_name, column_name) = (file.to_owned(), column.to_owned());
        let value = first.to_string();
        let kind = ValueDoubt::ColumnAlike { file: file_name, column: column_name, value, lines };
        Remark::from(kind).on_everything().at([of_column(file, column)])
    })
}

/// Columns of a universe that differ from line to line in every market, but do not here.
pub fn columns_alike(universe: &Universe, file: &str, limits: &Plausibility) -> Vec<Remark> {
    let lines = || universe.securities.iter();
    // A source may state no more about venues than that they are in the US.
    let exchanges = lines().map(|s| s.exchange).filter(|own| *own != Exchange::UsListed);
    [
        alike(exchanges, (file, "exchange"), limits),
        alike(
            lines().filter_map(|s| Some(s.free_float_pct()?.normalize())),
            (file, "free_float_pct"),
            limits,
        ),
        alike(
            lines().filter_map(|s| Some(s.unrestricted_votes_pct()?.normalize())),
            (file, "unrestricted_votes_pct"),
            limits,
        ),
        alike(lines().filter_map(|s| s.listing_date), (file, "listing_date"), limits),
        alike(lines().filter_map(|s| Some(s.price()?.normalize())), (file, "price"), limits),
        alike(lines().filter_map(|s| Some(s.adv_usd()?.normalize())), (file, "adv_usd"), limits),
        alike(
            lines().filter_map(|s| Some(s.volume_2y()?.normalize())),
            (file, "volume_2y"),
            limits,
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Columns of a membership that normally differ from member to member, but do not here.
pub fn members_alike(membership: &Membership, file: &str, limits: &Plausibility) -> Vec<Remark> {
    let members = || membership.members.iter();
    [
        alike(
            members().filter_map(|m| Some(m.index_float_pct?.normalize())),
            (file, "index_float_pct"),
            limits,
        ),
        alike(
            members().filter_map(|m| Some(m.index_shares?.normalize())),
            (file, "index_shares"),
            limits,
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Floats of the implementation day that differ by far from those of rank day on too many lines.
pub fn effective_floats(
    universe: &Universe,
    effective: &Universe,
    file: &str,
    limits: &Plausibility,
) -> Option<Remark> {
    let both = lines_of_both(universe, effective, SymbolKey::new);
    let floats = both.into_iter().filter_map(|(then, now)| {
        Some((now.symbol(), size(now.free_float_pct()?), size(then.free_float_pct()?)))
    });
    floats_apart(floats, (file, "free_float_pct"), limits)
}

/// Floats of members that differ by far from those of the universe for too many members.
pub fn member_floats(
    membership: &Membership,
    universe: &Universe,
    result: &Reconstitution,
    limits: &Plausibility,
) -> Option<Remark> {
    let lines = universe.securities.iter().zip(&result.matched.member_of_line);
    let floats = lines.filter_map(|(line, member)| {
        let member = &membership.members[(*member)?];
        Some((line.symbol(), size(member.index_float_pct?), size(line.free_float_pct()?)))
    });
    floats_apart(floats, ("the membership", "index_float_pct"), limits)
}

fn floats_apart<'u>(
    floats: impl Iterator<Item = (&'u str, f64, f64)>,
    (file, column): (&str, &str),
    limits: &Plausibility,
) -> Option<Remark> {
    let floats: Vec<(&str, f64, f64)> = floats.collect();
    let mut apart = floats.iter().filter(|(_, own, other)| (own - other).abs() > POINTS);
    let (first, of) = (apart.next()?, floats.len());
    let lines = 1 + apart.count();
    (of >= MANY && lines as f64 > limits.floats_apart_pct / 100.0 * of as f64).then(|| {
        let (file, column) = (file.to_owned(), column.to_owned());
        let kind = ValueDoubt::FloatsApart { column, file, lines, of, symbol: first.0.to_owned() };
        Remark::from(kind).on(lines, of)
    })
}

/// Lines that are not common shares by ticker or name, but have that type: the column is shifted,
/// or belongs to other lines. In a large file only a regular sample of lines is checked.
pub fn types_unlike_names(
    universe: &Universe,
    file: &str,
    limits: &Plausibility,
) -> Option<Remark> {
    let lines = &universe.securities;
    let is_common = |line: &Security| line.security_type == SecurityType::Common;
    // An empty column has a warning of its own.
    if lines.iter().all(is_common) {
        return None;
    }
    let sample = lines.iter().step_by(lines.len().div_ceil(SAMPLE));
    let says_other = |line: &&Security| {
        let own = other_than_common(line.symbol(), line.name(), &|_| false);
        own.is_some()
    };
    let others: Vec<&Security> = sample.filter(says_other).collect();
    let unlike: Vec<&&Security> = others.iter().filter(|line| is_common(line)).collect();
    let (count, of) = (unlike.len(), others.len());
    (of >= KINDS && count as f64 > limits.types_differ_pct / 100.0 * of as f64).then(|| {
        let kind = ValueDoubt::TypesUnlikeNames {
            file: file.to_owned(),
            lines: count,
            of,
            first: unlike.iter().take(NAMED).map(|line| line.symbol().to_owned()).collect(),
        };
        Remark::from(kind).on(count, of).at([of_column(file, "security_type")])
    })
}

/// A universe sorted by ticker that ends before most of the members without a line, given in
/// `without`.
pub fn cut_short(
    (membership, without): (&Membership, &[usize]),
    universe: &Universe,
    file: &str,
) -> Option<Remark> {
    if without.len() < BEHIND {
        return None;
    }
    let mut rows: Vec<(u64, &str)> =
        universe.securities.iter().map(|s| (s.line, s.symbol())).collect();
    rows.par_sort_unstable();
    if !rows.is_sorted_by(|a, b| a.1 <= b.1) {
        return None;
    }
    let last = rows.last()?.1;
    let behind = without.iter().map(|&at| &*membership.members[at].symbol);
    let behind: Vec<&str> = behind.filter(|symbol| *symbol > last).collect();
    (behind.len() * 2 > without.len()).then(|| {
        let kind = ValueDoubt::CutShort {
            file: file.to_owned(),
            last: last.to_owned(),
            members: behind.len(),
            of: without.len(),
            first: behind.iter().take(NAMED).map(|symbol| (*symbol).to_owned()).collect(),
        };
        let place = Place { file: file.to_owned(), line: None, column: None };
        Remark::from(kind).on(behind.len(), membership.members.len()).at([place])
    })
}
