//! Value of a line in an index before and after an event, USD.
//!
//! The value is `price x index shares x float`, at the price of the implementation day if there is one.
//! If the universe lacks a member's shares or float, those of the membership stay in use.
//!
//! If neither has the shares of a line, its company's cap replaces `price x shares`: the cap of the
//! implementation day, or the rank-day cap moved with the price. The cap is of the whole company, so only
//! one line carries it, less the value of the classes with known shares.

use rust_decimal::Decimal;

use crate::methodology::Updates;
use crate::methodology::updates::{Updated, update_float, update_shares};
use crate::methodology::weights::investable_cap;
use crate::reconstitution::Reconstitution;
use crate::universe::packed::float;
use crate::universe::{Member, Security, SecurityType, Universe};

/// A line that an index holds before, after, or both.
#[derive(Debug, Clone, Copy)]
pub(super) struct HeldLine<'a> {
    /// The line, as a place in the universe.
    pub(super) line: usize,
    /// Its company, as a place in the universe.
    pub(super) company: usize,
    /// The line on rank day.
    pub(super) security: &'a Security,
    /// The line on the implementation day; `None` if it has no price there.
    pub(super) now: Option<&'a Security>,
    /// Shares issued since rank day that the universe does not include.
    pub(super) issued: Decimal,
    /// The member before the event; `None` if not held.
    pub(super) member: Option<&'a Member>,
    /// Whether an index holds it after the event.
    pub(super) is_after: bool,
}

/// How close the shares of two days must be to the ratio of a split, as a fraction of it: other
/// shares may be issued besides.
const SPLIT_SHARES: Decimal = Decimal::from_parts(3, 0, 0, false, 2);
/// Tolerance for prices, wider because prices also move.
const SPLIT_PRICE: Decimal = Decimal::from_parts(25, 0, 0, false, 2);
/// The only usual split that is not a whole number.
const THREE_FOR_TWO: Decimal = Decimal::from_parts(15, 0, 0, false, 1);

/// Value of a line before and after.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Valued {
    pub(super) before: f64,
    pub(super) after: f64,
    /// Whether the event updates its index shares or float; `None` if neither is known before it.
    pub(super) updated: Option<bool>,
    /// True if the line has a value of its own. Otherwise its company has no value, or is weighted
    /// as a whole on another line.
    pub(super) is_own: bool,
}

/// Numbers of lines by assumption made.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Assumed {
    pub(super) float: usize,
    pub(super) by_cap: usize,
    pub(super) old_shares: usize,
    pub(super) no_value: usize,
    pub(super) split: usize,
}

/// Price and shares of a line.
struct ByShares {
    price: Decimal,
    old: Option<Decimal>,
    newest: Option<Decimal>,
}

impl HeldLine<'_> {
    fn by_shares(&self) -> Option<ByShares> {
        let price = self.now.and_then(Security::price).or(self.security.price())?;
        let old = self.split().or_else(|| self.member?.index_shares);
        let newest = self.now.and_then(Security::shares_outstanding);
        let then = self.security.shares_outstanding().map(|shares| shares + self.issued);
        let newest = newest.or(then);
        (old.is_some() || newest.is_some()).then_some(ByShares { price, old, newest })
    }

    /// The member's index shares after a split, if price and shares of rank day and the
    /// implementation day show that the line was split and the member still has the number from
    /// before it.
    pub(super) fn split(&self) -> Option<Decimal> {
        let (then, now, old) = (self.security, self.now?, self.member?.index_shares?);
        let newest = now.shares_outstanding()?;
        let shares = newest.checked_div(then.shares_outstanding()?)?;
        let by_price = then.price()?.checked_div(now.price()?)?;
        let near = |a: Decimal, b: Decimal, part: Decimal| (a - b).abs() <= part * b;
        let whole = |ratio: Decimal| {
            let round = ratio.round();
            (round >= Decimal::TWO && near(ratio, round, SPLIT_SHARES)).then_some(round)
        };
        let fewer = || Decimal::ONE.checked_div(whole(Decimal::ONE.checked_div(shares)?)?);
        let half = || Some(THREE_FOR_TWO).filter(|half| near(shares, *half, SPLIT_SHARES));
        let ratio = whole(shares).or_else(fewer).or_else(half)?;
        let after = old.checked_mul(ratio)?;
        let is_of_before = (after - newest).abs() < (old - newest).abs();
        (near(by_price, ratio, SPLIT_PRICE) && is_of_before).then_some(after)
    }

    fn old_float(&self) -> Option<Decimal> {
        self.member.and_then(|member| member.index_float_pct)
    }

    fn newest_float(&self) -> Option<Decimal> {
        self.now.and_then(Security::free_float_pct).or(self.security.free_float_pct())
    }

    /// Whether its float is known; if not, all its shares count as available.
    pub(super) fn knows_float(&self) -> bool {
        self.old_float().is_some() || self.newest_float().is_some()
    }

    /// The float in use after the event, per cent.
    fn float(&self, updates: &Updates) -> Updated {
        let (old, newest) = (self.old_float(), self.newest_float());
        if let (Some(old), None) = (old, newest) {
            return Updated { value: old, changed: false };
        }
        let newest = newest.unwrap_or(Decimal::ONE_HUNDRED);
        update_float(old, newest, updates.float_buffer_points)
    }

    fn by(&self, shares: &ByShares, updates: &Updates) -> Valued {
        let ByShares { price, old, newest } = *shares;
        let new = match (old, newest) {
            (Some(old), None) => Updated { value: old, changed: false },
            _ => update_shares(old, newest.unwrap_or_default(), updates.shares_buffer_pct),
        };
        let float = self.float(updates);
        let knows_old = old.is_some() || self.old_float().is_some();
        let old_float = self.old_float().unwrap_or(float.value);
        Valued {
            before: investable_cap(price, old.unwrap_or(new.value), Some(old_float)),
            after: investable_cap(price, new.value, Some(float.value)),
            updated: knows_old.then_some(new.changed || float.changed),
            is_own: true,
        }
    }
}

