//! The words of remarks on inputs and rules.

use chrono::NaiveDate;

use crate::remark::{ChangedRule, InputNote};
use crate::report::remarks::counts::{imported, listed};
use crate::report::remarks::phrases::{days, joined};
use crate::universe::some_of;

/// A remark in a sentence, without its day.
pub(super) fn words(note: &InputNote) -> String {
    match note {
        InputNote::ColumnUnknown { file, column, near } => {
            let hint = near
                .as_ref()
                .map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"));
            format!("{file}: column \"{column}\" is not known and is ignored{hint}")
        }
        InputNote::SegmentsInferred { way, members, symbols } => {
            let more = if *members > symbols.len() { ", …" } else { "" };
            format!("{members} of the members {way}: {}{more}", symbols.join(", "))
        }
        InputNote::FactUsed { symbol, field, value, source, as_of } => {
            format!("fact used: {symbol} {field} = {value} ({source}, {as_of})")
        }
        InputNote::FactsWithoutLine { symbols } => {
            format!(
                "facts about tickers that no line has: {} ({})",
                symbols.len(),
                some_of(symbols)
            )
        }
        InputNote::FactWithoutLine { symbol, field, value } => {
            format!("fact not used: {symbol} {field} = {value} (no such line)")
        }
        InputNote::FactsFiled { count } => {
            format!("facts from official filings about lines of the universe: {count}")
        }
        InputNote::FactsFiledUnmatched { count } => {
            format!(
                "facts from official filings about companies without a line in the universe: {count}"
            )
        }
        InputNote::FilingsRead { day, lines, of, members } => format!(
            "official filings of {day}: headers of {lines} of {of} lines of the universe, from {members} \
             members"
        ),
        InputNote::FilingsLate { day, rank_day } => format!(
            "the filings are dated {day}, after rank day {rank_day}: they only correct labels, with what \
             was not known then"
        ),
        InputNote::FilingsWithoutEarlier => {
            "no earlier filings are given, so it is not known which \
                                        companies have moved since the rank day before"
                .to_owned()
        }
        InputNote::ConfidenceHindsight { files, later, .. } => format!(
            "confidence of changes uses hindsight: {} has figures of {}, not before this event; name only \
             figures of earlier events to use what was known then",
            files.join(", "),
            rank_days_of(later)
        ),
        InputNote::ConfidenceLearned { files, rank_days } => {
            let days = rank_days_of(rank_days);
            format!(
                "confidence of changes: learned from {}, {days}; caps and labels of another source may be \
                 surer or less sure",
                files.join(", ")
            )
        }
        InputNote::UniverseEarlier { as_of, rank_day } => format!(
            "the universe is of {as_of}, {} before rank day {rank_day}: caps, prices and labels are those \
             of that day",
            days((*rank_day - *as_of).num_days())
        ),
        InputNote::DaySet { what, own, calendar } => {
            format!("{what} is set to {own}; the calendar has {calendar}")
        }
        InputNote::RulesChanged { rules } => {
            let told = |rule: &ChangedRule| match &rule.usual {
                Some(usual) => format!("{} {} for {usual}", rule.key, rule.value),
                None => format!("{} {}", rule.key, rule.value),
            };
            let all: Vec<String> = rules.iter().map(told).collect();
            format!("other than the rule book: {}", all.join(", "))
        }
        InputNote::ImportCounted { what, count } => format!("import, {}: {count}", imported(*what)),
        InputNote::ImportListed { what, names } => {
            format!("import, {}: {}", listed(*what), names.join(", "))
        }
        InputNote::ImportWithoutCountries => {
            "import, the file has no country: lines are of the US unless \
                                         their names speak against it"
                .to_owned()
        }
        InputNote::NoSession { day, last } => format!(
            "{} is not a trading day: prices are those of {last}, the last session before it, or of another day",
            day.format("%A %Y-%m-%d")
        ),
        InputNote::LinesLookAlike { file, lines } => format!(
            "{file}: {lines} differ in punctuation alone and are separate lines: other files refer to \
             them by their exact spelling"
        ),
        InputNote::MembersLookAlike { file, lines } => format!(
            "{file}: {lines} differ in punctuation alone and are separate members, each of the line with \
             exactly that spelling"
        ),
        InputNote::NumbersRounded { count, files } => format!(
            "numbers with more digits than are held (28), rounded half to even: {count} ({})",
            files.join(", ")
        ),
        InputNote::PricesCleaned { file, rounded, placeholders, scaled } => {
            let counts = [
                (*rounded, "rounded, their last digits being noise"),
                (*placeholders, "placeholders taken for unknown"),
                (*scaled, "multiplied out"),
            ];
            let said = counts.iter().filter(|(count, _)| *count > 0);
            format!(
                "{file}, prices and caps: {}",
                joined(said.map(|(n, what)| format!("{n} {what}")))
            )
        }
        InputNote::DaysByRule { days, cut_offs } => {
            let cut_offs = (!cut_offs.is_empty())
                .then(|| format!("cut-offs of shares and float {}", cut_offs.join(", ")));
            let days = (!days.is_empty()).then(|| days.join(", "));
            let all: Vec<String> = days.into_iter().chain(cut_offs).collect();
            format!("days by rule, as no publication is known: {}", all.join("; "))
        }
        InputNote::DaysUnknown { days } => format!(
            "days that the calendar does not know, assumed by the rules of 2026: {}",
            days.join(", ")
        ),
        InputNote::CutOffsUnknown { days } => format!(
            "cut-offs of shares and float that the calendar does not know, assumed to be those of new \
             issues: {}",
            days.join(", ")
        ),
    }
}

/// Some rank days, the earliest first.
fn rank_days_of(days: &[NaiveDate]) -> String {
    match days {
        [first, .., last] => format!("{} rank days from {first} to {last}", days.len()),
        [day] => format!("the rank day {day}"),
        [] => "no rank day".to_owned(),
    }
}
