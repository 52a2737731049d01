//! Drift of an index between reconstitutions: how far it has moved from what it is meant to be.
//!
//! Five measures on one day (methodology section 9, "Drift of an index"). `held` is what the index
//! holds, with weights `w`; *plain* is what lies on its side of the plain breaks as ranked that day,
//! and *fresh* what it would hold, with weights `f`, if it were reconstituted that day, every name
//! banded from the side it is held on (methodology sections 4 and 5):
//!
//! - (a) on the wrong side: count and `sum of w` of what is held and not plain;
//! - (b) beyond the band: count and `sum of w` of what is held and not fresh, and so would move out;
//! - (c) would enter: count and `sum of f` of what is fresh and not held;
//! - (d) active share `= 1/2 x sum of |w - f|` ([`super::active_share`]): the one-way turnover of
//!   reconstituting at once;
//! - (e) lost: members that have left since the last reconstitution and are not replaced until the
//!   next (methodology section 7). They hold no weight, so that the caller counts them.
//!
//! What is on the wrong side and within the band is (a) without (b): the drift that the band
//! tolerates.

use serde::Serialize;

use super::active_share::active_share;

/// Where one name stands with regard to the index on the day.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Standing {
    /// Weight in the index as held, a fraction; counts only where `held`.
    pub weight: f64,
    /// Whether the index holds it.
    pub held: bool,
    /// Whether it is on the index's side of the plain breaks as ranked that day.
    pub plain: bool,
    /// Whether the index would hold it if reconstituted that day.
    pub fresh: bool,
    /// Its weight in the index as reconstituted that day, a fraction; counts only where `fresh`.
    pub fresh_weight: f64,
}

/// Names of an index and the weight they have together.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Part {
    /// Names.
    pub count: usize,
    /// Weight, a fraction.
    pub weight: f64,
}

impl Part {
    fn add(&mut self, weight: f64) {
        self.count += 1;
        self.weight += weight;
    }
}

/// Drift of an index on one day.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Drift {
    /// (a) Held on the wrong side of the plain break; weights as held.
    pub wrong_side: Part,
    /// (b) Held and would move out if reconstituted; weights as held.
    pub beyond_band: Part,
    /// (c) Not held and would enter if reconstituted; weights as reconstituted.
    pub would_enter: Part,
    /// (d) Active share against the index as reconstituted, a fraction.
    pub active_share: f64,
    /// (e) Members lost since the last reconstitution and not replaced.
    pub lost: usize,
}

/// Drift of an index, from where every name stands and the number of members lost.
///
/// Names that are neither held nor fresh change nothing and may be left out.
pub fn drift(standings: &[Standing], lost: usize) -> Drift {
    let mut drift = Drift { lost, ..Drift::default() };
    // A stray weight of a name outside the index must not count in one measure and not in another.
    let weight = |is_in: bool, weight: f64| if is_in { weight } else { 0.0 };
    let held: Vec<f64> = standings.iter().map(|s| weight(s.held, s.weight)).collect();
    let fresh: Vec<f64> = standings.iter().map(|s| weight(s.fresh, s.fresh_weight)).collect();
    for (at, standing) in standings.iter().enumerate() {
        if standing.held && !standing.plain {
            drift.wrong_side.add(held[at]);
        }
        if standing.held && !standing.fresh {
            drift.beyond_band.add(held[at]);
        }
        if standing.fresh && !standing.held {
            drift.would_enter.add(fresh[at]);
        }
    }
    drift.active_share = active_share(&held, &fresh);
    drift
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::methodology::weights::weights;

    fn standing(weight: f64, fresh_weight: f64, plain: bool) -> Standing {
        let (held, fresh) = (weight > 0.0, fresh_weight > 0.0);
        Standing { weight, held, plain, fresh, fresh_weight }
    }

    fn is_part(part: Part, count: usize, weight: f64) -> bool {
        part.count == count && (part.weight - weight).abs() < 1e-12
    }

    #[test]
    fn a_small_index_by_hand() {
        let standings = [
            standing(0.4, 0.5, true),
            // On the wrong side, within the band.
            standing(0.3, 0.3, false),
            // On the wrong side, beyond the band.
            standing(0.2, 0.0, false),
            // On the right side and not eligible any more.
            standing(0.1, 0.0, true),
            standing(0.0, 0.2, true),
            // On the index's side, and held elsewhere by its band.
            standing(0.0, 0.0, true),
        ];
        let d = drift(&standings, 7);
        assert!(is_part(d.wrong_side, 2, 0.5), "{d:?}");
        assert!(is_part(d.beyond_band, 2, 0.3), "{d:?}");
        assert!(is_part(d.would_enter, 1, 0.2), "{d:?}");
        assert!((d.active_share - 0.3).abs() < 1e-12);
        assert_eq!(d.lost, 7);
    }

    #[test]
    fn an_index_just_reconstituted_has_not_drifted_beyond_its_bands() {
        let standings = [standing(0.6, 0.6, true), standing(0.4, 0.4, false)];
        let d = drift(&standings, 0);
        assert!(is_part(d.wrong_side, 1, 0.4), "the band's own");
        assert_eq!(Drift { wrong_side: Part::default(), ..d }, Drift::default());
    }

    #[test]
    fn weights_of_names_outside_count_nowhere() {
        let stray = Standing { weight: 0.5, fresh_weight: 0.25, ..Standing::default() };
        assert_eq!(drift(&[stray], 0), Drift::default());
        assert_eq!(drift(&[], 0), Drift::default());
    }

    /// Names of value, held or not, plain or not, fresh or not, weighted as an index is.
    fn standings() -> impl Strategy<Value = Vec<Standing>> {
        let name = (1.0..1e9, any::<bool>(), any::<bool>(), any::<bool>());
        proptest::collection::vec(name, 1..40).prop_map(|names| {
            let values = |is_in: fn(&(f64, bool, bool, bool)) -> bool| -> Vec<f64> {
                names.iter().map(|n| if is_in(n) { n.0 } else { 0.0 }).collect()
            };
            let (held, fresh) = (weights(&values(|n| n.1)), weights(&values(|n| n.3)));
            let standing = |(at, &(_, held_now, plain, fresh_now))| Standing {
                weight: held[at],
                held: held_now,
                plain,
                fresh: fresh_now,
                fresh_weight: fresh[at],
            };
            names.iter().enumerate().map(standing).collect()
        })
    }

    proptest! {
        #[test]
        fn counts_add_up_and_what_moves_is_part_of_the_active_share(standings in standings()) {
            let d = drift(&standings, 0);
            let count = |is_in: fn(&&Standing) -> bool| standings.iter().filter(is_in).count();
            let (held, fresh) = (count(|s| s.held), count(|s| s.fresh));
            prop_assert_eq!(held + d.would_enter.count - d.beyond_band.count, fresh);
            if held > 0 && fresh > 0 {
                prop_assert!(d.active_share >= d.beyond_band.weight - 1e-9);
                prop_assert!(d.active_share >= d.would_enter.weight - 1e-9);
                prop_assert!(d.active_share <= 1.0 + 1e-9);
            }
        }

        #[test]
        fn without_bands_beyond_the_band_is_on_the_wrong_side(mut standings in standings()) {
            for standing in &mut standings {
                standing.plain = standing.fresh;
            }
            let d = drift(&standings, 0);
            prop_assert_eq!(d.wrong_side, d.beyond_band);
        }
    }
}
