//! The names that vendors give to columns: Bloomberg, FactSet, Refinitiv (LSEG), CRSP, Compustat, yfinance,
//! TradingView, Finviz, the NASDAQ screener's API and NASDAQ's symbol directory.
//!
//! Names are compared by their letters and digits alone. Of several columns of a table that may be the same
//! own column, the one whose name stands first here is suggested.

use super::target::TargetKind;

/// How the numbers of a column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scale {
    /// As the own column: USD, shares, per cent.
    AsIs,
    /// In thousands.
    Thousands,
    /// In millions.
    Millions,
    /// To be told by its values.
    ByValue,
    /// Shares, to be divided by the shares outstanding.
    OverShares,
    /// Shares a day, to be multiplied with the price.
    TimesPrice,
}

/// An own column with the names that vendors give it.
pub(super) struct Header {
    pub(super) own: &'static str,
    pub(super) names: &'static [(&'static str, Scale)],
}

use Scale::{AsIs, ByValue, Millions, OverShares, Thousands, TimesPrice};

const SYMBOL: Header = Header {
    own: "symbol",
    names: &[
        ("symbol", AsIs),
        ("ticker", AsIs),
        ("tickersymbol", AsIs),
        ("tic", AsIs),
        ("parsekyabledes", AsIs),
        ("tickerandexchcode", AsIs),
        ("tickerregion", AsIs),
        ("bbgticker", AsIs),
        ("bloombergticker", AsIs),
        ("ric", AsIs),
        ("identifierric", AsIs),
        ("instrument", AsIs),
        ("security", AsIs),
        ("actsymbol", AsIs),
        ("nasdaqsymbol", AsIs),
        ("cqssymbol", AsIs),
        ("localticker", AsIs),
        ("htick", AsIs),
        ("tsymbol", AsIs),
        ("identifier", AsIs),
        ("factsetticker", AsIs),
        ("holdingticker", AsIs),
        ("constituentticker", AsIs),
        ("tickers", AsIs),
        ("symbols", AsIs),
        ("stock", AsIs),
    ],
};

const NAME: Header = Header {
    own: "name",
    names: &[
        ("name", AsIs),
        ("securityname", AsIs),
        ("securitydes", AsIs),
        ("companyname", AsIs),
        ("company", AsIs),
        ("companycommonname", AsIs),
        ("longname", AsIs),
        ("shortname", AsIs),
        ("longcompname", AsIs),
        ("comnam", AsIs),
        ("issuernm", AsIs),
        ("securitynm", AsIs),
        ("conm", AsIs),
        ("description", AsIs),
        ("issuername", AsIs),
        ("shortnm", AsIs),
    ],
};

const DATE: Header = Header {
    own: "date",
    names: &[
        ("date", AsIs),
        ("asof", AsIs),
        ("asofdate", AsIs),
        ("datadate", AsIs),
        ("dlycaldt", AsIs),
        ("mthcaldt", AsIs),
        ("caldt", AsIs),
        ("tradedate", AsIs),
        ("pricedate", AsIs),
        ("pricingdate", AsIs),
        ("effectivedate", AsIs),
        ("day", AsIs),
        ("datetime", AsIs),
        ("priceclosedate", AsIs),
    ],
};

const EXCHANGE: Header = Header {
    own: "exchange",
    names: &[
        ("exchange", AsIs),
        ("exchcode", AsIs),
        ("eqyprimexchshrt", AsIs),
        ("eqyprimexch", AsIs),
        ("primaryexch", AsIs),
        ("primexch", AsIs),
        ("exchangecode", AsIs),
        ("exchangename", AsIs),
        ("primaryexchange", AsIs),
        ("listingexchange", AsIs),
        ("fullexchangename", AsIs),
        ("exchcd", AsIs),
        ("hexcd", AsIs),
        ("exchg", AsIs),
        ("mic", AsIs),
        ("listingvenue", AsIs),
        ("micexchcode", AsIs),
        ("idmicprimexch", AsIs),
        ("market", AsIs),
    ],
};

