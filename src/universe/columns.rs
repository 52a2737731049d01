//! The columns of the universe CSV, described only here.
//!
//! The reader, the writer and the documentation all follow this table; [`C`] numbers its rows.

use super::table::{Column, column as col};

/// The number of each column in [`UNIVERSE_COLUMNS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
#[expect(missing_docs, reason = "each is described in the table below")]
pub enum C {
    Symbol,
    Name,
    Issuer,
    Id,
    Exchange,
    SecurityType,
    Structure,
    Country,
    Incorporation,
    Headquarters,
    ExchangeCountry,
    AssetsCountry,
    RevenueCountry,
    Price,
    MeanClose30d,
    SharesOutstanding,
    ConversionRatio,
    CompanyMarketCap,
    FreeFloatPct,
    UnrestrictedVotesPct,
    VotesPerShare,
    Volume2y,
    TradingDays2y,
    AdvUsd,
    ListingDate,
    DocumentedDate,
    Sector,
    Industry,
    Earnings,
    BookValue,
    Excluded,
    ReservePct,
    Inferred,
    Evidence,
    Currency,
    AsOf,
}

/// All columns of a universe CSV, in the order in which they are written.
pub const UNIVERSE_COLUMNS: &[Column] = &[
    col("symbol", true, "ticker", "the line's ticker; unique in the file"),
    col("name", false, "text", "name of the security"),
    col(
        "issuer",
        false,
        "text",
        "lines with the same issuer are classes of one company (default: the symbol)",
    ),
    col(
        "id",
        false,
        "text",
        "an identity that survives ticker changes (FIGI, CUSIP, ...); unique in the file",
    ),
    col(
        "exchange",
        true,
        "code",
        "nyse, nyse-american, nyse-arca, nasdaq, cboe, us-listed (one of them), otc, unlisted or other",
    ),
    col(
        "security_type",
        false,
        "code",
        "common (default), preferred, convertible-preferred, redeemable, participating-preferred, warrant, right, unit, depositary-receipt, note, operating-partnership-unit",
    ),
    col(
        "structure",
        false,
        "code",
        "corporation (default), royalty-trust, llc, closed-end-fund, business-development-company, blank-cheque, limited-partnership, etf, mutual-fund, ubti-reit",
    ),
    col("country", false, "ISO 3166", "the assigned country; settles the question"),
    col("incorporation", false, "ISO 3166", "home-country indicator: incorporation"),
    col("headquarters", false, "ISO 3166", "home-country indicator: headquarters"),
    col(
        "exchange_country",
        false,
        "ISO 3166",
        "home-country indicator: most liquid exchange (default: US where the line is listed)",
    ),
    col("assets_country", false, "ISO 3166", "country of assets, two-year mean"),
    col("revenue_country", false, "ISO 3166", "country of revenue, two-year mean"),
    col("price", false, "USD a share", "close of the primary exchange on the universe's date"),
    col(
        "mean_close_30d",
        false,
        "USD a share",
        "mean of the daily closes in the 30 calendar days to that date",
    ),
    col("shares_outstanding", false, "shares", "shares of this class, listed or not"),
    col(
        "conversion_ratio",
        false,
        "shares",
        "shares of the pricing vehicle that one share of this class converts into (default: 1)",
    ),
    col(
        "company_market_cap",
        false,
        "USD",
        "cap of the whole company where its source states it; takes the place of shares times price",
    ),
    col("free_float_pct", false, "per cent", "free float of the class, 0 to 100"),
    col(
        "unrestricted_votes_pct",
        false,
        "per cent",
        "votes of unrestricted holders in all votes of the company, 0 to 100",
    ),
    col(
        "votes_per_share",
        false,
        "votes",
        "votes of one share of the class; with shares and float of all classes they take the place of unrestricted_votes_pct where it is empty",
    ),
    col("volume_2y", false, "shares", "trading volume of two years; decides the pricing vehicle"),
    col("trading_days_2y", false, "days", "days traded in those two years"),
    col("adv_usd", false, "USD", "average daily dollar volume"),
    col("listing_date", false, "date", "first day of trading"),
    col(
        "documented_date",
        false,
        "date",
        "day from which the documents the provider needs were public",
    ),
    col("sector", false, "text", "sector"),
    col("industry", false, "text", "industry"),
    col(
        "earnings",
        false,
        "USD",
        "earnings of the company over twelve months; negative for a loss",
    ),
    col("book_value", false, "USD", "book value of the company"),
    col(
        "excluded",
        false,
        "text",
        "why the company is known to be ineligible beyond what the columns show; empty where it is not",
    ),
    col(
        "reserve_pct",
        false,
        "per cent",
        "the fraction of a place in the ranking that an excluded company still takes: the chance that it is eligible after all; a whole number (default: 0)",
    ),
    col("inferred", false, "text", "what an importer inferred about the line, with its reasons"),
    col(
        "evidence",
        false,
        "code",
        "what its eligibility is known or inferred from, beside price, float and size (default: stated, which is taken for certain); the codes: `rankday help data`",
    ),
    col(
        "currency",
        false,
        "text",
        "the currency of the row's money (default: USD); of any other, it is left unknown",
    ),
    col(
        "as_of",
        false,
        "date",
        "the day of the row's prices, which is held against the day that the scenario says",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_its_number() {
        assert_eq!(C::AsOf as usize + 1, UNIVERSE_COLUMNS.len());
        assert_eq!(UNIVERSE_COLUMNS[C::Price as usize].name, "price");
        assert_eq!(UNIVERSE_COLUMNS[C::Earnings as usize].name, "earnings");
        assert_eq!(UNIVERSE_COLUMNS[C::AdvUsd as usize].name, "adv_usd");
    }
}
