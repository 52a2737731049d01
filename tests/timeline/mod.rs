//! A family carried along a history, event by event.

mod book;
mod classes;
mod in_kind;
mod listings;
use crate::made_up;
mod naive;
mod outlook;
mod probe;
mod properties;
mod worked;
