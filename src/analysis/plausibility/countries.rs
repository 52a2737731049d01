//! Doubts about columns of countries: empty, the same on every line, or swapped with each other.

use super::Plausibility;
use super::rows::the_same;
use super::values::of_column;
use crate::remark::{Remark, ValueDoubt};
use crate::universe::import::nasdaq::NO_LABEL;
use crate::universe::{Country, CountryFacts, Facts, Security, Universe};

/// A file that states countries states them for at least this share of lines, per cent.
const COUNTRIES_PCT: usize = 75;
/// Fewer headquarters in countries of benefit-driven incorporation may be chance.
const FEW: usize = 20;

/// Reads one of the countries of a line.
type Of = fn(&CountryFacts) -> Option<Country>;

/// Columns that differ on some lines of every whole market. The country where lines trade is not
/// among them, as it may be the same everywhere.
const COLUMNS: [(&str, Of); 4] = [
    ("incorporation", |facts| facts.incorporation),
    ("headquarters", |facts| facts.headquarters),
    ("assets_country", |facts| facts.assets),
    ("revenue_country", |facts| facts.revenue),
];

/// The column with the country that a source assigns.
const ASSIGNED: (&str, Of) = ("country", |facts| facts.assigned);

/// All doubts about the countries that a universe states; `benefit` are the countries of
/// benefit-driven incorporation.
pub fn stated(
    universe: &Universe,
    benefit: &[Country],
    file: &str,
    limits: &Plausibility,
) -> Vec<Remark> {
    let lines = facts_of(universe);
    let odd = [
        alike(universe, &COLUMNS, file, limits),
        havens(&lines, benefit, file, limits),
        delaware(&lines, file, limits),
        disagree(&lines, file, limits),
    ];
    odd.into_iter().flatten().collect()
}

/// All doubts about the countries of labels. No screen has been applied to labels when they are
/// read, so their column `country` is checked too.
pub fn of_labels(
    universe: &Universe,
    benefit: &[Country],
    file: &str,
    limits: &Plausibility,
) -> Vec<Remark> {
    let columns = [&[ASSIGNED][..], &COLUMNS[..]].concat();
    let lines = facts_of(universe);
    let odd = [
        alike(universe, &columns, file, limits),
        havens(&lines, benefit, file, limits),
        delaware(&lines, file, limits),
        disagree(&lines, file, limits),
        unknown(universe, &Facts::default(), file, limits),
    ];
    odd.into_iter().flatten().collect()
}

/// The countries that each line states. They are collected once because they are read many times.
fn facts_of(universe: &Universe) -> Vec<CountryFacts> {
    universe.securities.iter().map(|line| line.country).collect()
}

/// A universe in which many lines have no evidence of the company's country: no assigned country,
/// no indicator of the country rule, and no fact.
pub fn unknown(
    universe: &Universe,
    facts: &Facts,
    file: &str,
    limits: &Plausibility,
) -> Option<Remark> {
    let is_known = |security: &&Security| {
        let country = &security.country;
        let indicators =
            [country.incorporation, country.headquarters, country.assets, country.revenue];
        // A country inferred because there is no label is not evidence.
        let is_assigned = country.assigned.is_some() && !security.inferred.contains(NO_LABEL);
        is_assigned || indicators.iter().any(Option::is_some)
    };
    let of = universe.securities.len();
    let known = universe.securities.iter().filter(is_known).count()
        + facts.facts.iter().filter(|fact| fact.field.is_of_country()).count();
    (of >= limits.small_universe && known * 100 < of * COUNTRIES_PCT).then(|| {
        let lines = of - known;
        Remark::from(ValueDoubt::CountriesUnknown { lines, of })
            .on(lines, of)
            .at([of_column(file, "country")])
    })
}

/// Columns of countries that have the same country on all lines, such as that of the exchange: one
/// remark for all of these columns.
fn alike(
    universe: &Universe,
    columns: &[(&str, Of)],
    file: &str,
    limits: &Plausibility,
) -> Option<Remark> {
    // The country that an import infers without a label is the same on all lines without one.
    let is_own = |security: &&Security| !security.inferred.contains(NO_LABEL);
    let same_of = |of: Of| {
        let own = universe.securities.iter().filter(is_own);
        the_same(own.filter_map(|security| of(&security.country)))
            .filter(|(_, lines)| *lines >= limits.small_universe)
    };
    let found: Vec<(&str, Country, usize)> = columns
        .iter()
        .filter_map(|(column, of)| same_of(*of).map(|(country, lines)| (*column, country, lines)))
        .collect();
    let &(_, country, lines) = found.first().filter(|_| limits.drops_some)?;
    let same = found.iter().filter(|(_, other, _)| *other == country);
    let names: Vec<&str> = same.map(|(column, ..)| *column).collect();
    let places = names.iter().map(|column| of_column(file, column));
    let kind = ValueDoubt::ColumnAlike {
        file: file.to_owned(),
        column: names.join(", "),
        value: country.to_string(),
        lines,
    };
    Some(Remark::from(kind).on(lines, universe.securities.len()).at(places))
}

