//! The words of doubts about a panel.

use crate::remark::PanelDoubt;
use crate::report::remarks::phrases::{and_more, counts};
use crate::report::remarks::{columns, panels};

/// A doubt in a sentence.
pub(super) fn doubt(doubt: &PanelDoubt) -> String {
    match doubt {
        PanelDoubt::PanelReturnsFar { returns, of, most_pct } => {
            panels::returns_far((*returns, *of), *most_pct)
        }
        PanelDoubt::PanelReturnsGross { returns, of, median } => {
            panels::returns_gross((*returns, *of), *median)
        }
        PanelDoubt::PanelDayRepeated { file, before, lines, of } => {
            panels::day_repeated(file, *before, (*lines, *of))
        }
        PanelDoubt::PanelReturnsDiffer { file, returns, of } => {
            panels::returns_differ(file, (*returns, *of))
        }
        PanelDoubt::PanelCapsRepaired { file, caps, of, day, lines, of_day } => {
            panels::repaired(file, (*caps, *of), *day, (*lines, *of_day))
        }
        PanelDoubt::PanelReturnFar { returns, symbol, return_pct } => {
            panels::return_far(*returns, symbol, *return_pct)
        }
        PanelDoubt::PanelReturnAgainstCap { returns, symbol, return_pct, cap_pct } => {
            panels::return_against_cap(*returns, symbol, *return_pct, *cap_pct)
        }
        PanelDoubt::PanelCountriesUnknown { lines } => panels::countries_unknown(*lines),
        PanelDoubt::LabelsPartial { labelled, of, first, least_pct } => {
            columns::labels_partial((*labelled, *of), first, *least_pct)
        }
        PanelDoubt::PanelGap { file, from, to, usual, gaps } => {
            panels::gap(file, (*from, *to), *usual, *gaps)
        }
        PanelDoubt::PanelOfSurvivors { file, gone, of, from, to } => {
            panels::survivors(file, (*gone, *of), *from, *to)
        }
        PanelDoubt::PanelDayApart { file, returns, of, dates } => {
            panels::day_apart(file, (*returns, *of), *dates)
        }
        PanelDoubt::PanelReturnsPartial { file, returns, of, day, of_day } => format!(
            "{file}: {} of {} returns are not those of price and cap, which agree with each other, by two points or \
             more (most on {day}: {}): do they leave days out? Holdings follow returns, and the next update of \
             shares takes them to the caps, as if shares had changed",
            counts(*returns),
            counts(*of),
            counts(*of_day)
        ),
        PanelDoubt::PanelReturnsForm { file, form, returns, of } => {
            panels::returns_form(file, *form, (*returns, *of))
        }
        PanelDoubt::DatesWithoutSession { file, before, dates } => format!(
            "{file}: the exchanges were closed on this day{}: if it is the close of {before}, date it so; events of the \
             days between fall on the close before",
            and_more(*dates - 1, "on", " dates")
        ),
        PanelDoubt::DateThin { file, lines, beside, dates } => {
            panels::date_thin(file, (*lines, *beside), *dates)
        }
        PanelDoubt::PanelReturnsNone { returns, quotes } => panels::returns_none(*returns, *quotes),
    }
}
