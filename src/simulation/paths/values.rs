//! What companies are worth to the indexes along a path: the same under all rule books that update
//! index shares and floats alike.

use super::in_use::{Buffers, InUse, Update};
use super::period::{Gone, Period};
use crate::market::model::{Market, Start};

/// Values of companies, and their changes between observations of the indexes.
#[derive(Debug)]
pub(super) struct Values {
    /// `None` where values are full caps throughout.
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

    /// A period begins.
    pub(super) fn begin(&mut self, market: &Market<'_>) {
        let after = self.in_use.as_ref().map_or(market.caps(), InUse::after);
        self.period.begin(after);
    }

    /// A step has passed.
    pub(super) fn pass(&mut self, market: &Market<'_>) {
        self.period.pass(market, self.in_use.as_ref(), &mut self.gone);
        if let Some(in_use) = &mut self.in_use {
            in_use.pass(market);
        }
    }

    /// Values all companies at a step, and updates index shares and floats beyond the buffers if an update
    /// is due.
    pub(super) fn look(&mut self, market: &Market<'_>, update: Option<&Buffers>) {
        if let Some(in_use) = &mut self.in_use {
            in_use.look(market, update);
        }
    }

    /// Takes the shares and floats of the day for the next update.
    pub(super) fn cut_off(&mut self, market: &Market<'_>) {
        if let Some(in_use) = &mut self.in_use {
            in_use.cut_off(market);
        }
    }

    /// Index shares and floats; `None` where values are full caps.
    pub(super) fn in_use(&self) -> Option<&InUse> {
        self.in_use.as_ref()
    }

    /// The period that passes.
    pub(super) fn period(&self) -> &Period {
        &self.period
    }

    /// Companies that left in the step.
    pub(super) fn gone(&self) -> &[Gone] {
        &self.gone
    }

    /// Values before the updates of the day, by slot.
    pub(super) fn before<'v>(&'v self, market: &'v Market<'_>) -> &'v [f64] {
        self.in_use.as_ref().map_or(market.caps(), InUse::before)
    }

    /// Values after them.
    pub(super) fn after<'v>(&'v self, market: &'v Market<'_>) -> &'v [f64] {
        self.in_use.as_ref().map_or(market.caps(), InUse::after)
    }

    /// Updated companies.
    pub(super) fn updated(&self) -> &[Update] {
        self.in_use.as_ref().map_or(&[], InUse::updated)
    }
}
