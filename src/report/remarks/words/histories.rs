//! The words of remarks on comparisons on a history.

use crate::remark::{Beginning, HistoryNote};
use crate::report::remarks::phrases::{joined, some};

/// A remark in a sentence, without its day.
pub(super) fn words(note: &HistoryNote) -> String {
    match note {
        HistoryNote::Hindsight => {
            "lines have the labels of the next label day (market.hindsight): what \
                            became known of a company by then counts before, but that it left"
                .to_owned()
        }
        HistoryNote::DriftMeasured { every, closes, of } => format!(
            "drift and time in the wrong index are measured on {closes} of {of} closes ({every}, as the \
             scenario says); returns on all"
        ),
        HistoryNote::ShiftsFallOnCloses { closes } => format!(
            "days are moved by sessions, and events fall on the last of {closes} closes at or before \
             them: days that fall on the same closes are one choice"
        ),
        HistoryNote::EventDaysMoved { schedules, first } => {
            let each = schedules.iter().map(|s| format!("{} {} of {}", s.schedule, s.moved, s.of));
            let such =
                if first.is_empty() { String::new() } else { format!("; {}", first.join(", ")) };
            format!(
                "event days that fall on the last close of the panel before them: {}{such}",
                joined(each)
            )
        }
        HistoryNote::ReconstitutionsUnfinished { schedules } => {
            let each = schedules.iter().map(|s| format!("{} {}", s.schedule, s.events.join(", ")));
            let each: Vec<String> = each.collect();
            format!("reconstitutions left out, as the panel ends before them: {}", each.join("; "))
        }
        HistoryNote::FamilyBegins { on, with } => match with {
            Beginning::Formed => {
                format!("the family begins on {on}, formed by the unbanded breaks")
            }
            Beginning::Members => format!(
                "the family begins on {on} with the members given, of other indexes by the \
                 unbanded breaks"
            ),
            Beginning::Lists(days) => {
                let days: Vec<String> = days.iter().map(ToString::to_string).collect();
                format!(
                    "the family begins on {on} with the members of lists of {}; of indexes without \
                     one, by the unbanded breaks",
                    days.join(" and ")
                )
            }
        },
        HistoryNote::ChecksDependent { lists, begun_with, evidence } => format!(
            "of the {lists} lists held against, the family begins with {begun_with}, and {evidence} \
             are evidence of who is eligible: agreement with these is no independent test"
        ),
        HistoryNote::LinesComeAndGo { gone, joined: new } => format!(
            "members gone from the panel, taken for deletions (inferred): {}; lines new to it that \
             joined, taken for new issues (inferred): {}",
            joined(gone.iter().map(|s| format!("{} {}", s.schedule, s.value))),
            joined(new.iter().map(|s| format!("{} {}", s.schedule, s.value)))
        ),
        HistoryNote::FloatUnknownAtLast { lines, of } => format!(
            "float unknown, all shares count as available: {lines} of {of} lines at the last close"
        ),
        HistoryNote::ReturnsUnknown { schedules } => {
            let each = schedules.iter().map(|s| {
                format!("{} {} ({:.2}% of weight)", s.schedule, s.count, s.weight * 100.0)
            });
            format!("unknown returns of members, which count as zero: {}", joined(each))
        }
        HistoryNote::PanelRepaired { caps_held, restated, jumps_taken, returns_corrected } => {
            format!(
                "caps held at the last good share count: {caps_held}; share counts restated, which \
             holdings follow without a trade: {restated}; jumps of it that an action explains: \
             {jumps_taken}; returns corrected: {returns_corrected}"
            )
        }
        HistoryNote::ActionsUnapplied { count, first } => format!(
            "stated corporate actions that are not applied, wholly or in part (repairs.csv has all): \
             {count}; {}",
            first.join("; ")
        ),
        HistoryNote::GapsHeld { gaps, lines, first } => format!(
            "lines that are missing from the panel on one date, or for up to 31 days, and back then, held through it: \
             {lines} ({}), gaps in all: {gaps}; what they returned meanwhile is what the row after the gap says",
            some(first, *lines)
        ),
        HistoryNote::TickersComeBack { lines, first } => format!(
            "tickers that are missing from the panel for longer and then back are taken for other lines, newly \
             listed: {lines} ({})",
            some(first, *lines)
        ),
        HistoryNote::TickersGoOn { tickers } => format!(
            "tickers that are there after their owners left by a stated action, taken for other \
             companies: {}",
            tickers.join(", ")
        ),
        HistoryNote::StartPartsUnknown { count, of } => format!(
            "whether {count} of {of} members with whom the family begins were in the Russell 1000 or \
             the 2000 is not known: the unbanded break of the first day decides"
        ),
        HistoryNote::StartWithoutLine { symbols } => format!(
            "members of the start without a line that may be a member on the first date, left out: {}",
            symbols.join(", ")
        ),
    }
}
