//! One path, month by month, with sorts, sets of indexes and the measures of the analysis.

use std::collections::{BTreeMap, BTreeSet};

use rankday::analysis::drift::{CompanyAtClose, Drift, drift};
use rankday::analysis::holdings::{Holding, Holdings};
use rankday::analysis::turnover::turnover;
use rankday::analysis::whipsaw::Move;
use rankday::calendar::Season;
use rankday::market::model::{Market, PathKey};
use rankday::methodology::Parameters;
use rankday::methodology::family::{Family, HeldSides};
use rankday::methodology::ranking::Ranking;
use rankday::methodology::updates::{update_float, update_shares};
use rankday::reconstitution::HeldIndexes;
use rankday::simulation::paths::Paths;
use rankday::universe::{Index, Indexes, Segment};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::values::values as values_of;

/// The values of a path, by name and index; `None` where one is not known.
pub(crate) type Values = BTreeMap<(String, Option<Index>), Option<f64>>;
pub(crate) type Caps = BTreeMap<usize, f64>;
type Held = BTreeMap<usize, Indexes>;

/// One schedule as it proceeds. Companies are numbered as they come: a slot may have several in turn.
#[derive(Default, Clone)]
pub(crate) struct Backtest {
    pub(crate) held: Held,
    pub(crate) decided: Held,
    pub(crate) waiting: BTreeSet<usize>,
    pub(crate) additions: Held,
    /// Smallest cap by break and the market's level on the last rank day.
    pub(crate) last: (Vec<(usize, f64)>, f64),
    /// That of the Top 500.
    pub(crate) top500: f64,
    pub(crate) moves: Vec<Vec<Move<usize>>>,
    pub(crate) lost: BTreeMap<Index, usize>,
    pub(crate) sums: BTreeMap<(String, Option<Index>), f64>,
    pub(crate) returns: BTreeMap<Index, Vec<f64>>,
    pub(crate) breadth: BTreeMap<Index, Vec<f64>>,
    pub(crate) drifts: BTreeMap<Index, Vec<(Drift, f64)>>,
    pub(crate) names: BTreeSet<usize>,
    pub(crate) months: [f64; 2],
}

/// Whole dollars.
fn dollars(cap: f64) -> Decimal {
    Decimal::from_f64_retain(cap).expect("a number")
}

/// The day's ranking.
struct Day<'a> {
    caps: &'a Caps,
    parameters: &'a Parameters,
    ranking: Ranking,
    level: f64,
}

impl<'a> Day<'a> {
    /// All but those that fail the screen on price.
    fn new(
        caps: &'a Caps,
        failed: &BTreeSet<usize>,
        parameters: &'a Parameters,
        level: f64,
    ) -> Self {
        let floor = parameters.eligibility.min_market_cap;
        let all = caps.iter().filter(|(id, _)| !failed.contains(id));
        let all = all.map(|(id, cap)| (*id, dollars(*cap), ""));
        let eligible = all.filter(|(_, cap, _)| *cap >= floor).collect();
        let ranking = Ranking::new(eligible, parameters.breaks.r3000e.rank).expect("small caps");
        Self { caps, parameters, ranking, level }
    }

    fn fresh(&self, held: &Held) -> Held {
        let family = Family::new(&self.ranking, self.parameters);
        let place = |r: &rankday::methodology::ranking::Ranked| {
            let sides = HeldSides::of(held.get(&(r.company)).copied().unwrap_or_default());
            (r.company, family.place(r.rank, r.cumulative, &sides).indexes)
        };
        self.ranking.ranked.iter().map(place).collect()
    }

    fn unbanded(&self) -> Held {
        self.fresh(&Held::new())
    }

    fn rank(&self, id: usize) -> Option<usize> {
        let is_it = |r: &&rankday::methodology::ranking::Ranked| r.company == id;
        self.ranking.ranked.iter().find(is_it).map(|r| r.rank)
    }

