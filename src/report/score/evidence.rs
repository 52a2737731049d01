//! `score_evidence.csv`: how often decisions on each kind of evidence came true, for later events to learn
//! from. Its columns are those of a file of figures, see `rankday columns evidence-figures`.

use crate::analysis::confidence::Figure;
use crate::analysis::score::Score;
use crate::report::table::{Table, table};

/// Decimal places of a distance in per cent.
const PER_CENT: usize = 3;

table! {
    TABLE = "score_evidence", "a kind of decision of an event";
    |figure: &Figure|
    RANK_DAY: Date("rank_day", "rank day of the event") = figure.rank_day,
    QUESTION: Text(
        "question",
        "what was decided: eligible, ineligible, or by size: r3000 at the cut of the Russell 3000, \
         r1000 at the edges of the Russell 1000"
    ) = <&str>::from(figure.question),
    EVIDENCE: Text(
        "evidence",
        "kind of evidence that decided eligibility, by its code (`rankday help data`); empty where size decided"
    ) = figure.evidence.map_or("", <&str>::from),
    SCREEN: Text("screen", "the screen that dropped ineligible companies")
        = figure.screen.map_or("", <&str>::from),
    DISTANCE_PCT: Number(
        "distance_pct",
        "where size decided, mean distance of the caps to the cut, per cent of the cut; negative \
         below it"
    ) = (figure.distance_pct, PER_CENT),
    COMPANIES: Count("companies", "companies so decided") = figure.companies,
    CAME_TRUE: Count("came_true", "of them, those that the provider decided the same")
        = figure.came_true,
}

/// The table, by event.
pub(super) fn table(scores: &[Score]) -> Table<'_> {
    Table::of(move |rows| rows.all(scores.iter().flat_map(|score| &score.figures)))
}
