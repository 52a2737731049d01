//! The panel: every line of stock on an exchange at every month end of three years, with the
//! corporate actions in between.
//!
//! It has the rare faults of real data: see `blemishes`.

mod blemishes;
mod files;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::draw::{rounded, to_i64};
use super::world::Market;
use super::world::line::{Line, Shown, number};
use super::world::months::Month;
use crate::universe::{Exchange, Security};

pub use super::world::PanelAction;

/// One line at one month end. `None` is unknown, never zero.
#[derive(Debug, Clone, PartialEq)]
pub struct PanelRow {
    /// The month's last session.
    pub date: NaiveDate,
    /// Ticker on that day.
    pub symbol: String,
    /// Where it trades.
    pub exchange: Exchange,
    /// Close, USD.
    pub price: Decimal,
    /// Cap of the whole company, USD: shares of all its classes, converted into shares of this
    /// class, times this class's price.
    pub market_cap: Option<Decimal>,
    /// Price return since the line's last row, a fraction, adjusted for splits and spin-offs
    /// (including the child's value at the month end); none in a line's first row.
    pub price_return: Option<Decimal>,
    /// Mean daily dollar volume of the month.
    pub adv_usd: Option<Decimal>,
    /// Sessions that the return covers.
    pub days: usize,
}

/// A panel with its labels and actions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Panel {
    /// By date, then ticker.
    pub rows: Vec<PanelRow>,
    /// One line for every ticker that occurs, by ticker, with the fields that do not change from
    /// month to month, as they are in its first row: labels, country and float. A line that changed its
    /// ticker appears under both, with the same issuer and the same fields.
    pub securities: Vec<Security>,
    /// By date.
    pub actions: Vec<PanelAction>,
}

/// The panel so far, and the true values behind its rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Published {
    pub(super) panel: Panel,
    labels: BTreeMap<String, Security>,
    /// For every row, the price adjustment for splits and spin-offs since the previous row.
    pub(super) adjustments: Vec<f64>,
    /// For every row, its share count over the true one.
    pub(super) miscounts: Vec<f64>,
}

impl Published {
    /// Sorts the parts into file order; actions on or before the first date are not part of the panel.
    pub(super) fn close(&mut self, actions: &[PanelAction]) {
        let first = self.panel.rows.first().map(|row| row.date);
        let within = actions.iter().filter(|action| Some(action.date) > first);
        self.panel.actions = within.cloned().collect();
        self.panel.actions.sort_by(|a, b| {
            (a.date, a.kind, &a.symbol, &a.other).cmp(&(b.date, b.kind, &b.symbol, &b.other))
        });
        self.panel.securities = std::mem::take(&mut self.labels).into_values().collect();
    }

    /// Adds the month end of index `at`.
    pub(super) fn publish(&mut self, market: &mut Market<'_>, at: usize, months: &[Month]) {
        let is_first = self.panel.rows.is_empty();
        if is_first {
            market.firms.iter_mut().for_each(|firm| firm.wrong = None);
        }
        let caps_unknown = if is_first { Vec::new() } else { market.faults(at, months.len()) };
        let mut made = Vec::new();
        for number in market.numbers(|f| !f.hidden) {
            let unknown = caps_unknown.contains(&number);
            let firm = &mut market.firms[number];
            let miscount = firm.wrong.map_or(1.0, |w| w.factor);
            for line in firm.lines.iter_mut().filter(|l| l.in_panel) {
                let shown = line.shown.filter(|_| !is_first);
                let adjustment = shown.map_or(1.0, |s| s.adjustment) * line.adjustment;
                let known = line.cap_known && !unknown;
                let row = row(line, shown, (at, months), (firm.shares * miscount, known));
                if shown.is_none() || firm.acted {
                    self.label(line);
                }
                made.push((row, adjustment, miscount));
                line.shown = Some(Shown { price: line.price, month: at, adjustment: 1.0 });
                line.adjustment = 1.0;
            }
            if let Some(wrong) = &mut firm.wrong {
                wrong.left -= 1;
            }
        }
        made.sort_by(|(a, ..), (b, ..)| a.symbol.cmp(&b.symbol));
        for (row, adjustment, miscount) in made {
            self.panel.rows.push(row);
            self.adjustments.push(adjustment);
            self.miscounts.push(miscount);
        }
    }

    /// Records the labels of a ticker that occurs for the first time.
    fn label(&mut self, line: &Line) {
        let symbol = line.security.symbol();
        if self.labels.contains_key(symbol) {
            return;
        }
        let before = line.renamed_from.as_ref().and_then(|old| self.labels.get(old));
        let mut label = before.unwrap_or(&line.security).clone();
        label.set_symbol(symbol);
        label.set_id(None);
        self.labels.insert(symbol.to_owned(), label);
    }
}

fn row(
    line: &Line,
    shown: Option<Shown>,
    (at, months): (usize, &[Month]),
    (shares, known): (f64, bool),
) -> PanelRow {
    let close = number(Some(line.price));
    let whole = shares / line.per_main * close;
    let since = shown.map(|shown| {
        let was = number(Some(shown.price)) * shown.adjustment * line.adjustment;
        (rounded(close / was - 1.0, 6), shown.month)
    });
    let days =
        since.map_or(0, |(_, from)| months[from + 1..=at].iter().map(|m| m.sessions.len()).sum());
    PanelRow {
        date: months[at].end,
        symbol: line.security.symbol().to_owned(),
        exchange: line.security.exchange,
        price: line.price,
        market_cap: known.then(|| Decimal::from(to_i64(whole).max(1))),
        price_return: since.map(|(change, _)| change),
        adv_usd: line.adv,
        days,
    }
}
