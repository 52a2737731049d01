//! A part of a column is empty or in another unit, down to a single cell.

use crate::plausibility::Changed;

/// Changes every nth non-empty cell of a column, by its value.
fn part(of: usize, is: impl Fn(&str) -> String) -> impl FnMut(&str) -> String {
    let mut at = 0;
    move |was| {
        at += usize::from(!was.is_empty());
        if at % of == 0 && !was.is_empty() { is(was) } else { was.to_owned() }
    }
}

fn times(factor: f64) -> impl Fn(&str) -> String {
    move |was| was.parse::<f64>().map_or_else(|_| was.to_owned(), |n| format!("{:.4}", n * factor))
}

#[test]
fn cells_that_are_empty_for_many() {
    for column in ["price", "shares_outstanding"] {
        let empty = Changed::june().with("universe.csv", |table| {
            table.set(column, part(10, |_| String::new()));
        });
        empty.warns("members have no cap that is known");
        empty.warns(&format!("{column} is empty for "));
    }
    let countries = Changed::june().with("universe.csv", |table| {
        for column in
            ["country", "incorporation", "headquarters", "assets_country", "revenue_country"]
        {
            let mut at = 0;
            table.set(column, |was| {
                at += 1;
                if at % 2 == 0 { String::new() } else { was.to_owned() }
            });
        }
    });
    countries.warns("nothing says of ");
}

#[test]
fn fractions_beside_per_cent() {
    for (file, column) in
        [("universe.csv", "free_float_pct"), ("membership.csv", "index_float_pct")]
    {
        let some = Changed::june().with(file, |table| {
            table.set(column, part(10, times(0.01)));
        });
        some.warns(&format!("values of {column} are at most 1: fractions beside per cent?"));
    }
}

#[test]
fn one_share_count_in_thousands() {
    let one = Changed::june().with("universe.csv", |table| {
        let row = table.largest(&["price", "shares_outstanding"]);
        table.scale_row(row, "shares_outstanding", 1e-3);
    });
    one.warns("index_shares and only ");
    one.warns("while its price stays");
}

#[test]
fn one_file_for_two_days() {
    let twice = Changed::june().saying(
        "[membership]",
        "[[previous]]\nas_of = \"2025-04-30\"\nfile = \"universe.csv\"\n[membership]",
    );
    let twice = twice.with("universe.csv", |table| table.set("listing_date", |_| String::new()));
    twice.warns("is given as universe and as previous universe");
}
