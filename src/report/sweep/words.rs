//! Conclusions and descriptions of a sweep, in sentences.

use std::cmp::Ordering;

use super::luck::of_first;
use crate::analysis::interval::Sign;
use crate::report::screen::thousands;
use crate::report::shown;
use crate::report::story::{amount, digits, span};
use crate::scenario::sweep::Sweep;
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

/// The name of a combination, with its keys in words.
pub(super) fn name(swept: &Swept, combination: usize) -> String {
    in_words(&swept.sweep, &swept.sweep.combinations[combination].name)
}

/// The name of a rule, and how many others have the same figures.
pub(super) fn with_alike(swept: &Swept, plane: &Plane<'_>, point: &RulePoint<'_>) -> String {
    let name = name(swept, point.combination);
    match plane.alike(point) {
        0 => name,
        alike => format!("{name} and {alike} alike"),
    }
}

/// The name of a rule with its keys in words; those of schedules and the values stay as they are written.
pub(super) fn in_words(sweep: &Sweep, name: &str) -> String {
    let keys = (1..sweep.keys.len()).map(|key| sweep.short(key));
    keys.fold(name.to_owned(), |name, key| {
        // A schedule may be called as a key is, and has no value after it.
        let key = format!("{key} ");
        name.replace(&key, &key_in_words(&key))
    })
}

/// The short name of a key in words.
pub(super) fn key_in_words(key: &str) -> String {
    key.replace('_', " ")
}

/// The rules that beat the current one, each with what it is in words: the one with the least turnover and the one with
/// the least drift; if there is none, the one with the least drift of those that would beat it if cost were not
/// weighed.
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

/// A sentence for each index on where the current rule lies in its plane, and one on the luck of the days.
pub(super) fn conclusions(swept: &Swept) -> Vec<String> {
    let indexes = conclusion_indexes(swept);
    if matches!(swept.sample, Sample::Event { .. }) {
        return indexes.into_iter().rev().filter_map(|of| of_the_event(swept, of)).collect();
    }
    let of_planes = indexes.iter().filter_map(|(index, title)| of_the_plane(swept, *index, title));
    let of_dates = indexes.iter().cloned().filter_map(|of| luck_of_dates(swept, of));
    let of_sample = few(swept).into_iter().chain(of_planes).chain(of_dates);
    let of_keys = [no_luck(swept), other_indexes(swept), moved_trades(swept)];
    of_sample.chain(of_keys.into_iter().flatten()).collect()
}

/// A sentence on a sample that is too small to tell rules apart.
fn few(swept: &Swept) -> Option<String> {
    match &swept.sample {
        Sample::History { cycles: 0, days, .. } => Some(format!(
            "No complete cycle, from one June implementation to the next, lies between {} and {}: turnover and drift \
             of a cycle are not known.",
            days.0, days.1
        )),
        Sample::History { cycles: 1, .. } => {
            Some("There is one complete cycle, which is too few to tell rules apart.".to_owned())
        }
        Sample::Paths { count: 1, .. } => {
            Some("There is one path, which is too few to tell rules apart.".to_owned())
        }
        Sample::History { .. } | Sample::Paths { .. } | Sample::Event { .. } => None,
    }
}

/// A sentence on days that were moved without any luck to tell of.
fn no_luck(swept: &Swept) -> Option<String> {
    let is_known = swept.luck.iter().any(|luck| luck.index.is_some());
    if is_known || swept.sweep.shifted().is_empty() {
        return None;
    }
    Some(format!(
        "Days that were moved fall on the same {} under every rule: they tell of no luck.",
        choices(swept)
    ))
}

/// What days fall on.
fn choices(swept: &Swept) -> &'static str {
    match swept.sample {
        Sample::Paths { .. } => "steps of the paths",
        Sample::History { .. } | Sample::Event { .. } => "closes",
    }
}

