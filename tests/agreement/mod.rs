//! The same event gives the same result: a reconstitution within a history and a run on the files of its
//! day have the same decisions, weights, turnover and trades, to the last digit that is written.

use crate::made_up;
mod slice;
mod watch;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use rankday::analysis::backtest::BacktestEvent;
use rankday::analysis::trades::{EventTrades, Leg};
use rankday::analysis::turnover::Turnover;
use rankday::calendar::Plan;
use rankday::market::history::History;
use rankday::reconstitution::{CompanyResult, Reason};
use rankday::scenario::comparison::check_comparison;
use rankday::scenario::read_run;
use rankday::simulation::{Corporate, Setup, Start, Timetable, backtest};
use rankday::study::comparison::{Watched, watch};
use rankday::study::{Run, run};
use rankday::universe::{Indexes, SymbolChanges};

use slice::Slice;
use watch::Watch;

/// Lines that are named, with the reason.
type Named = BTreeMap<usize, &'static str>;

/// Everything in which an event and its run differ, in words; turnover and trades of whole indexes only
/// where no line is named.
fn differences(
    slice: &Slice<'_>,
    measured: &BacktestEvent,
    methodology: &str,
    named: &mut Named,
) -> Vec<String> {
    let home = tempfile::tempdir().expect("a folder");
    let path = slice.write(home.path(), methodology);
    let scenario = read_run(&path).unwrap_or_else(|e| panic!("{e}"));
    let run = run(scenario, &|_| {}).unwrap_or_else(|e| panic!("{e}"));
    let mut found = decisions(slice, &run, named);
    found.extend(weights(slice, &run, named));
    if !named.is_empty() {
        return found;
    }
    for (backtest, of_run) in measured.turnover.iter().zip(&run.turnover) {
        let [backtest, of_run] = [backtest, of_run].map(turnover);
        if backtest != of_run {
            found.push(format!("turnover: history {backtest}\n              run     {of_run}"));
        }
    }
    let trades = |trades: &EventTrades| {
        let mut text = String::new();
        for index in &trades.indexes {
            let t = index.traded.unwrap_or_default();
            let _ =
                write!(text, "{} {} {:.2} {:.2}; ", index.index, t.lines, t.buys_usd, t.sells_usd);
        }
        let net = trades.net.unwrap_or_default();
        let _ = write!(text, "net {} {:.2} {:.2}", net.lines, net.buys_usd, net.sells_usd);
        text
    };
    let [backtest, of_run] = [&measured.trades, &run.trades.totals].map(trades);
    if backtest != of_run {
        found.push(format!("trades: history {backtest}\n            run     {of_run}"));
    }
    found.extend(trades_of_lines(slice, &run));
    found
}

/// Where the written trades in a line differ: its net dollars, and each leg.
fn trades_of_lines(slice: &Slice<'_>, run: &Run) -> Vec<String> {
    let written = |net_usd: f64, legs: &[Leg]| {
        let mut text = format!("net {net_usd:.2}");
        for Leg { index, weight_before, weight_after, usd } in legs {
            let _ = write!(text, "; {index} {weight_before:.10} {weight_after:.10} {usd:.2}");
        }
        text
    };
    let lines = slice.lines();
    let of_run = run.trades.lines.iter().map(|trade| {
        let id = run.universe.securities[trade.line].id().expect("an id");
        (lines[id], written(trade.net_usd, &trade.legs))
    });
    let of_run: BTreeMap<usize, String> = of_run.collect();
    let backtest =
        slice.event.trades.iter().map(|(&line, (net, legs))| (line, written(*net, legs)));
    let backtest: BTreeMap<usize, String> = backtest.collect();
    let all: BTreeSet<usize> = backtest.keys().chain(of_run.keys()).copied().collect();
    let differs = all.into_iter().filter(|line| backtest.get(line) != of_run.get(line));
    let say = |line: usize| {
        let symbol = slice.history.symbol(line, slice.event.day);
        let of = |trades: &BTreeMap<usize, String>| {
            trades.get(&line).map_or_else(|| "nothing".to_owned(), Clone::clone)
        };
        format!("trades in {symbol} ({line}): history {}\n  run {}", of(&backtest), of(&of_run))
    };
    differs.map(say).collect()
}

/// A turnover as it is written. A history counts companies.
fn turnover(turnover: &Turnover) -> String {
    let mut text = format!("{}", turnover.index);
    if let Some(c) = &turnover.changes {
        let k = &c.causes;
        let counts = [turnover.members_after, c.additions, c.deletions, c.moved_in, c.moved_out];
        let _ = write!(text, " {:?} {counts:?}", turnover.members_before);
        for number in [
            c.one_way,
            c.two_way,
            c.membership_turnover,
            k.additions,
            k.deletions,
            k.migrations,
            k.share_and_float_changes.expect("known"),
            k.reweighting,
        ] {
            let _ = write!(text, " {number:.10}");
        }
    }
    text
}

