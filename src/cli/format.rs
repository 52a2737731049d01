//! `--format`: the formats in which a command writes its reports.

use std::io::{self, Write};
use std::path::Path;
use std::str::FromStr as _;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use strum::VariantNames as _;

use crate::report::Report;
use crate::report::format::{DEFAULT, Format, page_name};

/// The formats of reports to write.
#[derive(Debug, Clone, Default, Args)]
pub struct FormatArgs {
    /// Formats of the reports; without csv and json `rankday diff` cannot read the result [default:
    /// csv,html,json]
    #[arg(long = "format", value_name = "FORMATS", value_delimiter = ',', value_parser = parser())]
    formats: Vec<Format>,
}

impl FormatArgs {
    /// The requested formats.
    pub fn formats(&self) -> &[Format] {
        if self.formats.is_empty() { &DEFAULT } else { &self.formats }
    }
}

impl FormatArgs {
    /// Prints where the page of a report is, if there is one.
    ///
    /// # Errors
    /// Errors of the writer.
    pub fn point_to_page(
        &self,
        report: &dyn Report,
        folder: &Path,
        out: &mut impl Write,
    ) -> io::Result<()> {
        if self.formats().contains(&Format::Html) {
            let page = folder.join(page_name(report, "html"));
            writeln!(out, "Open in a browser: {}", page.display())?;
        }
        Ok(())
    }
}

fn parser() -> impl clap::builder::TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::VARIANTS).try_map(|name| match Format::from_str(&name) {
        Ok(format) if format.is_built_in() => Ok(format),
        _ => {
            Err("this rankday was built with `--no-default-features`; build it with `--features parquet`".to_owned())
        }
    })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Command {
        #[command(flatten)]
        args: FormatArgs,
    }

    fn parsed(words: &[&str]) -> Result<Vec<Format>, String> {
        let words = std::iter::once("rankday").chain(words.iter().copied());
        let command = Command::try_parse_from(words).map_err(|error| error.to_string())?;
        Ok(command.args.formats().to_vec())
    }

    #[test]
    fn formats_are_named_one_by_one_or_together() {
        assert_eq!(parsed(&[]), Ok(DEFAULT.to_vec()));
        let both = Ok(vec![Format::Md, Format::Xlsx]);
        assert_eq!(parsed(&["--format", "md,xlsx"]), both);
        assert_eq!(parsed(&["--format", "md", "--format", "xlsx"]), both);
        let message = parsed(&["--format", "pdf"]).expect_err("no format");
        assert!(message.contains("csv, html, md, xlsx, parquet, json"), "{message}");
    }

    #[test]
    fn formats_that_are_not_built_in_are_reported() {
        let asked = parsed(&["--format", "parquet"]);
        if cfg!(feature = "parquet") {
            assert_eq!(asked, Ok(vec![Format::Parquet]));
        } else {
            assert!(asked.expect_err("not built in").contains("--features parquet"));
        }
    }
}
