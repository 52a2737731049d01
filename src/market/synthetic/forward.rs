//! The market after the rank day of June: prices move, companies list, leave and change.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::calibration::Calibration;
use super::company::{Company, Maker, Order, is_traded_common};
use super::draw::{Draw, price, rounded, shares, significant};
use super::held::{July, float_change, moved_float, scaled, share_change};
use crate::universe::{Country, Exchange, Security, SecurityType, Structure, Universe};

/// Log returns of companies since the date of their lines' prices.
#[derive(Debug, Clone)]
pub(super) struct Path {
    logs: Vec<f64>,
}

impl Path {
    pub(super) fn new(companies: usize) -> Self {
        Self { logs: vec![0.0; companies] }
    }

    /// Moves every company by its beta times the market's log return and its own log return over
    /// some months.
    pub(super) fn advance(
        &mut self,
        calibration: &Calibration,
        draw: &mut Draw,
        companies: &[Company],
        (months, market): (f64, f64),
    ) {
        for (log, company) in self.logs.iter_mut().zip(companies) {
            let own = calibration.deviation(company.sigma, months)
                * draw.student(calibration.pool.tail_dof);
            *log += company.beta * market + own.clamp(-2.0, 1.6);
        }
    }
}

/// How strongly a line follows its company's shares.
pub(super) fn exposure(s: &Security) -> f64 {
    match (s.structure, s.security_type) {
        (Structure::BlankCheque, SecurityType::Common | SecurityType::Unit) => 0.03,
        (Structure::Etf | Structure::ClosedEndFund | Structure::MutualFund, _) => 0.35,
        (_, SecurityType::Common | SecurityType::DepositaryReceipt) => 1.0,
        (_, SecurityType::Warrant | SecurityType::Right) => 1.4,
        _ => 0.08,
    }
}

/// A price after a log return.
fn moved(now: Decimal, log: f64) -> Decimal {
    now.to_f64().map_or(now, |n| price(n * libm::exp(log)))
}

/// The close of an implementation day: the companies' common lines with prices moved along the
/// path, and shares and float as of the same cut-off except for late corrections; lines in
/// `missing` have left.
pub(super) fn effective(
    companies: &[Company],
    path: &Path,
    (date, missing): (NaiveDate, &[String]),
    draw: &mut Draw,
) -> Universe {
    let mut lines = Vec::new();
    for (company, log) in companies.iter().zip(&path.logs) {
        for s in &company.lines {
            let could_be_member = is_traded_common(s)
                && s.structure == Structure::Corporation
                && !matches!(s.exchange, Exchange::Other | Exchange::Otc);
            if !could_be_member || missing.iter().any(|symbol| s.symbol == *symbol) {
                continue;
            }
            let mut line = Security::new(s.symbol.clone(), s.exchange);
            line.price = s.price.map(|p| moved(p, log * exposure(s)));
            line.shares_outstanding = s.shares_outstanding;
            line.free_float_pct = s.free_float_pct;
            if draw.chance(0.015) {
                let change = draw.between(0.97, 1.05);
                line.shares_outstanding = s.shares_outstanding.map(|n| scaled(n, change));
            }
            lines.push(line);
        }
    }
    lines.retain(|s| s.price.is_some());
    Universe::new(date, lines)
}

/// Lists new companies between two days, at the rates of their buckets, priced as of the second.
pub(super) fn fresh(maker: &mut Maker<'_>, from: NaiveDate, as_of: NaiveDate) -> Vec<Company> {
    let days = (as_of - from).num_days();
    let months = days as f64 / 30.44;
    let mut companies = Vec::new();
    for bucket in 0..maker.calibration.buckets.len() {
        let expected = maker.calibration.buckets[bucket].listings_monthly * months;
        let mut left = expected + maker.draw.unit();
        while left >= 1.0 {
            left -= 1.0;
            let size = maker.calibration.bucket_size(bucket) as f64;
            let last = maker.calibration.buckets[bucket].last_rank as f64;
            let rank = last - maker.draw.unit() * size * 0.98;
            let cap = libm::exp(maker.calibration.now().log_cap(rank));
            let day = 1 + maker.draw.below(usize::try_from(days).unwrap_or(1)) as u64;
            let listed = from.checked_add_days(Days::new(day));
            companies.push(maker.domestic(Order { cap, bucket, listed, as_of }));
        }
    }
    companies.sort_by(|a, b| a.listed.cmp(&b.listed).then_with(|| a.base.cmp(&b.base)));
    companies
}

/// Dates the documents of some companies that listed just before `as_of` after it.
pub(super) fn document_late(companies: &mut [Company], as_of: NaiveDate, count: usize) {
    let late = as_of.checked_add_days(Days::new(11));
    let recent =
        companies.iter_mut().rev().filter(|c| c.listed.is_some() && c.listed <= Some(as_of));
    for company in recent.take(count) {
        for s in &mut company.lines {
            s.documented_date = late;
        }
    }
}

