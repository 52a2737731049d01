//! Files from another time than the event's, and files that are cut short.

use std::fs;

use rankday::analysis::plausibility::Plausibility;
use rankday::analysis::plausibility::members::few_names;
use rankday::universe::Index;

use crate::plausibility::{Changed, Table, root};

/// The membership that the event itself makes, as its own membership before.
#[test]
fn a_membership_that_has_the_changes_already() {
    let june = Changed::june();
    assert!(june.ends("run", &[]).status.success());
    let made = Table::read(&june.path("out").join("membership.csv"));
    // Those that leave are there too, with no segment.
    let members = made.pairs("symbol", "segment").filter(|(_, segment)| *segment != "NONE");
    let rows = members.map(|(symbol, segment)| format!("{symbol},{segment},2026-06-11\n"));
    let rows = "symbol,segment,held_on\n".to_owned() + &rows.collect::<String>();
    let after = Changed::june();
    after.write("membership.csv", &rows);
    after.warns("is the membership that of after the event? Give the members of its eve");
    let meant = after.saying("[event]", "[plausibility]\nchanged_pct = 0\n[event]");
    assert!(!meant.begins("run").contains("after the event?"));
}

#[test]
fn prices_of_another_season() {
    let december = Changed::june();
    let closes = root().join("data/effective-2026-12-11.csv");
    fs::copy(closes, december.path("effective.csv")).expect("copied");
    december.warns("are the prices those of another season? Give the closes of 2026-06-26");
}

#[test]
fn files_that_are_cut_short() {
    let universe = Changed::june().with("universe.csv", |table| table.begin(90));
    universe.warns("universe.csv ends with ");
    universe.warns("is the file cut short?");
    let members = Changed::june().with("membership.csv", |table| table.begin(85));
    members.warns("lines enter the Russell 3000, which had ");
}

/// Funds hold fewer Microcap names than the index's own lists have.
#[test]
fn names_of_microcap() {
    let limits = Plausibility::default();
    let is_odd = |listed| few_names(Index::Microcap, listed, "m.csv", &limits).is_some();
    for (listed, odd) in
        [(1_124, true), (1_125, false), (1_500, false), (2_300, false), (2_301, true)]
    {
        assert_eq!(is_odd(listed), odd, "{listed}");
    }
}
