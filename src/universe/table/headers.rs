//! Other names that vendors and programs use for the project's columns.
//!
//! Importers accept them; for the project's own files they serve as hints if a column is missing.

use super::Column;

/// Columns of the project and of importers with their synonyms, in lower case, letters and digits
/// only.
const SYNONYMS: &[(&str, &[&str])] = &[
    (
        "symbol",
        &["ticker", "tickersymbol", "symbolticker", "tickers", "holdingticker", "tickercode"],
    ),
    ("name", &["company", "companyname", "securityname", "holdingname", "issuername", "longname"]),
    (
        "price",
        &["lastsale", "last", "lastprice", "close", "closeprice", "closingprice", "pxlast", "prc"],
    ),
    ("lastsale", &["price", "last", "lastprice", "close", "closeprice", "closingprice"]),
    ("marketcap", &["mktcap", "marketcapitalization", "marketcapitalisation", "curmktcap", "cap"]),
    (
        "companymarketcap",
        &["marketcap", "mktcap", "marketcapitalization", "marketcapitalisation", "curmktcap"],
    ),
    (
        "sharesoutstanding",
        &["shares", "sharesout", "shsout", "shrout", "shs", "eqyshout", "outstandingshares"],
    ),
    ("freefloatpct", &["float", "freefloat", "floatpct", "pctfloat", "floatpercent"]),
    ("country", &["location", "domicile", "countryofdomicile", "countryname", "nation"]),
    ("exchange", &["exchcode", "primaryexchange", "mic", "market", "listingexchange"]),
    ("sector", &["gicssector", "gicssectorname", "industrysector"]),
    ("industry", &["gicsindustry", "gicsindustryname", "industryname"]),
    ("ipoyear", &["ipo", "yearofipo"]),
    ("date", &["asof", "asofdate", "day", "tradedate", "effectivedate"]),
    ("heldon", &["date", "asof", "asofdate"]),
    ("segment", &["index", "indexname", "membership"]),
    ("pricereturn", &["return", "ret", "retx", "returns", "totalreturn"]),
    ("old", &["oldsymbol", "oldticker", "from", "symbolold", "previoussymbol"]),
    ("new", &["newsymbol", "newticker", "to", "symbolnew"]),
    ("capexpected", &["cap", "marketcap", "expectedcap"]),
    ("ticker", &["symbol", "tickersymbol", "holdingticker"]),
    ("assetclass", &["assettype", "securitytype", "type"]),
    ("pctchange", &["change", "changepercent", "percentchange"]),
];

/// Replaces synonyms in a header by the column's own name, unless the header has that name already.
pub(super) fn rename(names: &mut [String], columns: &[Column]) {
    for column in columns {
        let is_own = |name: &String| name.eq_ignore_ascii_case(column.name);
        if names.iter().any(is_own) {
            continue;
        }
        let is_a_column = |name: &str| columns.iter().any(|c| c.name.eq_ignore_ascii_case(name));
        let own = plain(column.name);
        let same = names.iter().position(|name| plain(name) == own);
        let others = synonyms(column.name);
        let other = || {
            let means =
                |name: &String| others.contains(&plain(name).as_str()) && !is_a_column(name);
            names.iter().position(means)
        };
        if let Some(at) = same.or_else(other) {
            column.name.clone_into(&mut names[at]);
        }
    }
}

/// The name among some that is a synonym of a column, if any.
pub(super) fn synonym<'n>(
    column: &str,
    mut names: impl Iterator<Item = &'n str>,
) -> Option<&'n str> {
    let own = plain(column);
    names.find(|name| {
        let name = plain(name);
        name == own || synonyms(column).contains(&name.as_str())
    })
}

fn synonyms(column: &str) -> &'static [&'static str] {
    let own = plain(column);
    SYNONYMS.iter().find(|(name, _)| *name == own).map_or(&[], |(_, others)| others)
}

/// A name in lower case without blanks and punctuation; a per cent sign becomes a word.
fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '%' => plain.push_str("pct"),
            c if c.is_alphanumeric() => plain.extend(c.to_lowercase()),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn column(name: &'static str) -> Column {
        Column { name, required: true, holds: "", meaning: "" }
    }

    #[test]
    fn synonyms_are_accepted_by_importers_and_hinted_at_elsewhere() {
        let columns =
            [column("Symbol"), column("Last Sale"), column("Market Cap"), column("IPO Year")];
        let renamed = |names: &[&str]| -> Vec<String> {
            let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            rename(&mut names, &columns);
            names
        };
        let own = ["Symbol", "Last Sale", "Market Cap", "IPO Year", "Summary Quote"];
        assert_eq!(renamed(&["Ticker", "LastSale", "MarketCap", "IPOyear", "Summary Quote"]), own);
        assert_eq!(renamed(&["Ticker", "lastsale", "marketCap", "ipoyear", "Summary Quote"]), own);
        // A column that is present under its own name is not replaced by a synonym.
        assert_eq!(renamed(&["Ticker", "Symbol"]), ["Ticker", "Symbol"]);
        assert_eq!(renamed(&["Last", "Close"]), ["Last Sale", "Close"]);
        assert_eq!(synonym("symbol", ["Name", "Ticker"].into_iter()), Some("Ticker"));
        assert_eq!(synonym("price", ["Volume", "PX_LAST"].into_iter()), Some("PX_LAST"));
        assert_eq!(synonym("price", ["Volume"].into_iter()), None);
    }
}
