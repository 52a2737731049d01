//! What would be decided on a company at every other rank-day price, to the tick.
//!
//! Passing another company moves a percentile back by that company's cap, and growing without passing
//! anybody moves it on, so that at the edge of a band decisions alternate over a few ticks. Between two
//! neighbouring caps, though, everything moves one way: the company is decided again on both sides of
//! every other company's cap, and where the two ends of a stretch differ, between them. Nothing is
//! approximated, and no price is left out.

use rayon::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::methodology::ranking::CapsTooLarge;
use crate::reconstitution::{Outcome, WhatIf, Workspace};

/// Prices as the market quotes them: hundredths of a cent below a dollar, cents from there on; counted
/// from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tick(pub u64);

/// How many ticks lie below a dollar.
const BELOW_A_DOLLAR: u64 = 9_999;

impl Tick {
    /// The price, USD.
    pub fn price(self) -> Decimal {
        match self.0.checked_sub(BELOW_A_DOLLAR + 1) {
            None => Decimal::new(self.0.cast_signed(), 4),
            Some(cents) => Decimal::new(cents.saturating_add(100).cast_signed(), 2),
        }
    }

    /// The last tick at a price or below it, and no less than the first; `None` beyond what can be
    /// counted.
    pub fn at_or_below(price: Decimal) -> Option<Self> {
        let places = if price < Decimal::ONE { 10_000 } else { 100 };
        let units = price.checked_mul(Decimal::from(places))?.floor().to_u64()?;
        let tick = if price < Decimal::ONE { units } else { units - 100 + BELOW_A_DOLLAR + 1 };
        Some(Self(tick.max(1)))
    }

    /// The next one above.
    #[must_use]
    pub fn above(self) -> Self {
        Self(self.0 + 1)
    }
}

/// Prices that lead to the same, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceRange {
    /// The lowest.
    pub from: Tick,
    /// The highest.
    pub to: Tick,
    /// What is decided at any of them.
    pub outcome: Outcome,
}

/// Everything that a company could come to by its price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prices {
    /// Ticker of the line that prices it.
    pub symbol: String,
    /// Its price on rank day, USD.
    pub price: Decimal,
    /// Whether other classes' prices, or a stated cap, are moved along in proportion.
    pub moves_along: bool,
    /// From the first tick to the price that makes it the largest of all companies: without a gap.
    pub ranges: Vec<PriceRange>,
    /// The range of its own price.
    pub here: usize,
}

/// A stretch of prices that lead to one thing, or, at the edge of a band, to one of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The lowest.
    pub from: Tick,
    /// The highest.
    pub to: Tick,
    /// What is decided; of a mixed stretch, at its lowest price.
    pub outcome: Outcome,
    /// Whether the decision differs at some of the prices.
    pub mixed: bool,
    /// Whether its own price is one of them.
    pub here: bool,
}

/// Prices at which the company would be in another segment than it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// Whether they are above its own price.
    pub higher: bool,
    /// The one nearest to its own from which on this holds at every price, up to `until`.
    pub at: Tick,
    /// The one farthest from its own, where another turn follows.
    pub until: Option<Tick>,
    /// The nearest price of all that leads there, where in between it is now one thing, now the other.
    pub some_from: Option<Tick>,
    /// What would be decided at `at`.
    pub outcome: Outcome,
}

impl Prices {
    /// A price against its own, per cent.
    pub fn change_pct(&self, tick: Tick) -> Decimal {
        let times = tick.price().checked_div(self.price).unwrap_or_default();
        let change = (times - Decimal::ONE).checked_mul(Decimal::ONE_HUNDRED);
        // Against a price of next to nothing.
        change.unwrap_or(Decimal::MAX)
    }

    /// What other prices would change its segment: above its own, nearest first, then below it.
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

    /// What is decided at a price.
    fn at(&self, tick: Tick) -> Outcome {
        let range = self.ranges.partition_point(|range| range.to < tick);
        self.ranges[range.min(self.ranges.len() - 1)].outcome
    }

    /// Decides a company again at every price; `actual` is what was decided.
    ///
    /// # Errors
    /// Caps too large to be compared exactly.
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
        // A price between two ticks is decided as one of them.
        if ranges.get(here).is_some_and(|range| range.outcome != actual) {
            here = ranges.partition_point(|range| range.to < tick.above());
        }
        let here = here.min(ranges.len().saturating_sub(1));
        Ok(Some(Self { symbol: symbol.to_owned(), price, moves_along, ranges, here }))
    }

    /// The ranges by what matters of an outcome, those that alternate taken together.
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

/// Ranges that follow one another.
#[derive(Default)]
struct Ranges(Vec<PriceRange>);

impl Ranges {
    /// The decision from this tick on.
    fn push(&mut self, from: Tick, outcome: Outcome) {
        if self.0.last().is_some_and(|last| last.outcome == outcome) {
            return;
        }
        self.close(Tick(from.0 - 1));
        self.0.push(PriceRange { from, to: from, outcome });
    }

    /// The last one ends here.
    fn close(&mut self, to: Tick) {
        if let Some(last) = self.0.last_mut() {
            last.to = to;
        }
    }
}

/// The first tick after `from` that leads to another outcome, with it: at or before `end`, which does.
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

/// The ticks on both sides of every price at which the company is as large as another, from the first
/// tick to where it is the largest.
fn points(what_if: &WhatIf<'_>, price: Decimal, cap: Decimal) -> Option<Vec<Tick>> {
    let mut points = vec![Tick(1), Tick::at_or_below(price)?];
    for other in what_if.caps_above() {
        let equal = other.checked_mul(price).and_then(|product| product.checked_div(cap));
        // A cap that overflows is not tried.
        let Some(tick) = equal.and_then(Tick::at_or_below) else { continue };
        // The tick on which both are equal is neither below nor above.
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
