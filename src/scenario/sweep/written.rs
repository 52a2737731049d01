//! `[sweep]` as written in a scenario: lists of values, by key.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::limits::SHIFT;

/// Lists of values by key, and points of several keys.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct WrittenSweep(pub toml::Table);

impl JsonSchema for WrittenSweep {
    fn schema_name() -> Cow<'static, str> {
        "WrittenSweep".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let list = |description: &str, items: &Value, example: Value| {
            json!({
                "type": "array",
                "description": description,
                "items": items,
                "minItems": 1,
                "examples": [example],
            })
        };
        let sessions = json!({ "type": "integer", "minimum": -SHIFT, "maximum": SHIFT });
        // Any key of the rule book, and days of the scenario's own schedules; nested tables are
        // equivalent to dotted keys.
        let others = json!({ r"^(methodology|schedule)(\.|$)": {} });
        let width = |side: &str| {
            json!({
                "description": format!("Width of the band towards {side} companies, or any other key."),
                "type": ["number", "string"],
                "examples": [5],
            })
        };
        let point = json!({
            "type": "object",
            "x-inline": true,
            "properties": {
                "methodology.breaks.r1000.band_above": width("larger"),
                "methodology.breaks.r1000.band_below": width("smaller"),
            },
            "patternProperties": {
                r"^(methodology|schedule)(\.|$)": {},
                "^(rank_day|implementation)_shift$": sessions,
            },
            "additionalProperties": false,
        });
        json_schema!({
            "type": "object",
            "x-commented": true,
            "properties": {
                "schedules": list(
                    "Names of schedules, as compare.schedules has them. Default: those of compare.schedules.",
                    &json!({ "type": "string" }),
                    json!(["annual", "semi-annual", "quarterly", "none"]),
                ),
                "methodology.breaks.r1000.band_above": list(
                    "Values of a key of [methodology], such as this one; any other may stand here, half_width \
                     too, and \"schedule.NAME.EVENT.rank_day\" or implementation of a schedule of your own. \
                     Every value is tried with every one of the other keys.",
                    &json!({}),
                    json!([0, 1, 2.5, 5]),
                ),
                "grids": list(
                    "Chosen points in place of lists: tables of keys with one value each, every one of them \
                     tried with every value of the lists.",
                    &point,
                    json!([{
                        "methodology.breaks.r1000.band_above": 5,
                        "methodology.breaks.r1000.band_below": 2.5,
                    }]),
                ),
                "rank_day_shift": list(
                    "By how many sessions rank days are moved, earlier below 0: the luck of the date.",
                    &sessions,
                    json!([-10, -5, 0, 5, 10]),
                ),
                "implementation_shift": list(
                    "By how many sessions implementations are moved, earlier below 0.",
                    &sessions,
                    json!([-10, -5, 0, 5, 10]),
                ),
            },
            "patternProperties": others,
            "additionalProperties": false,
        })
    }
}
