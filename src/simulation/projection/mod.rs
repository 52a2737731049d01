//! Projects the universe of a day to a future rank day and on to its implementation.
//!
//! A [`ModelUniverse`] is the day's companies as the market model sees them; a [`Projection`] adds
//! the current membership, the thresholds of eligibility and the distances between the days.
//! [`project`] runs very many paths from there, applies the rule book to each on its rank day,
//! measures turnover at its implementation and counts the outcomes. A [`Tally`] does not depend on
//! the order in which paths were run.
//!
//! Attributes that do not depend on the market stay as they are today: nationality, structure,
//! votes, float, number of classes. If eligibility by these is uncertain, it is drawn anew on every
//! path. A price moves as its company's cap does. Companies that are listed on a path take part in
//! its ranking, but have no names.

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
