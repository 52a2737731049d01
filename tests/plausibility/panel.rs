//! Comparisons on a history check their inputs for plausibility as well.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;

use crate::plausibility::{Changed, Table, root};

/// The market that ships until a summer, unpacked, so that it can be changed.
fn market() -> Changed {
    market_of(|date| date <= "2024-07-31")
}

/// The same of some dates.
fn market_of(is_kept: fn(&str) -> bool) -> Changed {
    let packed = fs::File::open(root().join("data/panel-2023-12-29-to-2026-12-31.csv.gz"));
    let mut text = String::new();
    let mut reader = flate2::read::GzDecoder::new(packed.expect("the panel"));
    reader.read_to_string(&mut text).expect("text");
    let kept: Vec<&str> =
        text.lines().filter(|line| line.starts_with("date") || is_kept(&line[..10])).collect();
    let labels = root().join("data/panel-securities.csv");
    let labels = labels.to_str().expect("text").to_owned();
    let scenario = format!(
        "[compare]\nschedules = [\"annual\", \"semi-annual\"]\n[market]\npanel = \"panel.csv\"\n\
         [[labels]]\nfile = {labels:?}\n"
    );
    Changed::of(&scenario, &[("panel.csv", &kept.join("\n"))])
}

#[test]
fn units_of_a_panel() {
    let returns = market().with("panel.csv", |table| table.scale("price_return", 100.0, 4));
    returns.warns_by("check", "returns of the panel are beyond 90%");
    let caps = market().with("panel.csv", |table| table.scale("market_cap", 1e-3, 2));
    caps.warns_by("compare", "the largest company cap is $");
    let quiet = market().begins("compare");
    assert!(!quiet.contains("WARNING"), "{quiet}");
}

/// A panel of some weeks, on which the same is said as on one of years.
fn weeks() -> Changed {
    market().with("panel.csv", |table| table.keep_rows("date", |date| date >= "2024-05-01"))
}

#[test]
fn a_date_of_which_a_part_is_missing() {
    let mut rows = 0;
    let half = weeks().with("panel.csv", |table| {
        table.keep_rows("date", |date| {
            rows += 1;
            date != "2024-06-28" || rows % 2 == 0
        });
    });
    half.warns_by("check", "2024-06-28: panel.csv: the date has ");
    half.warns_by("check", "is a part of the file missing?");
}

/// The same with the labels in a file of its own.
fn with_labels(change: impl FnOnce(&mut Table)) -> Changed {
    let labels = root().join("data/panel-securities.csv");
    let market = weeks();
    fs::copy(&labels, market.path("labels.csv")).expect("copied");
    let market = market.saying(labels.to_str().expect("text"), "labels.csv");
    market.with("labels.csv", change)
}

#[test]
fn labels_of_a_part_or_without_issuers_or_countries() {
    let part = with_labels(|table| table.keep(2));
    part.warns_by("check", "lines of the panel have a label, below 75%");
    part.warns_by("check", "the others count as common shares of US companies");
    let countries = with_labels(|table| table.shift("headquarters"));
    countries.warns_by("check", "labels.csv: headquarters and incorporation name the same country");
    let issuers = with_labels(|table| table.set("issuer", |_| String::new()));
    issuers.warns_by("check", "labels.csv: no two of 5,614 lines are of one company");
    let countries =
        ["country", "incorporation", "headquarters", "assets_country", "revenue_country"];
    let none = with_labels(|table| {
        for column in countries {
            table.set(column, |_| String::new());
        }
    });
    none.warns_by("check", "nothing says of 5,614 of 5,614 lines where the company is");
    let alike = with_labels(|table| {
        for column in countries {
            table.set(column, |_| String::new());
        }
        table.set("country", |_| "US".to_owned());
    });
    alike.warns_by("check", "labels.csv: country is US on all 5,614 rows that have one");
    let swapped = with_labels(|table| table.swap("incorporation", "headquarters"));
    swapped.warns_by("check", "are headquarters and incorporation swapped?");
}

#[test]
fn caps_of_one_exchange_volumes_in_shares_and_gross_returns() {
    let exchange = weeks().with("panel.csv", |table| {
        table.scale_where("market_cap", ("exchange", "nyse"), 1e-3);
    });
    exchange.warns_by("check", "lines of nyse is 1/");
    let shares = weeks().with("panel.csv", |table| table.divide("adv_usd", "price"));
    shares.warns_by("check", "panel.csv: adv_usd over the company's cap falls with the price");
    let gross = weeks().with("panel.csv", |table| {
        table.set("price_return", |was| {
            was.parse::<f64>().map_or_else(|_| was.to_owned(), |own| format!("{:.6}", own + 1.0))
        });
    });
    gross.warns_by("check", "gross returns, 1.05 for 5%?");
}

#[test]
fn prices_in_hundreds_and_another_unit_from_a_date_on() {
    let low = weeks().with("panel.csv", |table| table.scale("price", 0.01, 4));
    low.warns_by("check", "panel.csv: the median price of ");
    low.warns_by("check", "in hundreds, or in another currency?");
    let from = market().with("panel.csv", |table| {
        for date in ["2023-12-29", "2024-01-31", "2024-02-29"] {
            table.scale_where("price", ("date", date), 0.1);
        }
    });
    from.warns_by("check", "2024-03-28: panel.csv: ");
    from.warns_by("check", "are the prices from that date on in another unit");
}

