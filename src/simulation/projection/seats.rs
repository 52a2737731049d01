//! The data of companies that are fixed before any path begins.

use rust_decimal::Decimal;

use super::companies::Candidate;
use crate::market::model::PathKey;
use crate::methodology::Eligibility;
use crate::methodology::family::HeldSides;
use crate::methodology::share_classes::extra_class_joins;
use crate::reconstitution::{Inputs, Reconstitution, held_sides};
use crate::universe::packed;
use crate::universe::{Indexes, Security, Segment};

/// A company at the start of a projection.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Seat {
    /// Its place among the candidates.
    pub(super) candidate: usize,
    /// The order among companies with equal caps: the smaller turn ranks first.
    pub(super) turn: u32,
    /// The company's number, from which its eligibility is drawn on each path.
    pub(super) number: u64,
    /// The probability that it is eligible apart from price and size, 0 to 1.
    pub(super) chance: f64,
    /// The sides on which it is held, as a place among the distinct sides.
    pub(super) sides: u8,
    pub(super) from: Segment,
    /// The indexes that hold it before, as a place in [`Projection::befores`](super::Projection).
    pub(super) before: usize,
    /// The fraction of its cap that indexes hold.
    pub(super) available: f64,
    /// The value that indexes hold at the start, USD.
    pub(super) value: f64,
    /// The cap that it must reach to be eligible by size and close, USD.
    pub(super) floor: f64,
    /// For members: the mean cap of the last two closes that suffices in place of the close, and
    /// the cap that size requires, both USD; `None` for non-members.
    pub(super) member_floor: Option<(f64, f64)>,
}

impl Seat {
    /// The seat of a candidate if the market is still to move to rank day, and the sides and the
    /// indexes in which it is held.
    pub(super) fn new(
        inputs: &Inputs<'_>,
        today: &Reconstitution,
        candidate: &Candidate,
    ) -> (Self, HeldSides, Indexes) {
        let security = &inputs.universe.securities[candidate.line];
        let held = today.matched.held_company(candidate.company);
        let rules = &inputs.parameters.eligibility;
        let (floor, member_floor) = floors(candidate, security, rules);
        let cap = (candidate.line, candidate.company, candidate.market_cap);
        let available = available(inputs, today, cap, Counted::Joining);
        let seat = Self {
            candidate: 0,
            turn: 0,
            number: candidate.model.number,
            chance: candidate.chance,
            sides: 0,
            from: held.map_or(Segment::None, |held| held.segment),
            before: 0,
            available,
            value: candidate.model.cap * available,
            floor,
            member_floor: member_floor.filter(|_| held.is_some()),
        };
        let before = held.map_or(Indexes::NONE, |held| held.indexes.holding);
        (seat, held_sides(&today.matched, candidate.company), before)
    }

    /// The seat if rank day is today: the screens have been decided.
    pub(super) fn settled(mut self, candidate: &Candidate) -> Self {
        self.member_floor = None;
        if !candidate.is_excluded {
            self.floor = if candidate.is_eligible { 0.0 } else { f64::INFINITY };
        }
        self
    }

    /// Draws whether the company is eligible on a path, apart from price and size.
    pub(super) fn is_let_in(&self, path: PathKey) -> bool {
        self.chance >= 1.0 || path.eligibility(self.number) < self.chance
    }

    /// True if a company passes the screens that depend on the market, by its caps on rank day and
    /// at the step before, USD.
    pub(super) fn is_eligible(&self, cap: f64, before: f64) -> bool {
        let by_mean = |(mean, size): (f64, f64)| cap >= size && f64::midpoint(cap, before) >= mean;
        cap >= self.floor || self.member_floor.is_some_and(by_mean)
    }
}

/// The caps that a company must reach, USD: the larger of what size and price require; and for
/// members the mean and the size. A price moves as the cap does.
fn floors(
    candidate: &Candidate,
    security: &Security,
    rules: &Eligibility,
) -> (f64, Option<(f64, f64)>) {
    let cap = candidate.model.cap;
    let size = packed::float(rules.min_market_cap);
    let at_price = |price: Decimal| match security.price() {
        Some(now) => price.checked_div(now).map_or(f64::INFINITY, |part| cap * packed::float(part)),
        // A member without a known price is not kept out for its price.
        None => 0.0,
    };
    let mean = at_price(rules.min_member_mean_close);
    (size.max(at_price(rules.min_price)), Some((mean, size)))
}

