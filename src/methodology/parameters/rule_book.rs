//! The numbers, choices and lists of the rule book itself.

use rust_decimal::Decimal;

use super::{
    AdditionBreaks, Additions, BandEdge, Break, Breaks, Eligibility, Offerings, Parameters,
    PricingVehicle, QuarterlyUpdates, ShareClasses, TieBreak, Unknown, Updates,
};
use crate::universe::{Country, Exchange, SecurityType, Structure};

impl Default for Parameters {
    /// The rule book of 2026.
    fn default() -> Self {
        let five = Decimal::from(5);
        let thirty_million = Decimal::from(30_000_000);
        Self {
            eligibility: Eligibility {
                min_price: Decimal::ONE,
                min_member_mean_close: Decimal::ONE,
                min_market_cap: thirty_million,
                min_free_float_pct: five,
                min_unrestricted_votes_pct: five,
                exchanges: vec![
                    Exchange::Nyse,
                    Exchange::NyseAmerican,
                    Exchange::NyseArca,
                    Exchange::Nasdaq,
                    Exchange::Cboe,
                    Exchange::UsListed,
                ],
                security_types: vec![SecurityType::Common],
                excluded_structures: vec![
                    Structure::RoyaltyTrust,
                    Structure::Llc,
                    Structure::ClosedEndFund,
                    Structure::BusinessDevelopmentCompany,
                    Structure::BlankCheque,
                    Structure::LimitedPartnership,
                    Structure::Etf,
                    Structure::MutualFund,
                    Structure::UbtiReit,
                ],
                country: Country::US,
                territories: us_territories(),
                benefit_driven_incorporation: benefit_driven_countries(),
                unknown: Unknown::Pass,
            },
            pricing_vehicle: PricingVehicle {
                volume_tolerance_pct: Decimal::from(20),
                min_member_trading_days: 100,
            },
            breaks: Breaks {
                top10: Break::new(10, 0),
                top20: Break::new(20, 0),
                top50: Break::new(50, 0),
                top100: Break::new(100, 0),
                top200: Break::new(200, 2_500),
                top500: Break::new(500, 2_500),
                r1000: Break::new(1_000, 2_500),
                microcap: Break::new(2_000, 500),
                r3000: Break::new(3_000, 0),
                r3000e: Break::new(4_000, 0),
            },
            band_edge: BandEdge::Held,
            tie_break: TieBreak::Ticker,
            share_classes: ShareClasses {
                above_market_cap: thirty_million,
                above_adv_usd: Decimal::from(175_000),
                min_free_float_pct: five,
                unknown: Unknown::Fail,
            },
            june: Updates {
                shares_buffer_pct: Decimal::ZERO,
                float_buffer_points: Decimal::ZERO,
                votes_reviewed: true,
            },
            december: Updates {
                shares_buffer_pct: Decimal::ONE,
                float_buffer_points: Decimal::from(3),
                votes_reviewed: false,
            },
            quarterly: QuarterlyUpdates {
                shares_buffer_pct: Decimal::ONE,
                float_buffer_points: Decimal::from(3),
                small_float_pct: Decimal::from(15),
                small_float_buffer_points: Decimal::ONE,
            },
            additions: Additions {
                quarterly: true,
                fast_entry: true,
                breaks: AdditionBreaks::MostRecent,
            },
            offerings: Offerings {
                at_once_from: Decimal::from(1_000_000_000),
                shares_pct_from: five,
                with_shares_from: Decimal::from(250_000_000),
            },
        }
    }
}

/// The inhabited territories of the United States: American Samoa, Guam, the Northern Mariana Islands, Puerto Rico and
/// the Virgin Islands.
fn us_territories() -> Vec<Country> {
    ["AS", "GU", "MP", "PR", "VI"].into_iter().filter_map(|code| code.parse().ok()).collect()
}

/// Countries and territories of benefit-driven incorporation (RB App. B).
///
/// The rule book's list changes from year to year; a scenario may override it.
pub fn benefit_driven_countries() -> Vec<Country> {
    const CODES: &str = "AI AG AW BS BB BZ BM BQ VG KY CK CW FO GI GG IM JE LR MH PA SX TC";
    CODES.split(' ').filter_map(|code| code.parse().ok()).collect()
}
