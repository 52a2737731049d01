//! The model's figures scaled to a step.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::capital::ShareTables;
use super::check::ModelError;
use super::company::Traits;
use super::kernels::exp;
use super::parameters::{Bucket, Parameters, Shocks};

/// How long a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Steps {
    /// Twelve a year.
    Monthly,
    /// 252 a year: 21 a month.
    Daily,
}

impl Steps {
    /// Steps in a month.
    pub fn per_month(self) -> u32 {
        match self {
            Self::Monthly => 1,
            Self::Daily => 21,
        }
    }

    /// Steps in a year.
    pub fn per_year(self) -> u32 {
        12 * self.per_month()
    }
}

/// What moves a company in a step, but for the random numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Exposure {
    pub(super) drift: f64,
    pub(super) beta: f64,
    pub(super) size_factor: f64,
    pub(super) deviation: f64,
    /// `-2 / dof` and `dof - 2` of Student's t.
    pub(super) tail_power: f64,
    pub(super) tail_excess: f64,
    /// Probability that something befalls it.
    pub(super) fate: f64,
}

/// Probabilities of a step, one on top of the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fates {
    pub(super) takeover: f64,
    pub(super) or_failure: f64,
}

/// The checked model for steps of one length.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    parameters: Parameters,
    steps: Steps,
    /// The part of a month that a step is.
    months: f64,
    fates: Vec<Fates>,
    /// `None` where nobody's shares change.
    share_tables: Option<ShareTables>,
    /// Steps in a quarter; `None` where quarters do not count.
    quarter: Option<u32>,
}

impl Model {
    /// The model of these figures.
    ///
    /// # Errors
    /// Figures out of their ranges.
    pub fn new(parameters: Parameters, steps: Steps) -> Result<Self, ModelError> {
        parameters.check()?;
        let months = 1.0 / f64::from(steps.per_month());
        let fates = fates(&parameters, months);
        let share_tables = ShareTables::new(parameters.buckets.iter().map(|b| &b.share_changes));
        let quarter = Some(3 * steps.per_month());
        Ok(Self { parameters, steps, months, fates, share_tables, quarter })
    }

    /// The same figures in steps of another length: so many equal ones in so many sessions, of which
    /// a month has 21. Tails are those of one step, whatever its length. There are no quarters: paths of
    /// such steps are short, and shares stay as they are.
    #[must_use]
    pub fn in_steps(&self, sessions: u32, steps: u32) -> Self {
        let (sessions, steps) = (sessions.max(1), steps.max(1));
        let months = f64::from(sessions) / f64::from(21 * steps);
        let fates = fates(&self.parameters, months);
        let (parameters, share_tables) = (self.parameters.clone(), self.share_tables.clone());
        Self { parameters, steps: self.steps, months, fates, share_tables, quarter: None }
    }

    /// Its figures.
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// The length of its steps; of a model [in other steps](Self::in_steps), what it was before.
    pub fn steps(&self) -> Steps {
        self.steps
    }

    /// Steps in a year, to the nearest one; at least one.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small number")]
    pub(super) fn per_year(&self) -> u32 {
        (12.0 / self.months).round().max(1.0) as u32
    }

    /// Whether a quarter ends with a step.
    pub(super) fn ends_quarter(&self, step: u32) -> bool {
        self.quarter.is_some_and(|steps| step.is_multiple_of(steps))
    }

    /// What companies multiply their shares by in a quarter; `None` where nobody's shares change.
    pub(super) fn share_tables(&self) -> Option<&ShareTables> {
        self.share_tables.as_ref()
    }

    /// Whether shares or stated floats change along its paths.
    pub(super) fn changes_shares(&self) -> bool {
        self.quarter.is_some() && self.share_tables.is_some()
    }

    pub(super) fn shocks(&self) -> Shocks {
        self.parameters.shocks
    }

    /// The market's log return in a step, and the size factor's in deviations of the bucket.
    pub(super) fn factors(&self, (market, size): (f64, f64)) -> (f64, f64) {
        let p = &self.parameters.market;
        let root = self.months.sqrt();
        (p.log_return * self.months + p.deviation * root * market, root * size)
    }

    /// Expected listings of a bucket in a step.
    pub(super) fn listings(&self, bucket: usize) -> f64 {
        self.parameters.buckets[bucket].listings * self.months
    }

    pub(super) fn fates(&self, bucket: u8) -> Fates {
        self.fates[usize::from(bucket)]
    }

    /// Whether companies leave at all.
    pub(super) fn has_fates(&self) -> bool {
        self.fates.iter().any(|f| f.or_failure > 0.0)
    }

    /// The exposure of a company in a bucket.
    pub(super) fn exposure(&self, bucket: u8, traits: &Traits) -> Exposure {
        let b = &self.parameters.buckets[usize::from(bucket)];
        let beta = traits.beta.unwrap_or(b.beta + b.beta_spread * traits.beta_score);
        let deviation = traits
            .deviation
            .unwrap_or_else(|| b.deviation * exp(b.deviation_spread * traits.deviation_score));
        // A company calmer than its bucket's factor keeps to that factor in proportion.
        let size_factor = b.size_factor.min(b.size_factor / b.deviation * deviation);
        let size_factor = if b.deviation > 0.0 { size_factor } else { 0.0 };
        let own = (deviation * deviation - size_factor * size_factor).max(0.0).sqrt();
        let drift = b.excess_log_return - deviation * deviation / 2.0;
        Exposure {
            drift: drift * self.months,
            beta,
            size_factor,
            deviation: own * self.months.sqrt(),
            tail_power: -2.0 / b.tail_dof,
            tail_excess: b.tail_dof - 2.0,
            fate: self.fates(bucket).or_failure,
        }
    }
}

/// Of every bucket, for steps of so many months.
fn fates(parameters: &Parameters, months: f64) -> Vec<Fates> {
    // What does not happen in any of a month's steps does not happen in the month.
    let of_step = |monthly: f64| 1.0 - libm::pow(1.0 - monthly, months);
    let fates = |b: &Bucket| {
        let takeover = of_step(b.takeover);
        Fates { takeover, or_failure: takeover + of_step(b.failure) }
    };
    parameters.buckets.iter().map(fates).collect()
}
