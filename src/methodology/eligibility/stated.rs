//! Stated ineligibility: what the universe's `excluded` column says, by knowledge or by evidence.
//!
//! No screen of the rule book, but the place for a finding whose cause the data does not show.

use super::{Check, Failure};
use crate::universe::Security;

pub(super) fn check(s: &Security) -> Check {
    let statement = s.excluded.as_deref();
    statement.map_or(Check::Pass, |why| Check::Fail(Failure::Stated(why.into())))
}
