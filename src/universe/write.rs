//! Writes a universe as the project's own CSV, which [`super::read_universe`] reads back unchanged.

use std::io::Write;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::columns::{C, UNIVERSE_COLUMNS};
use super::country::Country;
use super::evidence::EvidenceKind;
use super::formula::guarded;
use super::security::Security;

/// Writes a header and one row per line, in the order given; unknown is an empty cell. The columns of
/// votes per share and of evidence are written only if any line has a value, and that of the day only if
/// `as_of` is given. All amounts are in US dollars, so no column states a currency.
///
/// # Errors
/// Errors of the CSV writer.
pub fn write_universe(
    securities: &[Security],
    as_of: Option<NaiveDate>,
    out: impl Write,
) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let has_votes = securities.iter().any(|s| s.votes_per_share.is_some());
    let has_evidence = securities.iter().any(|s| s.evidence != EvidenceKind::Stated);
    let is_written = |column: usize| {
        (has_votes || column != C::VotesPerShare as usize)
            && (has_evidence || column != C::Evidence as usize)
            && (as_of.is_some() || column != C::AsOf as usize)
            && column != C::Currency as usize
    };
    let header = UNIVERSE_COLUMNS.iter().enumerate().filter(|(at, _)| is_written(*at));
    writer.write_record(header.map(|(_, column)| column.name))?;
    let number = |d: Option<Decimal>| d.map_or_else(String::new, |d| d.to_string());
    let place = |c: Option<Country>| c.map_or_else(String::new, |c| c.to_string());
    let words = |text: &str| guarded(text).into_owned();
    let text = |t: Option<&str>| words(t.unwrap_or_default());
    let date = |d: Option<NaiveDate>| d.map_or_else(String::new, |d| d.to_string());
    for s in securities {
        // In the order of the table of columns; the CSV writer checks their number.
        let cells = [
            words(s.symbol()),
            words(s.name()),
            words(s.issuer()),
            text(s.id()),
            s.exchange.to_string(),
            s.security_type.to_string(),
            s.structure.to_string(),
            place(s.country.assigned),
            place(s.country.incorporation),
            place(s.country.headquarters),
            place(s.country.exchange),
            place(s.country.assets),
            place(s.country.revenue),
            number(s.price()),
            number(s.mean_close_30d()),
            number(s.shares_outstanding()),
            if s.conversion_ratio == Decimal::ONE {
                String::new()
            } else {
                s.conversion_ratio.to_string()
            },
            number(s.company_market_cap()),
            number(s.free_float_pct()),
            number(s.unrestricted_votes_pct()),
            number(s.votes_per_share),
            number(s.volume_2y()),
            s.trading_days_2y.map_or_else(String::new, |d| d.to_string()),
            number(s.adv_usd()),
            date(s.listing_date),
            date(s.documented_date),
            words(s.sector.as_deref().unwrap_or_default()),
            words(s.industry.as_deref().unwrap_or_default()),
            number(s.earnings()),
            number(s.book_value()),
            text(s.excluded.as_deref()),
            if s.reserve_pct == 0 { String::new() } else { s.reserve_pct.to_string() },
            words(&s.inferred),
            if s.evidence == EvidenceKind::Stated { String::new() } else { s.evidence.to_string() },
            String::new(),
            date(as_of),
        ];
        let written = cells.iter().enumerate().filter(|(at, _)| is_written(*at));
        writer.write_record(written.map(|(_, cell)| cell))?;
    }
    writer.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{Input, read_universe};
    use super::*;

    #[test]
    fn votes_per_share_have_a_column_where_they_are_known() {
        let day = NaiveDate::from_ymd_opt(2026, 4, 30).expect("a day");
        let read = |bytes: &[u8]| {
            let input = Input::from_bytes("universe.csv", bytes.to_vec()).expect("text");
            read_universe(&input, day).expect("a universe").universe.securities
        };
        let written = |lines: &[Security]| {
            let mut out = Vec::new();
            write_universe(lines, None, &mut out).expect("written");
            out
        };
        let of = |votes: &str| {
            let csv =
                format!("symbol,exchange,price,votes_per_share\nAAA,nyse,1,{votes}\nBBB,nyse,1,\n");
            read(csv.as_bytes())
        };
        let (with, without) = (of("10"), of(""));
        assert_eq!(with[0].votes_per_share, Some(Decimal::TEN));
        for lines in [&with, &without] {
            assert_eq!(&read(&written(lines)), lines);
        }
        let has_column =
            |bytes: Vec<u8>| String::from_utf8(bytes).expect("text").contains("votes_per_share");
        assert!(has_column(written(&with)) && !has_column(written(&without)));
    }

    #[test]
    fn evidence_is_read_back_and_has_a_column_where_there_is_any() {
        let day = NaiveDate::from_ymd_opt(2026, 4, 30).expect("a day");
        let lines = |evidence: EvidenceKind| {
            let mut line = Security::new("AAA", crate::universe::Exchange::Nyse);
            line.evidence = evidence;
            let mut out = Vec::new();
            write_universe(&[line], None, &mut out).expect("written");
            let input = Input::from_bytes("universe.csv", out).expect("text");
            let has_column = input.text().contains(",evidence\n");
            let read = read_universe(&input, day).expect("a universe").universe.securities;
            (has_column, read[0].evidence)
        };
        for (evidence, has_column) in
            [(EvidenceKind::NotTaken, true), (EvidenceKind::Stated, false)]
        {
            assert_eq!(lines(evidence), (has_column, evidence));
        }
    }

    #[test]
    fn names_that_would_be_formulas_are_guarded_and_read_back() {
        let day = NaiveDate::from_ymd_opt(2026, 4, 30).expect("a day");
        let written = "symbol,name,exchange,price,shares_outstanding\n\
                       AAA,=HYPERLINK(\"x\"),NYSE,1,2\nBBB,-2+3,NYSE,1,2\nCCC,'s-Heerenberg,NYSE,1,2\n";
        let read = |bytes: &[u8]| {
            let input = Input::from_bytes("universe.csv", bytes.to_vec()).expect("text");
            read_universe(&input, day).expect("a universe").universe.securities
        };
        let securities = read(written.as_bytes());
        let mut out = Vec::new();
        write_universe(&securities, None, &mut out).expect("written");
        let text = String::from_utf8(out.clone()).expect("text");
        assert!(text.contains("\"'=HYPERLINK") && text.contains(",'-2+3,"), "{text}");
        assert_eq!(read(&out), securities);
    }
}
