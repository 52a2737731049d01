//! What would be decided on a company at every other rank-day price, to the tick.
//!
//! Growing past another company moves a percentile back by that company's cap, and growing without
//! passing any moves it on. So decisions at the edge of a band may alternate over a few ticks.
//! Between two neighbouring caps, though, everything moves in one direction. The company is
//! therefore decided again just below and just above every other company's cap, and in between
//! wherever the two ends of a stretch differ. Nothing is approximated, and no price is left out.

use rayon::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::methodology::ranking::CapsTooLarge;
use crate::reconstitution::{Outcome, WhatIf, Workspace};

/// A price as the market quotes it, in steps of a hundredth of a cent below one dollar and of a
/// cent from there on. Ticks are counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tick(pub u64);

/// Number of ticks below one dollar.
const BELOW_A_DOLLAR: u64 = 9_999;

impl Tick {
    /// The price, USD.
    pub fn price(self) -> Decimal {
        match self.0.checked_sub(BELOW_A_DOLLAR + 1) {
            None => Decimal::new(self.0.cast_signed(), 4),
            Some(cents) => Decimal::new(cents.saturating_add(100).cast_signed(), 2),
        }
    }

    /// The last tick at or below a price, but at least the first tick; `None` if the price is too
    /// large to be counted.
    pub fn at_or_below(price: Decimal) -> Option<Self> {
        let places = if price < Decimal::ONE { 10_000 } else { 100 };
        let units = price.checked_mul(Decimal::from(places))?.floor().to_u64()?;
        let tick = if price < Decimal::ONE { units } else { units - 100 + BELOW_A_DOLLAR + 1 };
        Some(Self(tick.max(1)))
    }

    /// The next tick above.
    #[must_use]
    pub fn above(self) -> Self {
        Self(self.0 + 1)
    }
}

/// A range of prices with the same decision, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceRange {
    /// The lowest price.
    pub from: Tick,
    /// The highest price.
    pub to: Tick,
    /// The decision at each of these prices.
    pub outcome: Outcome,
}

/// The decisions on a company at all prices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prices {
    /// Ticker of the line that prices it.
    pub symbol: String,
    /// Its price on rank day, USD.
    pub price: Decimal,
    /// True if the other classes' prices, or a stated cap, move in proportion to this price.
    pub moves_along: bool,
    /// The ranges, without gaps, from the first tick to the price that makes it the largest
    /// company.
    pub ranges: Vec<PriceRange>,
    /// The range that holds its own price, as a place in `ranges`.
    pub here: usize,
}

/// A stretch of prices with one decision or, at the edge of a band, with two that alternate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The lowest price.
    pub from: Tick,
    /// The highest price.
    pub to: Tick,
    /// The decision; for a mixed stretch, the one at its lowest price.
    pub outcome: Outcome,
    /// True if the decision differs at some of the prices.
    pub mixed: bool,
    /// True if the company's own price lies in the stretch.
    pub here: bool,
}

/// Prices at which the company would be in another segment than it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// True if they are above its own price.
    pub higher: bool,
    /// The price nearest to its own from which the segment is another one at every price, up to
    /// `until`.
    pub at: Tick,
    /// The price farthest from its own, if another stretch follows; otherwise `None`.
    pub until: Option<Tick>,
    /// The nearest price of a mixed stretch on the way to `at`, where decisions alternate; `None`
    /// without one.
    pub some_from: Option<Tick>,
    /// The decision at `at`.
    pub outcome: Outcome,
}

impl Prices {
    /// Change from the company's own price to this tick, per cent.
    pub fn change_pct(&self, tick: Tick) -> Decimal {
        let times = tick.price().checked_div(self.price).unwrap_or_default();
        let change = (times - Decimal::ONE).checked_mul(Decimal::ONE_HUNDRED);
        // The division overflows if its own price is close to zero.
        change.unwrap_or(Decimal::MAX)
    }

    /// The other prices that would change its segment: first those above its own price, the nearest
    /// first, then those below it.
    pub fn turns(&self) -> Vec<Turn> {
        let stretches = self.stretches(|outcome| outcome.to);
        let Some(here) = stretches.iter().position(|stretch| stretch.here) else {
            return Vec::new();
        };
        let actual = self.ranges[self.here].outcome.to;
        let mut turns = Vec::new();
        let mut side = |higher: bool, all: Vec<&Stretch>| {
            let mut some_from = None;
            for (nth, stretch) in all.iter().enumerate() {
                let (near, far) =
                    if higher { (stretch.from, stretch.to) } else { (stretch.to, stretch.from) };
                if stretch.mixed {
                    some_from = Some(near);
                } else if stretch.outcome.to != actual {
                    let until = Some(far).filter(|_| nth + 1 < all.len());
                    let outcome = self.at(near);
                    turns.push(Turn { higher, at: near, until, some_from, outcome });
                    some_from = None;
                }
            }
        };
        side(true, stretches[here + 1..].iter().collect());
        side(false, stretches[..here].iter().rev().collect());
        turns
    }

    /// The decision at a price.
    fn at(&self, tick: Tick) -> Outcome {
        let range = self.ranges.partition_point(|range| range.to < tick);
        self.ranges[range.min(self.ranges.len() - 1)].outcome
    }

