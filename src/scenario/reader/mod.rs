//! Reads the values of a parsed scenario into types.
//!
//! The TOML reader's own deserialiser reports a fault as one text. This one knows what was found,
//! what was expected and where, and words it in the terms of the file format.

mod error;
mod node;

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer as _, MapAccess,
    SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use toml::de::DeTable;
use toml::{Spanned, Value};
use toml_datetime::de::DatetimeDeserializer;

pub(super) use self::error::ReadError;
use self::error::in_words;
use self::node::{Entry, Node, Number, Shape};

/// Reads the tables of a scenario into a type.
///
/// # Errors
/// The first value that does not fit.
pub(super) fn read<T: DeserializeOwned>(document: &Spanned<DeTable<'_>>) -> Result<T, ReadError> {
    T::deserialize(Reader(Node::document(document)))
}

/// Reads a value that was not parsed from a text, such as one of a sweep.
///
/// # Errors
/// The first value that does not fit.
pub(super) fn read_value<T: DeserializeOwned>(value: &Value) -> Result<T, ReadError> {
    T::deserialize(Reader(Node::made(value)))
}

/// A whole number of either sign.
const WHOLE: &str = "a whole number";
/// A whole number that is not negative.
const NOT_NEGATIVE: &str = "a whole number that is not negative";

struct Reader<'a>(Node<'a>);

impl Reader<'_> {
    /// Passes the value to a visitor; `wanted` describes what fits, if the visitor would describe it in terms
    /// of Rust types.
    fn visit<'de, V: Visitor<'de>>(
        self,
        wanted: Option<&str>,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let Self(node) = self;
        let read = match node.shape() {
            Shape::Text(text) => visitor.visit_str(text),
            Shape::Number(Number::Signed(number)) => visitor.visit_i64(number),
            Shape::Number(Number::Unsigned(number)) => visitor.visit_u64(number),
            Shape::Number(Number::Float(number)) => {
                visitor.visit_f64(number).map_err(|error: ReadError| error.of_float(number))
            }
            Shape::Number(Number::TooLarge) => Err(ReadError::too_large()),
            Shape::Boolean(value) => visitor.visit_bool(value),
            Shape::Day(day) => {
                let expected = Expected(&visitor).to_string();
                visitor
                    .visit_map(DatetimeDeserializer::<ReadError>::new(day))
                    .map_err(|_| ReadError::unfit("a day", &expected))
            }
            Shape::List(items) => visitor.visit_seq(Items(items.into_iter())),
            Shape::Table(entries) => {
                visitor.visit_map(Entries { left: entries.into_iter(), value: None })
            }
        };
        read.map_err(|error| error.at(node.span, wanted))
    }
}

/// Displays what a visitor expects.
struct Expected<'v, V>(&'v V);

impl<'de, V: Visitor<'de>> fmt::Display for Expected<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }
}

