//! Charts as data: what there is to see, in the units of its axes. A format draws them.

use chrono::NaiveDate;
use rust_decimal::prelude::ToPrimitive as _;

/// A chart.
#[derive(Debug, Clone)]
pub enum Chart {
    /// Horizontal bars, one below the other.
    Bars(Bars),
    /// Lines, areas and marks over two axes.
    Plot(Plot),
    /// Days in their order.
    Timeline(Vec<Milestone>),
    /// A value for every pair of two things, the larger the darker.
    Heat(Heat),
}

/// Values by row and column.
#[derive(Debug, Clone, Default)]
pub struct Heat {
    /// What the rows and the columns are.
    pub heads: (String, String),
    /// The columns by name.
    pub columns: Vec<String>,
    /// The rows: a name, and a cell for each column.
    pub rows: Vec<(String, Vec<HeatCell>)>,
}

/// A cell of a heat map.
#[derive(Debug, Clone, Default)]
pub struct HeatCell {
    /// The value; `None` where there is none.
    pub value: Option<f64>,
    /// What stands in it.
    pub shown: String,
    /// Whether it is the one that others are compared with.
    pub is_marked: bool,
}

impl Heat {
    /// The smallest and the largest value.
    pub fn range(&self) -> (f64, f64) {
        ends(self.rows.iter().flat_map(|(_, cells)| cells).filter_map(|cell| cell.value))
    }
}

/// What a part of a chart stands for; a format has a colour, and a shape, for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// The first of several alike.
    First,
    /// The second.
    Second,
    /// The third.
    Third,
    /// The fourth.
    Fourth,
    /// The fifth.
    Fifth,
    /// Enters.
    Add,
    /// Leaves.
    Delete,
    /// Moves up.
    Up,
    /// Moves down.
    Down,
    /// What others are compared with.
    Muted,
}

impl Tone {
    /// One for each of several alike.
    pub fn of(at: usize) -> Self {
        [Self::First, Self::Second, Self::Third, Self::Fourth, Self::Fifth][at % 5]
    }
}

/// Bars.
#[derive(Debug, Clone, Default)]
pub struct Bars {
    /// The bars from top to bottom.
    pub bars: Vec<Bar>,
    /// What the tones stand for; none where there is but one.
    pub legend: Vec<(Tone, String)>,
}

/// A bar.
#[derive(Debug, Clone)]
pub struct Bar {
    /// What it is of.
    pub label: String,
    /// Its parts, from and to, in the unit of all bars.
    pub parts: Vec<Part>,
    /// What stands beside it.
    pub shown: String,
}

/// A part of a bar.
#[derive(Debug, Clone)]
pub struct Part {
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// What it stands for.
    pub tone: Tone,
    /// What it says when it is pointed at.
    pub title: String,
}

impl Bars {
    /// The smallest and the largest end of any part, and zero.
    pub fn range(&self) -> (f64, f64) {
        let ends = self.bars.iter().flat_map(|bar| &bar.parts).flat_map(|p| [p.from, p.to]);
        ends.fold((0.0, 0.0), |(low, high), end| (f64::min(low, end), f64::max(high, end)))
    }
}

/// A bar whose parts stand one after the other.
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
    /// From left to right.
    pub x: Axis,
    /// From bottom to top.
    pub y: Axis,
    /// What is drawn, the first at the back.
    pub layers: Vec<Layer>,
    /// What the tones stand for.
    pub legend: Vec<(Tone, String)>,
}

/// An axis.
#[derive(Debug, Clone)]
pub struct Axis {
    /// What it measures.
    pub label: String,
    /// Whether equal steps are equal ratios.
    pub is_log: bool,
    /// Its ends.
    pub ends: (f64, f64),
    /// What is written along it.
    pub ticks: Vec<(f64, String)>,
}

/// Something drawn.
#[derive(Debug, Clone)]
pub enum Layer {
    /// Between two curves: x, low, high.
    Area(Tone, Vec<(f64, f64, f64)>),
    /// A curve.
    Line(Tone, Vec<(f64, f64)>),
    /// Points, each with what it says when it is pointed at.
    Marks(Tone, Vec<(f64, f64, String)>),
    /// How far points are known, to both sides: x, y, half the width, half the height.
    Errors(Tone, Vec<(f64, f64, f64, f64)>),
    /// Points that lie along a curve with others, drawn on this side of it: above or below.
    Beside(Side, Tone, Vec<(f64, f64, String)>),
    /// An upright line at x.
    Rule(f64, String),
    /// A strip between two values of y.
    Strip(f64, f64, String),
}

/// A side of a curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Above it.
    Above,
    /// Below it.
    Below,
}

impl Axis {
    /// An axis over values, from a round number to a round number.
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

    /// An axis of years with their parts, as long as the values; whole years are named.
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

    /// An axis of ratios over values above zero.
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

    /// Where a value lies between the ends, 0 to 1 for what is between them.
    pub fn place(&self, value: f64) -> f64 {
        let (low, high) = self.ends;
        if self.is_log {
            let value = value.max(f64::MIN_POSITIVE);
            return libm::log(value / low) / libm::log(high / low);
        }
        (value - low) / (high - low)
    }
}

/// A whole number; none of those on an axis is out of range.
fn whole(number: f64) -> i64 {
    number.to_i64().unwrap_or_default()
}

/// The smallest and the largest, a little apart.
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

/// The next step of 1, 2 or 5 times a power of ten.
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
    /// What happens.
    pub what: String,
    /// Whether it is one of those that everything else hangs on.
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
    fn stacked_parts_stand_one_after_the_other() {
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
