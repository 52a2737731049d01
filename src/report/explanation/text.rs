//! The explanation as text.

use std::io::{self, Write};

use strum::IntoEnumIterator as _;

use super::words::{
    WIDTH, class_asked, decision, how_sure, percentile, price, usd, vehicle, wrapped,
};
use super::{prices, tables};
use crate::analysis::explanation::{AbsentFacts, CompanyFacts, Explanation, Formula};
use crate::reconstitution::{Action, HeldIndexes, Reason};
use crate::report::screen::{cut, thousands};
use crate::study::explanation::{Explained, Forecast};
use crate::universe::{Index, Indexes, Segment};

/// Writes the explanation.
///
/// # Errors
/// Errors of the writer.
pub fn write(explained: &Explained, out: &mut dyn Write) -> io::Result<()> {
    match &explained.explanation {
        Explanation::Company(company) => {
            heading(explained, &company.symbol, &company.name, out)?;
            of_company(explained, company, out)?;
        }
        Explanation::Absent(absent) => {
            heading(explained, &absent.member.symbol, &absent.member.name, out)?;
            of_absent(explained, absent, out)?;
        }
    }
    if let Some(found) = &explained.forecast {
        forecast(explained, found, out)?;
    }
    Ok(())
}

fn heading(explained: &Explained, symbol: &str, name: &str, out: &mut dyn Write) -> io::Result<()> {
    let (event, basis) = (&explained.event, &explained.day_basis);
    writeln!(out, "{symbol}  {name}")?;
    if explained.asked != symbol {
        writeln!(out, "asked for as {}", explained.asked)?;
    }
    writeln!(out, "{}", cut(&format!("{}: {}", event.name, explained.description), WIDTH))?;
    let day = |d: chrono::NaiveDate| d.format("%a %Y-%m-%d");
    if explained.forecast.is_some() {
        writeln!(
            out,
            "as if today, {}, were rank day, which is {}{}; odds are at the end",
            day(explained.as_of),
            day(event.rank_day),
            basis.rank_day.mark()
        )?;
    } else {
        writeln!(
            out,
            "rank day {}{}, implementation {}{} after the close",
            day(event.rank_day),
            basis.rank_day.mark(),
            day(event.implementation),
            basis.implementation.mark()
        )?;
    }
    writeln!(out)
}

fn of_company(
    explained: &Explained,
    company: &CompanyFacts,
    out: &mut dyn Write,
) -> io::Result<()> {
    if let Some(said) = class_asked(company) {
        writeln!(out, "{}", wrapped("", &said))?;
    }
    writeln!(out, "{}\n", wrapped("", &decision(company)))?;
    for other in &company.namesakes {
        let said = format!(
            "Another company had the ticker {} before: {}, in {} on {}; it has left.",
            other.symbol, other.name, other.segment, other.held_on
        );
        writeln!(out, "{}\n", wrapped("", &said))?;
    }
    if let Some(sure) = &company.sure {
        writeln!(out, "{}\n", wrapped("", &how_sure(sure)))?;
    }
    before_and_after(company, out)?;
    writeln!(out, "Lines of the company\n{}", tables::lines(company))?;
    if let Some((at, reason)) = company.vehicle.filter(|_| company.lines.len() > 1) {
        let symbol = &company.lines[at].symbol;
        let said = format!("{symbol} is the pricing vehicle: {}.", vehicle(reason));
        writeln!(out, "{}", wrapped(" ", &said))?;
    }
    for line in company.lines.iter().filter(|line| !line.inferred.is_empty()) {
        let said = format!("Inferred of {}: {}.", line.symbol, line.inferred);
        writeln!(out, "{}", wrapped(" ", &said))?;
    }
    writeln!(out, "\nCap and rank\n{}", wrapped(" ", &cap(company)))?;
    writeln!(out, "{}", wrapped(" ", &rank(company)))?;
    writeln!(
        out,
        "\nScreens, of {} and of the company\n{}",
        company.symbol,
        tables::screens(company)
    )?;
    if !company.breaks.is_empty() {
        writeln!(
            out,
            "\nBreaks, and what takes it there (+ is to grow, to climb)\n{}",
            tables::breaks(company)
        )?;
        // Events since rank day have been reported above.
        let when = if company.since.is_some() { "on rank day it " } else { "" };
        for said in company.breaks.iter().filter_map(|of| tables::side(of, when)) {
            writeln!(out, "{}", wrapped(" ", &said))?;
        }
    }
    writeln!(out, "\nWhat would have changed it, all others being as they are")?;
    for said in prices::sentences(company) {
        writeln!(out, "{}", wrapped(" - ", &said))?;
    }
    let prices = company.prices.as_ref().filter(|prices| prices.ranges.len() > 1);
    if let Some(found) = prices {
        writeln!(
            out,
            "\nAt every price of {}, {} {}{}\n{}",
            found.symbol,
            price(found.price),
            if explained.forecast.is_some() { "today" } else { "on rank day" },
            if found.moves_along {
                " (other classes and stated caps move along in proportion)"
            } else {
                ""
            },
            prices::table_of(company, found)
        )?;
    }
    Ok(())
}

/// The segment and the indexes before and after the event.
fn before_and_after(company: &CompanyFacts, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "Before and after")?;
    writeln!(out, " segment  {} -> {}", company.from, company.outcome.to)?;
    let held = company.member.as_ref().map(|(_, held)| *held);
    writeln!(out, "{}", wrapped(" before   ", &before(held)))?;
    writeln!(out, "{}\n", wrapped(" after    ", &list(company.outcome.indexes)))
}

