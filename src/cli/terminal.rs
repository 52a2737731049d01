//! The only way to the screen: escapes everything that a terminal would interpret.
//!
//! Files, scenarios and results contain untrusted text. Control characters in it could move the
//! cursor or colour or clear the screen, and bidirectional marks could make one ticker look like
//! another. They are written in the form `\u001b`, which people can read and which keeps its
//! meaning within JSON strings.

use std::io::{self, Write};

use crate::universe::is_obeyed;

/// A writer that escapes control characters, except for line ends and tabs.
#[derive(Debug)]
pub(super) struct Terminal<W> {
    inner: W,
    /// The start of an incomplete character or line end, to be completed by the next bytes.
    held: Vec<u8>,
}

impl<W: Write> Terminal<W> {
    /// A writer that passes escaped text on to `inner`.
    pub(super) fn new(inner: W) -> Self {
        Self { inner, held: Vec::new() }
    }

    /// Writes text; `is_end` means that nothing follows.
    fn pass(&mut self, text: &str, is_end: bool) -> io::Result<()> {
        let mut plain = 0;
        let mut characters = text.char_indices().peekable();
        while let Some((at, c)) = characters.next() {
            let next = characters.peek().map(|(_, next)| *next);
            if c == '\r' && next.is_none() && !is_end {
                self.inner.write_all(&text.as_bytes()[plain..at])?;
                self.held.push(b'\r');
                return Ok(());
            }
            if !is_obeyed(c) || c == '\t' || c == '\n' || c == '\r' && next == Some('\n') {
                continue;
            }
            self.inner.write_all(&text.as_bytes()[plain..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(self.inner, "\\u{unit:04x}")?;
            }
            plain = at + c.len_utf8();
        }
        self.inner.write_all(&text.as_bytes()[plain..])
    }

    /// Writes bytes; invalid UTF-8 becomes the replacement character.
    fn pass_bytes(&mut self, bytes: &[u8], is_end: bool) -> io::Result<()> {
        let mut left = bytes.len();
        for chunk in bytes.utf8_chunks() {
            let (valid, invalid) = (chunk.valid(), chunk.invalid());
            left -= valid.len() + invalid.len();
            self.pass(valid, is_end || !invalid.is_empty())?;
            if invalid.is_empty() {
                continue;
            }
            let is_begun = std::str::from_utf8(invalid).is_err_and(|e| e.error_len().is_none());
            if is_begun && left == 0 && !is_end {
                self.held.extend_from_slice(invalid);
            } else {
                self.inner.write_all("\u{fffd}".as_bytes())?;
            }
        }
        Ok(())
    }

    /// Writes the bytes that were held back.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        let held = std::mem::take(&mut self.held);
        self.pass_bytes(&held, true)?;
        self.inner.flush()
    }
}

impl<W: Write> Write for Terminal<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.held.is_empty() {
            self.pass_bytes(bytes, false)?;
        } else {
            let mut whole = std::mem::take(&mut self.held);
            whole.extend_from_slice(bytes);
            self.pass_bytes(&whole, false)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(pieces: &[&[u8]]) -> String {
        let mut out = Vec::new();
        let mut terminal = Terminal::new(&mut out);
        for piece in pieces {
            terminal.write_all(piece).expect("memory");
        }
        terminal.finish().expect("memory");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn control_characters_are_escaped() {
        for (text, shown) in [
            ("plain é € 𝄞\n\tx\r\n", "plain é € 𝄞\n\tx\r\n"),
            ("\u{1b}[2J", "\\u001b[2J"),
            ("a\rb", "a\\u000db"),
            ("\r", "\\u000d"),
            ("\u{9b}31m\u{7f}\u{0}", "\\u009b31m\\u007f\\u0000"),
            ("\u{202e}\u{2066}\u{200f}\u{2028}\u{61c}", "\\u202e\\u2066\\u200f\\u2028\\u061c"),
        ] {
            assert_eq!(written(&[text.as_bytes()]), shown);
        }
        assert_eq!(written(&[b"a\xffb\xc3"]), "a\u{fffd}b\u{fffd}");
    }

    proptest! {
        #[test]
        fn the_output_does_not_depend_on_how_text_is_split(
            text in "[a-c\r\n\u{1b}é€\u{202e}𝄞]{0,20}", at in 0_usize..40, then in 0_usize..40,
        ) {
            let bytes = text.as_bytes();
            let (at, then) = (at.min(bytes.len()), then.min(bytes.len()));
            let (a, b) = (at.min(then), at.max(then));
            let whole = written(&[bytes]);
            prop_assert_eq!(written(&[&bytes[..a], &bytes[a..b], &bytes[b..]]), whole.clone());
            let is_clean = !whole.contains(['\u{1b}', '\u{202e}']);
            prop_assert!(is_clean);
        }
    }
}
