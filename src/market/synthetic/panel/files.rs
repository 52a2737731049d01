//! The files of a panel, as names and bytes.

use std::io::Write;

use flate2::{Compression, GzBuilder};
use rust_decimal::Decimal;

use super::Panel;
use crate::market::history::PANEL_COLUMNS;
use crate::market::synthetic::SyntheticError;
use crate::universe::{ACTION_COLUMNS, ActionKind, SYMBOL_CHANGE_COLUMNS, write_universe};

impl Panel {
    /// The four files, as name and contents. The panel itself is compressed.
    ///
    /// # Errors
    /// Errors of the CSV writer and of the compression.
    pub fn files(&self) -> Result<Vec<(String, Vec<u8>)>, SyntheticError> {
        let mut files = vec![(self.name(), compressed(&self.csv()?)?)];
        files.extend(self.files_beside()?);
        Ok(files)
    }

    /// Name of the panel's file, with its first and last date.
    pub fn name(&self) -> String {
        let end =
            |row: Option<&super::PanelRow>| row.map_or_else(String::new, |r| r.date.to_string());
        format!("panel-{}-to-{}.csv.gz", end(self.rows.first()), end(self.rows.last()))
    }

    /// The panel before compression.
    ///
    /// # Errors
    /// Errors of the CSV writer.
    pub fn csv(&self) -> csv::Result<Vec<u8>> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Countries are part of the labels, and all money is in US dollars.
        let is_written = |name: &&str| !["country", "currency"].contains(name);
        let columns = PANEL_COLUMNS.iter().map(|c| c.name).filter(is_written);
        writer.write_record(columns)?;
        for row in &self.rows {
            writer.write_record([
                row.date.to_string(),
                row.symbol.clone(),
                row.exchange.to_string(),
                row.price.to_string(),
                cell(row.market_cap),
                cell(row.price_return),
                cell(row.adv_usd),
                row.days.to_string(),
            ])?;
        }
        bytes(writer)
    }

    /// The labels, the actions and the ticker changes.
    ///
    /// # Errors
    /// Errors of the CSV writer.
    pub fn files_beside(&self) -> csv::Result<Vec<(String, Vec<u8>)>> {
        let mut securities = Vec::new();
        write_universe(&self.securities, None, &mut securities)?;
        let mut actions = csv::Writer::from_writer(Vec::new());
        actions.write_record(ACTION_COLUMNS.iter().map(|c| c.name))?;
        let mut changes = csv::Writer::from_writer(Vec::new());
        changes.write_record(SYMBOL_CHANGE_COLUMNS.iter().map(|c| c.name))?;
        for action in &self.actions {
            let (date, other) = (action.date.to_string(), action.other.as_deref().unwrap_or(""));
            if action.kind == ActionKind::TickerChange {
                changes.write_record([&date, &action.symbol, other])?;
            }
            actions.write_record([
                &date,
                &action.kind.to_string(),
                &action.symbol,
                other,
                &cell(action.ratio),
                &cell(action.cash),
            ])?;
        }
        Ok(vec![
            ("panel-securities.csv".to_owned(), securities),
            ("panel-actions.csv".to_owned(), bytes(actions)?),
            ("panel-symbol-changes.csv".to_owned(), bytes(changes)?),
        ])
    }
}

fn cell(d: Option<Decimal>) -> String {
    d.map_or_else(String::new, |d| d.to_string())
}

fn bytes(writer: csv::Writer<Vec<u8>>) -> csv::Result<Vec<u8>> {
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// Gzip without a name or a time in its header, so that the same panel gives the same bytes.
fn compressed(text: &[u8]) -> Result<Vec<u8>, SyntheticError> {
    let mut out = GzBuilder::new().write(Vec::new(), Compression::default());
    out.write_all(text)?;
    Ok(out.finish()?)
}
