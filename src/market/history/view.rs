//! The universe of one day of a history, as input to the rules of a reconstitution.

use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{History, NOWHERE, Quote};
use crate::universe::{Details, Exchange, Security, Universe};

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
    security_of: Vec<u32>,
}

impl View {
    /// The security of a line on this day; `None` where the universe lacks it.
    pub fn security_of(&self, line: usize) -> Option<usize> {
        let place = *self.security_of.get(line)?;
        (place != NOWHERE).then_some(place as usize)
    }
}

impl History {
    /// The universe of a day.
    pub fn view(&self, day: usize) -> View {
        self.view_labelled(day, day)
    }

    /// The universe of a day, labelled as on another day, which may be later or earlier.
    pub fn view_labelled(&self, day: usize, label_day: usize) -> View {
        let found = &self.days[day];
        let mut securities = Vec::with_capacity(found.quotes.len());
        let mut line_of = Vec::with_capacity(found.quotes.len());
        let mut security_of = vec![NOWHERE; self.lines.len()];
        for quote in found.quotes.iter().filter(|q| self.labels.is_candidate(q.line)) {
            let line = &self.lines[quote.line];
            let ticker = line.tickers.partition_point(|t| t.from <= day).saturating_sub(1);
            let Some(label) = self.labels.of(quote.line, label_day, ticker) else { continue };
            security_of[quote.line] = u32::try_from(securities.len()).unwrap_or(NOWHERE);
            line_of.push(quote.line);
            // The panel's exchange of the day takes precedence where it is known.
            let exchange = match quote.exchange {
                Exchange::UsListed => label.exchange,
                stated => stated,
            };
            let symbol = &*line.tickers[ticker].symbol;
            let mean_close_30d = mean_close(quote, self.mean_close_below);
            securities.push(security(label, symbol, exchange, (quote, mean_close_30d)));
        }
        // Quotes are sorted by ticker, as a universe is.
        let universe = Universe::new(found.date, securities);
        let company_of = universe.company_of_line();
        View { day, universe, line_of, company_of, security_of }
    }
}

/// A label with the day's price, cap and mean close.
fn security(
    label: &Security,
    symbol: &str,
    exchange: Exchange,
    (quote, mean_close_30d): (&Quote, Option<Decimal>),
) -> Security {
    let details = Details {
        country: label.country,
        mean_close_30d,
        unrestricted_votes_pct: label.unrestricted_votes_pct,
        votes_per_share: label.votes_per_share,
        evidence: label.evidence,
        adv_usd: quote.adv_usd,
        listing_date: label.listing_date,
        documented_date: label.documented_date,
        sector: label.sector.as_ref().map(Arc::clone),
        excluded: label.excluded.clone(),
        reserve_pct: label.reserve_pct,
        ..Details::NONE
    };
    let security = Security {
        issuer: label.issuer.clone(),
        security_type: label.security_type,
        structure: label.structure,
        price: quote.price,
        company_market_cap: quote.market_cap,
        free_float_pct: label.free_float_pct,
        ..Security::new(symbol, exchange)
    };
    security.with_details(details)
}

/// The mean of this close and the previous date's, adjusted to today's share count: a monthly
/// panel's stand-in for the mean of thirty days (choice).
///
/// `None` for closes at or above `below`, where the mean does not matter.
fn mean_close(quote: &Quote, below: Decimal) -> Option<Decimal> {
    let price = quote.price.filter(|price| *price < below)?.to_f64()?;
    let before = price / (1.0 + quote.price_return?);
    let hundredths_of_a_cent = f64::midpoint(price, before) * 10_000.0;
    Some(Decimal::new(hundredths_of_a_cent.round().to_i64()?, 4))
}
