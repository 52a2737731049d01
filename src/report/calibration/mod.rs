//! Reports of a calibration: reliability table, scores, forecasts, page, summary and console
//! output.

pub mod console;

use std::io::{self, Write};

use super::chart::{Axis, Chart, Layer, Plot, Tone};
use super::page::{Block, Fact, Figure, Page, Quotes, Row, Section};
use super::remarks::Said;
use super::shown::Style::{Count, Number, Percent, Plain};
use super::table::Holds::{self, Date, Fraction, Text};
use super::table::{Column, Table, col};
use super::{Report, hash_of_scenario};
use crate::analysis::calibration::Move;
use crate::analysis::reliability::{BINS, Reliability};
use crate::report::manifest::ResultKind;
use crate::study::comparison::Calibrated;

/// Forecasts below this probability that did not come true are left out of `forecasts.csv`.
const LEAST: f64 = 0.005;
/// Decimal places of probabilities and scores.
const PLACES: usize = 6;

/// The tables of the reports, by their files.
pub const TABLES: [(&str, &[Column]); 3] =
    [("forecasts.csv", &FORECASTS), ("reliability.csv", &RELIABILITY), ("scores.csv", &SCORES)];

impl Report for Calibrated {
    fn kind(&self) -> ResultKind {
        ResultKind::Calibration
    }

    fn scenario_sha256(&self) -> Option<String> {
        hash_of_scenario(&self.inputs)
    }

    fn tables(&self) -> Vec<Table<'_>> {
        vec![forecasts(self), reliability(self), scores(self)]
    }

    fn page(&self, quotes: &Quotes<'_>) -> Page {
        page(self, quotes)
    }

    fn summary(&self, out: &mut dyn Write) -> io::Result<()> {
        summary(self, out)
    }
}

/// The groups of a calibration: pooled, by move, by months, and by both.
fn parts(found: &Calibrated) -> Vec<(Option<Move>, Option<u32>, &Reliability)> {
    let all = &found.calibration;
    let mut parts = vec![(None, None, &all.pooled)];
    parts.extend(all.by_move.iter().map(|(what, part)| (Some(*what), None, part)));
    parts.extend(all.by_months.iter().map(|(months, part)| (None, Some(*months), part)));
    let both = all.by_both.iter();
    parts.extend(both.map(|((what, months), part)| (Some(*what), Some(*months), part)));
    parts
}

fn group_names(what: Option<Move>, months: Option<u32>) -> [String; 2] {
    let all = || "all".to_owned();
    [what.map_or_else(all, |w| w.to_string()), months.map_or_else(all, |m| m.to_string())]
}

/// The columns of `reliability.csv`.
pub const RELIABILITY: [Column; 8] = [
    col("move", Text, "add, delete, up, down; all for all of them"),
    col("months", Text, "months from the forecast to rank day; all for all of them"),
    col("from", Fraction, "probabilities from"),
    col("to", Fraction, "to"),
    col("forecasts", Holds::Count, "how many forecasts gave such a probability"),
    col("mean_probability", Fraction, "their mean"),
    col("came_true", Holds::Count, "how many of them came true"),
    col("part", Fraction, "the part of them that came true"),
];

/// For each bin: number of forecasts, mean probability, and the part that came true.
fn reliability(found: &Calibrated) -> Table<'_> {
    Table::new("reliability", "a range of probabilities", &RELIABILITY, |rows| {
        for (what, months, part) in parts(found) {
            let [what, months] = group_names(what, months);
            for (at, bin) in part.bins().iter().enumerate() {
                let bound = |at: usize| at as f64 / BINS as f64;
                rows.text(&what)
                    .text(&months)
                    .number(bound(at), 1)
                    .number(bound(at + 1), 1)
                    .count(bin.pairs)
                    .known(bin.mean(), PLACES)
                    .count(bin.came_true)
                    .known(bin.part(), PLACES)
                    .end()?;
            }
        }
        Ok(())
    })
}

/// The columns of `scores.csv`.
pub const SCORES: [Column; 9] = [
    col("move", Text, "add, delete, up, down; all for all of them"),
    col("months", Text, "months from the forecast to rank day; all for all of them"),
    col("forecasts", Holds::Count, "how many forecasts"),
    col("expected", Holds::Number, "the sum of their probabilities"),
    col("came_true", Holds::Count, "how many of them came true"),
    col("brier", Holds::Number, "mean squared error of the probabilities"),
    col("climatology", Holds::Number, "Brier score of always forecasting the base rate"),
    col(
        "if_ranked_today",
        Holds::Number,
        "Brier score of the rules applied on the day of the forecast",
    ),
    col("skill", Holds::Number, "1 - brier / climatology"),
];

/// Brier scores of the forecasts, of climatology, and of the rules applied on the day of the
/// forecast.
fn scores(found: &Calibrated) -> Table<'_> {
    Table::new("scores", "a kind of forecast", &SCORES, |rows| {
        parts(found).into_iter().try_for_each(|(what, months, part)| {
            let [what, months] = group_names(what, months);
            let all = part.all();
            rows.text(&what)
                .text(&months)
                .count(all.pairs)
                .number(all.expected, 2)
                .count(all.came_true)
                .known(part.brier(), PLACES)
                .known(part.climatology(), PLACES)
                .known(part.brier_if_ranked_today(), PLACES)
                .known(part.skill(), PLACES)
                .end()
        })
    })
}

