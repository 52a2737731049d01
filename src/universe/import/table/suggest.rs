//! A map for a table, suggested by the names of its columns and by their values, each with its reason.

mod combined;
mod volume;

use std::fmt::Write as _;

use super::codes;
use super::fit::Fit;
use super::grid::Grid;
use super::header_units::{Named, Stated, named};
use super::headers::{Header, Scale, headers};
use super::map::{TableMap, name_in_map};
use super::target::{Holds, Own, Target, TargetKind};
use super::tickers::{self, Form};
use super::units;
use crate::remark::{ReadingNote, Remark};

/// A suggested pair.
#[derive(Debug, Clone)]
struct Pair {
    own: &'static str,
    source: String,
    reason: String,
}

/// A suggested map.
#[derive(Debug, Default)]
pub struct Suggestion {
    pairs: Vec<Pair>,
    /// Requirements that no column was found for, with the meaning of the first column: of each list the
    /// file needs one own column.
    missing: Vec<(&'static [&'static str], &'static str)>,
    /// Columns that are not used.
    unused: Vec<String>,
    /// Columns whose name is that of an own column but whose contents differ.
    doubts: Vec<ReadingNote>,
}

/// The percentage of row names that must be tickers.
const NEARLY_ALL_PCT: usize = 98;

/// The first names of an own column, which certainly mean it; later names may also mean something else.
const CERTAIN: usize = 4;

impl Suggestion {
    /// Examines a table.
    pub(super) fn of(grid: &Grid, target: &Target) -> Self {
        let mut suggestion = Self::default();
        let mut used = vec![false; grid.header.len()];
        let mut later = Vec::new();
        let names: Vec<Named<'_>> = grid.header.iter().map(|header| named(header)).collect();
        // A fund's holding in a company is not a property of the company and is left out.
        let positions = positions(grid);
        used.iter_mut().zip(&positions).for_each(|(used, is_position)| *used = *is_position);
        suggestion.own_columns(grid, target, &mut used);
        for header in headers(target.kind) {
            let Some(own) = target.find(header.own).map(|at| &target.columns[at]) else { continue };
            let Some((at, scale)) = suggestion.column(grid, &names, &used, (header, own)) else {
                continue;
            };
            used[at] = true;
            let unit = names[at].unit.filter(|_| own.holds != Holds::PerCent);
            match scale {
                Scale::OverShares | Scale::TimesPrice | Scale::SharesOrDollars => {
                    later.push((own, at, scale));
                }
                _ => match pair(grid, at, own, (scale, unit)) {
                    Ok(pair) => suggestion.push(pair),
                    Err(note) => {
                        used[at] = false;
                        suggestion.doubts.push(note);
                    }
                },
            }
        }
        if target.kind == TargetKind::Panel {
            suggestion.cap_of_shares(grid, &names, &mut used);
        }
        for (own, at, scale) in later {
            match suggestion.combined(grid, own, at, (scale, names[at].unit)) {
                Ok(Some(pair)) => suggestion.push(pair),
                Ok(None) => used[at] = false,
                Err(note) => {
                    used[at] = false;
                    suggestion.doubts.push(note);
                }
            }
        }
        suggestion.unnamed_symbol(grid, &mut used);
        suggestion.dressed_symbol(grid, &mut used);
        suggestion.exchange(grid, target);
        if target.kind == TargetKind::Universe {
            suggestion.countries();
        }
        suggestion.unused = (0..used.len())
            .filter(|at| !used[*at] || positions[*at])
            .map(|at| grid.header[at].clone())
            .collect();
        suggestion.missing = needed(target.kind)
            .iter()
            .filter(|any| !any.iter().any(|own| suggestion.has(own)))
            .filter_map(|any| Some((*any, target.columns[target.find(any[0])?].meaning)))
            .collect();
        suggestion
    }

