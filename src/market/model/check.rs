//! The valid ranges of the model's figures.

use super::parameters::{Bucket, ModelFigures};
use crate::refusal::{Refusal, refused};
use crate::universe::shorten;

/// Why the model's figures are invalid.
#[derive(Debug, Clone, PartialEq)]
pub enum ModelError {
    /// A figure is out of range.
    Figure {
        /// The bucket that the figure belongs to; `None` for figures of the whole market.
        bucket: Option<String>,
        /// Its name.
        name: &'static str,
        /// Its value.
        value: f64,
        /// What it must be.
        must: &'static str,
    },
    /// A size factor that alone is larger than the deviation of its bucket's companies.
    SizeFactor {
        /// The bucket.
        bucket: String,
        /// Its size factor.
        size_factor: f64,
        /// Its deviation.
        deviation: f64,
    },
    /// The buckets do not partition the ranks.
    Order {
        /// The bucket.
        bucket: String,
        /// Its last rank.
        last_rank: usize,
        /// The last rank of the bucket before.
        before: usize,
    },
    /// No buckets, or more than 255.
    Buckets {
        /// How many there are.
        count: usize,
    },
    /// A name that does not belong to any bucket.
    UnknownBucket {
        /// The name.
        name: String,
        /// The names that are known.
        known: Vec<String>,
    },
    /// A curve whose caps do not fall.
    Curve {
        /// The number of the point, from 1.
        number: usize,
        /// Its rank.
        rank: f64,
        /// Its cap, millions of USD.
        cap: f64,
    },
    /// A curve with too few points.
    CurvePoints {
        /// How many there are.
        count: usize,
    },
    /// The figures of a company are invalid.
    Company {
        /// Its number.
        number: u64,
        /// The name of the figure.
        name: &'static str,
        /// Its value.
        value: f64,
        /// What it must be.
        must: &'static str,
    },
    /// Two companies with the same number.
    Twice {
        /// The number.
        number: u64,
    },
    /// No companies.
    NoCompanies,
}

refused!(ModelError);

impl From<&ModelError> for Refusal {
    fn from(error: &ModelError) -> Self {
        match error {
            ModelError::Figure { bucket, name, value, must } => {
                let figure = format!("{name} = {value} is out of range");
                let problem = match bucket {
                    Some(bucket) => format!("bucket \"{bucket}\": {figure}"),
                    None => figure,
                };
                Self::new(problem, format!("it must be {must}"))
            }
            ModelError::SizeFactor { bucket, size_factor, deviation } => Self::new(
                format!(
                    "bucket \"{bucket}\": size_factor = {size_factor} is more than deviation = \
                     {deviation}, which it is part of"
                ),
                "raise deviation or lower size_factor",
            ),
            ModelError::Order { bucket, last_rank, before } => Self::new(
                format!(
                    "bucket \"{bucket}\": last_rank = {last_rank} must be larger than that of the \
                     bucket before, {before}"
                ),
                "buckets go from the largest companies to the smallest",
            ),
            ModelError::Buckets { count } => {
                Self::new(format!("has {count} buckets"), "give from 1 to 255")
            }
            ModelError::UnknownBucket { name, known } => Self::new(
                format!("there is no bucket \"{}\"", shorten(name)),
                format!("name one of {}", known.join(", ")),
            ),
            ModelError::Curve { number, rank, cap } => Self::new(
                format!("curve: point {number} ({rank}, {cap}) does not go on from the one before"),
                "ranks must rise from 1 or more and caps, in millions of USD, fall and stay above 0",
            ),
            ModelError::CurvePoints { count } => {
                Self::new(format!("curve: too few points ({count})"), "give two at least")
            }
            ModelError::Company { number, name, value, must } => Self::new(
                format!("company {number}: {name} = {value} is out of range"),
                format!("it must be {must}"),
            ),
            ModelError::Twice { number } => Self::new(
                format!("company {number} is there twice"),
                "numbers tell companies' shocks apart: give each its own",
            ),
            ModelError::NoCompanies => {
                Self::new("there are no companies", "a market needs at least one")
            }
        }
    }
}

/// A figure, its name, and what it must be.
type Rule = (f64, &'static str, fn(f64) -> bool, &'static str);

