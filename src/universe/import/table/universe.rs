//! A universe of a vendor's table.
//!
//! What the table states is taken as it stands. What it does not state of types, structures, issuers and
//! countries is inferred from names, tickers, industries and labels as for the exchange's screener, each with
//! its reason, unless that is not wanted.

use crate::remark::{InputNote, Kind, ReadingNote, Remark};
use chrono::NaiveDate;
use compact_str::{CompactString, ToCompactString as _};
use rustc_hash::{FxHashMap, FxHashSet};

use super::TableOptions;
use super::bind::{Bound, Source};
use super::grid::Grid;
use super::lines::{Line, one_line_each};
use super::map::TableMap;
use super::own::{OwnTable, with_names};
use super::target::Target;
use crate::universe::country::Country;
use crate::universe::facts::Facts;
use crate::universe::fault::Faults;
use crate::universe::import::nasdaq::{
    self, Evidence, ImportContext, ImportReport, ScreenerDay, Stated,
};
use crate::universe::membership::Membership;
use crate::universe::security::{Exchange, Security, SecurityType};
use crate::universe::symbol::SymbolChanges;
use crate::universe::{Universe, read_universe};

/// What a line says of where it comes from.
const SOURCE: &str = "table";

/// The label of a company incorporated in another country, whichever that is.
const ABROAD: &str = "outside the United States";

/// What is known besides the table.
#[derive(Debug)]
pub struct UniverseContext<'a> {
    /// Members now, who are eligible whatever their labels say; `None` where they are not known.
    pub held: Option<&'a Membership>,
    /// Ticker changes, for members held on other days.
    pub symbol_changes: &'a SymbolChanges,
    /// The countries of benefit-driven incorporation.
    pub benefit_driven: &'a [Country],
    /// Whether what the table does not state is inferred from names, tickers, industries and labels.
    pub infers: bool,
}

/// A universe as it was read.
#[derive(Debug)]
pub struct TableUniverse {
    /// The universe.
    pub universe: Universe,
    /// Further remarks on it.
    pub remarks: Vec<Remark>,
    /// What was inferred; `None` where nothing was to be.
    pub report: Option<ImportReport>,
    /// The members held, under the tickers of their lines, where they were given and something was to be
    /// inferred.
    pub membership: Option<Membership>,
}

/// Turns a table into a universe.
///
/// # Errors
/// Faults of the map and of the cells, and a day that nothing says.
pub fn to_universe(
    grid: &Grid,
    map: &TableMap,
    options: &TableOptions,
    context: &UniverseContext<'_>,
) -> Result<TableUniverse, Faults> {
    let target = Target::universe();
    let mut table = OwnTable::read(grid, map, &target, options)?;
    let day = table.keep_day("date", options.day)?;
    let day = day.ok_or_else(|| without_day(grid))?;
    table.check_size()?;
    one_line_each(&mut table.lines, grid, &target, None)?;
    let venues = without_venue(&table);
    table.lines.notes.extend(venues);
    let names = with_names(&target, &table.written(), &["exchange", "structure"]);
    let csv = table.csv(&names, &|line, name| match name {
        "exchange" => Some(exchange(&table, line)),
        "structure" => Some(structure(&table, line)),
        _ => None,
    });
    let read = table.taken(csv, |input| read_universe(input, day))?;
    // Columns beside those of a universe say more of a line; that a run ignores them is no news.
    let is_news =
        |remark: &Remark| !matches!(remark.kind, Kind::Input(InputNote::ColumnUnknown { .. }));
    let remarks = read.remarks.into_iter().filter(is_news);
    let remarks: Vec<Remark> = table.lines.remarks().chain(remarks).collect();
    let mut stated = read.universe.securities;
    for security in &mut stated {
        let inferred = std::mem::take(&mut security.inferred);
        security.inferred = joined(SOURCE, &inferred);
    }
    if !context.infers {
        let (report, membership) = (None, None);
        let universe = Universe::new(day, stated);
        return Ok(TableUniverse { universe, remarks, report, membership });
    }
    let (universe, membership, report) = inferred(&table, &stated, day, context);
    let membership = context.held.map(|_| membership);
    Ok(TableUniverse { universe, remarks, report: Some(report), membership })
}

