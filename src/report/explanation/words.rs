//! Decisions, amounts and distances in plain words.

use rust_decimal::Decimal;

use crate::analysis::confidence::{Edge, Sure, Sureness};
use crate::analysis::explanation::{BreakFacts, CompanyFacts, Since};
use crate::methodology::company_cap::VehicleReason;
use crate::reconstitution::between::{Departure, Left};
use crate::reconstitution::{Action, Outcome, PlacedAnew, Reason};
use crate::report::screen::{billions, rounded, thousands};
use crate::universe::Segment;

/// Width that text is kept to.
pub(super) const WIDTH: usize = 100;

/// A segment in words.
pub(super) fn segment(segment: Segment) -> &'static str {
    match segment {
        Segment::R1000 => "the Russell 1000",
        Segment::R2000 => "the Russell 2000",
        Segment::R3000 => "the Russell 3000",
        Segment::Micro => "Microcap below the Russell 3000",
        Segment::None => "no index of the family",
    }
}

/// The change of a company's segment, worded to follow "it would have".
pub(super) fn would_have(from: Segment, to: Segment) -> String {
    match Action::between(from, to) {
        Some(Action::Up) => "moved up to the Russell 1000".to_owned(),
        Some(Action::Down) => "moved down to the Russell 2000".to_owned(),
        Some(Action::Add) => format!("entered {}", segment(to)),
        Some(Action::Delete) => match (from, to) {
            (Segment::Micro, _) => "left Microcap".to_owned(),
            (_, Segment::Micro) => "left the Russell 3000 for Microcap below it".to_owned(),
            _ => "left the Russell 3000 and the family".to_owned(),
        },
        None if to == Segment::None => "stayed outside the family".to_owned(),
        None if from == Segment::R3000 && to != from => format!("been put in {}", segment(to)),
        None => format!("stayed in {}", segment(to)),
    }
}

/// The reason, worded to follow "it would have ...": the screen that drops the company, or the band that
/// holds it; otherwise empty.
pub(super) fn by_screen(outcome: &Outcome) -> String {
    match outcome.reason {
        Reason::Ineligible(screen) => {
            format!(", dropped by the screen on {}", screen.to_string().replace('_', " "))
        }
        Reason::KeptByBand => ", held by the band".to_owned(),
        _ => String::new(),
    }
}

/// USD as billions or millions.
pub(super) fn usd(amount: Decimal) -> String {
    let sign = if amount.is_sign_negative() && !amount.is_zero() { "-" } else { "" };
    let size = amount.abs();
    if size >= Decimal::from(1_000_000_000_000_u64) {
        return format!("{sign}${}tn", rounded(size / Decimal::from(1_000_000_000_000_u64), 3));
    }
    if size >= Decimal::from(1_000_000_000) {
        return format!("{sign}${}bn", billions(size));
    }
    let millions = size / Decimal::from(1_000_000);
    let places = if millions >= Decimal::ONE_HUNDRED { 1 } else { 2 };
    format!("{sign}${}m", rounded(millions, places))
}

/// A number with its sign.
pub(super) fn signed(value: Decimal, places: usize) -> String {
    let sign = if value.is_sign_negative() { "" } else { "+" };
    format!("{sign}{}", rounded(value, places))
}

/// A change in per cent; where it is more than tenfold, as a multiple, which reads better.
pub(super) fn change(pct: Decimal) -> String {
    let times = pct / Decimal::ONE_HUNDRED + Decimal::ONE;
    if times >= Decimal::TEN {
        format!("x {}", rounded(times, 1))
    } else {
        format!("{}%", signed(pct, 1))
    }
}

/// A share price: in full, with two places at least, and four below a dollar.
pub(super) fn price(price: Decimal) -> String {
    let price = price.normalize();
    let least = if price < Decimal::ONE { 4 } else { 2 };
    let places = usize::try_from(price.scale()).unwrap_or(0).max(least);
    format!("${}", thousands(format_args!("{price:.places$}")))
}

/// A percentile.
pub(super) fn percentile(value: Decimal) -> String {
    rounded(value, 3)
}

fn rank(rank: Option<usize>) -> String {
    rank.map_or_else(|| "no rank".to_owned(), |rank| format!("#{}", thousands(rank)))
}

/// Why a class prices the company.
pub(super) fn vehicle(reason: VehicleReason) -> &'static str {
    match reason {
        VehicleReason::Only => "no other class could",
        VehicleReason::TradingDays => "the others have not traded long enough",
        VehicleReason::Volume => "it has the highest volume",
        VehicleReason::AvailableShares => {
            "volumes are much the same, and it has the most available shares"
        }
        VehicleReason::Ticker => "the classes are equal, and its ticker comes first",
    }
}

