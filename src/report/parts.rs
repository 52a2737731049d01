//! Writes the files of a run that is split into parts: those of a part, and the file from which a run
//! resumes.

use super::files::{Staging, WriteError};
use super::manifest::ResultKind;
use crate::study::parts::{Divided, MANIFEST, Manifest, RESULTS, Share, State, UNFINISHED};

/// Writes a part: its results, then the manifest with their hash.
///
/// # Errors
/// Errors of the file system.
pub fn write_shard<H: Divided>(
    (header, results): (&H, &H::Results),
    shard: Share,
    mut staging: Staging,
) -> Result<(), WriteError> {
    let staged = staging.prepare(RESULTS, |out| State::write(header, results, out))?;
    let manifest = Manifest::new(header, shard, staged.sha256());
    staging.add(staged);
    staging.stage(MANIFEST, |out| {
        serde_json::to_writer_pretty(&mut *out, &manifest)?;
        writeln!(out)
    })?;
    staging.discard(UNFINISHED);
    staging.publish(ResultKind::Shard, header.identity().scenario_sha256()).map(|_| ())
}

/// Writes unfinished results from which the run can be resumed.
///
/// # Errors
/// Errors of the file system.
pub fn write_unfinished<H: Divided>(
    header: &H,
    results: &H::Results,
    staging: &mut Staging,
) -> Result<(), WriteError> {
    staging.keep(UNFINISHED, |out| State::write(header, results, out))
}
