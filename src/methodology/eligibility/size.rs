//! Size (RB 5.4): a total company cap of at least $30m.

use super::{Check, Context, Drops, Failure, Rule, Screen, Subject};

pub(super) struct Size;

impl Rule for Size {
    fn screen(&self) -> Screen {
        Screen::Size
    }

    fn rule(&self) -> &'static str {
        "company cap at or above the minimum"
    }

    fn drops(&self) -> Drops {
        Drops {
            what: "Companies that are too small.",
            columns: "company_market_cap, or price and shares_outstanding",
            most_pct: 12.0,
        }
    }

    fn check(&self, of: &Subject<'_>, context: &Context<'_>) -> Check {
        match of.cap {
            Some(cap) if cap >= context.parameters.eligibility.min_market_cap => Check::Pass,
            Some(cap) => Check::Fail(Failure::Cap(cap)),
            // A company without a cap cannot be ranked, so that the setting for unknown values does
            // not apply.
            None => Check::Fail(Failure::Unknown("cap")),
        }
    }

    fn value(&self, of: &Subject<'_>, _: &Context<'_>) -> Option<String> {
        of.cap.map(|cap| format!("${}", cap.round_dp(2).normalize()))
    }

    fn needs(&self, context: &Context<'_>) -> String {
        format!("at least ${}", context.parameters.eligibility.min_market_cap.normalize())
    }

    fn is_of_prices(&self) -> bool {
        true
    }
}
