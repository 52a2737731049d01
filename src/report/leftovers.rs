//! Temporary files of reports: their names, and the removal of those that killed processes leave behind.
//!
//! Files that a killed process leaves behind are never read, and are removed when the next result is written
//! into the folder. A process that writes a result holds a lock on the folder and one on each temporary file
//! that it is writing; the system releases both when the process is killed.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;

use tempfile::{NamedTempFile, TempPath};

use super::files::WriteError;

const PREFIX: &str = ".rankday-";
const SUFFIX: &str = ".tmp";
/// The file that is locked in place of the folder, on systems that can only lock files.
const LOCK: &str = ".rankday-lock";

fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    builder
}

/// A temporary file in a folder, with the permissions that the process's umask gives to a file created under
/// its final name; dropping it removes it.
pub(super) fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = builder();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    loop {
        let file = builder.tempfile_in(folder)?;
        // If files cannot be locked, it stays unlocked.
        let _ = file.as_file().try_lock();
        // Before it was locked, another process may have removed it as a leftover.
        if file.path().exists() {
            return Ok(file);
        }
    }
}

/// A free temporary name in a folder, to which `put` moves or links a file that is set aside; dropping it
/// removes that file.
pub(super) fn aside(
    folder: &Path,
    put: impl FnMut(&Path) -> io::Result<()>,
) -> io::Result<TempPath> {
    Ok(builder().make_in(folder, put)?.into_temp_path())
}

/// Marks a folder as being written to and keeps other processes out of it, until it is dropped.
#[derive(Debug)]
pub(super) struct AtWork {
    /// The locked folder; `None` if nothing can be locked.
    locked: Option<File>,
}

impl AtWork {
    /// Begins to write into a folder and removes leftovers from it.
    ///
    /// # Errors
    /// Another process is already writing into the folder.
    pub(super) fn begin(folder: &Path) -> Result<Self, WriteError> {
        let locked = match lock(folder) {
            Ok(file) => Some(file),
            Err(TryLockError::WouldBlock) => return Err(is_busy(folder)),
            // Without a lock, leftovers cannot be told from files that other processes are still writing, so
            // they stay.
            Err(TryLockError::Error(_)) => None,
        };
        if locked.is_some() {
            remove_leftovers(folder);
        }
        Ok(Self { locked })
    }

    /// True if the folder is still the one that was locked: another process may have removed it before it
    /// released its lock, so that there is no folder any more or a new one.
    pub(super) fn is_still_there(&self, folder: &Path) -> bool {
        let Ok(there) = fs::metadata(folder) else { return false };
        let locked = self.locked.as_ref().and_then(|file| file.metadata().ok());
        // On systems that lock a file in the folder, the folder is not empty and therefore stays.
        locked.filter(fs::Metadata::is_dir).is_none_or(|locked| is_same(&locked, &there))
    }
}

#[cfg(unix)]
fn is_same(a: &fs::Metadata, b: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

#[cfg(not(unix))]
fn is_same(_: &fs::Metadata, _: &fs::Metadata) -> bool {
    true
}

/// The error when another process is writing into a folder.
pub(super) fn is_busy(folder: &Path) -> WriteError {
    let remedy = "wait for it, or choose another folder with --out";
    WriteError::refused(folder, "another process is writing there", remedy)
}

/// Locks a folder or, if folders cannot be locked, a file in it.
fn lock(folder: &Path) -> Result<File, TryLockError> {
    let of_folder = File::open(folder).map_err(TryLockError::Error);
    let locked = of_folder.and_then(|file| file.try_lock().map(|()| file));
    let Err(TryLockError::Error(_)) = locked else { return locked };
    let file = File::options().create(true).truncate(false).write(true).open(folder.join(LOCK));
    let file = file.map_err(TryLockError::Error)?;
    file.try_lock().map(|()| file)
}

/// Removes the temporary files that no process is writing; a file that cannot be removed does no harm.
fn remove_leftovers(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && entry.file_name().to_str().is_some_and(is_temporary) {
            let is_free = File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok());
            if is_free {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Whether a file has a name as [`temporary`] makes them.
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
        drop(temporary(home.path()).expect("a file").keep().expect("kept"));
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
        let file = temporary(home.path()).expect("a file");
        drop(AtWork::begin(home.path()).expect("a lock"));
        assert!(file.path().exists());
        let (file, path) = file.keep().expect("kept");
        drop(AtWork::begin(home.path()).expect("a lock"));
        assert!(path.exists());
        drop(file);
        drop(AtWork::begin(home.path()).expect("a lock"));
        assert!(!path.exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_somebody_locked_is_refused_at_once() {
        let home = tempfile::tempdir().expect("a folder");
        let others = File::open(home.path()).expect("a folder");
        others.lock().expect("a lock");
        let said = AtWork::begin(home.path()).expect_err("locked").to_string();
        assert!(said.contains("another process is writing there; wait for it"), "{said}");
    }
}
