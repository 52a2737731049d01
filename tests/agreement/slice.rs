//! A reconstitution within a history, written as the files of a run that a user would have had.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::File;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rankday::calendar::{Season, exchange};
use rankday::market::history::{History, Laid, View};
use rankday::methodology::weights::index_shares;
use rankday::simulation::Timetable;
use rankday::universe::{
    Action, Exchange, Member, Membership, Security, write_membership, write_universe,
};
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use super::watch::{SeenEvent, Watch};

/// A cap that was carried along rounded returns differs by less, and its shares are the same.
const CARRIED: f64 = 1e-5;

/// An event of a history with what a run of it needs.
pub(crate) struct Slice<'a> {
    pub(crate) history: &'a History,
    pub(crate) watch: &'a Watch,
    pub(crate) event: &'a SeenEvent,
    /// The universe of the rank day.
    pub(crate) ranked: View,
    season: Season,
    implementation: NaiveDate,
    previous: Option<NaiveDate>,
    /// Lines that have replaced another line since the rank day, by the new line.
    pub(crate) goes_on: BTreeMap<usize, usize>,
    /// Lines to which something happened since the rank day.
    touched: BTreeSet<usize>,
    /// Those of them to which it happened before the lock-down: they are placed anew.
    pub(crate) placed: BTreeSet<usize>,
    /// What happened since the rank day.
    laid: Vec<&'a Laid>,
    /// The members of the rank day, and the issuers of those that are classes.
    held_then: (BTreeSet<usize>, BTreeSet<String>),
    lockdown: Option<NaiveDate>,
}

