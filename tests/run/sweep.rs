//! `rankday sweep` over one reconstitution: every rule book is what a run makes of it.

use rankday::remark::{InputNote, Kind};
use rankday::scenario::check_run;
use rankday::scenario::sweep::{Base, Combination, check_sweep};
use rankday::simulation::measures::Measure;
use rankday::study;
use rankday::study::sweep::{Swept, of_event, sweep_event};
use rankday::universe::Index;

use super::shipped_path;

const WIDTHS: [&str; 5] = ["0", "1", "2.5", "6", "20"];

/// The June that ships, with more text.
fn text(more: &str) -> String {
    std::fs::read_to_string(shipped_path("june-2026")).expect("the scenario") + more
}

fn swept() -> Swept {
    let widths = WIDTHS.join(", ");
    swept_with(&format!("\"methodology.breaks.r1000.half_width\" = [{widths}]"))
}

/// The June that ships under a sweep.
fn swept_with(sweep: &str) -> Swept {
    let text = text(&format!("\n[sweep]\n{sweep}\n"));
    let sweep = check_sweep(&shipped_path("june-2026"), &text, &|_| None).expect("a sweep");
    let Base::Event(scenarios) = sweep.base else { panic!("one event") };
    sweep_event(scenarios, sweep.sweep, &|_| ()).expect("decisions").expect("rules")
}

/// A measure by the width of the band.
fn by_width(swept: &Swept, measure: &'static Measure, index: Option<Index>) -> Vec<f64> {
    let of = |width: &&str| {
        let is_own = |at: &usize| {
            swept.sweep.combinations[*at].settings.last() == Some(&Some((*width).to_owned()))
        };
        let at = (0..WIDTHS.len()).find(is_own).expect("a combination");
        let figures = swept.of(measure.value(), index);
        figures.iter().find(|f| f.combination == at).and_then(|f| f.value).expect("a value")
    };
    WIDTHS.iter().map(of).collect()
}

#[test]
fn every_rule_book_is_what_a_run_makes_of_it() {
    let swept = swept();
    // The rule as it is stands first.
    assert_eq!(swept.sweep.combinations[0].name, "r1000.half_width 2.5");
    for (place, width) in WIDTHS.iter().enumerate() {
        let own = text(&format!("\n[methodology.breaks]\nr1000 = {{ half_width = {width} }}\n"));
        let own = check_run(&shipped_path("june-2026"), &own, &|_| None);
        let run = study::run(own.expect("a scenario"), &|_| {}).expect("a run");
        for index in [Index::R1000, Index::R2000, Index::Midcap] {
            let turnover = &run.turnover[index as usize];
            let changes = turnover.changes.as_ref().expect("changes");
            let figure = |measure| by_width(&swept, measure, Some(index))[place];
            assert!(
                (figure(&of_event::ONE_WAY) - changes.one_way).abs() < 1e-15,
                "{width} {index}"
            );
            let members = f64::from(u32::try_from(turnover.members_after).expect("few"));
            assert!((figure(&of_event::MEMBERS_AFTER) - members).abs() < 0.5, "{width} {index}");
        }
    }
}

#[test]
fn a_wider_band_never_moves_more_names_at_one_event() {
    let swept = swept();
    let [up, down] =
        [&of_event::MOVES_UP, &of_event::MOVES_DOWN].map(|measure| by_width(&swept, measure, None));
    let moves: Vec<f64> = up.iter().zip(&down).map(|(up, down)| up + down).collect();
    assert!(moves.is_sorted_by(|narrow, wide| narrow >= wide), "{moves:?}");
    assert!(moves[0] > moves[WIDTHS.len() - 1], "{moves:?}");
}

/// One-way turnover by index, of the combination with this place.
fn one_way(swept: &Swept, combination: usize) -> Vec<Option<f64>> {
    let of = |index| swept.of(of_event::ONE_WAY.value(), Some(index))[combination].value;
    [Index::R1000, Index::R2000].map(of).into()
}

fn one_way_of(scenario: &str, text: &str) -> Vec<Option<f64>> {
    let scenario = check_run(&shipped_path(scenario), text, &|_| None).expect("a scenario");
    let run = study::run(scenario, &|_| {}).expect("a run");
    let of = |index: Index| run.turnover[index as usize].changes.as_ref().map(|c| c.one_way);
    [Index::R1000, Index::R2000].map(of).into()
}

