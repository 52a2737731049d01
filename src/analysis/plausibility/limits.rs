//! The limits of what is plausible, with their defaults.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};
use strum::{IntoEnumIterator as _, VariantNames as _};

use crate::methodology::Screen;
use crate::methodology::eligibility::Drops;
use crate::refusal::Refusal;

/// Limits past which a warning is given, and what warnings do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Plausibility {
    /// Whether warnings are errors, as `--strict` makes them: nothing is written, exit code 3.
    pub strict: bool,
    /// Fewer lines than these are a small universe, about whose size no warning is given: its
    /// largest cap, the number of eligible companies and names, turnover, what screens drop.
    pub small_universe: usize,
    /// Minimum of the largest company cap, USD.
    pub largest_cap_min: f64,
    /// Maximum of the largest company cap, USD.
    pub largest_cap_max: f64,
    /// Minimum number of eligible companies.
    pub eligible_companies: usize,
    /// Maximum distance from each break to the nearest other company, per cent of the cap at the break.
    pub near_break_pct: f64,
    /// Minimum share of members that match a line of the universe, per cent.
    pub members_matched_pct: f64,
    /// Maximum share of an index's members with caps far on the wrong side of its break, per cent.
    pub wrong_side_pct: f64,
    /// How far that is, times the cap at the break.
    pub wrong_side_factor: f64,
    /// Prices of a company's classes, each by its conversion ratio, differ by less than this factor.
    pub class_price_ratio: f64,
    /// Two companies of one name are taken for one if their caps or prices differ by no more than this,
    /// per cent.
    pub same_cap_pct: f64,
    /// Price times shares differs from a company's cap by less than this factor.
    pub cap_ratio: f64,
    /// Maximum difference between a company's cap and price times shares over its lines, for most
    /// companies, per cent of the cap.
    pub cap_differs_pct: f64,
    /// Maximum of the median price of a universe, USD a share.
    pub median_price: f64,
    /// Prices, shares and caps of two days, and prices and their own means, differ by less than this
    /// factor in the median.
    pub unit_ratio: f64,
    /// The price of one company of more than 100 million USD differs by less than this factor from its
    /// mean close.
    pub price_ratio: f64,
    /// Minimum of the median of daily dollar volumes over company caps, per cent.
    pub volume_pct: f64,
    /// The dollar volume of a day, over the company's cap, falls by less than this power of the price: of
    /// US-listed lines since 2021 by 0.25 at the most, and numbers of shares by 0.8 at least.
    pub volume_power: f64,
    /// Caps over prices of one exchange's lines differ by less than this factor from those of all, in the
    /// median.
    pub exchange_ratio: f64,
    /// Maximum share of headquarters in countries of benefit-driven incorporation, per cent.
    pub havens_pct: f64,
    /// Minimum assets of the funds on an index that has funds, USD.
    pub fund_assets_min: f64,
    /// Minimum share of held lines whose price of the implementation day differs from that of rank day,
    /// per cent.
    pub moved_pct: f64,
    /// Minimum number of names in a list of an index, per cent of the number that the index has.
    pub list_names_pct: f64,
    /// Maximum number of days between the membership's date and rank day.
    pub held_days: f64,
    /// Maximum number of days by which the universe is older than rank day.
    pub universe_days: f64,
    /// Minimum share of held lines with a price of the implementation day, per cent.
    pub effective_pct: f64,
    /// Maximum loss of a held line without an action, per cent; none gains what makes up for such a
    /// loss, and none of the 200 largest companies gains more than this itself.
    pub return_pct: f64,
    /// Maximum share of an index's members that leave, per cent.
    pub deleted_pct: f64,
    /// Maximum one-way turnover of an index at an event, per cent.
    pub turnover_pct: f64,
    /// Maximum value entering or leaving an index at an event, per cent of what it was worth before.
    pub membership_turnover_pct: f64,
    /// Minimum share of the Russell 3000's members that leave it, or move between the Russell 1000 and
    /// the 2000, at a reconstitution, per cent: in June 2021 to 2026 it was 6 to 14.
    pub changed_pct: f64,
    /// Maximum number of companies that enter the Russell 3000 at a reconstitution, per cent of its
    /// members: in June 2021 to 2026 it was 7 to 10.
    pub added_pct: f64,
    /// Maximum share of held lines that by the implementation are worth half as much again as the
    /// median line, or two thirds of it, per cent in two months: in June 2021 to 2026 it was 2 to 5.
    pub apart_pct: f64,
    /// Maximum share of names that are in the lists of both the Russell 1000 and the 2000, per cent of
    /// the smaller list.
    pub lists_overlap_pct: f64,
    /// Index shares of most members differ from the line's shares outstanding by less than this factor.
    pub shares_ratio: f64,
    /// Caps that lines of one company state differ by less than this factor.
    pub stated_caps_ratio: f64,
    /// Maximum share of the Russell 1000's members that are dropped for an inferred country or
    /// structure, per cent.
    pub inferred_out_pct: f64,
    /// Maximum share of members of the Russell 1000 and the 2000 that are listed or documented only
    /// after rank day, per cent.
    pub listed_later_pct: f64,
    /// Maximum share of lines whose float in the membership, or on the implementation day, is more than
    /// 25 points from that of the universe, per cent.
    pub floats_apart_pct: f64,
    /// Earnings are 5% of caps and book values half of them, in the median, within this factor.
    pub fundamentals_ratio: f64,
    /// Maximum share of members of the Russell 1000 and the 2000 without a known cap, per cent.
    pub without_cap_pct: f64,
    /// Maximum share of the Russell 1000's members with caps below the smallest eligible one, per cent.
    pub large_small_pct: f64,
    /// Maximum share of a panel's returns that differ by two points from what its prices say, per cent:
    /// of US-listed lines from month to month since 2021 it was 8.
    pub returns_differ_pct: f64,
    /// Maximum share of a panel's caps that are repaired by an earlier share count, per cent.
    pub repaired_pct: f64,
    /// Minimum share of a panel's lines with a label, where there are labels, per cent.
    pub labelled_pct: f64,
    /// Minimum share of facts and actions that have a line of the universe or panel, per cent.
    pub panel_matched_pct: f64,
    /// Whether a warning is given where the screen of the kind of share, the structure or the country
    /// drops no line at all, where a column of countries has one country on all lines, or where no
    /// company has two lines: no whole market is like that.
    pub drops_some: bool,
    /// No company of a larger cap has a float of 1% or less, and no three of them have so few votes, USD.
    pub zero_cap: f64,
    /// Fewer companies of lines whose names begin with different words are renamed ones.
    pub unlike_issuers: usize,
    /// Maximum share of lines that are, by their names, warrants, rights, units, notes, preferred
    /// shares or depositary receipts and have the type of common shares, per cent.
    pub types_differ_pct: f64,
    /// Maximum share of a market's lines with a country that says DE, which is Germany and not
    /// Delaware, per cent.
    pub delaware_pct: f64,
    /// Minimum share of the lines with foreign headquarters that are incorporated in the same country,
    /// and of those that have most of their assets there, per cent.
    pub countries_agree_pct: f64,
    /// Maximum share of members of the Russell 1000 and the 2000, or of their caps, that one screen
    /// drops for their kind of share, structure, exchange, country, float or votes, per cent: as
    /// members they passed it. In June 2021 to 2026 it was none.
    pub members_out_pct: f64,
    /// Maximum share of the Russell 1000's members without a line in the universe, per cent: on the
    /// rank days of June 2021 to 2026 it was 0.8.
    pub large_missing_pct: f64,
    /// Maximum number of companies that enter the Russell 1000 from outside the Russell 3000, per cent
    /// of its members: in June 2021 to 2026 it was 4.3.
    pub large_added_pct: f64,
    /// Minimum of the median price of a universe, USD a share.
    pub median_price_min: f64,
    /// Maximum distance between consecutive dates of a panel, times the median distance.
    pub date_gap_ratio: f64,
    /// Minimum share of a panel's lines that are gone by its end, per cent a year.
    pub lost_pct: f64,
    /// Minimum correlation of the logarithms of dollar volumes and of caps.
    pub volume_correlation: f64,
    /// Minimum number of lines on a date of a panel, per cent of those on the dates beside it.
    pub date_lines_pct: f64,
    /// Maximum share of the universe's lines that each screen drops, per cent.
    pub dropped_pct: DroppedPct,
}

