//! Columns that hold something other than their names say, for all lines or for those of one
//! exchange.

use crate::plausibility::{Changed, Table};

fn universe(change: impl FnOnce(&mut Table)) -> Changed {
    Changed::june().with("universe.csv", change)
}

#[test]
fn volumes_in_shares() {
    let shares = universe(|table| table.divide("adv_usd", "price"));
    shares.warns("universe.csv: adv_usd over the company's cap falls with the price of a share");
    shares.warns("is it in shares? It is USD a day; multiply by the price");
}

#[test]
fn countries_in_the_column_of_others() {
    let swapped = universe(|table| table.swap("incorporation", "headquarters"));
    swapped.warns("are headquarters and incorporation swapped?");
    let exchange = universe(|table| table.set("headquarters", |_| "US".to_owned()));
    exchange.warns("universe.csv: headquarters is US on all 5,707 rows that have one");
    let meant = exchange.saying("[event]", "[plausibility]\ndrops_some = false\n[event]");
    assert!(!meant.begins("run").contains("headquarters is US"));
}

#[test]
fn columns_that_are_the_same_on_all_lines() {
    for (file, column, value) in [
        ("universe.csv", "free_float_pct", "100"),
        ("universe.csv", "exchange", "nyse"),
        ("universe.csv", "listing_date", "2026-04-01"),
        ("universe.csv", "adv_usd", "0"),
        ("membership.csv", "index_float_pct", "100"),
    ] {
        let alike = Changed::june().with(file, |table| table.set(column, |_| value.to_owned()));
        alike.warns(&format!("{file}: {column} is {value} on all "));
    }
    let issuers = universe(|table| table.set("issuer", |_| String::new()));
    issuers.warns("universe.csv: no two of 5,707 lines are of one company: is the column issuer");
}

#[test]
fn caps_of_one_exchange_in_another_unit() {
    let thousands = universe(|table| {
        table.state_caps(|cap| cap);
        table.set("shares_outstanding", |_| String::new());
        table.scale_where("company_market_cap", ("exchange", "nyse"), 1e-3);
    });
    thousands.warns("company_market_cap, over the price, of the ");
    thousands.warns("lines of nyse is 1/");
    thousands.warns("in thousands: multiply by 1,000?");
    let shares = universe(|table| {
        table.scale_where("shares_outstanding", ("exchange", "nasdaq"), 1e-6);
    });
    shares.warns("in millions: multiply by 1,000,000?");
}

#[test]
fn zeros_where_nothing_is_known() {
    let zeros = universe(|table| {
        table.set("free_float_pct", |was| if was.is_empty() { "0" } else { was }.to_owned());
    });
    zeros.warns("universe.csv: free_float_pct is 0 of ");
    zeros.warns("is 0 written where nothing is known?");
}

#[test]
fn columns_that_are_shifted_against_the_others() {
    let floats = Changed::june().with("membership.csv", |table| table.shift("index_float_pct"));
    floats.warns("the membership: index_float_pct is more than 25 points from the universe's");
    let floats = Changed::june().with("effective.csv", |table| table.shift("free_float_pct"));
    floats.warns("effective.csv: free_float_pct is more than 25 points from the universe's");
    let prices = Changed::june().with("effective.csv", |table| table.shift("price"));
    prices.warns("is a column shifted by a row, or sorted by itself?");
    let means = universe(|table| table.shift("mean_close_30d"));
    means.warns("is a column shifted by a row, or sorted by itself?");
}

#[test]
fn members_that_screens_drop_as_no_event_does() {
    let types = universe(|table| table.shift("security_type"));
    types.warns("have the security_type of common shares (");
    let exchanges = universe(|table| table.shift("exchange"));
    exchanges.warns("members are dropped by the screen exchange (");
    exchanges.warns("is a column shifted by a row, or that of other lines?");
    for column in ["headquarters", "incorporation", "assets_country"] {
        let countries = universe(|table| table.shift(column));
        countries.warns("for most they do: is one of the columns shifted by a row");
    }
}

#[test]
fn volumes_and_caps_of_other_lines() {
    let volumes = universe(|table| table.shift("adv_usd"));
    volumes.warns("universe.csv: adv_usd does not go with the caps of companies (a correlation of");
    let caps = universe(|table| table.state_caps(|cap| cap)).with("effective.csv", |table| {
        table.add("company_market_cap", "");
        table.state_caps(|cap| cap);
        table.set("shares_outstanding", |_| String::new());
        table.shift("company_market_cap");
    });
    caps.warns("effective.csv: company_market_cap of ");
    caps.warns("moves otherwise than the price, by more than twice");
    let beside_shares = universe(|table| {
        table.state_caps(|cap| cap);
        table.shift("company_market_cap");
    });
    beside_shares.warns("universe.csv: price times shares_outstanding is not company_market_cap");
    beside_shares.warns("is a column shifted by a row, or sorted by itself?");
}

#[test]
fn delaware_is_no_country() {
    let states = universe(|table| {
        table.set("incorporation", |was| if was == "US" { "DE" } else { was }.to_owned());
    });
    states.warns("rows, which is Germany: is Delaware meant?");
}

#[test]
fn two_values_of_one_fact() {
    let facts = Changed::june()
        .saying("file = \"universe.csv\"", "file = \"universe.csv\"\nfacts = \"facts.csv\"");
    facts.write(
        "facts.csv",
        "symbol,field,value,as_of,source\nQAAG,nationality,US,2026-03-20,notice\n\
         QABA,nationality,CA,2026-03-20,notice\nQAAG,nationality,BM,2026-03-20,another notice\n",
    );
    facts
        .warns("nationality of QAAG is US and BM by two facts of 2026-03-20: the later row counts");
}

#[test]
fn limits_of_zeros_can_be_overridden() {
    let zeros = universe(|table| {
        table.set("free_float_pct", |was| if was.is_empty() { "0" } else { was }.to_owned());
    });
    let meant = zeros.saying("[event]", "[plausibility]\nzero_cap = 1e14\n[event]");
    assert!(!meant.begins("run").contains("free_float_pct is 0 of"));
}

#[test]
fn issuers_that_are_none() {
    let shifted = universe(|table| table.shift("issuer"));
    shifted.warns("universe.csv: the column issuer makes one company of lines with unlike names (");
    shifted.warns("is it shifted by a row, or sorted by itself?");
    let mut sector = 0;
    let sectors = universe(|table| {
        table.set("issuer", |_| {
            sector += 1;
            format!("Sector {}", sector % 11)
        });
    });
    sectors.warns("in 11 of the 11 companies that have several lines: does it hold sectors");
}

#[test]
fn fundamentals_in_millions() {
    for column in ["earnings", "book_value"] {
        let millions = universe(|table| table.scale(column, 1e-6, 6));
        millions.warns(&format!("universe.csv: {column} is "));
        millions.warns("in thousands or millions, or of a share?");
    }
}

#[test]
fn one_line_under_two_tickers() {
    let twice = universe(|table| {
        table.repeat(500, |row, column| match column {
            "symbol" => format!("{row}.2"),
            "id" => String::new(),
            _ => row.to_owned(),
        });
    });
    twice.warns("lines of one company with the same price and number of shares");
}

#[test]
fn documents_of_another_year() {
    let later = universe(|table| {
        table.set("documented_date", |was| {
            was.replacen("2025-", "2026-", 1).replace("-02-29", "-02-28")
        });
    });
    later.warns("are listed or documented only after rank day");
}
