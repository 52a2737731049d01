//! Ranking by company cap and the cumulative-cap percentile (RB 6.5, 6.10.2), exactly.
//!
//! `P_i = (cap_1 + ... + cap_i) / T` from the top, the company's own cap included, `T` the total
//! cap of the new Russell 3000E. Caps are held as whole numbers of 10^-12 USD, so that no sum and no
//! comparison is rounded.

use std::cmp::Ordering;

use rayon::prelude::*;
use rust_decimal::Decimal;

use super::reserved::Reserved;

use crate::refusal::{Refusal, refused};

/// Decimal places of USD to which caps are exact: those of the whole numbers in which they are summed.
pub const EXACT_PLACES: u32 = 12;
const PLACES: u32 = EXACT_PLACES;
/// Decimal places to which percentiles are rounded for display.
const SHOWN_PLACES: u32 = 6;

/// Value of one unit of a decimal's last place in units of 10^-12 USD, by the number of places.
const UNITS: [i128; PLACES as usize + 1] = {
    let mut units = [1; PLACES as usize + 1];
    let mut places = PLACES as usize;
    while places > 0 {
        places -= 1;
        units[places] = units[places + 1] * 10;
    }
    units
};

/// The largest sum of caps, 10^17 USD: up to this, every comparison of percentiles fits into 128 bits.
const LARGEST_SUM: i128 = 10_i128.pow(17 + PLACES);

/// The error that the caps of a universe sum to more than 10^17 USD.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CapsTooLarge;

refused!(CapsTooLarge);

impl From<&CapsTooLarge> for Refusal {
    fn from(_: &CapsTooLarge) -> Self {
        Self::new(
            "the companies' caps sum to more than 10^17 USD",
            "are prices or shares in other units?",
        )
    }
}

/// A sum of caps in whole numbers of 10^-12 USD.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct ExactUsd(pub(super) i128);

impl ExactUsd {
    /// From a decimal; digits beyond the twelfth decimal place are cut off.
    pub fn new(usd: Decimal) -> Self {
        let scale = usd.scale();
        if scale <= PLACES {
            // A value that does not fit is too large for any comparable sum.
            Self(usd.mantissa().saturating_mul(UNITS[scale as usize]))
        } else {
            Self(usd.mantissa() / 10_i128.pow(scale - PLACES))
        }
    }

    /// From whole dollars, fewer than 10^17.
    pub fn of_whole(usd: u64) -> Self {
        Self(i128::from(usd) * 10_i128.pow(PLACES))
    }

    /// The sum itself, if it is small enough for percentiles to be compared exactly.
    pub(crate) fn comparable(self) -> Result<Self, CapsTooLarge> {
        if self.0 > LARGEST_SUM { Err(CapsTooLarge) } else { Ok(self) }
    }

    /// A coarser number, in units of about a thousandth of a dollar, that never decreases as the sum
    /// grows: the digits that it drops only matter between equal numbers.
    pub(crate) fn rough(self) -> u64 {
        u64::try_from(self.0 >> 30).unwrap_or(if self.0 < 0 { 0 } else { u64::MAX })
    }

    /// As a decimal, rounded to cents.
    pub fn to_decimal(self) -> Decimal {
        const CENTS: i128 = 10_i128.pow(PLACES - 2);
        let cents = (self.0 + CENTS / 2) / CENTS;
        Decimal::try_from_i128_with_scale(cents, 2).map_or(Decimal::MAX, |d| d.normalize())
    }
}

/// A company that is to be ranked.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The company, by the caller's number.
    pub company: usize,
    /// Its cap, USD.
    pub cap: Decimal,
    /// Decides which of two equal caps ranks first: the one with the larger value ([`TieBreak::precedence`]).
    ///
    /// [`TieBreak::precedence`]: super::TieBreak::precedence
    pub precedence: Option<Decimal>,
    /// The ticker, which decides between equal caps of equal precedence.
    pub ticker: &'a str,
    /// The part of a place that it takes, per cent: 100 for an eligible company; less for one whose
    /// eligibility is in doubt, which takes that part without being ranked itself.
    pub place_pct: u8,
}

