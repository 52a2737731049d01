//! Trades at an event of the funds that track the indexes (methodology section 9).
//!
//! With the assets `A_k` of the funds on index k and weights `w` at the close of the implementation
//! day as in [`super::turnover`], the funds of k trade in a line
//!
//! - `dollars_k = A_k x (w_after - w_before)`, positive for a purchase.
//!
//! If several indexes hold a line, or it moves from one to another, the dollars are summed over the
//! indexes, so that a sale by one fund crosses with a purchase by another. A promotion from the Russell
//! 2000 to the 1000 therefore shows as the net of both legs, usually a sale. Midcap is part of the
//! Russell 1000 but has its own funds; their dollars count in addition to those of the 1000.
//!
//! - `shares = net dollars / price` at that close;
//! - `days of volume = |net dollars| / average daily dollar volume` from the universe of rank day.
//!
//! Distributions in kind cause no trades and no turnover.
//!
//! Funds are assumed to hold every member at its weight (full replication), to trade everything at that
//! close, and to have the same assets before and after. The trades of an index whose membership before
//! is unknown are unknown too.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::holdings::{Holding, Holdings, ValuationInputs};
use crate::simulation::InKind;
use crate::universe::Index;
use crate::universe::packed::float;

/// Purchases and sales at one event.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, schemars::JsonSchema)]
pub struct Traded {
    /// Number of lines bought or sold.
    pub lines: usize,
    /// Purchases, USD.
    pub buys_usd: f64,
    /// Sales, USD; not negative.
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

    /// Purchases plus sales, USD: two-way.
    pub fn gross_usd(&self) -> f64 {
        self.buys_usd + self.sells_usd
    }
}

/// The trades of the funds on one index at one event.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, schemars::JsonSchema)]
pub struct IndexTrades {
    /// The index.
    pub index: Index,
    /// Assets of the funds that track it, USD.
    pub assets_usd: f64,
    /// Their trades. The gross is assets times two-way turnover, or the assets once if the index is
    /// formed or emptied. `None` if the membership before is unknown.
    pub traded: Option<Traded>,
}

/// Totals of the trades of all funds at one event.
#[derive(Debug, Clone, PartialEq, Default, Serialize, schemars::JsonSchema)]
pub struct EventTrades {
    /// Every index with fund assets, in the family's order.
    pub indexes: Vec<IndexTrades>,
    /// Trades of all funds after crossing, netted by line; `None` if those of no fund are known.
    pub net: Option<Traded>,
}

impl EventTrades {
    /// Purchases plus sales of the funds on an index, USD; `None` if it has no fund assets or its
    /// membership before is unknown.
    pub fn gross_usd_of(&self, index: Index) -> Option<f64> {
        let of_index = self.indexes.iter().find(|trades| trades.index == index)?;
        of_index.traded.map(|traded| traded.gross_usd())
    }

    /// Purchases plus sales of all funds before crossing, USD.
    pub fn gross_usd(&self) -> f64 {
        // `sum()` of no floats is -0.0, which a report would print.
        let traded = self.indexes.iter().filter_map(|trades| trades.traded);
        traded.fold(0.0, |sum, traded| sum + traded.gross_usd())
    }

    /// Volume that crosses between funds on different indexes, USD, counting both sides; `None` if
    /// the trades of no fund are known.
    pub fn crossed_usd(&self) -> Option<f64> {
        self.net.map(|net| (self.gross_usd() - net.gross_usd()).max(0.0))
    }

    /// Purchases plus sales of all funds after crossing, USD; `None` if the trades of no fund are
    /// known.
    pub fn net_usd(&self) -> Option<f64> {
        self.net.map(|net| net.gross_usd())
    }

    /// Assets of the funds whose trades are known, USD.
    pub fn known_assets_usd(&self) -> f64 {
        let known = self.indexes.iter().filter(|trades| trades.traded.is_some());
        known.fold(0.0, |sum, trades| sum + trades.assets_usd)
    }

    /// Whether the trades of any fund are known.
    pub fn is_known(&self) -> bool {
        self.indexes.iter().any(|trades| trades.traded.is_some())
    }

    /// Indexes with fund assets whose trades are unknown, in the family's order.
    pub fn unknown(&self) -> Vec<Index> {
        let unknown = self.indexes.iter().filter(|trades| trades.traded.is_none());
        unknown.map(|trades| trades.index).collect()
    }
}

