//! Comparisons on a history look twice as well.

use std::fs;
use std::io::Read as _;

use crate::plausibility::{Changed, root};

/// The market that ships from a few dates on, unpacked, so that it can be changed.
fn market() -> Changed {
    let packed = fs::File::open(root().join("data/panel-2023-12-29-to-2026-12-31.csv.gz"));
    let mut text = String::new();
    let mut reader = flate2::read::GzDecoder::new(packed.expect("the panel"));
    reader.read_to_string(&mut text).expect("text");
    let last = "2024-07-31";
    let kept: Vec<&str> =
        text.lines().filter(|line| line.starts_with("date") || line[..10] <= *last).collect();
    let labels = root().join("data/panel-securities.csv");
    let labels = labels.to_str().expect("text").to_owned();
    let scenario = format!(
        "[compare]\nschedules = [\"annual\", \"semi-annual\"]\n[market]\npanel = \"panel.csv\"\n\
         [[labels]]\nfile = {labels:?}\n"
    );
    Changed::of(&scenario, &[("panel.csv", &kept.join("\n"))])
}

#[test]
fn units_of_a_panel() {
    let returns = market().with("panel.csv", |table| table.scale("price_return", 100.0, 4));
    returns.warns_by("check", "returns of the panel are beyond 90%");
    let caps = market().with("panel.csv", |table| table.scale("market_cap", 1e-3, 2));
    caps.warns_by("compare", "the largest company cap is $");
    let quiet = market().begins("compare");
    assert!(!quiet.contains("WARNING"), "{quiet}");
}

#[test]
fn panels_that_say_nothing_of_returns_or_of_their_labels() {
    let none = market().with("panel.csv", |table| table.set("price_return", |_| String::new()));
    none.warns_by("check", "has a price_return");
    let zero = market().with("panel.csv", |table| table.set("price_return", |_| "0".to_owned()));
    zero.warns_by("check", "returns of the panel are zero");
    let other = market().with("panel.csv", |table| table.set("symbol", |was| format!("Z9{was}")));
    other.warns_by("check", "lines of the panel have a label");
    let unlisted = market().with("panel.csv", |table| table.set("exchange", |_| "otc".to_owned()));
    unlisted.warns_by("compare", "no company is eligible");
}

/// The closes between a rank day and its implementation are missing.
#[test]
fn events_that_fall_on_one_close() {
    let gap = market().with("panel.csv", |table| {
        table.keep_rows("date", |date| !("2024-04-01".."2024-07-01").contains(&date));
    });
    gap.warns_by("check", "is ranked and takes effect on one close");
}

#[test]
fn members_with_whom_a_family_begins() {
    let start = market().saying("[market]", "[membership]\nfile = \"m.csv\"\n[market]");
    start.write("m.csv", "symbol,segment,held_on\nNASDAQ:QAAG,R2000,2020-01-31\n");
    start.warns_by("check", "\"NASDAQ:QAAG\" looks like \"QAAG\"");
    start.warns_by("check", "before the reconstitution of 2023-06-23");
}

/// Lines that no file labels are of the country that the panel says, and of the US where it says nothing.
#[test]
fn countries_and_currencies_of_a_panel() {
    let labels = root().join("data/panel-securities.csv");
    let labels = format!("[[labels]]\nfile = {:?}\n", labels.to_str().expect("text"));
    let bare = || market().saying(&labels, "");
    let every = |of: usize, one: &'static str, others: &'static str| {
        let mut at = 0;
        move |_: &str| {
            at += 1;
            if at % of == 0 { one.to_owned() } else { others.to_owned() }
        }
    };
    bare().warns_by("check", "so foreign ones count as companies of the US");
    let stated = bare().with("panel.csv", |table| {
        table.add("country", "");
        table.set("country", every(2, "Canada", "United States"));
    });
    let said = stated.begins("check");
    assert!(!said.contains("count as companies of the US"), "{said}");
    let euros = market().with("panel.csv", |table| {
        table.add("currency", "");
        table.set("currency", every(50, "EUR", "USD"));
    });
    euros.warns_by("check", "another currency than USD (EUR ");
}
