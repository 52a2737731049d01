//! The names that vendors give to columns: Bloomberg, `FactSet`, Refinitiv (LSEG), CRSP, Compustat, `yfinance`,
//! `TradingView`, Finviz, the NASDAQ screener's API and NASDAQ's symbol directory.
//!
//! Names are compared only by their letters and digits. If several columns of a table could be the same
//! own column, the one whose name comes first here is suggested.

use super::target::TargetKind;

/// The scale of the numbers of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scale {
    /// As in the own column: USD, shares, per cent.
    AsIs,
    /// In thousands.
    Thousands,
    /// In millions.
    Millions,
    /// To be determined from its values.
    ByValue,
    /// Per cent, although the own column holds fractions.
    PerCent,
    /// Shares, to be divided by the shares outstanding.
    OverShares,
    /// Shares a day, to be multiplied by the price.
    TimesPrice,
    /// Shares or dollars a day: the name is used for both.
    SharesOrDollars,
}

/// An own column with the names that vendors give it.
pub(super) struct Header {
    pub(super) own: &'static str,
    /// The names, separated by blanks; a name whose scale differs from the own column's has a mark after
    /// an equals sign.
    names: &'static str,
}

impl Header {
    /// The names with their scales, the most likely first.
    pub(super) fn names(&self) -> impl Iterator<Item = (&'static str, Scale)> {
        self.names.split_whitespace().map(|name| match name.split_once('=') {
            None => (name, Scale::AsIs),
            Some((name, "k")) => (name, Scale::Thousands),
            Some((name, "m")) => (name, Scale::Millions),
            Some((name, "p")) => (name, Scale::PerCent),
            Some((name, "over")) => (name, Scale::OverShares),
            Some((name, "price")) => (name, Scale::TimesPrice),
            Some((name, "either")) => (name, Scale::SharesOrDollars),
            Some((name, _)) => (name, Scale::ByValue),
        })
    }
}

const SYMBOL: Header = Header {
    own: "symbol",
    names: "symbol ticker tickersymbol tic parsekyabledes tickerandexchcode tickerregion \
            bbgticker bloombergticker ric identifierric instrument security actsymbol \
            nasdaqsymbol cqssymbol localticker htick tsymbol identifier factsetticker \
            holdingticker constituentticker tickers symbols stock",
};

const NAME: Header = Header {
    own: "name",
    names: "name securityname securitydes companyname company companycommonname longname \
            trcommonname shortname longcompname comnam issuernm securitynm conm description issuername \
            shortnm propername fgcompanyname ffconame companyfullname",
};

const DATE: Header = Header {
    own: "date",
    names: "date asof asofdate asofdt datadate dlycaldt mthcaldt caldt tradedate pricedate \
            pricingdate effectivedate day datetime priceclosedate valuationdate pricedt tradedt",
};

const EXCHANGE: Header = Header {
    own: "exchange",
    names: "exchange exchcode eqyprimexchshrt eqyprimexch primaryexch primexch \
            exchangecode exchangename primaryexchange listingexchange fullexchangename \
            exchcd hexcd exchg mic listingvenue micexchcode idmicprimexch market \
            marketcategory",
};

const PRICE: Header = Header {
    own: "price",
    names: "price pxlast lastprice close closeprice closingprice priceclose trpriceclose \
            pprice fgprice prc dlyprc mthprc prccd prccm prcc lastsale last \
            regularmarketprice currentprice pxclose pxclose1d previousclose \
            regularmarketpreviousclose pricelocal priceusd closeusd lasttrade px prccf prccq \
            prcusd pxusd lastpx closepx unadjustedclose",
};

const CAP_NAMES: &str = "companymarketcap=? marketcap=? curmktcap=? marketcapitalization=? \
    marketcapitalisation=? mktcap=? trcompanymarketcap=? ffmktval=? fgmktvalue=? \
    marketvalue=? mktval=? mkvalt=m dlycap=k mthcap=k marketcapbasic=? histmarketcap=? \
    historicalmarketcap=? totalmarketcap=? companymarketvalue=? marketcapusd=? \
    marketcapm=m marketcapmm=m mktcapmm=m cap=? pmarketval=? pmktval=? mkvaltm=m mkvaltq=m \
    mktcapusd=? mcap=? mcapusd=? mktvalue=? capusd=? marketcapitalizationusd=? totalcap=?";

const ADV_NAMES: &str = "advusd advusd3m averagedollarvolume dollarvolume turnoveravg30d volumeavg30d=price \
    volume1day=price volumeavg3m=price averagevolume=price averagevolume10day=price \
    averagedailyvolume3month=price averagevolume30day=price averagevolume10days=price \
    avgvolume=price avgvol=price averagevolume30days=price averagedailyvolume=either \
    adv=either adv20=either adv30=either adv30d=either adv3m=either volume=price vol=price dlyvol=price \
    tradingvolume=either cshtrd=price";

const INCORPORATION: Header = Header {
    own: "incorporation",
    names: "incorporation cntryofincorporation countryofincorporation fic \
        incorporationcountry entitycountryincorporation stateofincorporationcountry \
        trcountryofincorporation",
};