const PRICE: Header = Header {
    own: "price",
    names: &[
        ("price", AsIs),
        ("pxlast", AsIs),
        ("lastprice", AsIs),
        ("close", AsIs),
        ("closeprice", AsIs),
        ("closingprice", AsIs),
        ("priceclose", AsIs),
        ("trpriceclose", AsIs),
        ("pprice", AsIs),
        ("fgprice", AsIs),
        ("prc", AsIs),
        ("dlyprc", AsIs),
        ("mthprc", AsIs),
        ("prccd", AsIs),
        ("prccm", AsIs),
        ("prcc", AsIs),
        ("lastsale", AsIs),
        ("last", AsIs),
        ("regularmarketprice", AsIs),
        ("currentprice", AsIs),
        ("pxclose", AsIs),
        ("pxclose1d", AsIs),
        ("previousclose", AsIs),
        ("regularmarketpreviousclose", AsIs),
        ("pricelocal", AsIs),
        ("priceusd", AsIs),
        ("closeusd", AsIs),
        ("lasttrade", AsIs),
    ],
};

const CAP_NAMES: &[(&str, Scale)] = &[
    ("companymarketcap", ByValue),
    ("marketcap", ByValue),
    ("curmktcap", ByValue),
    ("marketcapitalization", ByValue),
    ("marketcapitalisation", ByValue),
    ("mktcap", ByValue),
    ("trcompanymarketcap", ByValue),
    ("ffmktval", ByValue),
    ("fgmktvalue", ByValue),
    ("marketvalue", ByValue),
    ("mktval", ByValue),
    ("mkvalt", Millions),
    ("dlycap", Thousands),
    ("mthcap", Thousands),
    ("marketcapbasic", ByValue),
    ("histmarketcap", ByValue),
    ("historicalmarketcap", ByValue),
    ("totalmarketcap", ByValue),
    ("companymarketvalue", ByValue),
    ("marketcapusd", ByValue),
    ("marketcapm", Millions),
    ("marketcapmm", Millions),
    ("marketcapmil", Millions),
    ("marketcapmillions", Millions),
    ("mktcapmm", Millions),
    ("cap", ByValue),
    ("marketcapusdmm", Millions),
    ("pmarketval", ByValue),
    ("pmktval", ByValue),
];

const ADV_NAMES: &[(&str, Scale)] = &[
    ("advusd", AsIs),
    ("advusd3m", AsIs),
    ("averagedollarvolume", AsIs),
    ("dollarvolume", AsIs),
    ("turnoveravg30d", AsIs),
    ("volumeavg30d", TimesPrice),
    ("volumeavg3m", TimesPrice),
    ("averagevolume", TimesPrice),
    ("averagevolume10day", TimesPrice),
    ("averagedailyvolume3month", TimesPrice),
    ("averagevolume30day", TimesPrice),
    ("averagevolume10days", TimesPrice),
    ("avgvolume", TimesPrice),
    ("avgvol", TimesPrice),
    ("averagevolume30days", TimesPrice),
    ("averagedailyvolume", TimesPrice),
];

