//! What an import inferred, dropped and left unmatched, in counts and sentences.

use std::collections::BTreeMap;
use std::fmt;

use rustc_hash::FxHashMap;

use super::day::Line;
use super::security_type::Kind;
use crate::universe::security::{SecurityType, Structure};

/// What a label is about.
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
    /// Rows left out because their ticker stands on an earlier row.
    pub repeated: usize,
    /// Lines by what was inferred of them and why.
    pub labels: BTreeMap<String, usize>,
    /// Companies that are eligible on evidence, against their labels.
    pub labels_overruled: usize,
    /// Members that no list held before names.
    pub held_beyond_lists: usize,
    /// Companies that left since the last reconstitution.
    pub left: usize,
    /// Companies that stood well inside before and were not taken.
    pub not_taken: usize,
    /// Companies that stood well inside before, where nothing given could have shown whether they
    /// were taken.
    pub untold: usize,
    /// Caps repaired.
    pub caps_repaired: usize,
    /// Caps of companies listed this year, placed by their dollar volume.
    pub placed_by_volume: usize,
    /// Members that live and have no line.
    pub members_without_line: Vec<String>,
    /// Entries of the lists held before that have no line.
    pub list_entries_unmatched: Vec<String>,
    /// Companies that filings make companies of the US, against their labels.
    pub filed_here: usize,
    /// Companies that filings make companies of another country, against their labels.
    pub filed_abroad: usize,
    /// Companies whose headquarters moved to the US since the rank day before.
    pub moved_here: usize,
    /// Companies whose structure is another by filings than by labels.
    pub filed_structures: usize,
    /// Lines that filings give another company than their names.
    pub filed_issuers: usize,
    /// What became of facts, in sentences.
    pub facts: Vec<String>,
}

impl ImportReport {
    /// Counts what the labels said.
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
            count(Label::Country { us: line.country.is_us }, line.country.reason);
            let known = line.row.market_cap.is_some();
            count(Label::Cap, if known { "whole company's, by the screener" } else { "unknown" });
        }
        // In the order of their words: nothing shown comes in the order of a hash.
        self.labels = counts
            .into_iter()
            .map(|((label, why), count)| (format!("{label}: {why}"), count))
            .collect();
    }

    /// The report in sentences, what matters most first.
    pub fn sentences(&self) -> Vec<String> {
        let mut said = Vec::new();
        let mut say = |count: usize, what: &str| {
            if count > 0 {
                said.push(format!("import, {what}: {count}"));
            }
        };
        say(self.labels_overruled, "companies eligible as members against their labels");
        say(
            self.not_taken,
            "companies excluded, as they stood well inside on an earlier rank day and were not taken",
        );
        say(
            self.untold,
            "companies judged by their labels alone though they stood well inside on an earlier rank \
             day, as no list or change of after it could have shown whether they were taken",
        );
        say(self.left, "companies excluded, as they left the index since the last reconstitution");
        say(self.held_beyond_lists, "companies held that no list held before names");
        say(
            self.moved_here,
            "companies whose headquarters moved to the US since the rank day before, by filings",
        );
        say(self.filed_here, "companies of the US by their filings, against their country labels");
        say(
            self.filed_abroad,
            "companies of other countries by their filings, against their labels",
        );
        say(
            self.filed_structures,
            "companies of another structure by their filings than by labels",
        );
        say(self.filed_issuers, "lines of another company by their filings than by their names");
        say(
            self.caps_repaired,
            "caps repaired, their share counts being far out against the last rank day",
        );
        say(self.placed_by_volume, "companies listed this year placed by dollar volume");
        say(self.repeated, "rows left out, as their ticker stands on an earlier row");
        let kinds = self.labels.values().sum::<usize>();
        say(kinds, "labels inferred from names, tickers, industries and country words");
        for (what, symbols) in [
            ("members without a line that live and keep their place", &self.members_without_line),
            ("list entries that are no line of the screener", &self.list_entries_unmatched),
        ] {
            if !symbols.is_empty() {
                said.push(format!("import, {what}: {}", symbols.join(", ")));
            }
        }
        said.extend(self.facts.iter().cloned());
        said
    }
}
