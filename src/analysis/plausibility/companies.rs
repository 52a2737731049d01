//! Doubts about share classes: classes put together wrongly, or not put together at all.

use std::hash::{Hash, Hasher};

use rust_decimal::Decimal;
use smallvec::SmallVec;

use super::values::{of_column, of_line};
use super::{NAMED, Plausibility, all, size};
use crate::remark::{Remark, ValueDoubt};
use crate::universe::same::by_hash;
use crate::universe::{Company, Security, SecurityType, Structure, Universe};

/// Numbers of shares that differ by no more than this fraction are equal, as caps and prices are
/// rounded.
const SAME_SHARES: f64 = 0.02;

/// The largest number of listed share classes that a company may plausibly have.
const MOST_CLASSES: usize = 10;

/// Number of companies of one name that are compared with each other: a name that more companies share tells nothing
/// about each of them.
const MOST_COMPARED: usize = 100;

/// All doubts about how lines form companies; `file` is what reports call the universe.
pub fn universe(universe: &Universe, file: &str, limits: &Plausibility) -> Vec<Remark> {
    // Any other doubts about such companies follow from this one.
    if let Some(unlike) = issuers_unlike(universe, file, limits) {
        return vec![unlike];
    }
    all(&[&|| classes_far_apart(universe, file, limits), &|| lines_twice(universe, file), &|| {
        one_company_twice(universe, file, limits)
    }])
}

/// Classes whose shares are added up although they cannot be of the same kind.
///
/// If the source states the company's cap, no shares are added up, so prices may differ.
fn classes_far_apart(universe: &Universe, file: &str, limits: &Plausibility) -> Option<Remark> {
    let counts =
        |s: &&Security| s.security_type == SecurityType::Common && s.shares_outstanding().is_some();
    let mut found: Vec<(f64, &Security, &Security)> = Vec::new();
    for company in universe.companies.iter().filter(|company| company.lines.len() > 1) {
        let lines: Vec<&Security> = universe.lines(company).filter(counts).collect();
        if universe.lines(company).any(|s| s.company_market_cap().is_some()) {
            continue;
        }
        let unit_price =
            |s: &Security| s.price().map(|price| size(price) / size(s.conversion_ratio).max(1e-9));
        let priced = || lines.iter().filter_map(|&s| Some((unit_price(s)?, s)));
        let dearest = priced().max_by(|a, b| a.0.total_cmp(&b.0));
        let cheapest = priced().min_by(|a, b| a.0.total_cmp(&b.0));
        if let (Some((high, dear)), Some((low, cheap))) = (dearest, cheapest)
            && low > 0.0
            && high / low >= limits.class_price_ratio
        {
            found.push((high / low, dear, cheap));
        }
    }
    let &(ratio, dear, cheap) = found.first()?;
    let kind = ValueDoubt::ClassesFarApart {
        companies: found.len(),
        dear: dear.symbol().to_owned(),
        dear_price: dear.price().unwrap_or_default().normalize(),
        cheap: cheap.symbol().to_owned(),
        cheap_price: cheap.price().unwrap_or_default().normalize(),
        ratio: super::rounded(ratio),
    };
    let places = [of_line(file, dear), of_line(file, cheap)];
    Some(Remark::from(kind).on(found.len(), universe.companies.len()).at(places))
}

/// Lines of one company with exactly the same price and shares: the same line under two tickers,
/// whose shares are added up twice.
fn lines_twice<'u>(universe: &'u Universe, file: &str) -> Option<Remark> {
    let twins = |company: &'u Company| -> Option<(&'u Security, &'u Security)> {
        if company.lines.len() < 2 {
            return None;
        }
        let common = |s: &&Security| s.security_type == SecurityType::Common;
        let lines: Vec<&Security> = universe.lines(company).filter(common).collect();
        if lines.len() < 2 || lines.iter().any(|s| s.company_market_cap().is_some()) {
            return None;
        }
        let is_alike = |a: &Security, b: &Security| {
            let is_known = a.price().is_some() && a.shares_outstanding().is_some();
            is_known && (a.price(), a.shares_outstanding()) == (b.price(), b.shares_outstanding())
        };
        lines
            .iter()
            .enumerate()
            .find_map(|(at, a)| lines[at + 1..].iter().find(|b| is_alike(a, b)).map(|b| (*a, *b)))
    };
    let found: Vec<(&Security, &Security)> = universe.companies.iter().filter_map(twins).collect();
    let &(one, other) = found.first()?;
    let kind = ValueDoubt::LinesTwice {
        file: file.to_owned(),
        companies: found.len(),
        symbol: one.symbol().to_owned(),
        other: other.symbol().to_owned(),
    };
    let places = [of_line(file, one), of_line(file, other)];
    Some(Remark::from(kind).on(found.len(), universe.companies.len()).at(places))
}

