//! Tables of a page: sortable by their headings, the long ones searchable.

use maud::{Markup, html};

use crate::report::page::List;
use crate::report::shown::thousands;

/// A table.
pub(super) fn list(list: &List) -> Markup {
    html! {
        div.list data-long[list.is_long] {
            @if !list.title.is_empty() { h3 { (list.title) } }
            @if list.is_long {
                div.tools {
                    label { span { "Search" } input type="search" autocomplete="off" spellcheck="false"; }
                    output { (thousands(list.rows.len() as f64, 0)) " rows" }
                }
            }
            @if list.rows.is_empty() { p.none { "None." } }
            @else { (table(list)) }
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
                                td class=[style.is_number().then_some("n")]
                                    data-v=[(value.shown != value.exact).then_some(&value.exact)] {
                                    (value.shown)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
