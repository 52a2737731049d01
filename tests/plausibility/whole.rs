//! Features of a whole market that an input lacks: lines that screens drop, members of every index, units that
//! fit.

use crate::plausibility::Changed;

#[test]
fn screens_that_drop_nothing() {
    let same = |column: &str, all: &str| {
        let all = all.to_owned();
        Changed::june().with("universe.csv", |table| table.set(column, |_| all.clone()))
    };
    let types = same("security_type", "common");
    types.warns("the screen share_type drops none of 5,707 lines: all are taken for common shares");
    same("structure", "corporation").warns("all are taken for ordinary companies");
    let home = Changed::june().with("universe.csv", |table| {
        let of_country =
            ["country", "incorporation", "headquarters", "assets_country", "revenue_country"];
        for column in of_country {
            table.set(column, |_| "US".to_owned());
        }
    });
    home.warns("the screen country drops none of 5,707 lines");
    let off = types.saying("[event]", "[plausibility]\ndrops_some = false\n[event]");
    assert!(!off.begins("run").contains("drops none"));
}

#[test]
fn indexes_of_which_no_member_is_given() {
    let all = |segment: &str| {
        let segment = segment.to_owned();
        Changed::june().with("membership.csv", |table| {
            table.set("indexes", |_| String::new());
            table.set("segment", |_| segment.clone());
        })
    };
    all("R1000").warns("no member of R2000 is given");
    all("R2000").warns("no member of R1000 is given");
    all("MICRO").warns("no member of R1000 is given");
}

#[test]
fn lists_that_are_of_one_index() {
    let list = |index| {
        format!("{{ file = \"membership.csv\", index = \"{index}\", held_on = 2026-04-29 }}")
    };
    let lists = format!("lists = [ {}, {} ]", list("R1000"), list("R2000"));
    let both = Changed::june().saying("file = \"membership.csv\"", &lists);
    both.warns("are in both the list of the Russell 1000 and that of the Russell 2000");
}

#[test]
fn units_of_facts_and_of_index_shares() {
    let facts = Changed::june()
        .saying("file = \"universe.csv\"", "file = \"universe.csv\"\nfacts = \"facts.csv\"");
    facts.write(
        "facts.csv",
        "symbol,field,value,as_of,source\n\
         QAAA,float,0.85,2026-04-01,notice\nQAAB,float,0.4,2026-04-01,notice\n",
    );
    facts.warns("values of float are at most 1");
    let shares =
        Changed::june().with("membership.csv", |table| table.scale("index_shares", 1e-6, 6));
    shares.warns("index_shares is far from shares_outstanding");
}

#[test]
fn classes_that_state_different_caps() {
    let caps = Changed::june().with("universe.csv", |table| {
        let mut at = 0;
        table.set("issuer", |was| {
            at += 1;
            if at <= 2 { "one".to_owned() } else { was.to_owned() }
        });
        for column in ["security_type", "structure"] {
            let mut at = 0;
            let is = if column == "structure" { "corporation" } else { "common" };
            table.set(column, |was| {
                at += 1;
                if at <= 2 { is.to_owned() } else { was.to_owned() }
            });
        }
        let mut at = 0;
        table.set("company_market_cap", |was| {
            at += 1;
            match at {
                1 => "2000000000".to_owned(),
                2 => "5000000000".to_owned(),
                _ => was.to_owned(),
            }
        });
    });
    caps.warns("states a company_market_cap of");
}

#[test]
fn members_that_are_dropped_for_what_was_inferred_of_them() {
    let out = Changed::june().with("universe.csv", |table| {
        let mut at = 0;
        table.set("country", |was| {
            at += 1;
            if at % 10 == 0 { "CA".to_owned() } else { was.to_owned() }
        });
        for column in ["incorporation", "headquarters", "assets_country", "revenue_country"] {
            table.set(column, |_| String::new());
        }
        let mut at = 0;
        table.set("inferred", |was| {
            at += 1;
            if at % 10 == 0 { "table; country CA: label".to_owned() } else { was.to_owned() }
        });
    });
    out.warns("are dropped by the screen country for what was inferred");
}

#[test]
fn caps_of_a_part_in_another_unit_and_of_nobody() {
    let part = Changed::june().with("universe.csv", |table| {
        let mut at = 0;
        table.set("shares_outstanding", |was| {
            at += 1;
            match was.parse::<f64>() {
                Ok(shares) if at % 10 == 0 => format!("{:.2}", shares / 1e6),
                _ => was.to_owned(),
            }
        });
    });
    part.warns("members of the Russell 1000 have caps below the smallest eligible one");
    let none = Changed::june().with("universe.csv", |table| {
        for column in ["shares_outstanding", "company_market_cap"] {
            table.set(column, |_| String::new());
        }
    });
    none.warns("has a cap that is known, and the indexes are empty");
}
