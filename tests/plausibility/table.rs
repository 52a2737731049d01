//! A CSV table that can be changed by column.

use std::path::Path;

/// A table.
pub(crate) struct Table {
    header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn read(path: &Path) -> Self {
        let mut reader = csv::Reader::from_path(path).expect("a table");
        let header = reader.headers().expect("a header").iter().map(str::to_owned).collect();
        let rows =
            reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect());
        Self { header, rows: rows.collect() }
    }

    pub(crate) fn write(&self, path: &Path) {
        let mut writer = csv::Writer::from_path(path).expect("a table");
        writer.write_record(&self.header).expect("written");
        self.rows.iter().for_each(|row| writer.write_record(row).expect("written"));
        writer.flush().expect("written");
    }

    pub(crate) fn at(&self, column: &str) -> usize {
        let at = self.header.iter().position(|name| name == column);
        at.unwrap_or_else(|| panic!("no {column}"))
    }

    /// Changes every cell of a column by its value.
    pub(crate) fn set(&mut self, column: &str, mut is: impl FnMut(&str) -> String) {
        let at = self.at(column);
        for row in &mut self.rows {
            row[at] = is(&row[at]);
        }
    }

    /// The cells of two columns, row by row.
    pub(crate) fn pairs<'t>(
        &'t self,
        one: &str,
        other: &str,
    ) -> impl Iterator<Item = (&'t str, &'t str)> + 't {
        let (one, other) = (self.at(one), self.at(other));
        self.rows.iter().map(move |row| (row[one].as_str(), row[other].as_str()))
    }

    /// A further column with one value in all rows.
    pub(crate) fn add(&mut self, column: &str, value: &str) {
        self.header.push(column.to_owned());
        self.rows.iter_mut().for_each(|row| row.push(value.to_owned()));
    }

    /// Every number of a column times a factor, to a number of places.
    pub(crate) fn scale(&mut self, column: &str, factor: f64, places: usize) {
        let least = 10_f64.powi(-i32::try_from(places).expect("few"));
        self.set(column, |was| match was.parse::<f64>() {
            // A positive number stays positive.
            Ok(number) if number > 0.0 => format!("{:.places$}", (number * factor).max(least)),
            _ => was.to_owned(),
        });
    }

    /// Every number of a column times a factor, of either sign.
    pub(crate) fn scale_all(&mut self, column: &str, factor: f64) {
        self.set(column, |was| {
            was.parse::<f64>()
                .map_or_else(|_| was.to_owned(), |number| format!("{:.4}", number * factor))
        });
    }

    /// A number of every row over another one.
    pub(crate) fn divide(&mut self, column: &str, by: &str) {
        let (at, by) = (self.at(column), self.at(by));
        for row in &mut self.rows {
            if let (Ok(number), Ok(by)) = (row[at].parse::<f64>(), row[by].parse::<f64>()) {
                row[at] = format!("{:.2}", number / by);
            }
        }
    }

    /// Numbers of a column times a factor, on rows that have a value in another column.
    pub(crate) fn scale_where(&mut self, column: &str, (of, value): (&str, &str), factor: f64) {
        let (at, of) = (self.at(column), self.at(of));
        for row in self.rows.iter_mut().filter(|row| row[of] == value) {
            if let Ok(number) = row[at].parse::<f64>() {
                row[at] = format!("{:.2}", (number * factor).max(0.01));
            }
        }
    }

    /// A value in a column of the rows that have two others.
    pub(crate) fn set_where(
        &mut self,
        column: &str,
        (first, one): (&str, &str),
        (second, other): (&str, &str),
        value: &str,
    ) {
        let (at, first, second) = (self.at(column), self.at(first), self.at(second));
        for row in self.rows.iter_mut().filter(|row| row[first] == one && row[second] == other) {
            value.clone_into(&mut row[at]);
        }
    }

    /// Empties a column in every nth of the rows that have a value in another column.
    pub(crate) fn clear_where(&mut self, column: &str, (of, value): (&str, &str), every: usize) {
        let (at, of) = (self.at(column), self.at(of));
        for row in self.rows.iter_mut().filter(|row| row[of] == value).step_by(every) {
            row[at].clear();
        }
    }

    /// Every cell of a column one row further down, where both rows have one.
    pub(crate) fn shift(&mut self, column: &str) {
        let at = self.at(column);
        let mut filled: Vec<&mut Vec<String>> =
            self.rows.iter_mut().filter(|row| !row[at].is_empty()).collect();
        for later in (1..filled.len()).rev() {
            let (before, after) = filled.split_at_mut(later);
            std::mem::swap(&mut before[later - 1][at], &mut after[0][at]);
        }
    }

    /// The first rows once more, each cell by what it was and its column.
    pub(crate) fn repeat(&mut self, rows: usize, is: impl Fn(&str, &str) -> String) {
        let header = &self.header;
        let again = self.rows[..rows]
            .iter()
            .map(|row| row.iter().zip(header).map(|(cell, column)| is(cell, column)).collect());
        let again: Vec<Vec<String>> = again.collect();
        self.rows.extend(again);
    }

    /// The rows with a value in a column once more, in order of their dates.
    pub(crate) fn repeat_where(
        &mut self,
        (of, value): (&str, &str),
        is: impl Fn(&str, &str) -> String,
    ) {
        let of = self.at(of);
        let header = &self.header;
        let again = self
            .rows
            .iter()
            .filter(|row| row[of] == value)
            .map(|row| row.iter().zip(header).map(|(cell, column)| is(cell, column)).collect());
        let again: Vec<Vec<String>> = again.collect();
        self.rows.extend(again);
        self.rows.sort_by(|a, b| a[of].cmp(&b[of]));
    }

    /// Only the first rows, per cent of all.
    pub(crate) fn begin(&mut self, pct: usize) {
        self.rows.truncate(self.rows.len() * pct / 100);
    }

    pub(crate) fn scale_row(&mut self, row: usize, column: &str, factor: f64) {
        let at = self.at(column);
        let number: f64 = self.rows[row][at].parse().expect("a number");
        self.rows[row][at] = format!("{:.4}", number * factor);
    }

    /// The rows whose cell in a column is like this.
    pub(crate) fn keep_rows(&mut self, column: &str, mut is_kept: impl FnMut(&str) -> bool) {
        let at = self.at(column);
        self.rows.retain(|row| is_kept(&row[at]));
    }

    /// One row in every n.
    pub(crate) fn keep(&mut self, of: usize) {
        let mut at = 0;
        self.rows.retain(|_| {
            at += 1;
            at % of == 0
        });
    }

    pub(crate) fn swap(&mut self, one: &str, other: &str) {
        let (one, other) = (self.at(one), self.at(other));
        self.rows.iter_mut().for_each(|row| row.swap(one, other));
    }

    fn product(&self, row: &[String], columns: &[&str]) -> Option<f64> {
        columns.iter().map(|column| row[self.at(column)].parse::<f64>().ok()).product()
    }

    /// The row with the largest product of these columns.
    pub(crate) fn largest(&self, columns: &[&str]) -> usize {
        let of = |row: &Vec<String>| self.product(row, columns).unwrap_or_default();
        let all = self.rows.iter().enumerate();
        all.max_by(|a, b| of(a.1).total_cmp(&of(b.1))).expect("rows").0
    }

    /// The rows with the largest products of these columns, the largest first.
    pub(crate) fn largest_rows(&self, columns: &[&str], rows: usize) -> Vec<usize> {
        let of = |row: &usize| self.product(&self.rows[*row], columns).unwrap_or_default();
        let mut all: Vec<usize> = (0..self.rows.len()).collect();
        all.sort_by(|a, b| of(b).total_cmp(&of(a)));
        all.truncate(rows);
        all
    }

    pub(crate) fn without(&mut self, rows: &[usize]) {
        let mut at = 0..;
        self.rows.retain(|_| !rows.contains(&at.next().expect("a number")));
    }

    pub(crate) fn cell(&self, row: usize, column: &str) -> &str {
        &self.rows[row][self.at(column)]
    }

    /// States the cap of every line, from its price and shares.
    pub(crate) fn state_caps(&mut self, cap: impl Fn(f64) -> f64) {
        let caps: Vec<String> = self
            .rows
            .iter()
            .map(|row| self.product(row, &["price", "shares_outstanding"]))
            .map(|own| own.map_or_else(String::new, |own| format!("{:.4}", cap(own).max(0.01))))
            .collect();
        let mut caps = caps.into_iter();
        self.set("company_market_cap", |_| caps.next().expect("one for each"));
    }
}
