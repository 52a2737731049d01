//! Defaults that are figures of the rule book and of the models, taken from the same source as the
//! program's own.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde_json::{Map, Value, json};

use super::{ALIKE, object};
use crate::analysis::plausibility::Plausibility;
use crate::market::model;
use crate::methodology;
use crate::simulation::paths::{INDEXES, TradingCosts};
use crate::universe::Index;
use crate::universe::packed::float;

/// Writes the defaults into a schema of a scenario.
pub(super) fn fill(schema: &mut Value) {
    let Some(properties) = object(schema, "properties") else { return };
    if let Some(own) = properties.get_mut("methodology") {
        let book = serde_json::to_value(methodology::Parameters::default()).unwrap_or_default();
        put(own, &book);
        forbid_negative(own);
    }
    if let Some(own) = properties.get_mut("plausibility") {
        put(own, &serde_json::to_value(Plausibility::default()).unwrap_or_default());
        forbid_negative(own);
    }
    if let Some(own) = properties.get_mut("funds") {
        // A file of the scenario's own may have other assets.
        assets(own, &BTreeMap::new(), "that of the file");
    }
    if let (Some(own), Ok(shipped)) = (properties.get_mut("model"), model::ModelFigures::shipped())
    {
        put(own, &figures(&shipped));
        let figures = shipped
            .buckets
            .iter()
            .map(|bucket| (bucket.name.as_str(), serde_json::to_value(bucket)));
        buckets(own, figures);
    }
    if let Some(indexes) =
        properties.get_mut("paths").and_then(|p| p.pointer_mut("/properties/indexes"))
    {
        indexes["items"]["enum"] = json!(INDEXES);
    }
    if let (Some(own), Ok(shipped)) = (properties.get_mut("trading"), TradingCosts::shipped()) {
        let figures = shipped
            .buckets
            .iter()
            .map(|bucket| (bucket.name.as_str(), serde_json::to_value(bucket)));
        buckets(own, figures);
        assets(own, &shipped.assets, "none");
    }
}

/// Sets values as the defaults of the schema keys with the same names.
fn put(schema: &mut Value, values: &Value) {
    let Some(properties) = object(schema, "properties") else {
        schema["default"] = plain(values);
        return;
    };
    for (key, property) in properties {
        if let Some(value) = values.get(key) {
            put(property, value);
        }
    }
}

/// A number without trailing zeros; reports write exact numbers as text.
fn plain(value: &Value) -> Value {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        _ => return value.clone(),
    };
    let exact = Decimal::from_scientific(&text).or_else(|_| Decimal::from_str_exact(&text));
    let Ok(exact) = exact.map(|exact| exact.normalize()) else { return value.clone() };
    exact.to_i64().filter(|_| exact.is_integer()).map_or_else(|| json!(float(exact)), Value::from)
}

/// Sets the minimum of all amounts to zero: neither the rule book nor the plausibility limits have negative
/// amounts.
fn forbid_negative(schema: &mut Value) {
    if schema["type"] == json!(["number", "string"]) || schema["type"] == "number" {
        schema["minimum"] = 0.into();
    }
    for property in object(schema, "properties").into_iter().flat_map(|p| p.values_mut()) {
        forbid_negative(property);
    }
}

/// The model's figures outside the buckets, by the keys that override them.
fn figures(shipped: &model::ModelFigures) -> Value {
    json!({
        "shocks": shipped.shocks,
        "largest_shock": shipped.largest_shock,
        "market_log_return": shipped.market.log_return,
        "market_deviation": shipped.market.deviation,
        "takeover_premium": shipped.takeover.premium,
        "takeover_premium_spread": shipped.takeover.premium_spread,
        "reverse_split_probability": shipped.reverse_split.probability,
        "reverse_split_ratio": shipped.reverse_split.ratio,
        "float_change_probability": shipped.float_change.probability,
        "float_change_points": shipped.float_change.points,
    })
}

/// The buckets, each with its figures.
fn buckets<'a>(
    schema: &mut Value,
    shipped: impl Iterator<Item = (&'a str, serde_json::Result<Value>)>,
) {
    let Some(bucket) = object(schema, "properties").and_then(|p| p.get_mut("bucket")) else {
        return;
    };
    let Some(of_any) = object(bucket, "additionalProperties").cloned() else { return };
    let named = shipped.map(|(name, figures)| {
        let mut own = Value::Object(of_any.clone());
        own["description"] = format!("The figures of the bucket {name}.").into();
        put(&mut own, &figures.unwrap_or_default());
        (name.to_owned(), own)
    });
    let named: Map<String, Value> = named.collect();
    let all: Vec<&str> = named.keys().map(String::as_str).collect();
    let description = bucket["description"].as_str().unwrap_or_default();
    bucket["description"] = format!("{description} The buckets: {}.", all.join(", ")).into();
    bucket["properties"] = Value::Object(named);
    bucket[ALIKE] = true.into();
    bucket["additionalProperties"] = false.into();
}

/// The indexes that funds may track.
fn assets(schema: &mut Value, own: &BTreeMap<Index, f64>, otherwise: &str) {
    let Some(assets) = object(schema, "properties").and_then(|p| p.get_mut("assets")) else {
        return;
    };
    let property = |index: &Index| {
        let name = index.to_string();
        let default = format!(" Default: {otherwise}.");
        let none = if own.contains_key(index) { "" } else { &default };
        let description = format!("Of the funds that follow {name}, USD.{none}");
        let mut property = json!({ "description": description, "type": "number", "minimum": 0 });
        match own.get(index) {
            Some(usd) => property["default"] = plain(&json!(usd)),
            None => property["examples"] = json!([1_000_000_000]),
        }
        (name, property)
    };
    assets["properties"] = Value::Object(INDEXES.iter().map(property).collect());
    assets["additionalProperties"] = false.into();
}