/// The day of a universe: as a column, the rows above the header or the options say.
///
/// # Errors
/// Faults of the map and of the cells, a table of several days, and one that does not say its day.
pub fn day_of_universe(
    grid: &Grid,
    map: &TableMap,
    options: &TableOptions,
) -> Result<NaiveDate, Faults> {
    let target = Target::universe();
    let day = OwnTable::read(grid, map, &target, options)?.keep_day("date", options.day)?;
    day.ok_or_else(|| without_day(grid))
}

/// The fault of a table that nothing says the day of.
fn without_day(grid: &Grid) -> Faults {
    let mut faults = Faults::default();
    let remedy = "say it with --as-of YYYY-MM-DD, or map a column of dates (date=COLUMN)";
    faults.file(&grid.file, "does not say the day of its prices", remedy);
    faults
}

/// Where a line trades: as its cell says, or, where that is nothing or all of the United States, as its
/// ticker does; otherwise it is taken to be listed.
fn exchange(table: &OwnTable<'_>, line: &Line) -> CompactString {
    let stated = table.cell(line, "exchange");
    let us_listed = Exchange::UsListed.to_compact_string();
    match line.exchange {
        Some(exchange) if stated.is_empty() || stated == us_listed => exchange.to_compact_string(),
        None if stated.is_empty() => us_listed,
        _ => CompactString::new(stated),
    }
}

/// The rows of which neither the exchange nor the ticker says where they trade.
fn without_venue(table: &OwnTable<'_>) -> Option<ReadingNote> {
    let is_unsaid =
        |line: &&Line| line.exchange.is_none() && table.cell(line, "exchange").is_empty();
    let unsaid = table.lines.all.iter().filter(is_unsaid);
    let rows: Vec<String> =
        unsaid.map(|line| table.grid.place(&table.grid.rows[line.row])).collect();
    (!rows.is_empty()).then_some(ReadingNote::WithoutVenue { rows })
}

/// The structure of a company: as its cell says, or as the word for the kind of security does.
fn structure(table: &OwnTable<'_>, line: &Line) -> CompactString {
    let stated = table.cell(line, "structure");
    match line.structure {
        Some(structure) if stated.is_empty() => structure.to_compact_string(),
        _ => CompactString::new(stated),
    }
}

fn joined(first: &str, second: &str) -> String {
    if second.is_empty() { first.to_owned() } else { format!("{first}; {second}") }
}

/// The universe with what the table does not state.
fn inferred(
    table: &OwnTable<'_>,
    securities: &[Security],
    day: NaiveDate,
    context: &UniverseContext<'_>,
) -> (Universe, Membership, ImportReport) {
    // Lines were numbered from 2 in the CSV that the securities were read from.
    let line_of = |security: &Security| {
        let at = usize::try_from(security.line).ok()?.checked_sub(2)?;
        table.lines.all.get(at)
    };
    let cell = |security: &Security, name: &str| {
        line_of(security).map_or("", |line| table.cell(line, name)).to_owned()
    };
    let tells_types = tells_types(table);
    let has_type = |security: &Security| {
        let word_says_more =
            tells_types || line_of(security).is_some_and(|line| line.structure.is_some());
        word_says_more && !cell(security, "security_type").is_empty()
    };
    // Incorporation alone settles nothing by the rule book, so it is no more than a label.
    let label_of = |security: &Security| {
        let label = cell(security, "country_label");
        let country = &security.country;
        if !label.is_empty() || country.headquarters.is_some() {
            return label;
        }
        let is_abroad = || line_of(security).is_some_and(|line| line.is_abroad);
        match country.incorporation {
            Some(country) => country.to_string(),
            None if is_abroad() => ABROAD.to_owned(),
            None => label,
        }
    };
    let labels: Vec<String> = securities.iter().map(label_of).collect();
    let described: Vec<String> = securities.iter().map(|s| cell(s, "description")).collect();
    let stated: Vec<Stated<'_>> = securities
        .iter()
        .zip(labels.iter().zip(&described))
        .map(|(security, (label, description))| Stated {
            security,
            label,
            description,
            has_type: has_type(security),
            has_structure: line_of(security).is_some_and(|l| !structure(table, l).is_empty()),
            has_issuer: !cell(security, "issuer").is_empty(),
        })
        .collect();
    let screened = ScreenerDay::of_stated(day, &stated, context.benefit_driven);
    let nobody = Membership::default();
    let evidence = Evidence { membership: context.held.is_some(), ..Evidence::default() };
    let imported = nasdaq::import(
        &screened,
        &ImportContext {
            symbol_changes: context.symbol_changes,
            held: context.held.unwrap_or(&nobody),
            evidence: &evidence,
            facts: &Facts::default(),
            benefit_driven: context.benefit_driven,
            caps_repaired: 0,
        },
    );
    let by_symbol: FxHashMap<&str, &Security> =
        securities.iter().map(|s| (s.symbol(), s)).collect();
    let held: FxHashSet<&str> =
        imported.membership.members.iter().map(|m| m.symbol.as_str()).collect();
    let lines = &imported.universe.securities;
    let held_issuers: FxHashSet<&str> =
        lines.iter().filter(|s| held.contains(s.symbol())).map(Security::issuer).collect();
    let whole = lines.iter().map(|line| match by_symbol.get(line.symbol()) {
        Some(stated) => together(line, stated, held_issuers.contains(line.issuer())),
        None => line.clone(),
    });
    let mut report = imported.report;
    report.labels =
        report.labels.into_iter().map(|(said, count)| (of_table(&said), count)).collect();
    (Universe::new(day, whole.collect()), imported.membership, report)
}

