//! The first lines of a comparison: its conclusion and the five figures behind it.
//!
//! Order and wording are the same for a history and for simulated paths, on the page and on the console,
//! so that the two can be compared. The uncertainty of a difference is the interval of paired
//! differences, over the complete cycles of a history or over paths.

mod json;
mod quoted;

use std::io::{self, Write};

use comfy_table::Table;

use super::screen::{cut, row, table, trimmed, wrapped};
use crate::analysis::interval::Sign;
use crate::simulation::measures::{Statistic, Unit, drift, moves, trades, turnover};
use crate::universe::Index;

pub(super) use self::json::Concluded;
pub(super) use self::quoted::{facts, measure_cell, styles};

/// A figure: label, measure, index.
pub(super) type Line = (&'static str, Statistic, Option<Index>);

/// The turnover in the conclusion.
const TURNOVER: Statistic = turnover::SCHEDULED.one_way.value();
/// The drift in the conclusion.
const DRIFT: Statistic = drift::BEYOND_BAND_WEIGHT.mean();

/// The first lines, per cycle from one June implementation to the next.
pub(super) const LINES: [Line; 5] = [
    ("R2000 turnover, scheduled", TURNOVER, Some(Index::R2000)),
    ("R2000 drift beyond band, mean", DRIFT, Some(Index::R2000)),
    ("R2000 members lost, mean", drift::LOST.mean(), Some(Index::R2000)),
    ("moves from R2000 to R1000", moves::UP.value(), None),
    ("traded by index funds, net", trades::NET.value(), None),
];

/// Maximum width of a schedule name.
const NAME: usize = 11;
/// Maximum width of a line.
const WIDTH: usize = 96;

/// A difference between schedules with its confidence interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Difference {
    pub(super) value: f64,
    pub(super) interval: Option<(f64, f64)>,
}

impl Difference {
    fn sign(&self) -> Sign {
        Sign::of(self.interval)
    }
}

/// A measure of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub(super) unit: Unit,
    /// The value of every schedule.
    pub(super) values: Vec<Option<f64>>,
    /// The difference of every schedule to the first.
    pub(super) differences: Vec<Option<Difference>>,
}

/// The sample of a comparison.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sample {
    /// Number of paths or complete cycles.
    pub(super) count: u64,
    /// True for simulated paths, each of several cycles; false for the cycles of a history.
    pub(super) are_paths: bool,
    /// Number of cycles of a path, or of the history.
    pub(super) cycles: u64,
    /// Confidence of the intervals, a fraction.
    pub(super) confidence: f64,
}

/// A comparison that has a conclusion.
pub(super) trait Comparison {
    /// The schedules; the first is the reference.
    fn schedules(&self) -> Vec<&str>;
    /// A measure; `None` if it is not taken.
    fn find(&self, statistic: Statistic, index: Option<Index>) -> Option<Found>;
    /// The sample.
    fn sample(&self) -> Sample;
}

/// The conclusion of a comparison of two schedules.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Conclusion<'a> {
    schedule: &'a str,
    against: &'a str,
    index: Index,
    turnover: Option<Difference>,
    drift: Option<Difference>,
    sample: Sample,
}

/// The conclusions, one for each schedule after the first.
pub(super) fn conclusions<C: Comparison>(of: &C) -> Vec<Conclusion<'_>> {
    let schedules = of.schedules();
    let Some((against, others)) = schedules.split_first() else { return Vec::new() };
    let (index, sample) = (conclusion_index(of), of.sample());
    let difference = |at: usize, measure| {
        let found = index.and_then(|index| of.find(measure, Some(index)))?;
        *found.differences.get(at)?
    };
    let numbered = (1..).zip(others.iter().copied());
    let conclusion = numbered.map(|(at, schedule)| Conclusion {
        schedule,
        against,
        index: index.unwrap_or(Index::R2000),
        turnover: difference(at, TURNOVER),
        drift: difference(at, DRIFT),
        sample,
    });
    conclusion.collect()
}

/// The index of the conclusion: the Russell 2000, or the first with a known turnover.
fn conclusion_index<C: Comparison>(of: &C) -> Option<Index> {
    let all = std::iter::once(Index::R2000).chain(<Index as strum::IntoEnumIterator>::iter());
    let mut measured = all.filter(|index| of.find(TURNOVER, Some(*index)).is_some());
    measured.next()
}