/// Where the decision about a company differs, or a line goes to another segment.
fn decisions(slice: &Slice<'_>, run: &Run, named: &mut Named) -> Vec<String> {
    let (mut found, ranked) = (Vec::new(), &slice.ranked);
    let lines = slice.lines();
    let line_of = |security: usize| lines[run.universe.securities[security].id().expect("an id")];
    let by_line: BTreeMap<usize, usize> = run
        .result
        .companies
        .iter()
        .enumerate()
        .map(|(at, result)| (line_of(result.line), at))
        .collect();
    let fresh = &slice.watch.fresh[&ranked.day];
    for (at, decided) in fresh.iter().enumerate() {
        let company = &ranked.universe.companies[at];
        let mut own = company.lines.iter().map(|&s| ranked.line_of[s]);
        // A company that is gone is in neither.
        if own.clone().all(|line| slice.is_gone(line) || named.contains_key(&line)) {
            continue;
        }
        let symbol = slice.history.symbol(ranked.line_of[decided.line], ranked.day);
        let Some(other) = own.find_map(|line| by_line.get(&line)) else {
            found.push(format!("{symbol}: the run does not have it"));
            continue;
        };
        // For companies that left or were placed anew since, only the outcome can be the same.
        let has_left = matches!(run.result.companies[*other].reason, Reason::Left(_));
        if has_left || run.result.placed_anew.contains_key(other) {
            continue;
        }
        let words = |d: &CompanyResult| {
            let cap = d.market_cap.map(|cap| cap.normalize());
            format!("{} to {} {} {:?} {cap:?}", d.from, d.to, d.reason, d.rank)
        };
        let [here, there] = [words(decided), words(&run.result.companies[*other])];
        if here != there {
            found.push(format!("decision on {symbol}: history {here}, run {there}"));
        }
    }
    let after: BTreeMap<usize, Indexes> = run
        .result
        .indexes_after
        .iter()
        .enumerate()
        .map(|(security, &indexes)| (line_of(security), indexes))
        .collect();
    for line in 0..slice.history.lines.len() {
        let here = slice.event.after.indexes[line];
        let there = after.get(&line).copied().unwrap_or_default();
        if here == there || named.contains_key(&line) {
            continue;
        }
        if slice.placed.contains(&line) {
            named.insert(line, "placed anew at the prices of a day that no file of a run has");
        } else {
            found.push(format!(
                "{} ({line}): history {}, run {}",
                slice.history.symbol(line, slice.event.day),
                here.segment(),
                there.segment()
            ));
        }
    }
    found
}

/// Where the value of a line differs, before or after.
fn weights(slice: &Slice<'_>, run: &Run, named: &Named) -> Vec<String> {
    let mut found = Vec::new();
    let lines = slice.lines();
    let (before, after) = (&slice.event.before, &slice.event.after);
    for holding in &run.holdings.holdings {
        let id = run.universe.securities[holding.line].id().expect("an id");
        let line = lines[id];
        let symbol = slice.history.symbol(line, slice.event.day);
        let sides = [
            (!holding.before.holding.is_empty(), before.value[line], holding.value_before),
            (!holding.after.is_empty(), after.value[line], holding.value_after),
        ];
        for (is_held, here, there) in sides {
            if is_held && here.to_bits() != there.to_bits() && !named.contains_key(&line) {
                found.push(format!(
                    "{symbol} ({line}) is worth {here} in the history, {there} in the run; before {} \
                     at {}, after at {}",
                    before.value[line], before.float_pct[line], after.float_pct[line]
                ));
            }
        }
    }
    found
}

/// The result of comparing the reconstitutions of a timeline.
#[derive(Default)]
struct Compared {
    /// Differences, in words.
    differences: Vec<String>,
    /// Lines that are named.
    named: Vec<String>,
    /// Events without a line that is named.
    whole: usize,
}

