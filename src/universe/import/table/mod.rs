//! Tables of any vendor, whatever the container: the rows of text, workbooks, JSON and Parquet.

pub(super) mod dates;
mod delimited;
mod json;
pub(super) mod open;
mod parquet;
pub(super) mod raw;
mod records;
mod spreadsheet_xml;
mod text;
mod workbook;
