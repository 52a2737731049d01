//! Charts as data, in the units of their axes. Formats draw them.

use chrono::NaiveDate;
use rust_decimal::prelude::ToPrimitive as _;

/// A chart.
#[derive(Debug, Clone)]
pub enum Chart {
    /// Horizontal bars.
    Bars(Bars),
    /// Lines, areas and marks on two axes.
    Plot(Plot),
    /// A timeline of days, in order.
    Timeline(Vec<Milestone>),
    /// A heat map: larger values are darker.
    Heat(Heat),
}

/// Values by row and column, for a heat map.
#[derive(Debug, Clone, Default)]
pub struct Heat {
    /// Headings of the rows and of the columns.
    pub heads: (String, String),
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The rows, each with its name and a cell for each column.
    pub rows: Vec<(String, Vec<HeatCell>)>,
}

/// A cell of a heat map.
#[derive(Debug, Clone, Default)]
pub struct HeatCell {
    /// The value; `None` if unknown.
    pub value: Option<f64>,
    /// The text in the cell.
    pub shown: String,
    /// True for the cell that the others are compared with.
    pub is_marked: bool,
}

impl Heat {
    /// The smallest and the largest value.
    pub fn range(&self) -> (f64, f64) {
        ends(self.rows.iter().flat_map(|(_, cells)| cells).filter_map(|cell| cell.value))
    }
}

/// The role of a part of a chart; formats map it to a colour and a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// The first of several series.
    First,
    /// The second series.
    Second,
    /// The third series.
    Third,
    /// The fourth series.
    Fourth,
    /// The fifth series.
    Fifth,
    /// Additions.
    Add,
    /// Deletions.
    Delete,
    /// Moves up to the Russell 1000.
    Up,
    /// Moves down to the Russell 2000.
    Down,
    /// A reference for comparison.
    Muted,
}

impl Tone {
    /// The tone of the series at `at`.
    pub fn of(at: usize) -> Self {
        [Self::First, Self::Second, Self::Third, Self::Fourth, Self::Fifth][at % 5]
    }
}

/// Bars.
#[derive(Debug, Clone, Default)]
pub struct Bars {
    /// The bars from top to bottom.
    pub bars: Vec<Bar>,
    /// The tones with their meaning; empty if there is only one.
    pub legend: Vec<(Tone, String)>,
}

/// A bar.
#[derive(Debug, Clone)]
pub struct Bar {
    /// Label of the bar.
    pub label: String,
    /// Its parts, in the common unit of all bars.
    pub parts: Vec<Part>,
    /// Text beside the bar, usually its value.
    pub shown: String,
}

/// A part of a bar.
#[derive(Debug, Clone)]
pub struct Part {
    /// Start of the part.
    pub from: f64,
    /// End of the part.
    pub to: f64,
    /// Its role.
    pub tone: Tone,
    /// Tooltip.
    pub title: String,
}

impl Bars {
    /// Range that covers the ends of all parts and zero.
    pub fn range(&self) -> (f64, f64) {
        let ends = self.bars.iter().flat_map(|bar| &bar.parts).flat_map(|p| [p.from, p.to]);
        ends.fold((0.0, 0.0), |(low, high), end| (f64::min(low, end), f64::max(high, end)))
    }
}

/// A bar whose parts are stacked from zero.
pub fn stacked(label: &str, shown: String, parts: Vec<(f64, Tone, String)>) -> Bar {
    let mut end = 0.0;
    let parts = parts
        .into_iter()
        .map(|(size, tone, title)| {
            let from = end;
            end += size;
            Part { from, to: end, tone, title }
        })
        .collect();
    Bar { label: label.to_owned(), parts, shown }
}

/// Lines, areas and marks.
#[derive(Debug, Clone)]
pub struct Plot {
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// The layers, from back to front.
    pub layers: Vec<Layer>,
    /// The tones with their meaning.
    pub legend: Vec<(Tone, String)>,
}

/// An axis.
#[derive(Debug, Clone)]
pub struct Axis {
    /// Name of the quantity.
    pub label: String,
    /// Whether the scale is logarithmic.
    pub is_log: bool,
    /// Lowest and highest value.
    pub ends: (f64, f64),
    /// Ticks with their labels.
    pub ticks: Vec<(f64, String)>,
}

/// A layer of a plot.
#[derive(Debug, Clone)]
pub enum Layer {
    /// The area between two curves: x, low, high.
    Area(Tone, Vec<(f64, f64, f64)>),
    /// A curve: x, y.
    Line(Tone, Vec<(f64, f64)>),
    /// Points with tooltips: x, y, text.
    Marks(Tone, Vec<(f64, f64, String)>),
    /// Error bars: x, y, half width, half height.
    Errors(Tone, Vec<(f64, f64, f64, f64)>),
    /// Points along a curve, drawn above or below it so that two tracks do not overlap.
    Beside(Side, Tone, Vec<(f64, f64, String)>),
    /// A vertical line at x, with a label.
    Rule(f64, String),
    /// A horizontal strip between two values of y, with a label.
    Strip(f64, f64, String),
}

/// A side of a curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Above the curve.
    Above,
    /// Below the curve.
    Below,
}

