//! The assets that follow each index: `data/funds.csv`, compiled in, or a file like it.
//!
//! `data/README.md` documents the file. Every index that funds follow has one row with its total;
//! rows of single funds are parts of that total and are never added to it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::fault::Faults;
use super::index::Index;
use super::input::Input;
use super::table::{self, ANY_PLACES, Column, Number, Row};
use crate::universe::packed::float;
use crate::word_enum::word_enum;

const TEXT: &str = include_str!("../../data/funds.csv");

/// Largest amount of assets that may follow an index, USD.
pub const MOST_ASSETS: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0);

const ASSETS: Number =
    Number { min: Decimal::ZERO, above_min: false, max: MOST_ASSETS, places: ANY_PLACES };

const EXPENSE_RATIO: Number =
    Number { min: Decimal::ZERO, above_min: false, max: Decimal::ONE_HUNDRED, places: ANY_PLACES };

/// Columns of a funds file.
pub const FUND_COLUMNS: &[Column] = &[
    Column {
        name: "fund",
        required: true,
        holds: "text",
        meaning: "ticker or name of the fund, or what to call all of them; unique with its index",
    },
    Column { name: "index", required: true, holds: "code", meaning: "the index that it follows" },
    Column {
        name: "assets_usd",
        required: true,
        holds: "USD",
        meaning: "assets; a total needs them, of a part they may be unknown",
    },
    Column {
        name: "expense_ratio_pct",
        required: false,
        holds: "per cent",
        meaning: "expenses a year, of the assets",
    },
    Column {
        name: "counts",
        required: true,
        holds: "code",
        meaning: "total: all assets that follow the index, one row for each index; part: a fund that is in the total, and is not added to it",
    },
    Column {
        name: "basis",
        required: true,
        holds: "code",
        meaning: "what the assets rest on: known (stated by the fund), estimate, or assumed (what if)",
    },
    Column { name: "note", required: false, holds: "text", meaning: "what else there is to say" },
];

word_enum!(
    "lowercase",
    /// Whether a row is a total or a part of one.
    pub enum Counts {
        /// All assets that follow the index.
        Total,
        /// A fund whose assets are in the total.
        Part,
    }
);

word_enum!(
    "lowercase",
    /// The basis of a figure of assets.
    pub enum Basis {
        /// Stated by the fund.
        Known,
        /// An order of magnitude.
        Estimate,
        /// Assumed by a scenario or in the file.
        Assumed,
    }
);

/// A row of a funds file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fund {
    /// Ticker or name.
    pub name: String,
    /// The index that it follows.
    pub index: Index,
    /// Assets, USD; `None` where unknown, which is not allowed for a total.
    pub assets_usd: Option<Decimal>,
    /// Annual expenses, per cent of the assets.
    pub expense_ratio_pct: Option<Decimal>,
    /// Whether it is the total of its index or a part of it.
    pub counts: Counts,
    /// The basis of the assets; `None` where they are unknown.
    pub basis: Option<Basis>,
    /// Further remarks.
    pub note: String,
}

/// The assets that follow an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Assets {
    /// USD.
    pub usd: Decimal,
    /// The basis of the figure.
    pub basis: Basis,
}

/// Funds, and the assets that follow each index.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Funds {
    /// All rows, in the order of the file.
    pub rows: Vec<Fund>,
    /// All assets that follow each index, in the family's order; an index that is absent has none.
    pub assets: BTreeMap<Index, Assets>,
}

impl Funds {
    /// The file compiled into the program.
    ///
    /// # Errors
    /// Faults of that file, which a test rules out.
    pub fn shipped() -> Result<Self, Faults> {
        Self::read(&Input::from_bytes("data/funds.csv", TEXT.into())?)
    }

