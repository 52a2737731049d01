//! Parses a date rule; an error says what was understood up to the word that did not fit.

use chrono::{Month, NaiveDate, Weekday};

use super::{Node, Ordinal, Side, Unit};

/// Deepest nesting of rules: more is a mistake, and the bound keeps hostile text from exhausting
/// the stack.
const DEEPEST: usize = 6;
/// The most sessions that any month has.
const MOST_SESSIONS: u8 = 23;
/// Largest offset in days: a rule should stay near its year.
const MOST_DAYS: u16 = 366;

/// Longest text that an error quotes word by word.
const LONGEST: usize = 200;

pub(super) fn node(text: &str) -> Result<Node, String> {
    if text.len() > LONGEST {
        return Err(format!("it is longer than {LONGEST} characters"));
    }
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    read(&words, 0)
}

fn read(words: &[&str], depth: usize) -> Result<Node, String> {
    let words = words.strip_prefix(&["the"]).unwrap_or(words);
    if depth > DEEPEST {
        return Err(format!("more than {DEEPEST} rules stand within each other"));
    }
    match words {
        [] => Err("a date was expected, and nothing stands there".to_owned()),
        [word] => date(word).map(Node::On).ok_or_else(|| not_a_date(word)),
        _ => match words.iter().position(|word| matches!(*word, "before" | "after")) {
            Some(at) => relative(&words[..at], words[at], &words[at + 1..], depth),
            None => within_month(words),
        },
    }
}

/// Stricter than chrono's own parser, which accepts `2026-6-26` and signed years.
fn date(word: &str) -> Option<NaiveDate> {
    word.parse().ok().filter(|date: &NaiveDate| date.to_string() == word)
}

fn not_a_date(word: &str) -> String {
    format!("\"{word}\" is no date in the form YYYY-MM-DD, and a rule has more words")
}

fn relative(head: &[&str], side: &str, anchor: &[&str], depth: usize) -> Result<Node, String> {
    let direction = if side == "before" { Side::Before } else { Side::After };
    let understood = format!("{} {side}", head.join(" "));
    let inner = |depth| {
        let anchor = read(anchor, depth + 1);
        anchor.map(Box::new).map_err(|problem| format!("after \"{understood}\", {problem}"))
    };
    match head {
        [] => Err(format!("a count or a weekday was expected before \"{side}\"")),
        [word] => {
            let weekday = weekday(word).ok_or_else(|| {
                format!("\"{word}\", before \"{side}\", is no weekday and no count")
            })?;
            Ok(Node::Nearest { weekday, side: direction, anchor: inner(depth)? })
        }
        [count, unit @ ..] => {
            let unit = self::unit(unit).ok_or_else(|| {
                format!(
                    "\"{}\", before \"{side}\", is none of \"days\", \"weeks\" and \"sessions\"",
                    unit.join(" ")
                )
            })?;
            let count = self::count(count, unit)?;
            Ok(Node::Offset { count, unit, side: direction, anchor: inner(depth)? })
        }
    }
}

fn within_month(words: &[&str]) -> Result<Node, String> {
    let understood = words.join(" ");
    let [nth, day @ .., of, month] = words else {
        return Err(format!("\"{understood}\" is too short for a day of a month"));
    };
    let nth = ordinal(nth).ok_or_else(|| {
        format!("\"{nth}\" is neither \"last\" nor an ordinal such as \"4th\" or \"fourth\"")
    })?;
    if !matches!(*of, "of" | "in") {
        return Err(format!("in \"{understood}\", \"of\" was expected where \"{of}\" stands"));
    }
    if day.is_empty() {
        return Err(format!(
            "between \"{nth}\" and \"{of}\", a weekday or \"session\" was expected"
        ));
    }
    let month: Month = month.parse().map_err(|_| format!("\"{month}\" is no month"))?;
    if is_session(day) {
        return match nth {
            Ordinal::Nth(n) if n > MOST_SESSIONS => {
                Err(format!("no month has {n} sessions, at most {MOST_SESSIONS}"))
            }
            _ => Ok(Node::SessionOf { nth, month }),
        };
    }
    let weekday = match day {
        [word] => weekday(word),
        _ => None,
    };
    let weekday = weekday.ok_or_else(|| {
        format!("after \"{nth}\", \"{}\" is neither a weekday nor \"session\"", day.join(" "))
    })?;
    match nth {
        Ordinal::Nth(n) if n > 5 => Err(format!("no month has {n} of a weekday, at most 5")),
        _ => Ok(Node::WeekdayOf { nth, weekday, month }),
    }
}

