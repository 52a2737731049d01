//! Converts the exchange's stock screener into a universe.
//!
//! The screener states price, cap, a country label and an industry; the type of a line, the
//! grouping of lines into companies, and eligibility are inferred here, each with its reason. The
//! rules are in the submodules; `evidence` adds what memberships and earlier ranks imply.

mod company;
mod country;
mod day;
mod evidence;
mod filings;
mod issuer;
mod lineage;
mod namesakes;
mod newcomers;
mod phrases;
mod repair;
mod report;
mod rows;
mod security_type;
mod shown;
mod structure;
mod unnamed;

use arcstr::ArcStr;
use chrono::NaiveDate;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

pub(crate) use country::NO_LABEL;
pub use country::country_by_label;
pub use day::ScreenerDay;
pub(super) use day::Stated;
pub use evidence::{EarlierChanges, EarlierList, EarlierRankDay, Evidence};
pub use repair::repair_caps;
pub use report::ImportReport;
pub(crate) use rows::is_export;
pub use rows::{DATED, EXPORT};
pub(super) use security_type::other_kind;
pub use unnamed::unnamed;

use self::company::Company;
use self::day::{BY_INDICATORS, Line};
use self::evidence::{Finding, Judge};
use self::filings::Filings;
use self::lineage::Lineage;
use self::security_type::Kind;
use self::shown::Cuts;
use crate::remark;
use crate::universe::LineNames;
use crate::universe::country::Country;
use crate::universe::evidence::EvidenceKind;
use crate::universe::facts::Facts;
use crate::universe::fault::Faults;
use crate::universe::import::cell::CellCounts;
use crate::universe::import::corrections::CapCorrections;
use crate::universe::index::{Index, Segment};
use crate::universe::input::Input;
use crate::universe::membership::{Member, Membership};
use crate::universe::security::{Exchange, Security, SecurityType};
use crate::universe::symbol::{SymbolChanges, SymbolKey};
use crate::universe::{ReadUniverse, Universe};

/// The note on the segment of a member that is known only from evidence.
const NAMED_BY_NO_LIST: &str = "named by no list held before";

/// How long a fund's list may carry an outdated ticker.
const TICKER_LAG: chrono::Days = chrono::Days::new(90);

/// The inputs of an import apart from the screener.
#[derive(Debug, Clone, Copy)]
pub struct ImportContext<'a> {
    /// Ticker changes.
    pub symbol_changes: &'a SymbolChanges,
    /// The members held before, by their tickers on the dates of their lists.
    pub held: &'a Membership,
    /// The evidence for inferences.
    pub evidence: &'a Evidence,
    /// Facts from the user and from official filings.
    pub facts: &'a Facts,
    /// Countries of benefit-driven incorporation.
    pub benefit_driven: &'a [Country],
    /// How many caps of the day were repaired.
    pub caps_repaired: usize,
}

/// An imported universe, with the membership held before.
#[derive(Debug)]
pub struct Imported {
    /// The universe.
    pub universe: Universe,
    /// The members held before, by the tickers of the universe.
    pub membership: Membership,
    /// The report of inferences, dropped rows and unmatched entries.
    pub report: ImportReport,
}

