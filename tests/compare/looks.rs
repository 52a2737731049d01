//! Drift that is measured on some closes only.

use std::collections::BTreeMap;

use super::{BOTH, Done};

/// The rows of `drift.csv`, by all that names them.
fn rows(done: &Done) -> BTreeMap<[String; 4], String> {
    let key = |row: &super::Row| {
        ["date", "schedule", "index", "measure"].map(|column| row[column].clone())
    };
    done.rows("drift.csv").into_iter().map(|row| (key(&row), row["value"].clone())).collect()
}

const OF_EVERY_CLOSE: [&str; 3] = ["return", "breadth", "level"];

#[test]
fn what_is_measured_less_often_is_the_same_where_it_is_measured() {
    // A comment hides the bracket that ends the list of schedules.
    let every = |every: &str| {
        let end = format!("]\n\n[measure]\nevery = \"{every}\" #");
        Done::new(&format!("\"annual\", \"semi-annual\"{end}"), &[])
    };
    let all = rows(&BOTH);
    // A panel of month ends has one close in each month and week.
    for often in ["session", "week", "month"] {
        assert_eq!(rows(&every(often)), all, "{often}");
    }
    let events = every("event");
    let some = rows(&events);
    for (key, value) in &some {
        assert_eq!(all.get(key), Some(value), "{key:?}");
    }
    let left_out: Vec<&[String; 4]> = all.keys().filter(|key| !some.contains_key(*key)).collect();
    let dates = |measure: &str| {
        let of = some.keys().filter(|key| key[3] == measure);
        of.map(|key| key[0].as_str()).collect::<std::collections::BTreeSet<_>>()
    };
    assert!(left_out.iter().all(|key| !OF_EVERY_CLOSE.contains(&key[3].as_str())));
    let measured = dates("active_share");
    assert!(!measured.is_empty() && measured.len() < dates("level").len() / 2, "{measured:?}");
    let said = events.text("summary.json");
    assert!(said.contains("drift and time in the wrong index are measured on"), "{said}");
    // Measures other than drift do not change, the size after June included.
    let of = |done: &Done| -> BTreeMap<_, _> {
        let kept = ["cumulative_return", "members", "median_cap", "one_way"];
        let all = done.measures().into_iter();
        all.filter(|((measure, ..), _)| kept.iter().any(|k| measure.starts_with(k))).collect()
    };
    assert_eq!(of(&events), of(&BOTH));
    assert!(!of(&events).is_empty());
}
