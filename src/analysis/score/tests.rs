//! Causes and counts, tested on results of a few companies.

use super::*;
use crate::methodology::Screen;
use crate::remark::MeasureNote;
use crate::universe::{AnnouncedAction, AnnouncedChange, EvidenceKind, Input};
use Segment::{Micro, None as Outside, R1000, R2000};

/// A result built company by company. Cuts: up at 200, down at 50, into the Russell 3000 at 10.
struct Small(Outcome);

impl Small {
    fn new() -> Self {
        let day = |text| crate::universe::table::parse_date(text).expect("a date");
        let usd = |n: i64| Some(Decimal::from(n));
        Self(Outcome {
            event: "june".to_owned(),
            rank_day: day("2025-04-30"),
            implementation: day("2025-06-27"),
            universe_as_of: day("2025-04-30"),
            lines: Vec::new(),
            companies: Vec::new(),
            left: std::collections::BTreeMap::new(),
            absent: Vec::new(),
            cuts: Cuts {
                r1000: usd(100),
                r1000_upper: usd(200),
                r1000_lower: usd(50),
                r3000: usd(10),
            },
        })
    }

    fn company(mut self, symbols: &[&str], from: Segment, to: Segment, cap: i64) -> Self {
        let (company, first) = (self.0.companies.len(), self.0.lines.len());
        for symbol in symbols {
            self.0.lines.push(Line {
                symbol: (*symbol).to_owned(),
                name: format!("{symbol} Inc"),
                company,
                dropped: None,
                inferred: String::new(),
                evidence: None,
            });
        }
        self.0.companies.push(Company {
            lines: (first..self.0.lines.len()).collect(),
            line: first,
            market_cap: (cap > 0).then(|| Decimal::from(cap)),
            rank: None,
            from,
            to,
            confidence: None,
        });
        self
    }

    /// As [`Self::company`], but outside after the event because this screen excludes its only
    /// line.
    fn dropped(self, symbol: &str, from: Segment, cap: i64, screen: Screen) -> Self {
        let mut small = self.company(&[symbol], from, Outside, cap);
        if let Some(line) = small.0.lines.last_mut() {
            line.dropped = Some((screen, format!("by {screen}")));
        }
        small
    }

    fn absent(mut self, symbol: &str, from: Segment, kept: bool) -> Self {
        let (symbol, name) = (symbol.to_owned(), String::new());
        self.0.absent.push(AbsentMember { symbol, name, from, kept });
        self
    }

    fn score(&self, changes: &[(AnnouncedAction, &str)]) -> Score {
        score(&self.0, &announced(changes), &SymbolChanges::default(), None)
    }

    fn score_after(&self, members: &[&str]) -> Score {
        let members = members.iter().map(|s| ((*s).to_owned(), String::new())).collect();
        let announced = Announced { changes: Vec::new(), members_after: Some(members) };
        score(&self.0, &announced, &SymbolChanges::default(), None)
    }
}

fn announced(changes: &[(AnnouncedAction, &str)]) -> Announced {
    let row = |&(action, symbol): &(AnnouncedAction, &str)| AnnouncedChange {
        action,
        symbol: symbol.to_owned(),
        name: String::new(),
    };
    Announced { changes: changes.iter().map(row).collect(), members_after: None }
}

fn tally(score: &Score, measure: Measure) -> Option<(usize, usize, usize)> {
    let found = score.measures.iter().find(|(m, _)| *m == measure);
    found.map(|(_, t)| (t.right, t.predicted, t.actual))
}

fn cause(score: &Score, symbol: &str) -> (Measure, Kind, Cause) {
    let named: Vec<_> = score.names.iter().filter(|n| n.symbol == symbol).collect();
    assert_eq!(named.len(), 1, "{symbol} differs once: {named:?}");
    (named[0].measure, named[0].kind, named[0].cause)
}

use AnnouncedAction::{Add, Delete, Down, Up};

#[test]
fn moves_are_counted_by_direction_and_together() {
    let small = Small::new()
        .company(&["A"], R2000, R1000, 300)
        .company(&["B"], R2000, R1000, 202)
        .company(&["C"], R1000, R2000, 20);
    let score = small.score(&[(Up, "A"), (Down, "B"), (Down, "C")]);
    assert_eq!(tally(&score, Measure::Up), Some((1, 2, 1)));
    assert_eq!(tally(&score, Measure::Down), Some((1, 1, 2)));
    assert_eq!(tally(&score, Measure::Migrations), Some((2, 3, 3)));
    assert_eq!(tally(&score, Measure::R3000Additions), None, "no list names additions");
    // The lists have B moving down, so it was held on the other side, however far its cap is from
    // the cut.
    assert!(score.names.iter().all(|n| n.symbol == "B" && n.cause == Cause::MembershipBefore));
}

impl Small {
    /// Sets the evidence of the last company and the confidence of its change.
    fn by(mut self, evidence: EvidenceKind, confidence: Option<f64>) -> Self {
        let company = self.0.companies.last_mut().expect("a company");
        company.confidence = confidence;
        self.0.lines[company.line].evidence = Some(evidence);
        self
    }
}