impl Sample {
    /// The method and sample of the intervals, in words.
    fn method(&self) -> String {
        let percent = self.confidence * 100.0;
        let s = |count: u64| if count == 1 { "" } else { "s" };
        if self.are_paths {
            format!(
                "{percent:.0}% t-intervals of paired differences over n = {} path{} of {} cycle{}",
                super::screen::thousands(self.count),
                s(self.count),
                self.cycles,
                s(self.cycles)
            )
        } else {
            let (n, s) = (self.count, s(self.count));
            format!(
                "{percent:.0}% t-intervals of paired differences over n = {n} complete cycle{s}"
            )
        }
    }
}

impl Conclusion<'_> {
    /// The conclusion as a sentence.
    pub(super) fn text(&self) -> String {
        let Self { schedule, against, index, turnover, drift, sample } = self;
        if sample.cycles == 0 {
            return format!(
                "{schedule} against {against}: nothing can be concluded, as no cycle from June to June \
                 is complete."
            );
        }
        let part = |difference: &Option<Difference>, what: &str| match difference {
            None => format!("{what} not known"),
            Some(difference) => {
                let known = match difference.interval {
                    Some(range) => {
                        format!("{}: {}", span(Unit::Fraction, range), sign_in_words(difference))
                    }
                    None => format!("no interval: {}", sign_in_words(difference)),
                };
                format!(
                    "{} of {what} ({known})",
                    amount(Unit::Fraction, difference.value, true, false)
                )
            }
        };
        format!(
            "{schedule} against {against}, {index}: {} and {}; {}.",
            part(turnover, "turnover a cycle by scheduled events"),
            part(drift, "mean drift beyond the band"),
            sample.method()
        )
    }
}

/// The sign of a difference, in words.
fn sign_in_words(difference: &Difference) -> &'static str {
    word(difference.sign())
}

fn word(sign: Sign) -> &'static str {
    match sign {
        Sign::Higher => "higher",
        Sign::Lower => "lower",
        Sign::Same => "the same",
        Sign::NotIdentified => "the data cannot tell the sign",
    }
}

/// Writes the conclusions and the first lines to the console.
pub(super) fn write<C: Comparison>(of: &C, out: &mut dyn Write) -> io::Result<()> {
    for conclusion in conclusions(of) {
        for line in wrapped(&conclusion.text(), WIDTH) {
            writeln!(out, "{line}")?;
        }
        writeln!(out)?;
    }
    let schedules = of.schedules();
    // A single schedule has nothing to compare with.
    let others = if schedules.len() < 2 { 0..1 } else { 1..schedules.len() };
    for at in others {
        writeln!(out, "{}\n", trimmed(&lines(of, &schedules, at).to_string()))?;
    }
    Ok(())
}

/// The first lines of a schedule beside the first schedule.
fn lines<C: Comparison>(of: &C, schedules: &[&str], at: usize) -> Table {
    let interval = format!("{:.0}% interval", of.sample().confidence * 100.0);
    let mut heads = vec!["a cycle, June to June".to_owned(), cut(schedules[0], NAME)];
    if at > 0 {
        heads.push(cut(schedules[at], NAME));
        heads.extend(["difference".to_owned(), interval, "sign".to_owned()]);
    }
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut table = table(&heads, 1);
    for (label, measure, index) in LINES {
        let Some(found) = of.find(measure, index) else { continue };
        let value = |at: usize| {
            let value = found.values.get(at).copied().flatten();
            value.map_or_else(|| "?".to_owned(), |value| amount(found.unit, value, false, false))
        };
        let mut cells = vec![label.to_owned(), value(0)];
        if at > 0 {
            cells.push(value(at));
            let difference = found.differences.get(at).copied().flatten();
            let shown = |of: Difference| amount(found.unit, of.value, true, false);
            cells.push(difference.map_or_else(|| "?".to_owned(), shown));
            let range = difference.and_then(|of| of.interval);
            cells.push(range.map_or_else(|| "?".to_owned(), |range| span(found.unit, range)));
            cells.push(match difference.map(|of| of.sign()) {
                None | Some(Sign::NotIdentified) => "?".to_owned(),
                Some(Sign::Same) => "same".to_owned(),
                Some(sign) => word(sign).to_owned(),
            });
        }
        table.add_row(row(cells, 1));
    }
    table
}

