//! Decisions about one company, and the notes on its lines.

use chrono::{Datelike as _, NaiveDate};

use super::country::NO_LABEL;
use super::day::{Line, ScreenerDay};
use super::filings::{self, Seat};
use super::report::ImportReport;
use super::security_type::Kind;
use super::{ImportContext, note};
use crate::universe::country::Country;
use crate::universe::evidence::EvidenceKind;
use crate::universe::filed::Filed;
use crate::universe::security::{Security, SecurityType, Structure};

/// A company of the screener, with the securities made from its lines.
pub(super) struct Company<'a, 'c> {
    pub(super) securities: &'a mut [Security],
    /// Its lines, best pricing vehicle first.
    pub(super) lines: &'a [usize],
    pub(super) day: &'a ScreenerDay,
    /// Its facts from official filings.
    pub(super) filed: Option<&'a Filed>,
    pub(super) context: &'a ImportContext<'c>,
    /// Whether a line is a member's own.
    pub(super) is_held: &'a dyn Fn(&Line) -> bool,
}

impl Company<'_, '_> {
    fn vehicle(&self) -> &Line {
        &self.day.lines[self.lines[0]]
    }

    fn each(&mut self, mut change: impl FnMut(&mut Security)) {
        for &line in self.lines {
            change(&mut self.securities[line]);
        }
    }

    fn note(&mut self, text: &str) {
        note(&mut self.securities[self.lines[0]], text);
    }

    fn settle(&mut self, evidence: EvidenceKind) {
        self.each(|s| s.evidence = evidence);
    }

    /// Treats its lines as common shares of a US corporation. Receipts that are listed in addition to its
    /// common shares stay receipts: they represent other shares, mostly preferred ones.
    fn clean(&mut self) {
        let lines = &self.day.lines;
        let has_common = self.lines.iter().any(|&line| lines[line].kind == Kind::Common);
        for &at in self.lines {
            let is_beside =
                has_common && !matches!(lines[at].kind, Kind::Common | Kind::Partnership);
            let s = &mut self.securities[at];
            if !is_beside || (self.is_held)(&lines[at]) {
                s.security_type = SecurityType::Common;
            }
            s.structure = Structure::Corporation;
            s.country.assigned = Some(Country::US);
        }
    }

    /// Makes it eligible on evidence, whatever its labels.
    pub(super) fn accept(&mut self, evidence: EvidenceKind, why: &str, report: &mut ImportReport) {
        if let Some(label) = self.vehicle().label() {
            self.note(&format!("eligible: {why} (against: {label})"));
            report.labels_overruled += 1;
        }
        self.clean();
        self.settle(evidence);
    }

    /// Makes it ineligible on evidence.
    pub(super) fn exclude(&mut self, evidence: EvidenceKind, why: &str) {
        let reserve_pct = self.reserve_pct(evidence);
        self.each(|s| {
            s.excluded = Some(why.to_owned());
            s.reserve_pct = reserve_pct;
            note(s, &format!("excluded: {why}"));
        });
        self.settle(evidence);
    }

    /// The part of a place that a company excluded by this kind of evidence keeps, per cent.
    fn reserve_pct(&self, evidence: EvidenceKind) -> u8 {
        self.context.evidence.reserve_pct.get(&evidence).copied().unwrap_or(0)
    }

    /// Handles a company that ranked well inside on an earlier rank day and was not added: it is
    /// excluded, unless the obstacle has ended since because its headquarters moved here.
    pub(super) fn not_taken(&mut self, rank_day: NaiveDate, report: &mut ImportReport) {
        if let Some(filed) = self.filed.filter(|filed| filed.moved_to(Country::US)) {
            let from = filed.moved_from.map_or_else(String::new, |from| format!(" from {from}"));
            let day = filed.as_of;
            self.note(&format!(
                "was not taken on {rank_day}, and has moved here{from} (filing of {day})"
            ));
            self.by_labels_and_filings(report);
            return;
        }
        let by_labels = !self.vehicle().is_clean() && !self.vehicle().only_foreign();
        let kind = match self.seat().headquarters() {
            _ if by_labels => EvidenceKind::NotTaken,
            Some(seat) if self.is_abroad(seat) => EvidenceKind::NotTakenFiledAbroad,
            Some(_) if !self.vehicle().is_clean() => EvidenceKind::NotTakenFiledHere,
            Some(_) => EvidenceKind::NotTakenFilingAgrees,
            None if self.vehicle().is_clean() => EvidenceKind::NotTaken,
            None => EvidenceKind::NotTakenForeign,
        };
        // It is excluded by evidence whatever its labels, and the labels would hide the reserved part of
        // a place. A company that its labels exclude, too, keeps no part.
        if !by_labels && self.reserve_pct(kind) > 0 {
            self.clean();
            if !self.vehicle().country.is_us {
                self.note("country US: what follows decides, not the label");
            }
        }
        let why = format!("stood well inside the Russell 3000 on {rank_day}, not taken");
        self.exclude(kind, &why);
        report.not_taken += 1;
    }

    /// Decides by labels and filings alone.
    pub(super) fn by_labels_and_filings(&mut self, report: &mut ImportReport) {
        let mut evidence = self.labels();
        let Some(filed) = self.filed else {
            self.settle(evidence);
            return;
        };
        let (as_of, label) = (filed.as_of, self.vehicle().row.country.clone());
        match self.seat() {
            Seat::Agrees(_) if evidence == EvidenceKind::Label => {
                evidence = EvidenceKind::FilingAgrees;
            }
            Seat::Silent | Seat::Agrees(_) => {}
            Seat::Overrules(facts) => {
                self.each(|s| s.country = facts);
                let seat = facts.headquarters.unwrap_or(Country::UNKNOWN);
                let against = if label.is_empty() { NO_LABEL } else { &*label };
                self.note(&format!("headquarters {seat}: filing of {as_of} (against: {against})"));
                let is_abroad = self.is_abroad(seat);
                report.filed_abroad += usize::from(is_abroad);
                report.filed_here += usize::from(!is_abroad);
                evidence = EvidenceKind::FilingOverrules;
            }
        }
        let structure = filings::structure_of(self.vehicle(), filed);
        if let Some(structure) = structure {
            self.each(|s| s.structure = structure);
            self.note(&format!("structure {structure}: filing of {as_of}"));
            report.filed_structures += 1;
            evidence = EvidenceKind::FilingOverrules;
        }
        if self.filed.is_some_and(|filed| filed.moved_to(Country::US)) {
            report.moved_here += 1;
            evidence = EvidenceKind::MovedAddress;
        }
        self.settle(evidence);
    }

    fn seat(&self) -> Seat {
        let label = self.vehicle().country;
        let benefit_driven = self.context.benefit_driven;
        self.filed.map_or(Seat::Silent, |filed| filings::seat_of(label, filed, benefit_driven))
    }

    /// Whether headquarters in a country make a company foreign, whatever its other indicators are.
    fn is_abroad(&self, seat: Country) -> bool {
        seat != Country::US && !self.context.benefit_driven.contains(&seat)
    }

    /// The kind of evidence that its labels are.
    fn labels(&self) -> EvidenceKind {
        let line = self.vehicle();
        match line.row.ipo_year.filter(|_| line.classed) {
            Some(year) if year >= self.day.as_of.year() => EvidenceKind::NewClass,
            Some(year) if year + 1 == self.day.as_of.year() => EvidenceKind::LastYearsClass,
            _ => EvidenceKind::Label,
        }
    }
}
