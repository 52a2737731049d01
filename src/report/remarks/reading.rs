//! The words of remarks on how a file was read.

use super::phrases::joined;
use crate::remark::ReadingNote;
use crate::universe::import::table::last_of_month;
use crate::universe::some_of;

/// Maximum number of places and words shown of a list.
const SHOWN: usize = 8;

/// A remark on the reading of a file in a sentence.
pub(super) fn reading(what: &ReadingNote) -> String {
    match what {
        ReadingNote::FirstSheet { sheet, sheets, passed } => {
            let named = |names: &[String]| joined(names.iter().map(|name| format!("\"{name}\"")));
            let first = if passed.is_empty() {
                "the first with anything on it".to_owned()
            } else {
                format!("the first with a table on it ({} passed over)", named(passed))
            };
            format!(
                "read the sheet \"{sheet}\", {first}, of {}; --sheet names another",
                named(sheets)
            )
        }
        ReadingNote::XmlWorkbook { sheet } => {
            format!("read as a workbook written as XML, its sheet \"{sheet}\"")
        }
        ReadingNote::Encoding { encoding } => format!("read as {encoding}"),
        ReadingNote::PartedBy { sign } => format!("cells parted by {sign}"),
        ReadingNote::SingleFloats { columns } => format!(
            "32-bit floats taken as the shortest decimals that are those floats: {}",
            columns.join(", ")
        ),
        ReadingNote::AboveHeader { rows } => {
            format!("left out {rows} row{} above the header", if *rows == 1 { "" } else { "s" })
        }
        ReadingNote::NoRows { rows } => {
            format!("left out as no rows of the table: {}", some_of(rows))
        }
        ReadingNote::TestIssues { rows } => format!("left out as test issues: {}", some_of(rows)),
        ReadingNote::TickersBare { column, form, tickers } => {
            format!("{column}: {form} taken off {tickers} tickers")
        }
        ReadingNote::DaysWritten { column, order } => format!("{column}: {order}"),
        ReadingNote::WithoutTicker { rows } => {
            format!("left out {} rows without a ticker: {}", rows.len(), some_of(rows))
        }
        ReadingNote::WithoutVenue { rows } => format!(
            "{} rows do not say where they trade and are taken for lines listed in the US: {}",
            rows.len(),
            some_of(rows)
        ),
        ReadingNote::NegativePrices { prices } => format!(
            "{prices} negative prices taken as the mean of bid and ask: their absolute values"
        ),
        ReadingNote::Zeros { cells } => {
            format!("{cells} prices, caps and share counts of zero taken for unknown")
        }
        ReadingNote::AboveWhole { rows } => {
            format!(
                "{} parts of more than the whole taken for unknown: {}",
                rows.len(),
                some_of(rows)
            )
        }
        ReadingNote::OtherCurrency { file, currencies, count, rows, of }
            if currencies.is_empty() =>
        {
            format!(
                "{file}: {count} amounts on {of} rows have the sign of another currency than USD, and are \
                 left unknown: {}; leave out rows of foreign listings, and write the others in USD",
                some_of(rows)
            )
        }
        ReadingNote::OtherCurrency { file, currencies, count, rows, of } => format!(
            "{file}: {count} of {of} rows state money in another currency than USD ({}), which is left \
             unknown: {}{}; leave out rows of foreign listings, and write the others in USD",
            some_of(currencies),
            some_of(rows),
            if count > &rows.len() { ", ..." } else { "" }
        ),
        ReadingNote::MembersNotCommon { members, of } => format!(
            "{} of {of} members look like other lines than common shares (inferred from tickers and names), \
             and as members they would be eligible: {}; leave such rows out, or give the lines of their \
             companies' common shares",
            members.len(),
            some_of(members)
        ),
        ReadingNote::WordsUnknown { column, words, rows, of } => {
            let taken = if column == "exchange" { "other venues" } else { "unknown" };
            format!(
                "{column}: words that are not known, taken for {taken}, on {rows} of {of} rows: {}",
                some_of(words)
            )
        }
        ReadingNote::TickersInCapitals { tickers } => {
            format!("{tickers} tickers in small letters are taken in capitals")
        }
        ReadingNote::IndexesSplit { rows } => format!(
            "{rows} rows name several indexes; those of Russell are taken, and the others passed over"
        ),
        ReadingNote::ColumnDoubtful { column, header, fitting, filled, others, is_taken } => {
            let held = match column.as_str() {
                "symbol" => "tickers",
                "name" => "names and no exchanges",
                "exchange" => "exchanges that are known",
                "country" | "country_label" => "countries that are known",
                "index" | "segment" => "indexes that are known",
                "security_type" => "kinds of securities that are known",
                "currency" | "cap_currency" | "reporting_currency" => "codes of currencies",
                "date" | "held_on" | "as_of" | "listing_date" | "documented_date" => "dates",
                _ => "values of its kind",
            };
            let taken = if *is_taken { "" } else { ", and the column is not taken" };
            let part = match (fitting, 100 * fitting / (*filled).max(1)) {
                (0, _) => "none".to_owned(),
                (_, 0) => "fewer than 1%".to_owned(),
                (_, part) => format!("only {part}%"),
            };
            let month = others.iter().find_map(|other| Some((other, last_of_month(other)?)));
            let remedy = match month.filter(|_| held == "dates") {
                Some((month, last)) => format!("{month} is a month, no day: write {last}"),
                None if held == "dates" => "write dates such as 2026-04-30".to_owned(),
                None => "are columns swapped?".to_owned(),
            };
            format!(
                "{column}: {part} of the {filled} cells of \"{header}\" are {held}{taken}; it has {}; {remedy}",
                joined(others.iter().map(|other| format!("\"{other}\"")))
            )
        }
        ReadingNote::UnitDoubtful { column, seen, mend } => {
            format!("{column}: {seen}; if they are in another unit, map them with {mend}")
        }
        ReadingNote::UnitUntold { column, header, seen, maps } => format!(
            "{column}: \"{header}\" is not taken: {seen}; map it with {}",
            maps.join(", or ")
        ),
        ReadingNote::UnitsMixed { column, header, of_unit, others, rows } => format!(
            "{column}: \"{header}\" is not taken, as it mixes units: {of_unit}, and {others}: {}; write all \
             of them in one unit",
            some_of(rows)
        ),
        ReadingNote::ColumnsNotTaken { columns } => {
            format!("columns that are not taken (--map takes them): {}", some_of(columns))
        }
        ReadingNote::DayOverruled { own, stated } => format!(
            "the file says that it is of {own}, and it is taken for that of {stated} (--as-of, --held-on): is \
             it the right file, or the right day?"
        ),
        ReadingNote::DayOfTitle { day } => {
            format!("of {day}, as the rows above the header say; --as-of says otherwise")
        }
        ReadingNote::DayAssumed { file, day } => format!(
            "{file}: nothing says on which day its members were held; it is taken to be {day}, that of the \
             universe (--members-on says otherwise)"
        ),
        ReadingNote::IndexOverruled { fund, own, stated } => format!(
            "{fund} is a fund of {own}, and its holdings are taken for members of {stated} (--index): is \
             it the right file?"
        ),
        ReadingNote::ToldApart { lines } => {
            format!("distinguished {lines} lines that share tickers, by their classes")
        }
        ReadingNote::Repeated { rows } => {
            format!("left out {} rows that repeat an earlier one: {}", rows.len(), some_of(rows))
        }
        ReadingNote::IndexesByFlags { columns } => {
            format!("members by columns that say yes or no: {}", some_of(columns))
        }
        ReadingNote::OtherDays { rows, day } => {
            format!("left out {rows} rows of other days than {day}")
        }
        ReadingNote::OtherIndexes { rows } => {
            format!("left out {rows} rows of no index that is known")
        }
        ReadingNote::WithoutReturns => {
            "no column says the returns: they are unknown; map price_return, or adjusted_price"
                .to_owned()
        }
        ReadingNote::ReturnsComputed { returns } => {
            format!("{returns} returns computed from adjusted prices")
        }
        ReadingNote::NoNumbers { cells } => {
            format!("cells of numbers that are none, left out: {cells}")
        }
        ReadingNote::AnotherBlock { from, rows } => {
            format!("another block from {from} on is not read: {rows} rows")
        }
        ReadingNote::WeighsOtherwise { fund } => format!(
            "{fund} is not known to weigh its members as the index does: no floats are inferred"
        ),
        ReadingNote::HoldsSample { fund } => {
            format!("{fund} holds a sample of its index: no floats are inferred")
        }
        ReadingNote::NoCommonPart { fund, least, compared } => format!(
            "{fund}: no floats, as fewer than {least} of its members have the same part of their \
             shares in the fund ({compared} were compared)"
        ),
        ReadingNote::HoldsTooMuch { fund, part_pct, above, members } => format!(
            "{fund}: no floats: it would hold {part_pct}% of the shares of most members, and of {above} of \
             {members} more than are available: are caps or shares of the universe in another unit or of \
             another day, or are the fund's quantities those of other rows?"
        ),
        ReadingNote::FloatsInferred { fund, members, part_pct, companies } => format!(
            "{fund}: floats inferred of {members} members; the fund holds {part_pct}% of the shares of \
             {companies} companies, which are taken for wholly available"
        ),
        ReadingNote::FloatsAboveWhole { symbols } => format!(
            "float above 110% and taken for 100%, the universe may have too few shares: {}",
            counted(symbols)
        ),
        ReadingNote::FloatsOfTwoDays { fund, held_on, as_of, days } => format!(
            "{fund}: its holdings of {held_on} are held against a universe of {as_of}, {days} days apart: floats \
             inferred from the shares of two days are off by what was issued, bought back or split between \
             them; give a universe of about the same day"
        ),
        ReadingNote::SampleAsMembers { fund, index } => format!(
            "{fund} holds a sample of {index}: members that it does not hold are missing, and count as additions; \
             give the funds of the Russell 1000 and the 2000, or a list of all members"
        ),
        ReadingNote::FloatsWithoutLine { symbols } => {
            format!("no float, as the universe has no line of that ticker: {}", counted(symbols))
        }
        ReadingNote::FloatsWithoutShares { symbols } => {
            format!("no float, as neither shares nor cap and price are known: {}", counted(symbols))
        }
        ReadingNote::FloatsOfMovedPrices { symbols } => format!(
            "no float, as the prices of the two days lie so far apart that shares may have been \
             split: {}",
            counted(symbols)
        ),
        ReadingNote::FloatsOfSample { members } => format!(
            "the fund holds a sample of the smaller members, of which no floats are inferred: {members}"
        ),
    }
}

/// The number of tickers, and the first of them.
fn counted(symbols: &[String]) -> String {
    let shown = symbols.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if symbols.len() > SHOWN { ", …" } else { "" };
    format!("{} ({shown}{more})", symbols.len())
}
