//! Properties that must hold for every timeline, on made-up markets.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use rankday::market::history::{History, PanelDate, PanelRow, read_panel};
use rankday::simulation::{EventKind, State};
use rankday::universe::import::corrections::CapCorrections;
use rankday::universe::{Index, Input, Segment};

use crate::timeline::made_up::{Market, Recipe, market, parameters, recipes};
use crate::timeline::probe::{Seen, backtests, indexes, plans};

/// How far sums of fractions may be off.
const NEAR: f64 = 1e-9;

fn seen(recipe: &Recipe, names: &[&str]) -> (History, Vec<Seen>) {
    let history = market(recipe).history();
    let seen = backtests(&history, &plans(names), &parameters());
    (history, seen)
}

/// Two sets that share nothing and together are a third.
fn parts(seen: &Seen, day: usize, one: Index, other: Index, whole: Index) -> bool {
    let state = &seen.closes[day].state;
    state.indexes.iter().all(|i| {
        !(i.contains(one) && i.contains(other))
            && (i.contains(one) || i.contains(other)) == i.contains(whole)
    })
}

/// The members of every index at every close are what the ledger replays.
fn ledger_replays(history: &History, seen: &Seen) -> Result<(), TestCaseError> {
    for (day, close) in seen.closes.iter().enumerate() {
        for index in indexes() {
            let replayed = seen.ledger.members(index, close.date);
            let held = seen.members(history, index, day);
            prop_assert_eq!(replayed, held, "{} on {}", index, close.date);
        }
    }
    Ok(())
}

/// Sets that the rule book derives from one another, at every close.
fn family_is_derived(seen: &Seen) -> Result<(), TestCaseError> {
    use Index::{Microcap, Midcap, R1000, R2000, R2500, R3000, R3000E, Top200, Top500};
    for (day, close) in seen.closes.iter().enumerate() {
        prop_assert!(parts(seen, day, R1000, R2000, R3000), "3000 on {}", close.date);
        prop_assert!(parts(seen, day, Top200, Midcap, R1000), "1000 on {}", close.date);
        prop_assert!(parts(seen, day, Top500, R2500, R3000), "3000 again on {}", close.date);
        for indexes in &close.state.indexes {
            let is_in = |index| indexes.contains(index);
            prop_assert_eq!(is_in(R3000E), is_in(R3000) || is_in(Microcap));
            prop_assert!(!(is_in(R1000) && is_in(Microcap)));
            prop_assert!(!is_in(Top200) || is_in(Top500));
            prop_assert!(!is_in(Top500) || is_in(R1000));
            let nested = [Index::Top10, Index::Top20, Index::Top50, Index::Top100, R3000];
            for pair in nested.windows(2) {
                prop_assert!(!is_in(pair[0]) || is_in(pair[1]), "{indexes:?}");
            }
        }
    }
    Ok(())
}

/// Members are in the panel, or still trade and are only missing from it.
fn members_live(history: &History, seen: &Seen) -> Result<(), TestCaseError> {
    for (day, close) in seen.closes.iter().enumerate() {
        for line in close.state.members() {
            prop_assert!(close.present[line] || history.is_hole(line, day));
            prop_assert!(history.lines[line].first <= day && day <= history.lines[line].last);
        }
        for (line, value) in close.state.value.iter().enumerate() {
            let member = !close.state.indexes[line].is_empty();
            prop_assert!(value.is_finite() && *value >= 0.0);
            prop_assert!(member || *value == 0.0, "who is no member is worth nothing");
        }
    }
    Ok(())
}

/// A company is in its indexes once, by one of its lines.
fn companies_are_held_once(history: &History, seen: &Seen) -> Result<(), TestCaseError> {
    for (day, close) in seen.closes.iter().enumerate() {
        for company in &close.companies {
            let held: Vec<&usize> =
                company.iter().filter(|&&line| !close.state.indexes[line].is_empty()).collect();
            let names: Vec<&str> = held.iter().map(|&&line| history.symbol(line, day)).collect();
            prop_assert!(held.len() <= 1, "{names:?} on {}", close.date);
        }
    }
    Ok(())
}

