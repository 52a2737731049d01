//! The words of doubts about rankings and events.

use crate::remark::OutcomeDoubt;
use crate::report::remarks::mends::also;
use crate::report::remarks::phrases::{and_more, before, counts, dollars, shown};
use crate::report::remarks::{columns, event, members};
use crate::report::shown::usd;

/// A doubt in a sentence.
pub(super) fn doubt(doubt: &OutcomeDoubt) -> String {
    match doubt {
        OutcomeDoubt::PricesUnmoved { lines, of, rank_day, as_of } => {
            event::prices_unmoved((*lines, *of), *rank_day, *as_of)
        }
        OutcomeDoubt::NoneLargeEnough { companies, symbol, largest, minimum } => format!(
            "none of {} companies reaches the smallest eligible cap of {} (the largest is {symbol}, \
             {}): caps or shares in thousands or millions? Write USD and single shares",
            counts(*companies),
            dollars(*minimum),
            dollars(*largest)
        ),
        OutcomeDoubt::LargestCap { symbol, largest, least, most } => {
            let cap = dollars(*largest);
            let is_small = shown(*largest) < *least;
            let (side, limit, looks) = if is_small {
                ("below", usd(*least), "in thousands or millions")
            } else {
                ("above", usd(*most), "in cents, or multiplied twice")
            };
            format!(
                "the largest company cap is {cap} ({symbol}), {side} {limit}: caps, prices or shares \
                 {looks}? Write USD and single shares"
            )
        }
        OutcomeDoubt::ScreenDrops { screen, columns, dropped, of, most_pct } => format!(
            "the screen {screen} drops {} of {} lines ({:.1}%), and at most {most_pct}% are plausible: check \
             {columns} (eligibility.csv names every line)",
            counts(*dropped),
            counts(*of),
            100.0 * *dropped as f64 / (*of).max(1) as f64
        ),
        OutcomeDoubt::SharesAlone { file, lines, symbol, shares, now, first } => {
            event::shares_alone(file, symbol, (*shares, *now), &also(first, *lines))
        }
        OutcomeDoubt::FewEligible { companies, of, least } => format!(
            "{} of {} companies are eligible, fewer than {}: are lines missing from the universe, or \
             does a screen drop too many (waterfall.csv)?",
            counts(*companies),
            counts(*of),
            counts(*least)
        ),
        OutcomeDoubt::NobodyNearBreak { name, cap, within_pct } => format!(
            "no other company is within {within_pct}% of the break {name} at {}: are lines missing, or \
             caps in different units?",
            dollars(*cap)
        ),
        OutcomeDoubt::EffectiveCovers { found, held, weight_pct } => {
            event::covers(*found, *held, *weight_pct)
        }
        OutcomeDoubt::ReturnsFar {
            lines,
            symbol,
            return_pct,
            price_pct,
            cap_pct,
            is_backed,
            first,
            ..
        } => {
            let apart = price_pct.zip(*cap_pct);
            let others = also(first, *lines);
            event::returns_far((symbol, *return_pct), apart, *is_backed, &others)
        }
        OutcomeDoubt::EffectiveUnit { file, column, lines, of, median_ratio } => {
            event::unit((file, column), (*lines, *of), *median_ratio)
        }
        OutcomeDoubt::PriceAgainstCap { file, lines, symbol, price, now, ratio, first } => {
            event::price_alone(file, symbol, (*price, *now), *ratio, &also(first, *lines))
        }
        OutcomeDoubt::IndexDeleted { index, event, left, of } => {
            event::index_deleted(event.as_deref(), index, (*left, *of))
        }
        OutcomeDoubt::ScreenDropsNone { screen, of } => columns::drops_none(screen, *of),
        OutcomeDoubt::NoCaps { companies } => format!(
            "none of {} companies has a cap that is known, and the indexes are empty: are caps or shares in a \
             column of another name, or in another currency than USD?",
            counts(*companies)
        ),
        OutcomeDoubt::OldTickerPriced { file, lines, symbol, new, as_of } => format!(
            "{file}: {symbol} has a price on {as_of}, although its ticker changed to {new} before, which has none{}: \
             is the day of the change right, and is the file of that day? The company counts as gone",
            and_more(*lines - 1, "so are", " tickers")
        ),
        OutcomeDoubt::GoneUnderSameName { file, lines, symbol, name, new, first } => format!(
            "{file}: {symbol} ({name}) counts as gone, and {new} there has its name{}: if the ticker has changed, \
             state it, in [universe] symbol_changes or as a ticker-change in [actions], or else the company leaves its \
             indexes and is new under the other ticker",
            also(first, *lines)
        ),
        OutcomeDoubt::PricedAfterLeaving { file, lines, of, as_of, first } => {
            event::priced_after_leaving(file, (*lines, *of), *as_of, first)
        }
        OutcomeDoubt::EffectiveCapsApart { file, lines, of, first } => {
            event::caps_apart(file, (*lines, *of), first)
        }
        OutcomeDoubt::RuleSmall { key, value, usual } => {
            let unit = if key.contains("_pct") {
                "a fraction? It is in per cent"
            } else if key.ends_with("_points") || key.contains(".breaks.") {
                "a fraction? It is in points of per cent"
            } else {
                "in thousands or millions? It is in USD"
            };
            format!("{key} is {value}, and the rule book has {usual}: is it {unit}")
        }
        OutcomeDoubt::AddedMany { index, added, of, most_pct } => {
            event::added_many(index, (*added, *of), *most_pct)
        }
        OutcomeDoubt::DaysTogether { event, schedule, close, others } => format!(
            "{event} of {schedule} is ranked and takes effect on one close, {close}{}: closes of the weeks \
             between are missing from the panel",
            and_more(*others, "so do", " events")
        ),
        OutcomeDoubt::RankDayUnknown { what, event, schedule, close, unknown, of, others } => {
            format!(
                "{event} of {schedule} is ranked at the close of {close}, on which {} of {} lines have no {what} that had one on \
             the close before{}: members among them keep their places, others are left out; fill the panel, or move the \
             rank day",
                counts(*unknown),
                counts(*of),
                and_more(*others, "so do", " events")
            )
        }
        OutcomeDoubt::NobodyEligible { event, others } => format!(
            "{event}: no company is eligible, and the indexes are empty{}: are caps and prices known on rank \
             day, and exchanges and labels right?",
            and_more(*others, "at", " events")
        ),
        OutcomeDoubt::MovesFew { leave, moved, of, pct, least_pct } => {
            members::moves_few((*leave, *moved, *of), *pct, *least_pct)
        }
        OutcomeDoubt::ReturnsApart { lines, of, median_pct, from, to, most_pct } => {
            event::returns_apart((*lines, *of), (*from, *to), *median_pct, *most_pct)
        }
        OutcomeDoubt::MembershipTurnoverHigh { index, event, pct, most_pct } => format!(
            "{}membership turnover of {index} is {pct:.1}%, above {most_pct}%: more enters or leaves than \
             it was worth; is the membership whole, and of this index?",
            before(event.as_deref())
        ),
        OutcomeDoubt::TurnoverHigh { index, event, one_way_pct, most_pct } => format!(
            "{}one-way turnover of {index} is {one_way_pct:.1}%, above {most_pct}%: is the membership \
             of this universe, and are its shares and floats in the right units?",
            before(event.as_deref())
        ),
    }
}
