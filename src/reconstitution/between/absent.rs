//! Members without a line in the prices of the implementation day.
//!
//! A file that covers all lines shows a company without a line to be gone. In a file that covers
//! only a part, absence says nothing: such lines keep the prices of rank day. Real exports
//! sometimes omit names that are still listed; these are recognised by a line in a later universe,
//! a later membership or an entry in the scenario.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::leaving::How;
use super::{Departure, Work};
use crate::remark::{InterimNote, Remark};
use crate::universe::packed::float;
use crate::universe::{LineFinder, SecurityType, SymbolKey, Universe};

/// A file counts as complete if it has at least this part of the held lines, per cent: between rank
/// day and implementation about one line in a hundred leaves.
pub const COMPLETE_PCT: usize = 95;
/// A complete file may lack this many lines whatever its size, provided that more are present.
pub const FEW: usize = 2;
/// How many names a remark gives.
const NAMED: usize = 8;

/// The part of the lines held by an index before or after the event that a file has.
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage {
    /// Lines held before or after, except those that left by a stated action.
    pub held: usize,
    /// The number of these lines that the file has.
    pub found: usize,
    /// The found lines' part of the weight of all held lines, a fraction, by caps of rank day; `None` if
    /// all weights are zero.
    pub weight: Option<f64>,
    /// Whether the file is taken for complete.
    pub complete: bool,
    /// Whether the scenario says so, or it is inferred.
    pub stated: bool,
    /// Lines missing from the file that are still listed, as places in the universe, each with the
    /// evidence.
    pub alive: Vec<(usize, Alive)>,
}

/// The evidence that a line missing from a complete file is still listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display)]
pub enum Alive {
    /// The scenario names it.
    #[strum(serialize = "stated")]
    Stated,
    /// It has a line in a universe of a later day.
    #[strum(serialize = "in a later universe")]
    Later,
    /// It was held after that day.
    #[strum(serialize = "held after that day")]
    Held,
}

impl Work<'_, '_> {
    /// Finds unexplained departures if the prices of the implementation day are complete.
    pub(super) fn find_absent_lines(&mut self) {
        let Some(universe) = self.interim.effective else { return };
        let finder = LineFinder::new(universe);
        let held: Vec<usize> = (0..self.is_gone.len()).filter(|&line| self.is_held(line)).collect();
        let found: Vec<bool> =
            held.iter().map(|&line| self.line_in(&finder, line).is_some()).collect();
        let mut coverage = self.coverage(universe, &held, &found);
        if coverage.complete {
            coverage.alive = self.remove_unexplained_absences(universe, &finder, &held, &found);
        }
        self.between.coverage = Some(coverage);
        self.say_coverage(universe);
    }

