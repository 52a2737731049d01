//! Single files that commands are asked to write, and errors of writing files.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

pub(crate) use super::folder::may_write;
pub use super::folder::{Destination, Staged, Staging};
use super::leftovers;
use crate::refusal::Refusal;

/// Why reports could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {}: {refusal}", path.display())]
pub struct WriteError {
    path: PathBuf,
    refusal: Refusal,
}

impl WriteError {
    /// A file that was not written, with what to do about it.
    pub fn new(path: &Path, error: &io::Error) -> Self {
        let remedy = match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                "choose a folder you may write to with --out"
            }
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "free some space",
            ErrorKind::FileTooLarge => {
                "raise the limit on the size of files (ulimit -f), or choose a disk that takes larger \
                 ones"
            }
            ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
                "there is a file of that name; choose another folder with --out"
            }
            ErrorKind::IsADirectory => "there is a folder of that name; choose another name",
            _ => "choose another folder with --out",
        };
        Self::refused(path, error.to_string(), remedy)
    }

    /// A file that must not be written.
    pub(super) fn refused(
        path: &Path,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { path: path.to_owned(), refusal: Refusal::new(problem, remedy) }
    }

    /// A file that the command reads, which is never replaced, not even with --force.
    pub(super) fn of_input(path: &Path) -> Self {
        let problem = "this command reads that file, and would replace it";
        Self::refused(path, problem, "choose another place with --out")
    }
}

/// The canonical paths of files, for comparison; files that do not exist are left out.
pub(super) fn real_paths<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Vec<PathBuf> {
    paths.into_iter().filter_map(|path| fs::canonicalize(path).ok()).collect()
}

/// The place that a path leads to, whether or not something exists there: two paths to one folder give the
/// same place.
pub fn real_place(path: &Path) -> PathBuf {
    let mut place = PathBuf::new();
    for part in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match part {
            Component::ParentDir => {
                place.pop();
            }
            part => place.push(part),
        }
        // Resolve the existing part of the path, through every link.
        if let Ok(real) = fs::canonicalize(&place) {
            place = real;
        }
    }
    place
}

/// A single file to be written, outside any folder of results.
///
/// It is a regular file or does not exist yet: links are followed, while devices, pipes and sockets are
/// refused. An existing file is replaced if that was requested or if it has the same bytes.
#[derive(Debug)]
pub struct OutputFile {
    path: PathBuf,
    /// The file to be replaced, with its links followed; `None` if there is none.
    existing: Option<PathBuf>,
    force: bool,
}

impl OutputFile {
    /// Checks the place of a file before the work begins, for a command that reads `inputs`; `force` lets an
    /// existing file be replaced.
    ///
    /// # Errors
    /// A place where no file can be written.
    pub fn open<'a>(
        path: &Path,
        inputs: impl IntoIterator<Item = &'a Path>,
        force: bool,
    ) -> Result<Self, WriteError> {
        let output = |existing| Self { path: path.to_owned(), existing, force };
        let refused = |problem: &str| Err(WriteError::refused(path, problem, "name another file"));
        let kind = match fs::metadata(path) {
            Ok(about) => about.file_type(),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                if path.is_symlink() {
                    return refused("it is a symbolic link to a file that does not exist");
                }
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
                return match folder {
                    Some(folder) if !folder.is_dir() => {
                        let remedy = "make that folder, or name another file";
                        Err(WriteError::refused(path, "its folder does not exist", remedy))
                    }
                    _ => Ok(output(None)),
                };
            }
            Err(error) => return Err(WriteError::new(path, &error)),
        };
        if kind.is_dir() {
            return Err(WriteError::new(path, &ErrorKind::IsADirectory.into()));
        }
        if !kind.is_file() {
            return refused("it is a device, a pipe or a socket");
        }
        let real = fs::canonicalize(path).map_err(|error| WriteError::new(path, &error))?;
        if real_paths(inputs).contains(&real) {
            return Err(WriteError::of_input(path));
        }
        Ok(output(Some(real)))
    }

    /// Writes the file, whole or not at all.
    ///
    /// # Errors
    /// A file that exists already, and errors of the file system.
    pub fn write(self, bytes: &[u8]) -> Result<(), WriteError> {
        let fail = |error: io::Error| WriteError::new(&self.path, &error);
        let exists = || {
            let remedy = "choose another name, or write over it with --force";
            WriteError::refused(&self.path, "another file is there already", remedy)
        };
        if let Some(existing) = self.existing.as_ref().filter(|_| !self.force) {
            let is_same = fs::metadata(existing).is_ok_and(|a| a.len() == bytes.len() as u64)
                && fs::read(existing).is_ok_and(|old| old == bytes);
            return if is_same { Ok(()) } else { Err(exists()) };
        }
        let place = self.existing.as_deref().unwrap_or(&self.path);
        let folder = place.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = leftovers::temporary(folder).map_err(fail)?;
        file.write_all(bytes).map_err(fail)?;
        if self.existing.is_some() {
            file.persist(place).map_err(|e| fail(e.error))?;
            return Ok(());
        }
        // A file that has appeared there meanwhile is not ours to replace.
        file.persist_noclobber(place).map_err(|e| match e.error.kind() {
            ErrorKind::AlreadyExists => exists(),
            _ => fail(e.error),
        })?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, inputs: &[&Path], force: bool) -> Result<(), String> {
        let written = OutputFile::open(path, inputs.iter().copied(), force)
            .and_then(|output| output.write(b"new"));
        written.map_err(|error| error.to_string())
    }

    #[test]
    fn somebody_s_file_is_replaced_where_that_is_asked_for() {
        let home = tempfile::tempdir().expect("a folder");
        let path = home.path().join("a.txt");
        assert_eq!(write(&path, &[], false), Ok(()));
        assert_eq!(write(&path, &[], false), Ok(()), "the same bytes");
        fs::write(&path, "mine").expect("written");
        let said = write(&path, &[], false).expect_err("another file");
        assert!(said.ends_with("write over it with --force"), "{said}");
        assert_eq!(fs::read(&path).expect("a file"), b"mine");
        assert!(write(&path, &[&path], true).is_err(), "an input");
        assert_eq!(fs::read(&path).expect("a file"), b"mine");
        assert_eq!(write(&path, &[], true), Ok(()));
        assert_eq!(fs::read(&path).expect("a file"), b"new");
        assert_eq!(fs::read_dir(home.path()).expect("a folder").count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_to_files_and_nothing_else_is_written_to() {
        use std::os::unix::fs::symlink;
        let home = tempfile::tempdir().expect("a folder");
        let at = |name: &str| home.path().join(name);
        fs::write(at("real"), "old").expect("written");
        symlink(at("real"), at("link")).expect("a link");
        symlink(at("nowhere"), at("dangling")).expect("a link");
        symlink("/dev/null", at("null")).expect("a link");
        let _socket = std::os::unix::net::UnixListener::bind(at("socket")).expect("a socket");
        for name in ["dangling", "null", "socket", "."] {
            assert!(write(&at(name), &[], true).is_err(), "{name}");
        }
        assert!(at("dangling").is_symlink() && at("null").is_symlink());
        assert_eq!(write(&at("link"), &[], true), Ok(()));
        assert!(at("link").is_symlink());
        assert_eq!(fs::read(at("real")).expect("a file"), b"new");
    }
}
