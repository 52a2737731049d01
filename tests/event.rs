//! One reconstitution: runs, projections, and a second implementation of the rule book.

#[path = "shared/breaks.rs"]
mod breaks;
#[path = "shared/golden.rs"]
mod golden;
#[path = "shared/market.rs"]
mod market;

mod between;
mod naive;
mod plausibility;
mod projection;
mod properties;
mod run;
