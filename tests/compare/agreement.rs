//! Reports agree on the same quantities: sums, means, differences, and the screen.

use std::collections::BTreeMap;

use rankday::simulation::measures::{MONTHS, Statistic, Unit};
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
        for stem in ["turnover", "scheduled", "reconstitution"] {
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
    // Thirteen indexes under two schedules, three times.
    assert_eq!(seen, 13 * 2 * 3);
}

/// Whether the name of a cycle is that of one that the market has whole.
fn is_complete(cycle: &str) -> bool {
    ["2023/24", "2024/25"].contains(&cycle)
}

/// The values of `cycles.csv` by measure, index, schedule and cycle.
fn of_cycles() -> BTreeMap<[String; 4], String> {
    let keyed = |row: &Row| {
        let columns = ["measure", "index", "schedule", "cycle"];
        (columns.map(|column| row[column].clone()), row["value"].clone())
    };
    BOTH.rows("cycles.csv").iter().map(keyed).collect()
}

#[test]
fn parts_sum_to_what_they_are_parts_of() {
    let close = |a: Decimal, b: Decimal, slack: Decimal| (a - b).abs() <= slack;
    let mut seen = 0;
    let all = of_cycles();
    for (key, value) in &all {
        let [measure, index, schedule, cycle] = key;
        let of = |name: &str| {
            let key = [name, index, schedule, cycle].map(str::to_owned);
            decimal(&all[&key])
        };
        let parts: &[&str] = match measure.as_str() {
            "scheduled_one_way" => &[
                "june_one_way",
                "december_one_way",
                "quarterly_additions_one_way",
                "quarterly_updates_one_way",
            ],
            "reconstitution_one_way" => &["june_one_way", "december_one_way"],
            "unscheduled_one_way" => &[
                "unscheduled_deletions_one_way",
                "unscheduled_fast_entries_one_way",
                "unscheduled_corporate_actions_one_way",
            ],
            "turnover_one_way" => &["scheduled_one_way", "unscheduled_one_way"],
            "trades_net" => &["june_trades_net", "december_trades_net", "quarterly_trades_net"],
            "reconstitution_trades_net" => &["june_trades_net", "december_trades_net"],
            _ => continue,
        };
        let sum: Decimal = parts.iter().map(|part| of(part)).sum();
        let slack = if measure.ends_with("net") { Decimal::from(3) } else { CLOSE };
        assert!(close(sum, decimal(value), slack), "{key:?}: {sum}, not {value}");
        seen += usize::from(!sum.is_zero());
    }
    assert!(seen > 200, "{seen} sums");
    // An annual schedule has no December event, but its quarterly events change something.
    let annual = |name: &str| -> Decimal {
        let of = |key: &&[String; 4]| key[0] == name && key[2] == "annual";
        all.keys().filter(of).map(|key| decimal(&all[key])).sum()
    };
    assert_eq!(annual("december_one_way"), Decimal::ZERO);
    assert!(annual("quarterly_additions_one_way") > Decimal::ZERO);
}

#[test]
fn cycles_are_the_sums_of_their_events_and_the_mean_is_of_the_complete_ones() {
    let (all, of_cycles) = (BOTH.measures(), of_cycles());
    let cycles = ["2022/23", "2023/24", "2024/25", "2025/26"];
    for (measure, column) in [
        ("turnover_one_way", "one_way"),
        ("scheduled_one_way", "one_way"),
        ("unscheduled_one_way", "one_way"),
        ("turnover_membership", "membership"),
        ("reconstitution_one_way", "one_way"),
        ("additions", "additions"),
        ("moved_out", "moved_out"),
    ] {
        let mut sums: BTreeMap<(String, String, String), Decimal> = BTreeMap::new();
        for row in BOTH.rows("events.csv") {
            let counts = match measure.split('_').next() {
                Some("reconstitution") => row["kind"] == "reconstitution",
                Some("scheduled") => row["scheduled"] == "yes",
                Some("unscheduled") => row["scheduled"] == "no",
                _ => true,
            };
            let key = (row["schedule"].clone(), row["index"].clone(), row["cycle"].clone());
            let sum = sums.entry(key).or_default();
            *sum += if counts { decimal(&row[column]) } else { Decimal::ZERO };
        }
        for schedule in SCHEDULES {
            for index in ["R1000", "R2000", "MIDCAP", "MICROCAP"] {
                let sum = |cycle: &str| {
                    let key = (schedule.to_owned(), index.to_owned(), cycle.to_owned());
                    sums.get(&key).copied().unwrap_or_default()
                };
                for cycle in cycles {
                    let key = [measure, index, schedule, cycle].map(str::to_owned);
                    assert!(near(decimal(&of_cycles[&key]), sum(cycle)), "{key:?}");
                }
                let complete: Vec<Decimal> =
                    cycles.into_iter().filter(|cycle| is_complete(cycle)).map(sum).collect();
                let mean = (complete[0] + complete[1]) / Decimal::TWO;
                let key = (measure.to_owned(), index.to_owned(), schedule.to_owned());
                assert!(near(decimal(&all[&key].0), mean), "{measure} {index} {schedule}");
            }
        }
    }
}

