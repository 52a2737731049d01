//! Facts from a vendor's table: one for each row and field, whether the table has a row for each fact or
//! a column for each field.

use crate::remark::Remark;
use chrono::NaiveDate;
use compact_str::{CompactString, ToCompactString as _};

use super::TableOptions;
use super::grid::Grid;
use super::lines::{Line, Lines};
use super::map::TableMap;
use super::own::OwnTable;
use super::target::Target;
use crate::universe::facts::{FACT_COLUMNS, FactField, Facts};
use crate::universe::fault::Faults;
use crate::universe::import::country_of_label;
use strum::VariantNames as _;

/// A facts file as it was read.
#[derive(Debug)]
pub struct TableFacts {
    /// The file.
    pub csv: Vec<u8>,
    /// How many facts it has.
    pub count: usize,
    /// Further remarks on it.
    pub remarks: Vec<Remark>,
}

/// Converts a table to a facts file; facts are known from `options.day` on if no column states the day.
///
/// # Errors
/// Faults of the map and of the cells, and an unstated day.
pub fn to_facts(grid: &Grid, map: &TableMap, options: &TableOptions) -> Result<TableFacts, Faults> {
    let target = Target::facts();
    let mut table = OwnTable::read(grid, map, &target, options)?;
    table.check_size()?;
    let has = |table: &OwnTable<'_>, name: &str| table.lines.place(&target, name).is_some();
    let mut faults = Faults::default();
    let stated = options.day.or(grid.created);
    if stated.is_none() && !has(&table, "as_of") {
        let remedy = "say it with --as-of YYYY-MM-DD, or map a column of dates (as_of=COLUMN)";
        faults.file(&grid.file, "does not say from which day its facts are known", remedy);
    }
    let is_long = has(&table, "field") && has(&table, "value");
    let fields: Vec<&str> =
        FactField::VARIANTS.iter().copied().filter(|field| has(&table, field)).collect();
    if !is_long && fields.is_empty() {
        let all = FactField::VARIANTS.join(", ");
        let remedy = format!("map one of {all}, or field and value");
        faults.file(&grid.file, "has no column that the map takes for a fact", remedy);
    }
    faults.into_result(())?;
    let facts = rows(&table, &fields, is_long, stated);
    // From here on each fact is a separate line.
    let lines = facts.iter().map(|fact| Line {
        row: fact.row,
        cells: fact.cells.to_vec(),
        exchange: None,
        structure: None,
        is_abroad: false,
    });
    let columns = FACT_COLUMNS.iter().filter_map(|column| target.find(column.name)).collect();
    table.lines = Lines {
        columns,
        all: lines.collect(),
        notes: std::mem::take(&mut table.lines.notes),
        cells: table.lines.cells,
    };
    let names: Vec<&'static str> = FACT_COLUMNS.iter().map(|column| column.name).collect();
    let csv = table.csv(&names, &|_, _| None);
    let mut written = Vec::new();
    let count = table.taken(csv, |input| {
        written = input.text_bytes().to_vec();
        Facts::read(input).map(|facts| facts.facts.len())
    })?;
    let remarks = table.lines.remarks().collect();
    Ok(TableFacts { csv: written, count, remarks })
}

/// A fact as written in a facts file.
struct FactRow {
    row: usize,
    cells: [CompactString; 5],
}

fn rows(
    table: &OwnTable<'_>,
    fields: &[&str],
    is_long: bool,
    stated: Option<NaiveDate>,
) -> Vec<FactRow> {
    let mut rows = Vec::new();
    for line in &table.lines.all {
        let cell = |name: &str| CompactString::new(table.cell(line, name));
        let day = match (table.cell(line, "as_of"), stated) {
            ("", Some(day)) => CompactString::new(day.to_string()),
            (day, _) => CompactString::new(day),
        };
        let source = match table.cell(line, "source") {
            "" => CompactString::const_new("table"),
            source => CompactString::new(source),
        };
        let mut fact = |field: CompactString, value: CompactString| {
            if !value.is_empty() {
                let cells = [cell("symbol"), field, value, day.clone(), source.clone()];
                rows.push(FactRow { row: line.row, cells });
            }
        };
        if is_long {
            let (field, value) = (cell("field"), cell("value"));
            let is_of_country = field.parse().is_ok_and(FactField::is_of_country);
            let country = country_of_label(&value).filter(|_| is_of_country);
            fact(field, country.map_or(value, |country| country.to_compact_string()));
        }
        for field in fields {
            fact(CompactString::new(field), cell(field));
        }
    }
    rows
}
