//! Issuers' names for the columns of their lists of holdings, in the languages of their sites.
//!
//! Names are compared in lower case without blanks and punctuation: `Weight (%)` is `weight`.

use rust_decimal::Decimal;

use crate::universe::import::table::header_units::{Named, named};
use crate::universe::known::plain_name;
use crate::universe::table::Column;

/// Columns of a fund's holdings that are read, by their English names. Other languages and issuers'
/// own names are known as well, in any order.
pub const HOLDING_COLUMNS: &[Column] = &[
    Column { name: "Ticker", required: true, holds: "ticker", meaning: "the holding's ticker" },
    Column { name: "Name", required: true, holds: "text", meaning: "the holding's name" },
    Column {
        name: "Asset Class",
        required: false,
        holds: "text",
        meaning: "Equity, Stock or the like for a share; other rows are left out",
    },
    Column { name: "Exchange", required: false, holds: "text", meaning: "where it trades" },
    Column {
        name: "Weight (%)",
        required: false,
        holds: "per cent",
        meaning: "its weight in the fund; this, Market Value or Shares shows that it is the list of a fund",
    },
    Column { name: "Market Value", required: false, holds: "USD", meaning: "what the fund holds" },
    Column { name: "Shares", required: false, holds: "number", meaning: "shares held" },
    Column { name: "Price", required: false, holds: "USD", meaning: "of the fund's day" },
    Column {
        name: "Currency",
        required: false,
        holds: "text",
        meaning: "of price and market value; of another than USD, they are left unknown",
    },
    Column {
        name: "As of Date",
        required: false,
        holds: "date",
        meaning: "the day of the holdings, where it stands in the rows",
    },
    Column {
        name: "Fund Ticker",
        required: false,
        holds: "ticker",
        meaning: "the fund's own ticker, where it stands in the rows",
    },
    Column {
        name: "Fund Name",
        required: false,
        holds: "text",
        meaning: "the fund's name, where it stands in the rows",
    },
];

/// A column of holdings that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Field {
    Ticker,
    Name,
    AssetClass,
    Exchange,
    Weight,
    MarketValue,
    Shares,
    Price,
    Day,
    FundTicker,
    FundName,
    Currency,
}

/// The number of fields.
const FIELDS: usize = 12;

/// The names of each field; if a header has several of them, the one listed first here counts.
const NAMES: [(Field, &[&str]); FIELDS] = [
    (
        Field::Ticker,
        &[
            "ticker",
            "issuerticker",
            "emittententicker",
            "tickerdellemittente",
            "tickerdelémetteur",
            "tickerdelemetteur",
            "tickerdelemisor",
            "holdingticker",
            "holdingsticker",
            "tickersymbol",
            "tickersymbole",
            "symbol",
            "symbole",
            "simbolo",
            "símbolo",
        ],
    ),
    (
        Field::Name,
        &[
            "name",
            "nome",
            "nom",
            "nombre",
            "bezeichnung",
            "holdings",
            "holdingname",
            "holding",
            "securityname",
            "security",
            "longname",
            "shortname",
            "description",
            "company",
            "companyname",
        ],
    ),
    (
        Field::AssetClass,
        &[
            "assetclass",
            "anlageklasse",
            "classedactifs",
            "classedactif",
            "clasedeactivos",
            "clasedeactivo",
            "classediattività",
            "assettype",
            "classofshares",
            "holdingtype",
        ],
    ),
    (
        Field::Exchange,
        &["exchange", "börse", "bourse", "placedecotation", "borsa", "cambio", "bolsa", "mercado"],
    ),
    (
        Field::Weight,
        &[
            "weight",
            "weighting",
            "gewichtung",
            "pondération",
            "ponderation",
            "ponderazione",
            "ponderación",
            "peso",
            "poids",
            "offunds",
            "offund",
            "percentoffunds",
            "percentoffund",
            "percentofassets",
            "percentofnetassets",
            "ofnetassets",
            "netassets",
            "percentweight",
            "portfolioweight",
        ],
    ),
    (
        Field::MarketValue,
        &[
            "marketvalue",
            "marktwert",
            "valeurdemarché",
            "valoredimercato",
            "valordemercado",
            "marketvalueusd",
        ],
    ),
    (
        Field::Shares,
        &[
            "shares",
            "sharesheld",
            "quantity",
            "nominale",
            "sharesparvalue",
            "sharesorparvalue",
            "quantité",
            "quantità",
            "cantidad",
            "azioni",
            "actions",
            "acciones",
            "nombredetitres",
        ],
    ),
    (Field::Price, &["price", "kurs", "prix", "cours", "prezzo", "precio"]),
    (Field::Day, &["asofdate", "date"]),
    (Field::FundTicker, &["fundticker"]),
    (Field::FundName, &["fundname"]),
    (
        Field::Currency,
        &["currency", "localcurrency", "währung", "devise", "valuta", "divisa", "moneda"],
    ),
];

