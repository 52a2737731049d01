//! The words of doubts about members: those of a list, and what an event does to them.

use chrono::NaiveDate;

use super::phrases::{counts, some};

pub(super) fn held_before(
    (members, of): (usize, usize),
    held_on: NaiveDate,
    reconstitution: NaiveDate,
) -> String {
    let who = if members == of {
        format!("the membership was held on {held_on}")
    } else {
        format!("{} of {} members were held on {held_on}", counts(members), counts(of))
    };
    let straddles = if members == of { "" } else { ", the others after it" };
    format!(
        "{who}, before the reconstitution of {reconstitution}{straddles}: its changes are \
         missing; give a membership held since"
    )
}

pub(super) fn unmatched(
    (matched, of): (usize, usize),
    first: &[String],
    example: Option<(&String, &String)>,
) -> String {
    let only = if matched == 0 { "none".to_owned() } else { counts(matched) };
    let looks = match example {
        Some((written, meant)) => {
            format!(
                "\"{written}\" looks like \"{meant}\" of the universe: write tickers in one form"
            )
        }
        None => format!(
            "{} are not in it: tickers of another vendor or of another day? (symbol_changes \
             carries them)",
            first.join(", ")
        ),
    };
    format!("{only} of {} members match a line of the universe; {looks}", counts(of))
}

pub(super) fn cut_short(
    (file, last): (&str, &str),
    (members, of): (usize, usize),
    first: &[String],
) -> String {
    format!(
        "{file} ends with {last}, and {} of {} members without a line come after it by their tickers ({}): is \
         the file cut short? Give all of it",
        counts(members),
        counts(of),
        some(first, members)
    )
}

pub(super) fn without_cap(
    (members, of): (usize, usize),
    (column, empty): (&str, usize),
    first: &[String],
) -> String {
    format!(
        "{} of {} members have no cap that is known ({}): {column} is empty for {} of them, so they keep \
         places in the ranking without a rank; fill the column, or take out lines that have left",
        counts(members),
        counts(of),
        some(first, members),
        counts(empty)
    )
}

pub(super) fn listed_later((members, of): (usize, usize), first: &[String]) -> String {
    format!(
        "{} of {} members are listed or documented only after rank day ({}), on which they were members: are \
         listing_date and documented_date of another year, or of other lines?",
        counts(members),
        counts(of),
        some(first, members)
    )
}

pub(super) fn out_by_inference(
    screen: &str,
    (members, of): (usize, usize),
    first: &[String],
) -> String {
    format!(
        "{} of {} members of the Russell 1000 are dropped by the screen {screen} for what was inferred \
         of their names or labels ({}): as members they were eligible; give the membership to the \
         import of the universe (`--members`), so that it is evidence, or state the column {screen}",
        counts(members),
        counts(of),
        some(first, members)
    )
}

pub(super) fn large_missing((members, of): (usize, usize), first: &[String]) -> String {
    format!(
        "{} of {} members of the Russell 1000 have no line in the universe ({}), more than ever leave between two \
         reconstitutions: are its largest lines missing? Give all of it",
        counts(members),
        counts(of),
        some(first, members)
    )
}

pub(super) fn out(
    (screen, columns): (&str, &str),
    (members, of): (usize, usize),
    first: &[String],
) -> String {
    format!(
        "{} of {} members are dropped by the screen {screen} ({}), and in June 2021 to 2026 none was: as members they \
         passed it; check {columns}: is a column shifted by a row, or that of other lines?",
        counts(members),
        counts(of),
        some(first, members)
    )
}

pub(super) fn moves_few(
    (leave, moved, of): (usize, Option<usize>, usize),
    pct: f64,
    least_pct: f64,
) -> String {
    let within = match moved {
        Some(1) => " and 1 moves between the Russell 1000 and the 2000".to_owned(),
        Some(moved) => {
            format!(" and {} move between the Russell 1000 and the 2000", counts(moved))
        }
        None => String::new(),
    };
    format!(
        "only {} of {} members of the Russell 3000 leave it{within} ({pct:.1}%, below {least_pct}%; in June 2021 \
         to 2026, 6% or more did): is the membership that of after the event? Give the members of its eve",
        counts(leave),
        counts(of)
    )
}
