//! Trades of index funds by cycle along a history.
//! [`measures::trades`](crate::simulation::measures::trades) defines each measure.

use super::turnover::part_of;
use super::{Taken, indexes};
use crate::analysis::backtest::{Backtest, BacktestEvent};
use crate::simulation::CyclePart;
use crate::simulation::measures::{Measure, trades};

/// A measure and the parts of a cycle whose events count towards it.
type Of = (&'static Measure, fn(CyclePart) -> bool);

/// Trades of all funds after crossing.
const NET: [Of; 6] = [
    (&trades::NET, CyclePart::is_scheduled),
    (&trades::JUNE_NET, |part| part == CyclePart::June),
    (&trades::DECEMBER_NET, |part| part == CyclePart::December),
    (&trades::QUARTERLY_NET, |part| part.is_scheduled() && !part.is_reconstitution()),
    (&trades::RECONSTITUTION_NET, CyclePart::is_reconstitution),
    (&trades::UNSCHEDULED_NET, |part| !part.is_scheduled()),
];

/// Trades of the funds on each index, and their sum for the family.
const GROSS: [Of; 3] = [
    (&trades::GROSS, CyclePart::is_scheduled),
    (&trades::RECONSTITUTION_GROSS, CyclePart::is_reconstitution),
    (&trades::UNSCHEDULED_GROSS, |part| !part.is_scheduled()),
];

pub(super) fn take(backtest: &Backtest, taken: &mut Taken<'_>) {
    let of_part = |counts: fn(CyclePart) -> bool, event: &BacktestEvent, usd: f64| {
        if counts(part_of(event)) { usd } else { 0.0 }
    };
    for (measure, counts) in NET {
        // The members of a history are always known, so an unknown total means that there are no
        // funds.
        let net = |event: &BacktestEvent| {
            of_part(counts, event, event.trades.net_usd().unwrap_or_default())
        };
        let sums = taken.sums(backtest, net);
        taken.by_cycle(measure, None, sums);
    }
    for (measure, counts) in GROSS {
        for index in indexes() {
            let of = |event: &BacktestEvent| {
                let gross = event.trades.gross_usd_of(index).unwrap_or_default();
                of_part(counts, event, gross)
            };
            let sums = taken.sums_of_index(backtest, index, of);
            // The trades of an index without assets are unknown, not zero.
            let is_followed = backtest.assets.contains_key(&index);
            let known = sums.into_iter().map(|sum| sum.filter(|_| is_followed));
            taken.by_cycle(measure, Some(index), known.collect());
        }
        let gross = |event: &BacktestEvent| of_part(counts, event, event.trades.gross_usd());
        let sums = taken.sums(backtest, gross);
        taken.by_cycle(measure, None, sums);
    }
}
