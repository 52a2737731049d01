//! `rankday sweep` over one reconstitution: every rule book is what a run makes of it.

use rankday::scenario::check_run;
use rankday::scenario::sweep::{Base, check_sweep};
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
    let text = text(&format!("\n[sweep]\n\"methodology.breaks.r1000.half_width\" = [{widths}]\n"));
    let sweep = check_sweep(&shipped_path("june-2026"), &text, &|_| None).expect("a sweep");
    let Base::Event(base) = sweep.base else { panic!("one event") };
    sweep_event(*base, (sweep.sweep, &sweep.rules), &|_| ()).expect("decisions").expect("rules")
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
