//! What the reports say of the same things is the same: sums, means, differences, and the screen.

use std::collections::BTreeMap;

use rankday::analysis::comparison::{MONTHS, measures};
use rust_decimal::Decimal;

use super::{BOTH, Row, SCHEDULES, decimal};

/// Ten decimal places are given: sums of a few dozen numbers agree to this.
const CLOSE: Decimal = Decimal::from_parts(50, 0, 0, false, 10);

fn agree(a: Decimal, b: Decimal) -> bool {
    (a - b).abs() <= CLOSE
}

#[test]
fn differences_are_from_the_first_schedule() {
    let all = BOTH.measures();
    let mut differ = 0;
    for ((measure, index, schedule), (value, difference)) in &all {
        let key = (measure.clone(), index.clone(), SCHEDULES[0].to_owned());
        let (base, of_base) = &all[&key];
        if value.is_empty() || base.is_empty() {
            assert_eq!(difference, "", "{measure} {index} {schedule}");
            continue;
        }
        assert_eq!(decimal(difference), decimal(value) - decimal(base), "{measure} {index}");
        assert_eq!(decimal(of_base), Decimal::ZERO, "{measure} {index}");
        differ += usize::from(!decimal(difference).is_zero());
    }
    assert!(differ > 500, "only {differ} measures differ");
}

#[test]
fn causes_sum_to_the_one_way_turnover() {
    let causes = ["additions", "deletions", "migrations", "share_and_float_changes", "reweighting"];
    let events = BOTH.rows("events.csv");
    for row in &events {
        let sum: Decimal = causes.iter().map(|c| decimal(&row[&format!("one_way_{c}")])).sum();
        assert!(agree(sum, decimal(&row["one_way"])), "{row:?}");
        let twice = decimal(&row["one_way"]) * Decimal::TWO;
        assert!(agree(twice, decimal(&row["two_way"])), "{row:?}");
        let count = |column: &str| decimal(&row[column]);
        let after = count("members_before") + count("additions") + count("moved_in")
            - count("deletions")
            - count("moved_out");
        assert_eq!(after, count("members_after"), "{row:?}");
    }
    assert!(events.iter().any(|row| !decimal(&row["one_way_migrations"]).is_zero()));
    let all = BOTH.measures();
    let mut seen = 0;
    for ((measure, index, schedule), (value, _)) in &all {
        for stem in ["turnover", "reconstitution"] {
            let Some(end) = measure.strip_prefix(&format!("{stem}_one_way")) else { continue };
            let part = |cause: &&str| {
                let key = (format!("{stem}_{cause}{end}"), index.clone(), schedule.clone());
                decimal(&all[&key].0)
            };
            let sum: Decimal = causes.iter().map(part).sum();
            assert!(agree(sum, decimal(value)), "{measure}");
            seen += 1;
        }
    }
    // The mean and four years of thirteen indexes under two schedules, twice.
    assert_eq!(seen, 2 * 5 * 13 * 2);
}

#[test]
fn years_are_the_sums_of_their_events_and_the_mean_is_of_the_full_ones() {
    let all = BOTH.measures();
    for (measure, column) in [
        ("turnover_one_way", "one_way"),
        ("turnover_membership", "membership"),
        ("reconstitution_one_way", "one_way"),
        ("additions", "additions"),
        ("moved_out", "moved_out"),
    ] {
        let mut sums: BTreeMap<(String, String, String), Decimal> = BTreeMap::new();
        for row in BOTH.rows("events.csv") {
            if measure.starts_with("reconstitution") && row["kind"] != "reconstitution" {
                continue;
            }
            let key = (row["schedule"].clone(), row["index"].clone(), row["date"][..4].to_owned());
            *sums.entry(key).or_default() += decimal(&row[column]);
        }
        for schedule in SCHEDULES {
            for index in ["R1000", "R2000", "MIDCAP", "MICROCAP"] {
                let value =
                    |name: String| decimal(&all[&(name, index.to_owned(), schedule.to_owned())].0);
                let sum = |year: &str| {
                    let key = (schedule.to_owned(), index.to_owned(), year.to_owned());
                    sums.get(&key).copied().unwrap_or_default()
                };
                for year in ["2022", "2023", "2024", "2025"] {
                    assert!(agree(value(format!("{measure}_{year}")), sum(year)), "{measure}");
                }
                let mean = (sum("2023") + sum("2024")) / Decimal::TWO;
                assert!(agree(value(measure.to_owned()), mean), "{measure} {index} {schedule}");
            }
        }
    }
}

