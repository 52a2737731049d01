//! Every reader of a user's file in one form: bytes in, and messages on them out.

use std::path::Path;

use chrono::NaiveDate;

use rankday::market::history::read_panel;
use rankday::methodology::Parameters;
use rankday::remark::Remark;
use rankday::report::remarks::text;
use rankday::results::scoring::read_batch;
use rankday::scenario::comparison::check_comparison;
use rankday::scenario::projection::check_projection;
use rankday::scenario::simulated::check_simulated;
use rankday::scenario::{ScenarioError, check_run};
use rankday::study::read_figures;
use rankday::universe::import::corrections::CapCorrections;
use rankday::universe::import::holdings::{Stated, read_holdings};
use rankday::universe::import::nasdaq::{self, Evidence, ImportContext, ScreenerDay};
use rankday::universe::import::table::{
    Reading, TableOptions, Target, UniverseContext, open_table, suggest, to_universe,
};
use rankday::universe::{
    Facts, Fault, Faults, Funds, Index, Input, Membership, SymbolChanges, read_actions,
    read_announced, read_list, read_membership, read_universe,
};

/// What messages call the file.
pub(crate) const FILE: &str = "tests/errors/input";

/// A fault as it is printed, and its remedy.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) text: String,
    pub(crate) remedy: String,
}

/// What a reader says: remarks on what it took, or every fault that it lists.
pub(crate) type Said = Result<Vec<String>, Vec<Refused>>;

/// A reader by its name.
pub(crate) struct Reader {
    /// Its name, also that of the folder of its faulty inputs in `tests/errors`.
    pub(crate) name: &'static str,
    /// Reads.
    pub(crate) read: fn(&[u8]) -> Said,
}

/// All readers of single files.
pub(crate) static READERS: [Reader; 18] = [
    Reader { name: "universe", read: universe },
    Reader { name: "membership", read: |bytes| said(bytes, read_membership) },
    Reader { name: "list", read: |bytes| said(bytes, |i| read_list(i, Index::R3000, day())) },
    Reader { name: "panel", read: panel },
    Reader { name: "facts", read: |bytes| said(bytes, Facts::read) },
    Reader { name: "fund-assets", read: |bytes| said(bytes, Funds::read) },
    Reader { name: "symbol-changes", read: |bytes| said(bytes, SymbolChanges::read) },
    Reader { name: "corporate-actions", read: |bytes| said(bytes, read_actions) },
    Reader { name: "announced", read: |bytes| said(bytes, read_announced) },
    Reader { name: "cap-corrections", read: |bytes| said(bytes, CapCorrections::read) },
    Reader { name: "evidence", read: |bytes| said(bytes, read_figures) },
    Reader { name: "score-batch", read: |bytes| said(bytes, read_batch) },
    Reader { name: "nasdaq-screener", read: screener },
    Reader { name: "funds", read: holdings },
    Reader { name: "table", read: table },
    Reader {
        name: "scenario",
        read: |b| {
            written(b, |path, text| {
                check_run(path, text, &unset).map(|scenario| worded(&scenario.event_remarks))
            })
        },
    },
    Reader {
        name: "comparison",
        read: |b| written(b, |path, text| check_comparison(path, text, &unset).map(|_| Vec::new())),
    },
    Reader {
        name: "projection",
        read: |b| written(b, |path, text| check_projection(path, text, &unset).map(|_| Vec::new())),
    },
];

/// The reader of comparisons on simulated paths: a single accepted file makes a market of thousands
/// of companies ready, so that it has fewer cases.
pub(crate) const SIMULATED: Reader = Reader {
    name: "simulated",
    read: |bytes| {
        written(bytes, |path, text| check_simulated(path, text, &unset).map(|_| Vec::new()))
    },
};

/// Checks what a reader said against the rules for every message; returns the complaint, if any.
///
/// A message fits on a screen and cannot make a terminal do anything; one of a fault names the file
/// and says what to do.
pub(crate) fn complaint(said: &Said) -> Option<String> {
    let faults = match said {
        Ok(remarks) => return remarks.iter().find_map(|text| unprintable(text)),
        Err(faults) => faults,
    };
    if faults.is_empty() {
        return Some("refused without a word".to_owned());
    }
    faults.iter().find_map(|Refused { text, remedy }| {
        let wrong = if !text.starts_with(FILE) {
            "does not name the file"
        } else if remedy.trim().is_empty() {
            "has no remedy"
        } else {
            return unprintable(text);
        };
        Some(format!("{wrong}: {text:?}"))
    })
}

