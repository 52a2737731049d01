//! Doubts about members held before.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Doubts about members held before. Ratios are multiples, `pct` per cent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields say what the variant's words name")]
pub enum MemberDoubt {
    /// Members whose cap is unknown, and the column that is empty for most of them.
    MembersWithoutCap {
        members: usize,
        of: usize,
        column: String,
        empty: usize,
        first: Vec<String>,
    },
    /// A member with more index shares than shares outstanding.
    IndexSharesAbove {
        members: usize,
        symbol: String,
        index_shares: Decimal,
        shares: Decimal,
        first: Vec<String>,
    },
    /// An index with far too few names.
    FewNames { index: String, file: String, listed: usize, of: usize },
    /// Members held before a reconstitution that has happened since.
    HeldBeforeReconstitution {
        members: usize,
        of: usize,
        held_on: NaiveDate,
        reconstitution: NaiveDate,
    },
    /// Members held long before rank day, though no reconstitution has happened since.
    HeldLongBefore {
        members: usize,
        of: usize,
        held_on: NaiveDate,
        rank_day: NaiveDate,
        days: i64,
        most_days: f64,
    },
    /// Members from a list dated after the reconstitution that they are given for.
    HeldAfterReconstitution {
        members: usize,
        of: usize,
        held_on: NaiveDate,
        implementation: NaiveDate,
    },
    /// Members that match no line; if their form is a vendor's, an example as written and as meant.
    MembersUnmatched {
        matched: usize,
        of: usize,
        first: Vec<String>,
        written: Option<String>,
        meant: Option<String>,
    },
    /// Members far on the wrong side of the break of their index.
    WrongSide { members: usize, of: usize },
    /// An index without a single given member, although other indexes have members.
    IndexWithoutMembers { index: String, others: usize },
    /// A list of the Russell 1000 and one of the Russell 2000 with too many entries in common.
    ListsOverlap { entries: usize, of: usize, symbols: Vec<String> },
    /// Index shares of most members that are far from their shares outstanding.
    IndexSharesFar { members: usize, of: usize, median_ratio: f64, column: String },
    /// Members of the Russell 1000 that a screen drops because of inferred values.
    MembersOutByInference { screen: String, members: usize, of: usize, first: Vec<String> },
    /// Members of the Russell 1000 whose caps are too small for any index.
    LargeTooSmall { members: usize, of: usize, symbol: String, cap: Decimal, first: Vec<String> },
    /// Too many members dropped by one screen; `columns` are those that the screen looks at.
    MembersOut { screen: String, columns: String, members: usize, of: usize, first: Vec<String> },
    /// Members of the Russell 1000 without a line.
    LargeMissing { members: usize, of: usize, first: Vec<String> },
    /// Members that are listed or documented only after rank day.
    MembersListedLater { members: usize, of: usize, first: Vec<String> },
}
