//! Caps that a vendor's file is known to have wrong, with what they should be.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::universe::fault::Faults;
use crate::universe::input::Input;
use crate::universe::symbol::SymbolKey;
use crate::universe::table::{self, Column, Number};

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

/// A computed cap: as many places as whoever computed it wrote.
const COMPUTED: Number =
    Number { min: Decimal::ZERO, above_min: true, max: crate::universe::read::CAP.max, places: 28 };

/// Corrections by day and ticker.
#[derive(Debug, Clone, Default)]
pub struct CapCorrections {
    caps: FxHashMap<(NaiveDate, SymbolKey), Decimal>,
    days: FxHashSet<NaiveDate>,
}

impl CapCorrections {
    /// Whether there are any of a day.
    pub fn has_day(&self, day: NaiveDate) -> bool {
        self.days.contains(&day)
    }

    /// Reads `date,symbol,cap_expected`; caps are rounded to cents.
    ///
    /// # Errors
    /// Every fault of the file.
    pub fn read(input: &Input) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let mut caps = FxHashMap::default();
        table::read(input, CORRECTION_COLUMNS, &mut faults, |row, faults| {
            let date = row.required(0, faults).and_then(|_| row.date(0, faults));
            let symbol = row.required(1, faults);
            let cap = row.required(2, faults).and_then(|_| row.decimal(2, &COMPUTED, faults));
            if let (Some(date), Some(symbol), Some(cap)) = (date, symbol, cap) {
                caps.insert((date, SymbolKey::new(symbol)), cap.round_dp(2));
            }
        });
        let days = caps.keys().map(|(day, _)| *day).collect();
        faults.into_result(Self { caps, days })
    }

    /// The cap that a line should have on a day.
    pub(crate) fn of(&self, day: NaiveDate, symbol: &SymbolKey) -> Option<Decimal> {
        if !self.has_day(day) {
            return None;
        }
        self.caps.get(&(day, symbol.clone())).copied()
    }
}
