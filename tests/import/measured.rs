//! Numbers that vendors measure differently: returns and volumes.

use super::by_symbol;
use super::table::{Home, priced};

/// As many rows of a panel as tell units by their values.
fn panel(header: &str, value: impl Fn(f64) -> String) -> String {
    let table = format!("Date,Ticker,Exchange,Close,Market Cap,{header}");
    let row = |day: &str, n: usize, cap: f64| {
        let change = f64::from(u8::try_from(n).expect("few rows")) / 100.0 - 0.15;
        format!("{day},Q{n},NYSE,20,{cap},{}", value(change))
    };
    priced(&table, |n, cap| row("2024-09-30", n, cap) + "\n" + &row("2024-10-31", n, cap))
}

#[test]
fn returns_are_fractions_per_cents_or_gross_by_where_they_lie() {
    let home = Home::new();
    for (expected, header, table) in [
        ("Return (", "Return", panel("Return", |r| format!("{r:.2}"))),
        ("Return/100 (", "Return", panel("Return", |r| format!("{:.0}", r * 100.0))),
        ("Return-1 (", "Return", panel("Return", |r| format!("{:.2}", 1.0 + r))),
        ("RET-1 (", "RET", panel("RET", |r| format!("{:.2}", 1.0 + r))),
        ("Return/100-1 (", "Return", panel("Return", |r| format!("{:.0}", 100.0 + r * 100.0))),
    ] {
        home.write("p.csv", table);
        let (printed, panel) = home.import("p.csv", "--to~panel").expect("a panel");
        assert!(printed.contains(&format!("price_return = {expected}")), "{header}: {printed}");
        let line = &by_symbol(&panel)["Q20"];
        assert_eq!(line["price_return"], "0.05", "{printed}");
    }
    // Values that are not on both sides of zero, but far from one, are not guessed at.
    home.write("p.csv", panel("Return", |r| format!("{}", 40.0 + r * 100.0)));
    let (printed, panel) = home.import("p.csv", "--to~panel").expect("a panel");
    assert_eq!(by_symbol(&panel)["Q20"]["price_return"], "");
    assert!(printed.contains("price_return=Return/100 if they are per cents"), "{printed}");
}

#[test]
fn gross_returns_that_are_mapped_as_they_stand_draw_a_warning() {
    let home = Home::new();
    home.write("p.csv", panel("Return", |r| format!("{:.2}", 1.0 + r)));
    let map = "symbol=Ticker,date=Date,price=Close,market_cap=Market Cap,price_return=Return";
    let (printed, _) = home.import("p.csv", &format!("--to~panel~--map~{map}")).expect("a panel");
    assert!(printed.contains("WARNING: price_return: "), "{printed}");
    let (printed, panel) =
        home.import("p.csv", &format!("--to~panel~--map~{map}-1")).expect("a panel");
    assert!(!printed.contains("WARNING: price_return: "), "{printed}");
    assert_eq!(by_symbol(&panel)["Q20"]["price_return"], "0.05");
}

#[test]
fn volumes_are_dollars_or_shares_by_what_of_the_cap_they_are() {
    let home = Home::new();
    // A two-hundredth of the cap a day, at 20 dollars a share.
    for (header, unit, expected) in [
        ("ADV", 1.0, "ADV (dollars"),
        ("ADV", 1e6, "ADV*1e6 (dollars"),
        ("ADV", 20.0, "ADV*Price (volume"),
        ("ADV", 20e3, "ADV*1e3*Price (volume"),
        ("ADV ($)", 1.0, "ADV ($) (dollars"),
        ("Volume", 20.0, "Volume*Price (volume"),
        ("Volume", 1.0, "Volume (dollars"),
    ] {
        let table = priced(&format!("Ticker,MIC,Price,Market Cap,{header}"), |n, cap| {
            format!("Q{n},XNYS,20,{cap},{}", cap / 200.0 / unit)
        });
        let (printed, universe) = home.universe("t.csv", table);
        assert!(printed.contains(&format!("adv_usd = {expected}")), "{header} {unit}: {printed}");
        assert_eq!(by_symbol(&universe)["Q10"]["adv_usd"], "15000000", "{header} {unit}");
    }
    // At two dollars a share both are likely, and without caps the unit is unknown.
    for (price, known) in [("2", 30), ("20", 10)] {
        let table = priced("Ticker,MIC,Price,Market Cap,ADV", |n, _| {
            let cap = if n < known { "4000000000" } else { "" };
            format!("Q{n},XNYS,{price},{cap},10000000")
        });
        let (printed, universe) = home.universe("t.csv", table);
        assert_eq!(by_symbol(&universe)["Q10"]["adv_usd"], "");
        assert!(printed.contains("adv_usd=ADV*Price if they are shares"), "{printed}");
    }
}

#[test]
fn a_column_of_two_units_is_not_taken_and_its_rows_are_named() {
    let home = Home::new();
    for (large, small) in [(10, "like USD"), (20, "like millions of USD")] {
        let table = priced("Ticker,MIC,Price,Market Cap", |n, cap| {
            format!("Q{n},XNYS,20,{}", if n < large { cap } else { cap / 1e6 })
        });
        home.write("t.csv", table);
        let (_, said) =
            home.import("t.csv", "--to~universe~--as-of~2025-04-30").expect_err("two units");
        assert!(said.contains("company_market_cap"), "{said}");
        let map = home.import("t.csv", "--to~universe~--suggest").expect("a map").1;
        assert!(map.contains("mixes units: 20 of its 30 values look like"), "{map}");
        assert!(map.contains(&format!("10 {small}: line ")), "{map}");
    }
}
