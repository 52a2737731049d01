//! The words of every remark.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::counts::{counted, imported, listed};
use crate::remark::{Beginning, Kind};
use crate::report::shown::{thousands, usd};

/// A remark in a sentence, without its day.
#[expect(clippy::too_many_lines, reason = "one line for each remark, all in one place")]
pub fn words(kind: &Kind) -> String {
    match kind {
        Kind::Read(what) => super::reading::reading(what),
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
        Kind::FactWithoutLine { symbol, field, value } => {
            format!("fact not used: {symbol} {field} = {value} (no such line)")
        }
        Kind::FactsFiled { count } => {
            format!("facts of official filings that are known of lines of the universe: {count}")
        }
        Kind::FactsFiledUnmatched { count } => {
            format!("facts of official filings that are about no line of the universe: {count}")
        }
        Kind::FilingsRead { day, lines, of, members } => format!(
            "official filings of {day}: headers of {lines} of {of} lines of the universe, from {members} \
             members"
        ),
        Kind::FilingsLate { day, rank_day } => format!(
            "the filings are of {day}, after rank day {rank_day}: they correct labels alone, by what was \
             not known"
        ),
        Kind::FilingsWithoutEarlier => "no earlier filings are given, so that nobody is known to have \
                                        moved since the rank day before"
            .to_owned(),
        Kind::ConfidenceHindsight { files, later, .. } => format!(
            "confidence of changes is looked at with hindsight: {} has figures of {}, not before this \
             event; name figures of earlier events alone for what was known then",
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
        Kind::DaySet { what, own, calendar } => {
            format!("{what} is set to {own}; the calendar has {calendar}")
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
            "{} is no day of trading: prices are of {last}, the last session before it, or of another day",
            day.format("%A %Y-%m-%d")
        ),
        Kind::LinesLookAlike { file, lines } => format!(
            "{file}: {lines} differ in punctuation alone and are lines of their own: other files mean \
             them by their exact spelling"
        ),
        Kind::MembersLookAlike { file, lines } => format!(
            "{file}: {lines} differ in punctuation alone and are members of their own, each of the \
             line that is spelled exactly so"
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
            let cut_offs = match cut_offs.as_slice() {
                [] => String::new(),
                days => format!("; cut-offs of shares and float {}", days.join(", ")),
            };
            format!("days by rule, as no publication is known: {}{cut_offs}", days.join(", "))
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
             take the plain break at #1,000, none of them counts as moving up or down, and turnover \
             of the two is unknown; a list of the Russell 1000 in the membership settles it"
        ),
        Kind::NoMembership => "no membership held before is given: no band holds anybody, and every \
                               member is an addition"
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
             take the plain break there"
        ),
        Kind::MicrocapUnknown => {
            "who was in Microcap is not known: whoever is on its ranks now counts as no change"
                .to_owned()
        }
        Kind::MicrocapPartsUnknown { count } => format!(
            "whether {count} Russell 2000 members were in Microcap is not known; they take the plain \
             break at #2,000"
        ),
        Kind::ScreenUnknown { screen, lines } if screen == "price" => format!(
            "price, or the 30-day mean where it is below the minimum, is not known for {lines} lines \
             of members, which stay"
        ),
        Kind::ScreenUnknown { screen, lines } => format!(
            "{screen} is not known for {lines} lines, and unknown passes \
             (methodology.eligibility.unknown)"
        ),
        Kind::PlacesWithoutRank { on_top, in_parts } => format!(
            "places in the ranking taken without a rank: {on_top} on top by Russell 1000 members \
             that cannot be ranked, {in_parts} in parts by companies excluded on evidence"
        ),
        Kind::PlacedAnew { count, as_of, index_return_pct } => {
            let how = match as_of {
                Some(as_of) => format!(
                    "by their caps at the close of {as_of}, against breaks moved along the Russell \
                     3000E's return to it, {index_return_pct:+.2}%"
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
            let other = other.as_ref().map_or_else(String::new, |other| format!(", {other}"));
            format!("corporate action of {date}, {action} of {symbol}{other}: {why}; left out")
        }
        Kind::EffectivePart { as_of, found, held, weight, stated } => format!(
            "{}: a part ({}), so that lines without one have prices of rank day and nobody is gone \
             for it (effective.complete)",
            covers(*as_of, *found, *held, *weight),
            known(*stated)
        ),
        Kind::EffectiveGone { as_of, found, held, weight, stated, gone, largest } => format!(
            "{} and are complete ({}): {gone} lines without one have left before the event, the \
             largest first {} (left.csv; effective.alive and effective.later say who lives)",
            covers(*as_of, *found, *held, *weight),
            known(*stated),
            some(largest, *gone)
        ),
        Kind::EffectiveAlive { as_of, alive, largest } => format!(
            "lines without a price of {as_of} that live, for which those of rank day are used: \
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
            "no trades are given of funds on {}: who was a member before is not known of all",
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
                                    part of each; changes of shares and float are not in the turnover"
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
        Kind::EffectiveNotUsed => "prices of the implementation day are given and not used: paths go \
                                   there by themselves"
            .to_owned(),
        Kind::ActionsNotUsed => "corporate actions are given and not used: companies come and go on \
                                 the paths by themselves"
            .to_owned(),
        Kind::Hindsight => "lines have the labels of the next label day (market.hindsight): what \
                            became known of a company by then counts before"
            .to_owned(),
        Kind::ShiftsFallOnCloses { closes } => format!(
            "days are moved by sessions, and events fall on the last of {closes} closes at or before \
             them: days moved from one close to no other give the same result"
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
            Beginning::Formed => format!("the family begins on {on}, formed by the plain breaks"),
            Beginning::Members => format!(
                "the family begins on {on} with the members given, of other indexes by the plain \
                 breaks"
            ),
            Beginning::Lists(days) => {
                let days: Vec<String> = days.iter().map(ToString::to_string).collect();
                format!(
                    "the family begins on {on} with the members of lists of {}; of indexes without \
                     one, by the plain breaks",
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
        Kind::TickersGoOn { tickers } => format!(
            "tickers that are there after their owners left by a stated action, taken for other \
             companies: {}",
            tickers.join(", ")
        ),
        Kind::StartPartsUnknown { count, of } => format!(
            "whether {count} of {of} members with whom the family begins were in the Russell 1000 or \
             the 2000 is not known: the plain break of the first day says it"
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
                None => "on the model's rank-size curve, held by the plain breaks".to_owned(),
            }
        ),
        Kind::PathEvents { daily, days } => format!(
            "event days fall on {}: rank day to implementation in months of the year {}",
            if *daily { "the nearest of 21 days of its month" } else { "the nearest month end" },
            days.join(", ")
        ),
        Kind::PathDaysUnpublished { days } => format!(
            "days of events that are those of no publication, the same in every year: {}",
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
                    "{all}: none is cut; the {months} month{} before the first are run and are in no \
                     measure but fan.csv",
                    if *months == 1 { "" } else { "s" }
                ),
            }
        }
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
        Kind::PathScreens => "every company is eligible from the smallest cap on and, on rank days, \
                              from the smallest price on; other screens and share classes are not \
                              simulated"
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
            "members without a line on rank day, on whom nothing was decided: {left} left before it, \
             {kept} kept"
        ),
        // What is not plausible: what is seen, what it looks like, and the likely mend.
        Kind::AllAtMostOne { file, column, values, largest } => format!(
            "{file}: all {} values of {column} are at most 1 (the largest is {largest}): fractions? \
             This column is per cent; multiply it by 100",
            counts(*values)
        ),
        Kind::SharesFarFromCap { companies, of, median_ratio, first } => format!(
            "price times shares_outstanding is not company_market_cap by far for {} of {} companies \
             (it is {median_ratio} times, {}): shares or caps in thousands or millions? Write single \
             shares and USD",
            counts(*companies),
            counts(*of),
            some(first, *companies)
        ),
        Kind::CapsDiffer { companies, of, median_ratio, within_pct } => format!(
            "price times shares_outstanding, over all lines, is not within {within_pct}% of \
             company_market_cap for {} of {} companies (in the median it is {median_ratio} times): caps \
             of another day, or shares that float for all shares?",
            counts(*companies),
            counts(*of)
        ),
        Kind::PricesHigh { lines, median, most } => format!(
            "the median price of {} lines is {}, above {}: prices in cents? Write USD a share",
            counts(*lines),
            usd(*median),
            usd(*most)
        ),
        Kind::CountriesUnknown { lines, of } => format!(
            "nothing says of {} of {} lines where the company is (country, headquarters, incorporation): \
             foreign companies are told by their names at the most, and the others count as companies \
             of the US; give the column country, or facts (`rankday import edgar` makes some)",
            counts(*lines),
            counts(*of)
        ),
        Kind::PricesUnmoved { lines, of, rank_day, as_of } => format!(
            "{} of {} held lines have the same price on {rank_day} and on {as_of}: is one file given \
             for both days?",
            counts(*lines),
            counts(*of)
        ),
        Kind::VolumeAboveCap { lines, of } => format!(
            "adv_usd is above company_market_cap for {} of {} lines: are the two columns swapped, or \
             caps in thousands or millions?",
            counts(*lines),
            counts(*of)
        ),
        Kind::ClassesFarApart { companies, dear, dear_price, cheap, cheap_price, ratio } => {
            let others = match companies - 1 {
                0 => String::new(),
                n => format!("; so have {} more companies", counts(n)),
            };
            format!(
                "{dear} at ${dear_price} and {cheap} at ${cheap_price} are classes of one company \
                 and {ratio:.0} times apart, yet their shares are added as they are: set \
                 conversion_ratio (shares of {cheap} that one of {dear} converts into){others}"
            )
        }
        Kind::OneCompanyTwice { companies, name, first } => format!(
            "{} have one name, \"{name}\" the first, and one cap or price, and count as companies of \
             their own: give classes of one company the same issuer",
            some(first, *companies)
        ),
        Kind::FactsLater { facts, of, symbol, field, as_of, day } => format!(
            "{} of {} facts are of after {day} and are not used, {field} of {symbol} ({as_of}) first: \
             if they were known by then, give as_of the day from which they were",
            counts(*facts),
            counts(*of)
        ),
        Kind::FewNames { index, file, listed, of } => format!(
            "{file} has {} members of {index}, which has about {}: a part of a list, or of another \
             index?",
            counts(*listed),
            counts(*of)
        ),
        Kind::HeldBeforeReconstitution { members, of, held_on, reconstitution } => {
            let who = if members == of {
                format!("the membership was held on {held_on}")
            } else {
                format!("{} of {} members were held on {held_on}", counts(*members), counts(*of))
            };
            let straddles =
                if members == of { "" } else { ", the others after it" };
            format!(
                "{who}, before the reconstitution of {reconstitution}{straddles}: its changes are \
                 missing; give a membership held since"
            )
        }
        Kind::MembersUnmatched { matched, of, first, written, meant } => {
            let only = if *matched == 0 { "none".to_owned() } else { counts(*matched) };
            let looks = match written.as_ref().zip(meant.as_ref()) {
                Some((written, meant)) => format!(
                    "\"{written}\" looks like \"{meant}\" of the universe: write tickers in one form"
                ),
                None => format!(
                    "{} are not in it: tickers of another vendor or of another day? (symbol_changes \
                     carries them)",
                    first.join(", ")
                ),
            };
            format!("{only} of {} members match a line of the universe; {looks}", counts(*of))
        }
        Kind::NoneLargeEnough { companies, symbol, largest, minimum } => format!(
            "none of {} companies reaches the smallest eligible cap of {} (the largest is {symbol}, \
             {}): caps or shares in thousands or millions? Write USD and single shares",
            counts(*companies),
            dollars(*minimum),
            dollars(*largest)
        ),
        Kind::LargestCap { symbol, largest, least, most } => {
            let cap = dollars(*largest);
            let is_small = usd_of(*largest) < *least;
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
        Kind::WrongSide { members, of } => format!(
            "{} of {} members have a cap far on the other side of the Russell 1000's break: are the \
             segments (or two columns, such as cap and volume) swapped?",
            counts(*members),
            counts(*of)
        ),
        Kind::ScreenDrops { screen, dropped, of, most_pct } => format!(
            "the screen {screen} drops {} of {} lines ({:.1}%), and at most {most_pct}% are plausible: \
             check the column that it looks at (eligibility.csv names every line)",
            counts(*dropped),
            counts(*of),
            100.0 * *dropped as f64 / (*of).max(1) as f64
        ),
        Kind::FewEligible { companies, of, least } => format!(
            "{} of {} companies are eligible, fewer than {}: are lines missing from the universe, or \
             does a screen drop too many (waterfall.csv)?",
            counts(*companies),
            counts(*of),
            counts(*least)
        ),
        Kind::NobodyNearBreak { name, cap, within_pct } => format!(
            "no other company is within {within_pct}% of the break {name} at {}: are lines missing, or \
             caps in different units?",
            dollars(*cap)
        ),
        Kind::EffectiveCovers { found, held } => format!(
            "prices of the implementation day are there of {} of {} held lines ({:.1}%): is the file of \
             another universe, or cut short? (effective.complete = false says that it is a part)",
            counts(*found),
            counts(*held),
            100.0 * *found as f64 / (*held).max(1) as f64
        ),
        Kind::ReturnsFar { lines, symbol, return_pct, first, .. } => {
            let others = match first.as_slice() {
                [] => String::new(),
                first => format!(" (also {})", some(first, lines - 1)),
            };
            format!(
                "{symbol} moves by {return_pct:+.0}% from rank day to the implementation without an \
                 action{others}: a split, or a wrong price? Give its shares of that day too"
            )
        }
        Kind::PanelReturnsFar { returns, of, most_pct } => format!(
            "{} of {} returns of the panel are beyond {most_pct}%: per cent? price_return is a \
             fraction, 0.05 for 5%",
            counts(*returns),
            counts(*of)
        ),
        Kind::PanelReturnFar { returns, symbol, return_pct } => {
            let others = match returns - 1 {
                0 => String::new(),
                more => format!(" (and {} more)", counts(more)),
            };
            format!(
                "the return of {symbol}, one of the 1,000 largest, is {return_pct:+.0}% without an \
                 action{others}: a split that is not taken out, or per cent for a fraction?"
            )
        }
        Kind::IndexDeleted { index, event, left, of } => format!(
            "{}{} of {} members of {index} leave it: is the membership of this universe, and held just \
             before?",
            before(event.as_deref()),
            counts(*left),
            counts(*of)
        ),
        Kind::ScreenDropsNone { screen, of } => {
            let taken_for = match screen.as_str() {
                "share_type" => "common shares",
                "structure" => "ordinary companies",
                _ => "companies of the country of the indexes",
            };
            format!(
                "the screen {screen} drops none of {} lines: all are taken for {taken_for}, and of no whole \
                 market they are; is the column that it looks at empty, or the same on every row? \
                 (plausibility.drops_some = false where others were left out before)",
                counts(*of)
            )
        }
        Kind::IndexWithoutMembers { index, others } => format!(
            "no member of {index} is given, and {} of other indexes: {index} is formed anew, and \
             additions, moves and turnover of it mean nothing; give a list of it too, or the right segments",
            counts(*others)
        ),
        Kind::ListsOverlap { entries, of, symbols } => format!(
            "{} of {} entries of the smaller list are in both the list of the Russell 1000 and that of the \
             Russell 2000 ({}): no line is in both, so is one of them the list of another index?",
            counts(*entries),
            counts(*of),
            some(symbols, *entries)
        ),
        Kind::IndexSharesFar { members, of, median_ratio, column } => format!(
            "{column} is far from shares_outstanding for {} of {} members (it is {median_ratio} times in \
             the median): thousands or millions? Write single shares in both files",
            counts(*members),
            counts(*of)
        ),
        Kind::StatedCapsDiffer { companies, symbol, cap, other, other_cap } => {
            let others = match companies - 1 {
                0 => String::new(),
                more => format!(" (so do lines of {} more companies)", counts(more)),
            };
            format!(
                "{symbol} states a company_market_cap of {} and {other}, of the same company, one of \
                 {}{others}: company_market_cap is the cap of the whole company; write the same on each of \
                 its lines, or correct the issuer",
                dollars(*cap),
                dollars(*other_cap)
            )
        }
        Kind::MembersOutByInference { screen, members, of, first } => format!(
            "{} of {} members of the Russell 1000 are dropped by the screen {screen} for what was inferred \
             of their names or labels ({}): as members they were eligible; give the membership to the \
             import of the universe (`--members`), so that it is evidence, or state the column {screen}",
            counts(*members),
            counts(*of),
            some(first, *members)
        ),
        Kind::PanelUnmatched { what, matched, of, first } if what == "labels" => format!(
            "{} of {} lines of the panel have a label (it has {}): are the labels of another market, or are \
             tickers written in another way?",
            counts(*matched),
            counts(*of),
            first.join(", ")
        ),
        Kind::PanelUnmatched { what, matched, of, first } => format!(
            "{} of {} {what} have the ticker of a line of the panel (without one: {}): are they of another \
             market, or are tickers written in another way?",
            counts(*matched),
            counts(*of),
            first.join(", ")
        ),
        Kind::PanelReturnsNone { returns: 0, quotes } => format!(
            "none of {} rows of the panel has a price_return: weights do not drift, and no return can be \
             measured; give price_return, or adjusted_price to `rankday import table`",
            counts(*quotes)
        ),
        Kind::PanelReturnsNone { returns, .. } => format!(
            "all {} returns of the panel are zero: is price_return the right column?",
            counts(*returns)
        ),
        Kind::NobodyEligible { event } => format!(
            "{event}: nobody is eligible, and the indexes are empty: are caps and prices known on rank day, \
             and exchanges and labels right?"
        ),
        Kind::MembershipTurnoverHigh { index, event, pct, most_pct } => format!(
            "{}membership turnover of {index} is {pct:.1}%, above {most_pct}%: more enters or leaves than \
             it was worth; is the membership whole, and of this index?",
            before(event.as_deref())
        ),
        Kind::TurnoverHigh { index, event, one_way_pct, most_pct } => format!(
            "{}one-way turnover of {index} is {one_way_pct:.1}%, above {most_pct}%: is the membership \
             of this universe, and are its shares and floats in the right units?",
            before(event.as_deref())
        ),
    }
}

fn before(event: Option<&str>) -> String {
    event.map_or_else(String::new, |event| format!("{event}: "))
}

fn counts(number: usize) -> String {
    thousands(number as f64, 0)
}

fn usd_of(cap: Decimal) -> f64 {
    cap.to_f64().unwrap_or_default()
}

fn dollars(cap: Decimal) -> String {
    usd(usd_of(cap))
}

/// What part of the held lines the prices of the implementation day cover.
fn covers(as_of: chrono::NaiveDate, found: usize, held: usize, weight: Option<f64>) -> String {
    let weight =
        weight.map_or_else(String::new, |part| format!(", {:.2}% of the weight", part * 100.0));
    format!("the prices of {as_of} cover {found} of {held} held lines{weight}")
}

/// Whether the scenario says so, or it is inferred.
fn known(stated: bool) -> &'static str {
    if stated { "stated" } else { "inferred" }
}

/// The first names of so many.
fn some(names: &[String], of: usize) -> String {
    let more = of.saturating_sub(names.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    names.join(", ") + &more
}

pub(super) fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

/// Some rank days, the earliest first.
fn rank_days_of(days: &[chrono::NaiveDate]) -> String {
    match days {
        [first, .., last] => format!("{} rank days from {first} to {last}", days.len()),
        [day] => format!("the rank day {day}"),
        [] => "no rank day".to_owned(),
    }
}
