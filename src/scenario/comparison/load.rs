//! Reads what a comparison names: every file once, in parallel, with its SHA-256 for the report.

use std::path::PathBuf;

use rust_decimal::prelude::ToPrimitive;

use super::checked::ComparisonScenario;
use super::labels::read_labels;
use crate::analysis::lived::Check;
use crate::market::history::{
    History, Known, LabelRules, Line, SHARE_COUNT_JUMP, as_common_shares, read_panel,
};
use crate::methodology::eligibility::out_by_nature;
use crate::scenario::InputRecord;
use crate::scenario::MembershipSource;
use crate::scenario::files::{Files, both};
use crate::scenario::load::{read_small_files, records};
use crate::scenario::prepared::SmallFiles;
use crate::scenario::written::UniverseFormat;
use crate::simulation::{Corporate, Start};
use crate::universe::import::nasdaq;
use crate::universe::{
    Faults, Funds, Security, SymbolChanges, SymbolKey, combine_lists, read_actions,
    read_membership, read_outcome,
};

/// Everything that a comparison needs.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) history: History,
    pub(super) start: Start,
    pub(super) corporate: Corporate,
    pub(super) symbol_changes: SymbolChanges,
    pub(super) checks: Vec<Check>,
    pub(super) funds: Funds,
    pub(super) inputs: Vec<InputRecord>,
    pub(super) inferences: Vec<String>,
    pub(super) remarks: Vec<String>,
}

/// Every file that the comparison names, with its role; not the scenario's own.
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
pub(super) fn load(scenario: &ComparisonScenario) -> Result<Loaded, Faults> {
    let named = named_files(scenario);
    let market = &scenario.market;
    // The panel takes longest; everything else is small and needed at once.
    let (panel, others): (Vec<_>, Vec<_>) =
        named.iter().cloned().partition(|(_, path)| *path == market.panel);
    let files = Files::read(&others, &scenario.source).map_err(|mut faults| {
        if let Err(more) = Files::read(&panel, &scenario.source) {
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
    let funds = scenario.funds.read(&files)?;
    let first = market.from.unwrap_or_default();
    let (market_read, labels) = rayon::join(
        || {
            let panel_file = Files::read(&panel, &scenario.source)?;
            let (dates, record) = rayon::join(
                || read_panel(panel_file.get(&market.panel)?, &small.corrections),
                || records(&panel, &panel_file),
            );
            Ok((dates?, record))
        },
        || read_labels(scenario, &files, &small, first),
    );
    let ((dates, panel_record), (labels, mut inferences)) = both(market_read, labels)?;
    let checks = files.lists(&scenario.checks)?;
    let (start, mut remarks) = read_start(scenario, &files, &small)?;
    let rules = LabelRules {
        hindsight: market.hindsight,
        unlabelled: &|line, is_ticker| unlabelled(scenario, line, is_ticker),
        may_be_member: &|security| !out_by_nature(security, &scenario.parameters),
        mean_close_below: scenario.parameters.eligibility.min_price,
    };
    let known = Known {
        changes: &small.symbol_changes,
        actions: &actions,
        share_count_jump: market.share_count_jump.to_f64().unwrap_or(SHARE_COUNT_JUMP),
    };
    let mut history = History::new(dates, known, labels, rules);
    restrict(&mut history, scenario)?;
    let corporate = Corporate::new(&history, &scenario.parameters.offerings);
    let without = history.lines_without_label();
    if without > 0 {
        inferences.push(match market.format {
            UniverseFormat::Rankday => format!(
                "lines that no file labels, taken for common shares of US companies: {without}"
            ),
            UniverseFormat::NasdaqScreener => format!(
                "lines that no file labels, judged by ticker and country label alone: {without}"
            ),
        });
    }
    if market.hindsight {
        remarks.push(
            "lines have the labels of the next label day (market.hindsight): what became known of \
             a company by then counts before"
                .to_owned(),
        );
    }
    // In the order in which the scenario names them: the scenario itself, then the panel.
    let mut inputs = vec![scenario.source.record()];
    inputs.extend(panel_record);
    inputs.extend(records(&others, &files));
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
                keys: list.symbols.iter().map(|(symbol, _)| SymbolKey::new(symbol)).collect(),
            })
            .collect(),
        inputs,
        inferences,
        remarks,
        symbol_changes: small.symbol_changes,
    })
}

/// Leaves only the dates that the scenario uses to be lived through.
fn restrict(history: &mut History, scenario: &ComparisonScenario) -> Result<(), Faults> {
    let (from, to) = (scenario.market.from, scenario.market.to);
    if history.restrict(from, to) {
        return Ok(());
    }
    let days = history.lived_days();
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
) -> Result<(Start, Vec<String>), Faults> {
    let held = match &scenario.membership {
        MembershipSource::None => return Ok((Start::Formed, Vec::new())),
        MembershipSource::File(path) => read_membership(files.get(path)?)?,
        MembershipSource::Outcome(path, held_on) => read_outcome(files.get(path)?, *held_on)?,
        MembershipSource::Lists(lists) => {
            combine_lists(&files.lists(lists)?, &small.symbol_changes)
        }
    };
    let parts_unknown = held.parts_unknown();
    let mut remarks = Vec::new();
    if parts_unknown > 0 {
        remarks.push(format!(
            "whether {parts_unknown} of {} members with whom the family begins were in the Russell \
             1000 or the 2000 is not known: the plain break of the first day says it",
            held.members.len()
        ));
    }
    remarks.extend(held.inferences());
    Ok((Start::Held(held), remarks))
}

/// What a line is that no file labels.
fn unlabelled(
    scenario: &ComparisonScenario,
    line: &Line,
    is_ticker: &dyn Fn(&str) -> bool,
) -> Security {
    match scenario.market.format {
        UniverseFormat::Rankday => as_common_shares(line),
        UniverseFormat::NasdaqScreener => {
            let symbol = line.tickers.last().map_or("", |ticker| &*ticker.symbol);
            let benefit = &scenario.parameters.eligibility.benefit_driven_incorporation;
            nasdaq::unnamed(symbol, line.exchange, &line.country, is_ticker, benefit)
        }
    }
}