    /// Decides a company again at every price; `actual` is the decision at its own price.
    ///
    /// # Errors
    /// If caps are too large to be compared exactly.
    pub fn new(
        what_if: &WhatIf<'_>,
        own: (&str, Decimal),
        cap: Option<Decimal>,
        moves_along: bool,
        actual: Outcome,
    ) -> Result<Option<Self>, CapsTooLarge> {
        let (symbol, price) = own;
        let Some(points) = cap.and_then(|cap| points(what_if, price, cap)) else { return Ok(None) };
        let at = |workspace: &mut Workspace, tick: Tick| what_if.at(tick.price(), workspace);
        let decided: Vec<Outcome> = points
            .par_iter()
            .map_init(|| what_if.workspace(), |workspace, tick| at(workspace, *tick))
            .collect::<Result<_, _>>()?;
        let mut workspace = what_if.workspace();
        let mut ranges = Ranges::default();
        for (ends, outcomes) in points.windows(2).zip(decided.windows(2)) {
            let (mut from, mut outcome, end) = (ends[0], outcomes[0], (ends[1], outcomes[1]));
            ranges.push(from, outcome);
            while outcome != end.1 {
                (from, outcome) = first_other(from, outcome, end, &mut |t| at(&mut workspace, t))?;
                ranges.push(from, outcome);
            }
        }
        if let (Some(last), Some(outcome)) = (points.last(), decided.last()) {
            ranges.push(*last, *outcome);
            ranges.close(*last);
        }
        let ranges = ranges.0;
        let Some(tick) = Tick::at_or_below(price) else { return Ok(None) };
        let mut here = ranges.partition_point(|range| range.to < tick);
        // A price between two ticks may be decided like the tick below or above it.
        if ranges.get(here).is_some_and(|range| range.outcome != actual) {
            here = ranges.partition_point(|range| range.to < tick.above());
        }
        let here = here.min(ranges.len().saturating_sub(1));
        Ok(Some(Self { symbol: symbol.to_owned(), price, moves_along, ranges, here }))
    }

    /// Merges the ranges with the same key; ranges that alternate form one mixed stretch.
    pub fn stretches<K: PartialEq>(&self, key: impl Fn(&Outcome) -> K) -> Vec<Stretch> {
        let mut merged: Vec<Stretch> = Vec::new();
        for (at, &PriceRange { from, to, outcome }) in self.ranges.iter().enumerate() {
            let here = at == self.here;
            match merged.last_mut().filter(|last| key(&last.outcome) == key(&outcome)) {
                Some(last) => (last.to, last.here) = (to, last.here || here),
                None => merged.push(Stretch { from, to, outcome, mixed: false, here }),
            }
        }
        let mut stretches = Vec::new();
        let mut rest = merged.as_slice();
        while let Some((first, after)) = rest.split_first() {
            stretches.push(*first);
            let again = after.iter().rposition(|other| key(&other.outcome) == key(&first.outcome));
            let (mixed, further) = after.split_at(again.map_or(0, |at| at + 1));
            if let [one, .., last] = mixed {
                let here = mixed.iter().any(|part| part.here);
                stretches.push(Stretch { to: last.to, mixed: true, here, ..*one });
            }
            rest = further;
        }
        stretches
    }
}

/// Consecutive ranges.
#[derive(Default)]
struct Ranges(Vec<PriceRange>);

impl Ranges {
    /// Starts a range with this decision at a tick, unless the last range has the same decision.
    fn push(&mut self, from: Tick, outcome: Outcome) {
        if self.0.last().is_some_and(|last| last.outcome == outcome) {
            return;
        }
        self.close(Tick(from.0 - 1));
        self.0.push(PriceRange { from, to: from, outcome });
    }

    /// Ends the last range at a tick.
    fn close(&mut self, to: Tick) {
        if let Some(last) = self.0.last_mut() {
            last.to = to;
        }
    }
}

/// The first tick after `from` with another decision, and that decision. `end` has another
/// decision, so the result is at or before it.
fn first_other(
    from: Tick,
    outcome: Outcome,
    end: (Tick, Outcome),
    at: &mut dyn FnMut(Tick) -> Result<Outcome, CapsTooLarge>,
) -> Result<(Tick, Outcome), CapsTooLarge> {
    let (mut same, mut other) = (from.0, end);
    while other.0.0 - same > 1 {
        let middle = Tick(same + (other.0.0 - same) / 2);
        let there = at(middle)?;
        if there == outcome {
            same = middle.0;
        } else {
            other = (middle, there);
        }
    }
    Ok(other)
}

/// The ticks around every price at which the company is as large as another, from the first tick to
/// the one at which it is the largest.
fn points(what_if: &WhatIf<'_>, price: Decimal, cap: Decimal) -> Option<Vec<Tick>> {
    let mut points = vec![Tick(1), Tick::at_or_below(price)?];
    for other in what_if.caps_above() {
        let equal = other.checked_mul(price).and_then(|product| product.checked_div(cap));
        // A cap that overflows is skipped.
        let Some(tick) = equal.and_then(Tick::at_or_below) else { continue };
        // At the tick on which both are equal the company is neither below nor above the other.
        points.extend([Tick(tick.0.saturating_sub(1).max(1)), tick, tick.above()]);
    }
    points.sort_unstable();
    points.dedup();
    Some(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_prices_without_a_gap() {
        let price = |tick: u64| Tick(tick).price().to_string();
        assert_eq!([1, 9_999, 10_000, 10_001].map(price), ["0.0001", "0.9999", "1.00", "1.01"]);
        for tick in [1, 2, 9_998, 9_999, 10_000, 10_001, 123_456] {
            assert_eq!(Tick::at_or_below(Tick(tick).price()), Some(Tick(tick)));
            let above = Tick(tick).price() + Decimal::new(1, 6);
            assert_eq!(Tick::at_or_below(above), Some(Tick(tick)));
        }
        assert_eq!(Tick::at_or_below(Decimal::new(1, 8)), Some(Tick(1)));
    }
}
