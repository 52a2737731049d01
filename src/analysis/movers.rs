//! Companies that change segment, each represented by its pricing vehicle, and other share classes
//! that change segment.
//!
//! A class joins or leaves with its company, or alone: if a screen of lines starts or stops
//! excluding it, or if it becomes large enough to be added as a class of a member.

use std::cmp::Reverse;

use crate::methodology::Parameters;
use crate::methodology::share_classes::extra_class_joins;
use crate::reconstitution::{Action, Reason, Reconstitution};
use crate::universe::{Segment, Universe};

/// A company, or a share class, that changes segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mover {
    /// Its company, as a place in the universe.
    pub company: usize,
    /// The line: the company's pricing vehicle, or the class.
    pub line: usize,
    /// Whether it is a share class other than the pricing vehicle.
    pub is_class: bool,
    /// What the event does with it.
    pub action: Action,
    /// Segment held before.
    pub from: Segment,
    /// Segment after the event.
    pub to: Segment,
}

/// Segments of a line before and after the event.
pub fn of_line(line: usize, company: usize, result: &Reconstitution) -> (Segment, Segment) {
    let decided = &result.companies[company];
    let is_in = !result.indexes_after[line].is_empty();
    let from = match result.matched.member_of_line[line] {
        Some(member) => result.matched.held[member].segment,
        // The previous members of Microcap are unknown, so being ranked in it is not a change.
        None if is_in && decided.reason == Reason::MicrocapUnknown => decided.from,
        None => Segment::None,
    };
    (from, if is_in { decided.to } else { Segment::None })
}

/// All companies and classes that change segment: by action, then by company cap, each company before
/// its classes.
pub fn movers(universe: &Universe, result: &Reconstitution) -> Vec<Mover> {
    let mut movers = Vec::new();
    for (company, decided) in result.companies.iter().enumerate() {
        if let Some(action) = decided.action() {
            let (line, from, to) = (decided.line, decided.from, decided.to);
            movers.push(Mover { company, line, is_class: false, action, from, to });
        }
        for &line in &universe.companies[company].lines {
            let (from, to) = of_line(line, company, result);
            let Some(action) = Action::between(from, to) else { continue };
            // The company's row covers its pricing vehicle if both make the same move.
            if line != decided.line || decided.action() != Some(action) {
                movers.push(Mover { company, line, is_class: true, action, from, to });
            }
        }
    }
    let symbol = |line: usize| universe.securities[line].symbol();
    movers.sort_by_key(|mover| {
        let decided = &result.companies[mover.company];
        let key = (mover.action, Reverse(decided.market_cap), symbol(decided.line));
        (key, mover.is_class, symbol(mover.line))
    });
    movers
}

/// Why a class moves differently from its company: the screen that excludes it, with the value, or the
/// rule for extra classes that keeps it out; otherwise that it joins its company.
pub fn reason_of_class(
    mover: &Mover,
    universe: &Universe,
    result: &Reconstitution,
    parameters: &Parameters,
) -> String {
    if let Some(drop) = &result.screened.drops[mover.line] {
        return format!("{} ({})", Reason::Ineligible(drop.screen), drop.failure);
    }
    if mover.to != Segment::None {
        let comes_from = mover.from != Segment::None;
        return if comes_from { "class_moves" } else { "class_joins" }.to_owned();
    }
    let class = &universe.securities[mover.line];
    match extra_class_joins(class, true, &parameters.share_classes) {
        Err(why) => format!("class_leaves ({why})"),
        Ok(()) => "class_leaves".to_owned(),
    }
}
