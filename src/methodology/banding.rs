//! Breakpoints and bands (RB 6.10.2-6.11): on which side of a break a company is.
//!
//! `p_k` is the percentile of company #k; the band is `[p_k - above, p_k + below]`, unrounded. A
//! Russell 3000 member that was on the large side stays there unless its percentile is beyond the
//! lower edge; one that was on the small side stays there unless it is beyond the upper edge. Every
//! company takes the unbanded breakpoint: large where its rank is k or less. Each break is judged
//! independently of the others (choice), and a percentile exactly on an edge is held (choice).

use rust_decimal::Decimal;
use serde::Serialize;

use super::parameters::{BandEdge, Break};
use super::ranking::{ExactUsd, Ranking};

/// Widths are compared in millionths of a point of the percentile.
const WIDTH_PLACES: u32 = 6;

/// A break applied to a ranking.
#[derive(Debug, Clone, Copy)]
pub struct Breakpoint {
    rank: usize,
    banded: bool,
    edge: BandEdge,
    /// 10^8 times the cumulative cap at the upper edge: a company at or above this sum is at the upper
    /// edge or below it in size.
    upper: i128,
    /// 10^8 times the cumulative cap at the lower edge: a company at or below this sum is at the lower
    /// edge or above it in size.
    lower: i128,
    /// True if there are enough companies for the break to exist.
    exists: bool,
}

/// The side of a break a company is on, and whether the band holds it there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    /// On the side of the larger companies.
    pub large: bool,
    /// Held there by the band: its rank alone would have put it on the other side.
    pub held: bool,
}

impl Breakpoint {
    /// The break in this ranking; with fewer companies than its rank, all are on the large side.
    pub fn new(ranking: &Ranking, rule: &Break, edge: BandEdge) -> Self {
        let exists = ranking.at(rule.rank).is_some();
        let at = ranking.at(rule.rank).map_or(ranking.total, |r| r.cumulative);
        // Percentile edges times 10^8 T / 100: exact, as widths have six places at most.
        let edge_of = |width: Decimal| {
            let width = width.normalize();
            let millionths = width.mantissa() * 10_i128.pow(WIDTH_PLACES - width.scale().min(6));
            millionths * ranking.total.0
        };
        let middle = at.0 * 100_000_000;
        Self {
            rank: rule.rank,
            banded: rule.is_banded(),
            edge,
            upper: middle - edge_of(rule.band_above),
            lower: middle + edge_of(rule.band_below),
            exists,
        }
    }

    /// The least cumulative caps from which on a company is at the upper edge of the band, and at the
    /// lower edge, or below it; `None` if there is no band.
    pub(crate) fn edges(&self) -> Option<[ExactUsd; 2]> {
        let least = |edge: i128| ExactUsd(-(-edge).div_euclid(100_000_000));
        (self.banded && self.exists).then(|| [self.upper, self.lower].map(least))
    }

    /// The side of the company on `rank` with this cumulative cap.
    ///
    /// `held` is the side on which a current Russell 3000 member was; `None` for all other
    /// companies.
    pub fn side(&self, rank: usize, cumulative: ExactUsd, held: Option<bool>) -> Side {
        let unbanded = rank <= self.rank;
        let Some(was_large) = held.filter(|_| self.banded && self.exists) else {
            return Side { large: unbanded, held: false };
        };
        let at = cumulative.0 * 100_000_000;
        let on_edge_moves = self.edge == BandEdge::Moves;
        let large = if was_large {
            !(at > self.lower || (on_edge_moves && at == self.lower))
        } else {
            at < self.upper || (on_edge_moves && at == self.upper)
        };
        Side { large, held: large != unbanded }
    }
}

/// A break and its band in dollars, for reports.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct BreakLevel {
    /// Name of the break.
    pub name: &'static str,
    /// Rank of the last company on the large side.
    pub rank: usize,
    /// Cap of that company, USD; `None` where there are fewer companies.
    pub market_cap: Option<Decimal>,
    /// Its percentile.
    pub percentile: Option<Decimal>,
    /// Percentile of the band's edge towards larger companies; `None` without a band.
    pub upper_percentile: Option<Decimal>,
    /// Percentile of the band's edge towards smaller companies.
    pub lower_percentile: Option<Decimal>,
    /// Cap of the largest company inside the band, USD.
    pub upper_market_cap: Option<Decimal>,
    /// Cap of the smallest company inside the band, USD.
    pub lower_market_cap: Option<Decimal>,
}

