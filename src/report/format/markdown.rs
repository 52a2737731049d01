//! Markdown: the page for a note or a pull request. Long lists are cut; charts become tables of
//! numbers.

use std::fmt::Write as _;

use super::{File, beside, page_name};
use crate::report::Report;
use crate::report::chart::{Chart, Milestone};
use crate::report::page::{Block, List, Page, Quotes, Value};
use crate::report::shown::Style;

/// Maximum number of rows of a list.
const ROWS: usize = 24;
/// Maximum number of groups of a list that each get their share of the rows.
const PARTS: usize = 4;

/// The file of the page.
pub(super) fn files(report: &dyn Report) -> Vec<File<'_>> {
    vec![File::new(page_name(report, "md"), move |out| {
        let page = report.page(&Quotes::of(report));
        out.write_all(document(&page).as_bytes())
    })]
}

fn document(page: &Page) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = page_of(page, &mut text);
    text
}

fn page_of(page: &Page, out: &mut String) -> std::fmt::Result {
    writeln!(out, "# {}\n", escaped(&page.title))?;
    if !page.subtitle.is_empty() {
        writeln!(out, "{}\n", line(&page.subtitle))?;
    }
    for warning in &page.warnings {
        writeln!(out, "> **Warning:** {}\n", line(warning))?;
    }
    for conclusion in &page.conclusions {
        writeln!(out, "**{}**\n", line(conclusion))?;
    }
    for origin in &page.origin {
        writeln!(out, "{}\n", line(origin))?;
    }
    if !page.facts.is_empty() {
        writeln!(out, "| | | |\n|---|--:|---|")?;
        for fact in &page.facts {
            let (label, note) = (cell(&fact.label), cell(&fact.note));
            writeln!(out, "| {label} | **{}** | {note} |", cell(&fact.value.shown))?;
        }
        writeln!(out)?;
    }
    for section in &page.sections {
        writeln!(out, "## {}\n", escaped(&section.title))?;
        if !section.lead.is_empty() {
            writeln!(out, "{}\n", line(&section.lead))?;
        }
        for block in &section.blocks {
            match block {
                Block::List(part) => list(part, &part.title, out)?,
                Block::Figure(figure) => {
                    if let Chart::Timeline(days) = &figure.chart {
                        timeline(days, out)?;
                    }
                    if let Some(numbers) = &figure.numbers {
                        list(numbers, &figure.title, out)?;
                    }
                }
            }
        }
    }
    for (title, sentences) in
        [("Assumptions and inferences", &page.assumptions), ("Notes", &page.notes)]
    {
        if !sentences.is_empty() {
            writeln!(out, "## {title}\n")?;
            for sentence in sentences {
                writeln!(out, "- {}", line(sentence))?;
            }
            writeln!(out)?;
        }
    }
    writeln!(out, "{}", crate::TOOL)
}

fn timeline(days: &[Milestone], out: &mut String) -> std::fmt::Result {
    for day in days {
        writeln!(out, "- {}: {}", day.day.format("%a %Y-%m-%d"), escaped(&day.what))?;
    }
    writeln!(out)
}

/// The rows to show. If the list is grouped by its first column, each group gets its first rows.
fn chosen(list: &List) -> Vec<&Vec<Value>> {
    fn key(row: &[Value]) -> &str {
        row.first().map(|value| value.shown.as_str()).unwrap_or_default()
    }
    let mut parts: Vec<&str> = list.rows.iter().map(|row| key(row)).collect();
    parts.dedup();
    if list.rows.len() <= ROWS || parts.len() > PARTS {
        return list.rows.iter().take(ROWS).collect();
    }
    let of_part = |part: &&str| {
        let part = (*part).to_owned();
        list.rows.iter().filter(move |row| key(row) == part).take(ROWS / parts.len())
    };
    parts.iter().flat_map(of_part).collect()
}

