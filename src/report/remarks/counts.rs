//! Words for the things that remarks count and list.

use crate::remark::{ImportCount, ImportList, Quantity};

/// The name of a counted thing.
pub(super) fn counted(what: Quantity) -> &'static str {
    match what {
        Quantity::NoEffectivePrice => {
            "held lines without a price on the implementation day, for which rank-day prices are used"
        }
        Quantity::FloatUnknown => {
            "held lines without a known float, all shares of which count as available"
        }
        Quantity::WeightedByCap => {
            "companies weighted by their whole cap, as shares by class are not known, so that new shares are not in the turnover"
        }
        Quantity::IndexSharesUnknown => {
            "members without known index shares, whose new ones count before the event too, so that \
             their share and float changes are not in the turnover"
        }
        Quantity::LinesSplit => {
            "held lines split since rank day, as prices and shares of both days say: their index shares are \
             multiplied likewise"
        }
        Quantity::ValueUnknown => {
            "held lines of which neither a price with shares nor a cap is known, without weight"
        }
        Quantity::MembersGone => {
            "members held before rank day without a line on it, who have left (gone.csv)"
        }
        Quantity::MembersMissing => {
            "members held on rank day or later without a line on it, who are kept without rank or \
             weight (gone.csv)"
        }
        Quantity::EntriesUnmatched => {
            "entries of lists of rank day or later that are no line of the universe, and that take no \
             place (gone.csv)"
        }
        Quantity::MembersGoneToday => {
            "members without a line today, held before it: they have left"
        }
        Quantity::MembersMissingToday => {
            "members without a line today, held on it or later: they have no row"
        }
        Quantity::EntriesUnmatchedToday => {
            "entries of the lists held before that are no line today"
        }
        Quantity::TradesWithoutShares => {
            "lines that funds hold without a known price, whose trades have no number of shares"
        }
        Quantity::TradesWithoutVolume => {
            "lines that funds hold without a known daily volume, whose trades are not given in days \
             of it"
        }
        Quantity::LinesInferred => {
            "lines of the universe of which an import inferred something, each with its reason in \
             eligibility.csv"
        }
        Quantity::UnlabelledTakenForCommon => {
            "lines that no file labels, taken for common shares, and of US companies unless the panel says otherwise"
        }
        Quantity::UnlabelledJudged => {
            "lines that no file labels, judged by ticker and country label alone"
        }
    }
}

/// The name of a thing that an import counts.
pub(super) fn imported(what: ImportCount) -> &'static str {
    match what {
        ImportCount::LabelsOverruled => "companies eligible as members against their labels",
        ImportCount::NotTaken => {
            "companies excluded, as they stood well inside on an earlier rank day and were not taken"
        }
        ImportCount::Untold => {
            "companies judged by their labels alone though they stood well inside on an earlier rank \
             day, as no list or change of after it could have shown whether they were taken"
        }
        ImportCount::Left => {
            "companies excluded, as they left the index since the last reconstitution"
        }
        ImportCount::HeldBeyondLists => "companies held that no list held before names",
        ImportCount::MovedHere => {
            "companies whose headquarters moved to the US since the rank day before, by filings"
        }
        ImportCount::FiledHere => {
            "companies of the US by their filings, against their country labels"
        }
        ImportCount::FiledAbroad => {
            "companies of other countries by their filings, against their labels"
        }
        ImportCount::FiledStructures => {
            "companies of another structure by their filings than by labels"
        }
        ImportCount::FiledIssuers => {
            "lines of another company by their filings than by their names"
        }
        ImportCount::CapsRepaired => {
            "caps repaired, their share counts being far out against the last rank day"
        }
        ImportCount::PlacedByVolume => "companies listed this year placed by dollar volume",
        ImportCount::Labels => "labels inferred from names, tickers, industries and country words",
        ImportCount::Rounded => {
            "numbers rounded, their last digits being the noise of binary numbers"
        }
        ImportCount::Placeholders => "placeholders such as N/A and -- taken for unknown",
        ImportCount::Scaled => {
            "numbers with a word for thousands, millions or billions multiplied out"
        }
        ImportCount::OtherCurrency => {
            "amounts in another currency than the US dollar taken for unknown"
        }
    }
}

pub(super) fn listed(what: ImportList) -> &'static str {
    match what {
        ImportList::MembersWithoutLine => {
            "members without a line that were held that day or later and keep their place"
        }
        ImportList::EntriesUnmatched => "list entries that are no line of the screener",
        ImportList::Repeated => "rows left out, as their ticker stands on an earlier row",
        ImportList::WithoutTicker => "rows left out, as they have no ticker, on line",
        ImportList::Lookalikes => {
            "lines that differ in punctuation alone, each meant by its exact spelling"
        }
        ImportList::StatedCommon => {
            "lines that are stated as common shares, and taken as such, though their tickers or names say \
             otherwise"
        }
        ImportList::HeldTwice => "entries held before left out, as another stands for their line",
    }
}
