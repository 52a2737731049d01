//! A family carried along a history, event by event.

#[path = "../support/history.rs"]
mod made_up;
mod naive;
mod probe;
mod properties;
mod worked;
