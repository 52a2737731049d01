//! One day of the screener, every line classified by its own words.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rustc_hash::{FxHashMap, FxHashSet};

use super::country::{Inferred, country_of};
use super::issuer::issuer_key;
use super::phrases::{Hint, Hints, hints, normalise};
use super::rows::{ScreenerRow, read_rows};
use super::security_type::{Kind, kind_of};
use super::structure::{ListedBeside, Seen, structure_of};
use crate::universe::country::Country;
use crate::universe::fault::Faults;
use crate::universe::import::corrections::CapCorrections;
use crate::universe::input::Input;
use crate::universe::security::{SecurityType, Structure};
use crate::universe::symbol::SymbolKey;

/// A line with what its words say.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) row: ScreenerRow,
    pub(super) issuer: String,
    pub(super) kind: Kind,
    pub(super) structure: Option<(Structure, &'static str)>,
    pub(super) country: Inferred,
    /// Whether the name speaks of classes or votes.
    pub(super) classed: bool,
    /// First telling word of the name.
    pub(super) first_word: String,
    /// What was done to the cap, in words.
    pub(super) cap_note: Option<String>,
}

impl Line {
    /// Whether it is a line that a company's cap and membership may rest on: common shares, and
    /// receipts and partnership interests, which evidence may show to be what they do not look like.
    pub(super) fn may_be_common(&self) -> bool {
        match self.kind {
            Kind::Common | Kind::Partnership => true,
            Kind::Is(kind, _) => kind == SecurityType::DepositaryReceipt,
        }
    }

    /// Whether every label says: common shares of a US company.
    pub(super) fn is_clean(&self) -> bool {
        self.label().is_none()
    }

    /// What speaks against the line, by its labels.
    pub(super) fn label(&self) -> Option<String> {
        match (self.kind, self.structure) {
            (Kind::Is(_, why), _) | (_, Some((_, why))) => Some(why.to_owned()),
            _ if self.country.is_us => None,
            _ if self.row.country.is_empty() => Some(self.country.reason.to_owned()),
            _ => Some(format!("country label {}", self.row.country)),
        }
    }

    /// Whether only the country label speaks against it.
    pub(super) fn only_foreign(&self) -> bool {
        self.kind == Kind::Common && self.structure.is_none() && !self.country.is_us
    }

    /// Shares that the cap and the price imply.
    pub(super) fn implied_shares(&self) -> Option<f64> {
        let cap = self.row.market_cap?.to_f64()?;
        let price = self.row.price?.to_f64()?;
        (price > 0.0).then(|| cap / price)
    }
}

/// A day of the screener.
#[derive(Debug, Clone)]
pub struct ScreenerDay {
    /// The close that it holds.
    pub as_of: NaiveDate,
    pub(super) lines: Vec<Line>,
    pub(super) place: FxHashMap<SymbolKey, usize>,
    /// Rows left out because their ticker stands on an earlier row.
    pub(super) repeated: usize,
}

impl ScreenerDay {
    /// Reads and classifies a file of the screener.
    ///
    /// # Errors
    /// Every fault of the file.
    pub fn read(
        input: &Input,
        as_of: NaiveDate,
        corrections: &CapCorrections,
        benefit_driven: &[Country],
    ) -> Result<Self, Faults> {
        let (rows, repeated) = read_rows(input, as_of)?;
        let lines = classify(rows, as_of, corrections, benefit_driven);
        let place = lines.iter().enumerate().map(|(at, l)| (l.row.key.clone(), at)).collect();
        Ok(Self { as_of, lines, place, repeated })
    }

    /// The line of a ticker.
    pub(super) fn get(&self, key: &SymbolKey) -> Option<&Line> {
        self.place.get(key).map(|&at| &self.lines[at])
    }

    /// Lines of each company, best pricing vehicle first; lines of other kinds are left out.
    ///
    /// The vehicle is the line with a cap and the highest share volume, by ticker where equal.
    pub(super) fn companies(&self, also: impl Fn(&Line) -> bool) -> Vec<Vec<usize>> {
        let mut place: FxHashMap<&str, usize> = FxHashMap::default();
        let mut companies: Vec<Vec<usize>> = Vec::new();
        for (at, line) in self.lines.iter().enumerate() {
            if !line.may_be_common() && !also(line) {
                continue;
            }
            let company = *place.entry(line.issuer.as_str()).or_insert_with(|| {
                companies.push(Vec::new());
                companies.len() - 1
            });
            companies[company].push(at);
        }
        for lines in companies.iter_mut().filter(|lines| lines.len() > 1) {
            lines.sort_by(|&a, &b| {
                let (a, b) = (&self.lines[a], &self.lines[b]);
                let has_cap = |l: &Line| l.row.market_cap.is_some();
                has_cap(b)
                    .cmp(&has_cap(a))
                    .then_with(|| share_volume(b).cmp(&share_volume(a)))
                    .then_with(|| a.row.key.cmp(&b.row.key))
            });
        }
        companies
    }
}

/// Shares traded a day.
fn share_volume(line: &Line) -> Option<Decimal> {
    line.row.adv_usd?.checked_div(line.row.price?)
}

fn classify(
    rows: Vec<ScreenerRow>,
    as_of: NaiveDate,
    corrections: &CapCorrections,
    benefit_driven: &[Country],
) -> Vec<Line> {
    let named: Vec<(String, Hints)> = rows
        .iter()
        .map(|row| {
            let text = normalise(&row.name);
            let found = hints(&text);
            (text, found)
        })
        .collect();
    let issuers: Vec<String> = rows
        .iter()
        .zip(&named)
        .map(|(row, (text, _))| match issuer_key(text) {
            // A line without a name is a company of its own.
            key if key.is_empty() => row.symbol.clone(),
            key => key,
        })
        .collect();
    let tickers: FxHashSet<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    let mut beside = ListedBeside::default();
    for ((row, (_, found)), issuer) in rows.iter().zip(&named).zip(&issuers) {
        if found.has(Hint::Unit) && !found.has(Hint::Partnership) {
            beside.unit_issuers.insert(issuer);
            beside.unit_tickers.insert(row.key.as_str());
        }
        if found.has(Hint::Warrant) {
            beside.warrant_issuers.insert(issuer);
        }
    }
    let seen: Vec<(Kind, Option<(Structure, &'static str)>)> = rows
        .iter()
        .zip(&named)
        .zip(&issuers)
        .map(|((row, (text, found)), issuer)| {
            let kind = kind_of(row, text, *found, &tickers);
            let seen = Seen { row, hints: *found, issuer, kind };
            (kind, structure_of(&seen, &beside, &tickers))
        })
        .collect();
    rows.into_iter()
        .zip(named)
        .zip(issuers.clone())
        .zip(seen)
        .map(|(((mut row, (text, found)), issuer), (kind, structure))| {
            let corrected = corrections.of(as_of, &row.key).filter(|_| row.market_cap.is_some());
            let cap_note = corrected.map(|cap| {
                row.market_cap = Some(cap);
                "cap: corrected by the file of corrections".to_owned()
            });
            Line {
                country: country_of(&row.country, found, benefit_driven),
                row,
                issuer,
                kind,
                structure,
                classed: found.has(Hint::Classed),
                first_word: first_word(&text),
                cap_note,
            }
        })
        .collect()
}

/// The first word of a name that tells companies apart.
fn first_word(normalised: &str) -> String {
    let telling = |word: &&str| !word.is_empty() && !["the", "d", "b", "a"].contains(word);
    normalised.split(' ').find(telling).unwrap_or_default().to_owned()
}