/// The trade in a line of the funds on one index.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Leg {
    /// The index.
    pub index: Index,
    /// Weight before, a fraction.
    pub weight_before: f64,
    /// Weight after, a fraction.
    pub weight_after: f64,
    /// Traded value, USD; negative for a sale.
    pub usd: f64,
}

/// Side of a trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, strum::Display, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// A net purchase.
    Buy,
    /// A net sale.
    Sell,
}

/// The trade in a line of all funds together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LineTrade {
    /// The line, as a place in the universe.
    pub line: usize,
    /// Its company, as a place in the universe.
    pub company: usize,
    /// Whether its float is known; if not, all its shares count as available.
    pub float_known: bool,
    /// True if its trade is known. Otherwise it has no value of its own ([`Holding::has_value`]),
    /// and its trade counts as zero.
    pub is_known: bool,
    /// Legs of the indexes with fund assets that hold it before or after, in the family's order.
    pub legs: Vec<Leg>,
    /// Sum over the legs, USD; negative for a sale.
    pub net_usd: f64,
    /// Close of the implementation day, USD per share; `None` if unknown.
    pub price: Option<Decimal>,
    /// Shares, negative for a sale; `None` without a price or a value.
    pub shares: Option<f64>,
    /// Net dollars in days of average volume; `None` if the volume is unknown or zero.
    pub days_of_volume: Option<f64>,
}

impl LineTrade {
    /// Side of the net trade; `None` if it is zero.
    pub fn side(&self) -> Option<Side> {
        match self.net_usd {
            usd if usd > 0.0 => Some(Side::Buy),
            usd if usd < 0.0 => Some(Side::Sell),
            _ => None,
        }
    }

    /// Purchases plus sales of the legs before crossing, USD.
    pub fn gross_usd(&self) -> f64 {
        self.legs.iter().fold(0.0, |sum, leg| sum + leg.usd.abs())
    }
}

/// The trades of one event, line by line.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Trades {
    /// Totals over the lines.
    pub totals: EventTrades,
    /// Every line that an index with fund assets holds before or after: by absolute net dollars, the
    /// largest first, then by symbol.
    pub lines: Vec<LineTrade>,
}

/// The trades in every line that funds hold.
pub fn trades(
    inputs: &ValuationInputs<'_>,
    holdings: &Holdings,
    assets: &BTreeMap<Index, f64>,
) -> Trades {
    let mut lines = Vec::new();
    let totals = walk(holdings, assets, |holding, legs, net_usd| {
        let number = |d: Decimal| Some(float(d)).filter(|number| *number > 0.0);
        let price = inputs.price(holding).and_then(number);
        let volume = inputs.universe.securities[holding.line].adv_usd().and_then(number);
        lines.push(LineTrade {
            line: holding.line,
            company: holding.company,
            float_known: holding.float_known,
            is_known: holding.has_value,
            legs: legs.to_vec(),
            net_usd,
            price: inputs.price(holding),
            shares: price.filter(|_| holding.has_value).map(|price| net_usd / price),
            days_of_volume: volume.filter(|_| holding.has_value).map(|usd| net_usd.abs() / usd),
        });
    });
    // The lines are in symbol order, which the stable sort keeps for ties.
    lines.sort_by(|a, b| b.net_usd.abs().total_cmp(&a.net_usd.abs()));
    Trades { totals, lines }
}

/// Totals of the trades of an event, without the lines.
pub fn event_trades(holdings: &Holdings, assets: &BTreeMap<Index, f64>) -> EventTrades {
    walk(holdings, assets, |_, _, _| ())
}

/// An index with fund assets.
struct Followed {
    index: Index,
    assets: f64,
    /// Total value held before and after, USD.
    totals: [f64; 2],
    in_kind: Vec<InKind>,
    traded: Traded,
}

impl Followed {
    /// The trade of its funds in a line; `None` if it holds the line neither before nor after.
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

/// Value of a line in an index before and after, USD; `None` where it is not held.
fn held(holding: &Holding, index: Index, in_kind: &[InKind]) -> [Option<f64>; 2] {
    let was = holding.before.holding.contains(index);
    let given = in_kind.iter().any(|given| given.to == holding.line);
    [
        (was || given).then(|| holding.before_trades(was, in_kind)),
        holding.after.contains(index).then_some(holding.value_after),
    ]
}

/// Computes the legs of every line held by an index with fund assets, and the totals. Calls `each` with
/// the legs and their net, USD, in the order of the holdings.
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
    EventTrades { indexes, net: (!followed.is_empty()).then_some(net) }
}

#[cfg(test)]
mod tests;
