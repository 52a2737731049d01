//! Where a line trades, what kind of security it is, and of what kind of company.

use crate::word_enum::word_enum;

word_enum!(
    "kebab-case",
    /// Where a line trades.
    pub enum Exchange {
        /// New York Stock Exchange.
        Nyse,
        /// NYSE American, formerly AMEX.
        NyseAmerican,
        /// NYSE Arca.
        NyseArca,
        /// NASDAQ.
        Nasdaq,
        /// Cboe BZX.
        Cboe,
        /// NYSE, NYSE American or NASDAQ; the source covers these and does not say which.
        UsListed,
        /// Over the counter: pink sheets, bulletin board.
        Otc,
        /// A class that trades nowhere; its shares count in the company's cap.
        Unlisted,
        /// Any other venue.
        Other,
    }
);

word_enum!(
    "kebab-case",
    /// What kind of security a line is.
    pub enum SecurityType {
        /// Common or ordinary shares, of any class.
        Common,
        /// Preferred shares.
        Preferred,
        /// Preferred shares that convert into common ones.
        ConvertiblePreferred,
        /// Redeemable shares.
        Redeemable,
        /// Participating preferred shares.
        ParticipatingPreferred,
        /// Warrants.
        Warrant,
        /// Rights, contingent value rights among them.
        Right,
        /// Units: shares sold together with something else.
        Unit,
        /// Depositary receipts (ADR, ADS, GDR).
        DepositaryReceipt,
        /// Notes and bonds listed like shares.
        Note,
        /// Operating-partnership units of an UPREIT.
        OperatingPartnershipUnit,
    }
);

word_enum!(
    "kebab-case",
    /// The legal and economic form of a company.
    pub enum Structure {
        /// A corporation, a REIT included.
        Corporation,
        /// A royalty trust.
        RoyaltyTrust,
        /// A US limited liability company.
        Llc,
        /// A closed-end fund.
        ClosedEndFund,
        /// A business development company.
        BusinessDevelopmentCompany,
        /// A blank-cheque company (SPAC).
        BlankCheque,
        /// A limited partnership.
        LimitedPartnership,
        /// An exchange-traded fund.
        Etf,
        /// A mutual fund.
        MutualFund,
        /// A REIT or partnership that generates unrelated business taxable income.
        UbtiReit,
    }
);
