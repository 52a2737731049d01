//! The columns of the tables that are compiled into the calendar: `data/published-dates.csv`,
//! `data/schedule-rules.csv`, `data/quarterly-rules.csv` and `data/exchange-closures.csv`.

/// A column of a table of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CalendarColumn {
    /// Its name in the header.
    pub name: &'static str,
    /// True if every row must fill it.
    pub required: bool,
    /// The kind of value in its cells.
    pub holds: &'static str,
    /// Its meaning.
    pub meaning: &'static str,
}

const fn col(
    name: &'static str,
    required: bool,
    holds: &'static str,
    meaning: &'static str,
) -> CalendarColumn {
    CalendarColumn { name, required, holds, meaning }
}

const SOURCE: CalendarColumn = col("source", true, "text", "what states it");

/// Columns of the dates that the provider has published.
pub const PUBLISHED_COLUMNS: &[CalendarColumn] = &[
    col("year", true, "year", "year of the event"),
    col(
        "event",
        true,
        "code",
        "june, december, or additions-march, additions-september or additions-december: the \
         additions of new issues in a quarter",
    ),
    col("rank_day", false, "date", "day whose close ranks the companies"),
    col(
        "lists",
        false,
        "dates",
        "days of the preliminary lists (of additions, of the announcement), with semicolons between \
         them; ... stands for lists of days that no source states",
    ),
    col("lockdown_start", false, "date", "first day of the lock-down"),
    col("implementation", false, "date", "day after whose close the event takes effect"),
    SOURCE,
];

/// Columns of the rules that give the days of a reconstitution in years without publication.
pub const SCHEDULE_RULE_COLUMNS: &[CalendarColumn] = &[
    col("season", true, "code", "june or december"),
    col("first_year", true, "year", "first year of the rule"),
    col("last_year", false, "year", "last year of the rule; empty where it still holds"),
    col(
        "rank_day",
        true,
        "rule",
        "day whose close ranks the companies: last session of April, ...",
    ),
    col("first_list", false, "rule", "day of the first preliminary list"),
    col("last_list", false, "rule", "day of the last preliminary list"),
    col("query_end", false, "rule", "last day on which lists can be queried"),
    col("lockdown_start", false, "rule", "first day of the lock-down"),
    col("implementation", false, "rule", "day after whose close the event takes effect"),
    SOURCE,
];

/// Columns of the rules of a quarter, for additions of new issues and for updates of shares and float.
pub const QUARTERLY_RULE_COLUMNS: &[CalendarColumn] = &[
    col("quarter", true, "code", "march, june, september or december"),
    col("first_year", true, "year", "first year of the rule"),
    col("last_year", false, "year", "last year of the rule; empty where it still holds"),
    col("rank_day", false, "rule", "day whose close ranks the new issues"),
    col("announcement", false, "rule", "day on which the additions are announced"),
    col("effective", false, "rule", "day after whose close they take effect"),
    col("cut_off", false, "rule", "cut-off of shares and float"),
    SOURCE,
];

/// Columns of the days on which the exchange closed, or closed early, outside the regular rules.
pub const CLOSURE_COLUMNS: &[CalendarColumn] = &[
    col("date", true, "date", "the day"),
    col("kind", true, "code", "closed: no session; early: a shortened one"),
    col("reason", true, "text", "the occasion"),
    SOURCE,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_have_the_columns_that_are_described() {
        for (columns, text) in [
            (PUBLISHED_COLUMNS, include_str!("../../data/published-dates.csv")),
            (SCHEDULE_RULE_COLUMNS, include_str!("../../data/schedule-rules.csv")),
            (QUARTERLY_RULE_COLUMNS, include_str!("../../data/quarterly-rules.csv")),
            (CLOSURE_COLUMNS, include_str!("../../data/exchange-closures.csv")),
        ] {
            let mut rows = csv::Reader::from_reader(text.as_bytes());
            let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
            assert_eq!(rows.headers().expect("a header"), names);
            let rows: Vec<csv::StringRecord> = rows.records().map(|r| r.expect("a row")).collect();
            for (column, at) in columns.iter().zip(0..) {
                let is_filled = rows.iter().all(|row| !row[at].is_empty());
                assert_eq!(is_filled, column.required, "{}", column.name);
            }
        }
    }
}
