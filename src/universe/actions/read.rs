//! Reads a file of corporate actions, and refuses impossible ones and cells that would be ignored
//! silently.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::{ACTION_COLUMNS, Acquirer, Action, ActionKind, CorporateAction};
use crate::universe::fault::Faults;
use crate::universe::input::Input;
use crate::universe::placeholder::no_ticker;
use crate::universe::read::PRICE;
use crate::universe::symbol::{SymbolKey, Ticker};
use crate::universe::table::{self, ANY_PLACES, Number, Row};

const DATE: usize = 0;
const ACTION: usize = 1;
const SYMBOL: usize = 2;
const OTHER: usize = 3;
const RATIO: usize = 4;
const CASH: usize = 5;

/// Shares of one company for one of another.
const EXCHANGE_RATIO: Number = Number {
    min: Decimal::ZERO,
    above_min: true,
    max: Decimal::from_parts(1_000_000, 0, 0, false, 0),
    places: ANY_PLACES,
};
/// New shares for an existing one; a value in per cent by mistake usually exceeds the limit.
const OFFERING_RATIO: Number = Number { max: Decimal::TEN, ..EXCHANGE_RATIO };
/// USD a share, where zero is allowed.
const CASH_A_SHARE: Number = Number { above_min: false, ..PRICE };

impl ActionKind {
    /// The columns that this kind uses in addition to date and symbol.
    fn columns(self) -> &'static [usize] {
        match self {
            Self::Merger => &[OTHER, RATIO, CASH],
            Self::SpinOff => &[OTHER, RATIO],
            Self::Delisting | Self::Ipo => &[CASH],
            Self::TickerChange => &[OTHER],
            Self::Offering => &[RATIO],
        }
    }

    /// Its name with an article, for messages.
    fn named(self) -> String {
        let article = if matches!(self, Self::Offering | Self::Ipo) { "an" } else { "a" };
        format!("{article} {self}")
    }
}

/// Reads `date,action,symbol,other,ratio,cash`, sorted by date, action and symbol, whatever the
/// order of the rows.
///
/// # Errors
/// Every fault of the file: missing or malformed terms, cells that the action does not use, and
/// rows that contradict each other.
///
/// ```
/// use rankday::universe::{Action, Input, read_actions};
/// let csv = "date,action,symbol,other,ratio,cash\n\
///            2026-09-01,offering,BBB,,0.08,\n2026-07-15,merger,AAA,BBB,0.5,12.25\n";
/// let actions = read_actions(&Input::from_bytes("a.csv", csv.into())?)?;
/// let Action::Merger { target, acquirer: Some(acquirer), .. } = &actions[0].action else { panic!() };
/// assert_eq!((target.written.as_str(), acquirer.symbol.written.as_str()), ("AAA", "BBB"));
///
/// let csv = "date,action,symbol,other,ratio,cash\n2026-07-15,delisting,AAA,BBB,,\n";
/// let faults = read_actions(&Input::from_bytes("a.csv", csv.into())?).unwrap_err();
/// assert_eq!(
///     faults.to_string(),
///     "a.csv:2: other: \"BBB\" is of no use for a delisting; leave it empty (beside its symbol, a \
///      delisting takes cash)"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_actions(input: &Input) -> Result<Vec<CorporateAction>, Faults> {
    let mut faults = Faults::default();
    let mut actions = Vec::new();
    table::read(input, ACTION_COLUMNS, &mut faults, |row, faults| {
        let date = row.required(DATE, faults).and_then(|_| row.date(DATE, faults));
        let kind = row.required(ACTION, faults).and_then(|_| row.code(ACTION, faults));
        let symbol = row.required(SYMBOL, faults).and_then(|_| ticker(row, SYMBOL, faults));
        let action = kind.and_then(|kind| {
            refuse_unused(row, kind, faults);
            read_action(row, kind, symbol, faults)
        });
        if let (Some(date), Some(action)) = (date, action) {
            actions.push(CorporateAction { date, action, line: row.line });
        }
    });
    if actions.is_empty() && faults.total() == 0 {
        faults.file(&input.name, "has no rows", "give one row per action, or leave the file out");
    }
    refuse_repeated(input, &actions, &mut faults);
    actions.sort_by(|a, b| a.order().cmp(&b.order()));
    faults.into_result(actions)
}

