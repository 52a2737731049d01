//! Expands `[sweep]` into points: the values of each key, and all combinations of them.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::keys::{AS_IT_IS, GRIDS, NAME, SCHEDULES, SIDES};
use super::variable::Variable;
use crate::limits;
use crate::refusal::Refusal;
use crate::scenario::source::report_name;

/// The key as written in the file, and what is wrong with it.
pub(super) type Fault = (String, Refusal);

/// Alternative values of one key, or of several keys together.
#[derive(Debug)]
pub(super) struct Axis {
    /// Its key in the file.
    pub(super) place: String,
    /// The alternatives, each with the keys that it sets.
    pub(super) points: Vec<Point>,
}

/// Keys with the values to set.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Point {
    /// Its name, if it is a chosen one that has a name.
    pub(super) name: Option<String>,
    /// The keys.
    pub(super) sets: Vec<(String, Value)>,
}

impl Point {
    /// A point that sets one key.
    pub(super) fn of(key: &str, value: Value) -> Self {
        Self { name: None, sets: vec![(key.to_owned(), value)] }
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.sets.iter().find(|(own, _)| own == key).map(|(_, value)| value)
    }

    /// The keys and values that it sets, whatever its name: points with the same settings are the same point.
    pub(super) fn settings(&self) -> BTreeMap<String, String> {
        self.sets.iter().map(|(key, value)| (key.clone(), plain(value))).collect()
    }
}

/// The keys of an axis with their values, one entry for each point that sets a key.
pub(super) fn sets_of(axis: &Axis) -> impl Iterator<Item = &(String, Value)> {
    axis.points.iter().flat_map(|point| &point.sets)
}

/// The axes of a sweep: schedules first, then keys by name, then grids. The last one varies fastest.
///
/// # Errors
/// Keys that may not vary, invalid lists of values, or too many combinations.
pub(super) fn axes(sweep: &Table, variable: &Variable) -> Result<Vec<Axis>, Fault> {
    let mut axes: Vec<Axis> = Vec::new();
    for (key, place, value) in leaves(sweep, "", "sweep") {
        variable.check(&key).map_err(|refusal| (place.clone(), refusal))?;
        let Value::Array(values) = value else {
            let remedy = format!("write the values as [{value}]");
            let problem = format!("{} is no list", shown(&key, value));
            return Err((place, Refusal::new(problem, remedy)));
        };
        axes.push(axis((&key, values), place, variable)?);
    }
    let order = |axis: &Axis| {
        let key = axis.place.trim_start_matches("sweep.");
        (key == GRIDS, key != SCHEDULES, key.to_owned())
    };
    axes.sort_by_key(order);
    let mut keys: Vec<(&str, usize)> = Vec::new();
    for (at, axis) in axes.iter().enumerate() {
        for (key, _) in sets_of(axis) {
            let of_others = || keys.iter().filter(|(_, of)| *of != at).map(|(other, _)| *other);
            if key == SCHEDULES && axis.place != format!("sweep.{SCHEDULES}") {
                let refusal = Refusal::new(
                    "has schedules in a point",
                    "list them under schedules: each is tried with every point",
                );
                return Err((axis.place.clone(), refusal));
            }
            let problem = if of_others().any(|other| other == key) {
                format!("gives \"{key}\" values a second time")
            } else if let Some(other) = of_others().find(|other| are_one_band(key, other)) {
                format!("gives \"{key}\", which is the band of \"{other}\" in another form")
            } else {
                keys.push((key, at));
                continue;
            };
            return Err((axis.place.clone(), Refusal::new(problem, "keep one of the two places")));
        }
    }
    let count = axes.iter().try_fold(1_usize, |count, axis| count.checked_mul(axis.points.len()));
    if count.is_none_or(|count| count > limits::COMBINATIONS) {
        let of: Vec<String> = axes.iter().map(|axis| axis.points.len().to_string()).collect();
        let refusal = (
            format!("asks for {} combinations", of.join(" x ")),
            format!(
                "{} are tried at the most: leave some values out, or choose points with \
                     grids",
                limits::COMBINATIONS
            ),
        );
        return Err(("sweep".to_owned(), refusal.into()));
    }
    Ok(axes)
}

