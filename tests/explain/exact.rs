//! Whole reconstitutions say the same as the explanation, to the tick.

use std::sync::LazyLock;

use proptest::prelude::*;
use rankday::analysis::explanation::{
    Case, CompanyFacts, Explanation, Formula, Prices, Subject, Tick, explain,
};
use rankday::reconstitution::{
    Inputs, Outcome, Reason, Reconstitution, WhatIf, match_members, move_prices, reconstitute,
};
use rankday::scenario::read_run;
use rankday::study::{Run, run};
use rankday::universe::{Membership, Security, Segment, SymbolChanges, Universe};
use rust_decimal::Decimal;

use super::market::{event, markets, membership, parameters, universe, widths};
use super::scenario;

static JUNE: LazyLock<Run> = LazyLock::new(|| {
    let scenario = read_run(scenario("june-2026.toml").as_ref()).expect("the scenario");
    run(scenario, &|_| {}).expect("the shipped data")
});
static NO_CHANGES: LazyLock<SymbolChanges> = LazyLock::new(SymbolChanges::default);

fn inputs_of(run: &Run) -> Inputs<'_> {
    Inputs::new(&run.scenario.event, &run.universe, &run.scenario.parameters)
}

fn decide(inputs: &Inputs<'_>, membership: &Membership) -> Reconstitution {
    let matched = match_members(membership, inputs.universe, &NO_CHANGES);
    reconstitute(inputs, matched).expect("small caps")
}

