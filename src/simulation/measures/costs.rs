//! Costs that index funds pay for their trades. They are assumed for simulated paths; a history has
//! none.

use super::{Forms, Measure, Subject, Unit};

/// The cost in dollars.
pub static USD: Measure = Measure {
    name: "trading_cost_usd",
    unit: Unit::Usd,
    subject: Subject::Family,
    forms: Forms::Cycles,
    meaning: "what the funds that follow the indexes pay a cycle for trades_net: half a spread and the \
              impact of each trade, as [trading] of the scenario assumes; on simulated paths alone",
};

/// The cost as a fraction of the funds' assets.
pub static OF_ASSETS: Measure = Measure {
    name: "trading_cost_fraction",
    unit: Unit::Fraction,
    subject: Subject::Family,
    forms: Forms::Cycles,
    meaning: "trading_cost_usd / the assets of these funds; on simulated paths alone",
};

/// Both measures, in the order of their rows.
pub fn all() -> impl Iterator<Item = &'static Measure> {
    [&USD, &OF_ASSETS].into_iter()
}
