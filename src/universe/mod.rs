//! Data as of a date: security lines, the companies they belong to, the members, and the assets
//! that follow the indexes.
//!
//! Reads and writes the project's own CSV files, and imports vendors' files (the only place where
//! anything is inferred). Eligibility is decided in [`crate::methodology`], not here.

mod actions;
mod amount;
mod announced;
#[cfg_attr(
    not(feature = "parquet"),
    expect(dead_code, reason = "only Parquet files are read into them")
)]
mod batch;
mod beside;
pub mod columns;
mod content;
mod country;
mod currency;
pub(crate) mod decimal;
mod evidence;
mod facts;
mod fault;
mod filed;
mod formula;
mod funds;
mod gzip;
mod identity;
pub mod import;
mod index;
mod input;
mod kinds;
mod known;
mod lines;
mod lookalikes;
mod member_lists;
mod membership;
mod numbers;
mod outcome;
pub(crate) mod packed;
mod parquet;
mod pieces;
pub(crate) mod placeholder;
mod read;
mod regular;
pub(crate) mod same;
mod security;
mod symbol;
pub mod table;
mod text;
mod words;
mod write;

use std::sync::OnceLock;

use chrono::NaiveDate;
use rayon::prelude::*;
use smallvec::SmallVec;

use identity::Identities;

pub(crate) use crate::refusal::{is_obeyed, plain, shows_nothing};
pub use actions::{ACTION_COLUMNS, Acquirer, Action, ActionKind, CorporateAction, read_actions};
pub use amount::Amount;
pub use announced::{ANNOUNCED_COLUMNS, AnnouncedAction, AnnouncedChange, read_announced};
pub(crate) use content::Content;
pub use country::{Country, UnknownCountry};
pub(crate) use currency::is_other as is_other_currency;
pub use evidence::EvidenceKind;
pub use facts::{FACT_COLUMNS, Fact, FactField, Facts, FactsUsed, write_facts};
pub use fault::{FAULT_LIMIT, Fault, Faults, printable};
pub(crate) use fault::{all, both, cut, shorten, some_of};
pub use filed::{Filed, FilerKind};
pub(crate) use formula::guarded;
pub use funds::{Assets, Basis, Counts, FUND_COLUMNS, Fund, Funds, MOST_ASSETS};
pub use identity::LineNames;
pub use index::{Index, Indexes, Segment};
pub use input::Input;
pub(crate) use known::is_membership;
pub use lines::LineFinder;
pub(crate) use lines::lines_of_both;
pub use lookalikes::Lookalikes;
pub use member_lists::{LISTED_COLUMNS, ListedMembers, combine_lists, read_list};
pub use membership::{
    MEMBERSHIP_COLUMNS, Member, Membership, lines_of_members, membership_lookalikes,
    read_membership, write_membership,
};
pub use outcome::read_outcome;
pub(crate) use read::{CAP, PRICE, SHARES, VOTES};
pub use read::{ReadUniverse, read_tickers, read_universe};
pub(crate) use regular::sha256_of_all;
pub(crate) use regular::{open_regular, read_regular};
pub use regular::{read_bytes, sha256_of};
pub use security::{
    CountryFacts, Details, Exchange, RareDetails, Security, SecurityType, Structure,
};
pub use symbol::{SYMBOL_CHANGE_COLUMNS, SymbolChanges, SymbolKey, Ticker};
pub use write::write_universe;

/// A company: the security lines that share an issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// Its lines, as indices into [`Universe::securities`], in symbol order.
    pub lines: SmallVec<[usize; 1]>,
}

/// All security lines of a date.
#[derive(Debug, Clone)]
pub struct Universe {
    /// The date whose close gives the prices.
    pub as_of: NaiveDate,
    /// The lines, sorted by symbol whatever the order of the rows in the file.
    pub securities: Vec<Security>,
    /// The companies, in the order of their first lines.
    pub companies: Vec<Company>,
    /// Computed when first needed; the tickers of lines never change.
    lookalikes: OnceLock<Lookalikes>,
}

impl Universe {
    /// Its lines whose tickers differ only in punctuation.
    pub fn lookalikes(&self) -> &Lookalikes {
        let line = |s: &Security| (s.line > 0).then_some(s.line);
        let lines = || self.securities.iter().map(|s| (s.symbol(), line(s)));
        self.lookalikes.get_or_init(|| Lookalikes::of(lines()))
    }

    /// A universe of these lines, whose symbols must differ.
    pub fn new(as_of: NaiveDate, mut securities: Vec<Security>) -> Self {
        sort_by_symbol(&mut securities);
        // First the index of the first line of each line's company, later the index of the company.
        let mut place = same::first_of_same(&securities, |line| Some(line.issuer()));
        let mut companies: Vec<Company> = Vec::new();
        for line in 0..securities.len() {
            let first = place[line];
            if first == line {
                place[line] = companies.len();
                companies.push(Company { lines: SmallVec::new() });
            } else {
                place[line] = place[first];
            }
            companies[place[line]].lines.push(line);
        }
        Self { as_of, securities, companies, lookalikes: OnceLock::new() }
    }

