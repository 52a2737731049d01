//! The calibration of the market model: `data/market-model.toml`, compiled in and overridable.
//!
//! The file documents every figure; these types give it shape, and [`ModelFigures::check`] finds
//! faults in overridden figures.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The file.
const TEXT: &str = include_str!("../../../data/market-model.toml");

/// How companies' own shocks are distributed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Shocks {
    /// Normal.
    Gaussian,
    /// Student's t with the tails of the bucket, scaled to the same variance.
    Student,
}

/// All figures of the model; those of time are of a month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ModelFigures {
    /// How companies' own shocks are distributed.
    pub shocks: Shocks,
    /// Largest size of a company's own log return in a step.
    pub largest_shock: f64,
    /// The return that all companies share.
    pub market: MarketReturn,
    /// Takeovers.
    pub takeover: Takeover,
    /// Mergers of shares that have become cheap.
    pub reverse_split: ReverseSplit,
    /// Changes of free floats that are stated.
    pub float_change: FloatChange,
    /// The caps that a market without a universe starts from.
    pub curve: Curve,
    /// By size, largest companies first.
    #[serde(rename = "bucket")]
    pub buckets: Vec<Bucket>,
}

/// The return that all companies share, times their beta.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MarketReturn {
    /// Mean log return.
    pub log_return: f64,
    /// Its standard deviation.
    pub deviation: f64,
}

/// What is paid for companies that are taken over.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Takeover {
    /// Median of the log of the price paid over the price before.
    pub premium: f64,
    /// Its standard deviation between takeovers.
    pub premium_spread: f64,
}

/// Mergers of shares whose price has fallen below a dollar.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReverseSplit {
    /// Probability in a month below a dollar.
    pub probability: f64,
    /// Shares that become one.
    pub ratio: f64,
}

/// Changes of free floats.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FloatChange {
    /// Probability in a quarter.
    pub probability: f64,
    /// Mean size, points.
    pub points: f64,
}

/// The probabilities of the quantiles of [`ShareChanges`].
pub const SHARE_QUANTILES: [f64; 13] =
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99, 0.995];

/// Quantiles of the log change of a company's shares outstanding in a quarter.
pub type ShareChanges = [f64; SHARE_QUANTILES.len()];

/// Caps by rank.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Curve {
    /// Rank and cap in millions of USD, ranks ascending.
    pub points: Vec<(f64, f64)>,
}

impl Curve {
    /// The cap of a rank, USD: its log is linear in the log of the rank, beyond either end as
    /// between the last two points.
    pub fn cap(&self, rank: f64) -> f64 {
        let last = self.points.len() - 1;
        let end = self.points.partition_point(|(at, _)| *at < rank).clamp(1, last);
        let ((r0, c0), (r1, c1)) = (self.points[end - 1], self.points[end]);
        let part = libm::log(rank / r0) / libm::log(r1 / r0);
        libm::exp(libm::log(c0 * 1e6) + part * libm::log(c1 / c0))
    }
}

/// What companies of about the same size have in common; the file says what each figure means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// Rank of its smallest company.
    pub last_rank: usize,
    /// Mean log return on top of beta times the market.
    pub excess_log_return: f64,
    /// Mean beta.
    pub beta: f64,
    /// Standard deviation of beta between companies.
    pub beta_spread: f64,
    /// Standard deviation of returns around beta times the market: the median company's.
    pub deviation: f64,
    /// Standard deviation between companies of the log of that.
    pub deviation_spread: f64,
    /// Standard deviation of the part that small companies share.
    pub size_factor: f64,
    /// Degrees of freedom of Student's t.
    pub tail_dof: f64,
    /// Probability of being taken over.
    pub takeover: f64,
    /// Probability of failing.
    pub failure: f64,
    /// Expected number of listings.
    pub listings: f64,
    /// Quantiles of the log change of shares outstanding in a quarter, offerings included.
    pub share_changes: ShareChanges,
    /// Median price of a share, USD.
    pub price: f64,
    /// Standard deviation between companies of the log of that.
    pub price_spread: f64,
}

