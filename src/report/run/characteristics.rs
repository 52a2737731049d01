//! `characteristics.csv` and `sectors.csv`: characteristics of the indexes before and after the
//! event.

use std::collections::BTreeMap;

use crate::analysis::characteristics::{Characteristics, SectorWeight};
use crate::report::table::Holds::{Count, Fraction, Number, Text, Usd};
use crate::report::table::{Column, FRACTION, Table, col};
use crate::study::Run;

/// Decimal places of a price-earnings ratio.
const RATIO: usize = 6;

/// The columns of `characteristics.csv`.
pub const CHARACTERISTICS: [Column; 24] = [
    col("event", Text, "the reconstitution"),
    col("index", Text, "the index"),
    col("side", Text, "before or after; no row where the membership before is unknown"),
    col("lines", Count, "lines held"),
    col("companies", Count, "companies held"),
    col("mean_cap", Usd, "mean company cap"),
    col("median_cap", Usd, "median company cap"),
    col("weighted_mean_cap", Usd, "mean company cap by index weight"),
    col("cap_coverage", Fraction, "weight of the companies whose cap is known"),
    col("largest", Text, "ticker of the company with the largest cap"),
    col("largest_cap", Usd, "its cap"),
    col("largest_weight", Fraction, "weight of all its lines"),
    col("sector_coverage", Fraction, "weight of the companies whose sector is known"),
    col("earnings_known", Count, "companies whose earnings are known"),
    col("without_profit", Count, "those of them that earned nothing or less"),
    col(
        "without_profit_of_companies",
        Fraction,
        "their part of the companies whose earnings are known",
    ),
    col("without_profit_of_weight", Fraction, "their part of the weight of those companies"),
    col("earnings_coverage", Fraction, "weight of the companies whose earnings are known"),
    col("earnings_yield", Fraction, "earnings over price by weight, losses included"),
    col(
        "price_earnings",
        Number,
        "weighted harmonic mean, losses included; empty where they outweigh profits",
    ),
    col("price_earnings_of_profitable", Number, "the same for profitable companies only"),
    col("profitable_coverage", Fraction, "weight of those"),
    col("book_to_price", Number, "book value over price by weight"),
    col("book_coverage", Fraction, "weight of the companies whose book value is known"),
];

/// The table of indexes, in the family's order, before and after.
pub fn table(run: &Run) -> Table<'_> {
    Table::new("characteristics", "an index before or after", &CHARACTERISTICS, |rows| {
        for of_index in &run.characteristics {
            let after = Some(("after", &of_index.after));
            let before = of_index.before.as_ref().map(|before| ("before", before));
            for (side, c) in before.into_iter().chain(after) {
                let largest = c.largest.as_ref();
                rows.text(&run.scenario.event.name)
                    .text(of_index.index.into())
                    .text(side)
                    .count(c.lines)
                    .count(c.companies)
                    .known(c.caps.mean, 0)
                    .known(c.caps.median, 0)
                    .known(c.caps.weighted_mean, 0)
                    .number(c.caps.coverage, FRACTION)
                    .text(largest.map_or("", |largest| run.symbol(largest.company)))
                    .known(largest.map(|largest| largest.cap), 0)
                    .fraction(largest.map(|largest| largest.weight))
                    .number(c.sector_coverage, FRACTION)
                    .count(c.without_profit.known)
                    .count(c.without_profit.companies)
                    .fraction(c.without_profit.of_companies)
                    .fraction(c.without_profit.of_weight)
                    .number(c.without_profit.coverage, FRACTION)
                    .fraction(c.earnings_yield.value)
                    .known(c.price_earnings.value, RATIO)
                    .known(c.price_earnings_of_profitable.value, RATIO)
                    .number(c.price_earnings_of_profitable.coverage, FRACTION)
                    .known(c.book_to_price.value, RATIO)
                    .number(c.book_to_price.coverage, FRACTION)
                    .end()?;
            }
        }
        Ok(())
    })
}

/// The columns of `sectors.csv`.
pub const SECTORS: [Column; 7] = [
    col("event", Text, "the reconstitution"),
    col("index", Text, "the index"),
    col("sector", Text, "the sector, as in the universe; companies without one there are left out"),
    col(
        "companies_before",
        Count,
        "companies of it before; empty where the membership before is unknown",
    ),
    col("companies_after", Count, "companies of it after"),
    col("weight_before", Fraction, "their weight in the index before"),
    col("weight_after", Fraction, "their weight in the index after"),
];

/// The table of sectors, by index and name.
pub fn sectors(run: &Run) -> Table<'_> {
    Table::new("sectors", "a sector of an index", &SECTORS, |rows| {
        for of_index in &run.characteristics {
            let before = of_index.before.as_ref().map(by_name);
            let after = by_name(&of_index.after);
            let mut names: Vec<&str> = after.keys().copied().collect();
            names.extend(before.iter().flat_map(BTreeMap::keys));
            names.sort_unstable();
            names.dedup();
            for name in names {
                let after = after.get(name);
                let before = before.as_ref().map(|before| before.get(name));
                rows.text(&run.scenario.event.name)
                    .text(of_index.index.into())
                    .text(name)
                    .known_count(before.map(|sector| sector.map_or(0, |s| s.companies)))
                    .count(after.map_or(0, |s| s.companies))
                    .fraction(before.map(|sector| sector.map_or(0.0, |s| s.weight)))
                    .number(after.map_or(0.0, |s| s.weight), FRACTION)
                    .end()?;
            }
        }
        Ok(())
    })
}

fn by_name(of: &Characteristics) -> BTreeMap<&str, &SectorWeight> {
    of.sectors.iter().map(|sector| (sector.sector.as_str(), sector)).collect()
}
