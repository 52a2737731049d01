//! Company cap (RB 6.1-6.7): shares of all common classes times the pricing vehicle's close.

use rust_decimal::Decimal;

use super::parameters::PricingVehicle;
use super::ranking::EXACT_PLACES;
use super::updates::is_larger_product;
use crate::universe::{Security, SecurityType};
use crate::word_enum::word_enum;

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
    let merits = Merits::new(classes, member, rule);
    let seasoned = |s: &Security| merits.is_seasoned(s);
    let volume = |s: &Security| merits.volume(s);
    let available = |s: &Security| available_shares(s);
    order.sort_by(|&a, &b| {
        let (a, b) = (classes[a], classes[b]);
        seasoned(b)
            .cmp(&seasoned(a))
            .then_with(|| volume(b).cmp(&volume(a)))
            .then_with(|| available(b).cmp(&available(a)))
            .then_with(|| a.symbol().cmp(b.symbol()))
    });
    // Only the leader's near rivals are compared by shares: the relation is not transitive.
    let leader = classes[order[0]];
    let close_to_leader = |s: &Security| merits.is_close(leader, s);
    let rivals = order
        .iter()
        .take_while(|&&at| {
            seasoned(classes[at]) == seasoned(leader) && close_to_leader(classes[at])
        })
        .count();
    order[..rivals].sort_by(|&a, &b| {
        let (a, b) = (classes[a], classes[b]);
        let by_shares = available(b).cmp(&available(a));
        by_shares.then_with(|| volume(b).cmp(&volume(a))).then_with(|| a.symbol().cmp(b.symbol()))
    });
    order
}

/// The criteria by which the classes of one company are compared.
struct Merits<'a> {
    member: bool,
    rule: &'a PricingVehicle,
    /// Whether the two-year volume of every class is known.
    measured: bool,
}

impl<'a> Merits<'a> {
    fn new(classes: &[&Security], member: bool, rule: &'a PricingVehicle) -> Self {
        Self { member, rule, measured: classes.iter().all(|s| s.volume_2y().is_some()) }
    }

    fn is_seasoned(&self, s: &Security) -> bool {
        let enough = |days: u16| u32::from(days) >= self.rule.min_member_trading_days;
        !self.member || s.trading_days_2y.is_none_or(enough)
    }

    fn volume(&self, s: &Security) -> Option<Decimal> {
        if self.measured { s.volume_2y() } else { shares_a_day(s) }
    }

    /// Whether a volume is less than the tolerance below the leader's.
    fn is_close(&self, leader: &Security, s: &Security) -> bool {
        match (self.volume(leader), self.volume(s)) {
            (Some(high), Some(own)) => {
                let tolerated = (high, self.rule.volume_tolerance_pct);
                high == own || is_larger_product(tolerated, (high - own, Decimal::ONE_HUNDRED))
            }
            (None, None) => true,
            _ => false,
        }
    }
}

/// A class's shares times its float in per cent; 100 per cent if the float is unknown.
fn available_shares(s: &Security) -> Option<Decimal> {
    let float = s.free_float_pct().unwrap_or(Decimal::ONE_HUNDRED);
    s.shares_outstanding().map(|shares| shares.saturating_mul(float))
}

word_enum!(
    "snake_case",
    /// Why a class prices its company.
    pub enum VehicleReason {
        /// There is no other that could.
        Only,
        /// The others have not traded on days enough for a member's class.
        TradingDays,
        /// It has the highest volume by far.
        Volume,
        /// Of those with much the same volume it has the most available shares.
        AvailableShares,
        /// It is equal to another in all, and comes first in the alphabet.
        Ticker,
    }
);

/// Why the first of `classes`, which are in the order of [`pricing_vehicle_order`], prices their company.
pub fn pricing_vehicle_reason(
    classes: &[&Security],
    member: bool,
    rule: &PricingVehicle,
) -> VehicleReason {
    let Some((&vehicle, others)) = classes.split_first().filter(|(_, others)| !others.is_empty())
    else {
        return VehicleReason::Only;
    };
    let merits = Merits::new(classes, member, rule);
    let leads = |s: &&&Security| merits.is_seasoned(s) == merits.is_seasoned(vehicle);
    let equals: Vec<&&Security> = others.iter().filter(leads).collect();
    let highest = classes.iter().copied().max_by_key(|s| (merits.is_seasoned(s), merits.volume(s)));
    let rivals = || equals.iter().filter(|s| highest.is_some_and(|high| merits.is_close(high, s)));
    if equals.is_empty() {
        VehicleReason::TradingDays
    } else if rivals().next().is_none() {
        VehicleReason::Volume
    } else if rivals().all(|s| available_shares(vehicle) > available_shares(s)) {
        VehicleReason::AvailableShares
    } else if rivals().all(|s| merits.volume(vehicle) > merits.volume(s)) {
        VehicleReason::Volume
    } else {
        VehicleReason::Ticker
    }
}

/// Shares traded a day, from dollar volume and price.
fn shares_a_day(s: &Security) -> Option<Decimal> {
    match (s.adv_usd(), s.price()) {
        (Some(usd), Some(price)) if !price.is_zero() => usd.checked_div(price),
        _ => None,
    }
}