/// The code of Germany, which is often written where Delaware is meant.
const DE: &str = "DE";

/// A column in which DE is the country of more lines than are plausibly from Germany: it holds the
/// state of incorporation instead of a country.
fn delaware(lines: &[CountryFacts], file: &str, limits: &Plausibility) -> Option<Remark> {
    let columns = [&[ASSIGNED][..], &COLUMNS[..]].concat();
    let of = lines.len();
    columns.into_iter().find_map(|(column, stated)| {
        let stated = lines.iter().filter_map(stated);
        let lines = stated.filter(|country| country.code() == DE).count();
        too_much_of_delaware(file, column, (lines, of), limits)
    })
}

/// Likewise for facts about countries; `lines` is the number of lines of the universe or panel.
pub fn facts(facts: &Facts, file: &str, lines: usize, limits: &Plausibility) -> Option<Remark> {
    let of_country = facts.facts.iter().filter(|fact| fact.field.is_of_country());
    let german = of_country.filter(|fact| fact.value.eq_ignore_ascii_case(DE)).count();
    too_much_of_delaware(file, "value", (german, lines), limits)
}

fn too_much_of_delaware(
    file: &str,
    column: &str,
    (lines, of): (usize, usize),
    limits: &Plausibility,
) -> Option<Remark> {
    let is_much = lines >= FEW && lines as f64 > limits.delaware_pct / 100.0 * of as f64;
    is_much.then(|| {
        let kind = ValueDoubt::Delaware { file: file.to_owned(), column: column.to_owned(), lines };
        Remark::from(kind).on(lines, of).at([of_column(file, column)])
    })
}

/// Foreign headquarters that hardly ever agree with the country of incorporation, or of the assets:
/// one of the columns belongs to other lines.
fn disagree(lines: &[CountryFacts], file: &str, limits: &Plausibility) -> Option<Remark> {
    /// With fewer lines this may be chance.
    const MANY: usize = 100;
    let columns: [(&str, Of); 2] =
        [("incorporation", |facts| facts.incorporation), ("assets_country", |facts| facts.assets)];
    columns.into_iter().find_map(|(column, other)| {
        let both = lines.iter().filter_map(|line| {
            let headquarters = line.headquarters.filter(|own| *own != Country::US)?;
            Some(other(line)? == headquarters)
        });
        let (of, agree) =
            both.fold((0, 0), |(of, agree), is_same| (of + 1, agree + usize::from(is_same)));
        let is_little = (agree as f64) < limits.countries_agree_pct / 100.0 * of as f64;
        (of >= MANY && is_little).then(|| {
            let (file_named, column_named) = (file.to_owned(), column.to_owned());
            let kind =
                ValueDoubt::CountriesDisagree { file: file_named, column: column_named, agree, of };
            let places = ["headquarters", column].map(|column| of_column(file, column));
            Remark::from(kind).on(of - agree, of).at(places)
        })
    })
}

/// More headquarters than incorporations in countries of benefit-driven incorporation: the two
/// columns are swapped, or one holds what belongs into the other.
fn havens(
    lines: &[CountryFacts],
    benefit: &[Country],
    file: &str,
    limits: &Plausibility,
) -> Option<Remark> {
    let is_haven = |country: Option<Country>| country.is_some_and(|own| benefit.contains(&own));
    let (mut of, mut headquarters, mut incorporated) = (0, 0, 0);
    for facts in lines {
        of += usize::from(facts.headquarters.is_some());
        headquarters += usize::from(is_haven(facts.headquarters));
        incorporated += usize::from(is_haven(facts.incorporation));
    }
    let is_much = headquarters as f64 > limits.havens_pct / 100.0 * of as f64;
    let is_odd = headquarters >= FEW && headquarters > incorporated && is_much;
    (is_odd && of >= limits.small_universe).then(|| {
        let file_named = file.to_owned();
        let kind =
            ValueDoubt::HavensAsHeadquarters { file: file_named, headquarters, of, incorporated };
        let places = ["headquarters", "incorporation"].map(|column| of_column(file, column));
        Remark::from(kind).on(headquarters, of).at(places)
    })
}
