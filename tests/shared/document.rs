//! JSON documents checked against their schemas.

use serde_json::Value;

/// The faults that the schema of a kind finds in a document.
pub(crate) fn faults(kind: &str, document: &Value) -> Vec<String> {
    let schema = rankday::results::schemas::schema(kind).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    validator.iter_errors(document).map(|e| format!("{}: {e}", e.instance_path())).collect()
}
