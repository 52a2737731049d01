//! Structures (RB 5.6): royalty trusts, US LLCs, closed-end funds, business development companies,
//! blank-cheque companies, limited partnerships, funds, and whatever generates UBTI are out.

use super::{Check, Context, Failure};
use crate::universe::Security;

pub(super) fn check(s: &Security, context: &Context<'_>) -> Check {
    if context.parameters.eligibility.excluded_structures.contains(&s.structure) {
        Check::Fail(Failure::Structure(s.structure))
    } else {
        Check::Pass
    }
}
