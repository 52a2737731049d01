//! The model's figures scaled to a step.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::capital::ShareTables;
use super::check::ModelError;
use super::parameters::{Bucket, ModelFigures, Shocks};
use super::traits::BucketSteps;

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

/// Cumulative probabilities of a step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fates {
    pub(super) takeover: f64,
    pub(super) or_failure: f64,
}

/// The checked model for steps of one length.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    parameters: ModelFigures,
    steps: Steps,
    /// The length of a step in months.
    months: f64,
    fates: Vec<Fates>,
    buckets: Vec<BucketSteps>,
    /// `None` if share counts never change.
    share_tables: Option<ShareTables>,
    /// Steps in a quarter; `None` if paths in these steps have no quarters.
    quarter: Option<u32>,
}

impl Model {
    /// The model of these figures.
    ///
    /// # Errors
    /// Figures out of their ranges.
    pub fn new(parameters: ModelFigures, steps: Steps) -> Result<Self, ModelError> {
        parameters.check()?;
        let months = 1.0 / f64::from(steps.per_month());
        let quarter = Some(3 * steps.per_month());
        Ok(Self { quarter, ..Self::of_months(parameters, steps, months) })
    }

    /// The same figures for steps of another length: `sessions` sessions in `steps` equal steps; a month
    /// has 21 sessions. The tails are those of one step, whatever its length. There are no quarters:
    /// paths in such steps are short, and shares stay as they are.
    #[must_use]
    pub fn in_steps(&self, sessions: u32, steps: u32) -> Self {
        let (sessions, steps) = (sessions.max(1), steps.max(1));
        let months = f64::from(sessions) / f64::from(21 * steps);
        Self::of_months(self.parameters.clone(), self.steps, months)
    }

    fn of_months(parameters: ModelFigures, steps: Steps, months: f64) -> Self {
        let fates = fates(&parameters, months);
        let all = parameters.buckets.iter().zip(&fates);
        let buckets = all.map(|(bucket, fates)| BucketSteps::new(bucket, months, fates)).collect();
        let share_tables = ShareTables::new(parameters.buckets.iter().map(|b| &b.share_changes));
        Self { parameters, steps, months, fates, buckets, share_tables, quarter: None }
    }

    /// Its figures.
    pub fn parameters(&self) -> &ModelFigures {
        &self.parameters
    }

    /// The length of its steps; for a model [in other steps](Self::in_steps), the length that it had before.
    pub fn steps(&self) -> Steps {
        self.steps
    }

    /// Steps in a year, to the nearest one; at least one.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small number")]
    pub(super) fn per_year(&self) -> u32 {
        (12.0 / self.months).round().max(1.0) as u32
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

    pub(super) fn bucket(&self, bucket: u8) -> &BucketSteps {
        &self.buckets[usize::from(bucket)]
    }

    /// Whether companies leave at all.
    pub(super) fn has_fates(&self) -> bool {
        self.fates.iter().any(|f| f.or_failure > 0.0)
    }

    /// Whether companies are listed at all.
    pub fn lists_companies(&self) -> bool {
        self.parameters.buckets.iter().any(|bucket| bucket.listings > 0.0)
    }

    /// Whether a quarter ends with a step.
    pub(super) fn ends_quarter(&self, step: u32) -> bool {
        self.quarter.is_some_and(|steps| step.is_multiple_of(steps))
    }

    /// The factors by which companies multiply their shares in a quarter; `None` if share counts never
    /// change.
    pub(super) fn share_tables(&self) -> Option<&ShareTables> {
        self.share_tables.as_ref()
    }

    /// Whether shares change along its paths.
    pub(crate) fn changes_shares(&self) -> bool {
        self.quarter.is_some() && self.share_tables.is_some()
    }
}

/// The fates of each bucket for steps of `months` months.
fn fates(parameters: &ModelFigures, months: f64) -> Vec<Fates> {
    // The probability of surviving a month is the product of those of its steps.
    let of_step = |monthly: f64| 1.0 - libm::pow(1.0 - monthly, months);
    let fates = |b: &Bucket| {
        let takeover = of_step(b.takeover);
        Fates { takeover, or_failure: takeover + of_step(b.failure) }
    };
    parameters.buckets.iter().map(fates).collect()
}
