//! The conclusions of a sweep, in sentences: where the current rule lies, what beats it, and how much depends
//! on the days.

use super::luck::of_first;
use super::words::{
    conclusion_indexes, difference_of, in_words, key_in_words, name, rivals, with_alike,
};
use crate::analysis::interval::Sign;
use crate::report::shown;
use crate::report::story::{amount, digits};
use crate::scenario::sweep::AS_IT_IS;
use crate::simulation::measures::{Measure, Unit, turnover};
use crate::study::sweep::{Figure, Luck, Plane, RulePoint, Sample, Swept, of_event};
use crate::universe::Index;

/// For fewer cycles than this, a conclusion states their number.
const FEW: u64 = 5;

/// Deviations below this fraction are shown with more digits.
const SMALL_LUCK: f64 = 0.000_5;

/// A sentence for each index on where the current rule lies in its plane, and one on the luck of the days.
pub(super) fn conclusions(swept: &Swept) -> Vec<String> {
    let indexes = conclusion_indexes(swept);
    if matches!(swept.sample, Sample::Event { .. }) {
        return indexes.into_iter().rev().filter_map(|of| of_the_event(swept, of)).collect();
    }
    let of_planes = indexes.iter().filter_map(|(index, title)| of_the_plane(swept, *index, title));
    let of_dates = indexes.iter().cloned().filter_map(|of| luck_of_dates(swept, of));
    let of_sample = partial(swept).into_iter().chain(few(swept));
    let of_sample = of_sample.chain(of_planes).chain(of_dates);
    let of_keys = [
        no_luck(swept),
        from_the_start(swept),
        other_indexes(swept),
        one_sided(swept),
        moved_trades(swept),
    ];
    of_sample.chain(of_keys.into_iter().flatten()).collect()
}

/// A sentence for a simulation of which some paths were not run.
fn partial(swept: &Swept) -> Option<String> {
    let Sample::Paths { of, is_partial: true, .. } = swept.sample else { return None };
    let of = shown::thousands(of as f64, 0);
    Some(format!("Partial: it was interrupted before all {of} paths were run."))
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

/// A sentence for the case that days were shifted but no timing luck is known.
fn no_luck(swept: &Swept) -> Option<String> {
    let is_known = swept.luck.iter().any(|luck| luck.index.is_some());
    // Without a complete cycle, nothing is known about any days.
    let is_without = matches!(swept.sample, Sample::History { cycles: 0, .. });
    if is_known || is_without || swept.sweep.shifted().is_empty() {
        return None;
    }
    Some(format!(
        "Days that were moved fall on the same {} under every rule: there is no timing luck to measure. Where their \
         figures differ, it is by days in between, such as the first of a lock-down.",
        choices(swept)
    ))
}

/// A sentence for paths that are measured from their start, under rules with different bands.
fn from_the_start(swept: &Swept) -> Option<String> {
    let Sample::Paths { years, warm_up: 0, .. } = &swept.sample else { return None };
    first_key(swept, |key| key.starts_with("methodology.breaks."))?;
    let s = if *years == 1 { "" } else { "s" };
    Some(format!(
        "Paths are measured from their first day on, and under a band drift grows for many years: this is that of the \
         first {years} year{s} (paths.warm_up leaves out the first of them)."
    ))
}

/// The points in time that days fall on, in words.
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
    // A rule that was added for comparison says so in its name.
    let own = own.strip_suffix(&format!(", {AS_IT_IS}")).unwrap_or(&own);
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
            let beside = plane.best().len() - 1;
            let beside = if beside * 2 > others && others > 1 {
                format!(" {beside} of the {others} others are on it too.")
            } else {
                String::new()
            };
            let but_for_cost = if rivals.is_empty() {
                String::new()
            } else {
                format!(" But for cost it would be {beaten}.")
            };
            let but_for_doubt = but_for_doubt(swept, &plane);
            let of_few = of_few(swept);
            format!(
                "{begin} is on the frontier in the mean{of_few}: {none} less of {one_of} without more of \
                 {another}.{beside}{but_for_cost}{but_for_doubt}"
            )
        }
        _ => format!("{begin} is not weighed: its {one_of} is not known."),
    })
}