impl Default for Plausibility {
    fn default() -> Self {
        Self {
            strict: false,
            small_universe: 1_000,
            largest_cap_min: 1e11,
            largest_cap_max: 5e13,
            eligible_companies: 2_500,
            near_break_pct: 20.0,
            members_matched_pct: 90.0,
            wrong_side_pct: 10.0,
            wrong_side_factor: 3.0,
            class_price_ratio: 100.0,
            same_cap_pct: 5.0,
            cap_ratio: 20.0,
            cap_differs_pct: 25.0,
            median_price: 500.0,
            unit_ratio: 5.0,
            price_ratio: 20.0,
            volume_pct: 0.001,
            volume_power: 0.5,
            exchange_ratio: 100.0,
            havens_pct: 4.0,
            fund_assets_min: 1e7,
            moved_pct: 10.0,
            list_names_pct: 75.0,
            held_days: 150.0,
            universe_days: 10.0,
            effective_pct: 95.0,
            return_pct: 90.0,
            deleted_pct: 50.0,
            turnover_pct: 50.0,
            membership_turnover_pct: 100.0,
            changed_pct: 2.0,
            added_pct: 15.0,
            apart_pct: 12.0,
            lists_overlap_pct: 5.0,
            shares_ratio: 100.0,
            stated_caps_ratio: 1.5,
            inferred_out_pct: 1.0,
            listed_later_pct: 0.5,
            floats_apart_pct: 5.0,
            fundamentals_ratio: 50.0,
            without_cap_pct: 2.0,
            large_small_pct: 1.0,
            returns_differ_pct: 25.0,
            repaired_pct: 3.0,
            labelled_pct: 75.0,
            panel_matched_pct: 10.0,
            drops_some: true,
            zero_cap: 1e10,
            unlike_issuers: 3,
            types_differ_pct: 10.0,
            delaware_pct: 2.0,
            countries_agree_pct: 20.0,
            members_out_pct: 0.75,
            large_missing_pct: 2.0,
            large_added_pct: 6.0,
            median_price_min: 2.0,
            date_gap_ratio: 1.7,
            lost_pct: 1.0,
            volume_correlation: 0.25,
            date_lines_pct: 90.0,
            dropped_pct: DroppedPct::default(),
        }
    }
}

