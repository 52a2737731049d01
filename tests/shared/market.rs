//! Small made-up markets for property tests: sixty companies or so, on which every break of the
//! family falls because the breaks are small too.
#![allow(dead_code, reason = "every target uses a part of it")]

use std::fmt::Write as _;

use chrono::NaiveDate;
use proptest::prelude::*;
use rankday::calendar::Season;
use rankday::methodology::Parameters;
use rankday::reconstitution::{Event, Inputs, Reconstitution, match_members, reconstitute};
use rankday::universe::{
    Country, Exchange, Index, Member, Membership, Security, SecurityType, Segment, SymbolChanges,
    Universe,
};
use rust_decimal::Decimal;

use crate::breaks;

/// This many cases, unless `PROPTEST_CASES` asks for another number.
pub(crate) fn cases(cases: u32) -> ProptestConfig {
    let own = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() { own } else { ProptestConfig { cases, ..own } }
}

/// The reason that keeps a company out, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Eligible,
    Foreign,
    LowFloat,
    Preferred,
    OverTheCounter,
    Excluded,
}

/// Where a company was held, and what its source states beyond the segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Held {
    Nowhere,
    Micro,
    /// In Microcap too.
    R2000 {
        microcap: bool,
    },
    R1000 {
        top500: bool,
        top200: bool,
    },
    /// Nothing but the segment is known.
    Only(Segment),
}

/// A company of the market.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Company {
    /// Whole dollars.
    pub(crate) price: u32,
    /// Millions of shares of the class that prices the company.
    pub(crate) millions: u32,
    /// Millions of shares of a second class, which is dearer and trades less.
    pub(crate) second: Option<u32>,
    pub(crate) fate: Fate,
    pub(crate) held: Held,
}

impl Company {
    /// Cap in USD by the rule book: all classes at the price of the one that trades most.
    pub(crate) fn cap(&self) -> u128 {
        u128::from(self.price) * u128::from(self.millions + self.second.unwrap_or(0)) * 1_000_000
    }
}

/// Widths of the bands in thousandths of a point: above and below, at #200, #500, #1,000, #2,000.
pub(crate) type Widths = [(u32, u32); 4];

/// The ranks that stand for 10, 20, 50, 100, 200, 500, 1,000, 2,000, 3,000 and 4,000.
pub(crate) const RANKS: [usize; 10] = [1, 2, 4, 6, 9, 14, 20, 34, 46, 54];

pub(crate) fn parameters(widths: &Widths) -> Parameters {
    breaks::parameters(RANKS, *widths)
}

pub(crate) fn event() -> Event {
    let day = |text: &str| text.parse().expect("a date");
    Event {
        season: Season::June,
        name: "property".to_owned(),
        rank_day: day("2026-04-30"),
        implementation: day("2026-06-26"),
        effective: day("2026-06-29"),
        previous_rank_day: None,
    }
}

fn rank_day() -> NaiveDate {
    event().rank_day
}

/// The ticker of company number `at`: not in the order of the numbers, so that ties show.
pub(crate) fn ticker(at: usize) -> String {
    let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).expect("a letter"));
    let mut ticker = "Q".to_owned();
    let _ = write!(ticker, "{}{}{}", letter(at * 7), letter(at / 26), letter(at * 11));
    ticker
}

/// The lines of the market.
pub(crate) fn securities(market: &[Company]) -> Vec<Security> {
    let mut lines = Vec::new();
    for (at, company) in market.iter().enumerate() {
        let mut s = Security::new(&ticker(at), Exchange::Nyse);
        s.set_price(Some(company.price.into()));
        s.set_shares_outstanding(Some((u64::from(company.millions) * 1_000_000).into()));
        s.set_free_float_pct(Some((60 + at % 40).into()));
        s.set_volume_2y(Some(1_000_000.into()));
        s.set_adv_usd(Some(1_000_000.into()));
        match company.fate {
            Fate::Eligible => {}
            Fate::Foreign => s.country.assigned = "CA".parse::<Country>().ok(),
            Fate::LowFloat => s.set_free_float_pct(Some(Decimal::new(49_999, 4))),
            Fate::Preferred => s.security_type = SecurityType::Preferred,
            Fate::OverTheCounter => s.exchange = Exchange::Otc,
            Fate::Excluded => s.excluded = Some("known to be".to_owned()),
        }
        if let Some(millions) = company.second {
            let mut second = s.clone();
            second.set_symbol(&format!("{}B", second.symbol()));
            second.set_price(Some((company.price + 1).into()));
            second.set_shares_outstanding(Some((u64::from(millions) * 1_000_000).into()));
            second.set_volume_2y(Some(1_000.into()));
            lines.push(second);
        }
        lines.push(s);
    }
    lines
}