/// A remark on rules that have significantly less of one thing than the current rule and not significantly
/// more of any other, which the frontier of the means does not show.
fn but_for_doubt(swept: &Swept, plane: &Plane<'_>) -> String {
    type Own = for<'a> fn(&RulePoint<'a>) -> &'a Figure;

    let is_of = |figure: &Figure, sign: Sign| {
        figure.difference.is_some() && Sign::of(figure.difference_spread.interval) == sign
    };
    let has_cost = plane.points.iter().any(|point| point.cost.is_some());
    let of = |what: &str, other: &str, own: Own| {
        let others = if has_cost { format!("{other} or cost") } else { other.to_owned() };
        let is_less = |point: &&RulePoint<'_>| {
            point.combination != 0
                && point.figures().all(|figure| {
                    let is_own = std::ptr::eq(figure, own(point));
                    let is_enough = figure.difference_spread.cycles.is_some_and(|of| of >= FEW);
                    let is_so = if is_own {
                        is_of(figure, Sign::Lower)
                    } else {
                        is_of(figure, Sign::NotIdentified) || is_same(figure)
                    };
                    is_enough && is_so
                })
        };
        let difference = |point: &RulePoint<'_>| own(point).difference.unwrap_or_default();
        let less: Vec<&RulePoint<'_>> = plane.points.iter().filter(is_less).collect();
        let most = less.iter().min_by(|a, b| difference(a).total_cmp(&difference(b)))?;
        let most = differences(swept, plane, most);
        Some(match less.len() {
            1 => format!(
                " One other has significantly less {what} and no significant difference in {others}: {most}."
            ),
            more => format!(
                " {more} others have significantly less {what} and no significant difference in {others}, the least \
                 {what} {most}."
            ),
        })
    };
    let of_turnover = of("turnover", "drift", |point| point.turnover);
    let of_drift = of("drift", "turnover", |point| point.drift);
    [of_turnover, of_drift].into_iter().flatten().collect()
}

/// The rules that beat the current one, and how certain that is.
fn beaten_by(swept: &Swept, plane: &Plane<'_>, rivals: &[(&str, &RulePoint<'_>)]) -> String {
    // A difference of exactly zero is certain.
    let is_sure = |figure: &Figure| is_identified(figure) || is_same(figure);
    let is_sure = rivals.iter().flat_map(|(_, point)| point.figures()).all(is_sure);
    let how = match &swept.sample {
        _ if !is_sure => format!("beaten in the mean{}, not beyond doubt, by", of_few(swept)),
        // A few cycles can agree by chance, and their interval is then too narrow.
        Sample::History { cycles, .. } if *cycles < FEW => format!("beaten in {cycles} cycles by"),
        _ => "beaten by".to_owned(),
    };
    let by: Vec<String> =
        rivals.iter().map(|(_, point)| differences(swept, plane, point)).collect();
    format!("{how} {}", by.join(" and by "))
}

/// The words for the number of cycles of a mean, where they are few.
fn of_few(swept: &Swept) -> String {
    match &swept.sample {
        Sample::History { cycles, .. } if *cycles < FEW => format!(" of {cycles} cycles"),
        _ => String::new(),
    }
}

/// A sentence for rules that change the indexes themselves, so that none is better because of its turnover or
/// drift.
fn other_indexes(swept: &Swept) -> Option<String> {
    let makes_another = |key: &str| {
        key.rsplit('.').next() == Some("rank") || key.starts_with("methodology.eligibility.")
    };
    Some(format!(
        "Rules that differ in {} make another index, and each is measured from its own breaks: less turnover or drift \
         does not make such a rule the better one.",
        first_key(swept, makes_another)?
    ))
}

/// A sentence for bands that are wider on one side.
fn one_sided(swept: &Swept) -> Option<String> {
    let is_side = |key: &str| key.ends_with(".band_above") || key.ends_with(".band_below");
    Some(format!(
        "Rules that differ in {} may hold more companies above a break than below it: drift is the weight that an index \
         holds on the wrong side, and what its band keeps out for good is in the drift of the index beside it.",
        first_key(swept, is_side)?
    ))
}

