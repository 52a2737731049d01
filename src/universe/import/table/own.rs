//! Own cells as a CSV for the project's own readers, whose faults are then reported by their places in
//! the vendor's table.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use compact_str::CompactString;

use super::TableOptions;
use super::bind::{Bound, Source, bind};
use super::currency::leave_out_other;
use super::fit::Fit;
use super::grid::{Grid, cell_of};
use super::header_units::named;
use super::headers::Scale;
use super::lines::{Line, Lines, days};
use super::map::TableMap;
use super::target::{Holds, Target};
use super::translate::translate;
use super::units;
use crate::limits;
use crate::refusal::Refusal;
use crate::remark::ReadingNote;
use crate::universe::fault::{Fault, Faults};
use crate::universe::formula::guarded;
use crate::universe::input::Input;
use crate::universe::packed::float;

/// A table in own cells, with its origin.
pub(super) struct OwnTable<'a> {
    pub(super) grid: &'a Grid,
    pub(super) target: &'a Target,
    pub(super) bound: Vec<Bound>,
    pub(super) lines: Lines,
}

impl<'a> OwnTable<'a> {
    /// Reads a table by its map.
    ///
    /// # Errors
    /// Faults of the map and of the cells.
    pub(super) fn read(
        grid: &'a Grid,
        map: &TableMap,
        target: &'a Target,
        options: &TableOptions,
    ) -> Result<Self, Faults> {
        let bound = bind(map, grid, target)?;
        if !bound.iter().any(|b| target.columns[b.own].name == "symbol") {
            let mut faults = Faults::default();
            let remedy = "map it: symbol=COLUMN; --suggest looks for it";
            faults.file(&grid.file, "has no column that the map names as symbol", remedy);
            return Err(faults);
        }
        let mut lines = translate(grid, &bound, target, options.forms)?;
        leave_out_other(&mut lines, grid, target);
        let columns: Vec<ReadingNote> =
            bound.iter().filter_map(|b| doubtful(grid, b, target)).collect();
        let is_said = |own: &str| {
            let mut all = columns.iter();
            all.any(
                |note| matches!(note, ReadingNote::ColumnDoubtful { column, .. } if column == own),
            )
        };
        lines.notes.retain(
            |note| !matches!(note, ReadingNote::WordsUnknown { column, .. } if is_said(column)),
        );
        lines.notes.extend(columns);
        lines.notes.extend(doubts(&lines, target));
        let unused = unused(grid, &bound);
        if !unused.is_empty() {
            lines.notes.push(ReadingNote::ColumnsNotTaken { columns: unused });
        }
        Ok(Self { grid, target, bound, lines })
    }

    /// Keeps the rows of one day if a column states the day; returns that day, or else the stated one.
    ///
    /// # Errors
    /// A table of several days without a stated day, or without rows of the stated day.
    pub(super) fn keep_day(
        &mut self,
        column: &str,
        stated: Option<NaiveDate>,
    ) -> Result<Option<NaiveDate>, Faults> {
        let Some(place) = self.lines.place(self.target, column) else {
            return Ok(self.said_day(stated));
        };
        let days = days(&self.lines, place);
        let said = || {
            let all: Vec<String> =
                days.iter().map(|(day, rows)| format!("{day} ({rows})")).collect();
            crate::universe::some_of(&all)
        };
        let mut faults = Faults::default();
        let day = match (stated, days.len()) {
            (Some(day), _) if days.contains_key(&day) || days.is_empty() => day,
            (Some(day), _) => {
                let problem = format!("has no rows of {day}, but of {}", said());
                faults.file(&self.grid.file, problem, "say one of these days with --as-of");
                return Err(faults);
            }
            (None, 0) => return Ok(None),
            (None, 1) => *days.keys().next().unwrap_or(&NaiveDate::MIN),
            (None, _) => {
                let problem = format!("has rows of {} days: {}", days.len(), said());
                faults.file(&self.grid.file, problem, "say which one is meant with --as-of");
                return Err(faults);
            }
        };
        let text = day.to_string();
        let all = self.lines.all.len();
        self.lines.all.retain(|line| line.cells[place] == text);
        let left_out = all - self.lines.all.len();
        if left_out > 0 {
            self.lines.notes.push(ReadingNote::OtherDays { rows: left_out, day });
        }
        Ok(Some(day))
    }

    /// The day of a table without a column of days: as stated by the user, in the rows above the header,
    /// or in the file itself.
    pub(super) fn said_day(&mut self, stated: Option<NaiveDate>) -> Option<NaiveDate> {
        let titled = self.grid.titled;
        let note = match (stated, titled) {
            (Some(stated), Some(own)) if own != stated => {
                Some(ReadingNote::DayOverruled { own, stated })
            }
            (None, Some(day)) => Some(ReadingNote::DayOfTitle { day }),
            _ => None,
        };
        self.lines.notes.extend(note);
        stated.or(titled).or(self.grid.created)
    }

    /// Refuses a table with more lines than any day can have.
    ///
    /// # Errors
    /// Too many lines.
    pub(super) fn check_size(&self) -> Result<(), Faults> {
        let mut faults = Faults::default();
        if self.lines.all.len() > limits::IMPORTED_LINES {
            let problem = format!("has more than {} lines", limits::IMPORTED_LINES);
            let remedy = "leave out rows that are not needed; rows of other days are told by a column of dates";
            faults.file(&self.grid.file, problem, remedy);
        }
        faults.into_result(())
    }

