//! Corrections of caps that a vendor's file is known to have wrong.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

use super::cell::Cells;
use crate::universe::fault::Faults;
use crate::universe::input::Input;
use crate::universe::read::CAP;
use crate::universe::symbol::SymbolKey;
use crate::universe::table::{self, Column};

/// Columns of a file of cap corrections.
pub const CORRECTION_COLUMNS: &[Column] = &[
    Column { name: "date", required: true, holds: "date", meaning: "close that the cap is of" },
    Column { name: "symbol", required: true, holds: "ticker", meaning: "the line" },
    Column {
        name: "cap_expected",
        required: true,
        holds: "USD",
        meaning: "cap of the whole company",
    },
];

/// Corrections by day and ticker.
#[derive(Debug, Clone, Default)]
pub struct CapCorrections {
    /// For tickers that differ only in punctuation, each correction has its exact spelling.
    caps: FxHashMap<(NaiveDate, SymbolKey), Vec<(SymbolKey, Decimal)>>,
    days: FxHashSet<NaiveDate>,
}

impl CapCorrections {
    /// Whether there are any corrections for a day.
    pub fn has_day(&self, day: NaiveDate) -> bool {
        self.days.contains(&day)
    }

    /// Reads `date,symbol,cap_expected`; caps are rounded to cents.
    ///
    /// # Errors
    /// Every fault of the file.
    pub fn read(input: &Input) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let mut read = Self::default();
        let mut cells = Cells::default();
        table::read_vendor(input, 0, CORRECTION_COLUMNS, &mut faults, &mut |row, faults| {
            let date = row.required(0, faults).and_then(|_| row.date(0, faults));
            let symbol = row.ticker_text(1, faults);
            let cap = row.required(2, faults).and_then(|_| cells.number_in(row, 2, &CAP, faults));
            if let (Some(date), Some(symbol), Some(cap)) = (date, symbol, cap) {
                let exact = SymbolKey::exact(symbol);
                let caps = read.caps.entry((date, SymbolKey::new(symbol))).or_default();
                if caps.iter().any(|(other, _)| *other == exact) {
                    let problem = format!("stands on an earlier line for {date} already");
                    row.fault(1, Some(symbol), (problem, "keep the one that is right"), faults);
                }
                caps.push((exact, cap.round_dp(2)));
            }
        });
        read.days = read.caps.keys().map(|(day, _)| *day).collect();
        faults.into_result(read)
    }

    /// The correct cap of a line on a day: by its exact spelling, or else the only one for the ticker.
    pub(crate) fn of(&self, day: NaiveDate, symbol: &str) -> Option<Decimal> {
        if !self.has_day(day) {
            return None;
        }
        let caps = self.caps.get(&(day, SymbolKey::new(symbol)))?;
        let exact = SymbolKey::exact(symbol);
        let only = || caps.first().filter(|_| caps.len() == 1);
        caps.iter().find(|(other, _)| *other == exact).or_else(only).map(|(_, cap)| *cap)
    }

    /// As [`Self::of`], for a line with lookalikes: only by its exact spelling.
    pub(super) fn of_exactly(&self, day: NaiveDate, symbol: &str) -> Option<Decimal> {
        let caps = self.caps.get(&(day, SymbolKey::new(symbol)))?;
        let exact = SymbolKey::exact(symbol);
        caps.iter().find(|(other, _)| *other == exact).map(|(_, cap)| *cap)
    }
}
