//! The words of remarks on projections.

use crate::remark::ProjectionNote;

/// A remark in a sentence, without its day.
pub(super) fn words(note: &ProjectionNote) -> String {
    match note {
        ProjectionNote::EligibilityStays => "eligibility stays as it is today except for price and size: \
                                   nationality, structure, votes, float and stated exclusions do not \
                                   change; where evidence leaves it in doubt, chance decides on each path"
            .to_owned(),
        ProjectionNote::PricesMoveAsCaps => "a price moves as its company's cap; of a member's closes in the \
                                   30 days before rank day the mean is that of the last two step ends"
            .to_owned(),
        ProjectionNote::NewListingsUnnamed => "companies listed between today and rank day have no name and take \
                                     part in the ranking; new issues are not added before the event"
            .to_owned(),
        ProjectionNote::WeightsMoveAsCaps => "weights are caps at the implementation times today's available \
                                    part of each; changes of shares and float are not in the turnover. Members \
                                    that leave whatever the market does move as the others together"
            .to_owned(),
        ProjectionNote::LeaversAreNoDeletions => "companies that are taken over or fail before the implementation \
                                        are in no index and count as no deletion"
            .to_owned(),
        ProjectionNote::ModelFigures { log_return_pct, deviation_pct, shocks } => format!(
            "the market gains {log_return_pct}% a month (log) with a deviation of {deviation_pct}%; \
             companies' own shocks are {shocks} with the deviation of their size"
        ),
        ProjectionNote::Shock { name, return_pct, whom, on, by_step } => {
            let when =
                if *by_step { "with the step that ends on" } else { "by" };
            format!("laid on top: {name}, {return_pct}% on {whom}, {when} {on}")
        }
        ProjectionNote::EffectiveNotUsed => "prices of the implementation day are given and not used: paths \
                                   simulate that day"
            .to_owned(),
        ProjectionNote::ActionsNotUsed => "corporate actions are given and not used: paths simulate departures \
                                 and listings"
            .to_owned(),
    }
}
