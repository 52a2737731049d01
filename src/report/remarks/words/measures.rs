//! The words of remarks on the basis of measures.

use crate::remark::MeasureNote;

/// A remark in a sentence, without its day.
pub(super) fn words(note: &MeasureNote) -> String {
    match note {
        MeasureNote::CharacteristicsCaps { as_of } => {
            let caps = match as_of {
                Some(as_of) => format!(
                    "those of rank day moved to the close of {as_of} by price and shares of the line \
                     that stands for a company"
                ),
                None => "those of rank day".to_owned(),
            };
            format!(
                "company caps of the characteristics before and after: {caps}; earnings, book values \
                 and sectors are the universe's"
            )
        }
        MeasureNote::FundAssets { file, assets, when } => format!(
            "assets of index funds, by {file}: {assets}; they hold every member by its weight (full \
             replication), have the same assets before and after, and trade {when}"
        ),
        MeasureNote::TradesUnknown { indexes } => format!(
            "trades of funds on {} are not given: not all of the members before are known",
            indexes.join(", ")
        ),
        MeasureNote::FurtherClasses { symbols } => format!(
            "listed additions that are further classes of companies held before, set aside: {}",
            symbols.join(", ")
        ),
        MeasureNote::MembersUndecided { left, kept } => format!(
            "members without a line on rank day, for which nothing was decided: {left} left before it, \
             {kept} kept"
        ),
    }
}
