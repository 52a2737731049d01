//! Sweeps over simulated paths: every rule is what a comparison makes of it, and shards make a whole.

use std::path::Path;

use rankday::cli::compare::CompareArgs;
use rankday::cli::exit::ExitStatus;
use rankday::cli::merge::{self, MergeArgs};
use rankday::cli::options::Work;
use rankday::cli::sweep::{self, SweepArgs};
use rankday::scenario::sweep::{Base, read_sweep};
use rankday::study::Control;
use rankday::study::parts::{Share, State, go_on_from};
use rankday::study::simulated::{Job, Simulated};
use rankday::study::sweep::Swept;

use crate::simulated::{args, files, home, job, run};

const SWEEP: &str = "[sweep]\nschedules = [\"annual\", \"semi-annual\"]\n\
                     \"methodology.breaks.r1000.half_width\" = [2.5, 0, 5]\n\n[paths]\ncount = 40";
const COUNT: &str = "[paths]\ncount = 600";

/// The simulation of a sweep, run to its end.
fn swept(path: &Path) -> Simulated {
    let Base::Simulated(base) = read_sweep(path).unwrap_or_else(|e| panic!("{e}")).base else {
        panic!("a sweep over paths")
    };
    let job = Job::new(*base).unwrap_or_else(|e| panic!("{e}"));
    let (range, done) = (0..job.header.count, job.nothing());
    job.run(range, done, &Control::NONE, |_| Ok::<(), ()>(())).expect("a run")
}

/// How often the first paths of a job are saved.
fn saves(job: Job) -> usize {
    let (mut count, nothing) = (0, job.nothing());
    let run = job.run(0..100, nothing, &Control::NONE, |_| {
        count += 1;
        Ok::<(), ()>(())
    });
    run.expect("a run");
    count
}

#[test]
fn a_path_that_many_rules_live_through_is_saved_with_fewer_others() {
    let (_home, path) = home(&[(COUNT, SWEEP)]);
    let Base::Simulated(base) = read_sweep(&path).unwrap_or_else(|e| panic!("{e}")).base else {
        panic!("a sweep over paths")
    };
    let sweep = Job::new(*base).unwrap_or_else(|e| panic!("{e}"));
    // Six rules, which take three times as long as two schedules.
    let (alone, together) = (saves(job(&path)), saves(sweep));
    assert!(alone < together, "{alone} times, {together} with rules");
}

fn command(args: CompareArgs) -> ExitStatus {
    sweep::run(&SweepArgs { dry_run: false, compare: args }, &mut Vec::new()).expect("a sweep")
}

#[test]
fn every_rule_is_what_a_comparison_makes_of_it() {
    let (_home, path) = home(&[
        (COUNT, SWEEP),
        ("[\"annual\", \"semi-annual\"]\n\n[sweep]", "[\"semi-annual\"]\n\n[sweep]"),
    ]);
    let all = swept(&path);
    let names: Vec<&str> = all.results.schedules.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(
        names[..3],
        [
            "semi-annual, r1000.half_width 2.5",
            "annual, r1000.half_width 2.5",
            "annual, r1000.half_width 0"
        ]
    );
    // The rules of one band are compared with each other, in the order in which they stand.
    let (begins, others) = (["semi-annual", "annual"], ["annual", "semi-annual"]);
    for (width, schedules, places) in
        [("2.5", begins, [0, 1]), ("0", others, [2, 4]), ("5", others, [3, 5])]
    {
        let own = format!("r1000 = {{ rank = 40, half_width = {width} }}");
        let (_home, path) = home(&[
            (COUNT, "[paths]\ncount = 40"),
            ("[\"annual\", \"semi-annual\"]", &format!("{schedules:?}")),
            ("r1000 = { rank = 40 }", &own),
        ]);
        let compared = run(&path);
        for (place, quantity) in all.header.quantities.iter().enumerate() {
            let of = compared.header.quantities.iter().position(|q| q == quantity);
            let of = of.expect("measured");
            for (at, schedule) in places.into_iter().zip(&compared.results.schedules) {
                let own = &all.results.schedules[at];
                // The difference is to the first schedule, which is another one unless the band is that of
                // the rule as it is.
                let is_same = !quantity.statistic.name().starts_with("tracking_") || width == "2.5";
                assert_eq!(
                    is_same.then(|| own.summary(place)),
                    is_same.then(|| schedule.summary(of)),
                    "{} {quantity:?}",
                    names[at]
                );
            }
        }
    }
}

#[test]
fn threads_and_shards_do_not_matter() {
    let (home, path) =
        home(&[(COUNT, &SWEEP.replace("[2.5, 0, 5]", "[2.5, 0]\nrank_day_shift = [-21, 0]"))]);
    let out = |name: &str| home.path().join(name);
    let runs: Vec<_> = [1, 4]
        .iter()
        .map(|threads| {
            let out = out(&format!("threads-{threads}"));
            let args = CompareArgs { work: Work { threads: Some(*threads) }, ..args(&path, &out) };
            assert_eq!(command(args), ExitStatus::Success);
            files(&out)
        })
        .collect();
    assert!(runs[0] == runs[1]);
    let shards = out("shards");
    for number in 1..=3 {
        let folder = shards.join(number.to_string());
        command(CompareArgs { shard: Some(Share { number, of: 3 }), ..args(&path, &folder) });
    }
    let plain = args(&path, &out("merged"));
    let args = MergeArgs {
        folders: vec![shards],
        out: plain.out,
        format: plain.format,
        replace: plain.replace,
        printing: plain.printing,
    };
    merge::run(&args, &mut Vec::new()).expect("a merge");
    assert!(files(&out("merged")) == runs[0]);
}

/// Quarterly days lie at parts of months with many digits.
#[test]
fn a_sweep_goes_on_from_what_it_saved() {
    let quarterly = SWEEP.replace("\"semi-annual\"]", "\"semi-annual\", \"quarterly\"]");
    let (home, path) = home(&[(COUNT, &quarterly)]);
    let Base::Simulated(base) = read_sweep(&path).unwrap_or_else(|e| panic!("{e}")).base else {
        panic!("a sweep over paths")
    };
    let job = Job::new(*base).unwrap_or_else(|e| panic!("{e}"));
    let file = home.path().join("unfinished.json.gz");
    let mut saved = std::fs::File::create(&file).expect("a file");
    State::write(&job.header, &job.nothing(), &mut saved).expect("written");
    let read = go_on_from(&file, &job.header, Share::WHOLE);
    assert_eq!(read.map_err(|faults| faults.to_string()), Ok(job.nothing()));
}

#[test]
fn days_that_fall_on_the_same_step_have_no_luck() {
    // With monthly steps, moving by a session changes nothing; moving by a month does.
    for (shift, has_luck) in [(1, false), (-21, true)] {
        let shifts = format!("[2.5]\nrank_day_shift = [0, {shift}]");
        let (_home, path) = home(&[(COUNT, &SWEEP.replace("[2.5, 0, 5]", &shifts))]);
        let swept = Swept::of_paths(&swept(&path)).expect("a sweep");
        assert_eq!(swept.luck.iter().any(|luck| luck.deviation > 0.0), has_luck, "{shift}");
        let rules: Vec<&str> = swept.luck.iter().map(|luck| luck.rule.as_str()).collect();
        for rule in ["annual, r1000.half_width 2.5", "semi-annual, r1000.half_width 2.5"] {
            assert_eq!(rules.contains(&rule), has_luck, "{rule}, {shift}");
        }
    }
}
