//! How many members an index has, how large they are, and how much of it the largest are.

use super::measure::{Form, Forms, Measure, Unit};
use super::years::ends;
use super::{Taken, indexes};
use crate::analysis::lived::{FamilyClose, Lived, Size};
use crate::universe::Index;

static MEMBERS: Measure = Measure::new(
    "members",
    Unit::Count,
    Forms::YearEnds,
    "members at the last close, and at the last close of each calendar year that the history has \
     the end of",
);

/// A measure, with what it is of an index's size.
type Part = (Measure, fn(&Size) -> Option<f64>);

/// At the last close.
static SIZES: [Part; 4] = [
    (
        Measure::new("largest_cap", Unit::Usd, Forms::Once, "cap of the largest company held"),
        |size| Some(size.largest_cap),
    ),
    (
        Measure::new("median_cap", Unit::Usd, Forms::Once, "median cap of the companies held"),
        |size| Some(size.median_cap),
    ),
    (
        Measure::new(
            "weighted_mean_cap",
            Unit::Usd,
            Forms::Once,
            "mean cap of the companies held, by their weight in the index",
        ),
        |size| size.weighted_mean_cap,
    ),
    (
        Measure::new(
            "top_10_weight",
            Unit::Fraction,
            Forms::Once,
            "weight of the ten largest members at the last close",
        ),
        |size| Some(size.top_10_weight),
    ),
];

pub(super) fn measures() -> impl Iterator<Item = &'static Measure> {
    std::iter::once(&MEMBERS).chain(SIZES.iter().map(|(measure, _)| measure))
}

pub(super) fn take(lived: &Lived, taken: &mut Taken<'_>) {
    let Some(last) = lived.closes.last() else { return };
    taken.by_index(&MEMBERS, |index| Some(members(last, index)));
    for year in taken.years.all.clone() {
        let of_year = |close: &&FamilyClose| chrono::Datelike::year(&close.date) <= year;
        let close = lived.closes.iter().rfind(of_year).filter(|_| ends(year, last.date));
        let Some(close) = close else { continue };
        for index in indexes() {
            taken.push(&MEMBERS, Form::Year(year), Some(index), Some(members(close, index)));
        }
    }
    for (measure, of) in &SIZES {
        taken.by_index(measure, |index| last.indexes[index as usize].size.as_ref().and_then(of));
    }
}

fn members(close: &FamilyClose, index: Index) -> f64 {
    close.indexes[index as usize].size.as_ref().map_or(0.0, |size| size.members as f64)
}
