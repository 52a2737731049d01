//! Extra share classes (RB 6.1-6.7): ranking is by company, index counts are by security.
//!
//! A class beside the pricing vehicle joins its company's indexes where its own cap, its average
//! daily dollar volume and its float are large enough. What is unknown does not let a new class
//! in by default, and does not put a member class out (choice).

use super::parameters::{ShareClasses, Unknown};
use crate::universe::Security;

/// Whether an extra class of a member company is in its indexes, or the reason why not.
///
/// # Errors
/// The first condition that it fails.
pub fn extra_class_joins(s: &Security, member: bool, rule: &ShareClasses) -> Result<(), String> {
    let cap = s.shares_outstanding().zip(s.price()).map(|(shares, price)| shares * price);
    let conditions = [
        ("own cap", cap, cap.map(|cap| cap > rule.above_market_cap)),
        (
            "average daily dollar volume",
            s.adv_usd(),
            s.adv_usd().map(|adv| adv > rule.above_adv_usd),
        ),
        (
            "float",
            s.free_float_pct(),
            s.free_float_pct().map(|float| float >= rule.min_free_float_pct),
        ),
    ];
    for (what, value, enough) in conditions {
        match (enough, value) {
            (Some(true), _) => {}
            (Some(false), Some(value)) => return Err(format!("{what} {}", value.normalize())),
            _ if member || rule.unknown == Unknown::Pass => {}
            _ => return Err(format!("{what} unknown")),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::methodology::Parameters;
    use crate::universe::Exchange;

    #[test]
    fn a_class_needs_cap_volume_and_float() {
        let rule = Parameters::default().share_classes;
        let mut s = Security::new("A", Exchange::Nyse);
        s.set_price(Some(10.into()));
        s.set_shares_outstanding(Some(3_000_001.into()));
        s.set_adv_usd(Some(175_001.into()));
        s.set_free_float_pct(Some(5.into()));
        assert_eq!(extra_class_joins(&s, false, &rule), Ok(()));
        for spoil in [
            |s: &mut Security| s.set_shares_outstanding(Some(3_000_000.into())),
            |s: &mut Security| s.set_adv_usd(Some(175_000.into())),
            |s: &mut Security| s.set_free_float_pct("4.9999".parse().ok()),
        ] {
            let mut t = s.clone();
            spoil(&mut t);
            assert!(extra_class_joins(&t, true, &rule).is_err());
        }
        s.set_adv_usd(None);
        assert!(extra_class_joins(&s, false, &rule).is_err());
        assert_eq!(extra_class_joins(&s, true, &rule), Ok(()));
    }
}
