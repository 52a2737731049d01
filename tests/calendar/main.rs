//! The calendar against facts: the exchange's closures, the provider's published dates, the rule
//! book's tables.

mod exchange_days;

use chrono::NaiveDate;

fn date(text: &str) -> NaiveDate {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

