//! The words of doubts about members held before.

use crate::remark::MemberDoubt;
use crate::report::remarks::members;
use crate::report::remarks::mends::also;
use crate::report::remarks::phrases::{counts, dollars, grouped, some};

/// A doubt in a sentence.
pub(super) fn doubt(doubt: &MemberDoubt) -> String {
    match doubt {
        MemberDoubt::FewNames { index, file, listed, of } => format!(
            "{file} has {} members of {index}, which has about {}: a part of a list, or of another \
             index?",
            counts(*listed),
            counts(*of)
        ),
        MemberDoubt::HeldBeforeReconstitution { members, of, held_on, reconstitution } => {
            members::held_before((*members, *of), *held_on, *reconstitution)
        }
        MemberDoubt::HeldLongBefore { members, of, held_on, rank_day, days, most_days } => format!(
            "{} of {} members were held on {held_on}, {days} days before rank day {rank_day} (more than \
             {most_days}): who has joined or left since is not in it; give the membership of the eve of the \
             event, or of rank day",
            counts(*members),
            counts(*of)
        ),
        MemberDoubt::HeldAfterReconstitution { members, of, held_on, implementation } => format!(
            "{} of {} members are of a list of {held_on}, after the reconstitution of {implementation} that \
             this universe is for: who moves has moved in it already; give the members of before it",
            counts(*members),
            counts(*of)
        ),
        MemberDoubt::MembersUnmatched { matched, of, first, written, meant } => {
            members::unmatched((*matched, *of), first, written.as_ref().zip(meant.as_ref()))
        }
        MemberDoubt::WrongSide { members, of } => format!(
            "{} of {} members have a cap far on the other side of the Russell 1000's break: are the \
             segments (or two columns, such as cap and volume) swapped?",
            counts(*members),
            counts(*of)
        ),
        MemberDoubt::MembersWithoutCap { members, of, column, empty, first } => {
            members::without_cap((*members, *of), (column, *empty), first)
        }
        MemberDoubt::IndexSharesAbove { members, symbol, index_shares, shares, first } => format!(
            "{symbol} has {} index_shares and only {} shares_outstanding{}: one of them is wrong, or of before a \
             split",
            grouped(*index_shares),
            grouped(*shares),
            also(first, *members)
        ),
        MemberDoubt::IndexWithoutMembers { index, others } => format!(
            "no member of {index} is given, and {} of other indexes: {index} is formed anew, and \
             additions, moves and turnover of it mean nothing; its members count as strangers, whom no band holds, so \
             that those of the others are wrong as well; give a list of it too, or the right segments",
            counts(*others)
        ),
        MemberDoubt::ListsOverlap { entries, of, symbols } => format!(
            "{} of {} entries of the smaller list are in both the list of the Russell 1000 and that of the \
             Russell 2000 ({}): no line is in both, so is one of them the list of another index?",
            counts(*entries),
            counts(*of),
            some(symbols, *entries)
        ),
        MemberDoubt::IndexSharesFar { members, of, median_ratio, column } => format!(
            "{column} is far from shares_outstanding for {} of {} members (it is {median_ratio} times in \
             the median): thousands or millions? Write single shares in both files",
            counts(*members),
            counts(*of)
        ),
        MemberDoubt::MembersOutByInference { screen, members, of, first } => {
            members::out_by_inference(screen, (*members, *of), first)
        }
        MemberDoubt::LargeTooSmall { members, of, symbol, cap, first } => format!(
            "{} of {} members of the Russell 1000 have caps below the smallest eligible one ({symbol}: {}{}): a \
             part of the caps in thousands or millions, or in another column? Write USD",
            counts(*members),
            counts(*of),
            dollars(*cap),
            also(first, *members)
        ),
        MemberDoubt::MembersOut { screen, columns, members, of, first } => {
            members::out((screen, columns), (*members, *of), first)
        }
        MemberDoubt::LargeMissing { members, of, first } => {
            members::large_missing((*members, *of), first)
        }
        MemberDoubt::MembersListedLater { members, of, first } => {
            members::listed_later((*members, *of), first)
        }
    }
}
