//! Replaces files with others, either all of them or none.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use super::Staged;
use crate::report::files::WriteError;
use crate::report::leftovers;

/// Refuses a place where no file can be written: a folder, a link, a device, or a file that the command
/// reads.
pub(super) fn check_place(path: &Path, inputs: &[PathBuf]) -> Result<(), WriteError> {
    let kind = match fs::symlink_metadata(path) {
        Ok(about) => about.file_type(),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(WriteError::new(path, &error)),
    };
    let remedy = "remove it, or choose another folder with --out";
    if kind.is_dir() {
        return Err(WriteError::refused(path, "a folder is in its place", remedy));
    }
    if !kind.is_file() {
        let problem = "a link, a device, a pipe or a socket is in its place";
        return Err(WriteError::refused(path, problem, remedy));
    }
    match fs::canonicalize(path) {
        Ok(real) if inputs.contains(&real) => Err(WriteError::of_input(path)),
        _ => Ok(()),
    }
}

/// Files of a folder that are being replaced; dropping it before [`Swap::done`] undoes everything.
pub(super) struct Swap<'a> {
    folder: &'a Path,
    /// The files that were replaced, with their former contents.
    touched: Vec<(PathBuf, Option<TempPath>)>,
}

impl<'a> Swap<'a> {
    pub(super) fn new(folder: &'a Path) -> Self {
        Self { folder, touched: Vec::new() }
    }

    /// Gives a staged file its final name.
    pub(super) fn put(&mut self, staged: Staged) -> Result<(), WriteError> {
        let path = self.folder.join(&staged.name);
        let fail = |error: io::Error| WriteError::new(&path, &error);
        let before = self.copy_of(&path).map_err(fail)?;
        // Recorded before the rename, so that it is undone even if the rename is interrupted.
        self.touched.push((path.clone(), before));
        staged.file.persist(&path).map_err(|e| fail(e.error))?;
        Ok(())
    }

    /// Removes a file, if it exists.
    pub(super) fn remove(&mut self, name: &str) -> Result<(), WriteError> {
        let path = self.folder.join(name);
        match self.moved_aside(&path) {
            Ok(before) => self.touched.push((path, Some(before))),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(WriteError::new(&path, &error)),
        }
        Ok(())
    }

    /// Completes the replacement: removes the copies of the former files.
    pub(super) fn done(mut self) {
        self.touched.clear();
    }

    /// A second link to the file at a path; `None` if there is no file. The path itself stays visible to
    /// other processes, except where files cannot have two names: there it is empty for a moment.
    fn copy_of(&self, path: &Path) -> io::Result<Option<TempPath>> {
        let linked = leftovers::aside(self.folder, |aside| fs::hard_link(path, aside));
        match linked {
            Ok(before) => Ok(Some(before)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(_) if path.is_dir() => Err(ErrorKind::IsADirectory.into()),
            Err(_) => self.moved_aside(path).map(Some),
        }
    }

    fn moved_aside(&self, path: &Path) -> io::Result<TempPath> {
        leftovers::aside(self.folder, |aside| fs::rename(path, aside))
    }
}

impl Drop for Swap<'_> {
    fn drop(&mut self) {
        while let Some((path, before)) = self.touched.pop() {
            // There is already an error to report, so undoing continues with whatever can be undone.
            match before {
                Some(before) => drop(before.persist(&path)),
                None => drop(fs::remove_file(&path)),
            }
        }
    }
}
