//! Every number of a page is a rounding of a cell of the tables.

use std::collections::BTreeSet;

use rankday::report::Report;
use rankday::report::format::Format;
use scraper::{Html, Selector};

use crate::reports::{all, file, tables};

fn cells(report: &dyn Report) -> BTreeSet<String> {
    tables(report).into_values().flatten().flatten().collect()
}

fn page(report: &dyn Report) -> Html {
    Html::parse_document(&String::from_utf8(file(report, Format::Html)).expect("text"))
}

fn select(text: &str) -> Selector {
    Selector::parse(text).expect("a selector")
}

/// A number as it is shown: its value and half of its last place; `None` for words.
fn shown(text: &str) -> Option<(f64, f64)> {
    let plain = text.trim().replace(',', "").replace('\u{2212}', "-");
    let (sign, plain) = match plain.strip_prefix('-') {
        Some(rest) => (-1.0, rest.to_owned()),
        None => (1.0, plain.trim_start_matches('+').to_owned()),
    };
    let plain = plain.trim_start_matches('$');
    let units = [
        ("pp", 0.01),
        ("bp", 0.0001),
        ("tn", 1e12),
        ("bn", 1e9),
        ("m", 1e6),
        ("k", 1e3),
        ("%", 0.01),
        ("", 1.0),
    ];
    let (digits, unit) =
        units.iter().find_map(|(end, unit)| Some((plain.strip_suffix(end)?, *unit)))?;
    let value: f64 = digits.parse().ok()?;
    let places = digits.split_once('.').map_or(0, |(_, after)| after.len());
    let half = 0.5 * 10_f64.powi(-i32::try_from(places).expect("few places"));
    Some((sign * value * unit, half * unit))
}

#[test]
fn every_number_of_a_page_rounds_a_cell_of_a_table() {
    for (name, report) in all() {
        let (cells, page) = (cells(report), page(report));
        let mut numbers = 0;
        let marked = [("main td[data-v]", "data-v"), ("main data[value]", "value")];
        for (selector, attribute) in marked {
            for element in page.select(&select(selector)) {
                let exact = element.value().attr(attribute).expect("the attribute");
                let text: String = element.text().collect();
                if exact.is_empty() {
                    assert!(["–", ""].contains(&text.trim()), "{name}: {text} of nothing");
                    continue;
                }
                assert!(cells.contains(exact), "{name}: {text} is of {exact}, which no table has");
                let Ok(exact) = exact.parse::<f64>() else { continue };
                let (value, half) = shown(&text).unwrap_or_else(|| panic!("{name}: {text}"));
                let slack = half * 1.000_001 + exact.abs() * 1e-12;
                assert!((value - exact).abs() <= slack, "{name}: {text} of {exact}");
                numbers += 1;
            }
        }
        // Text that is shown unchanged is a cell, or the name of a measure.
        for element in page.select(&select("main td:not([data-v])")) {
            let text: String = element.text().collect();
            if text.parse::<f64>().is_ok() {
                assert!(cells.contains(&text), "{name}: {text}");
                numbers += 1;
            }
        }
        assert!(numbers > 50, "{name}: {numbers} numbers");
    }
}

#[test]
fn a_note_shows_what_the_page_shows() {
    for (name, report) in all() {
        let page = page(report);
        let of_page: BTreeSet<String> = page
            .select(&select("main td, main dd.figure"))
            .map(|cell| cell.text().collect::<String>().trim().to_owned())
            .collect();
        let note = String::from_utf8(file(report, Format::Md)).expect("text");
        let mut seen = 0;
        // The first table has the headline figures, whose labels and notes are not cells.
        let lines: Vec<&str> = note.lines().skip_while(|line| !line.starts_with("## ")).collect();
        for (at, line) in lines.iter().enumerate() {
            // A heading may be a number: that of a quantile.
            if lines.get(at + 1).is_some_and(|next| next.starts_with("|--")) {
                continue;
            }
            let Some(row) = line.strip_prefix("| ").and_then(|row| row.strip_suffix(" |")) else {
                continue;
            };
            for cell in row.split(" | ") {
                if shown(cell).is_some() {
                    assert!(of_page.contains(cell.trim()), "{name}: {cell} in {line}");
                    seen += 1;
                }
            }
        }
        assert!(seen > 50, "{name}: {seen} numbers");
    }
}

#[test]
fn a_shown_number_is_read_as_a_person_reads_it() {
    for (text, value) in [
        ("$5.66bn", 5.66e9),
        ("\u{2212}$1.52bn", -1.52e9),
        ("+0.04%", 0.0004),
        ("+0.04pp", 0.0004),
        ("58.17bp", 0.005_817),
        ("1,031", 1031.0),
        ("\u{2212}58,842,776", -58_842_776.0),
    ] {
        let (read, _) = shown(text).expect("a number");
        assert!((read - value).abs() < 1e-9 * value.abs(), "{text}: {read}");
    }
    assert_eq!(shown("R1000"), None);
}
