//! `rankday generate`: writes a synthetic universe and membership, such as ship with the project.

use std::io::Write;
use std::path::{Path, PathBuf};

use rankday::market::synthetic::{self, SyntheticError};

/// Write a synthetic market: universes, memberships held before and effective-day prices for both
/// reconstitutions of 2026. The same seed gives the same bytes.
#[derive(Debug, clap::Args)]
pub(crate) struct GenerateArgs {
    /// Seed of the draws; without it, that of the data that ships with the project.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Directory to write into; made where it does not exist.
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub(crate) out: PathBuf,
}

/// Why nothing, or not everything, was written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GenerateError {
    /// The market could not be made.
    #[error(transparent)]
    Market(#[from] SyntheticError),
    /// A file or directory could not be written.
    #[error("{path}: cannot be written: {source}; name a directory that you may write to")]
    Write {
        /// Where.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
}

/// Runs the command; says on `out` what was written.
///
/// # Errors
/// See [`GenerateError`].
pub(crate) fn run(args: &GenerateArgs, out: &mut impl Write) -> Result<(), GenerateError> {
    let failed = |path: &Path| {
        let path = path.display().to_string();
        move |source| GenerateError::Write { path, source }
    };
    // Before the long work, so that a bad directory fails at once.
    std::fs::create_dir_all(&args.out).map_err(failed(&args.out))?;
    let seed = args.seed.map_or_else(synthetic::default_seed, Ok)?;
    for (name, bytes) in synthetic::generate(seed)?.files()? {
        let path = args.out.join(name);
        std::fs::write(&path, bytes).map_err(failed(&path))?;
        writeln!(out, "{}", path.display()).map_err(failed(Path::new("standard output")))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_that_cannot_be_made_fails_at_once() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let args = GenerateArgs { seed: Some(1), out: file.path().join("below") };
        let error = run(&args, &mut Vec::new()).expect_err("a file is no directory");
        assert!(error.to_string().contains("cannot be written"), "{error}");
    }
}