/// Of a universe.
const UNIVERSE: &[Header] = &[
    SYMBOL,
    NAME,
    DATE,
    EXCHANGE,
    PRICE,
    Header { own: "company_market_cap", names: CAP_NAMES },
    Header {
        own: "shares_outstanding",
        names: &[
            ("sharesoutstanding", ByValue),
            ("eqyshout", ByValue),
            ("eqyshoutreal", AsIs),
            ("outstandingshares", ByValue),
            ("commonsharesoutstanding", ByValue),
            ("pcomshsout", ByValue),
            ("ffcomshsout", ByValue),
            ("comshsout", ByValue),
            ("shrout", Thousands),
            ("shareout", ByValue),
            ("cshoc", AsIs),
            ("cshom", AsIs),
            ("csho", Millions),
            ("totalsharesoutstanding", ByValue),
            ("trsharesoutstanding", ByValue),
            ("issueshares", ByValue),
            ("trissuesharesoutstanding", ByValue),
            ("shsoutstand", ByValue),
            ("sharesout", ByValue),
            ("totalsharesoutstandingfundamental", ByValue),
        ],
    },
    Header {
        own: "free_float_pct",
        names: &[
            ("freefloatpct", ByValue),
            ("eqyfreefloatpct", ByValue),
            ("freefloatpercent", ByValue),
            ("freefloatpercentage", ByValue),
            ("freefloat", ByValue),
            ("floatpct", ByValue),
            ("floatpercent", ByValue),
            ("trfreefloatpct", ByValue),
            ("osfreefloatpct", ByValue),
            ("sharesfloat", OverShares),
            ("floatshares", OverShares),
            ("eqyfloat", OverShares),
            ("floatsharesoutstanding", OverShares),
            ("shsfloat", OverShares),
            ("float", ByValue),
        ],
    },
    Header { own: "mean_close_30d", names: &[("meanclose30d", AsIs), ("pxavg30d", AsIs)] },
    Header { own: "adv_usd", names: ADV_NAMES },
    Header {
        own: "security_type",
        names: &[
            ("securitytype", AsIs),
            ("securitytyp", AsIs),
            ("securitytyp2", AsIs),
            ("quotetype", AsIs),
            ("instrumenttype", AsIs),
            ("shrcd", AsIs),
            ("sectype", AsIs),
            ("assettype", AsIs),
            ("typespecs", AsIs),
            ("sharetype", AsIs),
            ("typeofsecurity", AsIs),
            ("fsymsecuritytype", AsIs),
            ("type", AsIs),
        ],
    },
    Header { own: "structure", names: &[("structure", AsIs)] },
    Header {
        own: "issuer",
        names: &[
            ("issuer", AsIs),
            ("idbbcompany", AsIs),
            ("permco", AsIs),
            ("gvkey", AsIs),
            ("fsymentityid", AsIs),
            ("factsetentityid", AsIs),
            ("organizationpermid", AsIs),
            ("cik", AsIs),
            ("orgpermid", AsIs),
        ],
    },
    Header {
        own: "id",
        names: &[
            ("id", AsIs),
            ("idbbglobal", AsIs),
            ("figi", AsIs),
            ("compositefigi", AsIs),
            ("permno", AsIs),
            ("cusip", AsIs),
            ("idcusip", AsIs),
            ("ncusip", AsIs),
            ("isin", AsIs),
            ("idisin", AsIs),
            ("fsymid", AsIs),
            ("fsymsecurityid", AsIs),
            ("sedol", AsIs),
            ("idsedol1", AsIs),
            ("trpermid", AsIs),
            ("permid", AsIs),
        ],
    },
    Header {
        own: "incorporation",
        names: &[
            ("incorporation", AsIs),
            ("cntryofincorporation", AsIs),
            ("countryofincorporation", AsIs),
            ("fic", AsIs),
            ("incorporationcountry", AsIs),
            ("entitycountryincorporation", AsIs),
            ("stateofincorporationcountry", AsIs),
            ("trcountryofincorporation", AsIs),
        ],
    },
    Header {
        own: "headquarters",
        names: &[
            ("headquarters", AsIs),
            ("cntryofdomicile", AsIs),
            ("countryofheadquarters", AsIs),
            ("loc", AsIs),
            ("entitycountryhq", AsIs),
            ("headquarterscountry", AsIs),
            ("countryisocodeofheadquarters", AsIs),
            ("hqcountry", AsIs),
            ("countryofdomicile", AsIs),
            ("trheadquarterscountry", AsIs),
            ("hqcountrycode", AsIs),
        ],
    },
    Header {
        own: "country_label",
        names: &[
            ("country", AsIs),
            ("countryname", AsIs),
            ("countryiso", AsIs),
            ("countryfullname", AsIs),
            ("cntryofrisk", AsIs),
            ("countrycode", AsIs),
            ("cntryissueiso", AsIs),
            ("countryofrisk", AsIs),
            ("countryorregionofregistration", AsIs),
            ("countryorregion", AsIs),
        ],
    },
    Header {
        own: "sector",
        names: &[
            ("sector", AsIs),
            ("gicssectorname", AsIs),
            ("gicssector", AsIs),
            ("trbceconomicsectorname", AsIs),
            ("icbindustryname", AsIs),
            ("economicsector", AsIs),
            ("factsetsector", AsIs),
            ("gsector", AsIs),
            ("sectorname", AsIs),
            ("factseteconsector", AsIs),
        ],
    },
    Header {
        own: "industry",
        names: &[
            ("industry", AsIs),
            ("gicsindustryname", AsIs),
            ("gicssubindustryname", AsIs),
            ("gicsindustry", AsIs),
            ("trbcindustryname", AsIs),
            ("icbsubsectorname", AsIs),
            ("factsetindustry", AsIs),
            ("gind", AsIs),
            ("industryname", AsIs),
            ("gicssubindustry", AsIs),
        ],
    },
    Header {
        own: "listing_date",
        names: &[
            ("listingdate", AsIs),
            ("eqyinitpodt", AsIs),
            ("ipodate", AsIs),
            ("begdat", AsIs),
            ("firsttradedate", AsIs),
            ("firstlistingdate", AsIs),
            ("firsttradingdate", AsIs),
        ],
    },
    Header { own: "share_class", names: &[("shareclass", AsIs), ("shrcls", AsIs)] },
    Header { own: "unrestricted_votes_pct", names: &[("unrestrictedvotespct", ByValue)] },
    Header { own: "conversion_ratio", names: &[("conversionratio", AsIs)] },
    Header { own: "volume_2y", names: &[("volume2y", AsIs)] },
    Header { own: "trading_days_2y", names: &[("tradingdays2y", AsIs)] },
    Header { own: "documented_date", names: &[("documenteddate", AsIs)] },
    Header { own: "book_value", names: &[("bookvalueusd", AsIs), ("ceq", Millions)] },
    Header {
        own: "earnings",
        names: &[
            ("earnings", AsIs),
            ("trail12mnetinc", ByValue),
            ("ib", Millions),
            ("netincometocommon", AsIs),
        ],
    },
];

