//! The words of remarks on the time between rank day and implementation.

use chrono::NaiveDate;

use crate::remark::InterimNote;
use crate::report::remarks::phrases::{days, some};

/// A remark in a sentence, without its day.
pub(super) fn words(note: &InterimNote) -> String {
    match note {
        InterimNote::PlacedAnew { count, as_of, index_return_pct } => {
            let how = match as_of {
                Some(as_of) => format!(
                    "by their caps at the close of {as_of}, against breaks moved along the Russell \
                     3000E's return to it, {index_return_pct:+.2}% (of members that neither left nor had an \
                     action)"
                ),
                None => {
                    "by their caps of rank day with the shares issued since, against breaks of \
                         rank day"
                        .to_owned()
                }
            };
            format!(
                "companies placed anew for a corporate action before the lock-down: {count}, {how}; \
                 prices of the action's own day are not given"
            )
        }
        InterimNote::LockdownUnknown => {
            "the first day of the lock-down is not known: companies are placed \
                                  anew until the implementation (actions.lockdown)"
                .to_owned()
        }
        InterimNote::ActionLeftOut { date, action, symbol, other, why } => {
            format!("{}: {why}; left out", action_of(*date, action, symbol, other.as_deref()))
        }
        InterimNote::ActionInDoubt { date, action, symbol, other, why } => {
            format!("{}: {why}", action_of(*date, action, symbol, other.as_deref()))
        }
        InterimNote::EffectivePart { as_of, found, held, weight, stated } => format!(
            "{}: a part ({}), so lines without one keep rank-day prices, and none counts as gone \
             (effective.complete)",
            covers(*as_of, *found, *held, *weight),
            known(*stated)
        ),
        InterimNote::EffectiveGone { as_of, found, held, weight, stated, gone, largest } => {
            format!(
                "{} and are complete ({}): lines without one, which have left before the event: {gone}, the \
             largest first {} (left.csv; effective.alive and effective.later say which are still listed)",
                covers(*as_of, *found, *held, *weight),
                known(*stated),
                some(largest, *gone)
            )
        }
        InterimNote::EffectiveAlive { as_of, alive, largest } => format!(
            "lines without a price of {as_of} that are still listed and keep their rank-day price: \
             {alive}, the largest first {}",
            some(largest, *alive)
        ),
        InterimNote::EffectiveOfAnotherDay { as_of, implementation } => {
            let apart = (*implementation - *as_of).num_days();
            let side = if apart > 0 { "before" } else { "after" };
            format!(
                "the prices of the implementation day are of {as_of}, {} {side} the implementation on \
                 {implementation}: weights and trades are those of that day",
                days(apart.abs())
            )
        }
        InterimNote::NoEffectivePrices => {
            "no prices of the implementation day are given: weights and \
                                    turnover use rank-day prices"
                .to_owned()
        }
    }
}

/// The part of the held lines that the prices of the implementation day cover.
fn covers(as_of: NaiveDate, found: usize, held: usize, weight: Option<f64>) -> String {
    let weight =
        weight.map_or_else(String::new, |part| format!(", {:.2}% of the weight", part * 100.0));
    format!("the prices of {as_of} cover {found} of {held} held lines{weight}")
}

fn action_of(date: NaiveDate, action: &str, symbol: &str, other: Option<&str>) -> String {
    let other = other.map_or_else(String::new, |other| format!(", {other}"));
    format!("corporate action of {date}, {action} of {symbol}{other}")
}

/// Whether something is stated by the scenario or inferred.
fn known(stated: bool) -> &'static str {
    if stated { "stated" } else { "inferred" }
}