/// A sentence on where the current rule lies in the plane of an index.
fn of_the_plane(swept: &Swept, index: Index, title: &str) -> Option<String> {
    let plane = swept.plane(index)?;
    let first = plane.first()?;
    let [one_of, all_of, another] = match first.cost {
        Some(_) => ["turnover, drift or cost", "turnover, drift and cost", "another"],
        None => ["turnover or drift", "turnover and drift", "the other"],
    };
    let own = name(swept, first.combination);
    // One that was added for comparison says so in its name.
    let own = own.strip_suffix(", as it is").unwrap_or(&own);
    let begin = format!("{title}: the rule as it is ({own})");
    let rivals = rivals(&plane, first);
    let beaten = beaten_by(swept, &plane, &rivals);
    let others = plane.points.len() - 1;
    let better = plane.all_better_than_first().count();
    if better > 0 {
        let named = rivals.iter().map(|(_, point)| 1 + plane.alike(point)).sum::<usize>();
        let more = match better - named {
            0 => String::new(),
            1 => ", and by one other".to_owned(),
            more => format!(", and by {more} others"),
        };
        return Some(format!("{begin} is {beaten}{more}."));
    }
    Some(match others {
        0 => format!("{begin} stands alone."),
        1 if plane.is_one_point() => format!("{begin}: the other one comes to the same {all_of}."),
        _ if plane.is_one_point() => {
            format!("{begin}: the {others} others come to the same {all_of}.")
        }
        _ if first.is_best => {
            let none = match others {
                1 => "the other one does not have".to_owned(),
                _ => format!("none of {others} others has"),
            };
            let but_for_cost = if rivals.is_empty() {
                String::new()
            } else {
                format!(" But for cost it would be {beaten}.")
            };
            format!(
                "{begin} is on the frontier: {none} less of {one_of} without more of {another}.{but_for_cost}"
            )
        }
        _ => format!("{begin} is not weighed: its {one_of} is not known."),
    })
}

/// By which rules the current one is beaten, and how surely.
fn beaten_by(swept: &Swept, plane: &Plane<'_>, rivals: &[(&str, &RulePoint<'_>)]) -> String {
    // A difference of nothing leaves no doubt.
    let is_sure = |figure: &Figure| is_identified(figure) || is_same(figure);
    let is_sure = rivals.iter().flat_map(|(_, point)| point.figures()).all(is_sure);
    let how = if is_sure { "beaten by" } else { "beaten in the mean, not beyond doubt, by" };
    let by: Vec<String> =
        rivals.iter().map(|(_, point)| differences(swept, plane, point)).collect();
    format!("{how} {}", by.join(" and by "))
}

/// A sentence on rules that make other indexes, of which none can be called better for its turnover or drift.
fn other_indexes(swept: &Swept) -> Option<String> {
    let makes_another = |key: &str| {
        key.rsplit('.').next() == Some("rank") || key.starts_with("methodology.eligibility.")
    };
    Some(format!(
        "Rules of another {} make another index, and each is measured from its own breaks: less turnover or drift does \
         not make such a rule the better one.",
        first_key(swept, makes_another)?
    ))
}

/// A sentence on rules that move trades between the scheduled events and others, of which the frontier weighs the
/// scheduled ones.
fn moved_trades(swept: &Swept) -> Option<String> {
    Some(format!(
        "Rules of another {} move trades between scheduled events and others, and the frontier weighs the turnover of \
         scheduled events alone: see turnover_one_way in sweep.csv for that of all.",
        first_key(swept, |key| key.starts_with("methodology.additions."))?
    ))
}

