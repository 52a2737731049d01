//! Report files written whole or not at all: staged beside their place, then renamed into it.
//!
//! A process may be killed at any moment. Its files then are as they were or new, whole either way,
//! and a set that is half renamed lacks its last file, the summary.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::leftovers::{self, AtWork};

/// Why reports could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {}: {source}; {remedy}", path.display())]
pub struct WriteError {
    path: PathBuf,
    #[source]
    source: std::io::Error,
    remedy: &'static str,
}

impl WriteError {
    /// A file that was not written, with what to do about it.
    pub fn new(path: &Path, source: std::io::Error) -> Self {
        let remedy = match source.kind() {
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                "choose a folder you may write to with --out"
            }
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                "free some space"
            }
            std::io::ErrorKind::FileTooLarge => "raise the limit on the size of files (ulimit -f)",
            std::io::ErrorKind::NotADirectory | std::io::ErrorKind::AlreadyExists => {
                "there is a file of that name; choose another folder with --out"
            }
            _ => "choose another folder with --out",
        };
        Self { path: path.to_owned(), source, remedy }
    }
}

/// A folder that reports are being written for.
///
/// Opened before the long work, so that a bad path fails at once. Nothing appears under its final
/// name until [`Staging::publish`], which renames every file; dropping it removes what was staged.
/// What a killed process left in the folder goes when it is opened.
#[derive(Debug)]
pub struct Staging {
    folder: PathBuf,
    at_work: Option<AtWork>,
    staged: Vec<Staged>,
    /// Files of an earlier run that speak for a set, and would for one that they know nothing of.
    outdated: Vec<PathBuf>,
    /// Folders that were made, innermost last, to be removed again where nothing is published.
    made: Vec<PathBuf>,
}

/// A file that is written and has not its name yet; dropping it removes it.
#[derive(Debug)]
pub struct Staged {
    path: PathBuf,
    file: NamedTempFile,
}

impl Staging {
    /// Makes the folder, if need be, and proves that files can be written there.
    ///
    /// # Errors
    /// Whatever keeps a file from being written there.
    pub fn open(folder: &Path) -> Result<Self, WriteError> {
        let fail = |error| WriteError::new(folder, error);
        let missing: Vec<PathBuf> = folder
            .ancestors()
            .take_while(|a| !a.as_os_str().is_empty() && !a.exists())
            .map(Path::to_owned)
            .collect();
        fs::create_dir_all(folder).map_err(fail)?;
        let mut staging = Self {
            folder: folder.to_owned(),
            at_work: None,
            staged: Vec::new(),
            outdated: Vec::new(),
            made: missing,
        };
        staging.made.reverse();
        staging.at_work = AtWork::begin(folder);
        drop(leftovers::temporary(folder).map_err(fail)?);
        Ok(staging)
    }

    /// Stages one file.
    ///
    /// # Errors
    /// What the file system reports, or what `write` does.
    pub fn stage(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
    ) -> Result<(), WriteError> {
        let staged = self.prepare(name, write)?;
        self.add(staged);
        Ok(())
    }

    /// Writes one file that [`Self::add`] may stage; several threads may each write theirs.
    ///
    /// # Errors
    /// As [`Self::stage`].
    pub fn prepare(
        &self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
    ) -> Result<Staged, WriteError> {
        let path = self.folder.join(name);
        match write_temporary(&self.folder, write) {
            Ok(file) => Ok(Staged { path, file }),
            Err(error) => Err(WriteError::new(&path, error)),
        }
    }

    /// Stages a file that is written.
    pub fn add(&mut self, staged: Staged) {
        self.staged.push(staged);
    }

    /// Lets the file that stands for a set go where the set is replaced without it, unless it has these
    /// bytes: then it stands for the new set as well.
    pub fn outdate(&mut self, name: &str, unless: &[u8]) {
        let path = self.folder.join(name);
        let Ok(about) = fs::metadata(&path) else { return };
        let is_same = || fs::read(&path).is_ok_and(|bytes| bytes == unless);
        let is_current = about.len() == unless.len() as u64 && is_same();
        if about.is_file() && !is_current {
            self.outdated.push(path);
        }
    }

    /// Gives every staged file its name, in their order.
    ///
    /// The last of several stands for the set: an old one goes before the first file is replaced, so
    /// that it is never seen beside files of another run, wherever this ends.
    ///
    /// # Errors
    /// A rename that the file system refuses.
    pub fn publish(mut self) -> Result<Vec<PathBuf>, WriteError> {
        let mut outdated = std::mem::take(&mut self.outdated);
        if let [_, .., last] = self.staged.as_slice() {
            outdated.push(last.path.clone());
        }
        for path in outdated {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(WriteError::new(&path, error));
                }
                _ => {}
            }
        }
        let mut published = Vec::with_capacity(self.staged.len());
        for Staged { path, file } in std::mem::take(&mut self.staged) {
            file.persist(&path).map_err(|e| WriteError::new(&path, e.error))?;
            published.push(path);
        }
        self.made.clear();
        Ok(published)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        self.staged.clear();
        for folder in self.made.iter().rev() {
            // Only an empty folder goes, and one that stays is no loss.
            let _ = fs::remove_dir(folder);
        }
    }
}

fn write_temporary(
    folder: &Path,
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> std::io::Result<NamedTempFile> {
    let file = leftovers::temporary(folder)?;
    let mut writer = BufWriter::with_capacity(1 << 16, file);
    write(&mut writer)?;
    writer.into_inner().map_err(std::io::IntoInnerError::into_error)
}

/// Writes one file whole or not at all.
///
/// # Errors
/// What the file system reports, or what `write` does.
pub fn write_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), WriteError> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let fail = |error| WriteError::new(path, error);
    if path.is_dir() {
        return Err(fail(std::io::Error::from(std::io::ErrorKind::IsADirectory)));
    }
    let _at_work = AtWork::begin(folder);
    let staged = write_temporary(folder, write).map_err(fail)?;
    staged.persist(path).map_err(|e| fail(e.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_of_reports_that_were_not_published() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join("a/b");
        let mut staging = Staging::open(&folder).expect("staging");
        staging.stage("x.csv", |out| out.write_all(b"x")).expect("staged");
        assert!(!folder.join("x.csv").exists());
        drop(staging);
        assert!(!home.path().join("a").exists());
    }

    #[test]
    fn published_files_replace_old_ones_whole() {
        let home = tempfile::tempdir().expect("a folder");
        for text in ["old and long", "new"] {
            let mut staging = Staging::open(home.path()).expect("staging");
            staging.stage("x.csv", |out| out.write_all(text.as_bytes())).expect("staged");
            staging.publish().expect("published");
        }
        let text = fs::read_to_string(home.path().join("x.csv")).expect("text");
        assert_eq!(text, "new");
        assert_eq!(fs::read_dir(home.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn a_set_that_is_not_renamed_to_its_end_lacks_its_last_file() {
        let home = tempfile::tempdir().expect("a folder");
        fs::write(home.path().join("summary.json"), "old").expect("written");
        fs::create_dir(home.path().join("b.csv")).expect("a folder in the way");
        let mut staging = Staging::open(home.path()).expect("staging");
        for name in ["a.csv", "b.csv", "summary.json"] {
            staging.stage(name, |out| out.write_all(b"new")).expect("staged");
        }
        staging.publish().expect_err("a folder is no file");
        assert_eq!(fs::read(home.path().join("a.csv")).expect("renamed"), b"new");
        assert!(!home.path().join("summary.json").exists());
    }
}
