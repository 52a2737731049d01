//! Floats of members, inferred from the holdings of a fund that replicates their index.
//!
//! Such a fund holds the same part of the *available* shares of every member. Of a company whose shares
//! are all available, it therefore holds exactly that part of all shares, and of other companies a
//! smaller part. Most indexes have many companies of the first kind, whose ratios of shares held to
//! shares outstanding lie close together: the densest ratio among the upper half is the scale, at which
//! the float is 100%. (A high quantile would be moved by wrong share counts, and the largest companies
//! alone are too few: in the Russell 2000, every other one of them is not wholly available.)
//!
//! Price moves between the day of the fund and that of the universe do not matter, as shares are compared
//! with shares. A split between them would matter, so nothing is inferred if the prices of the two days
//! are too far apart. A cap is that of the whole company, so holdings of several classes are added up.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;
use rustc_hash::FxHashMap;

use super::{FundHoldings, Holding};
use crate::remark::ReadingNote;
use crate::universe::index::Index;
use crate::universe::lines::LineFinder;
use crate::universe::packed::float;
use crate::universe::symbol::{SymbolChanges, SymbolKey};
use crate::universe::{Membership, Universe};

/// Half the width of the densest part, relative to its middle.
const NEAR: f64 = 0.01;
/// If fewer companies than this are in the densest part, no scale can be determined.
const LEAST_NEAR: usize = 20;
/// Prices of two days that differ by more than this factor may have a split between them.
const MOST_MOVED: f64 = 1.8;
/// A fund that holds a sample of its index holds all of this many largest companies.
const WHOLE_OF_SAMPLE: usize = 1_000;
/// Floats this far above 100% indicate a wrong number of shares.
const FAR_ABOVE: f64 = 1.1;
/// At most one member in this many may be so far above; if more are, the numbers do not belong to these
/// lines.
const FEW_ABOVE: usize = 5;
/// No fund holds as large a part of its companies as this.
const MOST_HELD: f64 = 0.5;

/// The note in a membership on a float that is inferred.
pub const FLOAT_INFERRED: &str = "with a float inferred from what a fund holds of them";

/// The float of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InferredFloat {
    /// Per cent, at most 100.
    pub float_pct: Decimal,
    /// Shares outstanding of the line, if the universe states them.
    pub shares: Option<Decimal>,
}

/// The floats that a fund's holdings show.
#[derive(Debug, Clone, Default)]
pub struct InferredFloats {
    /// The floats by ticker, as the fund spells it.
    pub floats: FxHashMap<SymbolKey, InferredFloat>,
    /// What was inferred and left out, for the report.
    pub remarks: Vec<ReadingNote>,
}

/// A company in which a fund has holdings.
struct Held {
    /// Its lines: the fund's ticker, and shares outstanding if the universe states them.
    lines: Vec<(SymbolKey, Option<Decimal>)>,
    /// Shares held per share outstanding: for each line, or one ratio for the whole company.
    ratios: Vec<f64>,
    /// The cap by which it is ranked among the others, USD.
    cap: f64,
}

/// Infers the floats of a fund's members from a universe of a day close to that of the holdings.
pub fn infer_floats(
    fund: &FundHoldings,
    universe: &Universe,
    changes: &SymbolChanges,
) -> InferredFloats {
    let mut inferred = InferredFloats::default();
    let name = || if fund.fund.is_empty() { "the fund".to_owned() } else { fund.fund.clone() };
    let none =
        |why: ReadingNote| InferredFloats { remarks: vec![why], ..InferredFloats::default() };
    if !fund.by_cap && matches!(fund.index, Index::R1000 | Index::R2000) {
        return none(ReadingNote::WeighsOtherwise { fund: name() });
    }
    let mut left_out = LeftOut::default();
    let mut companies = held(fund, universe, changes, &mut left_out);
    if !fund.by_cap {
        if fund.index != Index::R3000 {
            return none(ReadingNote::HoldsSample { fund: name() });
        }
        companies.sort_by(|a, b| b.cap.total_cmp(&a.cap));
        left_out.sampled = companies.len().saturating_sub(WHOLE_OF_SAMPLE);
        companies.truncate(WHOLE_OF_SAMPLE);
    }
    let ratios: Vec<f64> = companies.iter().flat_map(|company| company.ratios.clone()).collect();
    let Some((scale, near)) = densest(&ratios) else {
        let compared = ratios.len();
        return none(ReadingNote::NoCommonPart { fund: name(), least: LEAST_NEAR, compared });
    };
    let mut above = Vec::new();
    for company in &companies {
        for (at, (symbol, shares)) in company.lines.iter().enumerate() {
            let ratio = company.ratios.get(at).or(company.ratios.first()).copied();
            let Some(float) = ratio.map(|ratio| ratio / scale) else { continue };
            let Some(float_pct) = Decimal::from_f64((float * 100.0).clamp(0.0, 100.0)) else {
                continue;
            };
            if float > FAR_ABOVE {
                above.push(symbol.as_str().to_owned());
            }
            let own = InferredFloat { float_pct: float_pct.round_dp(2), shares: *shares };
            inferred.floats.insert(symbol.clone(), own);
        }
    }
    let members = inferred.floats.len();
    if scale > MOST_HELD || above.len() * FEW_ABOVE > members {
        let part_pct = format!("{:.4}", scale * 100.0);
        return none(ReadingNote::HoldsTooMuch {
            fund: name(),
            part_pct,
            above: above.len(),
            members,
        });
    }
    inferred.remarks.push(ReadingNote::FloatsInferred {
        fund: name(),
        members,
        part_pct: format!("{:.4}", scale * 100.0),
        companies: near,
    });
    if !above.is_empty() {
        above.sort_unstable();
        inferred.remarks.push(ReadingNote::FloatsAboveWhole { symbols: above });
    }
    inferred.remarks.extend(left_out.remarks());
    inferred
}