/// Converts a day of the screener into a universe.
pub fn import(day: &ScreenerDay, context: &ImportContext<'_>) -> Imported {
    let mut report = ImportReport {
        companies: day.lines.len(),
        repeated: day.seen.repeated.clone(),
        without_ticker: day.seen.without_ticker.clone(),
        without_countries: !day.seen.has_countries,
        cells: day.seen.cells,
        contradicted: day.seen.contradicted.clone(),
        lookalikes: day.lookalikes.groups().collect(),
        caps_repaired: context.caps_repaired,
        ..ImportReport::default()
    };
    let mut apart = day.lookalikes.clone();
    apart.extend(&context.held.lookalikes());
    let symbol_changes = &context.symbol_changes.telling_apart(&apart);
    let context = &ImportContext { symbol_changes, ..*context };
    let held = HeldLines::new(day, context, &mut report);
    let earlier: Vec<&ScreenerDay> = context.evidence.rank_days.iter().map(|r| &r.day).collect();
    let lineage = Lineage::new(day, earlier, context.symbol_changes);
    // A list of the Russell 3000 covers both of its segments.
    let held_day = |segment| {
        let in_part = |m: &&Member| m.segment == segment || m.segment == Segment::R3000;
        context.held.members.iter().filter(in_part).map(|m| m.held_on).max()
    };
    let knows_parts = context.held.members.iter().all(|m| m.segment != Segment::R3000);
    let beyond_lists = if knows_parts { Segment::R2000 } else { Segment::R3000 };
    let judge = Judge {
        evidence: context.evidence,
        lineage: &lineage,
        cuts: context
            .evidence
            .rank_days
            .iter()
            .map(|r| Cuts::new(&r.day, context.evidence))
            .collect(),
        last_implementation: context.evidence.rank_days.iter().map(|r| r.implementation).max(),
        rank_day: day.as_of,
        held_days: (held_day(Segment::R1000), held_day(Segment::R2000)),
    };
    let mut securities = all_as_labelled(day);
    let filings = Filings::new(day, context.facts.filed(day.as_of, context.symbol_changes));
    for (line, issuer) in filings.renamed() {
        securities[line].set_issuer(issuer);
        note(&mut securities[line], &format!("issuer: {issuer}, by filings"));
        report.filed_issuers += 1;
    }
    let member_lines = day.lines.iter().filter(|l| held.by_line.contains_key(&l.row.key));
    let ratio = newcomers::cap_over_volume(member_lines);
    let mut members = held.members;
    let is_held = |line: &Line| held.by_line.contains_key(&line.row.key);
    for lines in day.companies_of(|line| filings.issuer(line), is_held) {
        let filed = filings.of(&lines);
        let mut company = Company {
            securities: &mut securities,
            lines: &lines,
            day,
            filed,
            context,
            is_held: &is_held,
        };
        if lines.iter().any(|&l| is_held(&day.lines[l])) {
            if context.evidence.membership {
                company.accept(EvidenceKind::Member, "member held before", &mut report);
            }
            continue;
        }
        match judge.finding(&lines, day) {
            Finding::HeldBeyondLists(why) => {
                company.accept(EvidenceKind::MemberBeyondLists, why, &mut report);
                members.push(Member {
                    inferred: format!("{NAMED_BY_NO_LIST}: {why}"),
                    ..member(&day.lines[lines[0]], beyond_lists, day.as_of)
                });
                report.held_beyond_lists += 1;
            }
            Finding::Left => {
                let why = "left the index since the last reconstitution";
                company.exclude(EvidenceKind::Left, why);
                report.left += 1;
            }
            Finding::NotTaken(rank_day) => company.not_taken(rank_day, &mut report),
            Finding::Nothing { former: true, untold } => {
                report.untold += usize::from(untold);
                company.accept(EvidenceKind::FormerMember, "a member once", &mut report);
            }
            Finding::Nothing { former: false, untold } => {
                report.untold += usize::from(untold);
                company.by_labels_and_filings(&mut report);
                let vehicle = lines[0];
                if let Some(cap) = newcomers::cap_by_volume(&day.lines[vehicle], day, ratio) {
                    securities[vehicle].set_company_market_cap(Some(cap));
                    note(
                        &mut securities[vehicle],
                        "cap: listed this year, placed by dollar volume",
                    );
                    report.placed_by_volume += 1;
                }
            }
        }
    }
    let came_of = context.facts.apply(&mut securities, day.as_of, context.symbol_changes);
    report.facts = came_of.remarks();
    report.count_labels(&day.lines);
    members.sort_by(|a, b| a.symbol.cmp(&b.symbol));
    Imported {
        universe: Universe::new(day.as_of, securities),
        membership: Membership { members, not_given: context.held.not_given },
        report,
    }
}

