//! Finds the day of a list of holdings, wherever it is stated and in whatever form and language.

use chrono::NaiveDate;

use crate::universe::import::table::dates::{Reader, is_some_day};

/// Months in the languages of issuers' sites.
const MONTHS: [[&str; 5]; 12] = [
    ["january", "januar", "janvier", "gennaio", "enero"],
    ["february", "februar", "février", "febbraio", "febrero"],
    ["march", "märz", "mars", "marzo", "mrz"],
    ["april", "april", "avril", "aprile", "abril"],
    ["may", "mai", "mai", "maggio", "mayo"],
    ["june", "juni", "juin", "giugno", "junio"],
    ["july", "juli", "juillet", "luglio", "julio"],
    ["august", "august", "août", "agosto", "agosto"],
    ["september", "september", "septembre", "settembre", "septiembre"],
    ["october", "oktober", "octobre", "ottobre", "octubre"],
    ["november", "november", "novembre", "novembre", "noviembre"],
    ["december", "dezember", "décembre", "dicembre", "diciembre"],
];

/// The English short names.
const SHORT: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Words next to days that are not the day of the holdings.
const OTHER_DAYS: [&str; 15] = [
    "inception",
    "auflage",
    "auflegung",
    "lancement",
    "création",
    "creation",
    "lancio",
    "costituzione",
    "lanzamiento",
    "creación",
    "launch",
    "download",
    "generated",
    "printed",
    "export",
];

/// Words next to the day of the holdings.
const THIS_DAY: [&str; 12] = [
    "as of",
    "as at",
    "holding",
    "position",
    "partecipa",
    "posicion",
    "composi",
    "stand",
    "bestand",
    "valuation",
    "fund data",
    "date",
];

/// What a file states about its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::universe::import) enum Found {
    Day(NaiveDate),
    /// The day as written, with the reason why it is ambiguous.
    Unclear(String, String),
    Nothing,
}

/// The day of the holdings, from the lines before the table and the lines after it.
pub(in crate::universe::import) fn find_day(before: &[String], after: &[String]) -> Found {
    let says = |line: &str, words: &[&str]| {
        let line = line.to_lowercase();
        words.iter().any(|word| line.contains(word))
    };
    let own: Vec<&String> = before.iter().filter(|line| !says(line, &OTHER_DAYS)).collect();
    let labelled: Vec<&String> = own.iter().copied().filter(|line| says(line, &THIS_DAY)).collect();
    let footer: Vec<&String> = after
        .iter()
        .filter(|line| says(line, &["holding"]) && says(line, &["as of", "as at"]))
        .collect();
    // Other days in the file may show which number is the month.
    let all: Vec<String> = before.iter().flat_map(|line| written_in(line)).collect();
    let reader = Reader::of(all.iter().map(String::as_str), None);
    for lines in [labelled, own, footer] {
        let written: Vec<String> = lines.iter().flat_map(|line| written_in(line)).collect();
        if let Some(found) = one_of(&written, &reader) {
            return found;
        }
    }
    Found::Nothing
}

/// The day of a column that has the same day in every row.
pub(super) fn of_column<'a>(column: impl Iterator<Item = &'a str> + Clone) -> Found {
    let mut written: Vec<String> = column.flat_map(written_in).collect();
    written.sort_unstable();
    written.dedup();
    let reader = Reader::of(written.iter().map(String::as_str), None);
    one_of(&written, &reader).unwrap_or(Found::Nothing)
}

fn one_of(written: &[String], reader: &Reader) -> Option<Found> {
    let first = written.first()?;
    let mut days = Vec::new();
    for text in written {
        match reader.day(text) {
            Ok(day) => days.push(day),
            Err(refusal) => return Some(Found::Unclear(text.clone(), refusal.problem)),
        }
    }
    days.sort_unstable();
    days.dedup();
    match days.as_slice() {
        [day] => Some(Found::Day(*day)),
        [earliest, .., latest] => {
            let problem = format!("is one of several days from {earliest} to {latest}");
            Some(Found::Unclear(first.clone(), problem))
        }
        [] => None,
    }
}

/// The days in a line of text as written, but with the months in English.
fn written_in(line: &str) -> Vec<String> {
    let line = in_english(line);
    let blank = |c: char| c.is_whitespace() || matches!(c, '"' | ';' | '(' | ')' | '\u{a0}');
    let words: Vec<&str> = line
        .split(blank)
        .flat_map(after_comma)
        .map(|word| word.trim_matches([',', ':', '\'']))
        .filter(|word| !word.is_empty() && !["de", "del", "di"].contains(word))
        .collect();
    let (mut days, mut at) = (Vec::new(), 0);
    while at < words.len() {
        let three = words.get(at..at + 3).map(|words| words.join(" "));
        let has_month = |text: &String| text.chars().any(char::is_alphabetic);
        if let Some(text) = three.filter(|text| has_month(text) && is_some_day(text)) {
            days.push(text);
            at += 3;
        } else {
            let is_parted = words[at].contains(['-', '/', '.']) || words[at].len() == 8;
            if is_parted && is_some_day(words[at]) {
                days.push(words[at].to_owned());
            }
            at += 1;
        }
    }
    days
}

