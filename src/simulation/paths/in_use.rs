//! Index shares and floats in use. They follow the companies' own figures only on days of updates
//! (RB 7, 9.3, App. F).
//!
//! A company's weight is its price times its index shares times its index float. Shares and floats
//! in use are the same under all schedules, and for members and non-members: additions enter with
//! the shares in use, which differ from the actual ones by no more than an update's buffer.

use super::lanes::{bits, dollars, each_bit, mask, select};
use crate::market::model::{BLOCK, Market, Start};
use crate::methodology::{QuarterlyUpdates, Updates};
use crate::universe::packed::float;
use rust_decimal::Decimal;

/// By how much shares and floats must change to be updated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Buffers {
    /// Buffer for shares, as a fraction of the shares in use.
    shares: f64,
    /// Buffers for a float and for a small float, fractions of all shares.
    float: f64,
    small_float: f64,
    /// The largest float that counts as small, a fraction.
    is_small: f64,
}

impl Buffers {
    /// The buffers of a reconstitution, by its season.
    pub(super) fn of_season(updates: &Updates) -> Self {
        let float = fraction(updates.float_buffer_points);
        let shares = fraction(updates.shares_buffer_pct);
        Self { shares, float, small_float: float, is_small: 0.0 }
    }

    /// The buffers of a quarter without a reconstitution.
    pub(super) fn quarterly(updates: &QuarterlyUpdates) -> Self {
        Self {
            shares: fraction(updates.shares_buffer_pct),
            float: fraction(updates.float_buffer_points),
            small_float: fraction(updates.small_float_buffer_points),
            is_small: fraction(updates.small_float_pct),
        }
    }

    /// Drops the buffers for figures that never change on paths from a start: floats if none is
    /// stated, and shares if the model issues none.
    pub(super) fn of_what_changes(self, start: &Start) -> Self {
        let mut own = self;
        if start.companies().iter().all(|company| company.float.is_none()) {
            (own.float, own.small_float, own.is_small) = (0.0, 0.0, 0.0);
        }
        if !start.model().changes_shares() {
            own.shares = 0.0;
        }
        own
    }

    /// True if shares differ enough; see [`crate::methodology::updates::update_shares`].
    #[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
    #[inline(always)]
    fn beyond_shares(&self, old: f64, new: f64) -> bool {
        (new - old).abs() > old * self.shares
    }

    /// True if floats differ enough; see [`crate::methodology::updates::update_float`].
    #[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
    #[inline(always)]
    fn beyond_float(&self, old: f64, new: f64) -> bool {
        let buffer = if old <= self.is_small { self.small_float } else { self.float };
        (new - old).abs() > buffer
    }
}

fn fraction(per_cent: Decimal) -> f64 {
    float(per_cent) / 100.0
}

/// A company whose index shares or float are updated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Update {
    pub(super) slot: usize,
    /// Its value with the old figures, whole USD.
    pub(super) before: f64,
    /// The change of its value with the new figures, in three forms: as a number, whole USD; in
    /// whole dollars, to be added with wrapping because it may be negative; and its size as a
    /// fraction of the value before, which is meaningless if that value is zero.
    pub(super) change: f64,
    pub(super) dollars: u64,
    pub(super) part: f64,
}

impl Update {
    /// An update from a value before and a value after, whole USD.
    pub(super) fn new(slot: usize, before: f64, after: f64) -> Self {
        let change = after - before;
        let dollars = dollars(after).wrapping_sub(dollars(before));
        Self { slot, before, change, dollars, part: change.abs() / before }
    }
}

/// Shares and floats in use, by slot.
#[derive(Debug, Clone, Default)]
pub(super) struct InUse {
    shares: Vec<f64>,
    floats: Vec<f64>,
    /// Shares and floats of the last cut-off.
    known: [Vec<f64>; 2],
    /// The part of a company's cap that the index holds: index shares over shares, times the float.
    parts: Vec<f64>,
    /// Values, which are these parts of caps, whole USD; before and after the updates of the day.
    values: [Vec<f64>; 2],
    /// The updated slots and the effect of each update.
    found: Vec<usize>,
    updated: Vec<Update>,
}