    fn top500(&self) -> f64 {
        let floor = self.parameters.eligibility.min_market_cap.to_f64().expect("a number");
        let last = self.ranking.at(self.parameters.breaks.top500.rank);
        last.and_then(|r| r.cap.to_f64()).unwrap_or(floor)
    }

    fn smallest(&self) -> Vec<(usize, f64)> {
        let floor = self.parameters.eligibility.min_market_cap.to_f64().expect("a number");
        let b = &self.parameters.breaks;
        [b.top200, b.top500, b.r1000, b.microcap, b.r3000, b.r3000e]
            .map(|rule| {
                let cap = self.ranking.at(rule.rank).and_then(|r| r.cap.to_f64());
                (rule.rank, cap.unwrap_or(floor))
            })
            .to_vec()
    }
}

pub(crate) fn in_index(held: &Held, id: usize, index: Index) -> bool {
    held.get(&id).is_some_and(|indexes| indexes.contains(index))
}

fn segment(held: &Held, id: usize) -> Segment {
    held.get(&id).map_or(Segment::None, |indexes| indexes.segment())
}

impl Backtest {
    fn add(&mut self, name: String, index: Option<Index>, value: f64) {
        *self.sums.entry((name, index)).or_default() += value;
    }

    /// An event takes companies from what is held to `after`, and from values before to values after.
    /// Its turnover is of groups of events, and its one-way turnover of parts of a cycle.
    fn event(
        &mut self,
        indexes: &[Index],
        values: [&Caps; 2],
        after: &Held,
        (groups, parts): (&[&str], &[&str]),
    ) {
        let holding = |(id, value): (&usize, &f64)| Holding {
            line: *id,
            company: *id,
            before: HeldIndexes {
                known: Indexes::ALL,
                holding: self.held.get(id).copied().unwrap_or_default(),
            },
            after: after.get(id).copied().unwrap_or_default(),
            value_before: *value,
            value_after: values[1][id],
            updated: Some(value.to_bits() != values[1][id].to_bits()),
            float_known: true,
            has_value: true,
            now: None,
        };
        let holdings = values[0].iter().map(holding).collect();
        let holdings = Holdings { holdings, known_before: Indexes::ALL, ..Holdings::default() };
        for index in indexes {
            let c = turnover(*index, &holdings).changes.expect("known");
            // Additions and updates of a quarter share the turnover that makes way for both.
            let joining = c.causes.additions + c.causes.deletions + c.causes.migrations;
            let updates = c.causes.share_and_float_changes.expect("known");
            let both = joining + updates;
            let added = if both > 0.0 { c.one_way * joining / both } else { 0.0 };
            for part in parts {
                if *part == "quarter" {
                    let updates = c.one_way - added;
                    for (part, one_way) in [("additions", added), ("updates", updates)] {
                        self.add(format!("quarterly_{part}_one_way"), Some(*index), one_way);
                    }
                    continue;
                }
                self.add(format!("{part}_one_way"), Some(*index), c.one_way);
            }
            for kind in groups {
                for (name, value) in [
                    ("one_way", c.one_way),
                    ("two_way", c.two_way),
                    ("membership", c.membership_turnover),
                    ("additions", c.causes.additions),
                    ("deletions", c.causes.deletions),
                    ("migrations", c.causes.migrations),
                    ("share_and_float_changes", updates),
                    ("reweighting", c.causes.reweighting),
                ] {
                    self.add(format!("{kind}_{name}"), Some(*index), value);
                }
            }
            for (name, count) in [
                ("additions", c.additions),
                ("deletions", c.deletions),
                ("moved_in", c.moved_in),
                ("moved_out", c.moved_out),
            ] {
                self.add(name.to_owned(), Some(*index), count as f64);
            }
        }
        self.held = after.clone();
    }

