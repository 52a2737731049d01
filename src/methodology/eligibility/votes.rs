//! Votes (RB 5.8): unrestricted holders must have at least 5.0000% of all votes.
//!
//! If the percentage is not stated, it is computed from the company's classes, listed or not: votes
//! in free float over all votes, where each class counts with its shares times its votes per share.
//! A class with unknown float leaves a range; the screen is settled if the whole range lies on one
//! side of the minimum.
//!
//! Votes are not researched in December: a member keeps its status, whatever its votes are now; a
//! non-member is judged by the latest known figure.

use std::fmt;

use rust_decimal::Decimal;

use super::{Check, Context, Drops, Failure, Rule, Screen, Subject};
use crate::universe::{Security, SecurityType};

/// Decimal places of the summed quantities: floats in per cent, shares, votes per share.
const FLOAT_PLACES: u32 = 8;
const SHARE_PLACES: u32 = 2;
const VOTE_PLACES: u32 = 4;

/// Votes of unrestricted holders as a part of all votes of a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnrestrictedVotes {
    /// Stated in the data, per cent.
    Stated(Decimal),
    /// Computed from the classes: sums of float times shares times votes, with unknown floats taken
    /// as 0% and as 100%, and the sum of shares times votes.
    OfClasses {
        /// The sum with unknown floats at 0%.
        least: i128,
        /// The sum with unknown floats at 100%.
        most: i128,
        /// All votes.
        all: i128,
    },
}

/// The unrestricted votes of a company: as stated on the line that represents it, or else computed
/// from its classes. `None` if the data do not suffice.
pub fn unrestricted_votes<'a>(
    s: &Security,
    classes: impl Iterator<Item = &'a Security> + Clone,
) -> Option<UnrestrictedVotes> {
    if let Some(stated) = s.unrestricted_votes_pct() {
        return Some(UnrestrictedVotes::Stated(stated));
    }
    if !classes.clone().any(|class| class.votes_per_share.is_some()) {
        return None;
    }
    let (mut least, mut most, mut all) = (0_i128, 0_i128, 0_i128);
    for class in classes {
        let votes = match class.votes_per_share {
            Some(votes) => votes,
            // The votes of these common shares are unknown.
            None if class.security_type == SecurityType::Common => return None,
            None => continue,
        };
        let shares = units(class.shares_outstanding()?, SHARE_PLACES)?;
        let votes = shares.checked_mul(units(votes, VOTE_PLACES)?)?;
        all = all.checked_add(votes)?;
        let free = |float: Decimal| votes.checked_mul(units(float, FLOAT_PLACES)?);
        let known = class.free_float_pct();
        least = least.checked_add(free(known.unwrap_or(Decimal::ZERO))?)?;
        most = most.checked_add(free(known.unwrap_or(Decimal::ONE_HUNDRED))?)?;
    }
    (all > 0).then_some(UnrestrictedVotes::OfClasses { least, most, all })
}

/// A decimal as a whole number of units of its last place; `None` if it has more than `places`
/// decimals.
fn units(number: Decimal, places: u32) -> Option<i128> {
    let number = number.normalize();
    let more = places.checked_sub(number.scale())?;
    number.mantissa().checked_mul(10_i128.pow(more))
}

impl UnrestrictedVotes {
    /// Whether they reach a minimum in per cent; `None` if the range includes the minimum.
    fn reach(self, minimum: Decimal) -> Option<bool> {
        match self {
            Self::Stated(votes) => Some(votes >= minimum),
            Self::OfClasses { least, most, all } => {
                // A minimum with more decimals than a float can have is rounded up to the next
                // possible value.
                let needed = units(minimum, FLOAT_PLACES)
                    .or_else(|| {
                        units(minimum.trunc_with_scale(FLOAT_PLACES), FLOAT_PLACES)?.checked_add(1)
                    })?
                    .checked_mul(all)?;
                match (least >= needed, most >= needed) {
                    (true, _) => Some(true),
                    (_, false) => Some(false),
                    _ => None,
                }
            }
        }
    }

    /// The upper end of the range, per cent, truncated to eight decimals, so that a failing value
    /// never appears to have reached the minimum.
    fn most_pct(self) -> Decimal {
        match self {
            Self::Stated(votes) => votes,
            Self::OfClasses { most, all, .. } => per_cent(most, all),
        }
    }
}

fn per_cent(part: i128, all: i128) -> Decimal {
    Decimal::try_from_i128_with_scale(part / all, FLOAT_PLACES).unwrap_or_default().normalize()
}

impl fmt::Display for UnrestrictedVotes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Stated(votes) => write!(f, "{}%", votes.normalize()),
            Self::OfClasses { least, most, all } if least == most => {
                write!(f, "{}%, by its classes", per_cent(most, all))
            }
            Self::OfClasses { least, most, all } => {
                write!(f, "{}% to {}%, by its classes", per_cent(least, all), per_cent(most, all))
            }
        }
    }
}

pub(super) struct Votes;

impl Rule for Votes {
    fn screen(&self) -> Screen {
        Screen::Votes
    }