    /// Reads a funds file.
    ///
    /// # Errors
    /// Every fault of the file, including parts without a total or larger than it, and a second
    /// total.
    pub fn read(input: &Input) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let mut funds = Self::default();
        let mut parts: BTreeMap<Index, Parts> = BTreeMap::new();
        table::read(input, FUND_COLUMNS, &mut faults, |row, faults| {
            let Some(fund) = read_fund(row, faults) else { return };
            let same = |other: &Fund| other.name == fund.name && other.index == fund.index;
            if funds.rows.iter().any(same) {
                let remedy = "keep one of the rows of that name and index";
                row.fault(
                    0,
                    Some(&fund.name),
                    ("stands twice with the same index", remedy),
                    faults,
                );
                return;
            }
            if let (Counts::Total, Some(usd), Some(basis)) =
                (fund.counts, fund.assets_usd, fund.basis)
            {
                if funds.assets.insert(fund.index, Assets { usd, basis }).is_some() {
                    let problem = format!("is the second total of {}", fund.index);
                    let remedy = "give one total for each index; a fund that is in it is a part";
                    row.fault(4, Some("total"), (problem, remedy), faults);
                }
            } else {
                let first = Parts { first_line: row.line, assets_usd: Decimal::ZERO };
                parts.entry(fund.index).or_insert(first).assets_usd +=
                    fund.assets_usd.unwrap_or_default();
            }
            funds.rows.push(fund);
        });
        // Totals are checked only if all rows are valid: a rejected row may be the missing total.
        if faults.total() == 0 {
            funds.check_totals(input, &parts, &mut faults);
        }
        faults.into_result(funds)
    }

    /// Reports parts that have no total, or that exceed it.
    fn check_totals(&self, input: &Input, parts: &BTreeMap<Index, Parts>, faults: &mut Faults) {
        for (index, parts) in parts {
            let (problem, remedy) = match self.assets.get(index) {
                None => (
                    format!("a part of {index} has no total to be part of"),
                    format!(
                        "add a row with the assets of all funds on {index} that counts as total"
                    ),
                ),
                Some(total) if parts.assets_usd > total.usd => (
                    format!(
                        "the parts of {index} come to {} USD, and its total is {}",
                        parts.assets_usd, total.usd
                    ),
                    "a total holds its parts: raise it, or correct them".to_owned(),
                ),
                Some(_) => continue,
            };
            let line = Some(parts.first_line);
            faults.push(input.fault(line, Some("counts"), None, (problem, remedy)));
        }
        if self.rows.is_empty() {
            let remedy = "give a row for each index that funds follow, or leave the file out for the \
                          shipped one";
            faults.file(&input.name, "has no rows", remedy);
        }
    }

    /// The funds with other assets by index; an index that is not in `assets` has none. The rows stay as
    /// they are.
    #[must_use]
    pub fn with(mut self, assets: &BTreeMap<Index, Decimal>) -> Self {
        let assumed = |usd| Assets { usd, basis: Basis::Assumed };
        self.assets = assets.iter().map(|(index, usd)| (*index, assumed(*usd))).collect();
        self
    }

    /// The assets of every index with any, USD, in the family's order.
    pub fn followed(&self) -> BTreeMap<Index, f64> {
        let usd = |assets: &Assets| float(assets.usd);
        let all = self.assets.iter().map(|(index, assets)| (*index, usd(assets)));
        all.filter(|(_, usd)| *usd > 0.0).collect()
    }

    /// The assets in words, such as `R2000 $250bn (estimate)`.
    pub fn said(&self) -> String {
        let followed = self.assets.iter().filter(|(_, assets)| !assets.usd.is_zero());
        let said: Vec<String> = followed
            .map(|(index, Assets { usd, basis })| {
                format!("{index} ${}bn ({basis})", (usd / Decimal::from(1_000_000_000)).normalize())
            })
            .collect();
        if said.is_empty() { "none".to_owned() } else { said.join(", ") }
    }
}

/// The parts of an index.
struct Parts {
    /// The file line of the first part.
    first_line: u64,
    /// The sum of their known assets, USD.
    assets_usd: Decimal,
}

