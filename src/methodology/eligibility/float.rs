//! Free float (RB 5.7): 5.0000% of the class's shares at least.

use super::{Check, Context, Failure};
use crate::universe::Security;

pub(super) fn check(s: &Security, context: &Context<'_>) -> Check {
    match s.free_float_pct {
        Some(float) if float >= context.parameters.eligibility.min_free_float_pct => Check::Pass,
        Some(float) => Check::Fail(Failure::Float(float)),
        None => context.unknown("float"),
    }
}
