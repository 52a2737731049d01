//! Names and descriptions in a sweep's reports: rules, keys, samples, and the measures weighed.

use std::cmp::Ordering;

use crate::report::screen::thousands;
use crate::report::story::{amount, digits, span};
use crate::scenario::sweep::{SCHEDULES, Sweep};
use crate::simulation::measures::Unit;
use crate::study::sweep::{Figure, Plane, RulePoint, Sample, Swept, of_event};
use crate::universe::Index;

/// Differences below half of a hundredth of a percentage point are shown with more digits.
const SMALL: f64 = 0.000_05;

/// The indexes of the conclusions, if they are measured.
const CONCLUDED: [(Index, &str); 2] =
    [(Index::R2000, "Russell 2000"), (Index::R1000, "Russell 1000")];

/// The indexes of the conclusions, each with its name: the Russell 2000 and 1000, or the first measured
/// index if neither is.
pub(super) fn conclusion_indexes(swept: &Swept) -> Vec<(Index, String)> {
    let named = CONCLUDED.map(|(index, title)| (index, title.to_owned()));
    if matches!(swept.sample, Sample::Event { .. }) {
        return named.into();
    }
    let planes = swept.planes();
    let is_there = |index: Index| planes.iter().any(|plane| plane.index == index);
    let known: Vec<(Index, String)> =
        named.into_iter().filter(|(index, _)| is_there(*index)).collect();
    if !known.is_empty() {
        return known;
    }
    planes.first().map(|plane| (plane.index, plane.index.to_string())).into_iter().collect()
}

/// The name of a combination, with its keys in words.
pub(super) fn name(swept: &Swept, combination: usize) -> String {
    in_words(&swept.sweep, &swept.sweep.combinations[combination].name)
}

/// The name of a rule, with the number of others that have the same figures.
pub(super) fn with_alike(swept: &Swept, plane: &Plane<'_>, point: &RulePoint<'_>) -> String {
    let name = name(swept, point.combination);
    match plane.alike(point) {
        0 => name,
        1 => format!("{name} and 1 other rule like it"),
        alike => format!("{name} and {alike} other rules like it"),
    }
}

/// The name of a rule with its keys in words; schedules and values stay as written.
pub(super) fn in_words(sweep: &Sweep, name: &str) -> String {
    let keys = (1..sweep.keys.len()).map(|key| sweep.short(key));
    keys.fold(name.to_owned(), |name, key| {
        // A schedule may have the same name as a key, but no value follows it.
        let key = format!("{key} ");
        name.replace(&key, &key_in_words(&key))
    })
}

/// The short name of a key in words.
pub(super) fn key_in_words(key: &str) -> String {
    key.replace(['_', '.'], " ")
}

/// The rules that beat the current one, each with a description: the one with the least turnover and the one
/// with the least drift. If there is none, the one with the least drift of those that would beat it if cost
/// were not weighed.
pub(super) fn rivals<'s, 'a>(
    plane: &'s Plane<'a>,
    first: &RulePoint<'a>,
) -> Vec<(&'static str, &'s RulePoint<'a>)> {
    match plane.better_than_first() {
        Some([turnover, drift]) if turnover.combination == drift.combination => {
            vec![("beats it", turnover)]
        }
        Some(both) => both.map(|point| ("beats it", point)).into(),
        None => better_but_for_cost(plane, first)
            .map(|point| ("beats it but for cost", point))
            .into_iter()
            .collect(),
    }
}

/// Of the rules that would beat the current one if cost were not weighed, the one with the least drift.
fn better_but_for_cost<'s, 'a>(
    plane: &'s Plane<'a>,
    first: &RulePoint<'a>,
) -> Option<&'s RulePoint<'a>> {
    let both = |point: &RulePoint<'_>| Some((point.turnover.value?, point.drift.value?));
    let (turnover, drift) = both(first)?;
    let beats = |point: &&RulePoint<'_>| {
        both(point).is_some_and(|own| {
            own.0 <= turnover && own.1 <= drift && (own.0 < turnover || own.1 < drift)
        })
    };
    let better = plane.points.iter().filter(beats);
    better.min_by(|a, b| a.drift.value.partial_cmp(&b.drift.value).unwrap_or(Ordering::Equal))
}

