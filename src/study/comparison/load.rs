//! Reads the files named by a comparison: each once, in parallel, with its SHA-256 for the report.

use std::path::PathBuf;

use super::labels::read_labels;
use crate::analysis::backtest::Check;
use crate::analysis::plausibility::{countries, members, panel, values};
use crate::market::history::{History, Known, LabelRules, Line, as_common_shares, read_panel};
use crate::methodology::eligibility::out_by_nature;
use crate::remark::{HistoryNote, Kind, Quantity, Remark};
use crate::scenario::comparison::ComparisonScenario;
use crate::scenario::written::UniverseFormat;
use crate::scenario::{InputRecord, ListSource, MembershipSource};
use crate::simulation::{Corporate, Start};
use crate::study::files::Files;
use crate::study::load::read_small_files;
use crate::study::prepared::SmallFiles;
use crate::study::{confidence, plausible};
use crate::universe::import::nasdaq;
use crate::universe::packed::float;
use crate::universe::{
    CorporateAction, Faults, Funds, Input, ListedMembers, Security, SymbolChanges, both,
    combine_lists, membership_lookalikes, read_actions, read_membership, read_outcome,
};

/// The loaded inputs of a comparison.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) history: History,
    pub(crate) start: Start,
    pub(crate) corporate: Corporate,
    pub(crate) symbol_changes: SymbolChanges,
    pub(crate) checks: Vec<Check>,
    pub(crate) funds: Funds,
    pub(crate) inputs: Vec<InputRecord>,
    pub(crate) remarks: Vec<Remark>,
}

/// Every file that the comparison names, with its role, except the scenario file itself.
fn named_files(scenario: &ComparisonScenario) -> Vec<(&'static str, PathBuf)> {
    let mut named = Vec::new();
    let mut name = |role, path: &PathBuf| named.push((role, path.clone()));
    let market = &scenario.market;
    name("panel", &market.panel);
    market.symbol_changes.iter().for_each(|p| name("symbol changes", p));
    market.actions.iter().for_each(|p| name("corporate actions", p));
    market.cap_corrections.iter().for_each(|p| name("cap corrections", p));
    market.facts.iter().for_each(|p| name("facts", p));
    scenario.labels.iter().for_each(|l| name("labels", &l.path));
    match &scenario.membership {
        MembershipSource::None => {}
        MembershipSource::File(path) | MembershipSource::Outcome(path, _) => {
            name("membership", path);
        }
        MembershipSource::Lists(lists) => lists.iter().for_each(|l| name("membership", &l.path)),
    }
    scenario.evidence.lists.iter().for_each(|(l, _)| name("evidence", &l.path));
    scenario.evidence.changes.iter().for_each(|(path, _)| name("evidence", path));
    scenario.checks.iter().for_each(|l| name("check", &l.path));
    scenario.funds.path.iter().for_each(|p| name("funds", p));
    named
}

