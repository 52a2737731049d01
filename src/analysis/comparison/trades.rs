//! What index funds trade by calendar year: at all events, and at the reconstitutions alone.
//!
//! As turnover, an event counts in the year of its own day. The assets are the same throughout, so
//! that schedules differ by what they make funds trade and not by how much money there is.

use super::measure::{Form, Forms, Measure, Unit};
use super::{Taken, indexes};
use crate::analysis::lived::{Lived, LivedEvent};
use crate::simulation::EventKind;
use crate::universe::Index;

const fn usd(name: &'static str, meaning: &'static str) -> Measure {
    Measure::new(name, Unit::Usd, Forms::Yearly, meaning)
}

/// Of all events, then of the reconstitutions alone.
static MEASURES: [[Measure; 2]; 2] = [
    [
        usd(
            "trades_gross",
            "bought and sold a year by the funds that follow the index: the sum over its events of assets \
             x sum of abs(w_after - w_before), the assets constant; of the family: the sum over the \
             indexes",
        ),
        usd(
            "trades_net",
            "bought and sold a year by all these funds once they have crossed: the sum over events and \
             stocks of abs(sum over the indexes of assets x (w_after - w_before))",
        ),
    ],
    [
        usd("reconstitution_trades_gross", "as trades_gross, of the reconstitutions alone"),
        usd("reconstitution_trades_net", "as trades_net, of the reconstitutions alone"),
    ],
];

pub(super) fn measures() -> impl Iterator<Item = &'static Measure> {
    MEASURES.iter().flatten()
}

pub(super) fn take(lived: &Lived, taken: &mut Taken<'_>) {
    let alone = |event: &LivedEvent| matches!(event.kind, EventKind::Reconstitution(_));
    let all = |_: &LivedEvent| true;
    let counts: [&dyn Fn(&LivedEvent) -> bool; 2] = [&all, &alone];
    for ([gross, net], counts) in MEASURES.iter().zip(counts) {
        let by_year = |of: &dyn Fn(&LivedEvent) -> f64| sums(lived, taken, counts, of);
        let mut of_indexes: Vec<_> = indexes()
            .map(|index| {
                let is_followed = lived.assets.contains_key(&index);
                let of = |event: &LivedEvent| event.trades.gross_usd_of(index).unwrap_or_default();
                (Some(index), is_followed.then(|| by_year(&of)))
            })
            .collect();
        of_indexes.push((None, Some(by_year(&|event| event.trades.gross_usd()))));
        let of_family = [(None, Some(by_year(&|event| event.trades.net.gross_usd())))];
        known(taken, gross, &of_indexes);
        known(taken, net, &of_family);
    }
}

/// The sums by year of something of the events that count.
fn sums(
    lived: &Lived,
    taken: &Taken<'_>,
    counts: &dyn Fn(&LivedEvent) -> bool,
    of: &dyn Fn(&LivedEvent) -> f64,
) -> Vec<f64> {
    let mut of_years = vec![0.0; taken.years.all.len()];
    for event in lived.events.iter().filter(|event| counts(event)) {
        if let Some(year) = taken.years.place(event.date) {
            of_years[year] += of(event);
        }
    }
    of_years
}

/// As [`Taken::yearly`], where an index that nobody follows has no sums. The family comes last.
fn known(
    taken: &mut Taken<'_>,
    measure: &'static Measure,
    sums: &[(Option<Index>, Option<Vec<f64>>)],
) {
    for (index, of_years) in sums {
        let mean = of_years.as_ref().and_then(|of_years| taken.years.mean(of_years));
        taken.push(measure, Form::Plain, *index, mean);
    }
    for (place, year) in taken.years.all.clone().into_iter().enumerate() {
        for (index, of_years) in sums {
            let value = of_years.as_ref().map(|of_years| of_years[place]);
            taken.push(measure, Form::Year(year), *index, value);
        }
    }
}