/// Whether each company has left after some months, at the rates of its bucket.
pub(super) fn departures(
    calibration: &Calibration,
    draw: &mut Draw,
    companies: &[Company],
    months: f64,
) -> Vec<bool> {
    companies
        .iter()
        .map(|company| {
            let bucket = &calibration.buckets[company.bucket];
            let rate = bucket.delistings_monthly / calibration.bucket_size(company.bucket) as f64;
            let spac = company.lines[0].structure == Structure::BlankCheque;
            draw.chance(months * if spac { 0.03 } else { rate.max(0.003) })
        })
        .collect()
}

/// Moves the companies' lines to a new day along the path: prices, shares, float, volumes. Returns
/// the shares and float at the cut-off halfway.
pub(super) fn age(
    calibration: &Calibration,
    draw: &mut Draw,
    companies: &mut [Company],
    path: &Path,
) -> July {
    let mut july = July::new();
    for (company, log) in companies.iter_mut().zip(&path.logs) {
        company.cap *= libm::exp(*log);
        for s in &mut company.lines {
            let factor = log * exposure(s);
            s.price = s.price.map(|p| moved(p, factor));
            if s.mean_close_30d.is_some() {
                s.mean_close_30d = s.price.map(|p| moved(p, 0.05 * draw.normal()));
            }
            let turnover = libm::exp(0.25 * draw.normal());
            let usd = s.adv_usd.and_then(|adv| adv.to_f64());
            s.adv_usd = usd.map(|adv| significant(adv * libm::exp(factor) * turnover, 4));
            s.volume_2y = s.volume_2y.and_then(|v| v.to_f64()).map(|v| {
                let change = 0.04 * draw.normal();
                significant(v * libm::exp(change), 4)
            });
            s.trading_days_2y = s.trading_days_2y.map(|days| (days + 126).min(502));
            s.company_market_cap = s
                .company_market_cap
                .and_then(|c| c.to_f64())
                .map(|c| significant(c * libm::exp(*log), 6));
            s.earnings = s.earnings.and_then(|e| e.to_f64()).map(|e| {
                let change = 0.08 * draw.normal();
                significant(e * libm::exp(change), 4)
            });
            let first = step(calibration, draw, s);
            july.insert(s.symbol.to_string(), first);
            step(calibration, draw, s);
        }
    }
    july
}

/// One quarter's changes in a line's shares and float.
fn step(
    calibration: &Calibration,
    draw: &mut Draw,
    s: &mut Security,
) -> (Option<Decimal>, Option<Decimal>) {
    if is_traded_common(s) {
        // Each quarter takes 0.7 of a half-year's change.
        let change = 1.0 + (share_change(calibration, draw) - 1.0) * 0.7;
        s.shares_outstanding = s.shares_outstanding.map(|n| scaled(n, change));
        let points = float_change(calibration, draw) * 0.7;
        s.free_float_pct = s.free_float_pct.map(|f| moved_float(f, points));
    }
    (s.shares_outstanding, s.free_float_pct)
}

/// A few events of each kind between the two rank days that change the outcome of a screen.
pub(super) fn change_screen_outcomes(draw: &mut Draw, companies: &mut [Company]) {
    let common = |c: &Company| {
        let s = &c.lines[0];
        is_traded_common(s) && s.structure == Structure::Corporation && s.price.is_some()
    };
    let listed = |c: &Company| !matches!(c.lines[0].exchange, Exchange::Otc | Exchange::Other);
    let of = |companies: &[Company], test: &dyn Fn(&Company) -> bool| -> Vec<usize> {
        (0..companies.len()).filter(|&at| common(&companies[at]) && test(&companies[at])).collect()
    };
    // Companies that the provider assigns to the US from now on.
    let abroad = of(companies, &|c| {
        listed(c)
            && !c.was_eligible
            && c.lines[0].country.headquarters != Some(Country::US)
            && c.lines[0].country.headquarters.is_some()
            && c.cap > 3e8
    });
    for at in draw.sample(abroad.len(), 7) {
        let lines = &mut companies[abroad[at]].lines;
        for s in lines {
            s.country.assigned = Some(Country::US);
        }
    }
    let small = of(companies, &|c| listed(c) && c.was_eligible && c.bucket >= 4);
    for at in draw.sample(small.len(), 4) {
        companies[small[at]].lines[0].exchange = Exchange::Otc;
    }
    // Members stay eligible whatever becomes of their votes: December does not test them.
    for at in draw.sample(small.len(), 6) {
        let votes = rounded(draw.between(1.0, 4.9), 2);
        companies[small[at]].lines.iter_mut().for_each(|s| s.unrestricted_votes_pct = Some(votes));
    }
    let tight = of(companies, &|c| c.lines[0].free_float_pct.is_some_and(|f| f < 5.into()));
    for at in draw.sample(tight.len(), 5) {
        let float = rounded(draw.between(12.0, 45.0), 2);
        companies[tight[at]].lines[0].free_float_pct = Some(float);
    }
    // Offerings that double the shares of a small company.
    for at in draw.sample(small.len(), 12) {
        let s = &mut companies[small[at]].lines[0];
        let more = draw.between(1.3, 2.2);
        s.shares_outstanding =
            s.shares_outstanding.and_then(|n| n.to_f64()).map(|n| shares(n * more));
    }
}
