//! Valid files made faulty: at random, and in the same way for the same number.

use serde_json::Value;

/// Random numbers: splitmix64, which is the same everywhere.
pub(crate) struct Dice(u64);

impl Dice {
    /// For one case.
    pub(crate) fn new(case: u64) -> Self {
        Self(case.wrapping_mul(0xd134_2543_de82_ef95))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to `end`, which is not among them; 0 where there is nothing to choose from.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end as u64).max(1)).unwrap_or_default()
    }

    fn of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }
}

/// Values that files should not hold, and the ends of ranges.
const HOSTILE: [&[u8]; 64] = [
    b"\0",
    b"\"",
    b"\"\"",
    b"'",
    b"'''",
    b"\r",
    b"\n",
    b"\r\n\r\n",
    b",",
    b",,,,,,",
    b";",
    b"\t",
    b"\\",
    b"\xff",
    b"\xc3",
    b"\xff\xfe",
    b"\x1f\x8b",
    b"\x1b[2J\x07",
    "\u{feff}".as_bytes(),
    "\u{202e}".as_bytes(),
    "\u{a0}".as_bytes(),
    "\u{2028}".as_bytes(),
    "\u{130}".as_bytes(),
    "\u{85}".as_bytes(),
    "\u{1f980}".as_bytes(),
    "e\u{301}".as_bytes(),
    b"NaN",
    b"inf",
    b"-inf",
    b"-0",
    b"1e308",
    b"1e-400",
    b"0x10",
    b"1_000",
    b"1,000",
    b"0.0000000000000000000000000001",
    b"79228162514264337593543950335",
    b"-79228162514264337593543950336",
    b"18446744073709551615",
    b"18446744073709551616",
    b"-9223372036854775808",
    b"9223372036854775807",
    b"2147483648",
    b"0",
    b"-1",
    b"100000000000000000000000000000000000000000000000",
    b"0000-00-00",
    b"9999-12-31",
    b"0001-01-01",
    b"262142-12-31",
    b"2026-02-30",
    b"1e",
    b"=1+1",
    b"../../..",
    b"/dev/null",
    b"${HOME}",
    b"${",
    b"[[",
    b"]]",
    b"{",
    b"}",
    b"#",
    b"null",
    b"true",
];

/// A document with one to three of its values replaced, left out or there twice.
pub(crate) fn mutated_json(seed: &Value, dice: &mut Dice) -> Value {
    let mut document = seed.clone();
    for _ in 0..=dice.below(3) {
        change_value(&mut document, dice);
    }
    document
}

/// Changes a value somewhere below; every level is as likely to be the last.
fn change_value(value: &mut Value, dice: &mut Dice) {
    let stays = dice.below(6) == 0;
    match value {
        Value::Object(map) if !map.is_empty() => {
            let at = dice.below(map.len());
            let Some(key) = map.keys().nth(at).cloned() else { return };
            if stays {
                map.remove(&key);
            } else if let Some(inner) = map.get_mut(&key) {
                change_value(inner, dice);
            }
        }
        Value::Array(list) if !list.is_empty() => {
            let at = dice.below(list.len());
            match dice.below(if stays { 3 } else { 1 }) {
                1 => list.truncate(at),
                2 => list.insert(at, list[at].clone()),
                _ => change_value(&mut list[at], dice),
            }
        }
        other => *other = odd_value(dice),
    }
}

fn odd_value(dice: &mut Dice) -> Value {
    match dice.below(8) {
        0 => Value::Null,
        1 => Value::Bool(true),
        2 => Value::Array(Vec::new()),
        3 => Value::Object(serde_json::Map::new()),
        4 | 5 => {
            let number = dice.of(&[
                "0",
                "-1",
                "1",
                "2",
                "1e308",
                "-1e308",
                "1e-320",
                "0.5",
                "2147483647",
                "4294967295",
                "4294967296",
                "9223372036854775807",
                "-9223372036854775808",
                "18446744073709551615",
                "170141183460469231731687303715884105727",
            ]);
            serde_json::from_str(number).unwrap_or(Value::Null)
        }
        6 => Value::String("9".repeat(dice.below(60))),
        _ => Value::String(
            String::from_utf8_lossy(dice.of(&HOSTILE.map(|piece| piece))).into_owned(),
        ),
    }
}

