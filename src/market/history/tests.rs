//! Histories of a few lines: identity from date to date, repairs, labels.

use std::fmt::Write as _;

use super::*;
use crate::universe::import::corrections::CapCorrections;
use crate::universe::{Input, Security, SecurityType, Structure, Ticker, Universe};

const HEADER: &str = "date,symbol,exchange,price,market_cap,price_return,adv_usd\n";

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn panel(rows: &str) -> Result<Panel, String> {
    let csv = format!("{HEADER}{rows}");
    let input = Input::from_bytes("p.csv", csv.into()).expect("text");
    read_panel(&input, &CapCorrections::default()).map_err(|faults| faults.to_string())
}

/// The first day of month number `nth`.
fn month(nth: usize) -> NaiveDate {
    day("2024-01-01") + chrono::Months::new(u32::try_from(nth).expect("small"))
}

/// A history of tickers alone: each date lists its tickers, separated by spaces.
fn named(dates: &[&str], changes: &[(usize, &str, &str)]) -> History {
    let mut rows = String::new();
    for (at, symbols) in dates.iter().enumerate() {
        for symbol in symbols.split(' ') {
            let _ = writeln!(rows, "{},{symbol},NYSE,10,1000,0,", month(at));
        }
    }
    let key = SymbolKey::new;
    let changes: SymbolChanges =
        changes.iter().map(|(at, old, new)| (month(*at), key(old), key(new))).collect();
    let panel = panel(&rows).expect("a panel");
    History::new(panel, Known::changes(&changes), Vec::new(), LabelRules::common_shares())
}

/// Every line as its tickers and the days on which it is listed: `AAA/BBB 0 1 3`.
fn lines(history: &History) -> Vec<String> {
    let shown = |(at, line): (usize, &Line)| {
        let tickers: Vec<&str> = line.tickers.iter().map(|t| t.symbol.as_str()).collect();
        let there = |day: &usize| history.days[*day].quote(at).is_some();
        let days: Vec<String> =
            (0..history.days.len()).filter(there).map(|day| day.to_string()).collect();
        assert_eq!(days.first(), Some(&line.first.to_string()));
        assert_eq!(days.last(), Some(&line.last.to_string()));
        format!("{} {}", tickers.join("/"), days.join(" "))
    };
    history.lines.iter().enumerate().map(shown).collect()
}

#[test]
fn a_line_keeps_its_identity_under_another_ticker() {
    let history = named(&["AAA BBB", "BBB CCC", "BBB CCC"], &[(1, "AAA", "CCC")]);
    assert_eq!(lines(&history), ["AAA/CCC 0 1 2", "BBB 0 1 2"]);
    assert_eq!((history.symbol(0, 0), history.symbol(0, 1)), ("AAA", "CCC"));
    assert_eq!(history.line_of(&SymbolKey::new("CCC"), 1), Some(0));
    assert_eq!(history.line_of(&SymbolKey::new("AAA"), 1), None);
    // Without the change they are two lines.
    let history = named(&["AAA BBB", "BBB CCC", "BBB CCC"], &[]);
    assert_eq!(lines(&history), ["AAA 0", "BBB 0 1 2", "CCC 1 2"]);
}

#[test]
fn chained_and_swapped_tickers_on_one_date_are_followed() {
    let chain = [(1, "AAA", "BBB"), (1, "BBB", "CCC")];
    let history = named(&["AAA BBB", "BBB CCC"], &chain);
    assert_eq!(lines(&history), ["AAA/BBB 0 1", "BBB/CCC 0 1"]);
    let back = [(1, "CCC", "BBB"), (1, "BBB", "AAA")];
    let history = named(&["BBB CCC", "AAA BBB"], &back);
    assert_eq!(lines(&history), ["BBB/AAA 0 1", "CCC/BBB 0 1"]);
    let swap = [(1, "AAA", "BBB"), (1, "BBB", "AAA")];
    let history = named(&["AAA BBB", "AAA BBB", "AAA BBB"], &swap);
    assert_eq!(lines(&history), ["AAA/BBB 0 1 2", "BBB/AAA 0 1 2"]);
    // Two changes between two dates of the panel.
    let history = named(&["AAA ZZZ", "CCC ZZZ"], &[(1, "AAA", "CCC")]);
    assert_eq!(lines(&history)[0], "AAA/CCC 0 1");
}

