//! The likely cause of a difference, from the result's own data on the company.
//!
//! The first that applies: unknown ticker; different membership before; the screen that excluded it; a
//! cap near the cut; and last a cap on the wrong side of the cut, or data that the result does not have.
//! Membership comes before size, because only a company that was not held can be an addition.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use super::outcome::{Outcome, Subject};
use super::truth::Truth;
use super::{Kind, Measure};
use crate::methodology::Screen;
use crate::universe::Segment;

/// Within this distance of a cut, per cent of the cut, the side of a cap is a matter of chance.
const NEAR_PCT: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// Why a result and a list differ on a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cause {
    /// The universe has no line with that ticker.
    Identity,
    /// This screen excluded it.
    Screen(Screen),
    /// In the result it left between rank day and implementation, so it is no addition or deletion.
    LeftBefore,
    /// Result and provider disagree on its membership before the event.
    MembershipBefore,
    /// Its cap is so close to the cut that another price source could explain the difference.
    SizeNearCut,
    /// Its cap in the result is on the wrong side of the cut.
    Size,
    /// It passed every screen and is well clear of the cut: the provider used data that the result does
    /// not have.
    EligibilityNotSeen,
}

impl Cause {
    /// The cause in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Screen(screen) => screen.definition().finds(),
            Self::LeftBefore => "left before the implementation",
            Self::MembershipBefore => "membership before",
            Self::SizeNearCut => "size within 5% of the cut",
            Self::Size => "size",
            Self::EligibilityNotSeen => "eligibility not seen",
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

impl Serialize for Cause {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.words())
    }
}

impl Cause {
    /// The cause for a screen; `None` for the size screen, because the distance to the cut says
    /// more.
    fn of_screen(screen: Screen) -> Option<Self> {
        (screen != Screen::Size).then_some(Self::Screen(screen))
    }
}

/// A company on which result and lists differ.
pub(super) struct Difference<'a> {
    pub(super) measure: Measure,
    pub(super) kind: Kind,
    pub(super) subject: &'a Subject,
}

impl Difference<'_> {
    /// The cause, with details.
    pub(super) fn cause(&self, outcome: &Outcome, truth: &Truth) -> (Cause, Option<String>) {
        let Subject::Company(company) = *self.subject else {
            return (Cause::Identity, Some(self.unknown_subject(outcome)));
        };
        if let Some(how) = outcome.left.get(&company) {
            return (Cause::LeftBefore, Some(how.clone()));
        }
        if let Some((cause, reason)) = self.screen(outcome, company) {
            return (cause, Some(reason));
        }
        if let Some(found) = self.membership(outcome, truth, company) {
            return found;
        }
        self.size(outcome, company)
    }

    fn unknown_subject(&self, outcome: &Outcome) -> String {
        let unknown = format!("no line of this ticker on {}", outcome.universe_as_of);
        let Subject::Absent(member) = *self.subject else { return unknown };
        let member = &outcome.absent[member];
        let fate = if member.kept { "it is kept" } else { "it left before rank day" };
        format!("{unknown}; held in {}, {fate} by the result", member.from)
    }

    /// The screen that excluded the company, if that can explain the difference. It cannot explain a
    /// missed deletion: that company was not excluded, or was not held.
    fn screen(&self, outcome: &Outcome, company: usize) -> Option<(Cause, String)> {
        if (self.measure, self.kind) == (Measure::R3000Deletions, Kind::Missed) {
            return None;
        }
        let (screen, reason) = outcome.drop_of(company)?;
        Some((Cause::of_screen(*screen)?, reason.clone()))
    }

    fn membership(
        &self,
        outcome: &Outcome,
        truth: &Truth,
        company: usize,
    ) -> Option<(Cause, Option<String>)> {
        let says = |measure| truth.names(measure, self.subject);
        let from = outcome.companies[company].from;
        if self.kind == Kind::Missed {
            let as_listed = match self.measure {
                Measure::Up => from == Segment::R2000,
                Measure::Down => from == Segment::R1000,
                Measure::R3000Additions => !from.in_r3000(),
                Measure::R3000Deletions | Measure::Migrations => from.in_r3000(),
            };
            let held = match from {
                Segment::None => "the result did not hold it".to_owned(),
                segment => format!("the result held it in {segment}"),
            };
            return (!as_listed).then_some((Cause::MembershipBefore, Some(held)));
        }
        // The change that a list gives for a company implies where the provider held it.
        let other = |measures: &[Measure]| measures.iter().copied().find(|m| says(*m));
        let contradicts = match self.measure {
            Measure::R3000Additions => {
                other(&[Measure::Up, Measure::Down, Measure::R3000Deletions])
            }
            Measure::R3000Deletions => other(&[Measure::R3000Additions]),
            Measure::Up => other(&[Measure::Down, Measure::R3000Additions]),
            Measure::Down | Measure::Migrations => other(&[Measure::Up, Measure::R3000Additions]),
        };
        if let Some(measure) = contradicts {
            let listed = format!("the lists have it among {}", measure.in_words());
            return Some((Cause::MembershipBefore, Some(listed)));
        }
        let is_after = truth.after.as_ref().is_some_and(|after| after.contains(self.subject));
        if self.measure == Measure::R3000Additions && is_after {
            let listed = "a member after the event and not among the additions".to_owned();
            return Some((Cause::MembershipBefore, Some(listed)));
        }
        (self.measure.is_move() && says(Measure::R3000Deletions))
            .then(|| (Cause::EligibilityNotSeen, Some("the lists delete it".to_owned())))
    }

    fn size(&self, outcome: &Outcome, company: usize) -> (Cause, Option<String>) {
        let cut = self.measure.cut(outcome);
        let distance = distance_pct(outcome.companies[company].market_cap, cut);
        let unseen = match (self.measure, self.kind) {
            (Measure::R3000Additions, Kind::Wrong) | (Measure::R3000Deletions, Kind::Missed) => {
                distance.is_some_and(|d| d > Decimal::ZERO)
            }
            _ => false,
        };
        match distance {
            None => {
                // The reason of the size screen says whether the cap or the cut is unknown.
                let reason = outcome.drop_of(company).map(|(_, reason)| reason.clone());
                (Cause::Size, reason.or(Some("cap or cut unknown".to_owned())))
            }
            Some(distance) if distance.abs() <= NEAR_PCT => (Cause::SizeNearCut, None),
            Some(_) if unseen => (Cause::EligibilityNotSeen, None),
            Some(_) => (Cause::Size, None),
        }
    }
}

/// Distance of a cap to a cut, per cent of the cut; positive if larger.
pub(super) fn distance_pct(cap: Option<Decimal>, cut: Option<Decimal>) -> Option<Decimal> {
    let (cap, cut) = (cap?, cut.filter(|cut| !cut.is_zero())?);
    cap.checked_sub(cut)?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(cut)
}