/// Which lines enter, when and why; and that nothing else changes a membership.
fn only_events_change_memberships(history: &History, seen: &Seen) -> Result<(), TestCaseError> {
    let mut before = None;
    let mut at = 0;
    for (day, close) in seen.closes.iter().enumerate() {
        while let Some(event) = seen.events.get(at).filter(|e| e.day == day) {
            if let Some(before) = &before {
                prop_assert_eq!(before, &event.before.indexes, "{} {}", event.name, close.date);
            }
            for line in 0..event.before.indexes.len() {
                let (was, is) = (event.before.indexes[line], event.after.indexes[line]);
                if was == is || matches!(event.kind, EventKind::Reconstitution(_)) {
                    continue;
                }
                // Between reconstitutions no line moves: each enters and leaves all of its indexes at
                // once.
                prop_assert!(was.is_empty() || is.is_empty(), "{} moves {line}", event.name);
                match event.kind {
                    EventKind::Quarter | EventKind::FastEntry => {
                        prop_assert!(was.is_empty(), "{}: {line} leaves", event.name);
                        prop_assert!(history.lines[line].first > 0, "a new issue was there before");
                    }
                    EventKind::CorporateAction => {
                        prop_assert!(was.is_empty());
                        let given = event.in_kind.iter().any(|given| given.to == line);
                        prop_assert!(given, "{line} enters and is no child");
                    }
                    EventKind::Deletion => {
                        // The line that leaves is gone; the one that enters is another class of its
                        // company.
                        let gone = history.lines[line].last < day;
                        prop_assert_eq!(gone, is.is_empty());
                        if was.is_empty() {
                            let issuer = |line, day| history.issuer(line, day);
                            let took_over = (0..event.before.indexes.len()).any(|other| {
                                history.lines[other].last < day
                                    && event.before.indexes[other] == is
                                    && issuer(other, day - 1) == issuer(line, day)
                            });
                            prop_assert!(took_over, "{line} enters with deletions");
                        }
                    }
                    EventKind::Reconstitution(_) => {}
                }
            }
            before = Some(event.after.indexes.clone());
            at += 1;
        }
        if let Some(before) = &before {
            prop_assert_eq!(before, &close.state.indexes, "{}", close.date);
        }
        before = Some(close.state.indexes.clone());
    }
    prop_assert_eq!(at, seen.events.len(), "every event is on a day of the history, in order");
    Ok(())
}

/// Counts fall only by deletions and rise only by additions, and lost members are counted.
fn deletions_are_not_replaced(seen: &Seen) -> Result<(), TestCaseError> {
    let mut lost = vec![0; indexes().count()];
    let mut at = 0;
    for (day, close) in seen.closes.iter().enumerate() {
        while let Some(event) = seen.events.get(at).filter(|e| e.day == day) {
            for index in indexes() {
                let count = |state: &rankday::simulation::State| {
                    state.indexes.iter().filter(|i| i.contains(index)).count()
                };
                let (before, after) = (count(&event.before), count(&event.after));
                match event.kind {
                    EventKind::Reconstitution(_) => lost[index as usize] = 0,
                    EventKind::Deletion => {
                        prop_assert!(after <= before, "{index} grows by deletions");
                        lost[index as usize] += before - after;
                    }
                    _ => prop_assert!(after >= before, "{} takes from {index}", event.name),
                }
            }
            at += 1;
        }
        prop_assert_eq!(&lost, &close.lost, "{}", close.date);
    }
    Ok(())
}

