//! `rankday sweep` on the made-up market: every rule is what `rankday compare` makes of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Parser;
use rankday::cli::exit::ExitStatus;
use rankday::cli::sweep::{SweepArgs, run};
use rust_decimal::Decimal;

use crate::compare::{Row, decimal, files, market};

/// Values of a sweep by measure, index and combination.
type Figures = BTreeMap<(String, String, u64), Row>;

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    args: SweepArgs,
}

pub(super) fn sweep(words: &[&str]) -> Result<(ExitStatus, String), String> {
    let words = std::iter::once("sweep").chain(words.iter().copied());
    let command = Command::try_parse_from(words).map_err(|e| e.to_string())?;
    let mut out = Vec::new();
    let status = run(&command.args, &mut out).map_err(|e| e.to_string())?;
    Ok((status, String::from_utf8(out).expect("text")))
}

/// A scenario of a schedule with other text in it.
pub(super) fn scenario(
    folder: &Path,
    schedules: &str,
    changes: &[(&str, &str)],
    more: &str,
) -> PathBuf {
    std::fs::create_dir_all(folder).expect("a folder");
    let path = market::write(folder, schedules);
    let text = std::fs::read_to_string(&path).expect("text");
    let text = changes.iter().fold(text, |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    std::fs::write(&path, text + more).expect("written");
    path
}

/// Runs a sweep into a folder, with these words, and reads `sweep.csv`.
fn figures(scenario: &Path, out: &Path, words: &[&str]) -> Figures {
    let (scenario, out) = (scenario.display().to_string(), out.display().to_string());
    let words = [&[&*scenario, "--out", &out, "--quiet"], words].concat();
    assert_eq!(sweep(&words).expect("a sweep").0, ExitStatus::Success);
    let text = std::fs::read_to_string(Path::new(&out).join("sweep.csv")).expect("a table");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let keyed = |row: Result<Row, csv::Error>| {
        let row = row.expect("a row");
        let number = row["combination"].parse().expect("a number");
        ((row["measure"].clone(), row["index"].clone(), number), row)
    };
    reader.deserialize().map(keyed).collect()
}

pub(super) const SWEEP: &str = "\n[sweep]\nschedules = [\"annual\", \"semi-annual\"]\n\
                     \"methodology.breaks.r1000.half_width\" = [2.5, 0, 6]\n";

#[test]
fn every_rule_is_what_a_comparison_makes_of_it() {
    let home = tempfile::tempdir().expect("a folder");
    let swept = scenario(&home.path().join("sweep"), "\"semi-annual\"", &[], SWEEP);
    let figures = figures(&swept, &home.path().join("out"), &[]);
    // The rule as it is stands first, then annual with three widths, then the others.
    for (number, schedule, width) in
        [(1, "semi-annual", "2.5"), (3, "annual", "0"), (6, "semi-annual", "6")]
    {
        let own = format!("r1000 = {{ rank = 20, half_width = {width} }}");
        let path = scenario(
            &home.path().join(format!("alone-{number}")),
            &format!("\"{schedule}\""),
            &[("r1000 = { rank = 20 }", &own)],
            "",
        );
        let out = home.path().join(format!("compared-{number}"));
        let words = [path.display().to_string(), "--out".to_owned(), out.display().to_string()];
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        crate::compare::command(&words).expect("a comparison");
        let text = std::fs::read_to_string(out.join("comparison.csv")).expect("a table");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let mut compared = 0;
        for row in reader.deserialize() {
            let row: Row = row.expect("a row");
            // To the first schedule: here it is the only one.
            if row["measure"].starts_with("tracking_") {
                continue;
            }
            let key = (row["measure"].clone(), row["index"].clone(), number);
            if let Some(figure) = figures.get(&key) {
                compared += 1;
                let same =
                    [("value", "value"), ("cycles", "sample"), ("low", "low"), ("high", "high")];
                for (of_comparison, of_sweep) in same {
                    assert_eq!(row[of_comparison], figure[of_sweep], "{key:?}");
                }
            }
        }
        assert!(compared > 100, "{compared}");
    }
}

#[test]
fn a_wider_band_never_moves_more_names() {
    let home = tempfile::tempdir().expect("a folder");
    // One reconstitution of a family that begins the same under all rules.
    let days = "panel = \"panel.csv\"\nfrom = 2023-06-30\nto = 2024-06-30";
    let widths = [0, 1, 2, 3, 5, 8, 13, 21, 40];
    let more = format!("\n[sweep.methodology.breaks.r1000]\nhalf_width = {widths:?}\n");
    let path = scenario(home.path(), "\"annual\"", &[("panel = \"panel.csv\"", days)], &more);
    let figures = figures(&path, &home.path().join("out"), &[]);
    let order = std::fs::read_to_string(home.path().join("out/combinations.csv")).expect("a table");
    let mut reader = csv::Reader::from_reader(order.as_bytes());
    let rows: Vec<Row> = reader.deserialize().map(|row| row.expect("a row")).collect();
    let moves = |width: &i32| {
        let of_width =
            |row: &&Row| row["key"].ends_with("half_width") && row["value"] == width.to_string();
        let number = rows.iter().find(of_width).expect("a combination")["combination"]
            .parse()
            .expect("a number");
        let of = |measure: &str| {
            decimal(&figures[&(measure.to_owned(), String::new(), number)]["value"])
        };
        of("moves_up") + of("moves_down")
    };
    let moves: Vec<_> = widths.iter().map(moves).collect();
    assert!(moves.is_sorted_by(|narrow, wide| narrow >= wide), "{moves:?}");
    assert!(moves[0] > moves[widths.len() - 1], "{moves:?}");
}

#[test]
fn threads_do_not_matter() {
    let home = tempfile::tempdir().expect("a folder");
    let shifts = "rank_day_shift = [-25, 0]\n";
    let path = scenario(home.path(), "\"semi-annual\"", &[], &format!("{SWEEP}{shifts}"));
    let runs: Vec<_> = ["1", "4"]
        .iter()
        .map(|threads| {
            let out = home.path().join(format!("threads-{threads}"));
            figures(&path, &out, &["--threads", threads]);
            files(&out)
        })
        .collect();
    let names: Vec<&str> = runs[0].keys().map(String::as_str).collect();
    let expected = [
        "combinations.csv",
        "frontier.csv",
        "rankday-manifest.json",
        "report.html",
        "summary.json",
        "sweep.csv",
        "timing_luck.csv",
    ];
    assert_eq!(names, expected);
    assert!(runs[0] == runs[1]);
    // Six rules, each with its days and with days a month before.
    let luck = &runs[0]["timing_luck.csv"];
    assert!(
        luck.lines()
            .skip(1)
            .any(|line| line.starts_with("\"semi-annual, r1000.half_width 6\",2,members,R2000,")),
        "{luck}"
    );
    // The mean of the differences is the difference of the means, where the same cycles are known.
    let rows: Vec<Row> = csv::Reader::from_reader(luck.as_bytes())
        .into_deserialize()
        .map(|row| row.expect("a row"))
        .filter(|row: &Row| row["measure"] == "scheduled_one_way" && row["index"] == "R2000")
        .collect();
    assert_eq!((rows.len(), &*rows[0]["difference"]), (6, ""));
    let own = decimal(&rows[0]["luck"]);
    for row in &rows[1..] {
        assert_eq!(row["sample"], rows[0]["sample"]);
        let expected = decimal(&row["luck"]) - own;
        let found = decimal(&row["difference"]);
        assert!((found - expected).abs() <= Decimal::new(2, 10), "{luck}");
    }
}

#[test]
fn days_on_the_same_closes_are_one_choice() {
    let home = tempfile::tempdir().expect("a folder");
    let luck = |shifts: &str| {
        let more = format!("\n[sweep]\nrank_day_shift = [{shifts}]\n");
        let path = scenario(&home.path().join(shifts), "\"annual\"", &[], &more);
        let out = home.path().join(format!("out {shifts}"));
        figures(&path, &out, &[]);
        files(&out).remove("timing_luck.csv").expect("a table")
    };
    // The panel is of month ends: each of these days before the last session of April is ranked in March.
    let two = luck("0, -2");
    assert!(two.lines().any(|line| line.starts_with("annual,2,scheduled_one_way,R2000,")), "{two}");
    assert_eq!(luck("0, -2, -1, -3"), two);
    // These are one day, and so are the rule as it is and those after it.
    assert!(luck("-2, -1, -3").contains("annual,2,scheduled_one_way,R2000,"));
    assert!(!luck("1, 2").contains("scheduled_one_way"));
}

#[test]
fn the_current_rule_under_other_schedules_is_known_by_what_it_is() {
    let home = tempfile::tempdir().expect("a folder");
    let more = "\n[sweep]\nschedules = [\"annual\"]\n\
                \"methodology.breaks.r1000.half_width\" = [2.5, 0]\n";
    let path = scenario(home.path(), "\"semi-annual\"", &[], more);
    let out = home.path().join("out");
    let words = [path.display().to_string(), "--out".to_owned(), out.display().to_string()];
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (_, said) = sweep(&words).expect("a sweep");
    assert!(said.contains("other schedule   annual, r1000 half width 2.5"), "{said}");
}

/// Remarks on odd days are given for every rule, not only for the first.
#[test]
fn days_that_fall_on_one_close_under_any_rule_are_told() {
    let home = tempfile::tempdir().expect("a folder");
    for (shift, is_told) in [(0, false), (-25, true)] {
        let more = format!(
            "\n[plausibility]\nsmall_universe = 1\n[sweep]\n\
             \"methodology.breaks.r1000.half_width\" = [2, 3]\nimplementation_shift = [{shift}]\n"
        );
        let path = scenario(&home.path().join(shift.to_string()), "\"annual\"", &[], &more);
        let out = home.path().join(format!("out{shift}"));
        figures(&path, &out, &[]);
        let summary = std::fs::read_to_string(out.join("summary.json")).expect("a summary");
        assert_eq!(summary.contains("takes effect on one close"), is_told, "{shift}");
    }
}

#[test]
fn days_of_a_schedule_that_is_not_tried_are_refused() {
    let home = tempfile::tempdir().expect("a folder");
    let (plain, own) = (
        "season = \"december\" }",
        "season = \"december\", rank_day = \"last session of October\", \
         implementation = \"2nd Friday of December\" }",
    );
    let more = "\n[sweep]\n\"schedule.twice.december.rank_day\" = \
                [\"last session of September\", \"last session of October\"]\n";
    let path = scenario(home.path(), "\"annual\"", &[(plain, own)], more);
    let path = path.display().to_string();
    let refused = sweep(&[&path, "--dry-run"]).expect_err("days of no rule");
    assert!(refused.contains("is of the schedule twice, which is not tried"), "{refused}");
}

#[test]
fn a_dry_run_lists_the_rules_and_writes_nothing() {
    let home = tempfile::tempdir().expect("a folder");
    // The rule as it is stands first though no value names it.
    let more = "\n[sweep]\ngrids = [\n  { \"methodology.breaks.r1000\" = { band_above = 5, band_below = 2 } },\n  \
                { \"methodology.band_edge\" = \"moves\", implementation_shift = 3 },\n]\n";
    let path = scenario(home.path(), "\"annual\"", &[], more);
    let out = home.path().join("out");
    let words = [&path.display().to_string(), "--out", &out.display().to_string(), "--dry-run"];
    let list = |words: &[&str]| sweep(words).expect("a list").1;
    let expected = "   1  annual, as it is\n   2  annual, r1000.band_above 5, r1000.band_below 2\n   \
                    3  annual, implementation_shift 3, band_edge moves\n\n\
                    3 combinations; 1 is the rule as it is\n";
    assert_eq!(list(&words), expected);
    let shard = list(&[&words[..], &["--shard", "2/2"]].concat());
    assert!(shard.starts_with("   2  annual, r1000.band_above 5"), "{shard}");
    assert!(shard.ends_with("as it is; those of shard 2/2 are listed\n"), "{shard}");
    let refused = sweep(&[&words[..], &["--shard", "2/2", "--json"]].concat());
    assert!(refused.expect_err("no list").contains("leave out --shard"));
    assert!(!out.exists());
}