/// The first key that does something, in words.
fn first_key(swept: &Swept, does: impl Fn(&str) -> bool) -> Option<String> {
    let sweep = &swept.sweep;
    let key = (0..sweep.keys.len()).find(|key| does(&sweep.keys[*key]))?;
    Some(key_in_words(sweep.short(key)))
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
            format!("{} ({})", shown(found), name(swept, found.0.combination))
        };
        let range = (least.1 < most.1).then(|| format!("and from {} to {}", by(least), by(most)));
        Some((shown(first), range))
    };
    let (own, range) = of(&of_event::ONE_WAY)?;
    let own_name = Some(name(swept, 0)).filter(|name| name != "as it is");
    let own_name = own_name.map_or_else(String::new, |name| format!(" ({name})"));
    let rules = swept.sweep.combinations.len();
    let range = range.map_or_else(|| "as by all".to_owned(), |range| format!("{range} over"));
    let members = of(&of_event::MEMBERS_AFTER).map_or_else(String::new, |(own, range)| {
        format!("; members are {own}, {}", range.as_deref().unwrap_or("as by all"))
    });
    Some(format!(
        "{title}: one-way turnover is {own} by the rule as it is{own_name}, {range} {rules} rules{members}."
    ))
}

/// The rule that would beat the first one if cost were not weighed, with the least drift of them.
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
        format!("{deviation}{interval} under {}", in_words(&swept.sweep, &luck.rule))
    };
    let others = of_rules.take(NAMED).map(|luck| {
        if luck.difference == Some(0.0) {
            return format!("; by as much under {}", in_words(&swept.sweep, &luck.rule));
        }
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
        "{title}: over {days} choices of the days, {turnover} varies by {} (standard deviation){others}.{}",
        varies(first),
        on_one_step(swept, first)
    ))
}

/// What is said of days that fall on the same steps or closes, which are one choice; `first` is the luck that the
/// sentence before is on.
fn on_one_step(swept: &Swept, first: &Luck) -> String {
    let groups = swept.sweep.shifted();
    let tried =
        groups.iter().find(|(rule, _)| *rule == first.rule).map_or(0, |(_, days)| days.len());
    let fewer = (tried > first.shifts).then(|| match swept.sample {
        Sample::Paths { .. } => {
            format!(" {tried} were tried, which fall on {} steps of the paths.", first.shifts)
        }
        Sample::History { .. } | Sample::Event { .. } => {
            format!(" {tried} were tried; others fall on the same closes as one of these.")
        }
    });
    let is_there = |rule: &String| {
        swept.luck.iter().any(|luck| luck.index == first.index && luck.rule == *rule)
    };
    let on_one = groups.iter().filter(|(rule, _)| !is_there(rule));
    let on_one: Vec<String> = on_one.map(|(rule, _)| in_words(&swept.sweep, rule)).collect();
    let one = (!on_one.is_empty()).then(|| {
        format!(" Under {} all days fall on the same {}.", on_one.join(" and "), choices(swept))
    });
    [fewer, one].into_iter().flatten().collect()
}

/// Whether a figure is that of the first rule, to the last digit.
fn is_same(figure: &Figure) -> bool {
    figure.difference == Some(0.0)
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

/// A combination with its differences from the first, in words; their intervals are in the tables.
fn differences(swept: &Swept, plane: &Plane<'_>, point: &RulePoint<'_>) -> String {
    let difference = |(what, figure): (&str, &Figure)| {
        let (value, interval) = difference_of(figure)?;
        if is_same(figure) {
            return Some(format!("{what} the same"));
        }
        let is_small = !value.contains(|letter: char| ('1'..='9').contains(&letter));
        let less = if figure.difference.is_some_and(|own| own < 0.0) { "less" } else { "more" };
        let value = if is_small {
            let size = value.trim_start_matches(['+', '-']).replacen("0.00", "0.01", 1);
            format!("{less} by under {size}")
        } else {
            value
        };
        let doubt = match interval {
            None => ", of too few to say how well",
            Some(_) if is_identified(figure) => "",
            Some(_) => ", not told from zero",
        };
        Some(format!("{what} {value}{doubt}"))
    };
    let differences: Vec<String> = ["turnover", "drift", "cost"]
        .into_iter()
        .zip(point.figures())
        .filter_map(difference)
        .collect();
    format!("{} ({})", with_alike(swept, plane, point), differences.join("; "))
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
         as the band widens, and could not compare bands of different widths. Each interval is that of one difference: \
         the best of many rules looks better than it is."
    )
}
