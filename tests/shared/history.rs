//! Small made-up histories: a hundred companies over three years, on which every break of the
//! family falls because the breaks are small too.
#![allow(dead_code, reason = "every target uses a part of it")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use proptest::prelude::*;
use rankday::market::history::{
    History, Known, LabelDay, LabelRules, PanelDate, PanelRow, Unlabelled, as_common_shares,
};
use rankday::methodology::Parameters;
use rankday::universe::{
    Acquirer, Action, CorporateAction, Exchange, Security, SymbolChanges, SymbolKey, Ticker,
    Universe,
};
use rust_decimal::Decimal;

use crate::breaks;

/// The ranks that stand for 10, 20, 50, 100, 200, 500, 1,000, 2,000, 3,000 and 4,000.
pub(crate) const RANKS: [usize; 10] = [2, 4, 6, 8, 10, 15, 20, 30, 50, 70];
/// Widths of the bands at #200, #500, #1,000 and #2,000, thousandths of a point.
pub(crate) const WIDTHS: [u32; 4] = [2_500, 2_500, 2_500, 500];

/// The rule book with small ranks.
pub(crate) fn parameters() -> Parameters {
    breaks::parameters(RANKS, WIDTHS.map(|width| (width, width)))
}

/// The recipe of a made-up market.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Recipe {
    pub(crate) seed: u64,
    pub(crate) companies: usize,
    pub(crate) months: u32,
    /// Whether there are closes in the middle of months too.
    pub(crate) halves: bool,
    /// Whether a file says what happened to companies.
    pub(crate) actions: bool,
    /// Whether classes of one company are listed.
    pub(crate) classes: bool,
}

pub(crate) fn recipes() -> impl Strategy<Value = Recipe> {
    (any::<u64>(), 40_usize..120, 30_u32..40, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(seed, companies, months, halves, actions, classes)| Recipe {
            seed,
            companies,
            months,
            halves,
            actions,
            classes,
        },
    )
}

/// A market and what is known of it.
#[derive(Debug)]
pub(crate) struct Market {
    pub(crate) panel: Vec<PanelDate>,
    pub(crate) changes: SymbolChanges,
    pub(crate) labels: Vec<LabelDay>,
    pub(crate) actions: Vec<CorporateAction>,
    /// How often the recipe's special events happened, by name.
    pub(crate) happened: BTreeMap<&'static str, usize>,
}

impl Market {
    /// The market as the library has it.
    pub(crate) fn history(self) -> History {
        let unlabelled: &Unlabelled<'_> = &|line, _| {
            let mut security = as_common_shares(line);
            let sum: u32 = line.tickers[0].symbol.bytes().map(u32::from).sum();
            security.set_free_float_pct(Some(Decimal::from(30 + sum % 70)));
            security
        };
        let rules = LabelRules { unlabelled, ..LabelRules::common_shares() };
        let known = Known { actions: &self.actions, ..Known::changes(&self.changes) };
        History::new(self.panel, known, self.labels, rules)
    }
}

/// Numbers that look random and are the same everywhere (splitmix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number from `from` on and below `to`.
    fn within(&mut self, from: usize, to: usize) -> usize {
        let span = u64::try_from((to - from).max(1)).expect("small");
        from + usize::try_from(self.next() % span).expect("small")
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.within(0, n) == 0
    }
}

/// Weekdays: the last of every month and, if wanted, the last up to the 15th.
pub(crate) fn dates(months: u32, halves: bool) -> Vec<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(2021, 2, 1).expect("a day");
    let weekday = |mut day: NaiveDate| {
        while matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            day = day - Days::new(1);
        }
        day
    };
    let mut dates = Vec::new();
    for month in 0..months {
        let start = first + Months::new(month);
        if halves {
            dates.push(weekday(start + Days::new(14)));
        }
        dates.push(weekday(start + Months::new(1) - Days::new(1)));
    }
    dates
}

/// A line of the market: when it is there and under which tickers.
struct Life {
    first: usize,
    /// The first day on which it is gone.
    gone: usize,
    hole: Option<usize>,
    /// Tickers with the day from which they hold.
    tickers: Vec<(usize, String)>,
    price: Decimal,
    cap: Decimal,
    /// Caps and prices it shares with another: a second class of it.
    class_of: Option<usize>,
}

