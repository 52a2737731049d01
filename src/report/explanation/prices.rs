//! The decisions at other prices, or with another past: sentences, and a table of all prices.

use super::words::{by_screen, change, price, segment, would_have};
use crate::analysis::explanation::{CompanyFacts, Prices, Tick, Turn};
use crate::reconstitution::Outcome;
use crate::report::screen::{row, table, thousands, trimmed};
use crate::universe::{Index, Indexes, Segment};

/// The changes that would have led to another decision, one sentence for each.
pub(super) fn sentences(company: &CompanyFacts) -> Vec<String> {
    let from = company.from;
    if company.since.is_some() {
        return vec![
            "What happened since rank day decides, and no price of rank day changes it.".to_owned(),
        ];
    }
    let mut said = match &company.prices {
        None => vec![
            "No price would have changed it: without a price and shares there is no cap."
                .to_owned(),
        ],
        Some(prices) => turns(prices, from),
    };
    for other in &company.if_held {
        let to = would_have(other.from, other.outcome.to);
        let why = by_screen(&other.outcome);
        said.push(match other.from {
            Segment::None => format!(
                "Had it not been a member of the Russell 3000, the unbanded breakpoints would apply to \
                 it: it would have {to}{why}."
            ),
            held => format!("Had it been held in {}, it would have {to}{why}.", segment(held)),
        });
    }
    if let Some(then) = &company.if_eligible {
        let screens: Vec<String> =
            then.passing.iter().map(|screen| screen.to_string().replace('_', " ")).collect();
        let screens = match screens.split_last() {
            Some((last, [])) => format!("Had it passed the screen on {last}"),
            Some((last, others)) => {
                format!("Had it passed the screens on {} and {last}", others.join(", "))
            }
            None => "As it is".to_owned(),
        };
        let rank = then
            .rank
            .map_or_else(String::new, |rank| format!("it would rank #{} and ", thousands(rank)));
        let it = if then.rank.is_some() { "" } else { "it would " };
        said.push(format!(
            "{screens}, {rank}{it}have {}{}.",
            would_have(from, then.outcome.to),
            by_screen(&then.outcome)
        ));
        if let Some(prices) = &then.prices {
            said.extend(turns(prices, from).into_iter().map(|s| format!("And then: {s}")));
        }
    }
    said
}

/// The prices at which the segment would have been another.
fn turns(prices: &Prices, from: Segment) -> Vec<String> {
    let all = prices.turns();
    let mut said: Vec<String> = all.iter().map(|turn| sentence(prices, turn, from)).collect();
    let none = |higher| !all.iter().any(|turn| turn.higher == higher);
    if none(true) && none(false) {
        return vec![format!("No price of {} would have changed its segment.", prices.symbol)];
    }
    if none(true) {
        said.insert(0, "No higher price would have changed its segment.".to_owned());
    }
    if none(false) {
        said.push("No lower price would have changed its segment.".to_owned());
    }
    said
}

fn sentence(prices: &Prices, turn: &Turn, from: Segment) -> String {
    let shown =
        |tick: Tick| format!("{} ({})", price(tick.price()), change(prices.change_pct(tick)));
    let range = match (turn.until, turn.higher) {
        (None, true) => format!("{} or more", shown(turn.at)),
        (None, false) => format!("{} or less", shown(turn.at)),
        (Some(until), true) => format!("{} to {}", shown(turn.at), price(until.price())),
        (Some(until), false) => format!("{} down to {}", shown(turn.at), price(until.price())),
    };
    let some = turn.some_from.map_or_else(String::new, |some| {
        format!(
            "; between {} and that at some prices, as each company that it passes moves the \
             percentiles",
            price(some.price())
        )
    });
    let to = would_have(from, turn.outcome.to);
    format!("At a rank-day price of {range} it would have {to}{}{some}.", by_screen(&turn.outcome))
}

/// The decisions at all prices.
pub(super) fn table_of(company: &CompanyFacts, prices: &Prices) -> String {
    let header = [" price", "", "change", "segment", "also in", "decision and reason"];
    let mut table = table(&header, 6);
    // The indexes inside the Top 200 are shown separately if the company is in the Top 200.
    let tops = company.outcome.indexes.contains(Index::Top200);
    let key = |outcome: &Outcome| (outcome.to, also_in(outcome.indexes, tops), outcome.reason);
    let stretches = prices.stretches(key);
    let here = stretches.iter().position(|stretch| stretch.here).unwrap_or_default();
    let last = stretches.len() - 1;
    for (at, stretch) in stretches.iter().enumerate() {
        let (from, to) = (price(stretch.from.price()), price(stretch.to.price()));
        let range = match at {
            0 if last == 0 => "any".to_owned(),
            0 => format!("up to {to}"),
            at if at == last => format!("{from} and more"),
            _ if from == to => from,
            _ => format!("{from} - {to}"),
        };
        let moved = match at {
            at if at > here => change(prices.change_pct(stretch.from)),
            at if at < here => change(prices.change_pct(stretch.to)),
            _ => String::new(),
        };
        let outcome = &stretch.outcome;
        let cells = vec![
            format!(" {range}"),
            if stretch.here { "<- here".to_owned() } else { String::new() },
            moved,
            if stretch.mixed { "now one,".to_owned() } else { outcome.to.to_string() },
            if stretch.mixed { "now the other".to_owned() } else { also_in(outcome.indexes, tops) },
            if stretch.mixed {
                String::new()
            } else {
                format!("{}: {}", outcome.decision, outcome.reason)
            },
        ];
        table.add_row(row(cells, 6));
    }
    trimmed(&table.to_string())
}

/// The indexes that do not follow from the segment.
fn also_in(indexes: Indexes, tops: bool) -> String {
    let shown = |index: &Index| match index {
        Index::Top500 | Index::Top200 => true,
        Index::Microcap => indexes.contains(Index::R2000),
        Index::Top100 | Index::Top50 | Index::Top20 | Index::Top10 => tops,
        _ => false,
    };
    // The smallest set implies the larger ones.
    let smallest = indexes.iter().filter(shown).last();
    smallest.map_or_else(String::new, |index| index.to_string())
}
