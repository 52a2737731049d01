//! What a user knows and a vendor's file does not say: a facts file, one fact per row.
//!
//! A fact overrides whatever was read or inferred, and every use of it is shown in the result.

use chrono::NaiveDate;
use strum::VariantNames;

use super::fault::Faults;
use super::input::Input;
use super::lookalikes::Lookalikes;
use super::read::{CAP, PER_CENT, SHARES};
use super::security::{Security, SecurityType, Structure};
use super::symbol::{SymbolChanges, SymbolKey, Ticker};
use super::table::{self, Column, Number};
use crate::word_enum::word_enum;

/// Columns of a facts file.
pub const FACT_COLUMNS: &[Column] = &[
    Column { name: "symbol", required: true, holds: "ticker", meaning: "the line it is about" },
    Column {
        name: "field",
        required: true,
        holds: "code",
        meaning: "nationality, votes, float, structure, security_type, issuer, shares or cap",
    },
    Column { name: "value", required: true, holds: "as the field", meaning: "what is so" },
    Column {
        name: "as_of",
        required: true,
        holds: "date",
        meaning: "day from which it is known; a fact of a later day is not used",
    },
    Column { name: "source", required: true, holds: "text", meaning: "where it is known from" },
];

word_enum!(
    "snake_case",
    /// What a fact is about.
    pub enum FactField {
        /// The country assigned to the company: an ISO 3166 code.
        Nationality,
        /// Votes of unrestricted holders, per cent.
        Votes,
        /// Free float, per cent.
        Float,
        /// The company's structure, by its code.
        Structure,
        /// The kind of security, by its code.
        SecurityType,
        /// The issuer whose class the line is.
        Issuer,
        /// Shares outstanding of the line.
        Shares,
        /// Cap of the whole company, USD.
        Cap,
    }
);

/// One row of a facts file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Line in the facts file.
    pub line: u64,
    /// The line it is about.
    pub symbol: Ticker,
    /// What it is about.
    pub field: FactField,
    /// What is so, as written and checked.
    pub value: String,
    /// Day from which it is known.
    pub as_of: NaiveDate,
    /// Where it is known from.
    pub source: String,
}

/// A facts file.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The facts, in the order of the file.
    pub facts: Vec<Fact>,
}

impl Facts {
    /// Reads `symbol,field,value,as_of,source`.
    ///
    /// # Errors
    /// Every fault of the file, a value that its field cannot hold included.
    pub fn read(input: &Input) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let mut facts = Vec::new();
        table::read(input, FACT_COLUMNS, &mut faults, |row, faults| {
            let symbol = row.ticker(0, faults);
            let field = row.required(1, faults).and_then(|_| row.code::<FactField>(1, faults));
            let value = row.required(2, faults);
            let as_of = row.required(3, faults).and_then(|_| row.date(3, faults));
            let source = row.required(4, faults);
            let (Some(symbol), Some(field), Some(value), Some(as_of), Some(source)) =
                (symbol, field, value, as_of, source)
            else {
                return;
            };
            let fact = Fact {
                line: row.line,
                symbol,
                field,
                value: value.to_owned(),
                as_of,
                source: source.to_owned(),
            };
            match fact.apply(&mut Security::new("", super::Exchange::Other)) {
                Ok(()) => facts.push(fact),
                Err((problem, remedy)) => row.fault(2, Some(value), &problem, &remedy, faults),
            }
        });
        faults.into_result(Self { facts })
    }

    /// Applies every fact known on `day` to the lines it is about, later facts last.
    ///
    /// Returns a sentence per use, and one per fact that met no line.
    pub fn apply(
        &self,
        securities: &mut [Security],
        day: NaiveDate,
        changes: &SymbolChanges,
    ) -> (Vec<String>, Vec<String>) {
        if self.facts.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let (mut used, mut unmatched) = (Vec::new(), Vec::new());
        let symbols = securities.iter().map(|s| (s.symbol.as_str(), Some(s.line)));
        let changes = changes.telling_apart(&Lookalikes::of(symbols));
        let place: rustc_hash::FxHashMap<SymbolKey, usize> =
            securities.iter().enumerate().map(|(at, s)| (changes.key(&s.symbol), at)).collect();
        let mut known: Vec<&Fact> = self.facts.iter().filter(|f| f.as_of <= day).collect();
        known.sort_by_key(|f| (f.as_of, f.line));
        for fact in known {
            let key = changes.carry(&changes.key(&fact.symbol.written), fact.as_of, day);
            let said = format!(
                "{} {} = {}",
                changes.key(&fact.symbol.written).as_str(),
                fact.field,
                fact.value
            );
            let Some(&at) = key.and_then(|key| place.get(&key)) else {
                unmatched.push(format!("{said} (no such line)"));
                continue;
            };
            let security = &mut securities[at];
            // Checked when the file was read.
            if fact.apply(security).is_ok() {
                let note = format!("fact: {} = {} ({})", fact.field, fact.value, fact.source);
                if !security.inferred.is_empty() {
                    security.inferred.push_str("; ");
                }
                security.inferred.push_str(&note);
                used.push(format!("{said} ({}, {})", fact.source, fact.as_of));
            }
        }
        (used, unmatched)
    }
}

