//! Published month ends: rows of the panel and labels of its lines.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::action::PanelAction;
use super::firm::{Line, Shown, number};
use super::months::Month;
use super::{Market, Panel, PanelRow};
use crate::market::synthetic::draw::{rounded, significant, to_i64};
use crate::universe::Security;

/// The panel so far, and the true values behind its rows.
#[derive(Debug, Default)]
pub(super) struct Published {
    pub(super) panel: Panel,
    labels: BTreeMap<String, Security>,
    /// For every row, the price adjustment for splits and spin-offs since the previous row.
    pub(super) adjustments: Vec<f64>,
    /// For every row, its share count over the true one.
    pub(super) miscounts: Vec<f64>,
}

impl Published {
    /// Sorts the parts into file order.
    pub(super) fn close(&mut self, mut actions: Vec<PanelAction>) {
        actions.sort_by(|a, b| {
            (a.date, a.kind, &a.symbol, &a.other).cmp(&(b.date, b.kind, &b.symbol, &b.other))
        });
        self.panel.actions = actions;
        self.panel.securities = std::mem::take(&mut self.labels).into_values().collect();
    }
}

/// One row with the true values behind it.
struct Made {
    row: PanelRow,
    adjustment: f64,
    miscount: f64,
}

impl Market<'_> {
    /// Publishes the month end of index `at`.
    pub(super) fn publish(&mut self, published: &mut Published, at: usize, months: &[Month]) {
        let caps_unknown = self.faults(at, months.len());
        let mut made = Vec::new();
        let there = self.numbers(|f| !f.hidden);
        for number in there {
            let unknown = caps_unknown.contains(&number);
            let firm = &mut self.firms[number];
            let company = (firm.shares, firm.cap(), firm.moved);
            let miscount = firm.wrong.map_or(1.0, |w| w.factor);
            for line in &mut firm.lines {
                let busy = libm::exp(0.25 * self.blemishes.normal());
                let known = line.cap_known && !unknown;
                let row = row(line, (at, months), company, (known, miscount, busy));
                let symbol = line.security.symbol.as_str();
                if !published.labels.contains_key(symbol) {
                    published.labels.insert(symbol.to_owned(), line.security.clone());
                }
                made.push(Made { row, adjustment: line.adjustment, miscount });
                line.adjustment = 1.0;
                line.shown = Some(Shown { price: line.price, month: at });
            }
            if let Some(wrong) = &mut firm.wrong {
                wrong.left -= 1;
            }
        }
        for firm in &mut self.firms {
            firm.end_month();
        }
        made.sort_by(|a, b| a.row.symbol.cmp(&b.row.symbol));
        for Made { row, adjustment, miscount } in made {
            published.panel.rows.push(row);
            published.adjustments.push(adjustment);
            published.miscounts.push(miscount);
        }
    }
}

fn row(
    line: &Line,
    (at, months): (usize, &[Month]),
    (shares, cap, moved): (f64, f64, f64),
    (known, miscount, busy): (bool, f64, f64),
) -> PanelRow {
    let close = number(Some(line.price));
    let whole = shares / line.per_main * miscount * close;
    let since = line.shown.map(|shown| {
        let was = number(Some(shown.price)) * line.adjustment;
        (rounded(close / was - 1.0, 6), shown.month)
    });
    let days =
        since.map_or(0, |(_, from)| months[from + 1..=at].iter().map(|m| m.sessions.len()).sum());
    // Actions and large moves come with higher volume.
    let adv = line.turnover * cap * busy * (1.0 + 2.0 * moved.abs().min(1.0));
    PanelRow {
        date: months[at].end,
        symbol: line.security.symbol.to_string(),
        exchange: line.security.exchange,
        price: line.price,
        market_cap: known.then(|| Decimal::from(to_i64(whole).max(1))),
        price_return: since.map(|(change, _)| change),
        adv_usd: Some(significant(adv, 3)).filter(|v| !v.is_zero()),
        days,
    }
}