    /// Returns since the month before, by the value of each company then and now, and then the deletion of
    /// those that left.
    fn pass(&mut self, indexes: &[Index], before: &Caps, now: &Caps, caps: &Caps, paid: &Caps) {
        for index in indexes {
            let members: Vec<usize> =
                self.held.keys().copied().filter(|id| in_index(&self.held, *id, *index)).collect();
            let total: f64 = members.iter().map(|id| before[id]).sum();
            let end: f64 = members.iter().map(|id| now[id]).sum();
            self.returns.entry(*index).or_default().push(end / total - 1.0);
            let rose = members.iter().filter(|id| now[id] > before[id]).count();
            self.breadth.entry(*index).or_default().push(rose as f64 / members.len() as f64);
            let lost = members.iter().filter(|id| paid.contains_key(id)).count();
            *self.lost.entry(*index).or_default() += lost;
        }
        let is_there = |id: &usize| !paid.contains_key(id);
        let after: Held = self.held.clone().into_iter().filter(|(id, _)| is_there(id)).collect();
        if after.len() < self.held.len() {
            let values: Caps = caps.iter().chain(paid).map(|(id, value)| (*id, *value)).collect();
            let parts = (&["turnover"][..], &["unscheduled", "unscheduled_deletions"][..]);
            self.event(indexes, [&values; 2], &after, parts);
        }
        for held in [&mut self.decided, &mut self.additions] {
            held.retain(|id, _| is_there(id));
        }
        self.waiting.retain(is_there);
    }

    fn implement(&mut self, indexes: &[Index], values: [&Caps; 2], part: &str) {
        // Segments that no measured index distinguishes are one.
        let tells_micro =
            indexes.iter().any(|index| [Index::Microcap, Index::R3000E].contains(index));
        let told = |segment| match segment {
            Segment::Micro if !tells_micro => Segment::None,
            other => other,
        };
        let moves: Vec<Move<usize>> = values[0]
            .keys()
            .map(|id| Move {
                key: *id,
                from: told(segment(&self.held, *id)),
                to: told(segment(&self.decided, *id)),
            })
            .filter(|moved| moved.from != moved.to)
            .collect();
        for (name, from, to) in [
            ("moves_up", Segment::R2000, Segment::R1000),
            ("moves_down", Segment::R1000, Segment::R2000),
        ] {
            let count = moves.iter().filter(|m| (m.from, m.to) == (from, to)).count();
            self.add(name.to_owned(), None, count as f64);
        }
        self.moves.push(moves);
        let after = self.decided.clone();
        let groups = &["turnover", "scheduled", "reconstitution"];
        self.event(indexes, values, &after, (groups, &[part]));
        self.lost.clear();
    }

    fn rank(&mut self, day: &Day<'_>) {
        self.decided = day.fresh(&self.held);
        self.last = (day.smallest(), day.level);
        self.top500 = day.top500();
        self.waiting.clear();
        self.additions.clear();
    }

    /// Where a new issue belongs by the breaks of the last rank day.
    fn place(&self, id: usize, day: &Day<'_>) -> Option<Indexes> {
        let family = Family::new(&day.ranking, day.parameters);
        let (cap, up) = (day.caps[&id], day.level / self.last.1);
        let rank = self.last.0.iter().find(|(_, smallest)| cap >= smallest * up);
        rank.map(|(rank, _)| family.unbanded_place(*rank).indexes)
    }

    fn consider(&mut self, day: &Day<'_>, low: &BTreeSet<usize>) {
        for id in std::mem::take(&mut self.waiting) {
            let is_eligible = day.rank(id).is_some() && !low.contains(&id);
            if let Some(indexes) = self.place(id, day).filter(|_| is_eligible) {
                self.additions.insert(id, indexes);
            }
        }
    }

    /// A quarter without a reconstitution: additions, and whatever was updated.
    fn quarter(&mut self, indexes: &[Index], values: [&Caps; 2], adds: bool) {
        let mut after = self.held.clone();
        if adds {
            after.append(&mut self.additions);
        }
        self.event(indexes, values, &after, (&["turnover", "scheduled"], &["quarter"]));
    }