/// Means of counts are given to four decimal places.
fn near(a: Decimal, b: Decimal) -> bool {
    (a - b).abs() <= Decimal::new(6, 5)
}

/// The standard error of two values is half their distance, and Student's t with one degree of freedom
/// is 12.7062 at 97.5%.
#[test]
fn intervals_are_those_of_the_complete_cycles() {
    let t = Decimal::new(127_062, 4);
    let differences: BTreeMap<[String; 4], String> = BOTH
        .rows("cycles.csv")
        .iter()
        .map(|row| {
            let columns = ["measure", "index", "schedule", "cycle"];
            (columns.map(|column| row[column].clone()), row["difference"].clone())
        })
        .collect();
    let mut seen = 0;
    for row in BOTH.rows("comparison.csv") {
        let of = |cycle: &str| {
            let key = [&row["measure"], &row["index"], &row["schedule"]].map(String::clone);
            let [measure, index, schedule] = key;
            differences.get(&[measure, index, schedule, cycle.to_owned()])
        };
        let (Some(first), Some(second)) = (of("2023/24"), of("2024/25")) else { continue };
        if first.is_empty() || second.is_empty() {
            continue;
        }
        assert_eq!((&*row["cycles"], &*row["difference_cycles"]), ("2", "2"), "{row:?}");
        let half = (decimal(first) - decimal(second)).abs() / Decimal::TWO;
        let slack = |of: Decimal| {
            of.abs() * Decimal::new(1, 3)
                + Decimal::new(2, 4)
                + Decimal::from(u8::from(row["unit"] == "USD") * 20)
        };
        let agrees = |column: &str, expected: Decimal| {
            let found = decimal(&row[column]);
            assert!(
                (found - expected).abs() <= slack(expected),
                "{column} {found} {expected} {row:?}"
            );
        };
        agrees("difference_standard_error", half);
        agrees("difference_low", decimal(&row["difference"]) - t * half);
        agrees("difference_high", decimal(&row["difference"]) + t * half);
        if row["schedule"] == SCHEDULES[0] {
            for column in ["difference", "difference_standard_error", "difference_high"] {
                assert!(decimal(&row[column]).is_zero(), "{column} of the first: {row:?}");
            }
        }
        seen += 1;
    }
    assert!(seen > 1_000, "{seen} rows");
}

#[test]
fn differences_of_per_cents_are_points_and_say_so() {
    for table in ["comparison.csv", "cycles.csv"] {
        for row in BOTH.rows(table) {
            let is_fraction = row["unit"] == "fraction";
            assert_eq!(row["difference_unit"] == "pp as a fraction", is_fraction, "{row:?}");
        }
    }
    let summary = BOTH.summary();
    let unit = &summary["units"]["scheduled_one_way"];
    assert_eq!(
        (&unit["value"], &unit["difference"]),
        (&"fraction".into(), &"pp as a fraction".into())
    );
}

