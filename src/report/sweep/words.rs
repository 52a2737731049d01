//! Conclusions and descriptions of a sweep, in sentences.

use std::cmp::Ordering;

use super::luck::of_first;
use crate::analysis::interval::Sign;
use crate::report::screen::thousands;
use crate::report::shown;
use crate::report::story::{amount, digits, span};
use crate::simulation::measures::{Measure, Unit, turnover};
use crate::study::sweep::{Figure, Luck, Plane, RulePoint, Sample, Swept, of_event};
use crate::universe::Index;

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

/// The name of a combination.
pub(super) fn name<'s>(swept: &'s Swept, point: &RulePoint<'_>) -> &'s str {
    &swept.sweep.combinations[point.combination].name
}

/// A sentence for each index on where the current rule lies in its plane, and one on the luck of the days.
pub(super) fn conclusions(swept: &Swept) -> Vec<String> {
    let of_index = |(index, title): (Index, String)| {
        let plane = swept.plane(index)?;
        let first = plane.first()?;
        let has_cost = first.cost.is_some();
        let against = if has_cost { "turnover, drift or cost" } else { "turnover or drift" };
        let own = name(swept, first);
        // One that was added for comparison says so in its name.
        let own = own.strip_suffix(", as it is").unwrap_or(own);
        let begin = format!("{title}: the rule as it is ({own})");
        let Some([turnover, drift]) = plane.better_than_first() else {
            let others = plane.points.len() - 1;
            return Some(match others {
                0 => format!("{begin} stands alone."),
                _ if first.is_best => {
                    let none = match others {
                        1 => "the other one does not have".to_owned(),
                        _ => format!("none of {others} others has"),
                    };
                    format!(
                        "{begin} is on the frontier: {none}, in the mean, less of {against} without more of \
                         another.{}",
                        for_its_cost(swept, &plane, first)
                    )
                }
                _ => format!("{begin} is not weighed: its {against} is not known."),
            });
        };
        let mut better = vec![turnover];
        if drift.combination != turnover.combination {
            better.push(drift);
        }
        let is_identified =
            better.iter().all(|point| point.figures().into_iter().all(is_identified));
        let beaten = if is_identified {
            "is beaten by"
        } else {
            "is beaten in the mean, not beyond doubt, by"
        };
        let by: Vec<String> = better.iter().map(|point| differences(swept, point)).collect();
        Some(format!("{begin} {beaten} {}.", by.join("; and by ")))
    };
    let indexes = conclusion_indexes(swept);
    if matches!(swept.sample, Sample::Event { .. }) {
        return indexes.into_iter().rev().filter_map(|of| of_the_event(swept, of)).collect();
    }
    let of_dates = indexes.clone().into_iter().filter_map(|of| luck_of_dates(swept, of));
    indexes.into_iter().filter_map(of_index).chain(of_dates).collect()
}

/// A sentence on how far the rules tried differ in what one event does to an index.
fn of_the_event(swept: &Swept, (index, title): (Index, String)) -> Option<String> {
    let of = |measure: &'static Measure| {
        let figures = swept.of(measure.value(), Some(index));
        let known: Vec<(&Figure, f64)> =
            figures.iter().filter_map(|f| Some((f, f.value?))).collect();
        let first = known.iter().find(|(figure, _)| figure.combination == 0)?;
        let least = known.iter().min_by(|a, b| a.1.total_cmp(&b.1))?;
        let most = known.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
        let shown = |(figure, value): &(&Figure, f64)| match figure.unit() {
            Unit::Fraction => amount(Unit::Fraction, *value, false, false),
            _ => shown::thousands(*value, 0),
        };
        let by = |found: &(&Figure, f64)| {
            let name = &swept.sweep.combinations[found.0.combination].name;
            format!("{} ({name})", shown(found))
        };
        Some((shown(first), by(least), by(most)))
    };
    let (own, least, most) = of(&of_event::ONE_WAY)?;
    let name = Some(&swept.sweep.combinations[0].name).filter(|name| *name != "as it is");
    let name = name.map_or_else(String::new, |name| format!(" ({name})"));
    let rules = swept.sweep.combinations.len();
    let members = of(&of_event::MEMBERS_AFTER).map_or_else(String::new, |(own, least, most)| {
        format!("; members are {own}, and from {least} to {most}")
    });
    Some(format!(
        "{title}: one-way turnover is {own} by the rule as it is{name}, and from {least} to {most} over {rules} \
         rules{members}."
    ))
}

/// A sentence on the rule that would beat the first one if cost were not weighed, with the least drift of them; empty
/// if there is none.
fn for_its_cost(swept: &Swept, plane: &Plane<'_>, first: &RulePoint<'_>) -> String {
    let both = |point: &RulePoint<'_>| Some((point.turnover.value?, point.drift.value?));
    let Some((turnover, drift)) = both(first) else { return String::new() };
    let beats = |point: &&RulePoint<'_>| {
        both(point).is_some_and(|own| {
            own.0 <= turnover && own.1 <= drift && (own.0 < turnover || own.1 < drift)
        })
    };
    let better = plane.points.iter().filter(beats);
    let better =
        better.min_by(|a, b| a.drift.value.partial_cmp(&b.drift.value).unwrap_or(Ordering::Equal));
    better.map_or_else(String::new, |point| {
        format!(" It is there for its cost of trading: {}.", differences(swept, point))
    })
}

