//! What a scenario lets an importer infer from: earlier rank days, lists and changes.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::checked::{Checker, EvidenceSources, PreviousSource, UniverseSource};
use super::error::ScenarioError;
use super::written::{WrittenEvidence, WrittenPrevious};
use crate::calendar;
use crate::limits;

/// Well inside the Russell 3000: times the cap of company #3,000. Results hardly change between 1.0
/// and 2.0.
const INSIDE_MULTIPLE: Decimal = Decimal::from_parts(12, 0, 0, false, 1);
/// Of the companies that stood well inside and were not taken, the share that is taken the next
/// June, per cent, as measured on 2022-2025.
const RESERVE_PCT: u8 = 20;
/// The same of those with a foreign country label.
const RESERVE_FOREIGN_PCT: u8 = 5;
/// The same of those with headquarters abroad by official filings, as measured on 2024 alone: 7 of 297.
const RESERVE_FILED_ABROAD_PCT: u8 = 2;
/// The same of those with a foreign country label, or none and a foreign form of company, whose filings
/// have their headquarters in the US, as measured on 2024 alone: 4 of 13.
const RESERVE_FILED_HERE_PCT: u8 = 30;

impl Checker<'_> {
    /// Earlier rank days, newest first.
    pub(super) fn previous(
        &self,
        written: &[WrittenPrevious],
        as_of: NaiveDate,
    ) -> Result<Vec<PreviousSource>, ScenarioError> {
        self.few("previous", written.len(), limits::FILES_OF_A_KIND)?;
        let mut previous = Vec::new();
        for (nth, p) in written.iter().enumerate() {
            if p.as_of >= as_of {
                let problem = format!(
                    "{} is not before the universe's own day {as_of}; give an earlier rank day",
                    p.as_of
                );
                return Err(self.fault_of("previous.as_of", nth, problem));
            }
            let implementation =
                p.implementation.or_else(|| implementation_of(p.as_of)).ok_or_else(|| {
                    let problem = format!(
                        "is missing, and {} is no rank day that the calendar knows; give the \
                         implementation day of that reconstitution",
                        p.as_of
                    );
                    self.fault_of("previous.implementation", nth, problem)
                })?;
            let path = self.file_of("previous.file", nth, &p.file)?;
            let universe = UniverseSource { path, format: p.format, as_of: p.as_of };
            previous.push(PreviousSource { universe, implementation });
        }
        previous.sort_by_key(|p| std::cmp::Reverse(p.universe.as_of));
        Ok(previous)
    }

    fn inside_multiple(&self, written: &WrittenEvidence) -> Result<Decimal, ScenarioError> {
        let multiple = written.inside_multiple.map_or(INSIDE_MULTIPLE, |m| m.0);
        if (Decimal::ZERO..=Decimal::ONE_THOUSAND).contains(&multiple) {
            return Ok(multiple);
        }
        let problem = format!("{multiple} is out of range; give 0 to 1000");
        Err(self.fault("evidence.inside_multiple", problem))
    }

    /// What may be inferred from; files must be of before `before`, where that is given.
    pub(super) fn evidence(
        &self,
        written: &WrittenEvidence,
        before: Option<NaiveDate>,
    ) -> Result<EvidenceSources, ScenarioError> {
        let per_cent =
            |key: &str, value: Option<u8>, default: u8| match value {
                Some(above) if above > 99 => Err(self
                    .fault(key, format!("{above} is no part of a place; give 0 to 99 per cent"))),
                value => Ok(value.unwrap_or(default)),
            };
        self.few("evidence.lists", written.lists.len(), limits::FILES_OF_A_KIND)?;
        self.few("evidence.changes", written.changes.len(), limits::FILES_OF_A_KIND)?;
        let mut lists = Vec::new();
        for (at, l) in written.lists.iter().enumerate() {
            let key = format!("evidence.lists[{at}]");
            let list = self.list(&key, &l.file, l.index, l.held_on, before)?;
            lists.push((list, l.complete));
        }
        let mut changes = Vec::new();
        for (at, c) in written.changes.iter().enumerate() {
            if before.is_some_and(|day| c.implementation >= day) {
                let problem = format!(
                    "{} is not before this event; give lists of earlier ones",
                    c.implementation
                );
                let key = format!("evidence.changes[{at}].implementation");
                return Err(self.fault(&key, problem));
            }
            let path = self.file(&format!("evidence.changes[{at}].file"), &c.file)?;
            changes.push((path, c.implementation));
        }
        changes.sort_by_key(|(_, day)| *day);
        Ok(EvidenceSources {
            membership: written.membership,
            previous_rank: written.previous_rank,
            inside_multiple: self.inside_multiple(written)?,
            reserve_pct: per_cent("evidence.reserve_pct", written.reserve_pct, RESERVE_PCT)?,
            reserve_foreign_pct: per_cent(
                "evidence.reserve_foreign_pct",
                written.reserve_foreign_pct,
                RESERVE_FOREIGN_PCT,
            )?,
            reserve_filed_abroad_pct: per_cent(
                "evidence.reserve_filed_abroad_pct",
                written.reserve_filed_abroad_pct,
                RESERVE_FILED_ABROAD_PCT,
            )?,
            reserve_filed_here_pct: per_cent(
                "evidence.reserve_filed_here_pct",
                written.reserve_filed_here_pct,
                RESERVE_FILED_HERE_PCT,
            )?,
            lists,
            changes,
        })
    }
}

/// The implementation day of the reconstitution with this rank day.
pub(super) fn implementation_of(rank_day: NaiveDate) -> Option<NaiveDate> {
    use chrono::Datelike as _;
    let schedule = calendar::schedule(rank_day.year()).ok()?;
    let event = schedule.reconstitutions.iter().find(|e| e.rank_day == rank_day)?;
    Some(event.implementation)
}
