//! Listing (RB 5.5): trading, and documented, by rank day.

use super::{Check, Context, Failure};
use crate::universe::Security;

pub(super) fn check(s: &Security, context: &Context<'_>) -> Check {
    let late = |day: Option<chrono::NaiveDate>| day.filter(|day| *day > context.rank_day);
    if let Some(day) = late(s.listing_date) {
        Check::Fail(Failure::Listed(day))
    } else if let Some(day) = late(s.documented_date) {
        Check::Fail(Failure::Documented(day))
    } else {
        // An unknown date of a line that has a price is no doubt about its trading.
        Check::Pass
    }
}
