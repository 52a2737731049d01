//! Bytes of an input file, with its name for messages and its SHA-256 for the report.
//!
//! Every file enters here: what is not UTF-8 text is refused before any parser sees it.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::fault::{Fault, Faults};

/// A text file held in memory.
#[derive(Debug, Clone)]
pub struct Input {
    /// The path as the user named it, for messages and reports.
    pub name: String,
    bytes: Vec<u8>,
    /// Length of the byte order mark that `bytes` starts with.
    mark: usize,
}

impl Input {
    /// Reads a file.
    ///
    /// # Errors
    /// A fault where the file cannot be read, is a directory, is empty, or is not UTF-8 text.
    pub fn read(path: &Path) -> Result<Self, Faults> {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| {
            let mut faults = Faults::default();
            let (problem, remedy) = if path.is_dir() {
                ("is a directory".to_owned(), "name a file".to_owned())
            } else {
                let problem = match error.kind() {
                    std::io::ErrorKind::NotFound => "does not exist".to_owned(),
                    _ => format!("cannot be read: {error}"),
                };
                (problem, read_remedy(path, &error))
            };
            faults.file(&name, problem, remedy);
            faults
        })?;
        Self::from_bytes(&name, bytes)
    }

    /// Takes bytes that came from elsewhere, under a name for messages.
    ///
    /// # Errors
    /// A fault where the bytes are empty or not UTF-8 text.
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        if let Some((line, problem, remedy)) = text_problem(&bytes) {
            faults.push(Fault {
                file: name.to_owned(),
                line,
                column: None,
                value: None,
                problem: problem.to_owned(),
                remedy: remedy.to_owned(),
            });
        }
        let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        faults.into_result(Self { name: name.to_owned(), bytes, mark })
    }

    /// The text without its byte order mark.
    pub fn text(&self) -> &str {
        // Checked when it was made; an empty text is the honest answer to the impossible.
        std::str::from_utf8(&self.bytes[self.mark..]).unwrap_or_default()
    }

    /// The text's bytes without the byte order mark.
    pub fn text_bytes(&self) -> &[u8] {
        &self.bytes[self.mark..]
    }

    /// SHA-256 of the file as it lies on disk, in hexadecimal.
    pub fn sha256(&self) -> String {
        use std::fmt::Write as _;
        let digest = Sha256::digest(&self.bytes);
        digest.iter().fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

fn read_remedy(path: &Path, error: &std::io::Error) -> String {
    if error.kind() != std::io::ErrorKind::NotFound {
        return "check its permissions".to_owned();
    }
    let existing = path.ancestors().skip(1).find(|a| a.is_dir()).map(PathBuf::from);
    match existing {
        Some(folder) if !folder.as_os_str().is_empty() => {
            format!("check the path ({} exists)", folder.display())
        }
        _ => "check the path".to_owned(),
    }
}

/// The first reason why bytes are not text that can be read: line, problem, remedy.
fn text_problem(bytes: &[u8]) -> Option<(Option<u64>, &'static str, &'static str)> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Some((None, "is UTF-16", "save it as UTF-8"));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Some((None, "is empty", "give a file with a header and rows"));
    }
    let line_of = |at: usize| {
        let breaks = bytes[..at].iter().filter(|&&b| b == b'\n').count();
        u64::try_from(breaks).ok().map(|n| n + 1)
    };
    if let Err(error) = std::str::from_utf8(bytes) {
        return Some((line_of(error.valid_up_to()), "is not UTF-8", "save it as UTF-8"));
    }
    let nul = bytes.iter().position(|&b| b == 0)?;
    Some((line_of(nul), "holds a NUL byte", "remove it; is this a text file?"))
}