/// Names in languages that use a decimal comma.
const WITH_DECIMAL_COMMA: [&str; 8] = [
    "emittententicker",
    "anlageklasse",
    "marktwert",
    "tickerdelémetteur",
    "valeurdemarché",
    "tickerdellemittente",
    "valoredimercato",
    "valordemercado",
];

/// The position of each field in a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    places: [Option<usize>; FIELDS],
    /// The factor by which the numbers of each field are multiplied if the header states a unit: `Shares
    /// (000)`.
    factors: [Decimal; FIELDS],
    /// The names without blanks and punctuation.
    pub(super) names: Vec<String>,
}

impl Header {
    /// The header with these cells; `None` if they are not a header of holdings.
    pub(super) fn of<'c>(cells: impl Iterator<Item = &'c str>) -> Option<Self> {
        // A name without a unit is compared as a whole.
        let parted = |cell: &'c str| {
            let stated = named(cell);
            if stated.unit.is_some() { stated } else { Named { name: cell, unit: None } }
        };
        let stated: Vec<Named<'_>> = cells.map(parted).collect();
        let mut names: Vec<String> = stated.iter().map(|column| plain_name(column.name)).collect();
        while names.last().is_some_and(String::is_empty) {
            names.pop();
        }
        if !is_header(&names) {
            return None;
        }
        let mut places = [None; FIELDS];
        let mut factors = [Decimal::ONE; FIELDS];
        for (field, known) in NAMES {
            let place = known.iter().find_map(|own| names.iter().position(|name| name == own));
            places[field as usize] = place;
            let unit = place.and_then(|at| stated[at].unit);
            if let Some(factor) = unit.and_then(|unit| unit.multiplier()) {
                factors[field as usize] = factor;
            }
        }
        Some(Self { places, factors, names })
    }

    /// The position of a field.
    pub(super) fn place(&self, field: Field) -> Option<usize> {
        self.places[field as usize]
    }

    /// The factor for the numbers of a field.
    pub(super) fn factor(&self, field: Field) -> Decimal {
        self.factors[field as usize]
    }

    /// Whether it is in a language with decimal commas.
    pub(super) fn has_decimal_commas(&self) -> bool {
        self.names.iter().any(|name| WITH_DECIMAL_COMMA.contains(&name.as_str()))
    }

    /// A name that occurs twice in the header and is read.
    pub(super) fn repeated(&self) -> Option<&str> {
        let is_twice = |name: &&String| self.names.iter().filter(|other| other == name).count() > 1;
        let read = self.places.iter().flatten().map(|at| &self.names[*at]);
        read.into_iter().find(is_twice).map(String::as_str)
    }
}

/// Whether plain names are a header of holdings, that is, state whose shares are held, and how much of
/// them or in which class.
pub(crate) fn is_header(names: &[String]) -> bool {
    let has = |field: Field| {
        let (_, known) = NAMES[field as usize];
        names.iter().any(|name| known.contains(&name.as_str()))
    };
    let held = [Field::AssetClass, Field::Weight, Field::MarketValue, Field::Shares];
    let is_of_fund = held.into_iter().any(has);
    has(Field::Ticker) && has(Field::Name) && is_of_fund
}

/// Words for shares among the classes of assets and of shares, in lower case.
const SHARES: [&str; 18] = [
    "equit",
    "aktie",
    "azion",
    "actions",
    "accion",
    "renta variable",
    "common",
    "ordinary",
    "stock",
    "share",
    "reit",
    "real estate",
    "receipt",
    "adr",
    "partnership",
    "class a",
    "class b",
    "class c",
];

/// Words for classes that are not shares, whatever else the row states.
const NO_SHARES: [&str; 16] = [
    "cash",
    "currency",
    "money market",
    "future",
    "derivat",
    "collateral",
    "swap",
    "option",
    "forward",
    "bond",
    "fixed income",
    "repo",
    "treasur",
    "preferred",
    "warrant",
    "right",
];

/// The meaning of a class of assets or of shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Share,
    NoShare,
    Unknown,
}