#[test]
fn days_and_files_vary_together_as_scenarios_of_their_own() {
    let december = r#"
        [[sweep.grids]]
        name = "December"
        "event.season" = "december"
        "universe.file" = "../data/universe-2026-10-30.csv"
        "membership.file" = "../data/membership-2026-12-11.csv"
        "effective.file" = "../data/effective-2026-12-11.csv"
        previous = [{ file = "../data/universe-2026-04-30.csv", as_of = 2026-04-30 }]
    "#;
    let swept = swept_with(december);
    let names: Vec<&str> = swept.sweep.combinations.iter().map(|of| of.name.as_str()).collect();
    assert_eq!(names, ["as it is", "December"]);
    assert_eq!(one_way(&swept, 0), one_way_of("june-2026", &text("")));
    let own = std::fs::read_to_string(shipped_path("december-2026")).expect("the scenario");
    assert_eq!(one_way(&swept, 1), one_way_of("december-2026", &own));
    // The files of both are on record, each once, and named as the scenario has them.
    let names: Vec<&str> = swept
        .inputs
        .as_array()
        .expect("inputs")
        .iter()
        .filter_map(|of| of["path"].as_str())
        .collect();
    for name in ["../data/universe-2026-10-30.csv", "../data/effective-2026-06-26.csv"] {
        assert_eq!(names.iter().filter(|own| **own == name).count(), 1, "{names:?}");
    }
}

#[test]
fn a_file_keeps_its_day_when_the_rank_day_moves() {
    let later = swept_with("\"event.rank_day\" = [2026-05-08]");
    let kinds: Vec<&Kind> = later.remarks.iter().map(|remark| &remark.kind).collect();
    let of_second = kinds.iter().find_map(|kind| match kind {
        Kind::OfInputs { inputs, kind } => Some((inputs.as_str(), &**kind)),
        _ => None,
    });
    let (combination, kind) = of_second.expect("a remark on the second combination");
    assert_eq!(combination, "event.rank_day 2026-05-08");
    assert!(matches!(kind, Kind::Input(InputNote::UniverseEarlier { .. })), "{kind:?}");
    let moved = text("\n[sweep]\n\"event.rank_day\" = [2026-04-29]\n");
    let error =
        check_sweep(&shipped_path("june-2026"), &moved, &|_| None).expect_err("a close to come");
    assert!(error.to_string().contains("2026-04-30 is after rank day 2026-04-29"), "{error}");
}

#[test]
fn files_of_one_name_in_two_folders_are_two_combinations() {
    let home = tempfile::tempdir().expect("a folder");
    let whole = std::fs::read_to_string("data/membership-2026-06-26.csv").expect("members");
    let half: Vec<&str> = whole.lines().take(1_500).collect();
    let paths = [("a", whole.clone()), ("b", half.join("\n"))].map(|(folder, text)| {
        let folder = home.path().join(folder);
        std::fs::create_dir(&folder).expect("a folder");
        let path = folder.join("members.csv");
        std::fs::write(&path, text).expect("written");
        path.display().to_string()
    });
    let swept = swept_with(&format!("\"membership.file\" = {paths:?}"));
    let names: Vec<&str> = swept.sweep.combinations.iter().map(|of| of.name.as_str()).collect();
    let expected = ["as it is", "membership.file members.csv", "membership.file members.csv #2"];
    assert_eq!(names, expected);
    assert_eq!(one_way(&swept, 0), one_way(&swept, 1));
    assert_ne!(one_way(&swept, 0), one_way(&swept, 2));
}

#[test]
fn an_event_is_held_against_the_same_event_under_the_first_rules() {
    let swept = swept_with(
        "\"methodology.breaks.r1000.half_width\" = [2.5, 5]\n\"event.rank_day\" = [2026-04-30, 2026-05-08]",
    );
    let r2000 = swept.of(of_event::ONE_WAY.value(), Some(Index::R2000));
    let at = |name: &str| {
        let is_it = |of: &Combination| of.name == name;
        swept.sweep.combinations.iter().position(is_it).expect("a combination")
    };
    let later = at("event.rank_day 2026-05-08, r1000.half_width 5");
    let own = at("event.rank_day 2026-05-08, r1000.half_width 2.5");
    let value = |at: usize| r2000[at].value.expect("a value");
    let difference = r2000[later].difference.expect("a difference");
    assert!((difference - (value(later) - value(own))).abs() < 1e-15);
    assert_eq!(r2000[own].difference, Some(0.0));
    // Without its event under the first rules there is nothing to compare it with.
    let without = swept_with(
        "\"methodology.breaks.r1000.half_width\" = [0, 5]\n\"event.rank_day\" = [2026-04-30, 2026-05-08]",
    );
    let r2000 = without.of(of_event::ONE_WAY.value(), Some(Index::R2000));
    let known: Vec<bool> = r2000.iter().map(|figure| figure.difference.is_some()).collect();
    // The scenario itself is of 30 April, whether a key says so or not.
    assert_eq!(known, [true, true, true, false, false]);
    let own = swept_with(
        "\"methodology.breaks.r1000.half_width\" = [2.5, 5]\n\"event.rank_day\" = [2026-05-08]",
    );
    let r2000 = own.of(of_event::ONE_WAY.value(), Some(Index::R2000));
    assert!(r2000.iter().all(|figure| figure.difference.is_some()));
}
