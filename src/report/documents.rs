//! The list of the JSON documents of reports.

use serde_json::Value;

use super::summary::schema_of;
use super::{calibration, comparison, explanation, projection, run, score, simulated, sweep};

/// A kind of document: its name, its title, and what makes its schema.
pub(crate) type DocumentKind = (&'static str, &'static str, fn(&str) -> Value);

/// The kinds of documents of reports.
pub(crate) const DOCUMENTS: [DocumentKind; 8] = [
    ("run", "summary.json of a run", schema_of::<run::summary::Summary<'_>>),
    ("projection", "summary.json of a projection", schema_of::<projection::json::Summary<'_>>),
    ("comparison", "summary.json of a comparison", schema_of::<comparison::json::Summary<'_>>),
    ("simulation", "summary.json of a simulation", schema_of::<simulated::json::Summary<'_>>),
    ("sweep", "summary.json of a sweep", schema_of::<sweep::json::Summary<'_>>),
    ("calibration", "summary.json of a calibration", schema_of::<calibration::json::Summary<'_>>),
    ("explanation", "`rankday explain --json`", schema_of::<explanation::json::Answer<'_>>),
    ("score", "`rankday score --json`", schema_of::<score::json::Answer<'_>>),
];