/// Values the lines, in order, and counts the assumptions made.
pub(super) fn values(
    lines: &[HeldLine<'_>],
    universe: &Universe,
    result: &Reconstitution,
    updates: &Updates,
) -> (Vec<Valued>, Assumed) {
    let mut assumed = Assumed::default();
    let mut values = vec![Valued::default(); lines.len()];
    let mut by_cap: Vec<usize> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        assumed.float += usize::from(!line.knows_float());
        match line.by_shares() {
            Some(shares) => {
                assumed.split += usize::from(line.split().is_some());
                assumed.old_shares += usize::from(line.member.is_some() && shares.old.is_none());
                values[at] = line.by(&shares, updates);
            }
            None => by_cap.push(at),
        }
    }
    // The lines of a company need not be adjacent.
    by_cap.sort_by_key(|&at| (lines[at].company, at));
    for places in by_cap.chunk_by(|&a, &b| lines[a].company == lines[b].company) {
        let company = lines[places[0]].company;
        let cap = result.companies[company].market_cap;
        let vehicle = result.companies[company].line;
        let carriers = carriers(places, lines, vehicle);
        let closes = |at: usize| Some((lines[at].security, lines[at].now?));
        let own = carriers.into_iter().flatten().find_map(closes);
        let issued =
            |&at: &usize| lines[at].issued * lines[at].security.price().unwrap_or_default();
        let cap = cap.map(|cap| cap + places.iter().map(issued).sum::<Decimal>());
        let cap = cap.map(|cap| at_close(cap, own));
        let Some(cap) = cap.or_else(|| own?.1.company_market_cap()) else {
            assumed.no_value += places.len();
            continue;
        };
        assumed.by_cap += 1;
        let cap = cap - known_classes(company, lines, universe);
        let worth = |float_pct: Decimal| float(cap.max(Decimal::ZERO) * float_pct) / 100.0;
        let [before, after] = carriers;
        if let Some(at) = before {
            let float = lines[at].float(updates);
            values[at].before = worth(lines[at].old_float().unwrap_or(float.value));
            values[at].is_own = true;
        }
        if let Some(at) = after {
            let float = lines[at].float(updates);
            values[at].after = worth(float.value);
            values[at].is_own = true;
            let knows_old = before == after && lines[at].old_float().is_some();
            values[at].updated = knows_old.then_some(float.changed);
        }
    }
    (values, assumed)
}

/// The lines that carry a company's cap before and after: the same line if one is held on both sides,
/// preferably the pricing vehicle.
fn carriers(places: &[usize], lines: &[HeldLine<'_>], vehicle: usize) -> [Option<usize>; 2] {
    let pick = |is_held: &dyn Fn(&HeldLine<'_>) -> bool| {
        let mut held = places.iter().copied().filter(|&at| is_held(&lines[at]));
        let first = held.clone().next();
        held.find(|&at| lines[at].line == vehicle).or(first)
    };
    let both = pick(&|line| line.member.is_some() && line.is_after);
    let before = both.or_else(|| pick(&|line| line.member.is_some()));
    [before, both.or_else(|| pick(&|line| line.is_after))]
}

/// Moves a rank-day cap to the close of the implementation day, with the price of a line on both
/// days.
fn at_close(cap: Decimal, line: Option<(&Security, &Security)>) -> Decimal {
    let Some((then, now)) = line else { return cap };
    let moved = || cap.checked_mul(now.price()?)?.checked_div(then.price()?);
    now.company_market_cap().or_else(moved).unwrap_or(cap)
}

/// Value of a company's common share classes with known price and shares, USD.
fn known_classes(company: usize, held: &[HeldLine<'_>], universe: &Universe) -> Decimal {
    let worth = |&line: &usize| {
        let class = &universe.securities[line];
        if class.security_type != SecurityType::Common {
            return None;
        }
        match held.binary_search_by_key(&line, |held| held.line) {
            Ok(at) => {
                let ByShares { price, old, newest } = held[at].by_shares()?;
                price.checked_mul(newest.or(old)?)
            }
            Err(_) => class.price()?.checked_mul(class.shares_outstanding()?),
        }
    };
    universe.companies[company].lines.iter().filter_map(worth).sum()
}