/// The decision and its reason in one sentence.
pub(super) fn decision(company: &CompanyFacts) -> String {
    if let Some(since) = &company.since {
        return since_rank_day(company, since);
    }
    let outcome = company.outcome;
    let (from, to) = (company.from, outcome.to);
    if !company.knows_members && to != Segment::None {
        return format!(
            "Belongs to {}: its rank of {} puts it there. Without the members held before it is not known whether it \
             is new there.",
            segment(to),
            rank(company.rank)
        );
    }
    let what = match Action::between(from, to) {
        Some(Action::Up) => "Moves up from the Russell 2000 to the Russell 1000".to_owned(),
        Some(Action::Down) => "Moves down from the Russell 1000 to the Russell 2000".to_owned(),
        Some(Action::Add) if from == Segment::None => format!("Enters {}", segment(to)),
        Some(Action::Add) => format!("Enters {} from {}", segment(to), segment(from)),
        Some(Action::Delete) if to == Segment::None => {
            format!("Leaves {} and the family", segment(from))
        }
        Some(Action::Delete) => format!("Leaves {} for {}", segment(from), segment(to)),
        None if to == Segment::None => "Was in no index of the family, and is in none".to_owned(),
        None if from == Segment::R3000 && to != from => format!(
            "Stays in the Russell 3000, in {}; in which part it was is not known",
            segment(to)
        ),
        None => format!("Stays in {}", segment(to)),
    };
    format!("{what}: {}.", why(company))
}

/// The decision on a company that had a corporate action since rank day.
fn since_rank_day(company: &CompanyFacts, since: &Since) -> String {
    let to = segment(company.outcome.to);
    match since {
        Since::Left(left) => {
            let was = match left.held {
                Segment::None => {
                    format!("Rank day put it in {}, and it is not added", segment(left.decided))
                }
                held => format!("Was in {} and is no deletion of this event", segment(held)),
            };
            format!("{was}: {}, before the new membership takes effect.", how_it_left(left))
        }
        Since::PlacedAnew(PlacedAnew { was, market_cap, of_rank_day }) => {
            let then = if market_cap == of_rank_day {
                String::new()
            } else {
                format!(", which is {} along the market's way since rank day", usd(*of_rank_day))
            };
            format!(
                "Is in {to} from the event on: a corporate action between rank day and the lock-down had \
                 it placed anew by a cap of {}{then}; rank day had put it in {}.",
                usd(*market_cap),
                segment(*was)
            )
        }
        Since::SplitOff => format!(
            "Stays in {to}: it was split off a member since rank day and keeps that member's place until \
             the next reconstitution."
        ),
    }
}

fn how_it_left(left: &Left) -> String {
    let day = left.date.map_or_else(String::new, |day| format!(" on {day}"));
    let buyer = left.buyer.as_ref().map_or_else(String::new, |by| format!(" by {by}"));
    match left.why {
        Departure::Merger => format!("it was taken over{buyer}{day}"),
        Departure::Delisting => format!("it was delisted{day}"),
        Departure::NoLine => {
            "it has no line in the complete prices of the implementation day".to_owned()
        }
    }
}

/// The decision on a class that was asked for, if another line represents its company; `None` for the line
/// that does.
pub(super) fn class_asked(company: &CompanyFacts) -> Option<String> {
    let (place, left) = company.class_asked.as_ref()?;
    let line = company.lines.get(*place)?;
    let to = segment(company.outcome.to);
    let part = super::tables::part(line);
    let what = match (left, line.member.is_some(), !line.indexes.is_empty()) {
        (Some(left), was, _) => {
            let was = if was { "was held, and leaves before the event" } else { "is not added" };
            format!("{was}: {}", how_it_left(left))
        }
        (None, true, true) if company.from == company.outcome.to => format!("stays in {to}"),
        (None, true, true) => {
            format!("moves with its company from {} to {to}", segment(company.from))
        }
        (None, true, false) => format!("leaves the indexes ({part})"),
        (None, false, true) => format!("joins {to}"),
        (None, false, false) => format!("was in no index of the family, and is in none ({part})"),
    };
    Some(format!("The class asked for, {}, {what}. Of its company:", line.symbol))
}

