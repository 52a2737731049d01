//! The universe of a month end: every line that trades, and classes that are not traded anywhere.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use compact_str::CompactString;
use rust_decimal::Decimal;

use crate::market::synthetic::draw::{Draw, price, rounded, significant, to_i64};
use crate::market::synthetic::world::Market;
use crate::market::synthetic::world::firm::Firm;
use crate::market::synthetic::world::line::{Line, number};
use crate::universe::{Exchange, Security, SecurityType, Structure, Universe};

/// Exchange sessions of two years, and sessions per calendar day.
const SESSIONS_2Y: f64 = 502.0;
const SESSIONS_A_DAY: f64 = 251.0 / 365.25;

/// A universe, and where its lines are in the market.
#[derive(Debug)]
pub(super) struct Slice {
    pub(super) universe: Universe,
    /// For each line of the universe, the index of its company and its index among that company's lines;
    /// `None` for a line that has been added since.
    pub(super) places: Vec<Option<(usize, usize)>>,
    /// For each company, the product of its splits up to that day.
    splits: Vec<f64>,
}

impl Slice {
    /// The lines of the companies that pass a test, at the close of a month end.
    pub(super) fn of(
        market: &Market<'_>,
        as_of: NaiveDate,
        draw: &mut Draw,
        test: impl Fn(&Firm) -> bool,
    ) -> Self {
        let unknown = &market.calibration.unknown;
        let (mut lines, mut places) = (Vec::new(), BTreeMap::new());
        for (at, firm) in market.firms.iter().enumerate().filter(|(_, f)| f.trades() && test(f)) {
            let counts = firm.shares_by_line();
            for (number, line) in firm.lines.iter().enumerate() {
                let mut s = security(firm, line, as_of, draw);
                s.set_shares_outstanding(Some(counts[number]));
                if s.mean_close_30d().is_some() && draw.chance(unknown.mean_close) {
                    s.set_mean_close_30d(None);
                }
                places.insert(CompactString::from(s.symbol()), (at, number));
                lines.push(s);
            }
            state_cap(firm, lines.len() - firm.lines.len(), &mut lines);
        }
        let splits = market.firms.iter().map(|f| f.splits).collect();
        let mut slice = Self { universe: Universe::new(as_of, lines), places: Vec::new(), splits };
        slice.find(&places);
        slice
    }

    /// Finds the places of the lines in the market again after the universe has sorted its lines.
    fn find(&mut self, places: &BTreeMap<CompactString, (usize, usize)>) {
        let lines = self.universe.securities.iter();
        self.places = lines.map(|s| places.get(s.symbol()).copied()).collect();
    }

    /// Whether the market already had a company on that day.
    pub(super) fn had(&self, firm: usize) -> bool {
        firm < self.splits.len()
    }

    /// The product of a company's splits since that day.
    pub(super) fn splits_since(&self, market: &Market<'_>, firm: usize) -> f64 {
        market.firms[firm].splits / self.splits[firm]
    }

    /// Keeps the lines of the companies that pass a test, and adds lines that are not in the market yet.
    pub(super) fn change(&mut self, stays: impl Fn(usize) -> bool, added: Vec<Security>) {
        let lines = std::mem::take(&mut self.universe.securities).into_iter();
        let old: Vec<_> = lines.zip(self.places.drain(..)).collect();
        let kept = old.into_iter().filter(|(_, place)| place.is_none_or(|(firm, _)| stays(firm)));
        let (mut lines, places): (Vec<_>, Vec<_>) = kept.unzip();
        let symbols = lines.iter().map(|s: &Security| CompactString::from(s.symbol()));
        let places =
            symbols.zip(places).filter_map(|(symbol, place)| Some((symbol, place?))).collect();
        lines.extend(added);
        self.universe = Universe::new(self.universe.as_of, lines);
        self.find(&places);
    }
}

/// A line with the values that change from month to month.
fn security(firm: &Firm, line: &Line, as_of: NaiveDate, draw: &mut Draw) -> Security {
    let mut s = line.security.clone();
    s.excluded = firm.excluded.map(str::to_owned);
    if s.exchange == Exchange::Unlisted {
        return s;
    }
    s.set_price(Some(line.price));
    s.set_adv_usd(line.adv);
    if let Some((earned, book)) = firm.fundamentals.filter(|_| line.is_stock()) {
        s.set_earnings(Some(significant(firm.trailing_cap * earned, 4)));
        s.set_book_value(Some(significant(firm.trailing_cap * book, 4)));
    }
    if line.active.is_some() {
        s.set_mean_close_30d(Some(mean_close(line, draw)));
    }
    let since = s.listing_date.map_or(1e6, |day| (as_of - day).num_days().max(1) as f64);
    let sessions = (since * SESSIONS_A_DAY).ceil().min(SESSIONS_2Y);
    s.trading_days_2y = line.active.map(|part| days(sessions * part));
    let daily = line.turnover * firm.cap() / number(Some(line.price));
    s.set_volume_2y(line.active.map(|part| significant(daily * sessions * part * 0.9, 4)));
    s
}

fn days(x: f64) -> u16 {
    u16::try_from(to_i64(x)).unwrap_or_default()
}

/// The mean close of thirty days: between the last month end's close and this one's.
fn mean_close(line: &Line, draw: &mut Draw) -> Decimal {
    let close = number(Some(line.price));
    let last = line.last.map_or(close, |last| number(Some(last)) * line.adjustment);
    price((last * close).sqrt() * libm::exp(0.06 * draw.normal()))
}

/// If a company's main class states its cap, the shares of its unlisted classes are left unknown.
fn state_cap(firm: &Firm, first: usize, lines: &mut [Security]) {
    if lines[first].company_market_cap().is_none() {
        return;
    }
    lines[first].set_company_market_cap(Some(significant(firm.cap(), 6)));
    let unlisted = lines[first..].iter_mut().filter(|s| s.exchange == Exchange::Unlisted);
    unlisted.for_each(|s| s.set_shares_outstanding(None));
}

/// A line of a company that lists after the day of a universe: announced, with shares and a date, and
/// no trading data.
pub(super) fn announced(firm: &Firm, line: &Line, shares: Decimal) -> Security {
    let mut s = line.security.clone();
    s.set_shares_outstanding(Some(shares));
    s.set_company_market_cap(None);
    s.set_free_float_pct(s.free_float_pct().filter(Decimal::is_zero));
    s.set_issuer(&firm.base);
    s
}

/// Whether a line is a common share that is traded on any venue.
pub(in crate::market::synthetic) fn is_traded_common(s: &Security) -> bool {
    s.security_type == SecurityType::Common && s.exchange != Exchange::Unlisted
}

/// Whether an index could hold a line.
pub(in crate::market::synthetic) fn could_be_member(s: &Security) -> bool {
    is_traded_common(s)
        && s.structure == Structure::Corporation
        && !matches!(s.exchange, Exchange::Other | Exchange::Otc)
}

/// A share count after splits.
pub(super) fn split(shares: Option<Decimal>, factor: f64) -> Option<Decimal> {
    shares.map(
        |n| {
            if (factor - 1.0).abs() < 1e-12 { n } else { rounded(number(Some(n)) * factor, 0) }
        },
    )
}
