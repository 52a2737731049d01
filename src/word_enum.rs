//! Enums whose values are words in files, with one list of what all of them can do.

/// Declares an enum whose values are written and read as words in a given case, wherever they
/// occur: in CSV cells, scenarios, reports and messages.
macro_rules! word_enum {
    ($case:literal, $(#[$meta:meta])* pub enum $name:ident { $($values:tt)* }) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            strum::Display, strum::EnumCount, strum::EnumIter, strum::EnumString, strum::IntoStaticStr,
            strum::VariantNames, schemars::JsonSchema, serde::Serialize, serde::Deserialize,
        )]
        #[strum(serialize_all = $case, ascii_case_insensitive)]
        #[serde(rename_all = $case)]
        pub enum $name { $($values)* }
    };
}

pub(crate) use word_enum;