fn read_fund(row: &Row<'_, '_>, faults: &mut Faults) -> Option<Fund> {
    let name = row.required(0, faults);
    let index = row.required(1, faults).and_then(|_| row.code::<Index>(1, faults));
    let before = faults.total();
    let assets_usd = row.decimal(2, &ASSETS, faults);
    let expense_ratio_pct = row.decimal(3, &EXPENSE_RATIO, faults);
    let counts = row.required(4, faults).and_then(|_| row.code::<Counts>(4, faults));
    let basis = row.text(5).and_then(|_| row.code::<Basis>(5, faults));
    if faults.total() == before {
        if counts == Some(Counts::Total) {
            let remedy = "a total needs its assets; leave the row out where they are not known";
            row.required_for(2, remedy, faults);
        }
        if assets_usd.is_some() {
            let remedy = "say what the assets rest on: known, estimate or assumed";
            row.required_for(5, remedy, faults);
        } else if let Some(word) = row.text(5).filter(|_| counts == Some(Counts::Part)) {
            let remedy = "leave it empty, or give assets_usd";
            row.fault(5, Some(word), ("says what unknown assets rest on", remedy), faults);
        }
    }
    let (name, index, counts) = (name?, index?, counts?);
    (faults.total() == before).then(|| Fund {
        name: name.to_owned(),
        index,
        assets_usd,
        expense_ratio_pct,
        counts,
        basis,
        note: row.text(6).unwrap_or_default().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rows: &str) -> Result<Funds, String> {
        let text = format!("fund,index,assets_usd,expense_ratio_pct,counts,basis,note\n{rows}");
        let input = Input::from_bytes("f.csv", text.into()).expect("text");
        Funds::read(&input).map_err(|faults| faults.to_string())
    }

    #[test]
    fn the_shipped_file_counts_every_dollar_once() {
        let shipped = Funds::shipped().expect("no faults");
        let usd = [
            (Index::R1000, 120e9),
            (Index::R2000, 250e9),
            (Index::Midcap, 80e9),
            (Index::Microcap, 10e9),
        ];
        assert_eq!(shipped.followed(), BTreeMap::from(usd), "IWM is in the total");
        assert!(shipped.assets.values().all(|assets| assets.basis == Basis::Estimate));
        let vtwo = shipped.rows.iter().find(|fund| fund.name == "VTWO").expect("a row");
        assert_eq!((vtwo.assets_usd, vtwo.basis), (None, None), "unknown is not zero");
        assert_eq!(vtwo.expense_ratio_pct, Some(Decimal::new(1, 1)));
        assert_eq!(
            shipped.said(),
            "R1000 $120bn (estimate), R2000 $250bn (estimate), MIDCAP $80bn (estimate), MICROCAP \
             $10bn (estimate)"
        );
    }

    #[test]
    fn assets_of_a_scenario_replace_the_whole_list() {
        let assets = [(Index::R2000, 300_500_000_000_i64.into()), (Index::R1000, Decimal::ZERO)];
        let changed = Funds::shipped().expect("no faults").with(&assets.into());
        assert_eq!(changed.said(), "R2000 $300.5bn (assumed)");
        let followed: Vec<Index> = changed.followed().into_keys().collect();
        assert_eq!(followed, [Index::R2000], "nobody follows what it does not name");
    }

    #[test]
    fn a_part_needs_a_total_that_holds_it() {
        let part = "F,R2000,5000,0.1,part,known,\n";
        assert_eq!(
            read(part),
            Err("f.csv:2: counts: a part of R2000 has no total to be part of; add a row with the \
                 assets of all funds on R2000 that counts as total"
                .to_owned())
        );
        let small = read(&format!("{part}All,R2000,4999.99,,total,estimate,\n"));
        assert_eq!(
            small,
            Err("f.csv:2: counts: the parts of R2000 come to 5000 USD, and its total is 4999.99; a \
                 total holds its parts: raise it, or correct them"
                .to_owned())
        );
        let enough = read(&format!("{part}All,R2000,5000,,total,estimate,\n")).expect("funds");
        assert_eq!(enough.followed(), BTreeMap::from([(Index::R2000, 5_000.0)]));
    }

    #[test]
    fn the_largest_amount_is_a_quadrillion() {
        assert_eq!(MOST_ASSETS, Decimal::from(1_000_000_000_000_000_i64));
    }
}