/// Whether the column of types tells kinds of securities apart. One that says the same of all ("EQUITY",
/// "Common Stock") settles nothing against a name that says preferred; a constant of the map is meant.
fn tells_types(table: &OwnTable<'_>) -> bool {
    let is_mapped = |b: &&Bound| table.target.columns[b.own].name == "security_type";
    let is_constant = || {
        let mapped = table.bound.iter().find(is_mapped);
        mapped.is_some_and(|b| matches!(b.source, Source::Constant(_)))
    };
    let common = SecurityType::Common.to_compact_string();
    let is_other = |line: &Line| {
        let cell = table.cell(line, "security_type");
        !cell.is_empty() && cell != common
    };
    is_constant() || table.lines.all.iter().any(is_other)
}

/// A reason of the screener's rules, worded for a table.
fn of_table(said: &str) -> String {
    said.replace("by the screener", "as the table states it")
        .replace("the screener covers no other", "one of those of the United States")
}

/// A line as the table states it, with the labels that were inferred for it.
fn together(inferred: &Security, stated: &Security, is_held: bool) -> Security {
    let mut line = stated.clone();
    line.set_issuer(inferred.issuer());
    line.security_type = inferred.security_type;
    line.structure = inferred.structure;
    line.set_company_market_cap(inferred.company_market_cap());
    // A member's country is settled unless all is stated that settles it by the rule book.
    let country = &stated.country;
    let has_indicators = country.has_indicators();
    let is_settled = country.assets.is_some() || country.revenue.is_some();
    if !has_indicators || is_held && !is_settled {
        line.country.assigned = inferred.country.assigned;
    }
    if stated.excluded.is_none() {
        line.excluded.clone_from(&inferred.excluded);
        line.reserve_pct = inferred.reserve_pct.max(stated.reserve_pct);
    }
    if !inferred.inferred.is_empty() {
        line.inferred = joined(&stated.inferred, &of_table(&inferred.inferred));
    }
    let is_abroad = [country.incorporation, country.headquarters]
        .into_iter()
        .flatten()
        .any(|country| country != Country::US);
    let is_overruled = is_held && has_indicators && !is_settled && is_abroad;
    if is_overruled && country.assigned.is_none() {
        let said = "country US: a member, whatever its incorporation and headquarters";
        line.inferred = joined(&line.inferred, said);
    }
    // What a table states of itself is taken for certain.
    if (!has_indicators || is_overruled)
        && stated.country.assigned.is_none()
        && stated.excluded.is_none()
    {
        line.evidence = inferred.evidence;
    }
    line
}
