//! Stated ineligibility: the universe's `excluded` column, whether known or inferred on evidence.
//!
//! This is not a screen of the rule book; it holds findings whose cause the other data do not show.

use super::{Check, Context, Drops, Failure, Rule, Screen, Subject};
use crate::universe::Security;

pub(super) struct Stated;

impl Rule for Stated {
    fn screen(&self) -> Screen {
        Screen::Stated
    }

    fn rule(&self) -> &'static str {
        "not known or inferred to be ineligible"
    }

    fn finds(&self) -> &'static str {
        "evidence"
    }

    fn drops(&self) -> Drops {
        Drops {
            what: "Lines that a file or evidence excludes.",
            columns: "excluded",
            most_pct: 9.0,
        }
    }

    fn check(&self, of: &Subject<'_>, _: &Context<'_>) -> Check {
        let statement = of.line.excluded.as_deref();
        statement.map_or(Check::Pass, |why| Check::Fail(Failure::Stated(why.into())))
    }

    fn value(&self, of: &Subject<'_>, _: &Context<'_>) -> Option<String> {
        let stated = of.line.excluded.as_deref().unwrap_or("nothing");
        let reserved = match of.line.reserve_pct {
            0 => String::new(),
            pct => format!(" (takes {pct}% of a place in the ranking all the same)"),
        };
        Some(format!("{stated}{reserved}"))
    }

    fn needs(&self, _: &Context<'_>) -> String {
        "no statement that it is ineligible".to_owned()
    }

    fn mend(&self, line: &mut Security, _: &Context<'_>) {
        line.readmit();
    }
}