/// Reads an action of a known kind; all its cells are read, so that every fault is found.
fn read_action(
    row: &Row<'_, '_>,
    kind: ActionKind,
    symbol: Option<Ticker>,
    faults: &mut Faults,
) -> Option<Action> {
    match kind {
        ActionKind::Merger => {
            let acquirer = ticker(row, OTHER, faults);
            let ratio = row.decimal(RATIO, &EXCHANGE_RATIO, faults);
            let cash = row.decimal(CASH, &CASH_A_SHARE, faults);
            if let (None, Some(shares)) = (row.text(OTHER), row.text(RATIO)) {
                let remedy =
                    "name the acquirer in other, or state what its shares are worth in cash";
                row.fault(RATIO, Some(shares), ("is given without an acquirer", remedy), faults);
            }
            let target = symbol?;
            let remedy = "name the acquirer, or leave it empty for a buyer outside the market";
            different(row, &target, acquirer.as_ref(), remedy, faults)?;
            let acquirer = acquirer.map(|symbol| Acquirer { symbol, ratio });
            Some(Action::Merger { target, acquirer, cash })
        }
        ActionKind::SpinOff => {
            let child = row.required_for(OTHER, "name the company that is split off", faults);
            let child = child.and_then(|_| ticker(row, OTHER, faults));
            let remedy = "give the child's shares for a share of the parent, such as 0.25";
            let ratio = row.required_for(RATIO, remedy, faults);
            let ratio = ratio.and_then(|_| row.decimal(RATIO, &EXCHANGE_RATIO, faults));
            let parent = symbol?;
            let remedy = "give the child a ticker of its own; where the parent has a new one, add a \
                          ticker-change";
            different(row, &parent, child.as_ref(), remedy, faults)?;
            Some(Action::SpinOff { parent, child: child?, ratio: ratio? })
        }
        ActionKind::Delisting => {
            let last_value = row.decimal(CASH, &CASH_A_SHARE, faults);
            Some(Action::Delisting { symbol: symbol?, last_value })
        }
        ActionKind::TickerChange => {
            let new = row.required_for(OTHER, "give the new ticker", faults);
            let new = new.and_then(|_| ticker(row, OTHER, faults));
            let old = symbol?;
            let remedy =
                "give the new ticker, or remove the row; punctuation and case do not count";
            different(row, &old, new.as_ref(), remedy, faults)?;
            Some(Action::TickerChange { old, new: new? })
        }
        ActionKind::Offering => {
            let remedy = "give the new shares over the shares before, such as 0.08 for 8%";
            let ratio = row.required_for(RATIO, remedy, faults);
            let ratio = ratio.and_then(|_| row.decimal(RATIO, &OFFERING_RATIO, faults));
            Some(Action::Offering { symbol: symbol?, ratio: ratio? })
        }
        ActionKind::Ipo => {
            let offer_price = row.decimal(CASH, &PRICE, faults);
            Some(Action::Ipo { symbol: symbol?, offer_price })
        }
    }
}

/// The ticker in a cell; `None` where it is empty or invalid.
fn ticker(row: &Row<'_, '_>, column: usize, faults: &mut Faults) -> Option<Ticker> {
    let text = row.text(column)?;
    if let Some(fault) = no_ticker(text) {
        row.fault(column, Some(text), fault, faults);
        return None;
    }
    Ticker::new(text)
}

/// Both parties must differ; otherwise a fault, and `None`.
fn different(
    row: &Row<'_, '_>,
    symbol: &Ticker,
    other: Option<&Ticker>,
    remedy: &str,
    faults: &mut Faults,
) -> Option<()> {
    let Some(same) = other.filter(|other| other.key == symbol.key) else { return Some(()) };
    row.fault(OTHER, Some(&same.written), ("is the symbol itself", remedy), faults);
    None
}

/// Refuses a value in a column that the action does not use, rather than ignore it silently.
fn refuse_unused(row: &Row<'_, '_>, kind: ActionKind, faults: &mut Faults) {
    let used = kind.columns();
    for column in [OTHER, RATIO, CASH].into_iter().filter(|column| !used.contains(column)) {
        if let Some(text) = row.text(column) {
            let names: Vec<&str> = used.iter().map(|&used| ACTION_COLUMNS[used].name).collect();
            let (kind, names) = (kind.named(), names.join(" and "));
            let problem = format!("is of no use for {kind}");
            let remedy = format!("leave it empty (beside its symbol, {kind} takes {names})");
            row.fault(column, Some(text), (problem, remedy), faults);
        }
    }
}

