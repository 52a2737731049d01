//! Against real data, where it is at hand: `RANKDAY_REAL_DATA` names its folder. Without it these
//! tests say that they are skipped. No row of that data is part of this project.

#[path = "naive/rulebook.rs"]
mod rulebook;
#[path = "naive/turnover.rs"]
mod turnover;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rankday::analysis::backtest::IndexClose;
use rankday::analysis::reliability::Reliability;
use rankday::analysis::score::{Measure, Score, Tally};
use rankday::cli::exit::ExitStatus;
use rankday::market::model::Steps;
use rankday::methodology::{Screen, benefit_driven_countries};
use rankday::reconstitution::Reason;
use rankday::reconstitution::between::Left;
use rankday::report::files::Staging;
use rankday::report::format::write_csv;
use rankday::report::format::{DEFAULT, Format, write_reports};
use rankday::report::score;
use rankday::results::scoring::{Scoring, score_all};
use rankday::scenario::comparison::read_comparison;
use rankday::scenario::{check_run, read_model, read_run};
use rankday::simulation::EventKind;
use rankday::study::comparison::{How, Schedule, calibrate, compare};
use rankday::study::{self, Run};
use rankday::universe::import::corrections::CapCorrections;
use rankday::universe::import::holdings::{
    FundHoldings, InferredFloat, Stated, infer_floats, read_holdings,
};
use rankday::universe::import::nasdaq::{ScreenerDay, labelled};
use rankday::universe::{
    Index, Input, Member, Security, Segment, SymbolChanges, SymbolKey, combine_lists, read_bytes,
    read_list, write_membership,
};
use rust_decimal::Decimal;

