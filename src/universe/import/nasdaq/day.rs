//! One day of the screener, with every line classified by its own name and labels.

use arcstr::ArcStr;
use chrono::{Datelike as _, NaiveDate};
use compact_str::CompactString;
use rayon::prelude::*;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::country::{Countries, Inferred, Label};
use super::issuer::issuer_key;
use super::namesakes;
use super::phrases::{Hint, Hints, hints, normalise_into};
use super::rows::{ReadRows, ScreenerRow, read_rows};
use super::security_type::{Kind, kind_of, other_kind};
use super::structure::{ListedBeside, Seen, structure_of};
use crate::universe::country::Country;
use crate::universe::fault::Faults;
use crate::universe::import::cell::CellCounts;
use crate::universe::import::corrections::CapCorrections;
use crate::universe::input::Input;
use crate::universe::known::{Known, known_table};
use crate::universe::lookalikes::Lookalikes;
use crate::universe::packed::float;
use crate::universe::security::{Security, SecurityType, Structure};
use crate::universe::symbol::SymbolKey;
use crate::universe::words::Words;

/// Number of rows that are worth a separate task.
pub(super) const ROWS_A_TASK: usize = 1_024;

/// A line with its classification.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) row: ScreenerRow,
    pub(super) issuer: String,
    pub(super) kind: Kind,
    pub(super) structure: Option<(Structure, &'static str)>,
    pub(super) country: Inferred,
    /// Whether the name mentions classes or votes.
    pub(super) classed: bool,
    /// First distinctive word of the name.
    pub(super) first_word: CompactString,
    /// The change made to the cap, in words.
    pub(super) cap_note: Option<String>,
}

impl Line {
    /// Whether a company's cap and membership may rest on this line: common shares, and receipts
    /// and partnership interests, whose labels evidence may contradict.
    pub(super) fn may_be_common(&self) -> bool {
        match self.kind {
            Kind::Common | Kind::Partnership => true,
            Kind::Is(kind, _) => kind == SecurityType::DepositaryReceipt,
        }
    }

    /// Whether all labels agree on common shares of a US company.
    pub(super) fn is_clean(&self) -> bool {
        self.label().is_none()
    }

    /// The labels that speak against the line's eligibility.
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

    /// The shares implied by cap and price.
    pub(super) fn implied_shares(&self) -> Option<f64> {
        let cap = float(self.row.market_cap?);
        let price = float(self.row.price?);
        (price > 0.0).then(|| cap / price)
    }
}

/// A day of the screener.
#[derive(Debug, Clone)]
pub struct ScreenerDay {
    /// The date of the close.
    pub as_of: NaiveDate,
    pub(super) lines: Vec<Line>,
    pub(super) place: FxHashMap<SymbolKey, usize>,
    pub(super) seen: SeenOfFile,
    /// Lines whose tickers differ only in punctuation.
    pub(super) lookalikes: Lookalikes,
}

/// Remarks on a file, apart from its lines.
#[derive(Debug, Clone)]
pub(super) struct SeenOfFile {
    /// Rows left out because an earlier row has the same ticker, each in words.
    pub(super) repeated: Vec<String>,
    /// Line numbers of rows without a ticker.
    pub(super) without_ticker: Vec<u64>,
    /// Whether the file has a country column at all.
    pub(super) has_countries: bool,
    /// The changes made to its cells.
    pub(super) cells: CellCounts,
    /// Lines that the file states as common shares, though their tickers or names say otherwise, each
    /// in words.
    pub(super) contradicted: Vec<String>,
}