impl Fact {
    /// Sets the field it is about.
    fn apply(&self, security: &mut Security) -> Result<(), (String, String)> {
        let number = |limits: &Number| table::parse_decimal(&self.value, limits);
        match self.field {
            FactField::Nationality => {
                let country = self.value.parse().map_err(|_| {
                    let remedy = "write the two-letter ISO 3166 code, such as US or BM";
                    ("is not a country".to_owned(), remedy.to_owned())
                })?;
                security.country.assigned = Some(country);
                // Whoever states the nationality has looked at what the evidence hints at.
                security.readmit();
            }
            FactField::Votes => {
                security.unrestricted_votes_pct = Some(number(&PER_CENT)?);
                security.readmit();
            }
            FactField::Float => {
                security.free_float_pct = Some(number(&PER_CENT)?);
                security.readmit();
            }
            FactField::Structure => {
                security.structure = code::<Structure>(&self.value)?;
                security.readmit();
            }
            FactField::SecurityType => {
                security.security_type = code::<SecurityType>(&self.value)?;
                security.readmit();
            }
            FactField::Issuer => security.issuer.clone_from(&self.value),
            FactField::Shares => {
                security.shares_outstanding = Some(number(&SHARES)?);
                security.company_market_cap = None;
            }
            FactField::Cap => security.company_market_cap = Some(number(&CAP)?),
        }
        Ok(())
    }
}

fn code<T: std::str::FromStr + VariantNames>(text: &str) -> Result<T, (String, String)> {
    text.parse().map_err(|_| {
        ("is not known".to_owned(), format!("write one of {}", T::VARIANTS.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::universe::{Country, Exchange};

    #[test]
    fn facts_override_and_say_so() {
        let csv = "symbol,field,value,as_of,source\nAAA,nationality,US,2025-01-01,notice\n\
                   BBB,votes,3.2,2025-01-01,proxy\nAAA,cap,5000,2027-01-01,later\n";
        let input = Input::from_bytes("f.csv", csv.into()).expect("text");
        let facts = Facts::read(&input).expect("facts");
        let mut lines = [Security::new("AAA", Exchange::Nyse)];
        lines[0].country.assigned = "CA".parse().ok();
        let day = table::parse_date("2026-04-30").expect("a date");
        let (used, unmatched) = facts.apply(&mut lines, day, &SymbolChanges::default());
        assert_eq!(lines[0].country.assigned, Some(Country::US));
        assert_eq!(lines[0].company_market_cap, None, "known only later");
        assert_eq!(used, ["AAA nationality = US (notice, 2025-01-01)"]);
        assert_eq!(unmatched, ["BBB votes = 3.2 (no such line)"]);
    }

    #[test]
    fn a_fact_is_about_the_line_that_is_spelled_so() {
        let csv = "symbol,field,value,as_of,source\nBCPC,float,50,2025-01-01,proxy\n\
                   BC-PC,float,60,2025-01-01,proxy\nBC.PC,float,70,2025-01-01,proxy\n";
        let input = Input::from_bytes("f.csv", csv.into()).expect("text");
        let facts = Facts::read(&input).expect("facts");
        let mut lines = ["BC-PC", "BCPC"].map(|symbol| Security::new(symbol, Exchange::Nyse));
        let day = table::parse_date("2026-04-30").expect("a date");
        let (_, unmatched) = facts.apply(&mut lines, day, &SymbolChanges::default());
        assert_eq!(lines[0].free_float_pct, Some(60.into()));
        assert_eq!(lines[1].free_float_pct, Some(50.into()));
        assert_eq!(unmatched, ["BC.PC float = 70 (no such line)"]);
    }

    #[test]
    fn a_value_its_field_cannot_hold_is_a_fault() {
        let csv = "symbol,field,value,as_of,source\nAAA,votes,101,2025-01-01,x\n";
        let input = Input::from_bytes("f.csv", csv.into()).expect("text");
        let faults = Facts::read(&input).expect_err("101 per cent");
        assert_eq!(
            faults.to_string(),
            "f.csv:2: value: \"101\" is out of range; it must be at least 0 and at most 100"
        );
    }
}