#[test]
fn one_missing_date_is_a_gap_and_two_end_the_line() {
    let history = named(&["AAA ZZZ", "ZZZ", "AAA ZZZ"], &[]);
    assert_eq!(lines(&history), ["AAA 0 2", "ZZZ 0 1 2"]);
    assert!(history.is_hole(0, 1) && !history.is_hole(0, 0) && !history.is_hole(1, 1));
    let history = named(&["AAA ZZZ", "ZZZ", "ZZZ", "AAA ZZZ"], &[]);
    assert_eq!(lines(&history), ["AAA 0", "ZZZ 0 1 2 3", "AAA 3"]);
    // A gap across a ticker change.
    let history = named(&["AAA ZZZ", "ZZZ", "BBB ZZZ"], &[(1, "AAA", "BBB")]);
    assert_eq!(lines(&history), ["AAA/BBB 0 2", "ZZZ 0 1 2"]);
}

#[test]
fn a_ticker_reused_after_its_line_left_is_a_new_line() {
    // AAA leaves as BBB takes its ticker.
    let history = named(&["AAA BBB", "AAA", "AAA"], &[(1, "BBB", "AAA")]);
    assert_eq!(lines(&history), ["AAA 0", "BBB/AAA 0 1 2"]);
    // They are two companies whatever their tickers.
    let view = history.view(0);
    assert_eq!(view.universe.companies.len(), 2);
}

/// A history of tickers alone, some of which leave by stated actions.
fn leaving(dates: &[&str], changes: &[(usize, &str, &str)], leaves: &[(&str, &str)]) -> History {
    let mut rows = String::new();
    for (at, symbols) in dates.iter().enumerate() {
        for symbol in symbols.split(' ') {
            let _ = writeln!(rows, "{},{symbol},NYSE,10,1000,0,", month(at));
        }
    }
    let key = SymbolKey::new;
    let changes: SymbolChanges =
        changes.iter().map(|(at, old, new)| (month(*at), key(old), key(new))).collect();
    let delisting = |(date, symbol): &(&str, &str)| {
        let symbol = Ticker::new(symbol).expect("letters");
        let action = Action::Delisting { symbol, last_value: None };
        CorporateAction { date: day(date), action, line: 2 }
    };
    let actions: Vec<CorporateAction> = leaves.iter().map(delisting).collect();
    let known = Known { actions: &actions, ..Known::changes(&changes) };
    let panel = panel(&rows).expect("a panel");
    History::new(panel, known, Vec::new(), LabelRules::common_shares())
}

/// Actions that are not applied, as the ticker and the reason.
fn unapplied(history: &History) -> Vec<String> {
    let said = |found: &Unapplied| format!("{}: {}", found.action.symbol(), found.why);
    history.unapplied().iter().map(said).collect()
}

#[test]
fn a_ticker_that_continues_after_a_stated_departure_is_another_line() {
    let gone = |dates: &[&str], leaves: &[(&str, &str)]| leaving(dates, &[], leaves);
    let history = gone(&["AAA ZZZ", "AAA ZZZ", "AAA ZZZ"], &[("2024-01-20", "AAA")]);
    assert_eq!(lines(&history), ["AAA 0", "ZZZ 0 1 2", "AAA 1 2"]);
    assert_eq!(history.repairs.goes_on, [(2, 1)]);
    assert!(unapplied(&history).is_empty());
    // On a day of the panel, the rows are as the action leaves them.
    let history = gone(&["AAA ZZZ", "AAA ZZZ", "AAA ZZZ"], &[("2024-02-01", "AAA")]);
    assert_eq!(lines(&history), ["AAA 0", "ZZZ 0 1 2", "AAA 1 2"]);
    // Across a gap, and twice.
    let history = gone(&["AAA ZZZ", "ZZZ", "AAA ZZZ"], &[("2024-02-10", "AAA")]);
    assert_eq!(lines(&history), ["AAA 0", "ZZZ 0 1 2", "AAA 2"]);
    let twice = [("2024-01-20", "AAA"), ("2024-02-20", "AAA")];
    let history = gone(&["AAA ZZZ", "AAA ZZZ", "AAA ZZZ"], &twice);
    assert_eq!(lines(&history), ["AAA 0", "ZZZ 0 1 2", "AAA 1", "AAA 2"]);
    // A ticker that is not listed any more cannot continue.
    let history = gone(&["AAA ZZZ", "ZZZ", "ZZZ"], &[("2024-01-20", "AAA")]);
    assert!(history.repairs.goes_on.is_empty() && unapplied(&history).is_empty());
}

