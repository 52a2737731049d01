//! A company as the model sees it.

use super::parameters::ModelFigures;

/// A company at the start of all paths.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Company {
    /// The number that its shocks follow from, independent of the company's place in a list; for
    /// example one assigned permanently to its ticker.
    pub number: u64,
    /// Its cap, USD; rounded to whole dollars.
    pub cap: f64,
    /// Its sector, by the caller's number.
    pub sector: u16,
    /// Its beta; `None` for one drawn on every path from those of its bucket.
    pub beta: Option<f64>,
    /// The monthly standard deviation of its log returns around beta times the market; `None` for
    /// one drawn on every path from those of its bucket.
    pub deviation: Option<f64>,
    /// The price of a share, USD; `None` for one drawn from those of its bucket on every path.
    pub price: Option<f64>,
    /// Its free float, a fraction; `None` where it is not known: then all shares count, throughout.
    pub float: Option<f64>,
}

impl Company {
    /// A company with nothing known but its cap.
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
