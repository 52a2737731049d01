//! The words of remarks on members and ranking.

use crate::remark::MemberNote;

/// A remark in a sentence, without its day.
pub(super) fn words(note: &MemberNote) -> String {
    match note {
        MemberNote::SegmentsUnknown { count, of } => format!(
            "whether {count} of {of} members were in the Russell 1000 or the 2000 is not known: they \
             take the unbanded break at #1,000, none of them counts as moving up or down, and turnover \
             of the two is unknown; a list of the Russell 1000 in the membership settles it"
        ),
        MemberNote::NoMembership => {
            "no membership held before is given: no band applies, and every member \
                               is an addition"
                .to_owned()
        }
        MemberNote::MemberAmbiguous { symbol, line, lines } => {
            let line = line.map_or_else(String::new, |line| format!(" (line {line})"));
            format!(
                "{symbol}{line} of the membership may be {lines} of the universe and is taken for \
                 neither: spell it as the universe does"
            )
        }
        MemberNote::MembersDisputed { symbols } => format!(
            "members that stand for a line another member stands for already: {}",
            symbols.join(", ")
        ),
        MemberNote::TopsUnknown { count } => format!(
            "whether {count} Russell 1000 members were in the Top 200 and Top 500 is not known; they \
             take the unbanded break there"
        ),
        MemberNote::MicrocapUnknown => {
            "the members of Microcap are not known: companies on its ranks now count as unchanged"
                .to_owned()
        }
        MemberNote::MicrocapPartsUnknown { count } => format!(
            "whether {count} Russell 2000 members were in Microcap is not known; they take the \
             unbanded break at #2,000"
        ),
        MemberNote::ScreenUnknown { screen, lines } if screen == "price" => format!(
            "price, or the 30-day mean where it is below the minimum, is not known for {lines} lines \
             of members, which stay"
        ),
        MemberNote::ScreenUnknown { screen, lines } => format!(
            "{screen} is not known for {lines} lines, and unknown passes \
             (methodology.eligibility.unknown)"
        ),
        MemberNote::KeptWithoutPlace { count } => format!(
            "members of the Russell 2000 and of Microcap without a known cap, which keep their index and take no \
             place in the ranking, so that as many companies more are members: {count}"
        ),
        MemberNote::PlacesWithoutRank { whole, in_parts } => format!(
            "places in the ranking taken without a rank: {whole} by Russell 1000 members that cannot be ranked, \
             just before the last rank of the smallest index that is known to hold each; {in_parts} in parts by \
             companies excluded on evidence"
        ),
    }
}