const LOG: (fn(f64) -> bool, &str) = (|x| x.abs() <= 1.0, "from -1 to 1, a log return of a month");
const SPREAD: (fn(f64) -> bool, &str) = (|x| (0.0..=3.0).contains(&x), "from 0 to 3");
const PROBABILITY: (fn(f64) -> bool, &str) =
    (|x| (0.0..=0.5).contains(&x), "a probability of a month, from 0 to 0.5");

const QUARTERLY: (fn(f64) -> bool, &str) =
    (|x| (0.0..=0.5).contains(&x), "a probability of a quarter, from 0 to 0.5");
const RATIO: (fn(f64) -> bool, &str) =
    (|x| (1.0..=1_000.0).contains(&x), "from 1 to 1,000, shares that become one");
const POINTS: (fn(f64) -> bool, &str) = (|x| (0.0..=100.0).contains(&x), "from 0 to 100 points");
const PRICE: (fn(f64) -> bool, &str) =
    (|x| x > 0.0 && x <= 1e6, "above 0 and at most 1,000,000 USD");

impl ModelFigures {
    /// Checks the figures.
    ///
    /// # Errors
    /// The first figure that is out of its range.
    pub fn check(&self) -> Result<(), ModelError> {
        let shock = "above 0 and at most 10, a log return";
        let figures = [
            (
                self.largest_shock,
                "largest_shock",
                (|x| x > 0.0 && x <= 10.0) as fn(f64) -> bool,
                shock,
            ),
            (self.market.log_return, "market.log_return", LOG.0, LOG.1),
            (self.market.deviation, "market.deviation", SPREAD.0, SPREAD.1),
            (self.takeover.premium, "takeover.premium", LOG.0, LOG.1),
            (self.takeover.premium_spread, "takeover.premium_spread", SPREAD.0, SPREAD.1),
            (
                self.reverse_split.probability,
                "reverse_split.probability",
                PROBABILITY.0,
                PROBABILITY.1,
            ),
            (self.reverse_split.ratio, "reverse_split.ratio", RATIO.0, RATIO.1),
            (self.float_change.probability, "float_change.probability", QUARTERLY.0, QUARTERLY.1),
            (self.float_change.points, "float_change.points", POINTS.0, POINTS.1),
        ];
        check_all(&figures, None)?;
        if !(1..=255).contains(&self.buckets.len()) {
            return Err(ModelError::Buckets { count: self.buckets.len() });
        }
        let mut before = 0;
        for bucket in &self.buckets {
            if bucket.last_rank <= before {
                let (bucket, last_rank) = (bucket.name.clone(), bucket.last_rank);
                return Err(ModelError::Order { bucket, last_rank, before });
            }
            before = bucket.last_rank;
            check_bucket(bucket)?;
        }
        self.check_curve()
    }

    fn check_curve(&self) -> Result<(), ModelError> {
        let points = &self.curve.points;
        if points.len() < 2 {
            return Err(ModelError::CurvePoints { count: points.len() });
        }
        let (mut last_rank, mut last_cap) = (0.0, f64::INFINITY);
        for (at, &(rank, cap)) in points.iter().enumerate() {
            let rises = rank >= 1.0 && rank > last_rank && rank.is_finite();
            if !(rises && cap > 0.0 && cap < last_cap) {
                return Err(ModelError::Curve { number: at + 1, rank, cap });
            }
            (last_rank, last_cap) = (rank, cap);
        }
        Ok(())
    }
}

fn check_bucket(b: &Bucket) -> Result<(), ModelError> {
    let figures = [
        (b.excess_log_return, "excess_log_return", LOG.0, LOG.1),
        (b.beta, "beta", (|x| x.abs() <= 10.0) as fn(f64) -> bool, "from -10 to 10"),
        (b.beta_spread, "beta_spread", SPREAD.0, SPREAD.1),
        (b.deviation, "deviation", SPREAD.0, SPREAD.1),
        (b.deviation_spread, "deviation_spread", SPREAD.0, SPREAD.1),
        (b.size_factor, "size_factor", SPREAD.0, SPREAD.1),
        (
            b.tail_dof,
            "tail_dof",
            |x| x > 2.0 && x <= 1e6,
            "above 2, for a variance, and at most 1e6",
        ),
        (b.takeover, "takeover", PROBABILITY.0, PROBABILITY.1),
        (b.failure, "failure", PROBABILITY.0, PROBABILITY.1),
        (
            b.listings,
            "listings",
            |x| (0.0..=1e4).contains(&x),
            "a number of companies, 0 to 10,000",
        ),
        (b.price, "price", PRICE.0, PRICE.1),
        (b.price_spread, "price_spread", SPREAD.0, SPREAD.1),
    ];
    check_all(&figures, Some(&b.name))?;
    let falls = b.share_changes.windows(2).find(|pair| pair[1] < pair[0]).map(|pair| pair[1]);
    let is_wild = |change: &&f64| !(-1.0..=1.0).contains(*change);
    if let Some(value) = falls.or(b.share_changes.iter().find(is_wild).copied()) {
        let must = "from -1 to 1, the log of a change, and no quantile below the one before";
        let bucket = Some(b.name.clone());
        return Err(ModelError::Figure { bucket, name: "share_changes", value, must });
    }
    if b.size_factor > b.deviation {
        return Err(ModelError::SizeFactor {
            bucket: b.name.clone(),
            size_factor: b.size_factor,
            deviation: b.deviation,
        });
    }
    Ok(())
}

