//! A membership from a vendor's table: from stated segments, or from lists of the indexes' members.

use crate::remark::{ReadingNote, Remark};
use chrono::NaiveDate;
use compact_str::{CompactString, ToCompactString as _};
use rustc_hash::{FxHashMap, FxHashSet};

use super::TableOptions;
use super::bind::{Source, bind};
use super::codes::indexes;
use super::grid::{Grid, cell_of};
use super::lines::{Line, one_line_each};
use super::map::TableMap;
use super::own::{OwnTable, with_names};
use super::target::{Holds, Target};
use crate::universe::fault::Faults;
use crate::universe::import::not_common::members_not_common;
use crate::universe::index::Index;
use crate::universe::member_lists::{ListedMembers, combine_lists};
use crate::universe::membership::{Member, Membership, read_membership};
use crate::universe::symbol::SymbolChanges;
use crate::universe::table::parse_date;

/// A membership as it was read.
#[derive(Debug)]
pub struct TableMembership {
    /// The members.
    pub membership: Membership,
    /// Further remarks on it.
    pub remarks: Vec<Remark>,
}

/// Converts a table to a membership; `index` is the index of the members if no column states one.
///
/// # Errors
/// Faults of the map and of the cells, and an unstated day or index.
pub fn to_membership(
    grid: &Grid,
    map: &TableMap,
    options: &TableOptions,
    index: Option<Index>,
) -> Result<TableMembership, Faults> {
    let target = Target::membership();
    let mut map = map.clone();
    if let Some(index) = index {
        map.add("index", &format!("'{index}'"));
    }
    let split = split_indexes(grid, &map, &target)?;
    let grid = split.as_ref().map_or(grid, |(grid, _)| grid);
    let mut table = OwnTable::read(grid, &map, &target, options)?;
    table
        .lines
        .notes
        .extend(split.as_ref().map(|(_, rows)| ReadingNote::IndexesSplit { rows: *rows }));
    // Lists of several indexes often have different days.
    let stated = if options.day.is_none() && has_a_day_each(&table) {
        table.said_day(None)
    } else {
        table.keep_day("held_on", options.day)?
    };
    let has = |name| table.bound.iter().any(|b| target.columns[b.own].name == name);
    let mut faults = Faults::default();
    let lacks_day = stated.is_none() && !has("held_on");
    if lacks_day {
        let remedy = "say it with --held-on YYYY-MM-DD (--members-on, of members of a universe or a scenario), or \
                      map a column of dates (held_on=COLUMN)";
        faults.file(&grid.file, "does not say the day on which its members were held", remedy);
    }
    if !has("segment") && !has("index") {
        let remedy = "say it with --index R1000, R2000, R3000 or MICROCAP (--members R1000=FILE, of members of a universe or \
             a scenario), or map a column (index=COLUMN)";
        faults.file(&grid.file, "does not say of which index its rows are members", remedy);
    }
    faults.into_result(())?;
    table.check_size()?;
    let part = if has("segment") { "segment" } else { "index" };
    let part = table.lines.place(&target, part);
    let has_segment = has("segment");
    // One security may be in the lists of several indexes.
    one_line_each(&mut table.lines, grid, &target, part.filter(|_| !has_segment))?;
    let not_members = leave_out_others(&mut table, part);
    table.lines.notes.extend(not_members);
    let lists = if has_segment { None } else { Some(lists_of(&table, stated)?) };
    if lists.is_some() {
        // A security in several lists has several rows, which are combined; its details are taken from
        // the first.
        let symbol = table.lines.place(&target, "symbol").unwrap_or_default();
        let mut seen = FxHashSet::default();
        table.lines.all.retain(|line| seen.insert(line.cells[symbol].clone()));
    }
    let names = with_names(&target, &table.written(), &["segment", "held_on"]);
    let csv = table.csv(&names, &|line, name| match name {
        "held_on" => Some(held_on(&table, line, stated)),
        "segment" if !has_segment => Some(segment_of(table.cell(line, "index"))),
        _ => None,
    });
    let read = table.taken(csv, read_membership)?;
    let membership = match lists {
        None => read,
        Some(lists) => with_details(combine_lists(&lists, &SymbolChanges::default()), &read),
    };
    let members = membership.members.iter().map(|m| (m.symbol.as_str(), m.name.as_str()));
    table.lines.notes.extend(members_not_common(members));
    let remarks = table.lines.remarks().chain(membership.inferences()).collect();
    Ok(TableMembership { membership, remarks })
}

