//! The universe of one day of a history, as input to the rules of a reconstitution.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{History, NOWHERE, Quote};
use crate::universe::packed::float;
use crate::universe::{Details, Exchange, RareDetails, Security, Universe};

/// A day's universe, with the line of the history behind each security.
#[derive(Debug)]
pub struct View {
    /// Index of the day.
    pub day: usize,
    /// Every line that may be a member by any of its labels.
    pub universe: Universe,
    /// For each security, its line in the history.
    pub line_of: Vec<usize>,
    /// For each security, its company.
    pub company_of: Vec<usize>,
    /// For each security, a number that differs between two days if its label or its exchange does.
    pub version: Vec<u32>,
    security_of: Vec<u32>,
    /// For each security, what it was made from.
    made_of: Vec<MadeOf>,
    /// For each security, the number of its issuer.
    issuers: Vec<u32>,
    /// The number of label days that had been reached.
    labels_reached: usize,
}

/// What a security of a view is made from, apart from the day's prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct MadeOf {
    /// Index of the ticker among the line's tickers.
    ticker: usize,
    /// The panel's exchange of the day.
    exchange: Exchange,
    /// False if the security has yet to be made.
    is_made: bool,
}

impl MadeOf {
    const NOTHING: Self = Self { ticker: 0, exchange: Exchange::Other, is_made: false };
}

impl View {
    /// A view without a day.
    pub(crate) fn empty() -> Self {
        Self {
            day: 0,
            universe: Universe::new(NaiveDate::MIN, Vec::new()),
            line_of: Vec::new(),
            company_of: Vec::new(),
            version: Vec::new(),
            security_of: Vec::new(),
            made_of: Vec::new(),
            issuers: Vec::new(),
            labels_reached: 0,
        }
    }

    /// The security of a line on this day; `None` where the universe lacks it.
    pub fn security_of(&self, line: usize) -> Option<usize> {
        let place = *self.security_of.get(line)?;
        (place != NOWHERE).then_some(place as usize)
    }

    /// Arranges the securities for these lines; securities that did not exist before have yet to be made.
    fn arrange(&mut self, lines: Vec<usize>, all: usize) {
        let before = std::mem::take(&mut self.universe.securities);
        let mut before: Vec<Option<Security>> = before.into_iter().map(Some).collect();
        let (mut securities, mut made_of, mut version, mut issuers) = (
            Vec::with_capacity(lines.len()),
            Vec::with_capacity(lines.len()),
            Vec::with_capacity(lines.len()),
            Vec::with_capacity(lines.len()),
        );
        for &line in &lines {
            let known = self.security_of(line).and_then(|at| Some((at, before[at].take()?)));
            if let Some((at, security)) = known {
                securities.push(security);
                made_of.push(self.made_of[at]);
                version.push(self.version[at]);
                issuers.push(self.issuers[at]);
            } else {
                securities.push(Security::without_identity(Exchange::Other));
                made_of.push(MadeOf::NOTHING);
                version.push(0);
                issuers.push(0);
            }
        }
        self.security_of.clear();
        self.security_of.resize(all, NOWHERE);
        for (security, &line) in (0..NOWHERE).zip(&lines) {
            self.security_of[line] = security;
        }
        self.universe.securities = securities;
        (self.line_of, self.made_of) = (lines, made_of);
        (self.version, self.issuers) = (version, issuers);
    }
}

impl History {
    /// The universe of a day.
    pub fn view(&self, day: usize) -> View {
        self.view_labelled(day, day)
    }

    /// The universe of a day, labelled as on another day, which may be later or earlier.
    pub fn view_labelled(&self, day: usize, label_day: usize) -> View {
        let mut view = View::empty();
        self.turn(&mut view, day, label_day);
        view
    }

    /// Turns the view of one day into that of another, and makes only what differs anew.
    pub(crate) fn turn_to(&self, view: &mut View, day: usize) {
        self.turn(view, day, day);
    }

