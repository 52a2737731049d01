//! Bars as boxes: they bend to the width of a phone, which a drawing does not.

use maud::{Markup, html};

use super::{class, legend};
use crate::report::chart::{Bars, Part};

/// Draws bars.
pub(super) fn bars(chart: &Bars) -> Markup {
    let (low, high) = chart.range();
    let width = if high > low { high - low } else { 1.0 };
    let place = |value: f64| (value - low) / width * 100.0;
    let span = |part: &Part| {
        let (from, to) = (place(part.from.min(part.to)), place(part.from.max(part.to)));
        format!("left:{from:.2}%;width:{:.2}%", to - from)
    };
    html! {
        (legend(&chart.legend))
        ul.bars {
            @for bar in &chart.bars {
                li {
                    span.label { (bar.label) }
                    span.track {
                        @if low < 0.0 { span.zero style=(format!("left:{:.2}%", place(0.0))) {} }
                        @for part in &bar.parts {
                            span class={ "part " (class(part.tone)) } style=(span(part)) title=(part.title) {}
                        }
                    }
                    span.value { (bar.shown) }
                }
            }
        }
    }
}
