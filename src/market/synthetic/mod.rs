//! The synthetic market: universes for the rank days of June and December 2026, the memberships held
//! just before, the closes of the implementation days, and a monthly panel of three years.
//!
//! All files are slices of one market: a world of companies that evolves month by month (`world`). Names,
//! tickers and numbers are invented; sizes, volatilities, turnover of companies and counts of ineligible
//! lines follow `data/calibration.toml`. The same seed gives the same bytes on every machine. Simulated
//! paths of real universes are in [`super::model`].

mod beside;
mod calibration;
mod company;
mod draw;
mod event;
mod files;
mod names;
pub mod panel;
mod places;
#[cfg(test)]
mod tests;
mod world;

use crate::calendar::CalendarError;
use crate::methodology::ranking::CapsTooLarge;

use calibration::Calibration;
use draw::{Draw, Stream};
use event::Book;
use panel::{Panel, Published};
use world::months::months;
use world::{Market, course};

pub use event::SyntheticEvent;
pub use files::{EFFECTIVE_COLUMNS, write_effective};

/// Why no market could be made: an internal error, or a fault of the calibration.
#[derive(Debug, thiserror::Error)]
pub enum SyntheticError {
    /// The compiled-in calibration cannot be read.
    #[error("the built-in calibration cannot be read: {0}")]
    Calibration(#[from] toml::de::Error),
    /// Caps are too large to be compared exactly.
    #[error(transparent)]
    Caps(#[from] CapsTooLarge),
    /// A date is outside the exchange's calendar.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// A CSV file could not be written.
    #[error("cannot write CSV: {0}")]
    Csv(#[from] csv::Error),
    /// A file could not be compressed.
    #[error("cannot compress: {0}")]
    Compress(#[from] std::io::Error),
}

/// A synthetic market.
#[derive(Debug, Clone)]
pub struct Synthetic {
    /// Month ends of three years.
    pub panel: Panel,
    /// The reconstitutions of 2026: that of June, ranked on 30 April and implemented on 26 June, and
    /// that of December, ranked on 30 October and implemented on 11 December.
    pub events: Vec<SyntheticEvent>,
}

/// The seed of the data that ships with the project.
///
/// # Errors
/// [`SyntheticError::Calibration`].
pub fn default_seed() -> Result<u64, SyntheticError> {
    Ok(Calibration::shipped()?.default_seed)
}

/// Makes a market.
///
/// # Errors
/// Internal errors only; see [`SyntheticError`].
///
/// ```
/// let market = rankday::market::synthetic::generate(7)?;
/// let june = &market.events[0];
/// assert_eq!(june.universe.as_of.to_string(), "2026-04-30");
/// assert!(june.universe.securities.len() > 5_500);
/// assert_eq!(market.panel.rows[0].date.to_string(), "2023-12-29");
/// # Ok::<(), rankday::market::synthetic::SyntheticError>(())
/// ```
pub fn generate(seed: u64) -> Result<Synthetic, SyntheticError> {
    let (published, events) = history(&Calibration::shipped()?, seed)?;
    Ok(Synthetic { panel: published.panel, events })
}

/// The market, with the true values behind the panel that tests need.
fn history(
    calibration: &Calibration,
    seed: u64,
) -> Result<(Published, Vec<SyntheticEvent>), SyntheticError> {
    let figures = &calibration.world;
    let events = event::events(calibration)?;
    let days: Vec<_> = events.iter().map(|event| event.implementation).collect();
    let months = months((figures.first, figures.last), &days)?;
    let course = course(calibration, &months, &mut Draw::new(seed, Stream::Market));
    let mut market = Market::start(calibration, seed, &course[0], &months[0]);
    let mut book = Book::new(events, &months, seed);
    let mut published = Published::default();
    for (at, month) in months.iter().enumerate() {
        if at > 0 {
            market.open_month(at, &course[at], month);
            book.implement(&mut market, month)?;
            market.close_month(at, month);
        }
        book.close_month(&mut market, (at, course[at].level))?;
        if month.end >= calibration.panel.first {
            published.publish(&mut market, at, &months);
        }
        market.end_month();
    }
    published.close(&market.actions);
    Ok((published, book.cut))
}