/// Of a membership.
const MEMBERSHIP: &[Header] = &[
    SYMBOL,
    NAME,
    Header { own: "segment", names: &[("segment", AsIs)] },
    Header {
        own: "index",
        names: &[
            ("index", AsIs),
            ("indexname", AsIs),
            ("indexcode", AsIs),
            ("indexticker", AsIs),
            ("benchmark", AsIs),
            ("parentindex", AsIs),
            ("portfolio", AsIs),
        ],
    },
    Header {
        own: "held_on",
        names: &[
            ("heldon", AsIs),
            ("date", AsIs),
            ("asof", AsIs),
            ("asofdate", AsIs),
            ("datadate", AsIs),
            ("effectivedate", AsIs),
            ("holdingsdate", AsIs),
        ],
    },
    Header {
        own: "index_shares",
        names: &[("indexshares", ByValue), ("sharesinindex", ByValue), ("idxshares", ByValue)],
    },
    Header {
        own: "index_float_pct",
        names: &[
            ("indexfloatpct", ByValue),
            ("floatfactor", ByValue),
            ("investabilityweight", ByValue),
            ("floatpct", ByValue),
            ("indexfloat", ByValue),
            ("iwf", ByValue),
        ],
    },
    Header { own: "indexes", names: &[("indexes", AsIs)] },
    Header {
        own: "id",
        names: &[
            ("id", AsIs),
            ("figi", AsIs),
            ("idbbglobal", AsIs),
            ("cusip", AsIs),
            ("isin", AsIs),
            ("sedol", AsIs),
            ("permno", AsIs),
        ],
    },
    Header { own: "share_class", names: &[("shareclass", AsIs), ("shrcls", AsIs)] },
];