impl Entry<'_> {
    /// The order of a ranking: the larger cap first, then the precedence, then the ticker. Each entry
    /// comes with its cap in whole numbers, which are compared faster than decimals; the digits that
    /// those cut off decide between equal numbers.
    pub(crate) fn in_order(a: &(ExactUsd, Self), b: &(ExactUsd, Self)) -> Ordering {
        let ((exact_a, a), (exact_b, b)) = (a, b);
        let by_size = exact_b.cmp(exact_a).then_with(|| b.cap.cmp(&a.cap));
        let by_choice = by_size.then_with(|| b.precedence.cmp(&a.precedence));
        by_choice.then_with(|| a.ticker.cmp(b.ticker))
    }

    /// The order of two entries given by their indices, each with the rough number of its cap, which is
    /// enough to decide nearly all comparisons.
    pub(crate) fn in_rough_order(
        (entries, exact): (&[Self], &[ExactUsd]),
        a: (u64, usize),
        b: (u64, usize),
    ) -> Ordering {
        let full = |at: usize| (exact[at], entries[at]);
        b.0.cmp(&a.0).then_with(|| Self::in_order(&full(a.1), &full(b.1)))
    }
}

/// A company on its rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranked {
    /// The company, by the caller's number.
    pub company: usize,
    /// Its rank, from 1.
    pub rank: usize,
    /// Its cap, USD.
    pub cap: Decimal,
    /// The caps down to and including its own.
    pub cumulative: ExactUsd,
}

/// Companies by cap, largest first.
#[derive(Debug, Clone, Default)]
pub struct Ranking {
    /// The ranked companies; ranks follow one another without a gap unless places are taken by
    /// others.
    pub ranked: Vec<Ranked>,
    /// How many of them make up the Russell 3000E, whose total is 100%.
    pub base_count: usize,
    /// Total cap of the Russell 3000E.
    pub total: ExactUsd,
}

impl Ranking {
    /// Ranks companies given as number, cap in USD and ticker; equal caps rank by ticker (choice).
    ///
    /// `base_rank` is the last rank of the Russell 3000E.
    ///
    /// # Errors
    /// The caps sum to more than 10^17 USD, too much to be compared exactly.
    pub fn new(
        companies: Vec<(usize, Decimal, &str)>,
        base_rank: usize,
    ) -> Result<Self, CapsTooLarge> {
        let entry = |(company, cap, ticker)| Entry {
            company,
            cap,
            precedence: None,
            ticker,
            place_pct: 100,
        };
        let entries: Vec<Entry<'_>> = companies.into_iter().map(entry).collect();
        Self::with_places(&entries, &Reserved::default(), base_rank)
    }

