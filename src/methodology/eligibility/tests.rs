use rust_decimal::Decimal;

use super::*;
use crate::methodology::benefit_driven_countries;
use crate::universe::{Country, CountryFacts, Exchange, SecurityType, Structure};

fn context(parameters: &Parameters) -> Context<'_> {
    Context {
        parameters,
        rank_day: "2026-04-30".parse().expect("a date"),
        votes_reviewed: true,
        member: false,
        member_line: false,
    }
}

fn line() -> Security {
    let mut s = Security::new("AAA", Exchange::Nyse);
    s.country.assigned = Some(Country::US);
    s.set_price(Some(Decimal::TEN));
    s.set_free_float_pct(Some(Decimal::from(80)));
    s.set_unrestricted_votes_pct(Some(Decimal::from(80)));
    s
}

fn dropped_by(s: &Security, context: &Context<'_>) -> Option<Screen> {
    let by_line = judge_line(s, context).drop;
    let cap = Some(Decimal::from(30_000_000));
    let company = Subject::company(cap, s, std::slice::from_ref(s), &[0]);
    by_line.or_else(|| judge_company(&company, context).drop).map(|drop| drop.screen)
}

/// Makes an eligible line fail one screen.
type Spoil = fn(&mut Security);

#[test]
fn each_screen_drops_its_lines() {
    let parameters = Parameters::default();
    let context = context(&parameters);
    let spoil: [(Screen, Spoil); 8] = [
        (Screen::ShareType, |s| s.security_type = SecurityType::Warrant),
        (Screen::Structure, |s| s.structure = Structure::BlankCheque),
        (Screen::Exchange, |s| s.exchange = Exchange::Otc),
        (Screen::Country, |s| s.country.assigned = "CA".parse().ok()),
        (Screen::Listing, |s| s.listing_date = "2026-05-01".parse().ok()),
        (Screen::Price, |s| s.set_price("0.9999".parse().ok())),
        (Screen::Float, |s| s.set_free_float_pct("4.9999".parse().ok())),
        (Screen::Votes, |s| s.set_unrestricted_votes_pct("4.9999".parse().ok())),
    ];
    assert_eq!(dropped_by(&line(), &context), None);
    for (screen, spoil) in spoil {
        let mut s = line();
        spoil(&mut s);
        assert_eq!(dropped_by(&s, &context), Some(screen));
    }
}

#[test]
fn values_exactly_on_the_minimum_pass() {
    let parameters = Parameters::default();
    let mut s = line();
    s.set_price(Some(Decimal::ONE));
    s.set_free_float_pct("5.0000".parse().ok());
    s.set_unrestricted_votes_pct("5.0000".parse().ok());
    s.listing_date = "2026-04-30".parse().ok();
    assert_eq!(dropped_by(&s, &context(&parameters)), None);
}

#[test]
fn a_member_below_a_dollar_stays_by_its_mean_close() {
    let parameters = Parameters::default();
    let outsider = context(&parameters);
    let member = Context { member: true, ..outsider };
    let mut s = line();
    s.set_price("0.95".parse().ok());
    s.set_mean_close_30d(Some(Decimal::ONE));
    assert_eq!(dropped_by(&s, &member), None);
    assert_eq!(dropped_by(&s, &outsider), Some(Screen::Price));
    s.set_mean_close_30d("0.9999".parse().ok());
    assert_eq!(dropped_by(&s, &member), Some(Screen::Price));
}

#[test]
fn december_does_not_look_at_the_votes_of_members() {
    let parameters = Parameters::default();
    let december = Context { votes_reviewed: false, ..context(&parameters) };
    let mut s = line();
    s.set_unrestricted_votes_pct(Some(Decimal::ONE));
    assert_eq!(dropped_by(&s, &Context { member: true, ..december }), None);
    assert_eq!(dropped_by(&s, &december), Some(Screen::Votes));
}

#[test]
fn unknown_values_pass_and_are_counted() {
    let parameters = Parameters::default();
    let mut s = line();
    s.set_free_float_pct(None);
    let verdict = judge_line(&s, &context(&parameters));
    assert_eq!((verdict.drop, verdict.unknown), (None, smallvec::smallvec![Screen::Float]));
    let mut strict = Parameters::default();
    strict.eligibility.unknown = Unknown::Fail;
    let verdict = judge_line(&s, &context(&strict));
    assert_eq!(verdict.drop.map(|d| d.failure), Some(Failure::Unknown("float")));
}

#[test]
fn the_country_rule_follows_its_steps() {
    let bdi = benefit_driven_countries();
    let c = |code: &str| code.parse::<Country>().ok();
    let facts = |home, seat, exchange, assets, revenue| CountryFacts {
        assigned: None,
        incorporation: c(home),
        headquarters: c(seat),
        exchange: c(exchange),
        assets: c(assets),
        revenue: c(revenue),
    };
    let cases = [
        (facts("US", "US", "US", "", ""), c("US")),
        (facts("IE", "US", "US", "IE", ""), c("IE")),
        (facts("IE", "US", "US", "CN", "US"), c("US")),
        (facts("IE", "GB", "US", "CN", "FR"), c("GB")),
        (facts("BM", "BM", "US", "CN", "FR"), c("US")),
        (facts("BM", "BM", "US", "BM", ""), c("BM")),
        (facts("", "US", "US", "", ""), Some(Country::US)),
        // Settled by the known indicators, whatever the unknown ones are.
        (facts("", "FR", "US", "FR", ""), c("FR")),
        (facts("FR", "", "US", "FR", ""), c("FR")),
        (facts("FR", "", "US", "", "FR"), c("FR")),
        (facts("", "", "US", "US", ""), c("US")),
        (facts("", "FR", "US", "", ""), c("FR")),
        (facts("", "BM", "US", "", ""), c("US")),
        // Not settled: the blank indicator may decide.
        (facts("", "", "US", "", ""), None),
        (facts("US", "", "US", "", ""), None),
        (facts("", "", "US", "FR", ""), None),
        (facts("", "US", "US", "FR", ""), None),
        (facts("", "US", "US", "ZZ", ""), None),
    ];
    for (facts, expected) in cases {
        assert_eq!(assign_country(&facts, &bdi), expected, "{facts:?}");
    }
}
