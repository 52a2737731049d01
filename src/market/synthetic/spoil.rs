//! Changes pool companies so that each of some fails one screen, and some pass one for the first
//! time.
//!
//! The size and price screens need no such help: the small end of the curve and low prices provide
//! cases.

use std::ops::Range;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use super::company::{Company, Maker, Order, is_traded_common};
use super::draw::rounded;
use super::places;
use crate::universe::Exchange;

/// The stated reasons for excluded companies that no column shows. Companies with the first kind
/// are not members, those with the second are.
const EXCLUDED: [&[&str]; 2] = [
    &["listing under review by the exchange", "shares of the holding company counted elsewhere"],
    &["merger closes before implementation", "in liquidation since its meeting of April"],
];

/// Ranks that supply the companies for screens other than size.
const FIRST: usize = 320;
const LAST: usize = 3_300;

/// Makes pool companies, given by falling cap, fail or pass a screen; no company twice.
pub(super) fn spoil(maker: &mut Maker<'_>, pool: &mut [Company]) {
    let counts = &maker.calibration.ineligible;
    let (new, floats, votes) = (
        maker.calibration.pool.newly_eligible,
        counts.float_below_minimum,
        counts.votes_below_minimum,
    );
    let (excluded, otc, abroad) =
        (counts.excluded, counts.members_moved_to_otc, counts.members_now_foreign);
    // Recent listings are left alone: their past follows from their dates.
    let mut seasoned: Vec<usize> =
        (60..pool.len().min(LAST)).filter(|&at| pool[at].listed.is_none()).collect();
    let mut take = |count: usize, maker: &mut Maker<'_>, ranks: Range<usize>| -> Vec<usize> {
        let (inside, outside): (Vec<usize>, Vec<usize>) =
            seasoned.iter().partition(|at| ranks.contains(at));
        let chosen = maker.draw.sample(inside.len(), count);
        let chosen: Vec<usize> = chosen.into_iter().map(|at| inside[at]).collect();
        let left = inside.into_iter().filter(|at| !chosen.contains(at));
        seasoned = outside.into_iter().chain(left).collect();
        seasoned.sort_unstable();
        chosen
    };
    for (number, at) in take(otc, maker, 2_000..LAST).into_iter().enumerate() {
        let exchange = if number % 3 == 2 { Exchange::Other } else { Exchange::Otc };
        pool[at].lines.iter_mut().filter(|s| is_traded_common(s)).for_each(|s| {
            s.exchange = exchange;
        });
    }
    for (number, at) in take(floats, maker, FIRST..LAST).into_iter().enumerate() {
        let float = rounded(maker.draw.between(1.0, 4.99), 4);
        pool[at].lines.iter_mut().for_each(|s| s.free_float_pct = Some(float));
        pool[at].was_eligible = number % 3 == 0;
    }
    for (number, at) in take(votes, maker, FIRST..LAST).into_iter().enumerate() {
        let votes = rounded(maker.draw.between(0.5, 4.99), 4);
        pool[at].lines.iter_mut().for_each(|s| s.unrestricted_votes_pct = Some(votes));
        pool[at].was_eligible = number % 3 == 0;
    }
    for (number, at) in take(excluded, maker, FIRST..LAST).into_iter().enumerate() {
        let member = number % 2;
        let reason = *maker.draw.pick(EXCLUDED[member]);
        pool[at].lines.iter_mut().for_each(|s| s.excluded = Some(reason.to_owned()));
        pool[at].was_eligible = member == 1;
    }
    for (number, at) in take(abroad, maker, FIRST..LAST).into_iter().enumerate() {
        pool[at].lines.iter_mut().for_each(|s| s.country = places::foreign(4 + number));
    }
    // Few large companies change their nationality or their voting structure.
    let large = new / 8;
    for at in [take(new - large, maker, 1_000..LAST), take(large, maker, 0..1_000)].concat() {
        pool[at].was_eligible = false;
    }
}

/// Companies that trade already, but whose documents were published too late.
pub(super) fn document_late(
    maker: &mut Maker<'_>,
    companies: &mut Vec<Company>,
    as_of: NaiveDate,
    count: usize,
) {
    for _ in 0..count {
        let cap = maker.draw.log_normal(400e6, 1.2);
        let bucket = super::others::bucket_of(maker, cap);
        let listed = as_of.checked_sub_days(Days::new(3 + maker.draw.below(40) as u64));
        let mut company = maker.domestic(Order { cap, bucket, listed, as_of });
        let after = Days::new(2 + maker.draw.below(20) as u64);
        for line in &mut company.lines {
            line.documented_date = as_of.checked_add_days(after);
        }
        company.was_eligible = false;
        companies.push(company);
    }
}

/// The lines of companies that will list after `as_of`, as a universe of that day shows them:
/// announced, with shares and a date, and no trading data.
pub(super) fn announced(company: &Company) -> Vec<crate::universe::Security> {
    let mut lines = company.lines.clone();
    for s in &mut lines {
        s.price = None;
        s.mean_close_30d = None;
        s.volume_2y = None;
        s.trading_days_2y = None;
        s.adv_usd = None;
        s.company_market_cap = None;
        s.free_float_pct = s.free_float_pct.filter(|f| *f == Decimal::ZERO);
    }
    lines
}
