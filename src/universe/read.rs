//! Reads the project's own universe CSV.

use std::hash::Hash;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Universe;
use super::beside::Beside;
use super::columns::{C, UNIVERSE_COLUMNS};
use super::country::Country;
use super::fault::{Faults, shorten};
use super::identity::{Identities, LineNames};
use super::import::nasdaq::is_export;
use super::import::no_country;
use super::input::Input;
use super::known::{Known, known_table};
use super::placeholder::{is_no_text, no_ticker};
use super::same::first_of_same;
use super::security::{CountryFacts, Details, Exchange, RareDetails, Security};
use super::symbol::SymbolKey;
use super::table::{self, ANY_PLACES, Number, Row};
use super::words::Words;
use crate::limits;
use crate::remark::{InputNote, Place, Remark};

/// USD a share. The limits of prices and share counts keep every product within the range of a
/// decimal; caps are compared exactly to 10^-12 USD.
pub(crate) const PRICE: Number = Number {
    min: Decimal::ZERO,
    above_min: true,
    max: Decimal::from_parts(100_000_000, 0, 0, false, 0),
    places: ANY_PLACES,
};
/// Shares.
pub(crate) const SHARES: Number = Number {
    min: Decimal::ZERO,
    above_min: true,
    max: Decimal::from_parts(1_215_752_192, 23, 0, false, 0), // 100 billion
    places: ANY_PLACES,
};
/// Cap of a whole company, USD.
pub(crate) const CAP: Number = Number {
    min: Decimal::ZERO,
    above_min: true,
    max: Decimal::from_parts(276_447_232, 23_283, 0, false, 0), // 100 trillion
    places: ANY_PLACES,
};
/// Per cent of a whole.
pub(crate) const PER_CENT: Number =
    Number { min: Decimal::ZERO, above_min: false, max: Decimal::ONE_HUNDRED, places: ANY_PLACES };
/// A reserved part of a place in the ranking, per cent.
const WHOLE_PER_CENT: Number = Number {
    min: Decimal::ZERO,
    above_min: false,
    max: Decimal::from_parts(99, 0, 0, false, 0),
    places: 0,
};
/// Number of days in two years.
const DAYS: Number = Number {
    min: Decimal::ZERO,
    above_min: false,
    max: Decimal::from_parts(731, 0, 0, false, 0),
    places: 0,
};
/// Votes of one share.
pub(crate) const VOTES: Number = Number {
    min: Decimal::ZERO,
    above_min: false,
    max: Decimal::from_parts(1_000_000, 0, 0, false, 0),
    places: 4,
};
/// Volumes and days.
const COUNT: Number =
    Number { min: Decimal::ZERO, above_min: false, max: CAP.max, places: ANY_PLACES };
/// Earnings and book values.
const SIGNED: Number = Number {
    min: Decimal::from_parts(276_447_232, 23_283, 0, true, 0),
    above_min: false,
    max: CAP.max,
    places: ANY_PLACES,
};
/// Shares of one class for one share of another.
const RATIO: Number = Number {
    min: Decimal::ZERO,
    above_min: true,
    max: Decimal::from_parts(1_000_000, 0, 0, false, 0),
    places: ANY_PLACES,
};

/// A universe as read, with remarks on oddities that are not faults.
#[derive(Debug)]
pub struct ReadUniverse {
    /// The universe.
    pub universe: Universe,
    /// Remarks for the report.
    pub remarks: Vec<Remark>,
}

