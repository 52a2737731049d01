//! The family at a close: drift, size, and its membership against lists of members.

use chrono::NaiveDate;
use rustc_hash::FxHashSet;

use super::IndexClose;
use crate::analysis::concentration::{SizedMember, concentration};
use crate::analysis::drift::{CompanyAtClose, Drift, Part};
use crate::analysis::wrong_index::{Observation, Placed};
use crate::market::history::{History, View};
use crate::methodology::Breaks;
use crate::simulation::{Close, State};
use crate::universe::packed::float;
use crate::universe::{Index, Indexes, SymbolChanges, SymbolKey};

/// Size and concentration of an index at a close.
#[derive(Debug, Clone, PartialEq)]
pub struct Size {
    /// Number of member companies.
    pub members: usize,
    /// Ticker of the company with the largest cap.
    pub largest: String,
    /// Cap of the largest company, USD.
    pub largest_cap: f64,
    /// Median company cap, USD.
    pub median_cap: f64,
    /// Mean company cap by index weight, USD; `None` without weights.
    pub weighted_mean_cap: Option<f64>,
    /// Weight of the ten largest members, a fraction; `None` without weights.
    pub top_10_weight: Option<f64>,
}

/// A company as seen at a close.
struct Company {
    /// The line that the index holds, or would hold if reconstituted.
    line: usize,
    held: Indexes,
    /// Its indexes by the unbanded breaks, from its rank alone.
    unbanded: Indexes,
    /// Its indexes if reconstituted at this close, bands applied.
    fresh: Indexes,
    rank: Option<usize>,
    /// False for a member that is still listed but has no cap, and so no rank.
    known: bool,
    cap: f64,
    value: f64,
    fresh_value: f64,
}

/// Sums for one index, built up company by company over those it holds or would hold if
/// reconstituted.
#[derive(Default)]
struct Tally {
    drift: Drift,
    too_large: Part,
    too_small: Part,
    members: Vec<SizedMember<usize>>,
    /// True if the index would hold at least one company when reconstituted at the close.
    is_fresh: bool,
}

/// All companies that the family holds, or would hold if reconstituted at the close.
pub(super) struct Snapshot<'a> {
    close: &'a Close<'a>,
    history: &'a History,
    companies: Vec<Company>,
    /// Total value of each index, as held and as reconstituted, USD, in the family's order.
    totals: Vec<f64>,
    fresh_totals: Vec<f64>,
}

impl<'a> Snapshot<'a> {
    pub(super) fn new(history: &'a History, close: &'a Close<'a>) -> Self {
        let (view, state) = (close.view, close.state);
        let mut companies = Vec::with_capacity(close.fresh.ranking.ranked.len());
        for (at, result) in close.fresh.companies.iter().enumerate() {
            let company = &view.universe.companies[at];
            let lines = || company.lines.iter().map(|&s| view.line_of[s]);
            let held_line = lines().find(|&line| !state.indexes[line].is_empty());
            // Held through a class that the panel lacks today: added below.
            let held_by_other_class = close.fresh.matched.member_of_company[at].is_some();
            if held_line.is_none() && (held_by_other_class || result.indexes.is_empty()) {
                continue;
            }
            let line = held_line.unwrap_or(view.line_of[result.line]);
            let security = &view.universe.securities[result.line];
            let float_pct = security.free_float_pct().map_or(100.0, float);
            let cap = result.market_cap.map(float);
            let value = state.value[line];
            companies.push(Company {
                line,
                held: state.indexes[line],
                unbanded: result.unbanded,
                fresh: result.indexes,
                rank: result.rank,
                known: result.rank.is_some() || result.indexes.is_empty(),
                cap: cap.unwrap_or(value),
                value,
                fresh_value: cap.map_or(value, |cap| cap * float_pct / 100.0),
            });
        }
        // Members that are still listed but missing from the panel today.
        for line in state.members().filter(|&line| view.security_of(line).is_none()) {
            let (held, value) = (state.indexes[line], state.value[line]);
            companies.push(Company {
                line,
                held,
                unbanded: held,
                fresh: held,
                rank: None,
                known: false,
                cap: value,
                value,
                fresh_value: value,
            });
        }
        let held = totals(&companies, |c| (c.held, c.value));
        let fresh = totals(&companies, |c| (c.fresh, c.fresh_value));
        Self { close, history, companies, totals: held, fresh_totals: fresh }
    }

    /// Measures the indexes at the close, in the family's order. The caller fills in the period,
    /// and whether drift is measured at this close.
    pub(super) fn indexes(&self, breaks: &Breaks) -> Vec<IndexClose> {
        let first_ranks: Vec<usize> =
            <Index as strum::IntoEnumIterator>::iter().map(|i| breaks.first_rank(i)).collect();
        let mut tallies: Vec<Tally> = first_ranks.iter().map(|_| Tally::default()).collect();
        for company in &self.companies {
            let joins = company.fresh.iter().filter(|index| !company.held.contains(*index));
            for index in company.held.iter().chain(joins) {
                let at = index as usize;
                let weights = self.weights(company, index);
                tallies[at].add(company, (index, first_ranks[at]), weights);
            }
        }
        let indexes = <Index as strum::IntoEnumIterator>::iter().zip(tallies);
        indexes.map(|(index, tally)| self.measured(index, tally)).collect()
    }

    /// A company's weight in an index, as held and as reconstituted; 0 where it is not in it.
    fn weights(&self, company: &Company, index: Index) -> (f64, f64) {
        let part = |is_in: bool, value: f64, total: f64| {
            if is_in && total > 0.0 { value / total } else { 0.0 }
        };
        let (total, fresh_total) = (self.totals[index as usize], self.fresh_totals[index as usize]);
        (
            part(company.held.contains(index), company.value, total),
            part(company.fresh.contains(index), company.fresh_value, fresh_total),
        )
    }

