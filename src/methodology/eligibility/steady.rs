//! What the screens decide apart from prices, which move every day where all else stays.
//!
//! Among the screens of a line, and among those of a company, one tests what moves: the price and
//! the cap. The others are applied once, and their first failures on either side of it are kept.

use super::price::Price;
use super::size::Size;
use super::{Check, Context, OF_COMPANIES, OF_LINES, Rule, Screen, Subject};
use crate::universe::Security;

/// What the screens of a line or of a company decide apart from the one that tests prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steady {
    /// The first screen failed of those before the one of prices.
    before: Option<Screen>,
    /// The first screen failed of those after it.
    after: Option<Screen>,
}

impl Steady {
    /// What the screens of a line decide.
    pub fn of_line(line: &Security, context: &Context<'_>) -> Self {
        Self::of(&OF_LINES, &Subject::line(line), context)
    }

    /// What the screens of a company decide.
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

    /// The first screen that a line fails at its price of today.
    pub fn line_fails(self, line: &Security, context: &Context<'_>) -> Option<Screen> {
        self.fails(&Price, &Subject::line(line), context)
    }

    /// The first screen that a company fails at its cap of today.
    pub fn company_fails(self, company: &Subject<'_>, context: &Context<'_>) -> Option<Screen> {
        self.fails(&Size, company, context)
    }

    fn fails(self, moves: &impl Rule, of: &Subject<'_>, context: &Context<'_>) -> Option<Screen> {
        let fails = || matches!(moves.check(of, context), Check::Fail(_)).then(|| moves.screen());
        self.before.or_else(fails).or(self.after)
    }

    /// Whether it may be kept for later rank days: a line listed after this one passes then.
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
