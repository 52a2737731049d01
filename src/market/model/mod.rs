//! A calibrated model of companies' caps, for simulated paths.
//!
//! The log return of a company in a step is
//!
//! ```text
//! beta x market + size factor of its bucket + its own shock + excess - variance / 2
//! ```
//!
//! where the market and the size factor are normal and shared, and the companies' own shocks are
//! independent, normal or Student's t. Half the variance around the market is subtracted so that
//! companies of equal beta have about equal expected returns, however volatile they are. Companies are
//! taken over at a premium or fail, issue shares and buy them back once a quarter, and are listed, each
//! at the rate of its size bucket; scenario shocks are added on top. Beta, deviation and tails are those
//! of the bucket that a company is in at the start of a year, and a company's position among the
//! companies of a bucket stays the same for a path. Every path draws these positions anew: only the caps
//! at the start are given, and means over paths are means over all markets that the model can make of them.
//!
//! A [`Market`] is the state of one path. Its caps are whole dollars, so that sums of them are exact in
//! any order. This module knows nothing about indexes. All figures are in [`ModelFigures`]; random
//! numbers are identified by their place, not by the order in which they are drawn (see [`PathKey`]).

mod capital;
mod check;
mod company;
mod fates;
mod kernels;
mod lanes;
mod leg;
mod market;
mod overlay;
mod parameters;
mod returns;
mod sizes;
mod slots;
mod start;
mod staying;
mod steps;
mod streams;
mod traits;

pub use check::ModelError;
pub use company::Company;
pub use fates::{Departure, Leaver};
pub(crate) use lanes::{bits, each_bit};
pub use leg::Leg;
pub use market::Market;
pub use overlay::{Overlay, Target};
pub use parameters::{
    Bucket, BucketOverrides, Curve, FloatChange, MarketReturn, ModelFigures, Overrides,
    ReverseSplit, SHARE_QUANTILES, ShareChanges, Shocks, Takeover,
};
pub(crate) use sizes::{BINS, bin};
pub use slots::BLOCK;
pub use start::{Start, whole_dollars};
pub use staying::staying;
pub use steps::{Model, Steps};
pub use streams::PathKey;

#[cfg(test)]
mod tests;