/// A cell of a number that may be unknown.
fn cell(number: Option<Decimal>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

/// The identity of a line in all files: tickers change.
pub(crate) fn id(line: usize) -> String {
    format!("L{line}")
}

impl<'a> Slice<'a> {
    pub(crate) fn new(
        history: &'a History,
        timetable: &Timetable,
        watch: &'a Watch,
        event: &'a SeenEvent,
    ) -> Self {
        let at = event.reconstitution.expect("a reconstitution");
        let dated = &timetable.events[at].event;
        let day = history.day_at(dated.rank_day).expect("a day");
        let before = Watch::rank_days(history, timetable).filter(|before| *before < day).max();
        let ranked = history.view(day);
        let was = |new: usize| {
            let issuer = history.issuer(new, event.day)?;
            let mut lines = ranked.line_of.iter().copied();
            lines.find(|&old| {
                let was_held = !watch.states[&day].indexes[old].is_empty();
                let is_gone = history.lines[old].last < event.day;
                was_held && is_gone && history.issuer(old, day) == Some(issuer)
            })
        };
        let then = &watch.states[&day];
        let new = event
            .before
            .members()
            .filter(|&line| ranked.security_of(line).is_none() && then.indexes[line].is_empty());
        let goes_on = new.filter_map(|line| Some((line, was(line)?))).collect();
        let laid: Vec<&Laid> =
            history.actions.iter().filter(|laid| laid.day > day && laid.day <= event.day).collect();
        let until = dated.lockdown_start.unwrap_or(dated.implementation);
        let lines_of = |laid: &&Laid| match laid.action.action {
            Action::Merger { .. } => vec![laid.other],
            Action::SpinOff { .. } => vec![Some(laid.line), laid.other],
            Action::Offering { .. } => vec![Some(laid.line)],
            _ => Vec::new(),
        };
        let with_classes = |laid: &[&Laid]| {
            let lines: BTreeSet<usize> = laid.iter().flat_map(lines_of).flatten().collect();
            let issuers: BTreeSet<&str> =
                lines.iter().filter_map(|&line| history.issuer(line, event.day)).collect();
            let of_them = |line: &usize| {
                let issuer = history.issuer(*line, event.day);
                lines.contains(line) || issuer.is_some_and(|issuer| issuers.contains(issuer))
            };
            (0..history.lines.len()).filter(of_them).collect::<BTreeSet<usize>>()
        };
        let early: Vec<&Laid> =
            laid.iter().copied().filter(|laid| laid.action.date < until).collect();
        let (touched, placed) = (with_classes(&laid), with_classes(&early));
        let held_then: BTreeSet<usize> = then.members().collect();
        let classes = held_then.iter().filter(|&&line| history.has_classes(line));
        let issuers = classes.filter_map(|&line| history.issuer(line, day)).map(str::to_owned);
        Self {
            held_then: (held_then.iter().copied().collect(), issuers.collect()),
            goes_on,
            touched,
            placed,
            laid,
            lockdown: dated.lockdown_start,
            history,
            watch,
            event,
            ranked,
            season: dated.season,
            implementation: dated.implementation,
            previous: before.map(|day| history.days[day].date),
        }
    }

    /// The last close of a line up to the implementation.
    fn close(&self, line: usize) -> Option<Decimal> {
        let first = self.history.lines[line].first;
        let mut days = (first..=self.event.day).rev();
        days.find_map(|day| self.history.days[day].quote(line)?.price)
    }

    /// Whether a line was gone before the implementation.
    pub(crate) fn is_gone(&self, line: usize) -> bool {
        self.history.lines[line].last < self.event.day
    }

    /// Whether a line, or another class of its company, was held on the rank day.
    fn was_held(&self, line: usize) -> bool {
        let (lines, issuers) = &self.held_then;
        let issuer = || self.history.issuer(line, self.ranked.day);
        let has_classes = self.history.has_classes(line);
        lines.contains(&line)
            || has_classes && issuer().is_some_and(|issuer| issuers.contains(issuer))
    }

    /// Whether a line was split off since the rank day from one that was there.
    fn is_child(&self, line: usize) -> bool {
        let is_there = self.ranked.security_of(line).is_some() || self.was_held(line);
        !is_there
            && self.laid.iter().any(|laid| {
                let is_split = matches!(laid.action.action, Action::SpinOff { .. });
                is_split && laid.other == Some(line) && self.ticker_then(laid.line).is_some()
            })
    }

    /// Whether the files of a run have a line: it was there on the rank day, was held then, or was split
    /// off since.
    fn is_known(&self, line: usize) -> bool {
        self.ranked.security_of(line).is_some() || self.was_held(line) || self.is_child(line)
    }

    /// Whether a line joined since the rank day, whose universe does not say what it is worth: as a member
    /// of that day it would take a place there that it did not.
    fn is_unplaced(&self, line: usize) -> bool {
        let security = self.ranked.security_of(line);
        let security = security.map(|at| &self.ranked.universe.securities[at]);
        !self.was_held(line) && security.is_some_and(|s| s.company_market_cap().is_none())
    }

    /// The ticker of a line on the rank day; `None` for one that was not there yet.
    fn ticker_then(&self, line: usize) -> Option<&str> {
        let line = self.goes_on.get(&line).copied().unwrap_or(line);
        let was_there = self.history.lines[line].first <= self.ranked.day;
        was_there.then(|| self.history.symbol(line, self.ranked.day))
    }

    /// The actions since the rank day, as a file states them, by the tickers of the rank day; a child has
    /// its ticker of the implementation.
    fn actions(&self) -> String {
        let mut rows = String::new();
        for laid in &self.laid {
            let Some(symbol) = self.ticker_then(laid.line) else { continue };
            let other = laid.other.and_then(|line| self.ticker_then(line));
            let row = match &laid.action.action {
                Action::Merger { acquirer, cash, .. } => {
                    let ratio = acquirer.as_ref().and_then(|a| a.ratio).filter(|_| other.is_some());
                    let other = other.unwrap_or_default();
                    format!("merger,{symbol},{other},{},{}", cell(ratio), cell(*cash))
                }
                Action::Delisting { last_value, .. } => {
                    format!("delisting,{symbol},,,{}", cell(*last_value))
                }
                Action::SpinOff { ratio, .. } => {
                    let Some(child) = laid.other else { continue };
                    let child = self.history.symbol(child, self.event.day);
                    format!("spin-off,{symbol},{child},{ratio},")
                }
                Action::Offering { ratio, .. } => format!("offering,{symbol},,{ratio},"),
                Action::Ipo { .. } | Action::TickerChange { .. } => continue,
            };
            let _ = writeln!(rows, "{},{row}", laid.action.date);
        }
        rows
    }

    /// Lines of companies that a history holds by several lines, as later labels made them one company: it
    /// goes on with one of them.
    fn of_several(&self) -> BTreeMap<usize, &'static str> {
        let issuer = |line: usize| {
            let own = self.history.has_classes(line);
            self.history.issuer(line, self.ranked.day).filter(|_| own)
        };
        let mut held: BTreeMap<&str, usize> = BTreeMap::new();
        for line in self.event.before.members().filter(|line| !self.goes_on.contains_key(line)) {
            if let Some(issuer) = issuer(line) {
                *held.entry(issuer).or_default() += 1;
            }
        }
        let is_one = |line: &usize| {
            let lines = issuer(*line).and_then(|issuer| held.get(issuer));
            lines.is_some_and(|lines| *lines > 1)
        };
        let why = "one of several lines of a company, of which the history goes on with one";
        (0..self.history.lines.len()).filter(is_one).map(|line| (line, why)).collect()
    }

    /// Lines on which a run cannot know what the history knows, with the reason: they are named, and
    /// where there are any, the numbers of whole indexes differ for them.
    pub(crate) fn named(&self) -> BTreeMap<usize, &'static str> {
        let (before, after) = (&self.event.before, &self.event.after);
        let then = &self.watch.states[&self.ranked.day];
        let mut named = self.of_several();
        for line in 0..self.history.lines.len() {
            let is_member = !before.indexes[line].is_empty() || !after.indexes[line].is_empty();
            if !is_member || self.goes_on.contains_key(&line) {
                continue;
            }
            let company = self.ranked.security_of(line).map(|at| self.ranked.company_of[at]);
            let Some(company) = company else {
                if !self.is_known(line) {
                    named
                        .insert(line, "joined since the rank day, and has no line in its universe");
                }
                continue;
            };
            let all = &self.ranked.universe.companies[company].lines;
            let was_held = || all.iter().any(|&s| !then.indexes[self.ranked.line_of[s]].is_empty());
            if !before.indexes[line].is_empty() && !was_held() {
                named.insert(line, "joined since the rank day");
            }
        }
        named
    }

    /// Index shares of a line with this value.
    fn shares(&self, line: usize, value: f64, float_pct: f64) -> Option<Decimal> {
        index_shares(value, self.close(line)?, float_pct)
    }

    /// Members just before the implementation.
    fn membership(&self) -> Membership {
        let before = &self.event.before;
        let then = |line: usize| self.goes_on.get(&line).copied().unwrap_or(line);
        let there = |line: &usize| self.is_known(then(*line)) && !self.is_unplaced(then(*line));
        let members = before.members().filter(there).map(|line| Member {
            symbol: self.history.symbol(then(line), self.ranked.day).to_owned(),
            id: Some(id(then(line))),
            segment: before.indexes[line].segment(),
            indexes: Some(before.indexes[line]),
            held_on: self.history.days[self.event.day].date,
            index_shares: self.shares(line, before.value[line], before.float_pct[line]),
            index_float_pct: Decimal::from_f64(before.float_pct[line]),
            name: String::new(),
            in_microcap: None,
            inferred: String::new(),
            unmatched: false,
        });
        Membership {
            members: members.chain(self.missing_then()).collect(),
            ..Membership::default()
        }
    }

    /// Members of the rank day that its universe lacks and that were gone by the implementation. They take
    /// a place in the ranking, and have no weight.
    fn missing_then(&self) -> impl Iterator<Item = Member> {
        let then = &self.watch.states[&self.ranked.day];
        let is_missing = |line: &usize| {
            let is_there = self.ranked.security_of(*line).is_some();
            !is_there && self.is_gone(*line) && !self.history.has_classes(*line)
        };
        let went_on: BTreeSet<usize> = self.goes_on.values().copied().collect();
        let missing = then.members().filter(is_missing).filter(move |line| !went_on.contains(line));
        missing.map(|line| Member {
            id: Some(id(line)),
            indexes: Some(then.indexes[line]),
            ..Member::new(
                self.history.symbol(line, self.ranked.day),
                then.indexes[line].segment(),
                self.ranked.universe.as_of,
            )
        })
    }

    /// The universe of the rank day. A member that lives and that the panel lacks that day has a line
    /// without price and cap.
    fn universe(&self) -> Vec<Security> {
        let ranked = &self.ranked;
        let of_line = |(security, &line): (&Security, &usize)| {
            let mut security = security.clone();
            security.set_id(Some(&id(line)));
            // The mean of thirty days keeps only members. A member of rank day that has left since is not
            // one to a run, which still ranks it by its stated cap.
            if self.is_gone(line) && self.was_held(line) {
                security.set_price(security.price().max(security.mean_close_30d()));
            }
            security
        };
        let mut lines: Vec<Security> =
            ranked.universe.securities.iter().zip(&ranked.line_of).map(of_line).collect();
        let is_hole = |line: &usize| {
            ranked.security_of(*line).is_none()
                && self.was_held(*line)
                && !self.goes_on.contains_key(line)
        };
        for line in self.event.before.members().filter(is_hole) {
            let days = (ranked.day..self.history.days.len()).chain((0..ranked.day).rev());
            let seen = days.map(|day| self.history.view(day)).find_map(|view| {
                let security = view.security_of(line)?;
                Some(view.universe.securities[security].clone())
            });
            let mut hole = seen.expect("a member is there on some day");
            hole.set_symbol(self.history.symbol(line, ranked.day));
            hole.set_issuer(self.history.issuer(line, ranked.day).expect("a label"));
            hole.set_id(Some(&id(line)));
            hole.set_price(None);
            hole.set_company_market_cap(None);
            hole.set_free_float_pct(None);
            hole.set_mean_close_30d(None);
            lines.push(hole);
        }
        lines
    }

    /// All lines that live at the implementation, with the shares of the cut-off. One that the panel
    /// lacks that day has its last close.
    fn effective(&self) -> Vec<Security> {
        let newest = self.watch.carried_caps(self.history, &self.ranked, self.event.day);
        let is_alive = |line: &usize| {
            let found = &self.history.lines[*line];
            let then = self.is_known(*line) || self.goes_on.contains_key(line);
            then && found.last >= self.event.day
        };
        let (before, after) = (&self.event.before, &self.event.after);
        let lines = (0..self.history.lines.len()).filter(is_alive).map(|line| {
            let held = self.shares(line, before.value[line], before.float_pct[line]);
            let is_held = held.is_some() || !after.indexes[line].is_empty();
            let then = self.goes_on.get(&line).copied().unwrap_or(line);
            let cap = newest.get(&line).copied().filter(|_| is_held);
            // The history took over that day what is known of a company since something happened to it.
            let taken = self.touched.contains(&line) && !after.indexes[line].is_empty();
            let float_pct = Decimal::from_f64(after.float_pct[line]).filter(|_| taken);
            let cap =
                if taken { Some(after.value[line] / after.float_pct[line] * 100.0) } else { cap };
            let old_cap = held.and_then(|h| h.checked_mul(self.close(line)?)?.to_f64());
            let same = cap.zip(old_cap).is_some_and(|(new, old)| (new / old - 1.0).abs() < CARRIED);
            let newest = cap.and_then(|cap| self.shares(line, cap, 100.0));
            let symbol = self.history.symbol(line, self.event.day);
            let mut security = Security::new(symbol, Exchange::UsListed);
            security.set_price(self.close(line));
            security.set_free_float_pct(float_pct);
            security.set_shares_outstanding(if same { held } else { newest });
            security.set_id(Some(&id(then)));
            security
        });
        let mut lines: Vec<Security> = lines.collect();
        lines.sort_by(|a, b| a.symbol().cmp(b.symbol()));
        lines
    }

    /// Writes the files and their scenario; returns it.
    pub(crate) fn write(&self, folder: &Path, methodology: &str) -> PathBuf {
        let file = |name: &str| File::create(folder.join(name)).expect("a file");
        write_universe(&self.universe(), None, file("universe.csv")).expect("written");
        write_universe(&self.effective(), None, file("effective.csv")).expect("written");
        write_membership(&self.membership(), file("membership.csv")).expect("written");
        let session = |day| exchange::session_on_or_before(day).expect("a session");
        let rank_day = session(self.ranked.universe.as_of);
        let rank_day = rank_day.max(self.ranked.universe.as_of);
        let season = self.season.to_string().to_lowercase();
        let previous =
            self.previous.map_or(String::new(), |day| format!("previous_rank_day = {day}\n"));
        let implementation = self.implementation;
        let rows = self.actions();
        let mut actions = String::new();
        if !rows.is_empty() {
            let text = format!("date,action,symbol,other,ratio,cash\n{rows}");
            std::fs::write(folder.join("actions.csv"), text).expect("written");
            actions.push_str("[actions]\nfile = \"actions.csv\"\n");
            if let Some(day) = self.lockdown {
                let _ = writeln!(actions, "lockdown = {day}");
            }
        }
        let text = format!(
            "[event]\nseason = \"{season}\"\nrank_day = {rank_day}\n\
             implementation = {implementation}\n{previous}\
             [universe]\nfile = \"universe.csv\"\nas_of = {}\n\
             [membership]\nfile = \"membership.csv\"\n\
             [effective]\nfile = \"effective.csv\"\ncomplete = true\n{actions}{methodology}",
            self.ranked.universe.as_of
        );
        let path = folder.join("event.toml");
        std::fs::write(&path, text).expect("written");
        path
    }

    /// The history's lines by identity; where another line has replaced one, that other line.
    pub(crate) fn lines(&self) -> BTreeMap<String, usize> {
        let mut lines: BTreeMap<String, usize> =
            (0..self.history.lines.len()).map(|line| (id(line), line)).collect();
        lines.extend(self.goes_on.iter().map(|(&new, &old)| (id(old), new)));
        lines
    }
}
