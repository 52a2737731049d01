//! Size (RB 5.4): a total cap of $30m at least.

use rust_decimal::Decimal;

use super::{Check, Context, Failure};

pub(super) fn check(cap: Option<Decimal>, context: &Context<'_>) -> Check {
    match cap {
        Some(cap) if cap >= context.parameters.eligibility.min_market_cap => Check::Pass,
        Some(cap) => Check::Fail(Failure::Cap(cap)),
        // A company without a cap has no rank, whatever unknown values do elsewhere.
        None => Check::Fail(Failure::Unknown("cap")),
    }
}
