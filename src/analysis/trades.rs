//! What the funds that follow the indexes trade at an event (methodology section 9).
//!
//! With the assets `A_k` of the funds on index k, and weights `w` at the close of the implementation
//! day as in [`super::turnover`], the funds of k trade in a line
//!
//! - `dollars_k = A_k x (w_after - w_before)`, above zero where they buy.
//!
//! Of a line that several indexes hold, or that goes from one to another, the dollars are summed over
//! the indexes: what one fund sells and another buys crosses. So a promotion from the Russell 2000 to
//! the 1000 shows as what is left of both legs, mostly a net sale. Midcap is part of the Russell 1000
//! and followed by funds of its own: their dollars count beside those of the 1000.
//!
//! - `shares = net dollars / price` at that close;
//! - `days of volume = |net dollars| / average daily dollar volume`, as the universe of rank day has it.
//!
//! What holders are given in kind trades nothing, as it is no turnover.
//!
//! Funds are assumed to hold every member by its weight (full replication), to trade all of it at that
//! close, and to have the same assets before and after. An index whose membership before is not known
//! has no trades: nothing is put in their place.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use super::holdings::{Holding, Holdings, ValuationInputs};
use crate::simulation::InKind;
use crate::universe::Index;

/// What is bought and sold at one event.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Traded {
    /// Lines that are bought or sold.
    pub lines: usize,
    /// Bought, USD.
    pub buys_usd: f64,
    /// Sold, USD; not below zero.
    pub sells_usd: f64,
}

impl Traded {
    fn add(&mut self, usd: f64) {
        if usd > 0.0 {
            self.lines += 1;
            self.buys_usd += usd;
        } else if usd < 0.0 {
            self.lines += 1;
            self.sells_usd -= usd;
        }
    }

    /// Bought and sold together, USD: two-way.
    pub fn gross_usd(&self) -> f64 {
        self.buys_usd + self.sells_usd
    }
}

/// The trades of the funds on one index at one event.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct IndexTrades {
    /// The index.
    pub index: Index,
    /// Assets of the funds that follow it, USD.
    pub assets_usd: f64,
    /// What they trade: gross is assets times two-way turnover, or the assets once where the index is
    /// formed or emptied. `None` where the membership before is not known.
    pub traded: Option<Traded>,
}

/// The trades of all funds at one event, in sums.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct EventTrades {
    /// Every index that funds follow, in the family's order.
    pub indexes: Vec<IndexTrades>,
    /// Of all funds, what is left of each line after they have crossed.
    pub net: Traded,
}

impl EventTrades {
    /// What the funds of an index bought and sold, USD; `None` where no money follows it or its
    /// membership before is not known.
    pub fn gross_usd_of(&self, index: Index) -> Option<f64> {
        let of_index = self.indexes.iter().find(|trades| trades.index == index)?;
        of_index.traded.map(|traded| traded.gross_usd())
    }

    /// Every leg of every index, bought and sold, USD, before they cross.
    pub fn gross_usd(&self) -> f64 {
        // A sum of no floats is -0.0, which a report would print.
        let traded = self.indexes.iter().filter_map(|trades| trades.traded);
        traded.fold(0.0, |sum, traded| sum + traded.gross_usd())
    }

    /// What crosses between funds of different indexes, USD, bought and sold.
    pub fn crossed_usd(&self) -> f64 {
        (self.gross_usd() - self.net.gross_usd()).max(0.0)
    }

    /// Indexes that funds follow and whose trades are not known, in the family's order.
    pub fn unknown(&self) -> Vec<Index> {
        let unknown = self.indexes.iter().filter(|trades| trades.traded.is_none());
        unknown.map(|trades| trades.index).collect()
    }
}

/// What the funds on one index trade in a line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Leg {
    /// The index.
    pub index: Index,
    /// Weight before, a fraction.
    pub weight_before: f64,
    /// Weight after, a fraction.
    pub weight_after: f64,
    /// Dollars, USD; below zero for a sale.
    pub usd: f64,
}

/// To which side a trade is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, strum::Display, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// All funds together buy.
    Buy,
    /// All funds together sell.
    Sell,
}

/// What all funds together trade in a line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LineTrade {
    /// The line, as a place in the universe.
    pub line: usize,
    /// Its company, as a place in the universe.
    pub company: usize,
    /// Whether the float that values it is known; else all its shares count as available.
    pub float_known: bool,
    /// Every followed index that holds it before or after, in the family's order.
    pub legs: Vec<Leg>,
    /// Sum over the legs, USD; below zero for a sale.
    pub net_usd: f64,
    /// Close of the implementation day, USD a share; `None` where it is unknown.
    pub price: Option<Decimal>,
    /// Shares, below zero for a sale; `None` where no price is known.
    pub shares: Option<f64>,
    /// Days of ordinary volume that the net dollars are; `None` where the volume is unknown or zero.
    pub days_of_volume: Option<f64>,
}

impl LineTrade {
    /// To which side the net dollars are; `None` where nothing is left to trade.
    pub fn side(&self) -> Option<Side> {
        match self.net_usd {
            usd if usd > 0.0 => Some(Side::Buy),
            usd if usd < 0.0 => Some(Side::Sell),
            _ => None,
        }
    }

