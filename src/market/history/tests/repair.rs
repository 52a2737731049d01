//! Repairs of caps and returns.

use super::*;

/// A line given by its prices, caps and returns on each date, next to a line that does not change; `-` is
/// an unknown value, and an empty string is a date without a row.
fn repaired(rows: &[&str]) -> History {
    let panel = panel(&repaired_csv(rows)).expect("a panel");
    let changes = SymbolChanges::default();
    History::new(panel, Known::changes(&changes), Vec::new(), LabelRules::common_shares())
}

fn repaired_csv(rows: &[&str]) -> String {
    let mut csv = String::new();
    for (at, row) in rows.iter().enumerate() {
        let cells: Vec<&str> =
            row.split_whitespace().map(|c| if c == "-" { "" } else { c }).collect();
        if let [price, cap, price_return] = cells[..] {
            let _ = writeln!(csv, "{},AAA,NYSE,{price},{cap},{price_return},", month(at));
        }
        let _ = writeln!(csv, "{},ZZZ,NYSE,10,1000,0,", month(at));
    }
    csv
}

fn caps(history: &History) -> Vec<Option<i64>> {
    use rust_decimal::prelude::ToPrimitive as _;
    let cap = |day: &Day| day.quote(0).and_then(|q| q.market_cap).and_then(|cap| cap.to_i64());
    history.days.iter().map(cap).collect()
}

/// Enough unchanged dates after the rows, so that no jump is near the end of the panel.
const STILL: [&str; 7] = ["10 1000 0"; 7];

