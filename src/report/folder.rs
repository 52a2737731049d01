//! A folder of results: it belongs to one result, is written by one process at a time, and always holds
//! either the old result or the new one.
//!
//! Opening it, before the work, locks it and refuses to replace files that are not rankday's own. No file has
//! its final name before [`Staging::publish`], which replaces the whole set, or undoes everything if a file
//! cannot be replaced. If a process is killed, each file is whole, either old or new; a set that is only
//! partly renamed lacks its last file, the summary, and has a manifest that marks it as incomplete.

pub mod manifest;
mod survey;
mod swap;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

use self::manifest::{MANIFEST_FILE, ResultKind, ResultManifest};
pub(crate) use self::survey::may_write;
use self::survey::survey;
use self::swap::Swap;
use super::files::{WriteError, real_paths};
use super::leftovers::{self, AtWork};

/// The folder for a result, and the rules for what may be replaced there.
#[derive(Debug, Clone)]
pub struct Destination {
    folder: PathBuf,
    /// The kind of the result; `None` if it may replace a result of any kind.
    kind: Option<ResultKind>,
    /// The files that the command reads.
    inputs: Vec<PathBuf>,
    force: bool,
}

impl Destination {
    /// A folder for a result of this kind. It must be new or empty, or hold a result of the same kind.
    pub fn new(folder: &Path, kind: ResultKind) -> Self {
        Self { folder: folder.to_owned(), kind: Some(kind), inputs: Vec::new(), force: false }
    }

    /// Files that the command reads: none of them is ever replaced.
    #[must_use]
    pub fn reading<'a>(mut self, inputs: impl IntoIterator<Item = &'a Path>) -> Self {
        self.inputs.extend(inputs.into_iter().map(Path::to_owned));
        self
    }

    /// Whether a result of another kind, and files that rankday did not write, may be replaced. Other
    /// existing files stay.
    #[must_use]
    pub fn forced(self, force: bool) -> Self {
        Self { force, ..self }
    }

    /// Opens the folder: creates it if it does not exist, locks it, and checks that files can be written
    /// there.
    ///
    /// # Errors
    /// Files that must not be replaced, another process at work in the folder, and errors of writing to it.
    pub fn open(self) -> Result<Staging, WriteError> {
        Staging::begin(self)
    }
}

/// A folder that a result is being written for; dropping it removes what was staged.
#[derive(Debug)]
pub struct Staging {
    folder: PathBuf,
    /// The manifest of the existing result.
    old: Option<ResultManifest>,
    staged: Vec<Staged>,
    /// Files of an unfinished run that are removed with the old result.
    discarded: Vec<String>,
    /// Canonical paths of the files that the command reads.
    inputs: Vec<PathBuf>,
    /// Folders that were created, innermost last; they are removed again if nothing is published.
    made: MadeFolders,
    /// Held until the end of the work.
    _at_work: AtWork,
}

/// A file that is written but does not have its final name yet; dropping it removes it.
#[derive(Debug)]
pub struct Staged {
    name: String,
    file: NamedTempFile,
    sha256: String,
}

impl Staged {
    /// SHA-256 of its bytes, hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }
}

/// Created folders, which are removed again, innermost first, if they are empty.
#[derive(Debug, Default)]
struct MadeFolders(Vec<PathBuf>);

impl Drop for MadeFolders {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // Only an empty folder can be removed, and one that stays does no harm.
            let _ = fs::remove_dir(folder);
        }
    }
}

impl Staging {
    /// Opens a folder for a result of any kind that reads no files.
    ///
    /// # Errors
    /// As [`Destination::open`].
    pub fn open(folder: &Path) -> Result<Self, WriteError> {
        let folder = folder.to_owned();
        Self::begin(Destination { folder, kind: None, inputs: Vec::new(), force: false })
    }

    fn begin(destination: Destination) -> Result<Self, WriteError> {
        let Destination { folder, kind, inputs, force } = destination;
        let fail = |error: io::Error| WriteError::new(&folder, &error);
        // The drop order matters: the created folders are removed before the lock is released.
        let (at_work, made) = claim(&folder)?;
        let inputs = real_paths(inputs.iter().map(PathBuf::as_path));
        let old = survey(&folder, kind, &inputs, force)?;
        drop(leftovers::temporary(&folder).map_err(fail)?);
        let (staged, discarded) = (Vec::new(), Vec::new());
        Ok(Self { folder, old, staged, discarded, inputs, made, _at_work: at_work })
    }

    /// Stages one file.
    ///
    /// # Errors
    /// Errors of the file system, and errors of `write`.
    pub fn stage(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), WriteError> {
        let staged = self.prepare(name, write)?;
        self.add(staged);
        Ok(())
    }