impl Axis {
    /// A linear axis over the values, with round numbers at both ends.
    pub fn linear(
        label: &str,
        values: impl Iterator<Item = f64>,
        shown: fn(f64) -> String,
    ) -> Self {
        let (low, high) = ends(values);
        let step = round_step((high - low) / 5.0);
        let (from, to) = (whole((low / step).floor()), whole((high / step).ceil()));
        let ticks = (from..=to.max(from + 1)).map(|at| at as f64 * step);
        let ticks: Vec<(f64, String)> = ticks.map(|tick| (tick, shown(tick))).collect();
        let last = ticks[ticks.len() - 1].0;
        Self { label: label.to_owned(), is_log: false, ends: (ticks[0].0, last), ticks }
    }

    /// An axis of years with fractions that ends at the values, with ticks at whole years.
    pub fn years(values: impl Iterator<Item = f64>) -> Self {
        let ends = ends(values);
        let years = whole(ends.0.ceil())..=whole(ends.1.floor());
        let ticks = years.map(|year| (year as f64, year.to_string())).collect();
        Self { label: String::new(), is_log: false, ends, ticks }
    }

    /// An axis of the calendar months, 1 to 12.
    pub fn months(names: [&str; 12]) -> Self {
        let ticks = (1_u32..).zip(names).map(|(at, name)| (f64::from(at), name.to_owned()));
        Self { label: "month".to_owned(), is_log: false, ends: (0.5, 12.5), ticks: ticks.collect() }
    }

    /// A logarithmic axis over the positive values.
    pub fn log(label: &str, values: impl Iterator<Item = f64>, shown: fn(f64) -> String) -> Self {
        let (low, high) = ends(values.filter(|value| *value > 0.0));
        let (low, high) = (low.max(f64::MIN_POSITIVE), high.max(low * 1.1));
        let powers = whole(low.log10().floor())..=whole(high.log10().ceil());
        let digits: &[f64] = if high / low > 3_000.0 { &[1.0] } else { &[1.0, 2.0, 5.0] };
        let ticks =
            powers.flat_map(|power| digits.iter().map(move |d| d * libm::exp10(power as f64)));
        let ticks = ticks.filter(|tick| (low * 0.999..=high * 1.001).contains(tick));
        let ticks = ticks.map(|tick| (tick, shown(tick))).collect();
        Self { label: label.to_owned(), is_log: true, ends: (low, high), ticks }
    }

    /// Position of a value along the axis: 0 at the lower end, 1 at the upper end.
    pub fn place(&self, value: f64) -> f64 {
        let (low, high) = self.ends;
        if self.is_log {
            let value = value.max(f64::MIN_POSITIVE);
            return libm::log(value / low) / libm::log(high / low);
        }
        (value - low) / (high - low)
    }
}

/// Converts to an integer; the values on an axis are always in range.
fn whole(number: f64) -> i64 {
    number.to_i64().unwrap_or_default()
}

/// The smallest and the largest value, separated if they are equal.
fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values
        .filter(|v| v.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
    match (low.is_finite(), low < high) {
        (false, _) => (0.0, 1.0),
        (_, false) => (low, low + low.abs().max(1.0) * 0.1),
        _ => (low, high),
    }
}

/// Rounds a step up to 1, 2 or 5 times a power of ten.
fn round_step(step: f64) -> f64 {
    let power = libm::exp10(libm::log10(step).floor());
    let digit = [1.0, 2.0, 5.0].into_iter().find(|digit| digit * power >= step * 0.999_999);
    digit.unwrap_or(10.0) * power
}

/// A day on a timeline.
#[derive(Debug, Clone)]
pub struct Milestone {
    /// The day.
    pub day: NaiveDate,
    /// Name of the milestone.
    pub what: String,
    /// True for the main days, which are drawn larger.
    pub is_main: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(value: f64) -> String {
        value.to_string()
    }

    #[test]
    fn axes_end_on_round_numbers() {
        let axis = Axis::linear("", [0.013, 0.094].into_iter(), plain);
        assert_eq!(axis.ends, (0.0, 0.1));
        assert_eq!(axis.ticks.len(), 6);
        assert!((axis.place(0.05) - 0.5).abs() < 1e-12);
        let axis = Axis::linear("", std::iter::empty(), plain);
        assert!(axis.ends.0 < axis.ends.1);
        let axis = Axis::linear("", [3.0, 3.0].into_iter(), plain);
        assert!(axis.ends.0 < axis.ends.1);
    }

    #[test]
    fn a_log_axis_has_equal_steps_for_equal_ratios() {
        let axis = Axis::log("", [10.0, 0.0, 1_000.0].into_iter(), plain);
        assert_eq!(axis.ends, (10.0, 1_000.0));
        assert!((axis.place(100.0) - 0.5).abs() < 1e-12);
        let ticks: Vec<f64> = axis.ticks.iter().map(|(tick, _)| tick.round()).collect();
        assert_eq!(ticks, [10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0]);
    }

    #[test]
    fn stacked_parts_follow_one_another() {
        let bar = stacked(
            "a",
            String::new(),
            vec![(1.0, Tone::First, String::new()), (2.0, Tone::Second, String::new())],
        );
        assert_eq!((bar.parts[1].from, bar.parts[1].to), (1.0, 3.0));
        let bars = Bars { bars: vec![bar], legend: Vec::new() };
        assert_eq!(bars.range(), (0.0, 3.0));
    }
}