impl Life {
    fn is_there(&self, day: usize) -> bool {
        (self.first..self.gone).contains(&day) && self.hole != Some(day)
    }

    fn ticker(&self, day: usize) -> &str {
        let of_day = self.tickers.iter().rev().find(|(from, _)| *from <= day);
        of_day.map_or(&self.tickers[0].1, |(_, ticker)| ticker)
    }
}

/// The ticker of a line that is not listed under another line's: not in the order of the numbers.
fn ticker(at: usize) -> String {
    let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).expect("a letter"));
    let mut ticker = String::new();
    let _ = write!(ticker, "{}{}{}", letter(at * 7), letter(at / 26), letter(at * 11));
    ticker
}

/// Makes a market.
pub(crate) fn market(recipe: &Recipe) -> Market {
    let mut dice = Dice(recipe.seed);
    let dates = dates(recipe.months, recipe.halves);
    let days = dates.len();
    let mut happened: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut changes: Vec<(NaiveDate, String, String)> = Vec::new();
    let mut lives: Vec<Life> = Vec::new();
    for at in 0..recipe.companies {
        let listed = dice.one_in(5);
        let first = if listed { dice.within(1, days - 2) } else { 0 };
        let gone = if dice.one_in(5) { dice.within(first + 1, days + 1) } else { usize::MAX };
        let hole = (dice.one_in(4) && first + 2 < days.min(gone))
            .then(|| dice.within(first + 1, days.min(gone) - 1));
        // Caps of 20 million to 20 billion: some are too small to be eligible.
        let scale = u64::try_from(dice.within(0, 1000)).expect("small");
        let millions =
            20 * 10_u64.pow(u32::try_from(scale / 334).expect("small")) * (1 + scale % 334 / 37)
                + u64::try_from(dice.within(0, 17)).expect("small");
        let cents = i64::try_from(dice.within(60, 9_000)).expect("small");
        lives.push(Life {
            first,
            gone,
            hole,
            tickers: vec![(0, ticker(at))],
            price: Decimal::new(cents, 2),
            cap: Decimal::from(millions * 1_000_000 + u64::try_from(at % 3).expect("small")),
            class_of: None,
        });
    }
    if recipe.classes {
        for at in (0..recipe.companies).step_by(9) {
            if lives[at].first > 0 {
                continue;
            }
            let gone = if dice.one_in(2) { usize::MAX } else { dice.within(2, days + 1) };
            let (price, cap) = (lives[at].price, lives[at].cap);
            let tickers = vec![(0, format!("{}B", ticker(at)))];
            let class_of = Some(at);
            lives.push(Life { first: 0, gone, hole: None, tickers, price, cap, class_of });
        }
    }
    // Ticker changes: to a new one, to that of a line that is gone that day, and by turns.
    let mut settled: BTreeSet<usize> = BTreeSet::new();
    for at in 0..recipe.companies {
        let life = &lives[at];
        let end = life.gone.min(days);
        let changes_now = life.first + 1 < end && dice.one_in(3) && !settled.contains(&at);
        if !changes_now {
            continue;
        }
        let gone = life.gone;
        let free = |o: &usize| *o != at && !settled.contains(o);
        let leaves = |o: &usize| {
            let day = lives[*o].gone;
            life.first + 1 < day && day < end && lives[*o].is_there(day - 1)
        };
        let takes_from = (0..recipe.companies).filter(free).find(leaves);
        let takes_from = takes_from.filter(|_| gone > days && dice.one_in(2));
        let day = takes_from.map_or_else(|| dice.within(life.first + 1, end), |o| lives[o].gone);
        let swaps_with = (at + 1..recipe.companies).filter(free).find(|&o| {
            let other = &lives[o];
            other.is_there(day) && other.is_there(day - 1)
        });
        if !lives[at].is_there(day) || !lives[at].is_there(day - 1) {
            continue;
        }
        settled.extend([at].into_iter().chain(takes_from));
        let old = lives[at].ticker(day).to_owned();
        let mut change = |at: usize, old: String, new: String| {
            lives[at].tickers.push((day, new.clone()));
            changes.push((dates[day] - Days::new(1), old, new));
        };
        match (takes_from, swaps_with) {
            (Some(other), _) => {
                change(at, old, ticker(other));
                *happened.entry("takes a ticker").or_default() += 1;
            }
            (None, Some(other)) if dice.one_in(2) => {
                let theirs = ticker(other);
                change(at, old.clone(), theirs.clone());
                change(other, theirs, old);
                settled.insert(other);
                *happened.entry("swap").or_default() += 1;
            }
            _ => {
                change(at, old.clone(), format!("{old}X"));
                *happened.entry("new ticker").or_default() += 1;
            }
        }
    }
    // A ticker used anew, by a line listed long after its owner is gone.
    let free: Vec<(usize, String)> = lives
        .iter()
        .filter(|life| life.tickers.len() == 1 && life.class_of.is_none() && life.gone < days)
        .map(|life| (life.gone, life.tickers[0].1.clone()))
        .filter(|(_, ticker)| changes.iter().all(|(_, old, new)| old != ticker && new != ticker))
        .collect();
    for life in lives.iter_mut().filter(|life| life.tickers.len() == 1 && life.class_of.is_none()) {
        let dead = free.iter().find(|(gone, _)| life.first > gone + 2);
        let untouched = changes.iter().all(|(_, old, _)| *old != life.tickers[0].1);
        if let Some((_, ticker)) = dead.filter(|_| untouched && life.tickers[0].1.len() == 3) {
            life.tickers[0].1.clone_from(ticker);
            *happened.entry("ticker used anew").or_default() += 1;
            break;
        }
    }
    let panel = rows(&mut dice, &mut lives, &dates, &mut happened);
    let labels = labels(&mut dice, &lives, &dates);
    let actions =
        if recipe.actions { actions(&mut dice, &lives, &dates, &mut happened) } else { Vec::new() };
    let key = SymbolKey::new;
    let changes =
        changes.into_iter().map(|(date, old, new)| (date, key(&old), key(&new))).collect();
    Market { panel, changes, labels, actions, happened }
}

