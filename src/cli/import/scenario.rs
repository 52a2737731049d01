//! `rankday import table --to scenario`: makes everything that a run needs from a vendor's tables.

use std::io::Write;
use std::path::Path;

use chrono::{Datelike as _, NaiveDate};

use super::made::{MadeUniverse, options, stated_members, suggested, universe};
use super::table::TableArgs;
use super::{FOLDER_OF_IMPORTS, Notes};
use crate::analysis::plausibility::Plausibility;
use crate::analysis::plausibility::event::universe_earlier;
use crate::calendar::{self, Event};
use crate::cli::exit::{ExitStatus, Failure};
use crate::report::files::Destination;
use crate::report::manifest::ResultKind;
use crate::scenario::Kind as ScenarioKind;
use crate::scenario::schema::{Files, template};
use crate::universe::import::table::{
    Grid, Reading, TableMap, TableOptions, Target, UniverseContext, open_table, suggest,
    to_membership, to_universe,
};
use crate::universe::{
    Faults, Membership, SymbolChanges, read_bytes, write_membership, write_universe,
};

/// Writes the universe, the membership, the prices of the implementation day if they are given, and a
/// scenario that names these files.
///
/// # Errors
/// Faults of the files, tables without members, and a folder that cannot be written to.
pub(super) fn import(
    args: &TableArgs,
    table: &Grid,
    map: Option<TableMap>,
    out: &mut impl Write,
) -> Result<ExitStatus, Failure> {
    let folder = args.out.as_deref().unwrap_or(Path::new(FOLDER_OF_IMPORTS));
    let mut staging = Destination::new(folder, ResultKind::Import)
        .reading(args.inputs())
        .forced(args.replace.force)
        .open()?;
    let mut notes = Notes::default();
    notes.line(format!("{}: {} rows", args.file.display(), table.row_count()));
    let made = made(args, table, map, &mut notes);
    let made = match made {
        Ok(made) => made,
        // The findings before a fault help to fix it, so they are printed first.
        Err(failure) => {
            notes.write(&args.saying, out)?;
            return Err(failure);
        }
    };
    notes.refuse(&args.saying)?;
    staging.stage("universe.csv", |file| file.write_all(&made.universe.csv))?;
    let mut membership = Vec::new();
    write_membership(made.universe.membership.as_ref().unwrap_or(&made.members), &mut membership)?;
    staging.stage("membership.csv", |file| file.write_all(&membership))?;
    if let Some(effective) = &made.effective {
        staging.stage("effective.csv", |file| file.write_all(effective))?;
    }
    let event = &made.event;
    let name = format!("{}-{}.toml", event.season, event.rank_day.year()).to_lowercase();
    let scenario = template(ScenarioKind::Run, &files(&made));
    staging.stage(&name, |file| file.write_all(scenario.as_bytes()))?;
    let paths = staging.publish(ResultKind::Import, None)?;
    notes.write(&args.saying, out)?;
    if !args.saying.quiet {
        for path in paths {
            writeln!(out, "wrote {}", path.display())?;
        }
        writeln!(out, "next: rankday run \"{}\"", folder.join(name).display())?;
    }
    Ok(ExitStatus::Success)
}

/// The contents of the files of a scenario.
struct Made {
    universe: MadeUniverse,
    members: Membership,
    effective: Option<Vec<u8>>,
    event: Event,
}

fn made(
    args: &TableArgs,
    table: &Grid,
    map: Option<TableMap>,
    notes: &mut Notes,
) -> Result<Made, Failure> {
    let target = Target::universe();
    notes.remarks(&table.remarks().collect::<Vec<_>>());
    let map = match map {
        Some(map) => map,
        None => suggested(args, table, &target, notes)?,
    };
    let members = match stated_members(args, table, &map, notes)? {
        Some(members) => members,
        None => own_members(args, table, notes)?,
    };
    let universe = universe(args, table, &map, Some(&members), notes)?;
    let event = event_of(args, universe.as_of)?;
    check_days(args, &members, &event)?;
    let (as_of, rank_day) = (universe.as_of, event.rank_day);
    notes.remarks(&universe_earlier(as_of, rank_day, &Plausibility::default()));
    let effective = match &args.effective {
        Some(path) => Some(effective(args, path, event.implementation, notes)?),
        None => None,
    };
    Ok(Made { universe, members, effective, event })
}

