//! Listing (RB 5.5): trading and documented by rank day.

use chrono::NaiveDate;

use super::{Check, Context, Drops, Failure, Rule, Screen, Subject};
use crate::universe::Security;

pub(super) struct Listing;

impl Rule for Listing {
    fn screen(&self) -> Screen {
        Screen::Listing
    }

    fn rule(&self) -> &'static str {
        "trading and documented by rank day"
    }

    fn drops(&self) -> Drops {
        Drops { what: "Lines listed after rank day.", columns: "listing_date", most_pct: 5.0 }
    }

    fn check(&self, of: &Subject<'_>, context: &Context<'_>) -> Check {
        if let Some(day) = late(of.line.listing_date, context) {
            Check::Fail(Failure::Listed(day))
        } else if let Some(day) = late(of.line.documented_date, context) {
            Check::Fail(Failure::Documented(day))
        } else {
            // A line with a price trades, even if its listing date is unknown.
            Check::Pass
        }
    }

    fn value(&self, of: &Subject<'_>, context: &Context<'_>) -> Option<String> {
        let documented = late(of.line.documented_date, context);
        let listed = || of.line.listing_date.map(|day| format!("listed {day}"));
        documented.map(|day| format!("documented {day}")).or_else(listed)
    }

    fn mend(&self, line: &mut Security, context: &Context<'_>) {
        let by_rank_day = |day: NaiveDate| day.min(context.rank_day);
        line.listing_date = line.listing_date.map(by_rank_day);
        line.documented_date = line.documented_date.map(by_rank_day);
    }
}

/// The day, if it lies after rank day.
fn late(day: Option<NaiveDate>, context: &Context<'_>) -> Option<NaiveDate> {
    day.filter(|day| *day > context.rank_day)
}
