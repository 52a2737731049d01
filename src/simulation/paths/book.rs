//! A rule book prepared for paths, with its results at their start.

use super::cuts::{Cuts, Tracker};
use super::family;
use super::rules::Rules;
use super::schedule::{Updates, updates};
use super::setup::{Setup, SetupError, smallest_of_top500};
use super::unbanded::Unbanded;
use crate::methodology::Parameters;
use crate::universe::Index;

/// A rule book, with the schedules that use it and that update index shares and floats at the same
/// times.
#[derive(Debug, Clone)]
pub(super) struct Book {
    pub(super) parameters: Parameters,
    pub(super) rules: Rules,
    /// Updates of index shares and floats, by step.
    pub(super) updates: Vec<Updates>,
    /// The cuts at the start.
    pub(super) first_cuts: Cuts,
    /// The breaks by which new issues join before the first rank day.
    pub(super) first_breaks: family::Breaks,
    pub(super) held: family::Held,
    /// The schedules, as places among those of the setup.
    pub(super) schedules: Vec<usize>,
}

impl Book {
    /// The rule books of a setup, starting with that of the first schedule; `length` is the number
    /// of steps of a path and of a month.
    ///
    /// # Errors
    /// If paths do not support the breaks and bands of a rule book.
    pub(super) fn all(
        setup: &Setup,
        needed: &[Index],
        length: (u32, u32),
    ) -> Result<Vec<Self>, SetupError> {
        let mut books: Vec<Self> = Vec::new();
        for schedule in 0..setup.schedules.len() {
            let parameters = setup.rule_books.get(schedule).unwrap_or(&setup.parameters);
            let updates = updates(
                &setup.schedules[schedule],
                parameters,
                &setup.start,
                (setup.start_month, length),
            );
            let is_shared =
                |book: &&mut Self| book.updates == updates && book.parameters == *parameters;
            if let Some(book) = books.iter_mut().find(is_shared) {
                book.schedules.push(schedule);
            } else {
                let own = (schedule, updates);
                books.push(Self::new(setup, parameters, needed, own)?);
            }
        }
        Ok(books)
    }

    fn new(
        setup: &Setup,
        parameters: &Parameters,
        needed: &[Index],
        (schedule, updates): (usize, Vec<Updates>),
    ) -> Result<Self, SetupError> {
        let rules = Rules::new(parameters, needed)?;
        let caps = setup.start.caps();
        let first_cuts = Tracker::new(&rules).find(&rules, caps, None);
        let mut by_rank = Unbanded::default();
        by_rank.place(caps, caps, caps, &first_cuts);
        let mut tiers = by_rank.tiers;
        if let Some(known) = &setup.held {
            tiers.iter_mut().zip(known).for_each(|(tier, known)| *tier = known.tier(*tier));
        }
        let top500 = smallest_of_top500(parameters, caps, &first_cuts);
        Ok(Self {
            updates,
            first_breaks: family::Breaks { smallest: first_cuts.smallest(), top500, level: 1.0 },
            held: family::Held::new(tiers),
            parameters: parameters.clone(),
            schedules: vec![schedule],
            rules,
            first_cuts,
        })
    }
}
