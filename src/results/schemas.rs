//! The schemas of all JSON documents that are written: summaries of results and answers of commands.

use serde_json::Value;

use super::difference;
use crate::report::documents::{DOCUMENTS, DocumentKind};
use crate::report::summary::schema_of;

/// The answer of `rankday diff`; the other documents are those of reports.
const DIFFERENCE: DocumentKind =
    ("diff", "`rankday diff --json`", schema_of::<difference::json::Answer<'_>>);

fn documents() -> impl Iterator<Item = DocumentKind> {
    DOCUMENTS.into_iter().chain([DIFFERENCE])
}

/// The kinds of documents with a schema.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    documents().map(|(kind, ..)| kind)
}

/// The JSON Schema (draft 2020-12) of a kind of document; `None` if there is none.
pub fn schema(kind: &str) -> Option<Value> {
    let (_, title, schema_of) = documents().find(|(name, ..)| *name == kind)?;
    Some(schema_of(title))
}