/// The rows of every date, in the order of their tickers.
fn rows(
    dice: &mut Dice,
    lives: &mut [Life],
    dates: &[NaiveDate],
    happened: &mut BTreeMap<&'static str, usize>,
) -> Vec<PanelDate> {
    let mut panel: Vec<PanelDate> = Vec::new();
    let mut line = 1;
    for (day, &date) in dates.iter().enumerate() {
        let mut rows = Vec::new();
        let mut returns: Vec<Decimal> = Vec::with_capacity(lives.len());
        for at in 0..lives.len() {
            let thousandths = i64::try_from(dice.within(0, 500)).expect("small") - 230;
            let moved = match lives[at].class_of {
                Some(other) => returns[other],
                None => Decimal::new(if day == 0 { 0 } else { thousandths }, 3),
            };
            returns.push(moved);
            let (parent, one) = match lives[at].class_of {
                Some(other) => (Some(lives[other].cap), &mut lives[at]),
                None => (None, &mut lives[at]),
            };
            one.price = (one.price * (Decimal::ONE + moved)).round_dp(4).max(Decimal::new(1, 2));
            one.cap = (one.cap * (Decimal::ONE + moved)).round_dp(2);
            // Shares are issued and bought back.
            if dice.one_in(8) {
                let per_mille = i64::try_from(dice.within(0, 80)).expect("small") - 20;
                one.cap = (one.cap * Decimal::new(1_000 + per_mille, 3)).round_dp(2);
            }
            if let Some(cap) = parent {
                one.cap = cap;
            }
            if !one.is_there(day) {
                continue;
            }
            let known_cap = !dice.one_in(40);
            let known_return = day > one.first && !dice.one_in(40);
            let mut count = |is: bool, what| *happened.entry(what).or_default() += usize::from(is);
            count(!known_cap, "unknown cap");
            count(!known_return && day > one.first, "unknown return");
            count(one.hole == day.checked_sub(1) && day > 0, "hole");
            rows.push(PanelRow {
                date,
                line,
                symbol: one.ticker(day).into(),
                exchange: Exchange::Nyse,
                price: Some(one.price),
                market_cap: known_cap.then_some(one.cap),
                price_return: known_return.then(|| f64::try_from(moved).expect("small")),
                country: "United States".into(),
                adv_usd: None,
                days: None,
            });
            line += 1;
        }
        rows.sort_by(|a, b| a.symbol.cmp(&b.symbol));
        assert!(rows.is_sorted_by(|a, b| a.symbol < b.symbol), "a ticker twice on {date}");
        panel.push(PanelDate { date, rows });
    }
    panel
}

