//! What the family holds at a close: memberships, and what index shares and float are worth.

use crate::methodology::family::Indexes;
use crate::universe::Index;

/// The family at the close of a day, by the lines of the history.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// The indexes of each line; empty for who is no member.
    pub indexes: Vec<Indexes>,
    /// What each member's index shares and float are worth at this close, USD; 0 for others.
    pub value: Vec<f64>,
    /// The float in use, per cent.
    pub float_pct: Vec<f64>,
}

impl State {
    /// Of a family that holds nothing.
    pub(super) fn new(lines: usize) -> Self {
        Self {
            indexes: vec![Indexes::default(); lines],
            value: vec![0.0; lines],
            float_pct: vec![100.0; lines],
        }
    }

    /// The lines that are members of anything, in their order.
    pub fn members(&self) -> impl Iterator<Item = usize> {
        self.indexes.iter().enumerate().filter(|(_, i)| !i.is_empty()).map(|(line, _)| line)
    }

    /// What an index holds in all, USD.
    pub fn total(&self, index: Index) -> f64 {
        let held = self.indexes.iter().zip(&self.value).filter(|(i, _)| i.contains(index));
        held.map(|(_, value)| value).sum()
    }

    /// What every index holds in all, USD, in the family's order.
    pub fn totals(&self) -> Vec<f64> {
        let mut totals = vec![0.0; <Index as strum::EnumCount>::COUNT];
        for line in self.members() {
            for index in self.indexes[line].iter() {
                totals[index as usize] += self.value[line];
            }
        }
        totals
    }

    /// Makes a line a member, worth so much.
    pub(super) fn enter(&mut self, line: usize, indexes: Indexes, value: f64, float_pct: f64) {
        self.indexes[line] = indexes;
        self.value[line] = value;
        self.float_pct[line] = float_pct;
    }

    /// Takes a line out of everything.
    pub(super) fn leave(&mut self, line: usize) {
        self.indexes[line] = Indexes::default();
        self.value[line] = 0.0;
    }
}
