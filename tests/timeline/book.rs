//! A market that stands still, in which a test lets one thing happen.
//!
//! It has 75 companies, #1 with 9,900 million USD, each a hundred million smaller than the one
//! before, at 10 dollars a share; breaks as in the made-up markets (#20 is 8,000 million).

use chrono::NaiveDate;
use rankday::calendar::Plan;
use rankday::market::history::{
    History, Known, LabelDay, LabelRules, PanelDate, PanelRow, TickerRun, Unlabelled,
    as_common_shares,
};
use rankday::methodology::Parameters;
use rankday::universe::{
    Acquirer, Action, CorporateAction, Country, Exchange, Index, Security, SymbolChanges,
    SymbolKey, Ticker, Universe,
};
use rust_decimal::Decimal;

use crate::timeline::made_up;
use crate::timeline::probe::{Seen, backtests, plans};

/// The closes: rank day 30 April, lock-down from 8 June, implementation 26 June 2026; then those of
/// December.
pub(crate) const DATES: [&str; 12] = [
    "2026-01-30",
    "2026-03-20",
    "2026-04-30",
    "2026-05-15",
    "2026-06-05",
    "2026-06-10",
    "2026-06-26",
    "2026-07-31",
    "2026-09-18",
    "2026-10-30",
    "2026-12-11",
    "2026-12-31",
];

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub(crate) fn million(n: i64) -> Decimal {
    Decimal::from(n) * Decimal::from(1_000_000)
}

/// The market while it is made.
pub(crate) struct Book {
    pub(crate) dates: Vec<NaiveDate>,
    pub(crate) rows: Vec<PanelRow>,
    pub(crate) changes: Vec<(NaiveDate, SymbolKey, SymbolKey)>,
    pub(crate) actions: Vec<CorporateAction>,
    pub(crate) labels: Vec<LabelDay>,
    /// Floats that are not 100%, by ticker.
    pub(crate) floats: Vec<(&'static str, i64)>,
    pub(crate) parameters: Parameters,
}

pub(crate) fn row(date: NaiveDate, symbol: &str, millions: i64) -> PanelRow {
    PanelRow {
        date,
        line: 0,
        symbol: symbol.into(),
        exchange: Exchange::Nyse,
        price: Some(Decimal::TEN),
        market_cap: Some(million(millions)),
        price_return: Some(0.0),
        country: "United States".into(),
        adv_usd: None,
        days: None,
    }
}

pub(crate) fn book() -> Book {
    book_of(&DATES)
}

pub(crate) fn book_of(dates: &[&str]) -> Book {
    let dates: Vec<NaiveDate> = dates.iter().map(|text| day(text)).collect();
    let rows = dates
        .iter()
        .flat_map(|&date| (1..=75).map(move |n| row(date, &format!("C{n:02}"), (100 - n) * 100)))
        .collect();
    Book {
        dates,
        rows,
        changes: Vec::new(),
        actions: Vec::new(),
        labels: Vec::new(),
        floats: Vec::new(),
        parameters: made_up::parameters(),
    }
}

impl Book {
    /// Changes the rows of a line from a date on.
    pub(crate) fn from(&mut self, date: &str, symbol: &str, change: impl Fn(&mut PanelRow)) {
        let from = day(date);
        let rows = self.rows.iter_mut().filter(|r| r.symbol == symbol && r.date >= from);
        rows.for_each(change);
    }

    /// Changes the row of a line on a date.
    pub(crate) fn on(&mut self, date: &str, symbol: &str, change: impl Fn(&mut PanelRow)) {
        let on = day(date);
        let rows = self.rows.iter_mut().filter(|r| r.symbol == symbol && r.date == on);
        rows.for_each(change);
    }

    /// A line that is there from a date on.
    pub(crate) fn lists(&mut self, date: &str, symbol: &str, millions: i64) {
        let from = day(date);
        let dates = self.dates.iter().filter(|date| **date >= from);
        self.rows.extend(dates.map(|&date| row(date, symbol, millions)));
    }

    /// A line that is gone from a date on.
    pub(crate) fn goes(&mut self, date: &str, symbol: &str) {
        let from = day(date);
        self.rows.retain(|r| r.symbol != symbol || r.date < from);
    }

    pub(crate) fn happens(&mut self, date: &str, action: Action) {
        self.actions.push(CorporateAction { date: day(date), action, line: 0 });
    }

    /// Shares of `buyer` and cash for a share of `target`, which goes.
    pub(crate) fn merges(
        &mut self,
        date: &str,
        target: &str,
        buyer: Option<&str>,
        terms: (i64, i64),
    ) {
        let (tenths, cash) = terms;
        self.goes(date, target);
        let ratio = (tenths > 0).then(|| Decimal::new(tenths, 1));
        let acquirer = buyer.map(|symbol| Acquirer { symbol: ticker(symbol), ratio });
        let cash = (cash > 0).then(|| Decimal::from(cash));
        self.happens(date, Action::Merger { target: ticker(target), acquirer, cash });
    }