/// Reads a universe CSV as of the close of `as_of`.
///
/// # Errors
/// Every fault of the file: cells that do not fit their column, duplicate symbols or ids,
/// impossible dates.
///
/// ```
/// use rankday::universe::{Input, read_universe};
/// let csv = "symbol,exchange,price,shares_outstanding\nAAA,nyse,10,100\nBBB,nyse,-1,100\n";
/// let input = Input::from_bytes("u.csv", csv.into())?;
/// let faults = read_universe(&input, "2026-04-30".parse()?).unwrap_err();
/// assert_eq!(
///     faults.to_string(),
///     "u.csv:3: price: \"-1\" is out of range; it must be above 0 and at most 100000000 (it holds: \
///      USD a share)"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_universe(input: &Input, as_of: NaiveDate) -> Result<ReadUniverse, Faults> {
    if let Some(known) = other_table(&input.beginning()) {
        return Err(Faults::of_file(&input.name, (known.problem(), known.remedy())));
    }
    let start = |rows| Block { securities: Vec::with_capacity(rows), ..Block::default() };
    let each = |block: &mut Block, row: &mut Row<'_, '_>, faults: &mut Faults| {
        block.read(row, as_of, faults);
    };
    let (mut securities, mut beside) = (Vec::new(), Beside::default());
    let take = |block: Block| {
        let read = block.securities.into_iter().zip(block.identities.finish());
        securities.extend(read.map(|(line, identity)| Security { identity, ..line }));
        beside.extend(block.beside);
    };
    let (rows, columns) = (limits::ROWS, UNIVERSE_COLUMNS);
    let (unknown, mut faults) = if input.is_unread() {
        match table::read_streamed(rows, input, columns, start, each, take) {
            Some(read) => read,
            None => return read_universe(&input.held()?, as_of),
        }
    } else {
        let mut faults = Faults::default();
        let unknown = table::read_blocks(rows, input, columns, &mut faults, start, each, take);
        (unknown, faults)
    };
    if securities.is_empty() && faults.total() == 0 {
        faults.file(&input.name, "has no rows", "give one row per security line");
    }
    check_identities(input, &securities, &mut faults);
    let mut remarks: Vec<Remark> = unknown.iter().map(|name| unknown_column(input, name)).collect();
    faults.into_result(())?;
    remarks.extend(beside.remarks(input, as_of));
    let universe = Universe::new(as_of, securities);
    let file = || input.report_name.clone();
    let lookalikes = universe.lookalikes();
    remarks.extend(
        lookalikes.groups().map(|lines| InputNote::LinesLookAlike { file: file(), lines }.into()),
    );
    Ok(ReadUniverse { universe, remarks })
}

/// Consecutive rows of a file.
#[derive(Default)]
struct Block {
    /// The securities, without their names.
    securities: Vec<Security>,
    identities: Identities,
    words: Words,
    beside: Beside,
}

/// The table to which a beginning belongs, if it is recognised as something other than a universe.
fn other_table(text: &str) -> Option<Known> {
    known_table(text).filter(|known| match known {
        Known::Screener => true,
        // In a vendor's file every cell in the vendor's spelling would be a separate fault.
        Known::Vendors => !has_sizes(text),
        Known::Holdings | Known::Own(_) => false,
    })
}

/// Whether the header has any own column of prices, shares or caps.
fn has_sizes(text: &str) -> bool {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let own = [C::Price, C::SharesOutstanding, C::CompanyMarketCap];
    let own = own.map(|column| UNIVERSE_COLUMNS[column as usize].name);
    header
        .split([',', ';', '\t', '|'])
        .any(|name| own.iter().any(|own| own.eq_ignore_ascii_case(name.trim())))
}

/// A remark that a column is ignored, with the known column that is probably meant.
fn unknown_column(input: &Input, name: &str) -> Remark {
    let near = table::closest(name, UNIVERSE_COLUMNS.iter().map(|c| c.name)).map(str::to_owned);
    let (file, column) = (input.report_name.clone(), shorten(name));
    let place = Place { file: file.clone(), line: Some(1), column: Some(column.clone()) };
    Remark::from(InputNote::ColumnUnknown { file, column, near }).at([place])
}

/// The tickers of a universe, the project's own or the screener's, as spelled there. Faults of the file
/// are left to the full readers.
pub fn read_tickers(input: &Input) -> Vec<String> {
    const SYMBOL: &[table::Column] =
        &[table::Column { name: "symbol", required: true, holds: "ticker", meaning: "the ticker" }];
    const EXPORTED: &[table::Column] =
        &[table::Column { name: "Symbol", required: true, holds: "ticker", meaning: "the ticker" }];
    let mut tickers = Vec::new();
    let columns = if is_export(input) { EXPORTED } else { SYMBOL };
    table::read(input, columns, &mut Faults::default(), |row, _| {
        tickers.extend(row.text(0).map(str::to_owned));
    });
    tickers
}

impl Block {
    fn read(&mut self, row: &Row<'_, '_>, as_of: NaiveDate, faults: &mut Faults) {
        let read = read_line(row, as_of, (&mut self.words, &mut self.beside), faults);
        if let Some((security, names)) = read {
            self.securities.push(security);
            self.identities.push(&names);
        }
    }
}

