//! The funds that track the indexes in a scenario: the shipped ones or a file of its own, with
//! changes.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rust_decimal::Decimal;

use super::checker::Checker;
use super::error::ScenarioError;
use super::written::WrittenFunds;
use crate::universe::{Index, MOST_ASSETS};

/// The source of the funds' assets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FundsSource {
    /// A file of the scenario's own; `None` for the shipped one.
    pub path: Option<PathBuf>,
    /// All assets, by index, USD, replacing those of the file; `None` to use the file's.
    pub assets: Option<BTreeMap<Index, Decimal>>,
}

impl Checker<'_> {
    /// Checks the funds that track the indexes.
    pub(crate) fn funds(&self, written: &WrittenFunds) -> Result<FundsSource, ScenarioError> {
        let range = Decimal::ZERO..=MOST_ASSETS;
        for (index, usd) in written.assets.iter().flatten() {
            if !range.contains(&usd.0) {
                let refusal = (format!("{} is out of range", usd.0), "give from 0 to 10^15 USD");
                return Err(self.fault(&format!("funds.assets.{index}"), refusal));
            }
        }
        Ok(FundsSource {
            path: self.optional("funds.file", written.file.as_deref())?,
            assets: written
                .assets
                .as_ref()
                .map(|assets| assets.iter().map(|(index, usd)| (*index, usd.0)).collect()),
        })
    }
}
