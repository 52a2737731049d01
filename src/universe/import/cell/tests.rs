//! Numbers, placeholders and texts as vendors write them.

use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Cell<String> {
    read_with(text, DecimalSign::Point)
}

fn read_with(text: &str, sign: DecimalSign) -> Cell<String> {
    match Cells::new(sign).number(text) {
        Cell::Known(number) => Cell::Known(number.to_string()),
        Cell::Unknown => Cell::Unknown,
        Cell::NotANumber => Cell::NotANumber,
    }
}

proptest! {
    #[test]
    fn plain_numbers_are_read_as_any_others(text in "\\$?[0-9]{1,17}(\\.[0-9]{1,8})?", is_comma in any::<bool>()) {
        let sign = if is_comma { DecimalSign::Comma } else { DecimalSign::Point };
        let general = Written::of(&text, sign).and_then(|written| written.value());
        if let Some(number) = plain(&text, sign) {
            let general = general.expect("a number");
            prop_assert!(!general.is_rounded && !general.is_scaled && !general.is_other_currency);
            prop_assert_eq!(number.to_string(), general.value.to_string());
        }
    }
}

#[test]
fn numbers_are_read_in_every_vendors_form() {
    for (text, number) in [
        ("41.10", "41.1"),
        ("$41.10", "41.1"),
        ("$ 1,234.50", "1234.5"),
        ("1\u{a0}234\u{a0}567.5", "1234567.5"),
        ("1'234'567", "1234567"),
        ("1_000", "1000"),
        ("-$5.25", "-5.25"),
        ("$-5.25", "-5.25"),
        ("($5.25)", "-5.25"),
        ("$(5.25)", "-5.25"),
        ("\u{2212}5.25", "-5.25"),
        ("5.25-", "-5.25"),
        ("+5.25", "5.25"),
        ("0.5%", "0.5"),
        ("-0.5 %", "-0.5"),
        ("(0.5)%", "-0.5"),
        ("1.5E+09", "1500000000"),
        ("1.57e-06", "0.00000157"),
        ("12.5K", "12500"),
        ("12.5 mn", "12500000"),
        ("$2.5B", "2500000000"),
        ("2.5 bn USD", "2500000000"),
        ("1.234T", "1234000000000"),
        ("3 million", "3000000"),
        ("USD 41.10", "41.1"),
        ("41.10USD", "41.1"),
        ("€41.10", "41.1"),
        ("'41.10", "41.1"),
        (" 41.10\u{a0}", "41.1"),
        (".5", "0.5"),
        ("0.00", "0"),
    ] {
        assert_eq!(read(text), Cell::Known(number.to_owned()), "{text}");
    }
}

#[test]
fn other_text_is_not_a_number() {
    for text in [
        "abc",
        "1,5",
        "1,23,456",
        "12,3456",
        ",123",
        "1,234 567",
        "1.2.3",
        "--5",
        "((5))",
        "5%K",
        "$",
        "USD",
        "K",
        "1e999",
        "$5$",
        "5 5",
        "0x10",
        "TRUE",
        "3/4",
        "1:2",
        "12:30",
        "5-3",
        "$%",
    ] {
        assert_eq!(read(text), Cell::NotANumber, "{text}");
    }
}

#[test]
fn placeholders_are_unknown_and_counted() {
    let words = [
        "N/A",
        "n/a",
        "NA",
        "nan",
        "NaN",
        "null",
        "NULL",
        "None",
        "-",
        "--",
        "\u{2014}",
        "#N/A",
        "#VALUE!",
        "#DIV/0!",
        "#N/A Field Not Applicable",
        "#N/A N/A",
        "@NA",
        "<NA>",
        "inf",
        "-inf",
        "NM",
        "$-",
        "$ -",
        "n.a.",
    ];
    let mut cells = Cells::default();
    for text in words {
        assert_eq!(cells.number(text), Cell::Unknown, "{text}");
    }
    assert_eq!(cells.counts.unknown, words.len());
    for text in ["", " ", "\u{a0}"] {
        assert_eq!(cells.number(text), Cell::Unknown, "{text}");
    }
    assert_eq!(cells.counts.unknown, words.len(), "an empty cell is no placeholder");
    for text in ["Technology", "Nantucket", "-X-", "None Such Inc.", "#1 Cochran"] {
        assert_eq!(cells.text(text), Cell::Known(text), "{text}");
    }
}

