//! Remarks on a scenario's rule book: changed rules, and numbers that are probably in another unit.

use crate::methodology::Parameters;
use crate::remark::{ChangedRule, InputNote, OutcomeDoubt, Remark};

/// A number that is this many times smaller than the rule book's is likely a fraction in place of per cent, or
/// millions in place of dollars.
const FAR: f64 = 50.0;

/// Remarks on a rule book.
pub(super) fn remarks(parameters: &Parameters) -> Vec<Remark> {
    let changed = parameters.changed();
    let mut remarks: Vec<Remark> = doubts(&changed).collect();
    if !changed.is_empty() {
        remarks.push(Remark::from(InputNote::RulesChanged { rules: changed }).on_everything());
    }
    remarks
}

/// Numbers of other rule books that are probably in another unit, each once, without those of the first rule
/// book.
pub(super) fn further_doubts<'a>(
    first: &Parameters,
    others: impl Iterator<Item = &'a Parameters>,
) -> Vec<Remark> {
    let of_first = first.changed();
    let mut further: Vec<ChangedRule> = Vec::new();
    for rule in others.flat_map(Parameters::changed) {
        if !of_first.contains(&rule) && !further.contains(&rule) {
            further.push(rule);
        }
    }
    doubts(&further).collect()
}

fn doubts(changed: &[ChangedRule]) -> impl Iterator<Item = Remark> {
    let is_far = |rule: &&ChangedRule| {
        let number = |text: &str| text.parse::<f64>().ok().filter(|number| *number > 0.0);
        let both = number(&rule.value).zip(rule.usual.as_deref().and_then(number));
        both.is_some_and(|(own, usual)| own * FAR <= usual)
    };
    // Ranks and numbers of days are not amounts.
    let is_amount = |rule: &&ChangedRule| {
        let name = rule.key.rsplit('.').next().unwrap_or_default();
        name != "rank" && !name.ends_with("_days")
    };
    changed.iter().filter(is_far).filter(is_amount).map(|rule| {
        let ChangedRule { key, value, usual } = rule.clone();
        Remark::from(OutcomeDoubt::RuleSmall { key, value, usual: usual.unwrap_or_default() })
            .on_everything()
    })
}