#[test]
fn a_departure_names_the_ticker_of_the_day_before() {
    // Renamed between two dates of the panel, and gone under the new name.
    let changes = [(1, "AAA", "BBB")];
    let history = leaving(&["AAA ZZZ", "ZZZ", "ZZZ"], &changes, &[("2024-02-20", "BBB")]);
    assert_eq!((history.actions.len(), unapplied(&history).len()), (1, 0));
    assert_eq!((history.actions[0].line, history.actions[0].day), (0, 1));
    // The day before, a line that stays listed takes its ticker.
    let history =
        leaving(&["AAA BBB", "AAA", "AAA"], &[(1, "BBB", "AAA")], &[("2024-02-01", "AAA")]);
    assert_eq!(lines(&history), ["AAA 0", "BBB/AAA 0 1 2"]);
    assert_eq!(history.actions[0].line, 0);
}

#[test]
fn actions_that_the_panel_does_not_confirm_are_reported() {
    let three = ["AAA ZZZ", "AAA ZZZ", "AAA ZZZ", "AAA ZZZ", "AAA ZZZ", "AAA ZZZ"];
    let said = |dates: &[&str], leaves: &[(&str, &str)]| unapplied(&leaving(dates, &[], leaves));
    assert_eq!(said(&three, &[("2024-01-20", "XXX")]), ["XXX: the panel has no XXX on 2024-01-01"]);
    assert_eq!(
        said(&three, &[("2023-01-20", "AAA")]),
        ["AAA: not after the first date, 2024-01-01"]
    );
    assert_eq!(said(&three, &[("2025-01-20", "AAA")]), ["AAA: after the last date, 2024-06-01"]);
    let lost = ["AAA ZZZ", "ZZZ", "ZZZ", "ZZZ", "ZZZ", "ZZZ"];
    assert!(said(&lost, &[("2024-03-20", "AAA")]).is_empty(), "lost a while before");
    assert_eq!(
        said(&lost, &[("2024-05-20", "AAA")]),
        ["AAA: the panel has had no AAA since 2024-01-01"]
    );
    let twice = [("2024-01-20", "AAA"), ("2024-01-25", "AAA")];
    assert_eq!(said(&lost, &twice), ["AAA: AAA has left by the action of 2024-01-20"]);
}

#[test]
fn spellings_of_a_ticker_are_one_line() {
    let history = named(&["BRK/A", "BRK.A", "BRK-A"], &[]);
    assert_eq!(lines(&history), ["BRK/A/BRK.A/BRK-A 0 1 2"]);
    assert_eq!(history.line_of(&SymbolKey::new("BRKA"), 1), Some(0));
}

#[test]
fn lines_that_differ_in_punctuation_alone_are_two() {
    let mut rows = String::new();
    for (at, symbols) in ["BC-PC BCPC", "BC-PC BCPC", "BC-PC NEW"].iter().enumerate() {
        for symbol in symbols.split(' ') {
            let _ = writeln!(rows, "{},{symbol},NYSE,10,1000,0,", month(at));
        }
    }
    let panel = panel(&rows).expect("a panel");
    let lookalikes = panel.lookalikes().clone();
    assert_eq!(lookalikes.groups().collect::<Vec<_>>(), ["BC-PC (line 2) and BCPC (line 3)"]);
    let key = SymbolKey::new;
    let changes = SymbolChanges::from_iter([(month(2), key("BCPC"), key("NEW"))]);
    let changes = changes.telling_apart(&lookalikes);
    let history =
        History::new(panel, Known::changes(&changes), Vec::new(), LabelRules::common_shares());
    assert_eq!(lines(&history), ["BC-PC 0 1 2", "BCPC/NEW 0 1 2"]);
}

/// A line by prices, caps and returns on its dates, beside one that does not change; `-` is unknown
/// and an empty word a date without a row.
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
    // Three shares for two explains it, on its day or up to a quarter before; 10% does not.
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

