//! New issues that have traded long enough to join at once (RB 6.6).

use super::family::Family;
use super::period::Gone;
use crate::market::model::{Market, Steps};

/// Sessions of trading after which a new issue may join at once, including the first.
const SESSIONS: u32 = 5;

/// New issues of the last few sessions.
#[derive(Debug, Clone)]
pub(super) struct Newcomers {
    /// Steps from the listing to the close after which a new issue may join; `None` without fast
    /// entry.
    wait: Option<u32>,
    /// Slots, with the step at which each is due.
    waiting: Vec<(usize, u32)>,
    /// Due issues that are large enough under at least one schedule.
    large: Vec<usize>,
}

impl Newcomers {
    /// With monthly steps, companies are listed early enough in a month to join at its end.
    pub(super) fn new(steps: Steps, has_fast_entry: bool) -> Self {
        let wait = match steps {
            Steps::Monthly => 0,
            Steps::Daily => SESSIONS - 1,
        };
        Self { wait: has_fast_entry.then_some(wait), waiting: Vec::new(), large: Vec::new() }
    }

    /// Resets to the start of another path.
    pub(super) fn clear(&mut self) {
        self.waiting.clear();
        self.large.clear();
    }

    /// Processes a step, in which some companies left.
    pub(super) fn pass(
        &mut self,
        step: u32,
        market: &Market<'_>,
        gone: &[Gone],
        families: &[Family],
    ) {
        self.large.clear();
        let Some(wait) = self.wait else { return };
        if !self.waiting.is_empty() {
            self.waiting.retain(|(slot, _)| gone.iter().all(|gone| gone.slot != *slot));
        }
        self.waiting.extend(market.listed().iter().map(|slot| (*slot, step + wait)));
        let (caps, level) = (market.caps(), market.level());
        let large = &mut self.large;
        self.waiting.retain(|&(slot, due)| {
            let is_due = due <= step;
            if is_due && families.iter().any(|family| family.is_large(caps[slot], level)) {
                large.push(slot);
            }
            !is_due
        });
    }

    /// True if fast entry is possible at all.
    pub(super) fn are_possible(&self) -> bool {
        self.wait.is_some()
    }

    /// True if a new issue may join today.
    pub(super) fn are_large(&self) -> bool {
        !self.large.is_empty()
    }

    /// True if a new issue is large enough to join today under a schedule.
    pub(super) fn may_join(&self, family: &Family, caps: &[f64], level: f64) -> bool {
        self.large.iter().any(|slot| family.is_large(caps[*slot], level))
    }

    /// The new issues that may join today, by slot.
    pub(super) fn large(&self) -> &[usize] {
        &self.large
    }
}
