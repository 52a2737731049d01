//! Probabilities checked against values worked out by hand.

use chrono::NaiveDate;

use super::*;
use crate::calendar::Season;
use crate::methodology::{Parameters, Screen};
use crate::reconstitution::{Event, Inputs, match_members, reconstitute};
use crate::universe::{
    EvidenceKind, Exchange, Member, Membership, Security, Segment, SymbolChanges, Universe,
};

fn day() -> NaiveDate {
    "2025-04-30".parse().expect("a day")
}

fn figure(question: Question, companies: u64, came_true: u64) -> Figure {
    let (evidence, screen, distance_pct) = (None, None, None);
    let rank_day = "2024-04-30".parse().expect("a day");
    Figure { rank_day, question, evidence, screen, distance_pct, companies, came_true }
}

fn eligible(kind: EvidenceKind, companies: u64, came_true: u64) -> Figure {
    Figure { evidence: Some(kind), ..figure(Question::Eligible, companies, came_true) }
}

fn excluded(kind: EvidenceKind, screen: Screen, companies: u64, came_true: u64) -> Figure {
    let screen = Some(screen);
    Figure { evidence: Some(kind), screen, ..figure(Question::Ineligible, companies, came_true) }
}

fn size(question: Question, distance_pct: f64, companies: u64, came_true: u64) -> Figure {
    let distance_pct = Some(distance_pct);
    Figure { distance_pct, ..figure(question, companies, came_true) }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

#[test]
fn words_begin_where_they_are_said_to() {
    let words = [1.0, 0.9, 0.899, 0.6, 0.599, 0.0].map(|p| Sureness::of(p).to_string());
    assert_eq!(words, ["near-certain", "near-certain", "likely", "likely", "open", "open"]);
}

#[test]
fn few_companies_are_drawn_towards_the_others() {
    let figures = [
        eligible(EvidenceKind::Label, 96, 72),
        eligible(EvidenceKind::MovedAddress, 4, 4),
        eligible(EvidenceKind::Member, 1_000, 998),
        excluded(EvidenceKind::NotTaken, Screen::Stated, 98, 78),
        excluded(EvidenceKind::Label, Screen::Country, 48, 46),
    ];
    let learned = Learned::new(&figures, None);
    let chance = |kind| learned.eligible(kind).expect("a chance");
    // The usual rate is 76 of 100 without members; every kind starts with two companies at that
    // rate.
    assert!(close(chance(EvidenceKind::MovedAddress), (4.0 + 1.52) / 6.0));
    assert!(close(chance(EvidenceKind::FilingAgrees), 0.76), "nothing is known of the kind");
    assert!(close(chance(EvidenceKind::Stated), 1.0));
    let after_all = learned.ineligible(EvidenceKind::NotTaken, Screen::Stated).expect("a chance");
    assert!(close(after_all, 1.0 - (78.0 + 2.0 * 78.0 / 98.0) / 100.0));
    // The part of a place that is kept equals that probability, in whole per cent.
    let parts: Vec<_> = learned.reserve_pct().into_iter().collect();
    assert_eq!(parts, [(EvidenceKind::NotTaken, 20)]);
    let abroad = [excluded(EvidenceKind::NotTakenFiledAbroad, Screen::Stated, 100, 90)];
    let abroad: Vec<_> = Learned::new(&abroad, None).reserve_pct().into_iter().collect();
    let (label, filing) = (EvidenceKind::NotTakenForeign, EvidenceKind::NotTakenFiledAbroad);
    assert_eq!(abroad, [(label, 10), (filing, 10)], "a label says of another country as much");
    assert_eq!(Learned::default().eligible(EvidenceKind::Label), None);
    // Other kinds of evidence tell nothing about assumed votes.
    let votes = EvidenceKind::AssumedVotes;
    assert_eq!((learned.eligible(votes), learned.ineligible(votes, Screen::Votes)), (None, None));
    let scored = Learned::new(&[excluded(votes, Screen::Votes, 8, 4)], None);
    assert_eq!(scored.ineligible(votes, Screen::Votes), Some(0.5));
}

#[test]
fn the_likeliest_curve_is_found_and_reads_both_ways() {
    // One deviation above the cut 84.13% are really above it; one deviation below it 15.87% are.
    let pct = |distance: f64| libm::expm1(distance) * 100.0;
    let figures = [
        size(Question::R3000, pct(-0.1), 10_000, 8_413),
        size(Question::R3000, pct(0.1), 10_000, 8_413),
    ];
    let curve = Learned::new(&figures, None).r3000.expect("a curve");
    assert!(close(curve.deviation, 0.1) && close(curve.lapse, 0.0), "{curve:?}");
    assert!(close(curve.above(0.0), 0.5) && curve.above(9.0) <= 1.0 && curve.above(-9.0) >= 0.0);
    assert_eq!(Learned::new(&[], None).r3000, None);
}

/// Builds a universe with caps in millions and the given evidence; the family ends at two
/// companies. Returns how sure its changes are, and the decision on each company.
fn confidence(
    lines: &[(&str, i64, EvidenceKind)],
    held: &[&str],
    figures: &[Figure],
) -> (Vec<(String, Option<f64>)>, Vec<Sure>) {
    let securities = lines.iter().map(|(symbol, millions, evidence)| {
        let mut line = Security::new(symbol, Exchange::Nyse);
        line.set_price(Some(Decimal::TEN));
        line.set_company_market_cap(Some(Decimal::from(millions * 1_000_000)));
        line.evidence = *evidence;
        line
    });
    let universe = Universe::new(day(), securities.collect());
    let mut parameters = Parameters::default();
    let breaks = &mut parameters.breaks;
    (breaks.r1000.rank, breaks.r3000.rank, breaks.r3000e.rank) = (1, 2, 2);
    let member = |symbol: &&str| Member::new(*symbol, Segment::R2000, day());
    let membership =
        Membership { members: held.iter().map(member).collect(), ..Membership::default() };
    let event = Event {
        season: Season::June,
        name: "june-2025".to_owned(),
        rank_day: day(),
        implementation: day(),
        effective: day(),
        previous_rank_day: None,
    };
    let matched = match_members(&membership, &universe, &SymbolChanges::default());
    let inputs = Inputs::new(&event, &universe, &parameters);
    let result = reconstitute(&inputs, matched).expect("small caps");
    let movers = crate::analysis::movers::movers(&universe, &result);
    let learned = Learned::new(figures, None);
    let smallest = parameters.eligibility.min_market_cap;
    let confidence = Confidence::new(&universe, &result, &movers, (&learned, smallest));
    let sure = |company| of_company(&universe, &result, company, (&learned, smallest));
    let symbol = |mover: &Mover| universe.securities[mover.line].symbol().to_owned();
    let changes = movers.iter().zip(&confidence.changes).map(|(mover, p)| {
        assert_eq!(sure(mover.company).probability, *p, "{}", symbol(mover));
        (symbol(mover), *p)
    });
    (changes.collect(), (0..lines.len()).map(sure).collect())
}

#[test]
fn both_ways_to_be_wrong_are_combined() {
    let figures = [
        eligible(EvidenceKind::Label, 998_000, 798_400),
        eligible(EvidenceKind::Member, 1_000_000, 1_000_000),
        size(Question::R3000, libm::expm1(-0.1) * 100.0, 10_000, 8_413),
        size(Question::R3000, libm::expm1(0.1) * 100.0, 10_000, 8_413),
    ];
    let lines = [
        ("BIG", 900, EvidenceKind::Member),
        ("NEW", 500, EvidenceKind::Label),
        ("OLD", 400, EvidenceKind::Member),
    ];
    let (changes, decisions) = confidence(&lines, &["BIG", "OLD"], &figures);
    assert_eq!(decisions.iter().map(|sure| sure.is_in).collect::<Vec<_>>(), [true, true, false]);
    assert!(decisions[1].eligible.is_some_and(|chance| close(chance, 0.8)));
    // NEW is on the last rank, so it is as likely above the cut as below it; ln(400 / 500) is
    // -2.231 deviations.
    let of = |symbol: &str| {
        let found = changes.iter().find(|(s, _)| s == symbol);
        found.and_then(|(_, p)| *p).expect("a probability")
    };
    assert!(close(of("NEW"), 0.4), "0.8 times 0.5: {changes:?}");
    assert!(close(of("OLD"), 0.987), "1 - 0.0128: {changes:?}");
    // There are no figures for moves between the Russell 1000 and the 2000.
    assert!(changes.iter().all(|(symbol, p)| symbol != "BIG" || p.is_none()), "{changes:?}");
}

/// Decisions on companies one deviation above and one below a cut.
fn around(question: Question) -> [Figure; 2] {
    [-0.1, 0.1].map(|distance| size(question, libm::expm1(distance) * 100.0, 10_000, 8_413))
}

/// If no company is on the last rank, size deletes members whose cap is too small to be eligible.
#[test]
fn a_family_that_is_not_full_ends_at_the_smallest_eligible_cap() {
    let mut figures = vec![eligible(EvidenceKind::Member, 1_000_000, 1_000_000)];
    figures.extend(around(Question::R3000));
    let lines = [
        ("BIG", 900, EvidenceKind::Member),
        ("SMALL", 24, EvidenceKind::Member),
        ("NEARLY", 30, EvidenceKind::Member),
    ];
    let (changes, decisions) = confidence(&lines[..2], &["BIG", "SMALL"], &figures);
    // ln(24 / 30) is -2.231 deviations.
    assert_eq!(changes.last(), Some(&("SMALL".to_owned(), Some(0.987))));
    let sizes = decisions[1].sizes.as_deref().unwrap_or_default();
    assert_eq!(sizes.iter().map(|size| size.edge).collect::<Vec<_>>(), [Edge::Smallest]);
    // A cap exactly equal to the minimum is in, but is as likely to be out.
    let (_, decisions) = confidence(&lines[1..], &["NEARLY"], &figures);
    assert_eq!((decisions[0].is_in, decisions[1].is_in), (true, false));
}

#[test]
fn who_stays_is_as_sure_as_its_edges() {
    let mut figures = vec![eligible(EvidenceKind::Member, 1_000_000, 1_000_000)];
    figures.extend([around(Question::R3000), around(Question::R1000)].concat());
    let lines = [
        ("BIG", 900, EvidenceKind::Member),
        ("LAST", 500, EvidenceKind::Member),
        ("OUT", 400, EvidenceKind::Member),
    ];
    let (_, decisions) = confidence(&lines, &["LAST"], &figures);
    // On the last rank, and nearly six deviations below the Russell 1000.
    let last = &decisions[1];
    assert_eq!((last.is_in, last.probability), (true, Some(0.5)));
    let sizes = last.sizes.as_deref().unwrap_or_default();
    let edges: Vec<_> = sizes.iter().map(|size| (size.level, size.is_above)).collect();
    assert_eq!(edges, [("r3000", true), ("r1000", false)]);
    // It is out unless its cap is above the cut: ln(400 / 500) is -2.231 deviations.
    assert_eq!((decisions[2].is_in, decisions[2].probability), (false, Some(0.987)));
}
