//! libFuzzer on the readers of users' files; the variable `READER` says which.
//!
//! What a reader says is held to the same rules as in `tests/mutation`: no panic, and no refusal
//! without a file and a remedy.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use readers::{READERS, Reader, SIMULATED, complaint};

#[path = "../../mutation/readers.rs"]
mod readers;

static READER: LazyLock<&Reader> = LazyLock::new(|| {
    static LAST: Reader = SIMULATED;
    let name = std::env::var("READER").unwrap_or_default();
    let mut all = READERS.iter().chain([&LAST]);
    let names: Vec<&str> = all.clone().map(|reader| reader.name).collect();
    let known = || format!("set READER to one of {}", names.join(", "));
    all.find(|reader| reader.name == name).unwrap_or_else(|| panic!("{}", known()))
});

fuzz_target!(|bytes: &[u8]| {
    if let Some(complaint) = complaint(&(READER.read)(bytes)) {
        panic!("what is said {complaint}");
    }
});