/// What someone changes of the figures; `None` leaves one as it is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Overrides {
    /// How companies' own shocks are distributed.
    pub shocks: Option<Shocks>,
    /// Largest size of a company's own log return in a step.
    #[schemars(extend("exclusiveMinimum" = 0, "maximum" = 10))]
    pub largest_shock: Option<f64>,
    /// Mean log return of the market in a month.
    #[schemars(range(min = -1, max = 1))]
    pub market_log_return: Option<f64>,
    /// Standard deviation of the market's log return in a month.
    #[schemars(range(min = 0, max = 3))]
    pub market_deviation: Option<f64>,
    /// Factor on the deviations of all companies around the market, the size factor included.
    #[schemars(range(min = 0), extend("default" = 1))]
    pub deviation_factor: Option<f64>,
    /// Factor on the numbers of listings.
    #[schemars(range(min = 0), extend("default" = 1))]
    pub listings_factor: Option<f64>,
    /// Factor on the probabilities of takeovers and failures.
    #[schemars(range(min = 0), extend("default" = 1))]
    pub delistings_factor: Option<f64>,
    /// Factor on the log changes of shares outstanding.
    #[schemars(range(min = 0), extend("default" = 1))]
    pub issuance_factor: Option<f64>,
    /// Median of the log of the price paid in takeovers over the price before.
    #[schemars(range(min = -1, max = 1))]
    pub takeover_premium: Option<f64>,
    /// Standard deviation of that premium between takeovers.
    #[schemars(range(min = 0, max = 3))]
    pub takeover_premium_spread: Option<f64>,
    /// Probability that a company whose price is below a dollar merges shares in a month.
    #[schemars(range(min = 0, max = 0.5))]
    pub reverse_split_probability: Option<f64>,
    /// Shares that become one in such a merger.
    #[schemars(range(min = 1, max = 1_000))]
    pub reverse_split_ratio: Option<f64>,
    /// Probability that a free float that is stated changes in a quarter.
    #[schemars(range(min = 0, max = 0.5))]
    pub float_change_probability: Option<f64>,
    /// Mean size of such a change, points.
    #[schemars(range(min = 0, max = 100))]
    pub float_change_points: Option<f64>,
    /// The caps that a market without a universe starts from: rank and cap in millions of USD, ranks
    /// ascending, in place of the shipped curve.
    #[schemars(length(min = 2), example = &[[1.0, 4_850_000.0], [1_000.0, 5_631.0], [4_500.0, 1.5]])]
    pub curve: Option<Vec<(f64, f64)>>,
    /// Figures of single size buckets, by their names; applied after the factors on all of them. The
    /// defaults are those of the bucket.
    pub bucket: BTreeMap<String, BucketOverrides>,
}

/// What someone changes of a bucket; applied after the factors on all buckets.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BucketOverrides {
    /// Rank of its smallest company.
    #[schemars(range(min = 1))]
    pub last_rank: Option<usize>,
    /// Mean log return of a month on top of beta times the market.
    #[schemars(range(min = -1, max = 1))]
    pub excess_log_return: Option<f64>,
    /// Mean beta of its companies.
    #[schemars(range(min = -10, max = 10))]
    pub beta: Option<f64>,
    /// Standard deviation of beta between companies.
    #[schemars(range(min = 0, max = 3))]
    pub beta_spread: Option<f64>,
    /// Standard deviation of log returns of a month around beta times the market: the median
    /// company's.
    #[schemars(range(min = 0, max = 3))]
    pub deviation: Option<f64>,
    /// Standard deviation between companies of the log of `deviation`.
    #[schemars(range(min = 0, max = 3))]
    pub deviation_spread: Option<f64>,
    /// Standard deviation of the part that small companies share; no more than `deviation`.
    #[schemars(range(min = 0, max = 3))]
    pub size_factor: Option<f64>,
    /// Degrees of freedom of Student's t, above 2.
    #[schemars(extend("exclusiveMinimum" = 2, "maximum" = 1_000_000))]
    pub tail_dof: Option<f64>,
    /// Probability of being taken over in a month.
    #[schemars(range(min = 0, max = 0.5))]
    pub takeover: Option<f64>,
    /// Probability of failing in a month.
    #[schemars(range(min = 0, max = 0.5))]
    pub failure: Option<f64>,
    /// Expected number of listings in a month.
    #[schemars(range(min = 0, max = 10_000))]
    pub listings: Option<f64>,
    /// Quantiles of the log change of shares outstanding in a quarter, offerings included: at 0.5, 1,
    /// 2.5, 5, 10, 25, 50, 75, 90, 95, 97.5, 99 and 99.5%. They must not fall.
    pub share_changes: Option<ShareChanges>,
    /// Median price of a share, USD, where none is known.
    #[schemars(extend("exclusiveMinimum" = 0, "maximum" = 1_000_000))]
    pub price: Option<f64>,
    /// Standard deviation between companies of the log of `price`.
    #[schemars(range(min = 0, max = 3))]
    pub price_spread: Option<f64>,
}

