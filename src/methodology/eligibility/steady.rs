//! The verdicts of the screens that do not depend on prices, which move every day when all else stays.
//!
//! Among the screens of a line, and among those of a company, exactly one tests a value that moves daily:
//! the price, or the cap. The other screens are applied once, and the first failures before and after
//! that one are kept.

use super::price::Price;
use super::size::Size;
use super::{Check, Context, OF_COMPANIES, OF_LINES, Rule, Screen, Subject};
use crate::universe::Security;

/// The verdicts of all screens of a line or of a company except the one that tests prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steady {
    /// The first failure among the screens that precede the price screen.
    before: Option<Screen>,
    /// The first failure among the screens that follow it.
    after: Option<Screen>,
}

impl Steady {
    /// The verdicts on a line.
    pub fn of_line(line: &Security, context: &Context<'_>) -> Self {
        Self::of(&OF_LINES, &Subject::line(line), context)
    }

    /// The verdicts on a company.
    pub fn of_company(company: &Subject<'_>, context: &Context<'_>) -> Self {
        Self::of(&OF_COMPANIES, company, context)
    }

    fn of(rules: &[&dyn Rule], of: &Subject<'_>, context: &Context<'_>) -> Self {
        let at = rules.iter().position(|rule| rule.is_of_prices()).unwrap_or(rules.len());
        let failed = |rules: &[&dyn Rule]| {
            let fails = |rule: &&&dyn Rule| matches!(rule.check(of, context), Check::Fail(_));
            rules.iter().find(fails).map(|rule| rule.screen())
        };
        let (before, from) = rules.split_at(at);
        Self { before: failed(before), after: failed(from.get(1..).unwrap_or_default()) }
    }

    /// The first screen that a line fails at its current price.
    pub fn line_fails(self, line: &Security, context: &Context<'_>) -> Option<Screen> {
        self.fails(&Price, &Subject::line(line), context)
    }

    /// The first screen that a company fails at its current cap.
    pub fn company_fails(self, company: &Subject<'_>, context: &Context<'_>) -> Option<Screen> {
        self.fails(&Size, company, context)
    }

    fn fails(self, moves: &impl Rule, of: &Subject<'_>, context: &Context<'_>) -> Option<Screen> {
        let fails = || matches!(moves.check(of, context), Check::Fail(_)).then(|| moves.screen());
        self.before.or_else(fails).or(self.after)
    }

    /// Whether it still holds on later rank days: a line that is listed after this rank day will pass then.
    pub fn is_lasting(self) -> bool {
        self.before != Some(Screen::Listing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_screen_of_each_kind_is_of_prices() {
        let of_prices = |rules: &[&dyn Rule]| -> Vec<Screen> {
            rules.iter().filter(|rule| rule.is_of_prices()).map(|rule| rule.screen()).collect()
        };
        assert_eq!(of_prices(&OF_LINES), [Screen::Price]);
        assert_eq!(of_prices(&OF_COMPANIES), [Screen::Size]);
    }
}
