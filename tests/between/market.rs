//! A market of twenty-four companies that a reader can rank by heart: `C01` has 10 million shares at $240,
//! each that follows ten dollars less. Breaks are small, so that `C01` to `C08` are the Russell 1000, up to
//! `C18` the 2000, up to `C22` Microcap.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rankday::report::format::Format;
use rankday::report::remarks::text;
use rankday::scenario::check_run;
use rankday::study::{self, Run};

/// A row of a report, by column.
pub(crate) type Row = BTreeMap<String, String>;

/// June 2026: rank day 30 April, lock-down from 8 June, implementation on 26 June.
const SCENARIO: &str = "name = \"small\"\n[event]\nseason = \"june\"\nyear = 2026\n\
[universe]\nfile = \"universe.csv\"\n[membership]\nfile = \"membership.csv\"\n\
[methodology.breaks]\ntop10 = { rank = 1 }\ntop20 = { rank = 2 }\ntop50 = { rank = 3 }\n\
top100 = { rank = 4 }\ntop200 = { rank = 5 }\ntop500 = { rank = 6 }\nr1000 = { rank = 8 }\n\
microcap = { rank = 14 }\nr3000 = { rank = 18 }\nr3000e = { rank = 22 }\n";

const SHARES: u64 = 10_000_000;

/// A line: dollars and shares.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Line {
    price: u64,
    shares: u64,
}

/// The files of a run, to be changed before it.
#[derive(Debug, Clone)]
pub(crate) struct Market {
    rank_day: BTreeMap<String, Line>,
    foreign: Vec<String>,
    /// The close of the implementation day; `None` for a run without it.
    effective: Option<BTreeMap<String, Line>>,
    /// Whether that file has shares.
    pub(crate) with_shares: bool,
    members: BTreeMap<String, &'static str>,
    /// Days from which members are held, where that is not rank day.
    since: BTreeMap<String, &'static str>,
    /// Names, of lines that have one.
    names: BTreeMap<String, &'static str>,
    actions: Vec<String>,
    /// Keys of `[effective]`.
    keys: String,
    later: Option<Vec<String>>,
    own_actions: Option<(String, String)>,
}

impl Market {
    pub(crate) fn new() -> Self {
        let name = |at: u64| format!("C{at:02}");
        let line = |at: u64| Line { price: 250 - 10 * at, shares: SHARES };
        let rank_day: BTreeMap<String, Line> = (1..=24).map(|at| (name(at), line(at))).collect();
        let segment = |at| match at {
            1..=8 => "R1000",
            9..=18 => "R2000",
            _ => "MICRO",
        };
        Self {
            effective: Some(rank_day.clone()),
            rank_day,
            foreign: Vec::new(),
            with_shares: true,
            members: (1..=22).map(|at| (name(at), segment(at))).collect(),
            since: BTreeMap::new(),
            names: BTreeMap::new(),
            actions: Vec::new(),
            keys: String::new(),
            later: None,
            own_actions: None,
        }
    }

    /// A foreign company of this price, in both files.
    pub(crate) fn foreign(mut self, symbol: &str, price: u64) -> Self {
        self.foreign.push(symbol.to_owned());
        self.rank_day.insert(symbol.to_owned(), Line { price, shares: SHARES });
        self.at_close(symbol, price, SHARES)
    }

    /// Another class of `C15`, which no index holds: half as many shares at the same price.
    pub(crate) fn second_class(mut self) -> Self {
        let line = Line { price: 100, shares: SHARES / 2 };
        self.rank_day.insert("C15B".to_owned(), line);
        self.at_close("C15B", 100, SHARES / 2)
    }

    /// A line at the close of the implementation day.
    pub(crate) fn at_close(mut self, symbol: &str, price: u64, shares: u64) -> Self {
        let effective = self.effective.as_mut().expect("an effective file");
        effective.insert(symbol.to_owned(), Line { price, shares });
        self
    }

    /// Lines that are not in the prices of the implementation day.
    pub(crate) fn gone(mut self, symbols: &[&str]) -> Self {
        let effective = self.effective.as_mut().expect("an effective file");
        for symbol in symbols {
            assert!(effective.remove(*symbol).is_some(), "{symbol}");
        }
        self
    }

    pub(crate) fn without_effective(mut self) -> Self {
        self.effective = None;
        self
    }

    /// Gives lines this name.
    pub(crate) fn named(mut self, symbols: &[&str], name: &'static str) -> Self {
        self.names.extend(symbols.iter().map(|&symbol| (symbol.to_owned(), name)));
        self
    }

    /// No members before the event.
    pub(crate) fn not_held(mut self, symbol: &str) -> Self {
        assert!(self.members.remove(symbol).is_some());
        self
    }

    /// Another member, held since a day.
    pub(crate) fn held_since(
        mut self,
        day: &'static str,
        symbol: &str,
        segment: &'static str,
    ) -> Self {
        self.members.insert(symbol.to_owned(), segment);
        self.since.insert(symbol.to_owned(), day);
        self
    }

    /// A row of the file of actions, without trailing commas.
    pub(crate) fn action(mut self, row: &str) -> Self {
        let empty = 5 - row.matches(',').count();
        self.actions.push(format!("{row}{}", ",".repeat(empty)));
        self
    }

