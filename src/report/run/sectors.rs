//! `sectors.csv`: sectors of the indexes before and after the event.

use std::collections::BTreeMap;

use super::EVENT;
use crate::analysis::characteristics::{Characteristics, SectorWeight};
use crate::report::table::{Table, table};
use crate::study::Run;
use crate::universe::Index;

/// A sector of an index.
struct Sector<'a> {
    run: &'a Run,
    index: Index,
    name: &'a str,
    /// Companies and weight before; `None` if the membership before is unknown.
    before: Option<(usize, f64)>,
    after: (usize, f64),
}

table! {
    TABLE = "sectors", "a sector of an index";
    |c: Sector<'_>|
    EVENT: Text = &c.run.scenario.event.name,
    INDEX: Text("index", "the index") = <&str>::from(c.index),
    SECTOR: Text(
        "sector",
        "the sector, as in the universe; companies without one there are left out"
    ) = c.name,
    COMPANIES_BEFORE: Count(
        "companies_before",
        "companies of it before; empty where the membership before is unknown"
    ) = c.before.map(|(companies, _)| companies),
    COMPANIES_AFTER: Count("companies_after", "companies of it after") = c.after.0,
    WEIGHT_BEFORE: Fraction("weight_before", "their weight in the index before")
        = c.before.map(|(_, weight)| weight),
    WEIGHT_AFTER: Fraction("weight_after", "their weight in the index after") = c.after.1,
}

/// The table of sectors, by index and name.
pub fn table(run: &Run) -> Table<'_> {
    Table::of(move |rows| {
        for of_index in &run.characteristics {
            let before = of_index.before.as_ref().map(by_name);
            let after = by_name(&of_index.after);
            let mut names: Vec<&str> = after.keys().copied().collect();
            names.extend(before.iter().flat_map(BTreeMap::keys));
            names.sort_unstable();
            names.dedup();
            let of = |sectors: &BTreeMap<&str, &SectorWeight>, name| {
                sectors.get(name).map_or((0, 0.0), |of| (of.companies, of.weight))
            };
            rows.all(names.into_iter().map(|name| Sector {
                run,
                index: of_index.index,
                name,
                before: before.as_ref().map(|before| of(before, name)),
                after: of(&after, name),
            }))?;
        }
        Ok(())
    })
}

fn by_name(of: &Characteristics) -> BTreeMap<&str, &SectorWeight> {
    of.sectors.iter().map(|sector| (sector.sector.as_str(), sector)).collect()
}
