//! Index values of companies along a path. They are the same under all rule books that update index
//! shares and floats alike.

use super::in_use::{Buffers, InUse, Update};
use super::period::{Gone, Period};
use crate::market::model::{Market, Start};

/// Values of companies, and their changes between observations of the indexes.
#[derive(Debug)]
pub(super) struct Values {
    /// Index shares and floats in use; `None` if values are always full caps.
    in_use: Option<InUse>,
    period: Period,
    gone: Vec<Gone>,
}

impl Values {
    pub(super) fn new(start: &Start) -> Self {
        Self {
            in_use: (!start.has_full_caps()).then(InUse::default),
            period: Period::default(),
            gone: Vec::new(),
        }
    }

    /// Restarts for another path.
    pub(super) fn restart(&mut self, market: &Market<'_>) {
        if let Some(in_use) = &mut self.in_use {
            in_use.restart(market);
            in_use.look(market, None);
        }
        self.begin(market);
    }

    /// Begins a period.
    pub(super) fn begin(&mut self, market: &Market<'_>) {
        let after = self.in_use.as_ref().map_or(market.caps(), InUse::after);
        self.period.begin(after);
    }

    /// Processes a step.
    pub(super) fn pass(&mut self, market: &Market<'_>) {
        self.period.pass(market, self.in_use.as_ref(), &mut self.gone);
        if let Some(in_use) = &mut self.in_use {
            in_use.pass(market);
        }
    }

    /// Values all companies at a step. If an update is due, index shares and floats that differ by
    /// more than the buffers are updated.
    pub(super) fn look(&mut self, market: &Market<'_>, update: Option<&Buffers>) {
        if let Some(in_use) = &mut self.in_use {
            in_use.look(market, update);
        }
    }

    /// Records the shares and floats of the day for the next update.
    pub(super) fn cut_off(&mut self, market: &Market<'_>) {
        if let Some(in_use) = &mut self.in_use {
            in_use.cut_off(market);
        }
    }

    /// Index shares and floats in use; `None` if values are always full caps.
    pub(super) fn in_use(&self) -> Option<&InUse> {
        self.in_use.as_ref()
    }

    /// The current period.
    pub(super) fn period(&self) -> &Period {
        &self.period
    }

    /// Companies that left during the step.
    pub(super) fn gone(&self) -> &[Gone] {
        &self.gone
    }

    /// Values before the updates of the day, by slot.
    pub(super) fn before<'v>(&'v self, market: &'v Market<'_>) -> &'v [f64] {
        self.in_use.as_ref().map_or(market.caps(), InUse::before)
    }

    /// Values after the updates of the day, by slot.
    pub(super) fn after<'v>(&'v self, market: &'v Market<'_>) -> &'v [f64] {
        self.in_use.as_ref().map_or(market.caps(), InUse::after)
    }

    /// Updated companies.
    pub(super) fn updated(&self) -> &[Update] {
        self.in_use.as_ref().map_or(&[], InUse::updated)
    }
}