    /// Sum of the legs, bought and sold, before they cross, USD.
    pub fn gross_usd(&self) -> f64 {
        self.legs.iter().fold(0.0, |sum, leg| sum + leg.usd.abs())
    }
}

/// The trades of one event, line by line.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Trades {
    /// Their sums.
    pub totals: EventTrades,
    /// Every line that a followed index holds before or after: by net dollars of either side, the
    /// largest first, then by symbol.
    pub lines: Vec<LineTrade>,
}

/// The trades of every line that funds hold.
pub fn trades(
    inputs: &ValuationInputs<'_>,
    holdings: &Holdings,
    assets: &BTreeMap<Index, f64>,
) -> Trades {
    let mut lines = Vec::new();
    let totals = walk(holdings, assets, |holding, legs, net_usd| {
        let number = |d: Decimal| d.to_f64().filter(|number| *number > 0.0);
        let price = inputs.price(holding).and_then(number);
        let volume = inputs.universe.securities[holding.line].adv_usd.and_then(number);
        lines.push(LineTrade {
            line: holding.line,
            company: holding.company,
            float_known: holding.float_known,
            legs: legs.to_vec(),
            net_usd,
            price: inputs.price(holding),
            shares: price.map(|price| net_usd / price),
            days_of_volume: volume.map(|usd| net_usd.abs() / usd),
        });
    });
    // Lines of a universe are in the order of their symbols, in which equals stay.
    lines.sort_by(|a, b| b.net_usd.abs().total_cmp(&a.net_usd.abs()));
    Trades { totals, lines }
}

/// The trades of an event in sums alone.
pub fn event_trades(holdings: &Holdings, assets: &BTreeMap<Index, f64>) -> EventTrades {
    walk(holdings, assets, |_, _, _| ())
}

/// What an index with money behind it holds in all.
struct Followed {
    index: Index,
    assets: f64,
    /// Held before and after, USD.
    totals: [f64; 2],
    in_kind: Vec<InKind>,
    traded: Traded,
}

impl Followed {
    /// What its funds trade in a line; `None` where it never holds it.
    fn leg(&self, holding: &Holding) -> Option<Leg> {
        let [before, after] = held(holding, self.index, &self.in_kind);
        if before.is_none() && after.is_none() {
            return None;
        }
        let weight = |value: Option<f64>, total: f64| match value {
            Some(value) if total > 0.0 => value / total,
            _ => 0.0,
        };
        let [weight_before, weight_after] =
            [weight(before, self.totals[0]), weight(after, self.totals[1])];
        let usd = self.assets * (weight_after - weight_before);
        Some(Leg { index: self.index, weight_before, weight_after, usd })
    }
}

/// What an index holds of a line before and after, USD; `None` where it does not hold it.
fn held(holding: &Holding, index: Index, in_kind: &[InKind]) -> [Option<f64>; 2] {
    let was = holding.before.holding.contains(index);
    let given = in_kind.iter().any(|given| given.to == holding.line);
    [
        (was || given).then(|| holding.before_trades(was, in_kind)),
        holding.after.contains(index).then_some(holding.value_after),
    ]
}

/// Works out the legs of every line that a followed index holds, and their sums; `each` is given
/// them with their net, USD, in the order of the holdings.
pub fn walk(
    holdings: &Holdings,
    assets: &BTreeMap<Index, f64>,
    mut each: impl FnMut(&Holding, &[Leg], f64),
) -> EventTrades {
    let is_known = |index: &Index| holdings.known_before.contains(*index);
    let mut followed: Vec<Followed> = assets
        .iter()
        .filter(|(index, assets)| is_known(index) && **assets > 0.0)
        .map(|(&index, &assets)| {
            let in_kind = holdings.in_kind_of(index);
            let mut totals = [0.0; 2];
            for holding in &holdings.holdings {
                for (total, value) in totals.iter_mut().zip(held(holding, index, &in_kind)) {
                    *total += value.unwrap_or_default();
                }
            }
            Followed { index, assets, totals, in_kind, traded: Traded::default() }
        })
        .collect();
    let (mut legs, mut net) = (Vec::with_capacity(followed.len()), Traded::default());
    for holding in &holdings.holdings {
        legs.clear();
        let mut net_usd = 0.0;
        for index in &mut followed {
            if let Some(leg) = index.leg(holding) {
                index.traded.add(leg.usd);
                net_usd += leg.usd;
                legs.push(leg);
            }
        }
        if !legs.is_empty() {
            net.add(net_usd);
            each(holding, &legs, net_usd);
        }
    }
    let traded = |index: Index| followed.iter().find(|f| f.index == index).map(|f| f.traded);
    let indexes = assets
        .iter()
        .filter(|(_, assets)| **assets > 0.0)
        .map(|(&index, &assets_usd)| IndexTrades { index, assets_usd, traded: traded(index) })
        .collect();
    EventTrades { indexes, net }
}

#[cfg(test)]
mod tests;