/// Companies with two common lines whose stated caps of the whole company differ too much for both
/// to be right. For files that state caps of companies; `counts` says for which lines. An import
/// that derived caps from a vendor's caps of lines has reported this itself.
pub fn stated_caps(
    universe: &Universe,
    file: &str,
    counts: fn(&Security) -> bool,
    limits: &Plausibility,
) -> Option<Remark> {
    let extremes = |at: usize| {
        let common = universe.companies[at].lines.iter().map(|line| &universe.securities[*line]);
        let common = common.filter(|s| s.security_type == SecurityType::Common && counts(s));
        let stated = common.filter_map(|s| Some((s.company_market_cap()?, s)));
        let most = stated.clone().max_by_key(|(cap, _)| *cap)?;
        let least = stated.min_by_key(|(cap, _)| *cap)?;
        let is_far = |a: f64, b: f64| a > limits.stated_caps_ratio * b;
        // A vendor may multiply all shares of the company by the price of each class.
        let of_a_share = |(cap, line): (Decimal, &Security)| Some(size(cap) / size(line.price()?));
        let is_by_price = of_a_share(most)
            .zip(of_a_share(least))
            .is_some_and(|(a, b)| (a - b).abs() <= SAME_SHARES * a.max(b));
        (is_far(size(most.0), size(least.0)) && !is_by_price).then_some((most, least))
    };
    let mut found: Vec<_> = (0..universe.companies.len()).filter_map(extremes).collect();
    found.sort_by(|a, b| b.0.0.cmp(&a.0.0).then_with(|| a.0.1.symbol().cmp(b.0.1.symbol())));
    let &((cap, most), (other_cap, least)) = found.first()?;
    let kind = ValueDoubt::StatedCapsDiffer {
        companies: found.len(),
        symbol: most.symbol().to_owned(),
        cap: cap.normalize(),
        other: least.symbol().to_owned(),
        other_cap: other_cap.normalize(),
    };
    let places = [of_line(file, most), of_line(file, least)];
    Some(Remark::from(kind).on(found.len(), universe.companies.len()).at(places))
}

/// Lines with the same name that are separate companies of equal value: classes without a common
/// issuer.
fn one_company_twice(universe: &Universe, file: &str, limits: &Plausibility) -> Option<Remark> {
    let near = |a: f64, b: f64| (a - b).abs() <= limits.same_cap_pct / 100.0 * a.max(b);
    // Values are compared by cap if both have one, otherwise by price.
    let worth = |s: &Security| [s.company_market_cap().map(size), s.price().map(size)];
    let alike = |a: &[Option<f64>; 2], b: &[Option<f64>; 2]| {
        let known = a.iter().zip(b).find_map(|(a, b)| a.zip(*b));
        known.is_some_and(|(a, b)| near(a, b))
    };
    // There may be a million names, so only hashes are held at first; the names themselves decide.
    let share = |company| universe.lines(company).find(is_share);
    let name = |company| CompanyName::of(share(company)?.name());
    let named = by_hash(&universe.companies, name);
    let mut twice: Vec<(&Security, &Security)> = Vec::new();
    for group in named.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
        let places = group.iter().map(|(_, place)| &universe.companies[*place]);
        let shares = places.filter_map(share).map(|s| (worth(s), s)).take(MOST_COMPARED);
        let shares: Vec<_> = shares.collect();
        let is_twice = |(a_worth, a): &(_, &Security), (b_worth, b): &(_, &Security)| {
            alike(a_worth, b_worth) && CompanyName::of(a.name()) == CompanyName::of(b.name())
        };
        let mut pairs = shares
            .iter()
            .enumerate()
            .flat_map(|(at, a)| shares[at + 1..].iter().map(move |b| (a, b)));
        twice.extend(pairs.find(|(a, b)| is_twice(a, b)).map(|(a, b)| (a.1, b.1)));
    }
    let cap = |s: &Security| s.company_market_cap().unwrap_or_default();
    twice.sort_by(|(a, _), (b, _)| cap(b).cmp(&cap(a)).then_with(|| a.symbol().cmp(b.symbol())));
    let &(first, _) = twice.first()?;
    let kind = ValueDoubt::OneCompanyTwice {
        companies: twice.len(),
        name: first.name().to_owned(),
        first: twice
            .iter()
            .take(NAMED)
            .map(|(a, b)| format!("{} and {}", a.symbol(), b.symbol()))
            .collect(),
    };
    let places = twice.iter().take(NAMED).flat_map(|(a, b)| [of_line(file, a), of_line(file, b)]);
    Some(Remark::from(kind).on(twice.len(), universe.companies.len()).at(places))
}

/// A file in which every line is a company of its own. Its issuers must be missing, because a whole
/// market has companies with several classes.
pub fn issuers_none(universe: &Universe, file: &str, limits: &Plausibility) -> Option<Remark> {
    let (lines, companies) = (universe.securities.len(), universe.companies.len());
    (limits.drops_some && lines >= limits.small_universe && companies == lines).then(|| {
        let kind = ValueDoubt::IssuersNone { file: file.to_owned(), lines };
        Remark::from(kind).on_everything().at([of_column(file, "issuer")])
    })
}

