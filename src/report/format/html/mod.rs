//! HTML: one page in one file, which works offline in any browser, on a phone and in print.
//!
//! The page loads nothing, which its content security policy enforces. The template escapes all text.
//! Without scripts everything is readable; they only add sorting and searching.

mod bars;
mod drawing;
mod heat;
mod list;
mod plot;
mod timeline;

use maud::{DOCTYPE, Markup, PreEscaped, html};

pub(super) use self::drawing::drawing;
use self::list::list;
use super::{File, page_name};
use crate::report::Report;
use crate::report::chart::{Chart, Tone};
use crate::report::page::{Block, Fact, Figure, Page, Quotes, Section, Value};

const STYLE: &str = concat!(include_str!("plot.css"), include_str!("page.css"));
const SCRIPT: &str = include_str!("page.js");

/// The content security policy: nothing may be fetched, framed or sent.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; \
                      base-uri 'none'; form-action 'none'";

/// The file of the page.
pub(super) fn files(report: &dyn Report) -> Vec<File<'_>> {
    vec![File::new(page_name(report, "html"), move |out| {
        let quotes = Quotes::of(report);
        let page = report.page(&quotes);
        out.write_all(document(&page, &quotes).into_string().as_bytes())
    })]
}

fn document(page: &Page, quotes: &Quotes<'_>) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="color-scheme" content="light dark";
                meta name="generator" content=(crate::TOOL);
                title { (page.title) " – rankday" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (page.title) }
                    @if !page.subtitle.is_empty() { p.subtitle { (page.subtitle) } }
                    @for line in &page.warnings { p.warning role="alert" { strong { "Warning:" } " " (line) } }
                    @for line in &page.conclusions { p.conclusion { (line) } }
                    @for line in &page.origin { p.origin { (line) } }
                    nav aria-label="Sections" {
                        @for section in &page.sections { a href={ "#" (section.id) } { (section.title) } }
                        a href="#basis" { "What it rests on" }
                    }
                }
                main {
                    dl.facts { @for fact in &page.facts { (headline(fact)) } }
                    @for part in &page.sections { (section(part)) }
                    (basis(page, quotes))
                }
                footer {
                    p { "Made by " (crate::TOOL) ". No investment advice; Russell is a \
                         trade mark of its owner, with whom this tool has no connection." }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

fn headline(fact: &Fact) -> Markup {
    html! {
        div {
            dt { (fact.label) }
            dd.figure { (value(&fact.value)) }
            // Without a word joiner, a line could break between a minus sign and a dollar sign.
            @if !fact.note.is_empty() { dd.note { (fact.note.replace("\u{2212}$", "\u{2212}\u{2060}$")) } }
        }
    }
}

/// A value, in a `data` element with the exact text of the table if that differs.
fn value(value: &Value) -> Markup {
    html! {
        @if value.exact == value.shown { (value.shown) }
        @else { data value=(value.exact) { (value.shown) } }
    }
}

fn section(section: &Section) -> Markup {
    html! {
        section id=(section.id) {
            h2 { (section.title) }
            @if !section.lead.is_empty() { p.lead { (section.lead) } }
            @for block in &section.blocks {
                @match block {
                    Block::Figure(part) => (figure(part)),
                    Block::List(part) => (list(part)),
                }
            }
        }
    }
}

fn figure(figure: &Figure) -> Markup {
    html! {
        figure {
            figcaption { strong { (figure.title) } " " (figure.text) }
            @match &figure.chart {
                Chart::Bars(chart) => (bars::bars(chart)),
                Chart::Plot(chart) => (plot::plot(chart, &format!("{}: {}", figure.title, figure.text))),
                Chart::Timeline(days) => (timeline::timeline(days)),
                Chart::Heat(chart) => (heat::heat(chart)),
            }
            @if let Some(numbers) = &figure.numbers {
                details { summary { "The same in numbers" } (list(numbers)) }
            }
        }
    }
}

/// The legend, if there is more than one tone.
fn legend(legend: &[(Tone, String)]) -> Markup {
    html! {
        @if !legend.is_empty() {
            ul.legend {
                @for (tone, words) in legend { li class=(class(*tone)) { (words) } }
            }
        }
    }
}

/// The CSS class of a tone.
fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::First => "t1",
        Tone::Second => "t2",
        Tone::Third => "t3",
        Tone::Fourth => "t4",
        Tone::Fifth => "t5",
        Tone::Add => "add",
        Tone::Delete => "delete",
        Tone::Up => "up",
        Tone::Down => "down",
        Tone::Muted => "muted",
    }
}

fn basis(page: &Page, quotes: &Quotes<'_>) -> Markup {
    html! {
        section #basis {
            h2 { "What it rests on" }
            @if !page.assumptions.is_empty() {
                h3 { "Assumptions and inferences" }
                ul.assumptions { @for line in &page.assumptions { li { (line) } } }
            }
            @if !page.notes.is_empty() {
                h3 { "Notes" }
                ul.assumptions { @for line in &page.notes { li { (line) } } }
            }
            h3 { "Files of this report" }
            p.lead { "Every number above is a rounding of a cell of these tables, which are written as CSV beside \
                      this page unless other formats were asked for"
                      // An overview has no rule book of its own.
                      @if page.inputs.is_empty() { "." }
                      @else { "; summary.json holds the rule book in numbers." } }
            ul.files {
                @for (name, row) in quotes.contents() { li { code { (name) } " – one row for " (row) } }
            }
            @if !page.inputs.is_empty() {
                h3 { "Files that went in" }
                div.scroll { table {
                    thead { tr { th { "file" } th { "SHA-256" } } }
                    tbody { @for (file, hash) in &page.inputs { tr { td { (file) } td { code { (hash) } } } } }
                } }
            }
        }
    }
}