    /// New issues of the month above the break of the Top 500 join at once.
    fn add_at_once(&mut self, indexes: &[Index], values: &Caps, listed: &[usize], day: &Day<'_>) {
        let floor = self.top500 * day.level / self.last.1;
        let joins = |id: &&usize| values[*id] > floor && !self.held.contains_key(*id);
        let mut after = self.held.clone();
        for id in listed.iter().filter(joins) {
            after.insert(*id, self.place(*id, day).expect("above the break"));
        }
        if after.len() > self.held.len() {
            for (id, joined) in after.iter().filter(|(id, _)| !self.held.contains_key(*id)) {
                self.waiting.remove(id);
                self.additions.remove(id);
                let decided = self.decided.entry(*id).or_default();
                if decided.is_empty() {
                    *decided = *joined;
                }
            }
            let parts = (&["turnover"][..], &["unscheduled", "unscheduled_fast_entries"][..]);
            self.event(indexes, [values; 2], &after, parts);
        }
    }

    /// Drift at the close with which a month begins.
    fn measure(&mut self, indexes: &[Index], values: &Caps, day: &Day<'_>) {
        let (unbanded, fresh) = (day.unbanded(), day.fresh(&self.held));
        for index in indexes {
            let total = |held: &Held| -> f64 {
                let of = |(id, cap): (&usize, &f64)| {
                    if in_index(held, *id, *index) { *cap } else { 0.0 }
                };
                values.iter().map(of).sum()
            };
            let (all, all_fresh) = (total(&self.held), total(&fresh));
            let first = day.parameters.breaks.first_rank(*index);
            let mut too_large = 0.0;
            let mut companies = Vec::new();
            for (id, cap) in values {
                let company = CompanyAtClose {
                    weight: cap / all,
                    held: in_index(&self.held, *id, *index),
                    unbanded: in_index(&unbanded, *id, *index),
                    fresh: in_index(&fresh, *id, *index),
                    fresh_weight: cap / all_fresh,
                };
                let is_above = day.rank(*id).is_some_and(|rank| rank < first);
                if company.held && !company.unbanded && is_above {
                    too_large += company.weight;
                }
                companies.push(company);
            }
            let lost = self.lost.get(index).copied().unwrap_or(0);
            self.drifts.entry(*index).or_default().push((drift(&companies, lost), too_large));
        }
    }

    /// Where members stand for the month that begins.
    fn stand(&mut self, day: &Day<'_>, counts: bool) {
        let unbanded = day.unbanded();
        for id in self.held.keys().filter(|id| in_index(&self.held, **id, Index::R3000)) {
            self.names.insert(*id);
            if counts {
                self.months[0] += 1.0;
                let wrong = segment(&self.held, *id) != segment(&unbanded, *id);
                self.months[1] += if wrong { 1.0 } else { 0.0 };
            }
        }
    }
}

/// What schedules do at the ends of months, from the end of June: (ranks, implements, considers,
/// adds) of the annual and of the semi-annual one.
fn actions(schedule: usize, month: u32) -> [bool; 4] {
    let of_year = month % 12;
    let june = [of_year == 10, of_year == 0 && month > 0];
    let december = [of_year == 4, of_year == 5];
    let quarter = [of_year == 7 || of_year == 1, of_year == 9 || of_year == 3];
    // A quarter's rank day whose implementation is after the end does not come.
    if schedule == 0 {
        [june[0], june[1], quarter[0] || december[0], quarter[1] || december[1]]
    } else {
        [june[0] || december[0], june[1] || december[1], quarter[0], quarter[1]]
    }
}

/// The rules by which shares and floats come into use.
#[derive(Clone, Copy)]
enum Update {
    Reconstitution(Season),
    Quarter,
}

/// Whether shares and floats are taken, and how they come into use, at the ends of months: in December as with
/// any quarter under the annual schedule, and with a reconstitution under the semi-annual one.
fn updates(schedule: usize, month: u32) -> (bool, Option<Update>) {
    let of_year = month % 12;
    let into_use = match of_year {
        0 if month > 0 => Some(Update::Reconstitution(Season::June)),
        5 if schedule == 1 => Some(Update::Reconstitution(Season::December)),
        3 | 5 | 9 => Some(Update::Quarter),
        _ => None,
    };
    (matches!(of_year, 1 | 4 | 7 | 10), into_use)
}

