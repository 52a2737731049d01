//! Days, which a scenario may write in more than one way.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer};

use crate::refusal::Refusal;

/// Deserialises a day written as a TOML date or as a string.
pub(crate) fn required_date<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<NaiveDate, D::Error> {
    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Written(toml::Value);
    let Written(value) = Written::deserialize(deserializer)?;
    let text = match &value {
        toml::Value::Datetime(day) => day.to_string(),
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    crate::universe::table::parse_date(&text).ok_or_else(|| {
        let problem = format!("\"{}\" is not a date", crate::universe::shorten(&text));
        Refusal::new(problem, "write a day that exists as YYYY-MM-DD").of_value()
    })
}

/// As [`required_date`], for an optional key.
pub(crate) fn date<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<NaiveDate>, D::Error> {
    required_date(deserializer).map(Some)
}
