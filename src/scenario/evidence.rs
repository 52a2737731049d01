//! The evidence from which a scenario lets an importer infer eligibility: earlier rank days, lists
//! and changes.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::checked::{EvidenceSources, PreviousSource, UniverseSource};
use super::checker::Checker;
use super::error::ScenarioError;
use super::written::{WrittenEvidence, WrittenPrevious};
use crate::universe::EvidenceKind;
use crate::{calendar, limits};

/// A company is well inside the Russell 3000 from this multiple of the cap of company #3,000.
/// Results hardly change between 1.0 and 2.0.
const INSIDE_MULTIPLE: Decimal = Decimal::from_parts(12, 0, 0, false, 1);
impl Checker<'_> {
    /// Earlier rank days, newest first.
    pub(super) fn previous(
        &self,
        written: &[WrittenPrevious],
        as_of: NaiveDate,
    ) -> Result<Vec<PreviousSource>, ScenarioError> {
        self.limit("previous", written.len(), limits::FILES_OF_A_KIND)?;
        let mut previous = Vec::new();
        for (nth, p) in written.iter().enumerate() {
            if p.as_of >= as_of {
                let refusal = (
                    format!("{} is not before the universe's own day {as_of}", p.as_of),
                    "give an earlier rank day",
                );
                return Err(self.fault_of("previous.as_of", nth, refusal));
            }
            let implementation =
                p.implementation.or_else(|| implementation_of(p.as_of)).ok_or_else(|| {
                    let refusal = (
                        format!(
                            "is missing, and {} is no rank day that the calendar knows",
                            p.as_of
                        ),
                        "give the implementation day of that reconstitution",
                    );
                    self.fault_of("previous.implementation", nth, refusal)
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
        let refusal = (format!("{multiple} is out of range"), "give 0 to 1000");
        Err(self.fault("evidence.inside_multiple", refusal))
    }

    /// The scenario's overrides of the fraction of a place that excluded companies keep, by kind of
    /// evidence.
    fn reserve_pct(
        &self,
        written: &WrittenEvidence,
    ) -> Result<BTreeMap<EvidenceKind, u8>, ScenarioError> {
        let said = [
            ("reserve_pct", written.reserve_pct, EvidenceKind::NotTaken),
            ("reserve_foreign_pct", written.reserve_foreign_pct, EvidenceKind::NotTakenForeign),
            (
                "reserve_filed_abroad_pct",
                written.reserve_filed_abroad_pct,
                EvidenceKind::NotTakenFiledAbroad,
            ),
            (
                "reserve_filed_here_pct",
                written.reserve_filed_here_pct,
                EvidenceKind::NotTakenFiledHere,
            ),
        ];
        let mut reserve_pct = BTreeMap::new();
        for (key, value, kind) in said {
            let Some(per_cent) = value else { continue };
            if per_cent > 99 {
                let refusal =
                    (format!("{per_cent} is no part of a place"), "give 0 to 99 per cent");
                return Err(self.fault(&format!("evidence.{key}"), refusal));
            }
            reserve_pct.insert(kind, per_cent);
            if kind == EvidenceKind::NotTaken {
                reserve_pct.insert(EvidenceKind::NotTakenFilingAgrees, per_cent);
            }
        }
        Ok(reserve_pct)
    }

    /// Checks the evidence; files must date from before `before`, if given.
    pub(super) fn evidence(
        &self,
        written: &WrittenEvidence,
        before: Option<NaiveDate>,
    ) -> Result<EvidenceSources, ScenarioError> {
        self.limit("evidence.lists", written.lists.len(), limits::FILES_OF_A_KIND)?;
        self.limit("evidence.changes", written.changes.len(), limits::FILES_OF_A_KIND)?;
        let mut lists = Vec::new();
        for (at, l) in written.lists.iter().enumerate() {
            let key = format!("evidence.lists[{at}]");
            let list = self.list(&key, &l.file, l.index, l.held_on, before)?;
            lists.push((list, l.complete));
        }
        let mut changes = Vec::new();
        for (at, c) in written.changes.iter().enumerate() {
            if before.is_some_and(|day| c.implementation >= day) {
                let refusal = (
                    format!("{} is not before this event", c.implementation),
                    "give lists of earlier ones",
                );
                let key = format!("evidence.changes[{at}].implementation");
                return Err(self.fault(&key, refusal));
            }
            let path = self.file(&format!("evidence.changes[{at}].file"), &c.file)?;
            changes.push((path, c.implementation));
        }
        changes.sort_by_key(|(_, day)| *day);
        Ok(EvidenceSources {
            membership: written.membership,
            previous_rank: written.previous_rank,
            inside_multiple: self.inside_multiple(written)?,
            reserve_pct: self.reserve_pct(written)?,
            lists,
            changes,
        })
    }
}

/// The implementation day of the reconstitution with this rank day.
pub(super) fn implementation_of(rank_day: NaiveDate) -> Option<NaiveDate> {
    use chrono::Datelike as _;
    let mut events = calendar::reconstitutions(rank_day.year()..=rank_day.year());
    events.find(|event| event.rank_day == rank_day).map(|event| event.implementation)
}