/// The sentence with the conclusion has the numbers of the tables, and is shown first.
#[test]
fn the_conclusion_is_first_and_of_the_tables() {
    let all = BOTH.rows("comparison.csv");
    let row = |measure: &str| {
        let is_it = |row: &&Row| {
            row["measure"] == measure && row["index"] == "R2000" && row["schedule"] == SCHEDULES[1]
        };
        all.iter().find(is_it).expect("a row")
    };
    let points = |text: &str| {
        let number = decimal(text) * Decimal::ONE_HUNDRED;
        format!("{:+.2}", number.to_string().parse::<f64>().expect("a number"))
    };
    let part = |measure: &str| {
        let row = row(measure);
        let [value, low, high] =
            ["difference", "difference_low", "difference_high"].map(|column| points(&row[column]));
        (value, format!("({low} to {high}pp: "))
    };
    let screen = BOTH.printed.split_whitespace().collect::<Vec<_>>().join(" ");
    for measure in ["scheduled_one_way", "drift_beyond_band_weight_mean"] {
        let (value, interval) = part(measure);
        assert!(screen.contains(&format!("{value}pp of ")), "{value}: {screen}");
        assert!(screen.contains(&interval), "{interval}: {screen}");
    }
    let at = |text: &str| BOTH.printed.find(text).unwrap_or_else(|| panic!("no {text}"));
    assert!(at("semi-annual against annual, R2000: ") < at("a cycle, June to June"));
    assert!(at("a cycle, June to June") < at("Index"));
    let said = &BOTH.summary()["conclusions"][0];
    assert_eq!((&said["n"], &said["n_of"]), (&2.into(), &"cycles".into()));
    let text = said["text"].as_str().expect("a sentence");
    assert!(screen.contains(text), "{text}");
    let page = BOTH.text("report.html");
    assert!(page.find(text) < page.find("<nav"), "the page begins with it");
}

/// Values at the closes of a cycle, each with the number of its month from 0.
type Profile = Vec<(usize, Decimal)>;

#[test]
fn profiles_are_those_of_the_closes_of_the_complete_cycles() {
    let all = BOTH.measures();
    // By cycle: the closes on which the June implementations of 2023, 2024 and 2025 fall begin the next.
    let mut series: BTreeMap<(String, String, String), [Profile; 2]> = BTreeMap::new();
    for row in BOTH.rows("drift.csv") {
        let month: usize = row["date"][5..7].parse().expect("a month");
        let key = ["measure", "index", "schedule"].map(|column| row[column].clone());
        let begun = ["2023-05-31", "2024-06-28", "2025-05-30"].map(|day| *row["date"] >= *day);
        let cycle = match begun {
            [true, false, _] => 0,
            [_, true, false] => 1,
            _ => continue,
        };
        series.entry(key.into()).or_default()[cycle].push((month - 1, decimal(&row["value"])));
    }
    let mean = |values: &[Decimal]| values.iter().sum::<Decimal>() / Decimal::from(values.len());
    let mut seen = 0;
    for ((measure, index, schedule), cycles) in &series {
        let of = |form: &str| {
            let key = (format!("drift_{measure}_{form}"), index.clone(), schedule.clone());
            all.get(&key).map(|(value, _)| decimal(value))
        };
        let Some(found) = of("mean") else { continue };
        let plain =
            cycles.clone().map(|of| of.into_iter().map(|(_, value)| value).collect::<Vec<_>>());
        // June 2024 falls on its own month's end, the others on that of May.
        assert_eq!(plain.clone().map(|of| of.len()), [13, 11]);
        let means = plain.clone().map(|of| mean(&of));
        assert!(near(found, mean(&means)), "{measure} {index}");
        let largest = plain.map(|of| of.into_iter().max().expect("closes"));
        assert!(near(of("max").expect("a form"), mean(&largest)), "{measure} {index}");
        for (month, name) in MONTHS.iter().enumerate() {
            let of_cycle = |of: &Vec<(usize, Decimal)>| {
                let closes = of.iter().filter(|(at, _)| *at == month);
                let values: Vec<Decimal> = closes.map(|(_, value)| *value).collect();
                (!values.is_empty()).then(|| mean(&values))
            };
            let of_month: Vec<Decimal> = cycles.iter().filter_map(of_cycle).collect();
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
            assert_eq!((levels.len(), returns.len()), (38, 37));
            let mut level = Decimal::ONE_THOUSAND;
            for (r, expected) in returns.iter().zip(&levels[1..]) {
                level *= Decimal::ONE + r;
                assert!((level - expected).abs() < Decimal::new(1, 5), "{index} {schedule}");
            }
            let value = |name: &str| {
                decimal(&all[&(name.to_owned(), index.to_owned(), schedule.to_owned())].0)
            };
            assert_eq!(value("level"), levels[37]);
            // The last complete cycle ends in June 2025, which falls on the close of May.
            assert_eq!(value("members"), of("members")[29]);
            let cycles = levels[29] / levels[5] - Decimal::ONE;
            assert!((value("total_return") - cycles).abs() < Decimal::new(1, 7));
            let ledger = BOTH.rows(&format!("ledger-{schedule}.csv"));
            let count = |action: &str| {
                ledger.iter().filter(|r| r["index"] == index && r["action"] == action).count()
            };
            assert_eq!(of("members")[37], Decimal::from(count("add") - count("delete")));
        }
    }
}

