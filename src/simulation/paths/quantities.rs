//! The quantities measured on a path: names, units and order.
//!
//! Names and meanings are those of the comparison of schedules along a history. A few differ
//! because the market is a model:
//!
//! - a period is a month (with daily steps it ends at events, too), an index's return that of its
//!   members' prices by index shares and float: takeover premiums and failures count;
//! - drift on rank days leaves out companies that fail the screen on price; on other days it is by
//!   size alone;
//! - members that leave between two observations leave in one event, at the price paid for them;
//! - whipsaws are between the segments that the measured indexes tell apart: without Microcap and
//!   the Russell 3000E, companies outside the 1000 and the 2000 share one segment;
//! - drift is that of the month ends, each after its events, with which the months of a cycle begin;
//!   time in the wrong index counts each of them for the month after it, of 365.25 / 12 days.

use serde::{Deserialize, Serialize};
use strum::{EnumCount, IntoStaticStr, VariantArray};

use crate::simulation::{CyclePart, MONTHS, Unit};
use crate::universe::Index;

/// A value measured on every path under every schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    /// Its name: that of the same measure in the comparison of schedules along a history.
    pub name: String,
    /// The index; `None` for the family as a whole.
    pub index: Option<Index>,
    /// The unit of its values.
    pub unit: Unit,
}

/// Of the family as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumCount, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub(super) enum OfFamily {
    MovesUp,
    MovesDown,
    Whipsaws,
    WhipsawsUpAndBack,
    WhipsawsDownAndBack,
    WhipsawsInAndOut,
    WhipsawsOutAndIn,
    WhipsawRate,
    WhipsawRateUpAndBack,
    WhipsawRateDownAndBack,
    WhipsawRateInAndOut,
    WhipsawRateOutAndIn,
    WrongIndexFraction,
    WrongIndexMeanDays,
}

/// Tests whether a move from one segment to another is of some kind; 0 and 1 are the Russell 1000
/// and 2000.
pub(super) type IsOfKind = fn(u8, u8) -> bool;

/// The kinds of whipsaws: how many a cycle, how many for each move, and which moves are meant.
pub(super) const WHIPSAWS: [(OfFamily, OfFamily, IsOfKind); 5] = [
    (OfFamily::Whipsaws, OfFamily::WhipsawRate, |_, _| true),
    (OfFamily::WhipsawsUpAndBack, OfFamily::WhipsawRateUpAndBack, |from, to| (from, to) == (1, 0)),
    (OfFamily::WhipsawsDownAndBack, OfFamily::WhipsawRateDownAndBack, |from, to| {
        (from, to) == (0, 1)
    }),
    (OfFamily::WhipsawsInAndOut, OfFamily::WhipsawRateInAndOut, |from, to| from >= 2 && to < 2),
    (OfFamily::WhipsawsOutAndIn, OfFamily::WhipsawRateOutAndIn, |from, to| from < 2 && to >= 2),
];

/// Trading at the scheduled events by the family as a whole, per cycle.
#[derive(Debug, Clone, Copy, EnumCount, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub(super) enum OfTrading {
    /// Bought and sold once all funds have crossed, USD.
    TradesNet,
    /// Of it, at the reconstitutions of June.
    JuneTradesNet,
    /// At other reconstitutions.
    DecemberTradesNet,
    /// At quarters.
    QuarterlyTradesNet,
    /// At all reconstitutions.
    ReconstitutionTradesNet,
    /// What the funds that follow the indexes pay for it, USD.
    TradingCostUsd,
    /// The same as a fraction of their assets.
    TradingCostFraction,
}

/// Of an index, sums over a cycle.
#[derive(Debug, Clone, Copy, EnumCount, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub(super) enum OfCycle {
    ScheduledOneWay,
    ScheduledTwoWay,
    ScheduledMembership,
    ScheduledAdditions,
    ScheduledDeletions,
    ScheduledMigrations,
    ScheduledShareAndFloatChanges,
    ScheduledReweighting,
    JuneOneWay,
    DecemberOneWay,
    QuarterlyAdditionsOneWay,
    QuarterlyUpdatesOneWay,
    UnscheduledOneWay,
    UnscheduledDeletionsOneWay,
    UnscheduledFastEntriesOneWay,
    TurnoverOneWay,
    TurnoverTwoWay,
    TurnoverMembership,
    TurnoverAdditions,
    TurnoverDeletions,
    TurnoverMigrations,
    TurnoverShareAndFloatChanges,
    TurnoverReweighting,
    ReconstitutionOneWay,
    ReconstitutionTwoWay,
    ReconstitutionMembership,
    ReconstitutionAdditions,
    ReconstitutionDeletions,
    ReconstitutionMigrations,
    ReconstitutionShareAndFloatChanges,
    ReconstitutionReweighting,
    Additions,
    Deletions,
    MovedIn,
    MovedOut,
}

