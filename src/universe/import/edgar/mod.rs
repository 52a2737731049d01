//! The regulator's bulk file of all filers' headers: incorporation, business address, industry and
//! forms filed.
//!
//! It is a ZIP archive with one JSON file for each filer, most of which are persons and funds; only the
//! filers of a universe's tickers are kept. Their data becomes facts, each with its date and source
//! (`facts`); drawing conclusions is left to the users of the facts.

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
    /// The regulator's type of a filer.
    pub enum Entity {
        /// An operating company.
        Operating,
        /// An investment company.
        Investment,
        /// Anything else: persons, foreign issuers, funds, and many that never stated a type.
        Other,
    }
);

/// A filer's header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filer {
    /// The number by which the regulator identifies it, across changes of name and ticker.
    pub cik: u64,
    /// Its name.
    pub name: String,
    /// Its tickers, including those of preferred shares and notes.
    pub tickers: Vec<String>,
    /// Its Standard Industrial Classification code; `None` if it has none.
    pub sic: Option<u16>,
    /// The regulator's type.
    pub entity: Entity,
    /// Where it is incorporated; `None` if the header does not say, which implies nothing.
    pub incorporation: Option<Country>,
    /// Where its business address is; [`Country::UNKNOWN`] for an unknown foreign country.
    pub headquarters: Option<Country>,
    /// Domestic or foreign, by its latest filings.
    pub kind: Option<FilerKind>,
}

/// The wanted headers of a date.
#[derive(Debug, Clone, Default)]
pub struct Filers {
    /// Sorted by number.
    pub filers: Vec<Filer>,
    /// How many members were inspected.
    pub members: u64,
}

/// Industry code of blank-cheque companies, and of oil royalty trusts.
const BLANK_CHECKS: u16 = 6770;
const OIL_ROYALTY: u16 = 6792;
/// Industry codes of investment vehicles, which are not businesses: trusts, commodity pools, investors.
const INVESTS: [u16; 4] = [6221, 6189, 6726, 6799];

impl Filer {
    /// The structure that follows from its industry and its type; [`Structure::Corporation`] if its
    /// industry is that of a business, `None` if nothing follows.
    ///
    /// Closed-end funds and business development companies are recognised by their type, as they
    /// have no industry. For a filer with neither, such as a bank with another regulator, nothing
    /// is known.
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

    /// Whether its name says that it is a trust; corporations may own royalties, too.
    fn is_trust(&self) -> bool {
        self.says("TRUST")
    }

    /// Whether its name says that it was founded to acquire another company.
    fn is_shell(&self) -> bool {
        self.says("ACQUISITION") || self.says("ACQUISITIONS")
    }

    fn says(&self, word: &str) -> bool {
        let mut words = self.name.split(|c: char| !c.is_alphanumeric());
        words.any(|said| said.eq_ignore_ascii_case(word))
    }
}

/// The bulk file of a date.
#[derive(Debug, Clone, Copy)]
pub struct BulkFile<'a> {
    /// The archive, or a folder of its members.
    pub path: &'a Path,
    /// The date of publication, which the file itself does not state.
    pub as_of: NaiveDate,
}

/// Facts from the bulk file of a date.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// The facts, line by line.
    pub facts: Vec<Fact>,
    /// How many members were inspected.
    pub members: u64,
    /// How many filers were kept.
    pub filers: usize,
    /// How many lines of the universe have a filer.
    pub lines: usize,
}

/// Reads the bulk file, and an earlier one of about the previous rank day, into facts about the
/// lines of a universe.
///
/// # Errors
/// Files that are not the regulator's archive, or damaged members.
pub fn import(
    lines: &Tickers<'_>,
    file: &BulkFile<'_>,
    before: Option<&Path>,
) -> Result<Imported, Faults> {
    let wanted = lines.wanted(file.as_of);
    let filers = read_filers(file, Wanted::Tickers(&wanted))?;
    let numbers = filers.filers.iter().map(|filer| filer.cik).collect();
    // Read the same filers by number, whatever their tickers were then; filings up to then are not needed.
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
    fn industry_and_type_decide_the_structure() {
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
            // A corporation that owns land and pays dividends.
            ("Qzalis Land Corp", Some(6792), Operating, Some(Structure::Corporation)),
        ] {
            assert_eq!(filer(name, sic, entity).structure(), structure, "{name}");
        }
    }
}
