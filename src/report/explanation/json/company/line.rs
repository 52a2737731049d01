//! The lines of the company.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Screened, names};
use crate::analysis::explanation::{LineFacts, Part};
use crate::universe::{Exchange, Index, SecurityType};

/// A line of the company.
#[derive(Serialize, JsonSchema)]
pub(super) struct Line<'a> {
    /// Its ticker.
    symbol: &'a str,
    /// Its name.
    name: &'a str,
    /// Its type.
    security_type: SecurityType,
    /// Its exchange.
    exchange: Exchange,
    /// Its close, USD.
    price: Option<Decimal>,
    /// Its shares outstanding.
    shares_outstanding: Option<Decimal>,
    /// Its free float, per cent.
    free_float_pct: Option<Decimal>,
    /// Volume of two years, shares.
    volume_2y: Option<Decimal>,
    /// Average daily dollar volume, USD.
    adv_usd: Option<Decimal>,
    /// The ticker under which it was a member before; null if it was not a member.
    member_before: Option<&'a str>,
    /// Its part in the decision.
    part: PartPlayed,
    /// Why it does not join the indexes, in words.
    why_not: Option<&'a str>,
    /// Indexes after the event.
    indexes: Vec<Index>,
    /// The result of each screen.
    screens: Vec<Screened<'a>>,
    /// Its inferred values, each with the source of the inference.
    inferred: &'a str,
}

/// The part of a line in the decision on its company.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum PartPlayed {
    /// It represents the company.
    Stands,
    /// A further class that joins the indexes.
    ExtraClassJoins,
    /// A further class that does not join the indexes.
    ExtraClassOut,
    /// A screen dropped it.
    Dropped,
}

impl<'a> Line<'a> {
    pub(super) fn new(line: &'a LineFacts) -> Self {
        let (part, why_not) = match &line.part {
            Part::Stands => (PartPlayed::Stands, None),
            Part::Extra(Ok(())) => (PartPlayed::ExtraClassJoins, None),
            Part::Extra(Err(why)) => (PartPlayed::ExtraClassOut, Some(why.as_str())),
            Part::Out => (PartPlayed::Dropped, None),
        };
        Self {
            symbol: &line.symbol,
            name: &line.name,
            security_type: line.security_type,
            exchange: line.exchange,
            price: line.price,
            shares_outstanding: line.shares,
            free_float_pct: line.free_float_pct,
            volume_2y: line.volume_2y,
            adv_usd: line.adv_usd,
            member_before: line.member.as_deref(),
            part,
            why_not,
            indexes: names(line.indexes),
            screens: line.screens.iter().map(Screened::new).collect(),
            inferred: &line.inferred,
        }
    }
}