#[test]
fn whipsaws_and_checks_are_counted_as_they_are_listed() {
    let all = BOTH.measures();
    for schedule in SCHEDULES {
        let is_in_cycles = |row: &&Row| {
            let back = row["back_date"].as_str();
            row["schedule"] == schedule && back > "2023-06-23" && back <= "2025-06-27"
        };
        let listed = BOTH.rows("whipsaws.csv").iter().filter(is_in_cycles).count();
        let key = ("whipsaws".to_owned(), String::new(), schedule.to_owned());
        assert_eq!(decimal(&all[&key].0) * Decimal::TWO, Decimal::from(listed));
        let key = ("whipsaw_rate".to_owned(), String::new(), schedule.to_owned());
        let rate = decimal(&all[&key].0);
        assert!(rate > Decimal::ZERO && rate < Decimal::ONE, "{rate} for each move");
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
    let unit = Statistic::named(measure).expect("a measure").unit();
    let value: f64 = text.parse().expect("a number");
    let digits = match (unit, text.contains('.')) {
        (Unit::Fraction, _) => format!("{:.2}", (value * 100.0).abs()),
        (Unit::Usd, _) => format!("{:.2}", (value / 1e9).abs()),
        (_, true) => format!("{:.1}", value.abs()),
        (_, false) => format!("{:.0}", value.abs()),
    };
    let sign = match digits.parse::<f64>() {
        Ok(0.0) => "",
        _ if value < 0.0 => "-",
        _ if signed => "+",
        _ => "",
    };
    let unit = match (unit, signed) {
        (Unit::Fraction, true) => "pp",
        (Unit::Fraction, false) => "%",
        (Unit::Usd, _) => "bn",
        _ => "",
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
    // The first lines have labels of their own.
    let (_, printed) = BOTH.printed.split_once(" Index ").expect("the measures");
    let line = |label: &str| -> Vec<String> {
        let line = printed.lines().find(|line| line.trim_start().starts_with(label));
        let line = line.unwrap_or_else(|| panic!("no {label}:\n{}", BOTH.printed));
        let rest = line.trim_start().strip_prefix(label).expect("the label");
        rest.split_whitespace().map(str::to_owned).collect()
    };
    for (label, measure) in [
        ("turnover, scheduled events", "scheduled_one_way"),
        ("June", "june_one_way"),
        ("December and others", "december_one_way"),
        ("quarterly additions", "quarterly_additions_one_way"),
        ("quarterly updates", "quarterly_updates_one_way"),
        ("turnover, unscheduled events", "unscheduled_one_way"),
        ("deletions", "unscheduled_deletions_one_way"),
        ("turnover, all events", "turnover_one_way"),
        ("membership, scheduled events", "scheduled_membership"),
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
        ("traded by index funds, net", "trades_net", ""),
        ("moves from R2000 to R1000", "moves_up", ""),
        ("moves from R1000 to R2000", "moves_down", ""),
        ("whipsaws for each move", "whipsaw_rate", ""),
        ("member-days in the wrong index", "wrong_index_fraction", ""),
        ("R3000 membership, scheduled", "scheduled_membership", "R3000"),
        ("MIDCAP turnover, scheduled", "scheduled_one_way", "MIDCAP"),
        ("MICROCAP turnover, scheduled", "scheduled_one_way", "MICROCAP"),
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
            ("trades_gross", "scheduled_two_way"),
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
    assert!(seen >= 12, "only {seen} trades");
}