/// A line and its names; `None` if its ticker or exchange is missing or invalid.
fn read_line<'r>(
    row: &'r Row<'_, '_>,
    as_of: NaiveDate,
    (words, beside): (&mut Words, &mut Beside),
    faults: &mut Faults,
) -> Option<(Security, LineNames<'r>)> {
    let symbol = row.required(C::Symbol as usize, faults);
    let exchange = row.required(C::Exchange as usize, faults);
    let exchange = exchange.and_then(|_| row.code::<Exchange>(C::Exchange as usize, faults));
    if let Some(fault) = symbol.and_then(no_ticker) {
        row.fault(C::Symbol as usize, symbol, fault, faults);
    }
    // The other cells are checked even if these are wrong.
    let ticker = symbol.unwrap_or_default();
    let issuer = row.telling_text(C::Issuer as usize, faults).unwrap_or(ticker);
    let name = row.text(C::Name as usize).unwrap_or_default();
    let id = row.telling_text(C::Id as usize, faults);
    let mut s = Security::without_identity(exchange.unwrap_or(Exchange::Other));
    s.line = row.line;
    let (mut details, mut rare) = (Details::NONE, RareDetails::NONE);
    s.security_type = row.code(C::SecurityType as usize, faults).unwrap_or(s.security_type);
    s.structure = row.code(C::Structure as usize, faults).unwrap_or(s.structure);
    details.country = CountryFacts {
        assigned: country(row, C::Country, faults),
        incorporation: country(row, C::Incorporation, faults),
        headquarters: country(row, C::Headquarters, faults),
        exchange: country(row, C::ExchangeCountry, faults),
        assets: country(row, C::AssetsCountry, faults),
        revenue: country(row, C::RevenueCountry, faults),
    };
    let is_in_dollars = beside.is_in_dollars(row, faults);
    read_numbers(row, (&mut s, &mut details, &mut rare), is_in_dollars, faults);
    details.listing_date = row.date(C::ListingDate as usize, faults);
    rare.documented_date = row.date(C::DocumentedDate as usize, faults);
    let mut word = |column: C| row.telling_text(column as usize, faults).map(|w| words.of(w));
    (details.sector, details.industry) = (word(C::Sector), word(C::Industry));
    rare.excluded = owned(row, C::Excluded);
    rare.inferred = owned(row, C::Inferred).unwrap_or_default();
    rare.evidence = row.code(C::Evidence as usize, faults).unwrap_or_default();
    let s = s.with_details(details.with_rare(rare));
    check_listing(row, &s, as_of, faults);
    (symbol.is_some() && exchange.is_some())
        .then_some((s, LineNames { symbol: ticker, issuer, id, name }))
}

/// Columns of money; their amounts are unknown if the row is in another currency.
const MONEY: [C; 6] =
    [C::Price, C::MeanClose30d, C::CompanyMarketCap, C::AdvUsd, C::Earnings, C::BookValue];

fn read_numbers(
    row: &Row<'_, '_>,
    (s, details, rare): (&mut Security, &mut Details, &mut RareDetails),
    is_in_dollars: bool,
    faults: &mut Faults,
) {
    let mut number = |column: C, limits: &Number| {
        let is_read = is_in_dollars || !MONEY.contains(&column);
        is_read.then(|| row.decimal(column as usize, limits, faults)).flatten()
    };
    s.set_price(number(C::Price, &PRICE));
    details.set_mean_close_30d(number(C::MeanClose30d, &PRICE));
    s.set_shares_outstanding(number(C::SharesOutstanding, &SHARES));
    rare.conversion_ratio = number(C::ConversionRatio, &RATIO).unwrap_or(Decimal::ONE);
    s.set_company_market_cap(number(C::CompanyMarketCap, &CAP));
    s.set_free_float_pct(number(C::FreeFloatPct, &PER_CENT));
    details.set_unrestricted_votes_pct(number(C::UnrestrictedVotesPct, &PER_CENT));
    rare.votes_per_share = number(C::VotesPerShare, &VOTES);
    details.set_volume_2y(number(C::Volume2y, &COUNT));
    details.trading_days_2y = number(C::TradingDays2y, &DAYS).and_then(|d| d.try_into().ok());
    details.set_adv_usd(number(C::AdvUsd, &COUNT));
    details.set_earnings(number(C::Earnings, &SIGNED));
    details.set_book_value(number(C::BookValue, &SIGNED));
    let reserve = number(C::ReservePct, &WHOLE_PER_CENT);
    rare.reserve_pct = reserve.and_then(|p| p.try_into().ok()).unwrap_or(0);
    check_cap(row, s, faults);
}