/// The meaning of a class.
pub(super) fn class_of(class: &str) -> Class {
    let class = class.to_lowercase();
    let has_any = |words: &[&str]| words.iter().any(|word| class.contains(word));
    if has_any(&NO_SHARES) {
        Class::NoShare
    } else if has_any(&SHARES) {
        Class::Share
    } else {
        Class::Unknown
    }
}

/// Whether the name of a holding is that of cash, of a cash fund, or of a derivative.
pub(super) fn is_cash(ticker: &str, name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let whole = ["CASH", "USD", "US DOLLAR", "U.S. DOLLAR", "US DOLLARS", "USD CASH", "CASH USD"];
    let within = [
        "MONEY MARKET",
        "MONEY MKT",
        "CASH FUND",
        "CASH FND",
        "CSH FND",
        "LIQUID RESERVES",
        "NET OTHER ASSETS",
        "CASH COLLATERAL",
        "MARKET LIQUIDITY FUND",
        "E-MINI",
        "EMINI",
        "FUTURE ",
        "FUTURES",
        "TOTAL RETURN SWAP",
    ];
    ticker == "USD" || whole.contains(&name.trim()) || within.iter().any(|word| name.contains(word))
}

/// Whether the name of a holding is that of a right, an escrow or a warrant. Such a word follows the name
/// of the company; if it comes first, it is part of the company's own name.
pub(super) fn is_right(name: &str) -> bool {
    let name = name.trim().to_ascii_uppercase();
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut later = words.skip(1);
    later.any(|word| matches!(word, "CVR" | "CVRS" | "ESCROW" | "WARRANT" | "WARRANTS"))
        || name.contains("CONTINGENT VALUE")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_told_in_every_language() {
        for header in [
            "Ticker,Name,Sector,Asset Class,Market Value,Weight (%),Notional Value,Quantity",
            "Name,Issuer Ticker,Asset Class",
            "Emittententicker,Name,Sektor,Anlageklasse,Marktwert,Gewichtung (%),Nominalwert,Nominale",
            "Ticker dell'emittente,Nome,Settore,Asset Class,Valore di mercato,Ponderazione (%)",
            "Ticker de l’émetteur,Nom,Secteur,Classe d’actifs,Valeur de marché,Pondération (%)",
            ",SEDOL,HOLDINGS,TICKER,% OF FUNDS*,SUB-INDUSTRY,COUNTRY,MARKET VALUE*,SHARES",
            "As-Of-Date,Symbol,Quantity,Percent of Assets,Name,BBG FIGI,Country",
            "Fund Ticker,Security Identifier,Holding Ticker,Shares/Par Value,MarketValue,Weight,Name",
            "Name,Ticker,Identifier,SEDOL,Weight,Sector,Shares Held,Local Currency",
        ] {
            assert!(Header::of(header.split(',')).is_some(), "{header}");
        }
        for header in ["Ticker,Name", "symbol,name,exchange,price", "Fund Holdings as of,May", ""] {
            assert_eq!(Header::of(header.split(',')), None, "{header}");
        }
    }

    #[test]
    fn the_quantity_is_no_nominal_value() {
        let header = Header::of("Name,Ticker,Nominalwert,Nominale".split(',')).expect("a header");
        assert_eq!(header.place(Field::Shares), Some(3));
    }

    #[test]
    fn classes_say_what_is_a_share() {
        for (class, expected) in [
            ("Equity", Class::Share),
            ("Aktien", Class::Share),
            ("Azionario", Class::Share),
            ("Common Stock", Class::Share),
            ("Real Estate Investment Trust", Class::Share),
            ("American Depository Receipt", Class::Share),
            ("Cash Collateral and Margins", Class::NoShare),
            ("Futures", Class::NoShare),
            ("Preferred Stock", Class::NoShare),
            ("Rights", Class::NoShare),
            ("Something", Class::Unknown),
        ] {
            assert_eq!(class_of(class), expected, "{class}");
        }
        assert!(is_right("QZALIS INC - CVR") && is_right("QZALIS EQUITY WARRANTS SERIES A"));
        for name in ["CVR QZALIS INC", "CVRX INC", "BRIGHTS CORP", "WARRANTY QZ INC"] {
            assert!(!is_right(name), "{name}");
        }
        assert!(is_cash("RTYM6", "RUSSELL 2000 E-MINI JUN26") && is_cash("-", "US DOLLAR"));
        assert!(!is_cash("PAY", "CASH CONVERTERS"));
    }
}
