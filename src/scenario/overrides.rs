//! The rule book with a scenario's overrides, checked.

use rust_decimal::Decimal;

use super::written::{Amount, WrittenBreak, WrittenMethodology, WrittenUpdates};
use crate::methodology::{Break, Parameters, Updates};
use crate::universe::MOST_ASSETS;

/// A key and what is wrong with its value.
type Problem = (String, String);

/// The parameters that a scenario's overrides give.
///
/// # Errors
/// Negative widths and amounts, ranks out of order, widths finer than a millionth of a point.
pub(super) fn apply(written: &WrittenMethodology) -> Result<Parameters, Problem> {
    let mut p = Parameters::default();
    let e = &written.eligibility;
    let key = |name: &str| format!("methodology.eligibility.{name}");
    amount(&mut p.eligibility.min_price, e.min_price, &key("min_price"))?;
    let mean = &mut p.eligibility.min_member_mean_close;
    amount(mean, e.min_member_mean_close, &key("min_member_mean_close"))?;
    amount(&mut p.eligibility.min_market_cap, e.min_market_cap, &key("min_market_cap"))?;
    let float = &mut p.eligibility.min_free_float_pct;
    amount(float, e.min_free_float_pct, &key("min_free_float_pct"))?;
    let votes = &mut p.eligibility.min_unrestricted_votes_pct;
    amount(votes, e.min_unrestricted_votes_pct, &key("min_unrestricted_votes_pct"))?;
    set(&mut p.eligibility.exchanges, e.exchanges.clone());
    set(&mut p.eligibility.security_types, e.security_types.clone());
    set(&mut p.eligibility.excluded_structures, e.excluded_structures.clone());
    set(&mut p.eligibility.country, e.country);
    let benefit = &mut p.eligibility.benefit_driven_incorporation;
    set(benefit, e.benefit_driven_incorporation.clone());
    set(&mut p.eligibility.unknown, e.unknown);
    let v = &written.pricing_vehicle;
    let tolerance = &mut p.pricing_vehicle.volume_tolerance_pct;
    amount(tolerance, v.volume_tolerance_pct, "methodology.pricing_vehicle.volume_tolerance_pct")?;
    set(&mut p.pricing_vehicle.min_member_trading_days, v.min_member_trading_days);
    breaks(&mut p, written)?;
    set(&mut p.band_edge, written.band_edge);
    set(&mut p.tie_break, written.tie_break);
    let s = &written.share_classes;
    let key = |name: &str| format!("methodology.share_classes.{name}");
    amount(&mut p.share_classes.above_market_cap, s.above_market_cap, &key("above_market_cap"))?;
    amount(&mut p.share_classes.above_adv_usd, s.above_adv_usd, &key("above_adv_usd"))?;
    let float = &mut p.share_classes.min_free_float_pct;
    amount(float, s.min_free_float_pct, &key("min_free_float_pct"))?;
    set(&mut p.share_classes.unknown, s.unknown);
    updates(&mut p.june, &written.june, "june")?;
    updates(&mut p.december, &written.december, "december")?;
    between(&mut p, written)?;
    Ok(p)
}

/// What holds between reconstitutions.
fn between(p: &mut Parameters, written: &WrittenMethodology) -> Result<(), Problem> {
    let (quarterly, own) = (&mut p.quarterly, &written.quarterly);
    let (offerings, given) = (&mut p.offerings, &written.offerings);
    for (target, value, key) in [
        (&mut quarterly.shares_buffer_pct, own.shares_buffer_pct, "quarterly.shares_buffer_pct"),
        (
            &mut quarterly.float_buffer_points,
            own.float_buffer_points,
            "quarterly.float_buffer_points",
        ),
        (&mut quarterly.small_float_pct, own.small_float_pct, "quarterly.small_float_pct"),
        (
            &mut quarterly.small_float_buffer_points,
            own.small_float_buffer_points,
            "quarterly.small_float_buffer_points",
        ),
        (&mut offerings.at_once_from, given.at_once_from, "offerings.at_once_from"),
        (&mut offerings.shares_pct_from, given.shares_pct_from, "offerings.shares_pct_from"),
        (&mut offerings.with_shares_from, given.with_shares_from, "offerings.with_shares_from"),
    ] {
        amount(target, value, &format!("methodology.{key}"))?;
    }
    set(&mut p.additions.quarterly, written.additions.quarterly);
    set(&mut p.additions.fast_entry, written.additions.fast_entry);
    set(&mut p.additions.breaks, written.additions.breaks);
    Ok(())
}

