//! Facts that the user states and a vendor's file lacks: a facts file, one fact per row.
//!
//! A fact overrides values that were read or inferred, and every use of it is shown in the result.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;
use strum::VariantNames;

use super::country::Country;
use super::fault::Faults;
use super::filed::{Filed, FilerKind};
use super::formula::guarded;
use super::import::no_country;
use super::input::Input;
use super::lookalikes::Lookalikes;
use super::read::{CAP, PER_CENT, SHARES, VOTES};
use super::security::{Security, SecurityType, Structure};
use super::symbol::{SymbolChanges, SymbolKey, Ticker};
use super::table::{self, Column, Number};
use crate::refusal::Refusal;
use crate::remark::{InputNote, Kind, Remark};
use crate::word_enum::word_enum;

/// Columns of a facts file.
pub const FACT_COLUMNS: &[Column] = &[
    Column { name: "symbol", required: true, holds: "ticker", meaning: "the line it is about" },
    Column {
        name: "field",
        required: true,
        holds: "code",
        meaning: "nationality, votes, votes_per_share, float, structure, security_type, issuer, shares or cap; or, of \
                  official filings, incorporation, headquarters, moved_from, assets, revenue, filer, \
                  cik or filed_structure, which the rules weigh against whatever else is known",
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
    /// The subject of a fact.
    pub enum FactField {
        /// The country assigned to the company: an ISO 3166 code.
        Nationality,
        /// Votes of unrestricted holders, per cent of all votes.
        Votes,
        /// Votes of one share of the line.
        VotesPerShare,
        /// Free float, per cent.
        Float,
        /// The company's structure, by its code.
        Structure,
        /// The kind of security, by its code.
        SecurityType,
        /// The issuer of which the line is a share class.
        Issuer,
        /// Shares outstanding of the line.
        Shares,
        /// Cap of the whole company, USD.
        Cap,
        /// Where the company is incorporated: an ISO 3166 code, `ZZ` for an unknown foreign
        /// country.
        Incorporation,
        /// Where its headquarters is: an ISO 3166 code, `ZZ` for an unknown foreign country.
        Headquarters,
        /// Where its headquarters was on the previous rank day, if that was another country.
        MovedFrom,
        /// Where most of its assets are: an ISO 3166 code.
        Assets,
        /// Where most of its revenue comes from: an ISO 3166 code.
        Revenue,
        /// What it files with the US regulator: `domestic` or `foreign`.
        Filer,
        /// The US regulator's number for the company: lines with the same number belong to one
        /// company.
        Cik,
        /// The structure that follows from its filed industry and kind of entity, by its code.
        FiledStructure,
    }
);

impl FactField {
    /// Whether its value is a country.
    pub fn is_of_country(self) -> bool {
        matches!(
            self,
            Self::Nationality
                | Self::Incorporation
                | Self::Headquarters
                | Self::MovedFrom
                | Self::Assets
                | Self::Revenue
        )
    }

    /// Whether it comes from official filings: the rules weigh such facts with other evidence,
    /// whereas other facts override values that were read or inferred.
    pub fn is_filed(self) -> bool {
        matches!(
            self,
            Self::Incorporation
                | Self::Headquarters
                | Self::MovedFrom
                | Self::Assets
                | Self::Revenue
                | Self::Filer
                | Self::Cik
                | Self::FiledStructure
        )
    }
}

/// One row of a facts file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Line number in the facts file.
    pub line: u64,
    /// The line it is about.
    pub symbol: Ticker,
    /// Its subject.
    pub field: FactField,
    /// Its value, as written and checked.
    pub value: String,
    /// The day from which it is known.
    pub as_of: NaiveDate,
    /// Its source.
    pub source: String,
}

/// A facts file.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The facts, in the order of the file.
    pub facts: Vec<Fact>,
    /// Facts from filings up to this day are used even if they are dated after rank day; `None` if none
    /// are admitted after it. Only for labels.
    pub filings_until: Option<NaiveDate>,
}

/// The outcome of applying facts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FactsUsed {
    /// A remark for each fact that was used, except those from filings, which are too many.
    pub used: Vec<Remark>,
    /// A remark for each fact that matched no line.
    pub unmatched: Vec<Remark>,
    /// How many facts from filings matched a line.
    pub filed: usize,
    /// How many facts from filings matched no line.
    pub filed_unmatched: usize,
}

