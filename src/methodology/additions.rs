//! New issues between reconstitutions (RB 6.6, 6.9): quarterly additions and fast entry.
//!
//! A new issue is placed by the market-adjusted breaks of the last reconstitution, without bands. In a
//! quarterly addition, it joins if its cap is above the market-adjusted cap of the smallest company of
//! the Russell 3000E. In a fast entry, it joins at once if its investable cap is above the
//! market-adjusted break of the Top 500.

use rust_decimal::Decimal;

use super::family::{Family, Place};
use super::market_adjusted::market_adjusted_breakpoint;
use super::ranking::Ranking;

/// The ranking of a reconstitution, market-adjusted by the return of the Russell 3000E since.
#[derive(Debug, Clone, Copy)]
pub struct AdjustedBreaks<'a> {
    /// The ranking.
    pub ranking: &'a Ranking,
    /// Its breaks.
    pub family: &'a Family,
    /// Return of the Russell 3000E since the rank day, a fraction.
    pub index_return: Decimal,
}

impl AdjustedBreaks<'_> {
    /// The market-adjusted cap of the company on a rank, USD; `None` where there is none.
    pub fn cap_at(&self, rank: usize) -> Option<Decimal> {
        let company = self.ranking.at(rank)?;
        Some(market_adjusted_breakpoint(company.cap, self.index_return))
    }

    /// Today's cap moved back to rank day by the return of the Russell 3000E since, USD.
    pub fn of_rank_day(&self, cap: Decimal) -> Decimal {
        let growth = Decimal::ONE.checked_add(self.index_return).unwrap_or(Decimal::MAX);
        cap.checked_div(growth).unwrap_or(cap)
    }

    /// The market-adjusted cap of the smallest company of the Russell 3000E, USD.
    pub fn smallest(&self) -> Option<Decimal> {
        let last = self.ranking.base_count.checked_sub(1)?;
        Some(market_adjusted_breakpoint(self.ranking.ranked[last].cap, self.index_return))
    }

    /// The rank, from 1, that a cap would have among the market-adjusted caps.
    pub fn rank_of(&self, cap: Decimal) -> usize {
        let larger = self
            .ranking
            .ranked
            .partition_point(|r| market_adjusted_breakpoint(r.cap, self.index_return) > cap);
        self.ranking.rank_before(larger)
    }

    /// The place of a new issue with this company cap; `None` unless it is above the smallest company of
    /// the Russell 3000E.
    pub fn place(&self, cap: Decimal) -> Option<Place> {
        let floor = self.smallest()?;
        (cap > floor).then(|| self.family.unbanded_place(self.rank_of(cap)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::methodology::Parameters;
    use crate::universe::Segment;

    #[test]
    fn new_issues_are_placed_by_adjusted_breaks() {
        // Caps of 4,000, 3,999, ... 1 million USD.
        let million = Decimal::from(1_000_000);
        let caps = (0..4_000).map(|n| (n, Decimal::from(4_000 - n) * million, "X")).collect();
        let ranking = Ranking::new(caps, 4_000).expect("small caps");
        let family = Family::new(&ranking, &Parameters::default());
        let index_return = Decimal::new(10, 2);
        let breaks = AdjustedBreaks { ranking: &ranking, family: &family, index_return };
        // Company #1,000 has 3,001 million, and after +10% counts as 3,301.1 million.
        assert_eq!(breaks.cap_at(1_000), Some(Decimal::new(33_011, 1) * million));
        let segment = |tenths| breaks.place(Decimal::new(tenths, 1) * million).map(|p| p.segment);
        assert_eq!(segment(33_012), Some(Segment::R1000));
        assert_eq!(segment(33_000), Some(Segment::R2000));
        assert_eq!(segment(11_011), Some(Segment::R2000));
        assert_eq!(segment(11_000), Some(Segment::Micro));
        assert_eq!(segment(12), Some(Segment::Micro));
        // The smallest company counts as 1.1 million, and a new issue must be above it.
        assert_eq!(segment(11), None);
    }
}
