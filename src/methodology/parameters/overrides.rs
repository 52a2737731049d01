//! Overrides of the rule book's numbers and choices in a scenario: each is described once, together
//! with the values that a scenario may give.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{AdditionBreaks, BandEdge, Break, TieBreak, Unknown};
use crate::refusal::Refusal;
use crate::universe::{Amount, Country, Exchange, MOST_ASSETS, SecurityType, Structure};

/// The key of a scenario with an invalid value, and what is wrong with it.
pub type Problem = (String, Refusal);

/// A number, a choice, or a group of them, that a scenario can change.
pub trait Parameter {
    /// The form that a scenario file gives; its default changes nothing.
    type Written: Default;

    /// Applies the change that a scenario gives under a key.
    ///
    /// # Errors
    /// The value is invalid.
    fn change(&mut self, written: &Self::Written, key: &str) -> Result<(), Problem>;
}

/// Defines a group of parameters: the struct with their values, and the scenario table that
/// overrides some of them.
macro_rules! parameters {
    (
        $(#[$about:meta])*
        pub struct $name:ident, $written:ident {
            $($(#[$doc:meta])* $field:ident: $kind:ty,)*
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
        pub struct $name {
            $($(#[$doc])* pub $field: $kind,)*
        }

        #[allow(clippy::struct_field_names, reason = "keys of scenarios are what they are")]
        #[doc = concat!("What a scenario changes of [`", stringify!($name), "`].")]
        #[derive(Debug, Clone, Default, serde::Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields, default)]
        pub struct $written {
            $($(#[$doc])* pub $field: <$kind as $crate::methodology::Parameter>::Written,)*
        }

        impl $crate::methodology::Parameter for $name {
            type Written = $written;

            fn change(
                &mut self,
                written: &$written,
                key: &str,
            ) -> Result<(), $crate::methodology::Problem> {
                $(self.$field.change(
                    &written.$field,
                    &format!(concat!("{}.", stringify!($field)), key),
                )?;)*
                Ok(())
            }
        }
    };
}
pub(super) use parameters;

/// Values that have the same form in a scenario as in the program.
macro_rules! as_written {
    ($($kind:ty),* $(,)?) => {
        $(impl Parameter for $kind {
            type Written = Option<Self>;

            fn change(&mut self, written: &Option<Self>, _: &str) -> Result<(), Problem> {
                if let Some(value) = written {
                    self.clone_from(value);
                }
                Ok(())
            }
        })*
    };
}

as_written!(
    bool,
    u32,
    AdditionBreaks,
    BandEdge,
    Country,
    TieBreak,
    Unknown,
    Vec<Country>,
    Vec<Exchange>,
    Vec<SecurityType>,
    Vec<Structure>,
);

impl Parameter for Decimal {
    type Written = Option<Amount>;

    fn change(&mut self, written: &Option<Amount>, key: &str) -> Result<(), Problem> {
        let Some(Amount(number)) = *written else { return Ok(()) };
        if number.is_sign_negative() && !number.is_zero() {
            let refusal = Refusal::new(format!("{number} is negative"), "it must be 0 or more");
            return Err((key.to_owned(), refusal));
        }
        if number > most(key) {
            let remedy = format!("give 0 to {}", most(key));
            return Err((
                key.to_owned(),
                Refusal::new(format!("{number} is out of range"), remedy),
            ));
        }
        *self = number.normalize();
        Ok(())
    }
}

/// The largest value of a parameter: 100 for floats and votes, 10,000 for other percentages and for
/// points, and more than all the money in the world for USD.
fn most(key: &str) -> Decimal {
    if key.ends_with("float_pct") || key.ends_with("votes_pct") {
        Decimal::ONE_HUNDRED
    } else if key.ends_with("_pct") || key.ends_with("_points") {
        Decimal::from(10_000)
    } else {
        MOST_ASSETS
    }
}

/// A break: its rank and its band, symmetric by `half_width` or by its two sides.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(extend("x-inline" = true))]
pub struct WrittenBreak {
    /// Rank of the last company on the large side.
    #[schemars(range(min = 1))]
    pub rank: Option<usize>,
    /// Width of the band to both sides, points of the cumulative percentile, such as 2.5; in place of
    /// `band_above` and `band_below`.
    #[schemars(range(max = 100))]
    pub half_width: Option<Amount>,
    /// Width of the band towards larger companies, points of the cumulative percentile.
    #[schemars(range(max = 100))]
    pub band_above: Option<Amount>,
    /// Width of the band towards smaller companies, points of the cumulative percentile.
    #[schemars(range(max = 100))]
    pub band_below: Option<Amount>,
}

impl Parameter for Break {
    type Written = Option<WrittenBreak>;

    fn change(&mut self, written: &Option<WrittenBreak>, key: &str) -> Result<(), Problem> {
        let Some(written) = written else { return Ok(()) };
        let is_of_two_sides = written.band_above.or(written.band_below).is_some();
        if written.half_width.is_some() && is_of_two_sides {
            let refusal =
                Refusal::new("stands beside band_above or band_below", "give either it or them");
            return Err((format!("{key}.half_width"), refusal));
        }
        self.rank = written.rank.unwrap_or(self.rank);
        for (side, width, own) in [
            ("band_above", &mut self.band_above, written.band_above),
            ("band_below", &mut self.band_below, written.band_below),
        ] {
            let side = if written.half_width.is_some() { "half_width" } else { side };
            let key = format!("{key}.{side}");
            width.change(&own.or(written.half_width), &key)?;
            if width.scale() > 6 || *width > Decimal::ONE_HUNDRED {
                let remedy = "give 0 to 100 points with six places at most";
                return Err((key, Refusal::new(format!("{width} is no width"), remedy)));
            }
        }
        Ok(())
    }
}