/// Index shares and floats, those in use and those of the last cut-off, by company.
#[derive(Default)]
struct Book {
    in_use: BTreeMap<usize, [f64; 2]>,
    known: BTreeMap<usize, [f64; 2]>,
}

impl Book {
    /// The values of companies in an index, USD.
    fn values(&self, market: &Market<'_>, ids: &BTreeMap<usize, usize>) -> Caps {
        let value = |(slot, id): (&usize, &usize)| {
            let [shares, float] = self.in_use[id];
            let part = shares * float / market.shares()[*slot];
            (*id, (market.caps()[*slot] * part).round_ties_even())
        };
        ids.iter().map(value).collect()
    }

    /// The figures of the last cut-off come into use where they differ by more than the buffers.
    fn update(&mut self, parameters: &Parameters, update: Update) {
        let exact = |number: f64| Decimal::from_f64_retain(number).expect("a number");
        let hundred = Decimal::ONE_HUNDRED;
        let quarterly = &parameters.quarterly;
        for (id, [shares, float]) in &mut self.in_use {
            let [new_shares, new_float] = self.known[id];
            let old = exact(*float) * hundred;
            let (buffer, points) = match update {
                Update::Reconstitution(season) => {
                    let own = parameters.updates(season);
                    (own.shares_buffer_pct, own.float_buffer_points)
                }
                Update::Quarter => (quarterly.shares_buffer_pct, quarterly.float_buffer(old)),
            };
            if update_shares(Some(exact(*shares)), exact(new_shares), buffer).changed {
                *shares = new_shares;
            }
            if update_float(Some(old), exact(new_float) * hundred, points).changed {
                *float = new_float;
            }
        }
    }
}

/// Follows a path of two years from the end of June, in monthly steps, once for each schedule.
pub(crate) fn follow(paths: &Paths, seed: u64, path: u64) -> Vec<Values> {
    let setup = paths.setup();
    let all: Vec<(Backtest, [Caps; 2])> = (0..setup.schedules.len())
        .map(|schedule| follow_schedule(paths, (seed, path), schedule))
        .collect();
    let first = all[0].0.returns.clone();
    all.iter()
        .map(|(backtest, [caps, values])| {
            values_of(backtest, &setup.indexes, [caps, values], &first, f64::from(setup.years))
        })
        .collect()
}

