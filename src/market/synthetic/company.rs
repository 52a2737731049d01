//! A company at its beginning: its risk parameters, and its lines with their first prices.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::calibration::{Bucket, Calibration};
use super::draw::{Draw, price, rounded, shares, significant};
use super::names::{Names, trade};
use super::places;
use crate::universe::packed;
use crate::universe::{CountryFacts, Exchange, LineNames, Security, Structure};

/// Exchange sessions of two years, and sessions per calendar day.
const SESSIONS_2Y: f64 = 502.0;
const SESSIONS_A_DAY: f64 = 251.0 / 365.25;

/// Largest number of shares of a company, about as many as the largest companies have.
const MOST_SHARES: f64 = 2.5e10;

/// A company with all its lines.
#[derive(Debug, Clone)]
pub(super) struct Company {
    /// First word of its name; also the issuer of its lines.
    pub(super) base: String,
    pub(super) bucket: usize,
    /// Cap of all classes, USD.
    pub(super) cap: f64,
    /// Log of its own volatility over its bucket's median, in units of the bucket's spread.
    pub(super) volatility: f64,
    /// Beta to the market.
    pub(super) beta: f64,
    /// Its lines, the main class first. A cap that the main class states stands in for the share
    /// count of an unlisted class, which universes then leave empty.
    pub(super) lines: Vec<Security>,
}

/// Makes companies.
#[derive(Debug)]
pub(super) struct Maker<'a> {
    pub(super) calibration: &'a Calibration,
    pub(super) names: Names,
    pub(super) draw: Draw,
}

/// The specification of a company to be made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Order {
    /// Cap, USD.
    pub(super) cap: f64,
    pub(super) bucket: usize,
    /// First day of trading, where recent.
    pub(super) listed: Option<NaiveDate>,
    /// The date of its prices.
    pub(super) as_of: NaiveDate,
}