fn set<T>(target: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *target = value;
    }
}

/// The largest value of a parameter: of per cent and points a hundred times the whole, of USD more than
/// the world has.
fn most(key: &str) -> Decimal {
    let is_part = key.ends_with("_pct") || key.ends_with("_points");
    if is_part { Decimal::from(10_000) } else { MOST_ASSETS }
}

fn amount(target: &mut Decimal, value: Option<Amount>, key: &str) -> Result<(), Problem> {
    match value {
        Some(Amount(number)) if number.is_sign_negative() && !number.is_zero() => {
            Err((key.to_owned(), format!("{number} is negative; it must be 0 or more")))
        }
        Some(Amount(number)) if number > most(key) => {
            Err((key.to_owned(), format!("{number} is out of range; give 0 to {}", most(key))))
        }
        value => {
            set(target, value.map(|a| a.0.normalize()));
            Ok(())
        }
    }
}

fn updates(target: &mut Updates, written: &WrittenUpdates, season: &str) -> Result<(), Problem> {
    let key = |name: &str| format!("methodology.{season}.{name}");
    amount(&mut target.shares_buffer_pct, written.shares_buffer_pct, &key("shares_buffer_pct"))?;
    let float = &mut target.float_buffer_points;
    amount(float, written.float_buffer_points, &key("float_buffer_points"))?;
    set(&mut target.votes_reviewed, written.votes_reviewed);
    Ok(())
}

fn breaks(p: &mut Parameters, written: &WrittenMethodology) -> Result<(), Problem> {
    let (b, w) = (&mut p.breaks, &written.breaks);
    for (name, target, written) in [
        ("top10", &mut b.top10, &w.top10),
        ("top20", &mut b.top20, &w.top20),
        ("top50", &mut b.top50, &w.top50),
        ("top100", &mut b.top100, &w.top100),
        ("top200", &mut b.top200, &w.top200),
        ("top500", &mut b.top500, &w.top500),
        ("r1000", &mut b.r1000, &w.r1000),
        ("microcap", &mut b.microcap, &w.microcap),
        ("r3000", &mut b.r3000, &w.r3000),
        ("r3000e", &mut b.r3000e, &w.r3000e),
    ] {
        if let Some(written) = written {
            set_break(target, written, name)?;
        }
    }
    let mut above = ("", 0);
    for (name, rule) in p.breaks.named() {
        let key = format!("methodology.breaks.{name}");
        if rule.rank <= above.1 {
            let problem = format!(
                "rank {} is not beyond that of {} ({}); breaks follow one another",
                rule.rank, above.0, above.1
            );
            return Err((key, problem));
        }
        above = (name, rule.rank);
        let unbanded = ["top10", "top20", "top50", "top100", "r3000", "r3000e"];
        if rule.is_banded() && unbanded.contains(&name) {
            let problem = "has no band in the family; top200, top500, r1000 and microcap have";
            return Err((key, problem.to_owned()));
        }
    }
    Ok(())
}

fn set_break(target: &mut Break, written: &WrittenBreak, name: &str) -> Result<(), Problem> {
    let key = |last: &str| format!("methodology.breaks.{name}.{last}");
    let both = written.band_above.or(written.band_below);
    if written.half_width.is_some() && both.is_some() {
        let problem = "stands beside band_above or band_below; give either it or them";
        return Err((key("half_width"), problem.to_owned()));
    }
    set(&mut target.rank, written.rank);
    for (last, target, own) in [
        ("band_above", &mut target.band_above, written.band_above),
        ("band_below", &mut target.band_below, written.band_below),
    ] {
        let last = if own.is_none() && written.half_width.is_some() { "half_width" } else { last };
        let value = own.or(written.half_width);
        amount(target, value, &key(last))?;
        if target.scale() > 6 || *target > Decimal::ONE_HUNDRED {
            let problem =
                format!("{target} is no width; give 0 to 100 points with six places at most");
            return Err((key(last), problem));
        }
    }
    Ok(())
}
