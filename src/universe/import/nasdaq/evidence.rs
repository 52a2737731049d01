//! Who was a member when, and what that and earlier ranks say of a company's eligibility.
//!
//! Two lines of evidence beside the labels. A member held before, or at any time before, is
//! eligible whatever its labels say. A company that stood well inside rank 3,000 on an earlier rank
//! day and has not been a member since is not eligible, whatever they say: something that the
//! screener does not show (votes, nationality, float) keeps it out.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use rustc_hash::FxHashSet;

use super::day::{Line, ScreenerDay};
use super::lineage::Lineage;
use super::security_type::Kind;
use crate::universe::index::Index;
use crate::universe::security::{SecurityType, Structure};
use crate::universe::symbol::SymbolKey;

/// How long a fund goes on holding what has left its index.
const FUND_LAG: Days = Days::new(20);

/// A list of members of an earlier day.
#[derive(Debug, Clone)]
pub struct EarlierList {
    /// Whose members.
    pub index: Index,
    /// When.
    pub held_on: NaiveDate,
    /// Whether it is the provider's own, or cleaned: complete, and without what has left.
    pub complete: bool,
    /// The tickers on that day.
    pub keys: FxHashSet<SymbolKey>,
}

/// The provider's additions to and deletions from the Russell 3000 at an earlier event.
#[derive(Debug, Clone)]
pub struct EarlierChanges {
    /// The implementation day.
    pub implementation: NaiveDate,
    /// Tickers added.
    pub added: FxHashSet<SymbolKey>,
    /// Tickers deleted.
    pub deleted: FxHashSet<SymbolKey>,
}

/// The screener of an earlier rank day.
#[derive(Debug)]
pub struct EarlierRankDay {
    /// The universe.
    pub day: ScreenerDay,
    /// The implementation day of its reconstitution.
    pub implementation: NaiveDate,
}

/// What may be inferred from, and how far.
#[derive(Debug, Default)]
pub struct Evidence {
    /// Whether members, held before or ever, are eligible whatever their labels say.
    pub membership: bool,
    /// Whether standing well inside on an earlier rank day without membership since counts.
    pub previous_rank: bool,
    /// How far inside: times the cap of company #3,000 of that day.
    pub inside_multiple: Decimal,
    /// What part of a place a company that is out by its earlier rank alone still takes, per cent.
    pub reserve_pct: u8,
    /// The same where its country label speaks against it too.
    pub reserve_foreign_pct: u8,
    /// Lists of earlier days.
    pub lists: Vec<EarlierList>,
    /// Published changes of earlier events.
    pub changes: Vec<EarlierChanges>,
    /// Earlier rank days, newest first.
    pub rank_days: Vec<EarlierRankDay>,
}

/// What evidence says of a company that is not on a list held before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Finding {
    /// A member that the lists held before leave out.
    HeldBeyondLists(&'static str),
    /// It has left the index since the last reconstitution.
    Left,
    /// It stood well inside and was not taken.
    NotTaken(NaiveDate),
    /// Nothing; whether it was a member once.
    Nothing { former: bool },
}

/// The evidence in the form in which companies are looked up.
pub(super) struct Judge<'a> {
    pub(super) evidence: &'a Evidence,
    pub(super) lineage: &'a Lineage<'a>,
    /// The earlier rank days with the cap of their company #3,000.
    pub(super) cuts: Vec<Option<Decimal>>,
    /// The last implementation day before the event.
    pub(super) last_implementation: Option<NaiveDate>,
    pub(super) rank_day: NaiveDate,
    /// Latest days of the lists held before: Russell 1000 and 2000.
    pub(super) held_days: (Option<NaiveDate>, Option<NaiveDate>),
}

