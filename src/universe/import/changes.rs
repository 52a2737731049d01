//! The provider's published lists of additions and deletions.

use rustc_hash::FxHashSet;

use crate::universe::fault::Faults;
use crate::universe::input::Input;
use crate::universe::symbol::SymbolKey;
use crate::universe::table::{self, Column};

/// Columns of a list of changes; any others mean nothing here.
pub const CHANGE_COLUMNS: &[Column] = &[
    Column { name: "action", required: true, holds: "code", meaning: "add or delete" },
    Column { name: "symbol", required: true, holds: "ticker", meaning: "the company" },
];

/// Tickers.
type Keys = FxHashSet<SymbolKey>;

/// Reads the tickers added and the tickers deleted.
///
/// # Errors
/// Every fault of the file.
pub fn read_changes(input: &Input) -> Result<(Keys, Keys), Faults> {
    let mut faults = Faults::default();
    let (mut added, mut deleted) = (Keys::default(), Keys::default());
    table::read(input, CHANGE_COLUMNS, &mut faults, |row, faults| {
        let (action, symbol) = (row.required(0, faults), row.required(1, faults));
        let (Some(action), Some(symbol)) = (action, symbol) else { return };
        match action {
            "add" => added.insert(SymbolKey::new(symbol)),
            "delete" => deleted.insert(SymbolKey::new(symbol)),
            other => {
                row.fault(0, Some(other), "is no change", "write add or delete", faults);
                false
            }
        };
    });
    faults.into_result((added, deleted))
}
