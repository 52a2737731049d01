//! Share classes from the cover pages of annual and quarterly reports, as published in the
//! regulator's "Financial Statement and Notes" data sets.
//!
//! A cover page states the shares outstanding of each class (`EntityCommonStockSharesOutstanding`)
//! and the ticker of each listed class (`TradingSymbol`). A class with shares and no ticker is
//! unlisted; it becomes a line of its own, whose shares count towards the company's cap and whose
//! votes count towards the company's votes.
//!
//! The data sets do not state votes per share. Unless a file of votes does, a listed share is
//! assumed to have one vote, and a share of an unlisted class ten: founders keep such classes to
//! outvote the others. Both assumptions are labelled.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::tables::read_table;
use crate::universe::table::{self, Column};
use crate::universe::{
    EvidenceKind, Exchange, Faults, Input, LineNames, SHARES, Security, SymbolKey, VOTES,
};

/// Votes of a listed share, and of a share of an unlisted class, where no file states them.
const VOTES_LISTED: Decimal = Decimal::ONE;
const VOTES_UNLISTED: Decimal = Decimal::TEN;

/// Shares by filing and class, with the date of the count.
type Counts = BTreeMap<(String, String), (NaiveDate, Decimal)>;

/// The axis of share classes in the description of a dimension.
const AXIS: &str = "ClassOfStock=";

/// A class on a cover page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ClassOfStock {
    /// The name of the class, such as `CommonClassB`.
    pub(super) name: String,
    /// Its shares outstanding.
    pub(super) shares: Decimal,
    /// Its tickers; none for an unlisted class.
    pub(super) tickers: Vec<String>,
}

/// A cover page with more than one class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CoverPage {
    /// The date of the share counts.
    pub(super) counted_on: NaiveDate,
    /// Its classes, by name.
    pub(super) classes: Vec<ClassOfStock>,
}

/// Reads the cover pages of an unpacked data set whose shares were counted by a day, and which were
/// filed by that day where the set has its table of filings.
///
/// # Errors
/// Tables that are missing, or that are not in the regulator's format.
pub(super) fn read_cover_pages(folder: &Path, as_of: NaiveDate) -> Result<Vec<CoverPage>, Faults> {
    let mut faults = Faults::default();
    if folder.is_file() {
        let remedy =
            "name the folder of the unpacked set, in which num.tsv, dim.tsv and txt.tsv lie";
        faults.file(&folder.display().to_string(), "is a file, and no folder of tables", remedy);
        return Err(faults);
    }
    let filed = read_filing_days(folder, &mut faults);
    // Hash of a dimension -> class, and whether the class is its only axis.
    let mut dimensions: FxHashMap<String, (String, bool)> = FxHashMap::default();
    read_table(folder, "dim.tsv", &["dimhash", "segments"], &mut faults, |row, _| {
        let axes = || row.cell(1).split(';').filter(|axis| !axis.trim().is_empty());
        if let Some(class) = axes().find_map(|axis| axis.trim().strip_prefix(AXIS)) {
            let is_alone = axes().count() == 1;
            dimensions.insert(row.cell(0).to_owned(), (class.to_owned(), is_alone));
        }
    });
    let is_late = |adsh: &str| filed.get(adsh).is_some_and(|day| *day > as_of);
    let mut counts: Counts = BTreeMap::new();
    let columns = &["adsh", "tag", "ddate", "uom", "dimh", "value", "coreg"];
    read_table(folder, "num.tsv", columns, &mut faults, |row, faults| {
        if row.cell(1) != "EntityCommonStockSharesOutstanding" || !row.cell(6).is_empty() {
            return;
        }
        let Some((class, true)) = dimensions.get(row.cell(4)) else { return };
        if is_late(row.cell(0)) || row.cell(3) != "shares" || row.cell(5).is_empty() {
            return;
        }
        let Some(day) = day(row.cell(2)) else {
            faults.push(row.fault(2, ("is no day", "fetch the set again")));
            return;
        };
        match table::parse_decimal(row.cell(5), &SHARES) {
            Ok(shares) if day <= as_of => {
                let count = counts.entry((row.cell(0).to_owned(), class.clone())).or_default();
                *count = (*count).max((day, shares));
            }
            Ok(_) => {}
            // A class with no shares left.
            Err(_) if row.cell(5).trim_matches(['0', '.']).is_empty() => {}
            Err(refusal) => faults.push(row.fault(5, refusal)),
        }
    });
    let mut tickers: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    read_table(folder, "txt.tsv", &["adsh", "tag", "dimh", "value"], &mut faults, |row, _| {
        if row.cell(1) != "TradingSymbol" {
            return;
        }
        if let Some((class, _)) = dimensions.get(row.cell(2)) {
            let of_class = tickers.entry((row.cell(0).to_owned(), class.clone())).or_default();
            of_class.push(row.cell(3).trim().to_owned());
        }
    });
    faults.into_result(cover_pages(counts, &tickers))
}

