//! `characteristics.csv`: characteristics of the indexes before and after the event.

use super::EVENT;
use crate::analysis::characteristics::Characteristics;
use crate::report::table::{Table, table};
use crate::study::Run;
use crate::universe::Index;

/// Decimal places of a price-earnings ratio.
const RATIO: usize = 6;

/// An index before or after.
struct IndexSide<'a> {
    run: &'a Run,
    index: Index,
    side: &'static str,
    of: &'a Characteristics,
}

table! {
    TABLE = "characteristics", "an index before or after";
    |c: IndexSide<'_>|
    EVENT: Text = &c.run.scenario.event.name,
    INDEX: Text("index", "the index") = <&str>::from(c.index),
    SIDE: Text("side", "before or after; no row where the membership before is unknown") = c.side,
    LINES: Count("lines", "lines held") = c.of.lines,
    COMPANIES: Count("companies", "companies held") = c.of.companies,
    MEAN_CAP: Usd("mean_cap", "mean company cap at the close of the implementation day")
        = (c.of.caps.mean, 0),
    MEDIAN_CAP: Usd("median_cap", "median company cap at that close") = (c.of.caps.median, 0),
    WEIGHTED_MEAN_CAP: Usd("weighted_mean_cap", "mean company cap by index weight")
        = (c.of.caps.weighted_mean, 0),
    CAP_COVERAGE: Fraction("cap_coverage", "weight of the companies whose cap is known")
        = c.of.caps.coverage,
    LARGEST: Text("largest", "ticker of the company with the largest cap")
        = c.of.largest.as_ref().map_or("", |of| c.run.symbol(of.company)),
    LARGEST_CAP: Usd("largest_cap", "its cap at that close") = (c.of.largest.as_ref().map(|of| of.cap), 0),
    LARGEST_WEIGHT: Fraction("largest_weight", "weight of all its lines")
        = c.of.largest.as_ref().map(|of| of.weight),
    SECTOR_COVERAGE: Fraction("sector_coverage", "weight of the companies whose sector is known")
        = c.of.sector_coverage,
    EARNINGS_KNOWN: Count("earnings_known", "companies whose earnings are known")
        = c.of.without_profit.known,
    WITHOUT_PROFIT: Count("without_profit", "those of them that earned nothing or less")
        = c.of.without_profit.companies,
    WITHOUT_PROFIT_OF_COMPANIES: Fraction(
        "without_profit_of_companies",
        "their share of the companies whose earnings are known"
    ) = c.of.without_profit.of_companies,
    WITHOUT_PROFIT_OF_WEIGHT: Fraction(
        "without_profit_of_weight",
        "their share of the weight of those companies"
    ) = c.of.without_profit.of_weight,
    EARNINGS_COVERAGE: Fraction(
        "earnings_coverage",
        "weight of the companies whose earnings are known"
    ) = c.of.without_profit.coverage,
    EARNINGS_YIELD: Fraction("earnings_yield", "earnings over price by weight, losses included")
        = c.of.earnings_yield.value,
    PRICE_EARNINGS: Number(
        "price_earnings",
        "weighted harmonic mean, losses included; empty where they outweigh profits"
    ) = (c.of.price_earnings.value, RATIO),
    PRICE_EARNINGS_OF_PROFITABLE: Number(
        "price_earnings_of_profitable",
        "the same for profitable companies only"
    ) = (c.of.price_earnings_of_profitable.value, RATIO),
    PROFITABLE_COVERAGE: Fraction("profitable_coverage", "weight of those")
        = c.of.price_earnings_of_profitable.coverage,
    BOOK_TO_PRICE: Number("book_to_price", "book value over price by weight")
        = (c.of.book_to_price.value, RATIO),
    BOOK_COVERAGE: Fraction("book_coverage", "weight of the companies whose book value is known")
        = c.of.book_to_price.coverage,
}

/// The table of indexes, in the family's order, before and after.
pub fn table(run: &Run) -> Table<'_> {
    Table::of(move |rows| {
        rows.all(run.characteristics.iter().flat_map(|found| {
            let of = |side| move |of| IndexSide { run, index: found.index, side, of };
            let before = found.before.as_ref().map(of("before"));
            before.into_iter().chain([of("after")(&found.after)])
        }))
    })
}