const HEADQUARTERS: Header = Header {
    own: "headquarters",
    names: "headquarters cntryofdomicile countryofheadquarters loc entitycountryhq \
        headquarterscountry countryisocodeofheadquarters hqcountry countryofdomicile domicile \
        domicilecountry \
        trheadquarterscountry hqcountrycode",
};

/// The currency of prices, not the one in which a company reports.
const CURRENCY: Header = Header {
    own: "currency",
    names: "currency crncy currencycode tradingcurrency quotecurrency quotedcurrency quotedcrncy \
        pricecurrency pricecrncy tradecurrency listingcurrency curcdd currencyiso isocurrency \
        currencyisocode pcurrency pcurrencycode pricingcurrency currencyofprice localcurrency \
        trpriceclosecurrency ccy curr marketcurrency",
};

const CAP_CURRENCY: Header = Header {
    own: "cap_currency",
    names: "marketcapitalizationcurrency marketcapcurrency capcurrency mktcapcurrency \
        trcompanymarketcapcurrency",
};

/// Headers of a universe.
const UNIVERSE: &[Header] = &[
    SYMBOL,
    NAME,
    DATE,
    EXCHANGE,
    PRICE,
    Header { own: "company_market_cap", names: CAP_NAMES },
    Header {
        own: "shares_outstanding",
        names: "sharesoutstanding=? eqyshout=? eqyshoutreal outstandingshares=? \
            commonsharesoutstanding=? pcomshsout=? ffcomshsout=? comshsout=? shrout=k \
            shareout=? cshoc cshom csho=m totalsharesoutstanding=? trsharesoutstanding=? \
            totalcommonsharesoutstanding=? issueshares=? trissuesharesoutstanding=? shsoutstand=? sharesout=? \
            totalsharesoutstandingfundamental=? cshoq=m shrs=? shares=? sharesout000=k so=? \
            shsout=? noofshares=? numberofshares=?",
    },
    Header {
        own: "free_float_pct",
        names: "freefloatpct=? eqyfreefloatpct=? freefloatpercent=? freefloatpercentage=? \
            freefloat=? floatpct=? floatpercent=? trfreefloatpct=? osfreefloatpct=? \
            sharesfloat=over floatshares=over eqyfloat=over floatsharesoutstanding=over \
            shsfloat=over float=? freefloatshares=over freefloat=over float=over",
    },
    Header { own: "mean_close_30d", names: "meanclose30d pxavg30d" },
    Header { own: "adv_usd", names: ADV_NAMES },
    Header {
        own: "security_type",
        names: "sharetype securitytype securitytyp securitytyp2 quotetype instrumenttype shrcd sectype \
            assettype typespecs tpci issuetype issuetypecode typeofsecurity fsymsecuritytype type",
    },
    Header { own: "structure", names: "structure etf securitysubtype" },
    Header { own: "us_incorporated", names: "usincorporated usincflg usincorporationflag" },
    Header {
        own: "issuer",
        names: "issuer idbbcompany permco gvkey fsymentityid factsetentityid \
            organizationpermid cik orgpermid",
    },
    Header {
        own: "id",
        names: "id idbbglobal figi compositefigi permno cusip idcusip ncusip isin idisin \
            fsymid fsymsecurityid sedol idsedol1 trpermid permid",
    },
    INCORPORATION,
    HEADQUARTERS,
    Header {
        own: "country_label",
        names: "country countryname countryiso countryfullname cntryofrisk countrycode \
            cntryissueiso countryofrisk countryorregionofregistration countryorregion",
    },
    Header {
        own: "sector",
        names: "sector gicssectorname gicssector trbceconomicsectorname icbindustryname \
            economicsector factsetsector gsector sectorname factseteconsector",
    },
    Header {
        own: "industry",
        names: "industry gicsindustryname gicssubindustryname gicsindustry trbcindustryname \
            icbsubsectorname factsetindustry gind industryname gicssubindustry",
    },
    Header {
        own: "listing_date",
        names: "listingdate eqyinitpodt ipodate begdat firsttradedate firstlistingdate \
            firsttradingdate",
    },
    Header { own: "share_class", names: "shareclass shrcls" },
    Header { own: "unrestricted_votes_pct", names: "unrestrictedvotespct=?" },
    Header { own: "conversion_ratio", names: "conversionratio" },
    Header { own: "volume_2y", names: "volume2y" },
    Header { own: "trading_days_2y", names: "tradingdays2y" },
    Header { own: "documented_date", names: "documenteddate" },
    Header { own: "book_value", names: "bookvalueusd ceq=m" },
    Header { own: "earnings", names: "earnings trail12mnetinc=? ib=m netincometocommon" },
    Header {
        own: "description",
        names: "securitydescription securitydesc issuedescription issuename instrumentname \
            instrumentdescription securityname securitylongname securitydes securitynm sharedescription \
            description longname",
    },
    CURRENCY,
    CAP_CURRENCY,
    Header {
        own: "reporting_currency",
        names: "financialcurrency reportingcurrency curcd eqyfundcrncy fundamentalcurrency",
    },
];

