//! Amounts in another unit than those beside them, and days of other files than the scenario means.

use crate::plausibility::Changed;

/// The June that ships with one column of a file multiplied.
fn scaled(file: &str, column: &str, factor: f64) -> Changed {
    Changed::june().with(file, |table| table.scale(column, factor, 6))
}

#[test]
fn columns_of_a_universe_in_other_units() {
    for (column, factor, mend) in [
        ("adv_usd", 1e-6, "in millions: multiply by 1,000,000"),
        ("adv_usd", 1e-3, "in thousands: multiply by 1,000"),
        ("mean_close_30d", 100.0, "in cents: divide by 100"),
        ("mean_close_30d", 0.01, "is it that the others are in cents?"),
    ] {
        let changed = scaled("universe.csv", column, factor);
        changed.warns(&format!("universe.csv: {column} is"));
        changed.warns(mend);
    }
    let years = Changed::june().with("universe.csv", |table| {
        table.set("trading_days_2y", |was| if was.is_empty() { String::new() } else { "2".into() });
    });
    years.warns("in years? Give the days");
    let few = Changed::june().with("universe.csv", |table| {
        let largest = table.largest(&["price", "shares_outstanding"]);
        let mut at = 0;
        table.set("trading_days_2y", |was| {
            at += 1;
            if at == largest + 1 { "2".to_owned() } else { was.to_owned() }
        });
    });
    few.warns("traded on hardly any day");
}

#[test]
fn numbers_of_the_rules_in_other_units() {
    for (rules, doubt) in [
        (
            "[methodology.breaks.r1000]\nhalf_width = 0.025",
            "half_width is 0.025, and the rule book has 2.5",
        ),
        (
            "[methodology.eligibility]\nmin_free_float_pct = 0.05",
            "is it a fraction? It is in per cent",
        ),
        (
            "[methodology.eligibility]\nmin_market_cap = 30",
            "in thousands or millions? It is in USD",
        ),
    ] {
        let changed = Changed::june().saying("[effective]", &format!("{rules}\n[effective]"));
        changed.warns(doubt);
    }
    // Other rules are not a mistake, and are reported.
    let narrow = "[methodology.breaks.r1000]\nhalf_width = 1\n[effective]";
    let begins = Changed::june().saying("[effective]", narrow).begins("check");
    assert!(!begins.contains("half_width is 1"), "{begins}");
}

#[test]
fn columns_of_the_implementation_day_in_other_units() {
    for (column, factor, mend) in [
        ("price", 0.01, "is it that the others are in cents?"),
        ("shares_outstanding", 1e-3, "in thousands: multiply by 1,000"),
        ("shares_outstanding", 1e-6, "in millions: multiply by 1,000,000"),
    ] {
        let changed = scaled("effective.csv", column, factor);
        changed.warns(&format!("effective.csv: {column} is"));
        changed.warns(mend);
        // Wrong share counts say nothing about lines that were split meanwhile: two such lines are reported,
        // after the file.
        let begins = changed.begins("run");
        let lines = begins.find("moves by");
        let after_the_file = column == "shares_outstanding" && begins.find(mend) < lines;
        assert!(lines.is_none() || after_the_file, "{column}: the file, not its lines: {begins}");
    }
}

#[test]
fn one_price_whose_point_is_in_another_place() {
    let of_one = |file: &str, column: &str, factor: f64| {
        let change = |table: &mut crate::plausibility::Table| {
            // The first company, which has a warrant beside its shares.
            table.scale_row(0, column, factor);
        };
        let june = Changed::june().with("universe.csv", |table| table.state_caps(|cap| cap));
        june.with(file, change)
    };
    for (factor, mend) in [
        (100.0, "in cents: divide by 100"),
        (10.0, "a point too far to the right? Divide by 10"),
        (0.1, "a point too far to the left? Multiply by 10"),
    ] {
        let one = of_one("universe.csv", "price", factor);
        one.warns("price times shares_outstanding is not company_market_cap by far for 1 of");
        one.warns(mend);
    }
    // Beside a cap that stays, of a day later.
    let later = |symbol: &str, price: f64| {
        "symbol,exchange,price,shares_outstanding,company_market_cap\n\
         AAAA,nasdaq,250,400000000,100000000000\nBBBB,nyse,40,100000000,4000000000\n\
         CCCC,nyse,10,50000000,500000000\nDDDD,nyse,12,60000000,720000000\n"
            .replace(&format!("{symbol},nyse,40"), &format!("{symbol},nyse,{price}"))
    };
    let scenario = "[event]\nseason = \"june\"\nyear = 2026\n[universe]\nfile = \"u.csv\"\n\
                    [effective]\nfile = \"e.csv\"\n";
    let run = |price| {
        let files = [("u.csv", later("BBBB", 40.0)), ("e.csv", later("BBBB", price))];
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, &**text)).collect();
        Changed::of(scenario, &files)
    };
    run(4_000.0).warns("the price of BBBB goes from $40 to $4000");
    assert!(!run(41.0).begins("run").contains("WARNING"));
}

#[test]
fn assets_of_funds_in_billions_or_millions() {
    for (assets, mend) in [
        ("R2000 = 250", "in billions: multiply by 1,000,000,000"),
        ("R2000 = 250_000", "in millions: multiply by 1,000,000"),
    ] {
        let june = Changed::june();
        let said = format!("[funds]\nassets = {{ {assets} }}\n[event]");
        let changed = june.saying("[event]", &said);
        changed.warns(mend);
    }
    let right = Changed::june().saying("[event]", "[funds]\nassets = { R2000 = 250e9 }\n[event]");
    assert!(!right.begins("run").contains("WARNING"));
}

#[test]
fn files_of_other_days_and_currencies() {
    let with = |column: &str, value: &str| {
        let (column, value) = (column.to_owned(), value.to_owned());
        Changed::june().with("universe.csv", move |table| {
            table.set("listing_date", |_| String::new());
            table.add(&column, &value);
        })
    };
    with("as_of", "2026-03-31").warns("lines are of 2026-03-31 by their column as_of");
    let meant = with("as_of", "2026-03-31").saying("[universe]", "[universe]\nas_of = 2026-03-31");
    meant.warns("30 days before rank day 2026-04-30 (more than 10)");
    let week = with("as_of", "2026-04-23").saying("[universe]", "[universe]\nas_of = 2026-04-23");
    assert!(!week.begins("run").contains("WARNING"));
    assert!(week.begins("check").contains("7 days before rank day 2026-04-30"));
    assert!(!with("as_of", "2026-04-30").begins("run").contains("WARNING"));
    let foreign = with("currency", "EUR");
    foreign.warns("state money in another currency than USD (EUR");
    let long = Changed::june().with("membership.csv", |table| {
        table.set("held_on", |_| "2025-09-30".to_owned());
    });
    long.warns("212 days before rank day 2026-04-30");
}