fn cover_pages(
    counts: Counts,
    tickers: &BTreeMap<(String, String), Vec<String>>,
) -> Vec<CoverPage> {
    let mut pages: BTreeMap<String, CoverPage> = BTreeMap::new();
    for (of, (counted_on, shares)) in counts {
        let tickers = tickers.get(&of).cloned().unwrap_or_default();
        let (adsh, name) = of;
        let page =
            pages.entry(adsh).or_insert_with(|| CoverPage { counted_on, classes: Vec::new() });
        page.counted_on = page.counted_on.max(counted_on);
        page.classes.push(ClassOfStock { name, shares, tickers });
    }
    pages.into_values().filter(|page| page.classes.len() > 1).collect()
}

/// The filing dates, where the data set has its table of filings.
fn read_filing_days(folder: &Path, faults: &mut Faults) -> FxHashMap<String, NaiveDate> {
    let mut filed = FxHashMap::default();
    if folder.join("sub.tsv").exists() {
        read_table(folder, "sub.tsv", &["adsh", "filed"], faults, |row, _| {
            filed.extend(day(row.cell(1)).map(|day| (row.cell(0).to_owned(), day)));
        });
    }
    filed
}

/// A date as the data sets write it, `20260331`.
fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y%m%d").ok()
}

/// Columns of a file of votes.
pub(in crate::cli) const VOTE_COLUMNS: &[Column] = &[
    Column {
        name: "symbol",
        required: true,
        holds: "ticker",
        meaning: "a listed line of the company",
    },
    Column {
        name: "class",
        required: false,
        holds: "text",
        meaning: "the class as the cover page names it, such as CommonClassB (default: the line's own)",
    },
    Column {
        name: "votes_per_share",
        required: true,
        holds: "votes",
        meaning: "votes of one share of the class",
    },
];

/// Known votes per share, by a listed line of the company and the class.
pub(super) type KnownVotes = FxHashMap<(SymbolKey, Option<String>), Decimal>;

/// Reads a file of votes.
///
/// # Errors
/// Every fault of the file.
pub(super) fn read_votes(input: &Input) -> Result<KnownVotes, Faults> {
    let mut faults = Faults::default();
    let mut known = KnownVotes::default();
    table::read(input, VOTE_COLUMNS, &mut faults, |row, faults| {
        let symbol = row.required(0, faults);
        let votes = row.required(2, faults).and_then(|_| row.decimal(2, &VOTES, faults));
        if let (Some(symbol), Some(votes)) = (symbol, votes) {
            known.insert((SymbolKey::new(symbol), row.text(1).map(str::to_owned)), votes);
        }
    });
    faults.into_result(known)
}

/// The outcome of applying cover pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ClassesAdded {
    /// Companies of the universe with a cover page of several classes.
    pub(super) companies: usize,
    /// Listed lines that were given votes.
    pub(super) listed: usize,
    /// Unlisted classes that became lines.
    pub(super) unlisted: usize,
    /// Classes whose votes are assumed.
    pub(super) assumed: usize,
    /// Lines whose shares differ from the universe's by more than a tenth, each in a sentence.
    pub(super) differ: Vec<String>,
}