fn why(company: &CompanyFacts) -> String {
    let own = rank(company.rank);
    match company.outcome.reason {
        Reason::NewBySize => format!("it is new there, and its rank of {own} is enough"),
        Reason::Ipo => format!(
            "it was listed after the rank day before this one, and its rank of {own} is enough"
        ),
        Reason::NewlyEligible(screen) => format!(
            "it passes the screen on {} now, which dropped it on the rank day before, and its rank \
             of {own} is enough",
            screen.to_string().replace('_', " ")
        ),
        Reason::Up => beyond(company, true),
        Reason::Down => beyond(company, false),
        Reason::KeptByRank => format!("its rank of {own} alone puts it there"),
        Reason::KeptByBand => held(company),
        Reason::DroppedBySize => {
            let last = if company.from == Segment::Micro { "r3000e" } else { "r3000" };
            let last = company.breaks.iter().find(|b| b.level.name == last);
            let last = last.map_or_else(String::new, |b| format!(" #{}", thousands(b.level.rank)));
            format!("its rank of {own} is beyond{last}, where no band holds anybody")
        }
        Reason::Ineligible(screen) => {
            let found = company.finding.as_deref().map_or_else(String::new, |f| format!(" ({f})"));
            format!("the screen on {} drops it{found}", screen.to_string().replace('_', " "))
        }
        Reason::Gone => "it has left before rank day".to_owned(),
        Reason::Unmatched => "no line is known to be it".to_owned(),
        Reason::KeptUnranked => {
            "its cap is not known, so that it cannot be ranked; a member that is still listed is kept where \
             it is"
                .to_owned()
        }
        Reason::MicrocapUnknown => {
            format!(
                "its rank of {own} is one of Microcap's; who was in Microcap before is not known"
            )
        }
        Reason::TooSmall => format!("its rank of {own} is too far down"),
        Reason::Left(_) => "it left between rank day and the implementation".to_owned(),
        Reason::SplitOff => {
            "it was split off a member since rank day and stays where that was".to_owned()
        }
        Reason::PlacedAnew => {
            "a corporate action since rank day had it placed anew, by another cap than that of rank \
             day"
                .to_owned()
        }
    }
}

fn of_r1000(company: &CompanyFacts) -> Option<(&BreakFacts, Decimal)> {
    let facts = company.breaks.iter().find(|b| b.level.name == "r1000")?;
    Some((facts, company.percentile?))
}

/// Why a member crosses #1,000.
fn beyond(company: &CompanyFacts, up: bool) -> String {
    let edge = of_r1000(company).and_then(|(facts, own)| {
        let level = &facts.level;
        let edge = if up { level.upper_percentile? } else { level.lower_percentile? };
        let (side, edge) = (if up { "upper" } else { "lower" }, percentile(edge));
        Some(format!(
            "its percentile of {} is beyond the band's {side} edge at {edge}",
            percentile(own)
        ))
    });
    edge.unwrap_or_else(|| format!("its rank of {} puts it there", rank(company.rank)))
}

/// Why a member is held against its rank.
fn held(company: &CompanyFacts) -> String {
    let band = of_r1000(company).and_then(|(facts, own)| {
        let (upper, lower) = (facts.level.upper_percentile?, facts.level.lower_percentile?);
        Some(format!(
            ", but its percentile of {} lies in the band from {} to {}, which holds members where \
             they are",
            percentile(own),
            percentile(upper),
            percentile(lower)
        ))
    });
    let band = band.unwrap_or_else(|| ", but the band holds it".to_owned());
    format!("its rank of {} alone would have moved it{band}", rank(company.rank))
}

/// The confidence of a decision, with its factors.
pub(super) fn how_sure(sure: &Sure) -> String {
    let Some(probability) = sure.probability else {
        return "How sure that is: not known; the figures of past events say nothing of its evidence or \
                of its break."
            .to_owned();
    };
    let mut factors = Vec::new();
    if let Some(chance) = sure.eligible {
        factors.push(format!("is eligible (chance {chance:.3}; evidence: {})", sure.evidence));
    }
    for size in sure.sizes.iter().flatten() {
        let edge = match size.edge {
            Edge::Upper => "the upper edge of the band of",
            Edge::Break => "the break of",
            Edge::Lower => "the lower edge of the band of",
            Edge::Smallest => "the smallest that is eligible, as there are too few companies for",
        };
        let side = if size.is_above { "above" } else { "below" };
        factors.push(format!("has a cap {side} {edge} {} ({:.3})", size.level, size.chance));
    }
    let factors = factors.join(" and ");
    let word = Sureness::of(probability);
    if sure.is_in {
        format!("How sure that is: {probability:.3}, {word}: right if it {factors}.")
    } else {
        format!("How sure that is: {probability:.3}, {word}: wrong if it {factors}.")
    }
}

/// Breaks a sentence into lines; the first begins with `first`, the others under its text.
pub(super) fn wrapped(first: &str, text: &str) -> String {
    let indent = " ".repeat(first.chars().count());
    let mut lines = vec![first.to_owned()];
    for word in text.split_whitespace() {
        let width = |line: &str| line.chars().count();
        let is_new = |line: &str| width(line.trim_end()) <= width(indent.trim_end());
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) > WIDTH && !is_new(line) => {
                lines.push(format!("{indent}{word}"));
            }
            Some(line) => {
                if width(line) > indent.len() {
                    line.push(' ');
                }
                line.push_str(word);
            }
            None => {}
        }
    }
    lines.join("\n")
}
