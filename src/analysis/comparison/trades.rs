//! Trades of index funds by cycle: at the scheduled events and their parts, and unscheduled.
//!
//! As with turnover, an event counts in the cycle of its effective date. "Traded by index funds" always
//! means `trades_net`: trades at the scheduled events after the funds of all indexes have crossed. Fund
//! assets are constant over time, so that schedules differ in trading and not in assets.

use super::measure::{Forms, Measure, Unit};
use super::turnover::part_of;
use super::{Taken, indexes};
use crate::analysis::backtest::{Backtest, BacktestEvent};
use crate::simulation::CyclePart;

const fn usd(name: &'static str, meaning: &'static str) -> Measure {
    Measure::new(name, Unit::Usd, Forms::Cycles, meaning)
}

/// A measure and the parts of a cycle whose events count towards it.
type Of = (Measure, fn(CyclePart) -> bool);

/// Trades of all funds after crossing.
static NET: [Of; 6] = [
    (
        usd(
            "trades_net",
            "traded by index funds a cycle: bought and sold at all scheduled events by all the funds once \
             they have crossed; the sum over events and stocks of abs(sum over the indexes of assets x \
             (w_after - w_before)); june_trades_net + december_trades_net + quarterly_trades_net",
        ),
        CyclePart::is_scheduled,
    ),
    (usd("june_trades_net", "of trades_net: reconstitutions implemented in June"), |part| {
        part == CyclePart::June
    }),
    (
        usd("december_trades_net", "of trades_net: reconstitutions implemented in another month"),
        |part| part == CyclePart::December,
    ),
    (usd("quarterly_trades_net", "of trades_net: quarterly additions and updates"), |part| {
        part.is_scheduled() && !part.is_reconstitution()
    }),
    (
        usd(
            "reconstitution_trades_net",
            "as trades_net, of the reconstitutions alone: june_trades_net + december_trades_net",
        ),
        CyclePart::is_reconstitution,
    ),
    (
        usd(
            "unscheduled_trades_net",
            "as trades_net, of deletions, fast entries and corporate actions: not part of it",
        ),
        |part| !part.is_scheduled(),
    ),
];

/// Trades of the funds on each index, and their sum for the family.
static GROSS: [Of; 3] = [
    (
        usd(
            "trades_gross",
            "bought and sold a cycle at all scheduled events by the funds that follow the index: the sum \
             of assets x sum of abs(w_after - w_before), the assets constant; of the family: the sum over \
             the indexes, before they cross",
        ),
        CyclePart::is_scheduled,
    ),
    (
        usd("reconstitution_trades_gross", "as trades_gross, of the reconstitutions alone"),
        CyclePart::is_reconstitution,
    ),
    (
        usd(
            "unscheduled_trades_gross",
            "as trades_gross, of deletions, fast entries and corporate actions: not part of it",
        ),
        |part| !part.is_scheduled(),
    ),
];

pub(super) fn measures() -> impl Iterator<Item = &'static Measure> {
    NET.iter().chain(&GROSS).map(|(measure, _)| measure)
}

pub(super) fn take(backtest: &Backtest, taken: &mut Taken<'_>) {
    let of_part = |counts: fn(CyclePart) -> bool, event: &BacktestEvent, usd: f64| {
        if counts(part_of(event)) { usd } else { 0.0 }
    };
    for (measure, counts) in &NET {
        let net = |event: &BacktestEvent| of_part(*counts, event, event.trades.net.gross_usd());
        let sums = taken.sums(backtest, net);
        taken.by_cycle(measure, None, sums);
    }
    for (measure, counts) in &GROSS {
        for index in indexes() {
            let of = |event: &BacktestEvent| {
                let gross = event.trades.gross_usd_of(index).unwrap_or_default();
                of_part(*counts, event, gross)
            };
            let sums = taken.sums_of_index(backtest, index, of);
            // The trades of an index without assets are unknown, not zero.
            let is_followed = backtest.assets.contains_key(&index);
            let known = sums.into_iter().map(|sum| sum.filter(|_| is_followed));
            taken.by_cycle(measure, Some(index), known.collect());
        }
        let gross = |event: &BacktestEvent| of_part(*counts, event, event.trades.gross_usd());
        let sums = taken.sums(backtest, gross);
        taken.by_cycle(measure, None, sums);
    }
}
