//! Every screen of a line and of a company: the value it tests, its requirement, and its verdict.

use rust_decimal::Decimal;

use crate::methodology::Screen;
use crate::methodology::eligibility::{
    Check, Context, Rule, Subject, company_screens, line_screens,
};
use crate::reconstitution::{Inputs, context};
use crate::universe::Security;

/// The outcome of a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It passes.
    Passed,
    /// It passes because the value that the screen tests is unknown.
    PassedUnknown,
    /// It fails.
    Failed,
}

/// One screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The screen.
    pub screen: Screen,
    /// The tested value; `None` if unknown.
    pub value: Option<String>,
    /// The requirement.
    pub needs: String,
    /// The verdict.
    pub standing: Standing,
}

/// The screens of a line. `member` says if its company is a member, `member_line` if the line
/// itself is.
pub(super) fn of_line(
    inputs: &Inputs<'_>,
    s: &Security,
    (member, member_line): (bool, bool),
) -> Vec<Finding> {
    let context = context(inputs, member, member_line);
    line_screens().map(|rule| finding(rule, &Subject::line(s), &context)).collect()
}

/// The screens of a company, given its cap and the line that represents it.
pub(super) fn of_company(
    inputs: &Inputs<'_>,
    cap: Option<Decimal>,
    (company, line): (usize, usize),
    member: bool,
) -> Vec<Finding> {
    let context = context(inputs, member, member);
    let securities = &inputs.universe.securities;
    let lines = &inputs.universe.companies[company].lines;
    let subject = Subject::company(cap, &securities[line], securities, lines);
    // A member with an unknown cap is kept without a rank, even if a screen would need that cap.
    let is_kept = member && cap.is_none();
    let finding = |rule| {
        let found = finding(rule, &subject, &context);
        let is_unknown = found.standing == Standing::Failed && found.value.is_none();
        let standing = if is_kept && is_unknown { Standing::PassedUnknown } else { found.standing };
        Finding { standing, ..found }
    };
    company_screens().map(finding).collect()
}

fn finding(rule: &dyn Rule, of: &Subject<'_>, context: &Context<'_>) -> Finding {
    let standing = match rule.check(of, context) {
        Check::Pass => Standing::Passed,
        Check::PassUnknown => Standing::PassedUnknown,
        Check::Fail(_) => Standing::Failed,
    };
    let (value, needs) = (rule.value(of, context), rule.needs(context));
    Finding { screen: rule.screen(), value, needs, standing }
}