/// Issuers that are probably wrong: among companies of several lines, most have lines whose names
/// begin with different words, or one has too many lines. The issuer may be a sector, or be from
/// another row.
pub fn issuers_unlike<'u>(
    universe: &'u Universe,
    file: &str,
    limits: &Plausibility,
) -> Option<Remark> {
    let named = |company| -> Vec<(String, &'u Security)> {
        let lines = universe.lines(company).filter(is_share);
        lines.filter_map(|line| Some((first_word(line.name())?, line))).collect()
    };
    let of_classes = universe.companies.iter().filter(|company| company.lines.len() > 1);
    let several: Vec<Vec<(String, &'u Security)>> =
        of_classes.map(named).filter(|lines| lines.len() > 1).collect();
    let unlike = |lines: &Vec<(String, &'u Security)>| {
        let ((word, one), others) = lines.split_first()?;
        let (_, other) = others.iter().find(|(other, _)| other != word)?;
        Some((*one, *other))
    };
    let found: Vec<(&Security, &Security)> = several.iter().filter_map(unlike).collect();
    let lines_of_unlike = several.iter().filter(|lines| unlike(lines).is_some()).map(Vec::len);
    let most = lines_of_unlike.max().unwrap_or_default();
    let is_much = found.len() >= limits.unlike_issuers && found.len() * 2 > several.len();
    if !is_much && most <= MOST_CLASSES {
        return None;
    }
    let kind = ValueDoubt::IssuersUnlike {
        file: file.to_owned(),
        companies: found.len(),
        of: several.len(),
        most,
        first: found
            .iter()
            .take(NAMED)
            .map(|(a, b)| format!("{} and {}", a.symbol(), b.symbol()))
            .collect(),
    };
    let remark = Remark::from(kind).on(found.len(), several.len());
    Some(remark.at([of_column(file, "issuer")]))
}

/// The first word of a line's name except "the", in lower case, without punctuation.
fn first_word(name: &str) -> Option<String> {
    let words = name.split_whitespace().map(|word| {
        word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    });
    words.into_iter().find(|word: &String| !word.is_empty() && word != "the")
}

/// True if a line is a share of an operating company. Blank-cheque companies are excluded, as those
/// of one sponsor have similar names and prices.
fn is_share(line: &&Security) -> bool {
    line.security_type == SecurityType::Common && line.structure == Structure::Corporation
}

/// The company name in a line's name: the words before those for the class; letter case is ignored.
#[derive(Debug)]
pub(super) struct CompanyName<'n>(SmallVec<[&'n str; 8]>);

impl<'n> CompanyName<'n> {
    /// Extracts the company name; `None` if there is none.
    pub(super) fn of(name: &'n str) -> Option<Self> {
        let is = |word: &str, own: &str| word.eq_ignore_ascii_case(own);
        let mut words = name.split_whitespace().peekable();
        let mut company: SmallVec<[&str; 8]> = words.next().into_iter().collect();
        while let Some(word) = words.next() {
            let is_class = ["class", "common", "ordinary", "cl"].iter().any(|own| is(word, own))
                || is(word, "capital") && words.peek().is_some_and(|next| is(next, "stock"));
            if is_class {
                break;
            }
            company.push(word);
        }
        while let Some(last) = company.pop() {
            let last = last.trim_end_matches([',', '.', '-']);
            if !last.is_empty() {
                company.push(last);
                return Some(Self(company));
            }
        }
        None
    }

    fn letters(&self) -> impl Iterator<Item = char> {
        let letters = |word: &'n str| word.chars().chain([' ']).flat_map(char::to_lowercase);
        self.0.iter().copied().flat_map(letters)
    }
}

impl PartialEq for CompanyName<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.letters().eq(other.letters())
    }
}

impl Eq for CompanyName<'_> {}

impl Hash for CompanyName<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.letters().for_each(|letter| letter.hash(state));
    }
}

#[cfg(test)]
mod tests {
    use super::CompanyName;

    #[test]
    fn the_words_for_a_class_are_no_part_of_a_company() {
        let name = |text| CompanyName::of(text);
        assert_eq!(name("Alphabet Inc. Class A"), name("ALPHABET INC Capital Stock"));
        assert_ne!(name("Alpha One Inc"), name("Alpha Two Inc"));
        assert_ne!(name("Quince Capital Corp. I Class A"), name("Quince Capital Corp. II Class A"));
        assert_eq!(name("Common Ground, Inc. - Common Stock"), name("COMMON ground,  inc"));
        assert_ne!(name("Common Ground"), name("Common Grounds"));
        assert_eq!(name(" - ,"), None);
    }
}