#[test]
fn a_date_that_is_missing() {
    let gap = market_of(|date| date <= "2024-07-31" && date != "2024-04-30");
    gap.warns_by("check", "panel.csv: 2024-03-28 and 2024-05-31 lie 64 days apart and other dates");
}

#[test]
fn a_panel_of_survivors() {
    let years = || market_of(|date| ["2024-06-28", "2025-06-30", "2026-06-30"].contains(&date));
    let table = Table::read(&years().path("panel.csv"));
    let last = table.pairs("date", "symbol").filter(|(date, _)| *date == "2026-06-30");
    let last: BTreeSet<String> = last.map(|(_, symbol)| symbol.to_owned()).collect();
    let survivors = years().with("panel.csv", |table| {
        table.keep_rows("symbol", |symbol| last.contains(symbol));
    });
    survivors.warns_by("check", "are gone by 2026-06-30, and 3 to 8% a year is usual");
    assert!(!years().begins("check").contains("survivors"));
}

#[test]
fn returns_in_another_form() {
    let returns = |of: fn(f64) -> f64| {
        weeks().with("panel.csv", |table| {
            table.set("price_return", |was| {
                was.parse::<f64>().map_or_else(|_| was.to_owned(), |own| format!("{:.6}", of(own)))
            });
        })
    };
    returns(|own| own.max(-0.6).ln_1p())
        .warns_by("check", "are the logarithms of those of the prices");
    returns(|own| (-own).max(-0.99))
        .warns_by("check", "are those of the prices with the opposite sign");
}

#[test]
fn labels_of_other_lines() {
    let types = with_labels(|table| table.shift("security_type"));
    types.warns_by("check", "labels.csv: ");
    types.warns_by("check", "have the security_type of common shares (");
    let issuers = with_labels(|table| table.shift("issuer"));
    issuers.warns_by("check", "labels.csv: the column issuer makes one company of lines with");
    let zeros = with_labels(|table| {
        table.set("free_float_pct", |was| if was.is_empty() { "0" } else { was }.to_owned());
    });
    zeros.warns_by("check", "free_float_pct is 0 of ");
}

/// It has no membership, so nothing is checked about one.
#[test]
fn an_index_that_loses_most_members_in_a_comparison() {
    let renamed = weeks().with("panel.csv", |table| {
        let dates: Vec<String> =
            table.pairs("date", "symbol").map(|(date, _)| date.to_owned()).collect();
        let mut dates = dates.iter();
        table.set("symbol", |was| {
            let is_later = dates.next().expect("one for each").as_str() >= "2024-06-28";
            if is_later { format!("{was}.N") } else { was.to_owned() }
        });
    });
    renamed.warns_by("compare", "its tickers the same from date to date");
}

/// What a panel says of a line on one date does not fit to what it says on another.
#[test]
fn dates_that_do_not_fit_together() {
    let shifted = market().with("panel.csv", |table| table.shift("price"));
    shifted.warns_by("check", "returns are not those of the prices, by two points or more");
    let unit = market().with("panel.csv", |table| {
        table.scale_where("market_cap", ("date", "2024-04-30"), 1e-3);
    });
    unit.warns_by("check", "most on 2024-04-30 (");
    unit.warns_by("check", "are caps of that date in another unit, or of other lines?");
    let repeated = market().with("panel.csv", |table| {
        table.keep_rows("date", |date| date != "2024-05-31");
        let again = |cell: &str, column: &str| match column {
            "date" => "2024-05-31".to_owned(),
            "price_return" => "0".to_owned(),
            _ => cell.to_owned(),
        };
        table.repeat_where(("date", "2024-04-30"), again);
    });
    repeated.warns_by("check", "lines have the price that they had on 2024-04-30");
}

/// A column in per cent, or in the place of another, is refused in one sentence.
#[test]
fn columns_that_are_out_of_range_as_a_whole() {
    let said = |changed: &Changed| {
        let output = changed.ends("compare", &[]);
        assert_eq!(output.status.code(), Some(3));
        String::from_utf8(output.stderr).expect("text")
    };
    let returns = said(&weeks().with("panel.csv", |table| table.scale_all("price_return", 100.0)));
    assert_eq!(returns.lines().count(), 2, "{returns}");
    assert!(returns.contains("more values of this column: each is out of range"), "{returns}");
    assert!(returns.contains("are they per cent? Divide all of the column by 100"), "{returns}");
    let swapped = said(&weeks().with("panel.csv", |table| table.swap("price", "market_cap")));
    assert_eq!(swapped.lines().count(), 2, "{swapped}");
    assert!(swapped.contains("(it holds: USD a share): are they shares or caps?"), "{swapped}");
}