#[test]
fn profiles_are_those_of_the_closes() {
    let all = BOTH.measures();
    let mut series: BTreeMap<(String, String, String), Vec<(usize, Decimal)>> = BTreeMap::new();
    for row in BOTH.rows("drift.csv") {
        let month: usize = row["date"][5..7].parse().expect("a month");
        let key = ["measure", "index", "schedule"].map(|column| row[column].clone());
        series.entry(key.into()).or_default().push((month - 1, decimal(&row["value"])));
    }
    let mean = |values: &[Decimal]| values.iter().sum::<Decimal>() / Decimal::from(values.len());
    // Means of counts are given to four decimal places.
    let near = |a: Decimal, b: Decimal| (a - b).abs() <= Decimal::new(5, 5);
    let mut seen = 0;
    for ((measure, index, schedule), values) in &series {
        let of = |form: &str| {
            let key = (format!("drift_{measure}_{form}"), index.clone(), schedule.clone());
            all.get(&key).map(|(value, _)| decimal(value))
        };
        let Some(found) = of("mean") else { continue };
        let plain: Vec<Decimal> = values.iter().map(|(_, value)| *value).collect();
        assert!(near(found, mean(&plain)), "{measure} {index}");
        assert_eq!(of("max"), plain.iter().max().copied(), "{measure} {index}");
        for (month, name) in MONTHS.iter().enumerate() {
            let of_month: Vec<Decimal> =
                values.iter().filter(|(at, _)| *at == month).map(|(_, value)| *value).collect();
            let found = of(&format!("mean_{name}")).expect("a month");
            assert!(near(found, mean(&of_month)), "{measure} {index} {name}");
        }
        seen += 1;
    }
    assert_eq!(seen, 10 * 13 * 2);
}

#[test]
fn levels_chain_the_returns_and_members_are_those_of_the_ledger() {
    let all = BOTH.measures();
    let drift = BOTH.rows("drift.csv");
    for schedule in SCHEDULES {
        for index in ["R1000", "R2000", "MICROCAP"] {
            let of = |measure: &str| -> Vec<Decimal> {
                let is_it = |row: &&Row| {
                    row["schedule"] == schedule
                        && row["index"] == index
                        && row["measure"] == measure
                };
                drift.iter().filter(is_it).map(|row| decimal(&row["value"])).collect()
            };
            let (levels, returns) = (of("level"), of("return"));
            assert_eq!((levels.len(), returns.len()), (26, 25));
            let mut level = Decimal::ONE_THOUSAND;
            for (r, expected) in returns.iter().zip(&levels[1..]) {
                level *= Decimal::ONE + r;
                assert!((level - expected).abs() < Decimal::new(1, 5), "{index} {schedule}");
            }
            let value = |name: &str| {
                decimal(&all[&(name.to_owned(), index.to_owned(), schedule.to_owned())].0)
            };
            assert_eq!(value("level"), levels[25]);
            assert_eq!(value("members"), of("members")[25]);
            assert_eq!(value("members_2023"), of("members")[12]);
            let ledger = BOTH.rows(&format!("ledger-{schedule}.csv"));
            let count = |action: &str| {
                ledger.iter().filter(|r| r["index"] == index && r["action"] == action).count()
            };
            assert_eq!(value("members"), Decimal::from(count("add") - count("delete")));
        }
    }
}