    /// The columns with names that only own files use. The assigned country is among them if the table
    /// also has an indicator of the home country that vendors do not state; otherwise such a column is a
    /// label.
    fn own_columns(&mut self, grid: &Grid, target: &Target, used: &mut [bool]) {
        const INDICATORS: [&str; 3] = ["exchange_country", "assets_country", "revenue_country"];
        let at = |name: &str| grid.header.iter().position(|header| header == name);
        let has_indicator = INDICATORS.iter().any(|name| at(name).is_some());
        let of_vendors = |own: &Own| headers(target.kind).iter().any(|known| known.own == own.name);
        for own in target.columns.iter().filter(|own| own.is_in_file() && !of_vendors(own)) {
            let is_meant = own.name != "country" || has_indicator;
            let Some(at) = at(own.name).filter(|at| is_meant && !used[*at]) else { continue };
            if Fit::of(grid, at, own, Scale::ByValue).is_most() {
                used[at] = true;
                let reason = "its own name".to_owned();
                self.push(Pair { own: own.name, source: name_in_map(own.name), reason });
            }
        }
    }

    /// The column whose name is that of an own column, if its contents fit; a column that does not fit is
    /// noted.
    fn column(
        &mut self,
        grid: &Grid,
        names: &[Named<'_>],
        used: &[bool],
        (header, own): (&Header, &Own),
    ) -> Option<(usize, Scale)> {
        let mut doubt = None;
        let all = header.names().chain([(header.own, Scale::ByValue)]);
        for ((name, scale), place) in all.zip(0..) {
            let plain = codes::plain(name);
            for at in (0..grid.header.len()).filter(|at| !used[*at]) {
                let whole = codes::plain(&grid.header[at]) == plain;
                let without_unit = own.holds.is_number() && codes::plain(names[at].name) == plain;
                if !whole && !without_unit {
                    continue;
                }
                let fit = Fit::of(grid, at, own, scale);
                if fit.is_most() {
                    return Some((at, scale));
                }
                if place < CERTAIN || name == header.own {
                    doubt = doubt.or_else(|| fit.doubt(own, &grid.header[at], false));
                }
            }
        }
        self.doubts.extend(doubt);
        None
    }

    fn push(&mut self, pair: Pair) {
        self.pairs.push(pair);
    }

    fn has(&self, own: &str) -> bool {
        self.pairs.iter().any(|pair| pair.own == own)
    }

    fn source(&self, own: &str) -> Option<&str> {
        self.pairs.iter().find(|pair| pair.own == own).map(|pair| pair.source.as_str())
    }

    /// The first column if it has no name, as when `DataFrame`s write their index.
    fn unnamed_symbol(&mut self, grid: &Grid, used: &mut [bool]) {
        if self.has("symbol") || used.first() != Some(&false) {
            return;
        }
        let is_index =
            !grid.is_named[0] || grid.header[0].starts_with("__index") || grid.header[0] == "index";
        let is_ticker =
            |text: &str| text.len() <= 20 && text.starts_with(|c: char| c.is_ascii_uppercase());
        // A few rows of a frame may lack a ticker: "nan", "null".
        let (tickers, others): (Vec<&str>, Vec<&str>) =
            grid.column(0).filter(|text| !text.is_empty()).partition(|text| is_ticker(text));
        let mut seen = std::collections::BTreeSet::new();
        let of = tickers.len() + others.len();
        let are_tickers = of > 0 && tickers.len() * 100 >= of * NEARLY_ALL_PCT;
        if is_index && are_tickers && tickers.iter().all(|text| seen.insert(*text)) {
            used[0] = true;
            let reason = "the first column, which has no name, holds tickers".to_owned();
            self.pairs
                .insert(0, Pair { own: "symbol", source: name_in_map(&grid.header[0]), reason });
        }
    }

    /// A column whose cells have vendors' prefixes or suffixes of tickers, whatever its name.
    fn dressed_symbol(&mut self, grid: &Grid, used: &mut [bool]) {
        if self.has("symbol") {
            return;
        }
        let is_dressed = |at: &usize| {
            let form = tickers::form_of(grid.column(*at));
            let filled = grid.column(*at).filter(|text| !text.is_empty());
            let (of, bare) = filled.clone().fold((0, 0), |(of, bare), text| {
                (of + 1, bare + usize::from(tickers::bare(text, form).is_changed))
            });
            form != Form::Plain && bare * 100 >= of * NEARLY_ALL_PCT
        };
        let Some(at) = (0..grid.header.len()).find(is_dressed) else { return };
        let source = name_in_map(&grid.header[at]);
        self.pairs.retain(|pair| pair.source != source);
        used[at] = true;
        let reason = "its cells are tickers with what a vendor puts around them".to_owned();
        self.pairs.insert(0, Pair { own: "symbol", source, reason });
    }

    /// If no column states the exchange, the tickers may; otherwise it is assumed.
    fn exchange(&mut self, grid: &Grid, target: &Target) {
        if target.kind != TargetKind::Universe || self.has("exchange") {
            return;
        }
        let symbol = self.pairs.iter().find(|pair| pair.own == "symbol");
        let column =
            symbol.and_then(|pair| grid.header.iter().position(|h| name_in_map(h) == pair.source));
        let Some(column) = column else { return };
        let form = tickers::form_of(grid.column(column));
        let count = grid.column(column).count();
        let told =
            grid.column(column).filter(|text| tickers::bare(text, form).exchange.is_some()).count();
        let reason = if told == count {
            "for want of a column; the tickers say which".to_owned()
        } else {
            "assumed: no column says where the lines trade; a line that trades over the counter is not told \
             apart"
                .to_owned()
        };
        self.push(Pair { own: "exchange", source: "'us-listed'".to_owned(), reason });
    }

    /// Incorporation and headquarters together settle the country by the rule book; either one alone is
    /// only a label.
    fn countries(&mut self) {
        let both = self.has("incorporation") && self.has("headquarters");
        if self.has("incorporation")
            && !both
            && let Some(pair) = self.pairs.iter_mut().find(|pair| pair.own == "incorporation")
        {
            "without headquarters no more than a label".clone_into(&mut pair.reason);
        }
        if both {
            self.pairs.retain(|pair| pair.own != "country_label");
        } else if !self.has("country_label")
            && let Some(pair) = self.pairs.iter_mut().find(|pair| pair.own == "headquarters")
        {
            pair.own = "country_label";
            "headquarters, without incorporation no more than a label".clone_into(&mut pair.reason);
        }
    }

    /// Columns whose name is that of an own column but whose contents differ.
    pub fn remarks(&self) -> Vec<Remark> {
        self.doubts.iter().cloned().map(Remark::from).collect()
    }

    /// The requirements that are missing before the map can be used without review; of each list, one is
    /// needed.
    pub fn lacks(&self) -> Vec<&'static [&'static str]> {
        self.missing.iter().map(|(any, _)| *any).collect()
    }

