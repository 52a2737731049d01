//! Membership files: the members just before each event.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::calibration::Calibration;
use super::company::{Company, is_traded_common};
use super::decide::member;
use super::draw::{Draw, rounded, shares};
use super::names::Names;
use super::past::Past;
use crate::methodology::Parameters;
use crate::methodology::family::Place;
use crate::methodology::share_classes::extra_class_joins;
use crate::methodology::updates::{update_float, update_shares};
use crate::universe::{Exchange, Member, Membership, Security, Segment};

/// The membership held before June: the companies' segments a year ago and the additions since.
pub(super) fn before_june(
    calibration: &Calibration,
    (pool, past): (&[Company], &Past),
    (draw, names): (&mut Draw, &mut Names),
    parameters: &Parameters,
) -> Membership {
    let held_on = calibration.dates.implementation_june;
    let mut members = Vec::new();
    for (company, place) in pool.iter().zip(&past.places) {
        let Some(place) = place else { continue };
        let traded = company.lines.iter().filter(|s| is_traded_common(s));
        for (number, s) in traded.enumerate() {
            // Some classes join or leave at this event only.
            let joins = extra_class_joins(s, true, &parameters.share_classes).is_ok();
            let changes = draw.chance(0.07);
            if number == 0 || joins != changes {
                let mut m = member(s, place.segment, place.indexes, held_on);
                before_changes(calibration, draw, &mut m);
                members.push(m);
            }
        }
    }
    let known: Vec<usize> = (0..members.len()).filter(|&at| members[at].id.is_some()).collect();
    for at in draw.sample(known.len(), calibration.pool.renamed) {
        let at = known[at];
        let base = members[at].name.split(' ').next().unwrap_or_default().to_owned();
        members[at].symbol = names.ticker(&base);
    }
    members.extend(gone(calibration, (pool, past), names));
    members.extend(without_line(past, names, held_on));
    sorted(members)
}

/// Members that left before rank day and are still in the list of the previous quarter; the ticker
/// of two of them has been reused by a company listed since.
fn gone(
    calibration: &Calibration,
    (pool, past): (&[Company], &Past),
    names: &mut Names,
) -> Vec<Member> {
    let held_on = calibration.dates.last_listed_before_june;
    let reused: Vec<&str> = pool
        .iter()
        .zip(&past.places)
        .filter(|(c, place)| c.listed.is_some() && place.is_none())
        .map(|(c, _)| c.lines[0].symbol.as_str())
        .take(2)
        .collect();
    let places: Vec<_> = past.gone.iter().flatten().collect();
    let step = (places.len() / calibration.pool.gone_but_listed.max(1)).max(1);
    let listed = places.iter().step_by(step).take(calibration.pool.gone_but_listed);
    listed
        .enumerate()
        .map(|(number, place)| {
            let mut m = invented(names, (number, place), held_on);
            if let Some(symbol) = reused.get(number) {
                (*symbol).clone_into(&mut m.symbol);
            }
            m
        })
        .collect()
}

/// Members that are still listed but missing from the universe: one of the Russell 1000, one of the
/// 2000.
fn without_line(past: &Past, names: &mut Names, held_on: NaiveDate) -> Vec<Member> {
    let place_in = |segment| past.gone.iter().flatten().find(|p| p.segment == segment);
    let places = [Segment::R1000, Segment::R2000].into_iter().filter_map(place_in);
    places.enumerate().map(|place| invented(names, place, held_on)).collect()
}

/// A member that is in no universe.
fn invented(names: &mut Names, (number, place): (usize, &Place), held_on: NaiveDate) -> Member {
    let base = names.base();
    let mut s = Security::new(names.ticker(&base), Exchange::Nyse);
    s.name = format!("{base} Inc");
    s.id = Some(names.id());
    s.shares_outstanding = Some(Decimal::from(20_000_000 + 7_300_000 * number));
    s.free_float_pct = Some(Decimal::from(95 - number));
    member(&s, place.segment, place.indexes, held_on)
}

/// Index shares and float before the changes that the event makes.
fn before_changes(calibration: &Calibration, draw: &mut Draw, m: &mut Member) {
    let change = share_change(calibration, draw);
    m.index_shares = m.index_shares.map(|now| scaled(now, 1.0 / change));
    let moved = float_change(calibration, draw);
    m.index_float_pct = m.index_float_pct.map(|now| moved_float(now, -moved));
}

/// The factor by which a line's shares change over two quarters, often one.
pub(super) fn share_change(calibration: &Calibration, draw: &mut Draw) -> f64 {
    let changes = &calibration.changes;
    if draw.chance(changes.shares_large) {
        1.0 + draw.laplace(0.08).clamp(-0.15, 0.6)
    } else if draw.chance(changes.shares_unchanged) {
        1.0
    } else {
        1.0 + (0.1 + draw.laplace(changes.shares_scale_pct)) / 100.0
    }
}

/// Percentage points by which a line's float changes, often zero.
pub(super) fn float_change(calibration: &Calibration, draw: &mut Draw) -> f64 {
    let changes = &calibration.changes;
    if draw.chance(changes.float_large) {
        draw.laplace(7.0)
    } else if draw.chance(changes.float_unchanged) {
        0.0
    } else {
        draw.laplace(changes.float_scale_points)
    }
}

/// Shares times a factor; unchanged where the factor is one.
pub(super) fn scaled(now: Decimal, factor: f64) -> Decimal {
    now.to_f64().filter(|_| (factor - 1.0).abs() > 1e-12).map_or(now, |n| shares(n * factor))
}

/// A float moved by some points, kept within its range and on its side of the minimum.
pub(super) fn moved_float(now: Decimal, points: f64) -> Decimal {
    let value = now.to_f64().unwrap_or_default();
    if points == 0.0 || value < 5.0 {
        return now;
    }
    rounded((value + points).clamp(5.5, 100.0), 2)
}

/// A line's shares and float at the July cut-off.
pub(super) type July = BTreeMap<String, (Option<Decimal>, Option<Decimal>)>;

/// Applies September's updates of shares and float to a member, with their buffers.
pub(super) fn update_in_september(m: &mut Member, july: &July, parameters: &Parameters) {
    let Some((shares, float)) = july.get(&m.symbol) else { return };
    let buffers = &parameters.december;
    if let Some(new) = shares {
        m.index_shares = Some(update_shares(m.index_shares, *new, buffers.shares_buffer_pct).value);
    }
    if let Some(new) = float {
        let buffer = buffers.float_buffer_points;
        m.index_float_pct = Some(update_float(m.index_float_pct, *new, buffer).value);
    }
}

/// A membership in file order.
pub(super) fn sorted(mut members: Vec<Member>) -> Membership {
    members.sort_by(|a, b| a.symbol.cmp(&b.symbol));
    Membership { members }
}
