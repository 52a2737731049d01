//! The reports of a calibration: a reliability table, scores, every forecast, and one screen.

pub mod console;

use std::io::{self, Write};

use super::files::{Staging, WriteError, Writer, write_all};
use crate::analysis::calibration::Move;
use crate::analysis::reliability::{BINS, Reliability};
use crate::scenario::comparison::Calibrated;

/// Forecasts of less than this that did not come true are left out of the list of all.
const LEAST: f64 = 0.005;

/// The report files of a calibration, by name.
pub const REPORTS: [(&str, Writer<Calibrated>); 4] = [
    ("forecasts.csv", |found, out| Ok(forecasts(found, out)?)),
    ("reliability.csv", |found, out| Ok(reliability(found, out)?)),
    ("scores.csv", |found, out| Ok(scores(found, out)?)),
    // Last, so that a summary stands for a complete set.
    ("summary.json", |found, out| summary(found, out)),
];

/// Writes all reports of a calibration into an open folder, whole or not at all.
///
/// # Errors
/// What the file system reports.
pub fn write_reports(found: &Calibrated, staging: Staging) -> Result<(), WriteError> {
    write_all(found, &REPORTS, staging)
}

/// The parts of a calibration: pooled, by move, by months, by both.
fn parts(found: &Calibrated) -> Vec<(Option<Move>, Option<u32>, &Reliability)> {
    let all = &found.calibration;
    let mut parts = vec![(None, None, &all.pooled)];
    parts.extend(all.by_move.iter().map(|(what, part)| (Some(*what), None, part)));
    parts.extend(all.by_months.iter().map(|(months, part)| (None, Some(*months), part)));
    let both = all.by_both.iter();
    parts.extend(both.map(|((what, months), part)| (Some(*what), Some(*months), part)));
    parts
}

fn named(what: Option<Move>, months: Option<u32>) -> [String; 2] {
    let all = || "all".to_owned();
    [what.map_or_else(all, |w| w.to_string()), months.map_or_else(all, |m| m.to_string())]
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| format!("{value:.6}"))
}

/// `reliability.csv`: of the forecasts of a bin, how many there are, their mean probability, and the
/// part that came true.
fn reliability(found: &Calibrated, out: &mut dyn Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record([
        "move",
        "months",
        "from",
        "to",
        "forecasts",
        "mean_probability",
        "came_true",
        "part",
    ])?;
    for (what, months, part) in parts(found) {
        let [what, months] = named(what, months);
        for (at, bin) in part.bins().iter().enumerate() {
            let bound = |at: usize| format!("{:.1}", at as f64 / BINS as f64);
            writer.write_record([
                &what,
                &months,
                &bound(at),
                &bound(at + 1),
                &bin.pairs.to_string(),
                &number(bin.mean()),
                &bin.came_true.to_string(),
                &number(bin.part()),
            ])?;
        }
    }
    writer.flush()?;
    Ok(())
}

/// `scores.csv`: Brier scores with those of climatology and of the plain rules of the day.
fn scores(found: &Calibrated, out: &mut dyn Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record([
        "move",
        "months",
        "forecasts",
        "expected",
        "came_true",
        "brier",
        "climatology",
        "plain_rules",
        "skill",
    ])?;
    for (what, months, part) in parts(found) {
        let [what, months] = named(what, months);
        let all = part.all();
        writer.write_record([
            &what,
            &months,
            &all.pairs.to_string(),
            &format!("{:.2}", all.expected),
            &all.came_true.to_string(),
            &number(part.brier()),
            &number(part.climatology()),
            &number(part.plain_rules()),
            &number(part.skill()),
        ])?;
    }
    writer.flush()?;
    Ok(())
}

/// `forecasts.csv`: every forecast with what came of it, but for what hardly anybody expected and
/// did not come.
fn forecasts(found: &Calibrated, out: &mut dyn Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record([
        "event",
        "from",
        "months",
        "symbol",
        "move",
        "probability",
        "came_true",
        "if_ranked_today",
    ])?;
    for pair in found.pairs.iter().filter(|pair| pair.came_true || pair.probability >= LEAST) {
        writer.write_record([
            pair.event.as_str(),
            &pair.from.to_string(),
            &pair.months.to_string(),
            &pair.symbol,
            &pair.what.to_string(),
            &number(Some(pair.probability)),
            if pair.came_true { "1" } else { "0" },
            if pair.if_ranked_today { "1" } else { "0" },
        ])?;
    }
    writer.flush()?;
    Ok(())
}

fn summary(found: &Calibrated, out: &mut dyn Write) -> io::Result<()> {
    let pooled = &found.calibration.pooled;
    let rounded = |value: Option<f64>| value.map(|value| (value * 1e6).round() / 1e6);
    let document = serde_json::json!({
        "schema": "rankday.calibration/1",
        "tool": format!("rankday {}", env!("CARGO_PKG_VERSION")),
        "scenario": found.scenario.name,
        "schedule": found.schedule,
        "events": found.events,
        "closes": found.closes,
        "forecasts": pooled.all().pairs,
        "came_true": pooled.all().came_true,
        "brier": rounded(pooled.brier()),
        "climatology": rounded(pooled.climatology()),
        "plain_rules": rounded(pooled.plain_rules()),
        "model": found.model.parameters(),
        "inputs": found.inputs,
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}
