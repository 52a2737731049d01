//! Writes a universe as the project's own CSV: what [`super::read_universe`] reads back the same.

use std::io::Write;

use rust_decimal::Decimal;

use super::columns::UNIVERSE_COLUMNS;
use super::country::Country;
use super::security::Security;

/// Writes a header and one row per line, in the order given; unknown is an empty cell.
///
/// # Errors
/// What the writer reports.
pub fn write_universe(securities: &[Security], out: impl Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(UNIVERSE_COLUMNS.iter().map(|c| c.name))?;
    let number = |d: Option<Decimal>| d.map_or_else(String::new, |d| d.to_string());
    let place = |c: Option<Country>| c.map_or_else(String::new, |c| c.to_string());
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    for s in securities {
        let date = |d: Option<chrono::NaiveDate>| d.map_or_else(String::new, |d| d.to_string());
        // In the order of the table of columns, whose length the CSV writer holds us to.
        writer.write_record([
            s.symbol.clone(),
            s.name.clone(),
            s.issuer.clone(),
            text(&s.id),
            s.exchange.to_string(),
            s.security_type.to_string(),
            s.structure.to_string(),
            place(s.country.assigned),
            place(s.country.incorporation),
            place(s.country.headquarters),
            place(s.country.exchange),
            place(s.country.assets),
            place(s.country.revenue),
            number(s.price),
            number(s.mean_close_30d),
            number(s.shares_outstanding),
            if s.conversion_ratio == Decimal::ONE {
                String::new()
            } else {
                s.conversion_ratio.to_string()
            },
            number(s.company_market_cap),
            number(s.free_float_pct),
            number(s.unrestricted_votes_pct),
            number(s.volume_2y),
            s.trading_days_2y.map_or_else(String::new, |d| d.to_string()),
            number(s.adv_usd),
            date(s.listing_date),
            date(s.documented_date),
            s.sector.as_deref().unwrap_or_default().to_owned(),
            s.industry.as_deref().unwrap_or_default().to_owned(),
            number(s.earnings),
            number(s.book_value),
            text(&s.excluded),
            if s.reserve_pct == 0 { String::new() } else { s.reserve_pct.to_string() },
            s.inferred.clone(),
        ])?;
    }
    writer.flush()?;
    Ok(())
}