/// Headers of a membership.
const MEMBERSHIP: &[Header] = &[
    SYMBOL,
    NAME,
    Header { own: "segment", names: "segment" },
    Header {
        own: "index",
        names: "index indexname indexcode indexticker benchmark parentindex portfolio \
            russellindex indexmembership membership russellindexmembership russell rindex \
            memberof ftserussellindex",
    },
    Header {
        own: "held_on",
        names: "heldon date asof asofdate datadate effectivedate holdingsdate",
    },
    Header { own: "index_shares", names: "indexshares=? sharesinindex=? idxshares=?" },
    Header {
        own: "index_float_pct",
        names: "indexfloatpct=? floatfactor=? investabilityweight=? floatpct=? indexfloat=? \
            iwf=?",
    },
    Header { own: "indexes", names: "indexes" },
    Header { own: "id", names: "id figi idbbglobal cusip isin sedol permno" },
    Header { own: "share_class", names: "shareclass shrcls" },
];

/// Headers of facts.
const FACTS: &[Header] = &[
    SYMBOL,
    Header { own: "field", names: "field" },
    Header { own: "value", names: "value" },
    Header { own: "as_of", names: "asof asofdate date datadate knownon" },
    Header { own: "source", names: "source" },
    Header {
        own: "nationality",
        names: "nationality country assignedcountry countryiso countryname assignednationality \
            countryofassignment countryassigned",
    },
    INCORPORATION,
    HEADQUARTERS,
    Header {
        own: "float",
        names: "float=? freefloatpct=? eqyfreefloatpct=? freefloatpercent=? floatpct=? \
            freefloat=? impliedfloatfactor=? floatfactor=? floatshares=over \
            sharesfloat=over",
    },
    Header { own: "shares", names: "shares=? sharesoutstanding=? eqyshout=? shrout=k sharesout=?" },
    Header { own: "cap", names: CAP_NAMES },
    Header { own: "votes", names: "votes=? unrestrictedvotespct=?" },
    Header { own: "structure", names: "structure etf" },
    Header { own: "security_type", names: "securitytype securitytyp" },
    Header { own: "issuer", names: "issuer" },
    Header { own: "share_class", names: "shareclass shrcls" },
    CURRENCY,
];

/// Headers of a panel.
const PANEL: &[Header] = &[
    DATE,
    SYMBOL,
    EXCHANGE,
    PRICE,
    Header { own: "market_cap", names: CAP_NAMES },
    Header {
        own: "price_return",
        names: "pricereturn=? retx=? dlyretx=? mthretx=? returnexdividends=? pricereturn1m=? \
            pricechange=? return=? returns=? ret=? dlyret=? mthret=? trt1m=p totalreturn=? \
            totalreturn1m=? grossreturn=? pricerelative=?",
    },
    Header {
        own: "adjusted_price",
        names: "adjustedprice adjclose adjustedclose adjustedcloseprice pxlastadj closeadj \
            closeadjusted adjpx adjprice priceadjusted splitadjustedprice prcadj",
    },
    Header { own: "country", names: "country countryname countryiso" },
    Header { own: "adv_usd", names: ADV_NAMES },
    Header { own: "days", names: "days sessions" },
    Header { own: "share_class", names: "shareclass shrcls" },
    CURRENCY,
    CAP_CURRENCY,
];

/// The headers for the columns of an own file.
pub(super) fn headers(kind: TargetKind) -> &'static [Header] {
    match kind {
        TargetKind::Universe => UNIVERSE,
        TargetKind::Membership => MEMBERSHIP,
        TargetKind::Facts => FACTS,
        TargetKind::Panel => PANEL,
    }
}

/// Whether a text is a vendor's name for any column.
pub(super) fn is_known(kind: TargetKind, name: &str) -> bool {
    let forms = forms(name);
    headers(kind).iter().any(|header| {
        forms.contains(&super::codes::plain(header.own))
            || header.names().any(|(known, _)| forms.iter().any(|form| form == known))
    })
}

/// The forms in which a name is compared with known ones: whole, and without its unit.
fn forms(name: &str) -> [String; 2] {
    [name, super::header_units::named(name).name].map(super::codes::plain)
}

/// Whether names of columns are those of a table of securities with their prices or caps, from any vendor.
pub(crate) fn is_of_universe(names: &[String]) -> bool {
    let names: Vec<[String; 2]> =
        names.iter().filter(|name| !name.is_empty()).map(|name| forms(name)).collect();
    let is_there = |form: &str| names.iter().flatten().any(|name| name == form);
    let has = |header: &Header| header.names().any(|(known, _)| is_there(known));
    let found: Vec<&str> = UNIVERSE.iter().filter(|h| has(h)).map(|header| header.own).collect();
    // A panel has a date as well.
    let is_dated = names.iter().any(|[whole, _]| whole == "date");
    let is_there = |own: &&str| found.contains(own);
    found.len() > 2
        && is_there(&"symbol")
        && ["price", "company_market_cap"].iter().any(is_there)
        && !is_dated
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
                for (name, _) in header.names() {
                    assert_eq!(super::super::codes::plain(name), name);
                }
            }
        }
    }
}
