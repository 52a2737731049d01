//! A universe from a vendor's table.
//!
//! Values that the table states are used as they are. Types, structures, issuers and countries that it
//! does not state are inferred from names, tickers, industries and labels as for the exchange's screener,
//! each with its reason, unless the user does not want that.

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

/// The source stated on lines.
const SOURCE: &str = "table";

/// The label of a company incorporated in an unspecified other country.
const ABROAD: &str = "outside the United States";

/// Information besides the table.
#[derive(Debug)]
pub struct UniverseContext<'a> {
    /// Current members, which are eligible whatever their labels say; `None` if unknown.
    pub held: Option<&'a Membership>,
    /// Ticker changes, for members held on other days.
    pub symbol_changes: &'a SymbolChanges,
    /// The countries of benefit-driven incorporation.
    pub benefit_driven: &'a [Country],
    /// Whether values that the table does not state are inferred from names, tickers, industries and labels.
    pub infers: bool,
}

/// A universe as it was read.
#[derive(Debug)]
pub struct TableUniverse {
    /// The universe.
    pub universe: Universe,
    /// Further remarks on it.
    pub remarks: Vec<Remark>,
    /// The inferences; `None` if none were wanted.
    pub report: Option<ImportReport>,
    /// The members held, under the tickers of their lines, if they were given and inferences were wanted.
    pub membership: Option<Membership>,
}

/// Converts a table to a universe.
///
/// # Errors
/// Faults of the map and of the cells, and an unstated day.
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
    // Additional columns give further information about lines; that a run ignores them is not worth a remark.
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

/// The day of a universe, from a column, the rows above the header or the options.
///
/// # Errors
/// Faults of the map and of the cells, a table of several days, and one that does not state its day.
pub fn day_of_universe(
    grid: &Grid,
    map: &TableMap,
    options: &TableOptions,
) -> Result<NaiveDate, Faults> {
    let target = Target::universe();
    let day = OwnTable::read(grid, map, &target, options)?.keep_day("date", options.day)?;
    day.ok_or_else(|| without_day(grid))
}

/// The fault of a table whose day is not stated.
fn without_day(grid: &Grid) -> Faults {
    let mut faults = Faults::default();
    let remedy = "say it with --as-of YYYY-MM-DD, or map a column of dates (date=COLUMN)";
    faults.file(&grid.file, "does not say the day of its prices", remedy);
    faults
}

/// Where a line trades: from its cell or, if that is empty or says only the United States, from its
/// ticker; otherwise it is assumed to be listed.
fn exchange(table: &OwnTable<'_>, line: &Line) -> CompactString {
    let stated = table.cell(line, "exchange");
    let us_listed = Exchange::UsListed.to_compact_string();
    match line.exchange {
        Some(exchange) if stated.is_empty() || stated == us_listed => exchange.to_compact_string(),
        None if stated.is_empty() => us_listed,
        _ => CompactString::new(stated),
    }
}

/// A remark on the rows whose exchange and ticker do not show where they trade.
fn without_venue(table: &OwnTable<'_>) -> Option<ReadingNote> {
    let is_unsaid =
        |line: &&Line| line.exchange.is_none() && table.cell(line, "exchange").is_empty();
    let unsaid = table.lines.all.iter().filter(is_unsaid);
    let rows: Vec<String> =
        unsaid.map(|line| table.grid.place(&table.grid.rows[line.row])).collect();
    (!rows.is_empty()).then_some(ReadingNote::WithoutVenue { rows })
}

/// The structure of a company, from its cell or from the word for the kind of security.
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

/// The universe completed with inferred values.
fn inferred(
    table: &OwnTable<'_>,
    securities: &[Security],
    day: NaiveDate,
    context: &UniverseContext<'_>,
) -> (Universe, Membership, ImportReport) {
    // The lines were numbered from 2 in the CSV from which the securities were read.
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
    // By the rule book, incorporation alone settles nothing, so it is only a label.
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

/// Whether the column of types distinguishes kinds of securities. A column with the same word for all
/// ("EQUITY", "Common Stock") is no argument against a name that says preferred; a constant in the map is
/// meant literally.
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

/// The wording of a reason of the screener's rules, adapted to a table.
fn of_table(said: &str) -> String {
    said.replace("by the screener", "as the table states it")
        .replace("the screener covers no other", "one of those of the United States")
}

/// A line as stated in the table, completed with the labels inferred for it.
fn together(inferred: &Security, stated: &Security, is_held: bool) -> Security {
    let mut line = stated.clone();
    line.set_issuer(inferred.issuer());
    line.security_type = inferred.security_type;
    line.structure = inferred.structure;
    line.set_company_market_cap(inferred.company_market_cap());
    // A member's country counts as settled unless the table states enough to settle it by the rule book.
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
    // Values that the table itself states are taken as certain.
    if (!has_indicators || is_overruled)
        && stated.country.assigned.is_none()
        && stated.excluded.is_none()
    {
        line.evidence = inferred.evidence;
    }
    line
}