/// Methods for values that the serde crate describes in terms of Rust types.
macro_rules! in_words {
    ($($method:ident: $wanted:expr,)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            self.visit(Some($wanted), visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.visit(None, visitor)
    }

    in_words! {
        deserialize_bool: "true or false",
        deserialize_i8: WHOLE,
        deserialize_i16: WHOLE,
        deserialize_i32: WHOLE,
        deserialize_i64: WHOLE,
        deserialize_u8: WHOLE,
        deserialize_u16: WHOLE,
        deserialize_u32: WHOLE,
        deserialize_u64: NOT_NEGATIVE,
        deserialize_f32: "a number",
        deserialize_f64: "a number",
        deserialize_str: "text in quotation marks",
        deserialize_string: "text in quotation marks",
        deserialize_seq: "a list in square brackets",
        deserialize_map: "a table of keys",
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let span = self.0.span.clone();
        visitor.visit_some(self).map_err(|error| error.at(span, None))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let span = self.0.span.clone();
        visitor.visit_newtype_struct(self).map_err(|error| error.at(span, None))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        keys: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        match self.0.shape() {
            Shape::List(tables) if self.0.is_list_of_tables() => {
                let first = tables.first().and_then(|table| table.span.clone());
                Err(ReadError::doubled(self.0.name, keys).at(first, None))
            }
            // The serde crate would read the items of a list as the values of the keys.
            Shape::List(_) => {
                Err(ReadError::unfit("a list", "a table of keys").at(self.0.span, None))
            }
            _ => self.visit(Some("a table of keys"), visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let read = match self.0.shape() {
            Shape::Text(text) => {
                let word: StrDeserializer<'_, ReadError> = text.into_deserializer();
                visitor.visit_enum(word)
            }
            other => {
                let found = in_words(other.unexpected());
                Err(ReadError::unfit(&found, "text in quotation marks"))
            }
        };
        read.map_err(|error| error.at(self.0.span, None))
    }

    forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

/// The items of a list.
struct Items<'a>(std::vec::IntoIter<Node<'a>>);

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, ReadError> {
        self.0.next().map(|item| seed.deserialize(Reader(item))).transpose()
    }
}

/// The keys of a table and their values.
struct Entries<'a> {
    left: std::vec::IntoIter<Entry<'a>>,
    value: Option<Node<'a>>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, ReadError> {
        let Some(Entry { key, key_span, value }) = self.left.next() else { return Ok(None) };
        self.value = Some(value);
        let key: StrDeserializer<'_, ReadError> = key.into_deserializer();
        seed.deserialize(key).map(Some).map_err(|error| error.at(key_span, None))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ReadError> {
        let value = self.value.take();
        let value = value.ok_or_else(|| <ReadError as de::Error>::custom("a key has no value"))?;
        let span = value.span.clone();
        seed.deserialize(Reader(value)).map_err(|error| error.at(span, None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::place::Position;
    use crate::scenario::written::WrittenScenario;

    /// The start of a scenario, of six lines.
    const START: &str = "[event]\nyear = 2026\nseason = 'june'\n[universe]\nfile = 'u.csv'\n\n";

    /// The fault of a scenario: line, column, problem, remedy.
    fn refused(text: &str) -> (usize, usize, String, String) {
        let document = DeTable::parse(text).expect("TOML");
        let error = read::<WrittenScenario>(&document).expect_err(text);
        let at = Position::of(text, error.span.expect("a place").start);
        (at.line, at.column, error.refusal.problem, error.refusal.remedy)
    }

    #[test]
    fn a_value_that_does_not_fit_is_told_with_its_place_and_what_to_write() {
        let keys = "write [evidence] in single brackets; its keys are ";
        for (text, place, problem, remedy) in [
            ("nam = 'x'", (1, 1), "unknown key \"nam\"", "did you mean \"name\"?"),
            ("name = 3", (1, 8), "integer 3 cannot stand here", "write text in quotation marks"),
            ("name = [1]", (1, 8), "a list cannot stand here", "write text in quotation marks"),
            (
                "name = 2026-06-26",
                (1, 8),
                "a day cannot stand here",
                "write text in quotation marks",
            ),
            (
                "[output]\ndirectry = 'x'",
                (2, 1),
                "unknown key \"directry\"",
                "did you mean \"directory\"?",
            ),
            (
                "membership = 'm.csv'",
                (1, 14),
                "string \"m.csv\" cannot stand here",
                "write a table of keys",
            ),
            ("[[evidence]]\nlists = []", (1, 1), "[[evidence]] is a table that stands once", keys),
            ("evidence = [1]", (1, 12), "a list cannot stand here", "write a table of keys"),
            (
                "[methodology]\ntie_break = 'volum'",
                (2, 13),
                "unknown value \"volum\"",
                "did you mean \"volume\"?",
            ),
            (
                "[methodology.eligibility]\ncountry = 'XX'",
                (2, 11),
                "\"XX\" is not a country",
                "write the two-letter ISO 3166 code, such as US or BM",
            ),
            (
                "[methodology.eligibility]\nmin_price = true",
                (2, 13),
                "boolean true cannot stand here",
                "write a number, such as 2.5 or 30_000_000",
            ),
            (
                "[methodology.eligibility]\nmin_price = nan",
                (2, 13),
                "NaN cannot stand here",
                "write a number, such as 2.5 or 30_000_000",
            ),
            (
                "[methodology.eligibility]\nmin_price = 1e-300",
                (2, 13),
                "1e-300 has more decimal places than a number may have",
                "write 28 at the most, or 0",
            ),
            (
                "[methodology.eligibility]\nmin_price = 1e400",
                (2, 13),
                "the number is larger than a scenario can say",
                "write a smaller one",
            ),
            (
                "[[previous]]\nfile = 'p.csv'\nas_of = '2026-02-30'",
                (3, 9),
                "\"2026-02-30\" is not a date",
                "write a day that exists as YYYY-MM-DD",
            ),
            (
                "[project]\nseed = 99999999999999999999",
                (2, 8),
                "the number is larger than a scenario can say",
                "write a smaller one (whole numbers go up to 9223372036854775807; a larger seed",
            ),
        ] {
            let (line, column, said, to_do) = refused(&format!("{text}\n{START}"));
            assert_eq!(((line, column), said.as_str()), (place, problem), "{text}");
            assert!(to_do.starts_with(remedy), "{text}: {to_do}");
        }
        let (.., problem, remedy) = refused("[event]\nseason = 'june'\n");
        assert_eq!(problem, "section [universe] is missing");
        assert_eq!(remedy, "add it, as scenarios/june-2026.toml has it");
    }

    #[test]
    fn made_values_are_read_like_parsed_ones() {
        let text = "a = 1\nb = [2.5, 'x', true]\nc = { d = 2026-06-26 }\n";
        let parsed: toml::Table = read(&DeTable::parse(text).expect("TOML")).expect("values");
        assert_eq!(parsed, text.parse::<toml::Table>().expect("TOML"));
        let made: toml::Table = read_value(&Value::Table(parsed.clone())).expect("values");
        assert_eq!(made, parsed);
    }
}