#[test]
fn whipsaws_and_checks_are_counted_as_they_are_listed() {
    let all = BOTH.measures();
    for schedule in SCHEDULES {
        let listed = BOTH.rows("whipsaws.csv").iter().filter(|r| r["schedule"] == schedule).count();
        let key = ("whipsaws".to_owned(), String::new(), schedule.to_owned());
        assert_eq!(decimal(&all[&key].0), Decimal::from(listed));
    }
    for row in BOTH.rows("membership_check.csv") {
        // All of the list are there, and the family was formed by the plain ranks.
        assert_eq!((&*row["listed"], &*row["close"]), ("18", "2023-05-31"));
        let part = decimal(&row["both"]) / decimal(&row["listed"]);
        assert!(agree(decimal(&row["of_listed"]), part), "{row:?}");
    }
}

#[test]
fn the_summary_has_the_numbers_of_the_tables() {
    let (all, summary) = (BOTH.measures(), BOTH.summary());
    let number = |value: &serde_json::Value| match value {
        serde_json::Value::Null => None,
        number => Some(
            Decimal::from_scientific(&number.to_string())
                .unwrap_or_else(|_| decimal(&number.to_string())),
        ),
    };
    let known = |text: &String| (!text.is_empty()).then(|| decimal(text));
    let mut compared = 0;
    for ((measure, index, schedule), (value, difference)) in &all {
        let index = if index.is_empty() { "family" } else { index };
        let of = &summary["measures"][measure][index];
        assert_eq!(number(&of["values"][schedule]), known(value), "{measure} {index}");
        assert_eq!(number(&of["differences"][schedule]), known(difference), "{measure} {index}");
        compared += 1;
    }
    assert!(compared > 1_000);
    let count = summary["measures"].as_object().expect("measures").len();
    let names: std::collections::BTreeSet<&String> = all.keys().map(|key| &key.0).collect();
    assert_eq!(count, names.len());
    for streak in summary["streaks"].as_array().expect("streaks") {
        let schedule = streak["schedule"].as_str().expect("a name").to_owned();
        let key = ("outperformance_streak".to_owned(), "R2000".to_owned(), schedule);
        assert_eq!(streak["periods"].to_string(), all[&key].0);
    }
}

/// A number as a person is shown it.
fn shown(measure: &str, text: &str, signed: bool) -> String {
    let stem = measures().filter(|m| measure.starts_with(m.name)).max_by_key(|m| m.name.len());
    let is_fraction =
        stem.expect("a measure").unit == rankday::analysis::comparison::Unit::Fraction;
    let value: f64 = text.parse().expect("a number");
    let digits = match (is_fraction, text.contains('.')) {
        (true, _) => format!("{:.2}", (value * 100.0).abs()),
        (false, true) => format!("{:.1}", value.abs()),
        (false, false) => format!("{:.0}", value.abs()),
    };
    let sign = match digits.parse::<f64>() {
        Ok(0.0) => "",
        _ if value < 0.0 => "-",
        _ if signed => "+",
        _ => "",
    };
    let unit = match (is_fraction, signed) {
        (false, _) => "",
        (true, true) => "pp",
        (true, false) => "%",
    };
    format!("{sign}{digits}{unit}")
}