impl InUse {
    /// Resets to the start of a path.
    pub(super) fn restart(&mut self, market: &Market<'_>) {
        self.shares.clear();
        self.shares.extend_from_slice(market.shares());
        self.floats.clear();
        self.floats.extend_from_slice(market.floats());
        self.parts.clone_from(&self.floats);
        self.cut_off(market);
    }

    /// The fraction of a company's cap that is its index value, by slot.
    pub(super) fn part(&self, slot: usize) -> f64 {
        self.parts[slot]
    }

    /// Free float in shares, using the figures in use, relative to all shares at the start or at
    /// the listing.
    pub(super) fn free_shares(&self, slot: usize) -> f64 {
        self.shares[slot] * self.floats[slot]
    }

    /// Processes the end of a step.
    pub(super) fn pass(&mut self, market: &Market<'_>) {
        let slots = market.caps().len();
        for figure in [&mut self.shares, &mut self.floats, &mut self.parts] {
            figure.resize(slots, 1.0);
        }
        self.known.iter_mut().for_each(|known| known.resize(slots, 1.0));
        for &slot in market.listed() {
            let [known_shares, known_floats] = &mut self.known;
            for figure in [&mut self.shares, &mut self.floats, &mut self.parts] {
                figure[slot] = 1.0;
            }
            (known_shares[slot], known_floats[slot]) = (1.0, 1.0);
        }
        if market.ended_quarter() {
            let free = self.shares.iter().zip(&self.floats).zip(market.shares());
            for (part, ((shares, float), outstanding)) in self.parts.iter_mut().zip(free) {
                *part = shares * float / outstanding;
            }
        }
    }

    /// Records the shares and floats of the day for the next update.
    pub(super) fn cut_off(&mut self, market: &Market<'_>) {
        let [shares, floats] = &mut self.known;
        shares.clear();
        shares.extend_from_slice(market.shares());
        floats.clear();
        floats.extend_from_slice(market.floats());
    }

    /// Values all companies at these caps. If buffers are given, as on days of updates, shares and
    /// floats are updated.
    pub(super) fn look(&mut self, market: &Market<'_>, buffers: Option<&Buffers>) {
        let caps = market.caps();
        let [before, after] = &mut self.values;
        before.resize(caps.len(), 0.0);
        pulp::Arch::new().dispatch(Value { caps, parts: &self.parts, values: before });
        self.updated.clear();
        let Some(buffers) = buffers else { return };
        after.resize(caps.len(), 0.0);
        self.found.clear();
        pulp::Arch::new().dispatch(TakeKnown {
            caps,
            outstanding: market.shares(),
            known: [&self.known[0], &self.known[1]],
            in_use: [&mut self.shares, &mut self.floats, &mut self.parts],
            before,
            after,
            buffers: *buffers,
            found: &mut self.found,
        });
        let updates = self.found.iter().map(|&slot| Update::new(slot, before[slot], after[slot]));
        self.updated.extend(updates);
    }

    /// Values before the updates of the day, by slot.
    pub(super) fn before(&self) -> &[f64] {
        &self.values[0]
    }

    /// Values after the updates of the day, by slot.
    pub(super) fn after(&self) -> &[f64] {
        &self.values[usize::from(!self.updated.is_empty())]
    }

    /// The companies updated.
    pub(super) fn updated(&self) -> &[Update] {
        &self.updated
    }
}

/// 2^52: adding it to a smaller positive number rounds that number to a whole one.
const WHOLE: f64 = 4_503_599_627_370_496.0;

/// Rounds to whole dollars.
#[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
#[inline(always)]
fn rounded(value: f64) -> f64 {
    (value.min(1e15) + WHOLE) - WHOLE
}

struct Value<'a> {
    caps: &'a [f64],
    parts: &'a [f64],
    values: &'a mut [f64],
}

