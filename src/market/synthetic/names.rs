//! Invented names, tickers and ids; any resemblance to real ones is coincidental.
//!
//! A name is about three syllables and a word for its trade. A ticker is a letter that few real
//! tickers start with (Q, X or Z) followed by letters of the name, so that synthetic and real tickers
//! seldom collide; ids start with `SYN`, which no registry uses.

use rustc_hash::FxHashSet;

use super::draw::Draw;
use crate::universe::SymbolKey;

const STARTS: &[&str] = &[
    "Vel", "Zor", "Quen", "Bryx", "Tal", "Ond", "Myr", "Fen", "Kal", "Dro", "Jath", "Lor", "Nev",
    "Pyr", "Sarv", "Ulm", "Wex", "Yar", "Cael", "Brim", "Hol", "Isk", "Glen", "Rov", "Thal",
    "Vash", "Orm", "Kest", "Lum", "Marn", "Ebr", "Dax", "Pell", "Skov", "Trell", "Aub", "Corv",
    "Nor", "Zel", "Garr", "Hesp", "Jun", "Vor", "Belv", "Quor", "Strav", "Elm", "Xan",
];
const MIDDLES: &[&str] = &[
    "a", "e", "i", "o", "ami", "ena", "idu", "oru", "ubi", "ale", "eri", "iso", "ova", "uma",
    "adra", "elo", "inta", "olo", "ura", "ani", "eso", "ivi", "ota", "yli",
];
const ENDS: &[&str] = &[
    "mora", "dane", "vex", "lith", "quist", "ren", "stad", "thor", "wyn", "zar", "bex", "cor",
    "dril", "fane", "gard", "holm", "jin", "kord", "lund", "mere", "nox", "pell", "ryn", "sko",
    "tane", "vard", "wick", "xis", "yne", "zent",
];

/// Sectors, each with words for company names and the industry that each word implies.
const TRADES: &[(&str, &[(&str, &str)])] = &[
    (
        "Basic Materials",
        &[("Metals", "Metals & Mining"), ("Chemical", "Chemicals"), ("Paper", "Forest Products")],
    ),
    (
        "Consumer Discretionary",
        &[
            ("Stores", "Retail"),
            ("Motors", "Automobiles"),
            ("Resorts", "Travel & Leisure"),
            ("Homes", "Home Construction"),
            ("Media", "Media"),
        ],
    ),
    ("Consumer Staples", &[("Foods", "Food Producers"), ("Brands", "Personal Goods")]),
    ("Energy", &[("Energy", "Oil & Gas Producers"), ("Drilling", "Oil Services")]),
    (
        "Financials",
        &[
            ("Bancorp", "Banks"),
            ("Financial", "Banks"),
            ("Insurance Group", "Insurance"),
            ("Capital", "Investment Services"),
        ],
    ),
    (
        "Health Care",
        &[
            ("Biosciences", "Biotechnology"),
            ("Therapeutics", "Biotechnology"),
            ("Pharma", "Pharmaceuticals"),
            ("Medical", "Medical Equipment"),
            ("Health", "Health Care Providers"),
        ],
    ),
    (
        "Industrials",
        &[
            ("Industries", "Machinery"),
            ("Aerospace", "Aerospace & Defense"),
            ("Logistics", "Transportation"),
            ("Services", "Business Services"),
        ],
    ),
    ("Real Estate", &[("Realty Trust", "REITs"), ("Properties", "REITs")]),
    (
        "Technology",
        &[
            ("Software", "Software"),
            ("Semiconductor", "Semiconductors"),
            ("Systems", "Hardware"),
            ("Networks", "Hardware"),
        ],
    ),
    ("Telecommunications", &[("Telecom", "Telecommunications Services")]),
    ("Utilities", &[("Power", "Electricity"), ("Water", "Water")]),
];

/// A word for a name and the industry that it implies; a generic pair if the sector is unknown.
pub(super) fn trade(draw: &mut Draw, sector: &str) -> (&'static str, &'static str) {
    TRADES.iter().find(|(name, _)| *name == sector).map_or(("Holdings", "Other"), |(_, trades)| {
        let (word, industry) = draw.pick(trades);
        (*word, *industry)
    })
}

/// Issues names, tickers and ids, each once.
#[derive(Debug)]
pub(super) struct Names {
    draw: Draw,
    bases: FxHashSet<String>,
    tickers: FxHashSet<SymbolKey>,
    ids: u32,
}

impl Names {
    pub(super) fn new(draw: Draw) -> Self {
        Self { draw, bases: FxHashSet::default(), tickers: FxHashSet::default(), ids: 0 }
    }

    /// The first word of a company's name.
    pub(super) fn base(&mut self) -> String {
        loop {
            let start = *self.draw.pick(STARTS);
            let base = format!("{start}{}{}", self.draw.pick(MIDDLES), self.draw.pick(ENDS));
            if self.bases.insert(base.clone()) {
                return base;
            }
        }
    }

    /// A ticker of three or four letters, derived from a name.
    pub(super) fn ticker(&mut self, base: &str) -> String {
        let letters = base.to_ascii_uppercase().into_bytes();
        for attempt in 0_u32.. {
            let first = char::from(letters[0]);
            let leads: Vec<char> = LEADS.into_iter().filter(|l| *l != first).collect();
            let mut ticker = format!("{}{first}", self.draw.pick(&leads));
            let more = if attempt == 0 && self.draw.chance(0.15) { 1 } else { 2 };
            if attempt < 24 {
                let places = self.draw.sample(letters.len() - 1, more);
                ticker.extend(places.iter().map(|&at| char::from(letters[at + 1])));
            } else {
                ticker.extend((0..more).map(|_| *self.draw.pick(ALPHABET)).map(char::from));
            }
            if self.claim(&ticker) {
                return ticker;
            }
        }
        unreachable!("the loop has no end but a free ticker")
    }

    /// A ticker derived from another one: with the first of `suffixes` that is free, else a new
    /// one.
    pub(super) fn derived(&mut self, root: &str, base: &str, suffixes: &[&str]) -> String {
        for suffix in suffixes {
            let ticker = format!("{root}{suffix}");
            if self.claim(&ticker) {
                return ticker;
            }
        }
        self.ticker(base)
    }

    fn claim(&mut self, ticker: &str) -> bool {
        self.tickers.insert(SymbolKey::new(ticker))
    }

    /// An id.
    pub(super) fn id(&mut self) -> String {
        self.ids += 1;
        format!("SYN{:06}", self.ids)
    }
}

const LEADS: [char; 3] = ['Q', 'X', 'Z'];
const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";

#[cfg(test)]
mod tests {
    use super::super::draw::Stream;
    use super::*;

    #[test]
    fn names_tickers_and_ids_are_unique() {
        let mut names = Names::new(Draw::new(1, Stream::Names));
        let mut seen = FxHashSet::default();
        for _ in 0..8_000 {
            let base = names.base();
            let ticker = names.ticker(&base);
            assert!(ticker.len() <= 4 && ticker.starts_with(['X', 'Z', 'Q']), "{ticker}");
            assert!(seen.insert(ticker));
            assert!(seen.insert(base));
        }
    }

    #[test]
    fn a_taken_suffix_gives_way_to_the_next() {
        let mut names = Names::new(Draw::new(1, Stream::Names));
        assert_eq!(names.derived("XVEL", "Velmora", &["W", ".WS"]), "XVELW");
        assert_eq!(names.derived("XVEL", "Velmora", &["W", "L"]), "XVELL");
    }
}