/// Whether one of two keys is the half width and the other a side of the same band, so that each replaces the
/// other.
fn are_one_band(one: &str, other: &str) -> bool {
    let is_band = |half: &str, side: &str| {
        let table = half.strip_suffix(".half_width");
        table.is_some_and(|table| SIDES.iter().any(|name| side == format!("{table}.{name}")))
    };
    is_band(one, other) || is_band(other, one)
}

/// The values of one key.
fn axis(
    (key, values): (&str, &[Value]),
    place: String,
    variable: &Variable,
) -> Result<Axis, Fault> {
    if values.is_empty() {
        return Err((place, Refusal::new("is empty", "give one value at least, or leave it out")));
    }
    let mut points: Vec<Point> = Vec::new();
    for value in values {
        let point = match value {
            Value::Table(table) if key == GRIDS => {
                chosen(table, &place).map_err(|refusal| (place.clone(), refusal))?
            }
            Value::Table(table) => {
                let set = |(key, _, value): (String, String, &Value)| (key, value.clone());
                Point {
                    name: None,
                    sets: leaves(table, key, &place).into_iter().map(set).collect(),
                }
            }
            _ if key == GRIDS => {
                let refusal = (
                    format!("{} is no point", shown(key, value)),
                    "write tables such as { \"methodology.breaks.r1000.half_width\" = 2 }",
                );
                return Err((place, refusal.into()));
            }
            value => Point::of(key, value.clone()),
        };
        if point.sets.is_empty() {
            return Err((place, Refusal::new("has a point of no key", "leave it out")));
        }
        for (at, (key, _)) in point.sets.iter().enumerate() {
            variable.check(key).map_err(|refusal| (place.clone(), refusal))?;
            if key == GRIDS {
                let refusal = ("has a point with grids in it", "write its keys beside one another");
                return Err((place, refusal.into()));
            }
            if point.sets[..at].iter().any(|(other, _)| key == other) {
                let problem = format!("has a point that gives \"{key}\" twice");
                return Err((place, Refusal::new(problem, "keep one of the two")));
            }
            if let Some((other, _)) =
                point.sets[..at].iter().find(|(other, _)| are_one_band(key, other))
            {
                let refusal = (
                    format!("has a point with \"{key}\" beside \"{other}\""),
                    "give either the half width or the two sides",
                );
                return Err((place, refusal.into()));
            }
        }
        if points.iter().any(|other| other.settings() == point.settings()) {
            let refusal = (format!("{} stands twice", shown(key, value)), "give each value once");
            return Err((place, refusal.into()));
        }
        if let Some(name) = &point.name
            && points.iter().any(|other| other.name.as_ref() == Some(name))
        {
            let problem = format!("has two points of the name \"{name}\"");
            return Err((place, Refusal::new(problem, "give each a name of its own")));
        }
        points.push(point);
    }
    Ok(Axis { place, points })
}

/// A chosen point, which may have a name.
fn chosen(table: &Table, place: &str) -> Result<Point, Refusal> {
    let mut table = table.clone();
    let name = table.remove(NAME).map(|name| name_in(&name)).transpose()?;
    let sets = leaves(&table, "", place).into_iter().map(|(key, _, value)| (key, value.clone()));
    Ok(Point { name, sets: sets.collect() })
}

/// Every combination of the axes' points, the last axis varying fastest. A combination takes the name of its
/// chosen point.
pub(super) fn combinations(axes: &[Axis]) -> Vec<Point> {
    let with = |so_far: &Point, point: &Point| Point {
        name: so_far.name.clone().or_else(|| point.name.clone()),
        sets: so_far.sets.iter().chain(&point.sets).cloned().collect(),
    };
    axes.iter().fold(vec![Point::default()], |all, axis| {
        all.iter()
            .flat_map(|so_far| axis.points.iter().map(move |point| with(so_far, point)))
            .collect()
    })
}

