//! Reports of a calibration: reliability table, scores, forecasts, page, summary and console
//! output.

pub mod console;
mod forecasts;
mod groups;
pub(in crate::report) mod json;
mod reliability;
mod scores;

use std::io::{self, Write};

use super::chart::{Axis, Chart, Layer, Plot, Tone};
use super::page::{Block, Fact, Figure, Page, Quotes, Row, Section};
use super::shown::Style::{Count, Number, Percent, Plain};
use super::table::{Description, Table};
use super::{Report, hash_of_scenario, summary};
use crate::analysis::reliability::BINS;
use crate::report::manifest::ResultKind;
use crate::study::comparison::Calibrated;

/// Decimal places of probabilities and scores.
const PLACES: usize = 6;

/// The tables of the reports.
pub const TABLES: [Description; 3] = [forecasts::TABLE, reliability::TABLE, scores::TABLE];

impl Report for Calibrated {
    fn kind(&self) -> ResultKind {
        ResultKind::Calibration
    }

    fn scenario_sha256(&self) -> Option<String> {
        hash_of_scenario(&self.inputs)
    }

    fn tables(&self) -> Vec<Table<'_>> {
        vec![forecasts::table(self), reliability::table(self), scores::table(self)]
    }

    fn page(&self, quotes: &Quotes<'_>) -> Page {
        page(self, quotes)
    }

    fn summary(&self, out: &mut dyn Write) -> io::Result<()> {
        summary::write(&json::Summary::new(self), out)
    }
}

fn page(found: &Calibrated, quotes: &Quotes<'_>) -> Page {
    let bins: Vec<Row<'_>> =
        quotes.table(reliability::TABLE).rows().filter(groups::is_pooled).collect();
    let points: Vec<(f64, f64)> = bins
        .iter()
        .filter_map(|row| {
            Some((row.number(reliability::MEAN_PROBABILITY)?, row.number(reliability::PART)?))
        })
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
        ("from", reliability::FROM, Percent(0)),
        ("to", reliability::TO, Percent(0)),
        ("forecasts", reliability::FORECASTS, Count),
        ("mean probability", reliability::MEAN_PROBABILITY, Percent(1)),
        ("came true", reliability::CAME_TRUE, Count),
        ("part", reliability::PART, Percent(1)),
    ];
    let numbers = quotes.table(reliability::TABLE).list("", &columns, bins.into_iter(), BINS);
    let columns = [
        ("move", groups::MOVE, Plain),
        ("months", groups::MONTHS, Plain),
        ("forecasts", scores::FORECASTS, Count),
        ("expected", scores::EXPECTED, Number(1)),
        ("came true", scores::CAME_TRUE, Count),
        ("Brier score", scores::BRIER, Number(4)),
        ("of the averages", scores::CLIMATOLOGY, Number(4)),
        ("of the rules of the day", scores::IF_RANKED_TODAY, Number(4)),
        ("skill", scores::SKILL, Percent(1)),
    ];
    let scores = quotes.table(scores::TABLE);
    let all = scores.rows().find(groups::is_pooled);
    let fact = |label: &str, column, style| {
        all.map(|row| Fact {
            label: label.to_owned(),
            value: row.value(column, style),
            note: String::new(),
        })
    };
    let headline = all.and_then(|row| {
        let skill = row.number(scores::SKILL)?;
        let (better, skill) = (if skill < 0.0 { "worse" } else { "better" }, skill.abs());
        Some(format!(
            "Over {} forecasts the odds are {:.0}% {better} than the averages: a Brier score of {} against {} for \
             forecasting each time how often such a move comes true.",
            row.shown(scores::FORECASTS, Count),
            skill * 100.0,
            row.shown(scores::BRIER, Number(4)),
            row.shown(scores::CLIMATOLOGY, Number(4))
        ))
    });
    Page {
        conclusions: headline.into_iter().collect(),
        title: format!("Do odds come true? {}", found.scenario.name),
        subtitle: found.scenario.description.clone(),
        origin: vec![format!(
            "Schedule {}, {} events, forecasts from {} closes before their rank days.",
            found.schedule,
            found.events.len(),
            found.closes
        )],
        facts: [
            fact("Forecasts", scores::FORECASTS, Count),
            fact("Brier score", scores::BRIER, Number(4)),
            fact("Brier score of the averages", scores::CLIMATOLOGY, Number(4)),
            fact("Skill", scores::SKILL, Percent(1)),
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
