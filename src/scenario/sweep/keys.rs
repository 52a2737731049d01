//! Names of keys, and of what has none, in `[sweep]`.

/// The key of schedules.
pub(crate) const SCHEDULES: &str = "schedules";
/// What takes the place of schedules where there is one event.
pub(super) const SCENARIO: &str = "scenario";
/// The key of points that set several keys together.
pub(super) const GRIDS: &str = "grids";
/// The name of the scenario without its sweep.
pub(crate) const AS_IT_IS: &str = "as it is";
/// The key of such a point that is its name.
pub(super) const NAME: &str = "name";
/// The keys that shift the days of an event.
pub(crate) const SHIFTS: [&str; 2] = ["rank_day_shift", "implementation_shift"];
/// The two sides of a band.
pub(super) const SIDES: [&str; 2] = ["band_above", "band_below"];
