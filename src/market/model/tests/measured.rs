//! Figures of the model: which values are refused, and how the model compares with measurements.

use super::*;

#[test]
fn companies_that_make_no_sense_are_refused() {
    let refused = |companies| {
        let model = Model::new(shipped(), Steps::Monthly).expect("figures");
        Start::new(companies, model).expect_err("a fault").to_string()
    };
    assert_eq!(refused(vec![]), "there are no companies; a market needs at least one");
    assert_eq!(
        refused(vec![Company::new(3, 1e9), Company::new(3, 2e9)]),
        "company 3 is there twice; numbers tell companies' shocks apart: give each its own"
    );
    assert_eq!(
        refused(vec![Company::new(3, f64::NAN)]),
        "company 3: cap = NaN is out of range; it must be from 1 to 10^15 USD"
    );
    let wild = Company { deviation: Some(-1.0), ..Company::new(9, 1e9) };
    assert_eq!(
        refused(vec![wild]),
        "company 9: deviation = -1 is out of range; it must be from 0 to 3, a month's"
    );
}

/// Among the companies of a bucket that still exist above $30m a year later, the share that is still in
/// the bucket, compared with what was measured on 2021-2026.
#[test]
fn companies_change_their_buckets_about_as_often_as_measured() {
    let start = start(shipped(), Steps::Monthly, Company::on_curve(&shipped(), 4_500));
    let mut market = Market::new(&start, PathKey::new(0, 0));
    // Last rank, share that stayed, share that left or was no longer eligible.
    let measured = [
        (200, 0.8664, 0.0125),
        (500, 0.7583, 0.0230),
        (1_000, 0.7127, 0.0481),
        (2_000, 0.7427, 0.0606),
        (3_000, 0.6644, 0.1203),
    ];
    let mut counts = [(0_u32, 0_u32); 5];
    for path in 0..10 {
        market.restart(PathKey::new(21, path));
        (0..12).for_each(|_| market.advance(&[]));
        let mut sorted = market.caps().to_vec();
        sorted.sort_by(|a, b| b.total_cmp(a));
        let (mut first, mut above) = (0, f64::INFINITY);
        for ((last, ..), (stayed, there)) in measured.into_iter().zip(&mut counts) {
            let from = sorted[last - 1];
            for slot in (first..last).filter(|slot| market.is_original(*slot)) {
                let cap = market.caps()[slot];
                *stayed += u32::from((from..above).contains(&cap));
                *there += u32::from(cap >= 30e6);
            }
            (first, above) = (last, from);
        }
    }
    for ((last, stayed, left), (count, there)) in measured.into_iter().zip(counts) {
        let (modelled, measured) = (f64::from(count) / f64::from(there), stayed / (1.0 - left));
        // The measured years differ from one another by about as much. Only the measured shares include
        // companies that became or ceased to be eligible for reasons other than size.
        assert!((modelled - measured).abs() < 0.065, "#{last}: {modelled}, measured {measured}");
    }
}

/// The names of all figures of a serialised value, joined by underscores.
fn figures(of: &serde_json::Value, under: &str, found: &mut Vec<String>) {
    for (name, value) in of.as_object().expect("figures") {
        let name = format!("{under}{name}");
        if value.is_object() {
            figures(value, &format!("{name}_"), found);
        } else {
            found.push(name);
        }
    }
}

#[test]
fn every_figure_can_be_overridden() {
    let shipped = ModelFigures::shipped().expect("the file parses");
    let names = |of: serde_json::Result<serde_json::Value>| {
        let mut found = Vec::new();
        figures(&of.expect("JSON"), "", &mut found);
        found
    };
    let overrides = names(serde_json::to_value(Overrides::default()));
    for figure in names(serde_json::to_value(&shipped)) {
        let known = match figure.as_str() {
            // The buckets are a separate table, and the points are overridden as `curve`.
            "bucket" => continue,
            "curve_points" => "curve".to_owned(),
            other => other.to_owned(),
        };
        assert!(overrides.contains(&known), "{figure} cannot be overridden");
    }
    let of_bucket = names(serde_json::to_value(BucketOverrides::default()));
    for figure in names(serde_json::to_value(&shipped.buckets[0])) {
        // The name identifies the bucket.
        assert!(figure == "name" || of_bucket.contains(&figure), "{figure} cannot be overridden");
    }
}
