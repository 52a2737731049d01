//! What is known of every company on a path, one array for each figure.
//!
//! A slot holds a company or none; one without has a cap of zero, which nothing moves. Arrays are
//! whole numbers of blocks long, so that loops over them need no remainder.

use super::company::Traits;
use super::steps::{Exposure, Model};

/// Slots in a block.
pub const BLOCK: usize = 64;

/// The companies of a path.
#[derive(Debug, Clone, Default)]
pub(super) struct Slots {
    /// USD, whole numbers.
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
    pub(super) traits: Vec<Traits>,
    /// Slots without a company, the next to be used last.
    pub(super) free: Vec<usize>,
}

/// No company.
const NOBODY: Traits =
    Traits { beta_score: 0.0, deviation_score: 0.0, beta: Some(0.0), deviation: Some(0.0) };

impl Slots {
    /// Adds a block of free slots.
    pub(super) fn grow(&mut self) {
        let (from, to) = (self.caps.len(), self.caps.len() + BLOCK);
        self.caps.resize(to, 0.0);
        self.keys.resize(to, 0);
        for figure in [
            &mut self.drift,
            &mut self.beta,
            &mut self.size_factor,
            &mut self.deviation,
            &mut self.tail_power,
            &mut self.tail_excess,
            &mut self.fate,
        ] {
            figure.resize(to, 0.0);
        }
        self.bucket.resize(to, 0);
        self.sector.resize(to, 0);
        self.traits.resize(to, NOBODY);
        self.free.extend((from..to).rev());
    }

    /// Puts a company into a free slot, which is returned.
    pub(super) fn put(&mut self, key: u64, cap: f64, sector: u16, traits: Traits) -> usize {
        if self.free.is_empty() {
            self.grow();
        }
        let slot = self.free.pop().unwrap_or_default();
        self.caps[slot] = cap;
        self.keys[slot] = key;
        self.sector[slot] = sector;
        self.traits[slot] = traits;
        slot
    }

    /// Gives a company the figures of a bucket.
    pub(super) fn expose(&mut self, model: &Model, slot: usize, bucket: u8) {
        let Exposure { drift, beta, size_factor, deviation, tail_power, tail_excess, fate } =
            model.exposure(bucket, &self.traits[slot]);
        self.bucket[slot] = bucket;
        self.drift[slot] = drift;
        self.beta[slot] = beta;
        self.size_factor[slot] = size_factor;
        self.deviation[slot] = deviation;
        self.tail_power[slot] = tail_power;
        self.tail_excess[slot] = tail_excess;
        self.fate[slot] = fate;
    }

    /// Takes a company out.
    pub(super) fn clear(&mut self, slot: usize) {
        self.caps[slot] = 0.0;
        self.fate[slot] = 0.0;
        self.free.push(slot);
    }

    /// Becomes a copy of `start`, reusing the memory.
    pub(super) fn become_copy_of(&mut self, start: &Self) {
        self.caps.clone_from(&start.caps);
        self.keys.clone_from(&start.keys);
        self.drift.clone_from(&start.drift);
        self.beta.clone_from(&start.beta);
        self.size_factor.clone_from(&start.size_factor);
        self.deviation.clone_from(&start.deviation);
        self.tail_power.clone_from(&start.tail_power);
        self.tail_excess.clone_from(&start.tail_excess);
        self.fate.clone_from(&start.fate);
        self.bucket.clone_from(&start.bucket);
        self.sector.clone_from(&start.sector);
        self.traits.clone_from(&start.traits);
        self.free.clone_from(&start.free);
    }
}