/// The members stated by the columns of the table itself.
fn own_members(args: &TableArgs, table: &Grid, notes: &mut Notes) -> Result<Membership, Failure> {
    let by_flags = table.with_indexes();
    let table = by_flags.as_ref().unwrap_or(table);
    let suggestion = suggest(table, &Target::membership());
    if !suggestion.lacks().is_empty() {
        let mut faults = Faults::default();
        let remedy = "name a file that does with --members: a table with a column of indexes, a membership \
                      (`rankday columns membership`) or a fund's list of holdings; or make a universe alone \
                      with --to universe";
        let problem = "has no column that says who is a member of which index";
        faults.file(&args.file.display().to_string(), problem, remedy);
        return Err(faults.into());
    }
    notes.line("members by columns of the same table:");
    suggestion.sentences().iter().for_each(|pair| notes.line(format!("  {pair}")));
    let read = to_membership(table, &suggestion.map(), &options(args), args.index)?;
    notes.first_reading(&read.remarks);
    notes.line(format!("{} members", read.membership.members.len()));
    Ok(read.membership)
}

/// Rejects members held after the event, as a run does: such a list already includes the event's changes.
fn check_days(args: &TableArgs, members: &Membership, event: &Event) -> Result<(), Failure> {
    let latest = members.members.iter().max_by_key(|member| member.held_on);
    let Some(latest) = latest.filter(|member| member.held_on > event.implementation) else {
        return Ok(());
    };
    let file = args.members.first().map_or(&args.file, |file| &file.path);
    let mut faults = Faults::default();
    let problem = format!(
        "has {} as a member on {}, after the implementation on {}",
        latest.symbol, latest.held_on, event.implementation
    );
    let remedy = "give members of before it; if they are, say of which day with --members-on";
    faults.file(&file.display().to_string(), problem, remedy);
    Err(faults.into())
}

/// The next reconstitution to take effect.
///
/// # Errors
/// Its rank day is over, or the calendar does not know it.
fn event_of(args: &TableArgs, as_of: NaiveDate) -> Result<Event, Failure> {
    let events = calendar::reconstitutions(as_of.year()..=as_of.year() + 1);
    let next = events.filter(|event| event.implementation >= as_of);
    let (problem, remedy) = match next.min_by_key(|event| event.rank_day) {
        Some(event) if event.rank_day >= as_of => return Ok(event),
        Some(Event { season, rank_day, implementation, .. }) => (
            format!(
                "is of {as_of}, after the rank day {rank_day} of {season} {}, which takes effect on \
                 {implementation}",
                rank_day.year()
            ),
            format!(
                "give the closes of {rank_day}; if they are, say so with --as-of {rank_day} (--to universe \
                 makes a universe of any day)"
            ),
        ),
        None => (
            format!("is of {as_of}, and the calendar knows no reconstitution from then on"),
            "check the day; --to universe makes a universe of any day".to_owned(),
        ),
    };
    let mut faults = Faults::default();
    faults.file(&args.file.display().to_string(), problem, remedy);
    Err(faults.into())
}

/// The prices of the implementation day, as a universe that holds only what the table states.
fn effective(
    args: &TableArgs,
    path: &Path,
    implementation: NaiveDate,
    notes: &mut Notes,
) -> Result<Vec<u8>, Failure> {
    let (name, target) = (path.display().to_string(), Target::universe());
    let table = open_table(&name, read_bytes(path)?, Reading::default(), &target, None)?;
    notes.line(format!("{name}: {} rows", table.row_count()));
    notes.remarks(&table.remarks().collect::<Vec<_>>());
    let suggestion = suggest(&table, &target);
    notes.remarks(&suggestion.remarks());
    let says_day = suggestion.says("date") || table.says_day();
    let day = (!says_day).then_some(implementation);
    let options = TableOptions { day, ..options(args) };
    let context = UniverseContext {
        held: None,
        symbol_changes: &SymbolChanges::default(),
        benefit_driven: &[],
        infers: false,
    };
    let read = to_universe(&table, &suggestion.map(), &options, &context)?;
    notes.remarks(&read.remarks);
    let mut csv = Vec::new();
    write_universe(&read.universe.securities, Some(read.universe.as_of), &mut csv)?;
    Ok(csv)
}

/// The files that the scenario names, its event and the day of its universe.
fn files(made: &Made) -> Files {
    let named = |name: &str| Some(name.to_owned());
    Files {
        universe: named("universe.csv"),
        membership: named("membership.csv"),
        effective: made.effective.as_ref().and_then(|_| named("effective.csv")),
        event: Some((made.event.season, made.event.rank_day.year())),
        as_of: Some(made.universe.as_of).filter(|day| *day != made.event.rank_day),
        ..Files::default()
    }
}
