//! Costs of trading, from `data/trading-costs.toml`, compiled in and overridable; and the assets of
//! the funds that trade, from `data/funds.csv`.
//!
//! The files document every figure. All figures are assumptions.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::tiers::POSSIBLE;
use crate::refusal::{Refusal, refused};
use crate::universe::{Funds, Index, shorten};

const TEXT: &str = include_str!("../../../data/trading-costs.toml");

/// The maximum number of buckets.
pub(super) const BUCKETS: usize = 16;

/// Costs of trading and the assets that follow the indexes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TradingCosts {
    /// Size buckets, the largest companies first.
    #[serde(rename = "bucket")]
    pub buckets: Vec<CostBucket>,
    /// Assets of the funds that follow an index, USD; constant along a path.
    pub assets: BTreeMap<Index, f64>,
}

/// The file compiled in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shipped {
    #[serde(rename = "bucket")]
    buckets: Vec<CostBucket>,
}

/// What it costs to trade the companies of a size bucket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CostBucket {
    /// Name of the bucket.
    pub name: String,
    /// The rank of its smallest company; the last bucket also holds all smaller companies.
    pub last_rank: usize,
    /// Half the spread, basis points.
    pub half_spread: f64,
    /// Cost of trading a day's volume, basis points.
    pub impact: f64,
    /// Dollar volume of a day, a fraction of the cap.
    pub volume: f64,
}

/// Changes to the shipped figures; those that are `None` or not named stay.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TradingOverrides {
    /// Multiplies the half spreads of all buckets.
    #[schemars(range(min = 0), extend("default" = 1))]
    pub half_spread_factor: Option<f64>,
    /// Multiplies the impacts of all buckets.
    #[schemars(range(min = 0), extend("default" = 1))]
    pub impact_factor: Option<f64>,
    /// Multiplies the daily volumes of all buckets.
    #[schemars(extend("exclusiveMinimum" = 0, "default" = 1))]
    pub volume_factor: Option<f64>,
    /// Assets of the funds that follow an index, by index, USD; constant along a path.
    pub assets: BTreeMap<Index, f64>,
    /// Figures of single size buckets, by their names; applied after the factors on all of them. The
    /// defaults are those of the bucket.
    pub bucket: BTreeMap<String, CostBucketOverrides>,
}

/// Changes to a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CostBucketOverrides {
    /// Half the spread between bid and offer, basis points.
    #[schemars(range(min = 0, max = 10_000))]
    pub half_spread: Option<f64>,
    /// Cost of trading a day's volume, basis points.
    #[schemars(range(min = 0, max = 100_000))]
    pub impact: Option<f64>,
    /// Dollar volume of an ordinary day, a fraction of the cap.
    #[schemars(extend("exclusiveMinimum" = 0, "maximum" = 1))]
    pub volume: Option<f64>,
}

/// Why trading costs are invalid.
#[derive(Debug, Clone, PartialEq)]
pub enum TradingError {
    /// A figure of a bucket is out of range.
    Figure {
        /// The bucket.
        bucket: String,
        /// Name of the figure.
        name: &'static str,
        /// Value of the figure.
        value: f64,
        /// The condition that the value must meet.
        must: &'static str,
    },
    /// The assets of an index are out of range.
    Assets {
        /// The index.
        index: Index,
        /// The assets, USD.
        usd: f64,
    },
    /// The buckets do not partition the ranks.
    Buckets,
    /// No bucket has this name.
    UnknownBucket {
        /// The name.
        name: String,
        /// The existing names.
        known: Vec<String>,
    },
    /// Files compiled into the program cannot be read; a test makes sure that they can.
    Shipped {
        /// The problem with the files.
        problem: String,
    },
    /// Assets are given for an index that paths do not support.
    Index {
        /// The index.
        index: Index,
    },
}

refused!(TradingError);

impl From<&TradingError> for Refusal {
    fn from(error: &TradingError) -> Self {
        let refusal = match error {
            TradingError::Figure { bucket, name, value, must } => Self::new(
                format!("bucket \"{bucket}\": {name} = {value} is out of range"),
                format!("it must be {must}"),
            ),
            TradingError::Assets { index, usd } => Self::new(
                format!("assets of {index} = {usd} is out of range"),
                "it must be from 0 to 10^15 USD",
            ),
            TradingError::Buckets => Self::new(
                "the buckets do not follow each other",
                "there must be from 1 to 16, from the largest companies to the smallest, each with a \
                 larger last_rank than the one before",
            ),
            TradingError::UnknownBucket { name, known } => Self::new(
                format!("there is no bucket \"{}\"", shorten(name)),
                format!("name one of {}", known.join(", ")),
            ),
            TradingError::Shipped { problem } => Self::of_program(problem),
            TradingError::Index { index } => Self::new(
                format!("assets in {index}"),
                "simulated paths know the indexes from R3000E to TOP200",
            ),
        };
        refusal.about("trading costs")
    }
}

impl TradingCosts {
    /// The figures compiled into the program, and the assets of the shipped funds.
    ///
    /// # Errors
    /// If a compiled-in file does not parse; a test makes sure that it does.
    pub fn shipped() -> Result<Self, TradingError> {
        let Shipped { buckets } = toml::from_str(TEXT)
            .map_err(|error| TradingError::Shipped { problem: error.to_string() })?;
        let funds = Funds::shipped()
            .map_err(|faults| TradingError::Shipped { problem: faults.to_string() })?;
        Ok(Self { buckets, assets: funds.followed() })
    }

