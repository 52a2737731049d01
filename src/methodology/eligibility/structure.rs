//! Structures (RB 5.6): royalty trusts, US LLCs, closed-end funds, business development companies,
//! blank-cheque companies, limited partnerships, funds and structures that generate UBTI are not
//! eligible.

use super::{Check, Context, Drops, Failure, Rule, Screen, Subject};
use crate::universe::{Security, Structure as Of};

pub(super) struct Structure;

impl Rule for Structure {
    fn screen(&self) -> Screen {
        Screen::Structure
    }

    fn rule(&self) -> &'static str {
        "no trusts, funds, partnerships, LLCs, SPACs"
    }

    fn drops(&self) -> Drops {
        let what = "Funds, partnerships, trusts and blank-cheque companies.";
        Drops { what, columns: "structure", most_pct: 18.0 }
    }

    fn check(&self, of: &Subject<'_>, context: &Context<'_>) -> Check {
        let structure = of.line.structure;
        if context.parameters.eligibility.excluded_structures.contains(&structure) {
            Check::Fail(Failure::Structure(structure))
        } else {
            Check::Pass
        }
    }

    fn value(&self, of: &Subject<'_>, _: &Context<'_>) -> Option<String> {
        Some(of.line.structure.to_string())
    }

    fn is_by_nature(&self) -> bool {
        true
    }

    fn mend(&self, line: &mut Security, _: &Context<'_>) {
        line.structure = Of::Corporation;
    }
}