    pub(crate) fn keys(mut self, keys: &str) -> Self {
        self.keys.push_str(keys);
        self
    }

    /// A table `[actions]` and a file of its own.
    pub(crate) fn own_actions(mut self, table: &str, rows: &str) -> Self {
        self.actions.clear();
        self.own_actions = Some((table.to_owned(), rows.to_owned()));
        self
    }

    /// A universe of October with these lines.
    pub(crate) fn later(mut self, symbols: &[&str]) -> Self {
        self.later = Some(symbols.iter().map(|&symbol| symbol.to_owned()).collect());
        self
    }

    /// Writes the files and plays the event.
    pub(crate) fn run(&self) -> Played {
        let home = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            std::fs::write(home.path().join(name), text).expect("a file written");
        };
        write("universe.csv", &self.universe(&self.rank_day, true));
        let mut members =
            "symbol,segment,indexes,held_on,index_shares,index_float_pct\n".to_owned();
        for (symbol, segment) in &self.members {
            let day = self.since.get(symbol).copied().unwrap_or("2026-04-30");
            writeln!(members, "{symbol},{segment},,{day},{SHARES},100").expect("text");
        }
        write("membership.csv", &members);
        let mut text = SCENARIO.to_owned();
        if let Some(effective) = &self.effective {
            write("effective.csv", &self.universe(effective, self.with_shares));
            write!(text, "[effective]\nfile = \"effective.csv\"\n{}", self.keys).expect("text");
        }
        if let Some(later) = &self.later {
            let lines = later.iter().map(|symbol| format!("{symbol},nyse,1,1\n"));
            let lines: String = lines.collect();
            write("later.csv", &format!("symbol,exchange,price,shares_outstanding\n{lines}"));
            text.push_str("later = [ { file = \"later.csv\", as_of = 2026-10-30 } ]\n");
        }
        if !self.actions.is_empty() {
            let rows = self.actions.join("\n");
            write("actions.csv", &format!("date,action,symbol,other,ratio,cash\n{rows}\n"));
            text.push_str("[actions]\nfile = \"actions.csv\"\n");
        }
        if let Some((table, rows)) = &self.own_actions {
            write("actions.csv", rows);
            text.push_str(table);
        }
        let path = home.path().join("small.toml");
        write("small.toml", &text);
        let checked = check_run(&path, &text, &|_| None).unwrap_or_else(|e| panic!("{e}"));
        let run = study::run(checked, &|_| {}).unwrap_or_else(|e| panic!("{e}"));
        Played { run, home }
    }

    fn universe(&self, lines: &BTreeMap<String, Line>, with_shares: bool) -> String {
        let mut text =
            "symbol,name,issuer,exchange,price,shares_outstanding,free_float_pct,country\n"
                .to_owned();
        for (symbol, line) in lines {
            let shares = if with_shares { line.shares.to_string() } else { String::new() };
            let country = if self.foreign.contains(symbol) { "CA" } else { "US" };
            // C15B is another class of C15.
            let issuer = &symbol[..3];
            let name = self.names.get(symbol).copied().unwrap_or_default();
            writeln!(text, "{symbol},{name},{issuer},nyse,{},{shares},100,{country}", line.price)
                .expect("text");
        }
        text
    }
}

/// A run, whose files exist as long as it does.
pub(crate) struct Played {
    pub(crate) run: Run,
    pub(crate) home: tempfile::TempDir,
}

impl Played {
    /// The rows of a table.
    pub(crate) fn rows(&self, table: &str) -> Vec<Row> {
        let files = Format::Csv.files(&self.run);
        let file = files.iter().find(|file| file.name == format!("{table}.csv"));
        let mut text = Vec::new();
        file.unwrap_or_else(|| panic!("{table}")).write(&mut text).expect("a report");
        let mut reader = csv::Reader::from_reader(text.as_slice());
        reader.deserialize().map(|row| row.expect("a row")).collect()
    }

    /// The row of a table with this value in a column.
    pub(crate) fn row(&self, table: &str, column: &str, value: &str) -> Row {
        let rows = self.rows(table).into_iter().find(|row| row[column] == value);
        rows.unwrap_or_else(|| panic!("no {value} in {table}"))
    }

    /// Segment from the event on, and why.
    pub(crate) fn becomes(&self, symbol: &str) -> (String, String) {
        let row = self.row("membership", "symbol", symbol);
        (row["segment"].clone(), row["reason"].clone())
    }

    /// One-way turnover of an index.
    pub(crate) fn one_way(&self, index: &str) -> f64 {
        self.row("turnover", "index", index)["one_way"].parse().expect("a number")
    }

    /// Whether funds hold a line before or after the event.
    pub(crate) fn is_traded(&self, symbol: &str) -> bool {
        self.rows("trades").iter().any(|row| row["symbol"] == symbol)
    }

    /// The outcome of the first action of this ticker: whether it was applied, and how.
    pub(crate) fn action(&self, symbol: &str) -> (String, String) {
        let row = self.row("actions", "symbol", symbol);
        (row["applied"].clone(), row["effect"].clone())
    }

    /// A remark that begins so, if there is one.
    pub(crate) fn remark(&self, begin: &str) -> Option<String> {
        self.run.remarks.iter().map(text).find(|remark| remark.starts_with(begin))
    }
}