fn is_session(words: &[&str]) -> bool {
    matches!(words, ["session"] | ["business" | "trading", "day"])
}

fn weekday(word: &str) -> Option<Weekday> {
    word.parse().ok()
}

fn unit(words: &[&str]) -> Option<Unit> {
    match words {
        ["day" | "days"] => Some(Unit::Day),
        ["week" | "weeks"] => Some(Unit::Week),
        ["session" | "sessions"] | ["business" | "trading", "day" | "days"] => Some(Unit::Session),
        _ => None,
    }
}

fn count(word: &str, unit: Unit) -> Result<u16, String> {
    let count = match word {
        "one" | "a" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        _ => whole(word).ok_or_else(|| format!("\"{word}\" is no whole number"))?,
    };
    let most = match unit {
        Unit::Day | Unit::Session => MOST_DAYS,
        Unit::Week => MOST_DAYS / 7,
    };
    if (1..=most).contains(&count) {
        Ok(count)
    } else {
        Err(format!("{count} is outside 1 to {most} {unit}s"))
    }
}

/// Digits only: `parse` alone would accept `+4`.
fn whole(word: &str) -> Option<u16> {
    if word.bytes().all(|byte| byte.is_ascii_digit()) { word.parse().ok() } else { None }
}

fn ordinal(word: &str) -> Option<Ordinal> {
    let nth = match word {
        "last" => return Some(Ordinal::Last),
        "first" => 1,
        "second" => 2,
        "third" => 3,
        "fourth" => 4,
        "fifth" => 5,
        _ => {
            let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end))?;
            u8::try_from(whole(digits)?).ok()?
        }
    };
    (nth > 0).then_some(Ordinal::Nth(nth))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_the_same_rule() {
        for (spelling, canonical) in [
            ("the Last Business Day of april", "last session of April"),
            ("last trading day in Apr", "last session of April"),
            ("Second Fri of december", "2nd Friday of December"),
            ("four weeks before the third Friday of March", "4 weeks before 3rd Friday of March"),
            ("one week before 2026-06-26", "1 week before 2026-06-26"),
            ("monday AFTER the 1st friday of may", "Monday after 1st Friday of May"),
            ("3 business days after 12th session of May", "3 sessions after 12th session of May"),
        ] {
            let read = node(spelling).unwrap_or_else(|problem| panic!("{spelling}: {problem}"));
            assert_eq!(read.to_string(), canonical);
            assert_eq!(node(canonical), Ok(read));
        }
    }

    #[test]
    fn the_word_that_does_not_fit_is_named() {
        for (text, problem) in [
            ("", "a date was expected, and nothing stands there"),
            ("April", "\"april\" is no date in the form YYYY-MM-DD, and a rule has more words"),
            (
                "4 Friday of June",
                "\"4\" is neither \"last\" nor an ordinal such as \"4th\" or \"fourth\"",
            ),
            (
                "0th Friday of June",
                "\"0th\" is neither \"last\" nor an ordinal such as \"4th\" or \"fourth\"",
            ),
            ("6th Friday of June", "no month has 6 of a weekday, at most 5"),
            ("24th session of June", "no month has 24 sessions, at most 23"),
            ("4th Friday of Juny", "\"juny\" is no month"),
            (
                "4th Friday June",
                "in \"4th friday june\", \"of\" was expected where \"friday\" stands",
            ),
            ("4th of June", "between \"4th\" and \"of\", a weekday or \"session\" was expected"),
            (
                "2026-6-26",
                "\"2026-6-26\" is no date in the form YYYY-MM-DD, and a rule has more words",
            ),
            ("before 4th Friday of June", "a count or a weekday was expected before \"before\""),
            (
                "5 fortnights before 4th Friday of June",
                "\"fortnights\", before \"before\", is none of \"days\", \"weeks\" and \"sessions\"",
            ),
            ("0 weeks before 4th Friday of June", "0 is outside 1 to 52 weeks"),
            (
                "5 weeks before",
                "after \"5 weeks before\", a date was expected, and nothing stands there",
            ),
            ("5 weeks before 4th Friday of Juny", "after \"5 weeks before\", \"juny\" is no month"),
        ] {
            assert_eq!(node(text), Err(problem.to_owned()), "{text}");
        }
        let deep = "a day after ".repeat(8) + "2026-06-26";
        assert!(node(&deep).is_err_and(|problem| problem.contains("within each other")));
        assert!(node(&"x".repeat(10_000)).is_err());
    }
}
