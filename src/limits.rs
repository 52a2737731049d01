//! How much of anything is taken: in one place, for readers, scenarios and commands alike.
//!
//! A small file can say a great deal: a list of a thousand names of one file, a gzip of nothing but
//! zeros. What is past a limit is refused with an error that names the limit; all of them are far above
//! what markets have. An input of less than a megabyte is read and worked on in less than 2 GB.

/// Rows of a table: universes, memberships, lists of changes.
pub const ROWS: u64 = 1_000_000;
/// Rows of a panel, over all its dates.
pub const PANEL_ROWS: u64 = 100_000_000;
/// Cells of a vendor's table that is imported, counting two more for each row.
pub const IMPORTED_CELLS: usize = 16_000_000;
/// Lines of one day that are imported of a vendor's table: some ten times those of the whole market.
pub const IMPORTED_LINES: usize = 100_000;
/// Bytes of the texts of a workbook's sheet: cells may share one text. A small workbook may have less, as
/// [`sheet_bytes`] says.
pub const SHEET_BYTES: u64 = 256 << 20;
/// Rows of one list of members, or of one fund's holdings.
pub const LIST_ROWS: u64 = 50_000;
/// Columns of a table, known or not.
pub const COLUMNS: usize = 1_000;
/// Bytes of one cell of a compressed file; in a plain one, a cell is as long as it is.
pub const CELL_BYTES: usize = 1 << 20;

/// Bytes that a compressed file may hold, whatever its size.
pub const DECODED_BYTES: u64 = 64 << 20;
/// Larger ones may hold this many times their own size.
pub const DECODED_RATIO: u64 = 64;
/// And none more than this.
pub const MOST_DECODED_BYTES: u64 = 4 << 30;

/// Bytes of the header of one filer of the regulator's bulk file.
pub const FILER_BYTES: u64 = 64 << 20;

/// Values of a JSON document that rankday reads back: a summary, the results of a shard.
pub const JSON_VALUES: usize = 4_000_000;

/// Bytes of a scenario.
pub const SCENARIO_BYTES: usize = 1 << 20;
/// Files of one kind in a scenario: lists of members, labels, evidence, universes of earlier days.
pub const FILES_OF_A_KIND: usize = 100;
/// Schedules that one comparison holds side by side.
pub const SCHEDULES: usize = 40;
/// Rules that one sweep tries, each with every other.
pub const COMBINATIONS: usize = 400;
/// Sessions by which a sweep moves a day of a reconstitution, earlier or later.
pub const SHIFT: i16 = 60;
/// Events of a schedule, each of which comes every year.
pub const EVENTS: usize = 24;
/// Shocks of a scenario.
pub const SHOCKS: usize = 1_000;

/// Threads for each core of the machine, where a number is asked for.
pub const THREADS_PER_CORE: usize = 8;

/// How many bytes a compressed file of `size` bytes may hold.
pub fn decoded_bytes(size: usize) -> u64 {
    (size as u64).saturating_mul(DECODED_RATIO).clamp(DECODED_BYTES, MOST_DECODED_BYTES)
}

/// How many bytes the texts of a sheet may take in a workbook of `size` bytes.
pub fn sheet_bytes(size: usize) -> u64 {
    decoded_bytes(size).min(SHEET_BYTES)
}

/// Refuses a JSON document of more than [`JSON_VALUES`] values before anything is made of it.
///
/// # Errors
/// What is wrong with it.
pub fn check_json(text: &[u8]) -> Result<(), String> {
    // Whatever else a document holds, its values are parted by commas and brackets.
    let values = text.iter().filter(|b| matches!(b, b',' | b'[' | b'{')).count();
    if values > JSON_VALUES {
        return Err(format!("holds more than {JSON_VALUES} values"));
    }
    Ok(())
}

/// A number of bytes in words.
pub fn in_words(bytes: u64) -> String {
    match bytes {
        b if b.is_multiple_of(1 << 30) => format!("{} GiB", b >> 30),
        b => format!("{} MiB", b >> 20),
    }
}