/// Labels of the first day and of one in the middle: floats that change, and which lines are one
/// company.
fn labels(dice: &mut Dice, lives: &[Life], dates: &[NaiveDate]) -> Vec<LabelDay> {
    let mut label_days = Vec::new();
    for day in [0, dates.len() / 2] {
        let mut securities = Vec::new();
        for (at, life) in lives.iter().enumerate().filter(|(_, life)| life.first == 0) {
            let has_class = lives.iter().any(|l| l.class_of == Some(at)) || life.class_of.is_some();
            if !life.is_there(day) || !(has_class || at % 3 == 0) {
                continue;
            }
            let mut security = Security::new(life.ticker(day), Exchange::Nyse);
            security.set_issuer(&format!("company {}", life.class_of.unwrap_or(at)));
            security.country.assigned = Some(rankday::universe::Country::US);
            security.set_free_float_pct(Some(Decimal::from(10 + dice.within(0, 90))));
            securities.push(security);
        }
        let as_of = Some(dates[day]);
        label_days.push(LabelDay { as_of, universe: Universe::new(dates[day], securities) });
    }
    label_days
}

/// The actions that a file might state for a market: mergers, spin-offs, offerings and delistings.
fn actions(
    dice: &mut Dice,
    lives: &[Life],
    dates: &[NaiveDate],
    happened: &mut BTreeMap<&'static str, usize>,
) -> Vec<CorporateAction> {
    let named = |text: &str| Ticker::new(text).expect("letters");
    let number = |n: usize| Decimal::new(i64::try_from(n).expect("small"), 2);
    let mut actions = Vec::new();
    for (at, life) in lives.iter().enumerate() {
        let mut act = |day: usize, what: &'static str, action: Action| {
            *happened.entry(what).or_default() += 1;
            let line = u64::try_from(actions.len() + 2).expect("small");
            actions.push(CorporateAction { date: dates[day], action, line });
        };
        let other = dice.within(0, lives.len());
        let partner = &lives[other];
        let both_live = |day: usize| {
            other != at && day > 0 && partner.is_there(day) && partner.is_there(day - 1)
        };
        if life.gone < dates.len() && life.is_there(life.gone - 1) {
            let (day, symbol) = (life.gone, named(life.ticker(life.gone - 1)));
            let fate = dice.within(0, 4);
            if fate < 2 {
                let same = partner.ticker(day) == symbol.written;
                let acquirer = (both_live(day) && !same).then(|| Acquirer {
                    symbol: named(partner.ticker(day)),
                    ratio: (!dice.one_in(4)).then(|| number(dice.within(5, 300))),
                });
                let cash = dice.one_in(2).then(|| number(dice.within(100, 9_000)));
                act(day, "merger", Action::Merger { target: symbol, acquirer, cash });
            } else if fate == 2 {
                let last_value = dice.one_in(2).then(|| number(dice.within(0, 100)));
                act(day, "delisting", Action::Delisting { symbol, last_value });
            }
        }
        if life.first > 0 && both_live(life.first) && dice.one_in(3) {
            let child = named(life.ticker(life.first));
            let parent = named(partner.ticker(life.first - 1));
            let ratio = number(dice.within(5, 100));
            if child.key != parent.key {
                act(life.first, "spin-off", Action::SpinOff { parent, child, ratio });
            }
        }
        let day = dice.within(1, dates.len());
        if dice.one_in(6) && life.is_there(day) {
            let (symbol, ratio) = (named(life.ticker(day)), number(dice.within(1, 30)));
            act(day, "offering", Action::Offering { symbol, ratio });
        }
    }
    actions.sort_by_key(|action| action.date);
    actions
}
