//! The schemas of documents are those of the structs that are serialised, and take every summary; those of
//! answers are checked where the commands are tested.
//!
//! `RANKDAY_BLESS=1 cargo test --test output schema` writes `data/report-schema/` anew.

use std::fs;
use std::path::Path;

use rankday::report::Report;
use rankday::report::format::Format;
use rankday::results::schemas::{kinds, schema};
use serde_json::{Value, json};

use crate::document::faults;
use crate::reports::{CALIBRATED, all, file};

#[test]
fn the_schemas_are_those_of_the_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/report-schema");
    for kind in kinds() {
        let path = folder.join(format!("{kind}.schema.json"));
        let text = format!("{:#}\n", schema(kind).expect("a schema"));
        if std::env::var_os("RANKDAY_BLESS").is_some() {
            fs::write(&path, &text).expect("written");
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == text,
            "{} is not what summaries look like now; if that is meant, raise the version where keys or their \
             meaning change, and run RANKDAY_BLESS=1 cargo test --test output schema",
            path.display()
        );
    }
}

/// Every kind of summary.
fn summaries() -> Vec<(&'static str, Value)> {
    let calibrated: (_, &dyn Report) = ("calibration", &*CALIBRATED);
    let reports = all().into_iter().chain([calibrated]);
    let summary =
        |(kind, report)| (kind, serde_json::from_slice(&file(report, Format::Json)).expect("JSON"));
    reports.map(summary).collect()
}

#[test]
fn every_summary_is_valid_and_takes_no_other_keys() {
    for (name, mut summary) in summaries() {
        assert_eq!(faults(name, &summary), [""; 0], "{name}");
        let keys: Vec<&String> = summary.as_object().expect("an object").keys().collect();
        let required = &schema(name).expect("a schema")["required"];
        assert_eq!(*required, json!(keys), "{name}");
        for place in ["", "/inputs/0"] {
            let object = summary.pointer_mut(place).and_then(Value::as_object_mut);
            object.expect("an object").insert("something_else".to_owned(), json!(1));
        }
        assert_eq!(faults(name, &summary).len(), 2, "{name}");
    }
}
