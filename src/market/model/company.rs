//! A company as the model sees it.

use super::parameters::ModelFigures;

/// A company at the start of all paths.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Company {
    /// The number that seeds its shocks, independent of the company's position in a list: for example one
    /// assigned permanently to its ticker.
    pub number: u64,
    /// Its cap, USD, which the model rounds to whole dollars.
    pub cap: f64,
    /// Its sector, by the caller's number.
    pub sector: u16,
    /// Its beta; `None` if it is drawn on every path from the betas of its bucket.
    pub beta: Option<f64>,
    /// The monthly standard deviation of its log returns around beta times the market; `None` if it is
    /// drawn on every path from the deviations of its bucket.
    pub deviation: Option<f64>,
    /// The price of a share, USD; `None` if it is drawn on every path from the prices of its bucket.
    pub price: Option<f64>,
    /// Its free float, a fraction; `None` if unknown: all shares then count throughout.
    pub float: Option<f64>,
}

impl Company {
    /// A company of which only the cap is known.
    pub fn new(number: u64, cap: f64) -> Self {
        Self { number, cap, sector: 0, beta: None, deviation: None, price: None, float: None }
    }

    /// A given number of companies, on the ranks of the model's curve, numbered by rank from 1.
    pub fn on_curve(parameters: &ModelFigures, count: usize) -> Vec<Self> {
        (1..=count as u64)
            .map(|rank| Self::new(rank, parameters.curve.cap(rank as f64).max(1.0)))
            .collect()
    }
}