/// Many events at which no company is eligible give one warning.
#[test]
fn events_at_which_nobody_is_eligible_are_told_of_once() {
    let unlisted = market().with("panel.csv", |table| table.set("exchange", |_| "otc".to_owned()));
    let said = unlisted.ends("compare", &[]);
    let said = String::from_utf8(said.stdout).expect("text");
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(said.matches("no company is eligible").count(), 1, "{said}");
    assert!(said.contains("the indexes are empty (and at "), "{said}");
    assert!(said.contains(" more events): are caps and prices known"), "{said}");
}

#[test]
fn panels_that_say_nothing_of_returns_or_of_their_labels() {
    let none = market().with("panel.csv", |table| table.set("price_return", |_| String::new()));
    none.warns_by("check", "has a price_return");
    let zero = market().with("panel.csv", |table| table.set("price_return", |_| "0".to_owned()));
    zero.warns_by("check", "returns of the panel are zero");
    let other = market().with("panel.csv", |table| table.set("symbol", |was| format!("Z9{was}")));
    other.warns_by("check", "lines of the panel have a label");
    let unlisted = market().with("panel.csv", |table| table.set("exchange", |_| "otc".to_owned()));
    unlisted.warns_by("compare", "no company is eligible");
}

/// The closes between a rank day and its implementation are missing.
#[test]
fn events_that_fall_on_one_close() {
    let gap = market().with("panel.csv", |table| {
        table.keep_rows("date", |date| !("2024-04-01".."2024-07-01").contains(&date));
    });
    gap.warns_by("check", "is ranked and takes effect on one close");
}

#[test]
fn rank_days_of_which_little_is_known() {
    let without = |column: &str, date: &str| {
        market().with("panel.csv", |table| table.clear_where(column, ("date", date), 3))
    };
    let caps = without("market_cap", "2024-04-30");
    caps.warns_by("check", "is ranked at the close of 2024-04-30, on which 1,5");
    caps.warns_by("compare", "lines have no cap that had one on the close before");
    let prices = without("price", "2024-04-30");
    prices.warns_by("check", "lines have no price that had one on the close before");
    // On a close on which nothing is ranked, nothing depends on it.
    let said = without("market_cap", "2024-02-29").begins("check");
    assert!(!said.contains("is ranked at the close"), "{said}");
}

#[test]
fn dates_on_which_nothing_traded() {
    let saturday = market().with("panel.csv", |table| {
        table.set("date", |was| was.replace("2024-06-28", "2024-06-29"));
    });
    saturday.warns_by(
        "check",
        "2024-06-29: panel.csv: the exchanges were closed on this day: if it is",
    );
}

#[test]
fn members_with_whom_a_family_begins() {
    let start = market().saying("[market]", "[membership]\nfile = \"m.csv\"\n[market]");
    start.write("m.csv", "symbol,segment,held_on\nNASDAQ:QAAG,R2000,2020-01-31\n");
    start.warns_by("check", "\"NASDAQ:QAAG\" looks like \"QAAG\"");
    start.warns_by("check", "before the reconstitution of 2023-06-23");
}

/// Lines that no file labels have the country that the panel states, and the US where it states none.
#[test]
fn countries_and_currencies_of_a_panel() {
    let labels = root().join("data/panel-securities.csv");
    let labels = format!("[[labels]]\nfile = {:?}\n", labels.to_str().expect("text"));
    let bare = || market().saying(&labels, "");
    let every = |of: usize, one: &'static str, others: &'static str| {
        let mut at = 0;
        move |_: &str| {
            at += 1;
            if at % of == 0 { one.to_owned() } else { others.to_owned() }
        }
    };
    bare().warns_by("check", "so foreign ones count as companies of the US");
    let stated = bare().with("panel.csv", |table| {
        table.add("country", "");
        table.set("country", every(2, "Canada", "United States"));
    });
    let said = stated.begins("check");
    assert!(!said.contains("count as companies of the US"), "{said}");
    let euros = market().with("panel.csv", |table| {
        table.add("currency", "");
        table.set("currency", every(50, "EUR", "USD"));
    });
    euros.warns_by("check", "another currency than USD (EUR ");
}

/// The return of the largest line is that of a split, and its cap says that there was one or none.
#[test]
fn returns_that_caps_do_not_follow() {
    let split = market().with("panel.csv", |table| {
        table.set_where("price_return", ("date", "2024-04-30"), ("symbol", "QTAM"), "-0.75");
    });
    split.warns_by(
        "check",
        "2024-04-30: the return of QTAM is -75% without an action, which its cap does not follow",
    );
    assert!(!market().begins("check").contains("its cap"));
}

/// Returns of a month over some of its days, while price and cap say the same of the whole.
#[test]
fn returns_that_leave_days_out() {
    let partial = market().with("panel.csv", |table| {
        let date = table.at("date");
        let part = table.at("price_return");
        let of_month = table.rows.iter_mut().filter(|row| row[date] == "2024-05-31");
        for row in of_month.step_by(2) {
            let whole = row[part].parse().unwrap_or(0.0);
            row[part] = format!("{:.6}", whole / 3.0 + 0.03);
        }
    });
    partial
        .warns_by("check", "returns are not those of price and cap, which agree with each other");
    partial.warns_by("check", "most on 2024-05-31: ");
}