    /// Whether a column was found for an own column.
    pub fn says(&self, own: &str) -> bool {
        self.has(own)
    }

    /// The map.
    pub fn map(&self) -> TableMap {
        let mut map = TableMap::default();
        for pair in &self.pairs {
            map.add(pair.own, &pair.source);
        }
        map
    }

    /// The assignments and their reasons, one sentence each.
    pub fn sentences(&self) -> Vec<String> {
        let said = |pair: &Pair| {
            let reason =
                if pair.reason.is_empty() { String::new() } else { format!(" ({})", pair.reason) };
            format!("{} = {}{reason}", pair.own, pair.source)
        };
        self.pairs.iter().map(said).collect()
    }

    /// The file of the map, with each reason as a comment.
    pub fn file(&self, table: &str, rows: usize) -> String {
        let comment = |text: &str| crate::universe::plain(text).replace(['\n', '\r'], " ");
        let mut text = format!(
            "# Suggested for {} ({rows} rows): which of its columns is which, and why.\n\
             # Check it, then give it with --map.\n\n[map]\n",
            comment(table)
        );
        let lines: Vec<(String, &str)> = self
            .pairs
            .iter()
            .map(|pair| {
                let source = toml::Value::String(pair.source.clone());
                (format!("{} = {source}", pair.own), pair.reason.as_str())
            })
            .collect();
        let width = lines.iter().map(|(line, _)| line.chars().count()).max().unwrap_or(0);
        for (line, reason) in lines {
            // Writing to a String cannot fail.
            let _ = if reason.is_empty() {
                writeln!(text, "{line}")
            } else {
                writeln!(text, "{line:width$}  # {}", comment(reason))
            };
        }
        for (any, meaning) in &self.missing {
            let own = any[0];
            let _ = writeln!(
                text,
                "# {own} = \"\"  # needed, and no column was found for it: {meaning}"
            );
        }
        if !self.unused.is_empty() {
            let _ = writeln!(
                text,
                "\n# Not used: {}",
                comment(&crate::universe::some_of(&self.unused))
            );
        }
        text
    }
}

