//! Loads a run's data on the time between rank day and implementation.

use rustc_hash::FxHashSet;

use super::files::Files;
use super::imported::read_later;
use super::load::Loaded;
use crate::reconstitution::Event;
use crate::reconstitution::between::Interim;
use crate::scenario::RunScenario;
use crate::universe::{
    Action, CorporateAction, Faults, LineFinder, ReadUniverse, Security, SymbolChanges, SymbolKey,
    Universe, all, read_actions,
};

/// The corporate actions named by a scenario, in order.
pub(super) fn read(scenario: &RunScenario, files: &Files) -> Result<Vec<CorporateAction>, Faults> {
    let path = scenario.interim.actions.as_ref();
    path.map_or_else(|| Ok(Vec::new()), |path| read_actions(files.get(path)?))
}

/// The universes of later days, with remarks on oddities of their files.
pub(super) fn later(scenario: &RunScenario, files: &Files) -> Result<Vec<ReadUniverse>, Faults> {
    let sources = scenario.interim.later.iter();
    all(sources.map(|source| read_later(files, source, scenario)).collect())
}

impl Loaded {
    /// Known data on the time between rank day and implementation.
    pub(super) fn interim<'a>(&'a self, scenario: &'a RunScenario) -> Interim<'a> {
        Interim {
            actions: &self.actions,
            lockdown: scenario.interim.lockdown,
            effective: self.effective.as_ref(),
            complete: scenario.interim.complete,
            alive: &scenario.interim.alive,
            later: &self.later,
            symbol_changes: &self.symbol_changes,
        }
    }
}

/// A universe with the spin-off children since rank day, taken from the prices of the
/// implementation day. Their first trading day is after rank day, so that the listing screen keeps
/// them out of the ranking.
pub(super) fn with_children(
    universe: Universe,
    actions: &[CorporateAction],
    effective: Option<&Universe>,
    event: &Event,
    changes: &SymbolChanges,
) -> Universe {
    let spin_offs = actions.iter().filter_map(|action| match &action.action {
        Action::SpinOff { child, .. } => Some((action.date, child)),
        _ => None,
    });
    let of_event =
        spin_offs.filter(|(day, _)| *day > event.rank_day && *day <= event.implementation);
    let of_event: Vec<_> = of_event.collect();
    let Some(effective) = effective.filter(|_| !of_event.is_empty()) else { return universe };
    let finder = LineFinder::new(effective);
    let mut known: FxHashSet<SymbolKey> =
        universe.securities.iter().map(|s| changes.key(s.symbol())).collect();
    let issuers: FxHashSet<&str> = universe.securities.iter().map(Security::issuer).collect();
    let mut children: Vec<Security> = Vec::new();
    for (day, child) in of_event {
        let Some(line) = finder.find(None, &child.written, day, changes) else { continue };
        let line = &effective.securities[line];
        // A child whose ticker has changed since is found under its ticker in the file.
        if !known.insert(changes.key(line.symbol())) {
            continue;
        }
        let mut security = line.clone();
        let implied = || line.company_market_cap()?.checked_div(line.price()?);
        security.set_shares_outstanding(line.shares_outstanding().or_else(implied));
        security.set_price(None);
        security.set_company_market_cap(None);
        security.set_mean_close_30d(None);
        security.listing_date = Some(day);
        if issuers.contains(security.issuer()) {
            security.set_issuer(&format!("{} (split off)", security.symbol()));
        }
        security.inferred = format!("split off since rank day, first traded on {day}");
        children.push(security);
    }
    drop(issuers);
    if children.is_empty() {
        return universe;
    }
    let (as_of, mut securities) = (universe.as_of, universe.securities);
    securities.extend(children);
    Universe::new(as_of, securities)
}
