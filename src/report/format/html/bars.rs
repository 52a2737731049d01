//! Bars as HTML boxes, which adapt to the width of a phone, unlike an SVG.

use maud::{Markup, html};

use super::{class, legend};
use crate::report::chart::{Bar, Bars, Part};

/// CSS widths, in characters, of the labels and of the values beside the bars.
fn widths(chart: &Bars) -> String {
    let longest = |text: fn(&Bar) -> &str, most: usize| {
        let letters = chart.bars.iter().map(|bar| text(bar).chars().count());
        letters.max().unwrap_or(0).clamp(5, most) + 1
    };
    let (label, value) = (longest(|bar| &bar.label, 30), longest(|bar| &bar.shown, 20));
    format!("--label:{label}ch;--value:{value}ch")
}

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
        ul.bars style=(widths(chart)) {
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
