//! The report of an import: inferences, dropped rows and unmatched entries, as counts and remarks.

use std::collections::BTreeMap;
use std::fmt;

use rustc_hash::FxHashMap;

use super::day::{BY_INDICATORS, Line};
use super::security_type::Kind;
use crate::remark::{self, ImportCount, ImportList, Remark};
use crate::universe::import::cell::CellCounts;
use crate::universe::security::{SecurityType, Structure};
use crate::universe::some_of;

/// The subject of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Label {
    Type(SecurityType),
    Structure(Structure),
    Country { us: bool },
    Cap,
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type(kind) => write!(f, "type {kind}"),
            Self::Structure(structure) => write!(f, "structure {structure}"),
            Self::Country { us: true } => f.write_str("country US"),
            Self::Country { us: false } => f.write_str("country not US"),
            Self::Cap => f.write_str("cap"),
        }
    }
}

/// The report of an import.
#[derive(Debug, Clone, Default)]
pub struct ImportReport {
    /// Companies of the universe.
    pub companies: usize,
    /// Rows left out because an earlier row has the same ticker, each in words.
    pub repeated: Vec<String>,
    /// Line numbers of rows left out because they have no ticker.
    pub without_ticker: Vec<u64>,
    /// Whether the file has no country column.
    pub without_countries: bool,
    /// The changes made to the cells of the file.
    pub cells: CellCounts,
    /// Lines whose tickers differ only in punctuation, each group in words.
    pub lookalikes: Vec<String>,
    /// Entries held before that match the same line as another one, each in words.
    pub held_twice: Vec<String>,
    /// Lines stated as common shares whose tickers or names say otherwise, each in words.
    pub contradicted: Vec<String>,
    /// Number of lines by inference and reason.
    pub labels: BTreeMap<String, usize>,
    /// Companies that are eligible on evidence, against their labels.
    pub labels_overruled: usize,
    /// Members that no list held before names.
    pub held_beyond_lists: usize,
    /// Companies that left since the last reconstitution.
    pub left: usize,
    /// Companies that ranked well inside before and were not added.
    pub not_taken: usize,
    /// Companies that ranked well inside before, where no given file could have shown whether they
    /// were added.
    pub untold: usize,
    /// Caps repaired.
    pub caps_repaired: usize,
    /// Caps of companies listed this year, estimated by dollar volume.
    pub placed_by_volume: usize,
    /// Members that are still listed and have no line.
    pub members_without_line: Vec<String>,
    /// Entries of the lists held before that have no line.
    pub list_entries_unmatched: Vec<String>,
    /// Companies that filings assign to the US, against their labels.
    pub filed_here: usize,
    /// Companies that filings assign to another country, against their labels.
    pub filed_abroad: usize,
    /// Companies whose headquarters moved to the US since the previous rank day.
    pub moved_here: usize,
    /// Companies whose structure by filings differs from that by labels.
    pub filed_structures: usize,
    /// Lines whose company by filings differs from that by their names.
    pub filed_issuers: usize,
    /// Remarks on the use of facts.
    pub facts: Vec<Remark>,
}

impl ImportReport {
    /// Counts the inferences from labels.
    pub(super) fn count_labels(&mut self, lines: &[Line]) {
        let mut counts: FxHashMap<(Label, &'static str), usize> = FxHashMap::default();
        for line in lines {
            let mut count = |label, why| *counts.entry((label, why)).or_default() += 1;
            if let Kind::Is(kind, why) = line.kind {
                count(Label::Type(kind), why);
            }
            if let Some((structure, why)) = line.structure {
                count(Label::Structure(structure), why);
            }
            // A country that is left to indicators is not known before they are judged.
            if line.country.reason != BY_INDICATORS {
                count(Label::Country { us: line.country.is_us }, line.country.reason);
            }
            let known = line.row.market_cap.is_some();
            count(Label::Cap, if known { "whole company's, by the screener" } else { "unknown" });
        }
        // Sorted by text, so that the output does not depend on a hash.
        self.labels = counts
            .into_iter()
            .map(|((label, why), count)| (format!("{label}: {why}"), count))
            .collect();
    }

    /// The report as remarks, most important first.
    pub fn remarks(&self) -> Vec<Remark> {
        use ImportCount::{
            CapsRepaired, FiledAbroad, FiledHere, FiledIssuers, FiledStructures, HeldBeyondLists,
            Labels, LabelsOverruled, Left, MovedHere, NotTaken, PlacedByVolume, Untold,
        };
        let counts = [
            (LabelsOverruled, self.labels_overruled),
            (NotTaken, self.not_taken),
            (Untold, self.untold),
            (Left, self.left),
            (HeldBeyondLists, self.held_beyond_lists),
            (MovedHere, self.moved_here),
            (FiledHere, self.filed_here),
            (FiledAbroad, self.filed_abroad),
            (FiledStructures, self.filed_structures),
            (FiledIssuers, self.filed_issuers),
            (CapsRepaired, self.caps_repaired),
            (PlacedByVolume, self.placed_by_volume),
            (Labels, self.labels.values().sum()),
        ];
        let counts = counts.into_iter().filter(|(_, count)| *count > 0);
        let mut remarks: Vec<Remark> = counts
            .map(|(what, count)| {
                Remark::from(remark::InputNote::ImportCounted { what, count })
                    .on(count, self.companies)
            })
            .collect();
        let without_ticker: Vec<String> = self.without_ticker.iter().map(u64::to_string).collect();
        for (what, names) in [
            (ImportList::MembersWithoutLine, &self.members_without_line),
            (ImportList::EntriesUnmatched, &self.list_entries_unmatched),
            (ImportList::Repeated, &self.repeated),
            (ImportList::WithoutTicker, &without_ticker),
            (ImportList::Lookalikes, &self.lookalikes),
            (ImportList::HeldTwice, &self.held_twice),
            (ImportList::StatedCommon, &self.contradicted),
        ] {
            if !names.is_empty() {
                let count = names.len();
                let names = match what {
                    ImportList::StatedCommon => vec![some_of(names)],
                    _ => names.clone(),
                };
                let remark = Remark::from(remark::InputNote::ImportListed { what, names });
                remarks.push(remark.on(count, self.companies));
            }
        }
        if self.without_countries {
            remarks.push(Remark::from(remark::InputNote::ImportWithoutCountries).on_everything());
        }
        remarks.extend(self.cells.remarks());
        remarks.extend(self.facts.iter().cloned());
        remarks
    }
}