/// The folder of the data; `None`, and a line that says so, where it is not at hand.
fn real_data(test: &str) -> Option<PathBuf> {
    // Scenarios that these tests write elsewhere name the same folder.
    let folder = std::env::var_os("RANKDAY_REAL_DATA")
        .map(|folder| std::fs::canonicalize(&folder).unwrap_or_else(|_| PathBuf::from(folder)));
    if folder.is_none() {
        // Not `eprintln!`, which the test harness swallows.
        let skipped = format!("{test} skipped: RANKDAY_REAL_DATA is not set");
        writeln!(std::io::stderr(), "{skipped}").expect("stderr takes a line");
    }
    folder
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn input(folder: &Path, name: &str) -> Input {
    Input::read(&folder.join(name)).unwrap_or_else(|faults| panic!("{faults}"))
}

fn june(year: i32) -> Run {
    let path = format!("{}/scenarios/real/june-{year}.toml", env!("CARGO_MANIFEST_DIR"));
    let scenario = read_run(Path::new(&path)).unwrap_or_else(|e| panic!("{e}"));
    study::run(scenario, &|_| {}).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn breaks_are_near_the_published_ones() {
    if real_data("breaks_are_near_the_published_ones").is_none() {
        return;
    }
    // USD bn, as the provider stated them.
    let published = [(2021, 52), (2022, 46), (2023, 42), (2024, 46), (2025, 46), (2026, 57)];
    for (year, tenths) in published {
        let run = june(year);
        let level = run.result.levels.iter().find(|level| level.name == "r1000");
        let cap = level.and_then(|level| level.market_cap).expect("a break");
        let published = Decimal::new(tenths, 1) * Decimal::from(1_000_000_000);
        let off = (cap - published).abs() / published;
        assert!(off <= Decimal::new(25, 3), "{year}: {cap} against {published}");
    }
}

/// How a member stood, for the second implementation: only members of the Russell 3000 are banded.
fn stood(member: &Member) -> Option<rulebook::Held> {
    let is_in = |index| member.indexes.map(|all| all.contains(index));
    let (large, microcap) = (member.segment == Segment::R1000, member.in_microcap);
    let top = |index| if large { is_in(index) } else { Some(false) };
    (large || member.segment == Segment::R2000).then(|| rulebook::Held {
        top200: top(Index::Top200),
        top500: top(Index::Top500),
        r1000: large,
        microcap: if large { None } else { microcap },
    })
}

/// The companies that take a place on a real rank day: those that are eligible, those that may be after all,
/// and the number of large members that cannot be ranked.
fn places(run: &Run) -> (Vec<(usize, rulebook::Company)>, Vec<usize>) {
    let (result, members) = (&run.result, &run.membership.members);
    let of_company = &result.matched.member_of_company;
    let place = |company: usize, cap: Decimal, part: u8| {
        let mut cap = cap;
        cap.rescale(8);
        let line = &run.universe.securities[result.companies[company].line];
        let member = of_company[company].map(|member| &members[member]);
        rulebook::Company {
            ticker: line.symbol().to_owned(),
            cap: u128::try_from(cap.mantissa()).expect("caps are positive"),
            place: part.into(),
            held: member.and_then(stood),
        }
    };
    let eligible = &result.screened.eligible;
    let mut all: Vec<(usize, rulebook::Company)> = eligible
        .iter()
        .filter_map(|e| Some((e.company, place(e.company, e.market_cap?, 100))))
        .collect();
    let doubted = result.screened.ineligible.iter().filter(|e| e.screen == Screen::Stated);
    all.extend(doubted.filter_map(|e| {
        let part = run.universe.securities[e.line].reserve_pct;
        let company = place(e.company, e.market_cap.filter(|_| part > 0)?, part);
        Some((e.company, company))
    }));
    let is_large = |member: usize| members[member].segment == Segment::R1000;
    let unranked = eligible.iter().filter(|e| e.market_cap.is_none());
    let kept = unranked.filter(|e| of_company[e.company].is_some_and(is_large)).count()
        + result.matched.missing.iter().filter(|&&member| is_large(member)).count();
    // Lists of the Russell 1000 say no more.
    (all, vec![1_000; kept])
}

/// Every segment, every index and every turnover of every real rank day, decided a second time.
#[test]
fn a_second_implementation_decides_every_real_rank_day_the_same() {
    if real_data("a_second_implementation_decides_every_real_rank_day_the_same").is_none() {
        return;
    }
    let rule = |rank, width| rulebook::Break { rank, above: width, below: width };
    let banded = rulebook::Banded {
        top200: rule(200, 2_500),
        top500: rule(500, 2_500),
        r1000: rule(1_000, 2_500),
        microcap: rule(2_000, 500),
    };
    let plain = rulebook::Plain {
        top10: 10,
        top20: 20,
        top50: 50,
        top100: 100,
        r3000: 3_000,
        r3000e: 4_000,
    };
    for year in 2021..=2026 {
        let run = june(year);
        let (companies, within) = places(&run);
        let (numbers, companies): (Vec<usize>, Vec<_>) = companies.into_iter().unzip();
        let market = rulebook::Market::new(&companies, within, banded, plain);
        let (mut ranked, mut held, mut left) = (0, 0, 0);
        for (number, company) in numbers.iter().zip(&companies).filter(|(_, c)| c.place == 100) {
            let decided = &run.result.companies[*number];
            let expected = market.outcome(company);
            let is_in = |index| expected.indexes.contains(index);
            let segment = match (is_in("R1000"), is_in("R2000"), is_in("R3000E")) {
                (true, ..) => Segment::R1000,
                (_, true, _) => Segment::R2000,
                (.., true) => Segment::Micro,
                _ => Segment::None,
            };
            // The place in the ranking identifies the company without naming it.
            let at = expected.rank;
            assert_eq!(decided.rank, Some(at), "{year}");
            ranked += 1;
            // A company that left after rank day was ranked, and has no outcome.
            if matches!(decided.reason, Reason::Left(_)) {
                assert_eq!(decided.to, Segment::None, "{year} #{at}");
                left += 1;
                continue;
            }
            assert_eq!(decided.to, segment, "{year} #{at}");
            let indexes: BTreeSet<&str> = decided.indexes.iter().map(<&str>::from).collect();
            assert_eq!(indexes, expected.indexes, "{year} #{at}");
            held += usize::from(decided.reason == Reason::KeptByBand);
        }
        let all = run.result.companies.iter().filter(|c| c.rank.is_some()).count();
        assert_eq!(ranked, all, "{year}");
        assert!(ranked > 3_000 && held > 50, "{year}: {ranked} ranked, {held} held");
        assert!((10..50).contains(&left), "{year}: {left} left between the days");
        for measured in &run.turnover {
            let Some(found) = &measured.changes else { continue };
            let lines = run.holdings.holdings.iter().map(|holding| turnover::Line {
                before: holding
                    .before
                    .holding
                    .contains(measured.index)
                    .then_some(holding.value_before),
                after: holding.after.contains(measured.index).then_some(holding.value_after),
            });
            let expected = turnover::measures(&lines.collect::<Vec<_>>()).expect("members");
            for (found, expected) in [
                (found.one_way, expected.one_way),
                (found.two_way, expected.two_way),
                (found.membership_turnover, expected.membership),
            ] {
                assert!((found - expected).abs() < 1e-10, "{year} {}: {found}", measured.index);
            }
        }
        assert!(run.turnover.iter().any(|t| t.changes.is_some()), "{year}");
    }
}

fn score_of(folder: &Path, year: i32, implementation: &str) -> Score {
    let home = tempfile::tempdir().expect("a folder");
    let result = home.path().join("result");
    write_reports(&june(year), &DEFAULT, Staging::open(&result).expect("a folder"))
        .expect("reports");
    let truth =
        |name: &str| Some(folder.join(format!("truth/changes_{name}_{implementation}.csv")));
    let scoring = Scoring {
        result,
        changes: truth("R3000"),
        moves: truth("R1000-R2000-moves"),
        ..Scoring::default()
    };
    let changes = folder.join("symbol_changes.csv");
    let mut scores = score_all(&[scoring], Some(&changes)).unwrap_or_else(|e| panic!("{e}"));
    scores.remove(0)
}

/// The scores of the Junes for which the provider's lists are at hand; every event has learned only from the
/// others.
fn scores_of_all_junes(folder: &Path) -> Vec<Score> {
    let home = tempfile::tempdir().expect("a folder");
    let truth = |name: &str| {
        let path = folder.join("truth").join(name);
        path.exists().then_some(path)
    };
    let junes = [
        (2021, "2021-06-25", Some("membership_R3000_2021-06-28.csv")),
        (2022, "2022-06-24", Some("membership_R3000_2022-06-24.csv")),
        (2023, "2023-06-23", None),
        (2024, "2024-06-28", None),
        (2025, "2025-06-27", None),
    ];
    let scoring = |(year, implementation, after): (i32, &str, Option<&str>)| {
        let result = home.path().join(year.to_string());
        write_reports(&june(year), &DEFAULT, Staging::open(&result).expect("a folder"))
            .expect("reports");
        Scoring {
            result,
            changes: truth(&format!("changes_R3000_{implementation}.csv")),
            moves: truth(&format!("changes_R1000-R2000-moves_{implementation}.csv")),
            members_after: after.and_then(truth),
            ..Scoring::default()
        }
    };
    let changes = folder.join("symbol_changes.csv");
    score_all(&junes.map(scoring), Some(&changes)).unwrap_or_else(|e| panic!("{e}"))
}

/// Every event learns only from the other years. Near-certain changes come true, open ones do so in about
/// half of the cases, and probabilities say more than decisions do.
#[test]
fn confidence_holds_in_years_that_nothing_was_learned_from() {
    let Some(folder) = real_data("confidence_holds_in_years_that_nothing_was_learned_from") else {
        return;
    };
    let scores = scores_of_all_junes(&folder);
    let mut all = Reliability::default();
    for score in &scores {
        let (event, found) = (&score.event, &score.reliability);
        let near_certain = found.pooled(9..=9);
        assert!(near_certain.pairs >= 250, "{event}: {near_certain:?}");
        let came_true = near_certain.part().expect("pairs");
        assert!(came_true >= 0.9, "{event}: {came_true} of what is near-certain");
        let (brier, certainty) = (found.brier(), found.brier_if_ranked_today());
        assert!(brier < certainty, "{event}: {brier:?} against {certainty:?}");
        all.merge(found);
    }
    let even = all.pooled(4..=5);
    assert!(even.pairs >= 100, "{even:?}");
    assert!((0.4..=0.6).contains(&even.part().expect("pairs")), "{even:?}");
    let (brier, certainty) =
        (all.brier().expect("pairs"), all.brier_if_ranked_today().expect("pairs"));
    assert!(brier <= 0.092 && certainty >= 0.115, "{brier} against {certainty}");
}

/// The figures that ship are those that `rankday score` finds with them. After a change of the decisions,
/// run this with `RANKDAY_BLESS=1` until it holds: a run learns from the file that it is compared with.
#[test]
fn the_shipped_figures_are_those_of_the_real_junes() {
    let Some(folder) = real_data("the_shipped_figures_are_those_of_the_real_junes") else { return };
    let mut found = Vec::new();
    let scores = scores_of_all_junes(&folder);
    let [_, _, evidence, _] = score::tables(&scores);
    write_csv(&evidence, &mut found).expect("memory takes it");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/evidence.csv");
    let shipped = std::fs::read(&path).expect("the shipped file");
    if std::env::var_os("RANKDAY_BLESS").is_some() {
        std::fs::write(&path, &found).expect("written");
    }
    let as_text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert_eq!(as_text(&found), as_text(&shipped), "data/evidence.csv");
}

fn tally(score: &Score, measure: Measure) -> Tally {
    let found = score.measures.iter().find(|(m, _)| *m == measure);
    found.unwrap_or_else(|| panic!("{measure} is not scored")).1
}

/// Between rank day and implementation about one company in a hundred leaves. It is not bought and its
/// weight is not sold; and names that the export lacks only on that day stay.
#[test]
fn who_is_gone_by_the_implementation_is_neither_bought_nor_sold() {
    if real_data("who_is_gone_by_the_implementation_is_neither_bought_nor_sold").is_none() {
        return;
    }
    let run = june(2025);
    let coverage = run.between.coverage.as_ref().expect("prices of the implementation day");
    assert!(coverage.complete && !coverage.stated, "{coverage:?}");
    assert_eq!(coverage.alive.len(), 6);
    let into_r3000 = |left: &&Left| !left.held.in_r3000() && left.decided.in_r3000();
    assert_eq!(run.between.left.iter().filter(into_r3000).count(), 4);
    for left in run.between.left.iter().filter(|left| left.with_company) {
        let company = &run.result.companies[left.company];
        assert_eq!((company.action(), company.to), (None, Segment::None));
        assert!(run.trades.lines.iter().all(|trade| trade.line != left.line));
    }
}

#[test]
fn changes_are_mostly_the_published_ones() {
    use Measure::{Migrations, R3000Additions, R3000Deletions};
    let Some(folder) = real_data("changes_are_mostly_the_published_ones") else { return };
    // The least precision and recall. Filings of 2024 are from after the event and only correct labels.
    let limits = [
        (
            2024,
            "2024-06-28",
            [(Migrations, 0.98, 0.96), (R3000Additions, 0.88, 0.85), (R3000Deletions, 0.93, 0.95)],
        ),
        (
            2025,
            "2025-06-27",
            [(Migrations, 0.99, 0.95), (R3000Additions, 0.87, 0.84), (R3000Deletions, 0.96, 0.96)],
        ),
    ];
    for (year, implementation, measures) in limits {
        let score = score_of(&folder, year, implementation);
        for (measure, precision, recall) in measures {
            let tally = tally(&score, measure);
            assert!(tally.actual > 40, "{year} {measure}: {tally:?}");
            assert!(tally.precision() >= Some(precision), "{year} {measure}: {tally:?}");
            assert!(tally.recall() >= Some(recall), "{year} {measure}: {tally:?}");
        }
    }
}

/// The lines of a day by ticker.
fn lines(folder: &Path, name: &str, day: &str) -> BTreeMap<SymbolKey, Security> {
    let corrections = CapCorrections::default();
    let benefit = benefit_driven_countries();
    let day = ScreenerDay::read(&input(folder, name), date(day), &corrections, &benefit)
        .unwrap_or_else(|faults| panic!("{faults}"));
    let lines = labelled(&day).securities.into_iter();
    lines.map(|line| (SymbolKey::new(line.symbol()), line)).collect()
}

/// The exchange's own export against the dated form of the same day, which adds the exchange and averages:
/// only these may make some lines differ.
#[test]
fn both_forms_of_the_screener_say_the_same() {
    let Some(folder) = real_data("both_forms_of_the_screener_say_the_same") else { return };
    for day in ["2025-04-30", "2026-04-30"] {
        let export = lines(&folder, &format!("vendor/nasdaq_screener_{day}.csv"), day);
        let dated = lines(&folder, &format!("universe/{day}.csv"), day);
        let shared: Vec<_> =
            export.iter().filter_map(|(key, a)| Some((a, dated.get(key)?))).collect();
        assert!(shared.len() * 100 > export.len() * 98, "{} of {}", shared.len(), export.len());
        let count = |differ: &dyn Fn(&Security, &Security) -> bool| {
            shared.iter().filter(|(a, b)| differ(a, b)).count()
        };
        let whole = |cap: Option<Decimal>| cap.map(|cap| cap.round());
        let differ = |what: &str, by: &dyn Fn(&Security, &Security) -> bool, most: usize| {
            let n = count(by);
            assert!(n <= most, "{day}: {n} lines differ in {what}");
        };
        differ("price", &|a, b| a.price() != b.price(), 0);
        differ("cap", &|a, b| whole(a.company_market_cap()) != whole(b.company_market_cap()), 0);
        differ("issuer", &|a, b| a.issuer() != b.issuer(), 0);
        differ("country", &|a, b| a.country != b.country, 0);
        differ("type", &|a, b| a.security_type != b.security_type, 0);
        // Without the mean close, no line is seen to stay at ten dollars.
        differ("structure", &|a, b| a.structure != b.structure, 20);
    }
}

/// A fund's holdings, as its issuer exports them.
fn fund_of(folder: &Path, name: &str) -> FundHoldings {
    let bytes = read_bytes(&folder.join(name)).unwrap_or_else(|faults| panic!("{faults}"));
    read_holdings(name, bytes, Stated::default()).unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn fund_holdings_are_the_members_that_are_known() {
    let Some(folder) = real_data("fund_holdings_are_the_members_that_are_known") else { return };
    for (day, fund) in [("2025-05-13", "IWM"), ("2026-05-05", "IWM")] {
        let holdings = fund_of(&folder, &format!("vendor/ishares_{fund}_{day}.csv"));
        assert_eq!((holdings.index, holdings.held_on), (Index::R2000, date(day)));
        let known = input(&folder, &format!("truth/membership_R2000_{day}.csv"));
        let known = read_list(&known, Index::R2000, date(day)).expect("a list");
        let keys = |symbols: &[(String, String)]| -> BTreeSet<SymbolKey> {
            symbols.iter().map(|(symbol, _)| SymbolKey::new(symbol)).collect()
        };
        let (found, known) = (keys(&holdings.members().symbols), keys(&known.symbols));
        let (more, fewer) = (found.difference(&known).count(), known.difference(&found).count());
        assert!(known.len() > 1_900, "{day}: {}", known.len());
        // Fewer: contingent rights, a warrant and lines over the counter, which the known list kept.
        assert!(more == 0 && fewer <= 5, "{day}: {more} more, {fewer} fewer of {}", known.len());
    }
    let sampled = fund_of(&folder, "vendor/ishares_IWV_2025-05-21.csv");
    assert_eq!(sampled.index, Index::R3000);
    assert!(sampled.holdings.len() > 2_500);
}

/// Floats that a fund's holdings show with the exchange's caps of a nearby close, against those that are
/// known for the fund's own day: the differences in points, by size.
#[test]
fn floats_of_a_fund_are_near_the_known_ones() {
    let Some(folder) = real_data("floats_of_a_fund_are_near_the_known_ones") else { return };
    let changes = SymbolChanges::read(&input(&folder, "symbol_changes.csv")).expect("changes");
    // The median and the ninetieth percentile, for a fund thirteen days after the close and for one five
    // days after.
    let limits = [("2025-05-13", "2025-04-30", 0.4, 2.0), ("2026-05-05", "2026-04-30", 0.1, 0.3)];
    for (day, close, most_median, most_tail) in limits {
        let fund = fund_of(&folder, &format!("vendor/ishares_IWM_{day}.csv"));
        let screener = input(&folder, &format!("universe/{close}.csv"));
        let none = CapCorrections::default();
        let read = ScreenerDay::read(&screener, date(close), &none, &benefit_driven_countries());
        let universe = labelled(&read.expect("a day"));
        let inferred = infer_floats(&fund, &universe, &changes);
        let floats: BTreeMap<SymbolKey, &InferredFloat> = inferred
            .floats
            .iter()
            .map(|(symbol, float)| (SymbolKey::new(symbol.as_str()), float))
            .collect();
        let known = input(&folder, &format!("float/float_implied_R2000_{day}.csv"));
        let mut rows = csv::Reader::from_reader(known.text_bytes());
        let mut off: [Vec<f64>; 3] = Default::default();
        for row in rows.records().map(|row| row.expect("a row")) {
            let (Ok(factor), Ok(cap)) = (row[3].parse::<f64>(), row[4].parse::<f64>()) else {
                continue;
            };
            let Some(inferred) = floats.get(&SymbolKey::new(&row[0])) else { continue };
            let inferred: f64 = inferred.float_pct.to_string().parse().expect("a number");
            let size = usize::from(cap < 3e9) + usize::from(cap < 1e9);
            off[size].push((inferred - 100.0 * factor).abs());
        }
        for (mut off, size) in off.into_iter().zip(["over $3bn", "$1bn to $3bn", "under $1bn"]) {
            off.sort_by(f64::total_cmp);
            let (median, tail) = (off[off.len() / 2], off[off.len() * 9 / 10]);
            let said = format!("{day}, {size}: median {median:.2}, ninetieth percentile {tail:.2}");
            assert!(off.len() > 250, "{said} of {}", off.len());
            assert!(median <= most_median && tail <= most_tail, "{said}");
        }
    }
}

/// A screener imported by the command and read back gives the decisions of the screener read by the
/// scenario.
#[test]
fn imported_files_decide_as_the_screener_does() {
    let Some(folder) = real_data("imported_files_decide_as_the_screener_does") else { return };
    let home = tempfile::tempdir().expect("a folder");
    let path = |name: &str| home.path().join(name);
    let real = |name: &str| folder.join(name).display().to_string();
    let (changes, corrections) = (real("symbol_changes.csv"), real("wrong_share_counts.csv"));
    let universe = real("universe/2025-04-30.csv");
    let lists = [
        ("truth/membership_R1000derived_2025-05-21.csv", Index::R1000, "2025-05-21"),
        ("truth/membership_R2000_2025-05-13.csv", Index::R2000, "2025-05-13"),
    ];
    let listed = lists.map(|(name, index, day)| {
        read_list(&input(&folder, name), index, date(day)).expect("a list")
    });
    let symbol_changes = SymbolChanges::read(&input(&folder, "symbol_changes.csv"));
    let members = combine_lists(&listed, &symbol_changes.expect("changes"));
    let file = std::fs::File::create(path("members.csv")).expect("a file");
    write_membership(&members, file).expect("members");

    let words = [
        "rankday",
        "import",
        "nasdaq-screener",
        &universe,
        "--as-of",
        "2025-04-30",
        "--symbol-changes",
        &changes,
        "--cap-corrections",
        &corrections,
        "--members",
    ];
    let more: [OsString; 3] = [path("members.csv").into(), "--out".into(), path("in").into()];
    let words = words.into_iter().map(OsString::from).chain(more);
    assert_eq!(rankday::cli::main(words), ExitStatus::Success);

    let event = "[event]\nseason = \"june\"\nyear = 2025\n";
    let [large, small] = lists.map(|(name, index, day)| {
        format!("{{ file = \"{}\", index = \"{index}\", held_on = {day} }}", real(name))
    });
    let direct = format!(
        "{event}[universe]\nfile = \"{universe}\"\nformat = \"nasdaq-screener\"\n\
         symbol_changes = \"{changes}\"\ncap_corrections = \"{corrections}\"\n\
         [membership]\nlists = [{large}, {small}]\n\
         [evidence]\nmembership = true\nprevious_rank = false\n"
    );
    let imported = format!(
        "{event}[universe]\nfile = \"in/universe.csv\"\n[membership]\nfile = \"in/membership.csv\"\n"
    );
    let [direct, imported] = [direct, imported].map(|text| {
        let scenario = check_run(&path("june-2025.toml"), &text, &|_| None);
        let scenario = scenario.unwrap_or_else(|e| panic!("{e}"));
        // Its own text is among the inputs that a run hashes.
        std::fs::write(&scenario.path, &text).expect("written");
        study::run(scenario, &|_| {}).unwrap_or_else(|e| panic!("{e}"))
    });
    assert!(direct.movers.len() > 100);
    let tables = [&direct, &imported].map(|run| Format::Csv.files(run));
    for (direct, imported) in tables[0].iter().zip(&tables[1]) {
        let name = &direct.name;
        let [direct, imported] = [direct, imported].map(|file| {
            let mut text = Vec::new();
            file.write(&mut text).expect("a report");
            String::from_utf8(text).expect("text")
        });
        let differ = direct.lines().zip(imported.lines()).filter(|(a, b)| a != b).count();
        assert_eq!(direct.lines().count(), imported.lines().count(), "{name}");
        assert_eq!(differ, 0, "{name}");
    }
}

#[test]
fn two_schedules_on_the_real_history_do_what_is_known() {
    if real_data("two_schedules_on_the_real_history_do_what_is_known").is_none() {
        return;
    }
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/real/annual-vs-semi-annual.toml");
    let scenario = read_comparison(&path).unwrap_or_else(|e| panic!("{e}"));
    let compared = compare(scenario, &|_| {}).unwrap_or_else(|e| panic!("{e}"));
    let [annual, semi_annual] = compared.schedules.as_slice() else { panic!("two schedules") };

    // One-way turnover of the Russell 2000 at the June events: 7 to 16% a year is known of most
    // years, and a mean near 11%; June 2026 is above, weighed by whole caps.
    let junes: Vec<f64> = annual
        .backtest
        .events
        .iter()
        .filter(|event| matches!(event.kind, EventKind::Reconstitution(_)))
        .filter_map(|event| Some(event.turnover[Index::R2000 as usize].changes.as_ref()?.one_way))
        .collect();
    assert_eq!(junes.len(), 6);
    assert!(junes.iter().all(|one_way| (0.07..0.20).contains(one_way)), "{junes:?}");
    let mean = junes.iter().sum::<f64>() / 6.0;
    assert!((0.10..0.125).contains(&mean), "{mean}");

    // Above a fifth of the Russell 2000's weight is in names that rank in the top 1,000; and drift beyond
    // the band, which a second reconstitution lowers.
    let mean_of = |schedule: &Schedule, of: fn(&IndexClose) -> f64| {
        let closes = schedule.backtest.closes.iter();
        let values: Vec<f64> = closes.map(|c| of(&c.indexes[Index::R2000 as usize])).collect();
        values.iter().sum::<f64>() / values.len() as f64
    };
    let too_large = mean_of(annual, |index| index.too_large.weight);
    assert!((0.2..0.25).contains(&too_large), "{too_large}");
    let beyond = |schedule| mean_of(schedule, |index| index.drift.beyond_band.weight);
    assert!(beyond(semi_annual) < 0.7 * beyond(annual));

    // Nineteen of twenty names of the lists are held in the index before each June, and as many of those
    // held are on the lists. The Russell 2000 has fewer in the first year, when nothing yet tells which new
    // issues are not eligible.
    for checked in &annual.backtest.checked {
        let (listed, held) = (checked.of_listed(), checked.of_held());
        assert!(listed.is_some_and(|part| part > 0.95), "{checked:?}");
        let first_year = checked.index == Index::R2000 && checked.held_on < date("2022-06-01");
        assert!(held.is_some_and(|part| part > if first_year { 0.9 } else { 0.95 }), "{checked:?}");
    }

    // The ledger replays, and returns are sums of what stocks contribute.
    let last = annual.backtest.closes.last().expect("closes");
    for index in [Index::R1000, Index::R2000, Index::Microcap] {
        let size = last.indexes[index as usize].size.as_ref().expect("members");
        assert_eq!(annual.ledger.members(index, last.date).len(), size.members, "{index}");
    }
}

/// Seven to eight in ten of the moves with a probability of 70 to 80% come true: over all rank days from
/// 2021 on, from one and two months before.
#[test]
fn odds_come_true_as_often_as_they_say() {
    if real_data("odds_come_true_as_often_as_they_say").is_none() {
        return;
    }
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/real/annual-vs-semi-annual.toml");
    let scenario = read_comparison(&path).unwrap_or_else(|e| panic!("{e}"));
    let how = How {
        schedule: None,
        months: 2,
        paths: 40,
        seed: 1,
        as_known: false,
        model: read_model(None, Steps::Monthly).unwrap_or_else(|e| panic!("{e}")),
    };
    let found = calibrate(scenario, &how, &|_| {}).unwrap_or_else(|e| panic!("{e}"));
    let pooled = &found.calibration.pooled;
    let seventies = pooled.pooled(7..=7);
    let (mean, part) = (seventies.mean().expect("some"), seventies.part().expect("some"));
    assert!(seventies.pairs > 400, "{seventies:?}");
    assert!((0.68..0.80).contains(&part), "{part} came true of {mean}");
    // The same holds for the neighbouring groups, and for moves with hardly any chance.
    for bins in [0..=2, 3..=5, 6..=8] {
        let bin = pooled.pooled(bins);
        let off = bin.part().expect("some") - bin.mean().expect("some");
        assert!(off.abs() < 0.05, "{bin:?}");
    }
    assert!(pooled.skill().is_some_and(|skill| skill > 0.55), "{:?}", pooled.skill());
    assert!(pooled.brier() < pooled.brier_if_ranked_today(), "{:?}", pooled.brier());
}
