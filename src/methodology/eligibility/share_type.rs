//! Share types (RB 5.6): only common shares; no preferred, warrants, rights, units or receipts.

use super::{Check, Context, Failure};
use crate::universe::Security;

pub(super) fn check(s: &Security, context: &Context<'_>) -> Check {
    if context.parameters.eligibility.security_types.contains(&s.security_type) {
        Check::Pass
    } else {
        Check::Fail(Failure::ShareType(s.security_type))
    }
}