    /// `child`, worth half of `parent`, is split off: half a share of it at 10 for each at 5.
    pub(crate) fn splits_off(&mut self, date: &str, parent: &str, child: &str) {
        let half = self.rows.iter().find(|r| r.symbol == parent).and_then(|r| r.market_cap);
        let half = half.expect("a cap") / Decimal::TWO;
        self.from(date, parent, |r| {
            (r.price, r.market_cap) = (Some(Decimal::from(5)), Some(half));
        });
        self.lists(date, child, 0);
        self.from(date, child, |r| r.market_cap = Some(half));
        self.on(date, child, |r| r.price_return = None);
        let (parent, child) = (ticker(parent), ticker(child));
        self.happens(date, Action::SpinOff { parent, child, ratio: Decimal::new(5, 1) });
    }

    pub(crate) fn offers(&mut self, date: &str, symbol: &str, per_cent: i64) {
        let symbol = ticker(symbol);
        self.happens(date, Action::Offering { symbol, ratio: Decimal::new(per_cent, 2) });
    }

    /// Says the float of lines, or that they are classes of one company, as of a date.
    pub(crate) fn labels(&mut self, date: &str, lines: &[(&str, &str, i64)]) {
        let securities = lines.iter().map(|(symbol, issuer, float)| {
            let mut security = Security::new(symbol, Exchange::Nyse);
            security.set_issuer(issuer);
            security.country.assigned = Some(Country::US);
            security.set_free_float_pct(Some(Decimal::from(*float)));
            security
        });
        let universe = Universe::new(day(date), securities.collect());
        self.labels.push(LabelDay { as_of: Some(day(date)), universe });
    }

    pub(crate) fn lives(self, plan: &str) -> Life {
        self.lives_by(&plans(&[plan]))
    }

    pub(crate) fn lives_by(self, plans: &[Plan]) -> Life {
        let panel = self.dates.iter().map(|&date| {
            let mut rows: Vec<PanelRow> =
                self.rows.iter().filter(|r| r.date == date).cloned().collect();
            rows.sort_by(|a, b| a.symbol.cmp(&b.symbol));
            PanelDate { date, rows }
        });
        let changes: SymbolChanges = self.changes.iter().cloned().collect();
        let floats = self.floats;
        let unlabelled: &Unlabelled<'_> = &|line, _| {
            let mut security = as_common_shares(line);
            let has = |run: &TickerRun, name: &str| run.symbol == name;
            let own = floats.iter().find(|(name, _)| line.tickers.iter().any(|r| has(r, name)));
            security.set_free_float_pct(own.map(|(_, float)| Decimal::from(*float)));
            security
        };
        let rules = LabelRules { unlabelled, ..LabelRules::common_shares() };
        let known = Known { actions: &self.actions, ..Known::changes(&changes) };
        let history = History::new(panel.collect::<Vec<_>>(), known, self.labels, rules);
        let seen = backtests(&history, plans, &self.parameters).remove(0);
        Life { history, seen }
    }
}

pub(crate) fn ticker(text: &str) -> Ticker {
    Ticker::new(text).expect("letters")
}

/// The result of a book.
pub(crate) struct Life {
    pub(crate) history: History,
    pub(crate) seen: Seen,
}

impl Life {
    pub(crate) fn day(&self, date: &str) -> usize {
        self.history.days.iter().position(|d| d.date == day(date)).expect("a day of the history")
    }

    pub(crate) fn line(&self, date: &str, symbol: &str) -> usize {
        self.history.line_of(&SymbolKey::new(symbol), self.day(date)).expect("a line")
    }

    /// The indexes of a line after a close, among the 1000, 2000, Microcap and the Top 500.
    pub(crate) fn place(&self, date: &str, symbol: &str) -> String {
        let at = self.day(date);
        let gone = || {
            let mut lines = 0..self.history.lines.len();
            lines.rfind(|&line| {
                self.history.lines[line].first <= at && self.history.symbol(line, at) == symbol
            })
        };
        let line = self.history.line_of(&SymbolKey::new(symbol), at).or_else(gone);
        let Some(line) = line else { return "not there".to_owned() };
        let indexes = self.seen.closes[at].state.indexes[line];
        let shown = [Index::R1000, Index::R2000, Index::Microcap, Index::Top500];
        let names: Vec<String> =
            shown.iter().filter(|i| indexes.contains(**i)).map(ToString::to_string).collect();
        names.join(" ")
    }

    /// The value of a member's index shares and float after a close, millions of USD.
    pub(crate) fn value(&self, date: &str, symbol: &str) -> f64 {
        let line = self.line(date, symbol);
        (self.seen.closes[self.day(date)].state.value[line] / 1e3).round() / 1e3
    }

    /// Rows of the ledger on a line in an index, as date, action and reason.
    pub(crate) fn told(&self, index: Index, symbol: &str) -> Vec<String> {
        let rows = self.seen.ledger.rows.iter().filter(|r| r.index == index && r.symbol == symbol);
        rows.map(|r| format!("{} {} {}", r.date, r.action, r.reason)).collect()
    }

    /// The events that changed anything after the start, by name.
    pub(crate) fn events(&self) -> Vec<&str> {
        let rows = self.seen.ledger.rows.chunk_by(|a, b| a.event == b.event);
        rows.skip(1).map(|rows| self.seen.ledger.events[rows[0].event].as_str()).collect()
    }
}

pub(crate) fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}
