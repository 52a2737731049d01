//! The formats of reports, one module each.
//!
//! A format turns a [`Report`] into files; [`write_reports`] writes the files of several formats in
//! parallel, all or none.

mod csv;
mod html;
mod json;
mod markdown;
#[cfg(feature = "parquet")]
mod parquet;
mod xlsx;

use std::io::{self, Write};

use rayon::prelude::*;

use super::Report;
use super::files::{Staged, Staging, WriteError};

pub use self::csv::write as write_csv;

/// A format of reports.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[strum(serialize_all = "lowercase")]
pub enum Format {
    /// One file per table.
    Csv,
    /// One HTML page that works offline.
    Html,
    /// One Markdown page for a note or a pull request.
    Md,
    /// A workbook with one sheet per table.
    Xlsx,
    /// One file per table (needs the feature "parquet").
    Parquet,
    /// The summary.
    Json,
}

/// The formats written by default.
pub const DEFAULT: [Format; 3] = [Format::Csv, Format::Html, Format::Json];

/// Writes the content of a file.
type Content<'a> = Box<dyn Fn(&mut dyn Write) -> io::Result<()> + Send + Sync + 'a>;

/// A file of a report, not yet written.
pub struct File<'a> {
    /// Its name in the folder of the reports.
    pub name: String,
    content: Content<'a>,
}

impl<'a> File<'a> {
    fn new(
        name: String,
        content: impl Fn(&mut dyn Write) -> io::Result<()> + Send + Sync + 'a,
    ) -> Self {
        Self { name, content: Box::new(content) }
    }

    /// Writes its content.
    ///
    /// # Errors
    /// Errors of the writer.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        (self.content)(out)
    }
}

/// The name of a file with a whole page or workbook.
pub(crate) fn page_name(report: &dyn Report, ending: &str) -> String {
    format!("{}.{ending}", report.stem().unwrap_or("report"))
}

/// Link to the page or workbook of a result in a folder beside the file that has the link. Bytes other than
/// letters, digits and safe path characters are percent-encoded, so that no folder name can point elsewhere.
fn beside(folder: &str, ending: &str) -> String {
    use std::fmt::Write as _;
    let mut link = "./".to_owned();
    for byte in folder.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_./".contains(&byte) {
            link.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(link, "%{byte:02X}");
        }
    }
    link + "/report." + ending
}

impl Format {
    /// The files of a report in this format.
    pub fn files(self, report: &dyn Report) -> Vec<File<'_>> {
        match self {
            Self::Csv => csv::files(report),
            Self::Html => html::files(report),
            Self::Md => markdown::files(report),
            Self::Xlsx => xlsx::files(report),
            #[cfg(feature = "parquet")]
            Self::Parquet => parquet::files(report),
            #[cfg(not(feature = "parquet"))]
            Self::Parquet => Vec::new(),
            Self::Json => json::files(report),
        }
    }

    /// Whether this build can write the format.
    pub fn is_built_in(self) -> bool {
        self != Self::Parquet || cfg!(feature = "parquet")
    }
}

/// The plot of a figure as a standalone SVG file; `None` for other charts.
pub fn drawing(figure: &super::page::Figure) -> Option<String> {
    html::drawing(figure)
}

/// Writes a report in the given formats into an open folder, all files or none.
///
/// Existing files of other formats are removed, because the folder belongs to this result.
///
/// # Errors
/// Errors of the file system.
pub fn write_reports(
    report: &dyn Report,
    formats: &[Format],
    mut staging: Staging,
) -> Result<(), WriteError> {
    let mut formats = formats.to_vec();
    // The summary is added last, so that its presence means that the set is complete.
    formats.sort_unstable();
    formats.dedup();
    let files: Vec<File<'_>> = formats.iter().flat_map(|format| format.files(report)).collect();
    // Start with the last: pages and workbooks take longest.
    let mut staged: Vec<(usize, Result<Staged, WriteError>)> = files
        .iter()
        .enumerate()
        .rev()
        .par_bridge()
        .map(|(at, file)| (at, staging.prepare(&file.name, |out| file.write(out))))
        .collect();
    staged.sort_by_key(|(at, _)| *at);
    for (_, file) in staged {
        staging.add(file?);
    }
    staging.publish(report.kind(), report.scenario_sha256()).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_stays_beside_the_page() {
        assert_eq!(beside("june-2026", "html"), "./june-2026/report.html");
        assert_eq!(
            beside("javascript:a \"<b>)", "md"),
            "./javascript%3Aa%20%22%3Cb%3E%29/report.md"
        );
    }
}
