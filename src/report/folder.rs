//! A folder of results: it belongs to one result, is written by one process at a time, and holds the old
//! result or the new one.
//!
//! Opening it, before the work, locks it and refuses what is not rankday's own to replace. Nothing has
//! its name before [`Staging::publish`], which swaps the whole set and undoes it where a file refuses.
//! A process may be killed at any moment: its files then are as they were or new, whole either way, and a
//! set that is half renamed lacks its last file, the summary, and has a list that calls it incomplete.

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

/// Where a result goes, and what may be replaced there.
#[derive(Debug, Clone)]
pub struct Destination {
    folder: PathBuf,
    /// `None` of one that takes the place of any other.
    kind: Option<ResultKind>,
    /// What the command reads.
    inputs: Vec<PathBuf>,
    force: bool,
}

impl Destination {
    /// A folder for a result of a kind. It is new or empty, or holds a result of that kind.
    pub fn new(folder: &Path, kind: ResultKind) -> Self {
        Self { folder: folder.to_owned(), kind: Some(kind), inputs: Vec::new(), force: false }
    }

    /// Files that the command reads: none of them is ever replaced.
    #[must_use]
    pub fn reading<'a>(mut self, inputs: impl IntoIterator<Item = &'a Path>) -> Self {
        self.inputs.extend(inputs.into_iter().map(Path::to_owned));
        self
    }

    /// Lets a result of another kind, and files that rankday did not write, be replaced. Other files
    /// that are there stay.
    #[must_use]
    pub fn forced(self, force: bool) -> Self {
        Self { force, ..self }
    }

    /// Opens it: makes the folder, if need be, locks it, and proves that files can be written there.
    ///
    /// # Errors
    /// Files that are not to be replaced, a process that is at work there, and whatever keeps a file from
    /// being written.
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
    /// Files of an unfinished run that go with the old result.
    discarded: Vec<String>,
    /// Real paths of what the command reads.
    inputs: Vec<PathBuf>,
    /// Folders that were made, innermost last, to be removed again where nothing is published.
    made: MadeFolders,
    /// Held to the end.
    _at_work: AtWork,
}

/// A file that is written and has not its name yet; dropping it removes it.
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

/// Folders that go again, innermost first, where they stay empty.
#[derive(Debug, Default)]
struct MadeFolders(Vec<PathBuf>);

impl Drop for MadeFolders {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // Only an empty folder goes, and one that stays is no loss.
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
        // In this order: what was made goes again before the lock does.
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
    /// What the file system reports, or what `write` does.
    pub fn stage(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
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
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<Staged, WriteError> {
        let (file, sha256) = write_temporary(&self.folder, write)
            .map_err(|error| WriteError::new(&self.folder.join(name), &error))?;
        Ok(Staged { name: name.to_owned(), file, sha256 })
    }

    /// Stages a file that is written.
    pub fn add(&mut self, staged: Staged) {
        self.staged.push(staged);
    }

    /// Gives a file its final name at once: the file from which an unfinished run resumes.
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

    /// Lets a file that was kept go when the result is published.
    pub fn discard(&mut self, name: &str) {
        self.discarded.push(name.to_owned());
    }

    /// Replaces the existing result by the staged files and their manifest; returns their paths.
    ///
    /// The last of several files stands for the set: an old one goes before anything else is touched, and
    /// the new one comes last. What the new result does not write of the old one goes. Where a file
    /// cannot be replaced, all of it is undone.
    ///
    /// # Errors
    /// What the file system reports; the old result is whole then.
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

/// How often to make a folder again that another process removed after it had failed.
const CLAIMS: usize = 16;

/// Makes a folder, if need be, and locks it.
///
/// Of several processes that start at once exactly one has it. The others leave it alone, even where it
/// is empty yet: only who holds the lock may take the folder away again.
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
            // It was there and is gone, or is there again: another process makes and removes it.
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
