//! Who follows the indexes, as a scenario has it: the shipped funds or a file of its own, with changes.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rust_decimal::Decimal;

use super::checked::Checker;
use super::error::ScenarioError;
use super::files::Files;
use super::source::Source;
use super::written::WrittenFunds;
use crate::remark::{Kind, Remark};
use crate::universe::{Faults, Funds, Index, MOST_ASSETS};

/// Where the assets of funds come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FundsSource {
    /// A file of the scenario's own; `None` for the shipped one.
    pub path: Option<PathBuf>,
    /// All assets, by index, USD, in place of those of the file; `None` where those count.
    pub assets: Option<BTreeMap<Index, Decimal>>,
}

impl Checker<'_> {
    /// Who follows the indexes.
    pub(in crate::scenario) fn funds(
        &self,
        written: &WrittenFunds,
    ) -> Result<FundsSource, ScenarioError> {
        let range = Decimal::ZERO..=MOST_ASSETS;
        for (index, usd) in written.assets.iter().flatten() {
            if !range.contains(&usd.0) {
                let problem = format!("{} is out of range; give from 0 to 10^15 USD", usd.0);
                return Err(self.fault(&format!("funds.assets.{index}"), problem));
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

impl FundsSource {
    /// The funds with the scenario's changes.
    pub(in crate::scenario) fn read(&self, files: &Files) -> Result<Funds, Faults> {
        let funds = match &self.path {
            Some(path) => Funds::read(files.get(path)?)?,
            None => Funds::shipped()?,
        };
        Ok(match &self.assets {
            Some(assets) => funds.with(assets),
            None => funds,
        })
    }

    /// What is assumed of funds; `when` they trade.
    pub fn remark(&self, funds: &Funds, when: &str, source: &Source) -> Remark {
        let file = match (&self.assets, &self.path) {
            (Some(_), _) => "the scenario (what it does not name has none)".into(),
            (None, Some(path)) => source.name_of(path),
            (None, None) => "data/funds.csv".into(),
        };
        let (assets, when) = (funds.said(), when.to_owned());
        let usd = funds.assets.values().map(|assets| assets.usd).sum();
        Remark::from(Kind::FundAssets { file, assets, when }).moving(usd)
    }
}