impl Facts {
    /// Reads `symbol,field,value,as_of,source`.
    ///
    /// # Errors
    /// Every fault of the file, including values that their field cannot hold.
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
            match fact.check() {
                Ok(()) => facts.push(fact),
                Err(refusal) => row.fault(2, Some(value), refusal, faults),
            }
        });
        faults.into_result(Self { facts, filings_until: None })
    }

    /// Adds facts from filings; `until` admits those dated after rank day, up to that day.
    pub fn add_filings(&mut self, facts: Vec<Fact>, until: Option<NaiveDate>) {
        self.facts.extend(facts);
        self.filings_until = self.filings_until.max(until);
    }

    /// Whether a fact of this file is used on a day.
    pub fn is_known(&self, fact: &Fact, day: NaiveDate) -> bool {
        let until = self.filings_until.filter(|_| fact.field.is_filed());
        fact.as_of <= until.map_or(day, |until| until.max(day))
    }

    /// The facts from filings known on `day`, by the tickers of that day; later facts take precedence.
    pub fn filed(&self, day: NaiveDate, changes: &SymbolChanges) -> FxHashMap<SymbolKey, Filed> {
        let is_known = |f: &&Fact| f.field.is_filed() && self.is_known(f, day);
        let mut known: Vec<&Fact> = self.facts.iter().filter(is_known).collect();
        known.sort_by_key(|f| (f.as_of, f.line));
        let mut filed: FxHashMap<SymbolKey, Filed> = FxHashMap::default();
        for fact in known {
            if let Some(key) = changes.carry(&changes.key(&fact.symbol.written), fact.as_of, day) {
                // The value was checked when the file was read.
                let _ = fact.file(filed.entry(key).or_default());
            }
        }
        filed
    }

    /// Applies every fact known on `day` to its lines, later facts last. Facts from filings are
    /// only counted: see [`Self::filed`].
    pub fn apply(
        &self,
        securities: &mut [Security],
        day: NaiveDate,
        changes: &SymbolChanges,
    ) -> FactsUsed {
        let mut came_of = FactsUsed::default();
        if self.facts.is_empty() {
            return came_of;
        }
        let symbols = securities.iter().map(|s| (s.symbol(), Some(s.line)));
        let changes = changes.telling_apart(&Lookalikes::of(symbols));
        let place: FxHashMap<SymbolKey, usize> =
            securities.iter().enumerate().map(|(at, s)| (changes.key(s.symbol()), at)).collect();
        let mut known: Vec<&Fact> = self.facts.iter().filter(|f| self.is_known(f, day)).collect();
        known.sort_by_key(|f| (f.as_of, f.line));
        for fact in known {
            let key = changes.carry(&changes.key(&fact.symbol.written), fact.as_of, day);
            let at = key.and_then(|key| place.get(&key));
            if fact.field.is_filed() {
                came_of.filed += usize::from(at.is_some());
                came_of.filed_unmatched += usize::from(at.is_none());
                continue;
            }
            let symbol = fact.symbol.written.clone();
            let (field, value) = (fact.field.to_string(), fact.value.clone());
            let source = fact.source.clone();
            let Some(&at) = at else {
                came_of.unmatched.push(InputNote::FactWithoutLine { symbol, field, value }.into());
                continue;
            };
            let security = &mut securities[at];
            // The value was checked when the file was read.
            if fact.apply(security).is_ok() {
                let note = format!("fact: {} = {} ({})", fact.field, fact.value, fact.source);
                if !security.inferred.is_empty() {
                    security.inferred.push_str("; ");
                }
                security.inferred.push_str(&note);
                let as_of = fact.as_of;
                came_of
                    .used
                    .push(InputNote::FactUsed { symbol, field, value, source, as_of }.into());
            }
        }
        came_of
    }
}

/// Up to this many facts without a line get a remark each; more of them share one.
const NAMED_ONE_BY_ONE: usize = 10;

impl FactsUsed {
    /// The remarks on their use.
    pub fn remarks(self) -> Vec<Remark> {
        let counts = [
            (self.filed, InputNote::FactsFiled { count: self.filed }),
            (self.filed_unmatched, InputNote::FactsFiledUnmatched { count: self.filed_unmatched }),
        ];
        let counted = counts.into_iter().filter(|(count, _)| *count > 0);
        let mut remarks: Vec<Remark> = counted.map(|(_, kind)| kind.into()).collect();
        remarks.extend(self.used);
        if self.unmatched.len() > NAMED_ONE_BY_ONE {
            let symbol = |remark: &Remark| match &remark.kind {
                Kind::Input(InputNote::FactWithoutLine { symbol, .. }) => Some(symbol.clone()),
                _ => None,
            };
            let symbols = self.unmatched.iter().filter_map(symbol).collect();
            remarks.push(InputNote::FactsWithoutLine { symbols }.into());
        } else {
            remarks.extend(self.unmatched);
        }
        remarks
    }
}