    fn measured(&self, index: Index, tally: Tally) -> IndexClose {
        let Tally { drift, too_large, too_small, members, is_fresh } = tally;
        let size = concentration(&members).map(|c| Size {
            members: c.members,
            largest: self.history.symbol(c.largest.key, self.close.view.day).to_owned(),
            largest_cap: c.largest.cap,
            median_cap: c.median_cap,
            weighted_mean_cap: c.weighted_mean_cap,
            top_10_weight: c.top_10_weight,
        });
        IndexClose {
            index,
            is_measured: true,
            drift: Drift { lost: self.close.lost[index as usize], ..drift },
            too_large,
            too_small,
            size,
            has_weight: self.totals[index as usize] > 0.0,
            has_fresh_weight: self.fresh_totals[index as usize] > 0.0 || !is_fresh,
            period: None,
        }
    }

    /// Segments of the Russell 3000's members, actual and unbanded, from this close until `next`,
    /// the next close that is measured. Without a next one they count until the end of the history.
    pub(super) fn placed(
        &self,
        history: &History,
        day: usize,
        next: Option<usize>,
    ) -> Observation<usize> {
        let date = history.days[day].date;
        let end = history.days[next.unwrap_or(history.span.end - 1)].date;
        let days = u32::try_from((end - date).num_days()).unwrap_or(0);
        let members = self.companies.iter().filter(|c| c.held.contains(Index::R3000));
        let names = members.map(|c| Placed {
            key: c.line,
            segment: c.held.segment(),
            unbanded: if c.known { c.unbanded.segment() } else { c.held.segment() },
        });
        Observation { days, names: names.collect() }
    }
}

impl Tally {
    /// Adds a company to the index, whose first rank is given. `weight` is its weight as held, and
    /// `fresh_weight` its weight as reconstituted.
    fn add(
        &mut self,
        company: &Company,
        (index, first_rank): (Index, usize),
        (weight, fresh_weight): (f64, f64),
    ) {
        let (held, fresh) = (company.held.contains(index), company.fresh.contains(index));
        let unbanded = if company.known { company.unbanded.contains(index) } else { held };
        self.drift.add(&CompanyAtClose { weight, held, unbanded, fresh, fresh_weight });
        self.is_fresh |= fresh;
        if !held {
            return;
        }
        self.members.push(SizedMember { key: company.line, cap: company.cap, weight });
        if !unbanded {
            let above = company.rank.is_some_and(|rank| rank < first_rank);
            let side = if above { &mut self.too_large } else { &mut self.too_small };
            side.add(weight);
        }
    }
}

/// Sums a value of the companies for each index, in the family's order.
fn totals(companies: &[Company], of: impl Fn(&Company) -> (Indexes, f64)) -> Vec<f64> {
    let mut totals = vec![0.0; <Index as strum::EnumCount>::COUNT];
    for (indexes, value) in companies.iter().map(of) {
        for index in indexes.iter() {
            totals[index as usize] += value;
        }
    }
    totals
}

/// A list of an index's members to compare the simulated membership with.
#[derive(Debug, Clone)]
pub struct Check {
    /// The index.
    pub index: Index,
    /// Day of the list.
    pub held_on: NaiveDate,
    /// Tickers of the members on that day.
    pub keys: FxHashSet<SymbolKey>,
}

/// How the simulated membership compares with a list of members.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The index.
    pub index: Index,
    /// Day of the list.
    pub held_on: NaiveDate,
    /// Day of the history whose close is compared with it.
    pub date: NaiveDate,
    /// Companies on the list that have a line in the panel.
    pub listed: usize,
    /// Companies that the simulated index holds.
    pub held: usize,
    /// Companies in both.
    pub both: usize,
}

impl Checked {
    /// Part of the list that the simulated index holds, a fraction; `None` if the list is empty.
    pub fn of_listed(&self) -> Option<f64> {
        (self.listed > 0).then(|| self.both as f64 / self.listed as f64)
    }

    /// Part of the simulated index that is on the list, a fraction; `None` if it has no members.
    pub fn of_held(&self) -> Option<f64> {
        (self.held > 0).then(|| self.both as f64 / self.held as f64)
    }
}

/// Compares the membership at a close with a list. Share classes of one company count once.
pub(super) fn check(
    check: &Check,
    history: &History,
    view: &View,
    state: &State,
    changes: &SymbolChanges,
) -> Checked {
    let (day, date) = (view.day, view.universe.as_of);
    let held: FxHashSet<&str> = state
        .members()
        .filter(|&line| state.indexes[line].contains(check.index))
        .map(|line| company_of(history, line, day))
        .collect();
    // All lines of the panel count: a listed name that the rules make ineligible is still a miss.
    let mut listed: Vec<&str> = history.days[day]
        .lines()
        .filter(|&line| {
            let key = &history.lines[line].ticker(day).key;
            if !changes.concerns(key) {
                return check.keys.contains(key);
            }
            let then = changes.carry(key, date, check.held_on);
            then.is_some_and(|key| check.keys.contains(&key))
        })
        .map(|line| company_of(history, line, day))
        .collect();
    listed.sort_unstable();
    listed.dedup();
    Checked {
        index: check.index,
        held_on: check.held_on,
        date,
        listed: listed.len(),
        held: held.len(),
        both: listed.iter().filter(|company| held.contains(*company)).count(),
    }
}

/// Identifies the company of a line: its issuer, or its ticker where the issuer is unknown.
fn company_of(history: &History, line: usize, day: usize) -> &str {
    history.issuer(line, day).unwrap_or_else(|| history.symbol(line, day))
}