impl BucketOverrides {
    fn apply(&self, bucket: &mut Bucket) {
        let pairs = [
            (&mut bucket.excess_log_return, self.excess_log_return),
            (&mut bucket.beta, self.beta),
            (&mut bucket.beta_spread, self.beta_spread),
            (&mut bucket.deviation, self.deviation),
            (&mut bucket.deviation_spread, self.deviation_spread),
            (&mut bucket.size_factor, self.size_factor),
            (&mut bucket.tail_dof, self.tail_dof),
            (&mut bucket.takeover, self.takeover),
            (&mut bucket.failure, self.failure),
            (&mut bucket.listings, self.listings),
            (&mut bucket.price, self.price),
            (&mut bucket.price_spread, self.price_spread),
        ];
        for (figure, new) in pairs {
            *figure = new.unwrap_or(*figure);
        }
        bucket.last_rank = self.last_rank.unwrap_or(bucket.last_rank);
        bucket.share_changes = self.share_changes.unwrap_or(bucket.share_changes);
    }
}

impl ModelFigures {
    /// The file that is compiled in.
    ///
    /// # Errors
    /// A malformed file, which is a fault of the program, not of its user.
    pub fn shipped() -> Result<Self, toml::de::Error> {
        toml::from_str(TEXT)
    }

    /// These figures with some of them changed; [`ModelFigures::check`] judges the result.
    ///
    /// # Errors
    /// A bucket that does not exist.
    pub fn with(mut self, overrides: &Overrides) -> Result<Self, super::ModelError> {
        let o = overrides;
        self.shocks = o.shocks.unwrap_or(self.shocks);
        self.largest_shock = o.largest_shock.unwrap_or(self.largest_shock);
        self.market.log_return = o.market_log_return.unwrap_or(self.market.log_return);
        self.market.deviation = o.market_deviation.unwrap_or(self.market.deviation);
        let (takeover, split) = (&mut self.takeover, &mut self.reverse_split);
        let float = &mut self.float_change;
        takeover.premium = o.takeover_premium.unwrap_or(takeover.premium);
        takeover.premium_spread = o.takeover_premium_spread.unwrap_or(takeover.premium_spread);
        split.probability = o.reverse_split_probability.unwrap_or(split.probability);
        split.ratio = o.reverse_split_ratio.unwrap_or(split.ratio);
        float.probability = o.float_change_probability.unwrap_or(float.probability);
        float.points = o.float_change_points.unwrap_or(float.points);
        if let Some(points) = &o.curve {
            self.curve.points.clone_from(points);
        }
        for bucket in &mut self.buckets {
            let deviations = o.deviation_factor.unwrap_or(1.0);
            bucket.deviation *= deviations;
            bucket.size_factor *= deviations;
            bucket.listings *= o.listings_factor.unwrap_or(1.0);
            let delistings = o.delistings_factor.unwrap_or(1.0);
            bucket.takeover *= delistings;
            bucket.failure *= delistings;
            let issuance = o.issuance_factor.unwrap_or(1.0);
            bucket.share_changes.iter_mut().for_each(|change| *change *= issuance);
        }
        for (name, changes) in &o.bucket {
            let Some(bucket) = self.buckets.iter_mut().find(|b| b.name == *name) else {
                let known = self.buckets.iter().map(|b| b.name.clone()).collect();
                return Err(super::ModelError::UnknownBucket { name: name.clone(), known });
            };
            changes.apply(bucket);
        }
        Ok(self)
    }
}
