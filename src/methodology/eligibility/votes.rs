//! Votes (RB 5.8): 5.0000% of all votes with unrestricted holders at least.
//!
//! Not researched in December: a member keeps its standing, whatever has become of its votes; a
//! company that is no member is judged by what was last found.

use super::{Check, Context};
use crate::universe::Security;

pub(super) fn check(s: &Security, context: &Context<'_>) -> Check {
    if context.member && !context.votes_reviewed {
        return Check::Pass;
    }
    match s.unrestricted_votes_pct {
        Some(votes) if votes >= context.parameters.eligibility.min_unrestricted_votes_pct => {
            Check::Pass
        }
        Some(votes) => Check::Fail(format!("votes {votes}%")),
        None => context.unknown("votes"),
    }
}
