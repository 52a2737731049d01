//! The evidence for a company's eligibility.

use crate::word_enum::word_enum;

word_enum!(
    "kebab-case",
    /// The kind of evidence that decided a company's eligibility, apart from price, float and size.
    #[derive(Default)]
    pub enum EvidenceKind {
        /// Columns of the universe, or facts stated by the user.
        #[default]
        Stated,
        /// A vendor's labels alone: names, tickers, industries, country labels.
        Label,
        /// Labels, for a share class that was listed this year: its votes may be few.
        NewClass,
        /// Labels, for a share class that was listed last year and not added since.
        LastYearsClass,
        /// Official filings that agree with the labels.
        FilingAgrees,
        /// Official filings that contradict the labels.
        FilingOverrules,
        /// The headquarters moved to the country of the indexes since the previous rank day.
        MovedAddress,
        /// It is a member now.
        Member,
        /// It is a member now although no list held before names it.
        MemberBeyondLists,
        /// It was a member at some time.
        FormerMember,
        /// It left since the last reconstitution.
        Left,
        /// It ranked well inside on an earlier rank day and was not added, for an unknown reason.
        NotTaken,
        /// It was not added, although its filings and its labels place its headquarters here.
        NotTakenFilingAgrees,
        /// It was not added, and its label is of another country.
        NotTakenForeign,
        /// It was not added, and its filings place its headquarters in another country.
        NotTakenFiledAbroad,
        /// It was not added, its label is of another country, and its filings place its
        /// headquarters here: it may have moved too early for any given file to show it.
        NotTakenFiledHere,
        /// Assumed votes of share classes whose voting rights no file states. How often the
        /// assumption is right is not scored until figures are available.
        AssumedVotes,
    }
);
