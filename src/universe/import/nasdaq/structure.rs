//! The structure of a company, by the names and industries of its lines; the first matching rule
//! applies.

use compact_str::CompactString;
use rust_decimal::Decimal;
use rustc_hash::FxHashSet;

use super::phrases::{Hint, Hints};
use super::rows::ScreenerRow;
use super::security_type::Kind;
use crate::universe::security::{SecurityType, Structure};

/// Industries of investment vehicles.
const INVESTMENT: [&str; 4] = [
    "Investment Managers",
    "Finance/Investors Services",
    "Trusts Except Educational Religious and Charitable",
    "Finance Companies",
];

/// Reasons that follow from an industry, a price or other listed lines rather than from the company's own
/// name.
const LISTS_UNITS: &str = "the issuer still lists units";
const BLANK_CHECKS: &str = "industry says blank checks";
const FLAT: &str = "flat near 10 USD with warrants listed";
const FLAT_CLASS: &str = "a recent class of shares, flat near 10 USD";
const INVESTS: &str = "industry says investment vehicle";

/// Whether official filings that show a business for a year overrule a structure with this reason.
pub(super) fn gives_way_to_filings(reason: &str) -> bool {
    [LISTS_UNITS, BLANK_CHECKS, FLAT, FLAT_CLASS, INVESTS].contains(&reason)
}

/// Whether the screener's industry is that of a business: present, and not one of investment
/// vehicles.
pub(super) fn is_business(industry: &str) -> bool {
    !industry.is_empty() && industry != "Blank Checks" && !INVESTMENT.contains(&industry)
}

/// Other listed lines of issuers.
#[derive(Debug, Default)]
pub(super) struct ListedBeside<'a> {
    /// Issuers with listed units.
    pub(super) unit_issuers: FxHashSet<&'a str>,
    /// Issuers with listed warrants.
    pub(super) warrant_issuers: FxHashSet<&'a str>,
    /// Tickers of units.
    pub(super) unit_tickers: FxHashSet<&'a str>,
}

/// A line as input to the structure rules.
pub(super) struct Seen<'a> {
    pub(super) row: &'a ScreenerRow,
    pub(super) hints: Hints,
    pub(super) issuer: &'a str,
    pub(super) kind: Kind,
    /// Whether it is a share class that was listed this year or last.
    pub(super) is_recent_class: bool,
}

/// The structure and the reason; `None` for an ordinary company.
pub(super) fn structure_of(
    seen: &Seen<'_>,
    beside: &ListedBeside<'_>,
    is_ticker: &dyn Fn(&str) -> bool,
) -> Option<(Structure, &'static str)> {
    use Structure::{
        BlankCheque, BusinessDevelopmentCompany, ClosedEndFund, LimitedPartnership, RoyaltyTrust,
    };
    let (row, hints) = (seen.row, seen.hints);
    let industry = &*row.industry;
    let investment = INVESTMENT.contains(&industry);
    let with = |suffix: char| {
        let mut ticker = CompactString::new(row.key.as_str());
        ticker.push(suffix);
        ticker
    };
    let units = beside.unit_issuers.contains(seen.issuer)
        || beside.unit_tickers.contains(with('U').as_str());
    let warrants = || beside.warrant_issuers.contains(seen.issuer) || is_ticker(&with('W'));
    if seen.kind == Kind::Partnership {
        Some((LimitedPartnership, "name says partnership or LLC"))
    } else if units && !matches!(seen.kind, Kind::Is(SecurityType::Unit, _)) {
        Some((BlankCheque, LISTS_UNITS))
    } else if industry == "Blank Checks" {
        Some((BlankCheque, BLANK_CHECKS))
    } else if flat_at_ten_dollars(row) && warrants() {
        Some((BlankCheque, FLAT))
    } else if flat_at_ten_dollars(row) && seen.is_recent_class {
        // Founders hold the other class, and the file may lack the units and warrants.
        Some((BlankCheque, FLAT_CLASS))
    } else if hints.has(Hint::Acquisition) {
        Some((BlankCheque, "name says acquisition company"))
    } else if hints.has(Hint::Commodity) && hints.has(Hint::TrustWord) {
        Some((ClosedEndFund, "name says commodity trust"))
    } else if hints.has(Hint::Fund) {
        Some((ClosedEndFund, "name says fund"))
    } else if (investment || industry.is_empty())
        && hints.has(Hint::Trust)
        && !hints.has(Hint::RealBusiness)
    {
        Some((ClosedEndFund, "trust in an investment industry"))
    } else if investment && !hints.has(Hint::ReitOrBank) {
        Some((ClosedEndFund, INVESTS))
    } else if hints.has(Hint::Royalty) && industry != "Real Estate Investment Trusts" {
        Some((RoyaltyTrust, "name says royalty trust"))
    } else if hints.has(Hint::Bdc) {
        Some((BusinessDevelopmentCompany, "name says business development company"))
    } else {
        None
    }
}

/// Whether the price has stayed at the trust value of a blank-cheque company.
fn flat_at_ten_dollars(row: &ScreenerRow) -> bool {
    let (Some(price), Some(mean)) = (row.price, row.mean_close_30d) else { return false };
    let near_ten = price >= Decimal::new(95, 1) && price <= Decimal::from(12);
    near_ten && (price - mean).abs() * Decimal::ONE_THOUSAND < mean * Decimal::from(15)
}