/// A number on the console in readable units: fractions in per cent and their differences in percentage
/// points, USD in billions, counts with a decimal place unless they are whole.
pub(super) fn amount(unit: Unit, value: f64, is_difference: bool, is_whole: bool) -> String {
    let (value, places, end) = match unit {
        Unit::Fraction => (value * 100.0, 2, if is_difference { "pp" } else { "%" }),
        Unit::Usd => (value / 1e9, 2, "bn"),
        _ => (value, usize::from(!is_whole), ""),
    };
    format!("{}{end}", digits(value, places, is_difference))
}

/// A range of differences on the console.
pub(super) fn span(unit: Unit, (low, high): (f64, f64)) -> String {
    let low = amount(unit, low, true, false);
    let low = low.trim_end_matches("pp").trim_end_matches("bn");
    format!("{low} to {}", amount(unit, high, true, false))
}

/// A number with `places` decimal places; zero has no sign.
pub(super) fn digits(value: f64, places: usize, signed: bool) -> String {
    let digits = format!("{:.places$}", value.abs());
    let is_zero = !digits.contains(|c: char| ('1'..='9').contains(&c));
    let sign = match (is_zero, value < 0.0) {
        (false, true) => "-",
        (false, false) if signed => "+",
        _ => "",
    };
    format!("{sign}{digits}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A comparison with given differences of turnover and drift.
    struct Given(Sample, [Option<Difference>; 2]);

    impl Comparison for Given {
        fn schedules(&self) -> Vec<&str> {
            vec!["annual", "semi-annual"]
        }

        fn find(&self, statistic: Statistic, index: Option<Index>) -> Option<Found> {
            let at = [TURNOVER, DRIFT].iter().position(|of| *of == statistic)?;
            index.filter(|index| *index == Index::R2000)?;
            let differences = vec![None, self.1[at]];
            Some(Found { unit: Unit::Fraction, values: vec![Some(0.15), Some(0.152)], differences })
        }

        fn sample(&self) -> Sample {
            self.0
        }
    }

    fn text(count: u64, are_paths: bool, differences: [Option<Difference>; 2]) -> String {
        let cycles = if are_paths { 10 } else { count };
        let sample = Sample { count, are_paths, cycles, confidence: 0.95 };
        let given = Given(sample, differences);
        let found = conclusions(&given);
        assert_eq!(found.len(), 1);
        found[0].text()
    }

    #[test]
    fn the_sentence_states_points_signs_and_method() {
        let of = |value, interval| Some(Difference { value, interval });
        let turnover = of(0.002, Some((-0.006, 0.01)));
        let drift = of(-0.028, Some((-0.035, -0.021)));
        assert_eq!(
            text(5, false, [turnover, drift]),
            "semi-annual against annual, R2000: +0.20pp of turnover a cycle by scheduled events (-0.60 to \
             +1.00pp: the data cannot tell the sign) and -2.80pp of mean drift beyond the band (-3.50 to \
             -2.10pp: lower); 95% t-intervals of paired differences over n = 5 complete cycles."
        );
        let paths = text(1_000, true, [of(0.02, Some((0.01, 0.03))), drift]);
        assert!(paths.contains("(+1.00 to +3.00pp: higher)"), "{paths}");
        assert!(paths.ends_with("over n = 1,000 paths of 10 cycles."), "{paths}");
    }

    #[test]
    fn one_cycle_has_no_interval_and_no_cycles_have_no_conclusion() {
        let alone = Some(Difference { value: 0.002, interval: None });
        let one = text(1, false, [alone, None]);
        assert!(one.contains("(no interval: the data cannot tell the sign)"), "{one}");
        assert!(one.contains("beyond the band not known; "), "{one}");
        let none = text(0, false, [None, None]);
        assert!(none.ends_with("no cycle from June to June is complete."), "{none}");
        let nothing = Some(Difference { value: 0.0, interval: Some((0.0, 0.0)) });
        assert!(text(5, false, [nothing, nothing]).contains("0.00pp: the same"));
    }
}