/// Turnover, returns and weights add up.
fn measures_add_up(seen: &Seen) -> Result<(), TestCaseError> {
    for event in &seen.backtest.events {
        for t in &event.turnover {
            let before = t.members_before.expect("members before are known");
            // Without members on either side there is nothing that could turn over.
            let is_there = before > 0 || t.members_after > 0;
            prop_assert_eq!(t.changes.is_some(), is_there, "{} {}", event.name, t.index);
            let Some(c) = &t.changes else { continue };
            let k = c.causes;
            let updates = k.share_and_float_changes.expect("known");
            let causes = [k.additions, k.deletions, k.migrations, updates, k.reweighting];
            let sum: f64 = causes.iter().sum();
            prop_assert!(causes.iter().all(|cause| *cause >= 0.0));
            prop_assert!((sum - c.one_way).abs() < NEAR, "{} {}: {c:?}", event.name, t.index);
            prop_assert!((c.two_way - 2.0 * c.one_way).abs() < NEAR);
            prop_assert!((0.0..=1.0 + NEAR).contains(&c.one_way), "{c:?}");
            if before == 0 || t.members_after == 0 {
                // All of an index that is formed or emptied turns over.
                prop_assert!((c.one_way - 1.0).abs() < NEAR, "{} {}", event.name, t.index);
                prop_assert!((c.membership_turnover - 1.0).abs() < NEAR, "{c:?}");
            }
            let after = before + c.additions + c.moved_in;
            prop_assert_eq!(after, t.members_after + c.deletions + c.moved_out);
        }
    }
    prop_assert_eq!(seen.backtest.closes.len(), seen.periods.len() + 1);
    for ((start, returns), close) in seen.periods.iter().zip(&seen.backtest.closes[1..]) {
        for (index, measured) in indexes().zip(&close.indexes) {
            prop_assert_eq!(index, measured.index);
            let held: Vec<usize> =
                start.members().filter(|&line| start.indexes[line].contains(index)).collect();
            let total: f64 = held.iter().map(|&line| start.value[line]).sum();
            let weights: f64 = held.iter().map(|&line| start.value[line] / total).sum();
            prop_assert_eq!(measured.period.is_some(), !held.is_empty(), "{}", index);
            let Some(period) = measured.period else { continue };
            prop_assert!((weights - 1.0).abs() < NEAR, "{index}: {weights}");
            let contributions =
                held.iter().map(|&line| start.value[line] / total * returns[line].unwrap_or(0.0));
            let sum: f64 = contributions.sum();
            prop_assert!((sum - period.index_return.value).abs() < NEAR, "{index} {sum}");
            let end = held.iter().map(|&l| start.value[l] * (1.0 + returns[l].unwrap_or(0.0)));
            let grown = end.sum::<f64>() / total - 1.0;
            prop_assert!((sum - grown).abs() < NEAR);
        }
    }
    Ok(())
}

/// Turnover and trades counted anew from what was held before and after. Shares given to holders for
/// shares that they had keep their weight and trade nothing, and purchases equal sales.
fn trades_are_recounted(seen: &Seen) -> Result<(), TestCaseError> {
    prop_assert_eq!(seen.events.len(), seen.backtest.events.len());
    for (event, measured) in seen.events.iter().zip(&seen.backtest.events) {
        let lines = 0..event.before.indexes.len();
        for index in indexes() {
            let held = |state: &State| -> Vec<f64> {
                let value =
                    |line: usize| state.indexes[line].contains(index).then(|| state.value[line]);
                lines.clone().map(|line| value(line).unwrap_or(0.0)).collect()
            };
            let (mut before, after) = (held(&event.before), held(&event.after));
            let total: f64 = before.iter().sum();
            let holds = |state: &State, line: usize| state.indexes[line].contains(index);
            let mut passed_on: BTreeSet<usize> = BTreeSet::new();
            for given in event.in_kind.iter().rev() {
                let has = holds(&event.after, given.to) || passed_on.contains(&given.to);
                if holds(&event.before, given.from) && has {
                    passed_on.insert(given.from);
                    before[given.from] -= given.usd;
                    before[given.to] += given.usd;
                }
            }
            prop_assert!((before.iter().sum::<f64>() - total).abs() <= NEAR * total, "{}", index);
            let total_after: f64 = after.iter().sum();
            if total <= 0.0 || total_after <= 0.0 {
                continue;
            }
            let change = |line: usize| after[line] / total_after - before[line] / total;
            let two_way: f64 = lines.clone().map(|line| change(line).abs()).sum();
            let changes = measured.turnover[index as usize].changes.as_ref().expect("known");
            prop_assert!((changes.two_way - two_way).abs() < NEAR, "{} {}", event.name, index);
            let of_index = measured.trades.indexes.iter().find(|trades| trades.index == index);
            let Some(of_index) = of_index else { continue };
            let (assets, trades) = (of_index.assets_usd, of_index.traded.expect("known"));
            prop_assert!((trades.buys_usd - trades.sells_usd).abs() < NEAR * assets);
            prop_assert!((trades.gross_usd() - assets * two_way).abs() < NEAR * assets);
        }
    }
    Ok(())
}

