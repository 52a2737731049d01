//! Ranking, bands and indexes a second time, written from the rule book alone (RB 6.10-6.11).
//!
//! Slow and plain on purpose: every sum is taken anew, fractions are compared by cross
//! multiplication in whole numbers, and nothing is shared with the library.

use std::collections::BTreeSet;

/// A company that passed the screens.
#[derive(Debug, Clone)]
pub(crate) struct Company {
    pub(crate) ticker: String,
    /// Whole USD.
    pub(crate) cap: u128,
    /// How it stood; `None` where it was not in the Russell 3000.
    pub(crate) held: Option<Held>,
}

/// How a member of the Russell 3000 stood; `None` where that is not known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Held {
    pub(crate) top200: Option<bool>,
    pub(crate) top500: Option<bool>,
    pub(crate) r1000: bool,
    pub(crate) microcap: Option<bool>,
}

/// A break: rank, and the band's width above and below in thousandths of a point.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Break {
    pub(crate) rank: usize,
    pub(crate) above: u32,
    pub(crate) below: u32,
}

/// The breaks with a band.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Banded {
    pub(crate) top200: Break,
    pub(crate) top500: Break,
    pub(crate) r1000: Break,
    pub(crate) microcap: Break,
}

/// The ranks of the breaks without one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plain {
    pub(crate) top10: usize,
    pub(crate) top20: usize,
    pub(crate) top50: usize,
    pub(crate) top100: usize,
    pub(crate) r3000: usize,
    pub(crate) r3000e: usize,
}

/// What becomes of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) rank: usize,
    pub(crate) indexes: BTreeSet<&'static str>,
    /// Whether its rank alone would have put it on the other side of #1,000.
    pub(crate) held_by_band: bool,
    /// Its cap and all larger ones, and the total that makes 100%.
    pub(crate) percentile: (i128, i128),
}

/// A market of eligible companies.
pub(crate) struct Market<'a> {
    pub(crate) companies: &'a [Company],
    pub(crate) banded: Banded,
    pub(crate) plain: Plain,
}

impl Market<'_> {
    /// The rank: one more than there are larger companies; equal caps rank by ticker.
    fn rank(&self, of: &Company) -> usize {
        let before = |c: &&Company| c.cap > of.cap || (c.cap == of.cap && c.ticker < of.ticker);
        1 + self.companies.iter().filter(before).count()
    }

    /// The caps of all companies down to a rank, summed.
    fn down_to(&self, rank: usize) -> i128 {
        let caps = self.companies.iter().filter(|c| self.rank(c) <= rank).map(|c| c.cap);
        i128::try_from(caps.sum::<u128>()).expect("made-up caps are small")
    }

    /// Whether a company is on the large side of a break.
    fn is_large(&self, company: &Company, rule: Break, was_large: Option<bool>) -> bool {
        let rank = self.rank(company);
        let by_rank = rank <= rule.rank;
        let Some(was_large) = was_large else { return by_rank };
        // Without a band, or with fewer companies than the break, ranks decide.
        if (rule.above == 0 && rule.below == 0) || self.companies.len() < rule.rank {
            return by_rank;
        }
        // P_i - p_k against w: both sides times T and by 100,000 thousandths of a point.
        let total = self.down_to(self.plain.r3000e);
        let distance = 100_000 * (self.down_to(rank) - self.down_to(rule.rank));
        if was_large {
            distance <= i128::from(rule.below) * total
        } else {
            distance < -(i128::from(rule.above) * total)
        }
    }

    /// The indexes of a company.
    pub(crate) fn outcome(&self, company: &Company) -> Outcome {
        let rank = self.rank(company);
        let held = company.held;
        let known = |side: fn(&Held) -> Option<bool>| held.as_ref().and_then(side);
        let large = |rule, was_large| self.is_large(company, rule, was_large);
        let in_r3000e = rank <= self.plain.r3000e;
        let in_r3000 = rank <= self.plain.r3000;
        let large_at_1000 = large(self.banded.r1000, known(|h| Some(h.r1000)));
        let in_r1000 = in_r3000 && large_at_1000;
        // Smaller sets stay inside larger ones where bands cross.
        let in_top500 = in_r1000 && large(self.banded.top500, known(|h| h.top500));
        let in_top200 = in_top500 && large(self.banded.top200, known(|h| h.top200));
        let above_microcap = |h: &Held| match (h.r1000, h.microcap) {
            (true, _) => Some(true),
            (false, microcap) => microcap.map(|inside| !inside),
        };
        let large_at_2000 = large(self.banded.microcap, held.as_ref().and_then(above_microcap));
        let sets = [
            ("R3000E", in_r3000e),
            ("R3000", in_r3000),
            ("R1000", in_r1000),
            ("R2000", in_r3000 && !in_r1000),
            ("R2500", in_r3000 && !in_top500),
            ("MIDCAP", in_r1000 && !in_top200),
            ("MICROCAP", in_r3000e && !in_r1000 && !(in_r3000 && large_at_2000)),
            ("TOP500", in_top500),
            ("TOP200", in_top200),
            ("TOP100", rank <= self.plain.top100),
            ("TOP50", rank <= self.plain.top50),
            ("TOP20", rank <= self.plain.top20),
            ("TOP10", rank <= self.plain.top10),
        ];
        Outcome {
            rank,
            indexes: sets.into_iter().filter(|(_, is_in)| *is_in).map(|(name, _)| name).collect(),
            held_by_band: large_at_1000 != (rank <= self.banded.r1000.rank),
            percentile: (self.down_to(rank), self.down_to(self.plain.r3000e)),
        }
    }
}