/// Follows one schedule: what it saw, and the last caps and values.
fn follow_schedule(
    paths: &Paths,
    (seed, path): (u64, u64),
    schedule: usize,
) -> (Backtest, [Caps; 2]) {
    let setup = paths.setup();
    let indexes = &setup.indexes;
    let parameters = &setup.parameters;
    let mut market = Market::new(&setup.start, PathKey::new(seed, path));
    market.follow_prices();
    let mut ids: BTreeMap<usize, usize> = BTreeMap::new();
    let mut book = Book::default();
    let mut count = 0;
    for (slot, cap) in market.caps().iter().enumerate().filter(|(_, cap)| **cap > 0.0) {
        debug_assert!(*cap > 0.0);
        ids.insert(slot, count);
        let own = [market.shares()[slot], market.floats()[slot]];
        book.in_use.insert(count, own);
        book.known.insert(count, own);
        count += 1;
    }
    let caps_of = |market: &Market<'_>, ids: &BTreeMap<usize, usize>| -> Caps {
        ids.iter().map(|(slot, id)| (*id, market.caps()[*slot])).collect()
    };
    // Caps by share: prices up to a factor that only mergers of shares change.
    let by_share = |market: &Market<'_>, ids: &BTreeMap<usize, usize>| -> Caps {
        let of = |slot: &usize| market.caps()[*slot] / market.shares()[*slot];
        ids.iter().map(|(slot, id)| (*id, of(slot))).collect()
    };
    let mut caps = caps_of(&market, &ids);
    let mut values = book.values(&market, &ids);
    let day = Day::new(&caps, &BTreeSet::new(), parameters, 1.0);
    let held: Held =
        day.unbanded().into_iter().filter(|(_, indexes)| !indexes.is_empty()).collect();
    let mut backtest = Backtest {
        held: held.clone(),
        decided: held,
        last: (day.smallest(), 1.0),
        top500: day.top500(),
        ..Backtest::default()
    };
    backtest.stand(&day, true);
    backtest.measure(indexes, &values, &day);
    for month in 1..=12 * setup.years {
        let closes_before = by_share(&market, &ids);
        let part = |(slot, id): (&usize, &usize)| {
            let [shares, float] = book.in_use[id];
            (*id, shares * float / market.shares()[*slot])
        };
        let parts: BTreeMap<usize, f64> = ids.iter().map(part).collect();
        market.advance(&[]);
        let mut paid = Caps::new();
        for leaver in market.leavers() {
            let id = ids.remove(&leaver.slot).expect("a company");
            paid.insert(id, (leaver.paid * parts[&id]).round());
            book.in_use.remove(&id);
        }
        let mut listed = Vec::new();
        for slot in market.listed() {
            ids.insert(*slot, count);
            book.in_use.insert(count, [1.0; 2]);
            book.known.insert(count, [1.0; 2]);
            listed.push(count);
            backtest.waiting.insert(count);
            count += 1;
        }
        caps = caps_of(&market, &ids);
        let before = std::mem::replace(&mut values, book.values(&market, &ids));
        let old = values.clone();
        let now: Caps = old.iter().chain(&paid).map(|(id, value)| (*id, *value)).collect();
        let (cuts_off, into_use) = updates(schedule, month);
        if let Some(update) = into_use {
            book.update(parameters, update);
            values = book.values(&market, &ids);
        }
        // Companies that close below a dollar, and those that do not in the mean of two closes.
        let (mut low, mut on_average) = (BTreeSet::new(), BTreeSet::new());
        for (slot, id) in &ids {
            let a_dollar = market.cap_at_a_dollar(*slot);
            let price = market.caps()[*slot] / a_dollar;
            let last = closes_before.get(id).unwrap_or(&0.0) * market.shares()[*slot] / a_dollar;
            if price < 1.0 {
                low.insert(*id);
                if f64::midpoint(price, last) >= 1.0 {
                    on_average.insert(*id);
                }
            }
        }
        let [ranks, implements, considers, adds] = actions(schedule, month);
        let failed: BTreeSet<usize> = low
            .iter()
            .copied()
            .filter(|id| {
                let is_member = backtest.held.get(id).is_some_and(|held| !held.is_empty());
                ranks && !(is_member && on_average.contains(id))
            })
            .collect();
        let day = Day::new(&caps, &BTreeSet::new(), parameters, market.level());
        let ranked = Day::new(&caps, &failed, parameters, market.level());
        // Listed today: not a member, and not asked for.
        let is_old = |id: &usize| before.contains_key(id);
        let there: Caps = old.iter().filter(|(id, _)| is_old(id)).map(|(i, c)| (*i, *c)).collect();
        backtest.pass(indexes, &before, &now, &there, &paid);
        if implements {
            let part = if month % 12 == 0 { "june" } else { "december" };
            backtest.implement(indexes, [&old, &values], part);
        } else if adds || into_use.is_some() {
            backtest.quarter(indexes, [&old, &values], adds);
        }
        if considers {
            backtest.consider(&day, &low);
        }
        if ranks {
            backtest.rank(&ranked);
        }
        backtest.add_at_once(indexes, &values, &listed, &day);
        let is_in_cycle = month < 12 * setup.years;
        if is_in_cycle {
            backtest.measure(indexes, &values, &day);
        }
        backtest.stand(&day, is_in_cycle);
        if cuts_off {
            for (slot, id) in &ids {
                book.known.insert(*id, [market.shares()[*slot], market.floats()[*slot]]);
            }
        }
    }
    (backtest, [caps, values])
}
