//! A provider's lists as sets of companies to compare a result with.

use std::collections::{BTreeMap, BTreeSet};

use super::Measure;
use super::outcome::{Finder, Outcome, Subject};
use crate::universe::{AnnouncedAction, AnnouncedChange, SymbolChanges};

/// The lists of one event.
#[derive(Debug, Clone, Default)]
pub struct Announced {
    /// Additions, deletions and moves, from one or several lists.
    pub changes: Vec<AnnouncedChange>,
    /// Symbol and name of every member of the Russell 3000 after the event, if a full list is
    /// given.
    pub members_after: Option<Vec<(String, String)>>,
}

/// The lists with every row matched to its company.
#[derive(Debug, Default)]
pub(super) struct Truth {
    /// Each set is `None` if no list covers it.
    pub(super) up: Option<BTreeSet<Subject>>,
    pub(super) down: Option<BTreeSet<Subject>>,
    pub(super) additions: Option<BTreeSet<Subject>>,
    pub(super) deletions: Option<BTreeSet<Subject>>,
    /// Members after the event, if a full list is given.
    pub(super) after: Option<BTreeSet<Subject>>,
    /// Symbol and name of each subject as in the lists.
    pub(super) announced_as: BTreeMap<Subject, (String, String)>,
    /// Symbols of additions that are further share classes of companies held before.
    pub(super) further_classes: Vec<String>,
}

impl Truth {
    pub(super) fn new(
        announced: &Announced,
        outcome: &Outcome,
        symbol_changes: &SymbolChanges,
    ) -> Self {
        let finder = Finder::new(outcome, symbol_changes);
        let mut truth = Self::default();
        let changes = |action| announced.changes.iter().filter(move |c| c.action == action);
        let moves = [AnnouncedAction::Up, AnnouncedAction::Down];
        // A list of moves covers both directions: if it has no move down, there was none.
        if announced.changes.iter().any(|change| moves.contains(&change.action)) {
            truth.up = Some(truth.subjects(named(changes(AnnouncedAction::Up)), &finder));
            truth.down = Some(truth.subjects(named(changes(AnnouncedAction::Down)), &finder));
        }
        if changes(AnnouncedAction::Delete).next().is_some() {
            truth.deletions =
                Some(truth.subjects(named(changes(AnnouncedAction::Delete)), &finder));
        }
        let additions: Vec<&AnnouncedChange> = changes(AnnouncedAction::Add).collect();
        if !additions.is_empty() {
            let new = truth.without_further_classes(&additions, outcome, &finder);
            truth.additions = Some(truth.subjects(named(new.into_iter()), &finder));
        }
        if let Some(members) = &announced.members_after {
            let rows = members.iter().map(|(symbol, name)| (symbol.as_str(), name.as_str()));
            truth.follow_from_members_after(rows, outcome, &finder);
        }
        truth
    }

    /// The companies of a measure; `None` if no list covers it.
    pub(super) fn of(&self, measure: Measure) -> Option<&BTreeSet<Subject>> {
        match measure {
            Measure::Up => self.up.as_ref(),
            Measure::Down => self.down.as_ref(),
            Measure::R3000Additions => self.additions.as_ref(),
            Measure::R3000Deletions => self.deletions.as_ref(),
            Measure::Migrations => None,
        }
    }

    /// Whether a list names the subject under this measure.
    pub(super) fn names(&self, measure: Measure, subject: &Subject) -> bool {
        self.of(measure).is_some_and(|named| named.contains(subject))
    }

    fn subjects<'r>(
        &mut self,
        rows: impl Iterator<Item = (&'r str, &'r str)>,
        finder: &Finder<'_>,
    ) -> BTreeSet<Subject> {
        let mut subjects = BTreeSet::new();
        for (symbol, name) in rows {
            let (subject, _) = finder.find(symbol);
            let named = (symbol.to_owned(), name.to_owned());
            self.announced_as.entry(subject.clone()).or_insert(named);
            subjects.insert(subject);
        }
        subjects
    }

    /// Additions without further share classes of companies that the result held before. If a list adds
    /// all classes of a company, the provider did not hold it before and it is an addition.
    fn without_further_classes<'r>(
        &mut self,
        additions: &[&'r AnnouncedChange],
        outcome: &Outcome,
        finder: &Finder<'_>,
    ) -> Vec<&'r AnnouncedChange> {
        let lines: BTreeSet<usize> =
            additions.iter().filter_map(|change| finder.find(&change.symbol).1).collect();
        let mut new = Vec::with_capacity(additions.len());
        for &change in additions {
            let further = match finder.find(&change.symbol) {
                (Subject::Company(company), Some(_)) => {
                    outcome.companies[company].from.in_r3000()
                        && outcome.share_classes(company).any(|line| !lines.contains(&line))
                }
                _ => false,
            };
            if further {
                self.further_classes.push(change.symbol.clone());
            } else {
                new.push(change);
            }
        }
        new
    }

    /// Derives additions and deletions from a full list of members if no list of changes covers them:
    /// companies in it that were not held, and companies held that are not in it.
    ///
    /// Members without a line are neither, because a list of members cannot show whether they left
    /// before the event or with it.
    fn follow_from_members_after<'r>(
        &mut self,
        members: impl Iterator<Item = (&'r str, &'r str)>,
        outcome: &Outcome,
        finder: &Finder<'_>,
    ) {
        let after = self.subjects(members, finder);
        if self.additions.is_none() {
            let is_new = |s: &&Subject| !outcome.held(s).in_r3000();
            self.additions = Some(after.iter().filter(is_new).cloned().collect());
        }
        if self.deletions.is_none() {
            let held = (0..outcome.companies.len())
                .filter(|&company| outcome.companies[company].from.in_r3000())
                .map(Subject::Company);
            self.deletions = Some(held.filter(|s| !after.contains(s)).collect());
        }
        self.after = Some(after);
    }
}

fn named<'r>(
    changes: impl Iterator<Item = &'r AnnouncedChange>,
) -> impl Iterator<Item = (&'r str, &'r str)> {
    changes.map(|change| (change.symbol.as_str(), change.name.as_str()))
}