/// A file with one to four changes.
pub(crate) fn mutated(seeds: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seeds[dice.below(seeds.len())].clone();
    for _ in 0..=dice.below(4) {
        change(&mut bytes, seeds, dice);
        // Lines that double again and again are the same case as lines that doubled once.
        bytes.truncate(1 << 17);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], dice: &mut Dice) {
    let at = dice.below(bytes.len() + 1);
    match dice.below(14) {
        0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
        1 if at < bytes.len() => {
            bytes[at] = *dice.of(&[&b',', &b'"', &b'\n', &0, &b'9', &b'.', &b'=']);
        }
        2 => replace(bytes, at..at, dice.of(&HOSTILE.map(|piece| piece))),
        3 => {
            let end = at + dice.below(bytes.len() - at + 1);
            replace(bytes, at..end, b"");
        }
        4 => bytes.truncate(at),
        5 => repeat_line(bytes, at, dice),
        6 => swap_lines(bytes, at, dice),
        7 => swap_columns(bytes, dice),
        8 | 9 => extreme_number(bytes, at, dice),
        10 | 11 => hostile_cell(bytes, at, dice),
        12 => {
            // A piece over and over: long cells, deep nesting.
            let end = (at + 1 + dice.below(3)).min(bytes.len());
            let piece = bytes[at.min(end)..end].repeat(1 << dice.below(13));
            replace(bytes, end..end, &piece);
        }
        _ => {
            let other = &seeds[dice.below(seeds.len())];
            let from = dice.below(other.len() + 1);
            replace(bytes, at..bytes.len(), &other[from..]);
        }
    }
}

fn replace(bytes: &mut Vec<u8>, range: std::ops::Range<usize>, with: &[u8]) {
    bytes.splice(range, with.iter().copied());
}

/// The stretch around a place that has none of these bytes.
fn around(bytes: &[u8], at: usize, ends: &[u8]) -> std::ops::Range<usize> {
    let is_end = |b: &u8| ends.contains(b);
    let start = bytes[..at].iter().rposition(is_end).map_or(0, |end| end + 1);
    let end = bytes[at..].iter().position(is_end).map_or(bytes.len(), |length| at + length);
    start..end
}

fn repeat_line(bytes: &mut Vec<u8>, at: usize, dice: &mut Dice) {
    let line = [&bytes[around(bytes, at, b"\n")], b"\n"].concat();
    let to = around(bytes, dice.below(bytes.len() + 1), b"\n").start;
    replace(bytes, to..to, &line.repeat(1 + dice.below(3)));
}

fn swap_lines(bytes: &mut Vec<u8>, at: usize, dice: &mut Dice) {
    let mut lines: Vec<&[u8]> = bytes.split(|&b| b == b'\n').collect();
    let number = bytes[..at].iter().filter(|&&b| b == b'\n').count();
    let other = dice.below(lines.len());
    lines.swap(number, other);
    *bytes = lines.join(&b'\n');
}

/// Two columns change their places: in every row, or in those from a row on.
fn swap_columns(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let mut lines: Vec<Vec<u8>> = bytes.split(|&b| b == b'\n').map(<[u8]>::to_vec).collect();
    let width = lines[0].split(|&b| b == b',').count();
    let (a, b) = (dice.below(width), dice.below(width));
    let from = dice.below(lines.len()) * dice.below(2);
    for line in &mut lines[from..] {
        let mut cells: Vec<&[u8]> = line.split(|&b| b == b',').collect();
        if a.max(b) < cells.len() {
            cells.swap(a, b);
            *line = cells.join(&b',');
        }
    }
    *bytes = lines.join(&b'\n');
}

/// The next number becomes one at the end of some range, or has its digits many times.
fn extreme_number(bytes: &mut Vec<u8>, at: usize, dice: &mut Dice) {
    let is_part = |b: &u8| b.is_ascii_digit() || *b == b'.';
    let Some(start) = bytes[at..].iter().position(is_part).map(|distance| at + distance) else {
        return;
    };
    let end = bytes[start..].iter().position(|b| !is_part(b)).map_or(bytes.len(), |n| start + n);
    let with = match dice.below(4) {
        0 => bytes[start..end].repeat(2 + dice.below(20)),
        _ => dice.of(&HOSTILE.map(|piece| piece)).to_vec(),
    };
    replace(bytes, start..end, &with);
}

fn hostile_cell(bytes: &mut Vec<u8>, at: usize, dice: &mut Dice) {
    let cell = around(bytes, at, b",\n=");
    let with = dice.of(&HOSTILE.map(|piece| piece)).to_vec();
    replace(bytes, cell, &with);
}