/// Drift of an index, over month ends; names begin with `drift_`.
#[derive(Debug, Clone, Copy, EnumCount, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Drifted {
    WrongSideWeight,
    WrongSideCount,
    TooLargeWeight,
    TooSmallWeight,
    BeyondBandWeight,
    BeyondBandCount,
    WouldEnterWeight,
    WouldEnterCount,
    ActiveShare,
    Lost,
}

/// Of an index at the end of a path or over the whole of it.
#[derive(Debug, Clone, Copy, EnumCount, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Once {
    Members,
    LargestCap,
    MedianCap,
    WeightedMeanCap,
    #[strum(serialize = "top_10_weight")]
    Top10Weight,
    TotalReturn,
    AnnualisedReturn,
    Volatility,
    BreadthMean,
    TrackingDifference,
    TrackingError,
}

impl Once {
    /// Whether it is of the end of a path alone.
    pub(super) fn is_of_the_end(self) -> bool {
        matches!(
            self,
            Self::Members
                | Self::LargestCap
                | Self::MedianCap
                | Self::WeightedMeanCap
                | Self::Top10Weight
        )
    }
}

/// Of the Russell 2000 against the 1000.
#[derive(Debug, Clone, Copy, EnumCount, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Relative {
    Outperformance,
    OutperformanceStreak,
    OutperformanceStreakReturn,
}

/// Forms of a drift: its mean, its largest value, and its mean by calendar month.
pub(super) const FORMS: usize = 2 + MONTHS.len();
const OF_DRIFT: usize = Drifted::COUNT * FORMS;
const OF_INDEX: usize = OfCycle::COUNT + OF_DRIFT + Once::COUNT;

/// Where each quantity of a setup stands among all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    trading: usize,
    indexes: usize,
    relative: usize,
    pub(super) count: usize,
}

impl Layout {
    fn new(indexes: usize, has_relative: bool, has_trading: bool) -> Self {
        let trading = OfFamily::COUNT;
        let of_indexes = trading + if has_trading { OfTrading::COUNT } else { 0 };
        let relative = of_indexes + indexes * OF_INDEX;
        let count = relative + if has_relative { Relative::COUNT } else { 0 };
        Self { trading, indexes: of_indexes, relative, count }
    }

    pub(super) fn family(measure: OfFamily) -> usize {
        measure as usize
    }

    pub(super) fn trading(&self, measure: OfTrading) -> usize {
        self.trading + measure as usize
    }

    /// Where the quantities of the indexes begin.
    pub(super) fn first_index(&self) -> usize {
        self.indexes
    }

    pub(super) fn cycle(&self, index: usize, measure: OfCycle) -> usize {
        self.indexes + index * OF_INDEX + measure as usize
    }

    /// The mean of a drift; the largest and those of the months follow.
    pub(super) fn drift(&self, index: usize, measure: Drifted) -> usize {
        self.indexes + index * OF_INDEX + OfCycle::COUNT + measure as usize * FORMS
    }

    pub(super) fn once(&self, index: usize, measure: Once) -> usize {
        self.indexes + index * OF_INDEX + OfCycle::COUNT + OF_DRIFT + measure as usize
    }

    pub(super) fn relative(&self, measure: Relative) -> usize {
        self.relative + measure as usize
    }
}

/// The quantities of some indexes in their order, and where each stands.
pub(super) fn quantities(indexes: &[Index], has_trading: bool) -> (Vec<Quantity>, Layout) {
    let mut all = Vec::new();
    let mut push =
        |name: &str, index, unit| all.push(Quantity { name: name.to_owned(), index, unit });
    for measure in OfFamily::VARIANTS {
        push(measure.into(), None, measure.unit());
    }
    for measure in OfTrading::VARIANTS.iter().filter(|_| has_trading) {
        push(measure.into(), None, measure.unit());
    }
    for index in indexes {
        let index = Some(*index);
        for measure in OfCycle::VARIANTS {
            push(measure.into(), index, measure.unit());
        }
        for measure in Drifted::VARIANTS {
            let (name, unit) = (<&str>::from(measure), measure.unit());
            push(&format!("drift_{name}_mean"), index, unit);
            push(&format!("drift_{name}_max"), index, unit);
            for month in MONTHS {
                push(&format!("drift_{name}_mean_{month}"), index, unit);
            }
        }
        for measure in Once::VARIANTS {
            push(measure.into(), index, measure.unit());
        }
    }
    let has_relative = [Index::R1000, Index::R2000].iter().all(|index| indexes.contains(index));
    for measure in Relative::VARIANTS.iter().filter(|_| has_relative) {
        push(measure.into(), Some(Index::R2000), measure.unit());
    }
    let layout = Layout::new(indexes.len(), has_relative, has_trading);
    debug_assert_eq!(all.len(), layout.count, "every quantity has its place");
    (all, layout)
}