fn then_still(rows: &[&'static str]) -> Vec<&'static str> {
    rows.iter().copied().chain(STILL).collect()
}

#[test]
fn a_split_applied_twice_and_undone_is_held() {
    let history =
        repaired(&then_still(&["10 1000 -", "10 2000 0", "11 2200 0.1", "10 1000 -0.0909"]));
    assert_eq!(caps(&history)[..4], [Some(1_000), Some(1_000), Some(1_100), Some(1_000)]);
    assert_eq!(history.repairs.caps_held, [(0, 1), (0, 2)]);
    assert!(history.repairs.jumps_taken.is_empty() && history.repairs.returns_corrected.is_empty());
}

#[test]
fn a_split_whose_share_count_follows_late_is_held() {
    // Two for one: the price halves, the return is adjusted, the share count follows a date later.
    let rows = ["20 1000 -", "10 500 0", "10 1000 0"];
    let history = repaired(&then_still(&rows));
    assert_eq!(caps(&history)[..3], [Some(1_000); 3]);
    assert_eq!(history.repairs.caps_held, [(0, 1)]);
}

#[test]
fn a_jump_that_stays_is_a_restatement_by_the_vendor() {
    let rows: Vec<&str> = ["10 1000 -", "10 1000 0"].into_iter().chain(["10 2500 0"; 8]).collect();
    let history = repaired(&rows);
    assert_eq!(caps(&history)[2], Some(2_500));
    assert_eq!(history.repairs.restated, [Jump { line: 0, day: 2, factor: 2.5 }]);
    assert_eq!(history.repairs.restated_on(2).len(), 1);
    assert!(history.repairs.restated_on(1).is_empty() && history.repairs.restated_on(3).is_empty());
    assert!(history.repairs.caps_held.is_empty() && history.repairs.jumps_taken.is_empty());
    // A doubling within 1.5% is a jump; less is not.
    for (cap, is_jump) in [("10 1970 0", true), ("10 1950 0", false), ("10 508 0", true)] {
        let rows: Vec<&str> = ["10 1000 -"].into_iter().chain([cap; 8]).collect();
        assert_eq!(repaired(&rows).repairs.restated.len(), usize::from(is_jump), "{cap}");
    }
}

#[test]
fn a_stated_action_explains_a_jump_of_the_share_count() {
    let rows: Vec<&str> = ["10 1000 -", "10 1000 0"].into_iter().chain(["10 2500 0"; 8]).collect();
    let of = |date: &str, ratio: i64, jump: f64| {
        let (symbol, ratio) = (Ticker::new("AAA").expect("letters"), Decimal::new(ratio, 1));
        let action = Action::Offering { symbol, ratio };
        let actions = [CorporateAction { date: day(date), action, line: 2 }];
        let changes = SymbolChanges::default();
        let known = Known { actions: &actions, share_count_jump: jump, ..Known::changes(&changes) };
        let panel = panel(&repaired_csv(&rows)).expect("a panel");
        let repairs = History::new(panel, known, Vec::new(), LabelRules::common_shares()).repairs;
        (repairs.jumps_taken.len(), repairs.restated.len())
    };
    // Three shares for two explains it, on the day of the action or up to a quarter later; 10% more
    // shares do not.
    assert_eq!(of("2024-02-20", 15, 2.0), (1, 0));
    assert_eq!(of("2024-01-20", 15, 2.0), (1, 0));
    assert_eq!(of("2024-02-20", 1, 2.0), (0, 1));
    assert_eq!(of("2024-04-20", 15, 2.0), (0, 1));
    // An action with another factor does not explain it.
    assert_eq!(of("2024-02-20", 1, 3.0), (0, 0));
}

#[test]
fn a_jump_near_the_end_of_the_panel_is_held() {
    let history = repaired(&["10 1000 -", "10 1000 0", "10 1000 0", "10 2500 0", "11 2750 0.1"]);
    assert_eq!(caps(&history)[3..], [Some(1_000), Some(1_100)]);
    assert_eq!(history.repairs.caps_held, [(0, 3), (0, 4)]);
    // A line that leaves before the end has no later dates to wait for: its jump is accepted.
    let history = repaired(&["10 1000 -", "10 1000 0", "10 2500 0", "", "", ""]);
    assert_eq!(history.repairs.restated, [Jump { line: 0, day: 2, factor: 2.5 }]);
}

#[test]
fn a_split_that_the_return_leaves_out_corrects_the_return() {
    let history = repaired(&then_still(&["40 1000 -", "10 1000 -0.75"]));
    assert_eq!(history.repairs.returns_corrected, [(0, 1)]);
    let corrected = history.days[1].quote(0).and_then(|q| q.price_return).expect("known");
    assert!(corrected.abs() < 1e-9, "{corrected}");
    assert_eq!(caps(&history)[1], Some(1_000));
    // A reverse split, one for ten.
    let history = repaired(&then_still(&["1 1000 -", "10 1000 9"]));
    let corrected = history.days[1].quote(0).and_then(|q| q.price_return).expect("known");
    assert!(corrected.abs() < 1e-9, "{corrected}");
    // A real fall moves the cap too.
    let history = repaired(&["40 1000 -", "10 250 -0.75", "10 250 0"]);
    assert_eq!(history.repairs, Repairs::default());
}

#[test]
fn a_split_after_a_date_without_a_cap_is_corrected_on_its_own_date_alone() {
    let history = repaired(&then_still(&["40 1000 -", "44 - 0.1", "11 1100 -0.75"]));
    let returns: Vec<Option<f64>> =
        history.days[1..3].iter().map(|d| d.quote(0).and_then(|q| q.price_return)).collect();
    assert_eq!(returns[0], Some(0.1));
    assert!(returns[1].expect("known").abs() < 1e-9, "{returns:?}");
}

#[test]
fn unknown_returns_and_gaps_lead_to_no_repair() {
    // The return of the jump is not known.
    let history = repaired(&then_still(&["10 1000 -", "10 2500 -", "10 1000 -"]));
    assert_eq!(history.repairs, Repairs::default());
    assert_eq!(caps(&history)[1], Some(2_500));
    // A gap: the return across it is not known.
    let history = repaired(&then_still(&["10 1000 -", "", "10 2500 0", "10 2500 0"]));
    assert!(history.repairs.caps_held.iter().all(|(_, day)| *day != 2), "{:?}", history.repairs);
    // A date without a cap within an error does not hide the error.
    let history =
        repaired(&then_still(&["10 1000 -", "10 3000 0", "10 - 0", "10 3000 0", "10 1000 0"]));
    assert_eq!(caps(&history)[1..5], [Some(1_000), None, Some(1_000), Some(1_000)]);
}
