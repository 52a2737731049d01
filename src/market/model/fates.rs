//! Companies that leave, and companies that are newly listed.

use super::returns::{self, whole};
use super::slots::Slots;
use super::start::{Start, whole_dollars};
use super::steps::Model;
use super::streams::{Draws, PathKey, Purpose, listing_key};
use super::traits::Scores;

/// Why a company left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Departure {
    /// Taken over at a premium.
    Takeover,
    /// Failed, and worth nothing.
    Failure,
}

/// A company that left in a step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leaver {
    /// The slot that it had.
    pub slot: usize,
    /// Why it left.
    pub departure: Departure,
    /// Its cap before, USD.
    pub cap: f64,
    /// The amount paid to its shareholders, USD.
    pub paid: f64,
}

/// Applies the takeovers and failures of a step and appends the companies that left. Returns the
/// change of the total cap, USD.
pub(super) fn befall(
    model: &Model,
    slots: &mut Slots,
    (key, step): (PathKey, u32),
    hits: &mut Vec<(usize, f64)>,
    leavers: &mut Vec<Leaver>,
) -> i64 {
    let counter = key.at(Purpose::Fate, u64::from(step));
    let outcomes = key.at(Purpose::Outcome, u64::from(step));
    pulp::Arch::new().dispatch(returns::Befallen { slots, key: counter, found: hits });
    let parameters = model.parameters();
    let mut change = 0;
    for &(slot, number) in &*hits {
        let cap = slots.caps[slot];
        if cap <= 0.0 {
            continue;
        }
        let fates = model.fates(slots.bucket[slot]);
        let at = number * fates.or_failure;
        if at < fates.takeover {
            let takeover = &parameters.takeover;
            let (normal, _) = Draws::of(outcomes, slots.keys[slot]).normals();
            let paid = cap * libm::exp(takeover.premium + takeover.premium_spread * normal);
            leavers.push(Leaver { slot, departure: Departure::Takeover, cap, paid });
        } else {
            leavers.push(Leaver { slot, departure: Departure::Failure, cap, paid: 0.0 });
        }
        slots.clear(slot);
        change -= whole_dollars(cap).cast_signed();
    }
    change
}

/// Lists companies in a step: each on a rank of its bucket, with the cap that the rank had at the start
/// times `growth`. Appends their slots, and continues `count`, the number of the path's listings. Returns
/// the increase of the total cap, USD.
pub(super) fn list(
    (start, model): (&Start, &Model),
    slots: &mut Slots,
    (key, step): (PathKey, u32),
    growth: f64,
    count: &mut u64,
    listed: &mut Vec<usize>,
) -> u64 {
    let mut draws = key.draws(Purpose::Listings, u64::from(step));
    let (mut first, mut total) = (1, 0);
    for (bucket, figures) in model.parameters().buckets.iter().enumerate() {
        let size = figures.last_rank + 1 - first;
        for _ in 0..draws.count(model.listings(bucket)) {
            let rank = first + floor(draws.unit() * size as f64);
            let cap = whole(start.cap_at(rank) * growth).max(1.0);
            let (beta, deviation) = draws.normals();
            let scores = Scores { beta, deviation };
            let slot = slots.put(listing_key(*count), cap, u16::MAX, scores);
            slots.expose(model, slot, u8::try_from(bucket).unwrap_or(u8::MAX));
            *count += 1;
            total += whole_dollars(cap);
            listed.push(slot);
        }
        first = figures.last_rank + 1;
    }
    total
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rank")]
fn floor(x: f64) -> usize {
    x as usize
}
