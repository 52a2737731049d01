//! The state of every company on a path, one array for each figure.
//!
//! A slot holds a company or is empty; an empty slot has a cap of zero, which no return changes. The
//! lengths of the arrays are whole numbers of blocks, so that loops over them need no remainder.

use super::traits::{Scores, Stated};

/// Slots in a block.
pub const BLOCK: usize = 64;

/// The companies of a path.
#[derive(Debug, Clone, Default)]
pub(super) struct Slots {
    /// Caps, USD, whole numbers.
    pub(super) caps: Vec<f64>,
    /// Keys of companies' random numbers.
    pub(super) keys: Vec<u64>,
    pub(super) drift: Vec<f64>,
    pub(super) beta: Vec<f64>,
    pub(super) size_factor: Vec<f64>,
    pub(super) deviation: Vec<f64>,
    pub(super) tail_power: Vec<f64>,
    pub(super) tail_excess: Vec<f64>,
    pub(super) fate: Vec<f64>,
    pub(super) bucket: Vec<u8>,
    pub(super) sector: Vec<u16>,
    /// The companies' positions among those of their buckets, in standard deviations.
    pub(super) beta_score: Vec<f64>,
    pub(super) deviation_score: Vec<f64>,
    /// Stated figures; shorter than the other arrays if the remaining companies have none.
    pub(super) stated: Vec<Stated>,
    /// Slots without a company; the next to be used is last.
    pub(super) free: Vec<usize>,
}

impl Slots {
    /// Adds a block of free slots.
    pub(super) fn grow(&mut self) {
        let (from, to) = (self.caps.len(), self.caps.len() + BLOCK);
        self.caps.resize(to, 0.0);
        self.keys.resize(to, 0);
        for figure in self.figures() {
            figure.resize(to, 0.0);
        }
        self.bucket.resize(to, 0);
        self.sector.resize(to, 0);
        self.free.extend((from..to).rev());
    }

    /// Puts a company without stated figures into a free slot and returns the slot.
    pub(super) fn put(&mut self, key: u64, cap: f64, sector: u16, scores: Scores) -> usize {
        if self.free.is_empty() {
            self.grow();
        }
        let slot = self.free.pop().unwrap_or_default();
        self.caps[slot] = cap;
        self.keys[slot] = key;
        self.sector[slot] = sector;
        self.beta_score[slot] = scores.beta;
        self.deviation_score[slot] = scores.deviation;
        if let Some(stated) = self.stated.get_mut(slot) {
            *stated = Stated::default();
        }
        slot
    }

    /// Takes a company out.
    pub(super) fn clear(&mut self, slot: usize) {
        self.caps[slot] = 0.0;
        self.fate[slot] = 0.0;
        self.free.push(slot);
    }

    /// Copies the companies of `start`, except their caps, reusing the memory; exposures and scores
    /// get the start's length and unspecified values.
    pub(super) fn populate_as(&mut self, start: &Self) {
        let slots = start.caps.len();
        self.keys.clone_from(&start.keys);
        self.bucket.clone_from(&start.bucket);
        self.sector.clone_from(&start.sector);
        self.stated.clone_from(&start.stated);
        self.free.clone_from(&start.free);
        for figure in self.figures() {
            figure.truncate(slots);
        }
    }

    /// Exposures and scores.
    fn figures(&mut self) -> [&mut Vec<f64>; 9] {
        [
            &mut self.drift,
            &mut self.beta,
            &mut self.size_factor,
            &mut self.deviation,
            &mut self.tail_power,
            &mut self.tail_excess,
            &mut self.fate,
            &mut self.beta_score,
            &mut self.deviation_score,
        ]
    }
}
