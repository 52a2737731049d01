//! The format in which values by cycle are stored with results: one string, separated by spaces,
//! with `-` for an unknown value and enough digits to read back the same number. Lists of numbers
//! would put too many values into a results file.

use serde::de::Error as _;
use serde::{Deserialize as _, Deserializer, Serializer};

pub(super) fn serialize<S: Serializer>(of: &[Option<f64>], to: S) -> Result<S::Ok, S::Error> {
    let word = |value: &Option<f64>| match value {
        Some(value) => format!("{value:e}"),
        None => "-".to_owned(),
    };
    to.serialize_str(&of.iter().map(word).collect::<Vec<_>>().join(" "))
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Vec<Option<f64>>, D::Error> {
    let text = String::deserialize(from)?;
    let value = |word: &str| match word {
        "-" => Ok(None),
        word => {
            let number = word.parse().ok().filter(|number: &f64| number.is_finite());
            number.map(Some).ok_or_else(|| D::Error::custom(format!("{word:?} is no number")))
        }
    };
    text.split_terminator(' ').map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Values;

    #[test]
    fn values_are_read_as_they_were_written() {
        let numbers = [0.1 + 0.2, -0.0, 1e300, 5e-324, 1.0 / 3.0, -123_456.789, f64::MAX];
        let all: Vec<Option<f64>> = numbers.into_iter().map(Some).chain([None]).collect();
        for of in [&all[..], &all[7..], &[]] {
            let text = serde_json::to_string(&Values::OfCycles(of.to_vec())).expect("JSON");
            let Ok(Values::OfCycles(read)) = serde_json::from_str(&text) else { panic!("{text}") };
            let bits = |of: &[Option<f64>]| {
                of.iter().map(|value| value.map(f64::to_bits)).collect::<Vec<_>>()
            };
            assert_eq!(bits(&read), bits(of), "{text}");
        }
        for wrong in ["NaN", "inf", "1  2", "x"] {
            let text = format!("{{\"of_cycles\":\"{wrong}\"}}");
            assert!(serde_json::from_str::<Values>(&text).is_err(), "{wrong}");
        }
    }
}