/// The company's cap, USD, or `None` where it is unknown.
///
/// A cap that the source states for the whole company is used as it is: that stated on the pricing
/// vehicle, or else that on the first class that has one. Without one, the cap is the number of shares of
/// all common classes, listed and unlisted, converted into shares of `vehicle`, times the close of
/// `vehicle`; it is unknown if the shares of any class are. Ratios are to a common unit, so the vehicle's
/// own ratio is divided out. Preferred shares, warrants, rights, receipts and operating-partnership units
/// do not count, except for `vehicle` itself: a member that is dropped because of its share type had a
/// cap all the same. A cap beyond the range of a decimal is the largest decimal, which no ranking accepts.
pub fn company_cap<'a>(
    vehicle: &Security,
    all_lines: impl Iterator<Item = &'a Security> + Clone,
) -> Option<Decimal> {
    let counts =
        |s: &&Security| s.security_type == SecurityType::Common || std::ptr::eq(*s, vehicle);
    let mut common = all_lines.filter(counts);
    let stated = vehicle
        .company_market_cap()
        .or_else(|| common.clone().find_map(Security::company_market_cap));
    if stated.is_some() {
        return stated;
    }
    let shares = common.try_fold(Decimal::ZERO, |sum, s| {
        let converted = s.shares_outstanding()?.saturating_mul(s.conversion_ratio);
        Some(sum.saturating_add(converted))
    })?;
    let cap = vehicle.price()?.saturating_mul(shares);
    if vehicle.conversion_ratio == Decimal::ONE {
        return Some(cap);
    }
    // To the precision of the ranking.
    let of_unit = cap.checked_div(vehicle.conversion_ratio).unwrap_or(Decimal::MAX);
    Some(of_unit.round_dp(EXACT_PLACES))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::methodology::Parameters;
    use crate::universe::Exchange;

    fn class(symbol: &str, price: i64, shares: i64, volume: i64) -> Security {
        let mut s = Security::new(symbol, Exchange::Nyse);
        s.set_price(Some(price.into()));
        s.set_shares_outstanding(Some(shares.into()));
        s.set_volume_2y(Some(volume.into()));
        s
    }

    fn vehicle<'a>(classes: &[&'a Security], member: bool) -> &'a str {
        let order = pricing_vehicle_order(classes, member, &Parameters::default().pricing_vehicle);
        classes[order[0]].symbol()
    }

    #[test]
    fn the_highest_volume_prices_all_classes() {
        let (a, b) = (class("A", 10, 100, 1_000), class("B", 12, 900, 799));
        assert_eq!(vehicle(&[&a, &b], false), "A");
        assert_eq!(company_cap(&a, [&a, &b].into_iter()), Some(10_000.into()));
    }

    #[test]
    fn the_reason_is_what_decided() {
        let reason = |classes: &[&Security], member| {
            let rule = &Parameters::default().pricing_vehicle;
            let order = pricing_vehicle_order(classes, member, rule);
            let ordered: Vec<&Security> = order.iter().map(|&at| classes[at]).collect();
            pricing_vehicle_reason(&ordered, member, rule)
        };
        let (a, b) = (class("A", 10, 100, 1_000), class("B", 12, 900, 799));
        assert_eq!(reason(&[&a], false), VehicleReason::Only);
        assert_eq!(reason(&[&a, &b], false), VehicleReason::Volume);
        let (c, d) = (class("C", 12, 900, 801), class("D", 12, 100, 1_000));
        assert_eq!(reason(&[&a, &c], false), VehicleReason::AvailableShares);
        assert_eq!(reason(&[&a, &d], false), VehicleReason::Ticker);
        let mut young = class("Y", 10, 100, 9_000);
        young.trading_days_2y = Some(99);
        assert_eq!(reason(&[&young, &b], true), VehicleReason::TradingDays);
        assert_eq!(reason(&[&young, &b], false), VehicleReason::Volume);
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
        b.set_shares_outstanding(None);
        assert_eq!(company_cap(&a, [&a, &b].into_iter()), None, "unknown is not zero");
    }

    #[test]
    fn a_ratio_of_the_vehicle_is_divided_out() {
        let (mut a, b) = (class("A", 3_000, 10, 1_000), class("B", 1, 6_000, 500));
        a.conversion_ratio = Decimal::from(3_000);
        // 6,000 of B are worth 2 of A: 12 of A at 3,000, or 36,000 of B at the price of B.
        assert_eq!(company_cap(&a, [&a, &b].into_iter()), Some(36_000.into()));
        assert_eq!(company_cap(&b, [&a, &b].into_iter()), Some(36_000.into()));
        let mut third = class("C", 1, 1, 500);
        third.conversion_ratio = Decimal::from(3);
        let cap = company_cap(&third, [&third, &b].into_iter()).expect("known");
        assert_eq!(cap, Decimal::from(2_001));
        third.set_shares_outstanding(Some(Decimal::new(1, 1)));
        let cap = company_cap(&third, [&third, &b].into_iter()).expect("known");
        assert_eq!(cap, Decimal::new(20_001, 1));
    }
}