fn check_all(figures: &[Rule], bucket: Option<&str>) -> Result<(), ModelError> {
    for &(value, name, is_right, must) in figures {
        // NaN is outside every range.
        if !is_right(value) {
            let bucket = bucket.map(str::to_owned);
            return Err(ModelError::Figure { bucket, name, value, must });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::parameters::{BucketOverrides, Overrides};
    use super::*;

    fn shipped() -> ModelFigures {
        ModelFigures::shipped().expect("the file parses")
    }

    fn fault(change: impl FnOnce(&mut ModelFigures)) -> String {
        let mut parameters = shipped();
        change(&mut parameters);
        parameters.check().expect_err("a fault").to_string()
    }

    #[test]
    fn the_shipped_figures_are_right() {
        assert_eq!(shipped().check(), Ok(()));
        let cap = shipped().curve.cap(1_000.0);
        assert!((cap - 5.631e9).abs() < 1.0, "{cap}");
    }

    #[test]
    fn faults_say_what_is_where_and_what_it_must_be() {
        let table = [
            (
                fault(|p| p.buckets[2].tail_dof = 2.0),
                "bucket \"501_1000\": tail_dof = 2 is out of range; it must be above 2, for a variance, \
                 and at most 1e6",
            ),
            (
                fault(|p| p.market.deviation = f64::NAN),
                "market.deviation = NaN is out of range; it must be from 0 to 3",
            ),
            (
                fault(|p| p.buckets[0].size_factor = 0.1),
                "bucket \"mega_1_200\": size_factor = 0.1 is more than deviation = 0.0667, which it \
                 is part of; raise deviation or lower size_factor",
            ),
            (
                fault(|p| p.buckets[1].last_rank = 200),
                "bucket \"201_500\": last_rank = 200 must be larger than that of the bucket before, \
                 200; buckets go from the largest companies to the smallest",
            ),
            (
                fault(|p| p.curve.points[1].1 = 1e9),
                "curve: point 2 (10, 1000000000) does not go on from the one before; ranks must rise \
                 from 1 or more and caps, in millions of USD, fall and stay above 0",
            ),
            (
                fault(|p| p.buckets[0].share_changes[3] = 0.5),
                "bucket \"mega_1_200\": share_changes = -0.0219 is out of range; it must be from -1 to 1, \
                 the log of a change, and no quantile below the one before",
            ),
            (fault(|p| p.buckets.clear()), "has 0 buckets; give from 1 to 255"),
        ];
        for (message, expected) in table {
            assert_eq!(message, expected);
        }
    }

    #[test]
    fn overrides_change_what_they_name() {
        let text = "market_deviation = 0.06\ndelistings_factor = 2\n[bucket.201_500]\nbeta = 1.5\n";
        let overrides: Overrides = toml::from_str(text).expect("overrides");
        let (before, after) = (shipped(), shipped().with(&overrides).expect("known buckets"));
        let mut expected = before;
        expected.market.deviation = 0.06;
        for bucket in &mut expected.buckets {
            bucket.takeover *= 2.0;
            bucket.failure *= 2.0;
        }
        expected.buckets[1].beta = 1.5;
        assert_eq!(after, expected);

        let mut unknown = Overrides::default();
        unknown.bucket.insert("small".to_owned(), BucketOverrides::default());
        let message = shipped().with(&unknown).expect_err("no such bucket").to_string();
        assert!(message.starts_with("there is no bucket \"small\"; name one of mega_1_200, "));
        assert!(toml::from_str::<Overrides>("markt = 1").is_err());
    }
}
