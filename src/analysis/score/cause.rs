//! The likely cause of a difference, from what the result itself says of the company.
//!
//! The first that applies: nobody of that name; another membership before; the screen that dropped
//! it; a cap near the cut; and last a cap on the wrong side, or something that the result does not
//! see. Membership goes before size, because who was held decides what can be an addition at all.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use super::outcome::{Outcome, Subject};
use super::truth::Truth;
use super::{Kind, Measure};
use crate::methodology::Screen;
use crate::universe::Segment;

/// How near to a cut a cap is a matter of chance, per cent of the cut.
const NEAR_PCT: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// Why a result and a list differ on a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cause {
    /// The universe has no line of that ticker.
    Identity,
    /// This screen dropped it.
    Screen(Screen),
    /// It left between rank day and implementation by the result: no addition and no deletion.
    LeftBefore,
    /// The result and the provider held it differently before.
    MembershipBefore,
    /// Its cap is so near to the cut that another price source would do.
    SizeNearCut,
    /// Its cap, as the result has it, is on the wrong side of the cut.
    Size,
    /// It passed every screen and is clear of the cut: the provider judged by something that the
    /// result does not see.
    EligibilityNotSeen,
}

impl Cause {
    /// It in words.
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
    /// The cause that a screen is. Size is none of these: how far a cap is from the cut says more.
    fn of_screen(screen: Screen) -> Option<Self> {
        (screen != Screen::Size).then_some(Self::Screen(screen))
    }
}

/// A name on which the two differ.
pub(super) struct Difference<'a> {
    pub(super) measure: Measure,
    pub(super) kind: Kind,
    pub(super) subject: &'a Subject,
}

impl Difference<'_> {
    /// The cause, and what there is to say of it beyond the figures.
    pub(super) fn cause(&self, outcome: &Outcome, truth: &Truth) -> (Cause, Option<String>) {
        let Subject::Company(company) = *self.subject else {
            return (Cause::Identity, Some(self.who_is_unknown(outcome)));
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

    fn who_is_unknown(&self, outcome: &Outcome) -> String {
        let unknown = format!("no line of this ticker on {}", outcome.universe_as_of);
        let Subject::Absent(member) = *self.subject else { return unknown };
        let member = &outcome.absent[member];
        let fate = if member.kept { "it is kept" } else { "it left before rank day" };
        format!("{unknown}; held in {}, {fate} by the result", member.from)
    }

    /// The screen that dropped the company, where a drop can bring this difference about: a missed
    /// deletion is of a company that was not dropped, or that was not held.
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
        let says = |measure| truth.says(measure, self.subject);
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
        // What a list says the company does tells where the provider held it.
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
                // The size screen says which of the two is not known.
                let reason = outcome.drop_of(company).map(|(_, reason)| reason.clone());
                (Cause::Size, reason.or(Some("cap or cut unknown".to_owned())))
            }
            Some(distance) if distance.abs() <= NEAR_PCT => (Cause::SizeNearCut, None),
            Some(_) if unseen => (Cause::EligibilityNotSeen, None),
            Some(_) => (Cause::Size, None),
        }
    }
}

/// How far a cap is from a cut, per cent of the cut; positive for larger.
pub(super) fn distance_pct(cap: Option<Decimal>, cut: Option<Decimal>) -> Option<Decimal> {
    let (cap, cut) = (cap?, cut.filter(|cut| !cut.is_zero())?);
    cap.checked_sub(cut)?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(cut)
}
