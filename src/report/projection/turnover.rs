//! `turnover_distribution.csv`: turnover of every index, and counts of companies that move.

use strum::{EnumCount as _, IntoEnumIterator as _};

use crate::reconstitution::{Action, CompanyResult};
use crate::report::quantiles::Quantiles;
use crate::report::table::{FRACTION, Table, table};
use crate::simulation::paths::Summary;
use crate::simulation::projection::Count;
use crate::study::projection::Projected;
use crate::universe::Index;

/// The measures of an index.
pub(super) const ONE_WAY: &str = "one_way";
pub(super) const MEMBERSHIP: &str = "membership_turnover";

/// Decimal places of a count.
const COUNT: usize = 4;

/// A measure of an index, or a count of companies.
struct Measured<'a> {
    index: &'static str,
    measure: &'static str,
    /// The summary over paths; `None` if unknown.
    summary: Option<&'a Summary>,
    places: usize,
    /// The count if today were rank day.
    today: Option<usize>,
}

table! {
    TABLE = "turnover_distribution", "a measure of an index";
    |c: Measured<'_>|
    INDEX: Text("index", "the index; empty for counts of companies") = c.index,
    MEASURE: Text("measure", "one_way or membership_turnover, fractions; or what is counted")
        = c.measure,
    MEAN: Number("mean", "mean over the paths") = c.of(Summary::mean),
    STANDARD_ERROR: Number("standard_error", "standard error of the mean")
        = c.of(Summary::standard_error),
    P5: Number(
        "p5",
        "what 5% of the paths are below; quantiles are within 0.4% of the value, counts exact up to 512"
    ) = c.quantile(|of| of.p5),
    P25: Number("p25", "what 25% of them are below") = c.quantile(|of| of.p25),
    P50: Number("p50", "their median") = c.quantile(|of| of.p50),
    P75: Number("p75", "what 75% of them are below") = c.quantile(|of| of.p75),
    P95: Number("p95", "what 95% of them are below") = c.quantile(|of| of.p95),
    TODAY: Count(
        "today",
        "what a count of companies would be if today were rank day; empty for what only paths have"
    ) = c.today,
}

impl Measured<'_> {
    /// A number over the paths, with its decimal places.
    fn of(&self, of: impl Fn(&Summary) -> Option<f64>) -> (Option<f64>, usize) {
        (self.summary.and_then(of), self.places)
    }

    /// A quantile over the paths, with its decimal places.
    fn quantile(&self, of: fn(Quantiles<Option<f64>>) -> Option<f64>) -> (Option<f64>, usize) {
        self.of(|paths| of(Quantiles::over(paths)))
    }
}

/// The table: turnover of the indexes in the family's order, then counts of companies. Turnover of an
/// index is empty if its members before are unknown.
pub fn table(found: &Projected) -> Table<'_> {
    Table::of(move |rows| {
        for (index, turnover) in Index::iter().zip(&found.tally.turnover) {
            for (measure, summary) in
                [(ONE_WAY, &turnover.one_way), (MEMBERSHIP, &turnover.membership)]
            {
                let is_known = found.known_before.contains(index);
                let summary = is_known.then_some(summary);
                let (index, places) = (index.into(), FRACTION);
                rows.row(&Measured { index, measure, summary, places, today: None })?;
            }
        }
        debug_assert_eq!(found.tally.counts.len(), Count::COUNT);
        rows.all(Count::iter().zip(&found.tally.counts).map(|(what, summary)| Measured {
            index: "",
            measure: what.into(),
            summary: Some(summary),
            places: COUNT,
            today: today(found, what),
        }))
    })
}

/// The count if today were rank day; `None` for counts that only exist on paths.
fn today(found: &Projected, count: Count) -> Option<usize> {
    let (action, in_r3000) = match count {
        Count::Adds => (Action::Add, true),
        Count::Deletes => (Action::Delete, true),
        Count::Ups => (Action::Up, true),
        Count::Downs => (Action::Down, true),
        Count::MicrocapAdds => (Action::Add, false),
        Count::MicrocapDeletes => (Action::Delete, false),
        Count::UnlistedAdds | Count::MembersGone => return None,
    };
    let is_counted = |company: &&CompanyResult| {
        (company.from.in_r3000() || company.to.in_r3000()) == in_r3000
            && company.action() == Some(action)
    };
    Some(found.today.companies.iter().filter(is_counted).count())
}
