//! What a comparison assumes, in sentences: what a panel does not say has to come from somewhere.

use std::path::Path;

use super::repairs::note;
use crate::scenario::comparison::{Compared, Schedule};
use crate::scenario::{ListSource, MembershipSource};
use crate::simulation::{LedgerAction, LedgerReason, Listing};
use crate::universe::Index;

/// How many moved days a sentence names.
const NAMED: usize = 2;

/// All assumptions, those that matter most first.
pub(super) fn assumptions(compared: &Compared) -> Vec<String> {
    let mut said = vec![days(compared)];
    said.extend(unfinished(compared));
    said.push(start(compared));
    said.extend(checks(compared));
    said.push(lines(compared));
    said.push(float(compared));
    said.push(funds(compared));
    said.push(returns(compared));
    said.push(repairs(compared));
    said.extend(actions(compared));
    said.extend(tickers_that_go_on(compared));
    said.extend(compared.remarks.iter().cloned());
    said
}

/// A sentence's part about each schedule.
fn each(compared: &Compared, of: impl Fn(&Schedule) -> String) -> String {
    let parts: Vec<String> =
        compared.schedules.iter().map(|s| format!("{} {}", s.name, of(s))).collect();
    parts.join(", ")
}

fn days(compared: &Compared) -> String {
    let moved = each(compared, |s| {
        format!("{} of {}", s.timetable.moved.len(), 2 * s.timetable.events.len())
    });
    let first = compared.schedules.iter().flat_map(|s| &s.timetable.moved).take(NAMED);
    let named: Vec<&str> = first.map(String::as_str).collect();
    let such = if named.is_empty() { String::new() } else { format!("; {}", named.join(", ")) };
    format!("event days that fall on the last close of the panel before them: {moved}{such}")
}

fn unfinished(compared: &Compared) -> Option<String> {
    let names: Vec<String> = compared
        .schedules
        .iter()
        .filter(|s| !s.timetable.unfinished.is_empty())
        .map(|s| format!("{} {}", s.name, s.timetable.unfinished.join(", ")))
        .collect();
    (!names.is_empty()).then(|| {
        format!("reconstitutions left out, as the panel ends before them: {}", names.join("; "))
    })
}

fn start(compared: &Compared) -> String {
    let first = compared.history.lived_days()[0].date;
    match &compared.scenario.membership {
        MembershipSource::None => {
            format!("the family begins on {first}, formed by the plain breaks")
        }
        MembershipSource::File(_) | MembershipSource::Outcome(..) => format!(
            "the family begins on {first} with the members given, of other indexes by the plain \
             breaks"
        ),
        MembershipSource::Lists(lists) => {
            let mut days: Vec<String> = lists.iter().map(|l| l.held_on.to_string()).collect();
            days.sort();
            days.dedup();
            format!(
                "the family begins on {first} with the members of lists of {}; of indexes without \
                 one, by the plain breaks",
                days.join(" and ")
            )
        }
    }
}

/// Lists that memberships are held against and that went into them as well: agreeing with these
/// proves less than it seems to.
fn checks(compared: &Compared) -> Option<String> {
    let scenario = &compared.scenario;
    let lists: &[ListSource] = match &scenario.membership {
        MembershipSource::Lists(lists) => lists,
        MembershipSource::None | MembershipSource::File(_) | MembershipSource::Outcome(..) => &[],
    };
    let start: Vec<&Path> = lists.iter().map(|l| l.path.as_path()).collect();
    let evidence: Vec<&Path> =
        scenario.evidence.lists.iter().map(|(l, _)| l.path.as_path()).collect();
    let count = |among: &[&Path]| {
        scenario.checks.iter().filter(|check| among.contains(&check.path.as_path())).count()
    };
    let (begin, eligible) = (count(&start), count(&evidence));
    (begin + eligible > 0).then(|| {
        format!(
            "of the {} lists held against, the family begins with {begin}, and {eligible} are evidence \
             of who is eligible: agreement with these is no independent test",
            scenario.checks.len()
        )
    })
}

fn lines(compared: &Compared) -> String {
    let counted = |action: LedgerAction, is_inferred: fn(&LedgerReason) -> bool| {
        each(compared, |s| {
            let rows = s.ledger.rows.iter().filter(|row| row.index == Index::R3000E);
            rows.filter(|r| r.action == action && is_inferred(&r.reason)).count().to_string()
        })
    };
    let vanished = counted(LedgerAction::Delete, |reason| *reason == LedgerReason::Vanished);
    let listed = counted(LedgerAction::Add, |reason| {
        use LedgerReason::{FastEntry, QuarterlyAddition};
        matches!(reason, QuarterlyAddition(Listing::Inferred) | FastEntry(Listing::Inferred))
    });
    format!(
        "members gone from the panel, taken for deletions (inferred): {vanished}; lines new to it \
         that joined, taken for new issues (inferred): {listed}"
    )
}

fn float(compared: &Compared) -> String {
    let history = &compared.history;
    let view = history.view(history.span.end - 1);
    let securities = &view.universe.securities;
    let unknown = securities.iter().filter(|s| s.free_float_pct.is_none()).count();
    format!(
        "float unknown, all shares count as available: {unknown} of {} lines at the last close",
        securities.len()
    )
}

fn funds(compared: &Compared) -> String {
    let when = "at the close on which an event falls; constant over the history";
    compared.scenario.funds.remark(&compared.funds, when, &compared.scenario.source)
}

fn returns(compared: &Compared) -> String {
    let unknown = each(compared, |s| {
        let periods = || s.lived.closes.iter().filter_map(|c| c.indexes[0].period);
        let count: usize = periods().map(|p| p.index_return.unknown).sum();
        let weight: f64 = periods().map(|p| p.index_return.unknown_weight).sum();
        let mean = weight / periods().count().max(1) as f64;
        format!("{count} ({:.2}% of weight)", mean * 100.0)
    });
    format!("unknown returns of members, which count as zero: {unknown}")
}

fn repairs(compared: &Compared) -> String {
    let repairs = &compared.repairs;
    format!(
        "caps held at the last good share count: {}; share counts restated, which holdings follow \
         without a trade: {}; jumps of it that an action explains: {}; returns corrected: {}",
        repairs.caps_held.len(),
        repairs.restated.len(),
        repairs.jumps_taken.len(),
        repairs.returns_corrected.len()
    )
}

/// Stated actions that are not applied, the first of them by name.
fn actions(compared: &Compared) -> Option<String> {
    let count = compared.unapplied.len();
    let named: Vec<String> = compared
        .unapplied
        .iter()
        .take(NAMED)
        .map(|found| format!("{} {}", found.action.symbol(), note(found)))
        .collect();
    (count > 0).then(|| {
        format!(
            "stated corporate actions that are not applied, wholly or in part (repairs.csv has all): \
             {count}; {}",
            named.join("; ")
        )
    })
}

/// Tickers that other companies have from the day on which their owners left, by name.
fn tickers_that_go_on(compared: &Compared) -> Option<String> {
    let (history, goes_on) = (&compared.history, &compared.repairs.goes_on);
    let named: Vec<String> = goes_on
        .iter()
        .map(|&(line, day)| format!("{} on {}", history.symbol(line, day), history.days[day].date))
        .collect();
    (!named.is_empty()).then(|| {
        format!(
            "tickers that are there after their owners left by a stated action, taken for other \
             companies: {}",
            named.join(", ")
        )
    })
}
