//! Company cap (RB 6.1-6.7): shares of all common classes times the pricing vehicle's close.

use rust_decimal::Decimal;

use super::parameters::PricingVehicle;
use crate::universe::{Security, SecurityType};

/// The order in which classes of a company qualify as its pricing vehicle, best first.
///
/// The class with the highest two-year volume; among those whose volume is less than the tolerance
/// below it, the one with the most available shares; ties by ticker. Classes of a current member
/// need a number of trading days, unless none has it. Where a two-year volume is not known for
/// every class, average daily dollar volume over the price takes its place for all (choice), and an
/// unknown volume comes last.
pub fn pricing_vehicle_order(
    classes: &[&Security],
    member: bool,
    rule: &PricingVehicle,
) -> Vec<usize> {
    let mut order: Vec<usize> = (0..classes.len()).collect();
    if classes.len() <= 1 {
        return order;
    }
    let seasoned = |s: &Security| {
        !member || s.trading_days_2y.is_none_or(|days| days >= rule.min_member_trading_days)
    };
    let measured = classes.iter().all(|s| s.volume_2y.is_some());
    let volume = |s: &Security| {
        if measured { s.volume_2y } else { shares_a_day(s) }
    };
    let available = |s: &Security| {
        let float = s.free_float_pct.unwrap_or(Decimal::ONE_HUNDRED);
        s.shares_outstanding.map(|shares| shares * float)
    };
    order.sort_by(|&a, &b| {
        let (a, b) = (classes[a], classes[b]);
        seasoned(b)
            .cmp(&seasoned(a))
            .then_with(|| volume(b).cmp(&volume(a)))
            .then_with(|| available(b).cmp(&available(a)))
            .then_with(|| a.symbol.cmp(&b.symbol))
    });
    // Only the leader's near rivals are compared by shares: the relation is not transitive.
    let leader = classes[order[0]];
    let close_to_leader = |s: &Security| match (volume(leader), volume(s)) {
        (Some(high), Some(own)) => {
            (high - own) * Decimal::ONE_HUNDRED < high * rule.volume_tolerance_pct || high == own
        }
        (None, None) => true,
        _ => false,
    };
    let rivals = order
        .iter()
        .take_while(|&&at| {
            seasoned(classes[at]) == seasoned(leader) && close_to_leader(classes[at])
        })
        .count();
    order[..rivals].sort_by(|&a, &b| {
        let (a, b) = (classes[a], classes[b]);
        let by_shares = available(b).cmp(&available(a));
        by_shares.then_with(|| volume(b).cmp(&volume(a))).then_with(|| a.symbol.cmp(&b.symbol))
    });
    order
}

/// Shares traded a day, from dollar volume and price.
fn shares_a_day(s: &Security) -> Option<Decimal> {
    match (s.adv_usd, s.price) {
        (Some(usd), Some(price)) if !price.is_zero() => usd.checked_div(price),
        _ => None,
    }
}

/// The company's cap, USD, or `None` where it is unknown.
///
/// A cap that the source states for the whole company counts as it is: the pricing vehicle's own
/// statement, else that of the first class that has one. Else the conversion-adjusted shares of all
/// common classes, listed and unlisted, times the close of `vehicle`; unknown where the shares of
/// any class are. Preferred shares, warrants, rights, receipts and operating-partnership units are
/// not counted.
pub fn company_cap<'a>(
    vehicle: &Security,
    all_lines: impl Iterator<Item = &'a Security> + Clone,
) -> Option<Decimal> {
    let mut common = all_lines.filter(|s| s.security_type == SecurityType::Common);
    let stated =
        vehicle.company_market_cap.or_else(|| common.clone().find_map(|s| s.company_market_cap));
    if stated.is_some() {
        return stated;
    }
    let shares = common.try_fold(Decimal::ZERO, |sum, s| {
        s.shares_outstanding.map(|shares| sum + shares * s.conversion_ratio)
    })?;
    Some(vehicle.price? * shares)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::methodology::Parameters;
    use crate::universe::Exchange;

    fn class(symbol: &str, price: i64, shares: i64, volume: i64) -> Security {
        let mut s = Security::new(symbol, Exchange::Nyse);
        s.price = Some(price.into());
        s.shares_outstanding = Some(shares.into());
        s.volume_2y = Some(volume.into());
        s
    }

    fn vehicle<'a>(classes: &[&'a Security], member: bool) -> &'a str {
        let order = pricing_vehicle_order(classes, member, &Parameters::default().pricing_vehicle);
        &classes[order[0]].symbol
    }

    #[test]
    fn the_highest_volume_prices_all_classes() {
        let (a, b) = (class("A", 10, 100, 1_000), class("B", 12, 900, 799));
        assert_eq!(vehicle(&[&a, &b], false), "A");
        assert_eq!(company_cap(&a, [&a, &b].into_iter()), Some(10_000.into()));
    }

    #[test]
    fn volumes_nearer_than_a_fifth_leave_it_to_available_shares() {
        // 801 is 19.9% below 1,000; 800 is 20% below, which is no longer "less than 20%".
        let a = class("A", 10, 100, 1_000);
        assert_eq!(vehicle(&[&a, &class("B", 12, 900, 801)], false), "B");
        assert_eq!(vehicle(&[&a, &class("B", 12, 900, 800)], false), "A");
    }

    #[test]
    fn a_member_class_needs_trading_days() {
        let (mut a, b) = (class("A", 10, 100, 1_000), class("B", 12, 100, 10));
        a.trading_days_2y = Some(99);
        assert_eq!(vehicle(&[&a, &b], true), "B");
        assert_eq!(vehicle(&[&a, &b], false), "A");
        a.trading_days_2y = Some(100);
        assert_eq!(vehicle(&[&a, &b], true), "A");
    }

    #[test]
    fn unlisted_and_converted_classes_count_and_others_do_not() {
        let a = class("A", 10, 100, 1_000);
        let mut b = class("B", 9, 10, 0);
        b.exchange = Exchange::Unlisted;
        b.conversion_ratio = Decimal::from(1_500);
        let mut unit = class("OP", 10, 500, 0);
        unit.security_type = SecurityType::OperatingPartnershipUnit;
        let cap = company_cap(&a, [&a, &b, &unit].into_iter());
        assert_eq!(cap, Some(151_000.into()));
        b.shares_outstanding = None;
        assert_eq!(company_cap(&a, [&a, &b].into_iter()), None, "unknown is not zero");
    }
}
