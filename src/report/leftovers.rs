//! Temporary files of reports: how they are called, and how those of a killed process go.
//!
//! Nothing that a killed process leaves is ever read. It goes when the next one writes into the
//! folder, unless somebody else is at work there: everybody who writes holds a lock on the folder,
//! which the system takes back from whoever is killed. Where folders cannot be locked, it stays.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::thread;
use std::time::Duration;

use tempfile::NamedTempFile;

const PREFIX: &str = ".rankday-";
const SUFFIX: &str = ".tmp";

/// A temporary file in a folder, of whose contents everybody may read what the process's own mask
/// allows, as if it were created by its final name; dropping it removes it.
pub(super) fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Says, while it lives, that somebody writes into a folder.
#[derive(Debug)]
pub(super) struct AtWork {
    /// The folder, under a shared lock.
    _folder: File,
}

impl AtWork {
    /// Begins to write into a folder, which is tidied up where nobody else does; `None` where
    /// folders cannot be locked.
    pub(super) fn begin(folder: &Path) -> Option<Self> {
        let file = File::open(folder).ok()?;
        if file.try_lock().is_ok() {
            remove_leftovers(folder);
            file.unlock().ok()?;
        }
        // Only who tidies up holds it alone, and not for long. Anybody else who does, such as
        // flock(1) around this very process, is waited for no longer than a second.
        for _ in 0..100 {
            match file.try_lock_shared() {
                Ok(()) => return Some(Self { _folder: file }),
                Err(fs::TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(10)),
                Err(fs::TryLockError::Error(_)) => return None,
            }
        }
        None
    }
}

/// Removes the temporary files that there are; one that stays is no loss.
fn remove_leftovers(folder: &Path) {
    // All seen at once: whoever did not wait for the lock may begin to write meanwhile.
    let entries: Vec<fs::DirEntry> = fs::read_dir(folder).into_iter().flatten().flatten().collect();
    for entry in entries {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && entry.file_name().to_str().is_some_and(is_temporary) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether a file is called as [`temporary`] calls them.
fn is_temporary(name: &str) -> bool {
    let random = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(SUFFIX));
    random.is_some_and(|random| {
        random.len() == 6 && random.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names of the files in a folder.
    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        let name = |entry: io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
        let mut names: Vec<_> = entries.map(|e| name(e).into_string().expect("text")).collect();
        names.sort();
        names
    }

    #[test]
    fn temporary_files_are_known_by_their_names() {
        let home = tempfile::tempdir().expect("a folder");
        let file = temporary(home.path()).expect("a file");
        let name = file.path().file_name().expect("a name").to_str().expect("text");
        assert!(is_temporary(name), "{name}");
        for other in
            [".rankday-notes", ".rankday-.tmp", "rankday-aB3dEf.tmp", ".rankday-a/3dEf.tmp"]
        {
            assert!(!is_temporary(other), "{other}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn leftovers_go_and_nothing_else_does() {
        let home = tempfile::tempdir().expect("a folder");
        temporary(home.path()).expect("a file").keep().expect("kept");
        fs::write(home.path().join(".rankday-notes"), "mine").expect("written");
        fs::create_dir(home.path().join(".rankday-aB3dEf.tmp")).expect("a folder");
        assert_eq!(names(home.path()).len(), 3);
        drop(AtWork::begin(home.path()).expect("a lock"));
        assert_eq!(names(home.path()), [".rankday-aB3dEf.tmp", ".rankday-notes"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_somebody_else_is_writing_stays() {
        let home = tempfile::tempdir().expect("a folder");
        let one = AtWork::begin(home.path()).expect("a lock");
        let file = temporary(home.path()).expect("a file");
        let other = AtWork::begin(home.path()).expect("another lock");
        drop(one);
        drop(AtWork::begin(home.path()).expect("a third"));
        assert!(file.path().exists());
        drop(other);
        drop(AtWork::begin(home.path()).expect("a lock"));
        assert!(!file.path().exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_is_locked_by_others_is_not_waited_for_long() {
        let home = tempfile::tempdir().expect("a folder");
        let others = File::open(home.path()).expect("a folder");
        others.lock().expect("a lock");
        assert!(AtWork::begin(home.path()).is_none());
    }
}
