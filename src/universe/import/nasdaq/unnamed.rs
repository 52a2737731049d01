//! Classifies a line of which only the ticker, the exchange and the country label are known.

use arcstr::ArcStr;

use super::country::Countries;
use super::phrases::Hints;
use super::rows::ScreenerRow;
use super::security_type::{Kind, kind_of};
use super::structure::{ListedBeside, Seen, structure_of};
use crate::universe::country::Country;
use crate::universe::security::{Exchange, Security};
use crate::universe::symbol::SymbolKey;

/// Classifies a line by its ticker, exchange and country label.
///
/// `is_ticker` tests whether a ticker exists at the same time: a warrant or unit reveals a blank-cheque
/// company; `benefit_driven` lists the countries of benefit-driven incorporation.
pub fn unnamed(
    symbol: &str,
    exchange: Exchange,
    country: &str,
    is_ticker: &dyn Fn(&str) -> bool,
    benefit_driven: &[Country],
) -> Security {
    let nothing: ArcStr = ArcStr::from("");
    let row = ScreenerRow {
        line: 0,
        symbol: symbol.into(),
        key: SymbolKey::new(symbol),
        name: String::new(),
        exchange,
        price: None,
        market_cap: None,
        country: ArcStr::from(country),
        sector: ArcStr::clone(&nothing),
        industry: nothing,
        ipo_year: None,
        mean_close_30d: None,
        adv_usd: None,
    };
    let hints = Hints::default();
    let kind = kind_of(&row, hints, is_ticker);
    let mut beside = ListedBeside::default();
    let unit = format!("{}U", row.key.as_str());
    if is_ticker(&unit) {
        beside.unit_tickers.insert(&unit);
    }
    let mut s = Security::new(symbol, exchange);
    if let Kind::Is(kind, _) = kind {
        s.security_type = kind;
    }
    let seen = Seen { row: &row, hints, issuer: symbol, kind, is_recent_class: false };
    if let Some((structure, _)) = structure_of(&seen, &beside, is_ticker) {
        s.structure = structure;
    }
    let country = Countries::new(benefit_driven).of(&row.country, hints);
    s.country.assigned = Some(country.assigned());
    s
}