    /// The cell of an own column; empty if it is unknown or not mapped.
    pub(super) fn cell<'l>(&self, line: &'l Line, name: &str) -> &'l str {
        self.lines.place(self.target, name).map_or("", |at| line.cells[at].as_str())
    }

    /// The names of the columns that are mapped and written.
    pub(super) fn written(&self) -> Vec<&'static str> {
        let own = self.bound.iter().map(|b| &self.target.columns[b.own]);
        own.filter(|own| own.is_in_file()).map(|own| own.name).collect()
    }

    /// The lines as a CSV with these columns; `cell` gives the cells that differ from the mapped ones.
    pub(super) fn csv(
        &self,
        names: &[&'static str],
        cell: &dyn Fn(&Line, &str) -> Option<CompactString>,
    ) -> csv::Result<Vec<u8>> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(names)?;
        let places: Vec<Option<usize>> =
            names.iter().map(|name| self.lines.place(self.target, name)).collect();
        let is_number = |name: &&str| {
            let own = self.target.find(name).map(|at| self.target.columns[at].holds);
            own.is_some_and(Holds::is_number)
        };
        let are_numbers: Vec<bool> = names.iter().map(is_number).collect();
        for line in &self.lines.all {
            let cells =
                names.iter().zip(&places).zip(&are_numbers).map(|((name, place), is_number)| {
                    let mapped = || place.map(|at| line.cells[at].clone()).unwrap_or_default();
                    let text = cell(line, name).unwrap_or_else(mapped);
                    // The sign of a number does not begin a formula.
                    if *is_number { text.into() } else { guarded(&text).into_owned() }
                });
            writer.write_record(cells)?;
        }
        writer.into_inner().map_err(|error| error.into_error().into())
    }

    /// The result of an own reader for a CSV of the lines; its faults are reported by the vendor's places.
    ///
    /// # Errors
    /// The faults of the reader.
    pub(super) fn taken<T>(
        &self,
        csv: csv::Result<Vec<u8>>,
        read: impl FnOnce(&Input) -> Result<T, Faults>,
    ) -> Result<T, Faults> {
        let csv = csv.map_err(|error| {
            let mut faults = Faults::default();
            faults.file(
                &self.grid.file,
                format!("cannot be turned into rows: {error}"),
                "report this",
            );
            faults
        })?;
        if self.lines.all.is_empty() {
            let mut faults = Faults::default();
            faults.file(
                &self.grid.file,
                "has no rows to import",
                "check what was left out, and why",
            );
            return Err(faults);
        }
        let numbers = self.lines.all.iter().map(|line| self.grid.rows[line.row].number).collect();
        let input =
            Input::from_bytes(&self.grid.file, csv)?.made_from(self.grid.word_of_rows(), numbers);
        read(&input).map_err(|faults| faults.said_anew(|fault| self.placed(fault)))
    }

    /// Converts a fault of the CSV to one of the vendor's table.
    fn placed(&self, fault: Fault) -> Fault {
        let line_of = |line: u64| {
            let at = usize::try_from(line.checked_sub(2)?).ok()?;
            self.lines.all.get(at)
        };
        let Some(line) = fault.line.and_then(line_of) else { return fault };
        let row = &self.grid.rows[line.row];
        let own = fault.column.as_deref();
        let source = self.bound.iter().find(|b| Some(self.target.columns[b.own].name) == own);
        let at = source.and_then(|b| b.source.first());
        let Refusal { mut problem, remedy } = fault.refusal;
        if let (Some(at), Some(value)) = (at, &fault.value)
            && cell_of(row, at) != value
        {
            problem = format!("(taken as {}) {problem}", crate::universe::shorten(value));
        }
        let mut placed = self.grid.fault(row, at, own, (problem, remedy));
        if at.is_none() {
            placed.value = fault.value;
        }
        placed
    }
}

/// Named columns from which nothing is read.
fn unused(grid: &Grid, bound: &[Bound]) -> Vec<String> {
    let used: BTreeSet<usize> = bound.iter().flat_map(|b| b.source.columns()).collect();
    let named = (0..grid.header.len()).filter(|at| grid.is_named[*at] && !used.contains(at));
    named.map(|at| grid.header[at].clone()).collect()
}

/// The doubt, if any, about a column that is used unchanged: about its values, or the unit in its header.
fn doubtful(grid: &Grid, bound: &Bound, target: &Target) -> Option<ReadingNote> {
    let Source::Column(at) = bound.source else { return None };
    let (own, header) = (&target.columns[bound.own], &grid.header[at]);
    if !own.holds.is_number() {
        return Fit::of(grid, at, own, Scale::AsIs).doubt(own, header, true);
    }
    let stated = named(header).unit.and_then(|stated| units::stated_unit(grid, at, stated))?;
    Some(ReadingNote::UnitDoubtful {
        column: own.name.to_owned(),
        seen: format!("the header is \"{}\"", crate::universe::shorten(header)),
        mend: stated.factor.to_owned(),
    })
}

/// Doubts about the units of the numbers as read.
fn doubts(lines: &Lines, target: &Target) -> Vec<ReadingNote> {
    let columns = lines.columns.iter().enumerate();
    columns
        .filter_map(|(at, own)| {
            let own = &target.columns[*own];
            if !matches!(
                own.holds,
                Holds::PerCent | Holds::Positive | Holds::Price | Holds::Fraction
            ) {
                return None;
            }
            let cells = lines.all.iter().map(|line| line.cells[at].as_str());
            let numbers = cells.filter_map(|cell| cell.parse().ok().map(float));
            units::doubt(own.name, own.holds, &mut numbers.collect::<Vec<f64>>())
        })
        .collect()
}

/// Names, with missing ones added in the order of the target.
pub(super) fn with_names(
    target: &Target,
    names: &[&'static str],
    more: &[&'static str],
) -> Vec<&'static str> {
    let all: BTreeSet<&str> = names.iter().chain(more).copied().collect();
    let own = target.columns.iter().filter(|own| own.is_written);
    own.map(|own| own.name).filter(|name| all.contains(name)).collect()
}
