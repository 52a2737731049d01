//! Departures of lines, and of their companies if no other class remains listed.

use chrono::NaiveDate;

use super::{Departure, Left, Work};
use crate::reconstitution::decision::{Decision, Reason};
use crate::reconstitution::pricing_order;
use crate::universe::{Indexes, SecurityType, Segment};

/// The way in which lines leave.
#[derive(Clone, Copy)]
pub(super) struct How<'a> {
    pub(super) why: Departure,
    pub(super) date: Option<NaiveDate>,
    pub(super) buyer: Option<&'a str>,
}

impl Work<'_, '_> {
    /// The lines that keep a company in an index: its listed common shares and any held lines.
    pub(super) fn shares_of(&self, company: usize) -> Vec<usize> {
        let universe = self.inputs.universe;
        let lines = universe.companies[company].lines.iter().copied();
        let is_share = |line: &usize| {
            let security = &universe.securities[*line];
            let listed = security.security_type == SecurityType::Common
                && security.price().is_some()
                && self.inputs.parameters.eligibility.exchanges.contains(&security.exchange);
            (listed || self.is_held(*line)) && !self.is_gone[*line]
        };
        lines.filter(is_share).collect()
    }

    /// All shares of a company leave. Returns whether an index held any of them or would have.
    pub(super) fn company_leaves(&mut self, company: usize, how: How<'_>) -> bool {
        let lines = self.shares_of(company);
        // Mark them all as gone first, so that none takes the place of another.
        for &line in &lines {
            self.is_gone[line] = true;
        }
        let mut was_held = false;
        for line in lines {
            was_held |= self.line_leaves(line, how);
        }
        was_held
    }

    /// A line leaves before the event: it stops being a member and does not become one. Returns
    /// whether an index held it or would have.
    ///
    /// Another listed class takes its place if the company has no other class in its indexes.
    pub(super) fn line_leaves(&mut self, line: usize, how: How<'_>) -> bool {
        let company = self.company_of[line];
        self.is_gone[line] = true;
        let member = self.result.matched.member_of_line[line].take();
        let after = std::mem::take(&mut self.result.indexes_after[line]);
        let others = self.shares_of(company);
        let decided = &self.result.companies[company];
        let is_main = decided.line == line;
        let to = if after.is_empty() { Segment::None } else { decided.to };
        if others.is_empty() {
            let result = &mut self.result.companies[company];
            (result.from, result.to) = (Segment::None, Segment::None);
            result.indexes = Indexes::default();
            (result.decision, result.reason) = (Decision::Out, Reason::Left(how.why));
            self.result.matched.member_of_company[company] = None;
        } else {
            self.pass_on(company, &others, is_main, member);
        }
        if member.is_none() && after.is_empty() {
            return false;
        }
        let members = &self.result.matched.held;
        self.between.left.push(Left {
            line,
            company,
            member,
            held: member.map_or(Segment::None, |member| members[member].segment),
            decided: to,
            why: how.why,
            date: how.date,
            buyer: how.buyer.map(str::to_owned),
            with_company: others.is_empty(),
        });
        true
    }

    /// Passes the place of a departed class to another listed class, unless one already has it.
    fn pass_on(&mut self, company: usize, others: &[usize], is_main: bool, member: Option<usize>) {
        let is_member = self.result.matched.member_of_company[company].is_some();
        let (universe, parameters) = (self.inputs.universe, self.inputs.parameters);
        let heir = pricing_order(others, universe, parameters, is_member).first().copied();
        let heir = heir.unwrap_or(others[0]);
        let result = &mut *self.result;
        if is_main {
            result.companies[company].line = heir;
        }
        if others.iter().all(|&other| result.indexes_after[other].is_empty()) {
            result.indexes_after[heir] = result.companies[company].indexes;
        }
        if others.iter().all(|&other| result.matched.member_of_line[other].is_none()) {
            result.matched.member_of_line[heir] = member;
        }
    }
}
