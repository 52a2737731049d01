//! Identity of lines from date to date: ticker changes, gaps, departures, spellings.

use super::*;

#[test]
fn a_line_keeps_its_identity_under_another_ticker() {
    let history = named(&["AAA BBB", "BBB CCC", "BBB CCC"], &[(1, "AAA", "CCC")]);
    assert_eq!(lines(&history), ["AAA/CCC 0 1 2", "BBB 0 1 2"]);
    assert_eq!((history.symbol(0, 0), history.symbol(0, 1)), ("AAA", "CCC"));
    assert_eq!(history.line_of(&SymbolKey::new("CCC"), 1), Some(0));
    assert_eq!(history.line_of(&SymbolKey::new("AAA"), 1), None);
    // Without the ticker change they are two lines.
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
    let changes = changes_of(changes);
    let delisting = |(date, symbol): &(&str, &str)| {
        let symbol = Ticker::new(symbol).expect("letters");
        let action = Action::Delisting { symbol, last_value: None };
        CorporateAction { date: day(date), action, line: 2 }
    };
    let actions: Vec<CorporateAction> = leaves.iter().map(delisting).collect();
    let known = Known { actions: &actions, ..Known::changes(&changes) };
    History::new(tickers_alone(dates), known, Vec::new(), LabelRules::common_shares())
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
    // On a day of the panel, the rows already reflect the action.
    let history = gone(&["AAA ZZZ", "AAA ZZZ", "AAA ZZZ"], &[("2024-02-01", "AAA")]);
    assert_eq!(lines(&history), ["AAA 0", "ZZZ 0 1 2", "AAA 1 2"]);
    // Across a gap, and twice.
    let history = gone(&["AAA ZZZ", "ZZZ", "AAA ZZZ"], &[("2024-02-10", "AAA")]);
    assert_eq!(lines(&history), ["AAA 0", "ZZZ 0 1 2", "AAA 2"]);
    let twice = [("2024-01-20", "AAA"), ("2024-02-20", "AAA")];
    let history = gone(&["AAA ZZZ", "AAA ZZZ", "AAA ZZZ"], &twice);
    assert_eq!(lines(&history), ["AAA 0", "ZZZ 0 1 2", "AAA 1", "AAA 2"]);
    // A ticker that is no longer listed cannot continue.
    let history = gone(&["AAA ZZZ", "ZZZ", "ZZZ"], &[("2024-01-20", "AAA")]);
    assert!(history.repairs.goes_on.is_empty() && unapplied(&history).is_empty());
}

#[test]
fn a_departure_names_the_ticker_of_the_day_before() {
    // The line was renamed between two dates of the panel and left under the new name.
    let changes = [(1, "AAA", "BBB")];
    let history = leaving(&["AAA ZZZ", "ZZZ", "ZZZ"], &changes, &[("2024-02-20", "BBB")]);
    assert_eq!((history.actions.len(), unapplied(&history).len()), (1, 0));
    assert_eq!((history.actions[0].line, history.actions[0].day), (0, 1));
    // On the day before, a line that stays listed takes over the departed line's ticker.
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

#[test]
fn close_dates_may_lack_a_line_for_a_month() {
    let panel_of = |absent: std::ops::Range<u64>| {
        let mut rows = String::new();
        for date in (0..60).map(|at| day("2024-01-01") + chrono::Days::new(at)) {
            let at = (date - day("2024-01-01")).num_days().unsigned_abs();
            if !absent.contains(&at) {
                let _ = writeln!(rows, "{date},AAA,NYSE,10,1000,0,");
            }
            let _ = writeln!(rows, "{date},ZZZ,NYSE,10,1000,0,");
        }
        let changes = SymbolChanges::default();
        let known = Known::changes(&changes);
        let panel = panel(&rows).expect("a panel");
        History::new(panel, known, Vec::new(), LabelRules::common_shares())
    };
    // The line returns on the 31st day after its last row.
    let held = panel_of(10..40);
    assert_eq!((held.lines.len(), held.repairs.gaps.as_slice()), (2, &[(0, 40)][..]));
    assert!(held.repairs.comes_back.is_empty() && held.is_hole(0, 25));
    let ended = panel_of(10..41);
    assert_eq!((ended.lines.len(), ended.repairs.comes_back.as_slice()), (3, &[(2, 41)][..]));
    assert!(ended.repairs.gaps.is_empty());
}