/// Members for which no float is inferred.
#[derive(Default)]
struct LeftOut {
    unmatched: Vec<String>,
    no_shares: Vec<String>,
    moved: Vec<String>,
    sampled: usize,
}

impl LeftOut {
    fn remarks(self) -> Vec<ReadingNote> {
        let named = |make: fn(Vec<String>) -> ReadingNote, mut symbols: Vec<String>| {
            symbols.sort_unstable();
            (!symbols.is_empty()).then(|| make(symbols))
        };
        [
            named(|symbols| ReadingNote::FloatsWithoutLine { symbols }, self.unmatched),
            named(|symbols| ReadingNote::FloatsWithoutShares { symbols }, self.no_shares),
            named(|symbols| ReadingNote::FloatsOfMovedPrices { symbols }, self.moved),
            (self.sampled > 0).then_some(ReadingNote::FloatsOfSample { members: self.sampled }),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// The companies of a fund's holdings, in the order of the universe.
fn held(
    fund: &FundHoldings,
    universe: &Universe,
    changes: &SymbolChanges,
    left_out: &mut LeftOut,
) -> Vec<Held> {
    let finder = LineFinder::new(universe);
    let company_of = universe.company_of_line();
    let mut by_company: BTreeMap<usize, Vec<(usize, &Holding)>> = BTreeMap::new();
    for holding in &fund.holdings {
        match finder.find(None, &holding.symbol, fund.held_on, changes) {
            Some(line) => by_company.entry(company_of[line]).or_default().push((line, holding)),
            None => left_out.unmatched.push(holding.symbol.clone()),
        }
    }
    let compared = |held: &Vec<(usize, &Holding)>| company(held, universe, left_out);
    by_company.values().filter_map(compared).collect()
}

/// A fund's holding of a company, compared with the shares outstanding.
fn company(
    held: &[(usize, &Holding)],
    universe: &Universe,
    left_out: &mut LeftOut,
) -> Option<Held> {
    let float = |number: Option<Decimal>| number.map(float).filter(|n| *n > 0.0);
    let (mut lines, mut by_line, mut worth) = (Vec::new(), Vec::new(), Vec::new());
    for (line, holding) in held {
        let security = &universe.securities[*line];
        let Some(shares) = float(shares_of(holding)) else {
            left_out.no_shares.push(holding.symbol.clone());
            return None;
        };
        let price = float(security.price());
        if let (Some(now), Some(then)) = (float(price_of(holding)), price)
            && !(1.0 / MOST_MOVED..=MOST_MOVED).contains(&(now / then))
        {
            left_out.moved.push(holding.symbol.clone());
            return None;
        }
        lines.push((SymbolKey::exact(&holding.symbol), security.shares_outstanding()));
        by_line
            .extend(float(security.shares_outstanding()).map(|outstanding| shares / outstanding));
        worth.extend(price.map(|price| (shares * price, float(security.company_market_cap()))));
    }
    let total: f64 = worth.iter().map(|(worth, _)| worth).sum();
    let of_largest = worth.iter().max_by(|a, b| a.0.total_cmp(&b.0)).and_then(|(_, cap)| *cap);
    let cap = of_largest.or_else(|| worth.iter().find_map(|(_, cap)| *cap));
    if by_line.len() == lines.len() {
        // The cap is only used for ranking: the value of all known shares.
        let known = by_line.iter().zip(&worth).map(|(ratio, (worth, _))| worth / ratio).sum();
        return Some(Held { lines, ratios: by_line, cap: cap.unwrap_or(known) });
    }
    let Some(cap) = cap.filter(|_| worth.len() == lines.len()) else {
        left_out.no_shares.extend(held.iter().map(|(_, holding)| holding.symbol.clone()));
        return None;
    };
    // The shares of some classes are unknown: infer one float for the whole company.
    let lines = lines.into_iter().map(|(symbol, _)| (symbol, None)).collect();
    Some(Held { lines, ratios: vec![total / cap], cap })
}

/// Shares that a fund holds, as stated or derived from their value.
fn shares_of(holding: &Holding) -> Option<Decimal> {
    holding.shares.or_else(|| holding.market_value?.checked_div(holding.price?))
}

/// The price of the fund's day, as stated or derived from the holding's value and shares.
fn price_of(holding: &Holding) -> Option<Decimal> {
    holding.price.or_else(|| holding.market_value?.checked_div(holding.shares?))
}

/// The middle of the densest part of the upper half, and the number of ratios in it; `None` if there are
/// too few.
fn densest(ratios: &[f64]) -> Option<(f64, usize)> {
    let mut sorted: Vec<f64> = ratios.iter().copied().filter(|ratio| *ratio > 0.0).collect();
    sorted.sort_by(f64::total_cmp);
    let upper = sorted.get(sorted.len() / 2..)?;
    let (mut best, mut low, mut high): (Option<(f64, usize)>, usize, usize) = (None, 0, 0);
    for &middle in upper {
        while low < sorted.len() && sorted[low] < middle * (1.0 - NEAR) {
            low += 1;
        }
        while high < sorted.len() && sorted[high] <= middle * (1.0 + NEAR) {
            high += 1;
        }
        if best.is_none_or(|(_, most)| high - low > most) {
            best = Some((middle, high - low));
        }
    }
    best.filter(|(_, near)| *near >= LEAST_NEAR)
}

/// Sets the inferred floats of the members of a membership.
///
/// Tickers are matched by exact spelling, and then without punctuation if that leaves only one candidate.
pub fn state_floats(membership: &mut Membership, floats: &FxHashMap<SymbolKey, InferredFloat>) {
    let mut loose: FxHashMap<SymbolKey, Option<&InferredFloat>> = FxHashMap::default();
    let mut sorted: Vec<_> = floats.iter().collect();
    sorted.sort_unstable_by_key(|(symbol, _)| *symbol);
    for (symbol, float) in sorted {
        let same = loose.entry(SymbolKey::new(symbol.as_str()));
        same.and_modify(|known| *known = None).or_insert(Some(float));
    }
    for member in &mut membership.members {
        let exact = floats.get(&SymbolKey::exact(&member.symbol));
        let found = exact.or_else(|| *loose.get(&SymbolKey::new(&member.symbol))?);
        let Some(found) = found else { continue };
        member.index_float_pct = Some(found.float_pct);
        member.index_shares = found.shares;
        if !member.inferred.is_empty() {
            member.inferred.push_str("; ");
        }
        member.inferred.push_str(FLOAT_INFERRED);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::universe::import::cell::CellCounts;
    use crate::universe::{Exchange, Security};

    #[test]
    fn the_scale_is_where_most_lie_and_wrong_share_counts_do_not_move_it() {
        let mut ratios: Vec<f64> = (0..40).map(|n| 0.0236 + f64::from(n) * 1e-6).collect();
        ratios.extend((0..100).map(|n| 0.010 + f64::from(n) * 1e-4));
        ratios.extend([0.05, 0.08, 0.2]);
        let (scale, near) = densest(&ratios).expect("a scale");
        assert!((0.0236..0.02364).contains(&scale) && near >= 40, "{scale} of {near}");
        assert_eq!(densest(&ratios[..5]), None);
        assert_eq!(densest(&[]), None);
    }

    fn line(
        symbol: &str,
        issuer: &str,
        price: i64,
        cap: Option<i64>,
        shares: Option<i64>,
    ) -> Security {
        let mut line = Security::new(symbol, Exchange::Nyse);
        line.set_issuer(issuer);
        line.set_price(Some(price.into()));
        line.set_company_market_cap(cap.map(Decimal::from));
        line.set_shares_outstanding(shares.map(Decimal::from));
        line
    }

    fn holding(symbol: &str, shares: i64, price: i64) -> Holding {
        Holding {
            symbol: symbol.to_owned(),
            name: String::new(),
            shares: Some(shares.into()),
            market_value: None,
            weight_pct: None,
            price: Some(price.into()),
        }
    }

    /// A fund that holds 2% of the available shares, with thirty companies that have a float of 100%.
    fn market(more: &[(Security, Holding)]) -> InferredFloats {
        let (mut lines, mut holdings) = (Vec::new(), Vec::new());
        for number in 0..30 {
            let symbol = format!("QF{number}");
            lines.push(line(&symbol, &symbol, 10, None, Some(1_000_000)));
            holdings.push(holding(&symbol, 20_000, 10));
        }
        for (line, holding) in more {
            lines.push(line.clone());
            holdings.push(holding.clone());
        }
        let day = chrono::NaiveDate::from_ymd_opt(2026, 5, 5).expect("a day");
        let fund = FundHoldings {
            index: Index::R2000,
            held_on: day,
            fund: "Q".to_owned(),
            by_cap: true,
            holdings,
            dropped: Vec::new(),
            notes: Vec::new(),
            cells: CellCounts::default(),
        };
        infer_floats(&fund, &Universe::new(day, lines), &SymbolChanges::default())
    }

    fn float_of(found: &InferredFloats, symbol: &str) -> Option<String> {
        found.floats.get(&SymbolKey::exact(symbol)).map(|f| f.float_pct.normalize().to_string())
    }

    #[test]
    fn floats_are_what_is_held_for_what_there_is() {
        let found = market(&[
            (line("QA", "QA", 50, None, Some(1_000_000)), holding("QA", 11_000, 60)),
            // A cap of 40 million at 20: two million shares.
            (line("QB", "QB", 20, Some(40_000_000), None), holding("QB", 30_000, 21)),
            // Two classes of one company; each states the company's cap at its own price.
            (line("QC.A", "QC", 100, Some(100_000_000), None), holding("QC.A", 8_000, 100)),
            (line("QC.B", "QC", 10, Some(99_000_000), None), holding("QC.B", 20_000, 10)),
            (line("QS", "QS", 10, None, Some(1_000_000)), holding("QS", 40_000, 5)),
            (line("QX", "QX", 10, None, Some(1_000_000)), holding("QX", 25_000, 10)),
        ]);
        let of = |symbol| float_of(&found, symbol);
        assert_eq!(of("QF0").as_deref(), Some("100"));
        assert_eq!(of("QA").as_deref(), Some("55"));
        assert_eq!(of("QB").as_deref(), Some("75"));
        // Holdings worth 800,000 and 200,000 out of 100 million, at a scale of 2%.
        assert_eq!(of("QC.A").as_deref(), Some("50"));
        assert_eq!(of("QC.B"), of("QC.A"));
        assert_eq!(of("QS"), None, "may have been split");
        assert_eq!(of("QX").as_deref(), Some("100"), "no more than all");
        let moved = ReadingNote::FloatsOfMovedPrices { symbols: vec!["QS".to_owned()] };
        let above = ReadingNote::FloatsAboveWhole { symbols: vec!["QX".to_owned()] };
        let said = &found.remarks;
        assert!(said.contains(&moved) && said.contains(&above), "{said:?}");
    }

    #[test]
    fn holdings_of_other_lines_show_no_floats() {
        let shifted: Vec<(Security, Holding)> = (0..10)
            .map(|number| {
                let symbol = format!("QZ{number}");
                (line(&symbol, &symbol, 10, None, Some(1_000)), holding(&symbol, 50_000, 10))
            })
            .collect();
        let found = market(&shifted);
        assert!(found.floats.is_empty());
        let said = &found.remarks;
        assert!(
            matches!(said[..], [ReadingNote::HoldsTooMuch { above: 10, members: 40, .. }]),
            "{said:?}"
        );
    }

    #[test]
    fn a_fund_of_equal_weights_and_a_sample_show_no_floats() {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 5, 5).expect("a day");
        for index in [Index::R1000, Index::Microcap] {
            let fund = FundHoldings {
                index,
                held_on: day,
                fund: "Q".to_owned(),
                by_cap: false,
                holdings: vec![holding("QA", 1, 1)],
                dropped: Vec::new(),
                notes: Vec::new(),
                cells: CellCounts::default(),
            };
            let universe = Universe::new(day, Vec::new());
            let none = infer_floats(&fund, &universe, &SymbolChanges::default());
            assert!(none.floats.is_empty() && none.remarks.len() == 1, "{:?}", none.remarks);
        }
    }
}
