//! From the universe of a day to a rank day that is still to come, and on to its implementation.
//!
//! A [`ModelUniverse`] is the day's companies as the market model sees them; a [`Projection`] adds
//! the current membership, the thresholds of eligibility and the distances between the days.
//! [`project`] runs very many paths from there, applies the rule book to each on its rank day,
//! measures turnover at its implementation and counts the outcomes. A [`Tally`] is the same
//! whatever the order in which paths were taken.
//!
//! Attributes that do not follow from the market stay as they are today: nationality, structure,
//! votes, float, the number of classes. Where eligibility by these is uncertain, it is drawn anew
//! on every path. A price moves as its company's cap does. Companies that are listed on a path take
//! part in its ranking and have no names.

mod companies;
mod path;
mod run;
mod seats;
mod setup;
mod sieve;
mod tally;

pub use companies::{Candidate, Chance, ModelUniverse};
pub use run::{ProjectionError, project};
pub use setup::{Outset, Projection, Stretch};
pub use tally::{Count, Fate, LevelSummary, Tally, TurnoverSummary};
