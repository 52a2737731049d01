//! Tables of a page: sortable by heading, and searchable if long.

use maud::{Markup, html};

use crate::report::format::beside;
use crate::report::page::List;
use crate::report::shown::{Style, thousands};

/// Maximum number of rows of a list that is printed whole.
const PRINTED_WHOLE: usize = 300;
/// Number of rows printed of a longer list; `page.css` hides the others on paper.
const PRINTED: usize = 60;

/// A table.
pub(super) fn list(list: &List) -> Markup {
    let is_cut = list.rows.len() > PRINTED_WHOLE;
    html! {
        div.list data-long[list.is_long] data-cut[is_cut] {
            @if !list.title.is_empty() { h3 { (list.title) } }
            @if !list.rows.is_empty() {
                div.tools {
                    @if list.is_long {
                        label { span { "Search" } input type="search" autocomplete="off" spellcheck="false"; }
                        output { (thousands(list.rows.len() as f64, 0)) " rows" }
                    }
                    span.wider hidden { "More columns to the right" }
                    button.copy type="button" hidden title="Copy the rows that are shown, with their exact figures, for a spreadsheet" { "Copy" }
                }
            }
            @if list.rows.is_empty() { p.none { "None." } }
            @else { (table(list)) }
            @if is_cut {
                p.printed { "On paper: the first " (PRINTED) " of " (thousands(list.rows.len() as f64, 0)) " rows." }
            }
            @if let Some((all, file)) = &list.all {
                p.more { "The first " (list.rows.len()) " of " (thousands(*all as f64, 0)) "; all are in " code { (file) } "." }
            }
        }
    }
}

fn table(list: &List) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(if list.title.is_empty() { "Table" } else { &list.title }) {
            table {
                thead { tr {
                    @for (heading, style) in &list.columns {
                        th scope="col" class=[style.is_number().then_some("n")] {
                            button type="button" { (heading) }
                        }
                    }
                } }
                tbody {
                    @for row in &list.rows {
                        tr {
                            @for ((_, style), value) in list.columns.iter().zip(row) {
                                td class=[class(*style, &value.shown)]
                                    data-v=[(value.shown != value.exact).then_some(&value.exact)] {
                                    @if *style == Style::Page && !value.exact.is_empty() {
                                        a href=(beside(&value.exact, "html")) { (value.shown) }
                                    } @else { (value.shown) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A cell with more characters than this may wrap on paper.
const LONG: usize = 24;

/// The CSS class of a cell, which determines its alignment and wrapping.
fn class(style: Style, shown: &str) -> Option<&'static str> {
    if style.is_number() {
        return Some("n");
    }
    shown.chars().nth(LONG).map(|_| "long")
}