/// Refuses a line that leaves, is renamed, is listed or offers shares twice on one day; a parent
/// may split off several children, but each once.
fn refuse_repeated(input: &Input, actions: &[CorporateAction], faults: &mut Faults) {
    let mut first_of: FxHashMap<_, &CorporateAction> = FxHashMap::default();
    for action in actions {
        let (kind, child, again) = match &action.action {
            Action::Merger { .. } | Action::Delisting { .. } => {
                (ActionKind::Delisting, None, "leaves")
            }
            Action::SpinOff { child, .. } => {
                (ActionKind::SpinOff, Some(SymbolKey::exact(&child.written)), "")
            }
            Action::TickerChange { .. } => (ActionKind::TickerChange, None, "changes its ticker"),
            Action::Offering { .. } | Action::Ipo { .. } => (action.kind(), None, ""),
        };
        let identity = (action.date, kind, SymbolKey::exact(&action.symbol().written), child);
        let first = *first_of.entry(identity).or_insert(action);
        if first.line == action.line {
            continue;
        }
        let (written, line) = (&action.symbol().written, input.name_of_line(first.line));
        let problem = if first.order() == action.order() {
            let kind = action.kind().named();
            format!("has {kind} of {} on {line} already", action.date)
        } else {
            format!("{again} on {} by {line} already", action.date)
        };
        let refusal = (problem, "keep one of the two rows");
        let column = Some(ACTION_COLUMNS[SYMBOL].name);
        faults.push(input.fault(Some(action.line), column, Some(written), refusal));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::universe::SymbolChanges;
    use chrono::NaiveDate;

    const HEADER: &str = "date,action,symbol,other,ratio,cash\n";
    const ROWS: [&str; 10] = [
        "2026-07-01,merger,AAA,BBB,0.5,12.25\n",
        "2026-07-01,merger,CCC,,,30\n",
        "2026-07-01,spin-off,DDD,DDX,0.25,\n",
        "2026-07-01,spin-off,DDD,DDY,1.5,\n",
        "2026-07-01,delisting,EEE,,,0\n",
        "2026-07-01,ticker-change,FFF,GGG,,\n",
        "2026-07-01,offering,BBB,,0.08,\n",
        "2026-07-01,ipo,HHH,,,21\n",
        "2026-06-30,ipo,ZZZ,,,\n",
        "2026-06-30,merger,YYY,BBB,,\n",
    ];

    fn read(rows: &str) -> Result<Vec<CorporateAction>, String> {
        let input = Input::from_bytes("a.csv", format!("{HEADER}{rows}").into()).expect("text");
        read_actions(&input).map_err(|faults| faults.to_string())
    }

    fn ticker(text: &str) -> Ticker {
        Ticker::new(text).expect("a ticker")
    }

    fn day(text: &str) -> NaiveDate {
        table::parse_date(text).expect("a date")
    }

    #[test]
    fn every_action_has_its_own_terms() {
        let actions: Vec<Action> =
            read(&ROWS[..8].concat()).expect("actions").into_iter().map(|a| a.action).collect();
        let acquirer = Acquirer { symbol: ticker("BBB"), ratio: Some(Decimal::new(5, 1)) };
        let cash = |cents| Some(Decimal::new(cents, 2).normalize());
        let spin_off = |child, ratio| Action::SpinOff { parent: ticker("DDD"), child, ratio };
        let expected = [
            Action::Merger { target: ticker("AAA"), acquirer: Some(acquirer), cash: cash(1225) },
            Action::Merger { target: ticker("CCC"), acquirer: None, cash: cash(3000) },
            spin_off(ticker("DDX"), Decimal::new(25, 2)),
            spin_off(ticker("DDY"), Decimal::new(15, 1)),
            Action::Delisting { symbol: ticker("EEE"), last_value: Some(Decimal::ZERO) },
            Action::TickerChange { old: ticker("FFF"), new: ticker("GGG") },
            Action::Offering { symbol: ticker("BBB"), ratio: Decimal::new(8, 2) },
            Action::Ipo { symbol: ticker("HHH"), offer_price: cash(2100) },
        ];
        assert_eq!(actions, expected);
    }

    proptest! {
        #[test]
        fn the_order_of_rows_means_nothing(rows in Just(ROWS.to_vec()).prop_shuffle()) {
            let without_lines = |rows: &[&str]| -> Vec<(NaiveDate, Action)> {
                let read = read(&rows.concat()).expect("actions");
                read.into_iter().map(|a| (a.date, a.action)).collect()
            };
            let read = without_lines(&rows);
            prop_assert_eq!(&read, &without_lines(&ROWS));
            prop_assert_eq!(read[0].0, day("2026-06-30"));
        }
    }

    #[test]
    fn actions_keep_their_line_number() {
        for action in read(&ROWS.concat()).expect("actions") {
            let row = ROWS[usize::try_from(action.line).expect("a line") - 2];
            let cells: Vec<&str> = row.split(',').collect();
            assert_eq!(action.kind().to_string(), cells[1]);
            assert_eq!(action.symbol().written, cells[2]);
            assert_eq!(action.other().map_or("", |other| &other.written), cells[3]);
        }
    }

    #[test]
    fn ticker_changes_are_carried_along() {
        let mut changes = SymbolChanges::default();
        changes.add_actions(&read(&ROWS.concat()).expect("actions"));
        let carry = |key, from, to| changes.carry(&SymbolKey::new(key), day(from), day(to));
        assert_eq!(carry("FFF", "2026-06-30", "2026-07-01"), Some(SymbolKey::new("GGG")));
        assert_eq!(carry("GGG", "2026-07-01", "2026-06-30"), Some(SymbolKey::new("FFF")));
        assert!(!changes.concerns(&SymbolKey::new("AAA")), "a merger renames nobody");
    }

    #[test]
    fn a_company_leaves_once() {
        let twice = |second: &str| read(&format!("2026-07-01,merger,AAA,BBB,,5\n{second}"));
        assert!(twice("2026-07-01,merger,aaa,CCC,,5\n").is_err());
        assert!(twice("2026-07-01,delisting,A.AA,,,\n").is_ok(), "another line, by its spelling");
        assert!(twice("2026-07-02,delisting,AAA,,,\n").is_ok(), "a ticker may be used again");
    }
}