/// Of facts.
const FACTS: &[Header] = &[
    SYMBOL,
    Header { own: "field", names: &[("field", AsIs)] },
    Header { own: "value", names: &[("value", AsIs)] },
    Header {
        own: "as_of",
        names: &[
            ("asof", AsIs),
            ("asofdate", AsIs),
            ("date", AsIs),
            ("datadate", AsIs),
            ("knownon", AsIs),
        ],
    },
    Header { own: "source", names: &[("source", AsIs)] },
    Header {
        own: "nationality",
        names: &[
            ("nationality", AsIs),
            ("country", AsIs),
            ("assignedcountry", AsIs),
            ("countryiso", AsIs),
        ],
    },
    Header {
        own: "float",
        names: &[
            ("float", ByValue),
            ("freefloatpct", ByValue),
            ("eqyfreefloatpct", ByValue),
            ("freefloatpercent", ByValue),
            ("floatpct", ByValue),
            ("freefloat", ByValue),
            ("impliedfloatfactor", ByValue),
            ("floatfactor", ByValue),
            ("floatshares", OverShares),
            ("sharesfloat", OverShares),
        ],
    },
    Header {
        own: "shares",
        names: &[
            ("shares", ByValue),
            ("sharesoutstanding", ByValue),
            ("eqyshout", ByValue),
            ("shrout", Thousands),
            ("sharesout", ByValue),
        ],
    },
    Header { own: "cap", names: CAP_NAMES },
    Header { own: "votes", names: &[("votes", ByValue), ("unrestrictedvotespct", ByValue)] },
    Header { own: "structure", names: &[("structure", AsIs)] },
    Header { own: "security_type", names: &[("securitytype", AsIs), ("securitytyp", AsIs)] },
    Header { own: "issuer", names: &[("issuer", AsIs)] },
    Header { own: "share_class", names: &[("shareclass", AsIs), ("shrcls", AsIs)] },
];

/// Of a panel.
const PANEL: &[Header] = &[
    DATE,
    SYMBOL,
    EXCHANGE,
    PRICE,
    Header { own: "market_cap", names: CAP_NAMES },
    Header {
        own: "price_return",
        names: &[
            ("pricereturn", ByValue),
            ("retx", AsIs),
            ("dlyretx", AsIs),
            ("mthretx", AsIs),
            ("returnexdividends", ByValue),
            ("pricereturn1m", ByValue),
            ("pricechange", ByValue),
        ],
    },
    Header {
        own: "adjusted_price",
        names: &[
            ("adjustedprice", AsIs),
            ("adjclose", AsIs),
            ("adjustedclose", AsIs),
            ("adjustedcloseprice", AsIs),
            ("pxlastadj", AsIs),
        ],
    },
    Header {
        own: "country",
        names: &[("country", AsIs), ("countryname", AsIs), ("countryiso", AsIs)],
    },
    Header { own: "adv_usd", names: ADV_NAMES },
    Header { own: "days", names: &[("days", AsIs), ("sessions", AsIs)] },
    Header { own: "share_class", names: &[("shareclass", AsIs), ("shrcls", AsIs)] },
];

/// The headers that may be columns of an own file.
pub(super) fn headers(kind: TargetKind) -> &'static [Header] {
    match kind {
        TargetKind::Universe => UNIVERSE,
        TargetKind::Membership => MEMBERSHIP,
        TargetKind::Facts => FACTS,
        TargetKind::Panel => PANEL,
    }
}

/// Whether a text is the name of a column that any vendor has.
pub(super) fn is_known(kind: TargetKind, name: &str) -> bool {
    let plain = super::codes::plain(name);
    headers(kind).iter().any(|header| {
        super::codes::plain(header.own) == plain
            || header.names.iter().any(|(known, _)| *known == plain)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::universe::import::table::target::Target;

    #[test]
    fn every_header_is_of_an_own_column_and_plain() {
        for target in [Target::universe(), Target::membership(), Target::facts()] {
            for header in headers(target.kind) {
                assert!(target.find(header.own).is_some(), "{}", header.own);
                for (name, _) in header.names {
                    assert_eq!(super::super::codes::plain(name), *name);
                }
            }
        }
    }
}
