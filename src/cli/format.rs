//! `--format`: in which formats a command writes its reports.

use std::str::FromStr as _;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use strum::VariantNames as _;

use crate::report::format::{DEFAULT, Format};

/// Which reports are written.
#[derive(Debug, Clone, Default, Args)]
pub struct FormatArgs {
    /// Formats of the reports [default: csv,html,json]
    #[arg(long = "format", value_name = "FORMATS", value_delimiter = ',', value_parser = parser())]
    formats: Vec<Format>,
}

impl FormatArgs {
    /// The formats that are asked for.
    pub fn formats(&self) -> &[Format] {
        if self.formats.is_empty() { &DEFAULT } else { &self.formats }
    }
}

fn parser() -> impl clap::builder::TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::VARIANTS).try_map(|name| match Format::from_str(&name) {
        Ok(format) if format.is_built_in() => Ok(format),
        _ => {
            Err("this rankday was built without it; build it with `--features parquet`".to_owned())
        }
    })
}