/// The columns that a file needs to be useful: of each list, one.
fn needed(kind: TargetKind) -> &'static [&'static [&'static str]] {
    match kind {
        TargetKind::Universe => {
            &[&["symbol"], &["exchange"], &["price"], &["company_market_cap", "shares_outstanding"]]
        }
        TargetKind::Membership => &[&["symbol"], &["segment", "index"]],
        TargetKind::Facts => &[
            &["symbol"],
            &[
                "value",
                "nationality",
                "votes",
                "float",
                "structure",
                "security_type",
                "issuer",
                "shares",
                "cap",
            ],
        ],
        TargetKind::Panel => &[&["date"], &["symbol"], &["price"], &["market_cap"]],
    }
}

/// The pair of a column, with its unit.
///
/// # Errors
/// The remark that the column is not used because its unit cannot be determined.
fn pair(
    grid: &Grid,
    at: usize,
    own: &Own,
    (scale, stated): (Scale, Option<Stated<'_>>),
) -> Result<Pair, ReadingNote> {
    let name = name_in_map(&grid.header[at]);
    let is_measured =
        own.holds.is_number() && own.holds != Holds::Price && own.holds != Holds::Amount;
    let stated = stated.filter(|_| own.holds.is_number());
    let (factor, reason) = match scale {
        _ if let Some(unit) = stated.and_then(|s| units::stated_unit(grid, at, s)) => {
            (unit.factor, unit.reason)
        }
        Scale::PerCent => {
            ("/100", format!("this vendor states it in per cent{}", of_total(&grid.header[at])))
        }
        Scale::Thousands => ("*1e3", "this vendor states it in thousands".to_owned()),
        Scale::Millions => ("*1e6", "this vendor states it in millions".to_owned()),
        Scale::ByValue if own.holds == Holds::Fraction => {
            let unit = units::return_unit(grid, at).map_err(|seen| {
                let (column, header) = (own.name.to_owned(), grid.header[at].clone());
                let maps = [("", "fractions"), ("/100", "per cents"), ("-1", "1 + r")]
                    .map(|(factor, what)| format!("{column}={name}{factor} if they are {what}"));
                ReadingNote::UnitUntold { column, header, seen, maps: maps.to_vec() }
            })?;
            (unit.factor, format!("{}{}", unit.reason, of_total(&grid.header[at])))
        }
        Scale::ByValue if is_measured => {
            let unit = units::unit_of(grid, at, own.name, own.holds);
            units::mixed(grid, at, own, &unit).map_or(Ok(()), Err)?;
            (unit.factor, format!("{}{}", unit.reason, of_total(&grid.header[at])))
        }
        _ => ("", form_said(grid, at, own)),
    };
    Ok(Pair { own: own.name, source: format!("{name}{factor}"), reason })
}

/// A note on a return that includes more than the price return.
fn total(header: &str) -> &'static str {
    let is_total = ["ret", "dlyret", "mthret", "trt1m", "totalreturn", "totalreturn1m"];
    if is_total.contains(&codes::plain(header).as_str()) {
        "a total return: dividends are in it"
    } else {
        ""
    }
}

fn of_total(header: &str) -> String {
    let said = total(header);
    if said.is_empty() { String::new() } else { format!("; {said}") }
}

/// Which columns hold a fund's positions, if the table is a fund's list of holdings: it has weights or
/// classes of assets in addition to amounts and counts.
fn positions(grid: &Grid) -> Vec<bool> {
    let names: Vec<String> = grid.header.iter().map(|h| codes::plain(named(h).name)).collect();
    let is_among = |known: &str, name: &str| known.split_whitespace().any(|own| own == name);
    let of_funds = "weight weighting weightpct pctweight percentweight portfolioweight assetclass \
                    notionalvalue netassets ofnetassets offunds offund percentofnetassets percentoffund \
                    percentofassets fundticker fundweight";
    let held = "marketvalue marketvalueusd mktval mktvalue positionvalue value shares sharesheld quantity \
                nominal notionalvalue parvalue sharesparvalue";
    let is_list = names.iter().any(|name| is_among(of_funds, name));
    names.iter().map(|name| is_list && is_among(held, name)).collect()
}

/// The form of a column of tickers, in words.
fn form_said(grid: &Grid, at: usize, own: &Own) -> String {
    if own.holds != Holds::Ticker {
        return String::new();
    }
    match tickers::form_of(grid.column(at)) {
        Form::Plain => String::new(),
        form => format!("most have {}", form.what()),
    }
}
