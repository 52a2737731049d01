//! Reads a large text in pieces of whole lines, so that the whole text is never in memory.
//!
//! It reports no faults: if anything is odd, the caller reads the whole file again with the checks and
//! faults of [`super::input::Input`].

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use sha2::{Digest as _, Sha256};

use super::gzip;
use super::regular::open_regular;
use crate::limits;

/// Bytes read from a compressed file at a time.
const BUFFER: usize = 1 << 18;

/// Whole lines of a text.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) bytes: Vec<u8>,
    /// Number of line ends in the file before the piece.
    pub(super) lines_before: u64,
    /// Number of line ends in the piece.
    pub(super) lines: u64,
}

/// The pieces of a file that have not been read yet.
pub(super) struct Pieces<R: Read> {
    from: Source<R>,
    /// The beginning of the line within which the last piece ended.
    begun: Vec<u8>,
    /// Approximate size of a piece in bytes.
    size: usize,
    lines: u64,
    /// Maximum number of further bytes of text from a compressed file.
    left: u64,
}

/// A file, hashed as it is read.
enum Source<R: Read> {
    Plain(Hashed<R>),
    Compressed(Box<MultiGzDecoder<BufReader<Hashed<R>>>>),
}

struct Hashed<R> {
    from: R,
    digest: Sha256,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.from.read(buffer)?;
        self.digest.update(&buffer[..read]);
        Ok(read)
    }
}

/// Something odd was found: the file must be read whole instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Odd;

impl Pieces<File> {
    /// The pieces of a file; `None` if it cannot be opened.
    pub(super) fn open(path: &Path, size: usize) -> Option<Self> {
        let mut first = [0; 2];
        let is_short = open_regular(path).ok()?.read_exact(&mut first).is_err();
        let file = open_regular(path).ok()?;
        let length = usize::try_from(file.metadata().ok()?.len()).ok()?;
        let is_gzip = !is_short && gzip::is_gzip(&first);
        Some(Self::of(file, size, is_gzip.then(|| limits::decoded_bytes(length))))
    }
}

impl<R: Read> Pieces<R> {
    /// The pieces of a text, or of a compressed text of up to `compressed` bytes.
    pub(super) fn of(from: R, size: usize, compressed: Option<u64>) -> Self {
        let hashed = Hashed { from, digest: Sha256::new() };
        let from = if compressed.is_some() {
            let buffer = BufReader::with_capacity(BUFFER, hashed);
            Source::Compressed(Box::new(MultiGzDecoder::new(buffer)))
        } else {
            Source::Plain(hashed)
        };
        let left = compressed.unwrap_or(u64::MAX);
        Self { from, begun: Vec::new(), size, lines: 0, left }
    }

    /// Whether the text is compressed.
    pub(super) fn is_compressed(&self) -> bool {
        matches!(self.from, Source::Compressed(_))
    }

    /// The next piece, stored in `bytes`, whose memory is reused; `None` at the end.
    ///
    /// # Errors
    /// Errors of the system, damage, more text than the limit, and lines as long as several pieces.
    pub(super) fn next(&mut self, mut bytes: Vec<u8>) -> Result<Option<Piece>, Odd> {
        let begun = self.begun.len();
        if begun > 4 * self.size {
            return Err(Odd);
        }
        bytes.clear();
        bytes.reserve(begun + self.size);
        bytes.append(&mut self.begun);
        let most = self.size as u64;
        let read = match &mut self.from {
            Source::Plain(from) => from.take(most).read_to_end(&mut bytes),
            Source::Compressed(from) => from.take(most).read_to_end(&mut bytes),
        };
        let read = read.map_err(|_| Odd)? as u64;
        self.left = self.left.checked_sub(read).ok_or(Odd)?;
        if read == most {
            let Some(end) = bytes.iter().rposition(|byte| *byte == b'\n') else {
                self.begun = bytes;
                return self.next(Vec::new());
            };
            self.begun.extend_from_slice(&bytes[end + 1..]);
            bytes.truncate(end + 1);
        }
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        let piece = Piece { bytes, lines_before: self.lines, lines };
        self.lines += lines;
        Ok((!piece.bytes.is_empty()).then_some(piece))
    }

    /// SHA-256 of the file, all of whose pieces have been read.
    pub(super) fn digest(self) -> Result<[u8; 32], Odd> {
        let mut hashed = match self.from {
            Source::Plain(hashed) => hashed,
            Source::Compressed(decoder) => decoder.into_inner().into_inner(),
        };
        // Bytes that a decoder leaves unread belong to the file, too.
        std::io::copy(&mut hashed, &mut std::io::sink()).map_err(|_| Odd)?;
        Ok(hashed.digest.finalize().into())
    }
}