#[test]
fn decisions_are_counted_by_evidence_and_by_distance() {
    use EvidenceKind::{FormerMember, Label, Member, NotTaken};
    // The cut of the Russell 3000 is at 10, the lower edge of the #1,000 band at 50.
    let small = Small::new()
        .company(&["A"], Outside, R2000, 90)
        .by(Label, Some(0.8))
        .company(&["B"], Outside, R2000, 90)
        .by(Label, Some(0.8))
        .company(&["C"], Outside, R2000, 11)
        .by(FormerMember, Some(0.6))
        .company(&["D"], R1000, R1000, 60)
        .by(Member, None)
        .dropped("E", Outside, 90, Screen::Stated)
        .by(NotTaken, None)
        .dropped("F", Outside, 5, Screen::Stated)
        .by(NotTaken, None)
        .company(&["G"], R2000, Outside, 9)
        .by(Member, Some(0.7));
    let changes = [(Add, "A"), (Add, "E"), (Add, "C"), (Delete, "X"), (Up, "X"), (Down, "D")];
    let score = small.score(&changes);
    let written: Vec<String> = score
        .figures
        .iter()
        .map(|f| {
            let of = f.evidence.map_or(String::new(), |kind| format!(" {kind}"));
            let away = f.distance_pct.map_or(String::new(), |d| format!(" {d:+.1}%"));
            format!("{}{of}{away} {}/{}", f.question, f.came_true, f.companies)
        })
        .collect();
    let expected = [
        "eligible label 1/2",
        "eligible member 1/1",
        // F is too small to count.
        "ineligible not-taken 0/1",
        // By the lists G stays in. C is in by its evidence.
        "r3000 -10.0% 0/1",
        "r3000 +10.0% 1/1",
        "r1000 +20.0% 0/1",
    ];
    assert_eq!(written, expected);
    // A and C come true, B and G do not.
    let all = score.reliability.all();
    assert_eq!((all.pairs, all.came_true), (4, 2));
    let brier = (0.04 + 0.64 + 0.16 + 0.49) / 4.0;
    assert!((score.reliability.brier().expect("pairs") - brier).abs() < 1e-12);
    assert_eq!(score.reliability.brier_if_ranked_today(), Some(0.5));
}

#[test]
fn nothing_predicted_has_no_precision() {
    let small = Small::new().company(&["A"], R2000, R2000, 30);
    let score = small.score(&[(Up, "A")]);
    let [(_, up), (_, down), _] = score.measures[..] else { panic!("up, down, both") };
    assert_eq!((up.precision(), up.recall()), (None, Some(0.0)));
    assert_eq!((down.precision(), down.recall()), (None, None));
    let bar = Bar { precision: Some(0.1), recall: None };
    let below = bar.below(&score);
    assert_eq!(below.len(), 1, "migrations, of which there was one to predict");
    assert_eq!((below[0].measure, below[0].is), (Measure::Migrations, None));
}

#[test]
fn missed_additions_have_the_first_cause_that_applies() {
    let screens = [
        (Screen::ShareType, Cause::Screen(Screen::ShareType)),
        (Screen::Structure, Cause::Screen(Screen::Structure)),
        (Screen::Exchange, Cause::Screen(Screen::Exchange)),
        (Screen::Country, Cause::Screen(Screen::Country)),
        (Screen::Listing, Cause::Screen(Screen::Listing)),
        (Screen::Price, Cause::Screen(Screen::Price)),
        (Screen::Float, Cause::Screen(Screen::Float)),
        (Screen::Size, Cause::Size),
        (Screen::Votes, Cause::Screen(Screen::Votes)),
        (Screen::Stated, Cause::Screen(Screen::Stated)),
    ];
    for (screen, expected) in screens {
        let score = Small::new().dropped("A", Outside, 5, screen).score(&[(Add, "A")]);
        assert_eq!(cause(&score, "A"), (Measure::R3000Additions, Kind::Missed, expected));
    }
    let small = Small::new()
        .company(&["HELD"], R2000, R2000, 10)
        .company(&["NEAR"], Micro, Micro, 10)
        .company(&["SMALL"], Micro, Micro, 9);
    let lists = ["HELD", "NEAR", "SMALL", "NOBODY"].map(|symbol| (Add, symbol));
    let score = small.score(&lists);
    let of = |symbol| cause(&score, symbol).2;
    assert_eq!(of("HELD"), Cause::MembershipBefore);
    assert_eq!(of("NEAR"), Cause::SizeNearCut);
    assert_eq!(of("SMALL"), Cause::Size);
    assert_eq!(of("NOBODY"), Cause::Identity);
}

