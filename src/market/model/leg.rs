//! A leg of all paths: a stretch of them in steps of a length of its own.

use super::slots::Slots;
use super::start::Start;
use super::steps::Model;

/// What a path needs to know to go on in steps of another length than those it started with.
#[derive(Debug, Clone)]
pub struct Leg {
    pub(super) model: Model,
    /// Of the companies of the start, by slot.
    drift: Vec<f64>,
    deviation: Vec<f64>,
    fate: Vec<f64>,
}

impl Leg {
    /// A leg of paths from a start: equal steps in so many sessions, of which a month has 21.
    pub fn new(start: &Start, sessions: u32, steps: u32) -> Self {
        let model = start.model.in_steps(sessions, steps);
        let mut slots = start.slots.clone();
        for slot in 0..slots.caps.len() {
            if slots.caps[slot] > 0.0 {
                slots.expose(&model, slot, slots.bucket[slot]);
            }
        }
        let Slots { drift, deviation, fate, .. } = slots;
        Self { model, drift, deviation, fate }
    }

    /// Gives every company on a path the figures of this leg; `start` is where the path started.
    pub(super) fn expose(&self, start: &Slots, slots: &mut Slots) {
        for slot in 0..slots.caps.len() {
            if slots.caps[slot] <= 0.0 {
                continue;
            }
            // What is known of companies of the start need not be worked out on every path.
            let is_original = start.keys.get(slot) == Some(&slots.keys[slot]);
            if is_original && start.bucket[slot] == slots.bucket[slot] {
                slots.drift[slot] = self.drift[slot];
                slots.deviation[slot] = self.deviation[slot];
                slots.fate[slot] = self.fate[slot];
            } else {
                slots.expose(&self.model, slot, slots.bucket[slot]);
            }
        }
    }
}
