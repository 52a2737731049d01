//! Price (RB 5.4): a close of $1.00 on rank day; a member below it stays on its 30-day mean.
//!
//! The thirty days are calendar days to rank day (choice). A line without a price is out, unless it is
//! a member itself: the file lacks its price, and that makes nobody ineligible (choice).

use super::{Check, Context, Failure};
use crate::universe::Security;

pub(super) fn check(s: &Security, context: &Context<'_>) -> Check {
    let rules = &context.parameters.eligibility;
    let Some(price) = s.price else {
        // Without a price there is nothing to rank, whatever unknown values do elsewhere.
        let unknown = Check::Fail(Failure::Unknown("price"));
        return if context.member_line { Check::PassUnknown } else { unknown };
    };
    if price >= rules.min_price {
        return Check::Pass;
    }
    match s.mean_close_30d {
        Some(mean) if context.member && mean >= rules.min_member_mean_close => Check::Pass,
        Some(mean) if context.member => Check::Fail(Failure::CloseAndMean(Box::new([price, mean]))),
        None if context.member => match context.unknown("close below the minimum, 30-day mean") {
            Check::PassUnknown => Check::PassUnknown,
            other => other,
        },
        _ => Check::Fail(Failure::Close(price)),
    }
}
