//! The quantities measured on a path.
//!
//! Names and meanings are those of the comparison of schedules along a history. A few quantities
//! differ because the market is a model:
//!
//! - a period is a month (with daily steps it also ends at events), and an index's return is that
//!   of its members' prices by index shares and float, including takeover premiums and failures;
//! - drift on rank days leaves out companies that fail the screen on price; on other days it is by
//!   size alone;
//! - members that leave between two observations leave in one event, at the price paid for them;
//! - whipsaws are between the segments that the measured indexes tell apart: without Microcap and
//!   the Russell 3000E, companies outside the 1000 and the 2000 share one segment;
//! - drift is taken at the month ends with which the months of a cycle begin, each after its
//!   events; time in the wrong index counts each of them for the month after it, of 365.25 / 12
//!   days.

use serde::{Deserialize, Serialize};

use crate::simulation::measures::{Statistic, Unit};
use crate::universe::Index;

/// A value measured on every path under every schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WrittenQuantity", into = "WrittenQuantity")]
pub struct Quantity {
    /// The measure, in one of its forms.
    pub statistic: Statistic,
    /// The index; `None` for the family as a whole.
    pub index: Option<Index>,
}

impl Quantity {
    /// The unit of its values.
    pub fn unit(self) -> Unit {
        self.statistic.unit()
    }
}

/// A quantity in a file of results.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenQuantity {
    name: Statistic,
    index: Option<Index>,
    unit: Unit,
}

impl From<Quantity> for WrittenQuantity {
    fn from(Quantity { statistic, index }: Quantity) -> Self {
        Self { name: statistic, index, unit: statistic.unit() }
    }
}

impl TryFrom<WrittenQuantity> for Quantity {
    type Error = String;

    fn try_from(written: WrittenQuantity) -> Result<Self, String> {
        let WrittenQuantity { name: statistic, index, unit } = written;
        if unit != statistic.unit() || !statistic.measure.subject.includes(index) {
            return Err(format!("{statistic} is not of that index, or not in {unit}"));
        }
        Ok(Self { statistic, index })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_of_a_wrong_index_or_unit_is_refused() {
        for text in [
            r#"{"name":"members","index":null,"unit":"count"}"#,
            r#"{"name":"members","index":"R2000","unit":"usd"}"#,
            r#"{"name":"moves_up","index":"R2000","unit":"count"}"#,
            r#"{"name":"member","index":"R2000","unit":"count"}"#,
        ] {
            assert!(serde_json::from_str::<Quantity>(text).is_err(), "{text}");
        }
    }
}
