//! Share and float updates with their buffers (RB 7, 9.3, App. F).
//!
//! In June everything is updated; in December index shares only where they change by more than a
//! per cent and float only where it changes by more than three points. Ranking always uses the
//! newest shares.

use crate::universe::packed::float;
use rust_decimal::Decimal;

/// The value that an index uses from the event on, and whether it is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Updated {
    /// The value in use.
    pub value: Decimal,
    /// Whether it differs from the one in use before.
    pub changed: bool,
}

/// Index shares: the new number where it differs from the old by more than `buffer_pct` per cent.
pub fn update_shares(old: Option<Decimal>, new: Decimal, buffer_pct: Decimal) -> Updated {
    let Some(old) = old else {
        return Updated { value: new, changed: false };
    };
    let beyond = is_larger_product(((new - old).abs(), Decimal::ONE_HUNDRED), (old, buffer_pct));
    Updated { value: if beyond { new } else { old }, changed: beyond && new != old }
}

/// Whether one product of two non-negative numbers is larger than another; products that overflow a
/// decimal are compared in floating point.
pub(super) fn is_larger_product(one: (Decimal, Decimal), other: (Decimal, Decimal)) -> bool {
    let exact = |(a, b): (Decimal, Decimal)| a.checked_mul(b);
    if let (Some(one), Some(other)) = (exact(one), exact(other)) {
        return one > other;
    }
    let near = |(a, b): (Decimal, Decimal)| float(a) * float(b);
    near(one) > near(other)
}

/// Float: the new per cent where it differs from the old by more than `buffer` points.
pub fn update_float(old: Option<Decimal>, new: Decimal, buffer: Decimal) -> Updated {
    let Some(old) = old else {
        return Updated { value: new, changed: false };
    };
    let beyond = (new - old).abs() > buffer;
    Updated { value: if beyond { new } else { old }, changed: beyond && new != old }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Season;
    use crate::methodology::Parameters;

    #[test]
    fn june_takes_every_change_and_december_only_large_ones() {
        let p = Parameters::default();
        let shares = |season, new: i64| {
            update_shares(Some(10_000.into()), new.into(), p.updates(season).shares_buffer_pct)
        };
        assert_eq!(shares(Season::June, 10_001).value, 10_001.into());
        assert_eq!(shares(Season::December, 10_100).value, 10_000.into());
        assert_eq!(shares(Season::December, 10_101).value, 10_101.into());
        assert_eq!(shares(Season::December, 9_899).value, 9_899.into());
        let float = |season, new: &str| {
            let new = new.parse().expect("a number");
            update_float(Some(80.into()), new, p.updates(season).float_buffer_points).value
        };
        assert_eq!(float(Season::June, "80.1").to_string(), "80.1");
        assert_eq!(float(Season::December, "83").to_string(), "80");
        assert_eq!(float(Season::December, "83.0001").to_string(), "83.0001");
    }
}
