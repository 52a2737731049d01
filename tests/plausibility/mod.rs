//! Inputs that are well formed but absurd draw a warning within the first ten lines of the screen.
//!
//! Each is made from the market that ships by one change, of the kind that people make.

mod columns;
mod event;
mod largest;
mod panel;
mod parts;
mod small;
mod strict;
mod table;
mod units;
mod whole;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use table::Table;

/// Lines of the screen that a warning must be within.
const LINES: usize = 10;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rankday(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rankday"));
    command.args(words).current_dir(root()).stdin(Stdio::null());
    command.output().expect("rankday")
}

/// A scenario of its own with changed files.
struct Changed {
    home: tempfile::TempDir,
    scenario: String,
}

impl Changed {
    /// The June that ships, with its universe, membership and prices of the implementation day.
    fn june() -> Self {
        let changed = Self {
            home: tempfile::tempdir().expect("a folder"),
            scenario: "[event]\nseason = \"june\"\nyear = 2026\n\
                       [universe]\nfile = \"universe.csv\"\n\
                       [membership]\nfile = \"membership.csv\"\n\
                       [effective]\nfile = \"effective.csv\"\n"
                .to_owned(),
        };
        for (name, file) in [
            ("universe.csv", "universe-2026-04-30.csv"),
            ("membership.csv", "membership-2026-06-26.csv"),
            ("effective.csv", "effective-2026-06-26.csv"),
        ] {
            fs::copy(root().join("data").join(file), changed.path(name)).expect("copied");
        }
        changed
    }

    /// A scenario of files that are written whole.
    fn of(scenario: &str, files: &[(&str, &str)]) -> Self {
        let changed =
            Self { home: tempfile::tempdir().expect("a folder"), scenario: scenario.to_owned() };
        for (name, text) in files {
            changed.write(name, text);
        }
        changed
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("written");
    }

    /// The same with a table changed.
    fn with(self, file: &str, change: impl FnOnce(&mut Table)) -> Self {
        let mut table = Table::read(&self.path(file));
        change(&mut table);
        table.write(&self.path(file));
        self
    }

    /// The same with a scenario that says otherwise.
    fn saying(mut self, old: &str, new: &str) -> Self {
        assert!(self.scenario.contains(old), "{old}");
        self.scenario = self.scenario.replace(old, new);
        self
    }

    /// The command that takes it, and what it prints.
    fn ends(&self, command: &str, more: &[&str]) -> Output {
        let scenario = self.path("case.toml");
        fs::write(&scenario, &self.scenario).expect("written");
        let out = self.path("out");
        let words = [command, scenario.to_str().expect("text")];
        let out = ["--out", out.to_str().expect("text")];
        let out: &[&str] = if command == "check" { &[] } else { &out };
        rankday(&[&words, out, more].concat())
    }

