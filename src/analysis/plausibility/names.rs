//! Dates in the names of files.

use chrono::NaiveDate;

use crate::remark::{Remark, ValueDoubt};

/// A file whose name has the date of another day than the one that it is used for; `file` is its name in reports.
pub fn of_another_day(file: &str, day: NaiveDate) -> Option<Remark> {
    let stated = date_in(file).filter(|stated| *stated != day)?;
    let kind = ValueDoubt::NameOfAnotherDay { file: file.to_owned(), stated, day };
    Some(Remark::from(kind).on_everything())
}

/// The only date in the last part of a path, written as 2026-04-30 or 20260430; `None` of several dates.
fn date_in(path: &str) -> Option<NaiveDate> {
    let name = path.rsplit(['/', '\\']).next()?;
    let digits = |c: char| c.is_ascii_digit() || c == '-';
    let words = name.split(|c| !digits(c)).map(|word| word.trim_matches('-'));
    let mut dates = words.filter_map(|word| {
        let format = if word.contains('-') { "%Y-%m-%d" } else { "%Y%m%d" };
        let has_length = matches!((word.len(), word.contains('-')), (10, true) | (8, false));
        has_length.then(|| NaiveDate::parse_from_str(word, format).ok())?
    });
    let date = dates.next()?;
    dates.next().is_none().then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_date_in_a_name_is_that_of_the_file() {
        let day = NaiveDate::from_ymd_opt(2026, 4, 30);
        for name in
            ["universe-2026-04-30.csv", "../2025-01-02/20260430.csv.gz", "u_2026-04-30_v2.csv"]
        {
            assert_eq!(date_in(name), day, "{name}");
        }
        for name in [
            "universe.csv",
            "panel-2023-12-29-to-2026-12-31.csv",
            "2026-13-01.csv",
            "12345678901.csv",
        ] {
            assert_eq!(date_in(name), None, "{name}");
        }
    }
}
