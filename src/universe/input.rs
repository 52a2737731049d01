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
    content: String,
    /// Length of the byte order mark that `content` starts with.
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
        match checked_text(bytes) {
            Ok(content) => {
                let mark = if content.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
                Ok(Self { name: name.to_owned(), content, mark })
            }
            Err((line, problem, remedy)) => {
                faults.push(Fault {
                    file: name.to_owned(),
                    line,
                    column: None,
                    value: None,
                    problem: problem.to_owned(),
                    remedy: remedy.to_owned(),
                });
                Err(faults)
            }
        }
    }

    /// The text without its byte order mark.
    pub fn text(&self) -> &str {
        &self.content[self.mark..]
    }

    /// The text's bytes without the byte order mark.
    pub fn text_bytes(&self) -> &[u8] {
        self.text().as_bytes()
    }

    /// SHA-256 of the file as it lies on disk, in hexadecimal.
    pub fn sha256(&self) -> String {
        use std::fmt::Write as _;
        let digest = Sha256::digest(self.content.as_bytes());
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

/// What keeps bytes from being read as text: line, problem, remedy.
type TextProblem = (Option<u64>, &'static str, &'static str);

/// The bytes as text, or the first reason why they are none that can be read.
fn checked_text(bytes: Vec<u8>) -> Result<String, TextProblem> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err((None, "is UTF-16", "save it as UTF-8"));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err((None, "is empty", "give a file with a header and rows"));
    }
    let line_of = |bytes: &[u8], at: usize| {
        let breaks = bytes[..at].iter().filter(|&&b| b == b'\n').count();
        u64::try_from(breaks).ok().map(|n| n + 1)
    };
    let text = String::from_utf8(bytes).map_err(|error| {
        let line = line_of(error.as_bytes(), error.utf8_error().valid_up_to());
        (line, "is not UTF-8", "save it as UTF-8")
    })?;
    match text.find('\0') {
        Some(nul) => {
            let line = line_of(text.as_bytes(), nul);
            Err((line, "holds a NUL byte", "remove it; is this a text file?"))
        }
        None => Ok(text),
    }
}
