//! Every reader of a user's file under a coverage-guided fuzzer: `tests/fuzz/run` builds it and tries
//! all readers in turn, from the valid and the faulty files that lie in the project.
//!
//! A file is taken, or refused with its name, a reason and a remedy. `tests/mutation` checks this for
//! files that are changed blindly, and this fuzzer for files that are changed for the code they reach.
#![no_main]

#[path = "../../mutation/readers.rs"]
mod readers;

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use readers::{READERS, Reader, SIMULATED, complaint};

/// The reader that `RANKDAY_READER` names.
fn reader() -> &'static Reader {
    static SIMULATED_READER: Reader = SIMULATED;
    static READER: OnceLock<&'static Reader> = OnceLock::new();
    READER.get_or_init(|| {
        let name = std::env::var("RANKDAY_READER").unwrap_or_default();
        let mut readers = READERS.iter().chain([&SIMULATED_READER]);
        readers.find(|reader| reader.name == name).unwrap_or_else(|| {
            panic!("RANKDAY_READER names no reader: {name:?}; tests/fuzz/run knows them all")
        })
    })
}

fuzz_target!(|bytes: &[u8]| {
    if let Some(complaint) = complaint(&(reader().read)(bytes)) {
        panic!("what is said {complaint}");
    }
});