fn label(symbol: &str, change: impl Fn(&mut Security)) -> Security {
    let mut security = Security::new(symbol, Exchange::Nyse);
    change(&mut security);
    security
}

fn labelled(
    dates: &[&str],
    changes: &[(usize, &str, &str)],
    labels: Vec<(Option<NaiveDate>, Vec<Security>)>,
) -> History {
    let may_be_member = &|s: &Security| s.security_type == SecurityType::Common;
    let without = named(dates, changes);
    let key = SymbolKey::new;
    let symbol_changes: SymbolChanges =
        changes.iter().map(|(at, old, new)| (month(*at), key(old), key(new))).collect();
    let labels = labels
        .into_iter()
        .map(|(as_of, securities)| {
            let universe = Universe::new(as_of.unwrap_or_default(), securities);
            LabelDay { as_of, universe }
        })
        .collect();
    let labels = Labels::new(
        &without.days,
        &without.lines,
        &symbol_changes,
        labels,
        LabelRules { may_be_member, ..LabelRules::common_shares() },
    );
    History { labels, ..without }
}

/// The issuer of a ticker on each day, `-` where it is not listed.
fn issuers(history: &History, symbol: &str) -> Vec<String> {
    let issuer = |day: usize| {
        let view = history.view(day);
        let found = view.universe.securities.into_iter().find(|s| s.symbol == symbol);
        found.map_or("-".to_owned(), |s| s.issuer.to_string())
    };
    (0..history.days.len()).map(issuer).collect()
}

#[test]
fn a_label_holds_from_its_day_on_and_the_oldest_also_before() {
    let issued = |by: &'static str| vec![label("AAA", |s| s.issuer = by.into())];
    let labels = vec![
        (Some(month(1) + chrono::Days::new(3)), issued("second")),
        (Some(month(3)), issued("fourth")),
    ];
    let history = labelled(&["AAA"; 5], &[], labels);
    let expected = ["second", "second", "second", "fourth", "fourth"];
    assert_eq!(issuers(&history, "AAA"), expected);
    assert_eq!(history.lines_without_label(), 0);
}

#[test]
fn labels_refer_to_the_tickers_of_their_day() {
    // On the third date BBB is the former AAA; another AAA was listed on the second.
    let labels = vec![(Some(month(2)), vec![label("BBB", |s| s.issuer = "b".into())])];
    let history = labelled(&["AAA", "AAA BBB", "AAA BBB"], &[(1, "AAA", "BBB")], labels);
    assert_eq!(lines(&history), ["AAA/BBB 0 1 2", "AAA 1 2"]);
    assert_eq!(issuers(&history, "BBB")[1..], ["b", "b"]);
    assert_eq!(issuers(&history, "AAA")[0], "b");
    assert_ne!(issuers(&history, "AAA")[1], "b");
    assert_eq!(history.lines_without_label(), 1);
}

#[test]
fn labels_without_a_date_hold_throughout_for_their_ticker() {
    let both =
        vec![label("AAA", |s| s.issuer = "a".into()), label("BBB", |s| s.issuer = "b".into())];
    let history = labelled(&["AAA", "BBB", "BBB"], &[(1, "AAA", "BBB")], vec![(None, both)]);
    assert_eq!(history.lines.len(), 1);
    assert_eq!(issuers(&history, "AAA"), ["a", "-", "-"]);
    assert_eq!(issuers(&history, "BBB"), ["-", "b", "b"]);
}

#[test]
fn a_blank_cheque_company_is_one_until_it_has_merged() {
    let shell = label("SPAC", |s| s.structure = Structure::BlankCheque);
    let merged = label("REAL", |s| s.structure = Structure::Corporation);
    let labels = vec![(Some(month(0)), vec![shell]), (Some(month(3)), vec![merged])];
    let dates = ["SPAC", "SPAC", "REAL", "REAL"];
    let history = labelled(&dates, &[(2, "SPAC", "REAL")], labels);
    let structure = |day: usize| history.view(day).universe.securities[0].structure;
    assert_eq!(
        [0, 1, 2, 3].map(structure),
        [
            Structure::BlankCheque,
            Structure::BlankCheque,
            // One company labelled under its new ticker a date later, and one already.
            Structure::Corporation,
            Structure::Corporation
        ]
    );
}