/// A member dropped by a screen that does not depend on the market. It leaves on every path, and
/// its cap is not simulated.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Leaver {
    pub(super) from: Segment,
    /// The indexes that hold it before the event.
    pub(super) before: Indexes,
    /// The value that indexes hold, USD at the start; zero if its cap is unknown.
    pub(super) value: f64,
}

impl Leaver {
    /// All such members; `is_simulated` tells for which companies caps are simulated.
    pub(super) fn all(
        inputs: &Inputs<'_>,
        today: &Reconstitution,
        is_simulated: impl Fn(usize) -> bool,
    ) -> Vec<Self> {
        let leaves = |company: usize| {
            let held = today.matched.held_company(company)?;
            let result = &today.companies[company];
            if result.to != Segment::None || is_simulated(company) {
                return None;
            }
            let value = result.market_cap.map_or(0.0, |cap| {
                let of = (result.line, company, cap);
                packed::float(cap) * available(inputs, today, of, Counted::Held)
            });
            Some(Self { from: held.segment, before: held.indexes.holding, value })
        };
        (0..today.companies.len()).filter_map(leaves).collect()
    }
}

/// The lines of a company that indexes hold besides the one that represents it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counted {
    /// Lines that join the company's indexes.
    Joining,
    /// Lines that are members.
    Held,
}

/// The fraction of a company's cap that is available to indexes: shares times float of the lines
/// that count; the float alone if shares by class are unknown.
fn available(
    inputs: &Inputs<'_>,
    today: &Reconstitution,
    (standing, company, market_cap): (usize, usize, Decimal),
    counted: Counted,
) -> f64 {
    let universe = inputs.universe;
    let float = |s: &Security| s.free_float_pct().unwrap_or(Decimal::ONE_HUNDRED);
    let own = universe.companies[company].lines.iter().filter(|&&line| {
        let class = &universe.securities[line];
        let is_member = today.matched.member_of_line[line].is_some();
        let joins = || extra_class_joins(class, is_member, &inputs.parameters.share_classes);
        let is_counted = || match counted {
            Counted::Joining => today.screened.drops[line].is_none() && joins().is_ok(),
            Counted::Held => is_member,
        };
        line == standing || is_counted()
    });
    let value = own.map(|&line| {
        let class = &universe.securities[line];
        class.price()?.checked_mul(class.shares_outstanding()?)?.checked_mul(float(class))
    });
    let sum = value.sum::<Option<Decimal>>().and_then(|sum| sum.checked_div(market_cap));
    let per_cent = sum.unwrap_or_else(|| float(&universe.securities[standing]));
    let per_cent = packed::float(per_cent);
    (per_cent / 100.0).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::model::Company;
    use crate::methodology::Parameters;
    use crate::universe::Exchange;

    #[test]
    fn a_close_is_asked_of_everybody_and_a_mean_of_members() {
        let mut security = Security::new("LOW", Exchange::Nyse);
        security.set_price(Some(Decimal::new(80, 2)));
        let candidate = Candidate {
            company: 0,
            line: 0,
            market_cap: 100_000_000.into(),
            is_eligible: false,
            is_excluded: false,
            chance: 1.0,
            model: Company::new(1, 1e8),
        };
        let rules = Parameters::default().eligibility;
        let (floor, member_floor) = floors(&candidate, &security, &rules);
        assert!((floor - 1.25e8).abs() < 1.0, "a dollar is 1.25 times the price: {floor}");
        let seat = |member_floor| Seat {
            candidate: 0,
            turn: 0,
            number: 1,
            chance: 1.0,
            sides: 0,
            from: Segment::None,
            before: 0,
            available: 1.0,
            value: 0.0,
            floor,
            member_floor,
        };
        let (member, other) = (seat(member_floor), seat(None));
        assert!(member.is_eligible(1.2e8, 1.31e8) && !other.is_eligible(1.2e8, 1.31e8));
        assert!(!member.is_eligible(1.2e8, 1.29e8), "0.96 and 1.032 are 0.996 in the mean");
        assert!(other.is_eligible(1.26e8, 0.5e8) && member.is_eligible(1.26e8, 0.5e8));
        let small = Seat { member_floor: Some((1.0, 3e7)), floor: 3e7, ..seat(None) };
        assert!(!small.is_eligible(2.9e7, 4e7), "no mean helps a company that is too small");
    }
}