fn list(list: &List, title: &str, out: &mut String) -> std::fmt::Result {
    if !title.is_empty() {
        writeln!(out, "**{}**\n", escaped(title))?;
    }
    if list.rows.is_empty() {
        return writeln!(out, "None.\n");
    }
    let row = |cells: &mut dyn Iterator<Item = String>| cells.collect::<Vec<_>>().join(" | ");
    writeln!(out, "| {} |", row(&mut list.columns.iter().map(|(head, _)| cell(head))))?;
    let sides = list.columns.iter().map(|(_, style)| if style.is_number() { "--:" } else { "---" });
    writeln!(out, "|{}|", sides.collect::<Vec<_>>().join("|"))?;
    let rows = chosen(list);
    for values in &rows {
        let cells = list.columns.iter().zip(*values).map(|((_, style), value)| match style {
            Style::Page if !value.exact.is_empty() => {
                format!("[{}]({})", cell(&value.shown), beside(&value.exact, "md"))
            }
            _ => cell(&value.shown),
        });
        writeln!(out, "| {} |", row(&mut cells.into_iter()))?;
    }
    writeln!(out)?;
    let all = list.all.as_ref().map_or(list.rows.len(), |(all, _)| *all);
    if all > rows.len() {
        writeln!(out, "{} of {all}.\n", rows.len())?;
    }
    Ok(())
}

/// Text of a cell, with pipes and markup escaped.
fn cell(text: &str) -> String {
    escaped(text).replace('|', "\\|")
}

/// Text at the start of a line: markup for headings, lists and rules is escaped too.
fn line(text: &str) -> String {
    let text = escaped(text.trim_start());
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = text.split_at(digits);
    let is_list = !number.is_empty() && rest.starts_with(['.', ')']);
    if is_list || number.is_empty() && rest.starts_with(['#', '-', '+', '=']) {
        return format!("{number}\\{rest}");
    }
    text
}

/// An invisible separator that keeps a character and the text after it from becoming a link.
const SEPARATOR: &str = "<!-- -->";

/// Escapes text so that nothing in it is a tag, emphasis, link, mention or line break.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let next = characters.peek().copied();
        let is_word = next.is_some_and(char::is_alphanumeric);
        match c {
            // Mentions, issue numbers and addresses are linked without any markup.
            '@' | '#' if is_word => {
                safe.push(c);
                safe.push_str(SEPARATOR);
            }
            ':' if next == Some('/') => {
                safe.push(c);
                safe.push_str(SEPARATOR);
            }
            '.' if safe.to_ascii_lowercase().ends_with("www") => {
                safe.push_str(SEPARATOR);
                safe.push(c);
            }
            // A dollar sign before a digit may open a formula but cannot close one, so escaping the others is
            // enough.
            '$' if next.is_none_or(|c| !c.is_ascii_digit()) => safe.push_str("\\$"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '*' | '_' | '`' | '[' | ']' | '~' | '\\' => {
                safe.push('\\');
                safe.push(c);
            }
            '\n' | '\r' => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_never_becomes_a_tag_or_ends_its_cell() {
        assert_eq!(cell("<b>a|b</b>\n*c*"), "&lt;b&gt;a\\|b&lt;/b&gt; \\*c\\*");
        assert_eq!(escaped("~~a~~ @ 5 #"), "\\~\\~a\\~\\~ @ 5 #");
        assert_eq!(escaped("$x^2$ and $1$, $4.6bn"), "\\$x^2\\$ and $1\\$, $4.6bn");
        for text in ["@somebody", "issue #1", "https://a.example", "www.a.example", "a@b.example"] {
            let shown = escaped(text);
            assert_ne!(shown, text);
            assert_eq!(shown.replace(SEPARATOR, ""), text);
        }
    }

    #[test]
    fn text_never_becomes_a_heading_or_a_list() {
        for (text, shown) in [
            ("# x", "\\# x"),
            ("  - x", "\\- x"),
            ("= x", "\\= x"),
            ("12. x", "12\\. x"),
            ("12 x", "12 x"),
            ("x # y", "x # y"),
        ] {
            assert_eq!(line(text), shown);
        }
    }
}