/// A sentence on how much the turnover of an index depends on the days, under the first rule whose days are moved
/// and under the next ones; `None` where it is not known of any.
fn luck_of_dates(swept: &Swept, (index, title): (Index, String)) -> Option<String> {
    /// How many rules are named beside the first.
    const NAMED: usize = 3;
    let is_it = |luck: &&Luck| {
        luck.index == Some(index) && luck.statistic == turnover::SCHEDULED.one_way.value()
    };
    let mut of_rules = swept.luck.iter().filter(is_it);
    let first = of_rules.next()?;
    let varies = |luck: &Luck| {
        // A deviation has no sign.
        let bare = |text: String| text.replace('+', "");
        let interval = luck.spread.interval.map(|ends| bare(span(luck.unit(), ends)));
        let interval = interval.map_or_else(String::new, |ends| format!(" ({ends})"));
        let deviation = bare(amount(luck.unit(), luck.deviation, true, false));
        format!("{deviation}{interval} under {}", luck.rule)
    };
    let others = of_rules.take(NAMED).map(|luck| {
        let less = of_first(swept, luck).map(|part| match 1.0 - part {
            less if less < 0.0 => format!(", {:.0}% more", -100.0 * less),
            less => format!(", {:.0}% less", 100.0 * less),
        });
        let ends = luck.difference.zip(luck.difference_spread.interval);
        let paired = ends.map(|(difference, ends)| {
            let open = Sign::of(Some(ends)) == Sign::NotIdentified;
            let open = if open { ", not told from zero" } else { "" };
            let difference = amount(luck.unit(), difference, true, false);
            format!(": {difference} ({}{open})", span(luck.unit(), ends))
        });
        let [less, paired] = [less, paired].map(Option::unwrap_or_default);
        format!("; by {}{less}{paired}", varies(luck))
    });
    let (days, others) = (first.shifts, others.collect::<String>());
    // The mean of a longer path depends less on the days.
    let turnover = match swept.sample {
        Sample::Paths { years, .. } if years > 1 => format!("the mean turnover of {years} years"),
        _ => "turnover".to_owned(),
    };
    Some(format!(
        "{title}: over {days} choices of the days, {turnover} varies by {} (standard deviation){others}.",
        varies(first)
    ))
}

/// Whether the sign of a figure's difference is identified.
fn is_identified(figure: &Figure) -> bool {
    Sign::of(figure.difference_spread.interval) != Sign::NotIdentified
}

/// The difference of a figure from that of the first rule, and its interval; `None` if it is not known. Costs are at
/// most some basis points, and are shown in them.
pub(super) fn difference_of(figure: &Figure) -> Option<(String, Option<String>)> {
    let (value, interval) = (figure.difference?, figure.difference_spread.interval);
    if figure.index.is_some() {
        let unit = figure.unit();
        return Some((amount(unit, value, true, false), interval.map(|ends| span(unit, ends))));
    }
    let [value, low, high] =
        [value, interval.map_or(0.0, |of| of.0), interval.map_or(0.0, |of| of.1)]
            .map(|part| digits(part * 1e4, 2, true));
    Some((format!("{value}bp"), interval.map(|_| format!("{low} to {high}bp"))))
}

/// A combination with its differences from the first, in words.
fn differences(swept: &Swept, point: &RulePoint<'_>) -> String {
    let difference = |(what, figure): (&str, &Figure)| {
        let (value, interval) = difference_of(figure)?;
        let open = if is_identified(figure) { "" } else { ", not told from zero" };
        let interval = interval.map_or_else(
            || ", of too few to say how well".to_owned(),
            |ends| format!(" ({ends}{open})"),
        );
        Some(format!("{what} {value}{interval}"))
    };
    let differences: Vec<String> = ["turnover", "drift", "cost"]
        .into_iter()
        .zip(point.figures())
        .filter_map(difference)
        .collect();
    format!("{}: {}", name(swept, point), differences.join(", "))
}

/// The number of combinations and the keys that vary, in words.
pub(super) fn tried(swept: &Swept) -> String {
    let sweep = &swept.sweep;
    let is_event = matches!(swept.sample, Sample::Event { .. });
    let keys = (usize::from(is_event)..sweep.keys.len()).map(|key| sweep.short(key));
    let keys: Vec<&str> = keys.collect();
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
            format!(
                "the same event, {name}, ranked on {rank_day}, in effect after {implementation}"
            )
        }
        Sample::Paths { count, years, seed, .. } => format!(
            "the same {} simulated path{} of {years} year{}, seed {seed}",
            thousands(count),
            if *count == 1 { "" } else { "s" },
            if *years == 1 { "" } else { "s" }
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
        ("in", &of_event::MOVED_IN),
        ("out", &of_event::MOVED_OUT),
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

/// What the frontier weighs, in a sentence.
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
         as the band widens, and could not compare bands of different widths."
    )
}
