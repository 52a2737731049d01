//! The combinations of a sweep, as named in reports and stored in shards.

use serde::{Deserialize, Serialize};

use super::keys::{SCENARIO, SCHEDULES, SHIFTS};

/// A rule set of a sweep, as named in reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Combination {
    /// Its name: the schedule, then the values of the other keys.
    pub name: String,
    /// The value of each key, in the order of [`Sweep::keys`]; `None` for the scenario's own value.
    pub settings: Vec<Option<String>>,
    /// Its name without the shifts of its days.
    pub rule: String,
    /// Label of the days and files that it sets; `None` if it sets none, and always in a sweep over a market.
    pub inputs: Option<String>,
    /// The first combination with the same days and files, from 0.
    pub event: usize,
    /// The combination that it is compared with: the one with its days and files and with the rules of the
    /// first combination; `None` if there is none.
    pub held_against: Option<usize>,
}

/// The rule sets of a sweep, as named in reports.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sweep {
    /// The keys that vary, `schedules` first.
    pub keys: Vec<String>,
    /// The combinations of their values. The first is the current rule: the scenario without its
    /// sweep, under its first schedule. If it is not one of those that the values give, it is added,
    /// and so is the same rule under each of the other schedules.
    pub combinations: Vec<Combination>,
    /// The combinations, from 0, that are the current rule under each of the other schedules.
    pub other_schedules: Vec<usize>,
}

impl Sweep {
    /// Whether it is valid and has this number of combinations; one read from a file cannot be
    /// trusted.
    pub(crate) fn is_of(&self, combinations: usize) -> bool {
        let width = self.keys.len();
        let is_own = |(at, of): (usize, &Combination)| {
            let is_of_event = |other: usize| {
                self.combinations.get(other).is_some_and(|other| other.event == of.event)
            };
            of.settings.len() == width
                && of.event <= at
                && is_of_event(of.event)
                && of.held_against.is_none_or(is_of_event)
        };
        self.keys.first().is_some_and(|key| [SCHEDULES, SCENARIO].contains(&key.as_str()))
            && self.combinations.len() == combinations
            && self.combinations.iter().enumerate().all(is_own)
            && self.other_schedules.iter().all(|at| (1..combinations).contains(at))
    }

    /// The short name of a key: its last two parts, or as many as distinguish it from the others.
    pub fn short(&self, key: usize) -> &str {
        short(&self.keys, key)
    }

    /// The schedule of a combination.
    pub fn schedule(&self, combination: usize) -> &str {
        self.combinations[combination].settings[0].as_deref().unwrap_or_default()
    }

    /// Whether a combination was added for comparison: it sets only the schedule, while others set more.
    pub fn is_as_it_is(&self, combination: usize) -> bool {
        let others = &self.combinations[combination].settings[1..];
        !others.is_empty() && others.iter().all(Option::is_none)
    }

    /// Whether combinations differ in days or files, so that they are different reconstitutions.
    pub fn has_several_events(&self) -> bool {
        self.combinations.iter().any(|of| of.event > 0)
    }

    /// Whether a combination represents its days and files: it has the rules of the first combination or, if
    /// none with these days and files does, is the first of them.
    pub(crate) fn stands_for_event(&self, combination: usize) -> bool {
        let of = &self.combinations[combination];
        of.held_against.unwrap_or(of.event) == combination
    }

    /// Whether two combinations differ in these keys at most.
    pub fn differ_only_in(&self, one: usize, other: usize, keys: &[&str]) -> bool {
        let settings = |at: usize| &self.combinations[at].settings;
        let same = |key: usize| settings(one)[key] == settings(other)[key];
        (0..self.keys.len()).all(|key| keys.contains(&self.keys[key].as_str()) || same(key))
    }

    /// Groups of combinations that differ only in the shift of their days, each with its common
    /// name; groups of one are left out, and so is a schedule without days.
    pub fn shifted(&self) -> Vec<(String, Vec<usize>)> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for at in (0..self.combinations.len()).filter(|at| self.schedule(*at) != "none") {
            let is_own = |group: &&mut Vec<usize>| self.differ_only_in(group[0], at, &SHIFTS);
            match groups.iter_mut().find(is_own) {
                Some(group) => group.push(at),
                None => groups.push(vec![at]),
            }
        }
        groups.retain(|group| group.len() > 1);
        let named = |group: Vec<usize>| (self.combinations[group[0]].rule.clone(), group);
        groups.into_iter().map(named).collect()
    }
}

/// The last two parts of a key, or as many as distinguish it from the others.
pub(super) fn short(keys: &[String], key: usize) -> &str {
    let own = keys[key].as_str();
    let rule = own.strip_prefix("methodology.").unwrap_or(own);
    // The name of a band includes its break.
    let ends = rule.rmatch_indices('.').skip(1).map(|(dot, _)| &rule[dot + 1..]);
    let is_own = |end: &str| {
        let ends_so =
            |other: &&String| other.as_str() == end || other.ends_with(&format!(".{end}"));
        keys.iter().filter(ends_so).count() == 1
    };
    ends.chain([rule]).find(|end| is_own(end)).unwrap_or(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_shortened_as_far_as_they_stay_distinct() {
        let keys: Vec<String> = [
            "schedules",
            "methodology.breaks.r1000.half_width",
            "methodology.breaks.microcap.half_width",
            "methodology.additions.quarterly",
            "methodology.tie_break",
            "rank_day_shift",
            "schedule.two.nov.rank_day",
            "schedule.two.may.rank_day",
            "schedule.one.may.rank_day",
        ]
        .map(str::to_owned)
        .into();
        let short: Vec<&str> = (0..keys.len()).map(|key| short(&keys, key)).collect();
        let expected = [
            "schedules",
            "r1000.half_width",
            "microcap.half_width",
            "additions.quarterly",
            "tie_break",
            "rank_day_shift",
            "nov.rank_day",
            "two.may.rank_day",
            "one.may.rank_day",
        ];
        assert_eq!(short, expected);
    }
}