/// The schedule that a key belongs to.
pub(super) fn schedule_of(key: &str) -> Option<&str> {
    key.strip_prefix("schedule.").and_then(|rest| rest.split('.').next())
}

/// Removes from a point the keys that belong to another of these schedules.
pub(super) fn of_its_schedule(mut point: Point, schedules: &Axis) -> Point {
    let named = |point: &Point, name: &str| {
        point.get(SCHEDULES).is_some_and(|value| value.as_str() == Some(name))
    };
    let own = point.clone();
    point.sets.retain(|(key, _)| {
        let is_other =
            |of| !named(&own, of) && schedules.points.iter().any(|point| named(point, of));
        !schedule_of(key).is_some_and(is_other)
    });
    point
}

/// The values of a table and its subtables: key, place in the file, value.
fn leaves<'v>(table: &'v Table, within: &str, place: &str) -> Vec<(String, String, &'v Value)> {
    let mut leaves = Vec::new();
    for (name, value) in table {
        let key = if within.is_empty() { name.clone() } else { format!("{within}.{name}") };
        let own = if name.contains('.') {
            format!("{place}.\"{name}\"")
        } else {
            format!("{place}.{name}")
        };
        match value {
            Value::Table(inner) => leaves.extend(self::leaves(inner, &key, &own)),
            value => leaves.push((key, own, value)),
        }
    }
    leaves
}

/// The name of a chosen point, from its value.
fn name_in(value: &Value) -> Result<String, Refusal> {
    let is_name = |text: &&str| !text.trim().is_empty() && !text.contains(char::is_control);
    match value.as_str().filter(is_name) {
        Some(AS_IT_IS) => {
            let problem = format!("\"{AS_IT_IS}\" is the name of the scenario without its sweep");
            Err(Refusal::new(problem, "give the point another name"))
        }
        Some(name) => Ok(name.to_owned()),
        None => {
            let problem = format!("{value} is no name of a point");
            Err(Refusal::new(problem, "give a few words in quotation marks"))
        }
    }
}

/// The value of a key as shown in reports; files are named as reports name them.
pub(super) fn shown(key: &str, value: &Value) -> String {
    in_words(key, value, &|key, text| {
        if is_of_file(key) { report_name(text) } else { text.to_owned() }
    })
}

/// A value in full.
pub(super) fn plain(value: &Value) -> String {
    in_words("", value, &|_, text| text.to_owned())
}

