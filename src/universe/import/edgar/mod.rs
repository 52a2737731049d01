//! The regulator's bulk file of all filers' headers: who is incorporated where, has its business address
//! where, in what industry, and files which forms.
//!
//! It is a ZIP archive with one JSON file for each filer, most of which are persons and funds; only the
//! filers of the tickers of a universe are kept. What they say becomes facts, each with its day and its
//! source (`facts`); what follows for a decision is up to whoever uses the facts.

mod archive;
mod facts;
mod member;
mod states;

use std::path::Path;

use chrono::NaiveDate;

pub use archive::{Wanted, read_filers};
pub use facts::{Headers, Tickers, filing_facts};
pub use states::country_of_state;

use crate::universe::country::Country;
use crate::universe::facts::{Fact, FactField};
use crate::universe::fault::Faults;
use crate::universe::filed::FilerKind;
use crate::universe::security::Structure;
use crate::word_enum::word_enum;

word_enum!(
    "kebab-case",
    /// What the regulator calls a filer.
    pub enum Entity {
        /// A company with a business.
        Operating,
        /// An investment company.
        Investment,
        /// Anything else: persons, foreign issuers, funds, and many who never said.
        Other,
    }
);

/// A filer's header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filer {
    /// The number by which the regulator knows it, whatever its name and its tickers become.
    pub cik: u64,
    /// Its name.
    pub name: String,
    /// Its tickers, those of preferred shares and notes among them.
    pub tickers: Vec<String>,
    /// Its industry, by the Standard Industrial Classification; `None` where it has none.
    pub sic: Option<u16>,
    /// What the regulator calls it.
    pub entity: Entity,
    /// Where it is incorporated; `None` where the header does not say: that is no sign of anything.
    pub incorporation: Option<Country>,
    /// Where its business address is; [`Country::UNKNOWN`] for abroad and not known where.
    pub headquarters: Option<Country>,
    /// By its latest filings: a domestic or a foreign one.
    pub kind: Option<FilerKind>,
}

/// All headers of a day that are looked for.
#[derive(Debug, Clone, Default)]
pub struct Filers {
    /// By their numbers.
    pub filers: Vec<Filer>,
    /// How many members were looked at.
    pub members: u64,
}

/// Codes of blank-cheque companies, and of oil royalty trusts.
const BLANK_CHECKS: u16 = 6770;
const OIL_ROYALTY: u16 = 6792;
/// Codes of what invests for others, and is no business: trusts, commodity pools, investors.
const INVESTS: [u16; 4] = [6221, 6189, 6726, 6799];

impl Filer {
    /// What its industry and its kind of entity make it; [`Structure::Corporation`] where it has an
    /// industry that is a business's, `None` where nothing follows.
    ///
    /// Closed-end funds and business development companies have no industry and are of a kind all the
    /// same; of who has neither, nothing is known: banks with another regulator are like that.
    pub fn structure(&self) -> Option<Structure> {
        match (self.sic, self.entity) {
            (Some(BLANK_CHECKS), _) => Some(Structure::BlankCheque),
            (Some(OIL_ROYALTY), Entity::Operating) if self.is_trust() => {
                Some(Structure::RoyaltyTrust)
            }
            (Some(code), Entity::Operating) if !INVESTS.contains(&code) => {
                Some(Structure::Corporation)
            }
            (None, Entity::Operating | Entity::Investment) => Some(Structure::ClosedEndFund),
            _ => None,
        }
    }

    /// Whether its name says that it is a trust: owners of royalties are corporations too.
    fn is_trust(&self) -> bool {
        self.says("TRUST")
    }

    /// Whether its name says that it was founded to acquire another.
    fn is_shell(&self) -> bool {
        self.says("ACQUISITION") || self.says("ACQUISITIONS")
    }

    fn says(&self, word: &str) -> bool {
        let mut words = self.name.split(|c: char| !c.is_alphanumeric());
        words.any(|said| said.eq_ignore_ascii_case(word))
    }
}

/// The bulk file of a day.
#[derive(Debug, Clone, Copy)]
pub struct BulkFile<'a> {
    /// The archive, or a folder of its members.
    pub path: &'a Path,
    /// The day on which it was published: nothing in it says so.
    pub as_of: NaiveDate,
}

/// Facts from the bulk file of a day.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// The facts, line by line.
    pub facts: Vec<Fact>,
    /// How many members were looked at.
    pub members: u64,
    /// How many filers were kept.
    pub filers: usize,
    /// How many lines of the universe have one.
    pub lines: usize,
}

/// Reads the bulk file, and an earlier one of about the rank day before, into facts on the lines of a
/// universe.
///
/// # Errors
/// Files that are no such archives, or members that are damaged.
pub fn import(
    lines: &Tickers<'_>,
    file: &BulkFile<'_>,
    before: Option<&Path>,
) -> Result<Imported, Faults> {
    let wanted = lines.wanted(file.as_of);
    let filers = read_filers(file, Wanted::Tickers(&wanted))?;
    let numbers = filers.filers.iter().map(|filer| filer.cik).collect();
    // The same filers whatever tickers they had then. What they had filed is not asked for.
    let earlier = before
        .map(|path| read_filers(&BulkFile { path, as_of: file.as_of }, Wanted::Numbers(&numbers)));
    let earlier = earlier.transpose()?;
    let headers = Headers { filers: &filers, as_of: file.as_of, before: earlier.as_ref() };
    let facts = filing_facts(lines, &headers);
    let lines = facts.iter().filter(|fact| fact.field == FactField::Cik).count();
    Ok(Imported { facts, members: filers.members, filers: filers.filers.len(), lines })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filer(name: &str, sic: Option<u16>, entity: Entity) -> Filer {
        Filer {
            cik: 1,
            name: name.to_owned(),
            tickers: vec!["QZA".to_owned()],
            sic,
            entity,
            incorporation: None,
            headquarters: None,
            kind: None,
        }
    }

    #[test]
    fn industry_and_kind_tell_the_structure() {
        use Entity::{Investment, Operating, Other};
        for (name, sic, entity, structure) in [
            ("Qzalis Inc.", Some(3571), Operating, Some(Structure::Corporation)),
            ("Qzalis Advisers", Some(6282), Operating, Some(Structure::Corporation)),
            ("Qzalis Capital Corp", None, Operating, Some(Structure::ClosedEndFund)),
            ("Qzalis Income Fund", None, Investment, Some(Structure::ClosedEndFund)),
            // A bank that files with another regulator.
            ("Qzalis Bank", None, Other, None),
            ("Qzalis Gold Trust", Some(6221), Operating, None),
            ("Qzalis plc", Some(3571), Other, None),
            ("Qzalis Merger Corp", Some(6770), Other, Some(Structure::BlankCheque)),
            ("Qzalis Royalty Trust", Some(6792), Operating, Some(Structure::RoyaltyTrust)),
            // One that owns land and pays dividends.
            ("Qzalis Land Corp", Some(6792), Operating, Some(Structure::Corporation)),
        ] {
            assert_eq!(filer(name, sic, entity).structure(), structure, "{name}");
        }
    }
}