    /// Removes lines missing from a complete file; returns the missing lines that are still listed.
    fn remove_unexplained_absences(
        &mut self,
        universe: &Universe,
        finder: &LineFinder<'_>,
        held: &[usize],
        found: &[bool],
    ) -> Vec<(usize, Alive)> {
        let how = How { why: Departure::NoLine, date: None, buyer: None };
        let renamed = Renamed::new(self, universe, finder);
        let later: Vec<(&Universe, LineFinder<'_>)> =
            self.interim.later.iter().map(|u| (u, LineFinder::new(u))).collect();
        let mut alive = Vec::new();
        let mut gone = Vec::new();
        for (&line, _) in held.iter().zip(found).filter(|(_, found)| !**found) {
            match self.is_alive(universe, &later, line) {
                Some(why) => alive.push((line, why)),
                None if renamed.has(self, line) => {}
                None => gone.push(line),
            }
        }
        for &line in &gone {
            let company = self.company_of[line];
            let lives = |&other: &usize| {
                alive.iter().any(|(line, _)| *line == other)
                    || self.line_in(finder, other).is_some()
            };
            if self.shares_of(company).iter().any(lives) {
                self.line_leaves(line, how);
            } else {
                self.company_leaves(company, how);
            }
        }
        alive
    }

    fn coverage(&self, universe: &Universe, held: &[usize], found: &[bool]) -> Coverage {
        let there = found.iter().filter(|found| **found).count();
        let missing = held.len() - there;
        let event = self.inputs.event;
        // Lines missing from a file of a later day may have left after the event.
        let in_time = universe.as_of <= event.implementation && universe.as_of > event.rank_day;
        let nearly_all = there * 100 >= held.len() * COMPLETE_PCT;
        let inferred = in_time && there > missing && (nearly_all || missing <= FEW);
        let (mut of_all, mut of_found) = (0.0, 0.0);
        for (&line, found) in held.iter().zip(found) {
            let value = self.rank_day_value(line);
            of_all += value;
            of_found += if *found { value } else { 0.0 };
        }
        Coverage {
            held: held.len(),
            found: there,
            weight: (of_all > 0.0).then(|| of_found / of_all),
            complete: self.interim.complete.unwrap_or(inferred),
            stated: self.interim.complete.is_some(),
            alive: Vec::new(),
        }
    }

    /// Investable cap of a line at the close of rank day, USD; zero where it is unknown, for weighing lines
    /// against each other.
    fn rank_day_value(&self, line: usize) -> f64 {
        self.value_of(line).map_or(0.0, float)
    }

    /// Investable cap of a line at the close of rank day, USD; `None` where it is unknown.
    pub(super) fn value_of(&self, line: usize) -> Option<Decimal> {
        self.investable_cap(line, self.shares_of_line(line)?)
    }

    /// Investable cap of a number of shares of a line at the close of rank day, USD. If no float is
    /// stated, all shares count as available.
    pub(super) fn investable_cap(&self, line: usize, shares: Decimal) -> Option<Decimal> {
        let security = &self.inputs.universe.securities[line];
        let float_pct = security.free_float_pct().unwrap_or(Decimal::ONE_HUNDRED);
        let cap = security.price()?.checked_mul(shares)?;
        cap.checked_mul(float_pct)?.checked_div(Decimal::ONE_HUNDRED)
    }

    /// Shares of a line on rank day: as stated, or else what the company's cap leaves after the
    /// other classes.
    pub(super) fn shares_of_line(&self, line: usize) -> Option<Decimal> {
        let universe = self.inputs.universe;
        let security = &universe.securities[line];
        security.shares_outstanding().or_else(|| {
            let company = &self.result.companies[self.company_of[line]];
            let vehicle = &universe.securities[company.line];
            let all = company.market_cap?.checked_div(vehicle.price()?)?;
            let all = all.checked_mul(vehicle.conversion_ratio)?;
            let others = universe.companies[self.company_of[line]].lines.iter();
            let others = others.filter(|&&other| {
                other != line && universe.securities[other].security_type == SecurityType::Common
            });
            let rest = others.copied().try_fold(all, |rest, other| {
                let other = &universe.securities[other];
                rest.checked_sub(other.shares_outstanding()?.checked_mul(other.conversion_ratio)?)
            })?;
            rest.checked_div(security.conversion_ratio).filter(|shares| *shares > Decimal::ZERO)
        })
    }

    fn is_alive(
        &self,
        universe: &Universe,
        later: &[(&Universe, LineFinder<'_>)],
        line: usize,
    ) -> Option<Alive> {
        let own = &self.inputs.universe.securities[line];
        let changes = self.interim.symbol_changes;
        let key = changes.key(own.symbol());
        let day = self.inputs.universe.as_of;
        let carried = changes.carry(&key, day, universe.as_of);
        let is_it = |other: &SymbolKey| *other == key || Some(other) == carried.as_ref();
        if self.interim.alive.iter().any(|ticker| is_it(&changes.key(&ticker.written))) {
            return Some(Alive::Stated);
        }
        let member = self.member_of(line).map(|m| &self.between.membership.members[m]);
        if member.is_some_and(|member| member.held_on > universe.as_of) {
            return Some(Alive::Held);
        }
        // A ticker is reused after a delisting: where both files know names, they must agree.
        let same = |other: &crate::universe::Security| {
            let ids = own.id().is_some() && own.id() == other.id();
            let known = !own.name().is_empty() && !other.name().is_empty();
            ids || !known || own.issuer() == other.issuer() || own.name() == other.name()
        };
        let has = |(universe, finder): &(&Universe, LineFinder<'_>)| {
            self.line_in(finder, line).is_some_and(|at| same(&universe.securities[at]))
        };
        later.iter().any(has).then_some(Alive::Later)
    }

    /// Reports the file's coverage and the lines treated as departed because of it.
    fn say_coverage(&mut self, universe: &Universe) {
        let Some(coverage) = &self.between.coverage else { return };
        let &Coverage { held, found, weight, stated, .. } = coverage;
        let as_of = universe.as_of;
        if !coverage.complete {
            if found < held {
                let kind = InterimNote::EffectivePart { as_of, found, held, weight, stated };
                let without = weight.map_or(0.0, |weight| 1.0 - weight);
                let remark = Remark::from(kind).on(held - found, held).weighing(without);
                self.between.remarks.push(remark);
            }
            return;
        }
        let left = self.between.left.iter().filter(|left| left.why == Departure::NoLine);
        let gone: Vec<usize> = left.map(|left| left.line).collect();
        let alive: Vec<usize> = coverage.alive.iter().map(|(line, _)| *line).collect();
        let mut remarks = Vec::new();
        if !gone.is_empty() {
            let (gone, largest) = (gone.len(), self.largest(gone));
            let kind =
                InterimNote::EffectiveGone { as_of, found, held, weight, stated, gone, largest };
            remarks.push(Remark::from(kind).on(gone, held));
        }
        if !alive.is_empty() {
            let (alive, largest) = (alive.len(), self.largest(alive));
            let kind = InterimNote::EffectiveAlive { as_of, alive, largest };
            remarks.push(Remark::from(kind).on(alive, held));
        }
        self.between.remarks.extend(remarks);
    }

    /// The tickers of the lines with the largest values on rank day, at most [`NAMED`] of them.
    fn largest(&self, mut lines: Vec<usize>) -> Vec<String> {
        let value = |line: &usize| self.rank_day_value(*line);
        lines.sort_by(|a, b| value(b).total_cmp(&value(a)).then_with(|| a.cmp(b)));
        lines.into_iter().take(NAMED).map(|line| self.symbol(line).to_owned()).collect()
    }
}

/// Lines of the implementation day that match no line of rank day, by issuer: a departed company
/// may go on there under a ticker that no file of ticker changes has.
struct Renamed<'a> {
    by_issuer: FxHashMap<&'a str, usize>,
}

impl<'a> Renamed<'a> {
    fn new(work: &Work<'_, '_>, universe: &'a Universe, finder: &LineFinder<'_>) -> Self {
        let mut is_known = vec![false; universe.securities.len()];
        for line in 0..work.is_gone.len() {
            if let Some(at) = work.line_in(finder, line) {
                is_known[at] = true;
            }
        }
        let new = universe.securities.iter().enumerate().filter(|(at, s)| {
            // If no issuer is given, the ticker stands in for it and identifies nothing.
            !is_known[*at] && s.issuer() != s.symbol()
        });
        Self { by_issuer: new.map(|(at, s)| (s.issuer(), at)).collect() }
    }

    /// Whether the company of a line goes on under another ticker.
    fn has(&self, work: &Work<'_, '_>, line: usize) -> bool {
        let own = &work.inputs.universe.securities[line];
        own.issuer() != own.symbol() && self.by_issuer.contains_key(own.issuer())
    }
}
