//! From the universe of a day to a rank day that is still to come, and on to its implementation.
//!
//! A [`ModelUniverse`] is the day's companies as the market model sees them; a [`Projection`] adds
//! who was held where, what every company must reach to be eligible, and how far the days are apart.
//! [`project`] lets very many paths go on from there, applies the rule book to each on its rank day,
//! measures turnover at its implementation, and counts. A [`Tally`] is the same whatever the order in
//! which paths were taken.
//!
//! What does not follow from the market stays as it is today: nationality, structure, votes, float,
//! the number of classes. Where it is not known for certain who is eligible by these, chance decides it
//! on every path anew. A price moves as its company's cap does. Companies that are listed on a
//! path take part in its ranking and have no names.

mod companies;
mod path;
mod run;
mod seats;
mod setup;
mod tally;

pub use companies::{Candidate, Chance, ModelUniverse};
pub use run::{ProjectionError, project};
pub use setup::{Outset, Projection, Stretch};
pub use tally::{Count, Fate, LevelSummary, Tally, TurnoverSummary};
