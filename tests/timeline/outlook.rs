//! The outlook of a close is the decision of a whole reconstitution, although neither the universe
//! nor the screens are made anew for it.

use proptest::prelude::*;
use rankday::calendar::Season;
use rankday::market::history::History;
use rankday::methodology::Parameters;
use rankday::methodology::family::Family;
use rankday::reconstitution::{Event, Inputs, Reason, reconstitute};
use rankday::simulation::{Applied, Close, Corporate, Observer, Period, Setup, Start, backtest};
use rankday::universe::SymbolChanges;

use crate::timeline::made_up::{market, parameters, recipes};
use crate::timeline::probe::plans;

/// Decides on every close anew.
struct Anew<'a> {
    parameters: &'a Parameters,
    closes: usize,
}

impl Observer for Anew<'_> {
    fn period(&mut self, _: &History, _: &Period<'_>) {}

    fn applied(&mut self, _: &History, _: &Applied<'_>) {}

    fn close(&mut self, history: &History, close: &Close<'_>) {
        let view = history.view(close.view.day);
        let (universe, date) = (&view.universe, view.universe.as_of);
        assert!(universe.securities == close.view.universe.securities, "{date}");
        assert_eq!(universe.companies, close.view.universe.companies, "{date}");
        assert_eq!(
            (&view.line_of, &view.company_of),
            (&close.view.line_of, &close.view.company_of)
        );
        let event = Event {
            season: Season::June,
            name: "anew".to_owned(),
            rank_day: date,
            implementation: date,
            effective: date,
            previous_rank_day: None,
        };
        let inputs = Inputs::new(&event, universe, self.parameters);
        let whole = reconstitute(&inputs, close.state.matched(history, &view)).expect("caps");
        let family = Family::new(&whole.ranking, self.parameters);
        assert_eq!(whole.ranking.ranked, close.fresh.ranking.ranked, "{date}");
        assert_eq!(whole.ranking.total, close.fresh.ranking.total, "{date}");
        assert_eq!(whole.companies.len(), close.fresh.companies.len(), "{date}");
        for (decided, shown) in whole.companies.iter().zip(&close.fresh.companies) {
            let is_eligible = !matches!(decided.reason, Reason::Ineligible(_));
            assert_eq!(
                (decided.line, decided.market_cap, decided.rank, is_eligible),
                (shown.line, shown.market_cap, shown.rank, shown.is_eligible),
                "{date}"
            );
            assert_eq!((decided.to, decided.indexes), (shown.to, shown.indexes), "{date}");
            let unbanded = decided.rank.map(|rank| family.unbanded_place(rank).indexes);
            assert_eq!(unbanded.unwrap_or_default(), shown.unbanded, "{date}");
        }
        self.closes += 1;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_close_shows_what_a_reconstitution_decides(recipe in recipes()) {
        let (history, parameters) = (market(&recipe).history(), parameters());
        let (plans, changes) = (plans(&["semi-annual"]), SymbolChanges::default());
        let corporate = Corporate::new(&history, &parameters.offerings);
        let setup = Setup {
            plan: &plans[0],
            start: &Start::Formed,
            symbol_changes: &changes,
            corporate: &corporate,
            parameters: &parameters,
        };
        let mut anew = [Anew { parameters: &parameters, closes: 0 }];
        backtest(&history, &[setup], &mut anew, &|_| ()).expect("a timeline");
        prop_assert_eq!(anew[0].closes, history.days.len());
    }
}