impl Judge<'_> {
    /// The finding on a company that no list held before names.
    pub(super) fn finding(&self, lines: &[usize], now: &ScreenerDay) -> Finding {
        if self.evidence.membership {
            if self.rolled(lines) {
                return Finding::HeldBeyondLists("in the provider's lists, rolled forward");
            }
            match self.left(lines) {
                Some(true) => return Finding::Left,
                Some(false) => {
                    return Finding::HeldBeyondLists("trades on after a list that lacks it");
                }
                None => {}
            }
        }
        if self.evidence.previous_rank
            && let Some(day) = self.not_taken(lines, now)
        {
            return Finding::NotTaken(day);
        }
        Finding::Nothing { former: self.evidence.membership && self.was_ever(lines) }
    }

    fn listed(&self, line: usize, list: &EarlierList) -> bool {
        self.lineage.ticker_on(line, list.held_on).is_some_and(|key| list.keys.contains(&key))
    }

    fn added(&self, line: usize, changes: &EarlierChanges) -> bool {
        let key = self.lineage.ticker_on(line, changes.implementation);
        key.is_some_and(|key| changes.added.contains(&key))
    }

    /// Whether any list or published addition before the event names it.
    fn was_ever(&self, lines: &[usize]) -> bool {
        let e = self.evidence;
        lines.iter().any(|&line| {
            e.lists.iter().any(|list| self.listed(line, list))
                || e.changes.iter().any(|changes| self.added(line, changes))
        })
    }

    /// Whether it has been a member after an implementation day.
    ///
    /// A fund still holds for some weeks what has left; complete lists count at once.
    fn member_since(&self, lines: &[usize], implementation: NaiveDate) -> bool {
        let e = self.evidence;
        let settled = implementation + FUND_LAG;
        lines.iter().any(|&line| {
            let listed = |list: &EarlierList| {
                let from = if list.complete { implementation } else { settled };
                list.index != Index::Microcap && list.held_on >= from && self.listed(line, list)
            };
            let added = |changes: &EarlierChanges| {
                changes.implementation >= implementation && self.added(line, changes)
            };
            e.lists.iter().any(listed) || e.changes.iter().any(added)
        })
    }

    /// Whether the last complete list, rolled forward by published changes, has it, and no fund has
    /// bought it since: one that had and has no longer shows that it left.
    fn rolled(&self, lines: &[usize]) -> bool {
        let complete = |list: &&EarlierList| list.complete && list.index == Index::R3000;
        let Some(full) = self.evidence.lists.iter().filter(complete).max_by_key(|l| l.held_on)
        else {
            return false;
        };
        lines.iter().any(|&line| {
            let mut entered = self.listed(line, full).then_some(full.held_on);
            for changes in self.evidence.changes.iter().filter(|c| c.implementation > full.held_on)
            {
                let Some(key) = self.lineage.ticker_on(line, changes.implementation) else {
                    continue;
                };
                if changes.added.contains(&key) {
                    entered = Some(changes.implementation);
                } else if changes.deleted.contains(&key) {
                    entered = None;
                }
            }
            entered.is_some_and(|entered| {
                let seen = |list: &EarlierList| {
                    matches!(list.index, Index::R1000 | Index::R2000)
                        && list.held_on > entered + FUND_LAG
                        && self.listed(line, list)
                };
                !self.evidence.lists.iter().any(seen)
            })
        })
    }

    /// Whether it left after the last reconstitution: a fund held it since, the list held before
    /// lacks it and is of rank day or later. `Some(false)`: that list is older, and the line trades.
    fn left(&self, lines: &[usize]) -> Option<bool> {
        let settled = self.last_implementation? + FUND_LAG;
        let seen_in = |index: Index| {
            lines.iter().any(|&line| {
                self.evidence.lists.iter().any(|list| {
                    list.index == index && list.held_on > settled && self.listed(line, list)
                })
            })
        };
        let lacking = if seen_in(Index::R1000) {
            self.held_days.0
        } else if seen_in(Index::R2000) {
            self.held_days.1
        } else {
            return None;
        };
        lacking.map(|day| day >= self.rank_day)
    }

    /// The rank day on which it stood well inside without being taken.
    fn not_taken(&self, lines: &[usize], now: &ScreenerDay) -> Option<NaiveDate> {
        let vehicle = &now.lines[lines[0]];
        for (at, (rank_day, cut)) in self.evidence.rank_days.iter().zip(&self.cuts).enumerate() {
            if self.member_since(lines, rank_day.implementation) {
                return None;
            }
            let day = rank_day.day.as_of;
            // Whoever was listed later is not whoever had the ticker then.
            let later = |year: i32| year > chrono::Datelike::year(&day);
            if vehicle.row.ipo_year.is_some_and(later) {
                continue;
            }
            let Some((then, cap)) = self.largest_then(lines, &rank_day.day) else { continue };
            let inside = cut.is_some_and(|cut| cap >= cut * self.evidence.inside_multiple);
            if inside && !converted(then, vehicle) && !(at == 0 && self.fresh(lines, vehicle)) {
                return Some(day);
            }
        }
        None
    }

    /// The company's line with the largest cap on an earlier day, at a dollar or more.
    fn largest_then<'d>(
        &self,
        lines: &[usize],
        day: &'d ScreenerDay,
    ) -> Option<(&'d Line, Decimal)> {
        lines
            .iter()
            .filter_map(|&line| day.get(&self.lineage.ticker_on(line, day.as_of)?))
            .filter(|line| line.may_be_common())
            .filter(|line| line.row.price.is_some_and(|p| p >= Decimal::ONE))
            .filter_map(|line| Some((line, line.row.market_cap?)))
            .max_by_key(|(_, cap)| *cap)
    }

    /// Too newly listed on the last rank day to tell, with a single class, so that votes are no
    /// obstacle.
    fn fresh(&self, lines: &[usize], vehicle: &Line) -> bool {
        if !vehicle.is_clean() || vehicle.classed || vehicle.row.country != "United States" {
            return false;
        }
        let Some(before) = self.evidence.rank_days.get(1) else { return true };
        let then = |&line: &usize| before.day.get(&self.lineage.ticker_on(line, before.day.as_of)?);
        let known: Vec<&Line> = lines.iter().filter_map(then).collect();
        let blank = |l: &&Line| matches!(l.structure, Some((Structure::BlankCheque, _)));
        known.is_empty() || known.iter().any(blank)
    }
}

