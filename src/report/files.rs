//! Report files written whole or not at all: staged beside their place, then renamed into it.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

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
            std::io::ErrorKind::PermissionDenied => "choose a folder you may write to with --out",
            std::io::ErrorKind::StorageFull => "free some space",
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
#[derive(Debug)]
pub struct Staging {
    folder: PathBuf,
    staged: Vec<Staged>,
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
        let mut staging = Self { folder: folder.to_owned(), staged: Vec::new(), made: missing };
        staging.made.reverse();
        tempfile::tempfile_in(folder).map_err(fail)?;
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

    /// Gives every staged file its name.
    ///
    /// # Errors
    /// A rename that the file system refuses.
    pub fn publish(mut self) -> Result<Vec<PathBuf>, WriteError> {
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
    let mut builder = tempfile::Builder::new();
    builder.prefix(".rankday-");
    // Reports are for everybody whom the process's own mask allows, as if created by their name.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let file = builder.tempfile_in(folder)?;
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
}