    /// Applies overrides to these figures.
    ///
    /// # Errors
    /// If a bucket named in the overrides does not exist.
    pub fn with(mut self, overrides: &TradingOverrides) -> Result<Self, TradingError> {
        let o = overrides;
        for bucket in &mut self.buckets {
            bucket.half_spread *= o.half_spread_factor.unwrap_or(1.0);
            bucket.impact *= o.impact_factor.unwrap_or(1.0);
            bucket.volume *= o.volume_factor.unwrap_or(1.0);
        }
        for (name, changes) in &o.bucket {
            let Some(bucket) = self.buckets.iter_mut().find(|bucket| bucket.name == *name) else {
                let known = self.buckets.iter().map(|bucket| bucket.name.clone()).collect();
                return Err(TradingError::UnknownBucket { name: name.clone(), known });
            };
            bucket.half_spread = changes.half_spread.unwrap_or(bucket.half_spread);
            bucket.impact = changes.impact.unwrap_or(bucket.impact);
            bucket.volume = changes.volume.unwrap_or(bucket.volume);
        }
        self.assets.extend(&o.assets);
        Ok(self)
    }

    /// Checks the figures.
    ///
    /// # Errors
    /// If a figure is out of its range, buckets are out of order, or assets are in an index that
    /// paths do not support.
    pub fn check(&self) -> Result<(), TradingError> {
        let rising = self.buckets.windows(2).all(|pair| pair[0].last_rank < pair[1].last_rank);
        let has_ranks = self.buckets.first().is_some_and(|bucket| bucket.last_rank > 0);
        if !(rising && has_ranks && self.buckets.len() <= BUCKETS) {
            return Err(TradingError::Buckets);
        }
        for bucket in &self.buckets {
            for (name, value, must, is_so) in [
                ("half_spread", bucket.half_spread, "from 0 to 10,000 basis points", 0.0..=1e4),
                ("impact", bucket.impact, "from 0 to 100,000 basis points", 0.0..=1e5),
                ("volume", bucket.volume, "above 0 and at most 1, of the cap", 1e-9..=1.0),
            ] {
                if !is_so.contains(&value) {
                    let bucket = bucket.name.clone();
                    return Err(TradingError::Figure { bucket, name, value, must });
                }
            }
        }
        for (index, assets) in &self.assets {
            if !POSSIBLE.contains(index) {
                return Err(TradingError::Index { index: *index });
            }
            if !(0.0..=1e15).contains(assets) {
                return Err(TradingError::Assets { index: *index, usd: *assets });
            }
        }
        Ok(())
    }

    /// Assets of all funds together, USD.
    pub fn total_assets(&self) -> f64 {
        self.assets.values().sum()
    }

    /// The indexes with assets.
    pub(super) fn funded(&self) -> impl Iterator<Item = Index> + '_ {
        self.assets.iter().filter(|(_, assets)| **assets > 0.0).map(|(index, _)| *index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shipped_makes_sense() {
        let shipped = TradingCosts::shipped().expect("the file parses");
        assert_eq!(shipped.check(), Ok(()));
        let ranks: Vec<usize> = shipped.buckets.iter().map(|bucket| bucket.last_rank).collect();
        assert_eq!(ranks[..5], [200, 500, 1_000, 2_000, 3_000]);
        assert!((shipped.total_assets() - 460e9).abs() < 1.0);
    }

    #[test]
    fn overrides_change_what_they_name() {
        let text = "half_spread_factor = 2.0\n[assets]\nR2000 = 1e9\n\
                    [bucket.mega_1_200]\nhalf_spread = 0.5";
        let overrides: TradingOverrides = toml::from_str(text).expect("overrides");
        let shipped = TradingCosts::shipped().expect("the file parses");
        let changed = shipped.clone().with(&overrides).expect("a bucket");
        let spreads = |of: &TradingCosts| [0, 1].map(|at: usize| of.buckets[at].half_spread);
        assert_eq!((spreads(&shipped), spreads(&changed)), ([1.0, 2.0], [0.5, 4.0]));
        let (r1000, r2000) = (changed.assets[&Index::R1000], changed.assets[&Index::R2000]);
        assert_eq!((r1000, r2000), (120e9, 1e9));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let refused = |text: &str| {
            let overrides = toml::from_str(text).expect("overrides");
            let shipped = TradingCosts::shipped().expect("the file parses");
            let checked = shipped.with(&overrides).and_then(|costs| costs.check());
            checked.expect_err("a fault").to_string()
        };
        assert_eq!(
            refused("volume_factor = 0.0"),
            "trading costs: bucket \"mega_1_200\": volume = 0 is out of range; it must be above 0 and \
             at most 1, of the cap"
        );
        assert!(refused("[bucket.tiny]\nvolume = 0.1").contains("there is no bucket \"tiny\""));
        assert!(refused("[assets]\nTOP50 = 1e9").contains("assets in TOP50"));
        assert!(refused("[assets]\nR1000 = -1.0").contains("assets of R1000 = -1"));
    }
}
