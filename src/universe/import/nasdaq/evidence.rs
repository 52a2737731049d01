//! Past memberships and ranks, and what they imply about a company's eligibility.
//!
//! There are two kinds of evidence besides the labels. A member held before the event, or at any earlier
//! time, is eligible whatever its labels. A company that ranked well inside 3,000 on an earlier rank day
//! and has not been a member since is not eligible, whatever its labels: something that the screener does
//! not show (votes, nationality, float) keeps it out. Its absence counts only if a given file could have
//! shown its presence; see `shown`.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use rustc_hash::FxHashSet;

use super::day::{Line, ScreenerDay};
use super::lineage::{Lineage, Past};
use super::security_type::Kind;
use super::shown::{Appearances, Cuts};
use crate::universe::evidence::EvidenceKind;
use crate::universe::index::Index;
use crate::universe::security::{SecurityType, Structure};
use crate::universe::symbol::SymbolKey;

/// How long a fund keeps holding lines that have left its index.
const FUND_LAG: Days = Days::new(20);

/// A list of members of an earlier day.
#[derive(Debug, Clone)]
pub struct EarlierList {
    /// The index.
    pub index: Index,
    /// The date.
    pub held_on: NaiveDate,
    /// Whether it is the provider's own, or cleaned: complete, and without former members.
    pub complete: bool,
    /// The tickers on that date.
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

/// The screener on an earlier rank day.
#[derive(Debug)]
pub struct EarlierRankDay {
    /// The universe.
    pub day: ScreenerDay,
    /// The implementation day of its reconstitution.
    pub implementation: NaiveDate,
}

/// The evidence, and which inferences are allowed.
#[derive(Debug, Default)]
pub struct Evidence {
    /// Whether members, held before the event or at any time, are eligible whatever their labels.
    pub membership: bool,
    /// Whether a rank well inside on an earlier rank day without membership since is evidence.
    pub previous_rank: bool,
    /// The least cap that counts as well inside, as a multiple of company #3,000's on that day.
    pub inside_multiple: Decimal,
    /// The part of a place that a company excluded by each kind of evidence still takes, per cent: the
    /// probability that it is eligible after all. Zero for kinds without an entry.
    pub reserve_pct: BTreeMap<EvidenceKind, u8>,
    /// Membership lists of earlier dates.
    pub lists: Vec<EarlierList>,
    /// Published changes of earlier events.
    pub changes: Vec<EarlierChanges>,
    /// Earlier rank days, newest first.
    pub rank_days: Vec<EarlierRankDay>,
}

/// The implication of the evidence for a company that is not on a list held before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Finding {
    /// It is a member that the lists held before omit; with the reason.
    HeldBeyondLists(&'static str),
    /// It has left the index since the last reconstitution.
    Left,
    /// It ranked well inside on this rank day and was not added.
    NotTaken(NaiveDate),
    /// The evidence decides nothing.
    Nothing {
        /// Whether it was a member at some time.
        former: bool,
        /// Whether it ranked well inside on a rank day whose outcome no given file could have
        /// shown.
        untold: bool,
    },
}

/// The implication of earlier rank days for a company.
enum Standing {
    /// It ranked well inside on this rank day and was not added.
    NotTaken(NaiveDate),
    /// It ranked well inside, and no given file could have shown whether it was added.
    Untold,
    /// Nothing speaks against it.
    Open,
}

/// The evidence, indexed for looking up companies.
pub(super) struct Judge<'a> {
    pub(super) evidence: &'a Evidence,
    pub(super) lineage: &'a Lineage<'a>,
    /// The caps at the breakpoints of the earlier rank days.
    pub(super) cuts: Vec<Cuts>,
    /// The last implementation day before the event.
    pub(super) last_implementation: Option<NaiveDate>,
    pub(super) rank_day: NaiveDate,
    /// Latest dates of the lists held before: Russell 1000 and 2000.
    pub(super) held_days: (Option<NaiveDate>, Option<NaiveDate>),
}

