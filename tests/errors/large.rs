//! Inputs that are too large are answered quickly, in little memory and few words.

use std::fmt::Write as _;
use std::path::Path;

use rankday::cli::exit::Failure;
use rankday::scenario::check_run;
use rankday::universe::{Input, read_membership, read_universe};

const HEADER: &str = "symbol,exchange,price,shares_outstanding,name\n";
const HUNDRED_MEGABYTES: usize = 100 << 20;

/// The most memory that the process has used so far, bytes; `None` where the system does not say.
fn peak() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: usize = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes << 10)
}

/// The answer to a universe, within the bounds.
fn universe(text: Vec<u8>) -> Result<usize, String> {
    let answer = Input::from_bytes("large.csv", text)
        .and_then(|input| read_universe(&input, "2026-04-30".parse().expect("a date")))
        .map(|read| read.universe.securities.len())
        .map_err(|faults| Failure::from(faults).to_string());
    if let Some(peak) = peak() {
        // The text, its only row, and that row in the buffers of a reader: not a multiple more.
        assert!(peak < 20 * HUNDRED_MEGABYTES, "{peak} bytes");
    }
    answer
}

#[test]
fn a_hundred_megabytes_in_one_cell() {
    let filling = "x".repeat(HUNDRED_MEGABYTES);
    let as_a_name = format!("{HEADER}QAAA,nyse,10,1000000,{filling}\n");
    assert_eq!(universe(as_a_name.into_bytes()), Ok(1));
    drop(filling);
    // The rest takes as long for each byte, and a tenth shows it.
    let filling = "x".repeat(HUNDRED_MEGABYTES / 10);
    let as_a_price = format!("{HEADER}QAAA,nyse,{filling},1000000,A\n");
    let answer = universe(as_a_price.into_bytes()).expect_err("no price");
    assert!(answer.contains("large.csv:2: price: \"xxx") && answer.len() < 400, "{answer}");
    let as_digits = format!("{HEADER}QAAA,nyse,{},1000000,A\n", "9".repeat(HUNDRED_MEGABYTES / 10));
    let answer = universe(as_digits.into_bytes()).expect_err("no price");
    assert!(answer.contains("has too many digits") && answer.len() < 400, "{answer}");
    let unclosed = format!("{HEADER}QAAA,nyse,10,1000000,\"{filling}\n");
    assert_eq!(
        universe(unclosed.into_bytes()).expect_err("open"),
        "1 fault in the input:\nlarge.csv:2: opens a quotation mark that nothing closes; close it; \
         else all lines that follow are one cell"
    );
    let as_a_header = format!("symbol,exchange,{filling}\nQAAA,nyse,1\n");
    assert_eq!(universe(as_a_header.into_bytes()), Ok(1));
}

#[test]
fn millions_of_cells_and_of_faults() {
    let commas = format!("{HEADER}QAAA{}\n", ",".repeat(5_000_000));
    let answer = universe(commas.into_bytes()).expect_err("ragged");
    assert!(answer.contains("has 5000001 cells where the header has 5"), "{answer}");
    let faulty = format!("{HEADER}{}", "QAAA,nyse,x,y,A\n".repeat(500_000));
    let answer = universe(faulty.into_bytes()).expect_err("faults");
    assert!(answer.starts_with("1499999 faults in the input:\n"), "{}", &answer[..60]);
    assert_eq!(answer.lines().count(), 4, "three faults, each said once");
    assert!(answer.ends_with(" (also on lines 4, 5, 6 and 499995 more)"), "{answer}");
    let mut faulty = HEADER.to_owned();
    for number in 0..200_000 {
        let _ = writeln!(faulty, "Q{number},nyse,x{number},y{number},A");
    }
    let answer = universe(faulty.into_bytes()).expect_err("faults");
    assert!(answer.starts_with("400000 faults in the input:\n"), "{}", &answer[..60]);
    assert_eq!(answer.lines().count(), 23, "ten of either column, and how many more");
}

#[test]
fn members_by_the_million() {
    let mut text = "symbol,segment,held_on\n".to_owned();
    for number in 0..300_000 {
        let _ = writeln!(text, "Q{number},R1000,2026-04-30");
    }
    text.push_str("Q7,R2000,2026-04-30\n");
    let input = Input::from_bytes("many.csv", text.into_bytes()).expect("text");
    let faults = read_membership(&input).expect_err("twice").to_string();
    assert!(faults.starts_with("many.csv:300002: symbol: \"Q7\" stands on line 9"), "{faults}");
}

/// TOML that grows as it is read: brackets, dots, keys, one long text.
#[test]
fn scenarios_that_are_bombs() {
    let tail = "\n[event]\nseason = \"june\"\nyear = 2026\n[universe]\nfile = \"u.csv\"\n";
    let many = 1_000_000;
    let keys: String = (0..100_000).fold(String::new(), |mut text, key| {
        let _ = writeln!(text, "k{key} = 1");
        text
    });
    let bombs = [
        format!("name = {}{}", "[".repeat(many), "]".repeat(many)),
        format!("name = {}", "[".repeat(many)),
        format!("name = {}", "{a=".repeat(many)),
        format!("{} = 1", vec!["a"; many].join(".")),
        format!("[{}]", vec!["a"; many].join(".")),
        format!("name = [{}]", "[],".repeat(many)),
        format!("name = \"{}\"", "x/".repeat(10 * many)),
        format!("name = {}", "9".repeat(10 * many)),
        "[[previous]]\n".repeat(many / 10),
        keys,
    ];
    for (at, bomb) in bombs.iter().enumerate() {
        let text = format!("{bomb}{tail}");
        let answer = check_run(Path::new("bomb.toml"), &text, &|_| None);
        let error = answer.map(|_| ()).expect_err("no scenario");
        assert!(!error.refusal.remedy.is_empty() && error.place.file == "bomb.toml", "{at}");
        let answer = error.to_string();
        assert!(answer.len() < 1_000, "{at}: {} bytes: {answer:.200}", answer.len());
    }
}
