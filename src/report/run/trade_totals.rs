//! `trade_totals.csv`: trades of the funds that track the indexes, summed up.

use super::EVENT;
use super::trades::UNITS;
use crate::analysis::trades::Traded;
use crate::report::table::{Table, table};
use crate::study::Run;

/// The trades of the funds on an index, or of all of them.
struct Total<'a> {
    run: &'a Run,
    index: &'a str,
    assets_usd: f64,
    /// The trades; `None` if the membership before is unknown.
    traded: Option<Traded>,
}

table! {
    TABLE = "trade_totals", "an index that funds follow";
    |c: Total<'_>|
    EVENT: Text = &c.run.scenario.event.name,
    INDEX: Text(
        "index",
        "the index; `all` before and `net` after funds of different indexes have crossed, of the indexes whose trades \
         are known"
    ) = c.index,
    ASSETS_USD: Usd(
        "assets_usd",
        "assets of the funds that follow it; of `all` and `net` those of the funds whose trades are known"
    ) = (c.assets_usd, UNITS),
    LINES: Count("lines", "lines bought or sold; empty where the membership before is unknown")
        = c.traded.map(|t| t.lines),
    BUYS_USD: Usd("buys_usd", "bought") = (c.traded.map(|t| t.buys_usd), UNITS),
    SELLS_USD: Usd("sells_usd", "sold; not below zero") = (c.traded.map(|t| t.sells_usd), UNITS),
    GROSS_USD: Usd("gross_usd", "both: assets x two-way turnover")
        = (c.traded.map(|t| t.gross_usd()), UNITS),
}

/// The table of totals: indexes in the family's order, then all funds together.
pub fn table(run: &Run) -> Table<'_> {
    Table::of(move |rows| {
        let totals = &run.trades.totals;
        let total = |index, assets_usd, traded| Total { run, index, assets_usd, traded };
        rows.all(totals.indexes.iter().map(|of| total(of.index.into(), of.assets_usd, of.traded)))?;
        let Some(net) = totals.net else { return Ok(()) };
        let assets = totals.known_assets_usd();
        let legs = totals.indexes.iter().filter_map(|trades| trades.traded);
        let all = legs.fold(Traded::default(), |sum, leg| Traded {
            lines: sum.lines + leg.lines,
            buys_usd: sum.buys_usd + leg.buys_usd,
            sells_usd: sum.sells_usd + leg.sells_usd,
        });
        rows.row(&total("all", assets, Some(all)))?;
        rows.row(&total("net", assets, Some(net)))
    })
}