impl Maker<'_> {
    /// A US corporation with common shares of one class or several.
    pub(super) fn domestic(&mut self, order: Order) -> Company {
        let country = places::domestic(&mut self.draw, self.calibration.unknown.country);
        let sector = self.sector();
        let (word, industry) = trade(&mut self.draw, &sector);
        let base = self.names.base();
        let form = *self.draw.pick(&["Inc", "Inc", "Inc", "Corp", "Co", "Holdings Inc"]);
        let mut line = self.common(&base, &format!("{base} {word} {form}"), order);
        line.country = country;
        line.sector = Some(sector.into());
        let known = !self.draw.chance(self.calibration.unknown.industry);
        line.industry = known.then(|| industry.into());
        self.fundamentals(&mut line, order.cap);
        let mut company = self.company(base, order, line);
        self.add_classes(&mut company);
        company
    }

    /// A company with one line, which the caller makes ineligible.
    pub(super) fn single(
        &mut self,
        order: Order,
        words: &str,
        structure: Structure,
        country: CountryFacts,
    ) -> Company {
        let base = self.names.base();
        let mut line = self.common(&base, &format!("{base} {words}"), order);
        line.structure = structure;
        line.country = country;
        self.company(base, order, line)
    }

    fn company(&mut self, base: String, order: Order, line: Security) -> Company {
        let bucket = &self.calibration.buckets[order.bucket];
        Company {
            base,
            bucket: order.bucket,
            cap: order.cap,
            volatility: self.draw.normal(),
            beta: (bucket.beta + bucket.beta_spread * self.draw.normal()).clamp(-0.3, 2.8),
            lines: vec![line],
        }
    }

    fn sector(&mut self) -> String {
        let mut left = self.draw.unit();
        let mut chosen = "";
        for (sector, weight) in &self.calibration.sectors {
            chosen = sector;
            left -= weight;
            if left < 0.0 {
                break;
            }
        }
        chosen.to_owned()
    }

    /// A line of common shares that accounts for the whole cap.
    fn common(&mut self, base: &str, name: &str, order: Order) -> Security {
        let bucket = &self.calibration.buckets[order.bucket];
        let symbol = self.names.ticker(base);
        let exchange = listed_on(&mut self.draw, order.bucket);
        let id = self.names.id();
        let id = (!self.draw.chance(self.calibration.unknown.id)).then_some(&*id);
        let names = LineNames { symbol: &symbol, issuer: base, id, name };
        let mut s = Security::named(&names, exchange);
        let raw = self.draw.log_normal(bucket.price_median, bucket.price_log_spread);
        let close = price(raw.clamp(0.12, 4_000.0).max(order.cap / MOST_SHARES));
        s.set_shares_outstanding(Some(shares(order.cap / packed::float(close))));
        s.set_price(Some(close));
        let float = free_float(&mut self.draw, bucket);
        let unknown = &self.calibration.unknown;
        s.set_free_float_pct((!self.draw.chance(unknown.float)).then(|| rounded(float, 2)));
        let votes = (float + 3.0 * self.draw.normal()).clamp(6.0, 100.0);
        s.set_unrestricted_votes_pct((!self.draw.chance(unknown.votes)).then(|| rounded(votes, 2)));
        self.mean_close(&mut s);
        self.listing(&mut s, order);
        self.trading(&mut s, order, float);
        s
    }

    /// The mean close of thirty days, near the close.
    fn mean_close(&mut self, s: &mut Security) {
        let close = s.price().map_or(1.0, packed::float);
        let mut mean = close * libm::exp(0.05 * self.draw.normal());
        // A stock that has just fallen below a dollar often has a mean above it.
        if close < 1.0 && self.draw.chance(0.5) {
            mean = self.draw.between(1.0, 1.15);
        }
        let known = !self.draw.chance(self.calibration.unknown.mean_close);
        s.set_mean_close_30d(known.then(|| price(mean)));
    }

    fn listing(&mut self, s: &mut Security, order: Order) {
        s.listing_date = order.listed;
        let long_ago = Days::new(800 + self.draw.below(13_000) as u64);
        if order.listed.is_none() && !self.draw.chance(self.calibration.unknown.listing_date) {
            s.listing_date = order.as_of.checked_sub_days(long_ago);
        }
        // Document dates are recorded for recent listings only.
        s.documented_date = order.listed;
    }

    /// Volume and average dollar volume over the days since its listing.
    fn trading(&mut self, s: &mut Security, order: Order, float: f64) {
        let bucket = &self.calibration.buckets[order.bucket];
        let since = order.listed.map_or(1e6, |d| (order.as_of - d).num_days().max(1) as f64);
        let sessions = (since * SESSIONS_A_DAY).ceil().min(SESSIONS_2Y);
        let active = if order.bucket >= 5 && self.draw.chance(0.1) { 0.8 } else { 1.0 };
        let turnover = bucket.turnover_pct / 100.0 * self.draw.log_normal(1.0, 0.6) * float / 100.0;
        let adv = order.cap * turnover;
        let close = s.price().map_or(1.0, packed::float);
        let days = (sessions * active).round();
        let known = !self.draw.chance(self.calibration.unknown.volume);
        s.set_volume_2y(known.then(|| significant(adv / close * days * 0.9, 4)));
        s.trading_days_2y = known.then(|| rounded(days, 0).to_u16().unwrap_or_default());
        s.set_adv_usd(Some(significant(adv, 4)));
    }

    /// Earnings and book value of the whole company.
    fn fundamentals(&mut self, s: &mut Security, cap: f64) {
        let loss = match s.sector.as_deref() {
            Some("Health Care") => 0.75,
            Some("Technology") => 0.45,
            Some("Financials" | "Utilities") => 0.08,
            _ => 0.25,
        };
        let large = cap > 2e10;
        let at_a_loss = self.draw.chance(if large { loss * 0.12 } else { loss });
        let yields = match (at_a_loss, large) {
            (true, true) => -self.draw.log_normal(0.015, 0.6),
            (true, false) => -self.draw.log_normal(0.09, 0.9),
            (false, true) => self.draw.log_normal(0.035, 0.5),
            (false, false) => self.draw.log_normal(0.055, 0.5),
        };
        let book = self.draw.log_normal(if large { 0.22 } else { 0.45 }, 0.7);
        if !self.draw.chance(self.calibration.unknown.fundamentals) {
            s.set_earnings(Some(significant(cap * yields, 4)));
            s.set_book_value(Some(significant(cap * book, 4)));
        }
    }

    /// Splits the shares of the main class among further classes, at the rates of the bucket.
    fn add_classes(&mut self, company: &mut Company) {
        let bucket = &self.calibration.buckets[company.bucket];
        let listed = self.draw.chance(bucket.second_listed_class);
        let unlisted = self.draw.chance(bucket.unlisted_class);
        if !listed && !unlisted {
            return;
        }
        let root = company.lines[0].symbol().to_owned();
        let name = company.lines[0].name().to_owned();
        company.lines[0].set_name(&format!("{name} Class A"));
        // Super-voting shares leave public holders with a smaller part of the votes than of the
        // shares.
        let votes = rounded(self.draw.between(8.0, 65.0), 2);
        company.lines[0].set_unrestricted_votes_pct(Some(votes));
        if listed {
            self.listed_class(company, &root, &name);
        }
        if unlisted {
            self.unlisted_class(company, &root, &name, if listed { "C" } else { "B" });
        }
    }

    /// A second listed class: about as liquid as the first (so that share counts decide the pricing
    /// vehicle), less liquid, or with few shares that convert into very many.
    fn listed_class(&mut self, company: &mut Company, root: &str, name: &str) {
        let mut class = company.lines[0].clone();
        let symbol = self.names.derived(root, &company.base, &[".B", ".K"]);
        let (id, name) = (self.names.id(), format!("{name} Class B"));
        let issuer = company.lines[0].issuer();
        class.set_names(&LineNames { symbol: &symbol, issuer, id: Some(&id), name: &name });
        let number = |d: Option<Decimal>| d.map(packed::float);
        let roll = self.draw.unit();
        let (part, liquidity) = if roll < 0.4 {
            (self.draw.between(0.35, 0.65), self.draw.between(0.78, 1.08))
        } else {
            (self.draw.between(0.08, 0.5), self.draw.between(0.01, 0.6))
        };
        if roll > 0.9 {
            let ratios: &[u32] = if company.cap < 1e11 { &[20, 100, 1_500] } else { &[20] };
            class.conversion_ratio = Decimal::from(*self.draw.pick(ratios));
        }
        let ratio = packed::float(class.conversion_ratio);
        let total = number(company.lines[0].shares_outstanding()).unwrap_or(1.0);
        company.lines[0].set_shares_outstanding(Some(shares(total * (1.0 - part))));
        class.set_shares_outstanding(Some(shares(total * part / ratio)));
        let premium = ratio * libm::exp(0.03 * self.draw.normal());
        class.set_price(number(class.price()).map(|p| price(p * premium)));
        let mean_close = number(class.mean_close_30d()).map(|p| price(p * premium));
        class.set_mean_close_30d(mean_close);
        let volume = number(class.volume_2y()).map(|v| significant(v * liquidity / ratio, 4));
        class.set_volume_2y(volume);
        let adv = number(class.adv_usd()).map(|v| significant(v * liquidity, 4));
        class.set_adv_usd(adv);
        let float = self.draw.between(25.0, 99.0);
        class.set_free_float_pct(class.free_float_pct().map(|_| rounded(float, 2)));
        company.lines.push(class);
    }

    /// An unlisted class: its shares count towards the cap, at the main class's price.
    fn unlisted_class(&mut self, company: &mut Company, root: &str, name: &str, letter: &str) {
        let symbol = self.names.derived(root, &company.base, &[&format!(".{letter}"), ".V", ".Y"]);
        let main = &mut company.lines[0];
        let name = format!("{name} Class {letter}");
        let names = LineNames { symbol: &symbol, issuer: main.issuer(), id: None, name: &name };
        let mut class = Security::named(&names, Exchange::Unlisted);
        class.country = main.country;
        class.sector.clone_from(&main.sector);
        class.set_free_float_pct(Some(Decimal::ZERO));
        class.set_unrestricted_votes_pct(main.unrestricted_votes_pct());
        if self.draw.chance(0.12) {
            class.conversion_ratio = *self.draw.pick(&[
                Decimal::new(5, 1),
                Decimal::new(15, 1),
                Decimal::new(125, 2),
                Decimal::TEN,
            ]);
        }
        let ratio = packed::float(class.conversion_ratio);
        let part = self.draw.between(0.05, 0.55);
        let total = main.shares_outstanding().map_or(1.0, packed::float);
        main.set_shares_outstanding(Some(shares(total * (1.0 - part))));
        class.set_shares_outstanding(Some(shares(total * part / ratio)));
        if self.draw.chance(0.05) {
            main.set_company_market_cap(Some(significant(company.cap, 6)));
        }
        company.lines.push(class);
    }
}

/// The exchange of a company, by its bucket.
fn listed_on(draw: &mut Draw, bucket: usize) -> Exchange {
    let nyse = [0.62, 0.60, 0.52, 0.42, 0.28, 0.16, 0.10][bucket.min(6)];
    let roll = draw.unit();
    if roll < nyse {
        Exchange::Nyse
    } else if roll < nyse + 0.012 * bucket as f64 {
        Exchange::NyseAmerican
    } else if roll > 0.997 {
        *draw.pick(&[Exchange::NyseArca, Exchange::Cboe])
    } else {
        Exchange::Nasdaq
    }
}

/// Free float, per cent of the shares: mostly near the bucket's median, sometimes far below.
fn free_float(draw: &mut Draw, bucket: &Bucket) -> f64 {
    let below = draw.normal().abs() * bucket.float_spread;
    let above = draw.normal().abs() * (100.0 - bucket.float_median) * 0.5;
    let float = bucket.float_median + if draw.chance(0.5) { above } else { -below };
    float.clamp(7.0, 100.0)
}
