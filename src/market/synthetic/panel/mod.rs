//! A synthetic monthly panel: every listed line at every month end of three years, with the
//! corporate actions in between.
//!
//! It is a market of its own, whose companies are not those of the two reconstitutions. It starts
//! on the rank-size curve of its first date and runs month by month: companies move with the market
//! and on their own (fat tails, by size), list, split, sell shares, spin off, take each other over,
//! fail and change their tickers; all rates are in `data/calibration.toml`. The published panel has
//! the rare faults of real data: see `blemishes`.

mod action;
mod arrivals;
mod blemishes;
mod capital;
mod course;
mod departures;
mod figures;
mod files;
mod firm;
mod months;
mod moves;
mod publish;
mod start;
mod takeovers;
#[cfg(test)]
mod tests;
mod tickers;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::SyntheticError;
use super::calibration::Calibration;
use super::company::Maker;
use super::draw::{Draw, Stream};
use super::names::Names;
use crate::universe::{Exchange, Security};

use course::Course;
use firm::{Firm, Kind};
use months::Month;
use publish::Published;

pub use action::PanelAction;
pub(super) use figures::PanelFigures;

/// One line at one month end. `None` is unknown, never zero.
#[derive(Debug, Clone, PartialEq)]
pub struct PanelRow {
    /// The month's last session.
    pub date: NaiveDate,
    /// Ticker on that day.
    pub symbol: String,
    /// Where it trades.
    pub exchange: Exchange,
    /// Close, USD.
    pub price: Decimal,
    /// Cap of the whole company, USD: shares of all its classes, converted into shares of this
    /// class, times this class's price.
    pub market_cap: Option<Decimal>,
    /// Price return since the line's last row, a fraction, adjusted for splits and spin-offs
    /// (including the child's value at the month end); none in a line's first row.
    pub price_return: Option<Decimal>,
    /// Mean daily dollar volume of the month.
    pub adv_usd: Option<Decimal>,
    /// Sessions that the return covers.
    pub days: usize,
}

/// A panel with its labels and actions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Panel {
    /// By date, then ticker.
    pub rows: Vec<PanelRow>,
    /// One line for every ticker that occurs, by ticker, with the fields that do not change:
    /// labels, country and float. A line that changed its ticker appears under both, with the same
    /// issuer.
    pub securities: Vec<Security>,
    /// By date.
    pub actions: Vec<PanelAction>,
}

/// Makes a panel.
///
/// # Errors
/// Internal errors only; see [`SyntheticError`].
///
/// ```no_run
/// let panel = rankday::market::synthetic::panel::generate(7)?;
/// assert_eq!(panel.rows[0].date.to_string(), "2023-12-29");
/// # Ok::<(), rankday::market::synthetic::SyntheticError>(())
/// ```
pub fn generate(seed: u64) -> Result<Panel, SyntheticError> {
    let calibration = Calibration::shipped()?;
    Ok(history(&calibration, seed)?.panel)
}

/// The panel with the internal state that tests need.
fn history(calibration: &Calibration, seed: u64) -> Result<Published, SyntheticError> {
    let months = months::months(&calibration.panel)?;
    let course = course::course(calibration, &months, &mut Draw::new(seed, Stream::PanelMarket));
    let mut market = Market::start(calibration, seed, &course[0], &months[0]);
    let mut published = Published::default();
    market.publish(&mut published, 0, &months);
    for at in 1..months.len() {
        market.run_month(at, &course[at], &months[at]);
        market.publish(&mut published, at, &months);
    }
    published.close(market.actions);
    Ok(published)
}

/// The state of the simulated market.
struct Market<'a> {
    calibration: &'a Calibration,
    maker: Maker<'a>,
    /// Draws of returns, of events, and of data faults.
    moves: Draw,
    events: Draw,
    blemishes: Draw,
    /// Every company that ever existed; indices are stable.
    firms: Vec<Firm>,
    actions: Vec<PanelAction>,
}

impl<'a> Market<'a> {
    /// The market on the first date.
    fn start(calibration: &'a Calibration, seed: u64, course: &Course<'_>, first: &Month) -> Self {
        let names = Names::led_by(['J', 'U', 'Y'], Draw::new(seed, Stream::PanelNames));
        let draw = Draw::new(seed, Stream::PanelMaker);
        let mut market = Self {
            calibration,
            maker: Maker { calibration, names, draw },
            moves: Draw::new(seed, Stream::PanelMoves),
            events: Draw::new(seed, Stream::PanelEvents),
            blemishes: Draw::new(seed, Stream::PanelBlemishes),
            firms: Vec::new(),
            actions: Vec::new(),
        };
        market.populate(course, first.end);
        market.rank();
        market.pending_at_start();
        market
    }

    /// Simulates a month; `at` is its index.
    fn run_month(&mut self, at: usize, course: &Course<'_>, month: &Month) {
        self.complete_takeovers(at, month);
        self.delist(month);
        self.advance(course);
        self.change_shares(month);
        self.spin_off(month);
        self.list(at, month);
        self.split();
        self.announce_takeovers(at);
        self.change_tickers(month);
        self.rank();
    }

    /// Indices of the ranked companies, by falling cap.
    fn by_cap(&self) -> Vec<usize> {
        let is_ranked = |at: &usize| !self.firms[*at].gone && self.firms[*at].kind == Kind::Ranked;
        let mut order: Vec<(f64, usize)> =
            (0..self.firms.len()).filter(is_ranked).map(|at| (self.firms[at].cap(), at)).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        order.into_iter().map(|(_, at)| at).collect()
    }

    /// Sets the ranks and buckets of the ranked companies.
    fn rank(&mut self) {
        for (number, at) in self.by_cap().into_iter().enumerate() {
            self.firms[at].rank = number + 1;
            self.firms[at].bucket = self.calibration.bucket(number + 1);
        }
    }

    /// Indices of the listed companies that pass a test.
    fn numbers(&self, test: impl Fn(&Firm) -> bool) -> Vec<usize> {
        (0..self.firms.len()).filter(|&at| !self.firms[at].gone && test(&self.firms[at])).collect()
    }

    /// A random session of the month.
    fn session(&mut self, month: &Month) -> NaiveDate {
        *self.events.pick(&month.sessions)
    }
}