    /// Ranks companies when some places are taken without a rank: whole places by companies that are
    /// known to be large but have no cap, and parts of places by entries in doubt.
    ///
    /// A rank is the number of whole places down to and including the company's own (choice). If the
    /// parts are probabilities, the company of rank 1,000 is the first with which the expected number of
    /// companies reaches 1,000.
    ///
    /// # Errors
    /// As [`Ranking::new`].
    pub fn with_places(
        entries: &[Entry<'_>],
        reserved: &Reserved,
        base_rank: usize,
    ) -> Result<Self, CapsTooLarge> {
        let exact: Vec<ExactUsd> =
            entries.par_iter().map(|entry| ExactUsd::new(entry.cap)).collect();
        let places = exact.par_iter().enumerate().map(|(at, exact)| (exact.rough(), at));
        let mut order: Vec<(u64, usize)> = places.collect();
        order.par_sort_by(|a, b| Entry::in_rough_order((entries, &exact), *a, *b));
        Self::of_ordered((entries, &exact), &order, reserved, base_rank)
    }

    /// As [`Ranking::with_places`], for entries whose order is given: the index of each, after the rough
    /// number of its cap.
    pub(crate) fn of_ordered(
        (entries, exact): (&[Entry<'_>], &[ExactUsd]),
        order: &[(u64, usize)],
        reserved: &Reserved,
        base_rank: usize,
    ) -> Result<Self, CapsTooLarge> {
        let mut ranking = Self::default();
        ranking.ranked.reserve(entries.len());
        let in_order = order.iter().map(|&(_, at)| {
            let entry = &entries[at];
            (entry.company, entry.cap, exact[at], entry.place_pct)
        });
        ranking.refill(in_order, reserved, base_rank)?;
        Ok(ranking)
    }

    /// Ranks other companies, reusing the memory of this ranking; as [`Ranking::with_places`]. Companies
    /// are given as number, cap in USD, exact cap and part of a place in per cent, the largest company first.
    ///
    /// # Errors
    /// As [`Ranking::new`].
    pub fn refill(
        &mut self,
        in_order: impl Iterator<Item = (usize, Decimal, ExactUsd, u8)>,
        reserved: &Reserved,
        base_rank: usize,
    ) -> Result<(), CapsTooLarge> {
        self.ranked.clear();
        self.total = ExactUsd::default();
        let mut sum = ExactUsd::default();
        let mut places_pct = 0;
        for (company, cap, ExactUsd(exact), place_pct) in in_order {
            places_pct += usize::from(place_pct);
            let own = if place_pct == 100 { exact } else { exact / 100 * i128::from(place_pct) };
            sum.0 = sum.0.saturating_add(own);
            let rank = reserved.rank_of(places_pct / 100);
            if rank <= base_rank {
                self.total = sum;
            }
            if place_pct == 100 {
                self.ranked.push(Ranked { company, rank, cap, cumulative: sum });
            }
        }
        sum.comparable()?;
        self.base_count = self.ranked.partition_point(|r| r.rank <= base_rank);
        Ok(())
    }

    /// The company with exactly this rank, if it is in the Russell 3000E; unlike [`Self::at`], it never
    /// returns the next company instead.
    pub fn within_base(&self, rank: usize) -> Option<&Ranked> {
        let base = &self.ranked[..self.base_count];
        base.get(base.binary_search_by_key(&rank, |ranked| ranked.rank).ok()?)
    }

    /// The percentile of a sum of caps, 0 to 100, rounded for display.
    pub fn percentile(&self, cumulative: ExactUsd) -> Decimal {
        if self.total.0 == 0 {
            return Decimal::ZERO;
        }
        // 10^6 parts of a point, rounded half up; the product stays below 2^127.
        let parts = cumulative.0 * 100_000_000 / (self.total.0 / 10).max(1);
        let parts = (parts + 5) / 10;
        Decimal::try_from_i128_with_scale(parts, SHOWN_PLACES).unwrap_or_default()
    }

    /// The rank of a company inserted before index `place` of the ranked companies: the rank of the
    /// company there, or, at the end, the rank after the last.
    pub(super) fn rank_before(&self, place: usize) -> usize {
        let after_last = || self.ranked.last().map_or(1, |last| last.rank + 1);
        self.ranked.get(place).map_or_else(after_last, |next| next.rank)
    }

    /// The company on a rank, counted from 1; if no company has that rank, the next one.
    pub fn at(&self, rank: usize) -> Option<&Ranked> {
        self.ranked.get(self.ranked.partition_point(|r| r.rank < rank))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_caps_rank_by_ticker_and_the_own_cap_counts() {
        let caps = vec![(0, 10.into(), "B"), (1, 30.into(), "C"), (2, 10.into(), "A")];
        let ranking = Ranking::new(caps, 4_000).expect("small caps");
        let order: Vec<_> = ranking.ranked.iter().map(|r| r.company).collect();
        assert_eq!(order, [1, 2, 0]);
        let shown: Vec<_> =
            ranking.ranked.iter().map(|r| ranking.percentile(r.cumulative).to_string()).collect();
        assert_eq!(shown, ["60.000000", "80.000000", "100.000000"]);
    }

    #[test]
    fn the_total_is_of_the_russell_3000e_alone() {
        let caps = vec![(0, 70.into(), "A"), (1, 30.into(), "B"), (2, 20.into(), "C")];
        let ranking = Ranking::new(caps, 2).expect("small caps");
        assert_eq!(ranking.total.to_decimal(), 100.into());
    }

    #[test]
    fn places_taken_by_others_push_ranks_down() {
        let entry = |company, cap: i64, place_pct| Entry {
            company,
            cap: cap.into(),
            precedence: None,
            ticker: "A",
            place_pct,
        };
        let entries =
            vec![entry(0, 50, 100), entry(1, 40, 60), entry(2, 30, 60), entry(3, 20, 100)];
        let reserved = [3, 3].into_iter().collect();
        let ranking = Ranking::with_places(&entries, &reserved, 4_000).expect("small caps");
        let ranks: Vec<_> = ranking.ranked.iter().map(|r| (r.company, r.rank)).collect();
        // 2 + 1, and 2 + 1 + 0.6 + 0.6 + 1.
        assert_eq!(ranks, [(0, 3), (3, 5)]);
        // 50 + 60% of 40 + 60% of 30 + 20.
        assert_eq!(ranking.total.to_decimal(), 112.into());
        assert_eq!(ranking.at(4).map(|r| r.company), Some(3));
    }

    #[test]
    fn caps_beyond_all_money_are_refused_and_never_wrap() {
        let largest = |of: usize| (0..of).map(|n| (n, Decimal::MAX, "A")).collect();
        for of in [1, 18, 40_000] {
            assert_eq!(Ranking::new(largest(of), 4_000).map(|_| ()), Err(CapsTooLarge), "{of}");
        }
    }

    #[test]
    fn sums_are_exact() {
        let caps = (0..1_000).map(|n| (n, Decimal::new(1, 12), "A")).collect();
        let ranking = Ranking::new(caps, 4_000).expect("small caps");
        assert_eq!(ranking.total, ExactUsd(1_000));
    }
}
