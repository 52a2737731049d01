//! The rank-size curve, with breaks, bands and the companies near them.

use super::chart::{Axis, Chart, Layer, Plot, Side, Tone};
use super::page::{Figure, Row};
use super::run::breakpoints;
use super::shown::{Style, thousands, usd};

/// Approximate number of points of a drawn curve; more would not be visible.
const POINTS: f64 = 400.0;
/// Lowest rank of a break that is drawn; those inside the Top 200 are in the tables.
const FIRST_BREAK: f64 = 200.0;
/// Number of ranks drawn above and below a break: more than a market has within its band.
const RANKS_AROUND: f64 = 2_000.0;

/// Room above and below the curve around a break, a factor of the cap.
const BESIDE: f64 = 1.06;

/// A break on the curve.
#[derive(Debug, Clone, Copy)]
pub(super) struct Break {
    /// Rank of the last company on its large side.
    pub(super) rank: f64,
    /// Its cap, USD.
    pub(super) cap: f64,
    /// The smallest and the largest cap within its band, USD.
    pub(super) band: Option<(f64, f64)>,
}

/// A company on the curve.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    /// Its change of segment.
    pub(super) tone: Tone,
    /// Its rank.
    pub(super) rank: f64,
    /// Its cap, USD.
    pub(super) cap: f64,
    /// Tooltip.
    pub(super) title: String,
}

/// The legend of a curve's marks: tones with their meaning.
pub(super) type Legend = Vec<(Tone, String)>;

/// The tone of an action and its label.
pub(super) fn tone_of(action: &str) -> Option<(Tone, &'static str)> {
    match action {
        "add" => Some((Tone::Add, "added")),
        "delete" => Some((Tone::Delete, "deleted")),
        "up" => Some((Tone::Up, "up to the 1000")),
        "down" => Some((Tone::Down, "down to the 2000")),
        _ => None,
    }
}

/// The whole curve: `companies` by rank and cap, the breaks with their bands, and the marks.
pub(super) fn whole(
    companies: &[(f64, f64)],
    breaks: &[Break],
    marks: &[Mark],
    legend: Legend,
) -> Figure {
    let x = Axis::linear("rank", companies.iter().map(|c| c.0), |rank| thousands(rank, 0));
    let y = Axis::log("company cap", companies.iter().map(|c| c.1), usd);
    let mut layers = Vec::new();
    for level in breaks.iter().filter(|level| level.rank >= FIRST_BREAK) {
        layers.extend(break_layers(level));
    }
    layers.push(Layer::Line(Tone::Muted, thinned(companies)));
    layers.extend(grouped(marks));
    Figure {
        title: "Cap by rank.".to_owned(),
        text: "Every eligible company, the largest on the left; upright lines are breaks, strips the bands in which \
               members are held where they are, marks the companies that move or, before rank day, are likely to."
            .to_owned(),
        chart: Chart::Plot(Plot { x, y, layers, legend }),
        numbers: None,
    }
}

/// The curve around one break: all companies within its band and a little beyond.
pub(super) fn around(row: Row<'_>, marks: &[Mark], legend: Legend) -> Option<Figure> {
    let level = break_of(row)?;
    let (low, high) = level.band?;
    let near: Vec<Mark> =
        marks.iter().filter(|m| is_around(level, m.rank, m.cap)).cloned().collect();
    let is_cut = near.iter().any(|m| (m.rank - level.rank).abs() >= RANKS_AROUND);
    let who = if is_cut { "Companies" } else { "Every company" };
    let x = Axis::linear("rank", near.iter().map(|m| m.rank), |rank| thousands(rank, 0));
    // Marks beside the curve stand a little below and above it.
    let caps = near.iter().flat_map(|m| [m.cap / BESIDE, m.cap * BESIDE]);
    let y = Axis::log("company cap", caps.chain([low, high]), usd);
    let mut layers = break_layers(&level);
    layers.extend(grouped(&near));
    let points = |column| row.shown(column, Style::Points(2));
    Some(Figure {
        title: format!("Around #{}.", thousands(level.rank, 0)),
        text: format!(
            "{who} in the band of the {} break and near it; point at a mark for its name. \
             Companies that stay are drawn beside the curve: above it in the 1000, below it in the 2000. The \
             company on the rank has a percentile of {}, the band reaches from {} to {}.",
            usd(level.cap),
            points(breakpoints::PERCENTILE),
            points(breakpoints::LOWER_PERCENTILE),
            points(breakpoints::UPPER_PERCENTILE)
        ),
        chart: Chart::Plot(Plot { x, y, layers, legend }),
        numbers: None,
    })
}

/// Whether a company is drawn around a break: its cap lies within the band or a little beyond.
pub(super) fn is_around(level: Break, rank: f64, cap: f64) -> bool {
    let is_near = (rank - level.rank).abs() <= RANKS_AROUND;
    is_near && level.band.is_some_and(|(low, high)| cap >= low / 1.25 && cap <= high * 1.25)
}

/// Reads a break from a row with its rank, cap and band.
pub(super) fn break_of(row: Row<'_>) -> Option<Break> {
    Some(Break {
        rank: row.number(breakpoints::RANK)?,
        cap: row.number(breakpoints::MARKET_CAP)?,
        band: row
            .number(breakpoints::LOWER_MARKET_CAP)
            .zip(row.number(breakpoints::UPPER_MARKET_CAP)),
    })
}

/// The layers of a break and its band.
fn break_layers(level: &Break) -> Vec<Layer> {
    let strip = |(low, high)| Layer::Strip(low, high, format!("band {} – {}", usd(low), usd(high)));
    let rule = Layer::Rule(level.rank, format!("#{} {}", thousands(level.rank, 0), usd(level.cap)));
    level.band.map(strip).into_iter().chain([rule]).collect()
}

/// Layers of marks by tone; companies that stay are drawn behind those that move.
fn grouped(marks: &[Mark]) -> Vec<Layer> {
    let order =
        [Tone::First, Tone::Second, Tone::Third, Tone::Add, Tone::Delete, Tone::Down, Tone::Up];
    order
        .into_iter()
        .filter_map(|tone| {
            let of_tone = marks.iter().filter(|mark| mark.tone == tone);
            let places: Vec<_> = of_tone.map(|m| (m.rank, m.cap, m.title.clone())).collect();
            // Companies that stay are drawn on two sides of the curve, so that they do not hide
            // each other.
            let layer = match tone {
                Tone::First => Layer::Beside(Side::Above, tone, places),
                Tone::Second => Layer::Beside(Side::Below, tone, places),
                _ if places.is_empty() => return None,
                _ => Layer::Marks(tone, places),
            };
            Some(layer)
        })
        .collect()
}

/// Thins the curve to the visible number of points, denser where it is steep.
fn thinned(companies: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let Some(last) = companies.last() else { return Vec::new() };
    let mut kept: Vec<(f64, f64)> = Vec::new();
    let mut next = 0.0;
    for &(rank, cap) in companies {
        if rank >= next || rank >= last.0 {
            kept.push((rank, cap));
            next = rank + f64::max(1.0, (rank * 0.02).min(last.0 / POINTS));
        }
    }
    kept
}
