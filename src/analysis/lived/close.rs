//! The family at a close: drift, size, and its membership against lists of members.

use chrono::NaiveDate;
use rust_decimal::prelude::ToPrimitive;
use rustc_hash::FxHashSet;

use super::IndexClose;
use crate::analysis::concentration::{SizedMember, concentration};
use crate::analysis::drift::{Part, Standing, drift};
use crate::analysis::wrong_index::{Observation, Placed};
use crate::market::history::{History, View};
use crate::methodology::Breaks;
use crate::simulation::{Close, State};
use crate::universe::{Index, Indexes, SymbolChanges, SymbolKey};

/// Size and concentration of an index.
#[derive(Debug, Clone, PartialEq)]
pub struct Size {
    /// Members.
    pub members: usize,
    /// Ticker of the largest.
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
    /// The line by which it is held, or that would stand for it.
    line: usize,
    held: Indexes,
    /// Where its rank alone would put it.
    plain: Indexes,
    /// Where a reconstitution would put it.
    fresh: Indexes,
    rank: Option<usize>,
    /// Whether it can be ranked at all; a member that lives and has no cap cannot.
    known: bool,
    cap: f64,
    value: f64,
    fresh_value: f64,
}

/// All companies that are held, or would be.
pub(super) struct Seen<'a> {
    close: &'a Close<'a>,
    history: &'a History,
    companies: Vec<Company>,
    /// What every index holds, and would hold, in all, USD, in the family's order.
    totals: Vec<f64>,
    fresh_totals: Vec<f64>,
}

impl<'a> Seen<'a> {
    pub(super) fn new(history: &'a History, close: &'a Close<'a>) -> Self {
        let (view, state) = (close.view, close.state);
        let mut companies = Vec::with_capacity(close.fresh.ranking.ranked.len());
        for (at, result) in close.fresh.companies.iter().enumerate() {
            let company = &view.universe.companies[at];
            let lines = || company.lines.iter().map(|&s| view.line_of[s]);
            let held_line = lines().find(|&line| !state.indexes[line].is_empty());
            // Held by a class that the panel lacks today: seen below.
            let held_beside = close.fresh.matched.member_of_company[at].is_some();
            if held_line.is_none() && (held_beside || result.indexes.is_empty()) {
                continue;
            }
            let line = held_line.unwrap_or(view.line_of[result.line]);
            let security = &view.universe.securities[result.line];
            let float = security.free_float_pct.and_then(|f| f.to_f64()).unwrap_or(100.0);
            let cap = result.market_cap.and_then(|cap| cap.to_f64());
            let value = state.value[line];
            companies.push(Company {
                line,
                held: state.indexes[line],
                plain: result
                    .rank
                    .map_or(Indexes::default(), |rank| close.family.unbanded_place(rank).indexes),
                fresh: result.indexes,
                rank: result.rank,
                known: result.rank.is_some() || result.indexes.is_empty(),
                cap: cap.unwrap_or(value),
                value,
                fresh_value: cap.map_or(value, |cap| cap * float / 100.0),
            });
        }
        // Members that live and that the panel lacks today.
        for line in state.members().filter(|&line| view.security_of(line).is_none()) {
            let (held, value) = (state.indexes[line], state.value[line]);
            companies.push(Company {
                line,
                held,
                plain: held,
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

    /// One index; the period is filled in by the caller.
    pub(super) fn index(&self, index: Index, breaks: &Breaks) -> IndexClose {
        let (total, fresh_total) = (self.totals[index as usize], self.fresh_totals[index as usize]);
        let part = |value: f64, total: f64| if total > 0.0 { value / total } else { 0.0 };
        let first_rank = breaks.first_rank(index);
        let (mut too_large, mut too_small) = (Part::default(), Part::default());
        let mut standings = Vec::new();
        let mut members = Vec::new();
        for company in &self.companies {
            let (held, fresh) = (company.held.contains(index), company.fresh.contains(index));
            if !held && !fresh {
                continue;
            }
            let weight = if held { part(company.value, total) } else { 0.0 };
            let plain = if company.known { company.plain.contains(index) } else { held };
            standings.push(Standing {
                weight,
                held,
                plain,
                fresh,
                fresh_weight: if fresh { part(company.fresh_value, fresh_total) } else { 0.0 },
            });
            if held {
                members.push(SizedMember { key: company.line, cap: company.cap, weight });
                if !plain {
                    let above = company.rank.is_some_and(|rank| rank < first_rank);
                    let side = if above { &mut too_large } else { &mut too_small };
                    side.count += 1;
                    side.weight += weight;
                }
            }
        }
        let is_fresh = standings.iter().any(|standing| standing.fresh);
        let lost = self.close.lost[index as usize];
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
            drift: drift(&standings, lost),
            too_large,
            too_small,
            size,
            has_weight: total > 0.0,
            has_fresh_weight: fresh_total > 0.0 || !is_fresh,
            period: None,
        }
    }

    /// Where members of the Russell 3000 are and would plainly be, until the next close.
    pub(super) fn placed(&self, history: &History, day: usize) -> Observation<usize> {
        let date = history.days[day].date;
        // Nothing is known of how long the last close stands.
        let is_last = day + 1 == history.span.end;
        let next = if is_last { date } else { history.days[day + 1].date };
        let days = u32::try_from((next - date).num_days()).unwrap_or(0);
        let members = self.companies.iter().filter(|c| c.held.contains(Index::R3000));
        let names = members.map(|c| Placed {
            key: c.line,
            segment: c.held.segment(),
            plain: if c.known { c.plain.segment() } else { c.held.segment() },
        });
        Observation { days, names: names.collect() }
    }
}

/// What every index holds of a value that companies have in it.
fn totals(companies: &[Company], of: impl Fn(&Company) -> (Indexes, f64)) -> Vec<f64> {
    let mut totals = vec![0.0; <Index as strum::EnumCount>::COUNT];
    for (indexes, value) in companies.iter().map(of) {
        for index in indexes.iter() {
            totals[index as usize] += value;
        }
    }
    totals
}

/// A list of members that the membership of a day is held against.
#[derive(Debug, Clone)]
pub struct Check {
    /// Whose members.
    pub index: Index,
    /// When.
    pub held_on: NaiveDate,
    /// Their tickers on that day.
    pub keys: FxHashSet<SymbolKey>,
}

/// How a membership compares with a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// Whose members.
    pub index: Index,
    /// Day of the list.
    pub held_on: NaiveDate,
    /// Day of the history whose close is held against it.
    pub date: NaiveDate,
    /// Names of the list that have a line in the panel.
    pub listed: usize,
    /// Companies that the family holds.
    pub held: usize,
    /// Names in both.
    pub both: usize,
}

impl Checked {
    /// What part of the list the family holds in the index, a fraction.
    pub fn of_listed(&self) -> Option<f64> {
        (self.listed > 0).then(|| self.both as f64 / self.listed as f64)
    }

    /// What part of what the family holds is on the list, a fraction.
    pub fn of_held(&self) -> Option<f64> {
        (self.held > 0).then(|| self.both as f64 / self.held as f64)
    }
}

/// Holds the family of a close against a list. Names of a list that are classes of one company
/// count once.
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
    // Of all lines of the panel: one that cannot be a member is missed like any other.
    let mut listed: Vec<&str> = history.days[day]
        .quotes
        .iter()
        .map(|quote| quote.line)
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

/// What tells the company of a line from others: its issuer, or its ticker where it has none.
fn company_of(history: &History, line: usize, day: usize) -> &str {
    history.issuer(line, day).unwrap_or_else(|| history.symbol(line, day))
}