/// A sentence for rules that move trades between the scheduled events, which the frontier weighs, and other
/// events.
fn moved_trades(swept: &Swept) -> Option<String> {
    Some(format!(
        "Rules that differ in {} move trades between scheduled events and others, and the frontier weighs the turnover \
         of scheduled events alone: see turnover_one_way in sweep.csv for that of all.",
        first_key(swept, |key| key.starts_with("methodology.additions."))?
    ))
}

/// The first key for which `does` is true, in words.
fn first_key(swept: &Swept, does: impl Fn(&str) -> bool) -> Option<String> {
    let sweep = &swept.sweep;
    let key = (0..sweep.keys.len()).find(|key| does(&sweep.keys[*key]))?;
    Some(key_in_words(sweep.short(key)))
}

/// A sentence on how the effect of one event on an index differs between the rules tried.
fn of_the_event(swept: &Swept, (index, title): (Index, String)) -> Option<String> {
    let of = |measure: &'static Measure| {
        let figures = swept.of(measure.value(), Some(index));
        let known: Vec<(&Figure, f64)> =
            figures.iter().filter_map(|f| Some((f, f.value?))).collect();
        let first = &known.iter().copied().find(|(figure, _)| figure.combination == 0)?;
        let least = known.iter().min_by(|a, b| a.1.total_cmp(&b.1))?;
        let most = known.iter().rev().max_by(|a, b| a.1.total_cmp(&b.1))?;
        let shown = |(figure, value): &(&Figure, f64)| match figure.unit() {
            Unit::Fraction => amount(Unit::Fraction, *value, false, false),
            _ => shown::thousands(*value, 0),
        };
        // If a value is shown like that of the first rule, the first rule is named.
        let by = |found: &(&Figure, f64)| {
            let found = if shown(found) == shown(first) { *first } else { *found };
            format!("{} ({})", shown(&found), name(swept, found.0.combination))
        };
        let varies = shown(least) != shown(most);
        let range = varies.then(|| format!("and from {} to {}", by(least), by(most)));
        Some((shown(first), range))
    };
    let (own, range) = of(&of_event::ONE_WAY)?;
    let own_name = Some(name(swept, 0)).filter(|name| name != AS_IT_IS);
    let count = swept.sweep.combinations.len();
    let (first, rules) = if swept.sweep.has_several_events() {
        let first = own_name.map_or_else(|| "as it is".to_owned(), |name| format!("with {name}"));
        (first, format!("{count} combinations of rules, days and files"))
    } else {
        let own_name = own_name.map_or_else(String::new, |name| format!(" ({name})"));
        (format!("by the rule as it is{own_name}"), format!("{count} rules"))
    };
    let range = range.map_or_else(|| "as by all".to_owned(), |range| format!("{range} over"));
    let members = of(&of_event::MEMBERS_AFTER).map_or_else(String::new, |(own, range)| {
        format!("; members are {own}, {}", range.as_deref().unwrap_or("as by all"))
    });
    Some(format!("{title}: one-way turnover is {own} {first}, {range} {rules}{members}."))
}

