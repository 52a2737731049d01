//! Share types (RB 5.6): common shares only; no preferred shares, warrants, rights, units or
//! depositary receipts.

use super::{Check, Context, Drops, Failure, Rule, Screen, Subject};
use crate::universe::{Security, SecurityType};

pub(super) struct ShareType;

impl Rule for ShareType {
    fn screen(&self) -> Screen {
        Screen::ShareType
    }

    fn rule(&self) -> &'static str {
        "common shares only"
    }

    fn drops(&self) -> Drops {
        Drops {
            what: "Preferred shares, warrants, units and the like.",
            columns: "security_type",
            most_pct: 30.0,
        }
    }

    fn check(&self, of: &Subject<'_>, context: &Context<'_>) -> Check {
        let kind = of.line.security_type;
        if context.parameters.eligibility.security_types.contains(&kind) {
            Check::Pass
        } else {
            Check::Fail(Failure::ShareType(kind))
        }
    }

    fn value(&self, of: &Subject<'_>, _: &Context<'_>) -> Option<String> {
        Some(of.line.security_type.to_string())
    }

    fn is_by_nature(&self) -> bool {
        true
    }

    fn mend(&self, line: &mut Security, context: &Context<'_>) {
        let eligible = context.parameters.eligibility.security_types.first();
        line.security_type = eligible.copied().unwrap_or(SecurityType::Common);
    }
}
