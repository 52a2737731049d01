//! What a company's eligibility is known or inferred from.

use crate::word_enum::word_enum;

word_enum!(
    "kebab-case",
    /// The kind of evidence that settled whether a company is eligible, beside price, float and size.
    #[derive(Default)]
    pub enum EvidenceKind {
        /// Columns of the universe, or facts of somebody who knows.
        #[default]
        Stated,
        /// Nothing but a vendor's labels: names, tickers, industries, words for countries.
        Label,
        /// Labels, of a class of shares that was listed this year: its votes may be few.
        NewClass,
        /// Labels, of a class of shares that was listed last year, and was not taken since.
        LastYearsClass,
        /// Official filings, which say what the labels say.
        FilingAgrees,
        /// Official filings, against the labels.
        FilingOverrules,
        /// The headquarters moved to the country of the indexes since the rank day before.
        MovedAddress,
        /// It is a member now.
        Member,
        /// It is a member now though no list held before names it.
        MemberBeyondLists,
        /// It was a member once.
        FormerMember,
        /// It left since the last reconstitution.
        Left,
        /// It stood well inside on an earlier rank day and was not taken; nothing says why.
        NotTaken,
        /// It was not taken, though its filings and its labels have its headquarters here.
        NotTakenFilingAgrees,
        /// It was not taken, and its label is of another country.
        NotTakenForeign,
        /// It was not taken, and its filings have its headquarters in another country.
        NotTakenFiledAbroad,
        /// It was not taken, its label is of another country, and its filings have its headquarters
        /// here: it may have moved before anything that is given could show it.
        NotTakenFiledHere,
        /// Votes of share classes that are assumed, as no file says how they vote. How often that comes
        /// out right is not scored until figures have it.
        AssumedVotes,
    }
);
