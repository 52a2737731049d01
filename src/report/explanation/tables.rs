//! The tables of an explanation: lines, screens, breaks.

use rust_decimal::Decimal;

use super::words::{change, percentile, price, signed, usd};
use crate::analysis::explanation::{
    BreakFacts, CompanyFacts, Distance, Finding, LineFacts, Part, Standing,
};
use crate::report::screen::{cut, row, table, thousands, trimmed};

/// Widths that cells are cut to.
const VALUE: usize = 32;
const NEEDS: usize = 44;
const PART: usize = 27;
const KIND: usize = 10;

/// The lines of a company.
pub(super) fn lines(company: &CompanyFacts) -> String {
    let header = [" symbol", "what", "exchange", "part", "price", "shares", "float", "volume 2y"];
    let mut table = table(&header, 4);
    let count = |n: Option<Decimal>| n.map_or_else(|| "?".to_owned(), |n| thousands(n.trunc()));
    for line in &company.lines {
        let cells = vec![
            format!(" {}", line.symbol),
            cut(&line.security_type.to_string(), KIND),
            line.exchange.to_string(),
            cut(&part(line), PART),
            line.price.map_or_else(|| "?".to_owned(), price),
            count(line.shares),
            line.free_float_pct.map_or_else(|| "?".to_owned(), |f| format!("{}%", f.normalize())),
            count(line.volume_2y),
        ];
        table.add_row(row(cells, 4));
    }
    trimmed(&table.to_string())
}

pub(super) fn part(line: &LineFacts) -> String {
    match &line.part {
        Part::Stands if line.indexes.is_empty() => "would stand for it".to_owned(),
        Part::Stands => "is in the indexes".to_owned(),
        Part::Extra(Ok(())) if line.indexes.is_empty() => "extra class".to_owned(),
        Part::Extra(Ok(())) if line.member.is_some() => "stays as an extra class".to_owned(),
        Part::Extra(Ok(())) => "joins as an extra class".to_owned(),
        Part::Extra(Err(why)) => format!("out: {why}"),
        Part::Out => {
            let failed = line.screens.iter().find(|s| s.standing == Standing::Failed);
            failed.map_or_else(
                || "out with the company".to_owned(),
                |f| format!("out: {}", f.screen.to_string().replace('_', " ")),
            )
        }
    }
}

/// Every screen of the line that represents the company, and of the company.
pub(super) fn screens(company: &CompanyFacts) -> String {
    let mut table = table(&[" screen", "looks at", "asks for", ""], 4);
    let own = company.lines.iter().find(|line| line.symbol == company.symbol);
    let of_line = own.map(|line| line.screens.as_slice()).unwrap_or_default();
    for finding in of_line.iter().chain(&company.screens) {
        let cells = vec![
            format!(" {}", finding.screen.to_string().replace('_', " ")),
            finding.value.as_deref().map_or_else(|| "?".to_owned(), |v| cut(&value(v), VALUE)),
            cut(&value(&finding.needs), NEEDS),
            standing(finding).to_owned(),
        ];
        table.add_row(row(cells, 4));
    }
    trimmed(&table.to_string())
}

/// Large amounts with separators.
fn value(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let whole = word.strip_prefix('$').and_then(|w| w.parse::<Decimal>().ok());
        whole.filter(|usd| *usd >= Decimal::from(1_000_000)).map_or_else(|| word.to_owned(), usd)
    });
    words.collect::<Vec<_>>().join(" ")
}

fn standing(finding: &Finding) -> &'static str {
    match finding.standing {
        Standing::Passed => "passes",
        Standing::PassedUnknown => "unknown: passes",
        Standing::Failed if finding.value.is_none() => "unknown: FAILS",
        Standing::Failed => "FAILS",
    }
}

/// The breaks that concern the company, with their bands and its distances.
pub(super) fn breaks(company: &CompanyFacts) -> String {
    let header = [" break", "cap", "percentile", "rank", "to it: USD", "%", "points", "ranks"];
    let mut table = table(&header, 1);
    for facts in &company.breaks {
        let level = &facts.level;
        let named = format!(" {} #{}", level.name, thousands(level.rank));
        let Some(edges) = facts.edge_ranks else {
            table.add_row(cells(&named, level.market_cap, level.percentile, None, facts.to_break));
            continue;
        };
        let upper = (level.upper_market_cap, level.upper_percentile);
        let lower = (level.lower_market_cap, level.lower_percentile);
        table.add_row(cells(&named, level.market_cap, level.percentile, None, facts.to_break));
        table.add_row(cells("   upper edge", upper.0, upper.1, Some(edges.0), facts.to_upper));
        table.add_row(cells("   lower edge", lower.0, lower.1, Some(edges.1), facts.to_lower));
    }
    trimmed(&table.to_string())
}

fn cells(
    name: &str,
    cap: Option<Decimal>,
    at: Option<Decimal>,
    rank: Option<usize>,
    to: Option<Distance>,
) -> Vec<comfy_table::Cell> {
    let none = || "none".to_owned();
    let of = |shown: &dyn Fn(Distance) -> Option<String>| to.and_then(shown).unwrap_or_default();
    let ranks = |d: Distance| {
        let sign = if d.ranks < 0 { "-" } else { "+" };
        Some(format!("{sign}{}", thousands(d.ranks.unsigned_abs())))
    };
    let plus = |amount: Decimal| if amount.is_sign_negative() { "" } else { "+" };
    let cells = vec![
        name.to_owned(),
        cap.map_or_else(none, usd),
        at.map_or_else(none, percentile),
        rank.map_or_else(String::new, thousands),
        of(&|d| Some(format!("{}{}", plus(d.usd), usd(d.usd)))),
        of(&|d| d.pct.map(change)),
        of(&|d| d.points.map(|points| signed(points, 3))),
        of(&ranks),
    ];
    row(cells, 1)
}

/// On which side of a break it was and is, `when`; `None` if the break does not concern it.
pub(super) fn side(facts: &BreakFacts, when: &str) -> Option<String> {
    let name = format!("#{}", thousands(facts.level.rank));
    let side = |large| if large { "large" } else { "small" };
    let now = side(facts.large);
    Some(match facts.held {
        Some(held) if facts.by_band => {
            format!("{name}: {when}was on the {} side, and the band holds it there", side(held))
        }
        Some(held) if held == facts.large => {
            format!("{name}: {when}was on the {now} side, and stays by its rank")
        }
        Some(held) => {
            format!("{name}: {when}was on the {} side, goes to the {now} one", side(held))
        }
        None if facts.edge_ranks.is_some() => {
            format!("{name}: no band for it, the unbanded break puts it on the {now} side")
        }
        None => return None,
    })
}