impl Compared {
    /// Compares the reconstitutions of a timeline whose names begin with `of` with their runs.
    fn add(
        &mut self,
        name: &str,
        history: &History,
        timetable: &Timetable,
        watch: &Watch,
        (of, methodology): (&str, &str),
    ) {
        for (event, measured) in watch.events.iter().zip(watch.measured()) {
            if event.reconstitution.is_none() || !event.name.starts_with(of) {
                continue;
            }
            let slice = Slice::new(history, timetable, watch, event);
            let mut named = slice.named();
            let differences = differences(&slice, measured, methodology, &mut named);
            self.whole += usize::from(named.is_empty());
            let about = |text: String| format!("{name} {} {}: {text}", event.name, event.date);
            self.differences.extend(differences.into_iter().map(about));
            let say = |(&line, why): (&usize, &&str)| {
                about(format!("{} {why}", history.symbol(line, event.day)))
            };
            self.named.extend(named.iter().map(say));
        }
    }

    /// Panics where anything differs, or fewer events than `whole` were compared whole.
    fn hold(&self, whole: usize) {
        let found = &self.differences;
        assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
        let named = self.named.join("\n");
        assert!(self.whole >= whole, "{} events compared whole; named:\n{named}", self.whole);
    }
}

/// Compares the reconstitutions of every schedule of a scenario whose names begin with `of`; its text may be changed before.
fn of_scenario(path: &str, of: &str, change: impl Fn(&str) -> String) -> Compared {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = change(&std::fs::read_to_string(&path).expect("the scenario"));
    let variable = |name: &str| std::env::var(name).ok();
    let scenario = check_comparison(&path, &text, &variable).unwrap_or_else(|e| panic!("{e}"));
    let mut compared = Compared::default();
    for plan in &scenario.plans {
        let watcher = Watch::new(&scenario.parameters);
        let Watched { history, timetable, watcher } =
            watch(&scenario, plan, watcher).unwrap_or_else(|e| panic!("{e}"));
        compared.add(&plan.name, &history, &timetable, &watcher, (of, ""));
    }
    compared
}

const SHIPPED: &str = "scenarios/annual-vs-semi-annual.toml";

/// The market as it is. The only differences left are companies placed anew at the prices of the action's
/// own day, and those that joined at once since the rank day.
#[test]
fn on_the_shipped_market() {
    of_scenario(SHIPPED, "", str::to_owned).hold(2);
}

/// Without a file of actions no company is placed anew, and without fast entries none joins after rank
/// day: every number of every event agrees.
#[test]
fn on_the_shipped_market_without_its_actions() {
    let plain = |text: &str| {
        let text = text.replace("\nactions = ", "\n# actions = ");
        text + "\n[methodology.additions]\nfast_entry = false\n"
    };
    of_scenario(SHIPPED, "", plain).hold(9);
}

#[test]
fn on_the_real_history() {
    if std::env::var_os("RANKDAY_REAL_DATA").is_none() {
        // Not `eprintln!`, which the test harness swallows.
        let skipped = "on_the_real_history skipped: RANKDAY_REAL_DATA is not set";
        writeln!(std::io::stderr(), "{skipped}").expect("stderr takes a line");
        return;
    }
    of_scenario("scenarios/real/annual-vs-semi-annual.toml", "", str::to_owned).hold(5);
}

/// The breaks of small markets, as a scenario has them.
fn small_breaks() -> String {
    const NAMES: [&str; 10] = [
        "top10", "top20", "top50", "top100", "top200", "top500", "r1000", "microcap", "r3000",
        "r3000e",
    ];
    let ranks = NAMES.iter().zip(made_up::RANKS);
    ranks.fold("[methodology.breaks]\n".to_owned(), |mut text, (name, rank)| {
        let _ = writeln!(text, "{name} = {{ rank = {rank} }}");
        text
    })
}

#[test]
fn on_made_up_markets() {
    let parameters = made_up::parameters();
    let (changes, methodology) = (SymbolChanges::default(), small_breaks());
    let mut compared = Compared::default();
    for seed in 0..24 {
        let recipe = made_up::Recipe {
            seed,
            companies: 100,
            months: 30,
            halves: seed % 2 == 0,
            actions: seed % 4 == 1,
            classes: seed % 3 != 1,
        };
        let market = made_up::market(&recipe);
        let history = market.history();
        let corporate = Corporate::new(&history, &parameters.offerings);
        for plan in ["annual", "semi-annual"] {
            let plan = Plan::named(plan).expect("rules").expect("a plan");
            let setup = Setup {
                plan: &plan,
                start: &Start::Formed,
                symbol_changes: &changes,
                corporate: &corporate,
                parameters: &parameters,
            };
            let mut watchers = [Watch::new(&parameters)];
            let carried = backtest(&history, &[setup], &mut watchers, &|_| ()).expect("a timeline");
            let name = format!("{seed} {}", plan.name);
            let (timetable, [watcher]) = (&carried[0].timetable, &watchers);
            compared.add(&name, &history, timetable, watcher, ("", &methodology));
        }
    }
    compared.hold(150);
}