/// A sentence on how much the turnover of an index depends on the days, under the first rule whose days are
/// shifted and under the next ones; `None` if that is unknown for all of them.
fn luck_of_dates(swept: &Swept, (index, title): (Index, String)) -> Option<String> {
    /// Number of rules named in addition to the first.
    const NAMED: usize = 3;
    let is_it = |luck: &&Luck| {
        luck.index == Some(index) && luck.statistic == turnover::SCHEDULED.one_way.value()
    };
    let named: Vec<&Luck> = swept.luck.iter().filter(is_it).take(NAMED + 1).collect();
    let first = *named.first()?;
    let places = if first.deviation < SMALL_LUCK { 4 } else { 2 };
    let points = |value: f64, signed: bool| digits(value * 100.0, places, signed);
    let ends =
        |(low, high), signed| format!("{} to {}pp", points(low, signed), points(high, signed));
    let varies = |luck: &Luck| {
        let interval = luck.spread.interval.map(|of| format!(" ({})", ends(of, false)));
        let deviation = points(luck.deviation, false);
        let interval = interval.unwrap_or_default();
        format!("{deviation}pp{interval} under {}", in_words(&swept.sweep, &luck.rule))
    };
    let others = named[1..].iter().map(|luck| {
        if luck.difference == Some(0.0) {
            return format!("; by as much under {}", in_words(&swept.sweep, &luck.rule));
        }
        let less = of_first(swept, luck).map(|part| match 1.0 - part {
            less if less < 0.0 => format!(", {:.0}% more", -100.0 * less),
            less => format!(", {:.0}% less", 100.0 * less),
        });
        let both = luck.difference.zip(luck.difference_spread.interval);
        let paired = both.map(|(difference, of)| {
            let open = Sign::of(Some(of)) == Sign::NotIdentified;
            let open = if open { ", not significantly different from zero" } else { "" };
            format!(": {}pp ({}{open})", points(difference, true), ends(of, true))
        });
        let [less, paired] = [less, paired].map(Option::unwrap_or_default);
        format!("; by {}{less}{paired}", varies(luck))
    });
    let (days, others) = (first.shifts, others.collect::<String>());
    // A mean over a longer path depends less on the days.
    let turnover = match swept.sample {
        Sample::Paths { years, .. } if years > 1 => format!("the mean turnover of {years} years"),
        _ => "turnover".to_owned(),
    };
    Some(format!(
        "{title}: over {days} choices of the days, {turnover} varies by {} (standard deviation){others}.{}{}",
        varies(first),
        systematic(swept, &named, &|value| points(value, false)),
        on_one_step(swept, first)
    ))
}

/// A remark on rules whose timing luck is partly the same throughout the sample, and to that extent not luck.
fn systematic(swept: &Swept, named: &[&Luck], points: &dyn Fn(f64) -> String) -> String {
    /// A smaller part of the variance changes the deviation by about a twentieth at most.
    const PART: f64 = 0.1;
    let net = named.iter().filter_map(|luck| Some((*luck, luck.without_means()?)));
    let is_much = |(luck, net): &(&Luck, f64)| net.powi(2) < (1.0 - PART) * luck.deviation.powi(2);
    let under = |(luck, net): (&Luck, f64)| {
        format!("{}pp under {}", points(net), in_words(&swept.sweep, &luck.rule))
    };
    let all: Vec<String> = net.filter(is_much).map(under).collect();
    if all.is_empty() {
        return String::new();
    }
    format!(
        " Part of it is the same in all of the sample, which is systematic and no luck; without that it is {}.",
        all.join(", ")
    )
}

/// A remark on days that fall on the same steps or closes, which count as one choice; `first` is the timing
/// luck that the preceding sentence is about.
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

/// One unit in the last place of a number whose digits are all zero.
fn least_shown(zero: &str) -> String {
    let bare = zero.trim_start_matches(['+', '-']);
    let mut shown = bare.to_owned();
    if let Some(last) = bare.rfind('0') {
        shown.replace_range(last..=last, "1");
    }
    shown
}

/// Whether a figure equals that of the first rule, to the last digit.
fn is_same(figure: &Figure) -> bool {
    figure.difference == Some(0.0)
}

/// Whether the sign of a figure's difference is significant.
fn is_identified(figure: &Figure) -> bool {
    Sign::of(figure.difference_spread.interval) != Sign::NotIdentified
}

/// The differences of a combination from the first, in words; their intervals are in the tables.
fn differences(swept: &Swept, plane: &Plane<'_>, point: &RulePoint<'_>) -> String {
    let difference = |(what, figure): (&str, &Figure)| {
        let (value, interval) = difference_of(figure)?;
        if is_same(figure) {
            return Some(format!("{what} the same"));
        }
        let is_small = !value.contains(|letter: char| ('1'..='9').contains(&letter));
        let less = if figure.difference.is_some_and(|own| own < 0.0) { "less" } else { "more" };
        let value =
            if is_small { format!("{less} by under {}", least_shown(&value)) } else { value };
        let doubt = match interval {
            None => ", of too few to say how well",
            Some(_) if is_identified(figure) => "",
            Some(_) => ", not significant",
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
