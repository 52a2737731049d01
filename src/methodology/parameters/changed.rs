//! The differences between a scenario's rules and the rule book's own numbers and choices.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde_json::Value;

use super::Parameters;
use crate::remark::ChangedRule;

impl Parameters {
    /// The differences from the rule book, in the order of its keys.
    pub fn changed(&self) -> Vec<ChangedRule> {
        let as_value = |parameters: &Self| serde_json::to_value(parameters).unwrap_or_default();
        let mut changed = Vec::new();
        compare("methodology", &as_value(self), &as_value(&Self::default()), &mut changed);
        join_widths(&mut changed);
        changed
    }
}

fn compare(key: &str, own: &Value, usual: &Value, changed: &mut Vec<ChangedRule>) {
    // Trailing zeros do not make numbers differ.
    if own == usual || !own.is_object() && !own.is_array() && text(own) == text(usual) {
        return;
    }
    let rule = |value, usual| ChangedRule { key: key.to_owned(), value, usual };
    match (own, usual) {
        (Value::Object(own), Value::Object(usual)) => {
            for (name, value) in own {
                let usual = usual.get(name).unwrap_or(&Value::Null);
                compare(&format!("{key}.{name}"), value, usual, changed);
            }
        }
        (Value::Array(own), Value::Array(usual)) => {
            let [own, usual] = [own, usual].map(|of| of.iter().map(text).collect::<BTreeSet<_>>());
            let added = own.difference(&usual).map(|value| format!("+{value}"));
            let left_out = usual.difference(&own).map(|value| format!("-{value}"));
            let all: Vec<String> = added.chain(left_out).collect();
            // The order of a list has no meaning.
            if !all.is_empty() {
                changed.push(rule(all.join(" "), None));
            }
        }
        _ => changed.push(rule(text(own), Some(text(usual)))),
    }
}

/// A value as a scenario would write it: decimals without trailing zeros.
fn text(value: &Value) -> String {
    let Some(text) = value.as_str() else { return value.to_string() };
    text.parse::<Decimal>()
        .map_or_else(|_| text.to_owned(), |number| number.normalize().to_string())
}

/// Replaces two equal sides of a band by the half width that a scenario would state.
fn join_widths(changed: &mut Vec<ChangedRule>) {
    let is_other_side = |above: &ChangedRule, below: &ChangedRule| {
        let breaks = [(above, ".band_above"), (below, ".band_below")]
            .map(|(rule, side)| rule.key.strip_suffix(side));
        matches!(breaks, [Some(a), Some(b)] if a == b)
            && (&above.value, &above.usual) == (&below.value, &below.usual)
    };
    let mut at = 0;
    while at + 1 < changed.len() {
        if is_other_side(&changed[at], &changed[at + 1]) {
            changed.remove(at + 1);
            changed[at].key = changed[at].key.replace(".band_above", ".half_width");
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::universe::Exchange;

    #[test]
    fn what_differs_is_told_by_its_key() {
        assert_eq!(Parameters::default().changed(), []);
        let mut own = Parameters::default();
        own.breaks.r1000.band_above = Decimal::new(25, 3);
        own.breaks.r1000.band_below = Decimal::new(25, 3);
        own.breaks.top200.band_below = Decimal::ZERO;
        own.eligibility.exchanges.retain(|exchange| *exchange != Exchange::Nyse);
        own.eligibility.exchanges.reverse();
        own.additions.quarterly = false;
        let told: Vec<String> = own
            .changed()
            .into_iter()
            .map(|rule| format!("{} {} ({:?})", rule.key, rule.value, rule.usual))
            .collect();
        assert_eq!(
            told,
            [
                "methodology.eligibility.exchanges -nyse (None)",
                "methodology.breaks.top200.band_below 0 (Some(\"2.5\"))",
                "methodology.breaks.r1000.half_width 0.025 (Some(\"2.5\"))",
                "methodology.additions.quarterly false (Some(\"true\"))",
            ]
        );
    }
}