/// Loads everything that a comparison names.
///
/// # Errors
/// Every fault of every file.
pub(crate) fn load(scenario: &ComparisonScenario) -> Result<Loaded, Faults> {
    let named = named_files(scenario);
    let market = &scenario.market;
    // The panel takes longest, so it is read on its own; the other files are small and needed
    // first.
    let (panel, others): (Vec<_>, Vec<_>) =
        named.iter().cloned().partition(|(_, path)| *path == market.panel);
    let files = Files::read(&others, &scenario.source).map_err(|mut faults| {
        let read = Files::read_by(&panel, &scenario.source, Input::open);
        if let Err(more) = read.and_then(|panel| panel.read_rest()) {
            faults.extend(more);
        }
        faults
    })?;
    let mut small = read_small_files(
        &files,
        market.symbol_changes.as_ref(),
        market.cap_corrections.as_ref(),
        market.facts.as_ref(),
    )?;
    let actions = match &market.actions {
        Some(path) => read_actions(files.get(path)?)?,
        None => Vec::new(),
    };
    small.symbol_changes.add_actions(&actions);
    small.learned = confidence::shipped()?;
    let funds = scenario.funds.read(&files)?;
    let first = market.from.unwrap_or_default();
    let (market_read, labels) = rayon::join(
        || {
            let panel_file = Files::read_by(&panel, &scenario.source, Input::open)?;
            let input = panel_file.get(&market.panel)?;
            let read = || read_panel(input, &small.corrections);
            let (dates, record) = panel_file.recorded(&panel, read)?;
            Ok(((dates, panel_file.remarks()), record))
        },
        || read_labels(scenario, &files, &small, first),
    );
    let (((dates, rounded), panel_record), (labels, mut remarks)) = both(market_read, labels)?;
    let mut apart = dates.lookalikes().clone();
    for label_day in &labels {
        apart.extend(label_day.universe.lookalikes());
    }
    let symbol_changes = small.symbol_changes.telling_apart(&apart);
    let checks = files.lists(&scenario.checks)?;
    let (start, of_start) = read_start(scenario, &files, &small)?;
    remarks.extend(of_start);
    remarks.extend(scenario.funds.doubt(&funds, &scenario.source, &scenario.plausibility));
    remarks.extend(files.remarks());
    remarks.extend(rounded);
    remarks.extend(dates.remarks(&scenario.source.name_of(&market.panel)));
    let rules = LabelRules {
        hindsight: market.hindsight,
        unlabelled: &|line, is_ticker| unlabelled(scenario, line, is_ticker),
        may_be_member: &|security| !out_by_nature(security, &scenario.parameters),
        mean_close_below: scenario.parameters.eligibility.min_price,
    };
    let known = Known {
        changes: &symbol_changes,
        actions: &actions,
        share_count_jump: float(market.share_count_jump),
    };
    let mut history = History::new(dates, known, labels, rules);
    restrict(&mut history, scenario)?;
    remarks.extend(oddities(scenario, &history, &start, (&small, &actions)));
    remarks.extend(short_lists(scenario, &checks, &scenario.checks));
    if history.lines.len() < scenario.plausibility.small_universe {
        plausible::without_sizes(&mut remarks);
    }
    let corporate = Corporate::new(&history, &scenario.parameters.offerings);
    let without = history.lines_without_label();
    if without > 0 {
        let what = match market.format {
            UniverseFormat::Rankday => Quantity::UnlabelledTakenForCommon,
            UniverseFormat::NasdaqScreener => Quantity::UnlabelledJudged,
        };
        let remark = Remark::from(Kind::Counted { what, count: without });
        remarks.push(remark.on(without, history.lines.len()));
    }
    if market.hindsight {
        remarks.push(HistoryNote::Hindsight.into());
    }
    // In the scenario's order: the scenario file itself, then the panel.
    let mut inputs = vec![scenario.source.record()];
    inputs.extend(panel_record);
    inputs.extend(files.records(&others));
    Ok(Loaded {
        history,
        start,
        corporate,
        funds,
        checks: checks
            .into_iter()
            .map(|list| Check {
                index: list.index,
                held_on: list.held_on,
                keys: list.symbols.iter().map(|(symbol, _)| symbol_changes.key(symbol)).collect(),
            })
            .collect(),
        inputs,
        remarks,
        symbol_changes,
    })
}

