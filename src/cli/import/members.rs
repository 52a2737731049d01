//! Members from a file in any of the usual forms: a membership, a table with a column of indexes, or a fund's
//! list of holdings.

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use chrono::NaiveDate;

use super::holdings::few;
use super::{Notes, index};
use crate::cli::exit::Failure;
use crate::remark::{ReadingNote, Remark};
use crate::universe::import::holdings::{Stated, read_holdings};
use crate::universe::import::table::{
    CellForms, Grid, Reading, TableOptions, Target, open_table, suggest, to_membership,
};
use crate::universe::{
    Faults, Index, Input, ListedMembers, Membership, Segment, SymbolChanges, combine_lists,
    is_membership, read_bytes, read_membership,
};

/// A file of members, with their index if the file does not state it: `FILE`, or `INDEX=FILE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MemberFile {
    pub(super) path: PathBuf,
    pub(super) index: Option<Index>,
}

impl FromStr for MemberFile {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        // The file name may itself contain `=`.
        let of_index =
            text.split_once('=').and_then(|(name, path)| Some((index(name).ok()?, path)));
        Ok(match of_index {
            Some((index, path)) => Self { path: path.into(), index: Some(index) },
            None => Self { path: text.into(), index: None },
        })
    }
}

/// Files of members, with their index and day where the files do not state them.
pub(super) struct MemberFiles<'a> {
    pub(super) files: &'a [MemberFile],
    /// The index of files that state none.
    pub(super) index: Option<Index>,
    pub(super) held_on: Option<NaiveDate>,
    pub(super) forms: CellForms,
}

/// The day assumed if neither the file nor the user gives one; only looked up when needed.
type AssumedDay<'a> = &'a dyn Fn() -> Result<Option<NaiveDate>, Failure>;

/// Reads all files, and puts their members together.
///
/// # Errors
/// Faults of the files, and a file that does not show which index its rows are members of.
pub(super) fn read_members(
    files: &MemberFiles<'_>,
    day: AssumedDay<'_>,
    changes: &SymbolChanges,
    notes: &mut Notes,
) -> Result<Membership, Failure> {
    let mut all = Vec::new();
    for MemberFile { path, index } in files.files {
        let own = MemberFiles { index: index.or(files.index), ..*files };
        let members = of_file(path, &own, day, notes)?;
        notes.line(format!("{}: {} members", path.display(), members.members.len()));
        all.push(members);
    }
    if all.len() == 1 {
        return Ok(all.remove(0));
    }
    let membership = combine_lists(&all.iter().flat_map(lists_of).collect::<Vec<_>>(), changes);
    notes.remarks(&membership.inferences());
    Ok(membership)
}

fn of_file(
    path: &Path,
    files: &MemberFiles<'_>,
    day: AssumedDay<'_>,
    notes: &mut Notes,
) -> Result<Membership, Failure> {
    let name = path.display().to_string();
    let bytes = read_bytes(path)?;
    if let Ok(input) = Input::from_bytes(&name, bytes.clone())
        && is_membership(input.text())
    {
        return Ok(read_membership(&input)?);
    }
    let target = Target::membership();
    let table = open_table(&name, bytes.clone(), Reading::default(), &target, None)?;
    let lacks = suggest(&table, &target).lacks();
    let lacks_index = lacks.iter().any(|any| any.contains(&"index")) && files.index.is_none();
    if lacks_index || lacks.iter().any(|any| any.contains(&"symbol")) {
        return of_fund(&name, bytes, &table, files, notes);
    }
    of_table(&name, &table, files, day, notes)
}

/// Members from a fund's list of holdings.
fn of_fund(
    name: &str,
    bytes: Vec<u8>,
    table: &Grid,
    files: &MemberFiles<'_>,
    notes: &mut Notes,
) -> Result<Membership, Failure> {
    let stated = Stated { index: files.index, held_on: files.held_on };
    match read_holdings(name, bytes, stated) {
        Ok(fund) => {
            notes.remarks(&fund.remarks().collect::<Vec<_>>());
            notes.remarks(&few(&fund, Path::new(name)));
            Ok(combine_lists(&[fund.members()], &SymbolChanges::default()))
        }
        Err(faults) if table.is_of_fund() => Err(faults.into()),
        Err(_) => {
            let mut faults = Faults::default();
            let remedy = "say it with --members R1000=FILE (or R2000, R3000, MICROCAP), or give a table with a column \
                          of indexes, a membership (`rankday columns membership`) or a fund's list of holdings";
            faults.file(name, "does not say of which index its rows are members", remedy);
            Err(faults.into())
        }
    }
}

/// Members from a table with a column of indexes or segments, or all of the index given by the user.
fn of_table(
    name: &str,
    table: &Grid,
    files: &MemberFiles<'_>,
    day: AssumedDay<'_>,
    notes: &mut Notes,
) -> Result<Membership, Failure> {
    notes.remarks(&table.remarks().collect::<Vec<_>>());
    let suggestion = suggest(table, &Target::membership());
    notes.remarks(&suggestion.remarks());
    let says_day = suggestion.says("held_on") || table.says_day();
    let mut held_on = files.held_on;
    if held_on.is_none() && !says_day {
        held_on = day()?;
        let assumed = held_on.map(|day| ReadingNote::DayAssumed { file: name.to_owned(), day });
        notes.remarks(&assumed.map(Remark::from));
    }
    let options = TableOptions { forms: files.forms, day: held_on };
    let read = to_membership(table, &suggestion.map(), &options, files.index)?;
    notes.remarks(&read.remarks);
    Ok(read.membership)
}

/// Splits a membership into one list for each index and day.
fn lists_of(membership: &Membership) -> Vec<ListedMembers> {
    let mut lists: Vec<ListedMembers> = Vec::new();
    for member in &membership.members {
        let index = match member.segment {
            Segment::R1000 => Index::R1000,
            Segment::R2000 => Index::R2000,
            Segment::R3000 => Index::R3000,
            Segment::Micro => Index::Microcap,
            Segment::None => continue,
        };
        let (held_on, entry) = (member.held_on, (member.symbol.clone(), member.name.clone()));
        match lists.iter_mut().find(|list| list.index == index && list.held_on == held_on) {
            Some(list) => list.symbols.push(entry),
            None => lists.push(ListedMembers { index, held_on, symbols: vec![entry] }),
        }
    }
    lists
}
