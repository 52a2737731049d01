//! What a projection assumes, in sentences.

use crate::market::model::Shocks;
use crate::scenario::projection::Projected;

/// What holds for every projection, then the model's main figures, then what the inputs bring.
pub fn assumptions(found: &Projected) -> Vec<String> {
    let figures = found.scenario.model.parameters();
    let shocks = match figures.shocks {
        Shocks::Gaussian => "normal",
        Shocks::Student => "Student's t",
    };
    let per_cent = |part: f64| format!("{:.2}%", part * 100.0);
    let mut said = vec![
        "eligibility stays as it is today but for price and size: nationality, structure, votes, \
         float and the stated do not change"
            .to_owned(),
        "a price moves as its company's cap; of a member's closes in the 30 days before rank day \
         the mean is that of the last two step ends"
            .to_owned(),
        "who is listed between today and rank day has no name and takes part in the ranking; new \
         issues are not added before the event"
            .to_owned(),
        "weights are caps at the implementation times today's available part of each; changes of \
         shares and float are not in the turnover"
            .to_owned(),
        "who is taken over or fails before the implementation is in no index and no deletion"
            .to_owned(),
        format!(
            "the market gains {} a month (log) with a deviation of {}; companies' own shocks are \
             {shocks} with the deviation of their size",
            per_cent(figures.market.log_return),
            per_cent(figures.market.deviation),
        ),
    ];
    for dated in &found.scenario.shocks {
        let shock = &dated.shock;
        said.push(format!(
            "laid on top: {}, {}% on {}, with the step that ends on {}",
            shock.name,
            shock.return_pct.normalize(),
            shock.whom,
            dated.comes_on
        ));
    }
    said.extend(found.inferences.iter().cloned());
    said.extend(found.remarks.iter().cloned());
    said
}