impl Judge<'_> {
    /// The finding on a company that no list held before names.
    pub(super) fn finding(&self, lines: &[usize], now: &ScreenerDay) -> Finding {
        let pasts: Vec<Past<'_>> = lines.iter().map(|&line| self.lineage.of(line)).collect();
        let seen = self.appearances(&pasts);
        if self.evidence.membership {
            if self.rolled(&seen) {
                return Finding::HeldBeyondLists("in the provider's lists, rolled forward");
            }
            match self.left(&seen) {
                Some(true) => return Finding::Left,
                Some(false) => {
                    return Finding::HeldBeyondLists("trades on after a list that lacks it");
                }
                None => {}
            }
        }
        let standing = if self.evidence.previous_rank {
            self.standing(&pasts, &seen, &now.lines[lines[0]])
        } else {
            Standing::Open
        };
        if let Standing::NotTaken(day) = standing {
            return Finding::NotTaken(day);
        }
        let ever = seen.lists.contains(&true) || seen.added.contains(&true);
        Finding::Nothing {
            former: self.evidence.membership && ever,
            untold: matches!(standing, Standing::Untold),
        }
    }

    /// Looks up every line of a company in every list and every set of changes.
    fn appearances(&self, pasts: &[Past<'_>]) -> Appearances {
        let on = |day: NaiveDate, keys: &FxHashSet<SymbolKey>| {
            pasts.iter().any(|past| past.ticker_on(day).is_some_and(|key| keys.contains(&*key)))
        };
        let e = self.evidence;
        Appearances {
            lists: e.lists.iter().map(|l| on(l.held_on, &l.keys)).collect(),
            added: e.changes.iter().map(|c| on(c.implementation, &c.added)).collect(),
            deleted: e.changes.iter().map(|c| on(c.implementation, &c.deleted)).collect(),
        }
    }

    /// The lists in which a company appears.
    pub(super) fn lists<'s>(
        &'s self,
        seen: &'s Appearances,
    ) -> impl Iterator<Item = &'s EarlierList> {
        self.evidence.lists.iter().zip(&seen.lists).filter(|(_, is)| **is).map(|(list, _)| list)
    }

    /// Whether it has been a member after an implementation day.
    ///
    /// A fund still holds former members for some weeks; complete lists count at once.
    fn member_since(&self, seen: &Appearances, implementation: NaiveDate) -> bool {
        let settled = implementation + FUND_LAG;
        let listed = self.lists(seen).any(|list| {
            let from = if list.complete { implementation } else { settled };
            list.index != Index::Microcap && list.held_on >= from
        });
        let mut changes = self.evidence.changes.iter().zip(&seen.added);
        listed || changes.any(|(c, added)| *added && c.implementation >= implementation)
    }

    /// Whether the last complete list, rolled forward by published changes, has it, while no later list
    /// of a fund does: had a fund held it since, its absence from the lists held before would show that
    /// it left.
    fn rolled(&self, seen: &Appearances) -> bool {
        let e = self.evidence;
        let complete = |list: &EarlierList| list.complete && list.index == Index::R3000;
        let Some(full) = e.lists.iter().filter(|l| complete(l)).map(|l| l.held_on).max() else {
            return false;
        };
        let in_full = self.lists(seen).any(|list| complete(list) && list.held_on == full);
        let mut entered = in_full.then_some(full);
        for ((changes, added), deleted) in e.changes.iter().zip(&seen.added).zip(&seen.deleted) {
            if changes.implementation <= full {
                continue;
            }
            if *added {
                entered = Some(changes.implementation);
            } else if *deleted {
                entered = None;
            }
        }
        entered.is_some_and(|entered| {
            !self.lists(seen).any(|list| {
                matches!(list.index, Index::R1000 | Index::R2000)
                    && list.held_on > entered + FUND_LAG
            })
        })
    }

    /// Whether it left after the last reconstitution: a fund held it since, and the list held before
    /// lacks it and is dated on rank day or later. `Some(false)` if that list is older and the line still
    /// trades.
    fn left(&self, seen: &Appearances) -> Option<bool> {
        let settled = self.last_implementation? + FUND_LAG;
        let seen_in = |index| self.lists(seen).any(|l| l.index == index && l.held_on > settled);
        let lacking = if seen_in(Index::R1000) {
            self.held_days.0
        } else if seen_in(Index::R2000) {
            self.held_days.1
        } else {
            return None;
        };
        lacking.map(|day| day >= self.rank_day)
    }

    /// Whether it ranked well inside on an earlier rank day without being added.
    fn standing(&self, pasts: &[Past<'_>], seen: &Appearances, vehicle: &Line) -> Standing {
        let mut found = Standing::Open;
        // True while no later rank day was informative.
        let mut is_latest = true;
        for (at, rank_day) in self.evidence.rank_days.iter().enumerate() {
            if self.member_since(seen, rank_day.implementation) {
                break;
            }
            let cap = self.stood_inside(at, pasts, vehicle);
            let told = cap.map_or_else(|| self.tells(at), |cap| self.could_show(at, cap, seen));
            match cap {
                Some(_) if !told => found = Standing::Untold,
                Some(_) if !(is_latest && self.fresh(at, pasts, vehicle)) => {
                    return Standing::NotTaken(rank_day.day.as_of);
                }
                _ => {}
            }
            is_latest &= !told;
        }
        found
    }

    /// The cap with which it ranked well inside on the earlier rank day of index `at`, USD, provided that
    /// it was the same kind of line as now.
    fn stood_inside(&self, at: usize, pasts: &[Past<'_>], vehicle: &Line) -> Option<Decimal> {
        let day = &self.evidence.rank_days[at].day;
        // A company listed later is not the one that had the ticker then.
        let later = |year: i32| year > chrono::Datelike::year(&day.as_of);
        if vehicle.row.ipo_year.is_some_and(later) {
            return None;
        }
        let (then, cap) = largest_then(pasts, day)?;
        let limit = self.cuts[at].r3000?.checked_mul(self.evidence.inside_multiple);
        let inside = limit.is_some_and(|limit| cap >= limit);
        (inside && !converted(then, vehicle)).then_some(cap)
    }

    /// Whether it was too newly listed on the earlier rank day of index `at` for its absence to count,
    /// and has a single class, so that votes are not an obstacle.
    fn fresh(&self, at: usize, pasts: &[Past<'_>], vehicle: &Line) -> bool {
        // The label must be that of the United States itself, in any wording.
        if !vehicle.is_clean() || vehicle.classed || vehicle.country.reason != "label" {
            return false;
        }
        let Some(before) = self.evidence.rank_days.get(at + 1) else { return true };
        let then = |past: &Past<'_>| before.day.get(&*past.ticker_on(before.day.as_of)?);
        let known: Vec<&Line> = pasts.iter().filter_map(then).collect();
        let blank = |l: &&Line| matches!(l.structure, Some((Structure::BlankCheque, _)));
        known.is_empty() || known.iter().any(blank)
    }
}

/// The company's line with the largest cap on an earlier day, at a dollar or more.
fn largest_then<'d>(pasts: &[Past<'_>], day: &'d ScreenerDay) -> Option<(&'d Line, Decimal)> {
    pasts
        .iter()
        .filter_map(|past| day.get(&*past.ticker_on(day.as_of)?))
        .filter(|line| line.may_be_common())
        .filter(|line| line.row.price.is_some_and(|p| p >= Decimal::ONE))
        .filter_map(|line| Some((line, line.row.market_cap?)))
        .max_by_key(|(_, cap)| *cap)
}

/// Whether a company has become plain common shares since, so that what it was before explains its
/// absence.
fn converted(then: &Line, now: &Line) -> bool {
    let blank = |l: &Line| matches!(l.structure, Some((Structure::BlankCheque, _)));
    let other = matches!(
        then.kind,
        Kind::Partnership | Kind::Is(SecurityType::DepositaryReceipt | SecurityType::Unit, _)
    );
    (other || blank(then)) && now.kind == Kind::Common && !blank(now)
}