/// Writes facts as the CSV that [`Facts::read`] reads.
///
/// # Errors
/// Errors of the CSV writer.
pub fn write_facts(facts: &[Fact], out: impl std::io::Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(FACT_COLUMNS.iter().map(|c| c.name))?;
    for fact in facts {
        writer.write_record([
            &guarded(&fact.symbol.written),
            &*fact.field.to_string(),
            &guarded(&fact.value),
            &fact.as_of.to_string(),
            &guarded(&fact.source),
        ])?;
    }
    writer.flush()?;
    Ok(())
}

impl Fact {
    /// Whether its field can hold its value.
    fn check(&self) -> Result<(), Refusal> {
        if self.field.is_filed() {
            self.file(&mut Filed::default())
        } else {
            self.apply(&mut Security::new("", super::Exchange::Other))
        }
    }

    /// Records a fact from a filing; other facts change nothing here.
    fn file(&self, filed: &mut Filed) -> Result<(), Refusal> {
        // A move refers to its own date: headquarters known on a later date supersede it.
        if self.field.is_filed() && self.as_of > filed.as_of {
            filed.moved_from = None;
        }
        match self.field {
            FactField::Incorporation => filed.incorporation = Some(country(&self.value)?),
            FactField::Headquarters => filed.headquarters = Some(country(&self.value)?),
            FactField::MovedFrom => filed.moved_from = Some(country(&self.value)?),
            FactField::Assets => filed.assets = Some(country(&self.value)?),
            FactField::Revenue => filed.revenue = Some(country(&self.value)?),
            FactField::Filer => filed.filer = Some(code::<FilerKind>(&self.value)?),
            FactField::FiledStructure => filed.structure = Some(code::<Structure>(&self.value)?),
            FactField::Cik => {
                let digits =
                    self.value.len() <= 10 && self.value.bytes().all(|b| b.is_ascii_digit());
                let number = self.value.parse().ok().filter(|_| digits);
                filed.cik = Some(number.ok_or_else(|| {
                    ("is no number of a filer".to_owned(), "write up to ten digits".to_owned())
                })?);
            }
            _ => return Ok(()),
        }
        filed.as_of = filed.as_of.max(self.as_of);
        Ok(())
    }

    /// Applies the fact to its field of the line.
    fn apply(&self, security: &mut Security) -> Result<(), Refusal> {
        let number = |limits: &Number| table::parse_decimal(&self.value, limits);
        match self.field {
            FactField::Nationality => {
                security.country.assigned = Some(country(&self.value)?);
                // A stated nationality takes precedence over the evidence for an exclusion.
                security.readmit();
            }
            FactField::Votes => {
                security.set_unrestricted_votes_pct(Some(number(&PER_CENT)?));
                security.readmit();
            }
            FactField::VotesPerShare => security.votes_per_share = Some(number(&VOTES)?),
            FactField::Float => {
                security.set_free_float_pct(Some(number(&PER_CENT)?));
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
            FactField::Issuer => security.set_issuer(&self.value),
            FactField::Shares => {
                security.set_shares_outstanding(Some(number(&SHARES)?));
                security.set_company_market_cap(None);
            }
            FactField::Cap => security.set_company_market_cap(Some(number(&CAP)?)),
            // Facts from filings are applied elsewhere: see `file`.
            FactField::Incorporation
            | FactField::Headquarters
            | FactField::MovedFrom
            | FactField::Assets
            | FactField::Revenue
            | FactField::Filer
            | FactField::Cik
            | FactField::FiledStructure => {}
        }
        Ok(())
    }
}

fn country(text: &str) -> Result<Country, Refusal> {
    text.parse().map_err(|_| no_country(text))
}

fn code<T: std::str::FromStr + VariantNames>(text: &str) -> Result<T, Refusal> {
    text.parse().map_err(|_| {
        Refusal::new("is not known", format!("write one of {}", T::VARIANTS.join(", ")))
    })
}

#[cfg(test)]
mod tests;