impl OfFamily {
    fn unit(self) -> Unit {
        match self {
            Self::WhipsawRate
            | Self::WhipsawRateUpAndBack
            | Self::WhipsawRateDownAndBack
            | Self::WhipsawRateInAndOut
            | Self::WhipsawRateOutAndIn
            | Self::WrongIndexFraction => Unit::Fraction,
            Self::WrongIndexMeanDays => Unit::Days,
            _ => Unit::Count,
        }
    }
}

impl OfTrading {
    fn unit(self) -> Unit {
        match self {
            Self::TradingCostFraction => Unit::Fraction,
            _ => Unit::Usd,
        }
    }
}

impl OfCycle {
    fn unit(self) -> Unit {
        match self {
            Self::Additions | Self::Deletions | Self::MovedIn | Self::MovedOut => Unit::Count,
            _ => Unit::Fraction,
        }
    }
}

impl OfCycle {
    /// Where the one-way turnover of a part is summed; `None` for parts that do not occur on paths.
    pub(super) fn of_part(part: CyclePart) -> Option<Self> {
        match part {
            CyclePart::June => Some(Self::JuneOneWay),
            CyclePart::December => Some(Self::DecemberOneWay),
            CyclePart::QuarterlyAdditions => Some(Self::QuarterlyAdditionsOneWay),
            CyclePart::Deletions => Some(Self::UnscheduledDeletionsOneWay),
            CyclePart::QuarterlyUpdates => Some(Self::QuarterlyUpdatesOneWay),
            CyclePart::FastEntries => Some(Self::UnscheduledFastEntriesOneWay),
            CyclePart::CorporateActions => None,
        }
    }
}

impl Drifted {
    fn unit(self) -> Unit {
        match self {
            Self::WrongSideCount | Self::BeyondBandCount | Self::WouldEnterCount | Self::Lost => {
                Unit::Count
            }
            _ => Unit::Fraction,
        }
    }
}

impl Once {
    fn unit(self) -> Unit {
        match self {
            Self::Members => Unit::Count,
            Self::LargestCap | Self::MedianCap | Self::WeightedMeanCap => Unit::Usd,
            _ => Unit::Fraction,
        }
    }
}

impl Relative {
    fn unit(self) -> Unit {
        match self {
            Self::OutperformanceStreak => Unit::Periods,
            _ => Unit::Fraction,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tiers::POSSIBLE;
    use super::*;

    #[test]
    fn every_quantity_stands_where_the_layout_says() {
        for has_trading in [false, true] {
            let (all, layout) = quantities(&POSSIBLE, has_trading);
            let at = |place: usize| (all[place].name.as_str(), all[place].index);
            assert_eq!(at(Layout::family(OfFamily::WhipsawRate)), ("whipsaw_rate", None));
            let rate = Layout::family(OfFamily::WhipsawRateOutAndIn);
            assert_eq!(at(rate), ("whipsaw_rate_out_and_in", None));
            let second = Some(POSSIBLE[1]);
            assert_eq!(at(layout.cycle(1, OfCycle::MovedOut)), ("moved_out", second));
            assert_eq!(at(layout.drift(1, Drifted::Lost)), ("drift_lost_mean", second));
            let december = layout.drift(1, Drifted::Lost) + FORMS - 1;
            assert_eq!(at(december), ("drift_lost_mean_dec", second));
            assert_eq!(at(layout.once(1, Once::Top10Weight)), ("top_10_weight", second));
            let streak = layout.relative(Relative::OutperformanceStreak);
            assert_eq!(at(streak), ("outperformance_streak", Some(Index::R2000)));
            if has_trading {
                assert_eq!(at(layout.trading(OfTrading::TradesNet)), ("trades_net", None));
            }
        }
        assert_eq!(quantities(&[Index::R1000], false).1.count, OfFamily::COUNT + OF_INDEX);
    }
}
