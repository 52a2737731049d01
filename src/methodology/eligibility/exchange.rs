//! Exchanges (RB 5.3): over-the-counter and unlisted lines are not eligible.

use super::{Check, Context, Drops, Failure, Rule, Screen, Subject};
use crate::universe::Security;

pub(super) struct Exchange;

impl Rule for Exchange {
    fn screen(&self) -> Screen {
        Screen::Exchange
    }

    fn rule(&self) -> &'static str {
        "listed on an eligible exchange"
    }

    fn drops(&self) -> Drops {
        Drops { what: "Lines of other exchanges.", columns: "exchange", most_pct: 50.0 }
    }

    fn check(&self, of: &Subject<'_>, context: &Context<'_>) -> Check {
        let exchange = of.line.exchange;
        if context.parameters.eligibility.exchanges.contains(&exchange) {
            Check::Pass
        } else {
            Check::Fail(Failure::Exchange(exchange))
        }
    }

    fn value(&self, of: &Subject<'_>, _: &Context<'_>) -> Option<String> {
        Some(of.line.exchange.to_string())
    }

    fn needs(&self, _: &Context<'_>) -> String {
        "an exchange of the rule book".to_owned()
    }

    fn mend(&self, line: &mut Security, context: &Context<'_>) {
        let eligible = context.parameters.eligibility.exchanges.first();
        line.exchange = eligible.copied().unwrap_or(line.exchange);
    }
}
