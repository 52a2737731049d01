//! Limits on the size of inputs, in one place for readers, scenarios and commands.
//!
//! A small file can expand to a great deal of work: a list that names one file a thousand times, or
//! a gzip of zeros. Anything past a limit is rejected with an error that names the limit; all
//! limits are far above what real markets need. An input of less than a megabyte is processed in
//! less than 2 GB of memory.

/// Rows of a table: universes, memberships, lists of changes.
pub const ROWS: u64 = 1_000_000;
/// Rows of a panel, over all dates.
pub const PANEL_ROWS: u64 = 100_000_000;
/// Cells of an imported vendor's table, counting two more for each row.
pub const IMPORTED_CELLS: usize = 16_000_000;
/// Lines of one day imported from a vendor's table: about ten times the whole market.
pub const IMPORTED_LINES: usize = 100_000;
/// Bytes of text in a workbook's sheet, counted per cell because cells may share one text. The
/// limit is lower for small workbooks: see [`sheet_bytes`].
pub const SHEET_BYTES: u64 = 256 << 20;
/// Rows of one list of members, or of one fund's holdings.
pub const LIST_ROWS: u64 = 50_000;
/// Columns of a table, including unknown ones.
pub const COLUMNS: usize = 1_000;
/// Bytes of one cell of a compressed file; cells of uncompressed files have no limit.
pub const CELL_BYTES: usize = 1 << 20;

/// Decompressed bytes that are allowed whatever the size of the compressed file.
pub const DECODED_BYTES: u64 = 64 << 20;
/// Files that decompress to more may hold this many times their own size.
pub const DECODED_RATIO: u64 = 64;
/// The maximum of decompressed bytes for any file.
pub const MOST_DECODED_BYTES: u64 = 4 << 30;

/// Bytes of the header of one filer in the regulator's bulk file.
pub const FILER_BYTES: u64 = 64 << 20;

/// Values of a JSON document that rankday reads back: a summary, the results of a shard.
pub const JSON_VALUES: usize = 4_000_000;

/// Bytes of a scenario.
pub const SCENARIO_BYTES: usize = 1 << 20;
/// Bytes of the files that are held for the scenarios of a batch that share them.
pub const SHARED_BYTES: u64 = 1 << 30;
/// Files of one kind in a scenario: lists of members, labels, evidence, universes of earlier days.
pub const FILES_OF_A_KIND: usize = 100;
/// Schedules of one comparison.
pub const SCHEDULES: usize = 40;
/// Combinations of values that one sweep tries.
pub const COMBINATIONS: usize = 400;
/// Sessions by which a sweep may move a day of a reconstitution, in either direction.
pub const SHIFT: i16 = 60;
/// Years of a simulated path, those of its warm-up included.
pub const PATH_YEARS: u32 = 100;
/// Yearly events of a schedule.
pub const EVENTS: usize = 24;
/// Shocks of a scenario.
pub const SHOCKS: usize = 1_000;

/// Threads per core of the machine, if a number is requested.
pub const THREADS_PER_CORE: usize = 8;

/// The maximum of decompressed bytes for a compressed file of `size` bytes.
pub fn decoded_bytes(size: usize) -> u64 {
    (size as u64).saturating_mul(DECODED_RATIO).clamp(DECODED_BYTES, MOST_DECODED_BYTES)
}

/// The maximum bytes of text in a sheet of a workbook of `size` bytes.
pub fn sheet_bytes(size: usize) -> u64 {
    decoded_bytes(size).min(SHEET_BYTES)
}

/// Rejects a JSON document of more than [`JSON_VALUES`] values before it is parsed.
///
/// # Errors
/// The document exceeds the limit.
pub fn check_json(text: &[u8]) -> Result<(), String> {
    // Values are separated by commas and brackets, so their count bounds the number of values.
    let values = text.iter().filter(|b| matches!(b, b',' | b'[' | b'{')).count();
    if values > JSON_VALUES {
        return Err(format!("holds more than {JSON_VALUES} values"));
    }
    Ok(())
}

/// A number of bytes as text, with its unit.
pub fn in_words(bytes: u64) -> String {
    match bytes {
        b if b.is_multiple_of(1 << 30) => format!("{} GiB", b >> 30),
        b => format!("{} MiB", b >> 20),
    }
}