impl BreakLevel {
    /// The level of a break in a ranking.
    pub fn new(name: &'static str, ranking: &Ranking, rule: &Break) -> Self {
        let point = Breakpoint::new(ranking, rule, BandEdge::Held);
        let company = ranking.at(rule.rank);
        let percentile = company.map(|r| ranking.percentile(r.cumulative));
        let banded = rule.is_banded() && company.is_some();
        let base = &ranking.ranked[..ranking.base_count];
        let first = base.partition_point(|r| r.cumulative.0 * 100_000_000 < point.upper);
        let end = base.partition_point(|r| r.cumulative.0 * 100_000_000 <= point.lower);
        Self {
            name,
            rank: rule.rank,
            market_cap: company.map(|r| r.cap),
            percentile,
            upper_percentile: percentile.filter(|_| banded).map(|p| p - rule.band_above),
            lower_percentile: percentile.filter(|_| banded).map(|p| p + rule.band_below),
            upper_market_cap: base.get(first).filter(|_| banded).map(|r| r.cap),
            lower_market_cap: end
                .checked_sub(1)
                .and_then(|at| base.get(at))
                .filter(|_| banded)
                .map(|r| r.cap),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::methodology::Parameters;
    use crate::methodology::ranking::Ranked;

    /// The rule book's example (RB 6.11), USD millions: T = 182,500, #995 to #1,003 as printed.
    ///
    /// Its cumulative caps are smaller than 994 companies above 2,115 can sum to, so the ranks
    /// before are filler that only carries the printed sum.
    fn example() -> Ranking {
        let mut ranking = Ranking { total: ExactUsd::new(182_500.into()), ..Ranking::default() };
        let mut sum = Decimal::ZERO;
        let mut push = |cap: i64, count: usize, adds: i64| {
            sum += Decimal::from(adds);
            let cumulative = ExactUsd::new(sum);
            for _ in 0..count {
                let company = ranking.ranked.len();
                ranking.ranked.push(Ranked {
                    company,
                    rank: company + 1,
                    cap: cap.into(),
                    cumulative,
                });
            }
        };
        push(2_116, 994, 154_000 - 2_115);
        for cap in [2_115, 2_105, 2_100, 2_011, 2_010, 2_000, 1_995, 1_950, 1_923] {
            push(cap, 1, cap);
        }
        push(1_900, 1, 182_500 - 170_094);
        ranking.base_count = ranking.ranked.len();
        ranking
    }

    #[test]
    fn the_rule_books_example_comes_out() {
        let ranking = example();
        let rule = Parameters::default().breaks.r1000;
        let level = BreakLevel::new("r1000", &ranking, &rule);
        let shown = |d: Option<Decimal>| d.map(|d| d.round_dp(2).to_string());
        assert_eq!(shown(level.percentile).as_deref(), Some("89.99"));
        assert_eq!(shown(level.upper_percentile).as_deref(), Some("87.49"));
        assert_eq!(shown(level.lower_percentile).as_deref(), Some("92.49"));
        let point = Breakpoint::new(&ranking, &rule, BandEdge::Held);
        // Rank, was in the Russell 1000, percentile as printed, becomes, held by the band.
        let table = [
            (995, true, "84.38", true, false),
            (996, false, "85.54", true, false),
            (997, true, "86.69", true, false),
            (998, false, "87.79", false, true),
            (999, false, "88.89", false, true),
            (1_000, false, "89.99", false, true),
            (1_001, true, "91.08", true, true),
            (1_002, false, "92.15", false, false),
            (1_003, true, "93.20", false, false),
        ];
        for (rank, was, printed, large, held) in table {
            let company = ranking.at(rank).expect("a company");
            let side = point.side(rank, company.cumulative, Some(was));
            assert_eq!(side, Side { large, held }, "rank {rank}");
            // The rule book cuts its percentiles off rather than rounding them.
            let percentile = ranking.percentile(company.cumulative);
            let difference = (percentile - printed.parse::<Decimal>().expect("a number")).abs();
            assert!(difference < Decimal::new(1, 2), "rank {rank}: {percentile}");
        }
    }

    fn four() -> Ranking {
        // Percentiles 40, 70, 90, 100.
        let caps = [(0, 40, "A"), (1, 30, "B"), (2, 20, "C"), (3, 10, "D")];
        Ranking::new(caps.map(|(n, cap, t)| (n, cap.into(), t)).to_vec(), 4).expect("small caps")
    }

    #[test]
    fn on_the_edge_is_the_scenarios_choice() {
        let ranking = four();
        let twenty = Decimal::from(20);
        let rule = Break { rank: 2, band_above: twenty + Decimal::TEN, band_below: twenty };
        // C is on the lower edge (90 = 70 + 20), A on the upper one (40 = 70 - 30).
        let side = |edge, rank: usize, was| {
            let company = ranking.at(rank).expect("a company");
            Breakpoint::new(&ranking, &rule, edge).side(rank, company.cumulative, Some(was)).large
        };
        assert!(side(BandEdge::Held, 3, true) && !side(BandEdge::Moves, 3, true));
        assert!(!side(BandEdge::Held, 1, false) && side(BandEdge::Moves, 1, false));
    }

    #[test]
    fn new_names_and_breaks_without_a_band_go_by_rank() {
        let ranking = four();
        let banded = Break { rank: 2, band_above: Decimal::TEN, band_below: Decimal::TEN };
        let unbanded = Break { rank: 2, band_above: Decimal::ZERO, band_below: Decimal::ZERO };
        for rank in 1..=4 {
            let cumulative = ranking.at(rank).expect("a company").cumulative;
            let new =
                Breakpoint::new(&ranking, &banded, BandEdge::Held).side(rank, cumulative, None);
            assert_eq!(new, Side { large: rank <= 2, held: false });
            for was in [true, false] {
                let point = Breakpoint::new(&ranking, &unbanded, BandEdge::Held);
                assert_eq!(point.side(rank, cumulative, Some(was)).large, rank <= 2);
            }
        }
    }

    #[test]
    fn fewer_companies_than_the_break_are_all_large() {
        let ranking = four();
        let rule = Parameters::default().breaks.r1000;
        let point = Breakpoint::new(&ranking, &rule, BandEdge::Held);
        assert!(!point.exists);
        assert!(point.side(4, ranking.total, Some(false)).large);
        assert_eq!(BreakLevel::new("r1000", &ranking, &rule).market_cap, None);
    }
}