/// Checks that shares times price is a possible cap.
fn check_cap(row: &Row<'_, '_>, s: &Security, faults: &mut Faults) {
    let (Some(price), Some(shares)) = (s.price(), s.shares_outstanding()) else {
        return;
    };
    if price * shares > CAP.max {
        let remedy = format!(
            "a company's cap is at most {} USD; is the price in cents or another currency, or are shares \
             multiplied twice?",
            CAP.max
        );
        let value = row.text(C::SharesOutstanding as usize);
        row.fault(
            C::SharesOutstanding as usize,
            value,
            ("times the price is no possible cap", remedy),
            faults,
        );
    }
}

fn check_listing(row: &Row<'_, '_>, s: &Security, as_of: NaiveDate, faults: &mut Faults) {
    let Some(listed) = s.listing_date else { return };
    let value = row.text(C::ListingDate as usize);
    let column = C::ListingDate as usize;
    // No listing can predate the Buttonwood agreement of 17 May 1792, the exchange's own beginning.
    if NaiveDate::from_ymd_opt(1792, 5, 17).is_some_and(|first| listed < first) {
        row.fault(column, value, ("is before any exchange", "check the year"), faults);
    } else if listed > as_of && s.price().is_some() {
        let problem = format!("is after {as_of}, and yet the line has a price of that day");
        let remedy =
            "check the date, or leave the price empty; of many lines, the file is of a later day";
        row.fault(column, value, (problem, remedy), faults);
    }
}

/// Refuses tickers and ids that two lines share.
fn check_identities(input: &Input, securities: &[Security], faults: &mut Faults) {
    // Within a file spellings are exact: BC-PC and BCPC are two lines.
    let symbols = again(securities, |security| Some(SymbolKey::exact(security.symbol())));
    let ids = again(securities, |security| security.id());
    let mut claim = |column: &str, value: &str, line: u64, first: &Security| {
        let otherwise = if column == "symbol" && first.symbol() != value {
            format!(" as \"{}\"", first.symbol())
        } else {
            String::new()
        };
        let problem = format!("stands on {}{otherwise} already", input.name_of_line(first.line));
        let refusal = (problem, "keep one of the two lines");
        faults.push(input.fault(Some(line), Some(column), Some(value), refusal));
    };
    let symbols = symbols.iter().map(|(second, first)| ("symbol", second.symbol(), second, first));
    let ids = ids.iter().filter_map(|(second, first)| Some(("id", second.id()?, second, first)));
    let mut twice: Vec<_> = symbols.chain(ids).collect();
    // In the order of the file; within a line, the ticker comes first.
    twice.sort_by_key(|(_, _, second, _)| second.line);
    for (column, value, second, first) in twice {
        claim(column, value, second.line, first);
    }
}

/// The lines that repeat the key of an earlier line, each with that line.
fn again<'s, K: Eq + Hash>(
    securities: &'s [Security],
    key: impl Fn(&'s Security) -> Option<K> + Sync,
) -> Vec<(&'s Security, &'s Security)> {
    let first = first_of_same(securities, key);
    let again = (0..first.len()).filter(|&place| first[place] != place);
    again.map(|place| (&securities[place], &securities[first[place]])).collect()
}

fn owned(row: &Row<'_, '_>, column: C) -> Option<String> {
    row.text(column as usize).map(str::to_owned)
}

fn country(row: &Row<'_, '_>, column: C, faults: &mut Faults) -> Option<Country> {
    let text = row.text(column as usize)?;
    let parsed = text.parse();
    if parsed.is_err() && !is_no_text(text) {
        row.fault(column as usize, Some(text), no_country(text), faults);
    } else if parsed.is_err() {
        let remedy = "leave it empty: an empty cell is unknown";
        row.fault(column as usize, Some(text), ("stands for no value", remedy), faults);
    }
    parsed.ok()
}
