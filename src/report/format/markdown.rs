//! Markdown: the page for a note or a pull request. Long lists are cut; charts stand as their numbers.

use std::fmt::Write as _;

use super::File;
use crate::report::Report;
use crate::report::page::{Block, List, Page, Quotes};

/// Rows of a list that a note has room for.
const ROWS: usize = 25;

/// The file of the page.
pub(super) fn files(report: &dyn Report) -> Vec<File<'_>> {
    vec![File::new("report.md".to_owned(), move |out| {
        let page = report.page(&Quotes::of(report));
        out.write_all(document(&page).as_bytes())
    })]
}

fn document(page: &Page) -> String {
    let mut text = String::new();
    // A text takes whatever is written to it.
    let _ = page_of(page, &mut text);
    text
}

fn page_of(page: &Page, out: &mut String) -> std::fmt::Result {
    writeln!(out, "# {}\n", plain(&page.title))?;
    if !page.subtitle.is_empty() {
        writeln!(out, "{}\n", plain(&page.subtitle))?;
    }
    for line in &page.origin {
        writeln!(out, "{}\n", plain(line))?;
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
        writeln!(out, "## {}\n", plain(&section.title))?;
        if !section.lead.is_empty() {
            writeln!(out, "{}\n", plain(&section.lead))?;
        }
        for block in &section.blocks {
            match block {
                Block::List(part) => list(part, &part.title, out)?,
                Block::Figure(figure) => {
                    if let Some(numbers) = &figure.numbers {
                        list(numbers, &figure.title, out)?;
                    }
                }
            }
        }
    }
    if !page.assumptions.is_empty() {
        writeln!(out, "## Assumptions and inferences\n")?;
        for line in &page.assumptions {
            writeln!(out, "- {}", plain(line))?;
        }
        writeln!(out)?;
    }
    writeln!(out, "rankday {}", env!("CARGO_PKG_VERSION"))
}

fn list(list: &List, title: &str, out: &mut String) -> std::fmt::Result {
    if !title.is_empty() {
        writeln!(out, "**{}**\n", plain(title))?;
    }
    if list.rows.is_empty() {
        return writeln!(out, "None.\n");
    }
    let row = |cells: &mut dyn Iterator<Item = String>| cells.collect::<Vec<_>>().join(" | ");
    writeln!(out, "| {} |", row(&mut list.columns.iter().map(|(head, _)| cell(head))))?;
    let sides = list.columns.iter().map(|(_, style)| if style.is_number() { "--:" } else { "---" });
    writeln!(out, "|{}|", sides.collect::<Vec<_>>().join("|"))?;
    for values in list.rows.iter().take(ROWS) {
        writeln!(out, "| {} |", row(&mut values.iter().map(|value| cell(&value.shown))))?;
    }
    writeln!(out)?;
    let (shown, here) = (list.rows.len().min(ROWS), list.rows.len());
    let all = list.all.as_ref().map_or(here, |(all, _)| *all);
    if all > shown {
        writeln!(out, "{shown} of {all}.\n")?;
    }
    Ok(())
}

/// Text of a cell: what would end it, or begin a tag, is escaped.
fn cell(text: &str) -> String {
    plain(text).replace('|', "\\|")
}

/// Text in which nothing is a tag, an emphasis, a link or a line's end.
fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '*' | '_' | '`' | '[' | ']' | '\\' => {
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
    fn no_name_becomes_a_tag_or_ends_its_cell() {
        assert_eq!(cell("<b>a|b</b>\n*c*"), "&lt;b&gt;a\\|b&lt;/b&gt; \\*c\\*");
    }
}
