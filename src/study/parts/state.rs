//! Results with the description of their run, as stored in a file: merging needs no other files.

use std::io::{self, BufWriter, Read as _, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use super::{Divided, Share, Units};
use crate::limits;
use crate::universe::{Faults, read_regular};

/// Results with the description of their run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound = "", deny_unknown_fields)]
pub struct State<H: Divided> {
    /// The description of the run.
    pub header: H,
    /// The results of some of its units.
    pub results: H::Results,
}

impl<H: Divided> State<H> {
    /// Writes the results as JSON, compressed with gzip.
    ///
    /// # Errors
    /// Errors of the writer.
    pub fn write(header: &H, results: &H::Results, out: impl Write) -> io::Result<()> {
        #[derive(Serialize)]
        struct Borrowed<'a, H, R> {
            header: &'a H,
            results: &'a R,
        }
        let mut out = BufWriter::new(GzEncoder::new(out, Compression::fast()));
        serde_json::to_writer(&mut out, &Borrowed { header, results })?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?.finish()?;
        Ok(())
    }
}

/// Reads results with the description of their run.
///
/// # Errors
/// The file is not a result file of this kind of run, or is truncated.
pub fn read_state<H: Divided>(path: &Path) -> Result<State<H>, Faults> {
    let fault = |problem: String| fault(path, problem, "delete it and run that part again");
    let bytes = read_regular(path).map_err(|refusal| fault(refusal.problem))?;
    let most = limits::decoded_bytes(bytes.len());
    let mut text = Vec::new();
    // Reading one byte past the limit shows whether the file exceeds it.
    let read = GzDecoder::new(&bytes[..]).take(most + 1).read_to_end(&mut text);
    read.map_err(|error| fault(format!("is damaged: {error}")))?;
    if text.len() as u64 > most {
        return Err(fault(format!("is damaged: it holds more than {}", limits::in_words(most))));
    }
    limits::check_json(&text).map_err(|problem| fault(format!("is damaged: it {problem}")))?;
    let state: State<H> =
        serde_json::from_slice(&text).map_err(|e| fault(format!("is damaged: {e}")))?;
    drop(text);
    if !state.header.is_sound(&state.results) {
        let whole = H::UNITS.whole();
        return Err(fault(format!("is damaged: its figures are not those of one {whole}")));
    }
    Ok(state)
}

/// Reads the results that an interrupted run left in a file, to resume part `share` of the run that
/// `header` describes.
///
/// # Errors
/// The file is damaged, or belongs to another run.
pub fn go_on_from<H: Divided>(path: &Path, header: &H, share: Share) -> Result<H::Results, Faults> {
    let state: State<H> = read_state(path)?;
    let range = share.range(header.count());
    let is_own = state.header == *header && header.are_within(&state.results, &range);
    let problem = match H::UNITS {
        Units::Paths => {
            "is of another run: its scenario, paths, seed, shard or version of rankday differ"
        }
        Units::Combinations => {
            "is of another run: its scenario, inputs, shard or version of rankday differ"
        }
    };
    let remedy = "begin anew without --resume, or choose the folder of this run with --out";
    is_own.then_some(state.results).ok_or_else(|| fault(path, problem, remedy))
}

fn fault(path: &Path, problem: impl Into<String>, remedy: &str) -> Faults {
    let mut faults = Faults::default();
    faults.file(&path.display().to_string(), problem.into(), remedy);
    faults
}
