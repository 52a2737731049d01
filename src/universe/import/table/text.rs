//! Bytes of a text file, whatever its encoding.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The text, and its encoding if that is not UTF-8.
pub(super) fn decoded(bytes: Vec<u8>) -> (String, Option<&'static str>) {
    let utf16 = match bytes.as_slice() {
        // Without a byte order mark, every second byte of plain letters is zero.
        [0xff, 0xfe, ..] | [_, 0, _, 0, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] | [0, _, 0, _, ..] => Some(UTF_16BE),
        _ => None,
    };
    let (text, said) = match utf16 {
        Some(encoding) => (encoding.decode(&bytes).0.into_owned(), Some("UTF-16")),
        None => match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let text = WINDOWS_1252.decode_without_bom_handling(error.as_bytes()).0;
                (text.into_owned(), Some("Latin-1 (Windows-1252), as it is no UTF-8"))
            }
        },
    };
    (with_line_feeds(text), said)
}

/// The text with line feeds as line ends: old spreadsheets write carriage returns alone.
fn with_line_feeds(text: String) -> String {
    let mut characters = text.as_bytes().iter().zip(text.as_bytes().iter().skip(1).chain(&[0]));
    if characters.any(|(first, next)| *first == b'\r' && *next != b'\n') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_encoding_is_read() {
        let text = "symbol;name\nQZA;Größe\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let latin: Vec<u8> =
            text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin")).collect();
        for bytes in [
            text.as_bytes().to_vec(),
            [&b"\xff\xfe"[..], &little].concat(),
            [&b"\xfe\xff"[..], &big].concat(),
            little,
            big,
            latin,
        ] {
            assert_eq!(decoded(bytes).0, text);
        }
        assert_eq!(decoded(b"a\rb\r\nc\r".to_vec()).0, "a\nb\nc\n");
    }
}
