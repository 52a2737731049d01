//! The values of a scenario as the reader sees them, whether they were parsed or made.

use std::ops::Range;

use serde::de::Unexpected;
use toml::de::{DeInteger, DeTable, DeValue};
use toml::value::Datetime;
use toml::{Spanned, Value};

/// A value with its place in the text.
#[derive(Debug, Clone)]
pub(super) struct Node<'a> {
    value: Source<'a>,
    /// Its bytes in the text; `None` for a value that was not parsed from the text.
    pub(super) span: Option<Range<usize>>,
    /// Its key; `None` for the whole document and items of lists.
    pub(super) name: Option<&'a str>,
}

#[derive(Debug, Clone, Copy)]
enum Source<'a> {
    Document(&'a DeTable<'a>),
    Parsed(&'a DeValue<'a>),
    Made(&'a Value),
}

/// A value by its type.
#[derive(Debug)]
pub(super) enum Shape<'a> {
    Text(&'a str),
    Number(Number),
    Boolean(bool),
    Day(Datetime),
    List(Vec<Node<'a>>),
    Table(Vec<Entry<'a>>),
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Number {
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    TooLarge,
}

/// A key of a table and its value.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) key: &'a str,
    pub(super) key_span: Option<Range<usize>>,
    pub(super) value: Node<'a>,
}

impl<'a> Node<'a> {
    pub(super) fn document(document: &'a Spanned<DeTable<'a>>) -> Self {
        let value = Source::Document(document.get_ref());
        Self { value, span: Some(document.span()), name: None }
    }

    pub(super) fn made(value: &'a Value) -> Self {
        Self { value: Source::Made(value), span: None, name: None }
    }

    fn parsed(value: &'a Spanned<DeValue<'a>>) -> Self {
        let span = Some(value.span());
        Self { value: Source::Parsed(value.get_ref()), span, name: None }
    }

    pub(super) fn shape(&self) -> Shape<'a> {
        match self.value {
            Source::Document(table) => Shape::Table(entries(table)),
            Source::Parsed(value) => match value {
                DeValue::String(text) => Shape::Text(text),
                DeValue::Integer(number) => Shape::Number(whole(number)),
                DeValue::Float(number) => Shape::Number(float(number.as_str())),
                DeValue::Boolean(value) => Shape::Boolean(*value),
                DeValue::Datetime(day) => Shape::Day(*day),
                DeValue::Array(items) => Shape::List(items.iter().map(Self::parsed).collect()),
                DeValue::Table(table) => Shape::Table(entries(table)),
            },
            Source::Made(value) => match value {
                Value::String(text) => Shape::Text(text),
                Value::Integer(number) => Shape::Number(Number::Signed(*number)),
                Value::Float(number) => Shape::Number(Number::Float(*number)),
                Value::Boolean(value) => Shape::Boolean(*value),
                Value::Datetime(day) => Shape::Day(*day),
                Value::Array(items) => Shape::List(items.iter().map(Self::made).collect()),
                Value::Table(table) => {
                    let entry = |(key, value): (&'a String, &'a Value)| {
                        let value = Self { name: Some(key), ..Self::made(value) };
                        Entry { key, key_span: None, value }
                    };
                    Shape::Table(table.iter().map(entry).collect())
                }
            },
        }
    }

    /// Whether it can be written as an array of tables, in double brackets.
    pub(super) fn is_list_of_tables(&self) -> bool {
        match self.shape() {
            Shape::List(items) => {
                !items.is_empty() && items.iter().all(|i| matches!(i.shape(), Shape::Table(_)))
            }
            _ => false,
        }
    }
}

impl Shape<'_> {
    /// The serde crate's description of it.
    pub(super) fn unexpected(&self) -> Unexpected<'_> {
        match self {
            Self::Text(text) => Unexpected::Str(text),
            Self::Number(Number::Signed(number)) => Unexpected::Signed(*number),
            Self::Number(Number::Unsigned(number)) => Unexpected::Unsigned(*number),
            Self::Number(Number::Float(number)) => Unexpected::Float(*number),
            Self::Number(Number::TooLarge) => Unexpected::Float(f64::INFINITY),
            Self::Boolean(value) => Unexpected::Bool(*value),
            Self::Day(_) | Self::Table(_) => Unexpected::Map,
            Self::List(_) => Unexpected::Seq,
        }
    }
}

fn entries<'a>(table: &'a DeTable<'a>) -> Vec<Entry<'a>> {
    let entry = |(key, value): (&'a Spanned<std::borrow::Cow<'a, str>>, _)| {
        let name = key.get_ref().as_ref();
        let value = Node { name: Some(name), ..Node::parsed(value) };
        Entry { key: name, key_span: Some(key.span()), value }
    };
    table.iter().map(entry).collect()
}

fn whole(number: &DeInteger<'_>) -> Number {
    let (text, radix) = (number.as_str(), number.radix());
    let signed = i64::from_str_radix(text, radix).map(Number::Signed);
    let unsigned = || u64::from_str_radix(text, radix).map(Number::Unsigned);
    signed.or_else(|_| unsigned()).unwrap_or(Number::TooLarge)
}

fn float(text: &str) -> Number {
    match text.parse::<f64>() {
        // Infinity may be written as such, but not as a number too large for a float.
        Ok(number) if number.is_finite() || !text.bytes().any(|b| b.is_ascii_digit()) => {
            Number::Float(number)
        }
        _ => Number::TooLarge,
    }
}