    /// Writes one file, to be staged with [`Self::add`]; several threads may each write one.
    ///
    /// # Errors
    /// As [`Self::stage`].
    pub fn prepare(
        &self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<Staged, WriteError> {
        let (file, sha256) = write_temporary(&self.folder, write)
            .map_err(|error| WriteError::new(&self.folder.join(name), &error))?;
        Ok(Staged { name: name.to_owned(), file, sha256 })
    }

    /// Stages a file that has been written.
    pub fn add(&mut self, staged: Staged) {
        self.staged.push(staged);
    }

    /// Gives a file its final name at once; used for the file from which an unfinished run resumes.
    ///
    /// # Errors
    /// As [`Self::stage`].
    pub fn keep(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), WriteError> {
        let path = self.folder.join(name);
        swap::check_place(&path, &self.inputs)?;
        let staged = self.prepare(name, write)?;
        staged.file.persist(&path).map_err(|e| WriteError::new(&path, &e.error))?;
        self.made.0.clear();
        Ok(())
    }

    /// Marks a file written with [`Self::keep`] for removal when the result is published.
    pub fn discard(&mut self, name: &str) {
        self.discarded.push(name.to_owned());
    }

    /// Replaces the existing result by the staged files and their manifest; returns their paths.
    ///
    /// The last of several files marks the set as complete: an old one is removed before anything else
    /// changes, and the new one comes last. Files of the old result that the new one does not write are
    /// removed. If a file cannot be replaced, everything is undone.
    ///
    /// # Errors
    /// Errors of the file system, after which the old result is whole.
    pub fn publish(
        mut self,
        kind: ResultKind,
        scenario_sha256: Option<String>,
    ) -> Result<Vec<PathBuf>, WriteError> {
        let mut staged = std::mem::take(&mut self.staged);
        let paths: Vec<PathBuf> = staged.iter().map(|s| self.folder.join(&s.name)).collect();
        let files: BTreeMap<String, String> =
            staged.iter().map(|s| (s.name.clone(), s.sha256.clone())).collect();
        let manifest = ResultManifest::new(kind, scenario_sha256, files);
        for path in paths.iter().chain([&self.folder.join(MANIFEST_FILE)]) {
            swap::check_place(path, &self.inputs)?;
        }
        let stale = self.stale(&manifest)?;
        let listing = |manifest: &ResultManifest| {
            let (file, sha256) = write_temporary(&self.folder, |out| manifest.write(out))
                .map_err(|error| WriteError::new(&self.folder.join(MANIFEST_FILE), &error))?;
            Ok::<_, WriteError>(Staged { name: MANIFEST_FILE.to_owned(), file, sha256 })
        };
        let between = listing(&manifest.clone().replacing(self.old.take()))?;
        let complete = listing(&manifest)?;
        let summary = if staged.len() > 1 { staged.pop() } else { None };
        let mut swap = Swap::new(&self.folder);
        if let Some(last) = &summary {
            swap.remove(&last.name)?;
        }
        swap.put(between)?;
        for file in staged {
            swap.put(file)?;
        }
        for name in &stale {
            swap.remove(name)?;
        }
        swap.put(complete)?;
        if let Some(last) = summary {
            swap.put(last)?;
        }
        swap.done();
        self.made.0.clear();
        Ok(paths)
    }

    /// Files of the old result that the new one does not write.
    fn stale(&self, new: &ResultManifest) -> Result<Vec<String>, WriteError> {
        let old = self.old.iter().flat_map(ResultManifest::names);
        let mut stale: Vec<String> = old
            .chain(self.discarded.iter().map(String::as_str))
            .filter(|name| !new.files.contains_key(*name))
            .map(str::to_owned)
            .collect();
        stale.sort();
        stale.dedup();
        for name in &stale {
            swap::check_place(&self.folder.join(name), &self.inputs)?;
        }
        Ok(stale)
    }
}

/// Maximum number of attempts to create a folder that failing processes keep removing.
const CLAIMS: usize = 16;

/// Creates a folder if it does not exist, and locks it.
///
/// If several processes start at once, exactly one of them gets the lock. The others leave the folder alone
/// even if it is still empty: only the holder of the lock may remove it.
fn claim(folder: &Path) -> Result<(AtWork, MadeFolders), WriteError> {
    let leads_nowhere = folder.ancestors().find(|part| part.is_symlink() && !part.exists());
    if let Some(link) = leads_nowhere {
        let remedy = "remove it, or choose another folder with --out";
        return Err(WriteError::refused(link, "is a link to what is not there", remedy));
    }
    let mut failed = None;
    for _ in 0..CLAIMS {
        let missing = folder.ancestors().take_while(|a| !a.as_os_str().is_empty() && !a.exists());
        let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
        missing.reverse();
        match fs::create_dir_all(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                failed = Some(WriteError::new(folder, &error));
                continue;
            }
            // Another process is creating and removing the folder at the same time: try again.
            Err(error)
                if error.kind() == io::ErrorKind::AlreadyExists
                    && fs::metadata(folder).map_or(true, |there| there.is_dir()) =>
            {
                continue;
            }
            made => made.map_err(|error| WriteError::new(folder, &error))?,
        }
        failed = None;
        let at_work = AtWork::begin(folder)?;
        if at_work.is_still_there(folder) {
            return Ok((at_work, MadeFolders(missing)));
        }
    }
    Err(failed.unwrap_or_else(|| leftovers::is_busy(folder)))
}

/// Writes a temporary file; returns it with its SHA-256.
fn write_temporary(
    folder: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<(NamedTempFile, String)> {
    let file = Hashing { file: leftovers::temporary(folder)?, hash: Sha256::new() };
    let mut writer = BufWriter::with_capacity(1 << 16, file);
    write(&mut writer)?;
    let Hashing { file, hash } = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
    Ok((file, format!("{:x}", hash.finalize())))
}

/// A file whose bytes are hashed as they are written.
struct Hashing {
    file: NamedTempFile,
    hash: Sha256,
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests;
