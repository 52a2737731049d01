//! Tests of the model as a whole. Bounds are five standard errors, which chance exceeds once in two
//! million times, and seeds are fixed.

mod companies;
mod draws;
mod measured;
mod steps;

use super::kernels::{mix, normals, student};
use super::returns::{Befallen, Common, Grow, Source};
use super::streams::{Purpose, company_key};
use super::traits::{Expose, Scores, Stated};
use super::*;

const N: u32 = 200_000;

fn within(estimate: f64, expected: f64, variance: f64, what: &str) {
    let error = (variance / f64::from(N)).sqrt();
    assert!((estimate - expected).abs() < 5.0 * error, "{what}: {estimate}, not {expected}");
}

fn mean(values: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    values.iter().map(|value| of(*value)).sum::<f64>() / values.len() as f64
}

/// Numbers drawn as on a path, for many companies in a few steps.
fn drawn(path: u64, of: impl Fn(u64) -> f64) -> Vec<f64> {
    let key = PathKey::new(1, path);
    (0..N)
        .map(|n| {
            let at = key.at(Purpose::Shock, u64::from(n / 5_000));
            of(mix(company_key(u64::from(n % 5_000)).wrapping_add(at)))
        })
        .collect()
}

fn shipped() -> ModelFigures {
    ModelFigures::shipped().expect("the file parses")
}

fn quiet() -> ModelFigures {
    let overrides = Overrides {
        listings_factor: Some(0.0),
        delistings_factor: Some(0.0),
        issuance_factor: Some(0.0),
        ..Overrides::default()
    };
    shipped().with(&overrides).expect("no buckets")
}

fn start(parameters: ModelFigures, steps: Steps, companies: Vec<Company>) -> Start {
    Start::new(companies, Model::new(parameters, steps).expect("figures")).expect("companies")
}

/// Caps by slot after some steps of path 5.
fn after(start: &Start, steps: u32, overlays: &[Overlay]) -> Vec<f64> {
    let mut market = Market::new(start, PathKey::new(3, 5));
    (0..steps).for_each(|_| market.advance(overlays));
    market.caps().to_vec()
}
