//! Names of keys in `[sweep]`, and of points that have no key.

/// The key of schedules.
pub(crate) const SCHEDULES: &str = "schedules";
/// The key that takes the place of `schedules` in a sweep over one event.
pub(super) const SCENARIO: &str = "scenario";
/// The key of points that set several keys together.
pub(super) const GRIDS: &str = "grids";
/// The name of the scenario without its sweep.
pub(crate) const AS_IT_IS: &str = "as it is";
/// The key that names such a point.
pub(super) const NAME: &str = "name";
/// The keys that shift the days of an event.
pub(crate) const SHIFTS: [&str; 2] = ["rank_day_shift", "implementation_shift"];
/// The two sides of a band.
pub(super) const SIDES: [&str; 2] = ["band_above", "band_below"];
