//! The funds that track the indexes: shipped or a scenario's own, with the scenario's changes.

use super::files::Files;
use crate::analysis::plausibility::{Plausibility, units};
use crate::remark::{MeasureNote, Remark};
use crate::scenario::{FundsSource, Source};
use crate::universe::{Faults, Funds};

impl FundsSource {
    /// The funds with the scenario's changes.
    pub(super) fn read(&self, files: &Files) -> Result<Funds, Faults> {
        let funds = match &self.path {
            Some(path) => Funds::read(files.get(path)?)?,
            None => Funds::shipped()?,
        };
        Ok(match &self.assets {
            Some(assets) => funds.with(assets),
            None => funds,
        })
    }

    /// A warning about implausible assets that the scenario sets itself.
    pub(super) fn doubt(
        &self,
        funds: &Funds,
        source: &Source,
        limits: &Plausibility,
    ) -> Option<Remark> {
        let file = match (&self.assets, &self.path) {
            (Some(_), _) => "[funds] assets of the scenario".to_owned(),
            (None, Some(path)) => source.name_of(path),
            (None, None) => return None,
        };
        units::funds(funds, &file, limits)
    }

    /// Remark on the assumed assets of the funds; `when` says when they trade.
    pub fn remark(&self, funds: &Funds, when: &str, source: &Source) -> Remark {
        let file = match (&self.assets, &self.path) {
            (Some(_), _) => "the scenario (what it does not name has none)".into(),
            (None, Some(path)) => source.name_of(path),
            (None, None) => "data/funds.csv".into(),
        };
        let (assets, when) = (funds.said(), when.to_owned());
        let usd = funds.assets.values().map(|assets| assets.usd).sum();
        Remark::from(MeasureNote::FundAssets { file, assets, when }).moving(usd)
    }
}