/// Whether a company has become plain common shares since: it was out for what it was then.
fn converted(then: &Line, now: &Line) -> bool {
    let blank = |l: &Line| matches!(l.structure, Some((Structure::BlankCheque, _)));
    let other = matches!(
        then.kind,
        Kind::Partnership | Kind::Is(SecurityType::DepositaryReceipt | SecurityType::Unit, _)
    );
    (other || blank(then)) && now.kind == Kind::Common && !blank(now)
}

/// The cap of company #3,000 of an earlier day: of companies whose labels are clean or that any list
/// names; of fewer, the smallest. Near enough for a threshold that results hardly depend on.
pub(super) fn cut_of(day: &ScreenerDay, evidence: &Evidence) -> Option<Decimal> {
    let listed = |line: &Line| {
        let key = &line.row.key;
        evidence.lists.iter().any(|l| l.index != Index::Microcap && l.keys.contains(key))
            || evidence.changes.iter().any(|c| c.added.contains(key))
    };
    let mut caps: Vec<Decimal> = day
        .companies(|_| false)
        .iter()
        .map(|lines| &day.lines[lines[0]])
        .filter(|line| line.row.price.is_some_and(|p| p >= Decimal::ONE))
        .filter(|line| line.is_clean() || listed(line))
        .filter_map(|line| line.row.market_cap)
        .collect();
    caps.sort_unstable_by(|a, b| b.cmp(a));
    caps.get(2_999).or(caps.last()).copied()
}
