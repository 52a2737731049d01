//! The contents of a panel, and what is refused.

use super::*;

#[test]
fn a_panel_is_grouped_by_date_and_zero_is_unknown() {
    let rows = "2024-01-31,BBB,AMEX,0,0,,\n2024-01-31,AAA,nasdaq,10.5,1000,,7\n\
                2024-02-29,AAA,,,,-1,\n";
    let dates = panel(rows).expect("a panel").unpacked();
    let shown: Vec<String> = dates
        .iter()
        .flat_map(|d| &d.rows)
        .map(|r| {
            let (price, cap) = (r.price.is_some(), r.market_cap.is_some());
            format!("{} {} {} {price} {cap} {:?}", r.date, r.symbol, r.exchange, r.price_return)
        })
        .collect();
    assert_eq!(
        shown,
        [
            "2024-01-31 AAA nasdaq true true None",
            "2024-01-31 BBB nyse-american false false None",
            "2024-02-29 AAA us-listed false false Some(-1.0)"
        ]
    );
    assert_eq!((dates[0].rows[0].adv_usd, dates[0].rows[1].adv_usd), (Some(7.into()), None));
}

#[test]
fn a_panel_out_of_order_or_with_a_line_twice_is_refused() {
    let row = |date: &str, symbol: &str| format!("{date},{symbol},NYSE,10,1000,,\n");
    let read = |rows: &[(&str, &str)]| {
        panel(&rows.iter().map(|(date, symbol)| row(date, symbol)).collect::<String>())
            .map(|panel| panel.dates().len())
    };
    let (jan, feb) = ("2024-01-31", "2024-02-29");
    assert_eq!(read(&[(jan, "A"), (feb, "A")]), Ok(2));
    let refused = |rows: &[(&str, &str)], problem: &str| {
        let said = read(rows).expect_err("faulty");
        assert!(said.contains(problem), "{said}");
    };
    refused(&[(feb, "A"), (jan, "A")], "p.csv:3: the date 2024-01-31 comes after 2024-02-29");
    refused(&[(jan, "A"), (feb, "A"), (jan, "B")], "p.csv:4: the date 2024-01-31 comes after");
    refused(&[(jan, "B"), (jan, "A"), (jan, "B"), (feb, "A")], "p.csv:4: \"B\" stands twice on");
    refused(&[(jan, "A"), (jan, "A"), (feb, "A")], "p.csv:3: \"A\" stands twice on 2024-01-31");
    let small = "p.csv:3: \"brk.a\" on 2024-01-31 is \"BRK.A\" of line 2 in another spelling";
    refused(&[(jan, "BRK.A"), (jan, "brk.a"), (feb, "BRK.A")], small);
    let both = "p.csv:3: \"brka\" on 2024-01-31 is \"BrkA\" of line 2 in another spelling";
    refused(&[(jan, "BrkA"), (jan, "brka"), (feb, "BRKA")], both);
    assert_eq!(read(&[(jan, "BC-PC"), (jan, "BCPC"), (feb, "BCPC")]), Ok(2), "two lines");
    refused(&[(jan, "A")], "fewer than two dates (2024-01-31)");
}
