//! Numbers that ended the program, or were not numbers: all arithmetic on values from files is checked,
//! and unknown values are empty.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use crate::harm::{BREAKS, Home, run, said};

/// Every number in a report is one: no cell has the words of floating point for what is not a number.
fn is_of_numbers(home: &Home, folder: &str) {
    for (name, bytes) in home.files(folder) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        // A page has a script, whose own words are not cells.
        let text = text.split("<script>").next().unwrap_or_default();
        let mut words = text.split(|c: char| !c.is_alphanumeric());
        let odd = words.find(|word| ["NaN", "inf", "infinity", "Infinity"].contains(word));
        assert_eq!(odd, None, "{folder}/{name}");
    }
}

#[test]
fn parameters_are_bounded() {
    let home = Home::new();
    for (table, key) in [
        ("eligibility", "min_price"),
        ("eligibility", "min_market_cap"),
        ("eligibility", "min_free_float_pct"),
        ("pricing_vehicle", "volume_tolerance_pct"),
        ("share_classes", "above_market_cap"),
        ("june", "shares_buffer_pct"),
        ("december", "float_buffer_points"),
        ("quarterly", "shares_buffer_pct"),
        ("quarterly", "small_float_pct"),
        ("offerings", "at_once_from"),
        ("offerings", "shares_pct_from"),
    ] {
        for value in ["9e18", "7e28", "-1"] {
            home.write("odd.toml", run(&format!("[methodology.{table}]\n{key} = {value}\n")));
            let named = format!("methodology.{table}.{key}: ");
            home.is_refused("run odd.toml --out o", 3, &named);
        }
    }
}

/// A panel of two hundred lines at the ends of 36 months, each with a cap and a return.
fn panel(row: impl Fn(usize, usize) -> (f64, f64)) -> String {
    let mut text = "date,symbol,price,market_cap,price_return\n".to_owned();
    let days = chrono::NaiveDate::from_ymd_opt(2024, 1, 31).expect("a day");
    for month in 0..36_u32 {
        let day = days + chrono::Months::new(month);
        for line in 0..200 {
            let (cap, r) = row(line, month as usize);
            writeln!(text, "{day},S{line:03},{}.5,{cap:.0},{r}", 10 + line % 7).expect("memory");
        }
    }
    text
}

/// The scenario of a comparison on that panel, with more tables at its end.
fn comparison(market: &str, more: &str) -> String {
    format!(
        "[compare]\nschedules = [\"annual\", \"semi-annual\"]\n[market]\npanel = \"panel.csv\"\n{market}\
         [methodology.eligibility]\nmin_market_cap = 0\nmin_free_float_pct = 0\nmin_price = 0\n\
         {BREAKS}{more}"
    )
}

#[test]
fn panels_within_their_ranges_end_no_program() {
    let home = Home::new();
    home.write("c.toml", comparison("", ""));
    for (name, cap, r) in [
        ("large returns", 1e12, 1_000.0),
        ("large caps", 1e14, 0.0),
        ("both", 1e14, 1_000.0),
        ("the largest returns", 1e6, 1_000_000.0),
        ("losses of everything", 1e12, -1.0),
    ] {
        home.write("panel.csv", panel(|line, _| (cap - 1e3 * line as f64, r)));
        let output = home.rankday("compare c.toml --out o --quiet");
        let code = output.status.code();
        assert!(matches!(code, Some(0 | 3)), "{name}: {code:?}: {}", said(&output));
        if code == Some(0) {
            is_of_numbers(&home, "o");
        }
    }
}

#[test]
fn chained_mergers_end_no_program() {
    let home = Home::new();
    // A company bought for a million of the buyer's shares is worth that, and is bought next.
    let mut actions = "date,action,symbol,other,ratio,cash\n".to_owned();
    let days = chrono::NaiveDate::from_ymd_opt(2024, 1, 31).expect("a day");
    for month in 1..36_u32 {
        let day = days + chrono::Months::new(month);
        writeln!(actions, "{day},merger,S{month:03},S{:03},1000000,", month + 1).expect("memory");
    }
    home.write("actions.csv", actions);
    home.write("c.toml", comparison("actions = \"actions.csv\"\n", ""));
    let all = panel(|line, month| (1e10 - 1e7 * ((line * 7 + month) % 200) as f64, 0.01));
    let mut rows = all.lines();
    let mut text = format!("{}\n", rows.next().expect("a header"));
    let mut days: Vec<&str> = Vec::new();
    for row in rows {
        let (day, rest) = row.split_once(',').expect("cells");
        if days.last() != Some(&day) {
            days.push(day);
        }
        let line: usize = rest[1..4].parse().expect("a number");
        if line == 0 || line + 1 > days.len() {
            writeln!(text, "{row}").expect("memory");
        }
    }
    home.write("panel.csv", text);
    let output = home.rankday("compare c.toml --out o --quiet");
    assert!(matches!(output.status.code(), Some(0 | 3)), "{}", said(&output));
    is_of_numbers(&home, "o");
}