/// What is wrong with a message as such.
fn unprintable(text: &str) -> Option<String> {
    let wrong = if text.chars().any(|c| c.is_control() || c == '\u{202e}' || c == '\u{2028}') {
        "holds control characters"
    } else if text.chars().count() > 2_000 {
        "is endless"
    } else {
        return None;
    };
    Some(format!("{wrong}: {text:?}"))
}

/// Every fault that is listed.
pub(crate) fn texts(faults: &Faults) -> Vec<Refused> {
    let refused =
        |fault: &Fault| Refused { text: fault.to_string(), remedy: fault.refusal.remedy.clone() };
    faults.listed().iter().map(refused).collect()
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 4, 30).unwrap_or_default()
}

/// No environment variable is set.
fn unset(_: &str) -> Option<String> {
    None
}

fn take<T>(bytes: &[u8], read: impl Fn(&Input) -> Result<T, Faults>) -> Result<T, Vec<Refused>> {
    Input::from_bytes(FILE, bytes.to_vec()).and_then(|input| read(&input)).map_err(|f| texts(&f))
}

fn said<T>(bytes: &[u8], read: impl Fn(&Input) -> Result<T, Faults>) -> Said {
    take(bytes, read).map(|_| Vec::new())
}

fn worded(remarks: &[Remark]) -> Vec<String> {
    remarks.iter().map(text).collect()
}

fn universe(bytes: &[u8]) -> Said {
    take(bytes, |input| read_universe(input, day())).map(|read| worded(&read.remarks))
}

fn panel(bytes: &[u8]) -> Said {
    said(bytes, |input| read_panel(input, &CapCorrections::default()))
}

fn holdings(bytes: &[u8]) -> Said {
    let read = |stated| {
        read_holdings(FILE, bytes.to_vec(), stated)
            .map(|read| read.remarks().map(|remark| text(&remark)).collect())
            .map_err(|f| texts(&f))
    };
    // With the index and the day given, more of the file is read.
    read(Stated::default())
        .or_else(|_| read(Stated { index: Some(Index::R2000), held_on: Some(day()) }))
}

fn screener(bytes: &[u8]) -> Said {
    let benefit = Parameters::default().eligibility.benefit_driven_incorporation;
    let corrections = CapCorrections::default();
    let read = take(bytes, |input| ScreenerDay::read(input, day(), &corrections, &benefit))?;
    let context = ImportContext {
        symbol_changes: &SymbolChanges::default(),
        held: &Membership::default(),
        evidence: &Evidence::default(),
        facts: &Facts::default(),
        benefit_driven: &benefit,
        caps_repaired: 0,
    };
    Ok(worded(&nasdaq::import(&read, &context).report.remarks()))
}

/// A vendor's table, by the map that is suggested for it.
fn table(bytes: &[u8]) -> Said {
    let target = Target::universe();
    let options = TableOptions { day: Some(day()), ..TableOptions::default() };
    let context = UniverseContext {
        held: None,
        symbol_changes: &SymbolChanges::default(),
        benefit_driven: &Parameters::default().eligibility.benefit_driven_incorporation,
        infers: true,
    };
    open_table(FILE, bytes.to_vec(), Reading::default(), &target, None)
        .and_then(|table| {
            let map = suggest(&table, &target).map();
            to_universe(&table, &map, &options, &context)
        })
        .map(|read| worded(&read.remarks))
        .map_err(|faults| texts(&faults))
}

fn written(
    bytes: &[u8],
    check: impl Fn(&Path, &str) -> Result<Vec<String>, ScenarioError>,
) -> Said {
    // As reading the file would refuse it.
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(Vec::new()) };
    check(Path::new(FILE), text)
        .map_err(|error| vec![Refused { text: error.to_string(), remedy: error.refusal.remedy }])
}
