//! Price (RB 5.4): a close of at least $1.00 on rank day; a member below it stays if its 30-day
//! mean close reaches it.
//!
//! The thirty days are calendar days up to rank day (choice). A line without a price is dropped
//! unless it is itself a member: a gap in the file does not make a member ineligible (choice).

use super::{Check, Context, Drops, Failure, Rule, Screen, Subject};

pub(super) struct Price;

impl Rule for Price {
    fn screen(&self) -> Screen {
        Screen::Price
    }

    fn rule(&self) -> &'static str {
        "close at or above the minimum"
    }

    fn drops(&self) -> Drops {
        Drops { what: "Lines whose price is too low.", columns: "price", most_pct: 8.0 }
    }

    fn check(&self, of: &Subject<'_>, context: &Context<'_>) -> Check {
        let rules = &context.parameters.eligibility;
        let Some(price) = of.line.price() else {
            // A line without a price cannot be ranked, so that the setting for unknown values does
            // not apply.
            let unknown = Check::Fail(Failure::Unknown("price"));
            return if context.member_line { Check::PassUnknown } else { unknown };
        };
        if price >= rules.min_price {
            return Check::Pass;
        }
        match of.line.mean_close_30d() {
            _ if !context.member => Check::Fail(Failure::Close(price)),
            Some(mean) if mean >= rules.min_member_mean_close => Check::Pass,
            Some(mean) => Check::Fail(Failure::CloseAndMean(Box::new([price, mean]))),
            None => context.unknown("close below the minimum, 30-day mean"),
        }
    }

    fn value(&self, of: &Subject<'_>, context: &Context<'_>) -> Option<String> {
        let price = of.line.price()?;
        let is_low = price < context.parameters.eligibility.min_price;
        let mean = of.line.mean_close_30d().filter(|_| is_low && context.member);
        let mean = mean.map(|mean| format!(", 30-day mean ${}", mean.normalize()));
        Some(format!("${}{}", price.normalize(), mean.unwrap_or_default()))
    }

    fn needs(&self, context: &Context<'_>) -> String {
        let rules = &context.parameters.eligibility;
        let close = format!("at least ${}", rules.min_price.normalize());
        if context.member {
            format!("{close}, or a 30-day mean of ${}", rules.min_member_mean_close.normalize())
        } else {
            close
        }
    }

    fn is_of_prices(&self) -> bool {
        true
    }
}
