//! The words of every remark.

use super::counts::{counted, imported, listed};
use super::phrases::{joined, some};
use crate::remark::{Beginning, ChangedRule, Kind};
use crate::universe::some_of;

/// A remark in a sentence, without its day.
#[expect(clippy::too_many_lines, reason = "one line for each remark, all in one place")]
pub fn words(kind: &Kind) -> String {
    match kind {
        Kind::Read(what) => super::reading::reading(what),
        Kind::OfCombination { combination, kind } => {
            format!("with {combination}: {}", words(kind))
        }
        Kind::ColumnUnknown { file, column, near } => {
            let hint =
                near.as_ref().map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"));
            format!("{file}: column \"{column}\" is not known and is ignored{hint}")
        }
        Kind::SegmentsInferred { way, members, symbols } => {
            let more = if *members > symbols.len() { ", …" } else { "" };
            format!("{members} of the members {way}: {}{more}", symbols.join(", "))
        }
        Kind::FactUsed { symbol, field, value, source, as_of } => {
            format!("fact used: {symbol} {field} = {value} ({source}, {as_of})")
        }
        Kind::FactsWithoutLine { symbols } => {
            format!("facts about tickers that no line has: {} ({})", symbols.len(), some_of(symbols))
        }
        Kind::FactWithoutLine { symbol, field, value } => {
            format!("fact not used: {symbol} {field} = {value} (no such line)")
        }
        Kind::FactsFiled { count } => {
            format!("facts from official filings about lines of the universe: {count}")
        }
        Kind::FactsFiledUnmatched { count } => {
            format!("facts from official filings about companies without a line in the universe: {count}")
        }
        Kind::FilingsRead { day, lines, of, members } => format!(
            "official filings of {day}: headers of {lines} of {of} lines of the universe, from {members} \
             members"
        ),
        Kind::FilingsLate { day, rank_day } => format!(
            "the filings are dated {day}, after rank day {rank_day}: they only correct labels, with what \
             was not known then"
        ),
        Kind::FilingsWithoutEarlier => "no earlier filings are given, so it is not known which \
                                        companies have moved since the rank day before"
            .to_owned(),
        Kind::ConfidenceHindsight { files, later, .. } => format!(
            "confidence of changes uses hindsight: {} has figures of {}, not before this event; name only \
             figures of earlier events to use what was known then",
            files.join(", "),
            rank_days_of(later)
        ),
        Kind::ConfidenceLearned { files, rank_days } => {
            let days = rank_days_of(rank_days);
            format!(
                "confidence of changes: learned from {}, {days}; caps and labels of another source may be \
                 surer or less sure",
                files.join(", ")
            )
        }
        Kind::UniverseEarlier { as_of, rank_day } => format!(
            "the universe is of {as_of}, {} days before rank day {rank_day}: caps, prices and labels are those \
             of that day",
            (*rank_day - *as_of).num_days()
        ),
        Kind::DaySet { what, own, calendar } => {
            format!("{what} is set to {own}; the calendar has {calendar}")
        }
        Kind::RulesChanged { rules } => {
            let told = |rule: &ChangedRule| match &rule.usual {
                Some(usual) => format!("{} {} for {usual}", rule.key, rule.value),
                None => format!("{} {}", rule.key, rule.value),
            };
            let all: Vec<String> = rules.iter().map(told).collect();
            format!("other than the rule book: {}", all.join(", "))
        }
        Kind::Counted { what, count } => format!("{}: {count}", counted(*what)),
        Kind::ImportCounted { what, count } => format!("import, {}: {count}", imported(*what)),
        Kind::ImportListed { what, names } => {
            format!("import, {}: {}", listed(*what), names.join(", "))
        }
        Kind::ImportWithoutCountries => "import, the file has no country: lines are of the US unless \
                                         their names speak against it"
            .to_owned(),
        Kind::NoSession { day, last } => format!(
            "{} is not a trading day: prices are those of {last}, the last session before it, or of another day",
            day.format("%A %Y-%m-%d")
        ),
        Kind::LinesLookAlike { file, lines } => format!(
            "{file}: {lines} differ in punctuation alone and are separate lines: other files refer to \
             them by their exact spelling"
        ),
        Kind::MembersLookAlike { file, lines } => format!(
            "{file}: {lines} differ in punctuation alone and are separate members, each of the line with \
             exactly that spelling"
        ),
        Kind::NumbersRounded { count, files } => format!(
            "numbers with more digits than are held (28), rounded half to even: {count} ({})",
            files.join(", ")
        ),
        Kind::PricesCleaned { file, rounded, placeholders, scaled } => {
            let counts = [
                (*rounded, "rounded, their last digits being noise"),
                (*placeholders, "placeholders taken for unknown"),
                (*scaled, "multiplied out"),
            ];
            let said = counts.iter().filter(|(count, _)| *count > 0);
            format!("{file}, prices and caps: {}", joined(said.map(|(n, what)| format!("{n} {what}"))))
        }
        Kind::DaysByRule { days, cut_offs } => {
            let cut_offs = (!cut_offs.is_empty())
                .then(|| format!("cut-offs of shares and float {}", cut_offs.join(", ")));
            let days = (!days.is_empty()).then(|| days.join(", "));
            let all: Vec<String> = days.into_iter().chain(cut_offs).collect();
            format!("days by rule, as no publication is known: {}", all.join("; "))
        }
        Kind::DaysUnknown { days } => format!(
            "days that the calendar does not know, assumed by the rules of 2026: {}",
            days.join(", ")
        ),
        Kind::CutOffsUnknown { days } => format!(
            "cut-offs of shares and float that the calendar does not know, assumed to be those of new \
             issues: {}",
            days.join(", ")
        ),
        Kind::SegmentsUnknown { count, of } => format!(
            "whether {count} of {of} members were in the Russell 1000 or the 2000 is not known: they \
             take the unbanded break at #1,000, none of them counts as moving up or down, and turnover \
             of the two is unknown; a list of the Russell 1000 in the membership settles it"
        ),
        Kind::NoMembership => "no membership held before is given: no band applies, and every member \
                               is an addition"
            .to_owned(),
        Kind::MemberAmbiguous { symbol, line, lines } => {
            let line = line.map_or_else(String::new, |line| format!(" (line {line})"));
            format!(
                "{symbol}{line} of the membership may be {lines} of the universe and is taken for \
                 neither: spell it as the universe does"
            )
        }
        Kind::MembersDisputed { symbols } => format!(
            "members that stand for a line another member stands for already: {}",
            symbols.join(", ")
        ),
        Kind::TopsUnknown { count } => format!(
            "whether {count} Russell 1000 members were in the Top 200 and Top 500 is not known; they \
             take the unbanded break there"
        ),
        Kind::MicrocapUnknown => {
            "the members of Microcap are not known: companies on its ranks now count as unchanged"
                .to_owned()
        }
        Kind::MicrocapPartsUnknown { count } => format!(
            "whether {count} Russell 2000 members were in Microcap is not known; they take the \
             unbanded break at #2,000"
        ),
        Kind::ScreenUnknown { screen, lines } if screen == "price" => format!(
            "price, or the 30-day mean where it is below the minimum, is not known for {lines} lines \
             of members, which stay"
        ),
        Kind::ScreenUnknown { screen, lines } => format!(
            "{screen} is not known for {lines} lines, and unknown passes \
             (methodology.eligibility.unknown)"
        ),
        Kind::PlacesWithoutRank { whole, in_parts } => format!(
            "places in the ranking taken without a rank: {whole} by Russell 1000 members that cannot be ranked, \
             just before the last rank of the smallest index that is known to hold each; {in_parts} in parts by \
             companies excluded on evidence"
        ),
        Kind::PlacedAnew { count, as_of, index_return_pct } => {
            let how = match as_of {
                Some(as_of) => format!(
                    "by their caps at the close of {as_of}, against breaks moved along the Russell \
                     3000E's return to it, {index_return_pct:+.2}% (of members that neither left nor had an \
                     action)"
                ),
                None => "by their caps of rank day with the shares issued since, against breaks of \
                         rank day"
                    .to_owned(),
            };
            format!(
                "companies placed anew for a corporate action before the lock-down: {count}, {how}; \
                 prices of the action's own day are not given"
            )
        }
        Kind::LockdownUnknown => "the first day of the lock-down is not known: companies are placed \
                                  anew until the implementation (actions.lockdown)"
            .to_owned(),
        Kind::ActionLeftOut { date, action, symbol, other, why } => {
            format!("{}: {why}; left out", action_of(*date, action, symbol, other.as_deref()))
        }
        Kind::ActionInDoubt { date, action, symbol, other, why } => {
            format!("{}: {why}", action_of(*date, action, symbol, other.as_deref()))
        }
        Kind::EffectivePart { as_of, found, held, weight, stated } => format!(
            "{}: a part ({}), so lines without one keep rank-day prices, and none counts as gone \
             (effective.complete)",
            covers(*as_of, *found, *held, *weight),
            known(*stated)
        ),
        Kind::EffectiveGone { as_of, found, held, weight, stated, gone, largest } => format!(
            "{} and are complete ({}): lines without one, which have left before the event: {gone}, the \
             largest first {} (left.csv; effective.alive and effective.later say which are still listed)",
            covers(*as_of, *found, *held, *weight),
            known(*stated),
            some(largest, *gone)
        ),
        Kind::EffectiveAlive { as_of, alive, largest } => format!(
            "lines without a price of {as_of} that are still listed and keep their rank-day price: \
             {alive}, the largest first {}",
            some(largest, *alive)
        ),
        Kind::NoEffectivePrices => "no prices of the implementation day are given: weights and \
                                    turnover use rank-day prices"
            .to_owned(),
        Kind::CharacteristicsCaps { as_of } => {
            let caps = match as_of {
                Some(as_of) => format!(
                    "those of rank day moved to the close of {as_of} by price and shares of the line \
                     that stands for a company"
                ),
                None => "those of rank day".to_owned(),
            };
            format!(
                "company caps of the characteristics before and after: {caps}; earnings, book values \
                 and sectors are the universe's"
            )
        }
        Kind::FundAssets { file, assets, when } => format!(
            "assets of index funds, by {file}: {assets}; they hold every member by its weight (full \
             replication), have the same assets before and after, and trade {when}"
        ),
        Kind::TradesUnknown { indexes } => format!(
            "trades of funds on {} are not given: not all of the members before are known",
            indexes.join(", ")
        ),
        Kind::EligibilityStays => "eligibility stays as it is today except for price and size: \
                                   nationality, structure, votes, float and stated exclusions do not \
                                   change; where evidence leaves it in doubt, chance decides on each path"
            .to_owned(),
        Kind::PricesMoveAsCaps => "a price moves as its company's cap; of a member's closes in the \
                                   30 days before rank day the mean is that of the last two step ends"
            .to_owned(),
        Kind::NewListingsUnnamed => "companies listed between today and rank day have no name and take \
                                     part in the ranking; new issues are not added before the event"
            .to_owned(),
        Kind::WeightsMoveAsCaps => "weights are caps at the implementation times today's available \
                                    part of each; changes of shares and float are not in the turnover. Members \
                                    that leave whatever the market does move as the others together"
            .to_owned(),
        Kind::LeaversAreNoDeletions => "companies that are taken over or fail before the implementation \
                                        are in no index and count as no deletion"
            .to_owned(),
        Kind::ModelFigures { log_return_pct, deviation_pct, shocks } => format!(
            "the market gains {log_return_pct}% a month (log) with a deviation of {deviation_pct}%; \
             companies' own shocks are {shocks} with the deviation of their size"
        ),
        Kind::Shock { name, return_pct, whom, on, by_step } => {
            let when =
                if *by_step { "with the step that ends on" } else { "by" };
            format!("laid on top: {name}, {return_pct}% on {whom}, {when} {on}")
        }
        Kind::EffectiveNotUsed => "prices of the implementation day are given and not used: paths \
                                   simulate that day"
            .to_owned(),
        Kind::ActionsNotUsed => "corporate actions are given and not used: paths simulate departures \
                                 and listings"
            .to_owned(),
        Kind::Hindsight => "lines have the labels of the next label day (market.hindsight): what \
                            became known of a company by then counts before, but that it left"
            .to_owned(),
        Kind::DriftMeasured { every, closes, of } => format!(
            "drift and time in the wrong index are measured on {closes} of {of} closes ({every}, as the \
             scenario says); returns on all"
        ),
        Kind::ShiftsFallOnCloses { closes } => format!(
            "days are moved by sessions, and events fall on the last of {closes} closes at or before \
             them: days that fall on the same closes are one choice"
        ),
        Kind::EventDaysMoved { schedules, first } => {
            let each = schedules.iter().map(|s| format!("{} {} of {}", s.schedule, s.moved, s.of));
            let such =
                if first.is_empty() { String::new() } else { format!("; {}", first.join(", ")) };
            format!(
                "event days that fall on the last close of the panel before them: {}{such}",
                joined(each)
            )
        }
        Kind::ReconstitutionsUnfinished { schedules } => {
            let each = schedules.iter().map(|s| format!("{} {}", s.schedule, s.events.join(", ")));
            let each: Vec<String> = each.collect();
            format!("reconstitutions left out, as the panel ends before them: {}", each.join("; "))
        }
        Kind::FamilyBegins { on, with } => match with {
            Beginning::Formed => format!("the family begins on {on}, formed by the unbanded breaks"),
            Beginning::Members => format!(
                "the family begins on {on} with the members given, of other indexes by the \
                 unbanded breaks"
            ),
            Beginning::Lists(days) => {
                let days: Vec<String> = days.iter().map(ToString::to_string).collect();
                format!(
                    "the family begins on {on} with the members of lists of {}; of indexes without \
                     one, by the unbanded breaks",
                    days.join(" and ")
                )
            }
        },
        Kind::ChecksDependent { lists, begun_with, evidence } => format!(
            "of the {lists} lists held against, the family begins with {begun_with}, and {evidence} \
             are evidence of who is eligible: agreement with these is no independent test"
        ),
        Kind::LinesComeAndGo { gone, joined: new } => format!(
            "members gone from the panel, taken for deletions (inferred): {}; lines new to it that \
             joined, taken for new issues (inferred): {}",
            joined(gone.iter().map(|s| format!("{} {}", s.schedule, s.value))),
            joined(new.iter().map(|s| format!("{} {}", s.schedule, s.value)))
        ),
        Kind::FloatUnknownAtLast { lines, of } => format!(
            "float unknown, all shares count as available: {lines} of {of} lines at the last close"
        ),
        Kind::ReturnsUnknown { schedules } => {
            let each = schedules.iter().map(|s| {
                format!("{} {} ({:.2}% of weight)", s.schedule, s.count, s.weight * 100.0)
            });
            format!("unknown returns of members, which count as zero: {}", joined(each))
        }
        Kind::PanelRepaired { caps_held, restated, jumps_taken, returns_corrected } => format!(
            "caps held at the last good share count: {caps_held}; share counts restated, which \
             holdings follow without a trade: {restated}; jumps of it that an action explains: \
             {jumps_taken}; returns corrected: {returns_corrected}"
        ),
        Kind::ActionsUnapplied { count, first } => format!(
            "stated corporate actions that are not applied, wholly or in part (repairs.csv has all): \
             {count}; {}",
            first.join("; ")
        ),
        Kind::GapsHeld { gaps, lines, first } => format!(
            "lines that are missing from the panel on one date, or for up to 31 days, and back then, held through it: \
             {lines} ({}), gaps in all: {gaps}; what they returned meanwhile is what the row after the gap says",
            some(first, *lines)
        ),
        Kind::TickersComeBack { lines, first } => format!(
            "tickers that are missing from the panel for longer and then back are taken for other lines, newly \
             listed: {lines} ({})",
            some(first, *lines)
        ),
        Kind::TickersGoOn { tickers } => format!(
            "tickers that are there after their owners left by a stated action, taken for other \
             companies: {}",
            tickers.join(", ")
        ),
        Kind::StartPartsUnknown { count, of } => format!(
            "whether {count} of {of} members with whom the family begins were in the Russell 1000 or \
             the 2000 is not known: the unbanded break of the first day decides"
        ),
        Kind::StartWithoutLine { symbols } => format!(
            "members of the start without a line that may be a member on the first date, left out: {}",
            symbols.join(", ")
        ),
        Kind::PathsBegin { companies, origin, largest_ten_pct } => format!(
            "paths begin with {companies} companies {}; the ten largest are {largest_ten_pct}% of the \
             market: the more they are, the fewer cross the band",
            match origin {
                Some(origin) => format!("of the universe of {origin} and the members held then"),
                None => "on the model's rank-size curve, held by the unbanded breaks".to_owned(),
            }
        ),
        Kind::PathEvents { daily, days } => format!(
            "event days fall on {}: rank day to implementation in months of the year {}",
            if *daily { "the nearest of 21 days of its month" } else { "the nearest month end" },
            days.join(", ")
        ),
        Kind::PathDaysUnpublished { days } => format!(
            "days of events that no publication states, the same in every year: {}",
            days.join(", ")
        ),
        Kind::PathsWithoutIndex { of, paths } => format!(
            "paths on which an index was without members, or without weight, at a month end, of {of}, \
             on which it is unknown: {}",
            paths.join(", ")
        ),
        Kind::PathCycles { run_in_months } => {
            let all = "measures are over cycles, from just after a June implementation up to and \
                       including the next";
            match run_in_months {
                0 => format!("{all}: none is cut, as paths begin and end with one"),
                months => format!(
                    "{all}: none is cut; the {} before the first, run as well, {} in no measure but fan.csv",
                    if *months == 1 { "month".to_owned() } else { format!("{months} months") },
                    if *months == 1 { "is" } else { "are" }
                ),
            }
        }
        Kind::PathDrift { every_months } => format!(
            "drift, and time in the wrong index, are those of one month end of {every_months}, in the middle of as \
             many months of a cycle"
        ),
        Kind::PathWeights { floats_known } => {
            let floats = match floats_known {
                0 => "no float is known, and all shares count as available".to_owned(),
                known => format!(
                    "floats are known of {known} companies and change now and then; of others all \
                     shares count as available"
                ),
            };
            format!(
                "companies' shares change once a quarter by what was measured for their size; index \
                 shares and floats follow with the quarterly updates, beyond their buffers; {floats}"
            )
        }
        Kind::PathScreens => "every company is eligible from the smallest cap on and, where it is \
                              ranked for a reconstitution, from the smallest price on, which drift \
                              leaves alone; other screens and share classes are not simulated"
            .to_owned(),
        Kind::TradingCosts { assets } => format!(
            "cost of trading: funds of {} trade at the close of the implementation day, half spread \
             and square-root impact by size bucket, all of it assumed (trading in summary.json)",
            assets.join(", ")
        ),
        Kind::FurtherClasses { symbols } => format!(
            "listed additions that are further classes of companies held before, set aside: {}",
            symbols.join(", ")
        ),
        Kind::MembersUndecided { left, kept } => format!(
            "members without a line on rank day, for which nothing was decided: {left} left before it, \
             {kept} kept"
        ),
        // What is not plausible: what is seen, what it looks like, and the likely mend.
        Kind::Doubt(doubt) => super::doubts::doubt(doubt),
    }
}

/// What part of the held lines the prices of the implementation day cover.
fn covers(as_of: chrono::NaiveDate, found: usize, held: usize, weight: Option<f64>) -> String {
    let weight =
        weight.map_or_else(String::new, |part| format!(", {:.2}% of the weight", part * 100.0));
    format!("the prices of {as_of} cover {found} of {held} held lines{weight}")
}

/// Whether the scenario says so, or it is inferred.
fn action_of(date: chrono::NaiveDate, action: &str, symbol: &str, other: Option<&str>) -> String {
    let other = other.map_or_else(String::new, |other| format!(", {other}"));
    format!("corporate action of {date}, {action} of {symbol}{other}")
}

fn known(stated: bool) -> &'static str {
    if stated { "stated" } else { "inferred" }
}

/// Some rank days, the earliest first.
fn rank_days_of(days: &[chrono::NaiveDate]) -> String {
    match days {
        [first, .., last] => format!("{} rank days from {first} to {last}", days.len()),
        [day] => format!("the rank day {day}"),
        [] => "no rank day".to_owned(),
    }
}