/// A universe by its labels alone, ignoring evidence: for the standing of companies on earlier
/// days.
pub fn labelled(day: &ScreenerDay) -> Universe {
    Universe::new(day.as_of, all_as_labelled(day))
}

/// Prices and caps of a day, with nothing inferred: for the implementation day.
///
/// # Errors
/// Every fault of the file.
pub fn prices(
    input: &Input,
    as_of: NaiveDate,
    corrections: &CapCorrections,
) -> Result<ReadUniverse, Faults> {
    let mut securities = Vec::new();
    let mut seen = FxHashSet::default();
    let counts = rows::read_prices(input, |[symbol, name], price, cap| {
        let names = LineNames { name, ..LineNames::of_symbol(symbol) };
        let mut s = Security::named(&names, Exchange::UsListed);
        s.set_price(price);
        s.set_company_market_cap(cap.map(|cap| corrections.of(as_of, symbol).unwrap_or(cap)));
        // As in `read_rows`, the first row of a repeated ticker is used.
        if seen.insert(SymbolKey::exact(symbol)) {
            securities.push(s);
        }
    })?;
    let CellCounts { rounded, unknown: placeholders, scaled, .. } = counts;
    let file = input.report_name.clone();
    let cleaned = (rounded + placeholders + scaled > 0)
        .then(|| remark::InputNote::PricesCleaned { file, rounded, placeholders, scaled }.into());
    let universe = Universe::new(as_of, securities);
    Ok(ReadUniverse { universe, remarks: cleaned.into_iter().collect() })
}

fn all_as_labelled(day: &ScreenerDay) -> Vec<Security> {
    day.lines.par_iter().with_min_len(day::ROWS_A_TASK).map(as_labelled).collect()
}

/// A line by its labels.
fn as_labelled(line: &Line) -> Security {
    let row = &line.row;
    let mut s = Security::named(
        &LineNames { symbol: &row.symbol, issuer: &line.issuer, id: None, name: &row.name },
        row.exchange,
    );
    let mut notes: Vec<String> = Vec::new();
    s.line = row.line;
    s.set_price(row.price);
    s.set_mean_close_30d(row.mean_close_30d);
    s.set_company_market_cap(row.market_cap);
    s.set_adv_usd(row.adv_usd);
    s.sector = (!row.sector.is_empty()).then(|| ArcStr::clone(&row.sector));
    s.industry = (!row.industry.is_empty()).then(|| ArcStr::clone(&row.industry));
    if let Kind::Is(kind, why) = line.kind {
        s.security_type = kind;
        notes.push(format!("type {kind}: {why}"));
    }
    if let Some((structure, why)) = line.structure {
        s.structure = structure;
        notes.push(format!("structure {structure}: {why}"));
    }
    let country = line.country.country.unwrap_or(if line.country.is_us {
        Country::US
    } else {
        Country::UNKNOWN
    });
    s.country.assigned = Some(line.country.assigned());
    let says_nothing = line.country.reason == BY_INDICATORS
        || line.country.reason == "label" && line.country.is_us;
    if !says_nothing {
        notes.push(format!("country {country}: {}", line.country.reason));
    }
    if row.exchange == Exchange::UsListed {
        notes.push("exchange: the screener covers no other".to_owned());
    }
    notes.extend(line.cap_note.clone());
    s.inferred = notes.join("; ");
    s
}

fn note(security: &mut Security, text: &str) {
    if !security.inferred.is_empty() {
        security.inferred.push_str("; ");
    }
    security.inferred.push_str(text);
}

/// The members held before, matched to lines of the universe.
struct HeldLines {
    by_line: FxHashMap<SymbolKey, Segment>,
    members: Vec<Member>,
}

