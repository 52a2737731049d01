//! The list of the JSON documents of reports.

use serde_json::Value;

use super::summary::schema_of;
use super::{
    calibration, check, comparison, explanation, model_check, overview, projection, run, score,
    simulated, sweep,
};

/// A kind of document: its name, its title, and what makes its schema.
pub(crate) type DocumentKind = (&'static str, &'static str, fn(&str) -> Value);

/// The kinds of documents of reports.
pub(crate) const DOCUMENTS: [DocumentKind; 11] = [
    ("run", "summary.json of a run", schema_of::<run::summary::Summary<'_>>),
    ("overview", "overview.json of several results", schema_of::<overview::Overview>),
    ("projection", "summary.json of a projection", schema_of::<projection::json::Summary<'_>>),
    ("comparison", "summary.json of a comparison", schema_of::<comparison::json::Summary<'_>>),
    ("simulation", "summary.json of a simulation", schema_of::<simulated::json::Summary<'_>>),
    ("sweep", "summary.json of a sweep", schema_of::<sweep::json::Summary<'_>>),
    ("calibration", "summary.json of a calibration", schema_of::<calibration::json::Summary<'_>>),
    ("check", "`rankday check --format json`, of each scenario", schema_of::<check::Answer<'_>>),
    ("model-check", "`rankday model --json`", schema_of::<model_check::Answer<'_>>),
    ("explanation", "`rankday explain --json`", schema_of::<explanation::json::Answer<'_>>),
    ("score", "`rankday score --json`", schema_of::<score::json::Answer<'_>>),
];
