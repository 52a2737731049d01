//! Bytes as text: UTF-8, without characters that control a terminal or reorder the text around them.

use rayon::prelude::*;

use super::content::Content;
use super::gzip;
use crate::refusal::Refusal;

/// Why bytes are not readable text, with the line.
pub(super) type TextFault = (Option<u64>, Refusal);

/// The bytes as text, or the first reason why they are not readable text.
pub(super) fn checked_text(bytes: Vec<u8>) -> Result<String, TextFault> {
    let of_file = |problem: &str, remedy: &str| Err((None, Refusal::new(problem, remedy)));
    if gzip::is_gzip(&bytes) {
        return of_file("is gzip-compressed twice", "decompress it once");
    }
    let content = Content::of(&bytes);
    if let Some((problem, remedy)) = content.no_text().filter(|_| !content.is_written()) {
        return of_file(problem, remedy);
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return of_file("is empty", "give a file with a header and rows");
    }
    let line_of = |bytes: &[u8], at: usize| {
        let breaks = bytes[..at].iter().filter(|&&b| b == b'\n').count();
        u64::try_from(breaks).ok().map(|n| n + 1)
    };
    let text = String::from_utf8(bytes).map_err(|error| {
        let line = line_of(error.as_bytes(), error.utf8_error().valid_up_to());
        (line, Refusal::new("is not UTF-8", "save it as UTF-8"))
    })?;
    match text_fault(&text) {
        Some((at, refusal)) => Err((line_of(text.as_bytes(), at), refusal)),
        None => Ok(text),
    }
}

/// The first character that no table should contain, as its byte position, with problem and remedy.
///
/// Control characters act on terminals, and signs that reorder text disguise a ticker: neither may
/// reach a message or a report.
pub(super) fn text_fault(text: &str) -> Option<(usize, Refusal)> {
    const PIECE: usize = 1 << 14;
    // The byte itself, or the first of two or three that encode such a character.
    let suspect =
        |b: u8| (b < b' ' && b != b'\n' && b != b'\t') || b == 0x7f || b == 0xc2 || b == 0xe2;
    let fault = |(number, piece): (usize, &[u8])| {
        // Nearly every piece has none of them and is skipped quickly.
        if !piece.iter().fold(false, |found, &b| found | suspect(b)) {
            return None;
        }
        let places = piece.iter().enumerate().filter(|(_, b)| suspect(**b));
        places
            .map(|(at, _)| number * PIECE + at)
            .find_map(|at| Some((at, character_fault(&text[at..])?)))
    };
    text.as_bytes().par_chunks(PIECE).enumerate().with_min_len(64).find_map_first(fault)
}

/// The problem with the first character of a text, if any.
fn character_fault(text: &str) -> Option<Refusal> {
    let mut characters = text.chars();
    let problem = match characters.next()? {
        '\0' => return Some(Refusal::new("holds a NUL byte", "remove it; is this a text file?")),
        '\r' if characters.next() == Some('\n') => return None,
        '\r' => {
            let remedy = "save it with line feeds at the ends of its lines";
            return Some(Refusal::new("holds a carriage return without a line feed", remedy));
        }
        '\t' | '\n' => return None,
        c @ ('\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => {
            format!("holds U+{:04X}, which reorders the text around it", u32::from(c))
        }
        c if c.is_control() => format!("holds the control character U+{:04X}", u32::from(c)),
        _ => return None,
    };
    Some(Refusal::new(problem, "remove it"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_characters_are_found_anywhere() {
        for filling in ["a", "é", "€,", "\t", "\r\n"] {
            for before in [0, 1, 5_460, 16_383, 16_384, 40_000] {
                let text = format!("{}{}", "a".repeat(before), filling.repeat(3));
                assert_eq!(text_fault(&text), None);
                for bad in ["\0", "\u{1b}", "\u{7f}", "\u{9b}", "\u{202e}", "\u{2066}", "\rx", "\r"]
                {
                    let found = text_fault(&format!("{text}{bad}")).map(|(at, ..)| at);
                    assert_eq!(found, Some(text.len()), "{before} {filling:?} {bad:?}");
                }
            }
        }
    }
}