/// The parts of a word in which a comma is not followed by a blank, as in `Fund Holdings as of,2026-05-05`.
fn after_comma(word: &str) -> impl Iterator<Item = &str> {
    word.split(',')
}

/// A text with the months that it names translated into English.
fn in_english(text: &str) -> String {
    let mut english = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphabetic) {
        english.push_str(&rest[..start]);
        let word = &rest[start..];
        let end = word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len());
        let month = month_of(&word[..end]);
        english.push_str(month.map_or(&word[..end], |month| SHORT[month]));
        rest = &word[end..];
        // The point of an abbreviation is dropped, but a point that separates the year stays.
        if month.is_some() && rest.starts_with(". ") {
            rest = &rest[1..];
        }
    }
    english.push_str(rest);
    english
}

/// The month that a word of at least three letters names or abbreviates; `None` if it may be either of two.
fn month_of(word: &str) -> Option<usize> {
    let word = word.to_lowercase();
    if word.chars().count() < 3 {
        return None;
    }
    let is_meant = |names: &[&str; 5]| {
        names.iter().any(|name| name.starts_with(&word) || is_plain(name, &word))
    };
    let mut found = (0..12).filter(|month| is_meant(&MONTHS[*month]));
    let month = found.next()?;
    found.next().is_none().then_some(month)
}

/// Whether a word is the beginning of a name, ignoring the name's accents.
fn is_plain(name: &str, word: &str) -> bool {
    let plain: String = name
        .chars()
        .map(|c| match c {
            'é' => 'e',
            'û' => 'u',
            'ä' => 'a',
            c => c,
        })
        .collect();
    plain.starts_with(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(lines: &[&str]) -> Found {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        find_day(&lines, &[])
    }

    #[test]
    fn the_day_is_found_in_every_usual_form() {
        for line in [
            "Fund Holdings as of May 5, 2026",
            "Fund Holdings as of,\"May 05, 2026\"",
            "Fund Holdings as of 5-May-26",
            "Fund Holdings as of 05/May/2026",
            "Fondspositionen per 05.05.2026",
            "Fondsposition per 5. Mai 2026",
            "Fondsposition per 05.Mai.2026",
            "Positions du fonds au 5 mai 2026",
            "Partecipazioni del fondo al 5/mag/2026",
            "Posiciones del fondo a 5 de mayo de 2026",
            "Holdings: As of 05-May-2026",
            "As of: 2026-05-05T00:00:00-04:00",
            "Equity as of 05/05/2026",
            "as of 20260505",
        ] {
            let day = NaiveDate::from_ymd_opt(2026, 5, 5).expect("a day");
            assert_eq!(found(&[line]), Found::Day(day), "{line}");
        }
    }

    #[test]
    fn other_days_of_a_file_are_not_its_own() {
        let day = |text: &str| Found::Day(text.parse().expect("a day"));
        let lines = ["Inception Date May 22, 2000", "Fund Holdings as of Mar 28, 2026"];
        assert_eq!(found(&lines), day("2026-03-28"));
        assert_eq!(
            found(&["Inception Date May 22, 2000", "Shares Outstanding 303,600,000.00"]),
            Found::Nothing
        );
        assert_eq!(found(&["05-May-2026", "A fund of 2000 shares"]), day("2026-05-05"));
        // Another day of the file shows which number is the month.
        let lines = ["Inception Date 05/22/2000", "Holdings as of 03/04/2026"];
        assert_eq!(found(&lines), day("2026-03-04"));
        let unclear = found(&["Holdings as of 03/04/2026"]);
        assert!(matches!(&unclear, Found::Unclear(text, _) if text == "03/04/2026"), "{unclear:?}");
        let several = found(&["Holdings as of 2026-05-05", "Data as of 2026-05-06"]);
        assert!(matches!(several, Found::Unclear(..)), "{several:?}");
        let footer = ["Holdings as of 30-Apr-2026".to_owned()];
        assert_eq!(find_day(&[], &footer), day("2026-04-30"));
    }

    #[test]
    fn months_are_known_by_their_beginnings() {
        for (word, month) in [
            ("May", Some(4)),
            ("Sept", Some(8)),
            ("juil", Some(6)),
            ("fevr", Some(1)),
            ("déc", Some(11)),
            ("Dez", Some(11)),
            ("set", Some(8)),
            ("mrz", Some(2)),
            ("mar", Some(2)),
            ("jui", None),
            ("ma", None),
            ("market", None),
        ] {
            assert_eq!(month_of(word), month, "{word}");
        }
    }
}
