//! The lines of a company, with the facts about each and its role.

use rust_decimal::Decimal;

use super::Case;
use super::screens::{self, Finding};
use crate::methodology::company_cap::{VehicleReason, pricing_vehicle_reason};
use crate::methodology::share_classes::extra_class_joins;
use crate::reconstitution::Inputs;
use crate::universe::{Exchange, Indexes, Security, SecurityType};

/// The role of a line in its company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// It represents the company, and is in its indexes.
    Stands,
    /// An extra class; the error says why it does not join the company's indexes.
    Extra(Result<(), String>),
    /// A screen drops it.
    Out,
}

/// A line.
#[derive(Debug, Clone, PartialEq)]
pub struct LineFacts {
    /// Ticker.
    pub symbol: String,
    /// Name.
    pub name: String,
    /// The type of security.
    pub security_type: SecurityType,
    /// The exchange where it trades.
    pub exchange: Exchange,
    /// Close on rank day, USD.
    pub price: Option<Decimal>,
    /// Shares of the class.
    pub shares: Option<Decimal>,
    /// Free float, per cent of the shares of the class.
    pub free_float_pct: Option<Decimal>,
    /// Volume of the last two years, shares.
    pub volume_2y: Option<Decimal>,
    /// Average daily dollar volume, USD.
    pub adv_usd: Option<Decimal>,
    /// Ticker of the member that this line was matched to.
    pub member: Option<String>,
    /// Its role.
    pub part: Part,
    /// Its indexes from the event on.
    pub indexes: Indexes,
    /// Every screen of lines, even those after the screen that drops the line.
    pub screens: Vec<Finding>,
    /// What an importer inferred about it.
    pub inferred: String,
}

/// The lines of a company, in the order of their symbols.
pub(super) fn lines(case: &Case<'_>, company: usize) -> Vec<LineFacts> {
    let Case { inputs, membership, result, .. } = *case;
    let decided = &result.companies[company];
    let is_member = result.matched.member_of_company[company].is_some();
    let facts = |&line: &usize| {
        let s = &inputs.universe.securities[line];
        let own = result.matched.member_of_line[line];
        let part = if line == decided.line {
            Part::Stands
        } else if result.screened.drops[line].is_some() {
            Part::Out
        } else {
            Part::Extra(extra_class_joins(s, own.is_some(), &inputs.parameters.share_classes))
        };
        LineFacts {
            symbol: s.symbol().to_owned(),
            name: s.name().to_owned(),
            security_type: s.security_type,
            exchange: s.exchange,
            price: s.price(),
            shares: s.shares_outstanding(),
            free_float_pct: s.free_float_pct(),
            volume_2y: s.volume_2y(),
            adv_usd: s.adv_usd(),
            member: own.map(|member| membership.members[member].symbol.clone()),
            part,
            indexes: result.indexes_after[line],
            screens: screens::of_line(inputs, s, (is_member, own.is_some())),
            inferred: s.inferred.clone(),
        }
    };
    inputs.universe.companies[company].lines.iter().map(facts).collect()
}

/// Why the first of these classes prices the company.
pub(super) fn vehicle_reason(
    inputs: &Inputs<'_>,
    classes: &[&Security],
    member: bool,
) -> VehicleReason {
    pricing_vehicle_reason(classes, member, &inputs.parameters.pricing_vehicle)
}