#[test]
fn an_index_of_no_weight_has_no_turnover() {
    let home = Home::new();
    let universe = fs::read_to_string(home.at("universe.csv")).expect("a universe");
    let header = universe.lines().next().expect("a header");
    let at = |name: &str| header.split(',').position(|column| column == name).expect("a column");
    let (float, symbol) = (at("free_float_pct"), at("symbol"));
    let (mut without, mut members) = (format!("{header}\n"), String::new());
    for (n, row) in universe.lines().skip(1).enumerate() {
        let mut cells: Vec<&str> = row.split(',').collect();
        cells[float] = "0";
        writeln!(without, "{}", cells.join(",")).expect("memory");
        let segment = if n < 60 { "R1000" } else { "R2000" };
        if n < 140 {
            writeln!(members, "{},{segment},2026-03-31", cells[symbol]).expect("memory");
        }
    }
    home.write("universe.csv", without);
    home.write("members.csv", format!("symbol,segment,held_on\n{members}"));
    let more = "[membership]\nfile = \"members.csv\"\n[methodology.eligibility]\n\
                min_free_float_pct = 0\n";
    home.write("zero.toml", run(more));
    let printed = home.succeeds("run zero.toml --out o --format csv,json,html,md,xlsx");
    is_of_numbers(&home, "o");
    let printed = String::from_utf8_lossy(&printed.stdout).into_owned();
    assert!(!printed.contains("NaN") && !printed.contains("inf%"), "{printed}");
    let turnover = String::from_utf8(home.files("o")["turnover.csv"].clone()).expect("text");
    let mut rows = turnover.lines().map(|row| row.split(',').collect::<Vec<_>>());
    let header = rows.next().expect("a header");
    let one_way = header.iter().position(|name| *name == "one_way").expect("a column");
    assert!(rows.all(|row| row[one_way].is_empty()), "{turnover}");
    // The same along a history.
    home.write(
        "panel.csv",
        panel(|line, month| {
            (1e10 - 1e7 * ((line * 7 + month) % 200) as f64, 0.01 * ((line + month) % 5) as f64)
        }),
    );
    let labels: Vec<String> = (0..200).map(|n| format!("S{n:03},nyse,10,100,0\n")).collect();
    let labels = labels.concat();
    let labels = format!("symbol,exchange,price,shares_outstanding,free_float_pct\n{labels}");
    home.write("labels.csv", labels);
    home.write("c.toml", comparison("", "[[labels]]\nfile = \"labels.csv\"\n"));
    let printed = home.succeeds("compare c.toml --out c --format csv,json,html,md");
    is_of_numbers(&home, "c");
    let printed = String::from_utf8_lossy(&printed.stdout).into_owned();
    assert!(!printed.contains("NaN") && !printed.contains("inf%"), "{printed}");
    // Members can be counted; values that depend on their weights are unknown.
    let rows = |name: &str| -> Vec<BTreeMap<String, String>> {
        let bytes = home.files("c")[name].clone();
        let mut reader = csv::Reader::from_reader(&*bytes);
        reader.deserialize().map(|row| row.expect("a row")).collect()
    };
    let is_weighed = |measure: &str| {
        ["weight", "active_share", "return", "volatility", "level", "one_way", "two_way"]
            .iter()
            .any(|word| measure.contains(word))
            && !measure.starts_with("unknown_returns")
    };
    let comparison = rows("comparison.csv");
    let of_index = comparison.iter().filter(|row| row["index"] == "R2000");
    let known: Vec<&str> = of_index
        .filter(|row| !row["value"].is_empty())
        .map(|row| row["measure"].as_str())
        .collect();
    assert!(known.contains(&"drift_lost_mean"), "{known:?}");
    assert!(!known.iter().any(|measure| is_weighed(measure)), "{known:?}");
    let drift = rows("drift.csv");
    let of_weights = drift.iter().filter(|row| is_weighed(&row["measure"])).count();
    assert!(of_weights == 0 && !drift.is_empty(), "{of_weights} of {}", drift.len());
    assert!(rows("contributions.csv").is_empty());
}

/// Twenty companies on paths leave no room for a Russell 2000: all its values are unknown, and reported
/// as unknown.
#[test]
fn an_index_without_members_on_paths_is_unknown_and_counted() {
    let home = Home::new();
    let both =
        crate::harm::PATHS.replace("indexes = [\"R1000\"]", "indexes = [\"R1000\", \"R2000\"]");
    home.write("p.toml", both);
    let printed = home.succeeds("compare p.toml --out o --format csv,json,html");
    let printed = String::from_utf8_lossy(&printed.stdout).into_owned();
    assert!(printed.contains("without members"), "{printed}");
    let summary = String::from_utf8(home.files("o")["summary.json"].clone()).expect("text");
    assert!(summary.contains("annual R2000 on 4, semi-annual R2000 on 4"), "{summary:.4000}");
    let mut known = 0;
    for name in ["comparison.csv", "cycles.csv", "fan.csv"] {
        let bytes = home.files("o")[name].clone();
        let mut reader = csv::Reader::from_reader(&*bytes);
        let rows = reader.deserialize::<BTreeMap<String, String>>().map(|row| row.expect("a row"));
        for row in rows.filter(|row| !row["index"].is_empty()) {
            let is_counted = row["measure"] == "members";
            let is_small = row["index"] == "R2000";
            known += usize::from(!is_small && !row["mean"].is_empty());
            assert!(!is_small || is_counted || row["mean"].is_empty(), "{name}: {row:?}");
        }
    }
    assert!(known > 100, "the Russell 1000 has members: {known}");
}

#[test]
fn a_confidence_that_has_no_quantile_is_refused() {
    let home = Home::new();
    for confidence in ["99.99999999999999", "100", "99.9995"] {
        let paths = format!("count = 4\nconfidence_pct = {confidence}");
        home.write("p.toml", crate::harm::PATHS.replace("count = 4", &paths));
        home.is_refused("compare p.toml --out o", 3, "paths.confidence_pct");
    }
    home.write(
        "p.toml",
        crate::harm::PATHS.replace("count = 4", "count = 4\nconfidence_pct = 99.999"),
    );
    home.succeeds("compare p.toml --out o --quiet --format csv,json,html,md,xlsx");
    is_of_numbers(&home, "o");
}