/// Maximum share of a universe's lines that each screen drops, per cent. On the rank days of June
/// 2021 to 2026 the screens dropped at most, in their order, 25.4, 14.0, 0, 7.7, 0, 5.5, not known,
/// 4.5, not known and 5.8 per cent of all US-listed lines. The country screen drops up to 12 if a
/// plain file states countries and members held before are not used as evidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct DroppedPct(BTreeMap<Screen, f64>);

impl Default for DroppedPct {
    fn default() -> Self {
        Self(Screen::iter().map(|screen| (screen, screen.definition().drops().most_pct)).collect())
    }
}

impl DroppedPct {
    /// The limit of a screen, per cent of lines.
    pub fn of(&self, screen: Screen) -> f64 {
        self.0[&screen]
    }
}

impl<'de> Deserialize<'de> for DroppedPct {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Table;
        impl<'de> Visitor<'de> for Table {
            type Value = DroppedPct;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table of keys")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<DroppedPct, M::Error> {
                let mut limits = DroppedPct::default();
                while let Some(Key(screen)) = map.next_key()? {
                    limits.0.insert(screen, map.next_value()?);
                }
                Ok(limits)
            }
        }
        deserializer.deserialize_map(Table)
    }
}

/// The name of a screen as a key of a table.
struct Key(Screen);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let screen = Screen::iter().find(|screen| screen.to_string() == name);
        screen.map(Self).ok_or_else(|| D::Error::unknown_field(&name, Screen::VARIANTS))
    }
}

impl JsonSchema for DroppedPct {
    fn schema_name() -> Cow<'static, str> {
        "DroppedPct".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let keys = Screen::iter().map(|screen| {
            let Drops { what, most_pct, .. } = screen.definition().drops();
            let key = json!({ "description": what, "type": "number", "default": most_pct });
            (screen.to_string(), key)
        });
        let keys: serde_json::Map<String, Value> = keys.collect();
        json_schema!({ "type": "object", "properties": keys, "additionalProperties": false })
    }
}