/// The difference of a figure from that of the first rule, and its interval; `None` if unknown. Costs are at
/// most a few basis points, so they are shown in basis points.
pub(super) fn difference_of(figure: &Figure) -> Option<(String, Option<String>)> {
    let (value, interval) = (figure.difference?, figure.difference_spread.interval);
    if figure.index.is_some() {
        let unit = figure.unit();
        // A small difference that decides must not be shown as zero.
        if unit == Unit::Fraction && value != 0.0 && value.abs() < SMALL {
            let points = |part: f64| digits(part * 100.0, 4, true);
            let ends = |(low, high)| format!("{} to {}pp", points(low), points(high));
            return Some((format!("{}pp", points(value)), interval.map(ends)));
        }
        return Some((amount(unit, value, true, false), interval.map(|ends| span(unit, ends))));
    }
    let [value, low, high] =
        [value, interval.map_or(0.0, |of| of.0), interval.map_or(0.0, |of| of.1)]
            .map(|part| digits(part * 1e4, 2, true));
    Some((format!("{value}bp"), interval.map(|_| format!("{low} to {high}bp"))))
}

/// The number of combinations and the keys that vary, in words.
pub(super) fn tried(swept: &Swept) -> String {
    let sweep = &swept.sweep;
    let is_event = matches!(swept.sample, Sample::Event { .. });
    let keys = (usize::from(is_event)..sweep.keys.len()).map(|key| sweep.short(key));
    let keys: Vec<String> = keys.map(key_in_words).collect();
    let of = match keys.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => keys.join(", "),
    };
    format!("{} combinations of {of}", sweep.combinations.len())
}

/// The sample of the sweep, in words.
pub(super) fn sample(swept: &Swept) -> String {
    match &swept.sample {
        Sample::History { cycles, days, closes, lines } => format!(
            "the same market of {} lines, {} closes from {} to {}, {cycles} complete cycle{}",
            thousands(lines),
            thousands(closes),
            days.0,
            days.1,
            if *cycles == 1 { "" } else { "s" }
        ),
        Sample::Event { name, rank_day, implementation } => {
            let days = format!("{name}, ranked on {rank_day}, in effect after {implementation}");
            let own = |key: &String| !(key == SCHEDULES || key.starts_with("methodology."));
            if swept.sweep.keys.iter().any(own) {
                format!(
                    "a reconstitution for each combination, with the days and files that it sets; the first is {days}"
                )
            } else {
                format!("the same event, {days}")
            }
        }
        Sample::Paths { count, years, warm_up, seed, .. } => format!(
            "the same {} simulated path{} of {years} year{}{}, seed {seed}",
            thousands(count),
            if *count == 1 { "" } else { "s" },
            if *years == 1 { "" } else { "s" },
            match warm_up {
                0 => String::new(),
                1 => " after one that is not measured".to_owned(),
                before => format!(" after {before} that are not measured"),
            }
        ),
    }
}

/// The known measures to show for a single event, each with its heading.
pub(super) fn event_columns(swept: &Swept) -> Vec<(String, &[Figure])> {
    if !matches!(swept.sample, Sample::Event { .. }) {
        return Vec::new();
    }
    let measures = [
        ("members", &of_event::MEMBERS_AFTER),
        ("moved in", &of_event::MOVED_IN),
        ("moved out", &of_event::MOVED_OUT),
        ("one-way", &of_event::ONE_WAY),
    ];
    let of_index = |(index, _): &(Index, &str)| {
        let index = *index;
        measures.map(|(head, measure)| {
            (format!("{index} {head}"), swept.of(measure.value(), Some(index)))
        })
    };
    CONCLUDED.iter().rev().flat_map(of_index).filter(|(_, figures)| !figures.is_empty()).collect()
}

/// The measures that the frontier weighs, in a sentence.
pub(super) fn weighed(plane: Option<&Plane<'_>>) -> String {
    let cost = plane.and_then(Plane::first).is_some_and(|first| first.cost.is_some());
    let what = if cost {
        ", drift and what all index funds together pay for trading, of whatever index"
    } else {
        " and drift"
    };
    format!(
        "A combination is on the frontier if no other is at least as good in everything and better in \
         something. Weighed are one-way turnover of the scheduled events of a cycle{what}. Drift is the \
         weight on the wrong side of the unbanded breaks, mean of a cycle's closes. The weight beyond a band shrinks \
         as the band widens, and could not compare bands of different widths. Each interval is that of one difference: \
         the best of many rules looks better than it is."
    )
}