impl pulp::WithSimd for Value<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let (caps, parts) = (self.caps.as_chunks::<BLOCK>().0, self.parts.as_chunks::<BLOCK>().0);
        let values = self.values.as_chunks_mut::<BLOCK>().0;
        for ((caps, parts), values) in caps.iter().zip(parts).zip(values) {
            for i in 0..BLOCK {
                values[i] = rounded(caps[i] * parts[i]);
            }
        }
    }
}

/// Puts the known shares and floats into use for companies for which they differ from those in use
/// by more than the buffers, and finds the slots of these companies.
struct TakeKnown<'a> {
    caps: &'a [f64],
    /// Shares outstanding.
    outstanding: &'a [f64],
    /// Shares and floats of the last cut-off.
    known: [&'a [f64]; 2],
    /// Shares, floats and parts in use.
    in_use: [&'a mut [f64]; 3],
    before: &'a [f64],
    after: &'a mut [f64],
    buffers: Buffers,
    found: &'a mut Vec<usize>,
}

impl pulp::WithSimd for TakeKnown<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let Self { caps, outstanding, known, in_use, before, after, buffers, found } = self;
        let [caps, outstanding, before] =
            [caps, outstanding, before].map(|figure| figure.as_chunks::<BLOCK>().0);
        let [known_shares, known_floats] = known.map(|figure| figure.as_chunks::<BLOCK>().0);
        let [shares, floats, parts] = in_use.map(|figure| figure.as_chunks_mut::<BLOCK>().0);
        let after = after.as_chunks_mut::<BLOCK>().0;
        for block in 0..caps.len() {
            let (caps, outstanding, before) = (&caps[block], &outstanding[block], &before[block]);
            let (new, new_float) = (&known_shares[block], &known_floats[block]);
            // These are copies, so that the loops need no checks and no branches.
            let (old, old_float, old_parts) = (shares[block], floats[block], parts[block]);
            let mut is_taken = [0_u64; BLOCK];
            let [mut of_shares, mut of_floats, mut of_parts, mut values] = [[0.0; BLOCK]; 4];
            for i in 0..BLOCK {
                let is_there = mask(caps[i] > 0.0);
                let has_shares = is_there & mask(buffers.beyond_shares(old[i], new[i]));
                let has_float = is_there & mask(buffers.beyond_float(old_float[i], new_float[i]));
                of_shares[i] = select(has_shares, new[i], old[i]);
                of_floats[i] = select(has_float, new_float[i], old_float[i]);
                is_taken[i] = has_shares | has_float;
            }
            let mut hits = [0_u8; BLOCK];
            for i in 0..BLOCK {
                let part = of_shares[i] * of_floats[i] / outstanding[i];
                of_parts[i] = select(is_taken[i], part, old_parts[i]);
                values[i] = select(is_taken[i], rounded(caps[i] * part), before[i]);
                hits[i] = (is_taken[i] & 1) as u8;
            }
            shares[block] = of_shares;
            floats[block] = of_floats;
            parts[block] = of_parts;
            after[block] = values;
            each_bit(bits(&hits), |at| found.push(BLOCK * block + at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Season;
    use crate::methodology::Parameters;
    use crate::methodology::updates::{update_float, update_shares};

    /// Numbers that do not lie exactly on the edge of a buffer.
    fn decimal(value: f64) -> Decimal {
        Decimal::from_f64_retain(value).expect("a number")
    }

    #[test]
    fn buffers_are_those_of_the_rule_book() {
        let parameters = Parameters::default();
        let quarterly = &parameters.quarterly;
        let of_season = |season| {
            let own = parameters.updates(season);
            (Buffers::of_season(own), own.shares_buffer_pct, Some(own.float_buffer_points))
        };
        let of_a_quarter = (Buffers::quarterly(quarterly), quarterly.shares_buffer_pct, None);
        for (buffers, shares_pct, float_points) in
            [of_season(Season::June), of_season(Season::December), of_a_quarter]
        {
            for old in [0.05, 0.149, 0.151, 0.5, 0.97] {
                for change in [0.0, 0.003, 0.009, 0.0101, 0.02, 0.029, 0.031, 0.2] {
                    for new in [old + change, old - change].into_iter().filter(|new| *new > 0.0) {
                        let shares = update_shares(Some(decimal(old)), decimal(new), shares_pct);
                        let of = format!("{old} to {new} by {buffers:?}");
                        assert_eq!(buffers.beyond_shares(old, new), shares.changed, "shares {of}");
                        let hundred = Decimal::ONE_HUNDRED;
                        let old_pct = decimal(old) * hundred;
                        let points =
                            float_points.unwrap_or_else(|| quarterly.float_buffer(old_pct));
                        let float = update_float(Some(old_pct), decimal(new) * hundred, points);
                        assert_eq!(buffers.beyond_float(old, new), float.changed, "float {of}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_block_takes_what_each_company_by_itself_would() {
        let buffers = Buffers::quarterly(&Parameters::default().quarterly);
        let of = |figure: fn(usize) -> f64| -> [f64; BLOCK] { std::array::from_fn(figure) };
        // Every seventh slot is empty; shares and floats differ not at all, by little, or by much.
        let caps = of(|at| if at % 7 == 0 { 0.0 } else { 1e9 + 3e6 * at as f64 });
        let outstanding = of(|at| 1.0 + 0.004 * at as f64);
        let old_shares = of(|at| 1.0 + 0.01 * (at % 5) as f64);
        let known_shares = of(|at| 1.0 + 0.012 * (at % 4) as f64);
        let old_floats = of(|at| 0.1 + 0.014 * at as f64);
        let known_floats = of(|at| 0.1 + 0.014 * at as f64 + 0.009 * (at % 6) as f64);
        let old_parts = of(|at| 0.5 + 0.001 * at as f64);
        let before: [f64; BLOCK] = std::array::from_fn(|at| rounded(caps[at] * old_parts[at]));
        let (mut shares, mut floats, mut parts) = (old_shares, old_floats, old_parts);
        let (mut after, mut found) = ([0.0; BLOCK], Vec::new());
        pulp::Arch::new().dispatch(TakeKnown {
            caps: &caps,
            outstanding: &outstanding,
            known: [&known_shares, &known_floats],
            in_use: [&mut shares, &mut floats, &mut parts],
            before: &before,
            after: &mut after,
            buffers,
            found: &mut found,
        });
        let bits = |figures: [f64; 4]| figures.map(f64::to_bits);
        for at in 0..BLOCK {
            let has_shares = buffers.beyond_shares(old_shares[at], known_shares[at]);
            let has_float = buffers.beyond_float(old_floats[at], known_floats[at]);
            let is_updated = caps[at] > 0.0 && (has_shares || has_float);
            assert_eq!(found.contains(&at), is_updated, "{at}");
            let mut expected = [old_shares[at], old_floats[at], old_parts[at], before[at]];
            if is_updated {
                expected[0] = if has_shares { known_shares[at] } else { old_shares[at] };
                expected[1] = if has_float { known_floats[at] } else { old_floats[at] };
                expected[2] = expected[0] * expected[1] / outstanding[at];
                expected[3] = rounded(caps[at] * expected[2]);
            }
            let taken = [shares[at], floats[at], parts[at], after[at]];
            assert_eq!(bits(taken), bits(expected), "{at}");
        }
        assert!(found.len() > 10 && found.len() < BLOCK - 10, "some, and not all");
        let gain = Update::new(3, 1_000.0, 1_250.0);
        let loss = Update::new(3, 1_000.0, 750.0);
        assert_eq!((gain.dollars, 1_000_u64.wrapping_add(loss.dollars)), (250, 750));
        assert!((gain.part - 0.25).abs() < 1e-15 && (loss.part - 0.25).abs() < 1e-15);
    }
}