/// The segment of indexes in a replayed ledger.
fn segment(indexes: &BTreeSet<Index>) -> Segment {
    [
        (Index::R1000, Segment::R1000),
        (Index::R2000, Segment::R2000),
        (Index::Microcap, Segment::Micro),
    ]
    .into_iter()
    .find(|(index, _)| indexes.contains(index))
    .map_or(Segment::None, |(_, segment)| segment)
}

/// Every name's indexes after each event of the ledger, told apart by a number that a name keeps
/// under all its tickers; with the event's name and day.
fn replay(seen: &Seen) -> Vec<(String, chrono::NaiveDate, BTreeMap<usize, BTreeSet<Index>>)> {
    use rankday::simulation::{LedgerAction, LedgerReason};
    let mut states = Vec::new();
    let mut name_of: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut indexes: BTreeMap<usize, BTreeSet<Index>> = BTreeMap::new();
    let mut names = 0;
    for event in seen.ledger.rows.chunk_by(|a, b| a.event == b.event) {
        let renamed: BTreeMap<String, String> = event
            .iter()
            .filter_map(|row| match &row.reason {
                LedgerReason::Was(old) => Some((old.to_string(), row.symbol.to_string())),
                _ => None,
            })
            .collect();
        let moved: Vec<(String, usize)> = renamed
            .iter()
            .map(|(old, new)| (new.clone(), name_of.get_mut(old).expect("a member").remove(0)))
            .collect();
        for (new, name) in moved {
            name_of.entry(new).or_default().push(name);
        }
        for row in event.iter().filter(|row| row.action == LedgerAction::Delete) {
            // If two lines have one ticker, the one that was there first leaves.
            let name = name_of[row.symbol.as_str()][0];
            assert!(indexes.get_mut(&name).expect("a member").remove(&row.index), "{row:?}");
        }
        let left: Vec<usize> =
            indexes.iter().filter(|(_, i)| i.is_empty()).map(|(name, _)| *name).collect();
        for name in left {
            indexes.remove(&name);
            for names in name_of.values_mut() {
                names.retain(|other| *other != name);
            }
        }
        name_of.retain(|_, names| !names.is_empty());
        for row in event.iter().filter(|row| row.action == LedgerAction::Add) {
            let name = name_of.entry(row.symbol.to_string()).or_insert_with(|| {
                names += 1;
                vec![names]
            })[0];
            assert!(indexes.entry(name).or_default().insert(row.index), "{row:?}");
        }
        let name = seen.ledger.events[event[0].event].clone();
        states.push((name, event[0].date, indexes.clone()));
    }
    states
}