/// The indexes it was in, and those for which that is unknown.
fn before(held: Option<HeldIndexes>) -> String {
    let Some(held) = held else { return "none".to_owned() };
    let known = list(held.holding);
    let unknown: Indexes = Index::iter().filter(|i| !held.known.contains(*i)).collect();
    if unknown.is_empty() { known } else { format!("{known}; not known of {}", list(unknown)) }
}

fn list(indexes: Indexes) -> String {
    if indexes.is_empty() {
        return "none".to_owned();
    }
    indexes.iter().map(<&str>::from).collect::<Vec<_>>().join(" ")
}

/// How the cap is computed.
fn cap(company: &CompanyFacts) -> String {
    let is = company.cap.usd.map_or_else(|| "unknown".to_owned(), usd);
    match &company.cap.formula {
        Formula::Stated { symbol } => {
            format!("Cap {is}: stated for the whole company in the row of {symbol}.")
        }
        Formula::Shares { symbol, price: at, classes } => {
            let several = classes.len() > 1;
            let terms: Vec<String> = classes
                .iter()
                .map(|class| {
                    let shares = class.shares.map_or_else(
                        || "unknown shares".to_owned(),
                        |shares| format!("{} shares", thousands(shares.normalize())),
                    );
                    let ratio = class.conversion_ratio.normalize();
                    let converted = if ratio == rust_decimal::Decimal::ONE {
                        String::new()
                    } else {
                        format!(" x {ratio}")
                    };
                    let of = if several { format!(" of {}", class.symbol) } else { String::new() };
                    format!("{shares}{of}{converted}")
                })
                .collect();
            let at = at.map_or_else(|| "an unknown price".to_owned(), price);
            let by = if several { format!(" ({symbol})") } else { String::new() };
            if terms.is_empty() {
                return format!("Cap {is}: it has no common shares to count.");
            }
            let sum = terms.join(" + ");
            let sum = if several { format!("({sum})") } else { sum };
            format!("Cap {is} = {sum} x {at}{by}.")
        }
    }
}

fn rank(company: &CompanyFacts) -> String {
    let (Some(rank), total) = (company.rank, thousands(company.last_rank)) else {
        return "It has no rank: only eligible companies with a cap have one.".to_owned();
    };
    let rank = thousands(rank);
    match company.percentile {
        Some(own) => format!(
            "Rank #{rank} of {total}; it and all larger ones are {}% of the Russell 3000E by cap{}: \
             its percentile.",
            percentile(own),
            if company.has_parts { ", companies in doubt by their parts of a place" } else { "" }
        ),
        None => format!("Rank #{rank} of {total}, beyond the Russell 3000E: it has no percentile."),
    }
}

fn of_absent(explained: &Explained, absent: &AbsentFacts, out: &mut dyn Write) -> io::Result<()> {
    let member = &absent.member;
    let day = explained.as_of;
    let said = match absent.reason {
        Reason::Gone => format!(
            "Was in {} on {} and has no line in the universe of {day}: it left before then (a \
             merger, a delisting or a move to OTC), and is no deletion of this event.",
            member.segment, member.held_on
        ),
        Reason::Unmatched => format!(
            "Is in {} on the list of {}, and no line in the universe of {day} is known to be it: \
             another class of a company that is there, what came of a spin-off or a merger, or a \
             company that the file lacks. It takes no place in the ranking.",
            member.segment, member.held_on
        ),
        _ => format!(
            "Was in {} on {}, the day of the universe ({day}) or later, and has no line there: the \
             file lacks it. It counts as listed still, and is kept where it is without a rank.",
            member.segment, member.held_on
        ),
    };
    writeln!(out, "{}\n", wrapped("", &said))?;
    writeln!(out, "Before and after")?;
    let is_kept = absent.reason == Reason::KeptUnranked;
    let to = if is_kept { member.segment } else { Segment::None };
    writeln!(out, " segment  {} -> {to}", member.segment)?;
    writeln!(out, "{}\n", wrapped(" before   ", &before(Some(absent.held))))?;
    let remedy = if is_kept {
        "What would have changed it: a row in the universe, with price and shares, from which it \
         would be ranked."
    } else {
        "What would have changed it: a line under this ticker on that day. If it was renamed, a \
         file of ticker changes (universe.symbol_changes) or an id in both files finds it."
    };
    writeln!(out, "{}", wrapped("", remedy))
}

/// The odds; for projections only.
fn forecast(explained: &Explained, found: &Forecast, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "\nOdds for {}, from {} paths (seed {})",
        explained.event.name,
        thousands(found.paths),
        found.seed
    )?;
    let Some(odds) = &found.odds else {
        return writeln!(out, " It is in the family on no path: what it is does not change.");
    };
    let part = |count: u64| format!("{:.1}%", odds.chances.part(count) * 100.0);
    let segments: Vec<String> = Segment::PLACES
        .into_iter()
        .map(|to| {
            let name = if to == Segment::None { "none".to_owned() } else { to.to_string() };
            format!("{name} {}", part(odds.chances.in_segment(to)))
        })
        .collect();
    let gone = odds.chances.of(crate::simulation::projection::Fate::Gone);
    writeln!(out, " in       {} (of it gone before {})", segments.join(", "), part(gone))?;
    let actions: Vec<String> = Action::iter()
        .filter(|action| odds.paths_of(*action) > 0)
        .map(|action| format!("{action} {}", part(odds.paths_of(action))))
        .collect();
    let actions = if actions.is_empty() { "none".to_owned() } else { actions.join(", ") };
    writeln!(out, " moves    {actions}")?;
    writeln!(out, " tops     TOP500 {}, TOP200 {}", part(odds.tops[1]), part(odds.tops[0]))
}