fn in_words(key: &str, value: &Value, text_of: &dyn Fn(&str, &str) -> String) -> String {
    match value {
        Value::String(text) => text_of(key, text),
        Value::Float(number) => number.to_string(),
        Value::Array(values) => {
            let values: Vec<String> =
                values.iter().map(|value| in_words(key, value, text_of)).collect();
            format!("[{}]", values.join(", "))
        }
        Value::Table(table) => {
            let pair = |(key, value): (&String, &Value)| {
                format!("{key} {}", in_words(key, value, text_of))
            };
            table.iter().map(pair).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

/// Whether the values of a key name files.
fn is_of_file(key: &str) -> bool {
    let last = key.rsplit('.').next().unwrap_or(key);
    ["file", "facts", "symbol_changes", "cap_corrections", "before"].contains(&last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::sweep::variable::ON_A_MARKET;

    fn table(text: &str) -> Table {
        toml::from_str(text).expect("TOML")
    }

    /// The first axis of a sweep.
    fn axis_of(text: &str) -> Axis {
        axes(&table(text), &ON_A_MARKET).expect("axes").remove(0)
    }

    #[test]
    fn lists_and_grids_expand_to_every_combination() {
        let sweep = table(
            "schedules = ['annual', 'none']\n\
             'methodology.breaks.r1000.half_width' = [0, 2.5]\n\
             [methodology.breaks]\nmicrocap = [{ band_above = 1, band_below = 2 }]\n\
             [[grids]]\nrank_day_shift = 1\n[[grids]]\nrank_day_shift = 2\nimplementation_shift = -1\n",
        );
        let axes = axes(&sweep, &ON_A_MARKET).expect("axes");
        let all = combinations(&axes);
        assert_eq!(all.len(), 8);
        let texts: Vec<String> =
            all[1].sets.iter().map(|(key, value)| format!("{key}={}", shown(key, value))).collect();
        let expected = [
            "schedules=annual",
            "methodology.breaks.r1000.half_width=0",
            "methodology.breaks.microcap.band_above=1",
            "methodology.breaks.microcap.band_below=2",
            "implementation_shift=-1",
            "rank_day_shift=2",
        ];
        assert_eq!(texts, expected);
    }

    #[test]
    fn keys_that_cannot_vary_are_rejected_with_their_place() {
        for (text, place, said) in [
            ("'market.from' = [1]", "sweep.\"market.from\"", "is of the market"),
            ("'metodology.x' = [1]", "sweep.\"metodology.x\"", "did you mean \"methodology\"?"),
            ("[methodology]\ntie_break = 'volume'", "sweep.methodology.tie_break", "is no list"),
            ("schedules = []", "sweep.schedules", "is empty"),
            ("rank_day_shift = [1, 1]", "sweep.rank_day_shift", "1 stands twice"),
            ("grids = [3]", "sweep.grids", "is no point"),
            (
                "rank_day_shift = [1]\ngrids = [{ rank_day_shift = 2 }]",
                "sweep.grids",
                "a second time",
            ),
            (
                "'methodology.breaks.r1000.half_width' = [1]\n\
                 grids = [{ 'methodology.breaks.r1000' = { band_above = 2 } }]",
                "sweep.grids",
                "in another form",
            ),
            (
                "grids = [{ 'methodology.breaks.r1000' = { band_above = 5, half_width = 3 } }]",
                "sweep.grids",
                "has a point with",
            ),
            ("schedule = ['annual']", "sweep.schedule", "did you mean \"schedules\"?"),
            ("schedulez = ['annual']", "sweep.schedulez", "did you mean \"schedules\"?"),
            ("grids = [{ grids = [1] }]", "sweep.grids", "with grids in it"),
            ("schedules = 'annual'", "sweep.schedules", "write the values as [\"annual\"]"),
        ] {
            let (at, refusal) = axes(&table(text), &ON_A_MARKET).expect_err(text);
            assert_eq!(at, place, "{text}");
            let shown = refusal.to_string();
            assert!(shown.contains(said) && !refusal.remedy.is_empty(), "{text}: {shown}");
        }
        let many: Vec<String> = (0..21).map(|n| n.to_string()).collect();
        let many = many.join(", ");
        let text = format!("rank_day_shift = [{many}]\nimplementation_shift = [{many}]");
        let (at, refusal) = axes(&table(&text), &ON_A_MARKET).expect_err("too many");
        assert_eq!(at, "sweep");
        assert_eq!(refusal.problem, "asks for 21 x 21 combinations");
        assert!(refusal.remedy.starts_with("400 are tried"), "{refusal}");
    }

    #[test]
    fn days_of_another_schedule_are_left_out() {
        let point = |schedule: &str| -> Point {
            let keys = ["schedules", "schedule.own.june.rank_day", "methodology.tie_break"];
            let values = [schedule, "2026-05-01", "symbol"];
            let pair =
                |(key, value): (&str, &str)| (key.to_owned(), Value::String(value.to_owned()));
            Point { name: None, sets: keys.into_iter().zip(values).map(pair).collect() }
        };
        let both = axis_of("schedules = ['annual', 'own']");
        assert_eq!(of_its_schedule(point("own"), &both), point("own"));
        let other = of_its_schedule(point("annual"), &both);
        let keys: Vec<&str> = other.sets.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["schedules", "methodology.tie_break"]);
        // Keys of a schedule that is not tried are kept, so that the fault is reported later.
        let misspelt = axis_of("schedules = ['annual']");
        assert_eq!(of_its_schedule(point("annual"), &misspelt), point("annual"));
    }
}
