//! What an event did to the indexes: turnover, trades, and who moved.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::analysis::holdings::{Holding, Holdings};
use crate::analysis::trades::{EventTrades, event_trades};
use crate::analysis::turnover::{Turnover, turnover};
use crate::analysis::whipsaw::Move;
use crate::market::history::History;
use crate::reconstitution::HeldIndexes;
use crate::simulation::{Applied, EventKind};
use crate::universe::{Index, Indexes};

/// An event with its turnover.
#[derive(Debug, Clone, PartialEq)]
pub struct LivedEvent {
    /// Its name, such as `june-2026`.
    pub name: String,
    /// What it is.
    pub kind: EventKind,
    /// Its own day.
    pub date: NaiveDate,
    /// The day's number in the history on which it falls.
    pub day: usize,
    /// Turnover of every index, in the family's order.
    pub turnover: Vec<Turnover>,
    /// What the funds that follow the indexes trade, in sums.
    pub trades: EventTrades,
}

/// What every index holds before and after an event, by the history's lines. Counts are of companies, each
/// of which is held by one line.
pub fn holdings(history: &History, event: &Applied<'_>) -> Holdings {
    let (before, after) = (event.before, event.after);
    let knows_float = |line| {
        let security = event.view.security_of(line);
        security.is_some_and(|s| event.view.universe.securities[s].free_float_pct.is_some())
    };
    let mut holdings: Vec<Holding> = (0..before.indexes.len())
        .filter(|&line| !before.indexes[line].is_empty() || !after.indexes[line].is_empty())
        .map(|line| Holding {
            line,
            company: line,
            before: HeldIndexes { known: Indexes::ALL, holding: before.indexes[line] },
            after: after.indexes[line],
            value_before: before.value[line],
            value_after: after.value[line],
            updated: event.updated.binary_search(&line).is_ok(),
            float_known: knows_float(line),
            now: None,
        })
        .collect();
    if let EventKind::Reconstitution(_) = event.kind {
        // In the order of the universe that decided it, as in a run: sums come out the same.
        let symbol = |h: &Holding| history.symbol(h.line, event.decided_on);
        holdings.sort_by(|a, b| symbol(a).cmp(symbol(b)));
    }
    Holdings {
        holdings,
        known_before: Indexes::ALL,
        in_kind: event.in_kind.to_vec(),
        ..Holdings::default()
    }
}

/// Measures an event; `assets` of funds are USD.
pub(super) fn measure(
    history: &History,
    event: &Applied<'_>,
    assets: &BTreeMap<Index, f64>,
) -> LivedEvent {
    let holdings = holdings(history, event);
    LivedEvent {
        name: event.name.to_owned(),
        kind: event.kind,
        date: event.date,
        day: event.view.day,
        turnover: <Index as strum::IntoEnumIterator>::iter()
            .map(|index| turnover(index, &holdings))
            .collect(),
        trades: event_trades(&holdings, assets),
    }
}

/// Who moved at a reconstitution; `None` for other events.
pub(super) fn moves(event: &Applied<'_>) -> Option<Vec<Move<usize>>> {
    let EventKind::Reconstitution(_) = event.kind else { return None };
    let segments = event.before.indexes.iter().zip(&event.after.indexes).enumerate();
    let moves = segments
        .map(|(key, (from, to))| Move { key, from: from.segment(), to: to.segment() })
        .filter(|moved| moved.from != moved.to);
    Some(moves.collect())
}
