//! The files of a synthetic market, as names and bytes.

use std::io::Write;

use super::{Synthetic, SyntheticError, SyntheticEvent};
use crate::universe::{Universe, write_membership, write_universe};

/// Columns of an effective-day file: those of a universe file that the effective open needs.
pub const EFFECTIVE_COLUMNS: [&str; 5] =
    ["symbol", "exchange", "price", "shares_outstanding", "free_float_pct"];

/// Writes the columns of a universe that an implementation day needs: a universe CSV with fewer
/// columns, which [`crate::universe::read_universe`] reads.
///
/// # Errors
/// Errors of the CSV writer.
pub fn write_effective(universe: &Universe, out: impl Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(EFFECTIVE_COLUMNS)?;
    let number = |d: Option<rust_decimal::Decimal>| d.map_or_else(String::new, |d| d.to_string());
    for s in &universe.securities {
        writer.write_record([
            s.symbol().to_owned(),
            s.exchange.to_string(),
            number(s.price()),
            number(s.shares_outstanding()),
            number(s.free_float_pct()),
        ])?;
    }
    writer.flush()?;
    Ok(())
}

impl Synthetic {
    /// All files, as name and contents: three for each event, and those of the panel.
    ///
    /// # Errors
    /// Errors of the CSV writer and of the compression.
    pub fn files(&self) -> Result<Vec<(String, Vec<u8>)>, SyntheticError> {
        let mut files = Vec::new();
        for event in &self.events {
            files.extend(event.files()?);
        }
        files.extend(self.panel.files()?);
        Ok(files)
    }
}

impl SyntheticEvent {
    pub(super) fn files(&self) -> Result<[(String, Vec<u8>); 3], SyntheticError> {
        let (mut universe, mut held, mut effective) = (Vec::new(), Vec::new(), Vec::new());
        write_universe(&self.universe.securities, None, &mut universe)?;
        write_membership(&self.held, &mut held)?;
        write_effective(&self.effective, &mut effective)?;
        let implementation = self.effective.as_of;
        Ok([
            (format!("universe-{}.csv", self.universe.as_of), universe),
            (format!("membership-{implementation}.csv"), held),
            (format!("effective-{implementation}.csv"), effective),
        ])
    }
}