    fn rule(&self) -> &'static str {
        "unrestricted votes at or above the minimum"
    }

    fn drops(&self) -> Drops {
        Drops {
            what: "Companies whose votes are held too closely.",
            columns: "unrestricted_votes_pct",
            most_pct: 3.0,
        }
    }

    fn check(&self, of: &Subject<'_>, context: &Context<'_>) -> Check {
        if context.member && !context.votes_reviewed {
            return Check::Pass;
        }
        let minimum = context.parameters.eligibility.min_unrestricted_votes_pct;
        let Some(votes) = unrestricted_votes(of.line, of.classes()) else {
            return context.unknown("votes");
        };
        match (votes.reach(minimum), votes) {
            (Some(true), _) => Check::Pass,
            (None, _) => context.unknown("votes"),
            (Some(false), UnrestrictedVotes::OfClasses { least, most, .. }) if least < most => {
                Check::Fail(Failure::VotesAtMost(votes.most_pct()))
            }
            (Some(false), _) => Check::Fail(Failure::Votes(votes.most_pct())),
        }
    }

    fn value(&self, of: &Subject<'_>, context: &Context<'_>) -> Option<String> {
        if context.member && !context.votes_reviewed {
            return Some("a member's are not reviewed".to_owned());
        }
        unrestricted_votes(of.line, of.classes()).map(|votes| votes.to_string())
    }

    fn needs(&self, context: &Context<'_>) -> String {
        let least = context.parameters.eligibility.min_unrestricted_votes_pct.normalize();
        format!("at least {least}% of votes")
    }

    fn mend(&self, line: &mut Security, context: &Context<'_>) {
        let least = context.parameters.eligibility.min_unrestricted_votes_pct;
        line.set_unrestricted_votes_pct(Some(least));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::universe::Exchange;

    /// A class with shares in millions, float in per cent and votes per share.
    fn class(shares: i64, float: Option<&str>, votes: Option<&str>) -> Security {
        let mut s = Security::new("AAA", Exchange::Nyse);
        s.set_shares_outstanding(Some(Decimal::from(shares) * Decimal::from(1_000_000)));
        s.set_free_float_pct(float.and_then(|float| float.parse().ok()));
        s.votes_per_share = votes.and_then(|votes| votes.parse().ok());
        s
    }

    /// Whether the votes of these classes reach 5%, and the votes as text.
    fn of(classes: &[Security]) -> Option<(Option<bool>, String)> {
        let votes = unrestricted_votes(&classes[0], classes.iter())?;
        Some((votes.reach(Decimal::from(5)), votes.to_string()))
    }

    #[test]
    fn votes_of_all_classes_count_by_shares_float_and_votes_a_share() {
        // 80m of 100m listed votes are in free float, plus 100m unlisted shares of ten votes: 80 of
        // 1,100.
        let listed = || class(100, Some("80"), Some("1"));
        let votes = of(&[listed(), class(100, Some("0"), Some("10"))]);
        assert_eq!(votes, Some((Some(true), "7.27272727%, by its classes".to_owned())));
        // 80 of 2,100.
        let votes = of(&[listed(), class(200, Some("0"), Some("10"))]);
        assert_eq!(votes, Some((Some(false), "3.8095238%, by its classes".to_owned())));
        // Exactly 5%: 50 of 1,000.
        let half = class(100, Some("50"), Some("1"));
        let votes = of(&[half.clone(), class(90, Some("0"), Some("10"))]);
        assert_eq!(votes.map(|(reached, _)| reached), Some(Some(true)));
        let votes = of(&[half, class(90_000_001, Some("0"), Some("0.00001"))]);
        assert_eq!(votes, None, "votes a share have four places");
    }

    #[test]
    fn an_unknown_float_leaves_a_range() {
        let open = class(100, None, Some("1"));
        let votes = of(&[open.clone(), class(300, Some("0"), Some("10"))]);
        assert_eq!(votes, Some((Some(false), "0% to 3.22580645%, by its classes".to_owned())));
        let votes = of(&[open, class(30, Some("0"), Some("10"))]);
        assert_eq!(votes.map(|(reached, _)| reached), Some(None));
    }

    #[test]
    fn stated_votes_come_first_and_insufficient_data_is_unknown() {
        let mut stated = class(100, Some("80"), Some("1"));
        stated.set_unrestricted_votes_pct(Some(Decimal::from(3)));
        let other = || class(100, Some("0"), Some("10"));
        assert_eq!(of(&[stated, other()]), Some((Some(false), "3%".to_owned())));
        assert_eq!(of(&[class(100, Some("80"), None)]), None);
        assert_eq!(of(&[class(100, Some("80"), None), other()]), None);
        assert_eq!(of(&[class(100, Some("80"), Some("0"))]), None, "nobody votes");
        let mut warrant = class(1, None, None);
        warrant.security_type = SecurityType::Warrant;
        assert!(of(&[class(100, Some("80"), Some("1")), warrant]).is_some());
    }

    #[test]
    fn the_largest_accepted_numbers_are_summed_exactly() {
        let large = class(100_000, Some("4.99999999"), Some("1000000"));
        let votes = of(&[large.clone(), large]);
        assert_eq!(votes, Some((Some(false), "4.99999999%, by its classes".to_owned())));
    }
}