#[test]
fn the_screen_shows_the_numbers_of_the_tables() {
    let all = BOTH.measures();
    let cells = |measure: &str, index: &str| -> Vec<String> {
        let of =
            |schedule: &str| &all[&(measure.to_owned(), index.to_owned(), schedule.to_owned())];
        let values = SCHEDULES.map(|schedule| shown(measure, &of(schedule).0, false));
        [&values[..], &[shown(measure, &of(SCHEDULES[1]).1, true)]].concat()
    };
    let line = |label: &str| -> Vec<String> {
        let line = BOTH.printed.lines().find(|line| line.trim_start().starts_with(label));
        let line = line.unwrap_or_else(|| panic!("no {label}:\n{}", BOTH.printed));
        let rest = line.trim_start().strip_prefix(label).expect("the label");
        rest.split_whitespace().map(str::to_owned).collect()
    };
    for (label, measure) in [
        ("one-way turnover a year", "turnover_one_way"),
        ("reconstitutions alone", "reconstitution_one_way"),
        ("two-way turnover a year", "turnover_two_way"),
        ("membership turnover a year", "turnover_membership"),
        ("of reconstitutions alone", "reconstitution_membership"),
        ("drift beyond the band, mean", "drift_beyond_band_weight_mean"),
        ("drift beyond the band, max", "drift_beyond_band_weight_max"),
        ("on the wrong side, mean", "drift_wrong_side_weight_mean"),
        ("of it too large, mean", "drift_too_large_weight_mean"),
        ("active share, mean", "drift_active_share_mean"),
        ("members lost, mean", "drift_lost_mean"),
        ("members at the end", "members"),
        ("price return a year", "annualised_return"),
        ("tracking error to annual", "tracking_error"),
    ] {
        let expected = [cells(measure, "R1000"), cells(measure, "R2000")].concat();
        assert_eq!(line(label), expected, "{label}");
    }
    for (label, measure, index) in [
        ("moves a year from R2000 to R1000", "moves_up", ""),
        ("moves a year from R1000 to R2000", "moves_down", ""),
        ("whipsaws, up and back", "whipsaws_up_and_back", ""),
        ("whipsaws, down and back", "whipsaws_down_and_back", ""),
        ("whipsaws, into R3000 and out", "whipsaws_in_and_out", ""),
        ("member-days in the wrong index", "wrong_index_fraction", ""),
        ("R3000 membership turnover a year", "turnover_membership", "R3000"),
        ("MIDCAP one-way turnover a year", "turnover_one_way", "MIDCAP"),
        ("MICROCAP one-way turnover a year", "turnover_one_way", "MICROCAP"),
        ("R2000 growth over R1000's", "outperformance", "R2000"),
    ] {
        assert_eq!(line(label), cells(measure, index), "{label}");
    }
    let months = |schedule: &str| -> Vec<String> {
        let of = |month: &&str| {
            let measure = format!("drift_beyond_band_weight_mean_{month}");
            let key = (measure.clone(), "R2000".to_owned(), schedule.to_owned());
            let value: f64 = all[&key].0.parse().expect("a number");
            format!("{:.1}", value * 100.0)
        };
        MONTHS.iter().map(of).collect()
    };
    for schedule in SCHEDULES {
        let lines =
            BOTH.printed.lines().skip_while(|line| !line.contains("beyond the band by month"));
        let mut found = lines.map(str::split_whitespace);
        let row = found.find_map(|mut words| {
            (words.next() == Some(schedule)).then(|| words.map(str::to_owned).collect::<Vec<_>>())
        });
        assert_eq!(row, Some(months(schedule)), "{schedule}");
    }
}

/// Funds trade their assets times the two-way turnover, and no more once they have crossed.
#[test]
fn funds_trade_what_their_indexes_turn_over() {
    let all = BOTH.measures();
    let funds = rankday::universe::Funds::shipped().expect("the file");
    let mut seen = 0;
    for ((measure, index, schedule), (value, _)) in &all {
        for (trades, turnover) in [
            ("trades_gross", "turnover_two_way"),
            ("reconstitution_trades_gross", "reconstitution_two_way"),
        ] {
            let Some(end) = measure.strip_prefix(trades) else { continue };
            let of = |name: &str, index: &str| {
                &all[&(format!("{name}{end}"), index.to_owned(), schedule.clone())].0
            };
            if index.is_empty() {
                let sum: Decimal =
                    funds.assets.keys().map(|i| decimal(of(trades, &i.to_string()))).sum();
                assert!((sum - decimal(value)).abs() <= Decimal::from(4), "{measure} {schedule}");
                let net = decimal(of(&trades.replace("gross", "net"), ""));
                assert!(net <= decimal(value), "{measure} {schedule}: {net}");
                continue;
            }
            let Some(assets) = funds.assets.get(&index.parse().expect("an index")) else {
                assert_eq!(value, "", "nobody follows {index}");
                continue;
            };
            let expected = assets.usd * decimal(of(turnover, index));
            // Ten decimal places of turnover are given, and whole dollars.
            let close = assets.usd * CLOSE + Decimal::ONE;
            assert!((decimal(value) - expected).abs() <= close, "{measure} {index} {schedule}");
            seen += usize::from(!decimal(value).is_zero());
        }
    }
    assert!(seen > 40, "only {seen} trades");
}
