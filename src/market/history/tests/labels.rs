//! Labels: their days, and the lines that may be members by them.

use super::*;

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
        let found = view.universe.securities.into_iter().find(|s| s.symbol() == symbol);
        found.map_or("-".to_owned(), |s| s.issuer().to_owned())
    };
    (0..history.days.len()).map(issuer).collect()
}

#[test]
fn a_label_holds_from_its_day_on_and_the_oldest_also_before() {
    let issued = |by: &'static str| vec![label("AAA", |s| s.set_issuer(by))];
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
    let labels = vec![(Some(month(2)), vec![label("BBB", |s| s.set_issuer("b"))])];
    let history = labelled(&["AAA", "AAA BBB", "AAA BBB"], &[(1, "AAA", "BBB")], labels);
    assert_eq!(lines(&history), ["AAA/BBB 0 1 2", "AAA 1 2"]);
    assert_eq!(issuers(&history, "BBB")[1..], ["b", "b"]);
    assert_eq!(issuers(&history, "AAA")[0], "b");
    assert_ne!(issuers(&history, "AAA")[1], "b");
    assert_eq!(history.lines_without_label(), 1);
}

#[test]
fn labels_without_a_date_hold_throughout_for_their_ticker() {
    let both = vec![label("AAA", |s| s.set_issuer("a")), label("BBB", |s| s.set_issuer("b"))];
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
            // The first company is labelled under its new ticker only a date later, the second one already.
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
    let symbols: Vec<&str> = view.universe.securities.iter().map(Security::symbol).collect();
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