/// Whipsaws, and time in the wrong index, counted anew.
fn recounts_agree(history: &History, seen: &Seen) -> Result<(), TestCaseError> {
    let states = replay(seen);
    // Segments just before and just after each reconstitution; one that changes nothing has no rows.
    let is_reconstitution =
        |name: &str| seen.timetable.events.iter().any(|event| event.name == name);
    let mut moves: Vec<BTreeMap<usize, (Segment, Segment)>> = Vec::new();
    for event in seen.events.iter().filter(|e| matches!(e.kind, EventKind::Reconstitution(_))) {
        let at = states.iter().position(|(name, ..)| *name == event.name);
        let mut changed = BTreeMap::new();
        if let Some(at) = at {
            prop_assert!(is_reconstitution(&states[at].0));
            let (none, empty) = (BTreeMap::new(), BTreeSet::new());
            let before = at.checked_sub(1).map_or(&none, |at| &states[at].2);
            let after = &states[at].2;
            for name in before.keys().chain(after.keys()) {
                let of = |state: &BTreeMap<usize, BTreeSet<Index>>| {
                    segment(state.get(name).unwrap_or(&empty))
                };
                if of(before) != of(after) {
                    changed.insert(*name, (of(before), of(after)));
                }
            }
        }
        moves.push(changed);
    }
    let counts: Vec<usize> = moves.iter().map(BTreeMap::len).collect();
    let recorded: Vec<usize> = seen.backtest.moves.iter().map(Vec::len).collect();
    prop_assert_eq!(counts, recorded);
    let mut expected = 0;
    for pair in moves.windows(2) {
        expected += pair[0]
            .iter()
            .filter(|(name, (from, to))| pair[1].get(name) == Some(&(*to, *from)))
            .count();
    }
    let whipsaws = rankday::analysis::whipsaw::whipsaws(&seen.backtest.moves);
    // A name that left and came back is another one in the ledger, which knows only tickers.
    let within = |s: &Segment| *s != Segment::None;
    let kept = whipsaws.list.iter().filter(|w| within(&w.home) && within(&w.away)).count();
    let expected_kept: usize = moves
        .windows(2)
        .map(|pair| {
            let back = |(name, (from, to)): &(&usize, &(Segment, Segment))| {
                pair[1].get(name) == Some(&(*to, *from)) && within(from) && within(to)
            };
            pair[0].iter().filter(back).count()
        })
        .sum();
    prop_assert_eq!(kept, expected_kept);
    prop_assert!(whipsaws.list.len() >= expected);

    // Days from each close to the next, of members of the Russell 3000 by what the ledger says.
    let (mut member_days, mut wrong_days) = (0, 0);
    for (day, close) in seen.closes.iter().enumerate().take(seen.closes.len() - 1) {
        let days = (history.days[day + 1].date - close.date).num_days().unsigned_abs();
        let large = seen.ledger.members(Index::R1000, close.date);
        let small = seen.ledger.members(Index::R2000, close.date);
        let ranks: BTreeMap<&str, Option<usize>> = (0..history.lines.len())
            .filter(|&line| close.present[line])
            .map(|line| (history.symbol(line, day), close.rank[line]))
            .collect();
        let out: BTreeSet<&str> = (0..history.lines.len())
            .filter(|&line| close.present[line] && close.ineligible[line])
            .map(|line| history.symbol(line, day))
            .collect();
        for (members, ranks_of_it) in [(&large, 1..=20), (&small, 21..=50)] {
            member_days += days * u64::try_from(members.len()).expect("small");
            for member in members {
                let wrong = match ranks.get(member.as_str()) {
                    Some(Some(rank)) => !ranks_of_it.contains(rank),
                    // A company that is eligible and has no cap cannot be judged.
                    Some(None) => out.contains(member.as_str()),
                    None => false,
                };
                wrong_days += if wrong { days } else { 0 };
            }
        }
    }
    let time = rankday::analysis::wrong_index::time_in_wrong_index(&seen.backtest.placed);
    prop_assert_eq!((time.member_days, time.wrong_days), (member_days, wrong_days));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_ledger_replays_and_the_family_is_derived(recipe in recipes()) {
        let (history, timelines) = seen(&recipe, &["annual", "semi-annual", "quarterly"]);
        for seen in &timelines {
            ledger_replays(&history, seen)?;
            family_is_derived(seen)?;
            members_live(&history, seen)?;
            companies_are_held_once(&history, seen)?;
        }
    }

    #[test]
    fn only_events_change_memberships_and_nobody_is_replaced(recipe in recipes()) {
        let (history, timelines) = seen(&recipe, &["annual", "semi-annual", "none"]);
        for seen in &timelines {
            only_events_change_memberships(&history, seen)?;
            deletions_are_not_replaced(seen)?;
        }
    }

    #[test]
    fn turnover_returns_and_weights_add_up(recipe in recipes()) {
        let (_, timelines) = seen(&recipe, &["annual", "quarterly"]);
        for seen in &timelines {
            measures_add_up(seen)?;
            trades_are_recounted(seen)?;
        }
    }

    #[test]
    fn whipsaws_and_time_in_the_wrong_index_are_what_the_ledger_says(recipe in recipes()) {
        let (history, timelines) = seen(&recipe, &["semi-annual", "quarterly"]);
        for seen in &timelines {
            recounts_agree(&history, seen)?;
        }
    }

    /// Rows of a panel in another order, and more threads, change nothing.
    #[test]
    fn neither_the_order_of_rows_nor_threads_matter(recipe in recipes(), seed in any::<u64>()) {
        let rules = parameters();
        let plans = plans(&["semi-annual"]);
        let of = |text: String, threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.expect("threads").install(|| {
                let market = market(&recipe);
                let input = Input::from_bytes("p.csv", text.into()).expect("text");
                let panel = read_panel(&input, &CapCorrections::default()).expect("a panel").unpacked();
                let history = Market { panel, ..market }.history();
                backtests(&history, &plans, &rules).remove(0)
            })
        };
        let rows = csv(&market(&recipe).panel);
        let mut shuffled = rows.clone();
        // Dates stay in order; within one, rows are put by a number that means nothing.
        let place = |row: &String| {
            let sum = row.bytes().fold(seed, |sum, b| sum.wrapping_mul(31).wrapping_add(b.into()));
            (row[..10].to_owned(), sum)
        };
        shuffled.sort_by_key(place);
        prop_assert_ne!(&rows, &shuffled);
        let text = |rows: &[String]| format!("{CSV_HEADER}{}", rows.concat());
        let (one, other) = (of(text(&rows), 1), of(text(&shuffled), 4));
        prop_assert!(one.ledger == other.ledger && one.closes == other.closes);
        prop_assert!(one.events == other.events && one.backtest.closes == other.backtest.closes);
        prop_assert_eq!(one.timetable.moved, other.timetable.moved);
    }
}

