//! Projections: certain outcomes, known probabilities, and results that must not depend on
//! anything.

use crate::market;

mod command;
mod odds;
mod rules;

use market::event;
use rankday::market::model::{Model, ModelFigures, Shocks, Steps};
use rankday::methodology::Parameters;
use rankday::reconstitution::{Inputs, Reconstitution, match_members, reconstitute};
use rankday::simulation::projection::{ModelUniverse, Outset, Projection, Stretch, Tally, project};
use rankday::universe::{Membership, SymbolChanges, Universe};

/// A stretch without sessions.
const TODAY: Stretch = Stretch { sessions: 0 };

/// A model in which nothing ever happens.
fn still() -> ModelFigures {
    let mut figures = ModelFigures::shipped().expect("the file");
    figures.shocks = Shocks::Gaussian;
    (figures.market.log_return, figures.market.deviation) = (0.0, 0.0);
    for b in &mut figures.buckets {
        (b.excess_log_return, b.deviation, b.deviation_spread, b.size_factor) =
            (0.0, 0.0, 0.0, 0.0);
        (b.takeover, b.failure, b.share_changes, b.listings) = (0.0, 0.0, [0.0; 13], 0.0);
    }
    figures
}

/// A market, its members and its rule book.
struct Case {
    universe: Universe,
    membership: Membership,
    parameters: Parameters,
}

impl Case {
    /// Projects it; `change` may give companies figures of their own.
    fn project(
        &self,
        figures: ModelFigures,
        stretches: [Stretch; 2],
        paths: std::ops::Range<u64>,
        change: impl Fn(&mut ModelUniverse),
    ) -> (Tally, Vec<usize>, Reconstitution) {
        let event = event();
        let inputs = Inputs::new(&event, &self.universe, &self.parameters);
        let changes = SymbolChanges::default();
        let matched = match_members(&self.membership, &self.universe, &changes);
        let today = reconstitute(&inputs, matched).expect("small caps");
        let mut universe = ModelUniverse::new(&inputs, &today);
        change(&mut universe);
        let projection = Projection::new(&Outset {
            inputs: &inputs,
            today: &today,
            universe: &universe,
            model: &Model::new(figures, Steps::Monthly).expect("figures"),
            to_rank_day: stretches[0],
            to_implementation: stretches[1],
            overlays: &[],
        })
        .expect("companies");
        let tally = project(&projection, 7, paths, &|_| {}).expect("small caps");
        let companies = projection.candidates().map(|at| universe.candidates[at].company).collect();
        (tally, companies, today)
    }
}