#[test]
fn tickers_that_look_like_placeholders_stay_tickers() {
    let mut cells = Cells::default();
    for text in ["NA", "NAN", "TRUE", "NULL", "NONE", "INF", "NM", "BRK/A", "BRK.A", "true"] {
        assert_eq!(cells.ticker(text), Cell::Known(text), "{text}");
    }
    for text in ["-", "--", "N/A", "n/a", "nan", "NaN", "null", "None", "#N/A", "\u{2014}", "."] {
        assert_eq!(cells.ticker(text), Cell::Unknown, "{text}");
    }
}

#[test]
fn noise_is_rounded_and_counted() {
    for (text, number) in [
        ("$123456.98999999999", "123456.99"),
        ("0.30000000000000004", "0.3"),
        ("4063999999.9999995", "4064000000"),
        ("142.66000366210938", "142.66"),
        ("1.5699999948992627e-06", "0.00000157"),
        ("0.1000000000000000055511151231257827021181583404541015625", "0.1"),
    ] {
        let mut cells = Cells::default();
        let read = cells.number(text).known().map(|n| n.to_string());
        assert_eq!(read.as_deref(), Some(number), "{text}");
        assert_eq!(cells.counts.rounded, 1, "{text}");
    }
    let mut cells = Cells::default();
    for text in ["123456.99", "30677052349.00", "0.125", "100000000000000000", "16777216"] {
        assert!(cells.number(text).known().is_some(), "{text}");
    }
    assert_eq!(cells.counts.rounded, 0, "fifteen digits are no noise");
}

#[test]
fn a_decimal_comma_is_read_where_the_file_has_it() {
    for (text, number) in [("1.234.567,89", "1234567.89"), ("0,5", "0.5"), ("€ 1 234,5", "1234.5")]
    {
        assert_eq!(read_with(text, DecimalSign::Comma), Cell::Known(number.to_owned()), "{text}");
    }
    assert_eq!(read_with("0.5", DecimalSign::Comma), Cell::NotANumber);
    assert_eq!(DecimalSign::of(["1.234", "12,5", "n/a"]), Some(DecimalSign::Comma));
    assert_eq!(DecimalSign::of(["1,234", "12.5"]), Some(DecimalSign::Point));
    assert_eq!(DecimalSign::of(["1,234", "5"]), None);
    assert_eq!(DecimalSign::of(["0,5", "0.5"]), None);
}

/// Digits with a comma before every group of three.
fn grouped(plain: &str, separator: &str) -> String {
    let (sign, rest) = plain.strip_prefix('-').map_or(("", plain), |rest| ("-", rest));
    let (whole, fraction) = rest.split_once('.').unwrap_or((rest, ""));
    let groups: Vec<&str> = whole
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).expect("digits"))
        .collect();
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{fraction}", groups.join(separator))
}

proptest! {
    #[test]
    fn a_number_is_the_same_however_a_program_writes_it(
        mantissa in -99_999_999_999_999_i64..=99_999_999_999_999,
        scale in 0_u32..=9,
    ) {
        let number = Decimal::from_i128_with_scale(i128::from(mantissa), scale).normalize();
        let plain = number.to_string();
        let float: f64 = plain.parse().expect("a number");
        let forms = [
            plain.clone(),
            // The shortest text that reads back as the number, as pandas and R write it.
            format!("{float}"),
            format!("{float:e}"),
            format!("{float:?}"),
            // 17 significant digits, as `%.17g` and some spreadsheets write it.
            format!("{float:.16e}"),
            grouped(&plain, ","),
            grouped(&plain, "\u{a0}"),
            grouped(&plain, "'"),
            format!("${}", grouped(&plain, ",")),
            format!("{plain}%"),
            format!("{plain} USD"),
        ];
        for form in forms {
            prop_assert_eq!(read(&form), Cell::Known(plain.clone()), "{}", form);
        }
    }

    #[test]
    fn single_precision_is_undone(number in 0.000_01_f32..100.0) {
        let shortest: Decimal = format!("{number}").parse().expect("a number");
        let widened = format!("{}", f64::from(number));
        // With fewer digits, noise cannot be detected.
        prop_assume!(widened.trim_start_matches(['0', '.']).len() > 16);
        prop_assert_eq!(read(&widened), Cell::Known(shortest.normalize().to_string()));
    }

    #[test]
    fn no_text_is_too_much(text in "\\PC{0,30}|[-+($€'0-9.,% eEKMBT)]{0,30}") {
        for sign in [DecimalSign::Point, DecimalSign::Comma] {
            let mut cells = Cells::new(sign);
            let _ = (cells.number(&text), cells.text(&text), cells.ticker(&text));
        }
    }
}