/// Adds the classes of cover pages to a universe: votes and, where unknown, shares for existing
/// lines, and new lines for unlisted classes. Values that a line states are kept.
pub(super) fn add_classes(
    securities: &mut Vec<Security>,
    mut pages: Vec<CoverPage>,
    known: &KnownVotes,
) -> ClassesAdded {
    let mut added = ClassesAdded::default();
    let mut place: FxHashMap<SymbolKey, usize> =
        securities.iter().enumerate().map(|(at, s)| (SymbolKey::new(s.symbol()), at)).collect();
    // The latest of a company's cover pages is used.
    pages.sort_by_key(|page| std::cmp::Reverse(page.counted_on));
    let mut done: rustc_hash::FxHashSet<String> = rustc_hash::FxHashSet::default();
    for page in &pages {
        let line_of = |class: &ClassOfStock| {
            class.tickers.iter().find_map(|t| place.get(&SymbolKey::new(t)).copied())
        };
        let lines: Vec<Option<usize>> = page.classes.iter().map(line_of).collect();
        let Some(first) = lines.iter().flatten().next().copied() else { continue };
        if !done.insert(securities[first].issuer().to_owned()) {
            continue;
        }
        added.companies += 1;
        let assumed_before = added.assumed;
        for (class, &line) in page.classes.iter().zip(&lines) {
            // A class with a ticker is listed even if the universe lacks the ticker.
            let is_listed = line.is_some() || !class.tickers.is_empty();
            let of_company = SymbolKey::new(securities[line.unwrap_or(first)].symbol());
            let of_class = known.get(&(of_company.clone(), Some(class.name.clone())));
            let of_line = line.and_then(|_| known.get(&(of_company, None)));
            let told = of_class.or(of_line);
            let assumed = if is_listed { VOTES_LISTED } else { VOTES_UNLISTED };
            let votes = told.copied().unwrap_or(assumed);
            let how = if told.is_some() { "as told" } else { "assumed" };
            let day = page.counted_on;
            let said = format!("{votes} votes a share {how}, {} of {day}", class.name);
            if let Some(line) = line {
                let s = &mut securities[line];
                added.differ.extend(differs(s, class));
                if s.votes_per_share.is_none() {
                    s.votes_per_share = Some(votes);
                    added.listed += 1;
                    added.assumed += usize::from(told.is_none());
                    note(s, &said);
                }
                if s.shares_outstanding().is_none() {
                    s.set_shares_outstanding(Some(class.shares));
                    note(s, &format!("shares by the cover page of {day}"));
                }
            } else {
                let symbol = format!("{}.{}", securities[first].symbol(), class.name);
                let key = SymbolKey::new(&symbol);
                if place.contains_key(&key) {
                    continue;
                }
                let (issuer, name) = (securities[first].issuer(), securities[first].name());
                let name = format!("{name} {}", class.name);
                let names = LineNames { symbol: &symbol, issuer, id: None, name: name.trim() };
                let mut s = Security::named(&names, Exchange::Unlisted);
                s.structure = securities[first].structure;
                s.country = securities[first].country;
                s.set_company_market_cap(securities[first].company_market_cap());
                s.set_shares_outstanding(Some(class.shares));
                s.votes_per_share = Some(votes);
                s.set_free_float_pct(Some(if is_listed {
                    Decimal::ONE_HUNDRED
                } else {
                    Decimal::ZERO
                }));
                note(&mut s, &format!("{said}; float by whether it trades"));
                added.unlisted += 1;
                added.assumed += usize::from(told.is_none());
                place.insert(key, securities.len());
                securities.push(s);
            }
        }
        if added.assumed > assumed_before {
            lines.iter().flatten().for_each(|&line| rests_on_assumed_votes(&mut securities[line]));
        }
    }
    added
}

/// Marks a line of a company with a class whose votes are assumed, unless the line states the
/// company's votes.
fn rests_on_assumed_votes(s: &mut Security) {
    if s.evidence == EvidenceKind::Stated && s.unrestricted_votes_pct().is_none() {
        s.evidence = EvidenceKind::AssumedVotes;
    }
}

fn note(s: &mut Security, text: &str) {
    if !s.inferred.is_empty() {
        s.inferred.push_str("; ");
    }
    s.inferred.push_str(text);
}

/// A sentence if a line's shares differ much from those of its cover page.
fn differs(s: &Security, class: &ClassOfStock) -> Option<String> {
    let stated = s.shares_outstanding()?;
    let (low, high) = (stated.min(class.shares), stated.max(class.shares));
    let is_far = low.checked_mul(Decimal::new(11, 1)).is_some_and(|limit| high > limit);
    is_far.then(|| {
        format!(
            "{} has {stated} shares in the universe, which stay, and {} of {} on the cover page",
            s.symbol(),
            class.shares,
            class.name
        )
    })
}