    /// Groups its lines again: lines with the same issuer number form one company.
    pub(crate) fn group(&mut self, issuers: &[u32]) {
        let mut place =
            vec![usize::MAX; issuers.iter().map(|i| *i as usize + 1).max().unwrap_or(0)];
        self.companies.clear();
        for (line, &issuer) in issuers.iter().enumerate() {
            let at = &mut place[issuer as usize];
            if *at == usize::MAX {
                *at = self.companies.len();
                self.companies.push(Company { lines: SmallVec::new() });
            }
            self.companies[*at].lines.push(line);
        }
    }

    /// The lines of a company.
    pub fn lines<'a>(&'a self, company: &'a Company) -> impl Iterator<Item = &'a Security> {
        company.lines.iter().map(|&line| &self.securities[line])
    }

    /// For each line, the index of its company in [`Universe::companies`].
    pub fn company_of_line(&self) -> Vec<usize> {
        let mut company_of = vec![0; self.securities.len()];
        for (at, company) in self.companies.iter().enumerate() {
            for &line in &company.lines {
                company_of[line] = at;
            }
        }
        company_of
    }
}

/// Sorts lines by symbol.
///
/// Lines that are read one after another should have their details next to each other in memory;
/// otherwise reading them takes far longer. Therefore pieces that fit a core's cache are sorted together
/// with their details, and the lines of all pieces are then merged in order. The details then form as
/// many sorted runs as there are pieces. Finally the texts are copied in the order of the lines.
fn sort_by_symbol(securities: &mut Vec<Security>) {
    sort_in_pieces(securities, 1 << 14);
}

/// Sorts lines by symbol, in pieces of `piece` lines.
fn sort_in_pieces(securities: &mut Vec<Security>, piece: usize) {
    let is_sorted = |lines: &[Security]| lines.is_sorted_by(|a, b| a.symbol() <= b.symbol());
    if is_sorted(securities) {
        return;
    }
    securities.par_chunks_mut(piece).for_each(sort_piece);
    if securities.len() > piece && !is_sorted(securities) {
        let order = order_by_symbol(securities);
        let take = |place: usize| {
            std::mem::replace(&mut securities[place], Security::without_identity(Exchange::Other))
        };
        *securities = order.into_iter().map(take).collect();
    }
    securities.par_chunks_mut(piece).for_each(|lines| {
        Identities::gather(lines.iter_mut().map(|line| &mut line.identity));
    });
}

/// The indices of lines in the order of their symbols; lines with the same symbol keep their order.
fn order_by_symbol(securities: &[Security]) -> Vec<usize> {
    // The first letters, stored next to the indices, decide most comparisons.
    let begins = |(place, line): (usize, &Security)| {
        let mut letters = [0; 8];
        let own = line.symbol().as_bytes();
        let count = own.len().min(letters.len());
        letters[..count].copy_from_slice(&own[..count]);
        (u64::from_be_bytes(letters), place)
    };
    let mut order: Vec<(u64, usize)> = securities.par_iter().enumerate().map(begins).collect();
    order.par_sort_by(|a, b| {
        a.0.cmp(&b.0).then_with(|| securities[a.1].symbol().cmp(securities[b.1].symbol()))
    });
    order.into_iter().map(|(_, place)| place).collect()
}

/// Sorts a few lines, each with its details, by swapping each of them once.
fn sort_piece(securities: &mut [Security]) {
    let mut from = order_by_symbol(securities);
    for start in 0..from.len() {
        // Follow the cycle: each position takes its line from the next one and is then done.
        let mut to = start;
        loop {
            let source = std::mem::replace(&mut from[to], to);
            if source == start {
                break;
            }
            swap_lines(securities, to, source);
            to = source;
        }
    }
}

/// Swaps two lines and also the contents of their details, so that the details keep their positions in
/// memory.
fn swap_lines(securities: &mut [Security], one: usize, other: usize) {
    securities.swap(one, other);
    let Ok([one, other]) = securities.get_disjoint_mut([one, other]) else { return };
    if let (Some(own), Some(others)) = (&mut one.details, &mut other.details) {
        std::mem::swap(own, others);
        std::mem::swap(&mut **own, &mut **others);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lines_are_in_the_order_of_their_symbols(
            symbols in proptest::collection::vec("[A-C]{1,10}", 0..40),
            piece in 1_usize..50,
        ) {
            let lines = symbols.iter().zip(1..).map(|(symbol, line)| {
                let mut security = Security { line, ..Security::new(symbol.as_str(), Exchange::Nyse) };
                if line % 3 > 0 {
                    security.set_name(&format!("{symbol} {line}"));
                }
                security
            });
            let mut expected: Vec<Security> = lines.collect();
            let mut sorted = expected.clone();
            expected.sort_by(|a, b| a.symbol().cmp(b.symbol()));
            sort_in_pieces(&mut sorted, piece);
            prop_assert!(sorted == expected);
        }
    }
}