impl ScreenerDay {
    /// Whether a file is the screener's, in any of its forms.
    pub fn is_export(input: &Input) -> bool {
        known_table(input.text()) == Some(Known::Screener)
    }

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
        let ReadRows { rows, repeated, without_ticker, has_countries, cells, lookalikes } =
            read_rows(input, as_of)?;
        let contradicted = Vec::new();
        let seen = SeenOfFile { repeated, without_ticker, has_countries, cells, contradicted };
        let place: FxHashMap<SymbolKey, usize> =
            rows.iter().enumerate().map(|(at, row)| (row.key.clone(), at)).collect();
        let corrected = |symbol: &str| {
            if lookalikes.has(symbol) {
                corrections.of_exactly(as_of, symbol)
            } else {
                corrections.of(as_of, symbol)
            }
        };
        let lines = classify(as_of, rows, &place, &corrected, benefit_driven);
        Ok(Self { as_of, lines, place, seen, lookalikes })
    }

    /// Classifies the lines of another table by the same rules; stated values are kept.
    pub(in crate::universe::import) fn of_stated(
        as_of: NaiveDate,
        stated: &[Stated<'_>],
        benefit_driven: &[Country],
    ) -> Self {
        let mut words = Words::default();
        let symbols = stated.iter().map(|line| (line.security.symbol(), None));
        let lookalikes = Lookalikes::of(symbols);
        let row = |line: &Stated<'_>| line.row(&lookalikes, &mut words);
        let rows: Vec<ScreenerRow> = stated.iter().map(row).collect();
        let place: FxHashMap<SymbolKey, usize> =
            rows.iter().enumerate().map(|(at, row)| (row.key.clone(), at)).collect();
        let mut lines = classify(as_of, rows, &place, &|_| None, benefit_driven);
        namesakes::part(&mut lines);
        let mut contradicted = Vec::new();
        for (line, stated) in lines.iter_mut().zip(stated) {
            stated.describe(line, &|ticker| place.contains_key(ticker));
            if let Kind::Is(kind, why) = line.kind
                && stated.has_type
                && stated.security.security_type == SecurityType::Common
            {
                contradicted.push(format!("{} ({kind}: {why})", line.row.symbol));
            }
            stated.overrule(line);
        }
        let says_country = |line: &Stated<'_>| {
            let country = &line.security.country;
            let indicators =
                [country.assigned, country.incorporation, country.headquarters, country.assets];
            !line.label.is_empty() || indicators.iter().any(Option::is_some)
        };
        let seen = SeenOfFile {
            repeated: Vec::new(),
            without_ticker: Vec::new(),
            has_countries: stated.iter().any(says_country),
            cells: CellCounts::default(),
            contradicted,
        };
        Self { as_of, lines, place, seen, lookalikes }
    }

    /// The line of a ticker.
    pub(super) fn get(&self, key: &SymbolKey) -> Option<&Line> {
        self.place.get(key).map(|&at| &self.lines[at])
    }

    /// The lines of each company, best pricing vehicle first; lines of other kinds are left out, unless
    /// `also` accepts them.
    ///
    /// The vehicle is the line with a cap and the highest share volume; ties are decided by ticker.
    pub(super) fn companies(&self, also: impl Fn(&Line) -> bool) -> Vec<Vec<usize>> {
        self.companies_of(|at| &self.lines[at].issuer, also)
    }

    /// As [`Self::companies`], with the issuer of each line given by the caller.
    pub(super) fn companies_of<'d>(
        &'d self,
        issuer: impl Fn(usize) -> &'d str,
        also: impl Fn(&Line) -> bool,
    ) -> Vec<Vec<usize>> {
        let mut place: FxHashMap<&str, usize> = FxHashMap::default();
        let mut companies: Vec<Vec<usize>> = Vec::new();
        for (at, line) in self.lines.iter().enumerate() {
            if !line.may_be_common() && !also(line) {
                continue;
            }
            let company = *place.entry(issuer(at)).or_insert_with(|| {
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

/// Longer descriptions are prose about the company, not the security.
const LONGEST_DESCRIPTION: usize = 120;

/// The wording of a reason found in a name, for one found in a description.
fn of_description(why: &'static str) -> &'static str {
    match why {
        "name says when issued" => "description says when issued",
        "name says warrant" => "description says warrant",
        "name says right" => "description says right",
        "name says notes" => "description says notes",
        "name says preferred" => "description says preferred",
        "name says depositary shares" => "description says depositary shares",
        "name says units" => "description says units",
        other => other,
    }
}

/// The reason for a label that a table states.
const STATED: &str = "stated";
/// The reason for a country that is left to the home-country indicators that a table states.
pub(super) const BY_INDICATORS: &str = "by its indicators";

/// A line of another table: its stated type, structure, issuer and country are kept.
pub(in crate::universe::import) struct Stated<'a> {
    /// The line as in the table.
    pub(in crate::universe::import) security: &'a Security,
    /// The table's country label, which is not an assigned country.
    pub(in crate::universe::import) label: &'a str,
    /// The vendor's description of the security, if there is one in addition to the company's name.
    pub(in crate::universe::import) description: &'a str,
    /// Whether the table states the type.
    pub(in crate::universe::import) has_type: bool,
    /// Whether it states the structure.
    pub(in crate::universe::import) has_structure: bool,
    /// Whether it states the issuer.
    pub(in crate::universe::import) has_issuer: bool,
}

impl Stated<'_> {
    fn row(&self, lookalikes: &Lookalikes, words: &mut Words) -> ScreenerRow {
        let s = self.security;
        let has_no_cap = s.company_market_cap().is_none() && s.shares_outstanding().is_none();
        let word = |word: &Option<ArcStr>| word.clone().unwrap_or_else(|| ArcStr::from(""));
        ScreenerRow {
            line: s.line,
            symbol: CompactString::new(s.symbol()),
            key: lookalikes.key(s.symbol()),
            name: s.name().to_owned(),
            exchange: s.exchange,
            price: s.price(),
            market_cap: s.company_market_cap(),
            country: words.of(self.label),
            sector: word(&s.sector),
            industry: word(&s.industry),
            // A new company is placed by volume only if it has no cap.
            ipo_year: s.listing_date.filter(|_| has_no_cap).map(|day| day.year()),
            mean_close_30d: s.mean_close_30d(),
            adv_usd: s.adv_usd(),
        }
    }

    /// Takes the type from the description if ticker and name are inconclusive.
    fn describe(&self, line: &mut Line, is_ticker: &dyn Fn(&str) -> bool) {
        let is_short = (1..=LONGEST_DESCRIPTION).contains(&self.description.len());
        if line.kind != Kind::Common || !is_short {
            return;
        }
        if let Some((kind, why)) = other_kind(&line.row.symbol, self.description, is_ticker) {
            line.kind = Kind::Is(kind, of_description(why));
        }
    }

    fn overrule(&self, line: &mut Line) {
        let s = self.security;
        if self.has_type {
            line.kind = match s.security_type {
                SecurityType::Common => Kind::Common,
                other => Kind::Is(other, STATED),
            };
        }
        if self.has_structure {
            let ordinary = s.structure == Structure::Corporation;
            line.structure = (!ordinary).then_some((s.structure, STATED));
        }
        if self.has_issuer {
            s.issuer().clone_into(&mut line.issuer);
        }
        if let Some(country) = s.country.assigned {
            let is_us = country == Country::US;
            let label = if is_us { Label::Us } else { Label::Foreign };
            line.country = Inferred { label, country: Some(country), is_us, reason: STATED };
        } else if s.country.has_indicators() {
            let (label, reason) = (Label::Missing, BY_INDICATORS);
            line.country = Inferred { label, country: None, is_us: true, reason };
        }
    }
}

/// What the name of a line implies.
struct Named {
    hints: Hints,
    issuer: String,
    first_word: CompactString,
}

fn classify(
    as_of: NaiveDate,
    rows: Vec<ScreenerRow>,
    place: &FxHashMap<SymbolKey, usize>,
    corrected: &dyn Fn(&str) -> Option<Decimal>,
    benefit_driven: &[Country],
) -> Vec<Line> {
    let named: Vec<Named> = rows
        .par_iter()
        .with_min_len(ROWS_A_TASK)
        .map_init(String::new, |text, row| name_of(row, text))
        .collect();
    let mut beside = ListedBeside::default();
    for (row, name) in rows.iter().zip(&named) {
        if name.hints.has(Hint::Unit) && !name.hints.has(Hint::Partnership) {
            beside.unit_issuers.insert(&name.issuer);
            beside.unit_tickers.insert(row.key.as_str());
        }
        if name.hints.has(Hint::Warrant) {
            beside.warrant_issuers.insert(&name.issuer);
        }
    }
    let is_ticker = |ticker: &str| place.contains_key(ticker);
    let labels: Vec<(Kind, Option<(Structure, &'static str)>)> = rows
        .par_iter()
        .with_min_len(ROWS_A_TASK)
        .zip(&named)
        .map(|(row, name)| {
            let kind = kind_of(row, name.hints, &is_ticker);
            let is_recent = row.ipo_year.is_some_and(|year| year + 1 >= as_of.year());
            let is_recent_class = name.hints.has(Hint::Classed) && is_recent;
            let (hints, issuer) = (name.hints, name.issuer.as_str());
            let seen = Seen { row, hints, issuer, kind, is_recent_class };
            (kind, structure_of(&seen, &beside, &is_ticker))
        })
        .collect();
    let mut countries = Countries::new(benefit_driven);
    rows.into_iter()
        .zip(named)
        .zip(labels)
        .map(|((mut row, name), (kind, structure))| {
            let corrected = row.market_cap.and_then(|_| corrected(&row.symbol));
            let cap_note = corrected.map(|cap| {
                row.market_cap = Some(cap);
                "cap: corrected by the file of corrections".to_owned()
            });
            Line {
                country: countries.of(&row.country, name.hints),
                row,
                issuer: name.issuer,
                kind,
                structure,
                classed: name.hints.has(Hint::Classed),
                first_word: name.first_word,
                cap_note,
            }
        })
        .collect()
}

fn name_of(row: &ScreenerRow, text: &mut String) -> Named {
    normalise_into(&row.name, text);
    let hints = hints(text);
    let issuer = match issuer_key(text, hints.has(Hint::Track)) {
        // A line without a name is its own issuer.
        key if key.is_empty() => row.symbol.to_string(),
        key => key,
    };
    Named { hints, issuer, first_word: first_word(text) }
}

/// The first word of a name that distinguishes companies.
fn first_word(normalised: &str) -> CompactString {
    let telling = |word: &&str| !word.is_empty() && !["the", "d", "b", "a"].contains(word);
    CompactString::new(normalised.split(' ').find(telling).unwrap_or_default())
}
