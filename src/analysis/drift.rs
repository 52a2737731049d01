//! Drift of an index between reconstitutions: how far its membership departs from its rules.
//!
//! Five measures on one day (methodology section 9, "Drift of an index"). A company is *held* if it is
//! in the index, with weight `w`; *unbanded* if its rank that day puts it in the index without bands;
//! *fresh* if a reconstitution that day would put it in the index, bands applied from the side it is
//! held on, with weight `f` (methodology sections 4 and 5):
//!
//! - (a) on the wrong side: count and `sum of w` of companies held and not unbanded;
//! - (b) beyond the band: count and `sum of w` of companies held and not fresh, which would move out;
//! - (c) would enter: count and `sum of f` of companies fresh and not held;
//! - (d) active share `= 1/2 x sum of |w - f|` ([`super::active_share`]): the one-way turnover of
//!   reconstituting at once;
//! - (e) lost: members that have left since the last reconstitution and are not replaced until the
//!   next (methodology section 7). They have no weight; the caller counts them.
//!
//! (a) less (b) is the drift that the band tolerates: on the wrong side, but within the band.

use serde::Serialize;

use super::active_share::share_of;

/// A company's membership and weight in an index at a close, actual and by the rules.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct CompanyAtClose {
    /// Weight in the index as held, a fraction; ignored unless `held`.
    pub weight: f64,
    /// Whether the index holds it.
    pub held: bool,
    /// Whether its rank that day puts it in the index without bands.
    pub unbanded: bool,
    /// Whether the index would hold it if reconstituted that day.
    pub fresh: bool,
    /// Weight in the index as reconstituted that day, a fraction; ignored unless `fresh`.
    pub fresh_weight: f64,
}

/// Number and total weight of some companies of an index.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Part {
    /// Number of companies.
    pub count: usize,
    /// Total weight, a fraction.
    pub weight: f64,
}

impl Part {
    /// Adds a company of this weight.
    pub fn add(&mut self, weight: f64) {
        self.count += 1;
        self.weight += weight;
    }
}

/// Drift of an index on one day.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Drift {
    /// (a) Held on the wrong side of the unbanded break; weights as held.
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

impl Drift {
    /// Adds a company to an index whose companies are given one by one.
    pub fn add(&mut self, company: &CompanyAtClose) {
        let &CompanyAtClose { weight, held, unbanded, fresh, fresh_weight } = company;
        // Zero the weights of companies outside the index, so that all measures ignore them.
        let weight = if held { weight } else { 0.0 };
        let fresh_weight = if fresh { fresh_weight } else { 0.0 };
        if held && !unbanded {
            self.wrong_side.add(weight);
        }
        if held && !fresh {
            self.beyond_band.add(weight);
        }
        if fresh && !held {
            self.would_enter.add(fresh_weight);
        }
        self.active_share += share_of(weight, fresh_weight);
    }
}

/// Drift of an index from its companies and the number of members lost.
///
/// Companies that are neither held nor fresh do not count and may be left out.
pub fn drift(companies: &[CompanyAtClose], lost: usize) -> Drift {
    let mut drift = Drift { lost, ..Drift::default() };
    for company in companies {
        drift.add(company);
    }
    drift
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::methodology::weights::weights;

    fn company(weight: f64, fresh_weight: f64, unbanded: bool) -> CompanyAtClose {
        let (held, fresh) = (weight > 0.0, fresh_weight > 0.0);
        CompanyAtClose { weight, held, unbanded, fresh, fresh_weight }
    }

    fn is_part(part: Part, count: usize, weight: f64) -> bool {
        part.count == count && (part.weight - weight).abs() < 1e-12
    }

    #[test]
    fn a_worked_index() {
        let companies = [
            company(0.4, 0.5, true),
            // On the wrong side, within the band.
            company(0.3, 0.3, false),
            // On the wrong side, beyond the band.
            company(0.2, 0.0, false),
            // On the right side, but no longer eligible.
            company(0.1, 0.0, true),
            company(0.0, 0.2, true),
            // On the index's side, but held elsewhere because of its band.
            company(0.0, 0.0, true),
        ];
        let d = drift(&companies, 7);
        assert!(is_part(d.wrong_side, 2, 0.5), "{d:?}");
        assert!(is_part(d.beyond_band, 2, 0.3), "{d:?}");
        assert!(is_part(d.would_enter, 1, 0.2), "{d:?}");
        assert!((d.active_share - 0.3).abs() < 1e-12);
        assert_eq!(d.lost, 7);
    }

    #[test]
    fn an_index_just_reconstituted_has_not_drifted_beyond_its_bands() {
        let companies = [company(0.6, 0.6, true), company(0.4, 0.4, false)];
        let d = drift(&companies, 0);
        assert!(is_part(d.wrong_side, 1, 0.4), "within the band");
        assert_eq!(Drift { wrong_side: Part::default(), ..d }, Drift::default());
    }

    #[test]
    fn weights_of_companies_outside_the_index_are_ignored() {
        let stray = CompanyAtClose { weight: 0.5, fresh_weight: 0.25, ..CompanyAtClose::default() };
        assert_eq!(drift(&[stray], 0), Drift::default());
        assert_eq!(drift(&[], 0), Drift::default());
    }

    /// Companies with values, in any combination of held, unbanded and fresh, weighted by value.
    fn companies() -> impl Strategy<Value = Vec<CompanyAtClose>> {
        let name = (1.0..1e9, any::<bool>(), any::<bool>(), any::<bool>());
        proptest::collection::vec(name, 1..40).prop_map(|names| {
            let values = |is_in: fn(&(f64, bool, bool, bool)) -> bool| -> Vec<f64> {
                names.iter().map(|n| if is_in(n) { n.0 } else { 0.0 }).collect()
            };
            let (held, fresh) = (weights(&values(|n| n.1)), weights(&values(|n| n.3)));
            let company = |(at, &(_, held_now, unbanded, fresh_now))| CompanyAtClose {
                weight: held[at],
                held: held_now,
                unbanded,
                fresh: fresh_now,
                fresh_weight: fresh[at],
            };
            names.iter().enumerate().map(company).collect()
        })
    }

    proptest! {
        #[test]
        fn counts_add_up_and_what_moves_is_part_of_the_active_share(companies in companies()) {
            let d = drift(&companies, 0);
            let count = |is_in: fn(&&CompanyAtClose) -> bool| companies.iter().filter(is_in).count();
            let (held, fresh) = (count(|c| c.held), count(|c| c.fresh));
            prop_assert_eq!(held + d.would_enter.count - d.beyond_band.count, fresh);
            if held > 0 && fresh > 0 {
                prop_assert!(d.active_share >= d.beyond_band.weight - 1e-9);
                prop_assert!(d.active_share >= d.would_enter.weight - 1e-9);
                prop_assert!(d.active_share <= 1.0 + 1e-9);
            }
        }

        #[test]
        fn without_bands_wrong_side_equals_beyond_the_band(mut companies in companies()) {
            for company in &mut companies {
                company.unbanded = company.fresh;
            }
            let d = drift(&companies, 0);
            prop_assert_eq!(d.wrong_side, d.beyond_band);
        }
    }
}
