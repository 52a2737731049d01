//! The effect of an event on the indexes: turnover, trades, and moves between segments.

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

/// An event of a backtest, with its turnover and trades.
#[derive(Debug, Clone, PartialEq)]
pub struct BacktestEvent {
    /// Name of the event, such as `june-2026`.
    pub name: String,
    /// Kind of event.
    pub kind: EventKind,
    /// Effective date of the event.
    pub date: NaiveDate,
    /// The day of the history at whose close it is applied, as an index into `History::days`.
    pub day: usize,
    /// Turnover of every index, in the family's order.
    pub turnover: Vec<Turnover>,
    /// Totals of what the funds that track the indexes trade.
    pub trades: EventTrades,
}

/// What every index holds before and after an event, by the history's lines. Each company is held
/// through one line, so counts of lines are counts of companies.
pub fn holdings(history: &History, event: &Applied<'_>) -> Holdings {
    let (before, after) = (event.before, event.after);
    let knows_float = |line| {
        let security = event.view.security_of(line);
        security.is_some_and(|s| event.view.universe.securities[s].free_float_pct().is_some())
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
            updated: Some(event.updated.binary_search(&line).is_ok()),
            float_known: knows_float(line),
            has_value: true,
            now: None,
        })
        .collect();
    if let EventKind::Reconstitution(_) = event.kind {
        // A run sums in the order of the universe that decided the event: use the same order, so
        // that floats round alike.
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

/// Measures an event; `assets` are those of the tracking funds by index, USD.
pub(super) fn measure(
    history: &History,
    event: &Applied<'_>,
    assets: &BTreeMap<Index, f64>,
) -> BacktestEvent {
    let holdings = holdings(history, event);
    BacktestEvent {
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

/// Moves between segments at a reconstitution; `None` for other events.
pub(super) fn moves(event: &Applied<'_>) -> Option<Vec<Move<usize>>> {
    let EventKind::Reconstitution(_) = event.kind else { return None };
    let segments = event.before.indexes.iter().zip(&event.after.indexes).enumerate();
    let moves = segments
        .map(|(key, (from, to))| Move { key, from: from.segment(), to: to.segment() })
        .filter(|moved| moved.from != moved.to);
    Some(moves.collect())
}