/// The table with a row for each index that a row names, and the number of rows that name several; `None`
/// if no row does.
///
/// # Errors
/// Faults of the map, and rows that name both the Russell 1000 and the 2000.
fn split_indexes(
    grid: &Grid,
    map: &TableMap,
    target: &Target,
) -> Result<Option<(Grid, usize)>, Faults> {
    let bound = bind(map, grid, target)?;
    let index = bound.iter().find(|b| target.columns[b.own].holds == Holds::Index);
    let Some(Source::Column(at)) = index.map(|b| &b.source) else { return Ok(None) };
    let mut faults = Faults::default();
    let (mut rows, mut split) = (Vec::with_capacity(grid.rows.len()), 0);
    for row in &grid.rows {
        let cell = cell_of(row, *at);
        let named = indexes(cell);
        if named.contains(&Index::R1000) && named.contains(&Index::R2000) {
            let problem = "names both the Russell 1000 and the Russell 2000, which share no member";
            let remedy = "write the index that the line is a member of";
            faults.push(grid.fault(row, Some(*at), Some("index"), (problem, remedy)));
        }
        if named.is_empty() || super::codes::index(cell).is_some() {
            rows.push(row.clone());
            continue;
        }
        split += 1;
        rows.extend(named.into_iter().map(|index| {
            let mut row = row.clone();
            row.cells[*at] = CompactString::from(index.to_string());
            row
        }));
    }
    faults.into_result((split > 0).then(|| (grid.with_rows(rows), split)))
}

/// Whether the rows of each index, or of each segment, all have the same day.
fn has_a_day_each(table: &OwnTable<'_>) -> bool {
    let mut days: FxHashMap<&str, &str> = FxHashMap::default();
    table.lines.all.iter().all(|line| {
        let part = match table.cell(line, "segment") {
            "" => table.cell(line, "index"),
            segment => segment,
        };
        let day = table.cell(line, "held_on");
        *days.entry(part).or_insert(day) == day
    })
}

/// Adds to members the details that their rows state besides the index.
fn with_details(mut membership: Membership, read: &Membership) -> Membership {
    let by_symbol: FxHashMap<&str, &Member> =
        read.members.iter().map(|member| (member.symbol.as_str(), member)).collect();
    for member in &mut membership.members {
        if let Some(row) = by_symbol.get(member.symbol.as_str()) {
            member.id.clone_from(&row.id);
            member.index_shares = row.index_shares;
            member.index_float_pct = row.index_float_pct;
        }
    }
    membership
}

/// Leaves out rows with an unknown index or none.
fn leave_out_others(table: &mut OwnTable<'_>, part: Option<usize>) -> Option<ReadingNote> {
    let part = part?;
    let all = table.lines.all.len();
    table.lines.all.retain(|line| !line.cells[part].is_empty());
    let left_out = all - table.lines.all.len();
    (left_out > 0).then_some(ReadingNote::OtherIndexes { rows: left_out })
}

fn segment_of(index: &str) -> CompactString {
    super::codes::segment(index).map_or_else(CompactString::default, |s| s.to_compact_string())
}

/// The day on which a member was held: from its cell, or the day stated for all.
fn held_on(table: &OwnTable<'_>, line: &Line, stated: Option<NaiveDate>) -> CompactString {
    match (table.cell(line, "held_on"), stated) {
        ("", Some(day)) => day.to_compact_string(),
        (day, _) => CompactString::new(day),
    }
}

/// The lists of the indexes.
fn lists_of(table: &OwnTable<'_>, stated: Option<NaiveDate>) -> Result<Vec<ListedMembers>, Faults> {
    let mut lists: Vec<ListedMembers> = Vec::new();
    let mut faults = Faults::default();
    for line in &table.lines.all {
        let index: Option<Index> = table.cell(line, "index").parse().ok();
        let day: Option<NaiveDate> = parse_date(&held_on(table, line, stated));
        let (Some(index), Some(held_on)) = (index, day) else {
            let row = &table.grid.rows[line.row];
            let remedy = "fill the cell, or say the day with --held-on YYYY-MM-DD (--members-on, of members of a \
                          universe or a scenario)";
            faults.push(table.grid.fault(row, None, Some("held_on"), ("is empty", remedy)));
            continue;
        };
        let entry = (table.cell(line, "symbol").to_owned(), table.cell(line, "name").to_owned());
        match lists.iter_mut().find(|list| list.index == index && list.held_on == held_on) {
            Some(list) => list.symbols.push(entry),
            None => lists.push(ListedMembers { index, held_on, symbols: vec![entry] }),
        }
    }
    faults.into_result(lists)
}