#[test]
fn only_lines_that_some_label_lets_be_members_are_in_the_view() {
    let warrant = label("WAR", |s| s.security_type = SecurityType::Warrant);
    let history = labelled(&["AAA WAR"; 2], &[], vec![(Some(month(0)), vec![warrant])]);
    let view = history.view(0);
    let symbols: Vec<&str> = view.universe.securities.iter().map(|s| &*s.symbol).collect();
    assert_eq!(symbols, ["AAA"]);
    assert_eq!((view.security_of(0), view.security_of(1)), (Some(0), None));
}

#[test]
fn a_line_has_the_exchange_of_the_day() {
    let rows = "2024-01-31,AAA,NYSE,10,1000,,\n2024-02-29,AAA,OTC,10,1000,0,\n";
    let panel = panel(rows).expect("a panel");
    let history = History::new(
        panel,
        Known::changes(&SymbolChanges::default()),
        Vec::new(),
        LabelRules::common_shares(),
    );
    let exchange = |day: usize| history.view(day).universe.securities[0].exchange;
    assert_eq!((exchange(0), exchange(1)), (Exchange::Nyse, Exchange::Otc));
}

#[test]
fn a_panel_is_grouped_by_date_and_zero_is_unknown() {
    let rows = "2024-01-31,BBB,AMEX,0,0,,\n2024-01-31,AAA,nasdaq,10.5,1000,,7\n\
                2024-02-29,AAA,,,,-1,\n";
    let dates = panel(rows).expect("a panel").unpacked();
    let shown: Vec<String> = dates
        .iter()
        .flat_map(|d| &d.rows)
        .map(|r| {
            let (price, cap) = (r.price.is_some(), r.market_cap.is_some());
            format!("{} {} {} {price} {cap} {:?}", r.date, r.symbol, r.exchange, r.price_return)
        })
        .collect();
    assert_eq!(
        shown,
        [
            "2024-01-31 AAA nasdaq true true None",
            "2024-01-31 BBB nyse-american false false None",
            "2024-02-29 AAA us-listed false false Some(-1.0)"
        ]
    );
    assert_eq!((dates[0].rows[0].adv_usd, dates[0].rows[1].adv_usd), (Some(7.into()), None));
}

#[test]
fn a_panel_out_of_order_or_with_a_line_twice_is_refused() {
    let row = |date: &str, symbol: &str| format!("{date},{symbol},NYSE,10,1000,,\n");
    let read = |rows: &[(&str, &str)]| {
        panel(&rows.iter().map(|(date, symbol)| row(date, symbol)).collect::<String>())
            .map(|panel| panel.dates().len())
    };
    let (jan, feb) = ("2024-01-31", "2024-02-29");
    assert_eq!(read(&[(jan, "A"), (feb, "A")]), Ok(2));
    let refused = |rows: &[(&str, &str)], problem: &str| {
        let said = read(rows).expect_err("faulty");
        assert!(said.contains(problem), "{said}");
    };
    refused(&[(feb, "A"), (jan, "A")], "p.csv:3: the date 2024-01-31 comes after 2024-02-29");
    refused(&[(jan, "A"), (feb, "A"), (jan, "B")], "p.csv:4: the date 2024-01-31 comes after");
    refused(&[(jan, "B"), (jan, "A"), (jan, "B"), (feb, "A")], "p.csv:4: \"B\" stands twice on");
    refused(&[(jan, "A"), (jan, "A"), (feb, "A")], "p.csv:3: \"A\" stands twice on 2024-01-31");
    let small = "p.csv:3: \"brk.a\" on 2024-01-31 is \"BRK.A\" of line 2 in another spelling";
    refused(&[(jan, "BRK.A"), (jan, "brk.a"), (feb, "BRK.A")], small);
    let both = "p.csv:3: \"brka\" on 2024-01-31 is \"BrkA\" of line 2 in another spelling";
    refused(&[(jan, "BrkA"), (jan, "brka"), (feb, "BRKA")], both);
    assert_eq!(read(&[(jan, "BC-PC"), (jan, "BCPC"), (feb, "BCPC")]), Ok(2), "two lines");
    refused(&[(jan, "A")], "fewer than two dates (2024-01-31)");
}
