//! A universe thirty times the size of any real one is read and decided like the real one.
//!
//! The long form, with a million lines (a gigabyte of memory; seconds in release mode, else a minute):
//!
//! ```text
//! cargo test --release --test large_universe -- --ignored
//! ```

use std::path::Path;

use rankday::calendar::Season;
use rankday::methodology::Parameters;
use rankday::reconstitution::{Event, Inputs, Reconstitution, reconstitute};
use rankday::universe::{
    Index, Input, Membership, Segment, SymbolChanges, Universe, read_membership, read_universe,
};

#[path = "support/many_lines.rs"]
mod many_lines;

fn universe(lines: usize) -> Universe {
    let input = Input::from_bytes("many.csv", many_lines::universe_csv(lines)).expect("text");
    read_universe(&input, "2026-04-30".parse().expect("a date")).expect("no faults").universe
}

fn held() -> Membership {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let input = Input::read(&data.join("membership-2026-06-26.csv")).expect("a shipped file");
    read_membership(&input).expect("no faults")
}

fn decide(universe: &Universe, membership: &Membership) -> Reconstitution {
    let day = |text: &str| text.parse().expect("a date");
    let event = Event {
        season: Season::June,
        name: "many".to_owned(),
        rank_day: universe.as_of,
        implementation: day("2026-06-26"),
        effective: day("2026-06-29"),
        previous_rank_day: None,
    };
    let inputs = Inputs {
        event: &event,
        universe,
        membership,
        symbol_changes: &SymbolChanges::default(),
        previous: None,
        parameters: &Parameters::default(),
    };
    reconstitute(&inputs).expect("caps fit")
}

fn companies_in(result: &Reconstitution, index: Index) -> usize {
    result.companies.iter().filter(|c| c.indexes.contains(index)).count()
}

/// Whole copies of the shipped universe, decided without members and with the shipped ones.
fn copies_are_decided_like_one(copies: usize) {
    let shipped = universe(many_lines::SHIPPED.lines().count() - 1);
    let many = universe(copies * shipped.securities.len());
    assert_eq!(many.securities.len(), copies * shipped.securities.len());
    assert_eq!(many.companies.len(), copies * shipped.companies.len());

    let nobody = Membership::default();
    let (one, all) = (decide(&shipped, &nobody), decide(&many, &nobody));
    for (one, all) in one.screened.waterfall.steps.iter().zip(&all.screened.waterfall.steps) {
        assert_eq!(all.dropped, copies * one.dropped, "{}", one.screen);
    }
    assert_eq!(all.screened.eligible.len(), copies * one.screened.eligible.len());
    assert_eq!(all.ranking.ranked.len(), copies * one.ranking.ranked.len());
    // Without members every index has as many companies as its ranks say.
    let sizes = [(Index::R1000, 1_000), (Index::R3000, 3_000), (Index::R3000E, 4_000)];
    for (index, companies) in sizes {
        assert_eq!(companies_in(&all, index), companies, "{index}");
    }
    // Every rank of the one is `copies` ranks of the many, with the same cap.
    for rank in [1, 100, 1_000, one.ranking.ranked.len()] {
        let cap = one.ranking.ranked[rank - 1].cap;
        let same = &all.ranking.ranked[(rank - 1) * copies..rank * copies];
        assert!(same.iter().all(|r| r.cap == cap), "rank {rank}");
    }

    let members = held();
    let (one, all) = (decide(&shipped, &members), decide(&many, &members));
    assert_eq!(all.matched.gone, one.matched.gone);
    assert_eq!(all.matched.missing, one.matched.missing);
    let matched = |result: &Reconstitution| result.matched.member_of_line.iter().flatten().count();
    assert_eq!(matched(&all), matched(&one));
    // Among so many the smallest members have no place any more; nobody comes from nowhere.
    let from = |result: &Reconstitution, segment| {
        result.companies.iter().filter(|c| c.from == segment).count()
    };
    for segment in [Segment::R1000, Segment::R2000, Segment::Micro] {
        assert_eq!(from(&all, segment), from(&one, segment), "{segment}");
    }
}

#[test]
fn two_hundred_thousand_lines_are_decided_like_a_real_universe() {
    copies_are_decided_like_one(32);
}

#[test]
#[ignore = "a million lines need a gigabyte of memory"]
fn a_million_lines_are_decided_like_a_real_universe() {
    copies_are_decided_like_one(158);
}