/// The members held before.
pub(crate) fn membership(market: &[Company]) -> Membership {
    let member = |(at, company): (usize, &Company)| {
        use Index::{Microcap, R1000, R2000, R2500, R3000, R3000E, Top200, Top500};
        let (segment, indexes) = match company.held {
            Held::Nowhere => return None,
            Held::Only(segment) => (segment, None),
            Held::Micro => (Segment::Micro, Some(vec![R3000E, Microcap])),
            Held::R2000 { microcap } => {
                let mut indexes = vec![R3000E, R3000, R2000, R2500];
                indexes.extend(microcap.then_some(Microcap));
                (Segment::R2000, Some(indexes))
            }
            Held::R1000 { top500, top200 } => {
                let mut indexes = vec![R3000E, R3000, R1000];
                indexes.push(if top200 { Top200 } else { Index::Midcap });
                indexes.push(if top500 { Top500 } else { R2500 });
                (Segment::R1000, Some(indexes))
            }
        };
        Some(Member {
            in_microcap: indexes.as_ref().map(|all| all.contains(&Microcap)),
            indexes: indexes.map(|all| all.into_iter().collect()),
            ..Member::new(ticker(at), segment, rank_day())
        })
    };
    let mut members: Vec<Member> = market.iter().enumerate().filter_map(member).collect();
    members.sort_by(|a, b| a.symbol.cmp(&b.symbol));
    Membership { members, ..Membership::default() }
}

/// A reconstitution of these lines and members.
pub(crate) fn decide(
    universe: &Universe,
    membership: &Membership,
    parameters: &Parameters,
) -> Reconstitution {
    let matched = match_members(membership, universe, &SymbolChanges::default());
    reconstitute(&Inputs::new(&event(), universe, parameters), matched).expect("small caps")
}

/// The market as the library has it.
pub(crate) fn universe(market: &[Company]) -> Universe {
    Universe::new(rank_day(), securities(market))
}

/// The market decided on, as it stands.
pub(crate) fn decided(market: &[Company], widths: &Widths) -> (Universe, Reconstitution) {
    let universe = universe(market);
    let result = decide(&universe, &membership(market), &parameters(widths));
    (universe, result)
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        20 => Just(Fate::Eligible),
        1 => Just(Fate::Foreign),
        1 => Just(Fate::LowFloat),
        1 => Just(Fate::Preferred),
        1 => Just(Fate::OverTheCounter),
        1 => Just(Fate::Excluded),
    ]
}

fn held() -> impl Strategy<Value = Held> {
    prop_oneof![
        6 => Just(Held::Nowhere),
        2 => Just(Held::Micro),
        6 => any::<bool>().prop_map(|microcap| Held::R2000 { microcap }),
        3 => any::<bool>().prop_map(|top500| Held::R1000 { top500, top200: false }),
        2 => Just(Held::R1000 { top500: true, top200: true }),
        1 => Just(Held::Only(Segment::R1000)),
        1 => Just(Held::Only(Segment::R2000)),
        1 => Just(Held::Only(Segment::Micro)),
    ]
}

/// A company. There are few prices and share counts, so that caps are sometimes equal, and a few
/// giants.
fn company() -> impl Strategy<Value = Company> {
    let millions = prop_oneof![4 => 30_u32..60, 3 => 100_u32..900, 1 => 1_000_u32..20_000];
    let second = proptest::option::weighted(0.1, 1_u32..50);
    (1_u32..30, millions, second, fate(), held()).prop_map(
        |(price, millions, second, fate, held)| Company { price, millions, second, fate, held },
    )
}

/// Markets of no company to eighty: below some breaks, on them and beyond all.
pub(crate) fn markets() -> impl Strategy<Value = Vec<Company>> {
    prop_oneof![
        1 => proptest::collection::vec(company(), 1..20),
        4 => proptest::collection::vec(company(), 40..80),
    ]
}

/// Widths: the rule book's, none, or any up to ten points.
pub(crate) fn widths() -> impl Strategy<Value = Widths> {
    let any_width = || prop_oneof![Just(0), Just(2_500), 0_u32..10_000];
    let wide = proptest::array::uniform4((any_width(), any_width()));
    let own = [(2_500, 2_500), (2_500, 2_500), (2_500, 2_500), (500, 500)];
    prop_oneof![1 => Just(own), 3 => wide]
}
