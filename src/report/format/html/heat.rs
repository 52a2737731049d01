//! Heat maps as tables, with darker cells for larger values.

use maud::{Markup, html};

use crate::report::chart::{Heat, HeatCell};

/// Draws a heat map.
pub(super) fn heat(chart: &Heat) -> Markup {
    let (low, high) = chart.range();
    let dark = |cell: &HeatCell| {
        let part = cell.value.map_or(0.0, |value| (value - low) / (high - low));
        format!("--part:{:.0}%", 8.0 + 62.0 * part.clamp(0.0, 1.0))
    };
    let (rows, columns) = &chart.heads;
    html! {
        div.scroll tabindex="0" role="region" aria-label={ (rows) " by " (columns) } {
            table.heat {
                thead {
                    tr { td {} th colspan=(chart.columns.len()) { (columns) } }
                    tr { th { (rows) } @for name in &chart.columns { th.n { (name) } } }
                }
                tbody {
                    @for (name, cells) in &chart.rows {
                        tr {
                            th scope="row" { (name) }
                            @for cell in cells {
                                td.n.marked[cell.is_marked] style=(dark(cell)) { (cell.shown) }
                            }
                        }
                    }
                }
            }
        }
    }
}
