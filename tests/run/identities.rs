//! Sums that must agree in every result: within a report, and between two of them.

use std::collections::{BTreeMap, BTreeSet};

use rankday::universe::SymbolKey;

use super::{Row, Shipped, both};

fn count(row: &Row, column: &str) -> i64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

fn fraction(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

/// The rows of `turnover.csv` by index.
fn turnover(shipped: &Shipped) -> BTreeMap<String, Row> {
    shipped.rows("turnover.csv").into_iter().map(|row| (row["index"].clone(), row)).collect()
}

#[test]
fn the_waterfall_adds_up() {
    for (event, shipped) in both() {
        let summary = shipped.summary();
        let waterfall = &summary["waterfall"];
        let number = |value: &serde_json::Value| value.as_u64().expect("a count");
        let steps = waterfall["steps"].as_array().expect("steps");
        let dropped: u64 = steps.iter().map(|step| number(&step["dropped"])).sum();
        let eligible = number(&waterfall["eligible_lines"]);
        assert_eq!(dropped + eligible, number(&waterfall["lines"]), "{event}");
        let lines = shipped.rows("eligibility.csv");
        assert_eq!(lines.len() as u64, number(&waterfall["lines"]), "{event}");
        for step in steps {
            let screen = step["screen"].as_str().expect("a screen");
            let out = lines.iter().filter(|line| line["screen"] == screen).count() as u64;
            assert_eq!(out, number(&step["dropped"]), "{event} {screen}");
            assert!(out > 0 || screen == "stated", "{event}: no line meets {screen}");
        }
        for line in &lines {
            let out = !line["screen"].is_empty();
            assert_eq!(out, !line["reason"].is_empty(), "{line:?}");
            assert_eq!(line["eligible"], if out { "no" } else { "yes" }, "{line:?}");
        }
    }
}

#[test]
fn every_eligible_company_stands_once_in_the_membership() {
    for (event, shipped) in both() {
        let eligible: BTreeSet<String> = shipped
            .rows("eligibility.csv")
            .into_iter()
            .filter(|line| line["eligible"] == "yes")
            .map(|line| line["issuer"].clone())
            .collect();
        let (members, missing): (Vec<Row>, Vec<Row>) =
            shipped.rows("membership.csv").into_iter().partition(|row| has_line(shipped, row));
        let missing: BTreeSet<String> =
            missing.into_iter().map(|row| row["symbol"].clone()).collect();
        assert_eq!(missing, kept_without_line(shipped), "{event}");
        let listed: BTreeSet<String> = members.iter().map(|row| row["issuer"].clone()).collect();
        assert_eq!(listed.len(), members.len(), "{event}: a company stands twice");
        assert_eq!(listed, eligible, "{event}");
        assert_eq!(
            shipped.summary()["waterfall"]["eligible_companies"],
            serde_json::json!(members.len())
        );
    }
}

/// Tickers of the members that still trade and have no line.
fn kept_without_line(shipped: &Shipped) -> BTreeSet<String> {
    let rows = shipped.rows("gone.csv").into_iter();
    let kept = rows.filter(|row| row["reason"] == "kept_unranked");
    kept.map(|row| row["symbol"].clone()).collect()
}

/// Whether a row of `membership.csv` is for a company of the universe.
fn has_line(shipped: &Shipped, row: &Row) -> bool {
    row["reason"] != "kept_unranked" || !kept_without_line(shipped).contains(&row["symbol"])
}

/// The rows of `membership.csv` with a rank, and those of members of the universe without one.
fn members(shipped: &Shipped) -> (Vec<Row>, Vec<Row>) {
    let rows = shipped.rows("membership.csv").into_iter();
    let rows = rows.filter(|row| has_line(shipped, row));
    rows.partition(|row| row["reason"] != "kept_unranked")
}

/// Members of the Russell 1000 that still trade and have no line or no cap each take a place before rank
/// 1,000.
fn reserved_places(shipped: &Shipped) -> usize {
    let rows = shipped.rows("membership.csv").into_iter();
    let kept = rows.filter(|row| row["reason"] == "kept_unranked");
    let kept: Vec<Row> = kept.filter(|row| row["segment"] == "R1000").collect();
    assert!(kept.iter().all(|row| !row["indexes"].contains("TOP")), "none is known to be larger");
    kept.len()
}

#[test]
fn ranks_run_without_a_gap_and_caps_and_percentiles_with_them() {
    for (event, shipped) in both() {
        let (members, _) = members(shipped);
        let reserved = reserved_places(shipped);
        assert!(members.len() > 3_000, "{event}");
        for (at, row) in members.iter().enumerate() {
            let below = if at + 1 + reserved >= 1_000 { reserved } else { 0 };
            assert_eq!(row["rank"], (below + at + 1).to_string(), "{event}");
            assert_eq!(row["percentile"].is_empty(), below + at >= 4_000, "{event} {row:?}");
        }
        for pair in members.windows(2) {
            let [before, after] = pair else { unreachable!() };
            let order = (fraction(after, "market_cap"), &before["symbol"]);
            assert!(order <= (fraction(before, "market_cap"), &after["symbol"]), "{pair:?}");
        }
        let base = members.len().min(4_000 - reserved);
        assert_eq!(members[base - 1]["percentile"], "100", "{event}");
    }
}

#[test]
fn the_russell_3000_is_the_1000_and_the_2000() {
    for (event, shipped) in both() {
        let turnover = turnover(shipped);
        for column in ["members_before", "members_after", "companies_before", "companies_after"] {
            let of = |index: &str| count(&turnover[index], column);
            assert_eq!(of("R1000") + of("R2000"), of("R3000"), "{event} {column}");
            assert_eq!(of("TOP200") + of("MIDCAP"), of("R1000"), "{event} {column}");
            assert_eq!(of("TOP500") + of("R2500"), of("R3000"), "{event} {column}");
        }
        let (ranked, unranked) = members(shipped);
        let reserved = reserved_places(shipped);
        for (index, last) in [("R3000", 3_000), ("R3000E", 4_000)] {
            let held = unranked.iter().filter(|row| row["indexes"].split(';').any(|i| i == index));
            // A company that left after rank day had a rank and is not replaced.
            let left = ranked.iter().filter(|row| row["reason"].starts_with("left:"));
            let left =
                left.filter(|row| count(row, "rank") <= i64::try_from(last).expect("a rank"));
            let companies = ranked.len().min(last - reserved) + held.count() - left.count();
            assert_eq!(
                turnover[index]["companies_after"],
                companies.to_string(),
                "{event} {index}"
            );
        }
    }
}

#[test]
fn members_before_and_changes_make_members_after() {
    for (event, shipped) in both() {
        for (index, row) in turnover(shipped) {
            let n = |column: &str| count(&row, column);
            let entering = n("additions") + n("moved_in");
            let leaving = n("deletions") + n("moved_out");
            assert_eq!(
                n("members_before") + entering - leaving,
                n("members_after"),
                "{event} {index}"
            );
            assert!(n("members_after") >= n("companies_after"), "{event} {index}");
        }
    }
}

#[test]
fn turnover_is_the_sum_of_its_causes_and_two_way_is_twice_one_way() {
    for (event, shipped) in both() {
        for (index, row) in turnover(shipped) {
            let f = |column: &str| fraction(&row, column);
            let causes: f64 = row
                .keys()
                .filter(|column| column.starts_with("one_way_"))
                .map(|column| f(column))
                .sum();
            assert!((causes - f("one_way")).abs() < 1e-9, "{event} {index}: {causes}");
            assert!((f("two_way") - 2.0 * f("one_way")).abs() < 1e-9, "{event} {index}");
            assert!((0.0..=1.0).contains(&f("one_way")), "{event} {index}");
            assert!((0.0..=1.0).contains(&f("membership_turnover")), "{event} {index}");
        }
    }
}

#[test]
fn the_summary_counts_the_rows_of_changes() {
    for (event, shipped) in both() {
        let (classes, changes): (Vec<Row>, Vec<Row>) =
            shipped.rows("changes.csv").into_iter().partition(|row| row["what"] == "class");
        let in_r3000 = |segment: &str| segment == "R1000" || segment == "R2000";
        let summary = shipped.summary();
        for (part, wanted) in [("r3000", true), ("microcap_segment", false)] {
            for action in ["add", "delete", "up", "down"] {
                let rows = changes.iter().filter(|row| row["action"] == action);
                let found =
                    rows.filter(|r| (in_r3000(&r["from"]) || in_r3000(&r["to"])) == wanted).count();
                assert_eq!(
                    summary["changes"][part][action],
                    serde_json::json!(found),
                    "{event} {part} {action}"
                );
            }
        }
        for action in ["add", "delete", "up", "down"] {
            let decided = changes.iter().filter(|row| row["action"] == action).count();
            assert_eq!(summary["decisions"][action], serde_json::json!(decided), "{event}");
            assert!(decided > 0, "{event}: nobody has the action {action}");
        }
        for action in ["add", "delete", "up", "down"] {
            let found = classes.iter().filter(|row| row["action"] == action).count();
            let counted = &summary["changes"]["share_classes"][action];
            assert_eq!(counted, &serde_json::json!(found), "{event} {action}");
        }
        let gone = shipped.rows("gone.csv");
        let with = |reason: &str| gone.iter().filter(|row| row["reason"] == reason).count();
        assert_eq!(summary["decisions"]["gone"], serde_json::json!(with("gone")), "{event}");
        assert_eq!(
            summary["decisions"]["missing"],
            serde_json::json!(with("kept_unranked")),
            "{event}"
        );
    }
}

/// A company that changes stands in both tables with the same cells, and no other changes.
#[test]
fn changes_and_membership_tell_the_same() {
    for (event, shipped) in both() {
        let members: BTreeMap<String, Row> = shipped
            .rows("membership.csv")
            .into_iter()
            .map(|row| (row["symbol"].clone(), row))
            .collect();
        let changes = shipped.rows("changes.csv");
        let mut moving = BTreeSet::new();
        for change in changes.iter().filter(|row| row["what"] == "company") {
            assert_ne!(change["from"], change["to"], "{change:?}");
            assert!(moving.insert(change["symbol"].clone()), "{event}: {change:?} stands twice");
            let Some(member) = members.get(&change["symbol"]) else {
                assert!(change["reason"].starts_with("ineligible:"), "{change:?}");
                assert_eq!((&*change["to"], &*change["action"]), ("NONE", "delete"));
                continue;
            };
            assert_eq!(change["to"], member["segment"], "{change:?}");
            assert_eq!(change["from"], member["held"], "{change:?}");
            assert_eq!(change["action"], member["decision"], "{change:?}");
            for column in ["reason", "rank", "market_cap", "percentile", "name"] {
                assert_eq!(change[column], member[column], "{change:?}");
            }
        }
        for (symbol, member) in &members {
            assert_eq!(member["held"] != member["segment"], moving.contains(symbol), "{member:?}");
        }
    }
}

/// Every member held before is kept, moving or gone, before rank day or after it.
#[test]
fn no_member_is_lost() {
    for (event, shipped) in both() {
        let mut held = BTreeMap::new();
        for line in shipped.rows("eligibility.csv").iter().filter(|line| line["held"] != "NONE") {
            held.insert(line["issuer"].clone(), line["held"].clone());
        }
        let gone = shipped.rows("gone.csv").len();
        let given = shipped.run.membership.members.len();
        assert!(held.len() + gone <= given, "{event}");
        let matched = &shipped.run.result.matched;
        let lines = matched.member_of_line.iter().flatten().count();
        let left = shipped.rows("left.csv");
        let left = left.iter().filter(|row| row["held"] != "NONE").count();
        assert_eq!(lines + gone + left, given, "{event}: two members stand for one line");
        let keys: BTreeSet<SymbolKey> =
            shipped.rows("gone.csv").iter().map(|row| SymbolKey::new(&row["symbol"])).collect();
        assert_eq!(keys.len(), gone, "{event}");
    }
}

#[test]
fn ranges_of_indexes_agree_with_turnover_and_breaks() {
    for (event, shipped) in both() {
        let turnover = turnover(shipped);
        for row in shipped.rows("indexes.csv") {
            let companies = &turnover[&row["index"]]["companies_after"];
            assert_eq!(row["companies"], *companies, "{event} {row:?}");
            assert!(fraction(&row, "smallest") <= fraction(&row, "median"), "{row:?}");
            assert!(fraction(&row, "median") <= fraction(&row, "largest"), "{row:?}");
        }
        let members = shipped.rows("membership.csv");
        for level in shipped.rows("breakpoints.csv") {
            let company = members.iter().find(|row| row["rank"] == level["rank"]);
            for column in ["market_cap", "percentile"] {
                let of_company = company.map_or("", |row| &row[column]);
                assert_eq!(level[column], of_company, "{event} {level:?}");
            }
        }
    }
}
