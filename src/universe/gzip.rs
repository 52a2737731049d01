//! Files compressed with gzip, detected by their first bytes whatever their name.

use std::io::{ErrorKind, Read};

use flate2::bufread::GzDecoder;

use crate::limits;
use crate::refusal::Refusal;

/// Deflate's largest compression ratio: a file cannot hold more than this many times its own size.
const LARGEST_RATIO: u64 = 1032;

/// Whether these are the bytes of a gzip file; no text starts with them.
pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1f\x8b")
}

/// The concatenated contents of a gzip file's members.
///
/// # Errors
/// The problem and its remedy if the data is cut short, damaged, or larger than allowed.
pub(super) fn decompress(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    decompress_up_to(bytes, limits::decoded_bytes(bytes.len()))
}

/// As [`decompress`], with a limit in bytes.
fn decompress_up_to(bytes: &[u8], limit: u64) -> Result<Vec<u8>, Refusal> {
    let mut content = Vec::new();
    // If the memory cannot be reserved at once, growing step by step may still succeed.
    let _ = content.try_reserve_exact(size_hint(bytes, limit));
    let mut rest = bytes;
    // Archives are padded with zeros to whole blocks.
    while rest.iter().any(|&b| b != 0) {
        if !is_gzip(rest) {
            return Err(damaged("something else follows what was compressed"));
        }
        let left = (limit + 1).saturating_sub(content.len() as u64);
        let read = GzDecoder::new(&mut rest).take(left).read_to_end(&mut content);
        if content.len() as u64 > limit {
            let problem =
                format!("is gzip-compressed and holds more than {}", limits::in_words(limit));
            let remedy = "leave out the rows and columns that are not needed, or split it";
            return Err(Refusal::new(problem, remedy));
        }
        read.map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEof => damaged("it ends too early"),
            ErrorKind::OutOfMemory => damaged("memory is too small for what it holds"),
            _ => damaged(&format!("it is damaged ({error})")),
        })?;
    }
    // With several members, the reserved size is only that of the last.
    content.shrink_to_fit();
    Ok(content)
}

fn damaged(reason: &str) -> Refusal {
    let problem = format!("is gzip-compressed and cannot be decompressed: {reason}");
    Refusal::new(problem, "copy or compress it again; \"gzip -t\" tests whether a file is whole")
}

/// The size stated in the file's last four bytes if it is plausible; otherwise 0.
fn size_hint(bytes: &[u8], limit: u64) -> usize {
    let Some(footer) = bytes.last_chunk::<4>() else { return 0 };
    let stated = u32::from_le_bytes(*footer);
    let most = limit.min((bytes.len() as u64).saturating_mul(LARGEST_RATIO));
    if u64::from(stated) <= most { usize::try_from(stated).unwrap_or(0) } else { 0 }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn compressed(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text).expect("memory");
        encoder.finish().expect("memory")
    }

    #[test]
    fn every_member_is_read() {
        let text = b"symbol,price\nAAA,1\n".repeat(5_000);
        let members = [compressed(&text), compressed(b""), compressed(b"BBB,2\n")].concat();
        let content = decompress(&members).expect("whole");
        assert_eq!(content, [&text[..], b"BBB,2\n"].concat());
        assert!(content.capacity() < text.len() + 100, "held once");
    }

    #[test]
    fn no_part_of_a_file_is_taken_for_the_whole() {
        let whole = compressed(&b"symbol,price\nAAA,1\n".repeat(100));
        for length in 2..whole.len() {
            let Refusal { problem, .. } = decompress(&whole[..length]).expect_err("cut short");
            assert!(problem.ends_with("it ends too early"), "{length}: {problem}");
        }
    }

    #[test]
    fn damage_is_noticed() {
        let text = b"symbol,price\nAAA,1\n".repeat(100);
        let whole = compressed(&text);
        let mut noticed = 0;
        for at in 2..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x10;
            // Header fields without effect (a time, a filler bit) may change; the text may not.
            match decompress(&damaged) {
                Ok(content) => assert_eq!(content, text, "byte {at}"),
                Err(_) => noticed += 1,
            }
        }
        assert!(noticed > whole.len() / 2, "{noticed} of {}", whole.len());
    }

    #[test]
    fn only_padding_may_follow() {
        let whole = compressed(b"symbol,price\n");
        let followed_by = |rest: &[u8]| decompress(&[&whole[..], rest].concat());
        assert_eq!(followed_by(&[0; 512]).as_deref(), Ok(&b"symbol,price\n"[..]));
        let Refusal { problem, .. } = followed_by(b"AAA,1\n").expect_err("rubbish");
        assert!(problem.ends_with("something else follows what was compressed"), "{problem}");
        let Refusal { problem, .. } = followed_by(&whole[..9]).expect_err("cut short");
        assert!(problem.ends_with("it ends too early"), "{problem}");
    }

    #[test]
    fn a_file_cannot_fill_the_memory() {
        let bomb = compressed(&vec![b'0'; (1 << 20) + 1]);
        assert!(bomb.len() < 1 << 11, "{}", bomb.len());
        let Refusal { problem, .. } = decompress_up_to(&bomb, 1 << 20).expect_err("too much");
        assert_eq!(problem, "is gzip-compressed and holds more than 1 MiB");
        let whole = decompress_up_to(&bomb, (1 << 20) + 1).map(|content| content.len());
        assert_eq!(whole, Ok((1 << 20) + 1));
    }

    #[test]
    fn only_a_plausible_size_is_reserved() {
        let whole = compressed(&b"symbol,price\nAAA,1\n".repeat(100));
        assert_eq!(size_hint(&whole, 1 << 20), 1_900);
        assert_eq!(size_hint(&whole, 1_000), 0);
        let boast = [&whole[..whole.len() - 4], &[0xff; 4]].concat();
        assert_eq!(size_hint(&boast, u64::MAX), 0);
        assert_eq!(size_hint(b"\x1f\x8b", u64::MAX), 0);
    }
}