/// Remarks on oddities of the market and of the initial members.
fn oddities(
    scenario: &ComparisonScenario,
    history: &History,
    start: &Start,
    (small, actions): (&SmallFiles, &[CorporateAction]),
) -> Vec<Remark> {
    let limits = &scenario.plausibility;
    let name = |path: &PathBuf| scenario.source.name_of(path);
    let mut acted = panel::Acted::default();
    for action in actions {
        for ticker in std::iter::once(action.symbol()).chain(action.other()) {
            acted.entry(ticker.key.clone()).or_default().push(action.date);
        }
    }
    let of_start = || match start {
        Start::Held(held) => panel::start(held, history, &small.symbol_changes, limits),
        Start::Formed => Vec::new(),
    };
    let has_labels = !scenario.labels.is_empty();
    let of_panel = || panel::history(history, &acted, &name(&scenario.market.panel), limits);
    let (mut oddities, of_start) = rayon::join(of_panel, of_start);
    oddities.extend(of_start);
    oddities.extend(panel::beside(history, actions, has_labels, limits));
    let last = history.backtest_days().last().map(|day| day.date);
    if let (Some(path), Some(day)) = (&scenario.market.facts, last) {
        let (facts, name, lines) = (&small.facts, name(path), history.lines.len());
        oddities.extend(values::facts(facts, &name));
        oddities.extend(values::facts_disagree(facts, &name));
        oddities.extend(countries::facts(facts, &name, lines, limits));
        oddities.extend(members::later_facts(facts, day, &name));
    }
    oddities
}

/// Remarks on lists that are far too short for their indexes.
fn short_lists(
    scenario: &ComparisonScenario,
    lists: &[ListedMembers],
    sources: &[ListSource],
) -> Vec<Remark> {
    let of_list = |(list, source): (&ListedMembers, &ListSource)| {
        let file = scenario.source.name_of(&source.path);
        members::few_names(list.index, list.symbols.len(), &file, &scenario.plausibility)
    };
    lists.iter().zip(sources).filter_map(of_list).collect()
}

/// Restricts the history to the dates that the scenario uses.
fn restrict(history: &mut History, scenario: &ComparisonScenario) -> Result<(), Faults> {
    let (from, to) = (scenario.market.from, scenario.market.to);
    if history.restrict(from, to) {
        return Ok(());
    }
    let days = history.backtest_days();
    let mut faults = Faults::default();
    faults.file(
        &scenario.market.panel.display().to_string(),
        format!(
            "has fewer than two dates between market.from and market.to (its own are {} to {})",
            days[0].date,
            days[days.len() - 1].date
        ),
        "choose days around more of its dates",
    );
    Err(faults)
}

fn read_start(
    scenario: &ComparisonScenario,
    files: &Files,
    small: &SmallFiles,
) -> Result<(Start, Vec<Remark>), Faults> {
    let mut remarks = Vec::new();
    let held = match &scenario.membership {
        MembershipSource::None => return Ok((Start::Formed, Vec::new())),
        MembershipSource::File(path) => {
            let input = files.get(path)?;
            let held = read_membership(input)?;
            remarks.extend(membership_lookalikes(input, &held));
            held
        }
        MembershipSource::Outcome(path, held_on) => read_outcome(files.get(path)?, *held_on)?,
        MembershipSource::Lists(lists) => {
            let read = files.lists(lists)?;
            remarks.extend(short_lists(scenario, &read, lists));
            combine_lists(&read, &small.symbol_changes)
        }
    };
    let (count, of) = (held.parts_unknown(), held.members.len());
    if count > 0 {
        remarks.push(Remark::from(HistoryNote::StartPartsUnknown { count, of }).on(count, of));
    }
    remarks.extend(held.inferences());
    Ok((Start::Held(held), remarks))
}

/// The default label of a line that no file labels.
fn unlabelled(
    scenario: &ComparisonScenario,
    line: &Line,
    is_ticker: &dyn Fn(&str) -> bool,
) -> Security {
    let benefit = &scenario.parameters.eligibility.benefit_driven_incorporation;
    match scenario.market.format {
        UniverseFormat::Rankday => {
            let mut security = as_common_shares(line);
            let stated = nasdaq::country_by_label(&line.country, benefit);
            security.country.assigned = stated.or(security.country.assigned);
            security
        }
        UniverseFormat::NasdaqScreener => {
            let symbol = line.tickers.last().map_or("", |ticker| &*ticker.symbol);
            nasdaq::unnamed(symbol, line.exchange, &line.country, is_ticker, benefit)
        }
    }
}