/// The columns of `forecasts.csv`.
pub const FORECASTS: [Column; 8] = [
    col("event", Text, "the reconstitution"),
    col("from", Date, "the close of the forecast"),
    col("months", Holds::Count, "months to rank day"),
    col("symbol", Text, "ticker of the company"),
    col("move", Text, "add, delete, up or down"),
    col("probability", Fraction, "the probability that was given"),
    col("came_true", Holds::Count, "1 where it came true, else 0"),
    col("if_ranked_today", Holds::Count, "1 where the rules of the day said so, else 0"),
];

/// Every forecast with its outcome, without those below [`LEAST`] that did not come true.
fn forecasts(found: &Calibrated) -> Table<'_> {
    Table::new("forecasts", "a forecast of a move", &FORECASTS, |rows| {
        let listed = found.pairs.iter().filter(|pair| pair.came_true || pair.probability >= LEAST);
        listed.clone().try_for_each(|pair| {
            rows.text(&pair.event)
                .date(pair.from)
                .count(pair.months)
                .text(&pair.symbol)
                .text(&pair.what.to_string())
                .number(pair.probability, PLACES)
                .count(u64::from(pair.came_true))
                .count(u64::from(pair.if_ranked_today))
                .end()
        })
    })
}

fn page(found: &Calibrated, quotes: &Quotes<'_>) -> Page {
    let pooled = |row: &Row<'_>| row.is("move", "all") && row.is("months", "all");
    let bins: Vec<Row<'_>> = quotes.table("reliability").rows().filter(pooled).collect();
    let points: Vec<(f64, f64)> = bins
        .iter()
        .filter_map(|row| Some((row.number("mean_probability")?, row.number("part")?)))
        .collect();
    let marks = points
        .iter()
        .map(|&(x, y)| (x, y, format!("given {:.0}%, came true {:.0}%", x * 100.0, y * 100.0)));
    let axis = |label: &str| {
        Axis::linear(label, [0.0, 1.0].into_iter(), |part| format!("{:.0}%", part * 100.0))
    };
    let layers = vec![
        Layer::Line(Tone::Muted, vec![(0.0, 0.0), (1.0, 1.0)]),
        Layer::Line(Tone::First, points.clone()),
        Layer::Marks(Tone::First, marks.collect()),
    ];
    let columns = [
        ("from", "from", Percent(0)),
        ("to", "to", Percent(0)),
        ("forecasts", "forecasts", Count),
        ("mean probability", "mean_probability", Percent(1)),
        ("came true", "came_true", Count),
        ("part", "part", Percent(1)),
    ];
    let numbers = quotes.table("reliability").list("", &columns, bins.into_iter(), BINS);
    let columns = [
        ("move", "move", Plain),
        ("months", "months", Plain),
        ("forecasts", "forecasts", Count),
        ("expected", "expected", Number(1)),
        ("came true", "came_true", Count),
        ("Brier score", "brier", Number(4)),
        ("of the averages", "climatology", Number(4)),
        ("of the rules of the day", "if_ranked_today", Number(4)),
        ("skill", "skill", Percent(1)),
    ];
    let scores = quotes.table("scores");
    let all = scores.find(&[("move", "all"), ("months", "all")]);
    let fact = |label: &str, column, style| {
        all.map(|row| Fact {
            label: label.to_owned(),
            value: row.value(column, style),
            note: String::new(),
        })
    };
    Page {
        conclusions: Vec::new(),
        title: format!("Do odds come true? {}", found.scenario.name),
        subtitle: found.scenario.description.clone(),
        origin: vec![format!(
            "Schedule {}, {} events, forecasts from {} closes before their rank days.",
            found.schedule,
            found.events.len(),
            found.closes
        )],
        facts: [
            fact("Forecasts", "forecasts", Count),
            fact("Brier score", "brier", Number(4)),
            fact("Brier score of the averages", "climatology", Number(4)),
            fact("Skill", "skill", Percent(1)),
        ]
        .into_iter()
        .flatten()
        .collect(),
        sections: vec![Section {
            id: "reliability",
            title: "Reliability".to_owned(),
            lead: "Of all forecasts that gave a probability, the part that came true: on the diagonal they are \
                   right."
                .to_owned(),
            blocks: vec![
                Block::figure(Figure {
                    title: "Forecast and outcome.".to_owned(),
                    text: "The dotted line is where both are the same.".to_owned(),
                    chart: Chart::Plot(Plot {
                        x: axis("probability given"),
                        y: axis("part that came true"),
                        layers,
                        legend: Vec::new(),
                    }),
                    numbers: Some(numbers),
                }),
                Block::List(scores.list("Scores", &columns, scores.rows(), 100)),
            ],
        }],
        inputs: found.inputs.iter().map(|i| (i.path.clone(), i.sha256.clone())).collect(),
        ..Page::default()
    }
    .with_remarks(&found.remarks)
}

fn summary(found: &Calibrated, out: &mut dyn Write) -> io::Result<()> {
    let pooled = &found.calibration.pooled;
    let rounded = |value: Option<f64>| value.map(|value| (value * 1e6).round() / 1e6);
    let document = serde_json::json!({
        "schema": "rankday.calibration/2",
        "tool": crate::TOOL,
        "scenario": found.scenario.name,
        "schedule": found.schedule,
        "events": found.events,
        "closes": found.closes,
        "forecasts": pooled.all().pairs,
        "came_true": pooled.all().came_true,
        "brier": rounded(pooled.brier()),
        "climatology": rounded(pooled.climatology()),
        "plain_rules": rounded(pooled.brier_if_ranked_today()),
        "model": found.model.parameters(),
        "inputs": found.inputs,
        "remarks": Said::all(&found.remarks),
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}
