//! Free float (RB 5.7): at least 5.0000% of the class's shares.

use super::{Check, Context, Drops, Failure, Rule, Screen, Subject};
use crate::universe::Security;

pub(super) struct Float;

impl Rule for Float {
    fn screen(&self) -> Screen {
        Screen::Float
    }

    fn rule(&self) -> &'static str {
        "free float at or above the minimum"
    }

    fn drops(&self) -> Drops {
        Drops { what: "Lines whose float is too low.", columns: "free_float_pct", most_pct: 3.0 }
    }

    fn check(&self, of: &Subject<'_>, context: &Context<'_>) -> Check {
        match of.line.free_float_pct() {
            Some(float) if float >= context.parameters.eligibility.min_free_float_pct => {
                Check::Pass
            }
            Some(float) => Check::Fail(Failure::Float(float)),
            None => context.unknown("float"),
        }
    }

    fn value(&self, of: &Subject<'_>, _: &Context<'_>) -> Option<String> {
        of.line.free_float_pct().map(|float| format!("{}%", float.normalize()))
    }

    fn needs(&self, context: &Context<'_>) -> String {
        let least = context.parameters.eligibility.min_free_float_pct.normalize();
        format!("at least {least}% of shares")
    }

    fn mend(&self, line: &mut Security, context: &Context<'_>) {
        line.set_free_float_pct(Some(context.parameters.eligibility.min_free_float_pct));
    }
}
