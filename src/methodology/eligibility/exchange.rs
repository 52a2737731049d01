//! Exchanges (RB 5.3): over-the-counter and unlisted lines are out.

use super::{Check, Context, Failure};
use crate::universe::Security;

pub(super) fn check(s: &Security, context: &Context<'_>) -> Check {
    if context.parameters.eligibility.exchanges.contains(&s.exchange) {
        Check::Pass
    } else {
        Check::Fail(Failure::Exchange(s.exchange))
    }
}