    fn turn(&self, view: &mut View, day: usize, label_day: usize) {
        let rows = &self.days[day].rows;
        let is_there = |&row: &usize| {
            let line = rows.whose[row] as usize;
            self.labels.is_candidate(line) && self.labels.has_any(line)
        };
        let places: Vec<usize> = (0..rows.len()).filter(is_there).collect();
        let lines: Vec<usize> = places.iter().map(|&row| rows.whose[row] as usize).collect();
        let mut is_regrouped = lines != view.line_of;
        if is_regrouped {
            view.arrange(lines, self.lines.len());
        }
        let labels_reached = self.labels.reached(label_day);
        let is_relabelled = labels_reached != view.labels_reached;
        for (at, row) in places.into_iter().enumerate() {
            let (line, quote) = (&self.lines[view.line_of[at]], self.days[day].at(row));
            let ticker = line.tickers.partition_point(|t| t.from <= day).saturating_sub(1);
            let made_of = MadeOf { ticker, exchange: quote.exchange, is_made: true };
            let security = &mut view.universe.securities[at];
            if is_relabelled || made_of != view.made_of[at] {
                let Some(found) = self.labels.numbered(quote.line, label_day, ticker) else {
                    continue;
                };
                // The panel's exchange of the day takes precedence where it is known.
                let exchange = match quote.exchange {
                    Exchange::UsListed => found.label.exchange,
                    stated => stated,
                };
                let reuse = security.details.take();
                *security = labelled(found.label, &line.tickers[ticker].symbol, exchange, reuse);
                view.made_of[at] = made_of;
                view.version[at] = found.number << 8 | exchange as u32;
                is_regrouped |= view.issuers[at] != found.issuer;
                view.issuers[at] = found.issuer;
            }
            price(security, &quote, self.mean_close_below);
        }
        view.day = day;
        view.labels_reached = labels_reached;
        view.universe.as_of = self.days[day].date;
        if is_regrouped {
            // Rows are sorted by ticker, as a universe is.
            view.universe.group(&view.issuers);
            view.company_of = view.universe.company_of_line();
        }
    }
}

/// A security with a label's attributes and without prices; `reuse` is an allocation for its details.
fn labelled(
    label: &Security,
    symbol: &str,
    exchange: Exchange,
    mut reuse: Option<Box<Details>>,
) -> Security {
    let mut details = Details {
        country: label.country,
        listing_date: label.listing_date,
        sector: label.sector.clone(),
        ..Details::NONE
    };
    details.set_unrestricted_votes_pct(label.unrestricted_votes_pct());
    let rare = RareDetails {
        votes_per_share: label.votes_per_share,
        evidence: label.evidence,
        documented_date: label.documented_date,
        excluded: label.excluded.clone(),
        reserve_pct: label.reserve_pct,
        ..RareDetails::NONE
    };
    let mut security = Security {
        security_type: label.security_type,
        structure: label.structure,
        ..label.sibling(symbol, exchange)
    };
    security.set_free_float_pct(label.free_float_pct());
    let reuse_rare = reuse.as_mut().and_then(|details| details.rare.take());
    security.with_details_in(reuse, details.with_rare_in(reuse_rare, rare))
}

/// Gives a security the day's price, cap, volume and mean close.
fn price(security: &mut Security, quote: &Quote, mean_close_below: Decimal) {
    security.set_price(quote.price);
    security.set_company_market_cap(quote.market_cap);
    let mean_close_30d = mean_close(quote, mean_close_below);
    // Details are allocated only if there are any.
    if security.details.is_some() || mean_close_30d.is_some() || quote.adv_usd.is_some() {
        security.set_mean_close_30d(mean_close_30d);
        security.set_adv_usd(quote.adv_usd);
    }
}

/// The mean of this close and the previous date's, adjusted to the current share count: a monthly panel's
/// stand-in for the mean of thirty days (choice).
///
/// `None` for closes at or above `below`, where the mean does not matter.
fn mean_close(quote: &Quote, below: Decimal) -> Option<Decimal> {
    let price = float(quote.price.filter(|price| *price < below)?);
    let before = price / (1.0 + quote.price_return?);
    let hundredths_of_a_cent = f64::midpoint(price, before) * 10_000.0;
    Some(Decimal::new(hundredths_of_a_cent.round().to_i64()?, 4))
}
