//! The family's holdings at a close: memberships, and the value of index shares and float.

use crate::market::history::{History, View};
use crate::reconstitution::{Held, Matched};
use crate::universe::{Index, Indexes};

/// The family at the close of a day, by the lines of the history.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// The indexes of each line; empty for non-members.
    pub indexes: Vec<Indexes>,
    /// Value of each member's index shares and float at this close, USD; 0 for non-members.
    pub value: Vec<f64>,
    /// The float in use, per cent.
    pub float_pct: Vec<f64>,
}

impl State {
    /// The state of an empty family.
    pub(super) fn new(lines: usize) -> Self {
        Self {
            indexes: vec![Indexes::default(); lines],
            value: vec![0.0; lines],
            float_pct: vec![100.0; lines],
        }
    }

    /// The lines that are members of any index, in order.
    pub fn members(&self) -> impl Iterator<Item = usize> {
        self.indexes.iter().enumerate().filter(|(_, i)| !i.is_empty()).map(|(line, _)| line)
    }

    /// [`Self::members`], in order, matched to the lines and companies of a view. A member whose
    /// line the panel lacks today is matched through another class of its company.
    pub fn matched(&self, history: &History, view: &View) -> Matched {
        let held: Vec<Held> = self.members().map(|line| Held::by(self.indexes[line])).collect();
        let states_microcap = !held.is_empty();
        let mut matched = Matched { held, states_microcap, ..Matched::nobody(&view.universe) };
        for (at, line) in self.members().enumerate() {
            match view.security_of(line) {
                Some(security) => {
                    matched.member_of_line[security] = Some(at);
                    matched.member_of_company[view.company_of[security]] = Some(at);
                }
                None => match company_beside(history, view, line) {
                    Some(company) => matched.member_of_company[company] = Some(at),
                    None => matched.missing.push(at),
                },
            }
        }
        matched
    }

    /// The total value of an index, USD.
    pub fn total(&self, index: Index) -> f64 {
        let held = self.indexes.iter().zip(&self.value).filter(|(i, _)| i.contains(index));
        held.map(|(_, value)| value).sum()
    }

    /// The total value of every index, USD, in the family's order.
    pub fn totals(&self) -> Vec<f64> {
        let mut totals = vec![0.0; <Index as strum::EnumCount>::COUNT];
        for line in self.members() {
            for index in self.indexes[line].iter() {
                totals[index as usize] += self.value[line];
            }
        }
        totals
    }

    /// Makes a line a member with a given value.
    pub(super) fn enter(&mut self, line: usize, indexes: Indexes, value: f64, float_pct: f64) {
        self.indexes[line] = indexes;
        self.value[line] = value;
        self.float_pct[line] = float_pct;
    }

    /// Removes a line from all indexes.
    pub(super) fn leave(&mut self, line: usize) {
        self.indexes[line] = Indexes::default();
        self.value[line] = 0.0;
    }
}

/// The company of a line that the panel lacks today, found through another class of it; `None` if
/// there is none.
pub(super) fn company_beside(history: &History, view: &View, line: usize) -> Option<usize> {
    let issuer = history.issuer(line, view.day).filter(|_| history.has_classes(line))?;
    let beside = view.universe.securities.iter().position(|s| s.issuer() == issuer)?;
    Some(view.company_of[beside])
}