impl Plausibility {
    /// The first limit with an impossible value: its key, and why the value is refused.
    pub fn fault(&self) -> Option<(String, Refusal)> {
        let own = [
            ("largest_cap_min", self.largest_cap_min),
            ("largest_cap_max", self.largest_cap_max),
            ("near_break_pct", self.near_break_pct),
            ("members_matched_pct", self.members_matched_pct),
            ("wrong_side_pct", self.wrong_side_pct),
            ("wrong_side_factor", self.wrong_side_factor),
            ("class_price_ratio", self.class_price_ratio),
            ("same_cap_pct", self.same_cap_pct),
            ("cap_ratio", self.cap_ratio),
            ("cap_differs_pct", self.cap_differs_pct),
            ("median_price", self.median_price),
            ("unit_ratio", self.unit_ratio),
            ("price_ratio", self.price_ratio),
            ("volume_pct", self.volume_pct),
            ("volume_power", self.volume_power),
            ("exchange_ratio", self.exchange_ratio),
            ("havens_pct", self.havens_pct),
            ("fund_assets_min", self.fund_assets_min),
            ("moved_pct", self.moved_pct),
            ("list_names_pct", self.list_names_pct),
            ("held_days", self.held_days),
            ("universe_days", self.universe_days),
            ("effective_pct", self.effective_pct),
            ("return_pct", self.return_pct),
            ("deleted_pct", self.deleted_pct),
            ("turnover_pct", self.turnover_pct),
            ("membership_turnover_pct", self.membership_turnover_pct),
            ("changed_pct", self.changed_pct),
            ("added_pct", self.added_pct),
            ("apart_pct", self.apart_pct),
            ("lists_overlap_pct", self.lists_overlap_pct),
            ("shares_ratio", self.shares_ratio),
            ("stated_caps_ratio", self.stated_caps_ratio),
            ("inferred_out_pct", self.inferred_out_pct),
            ("listed_later_pct", self.listed_later_pct),
            ("floats_apart_pct", self.floats_apart_pct),
            ("fundamentals_ratio", self.fundamentals_ratio),
            ("without_cap_pct", self.without_cap_pct),
            ("large_small_pct", self.large_small_pct),
            ("returns_differ_pct", self.returns_differ_pct),
            ("repaired_pct", self.repaired_pct),
            ("labelled_pct", self.labelled_pct),
            ("panel_matched_pct", self.panel_matched_pct),
            ("zero_cap", self.zero_cap),
            ("types_differ_pct", self.types_differ_pct),
            ("delaware_pct", self.delaware_pct),
            ("countries_agree_pct", self.countries_agree_pct),
            ("members_out_pct", self.members_out_pct),
            ("large_missing_pct", self.large_missing_pct),
            ("large_added_pct", self.large_added_pct),
            ("median_price_min", self.median_price_min),
            ("date_gap_ratio", self.date_gap_ratio),
            ("lost_pct", self.lost_pct),
            ("volume_correlation", self.volume_correlation),
            ("date_lines_pct", self.date_lines_pct),
        ];
        // A part of a whole is at most 100 per cent.
        let parts = [
            "members_matched_pct",
            "list_names_pct",
            "effective_pct",
            "return_pct",
            "moved_pct",
            "labelled_pct",
            "panel_matched_pct",
            "date_lines_pct",
        ];
        let is_above = |key: &str, limit: f64| parts.contains(&key) && limit > 100.0;
        let screens = Screen::iter();
        let of_screens = screens.map(|s| (format!("dropped_pct.{s}"), self.dropped_pct.of(s)));
        let own = own.into_iter().map(|(key, limit)| (key.to_owned(), limit));
        let (key, limit) = own
            .chain(of_screens)
            .find(|(key, limit)| !limit.is_finite() || *limit < 0.0 || is_above(key, *limit))?;
        let remedy = "give a number from 0 on, of per cents up to 100";
        Some((key, Refusal::new(format!("{limit} is no limit"), remedy)))
    }
}
