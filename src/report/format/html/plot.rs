//! Plots as inline SVG, coloured by the page's style.

use std::fmt::Write as _;

use maud::{Markup, html};

use super::{class, legend};
use crate::report::chart::{Layer, Plot, Side, Tone};

pub(super) const WIDTH: f64 = 760.0;
pub(super) const HEIGHT: f64 = 380.0;
/// Margins for the labels of the axes.
const LEFT: f64 = 76.0;
const RIGHT: f64 = 28.0;
const TOP: f64 = 54.0;
const BOTTOM: f64 = 52.0;

/// Draws a plot; `text` is the alternative text for screen readers.
pub(super) fn plot(plot: &Plot, text: &str) -> Markup {
    html! {
        (legend(&plot.legend))
        div.drawing {
            svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label=(text) { (content(plot)) }
        }
    }
}

/// The axes and the layers.
pub(super) fn content(plot: &Plot) -> Markup {
    let frame = Frame { plot };
    let levels = levels(plot, &frame);
    html! {
        (axes(plot, &frame))
        @for (layer, level) in plot.layers.iter().zip(levels) { (draw_layer(layer, level, &frame)) }
    }
}

/// Maps values to positions in the drawing.
struct Frame<'p> {
    plot: &'p Plot,
}

impl Frame<'_> {
    fn x(&self, value: f64) -> f64 {
        LEFT + self.plot.x.place(value).clamp(0.0, 1.0) * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, value: f64) -> f64 {
        HEIGHT - BOTTOM - self.plot.y.place(value).clamp(0.0, 1.0) * (HEIGHT - TOP - BOTTOM)
    }

    /// Points as SVG path data.
    fn path(&self, points: impl Iterator<Item = (f64, f64)>) -> String {
        let mut path = String::new();
        for (at, (x, y)) in points.enumerate() {
            // Writing to a string cannot fail.
            let _ = write!(
                path,
                "{}{:.1} {:.1}",
                if at == 0 { 'M' } else { 'L' },
                self.x(x),
                self.y(y)
            );
        }
        path
    }
}

fn axes(plot: &Plot, frame: &Frame<'_>) -> Markup {
    let (bottom, right) = (HEIGHT - BOTTOM, WIDTH - RIGHT);
    html! {
        g.axes {
            @for (value, text) in &plot.y.ticks {
                @let y = one(frame.y(*value));
                line.grid x1=(LEFT) x2=(right) y1=(y) y2=(y) {}
                text x=(LEFT - 8.0) y=(y) dy="0.35em" text-anchor="end" { (text) }
            }
            @for (value, text) in &plot.x.ticks {
                @let x = one(frame.x(*value));
                line x1=(x) x2=(x) y1=(bottom) y2=(bottom + 5.0) {}
                text x=(x) y=(bottom + 20.0) text-anchor="middle" { (text) }
            }
            line x1=(LEFT) x2=(right) y1=(bottom) y2=(bottom) {}
            text.axis x=(right) y=(HEIGHT - 6.0) text-anchor="end" { (plot.x.label) }
            text.axis x="4" y="13" { (plot.y.label) }
        }
    }
}

/// The row of each rule's label: labels that would overlap are placed one above the other.
fn levels(plot: &Plot, frame: &Frame<'_>) -> Vec<f64> {
    let mut ends = [f64::NEG_INFINITY; 2];
    let level = |layer: &Layer| {
        let Layer::Rule(x, label) = layer else { return 0.0 };
        // A character is about 7.4 wide.
        let (x, half) = (frame.x(*x), label.chars().count() as f64 * 3.7);
        let free = ends.iter().position(|end| *end < x - half).unwrap_or(0);
        ends[free] = x + half + 4.0;
        free as f64
    };
    plot.layers.iter().map(level).collect()
}

fn draw_layer(layer: &Layer, level: f64, frame: &Frame<'_>) -> Markup {
    match layer {
        Layer::Area(tone, points) => {
            let there = points.iter().map(|&(x, low, _)| (x, low));
            let back = points.iter().rev().map(|&(x, _, high)| (x, high));
            html! { path class={ "area " (class(*tone)) } d={ (frame.path(there.chain(back))) "Z" } {} }
        }
        Layer::Line(tone, points) => {
            html! { path class={ "line " (class(*tone)) } d=(frame.path(points.iter().copied())) {} }
        }
        Layer::Marks(tone, marks) => draw_marks(*tone, marks, 0.0, frame),
        Layer::Errors(tone, points) => {
            html! { path class={ "error " (class(*tone)) } d=(crosses(points, frame)) {} }
        }
        Layer::Beside(Side::Above, tone, marks) => draw_marks(*tone, marks, -8.0, frame),
        Layer::Beside(Side::Below, tone, marks) => draw_marks(*tone, marks, 8.0, frame),
        Layer::Rule(x, label) => {
            let x = one(frame.x(*x));
            html! {
                g.rule {
                    line x1=(x) x2=(x) y1=(TOP) y2=(HEIGHT - BOTTOM) {}
                    text x=(x) y=(one(TOP - 6.0 - 15.0 * level)) text-anchor="middle" { (label) }
                }
            }
        }
        Layer::Strip(low, high, label) => {
            let (top, bottom) = (frame.y(*high), frame.y(*low));
            html! {
                g.strip {
                    rect x=(LEFT) width=(WIDTH - LEFT - RIGHT) y=(one(top)) height=(one((bottom - top).max(0.5))) {
                        title { (label) }
                    }
                    text x=(WIDTH - RIGHT - 6.0) y=(one(f64::midpoint(top, bottom))) dy="0.35em" text-anchor="end" { (label) }
                }
            }
        }
    }
}

/// Error bars: a horizontal and a vertical line through every point.
fn crosses(points: &[(f64, f64, f64, f64)], frame: &Frame<'_>) -> String {
    let cross = |&(x, y, wide, high): &(f64, f64, f64, f64)| {
        let level = frame.path([(x - wide, y), (x + wide, y)].into_iter());
        level + &frame.path([(x, y - high), (x, y + high)].into_iter())
    };
    points.iter().map(cross).collect()
}

/// Marks, shifted down by `lower`.
fn draw_marks(tone: Tone, marks: &[(f64, f64, String)], lower: f64, frame: &Frame<'_>) -> Markup {
    html! {
        g class={ "marks " (class(tone)) } {
            @for (x, y, title) in marks {
                path d=(shape(tone, frame.x(*x), frame.y(*y) + lower)) { title { (title) } }
            }
        }
    }
}

/// The outline of a mark; every tone has its own shape as well as its colour.
pub(super) fn shape(tone: Tone, x: f64, y: f64) -> String {
    match tone {
        Tone::Up => format!("M{:.1} {:.1}l4.5 8h-9z", x, y - 5.0),
        Tone::Down => format!("M{:.1} {:.1}l4.5 -8h-9z", x, y + 5.0),
        Tone::Delete => format!("M{:.1} {:.1}l7 7m0 -7l-7 7", x - 3.5, y - 3.5),
        Tone::Add => format!("M{:.1} {:.1}h8m-4 -4v8", x - 4.0, y),
        _ => format!("M{:.1} {:.1}a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0z", x - 2.5, y),
    }
}

/// Formats a coordinate; one decimal place is finer than any screen.
fn one(value: f64) -> String {
    format!("{value:.1}")
}
