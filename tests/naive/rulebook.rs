//! Ranking, bands and indexes a second time, written from the rule book alone (RB 6.10-6.11).
//!
//! Slow and plain on purpose: ranks are counted, sums are taken anew for every company, fractions
//! are compared by cross multiplication in whole numbers, and nothing is shared with the library.
#![allow(dead_code, reason = "every target uses a part of it")]

use std::collections::{BTreeMap, BTreeSet};

/// A company that passed the screens.
#[derive(Debug, Clone)]
pub(crate) struct Company {
    pub(crate) ticker: String,
    /// USD, or a fixed part of it: the same for all.
    pub(crate) cap: u128,
    /// The part of a place that it takes, per cent. Below 100 for a company that is excluded on evidence and may
    /// be eligible after all: it takes its part, and is not ranked.
    pub(crate) place: u32,
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

/// The outcome for a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) rank: usize,
    pub(crate) indexes: BTreeSet<&'static str>,
    /// Whether its rank alone would have put it on the other side of #1,000.
    pub(crate) held_by_band: bool,
    /// Its cap and all larger ones, and the total that makes 100%.
    pub(crate) percentile: (i128, i128),
}

/// The amount that a company adds to a sum of caps, in hundredths: its cap times its part of a place.
fn weight(company: &Company) -> i128 {
    i128::try_from(company.cap).expect("caps are small") * i128::from(company.place)
}

/// A market of eligible companies.
pub(crate) struct Market<'a> {
    companies: &'a [Company],
    /// For each large company that cannot be ranked, the rank within which it is known to be: it takes the place
    /// before the company on that rank.
    within: Vec<usize>,
    banded: Banded,
    plain: Plain,
    /// What makes 100%: the caps of the Russell 3000E, summed.
    total: i128,
    /// The sum down to each banded break; `None` where there are too few companies for it.
    at_break: BTreeMap<usize, Option<i128>>,
}

impl<'a> Market<'a> {
    pub(crate) fn new(
        companies: &'a [Company],
        mut within: Vec<usize>,
        banded: Banded,
        plain: Plain,
    ) -> Self {
        let at_break = BTreeMap::new();
        within.sort_unstable();
        let mut market = Self { companies, within, banded, plain, total: 0, at_break };
        let base = companies.iter().filter(|c| market.rank(c) <= plain.r3000e);
        market.total = base.map(weight).sum();
        for rule in [banded.top200, banded.top500, banded.r1000, banded.microcap] {
            market.at_break.insert(rule.rank, market.cumulative_on(rule.rank));
        }
        market
    }

    /// Every company that is no smaller, itself included; equal caps rank by ticker.
    fn down_to(&self, of: &Company) -> impl Iterator<Item = &Company> {
        let of = of.clone();
        self.companies
            .iter()
            .filter(move |c| c.cap > of.cap || (c.cap == of.cap && c.ticker <= of.ticker))
    }

    /// The rank: how many places are taken down to it.
    fn rank(&self, of: &Company) -> usize {
        let parts: u32 = self.down_to(of).map(|c| c.place).sum();
        let mut rank = usize::try_from(parts / 100).expect("few companies");
        for same in self.within.chunk_by(|a, b| a == b) {
            if rank + same.len() >= same[0] {
                rank += same.len();
            }
        }
        rank
    }

    /// The caps of all companies down to one, summed.
    fn cumulative(&self, of: &Company) -> i128 {
        self.down_to(of).map(weight).sum()
    }

    /// The same for the company on a rank; where no company takes its place, for the next one.
    fn cumulative_on(&self, rank: usize) -> Option<i128> {
        let ranked = self.companies.iter().filter(|c| c.place == 100);
        let sums = ranked.filter(|c| self.rank(c) >= rank).map(|c| self.cumulative(c));
        sums.min()
    }

    /// Whether a company is on the large side of a break.
    fn is_large(&self, company: &Company, rule: Break, was_large: Option<bool>) -> bool {
        let by_rank = self.rank(company) <= rule.rank;
        let Some(was_large) = was_large else { return by_rank };
        // Without a band, or with fewer companies than the break, ranks decide.
        if rule.above == 0 && rule.below == 0 {
            return by_rank;
        }
        let Some(at_break) = self.at_break[&rule.rank] else {
            return by_rank;
        };
        // P_i - p_k against w: both sides times T and by 100,000 thousandths of a point.
        let distance = 100_000 * (self.cumulative(company) - at_break);
        if was_large {
            distance <= i128::from(rule.below) * self.total
        } else {
            distance < -(i128::from(rule.above) * self.total)
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
            ("TOP100", in_top200 && rank <= self.plain.top100),
            ("TOP50", in_top200 && rank <= self.plain.top50),
            ("TOP20", in_top200 && rank <= self.plain.top20),
            ("TOP10", in_top200 && rank <= self.plain.top10),
        ];
        Outcome {
            rank,
            indexes: sets.into_iter().filter(|(_, is_in)| *is_in).map(|(name, _)| name).collect(),
            held_by_band: large_at_1000 != (rank <= self.banded.r1000.rank),
            percentile: (self.cumulative(company), self.total),
        }
    }
}