    /// The first lines of the screen, unwrapped.
    fn begins(&self, command: &str) -> String {
        let output = self.ends(command, &[]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let printed = String::from_utf8(output.stdout).expect("text");
        let lines: Vec<&str> = printed.lines().take(LINES).map(str::trim).collect();
        lines.join(" ")
    }

    /// Compares the beginning of a run's output with a warning.
    fn warns(&self, of: &str) {
        self.warns_by("run", of);
    }

    fn warns_by(&self, command: &str, of: &str) {
        let begins = self.begins(command);
        let title = if command == "check" { "Warnings:" } else { "WARNING: " };
        assert!(begins.contains(title) && begins.contains(of), "no \"{of}\" in:\n{begins}");
    }
}

#[test]
fn fractions_in_the_place_of_per_cent() {
    for (file, column) in [
        ("universe.csv", "free_float_pct"),
        ("universe.csv", "unrestricted_votes_pct"),
        ("membership.csv", "index_float_pct"),
        ("effective.csv", "free_float_pct"),
    ] {
        let changed = Changed::june().with(file, |table| table.scale(column, 0.01, 4));
        changed.warns(&format!("values of {column} are at most 1"));
    }
}

#[test]
fn units_of_caps_and_shares() {
    let shares = |factor| {
        Changed::june().with("universe.csv", |table| table.scale("shares_outstanding", factor, 2))
    };
    shares(1e-3).warns("the largest company cap is $");
    let all = Changed::june().with("universe.csv", |table| {
        table.set("company_market_cap", |_| String::new());
        table.scale("shares_outstanding", 1e-6, 2);
    });
    all.warns("reaches the smallest eligible cap of $30.0m");
    let prices = Changed::june().with("universe.csv", |table| table.scale("price", 15.0, 4));
    prices.warns("above $50.0tn");
    let cents = Changed::june().with("universe.csv", |table| {
        table.state_caps(|cap| cap);
        table.set("shares_outstanding", |_| String::new());
        table.scale("price", 100.0, 2);
    });
    cents.warns("prices in cents?");
    let float = Changed::june().with("universe.csv", |table| {
        table.state_caps(|cap| cap);
        table.scale("shares_outstanding", 0.6, 0);
    });
    float.warns("is not within 25% of company_market_cap");
    let in_millions = |cap: f64| cap / 1e6;
    let caps = Changed::june().with("universe.csv", |table| table.state_caps(in_millions));
    caps.warns("price times shares_outstanding is not company_market_cap by far");
}

#[test]
fn columns_and_segments_that_have_changed_places() {
    let columns = Changed::june().with("universe.csv", |table| {
        table.state_caps(|cap| cap);
        table.set("shares_outstanding", |_| String::new());
        table.swap("company_market_cap", "adv_usd");
    });
    columns.warns("are the two columns swapped");
    let in_millions = Changed::june().with("universe.csv", |table| {
        table.state_caps(|cap| cap / 1e6);
        table.swap("shares_outstanding", "company_market_cap");
    });
    in_millions.warns("the columns shares_outstanding and company_market_cap have changed places?");
    let volumes = Changed::june().with("universe.csv", |table| table.swap("adv_usd", "volume_2y"));
    volumes.warns("are the two columns swapped, or one in another unit?");
    let segments = Changed::june().with("membership.csv", |table| {
        table.set("indexes", |_| String::new());
        table.set("segment", |was| match was {
            "R1000" => "R2000".to_owned(),
            "R2000" => "R1000".to_owned(),
            other => other.to_owned(),
        });
    });
    segments.warns("far on the other side of the Russell 1000's break");
}

#[test]
fn a_universe_that_is_a_part_of_one() {
    Changed::june()
        .with("universe.csv", |table| table.keep(3))
        .warns("companies are eligible, fewer");
}

#[test]
fn tickers_of_vendors_match_nobody() {
    for (form, like) in [
        (["", " US Equity"], "US Equity\" looks like"),
        (["", ".O"], ".O\" looks like"),
        (["NASDAQ:", ""], "\"NASDAQ:"),
    ] {
        let dressed = Changed::june().with("membership.csv", |table| {
            table.set("id", |_| String::new());
            table.set("symbol", |was| format!("{}{was}{}", form[0], form[1]));
        });
        dressed.warns(like);
    }
    let strangers = Changed::june().with("membership.csv", |table| {
        table.set("id", |_| String::new());
        table.set("symbol", |was| format!("Q9{was}"));
    });
    strangers.warns("none of 3,");
}

#[test]
fn memberships_of_another_time() {
    let old = |every: usize| {
        Changed::june().with("membership.csv", |table| {
            let mut at = 0;
            table.set("held_on", |was| {
                at += 1;
                if at % every == 0 { "2025-03-31".to_owned() } else { was.to_owned() }
            });
        })
    };
    old(1).warns("the membership was held on 2025-03-31, before the reconstitution of 2025-06-27");
    old(2).warns("members were held on 2025-03-31, before the reconstitution of 2025-06-27, the");
}

#[test]
fn a_list_with_a_part_of_its_index() {
    let lists = Changed::june().saying(
        "file = \"membership.csv\"",
        "lists = [ { file = \"membership.csv\", index = \"R2000\", held_on = 2026-06-11 } ]",
    );
    lists.with("membership.csv", |table| table.keep(8)).warns("members of R2000, which has about");
    let file = Changed::june().with("membership.csv", |table| table.keep(8));
    file.warns("members of R1000, which has about 1,000");
}

#[test]
fn prices_of_the_implementation_day() {
    let fifth = Changed::june().with("effective.csv", |table| table.keep(5));
    fifth.warns("prices of the implementation day are there of");
    let same = Changed::june().saying("\"effective.csv\"", "\"universe.csv\"");
    same.warns("is one file given for both days?");
    // The largest member, whose split the file of that day does not know.
    let split = Changed::june().with("effective.csv", |table| {
        let largest = table.largest(&["price", "shares_outstanding"]);
        table.scale_row(largest, "price", 0.05);
    });
    split.warns("without an action: a split, or a wrong price?");
}

#[test]
fn a_universe_that_says_of_no_company_where_it_is() {
    let none = Changed::june().with("universe.csv", |table| {
        let of_country =
            ["country", "incorporation", "headquarters", "assets_country", "revenue_country"];
        for column in of_country {
            table.set(column, |_| String::new());
        }
    });
    none.warns("nothing says of 5,707 of 5,707 lines where the company is");
}

#[test]
fn results_that_no_event_has() {
    let foreign = Changed::june().with("universe.csv", |table| {
        let mut at = 0;
        table.set("country", |_| {
            at += 1;
            if at % 3 == 0 { String::new() } else { "CA".to_owned() }
        });
    });
    foreign.warns("the screen country drops");
    foreign.warns("leave it: is the membership");
    let shares = Changed::june().with("membership.csv", |table| {
        let mut at = 0;
        table.set("index_shares", |was| {
            at += 1;
            // One in twenty keeps its shares, and so nearly all of the weight.
            match was.parse::<f64>() {
                Ok(shares) if at % 20 > 0 => format!("{:.2}", shares / 1_000.0),
                _ => was.to_owned(),
            }
        });
    });
    shares.warns("one-way turnover of");
}

#[test]
fn facts_of_after_rank_day() {
    let facts = Changed::june()
        .saying("file = \"universe.csv\"", "file = \"universe.csv\"\nfacts = \"facts.csv\"");
    facts.write(
        "facts.csv",
        "symbol,field,value,as_of,source\nQAAA,nationality,US,2026-05-20,notice\n",
    );
    facts.warns("1 of 1 facts are of after 2026-04-30");
}

#[test]
fn projections_look_twice_too() {
    let projected = Changed::june()
        .saying("season = \"june\"", "season = \"december\"")
        .saying("[universe]", "[project]\npaths = 10\n[universe]\nas_of = 2026-04-30")
        .saying("[effective]\nfile = \"effective.csv\"\n", "");
    let projected = projected.with("universe.csv", |table| table.scale("free_float_pct", 0.01, 4));
    projected.warns_by("project", "values of free_float_pct are at most 1");
    projected.warns_by("check", "values of free_float_pct are at most 1");
}
