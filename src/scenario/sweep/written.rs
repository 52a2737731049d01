//! `[sweep]` as written in a scenario: lists of values, by key.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::variable::{OF_AN_EVENT, ON_A_MARKET, Variable};
use crate::limits::SHIFT;

/// Lists of values by key, and points of several keys, for a market under schedules.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct WrittenSweep(pub toml::Table);

/// Lists of values by key, and points of several keys, for one reconstitution.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct WrittenEventSweep(pub toml::Table);

impl JsonSchema for WrittenSweep {
    fn schema_name() -> Cow<'static, str> {
        "WrittenSweep".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schema(&ON_A_MARKET)
    }
}

impl JsonSchema for WrittenEventSweep {
    fn schema_name() -> Cow<'static, str> {
        "WrittenEventSweep".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schema(&OF_AN_EVENT)
    }
}

fn list(description: &str, items: &Value, example: &Value) -> Value {
    json!({
        "type": "array",
        "description": description,
        "items": items,
        "minItems": 1,
        "examples": [example],
    })
}

fn schema(variable: &Variable) -> Schema {
    let sessions = json!({ "type": "integer", "minimum": -SHIFT, "maximum": SHIFT });
    // Any key of these tables; nested tables are equivalent to dotted keys.
    let others = format!(r"^({})(\.|$)", variable.tables.join("|"));
    let width = |side: &str| {
        json!({
            "description": format!("Width of the band towards {side} companies, or any other key."),
            "type": ["number", "string"],
            "examples": [5],
        })
    };
    let mut patterns = json!({ &others: {} });
    if variable.has_schedules {
        patterns["^(rank_day|implementation)_shift$"] = sessions.clone();
    }
    let point = json!({
        "type": "object",
        "x-inline": true,
        "properties": {
            "name": {
                "type": "string",
                "description": "Its name in reports. Default: its keys and values.",
                "examples": ["wide above"],
            },
            "methodology.breaks.r1000.band_above": width("larger"),
            "methodology.breaks.r1000.band_below": width("smaller"),
        },
        "patternProperties": patterns,
        "additionalProperties": false,
    });
    let more = if variable.has_schedules {
        "\"schedule.NAME.EVENT.rank_day\" or implementation of a schedule of your own"
    } else {
        "\"event.rank_day\" or \"universe.file\" and other days and files, which `grids` puts together"
    };
    let mut keys = Map::new();
    if variable.has_schedules {
        keys.insert(
            "schedules".to_owned(),
            list(
                "Names of schedules, as compare.schedules has them. Default: those of compare.schedules.",
                &json!({ "type": "string" }),
                &json!(["annual", "semi-annual", "quarterly", "none"]),
            ),
        );
    }
    keys.insert(
        "methodology.breaks.r1000.band_above".to_owned(),
        list(
            &format!(
                "Values of a key of [methodology], such as this one; any other may stand here, half_width too, \
                 and {more}. Every value is tried with every one of the other keys."
            ),
            &json!({}),
            &json!([0, 1, 2.5, 5]),
        ),
    );
    keys.insert(
        "grids".to_owned(),
        list(
            "Chosen points in place of lists: tables of keys with one value each, every one of them tried with every \
             value of the lists.",
            &point,
            &json!([{
                "name": "wide above",
                "methodology.breaks.r1000.band_above": 5,
                "methodology.breaks.r1000.band_below": 2.5,
            }]),
        ),
    );
    if variable.has_schedules {
        for (key, days) in
            [("rank_day_shift", "rank days"), ("implementation_shift", "implementations")]
        {
            let luck = if key == "rank_day_shift" { ": the luck of the date" } else { "" };
            keys.insert(
                key.to_owned(),
                list(
                    &format!("By how many sessions {days} are moved, earlier below 0{luck}."),
                    &sessions,
                    &json!([-10, -5, 0, 5, 10]),
                ),
            );
        }
    }
    json_schema!({
        "type": "object",
        "x-commented": true,
        "properties": keys,
        "patternProperties": { others: {} },
        "additionalProperties": false,
    })
}