impl HeldLines {
    fn new(day: &ScreenerDay, context: &ImportContext<'_>, report: &mut ImportReport) -> Self {
        let mut held = Self { by_line: FxHashMap::default(), members: Vec::new() };
        let mut missing = Vec::new();
        for named in &context.held.members {
            let key = context.symbol_changes.key(&named.symbol);
            match find_line(day, &key, named.held_on, context) {
                None => missing.push((key, named)),
                Some(line) if held.by_line.contains_key(&line.row.key) => {
                    let (entry, symbol) = (&named.symbol, &line.row.symbol);
                    report.held_twice.push(format!("{entry} of {} ({symbol})", named.held_on));
                }
                Some(line) => {
                    held.by_line.insert(line.row.key.clone(), named.segment);
                    // Its known data continues under the ticker of its line.
                    held.members.push(Member {
                        symbol: line.row.symbol.to_string(),
                        name: line.row.name.clone(),
                        unmatched: false,
                        ..named.clone()
                    });
                }
            }
        }
        held.add_missing(missing, day, context, report);
        held
    }

    /// Handles list entries without a line, which stay members as listed. An entry that is in the
    /// Russell 1000 on rank day or later, and also before it if there are such lists, is still listed,
    /// and the file lacks it; this excludes another class of a company with a line, and lines spun off
    /// since. An entry held only before rank day has left. Other entries may not have been separate
    /// securities on rank day.
    fn add_missing(
        &mut self,
        missing: Vec<(SymbolKey, &Member)>,
        day: &ScreenerDay,
        context: &ImportContext<'_>,
        report: &mut ImportReport,
    ) {
        let before: Vec<&EarlierList> = context
            .evidence
            .lists
            .iter()
            .filter(|l| l.index == Index::R1000 && l.held_on < day.as_of)
            .collect();
        let mut roots: FxHashSet<String> = FxHashSet::default();
        for (key, named) in missing {
            let root = key.as_str().get(..key.as_str().len().saturating_sub(1)).unwrap_or_default();
            let long = key.as_str().len() > 3;
            let other_class = long
                && (day.place.contains_key(&SymbolKey::new(root))
                    || roots.contains(root)
                    || self.by_line.keys().any(|k| {
                        k.as_str().len() == key.as_str().len() && k.as_str().starts_with(root)
                    }));
            let was_large = before.is_empty()
                || before.iter().any(|list| {
                    let then = context.symbol_changes.carry(&key, named.held_on, list.held_on);
                    then.is_some_and(|then| list.keys.contains(&then))
                });
            let lives = matches!(named.segment, Segment::R1000 | Segment::R3000)
                && named.held_on >= day.as_of
                && was_large
                && !other_class;
            if lives {
                roots.insert(root.to_owned());
                report.members_without_line.push(key.as_str().to_owned());
            } else {
                report.list_entries_unmatched.push(key.as_str().to_owned());
            }
            // An entry dated on or after rank day that matches no line may not be a member under
            // this ticker: it may be another class of one, or result from a spin-off or merger.
            let unmatched = !lives && named.held_on >= day.as_of;
            self.members.push(Member { unmatched, ..named.clone() });
        }
    }
}

/// The line of a list's ticker: carried from the list's date or, as funds keep old tickers for weeks,
/// from some weeks before it. A warrant's ticker stands for the common shares.
fn find_line<'d>(
    day: &'d ScreenerDay,
    key: &SymbolKey,
    held_on: NaiveDate,
    context: &ImportContext<'_>,
) -> Option<&'d Line> {
    let on = |from: NaiveDate| {
        let carried = context.symbol_changes.carry(key, from, day.as_of)?;
        day.get(&carried)
    };
    let line = on(held_on).or_else(|| on(held_on - TICKER_LAG))?;
    let derived = [SecurityType::Warrant, SecurityType::Right, SecurityType::Unit];
    match line.kind {
        Kind::Is(kind, _) if derived.contains(&kind) => {
            let text = line.row.key.as_str();
            let common = text.get(..text.len() - 1).map(SymbolKey::new);
            Some(common.and_then(|c| day.get(&c)).unwrap_or(line))
        }
        _ => Some(line),
    }
}

/// A member under the ticker of its line, as held on the universe's date.
fn member(line: &Line, segment: Segment, held_on: NaiveDate) -> Member {
    let name = line.row.name.clone();
    Member { name, ..Member::new(line.row.symbol.as_str(), segment, held_on) }
}
