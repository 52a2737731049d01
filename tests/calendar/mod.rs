//! The calendar against facts: the exchange's closures, the provider's published dates, the rule
//! book's tables.

mod command;
mod exchange_days;
mod identity;
mod rules;
mod schedules;

use chrono::NaiveDate;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn dates(text: &str) -> Vec<NaiveDate> {
    text.split_whitespace().map(date).collect()
}
