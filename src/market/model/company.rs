//! A company as the model sees it.

use super::parameters::Parameters;
use super::streams::{Draws, company_key};

/// Mixed into a company's key, so that its traits and its shocks have nothing in common.
const TRAITS: u64 = 0x7261_6e6b_6461_7921;

/// Multiples of it are spread over one more evenly than those of any other number.
const GOLDEN_PART: f64 = 0.618_033_988_749_894_9;

/// A company at the start of all paths.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Company {
    /// What tells its shocks from those of others: they follow from the number, not from the
    /// company's place in a list. Such as a number given to its ticker once for all.
    pub number: u64,
    /// Its cap, USD; rounded to whole dollars.
    pub cap: f64,
    /// Its sector, by the caller's number.
    pub sector: u16,
    /// Its beta; `None` for one drawn from those of its bucket.
    pub beta: Option<f64>,
    /// The monthly standard deviation of its log returns around beta times the market; `None` for
    /// one drawn from those of its bucket.
    pub deviation: Option<f64>,
    /// The price of a share, USD; `None` for one drawn from those of its bucket on every path.
    pub price: Option<f64>,
    /// Its free float, a fraction; `None` where it is not known: then all shares count, throughout.
    pub float: Option<f64>,
}

impl Company {
    /// A company of which no more than its cap is known.
    pub fn new(number: u64, cap: f64) -> Self {
        Self { number, cap, sector: 0, beta: None, deviation: None, price: None, float: None }
    }

    /// As many companies as one likes, on the ranks of the model's curve, numbered by rank from 1.
    pub fn on_curve(parameters: &Parameters, count: usize) -> Vec<Self> {
        (1..=count as u64)
            .map(|rank| Self::new(rank, parameters.curve.cap(rank as f64).max(1.0)))
            .collect()
    }
}

/// Where a company stands among those of its bucket, in standard deviations; or what it has by
/// itself, whatever its bucket.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Traits {
    pub(super) beta_score: f64,
    pub(super) deviation_score: f64,
    pub(super) beta: Option<f64>,
    pub(super) deviation: Option<f64>,
}

impl Traits {
    /// Those of a company that is there from the start: the same on all paths.
    pub(super) fn of(company: &Company) -> Self {
        let mut draws = Draws::of(TRAITS, company_key(company.number));
        let Company { beta, deviation, .. } = *company;
        Self { beta, deviation, ..Self::drawn(&mut draws) }
    }

    /// Those of a company in one of several sets, which together have companies of its bucket as they
    /// are, evenly: for paths on which nobody claims to know what is not known of it.
    pub(super) fn of_set(company: &Company, set: u32, sets: u32) -> Self {
        let mut draws = Draws::of(TRAITS, company_key(company.number));
        let Company { beta, deviation, .. } = *company;
        let step = f64::from(set) / f64::from(sets.max(1));
        // A lattice, moved along for each company by numbers of its own.
        let mut score = |step: f64| normal_quantile((draws.unit() + step).fract());
        let deviation_score = score(step);
        let beta_score = score(f64::from(set) * GOLDEN_PART);
        Self { beta_score, deviation_score, beta, deviation }
    }

    /// Those of a company that nothing is known of.
    pub(super) fn drawn(draws: &mut Draws) -> Self {
        let (beta_score, deviation_score) = draws.normals();
        Self { beta_score, deviation_score, beta: None, deviation: None }
    }
}

/// The number below which a standard normal one lies with probability `p`, cut off at 3.5 deviations
/// on either side; to 5e-4 (Abramowitz and Stegun 26.2.23).
fn normal_quantile(p: f64) -> f64 {
    let tail = p.min(1.0 - p).max(2.3e-4);
    let t = (-2.0 * libm::log(tail)).sqrt();
    let above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let below = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let x = t - above / below;
    if p < 0.5 { -x } else { x }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_normal_distribution() {
        for (p, x) in [(0.5, 0.0), (0.841_345, 1.0), (0.022_75, -2.0), (0.998_65, 3.0)] {
            assert!((normal_quantile(p) - x).abs() < 5e-4, "{p}: {}", normal_quantile(p));
        }
        assert!(normal_quantile(0.0).is_finite() && normal_quantile(1.0).is_finite());
    }

    #[test]
    fn sets_have_mean_zero_and_variance_one_for_every_company() {
        let sets = 16;
        for number in 0..50 {
            let company = Company::new(number, 1e9);
            let traits: Vec<Traits> =
                (0..sets).map(|set| Traits::of_set(&company, set, sets)).collect();
            for of in [|t: &Traits| t.deviation_score, |t: &Traits| t.beta_score] {
                let n = f64::from(sets);
                let mean = traits.iter().map(of).sum::<f64>() / n;
                let square = traits.iter().map(|t| of(t).powi(2)).sum::<f64>() / n;
                assert!(mean.abs() < 0.35 && (0.7..1.9).contains(&square), "{mean} {square}");
            }
        }
    }
}
