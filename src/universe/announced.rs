//! A provider's announced changes: additions, deletions and moves between two indexes.

use strum::{EnumString, VariantNames};

use super::fault::Faults;
use super::index::Index;
use super::input::Input;
use super::table::{self, Column};

/// Columns of a list of announced changes; any others are ignored.
pub const ANNOUNCED_COLUMNS: &[Column] = &[
    Column {
        name: "action",
        required: true,
        holds: "code",
        meaning: "add or delete (to or from the Russell 3000), move (between the 1000 and the 2000)",
    },
    Column {
        name: "symbol",
        required: true,
        holds: "ticker",
        meaning: "the security's ticker on the implementation day",
    },
    Column { name: "name", required: false, holds: "text", meaning: "name of the security" },
    Column {
        name: "from_index",
        required: false,
        holds: "code",
        meaning: "the index that a move leaves, R1000 or R2000; not read of others",
    },
    Column {
        name: "to_index",
        required: false,
        holds: "code",
        meaning: "the index that a move enters, R1000 or R2000; not read of others",
    },
];

/// The announced change of a security.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnnouncedAction {
    /// Enters the Russell 3000.
    Add,
    /// Leaves the Russell 3000.
    Delete,
    /// Moves from the Russell 2000 to the 1000.
    Up,
    /// Moves from the Russell 1000 to the 2000.
    Down,
}

/// The values of the column `action`.
#[derive(Debug, Clone, Copy, EnumString, VariantNames)]
#[strum(serialize_all = "lowercase", ascii_case_insensitive)]
enum Word {
    Add,
    Delete,
    Move,
}

/// A row of a list of announced changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnouncedChange {
    /// The change.
    pub action: AnnouncedAction,
    /// Its ticker on the implementation day, as the list spells it.
    pub symbol: String,
    /// Its name; empty where not given.
    pub name: String,
}

/// Reads a list of announced changes, in the order of its rows.
///
/// # Errors
/// Every fault of the file, including a move that is not between the Russell 1000 and the 2000.
pub fn read_announced(input: &Input) -> Result<Vec<AnnouncedChange>, Faults> {
    let mut faults = Faults::default();
    let mut changes = Vec::new();
    table::read(input, ANNOUNCED_COLUMNS, &mut faults, |row, faults| {
        let word = row.required(0, faults).and_then(|_| row.code::<Word>(0, faults));
        let symbol = row.ticker_text(1, faults);
        let (Some(word), Some(symbol)) = (word, symbol) else { return };
        let action = match word {
            Word::Add => Some(AnnouncedAction::Add),
            Word::Delete => Some(AnnouncedAction::Delete),
            Word::Move => read_move(row, faults),
        };
        let Some(action) = action else { return };
        let name = row.text(2).unwrap_or_default().to_owned();
        changes.push(AnnouncedChange { action, symbol: symbol.to_owned(), name });
    });
    if changes.is_empty() && faults.total() == 0 {
        faults.file(&input.name, "has no rows", "give one row per change, or leave the file out");
    }
    faults.into_result(changes)
}

/// The direction of a move. The index columns are read for moves only: for additions and deletions,
/// some lists fill them with words of their own.
fn read_move(row: &table::Row<'_, '_>, faults: &mut Faults) -> Option<AnnouncedAction> {
    let index = |column| row.text(column).and_then(|text| text.parse::<Index>().ok());
    match (index(3), index(4)) {
        (Some(Index::R2000), Some(Index::R1000)) => Some(AnnouncedAction::Up),
        (Some(Index::R1000), Some(Index::R2000)) => Some(AnnouncedAction::Down),
        _ => {
            let remedy = "give from_index and to_index, one of them R1000 and the other R2000";
            row.fault(0, Some("move"), ("is not between the two indexes", remedy), faults);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<AnnouncedChange>, String> {
        let input = Input::from_bytes("c.csv", text.into()).expect("text");
        read_announced(&input).map_err(|faults| faults.to_string())
    }

    #[test]
    fn additions_need_no_index_and_moves_need_both() {
        let header = "action,symbol,name,industry,from_index,to_index\n";
        let read_with = |rows: &str| read(&format!("{header}{rows}"));
        let changes = read_with("add,AAA,Aaa,Energy,,seen in R2000\nmove,BBB,,,R2000,R1000\n")
            .expect("changes");
        let actions: Vec<_> = changes.iter().map(|c| c.action).collect();
        assert_eq!(actions, [AnnouncedAction::Add, AnnouncedAction::Up]);
        assert_eq!(
            read_with("move,BBB,,,R2000,\n"),
            Err("c.csv:2: action: \"move\" is not between the two indexes; give from_index and \
                 to_index, one of them R1000 and the other R2000"
                .to_owned())
        );
        assert!(read_with("").is_err(), "a list without rows says nothing");
    }
}