#[test]
fn wrong_additions_and_missed_deletions_far_above_the_cut_are_not_seen() {
    let small = Small::new()
        .company(&["NEW"], Outside, R2000, 30)
        .company(&["OLD"], Outside, R2000, 30)
        .company(&["KEPT"], R2000, R2000, 30)
        .company(&["NEVER"], Outside, Outside, 30)
        .company(&["NOCAP"], R2000, R2000, 0)
        .dropped("OUT", R2000, 30, Screen::Country);
    let score = small.score(&[
        (Add, "X"),
        (Delete, "OLD"),
        (Delete, "KEPT"),
        (Delete, "NEVER"),
        (Delete, "NOCAP"),
    ]);
    let of = |symbol| cause(&score, symbol);
    let (adds, deletes) = (Measure::R3000Additions, Measure::R3000Deletions);
    assert_eq!(of("NEW"), (adds, Kind::Wrong, Cause::EligibilityNotSeen));
    assert_eq!(of("KEPT"), (deletes, Kind::Missed, Cause::EligibilityNotSeen));
    assert_eq!(of("NEVER"), (deletes, Kind::Missed, Cause::MembershipBefore));
    assert_eq!(of("NOCAP"), (deletes, Kind::Missed, Cause::Size));
    assert_eq!(of("OUT"), (deletes, Kind::Wrong, Cause::Screen(Screen::Country)));
    // The result adds it and the lists delete it, so it counts as a difference twice.
    let old: Vec<_> = score.names.iter().filter(|n| n.symbol == "OLD").map(|n| n.cause).collect();
    assert_eq!(old, [Cause::MembershipBefore, Cause::MembershipBefore]);
}

#[test]
fn a_further_class_of_a_member_is_no_addition() {
    let small = Small::new()
        .company(&["M.A", "M.B"], R2000, R2000, 30)
        .company(&["N.A", "N.B"], Outside, R2000, 30)
        .company(&["O.A", "O.B"], R2000, R2000, 30);
    let score = small.score(&["MB", "N/A", "N-B", "O.A", "O.B"].map(|symbol| (Add, symbol)));
    // N counts once. The lists add all classes of O, so for them O is a new company.
    assert_eq!(tally(&score, Measure::R3000Additions), Some((1, 1, 2)));
    assert_eq!(cause(&score, "O.A").2, Cause::MembershipBefore);
    let symbols = vec!["MB".to_owned()];
    assert_eq!(score.remarks[0].kind, MeasureNote::FurtherClasses { symbols }.into());
}

#[test]
fn members_without_a_line_are_never_predicted() {
    let small = Small::new()
        .company(&["A"], R2000, Outside, 5)
        .absent("MERGED", R2000, false)
        .absent("LISTED", R2000, false)
        .absent("KEPT", R1000, true);
    let score = small.score(&[(Delete, "A"), (Delete, "LISTED")]);
    assert_eq!(tally(&score, Measure::R3000Deletions), Some((1, 1, 2)));
    assert_eq!(cause(&score, "LISTED").2, Cause::Identity);
    let undecided = MeasureNote::MembersUndecided { left: 2, kept: 1 };
    assert_eq!(score.remarks[0].kind, undecided.into());
}

#[test]
fn additions_and_deletions_follow_from_a_full_list() {
    let small = Small::new()
        .company(&["STAYS"], R2000, R2000, 30)
        .company(&["LEAVES"], R2000, Outside, 5)
        .company(&["ENTERS"], Outside, R2000, 30)
        .company(&["KEPT"], R1000, R1000, 300)
        .company(&["OUT"], Micro, Micro, 5)
        .absent("MERGED", R2000, false)
        .absent("THERE", R1000, true);
    let score = small.score_after(&["STAYS", "ENTERS", "NOBODY", "THERE"]);
    assert_eq!(tally(&score, Measure::R3000Additions), Some((1, 1, 2)));
    assert_eq!(tally(&score, Measure::R3000Deletions), Some((1, 1, 2)));
    assert_eq!(tally(&score, Measure::Up), None);
    assert_eq!(cause(&score, "NOBODY").2, Cause::Identity);
    assert_eq!(cause(&score, "KEPT").2, Cause::EligibilityNotSeen);
}

#[test]
fn tickers_are_carried_to_the_universes_day_and_tried_as_they_are() {
    let text = "date,old,new\n2025-05-20,OLD,NEW\n2025-04-01,PAST,NOW\n";
    let input = Input::from_bytes("t.csv", text.into()).expect("text");
    let symbol_changes = SymbolChanges::read(&input).expect("changes");
    let small = Small::new()
        .company(&["OLD"], Outside, R2000, 30)
        .company(&["NOW"], Outside, R2000, 30)
        .company(&["LATE"], Outside, R2000, 30);
    let lists = announced(&[(Add, "NEW"), (Add, "NOW"), (Add, "LATE")]);
    let score = score(&small.0, &lists, &symbol_changes, Some(Decimal::from(80)));
    assert_eq!(tally(&score, Measure::R3000Additions), Some((3, 3, 3)));
    let difference = score.breakpoint.and_then(|b| b.difference_pct);
    assert_eq!(difference, Some(Decimal::from(25)));
}
