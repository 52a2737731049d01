//! A plot as a standalone SVG file, with style and legend included.

use maud::{Markup, PreEscaped, html};

use super::class;
use super::plot::{HEIGHT, WIDTH, content, shape};
use crate::report::chart::{Chart, Tone};
use crate::report::page::Figure;

const STYLE: &str = include_str!("plot.css");
/// Height of the legend above the plot.
const TOP: f64 = 30.0;
/// Approximate width of a character in the legend.
const LETTER: f64 = 7.6;

/// The plot of a figure as an SVG file; `None` for other charts.
pub(in crate::report) fn drawing(figure: &Figure) -> Option<String> {
    let Chart::Plot(plot) = &figure.chart else { return None };
    let (text, height) = (format!("{} {}", figure.title, figure.text), HEIGHT + TOP);
    let drawn = html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (WIDTH) " " (height) }
            role="img" aria-label=(text) font-family="system-ui, sans-serif" font-size="14" {
            style { (PreEscaped(STYLE)) }
            rect width=(WIDTH) height=(height) fill="var(--ground)" {}
            (legend(&plot.legend))
            g transform={ "translate(0 " (TOP) ")" } { (content(plot)) }
        }
    };
    Some(drawn.into_string() + "\n")
}

/// The legend entries, side by side.
fn legend(legend: &[(Tone, String)]) -> Markup {
    let mut x = 12.0;
    let places: Vec<f64> = legend
        .iter()
        .map(|(_, words)| {
            let here = x;
            x += 30.0 + words.chars().count() as f64 * LETTER;
            here
        })
        .collect();
    html! {
        @for ((tone, words), x) in legend.iter().zip(places) {
            g class={ "marks " (class(*tone)) } { path d=(shape(*tone, x, 16.0)) {} }
            text x=(x + 10.0) y="16" dy="0.35em" { (words) }
        }
    }
}