const CSV_HEADER: &str = "date,symbol,exchange,price,market_cap,price_return,country\n";

/// A panel as the rows of a file.
fn csv(panel: &[PanelDate]) -> Vec<String> {
    let text = |value: Option<String>| value.unwrap_or_default();
    let row = |r: &PanelRow| {
        let (price, cap) = (r.price.map(|p| p.to_string()), r.market_cap.map(|c| c.to_string()));
        let price_return = text(r.price_return.map(|r| format!("{r:.6}")));
        let (price, cap) = (text(price), text(cap));
        format!("{},{},NYSE,{price},{cap},{price_return},{}\n", r.date, r.symbol, r.country)
    };
    panel.iter().flat_map(|date| date.rows.iter().map(row)).collect()
}

/// The markets are good test cases: everything in their recipe happens on them.
#[test]
fn made_up_markets_have_everything() {
    use proptest::strategy::{Strategy as _, ValueTree as _};
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut happened: BTreeSet<&str> = BTreeSet::new();
    let mut told: BTreeSet<String> = BTreeSet::new();
    for at in 0..8 {
        let recipe = recipes().new_tree(&mut runner).expect("a recipe").current();
        let recipe = Recipe { actions: at % 2 == 0, classes: true, ..recipe };
        let made = market(&recipe);
        happened.extend(made.happened.iter().filter(|(_, n)| **n > 0).map(|(what, _)| *what));
        let (_, timelines) = seen(&recipe, &["semi-annual"]);
        let reasons = timelines[0].ledger.rows.iter().map(|row| row.reason.to_string());
        told.extend(reasons.map(|reason| reason.split(':').next().unwrap_or_default().to_owned()));
    }
    for what in [
        "takes a ticker",
        "swap",
        "new ticker",
        "ticker used anew",
        "unknown cap",
        "unknown return",
        "hole",
        "merger",
        "delisting",
        "spin-off",
        "offering",
    ] {
        assert!(happened.contains(what), "no {what} in {happened:?}");
    }
    for reason in [
        "start",
        "up",
        "down",
        "dropped_by_size",
        "ineligible",
        "quarterly_addition (listing inferred)",
        "fast_entry (listing inferred)",
        "vanished (inferred)",
        "merger",
        "delisting",
        "spin_off",
        "class_change",
        "was",
        "shares_and_float",
        "offering",
        "took_over",
    ] {
        assert!(told.contains(reason), "no {reason} in {told:?}");
    }
}