/// The decision of a whole reconstitution when a company's prices are moved.
fn again(
    (inputs, membership): (&Inputs<'_>, &Membership),
    company: usize,
    line: usize,
    price: Decimal,
) -> Outcome {
    let lines = &inputs.universe.companies[company].lines;
    let mut securities = inputs.universe.securities.clone();
    let own = lines.iter().position(|at| *at == line).expect("a line of its own");
    let mut moved: Vec<&mut Security> = securities
        .iter_mut()
        .enumerate()
        .filter(|(at, _)| lines.contains(at))
        .map(|(_, security)| security)
        .collect();
    move_prices(&mut moved, own, price);
    let universe = Universe::new(inputs.universe.as_of, securities);
    let result = decide(&Inputs { universe: &universe, ..*inputs }, membership);
    Outcome::from(&result.companies[company])
}

fn facts(
    (inputs, membership): (&Inputs<'_>, &Membership),
    result: &Reconstitution,
    line: usize,
) -> CompanyFacts {
    let case = Case { inputs, membership, symbol_changes: &NO_CHANGES, result };
    match explain(&case, Subject::Line(line)).expect("small caps") {
        Explanation::Company(facts) => *facts,
        Explanation::Absent(_) => panic!("it has a line"),
    }
}

fn line_of(universe: &Universe, symbol: &str) -> usize {
    universe.securities.iter().position(|s| s.symbol() == symbol).expect("a line")
}

/// One tick nearer to its own price.
fn nearer(tick: Tick, higher: bool) -> Tick {
    if higher { Tick(tick.0 - 1) } else { tick.above() }
}

#[test]
fn at_a_price_found_a_whole_run_decides_otherwise_and_a_tick_before_it_does_not() {
    let inputs = inputs_of(&JUNE);
    let companies = inputs.universe.company_of_line();
    let mut held = 0;
    for symbol in ["ZXS", "QGNI", "QCDX", "ZVUR", "QORA", "ZKOD", "XTER", "QSOR"] {
        let line = line_of(inputs.universe, symbol);
        let prices = facts((&inputs, &JUNE.membership), &JUNE.result, line).prices.expect("prices");
        let vehicle = line_of(inputs.universe, &prices.symbol);
        let decided =
            |tick: Tick| again((&inputs, &JUNE.membership), companies[line], vehicle, tick.price());
        for turn in prices.turns() {
            assert_eq!(decided(turn.at), turn.outcome, "{symbol} at {}", turn.at.price());
            let before = decided(nearer(turn.at, turn.higher));
            assert_ne!(before.to, turn.outcome.to, "{symbol} before {}", turn.at.price());
            held += 1;
        }
    }
    assert!(held > 20, "{held}");
}

#[test]
fn one_company_decided_again_is_what_a_whole_run_decides() {
    let inputs = inputs_of(&JUNE);
    let companies = inputs.universe.company_of_line();
    // Held, a member that a screen drops, two classes, excluded, a cap that is too small.
    for symbol in ["ZXS", "QZIC", "ZKOD.B", "QMOE", "QAUK", "QTAM"] {
        let line = line_of(inputs.universe, symbol);
        let company = companies[line];
        let what_if = WhatIf::new(&inputs, &JUNE.result, company, line).expect("a price");
        let price = inputs.universe.securities[line].price().expect("a price");
        let own = what_if.at(price, &mut what_if.workspace()).expect("small caps");
        assert_eq!(own, Outcome::from(&JUNE.result.companies[company]), "{symbol}");
        for thousandths in [1, 40, 500, 990, 1_010, 3_000, 90_000] {
            let moved = (price * Decimal::new(thousandths, 3)).round_dp(4);
            let one = what_if.at(moved, &mut what_if.workspace()).expect("small caps");
            assert_eq!(
                one,
                again((&inputs, &JUNE.membership), company, line, moved),
                "{symbol} at {moved}"
            );
        }
    }
}

#[test]
fn had_it_passed_the_screen_is_a_run_in_which_it_passes() {
    let inputs = inputs_of(&JUNE);
    let line = line_of(inputs.universe, "QZIC");
    let then = facts((&inputs, &JUNE.membership), &JUNE.result, line)
        .if_eligible
        .expect("a screen drops it");
    let mut securities = inputs.universe.securities.clone();
    securities[line].set_unrestricted_votes_pct(Some(5.into()));
    let universe = Universe::new(inputs.universe.as_of, securities);
    let result = decide(&Inputs { universe: &universe, ..inputs }, &JUNE.membership);
    let company = &result.companies[inputs.universe.company_of_line()[line]];
    assert_eq!(then.outcome, Outcome::from(company));
    assert_eq!(then.rank, company.rank);
    assert_eq!(then.outcome.to, Segment::R1000);
}

#[test]
fn a_member_without_a_cap_is_kept_and_no_price_is_looked_for() {
    let shipped = inputs_of(&JUNE);
    let line = line_of(shipped.universe, "ZXS");
    let mut securities = shipped.universe.securities.clone();
    securities[line].set_shares_outstanding(None);
    let universe = Universe::new(shipped.universe.as_of, securities);
    let inputs = Inputs { universe: &universe, ..shipped };
    let result = decide(&inputs, &JUNE.membership);
    let facts = facts((&inputs, &JUNE.membership), &result, line);
    assert_eq!(facts.outcome.reason, Reason::KeptUnranked);
    assert_eq!((facts.cap.usd, facts.rank, facts.prices), (None, None, None));
}

#[test]
fn a_stated_cap_moves_along_with_the_price() {
    let shipped = inputs_of(&JUNE);
    let line = line_of(shipped.universe, "ZXS");
    let mut securities = shipped.universe.securities.clone();
    securities[line].set_company_market_cap(Some(9_045_464_992_i64.into()));
    let universe = Universe::new(shipped.universe.as_of, securities);
    let inputs = Inputs { universe: &universe, ..shipped };
    let result = decide(&inputs, &JUNE.membership);
    let facts = facts((&inputs, &JUNE.membership), &result, line);
    assert_eq!(facts.cap.formula, Formula::Stated { symbol: "ZXS".to_owned() });
    let prices = facts.prices.expect("prices");
    assert!(prices.moves_along);
    assert_eq!(prices.turns()[0].at.price().to_string(), "28.70");
}

/// Every range of a small market, at both its ends and within it, and that they leave no gap.
fn check(prices: &Prices, decided: &dyn Fn(Tick) -> Outcome) -> Result<(), TestCaseError> {
    prop_assert_eq!(prices.ranges[0].from, Tick(1));
    for pair in prices.ranges.windows(2) {
        prop_assert_eq!(pair[0].to.above(), pair[1].from);
        prop_assert_ne!(pair[0].outcome, pair[1].outcome);
    }
    for range in &prices.ranges {
        let middle = Tick(range.from.0 + (range.to.0 - range.from.0) / 2);
        for tick in [range.from, middle, range.to] {
            prop_assert_eq!(decided(tick), range.outcome, "at {}", tick.price());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..Default::default() })]

    #[test]
    fn on_small_markets_every_range_of_prices_is_what_whole_runs_decide(
        market in markets(),
        widths in widths(),
        pick in any::<prop::sample::Index>(),
    ) {
        let (event, parameters) = (event(), parameters(&widths));
        let (universe, membership) = (universe(&market), membership(&market));
        let inputs = Inputs::new(&event, &universe, &parameters);
        let result = decide(&inputs, &membership);
        let company = pick.index(universe.companies.len());
        let facts = facts((&inputs, &membership), &result, universe.companies[company].lines[0]);
        if let Some(prices) = facts.prices {
            let vehicle = line_of(&universe, &prices.symbol);
            check(&prices, &|tick| again((&inputs, &membership), company, vehicle, tick.price()))?;
        }
    }
}
