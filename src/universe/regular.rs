//! Regular files on disk: directories, pipes and devices are refused before they are opened.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::fault::Faults;
use crate::refusal::Refusal;

/// SHA-256, in hexadecimal, of a file, or of all files of a folder in the order of their names; the
/// content is read piece by piece.
///
/// # Errors
/// Errors of the system.
pub fn sha256_of(path: &Path) -> std::io::Result<String> {
    if !path.is_dir() {
        return sha256_of_all([File::open(path)?]);
    }
    let entries = std::fs::read_dir(path)?;
    let mut paths = entries.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>()?;
    paths.retain(|path| path.is_file());
    paths.sort();
    sha256_of_all(paths.iter().map(File::open).collect::<Result<Vec<_>, _>>()?)
}

/// SHA-256, in hexadecimal, of the contents of readers one after another.
///
/// # Errors
/// Errors of the readers.
pub(crate) fn sha256_of_all(
    readers: impl IntoIterator<Item = impl std::io::Read>,
) -> std::io::Result<String> {
    let mut digest = Sha256::new();
    for mut reader in readers {
        std::io::copy(&mut reader, &mut digest)?;
    }
    Ok(format!("{:x}", digest.finalize()))
}

/// The bytes of a regular file, for readers of formats other than text.
///
/// # Errors
/// A fault if the file cannot be read, or is a directory, a pipe or a device.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Faults> {
    read_regular(path).map_err(|refusal| Faults::of_file(&path.display().to_string(), refusal))
}

/// The bytes of a regular file; see [`open_regular`].
///
/// # Errors
/// The problem and its remedy.
pub(crate) fn read_regular(path: &Path) -> Result<Vec<u8>, Refusal> {
    let mut file = open_regular(path)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(|error| refusal(path, &error))?;
    Ok(bytes)
}

/// Opens a regular file. Other kinds are refused, since a device may never end, and a pipe without
/// a writer blocks its reader for ever.
///
/// # Errors
/// The problem and its remedy.
pub(crate) fn open_regular(path: &Path) -> Result<File, Refusal> {
    let kind = std::fs::metadata(path).map(|about| about.file_type());
    let refused = match &kind {
        Ok(kind) if kind.is_dir() => Some(Refusal::new("is a directory", "name a file")),
        Ok(kind) if !kind.is_file() => Some(Refusal::new(
            "is a pipe, a socket or a device, which is not read",
            "write what it holds to a file, and name that",
        )),
        _ => None,
    };
    if let Some(refusal) = refused {
        return Err(refusal);
    }
    if is_of_the_kernel(path) {
        let remedy = "copy what it holds to a file, and name that";
        return Err(Refusal::new("is no file of a disk but the kernel's", remedy));
    }
    kind.and_then(|_| File::open(path)).map_err(|error| refusal(path, &error))
}

/// Whether the kernel generates a file as it is read: it claims to be regular, but may never end or
/// may block for ever.
fn is_of_the_kernel(path: &Path) -> bool {
    let is_within = |real: &Path| ["/proc", "/sys"].iter().any(|root| real.starts_with(root));
    cfg!(target_os = "linux") && std::fs::canonicalize(path).is_ok_and(|real| is_within(&real))
}

/// The reason why a file was not read, and the remedy.
fn refusal(path: &Path, error: &std::io::Error) -> Refusal {
    let is_link = path.is_symlink();
    match error.kind() {
        ErrorKind::NotFound if is_link => Refusal::new(
            "is a symbolic link to a file that does not exist",
            "mend the link, or name the file itself",
        ),
        ErrorKind::NotFound => {
            let existing = path.ancestors().skip(1).find(|folder| folder.is_dir());
            let remedy = match existing {
                Some(folder) if !folder.as_os_str().is_empty() => {
                    format!("check the path ({} exists)", folder.display())
                }
                _ => "check the path".to_owned(),
            };
            Refusal::new("does not exist", remedy)
        }
        kind => {
            let remedy = match kind {
                ErrorKind::PermissionDenied => "check its permissions",
                ErrorKind::OutOfMemory => "give the process more memory, or leave out rows",
                _ if is_link => "mend the link, or name the file itself",
                _ => "check the path, and whether the disk is well",
            };
            Refusal::new(format!("cannot be read: {error}"), remedy)
        }
    }
}
