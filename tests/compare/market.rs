//! A made-up panel of a few dozen companies over thirty-eight month ends, and its scenario: small
//! enough to be simulated in a test, and with every break of the family on it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use chrono::{Datelike, Days, NaiveDate, Weekday};

const COMPANIES: usize = 60;
/// Two full cycles from June to June, and half of one at either end.
const MONTHS: u32 = 38;

/// Ranks that stand for 10, 20, 50, 100, 200, 500, 1,000, 2,000, 3,000 and 4,000.
const BREAKS: [(&str, usize); 10] = [
    ("top10", 1),
    ("top20", 2),
    ("top50", 4),
    ("top100", 6),
    ("top200", 9),
    ("top500", 14),
    ("r1000", 20),
    ("microcap", 34),
    ("r3000", 46),
    ("r3000e", 54),
];

/// The last weekday of each month, from December 2022 on.
fn month_ends() -> Vec<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(2023, 1, 1).expect("a day");
    let day = |month: u32| {
        let last = first + chrono::Months::new(month) - Days::new(1);
        match last.weekday() {
            Weekday::Sat => last - Days::new(1),
            Weekday::Sun => last - Days::new(2),
            _ => last,
        }
    };
    (0..MONTHS).map(day).collect()
}

/// Numbers that look random and are the same everywhere.
struct Dice(u64);

impl Dice {
    /// From 0 to 1.
    fn roll(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / f64::from(1_u32 << 31)
    }
}

/// The months in which a company is there.
fn lives(company: usize) -> std::ops::Range<u32> {
    match company {
        // Some leave,
        5 => 0..9,
        17 | 31 => 0..14,
        40 => 0..20,
        // and some are new.
        3 => 7..MONTHS,
        12 | 28 => 15..MONTHS,
        50 => 19..MONTHS,
        _ => 0..MONTHS,
    }
}

fn panel() -> String {
    let mut dice = Dice(20_260_626);
    let mut caps: Vec<f64> =
        (0..COMPANIES).map(|at| 60e9 * 0.9_f64.powi(i32::try_from(at).expect("few"))).collect();
    let mut text = String::from("date,symbol,exchange,price,market_cap,price_return\n");
    for (month, date) in (0..).zip(month_ends()) {
        for (company, cap) in caps.iter_mut().enumerate() {
            let r = ((dice.roll() - 0.48) * 0.4 * 1e6).round() / 1e6;
            if month > 0 {
                *cap *= 1.0 + r;
            }
            if !lives(company).contains(&month) {
                continue;
            }
            // Occasionally the vendor does not know a return.
            let known = month > lives(company).start && (month, company) != (10, 22);
            let shown = if known { format!("{r:.6}") } else { String::new() };
            let price = 20.0 * *cap / (60e9 * 0.9_f64.powi(i32::try_from(company).expect("few")));
            writeln!(text, "{date},C{company:02},NYSE,{price:.4},{cap:.0},{shown}").expect("text");
        }
    }
    text
}

/// Writes the market and a scenario of these schedules into a folder; returns the scenario.
pub(crate) fn write(folder: &Path, schedules: &str) -> PathBuf {
    let write = |name: &str, text: String| {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("a file");
        path
    };
    write("panel.csv", panel());
    let list: String = (0..20).filter(|c| ![3, 12].contains(c)).fold(
        "symbol\n".to_owned(),
        |mut text, company| {
            writeln!(text, "C{company:02}").expect("text");
            text
        },
    );
    write("list.csv", list);
    let mut text = format!(
        "name = \"made-up\"\ndescription = \"Sixty companies\"\n\n\
         [compare]\nschedules = [{schedules}]\n\n\
         [market]\npanel = \"panel.csv\"\n\n\
         [[schedule]]\nname = \"twice\"\nevents = [\n  {{ name = \"june\", season = \"june\" }},\n  \
         {{ name = \"december\", season = \"december\" }},\n]\n\n\
         [check]\nlists = [{{ file = \"list.csv\", index = \"R1000\", held_on = 2023-05-31 }}]\n\n\
         [methodology.breaks]\n"
    );
    for (name, rank) in BREAKS {
        writeln!(text, "{name} = {{ rank = {rank} }}").expect("text");
    }
    write("scenario.toml", text)
}
