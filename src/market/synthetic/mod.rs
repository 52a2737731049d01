//! A synthetic market: universes for the rank days of June and December 2026, the memberships held
//! just before, and the closes of the implementation days.
//!
//! Names, tickers and numbers are invented; sizes, volatilities, turnover of companies and counts
//! of ineligible lines follow `data/calibration.toml`. The same seed gives the same bytes on every
//! machine. [`panel`] makes a second market, month by month over three years. Simulated paths of
//! real universes are not made here.

mod calibration;
mod company;
mod decide;
mod draw;
mod files;
mod forward;
mod held;
mod listing;
mod names;
mod others;
pub mod panel;
mod past;
mod places;
mod spoil;
#[cfg(test)]
mod tests;

use crate::calendar::{CalendarError, Season};
use crate::methodology::Parameters;
use crate::methodology::family::Family;
use crate::methodology::ranking::CapsTooLarge;
use crate::reconstitution::{Event, Reconstitution};
use crate::universe::{Member, Membership, Security, Universe};

use calibration::Calibration;
use company::{Company, Maker, Order};
use draw::{Draw, Stream};
use forward::Path;
use held::July;
use names::Names;

pub use files::{EFFECTIVE_COLUMNS, write_effective};

/// Months from the rank day of June to its implementation.
const RANK_DAY_TO_JUNE: f64 = 1.9;
/// Months from June's implementation to the rank day of December.
const JUNE_TO_RANK_DAY: f64 = 4.1;
/// Months from September's rank day to that of December.
const SEPTEMBER_TO_RANK_DAY: f64 = 3.0;
/// Months from the rank day of December to its implementation.
const RANK_DAY_TO_DECEMBER: f64 = 1.4;

/// Why no market could be made: an internal error, or a fault of the calibration.
#[derive(Debug, thiserror::Error)]
pub enum SyntheticError {
    /// The compiled-in calibration cannot be read.
    #[error("the built-in calibration cannot be read: {0}")]
    Calibration(#[from] toml::de::Error),
    /// Caps are too large to be compared exactly.
    #[error(transparent)]
    Caps(#[from] CapsTooLarge),
    /// A date is outside the exchange's calendar.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// A CSV file could not be written.
    #[error("cannot write CSV: {0}")]
    Csv(#[from] csv::Error),
    /// A file could not be compressed.
    #[error("cannot compress: {0}")]
    Compress(#[from] std::io::Error),
}

/// The input of one reconstitution.
#[derive(Debug, Clone)]
pub struct SyntheticEvent {
    /// Its dates.
    pub event: Event,
    /// All security lines on rank day.
    pub universe: Universe,
    /// The membership held just before the implementation.
    pub held: Membership,
    /// Lines of common shares on the implementation day: symbol, exchange, price, shares and float.
    pub effective: Universe,
}

/// A synthetic market for the two reconstitutions of 2026.
#[derive(Debug, Clone)]
pub struct Synthetic {
    /// Rank day 30 April, implemented on 26 June.
    pub june: SyntheticEvent,
    /// Rank day 30 October, implemented on 11 December.
    pub december: SyntheticEvent,
}

/// The seed of the data that ships with the project.
///
/// # Errors
/// [`SyntheticError::Calibration`].
pub fn default_seed() -> Result<u64, SyntheticError> {
    Ok(Calibration::shipped()?.default_seed)
}

/// Makes a market.
///
/// # Errors
/// Internal errors only; see [`SyntheticError`].
///
/// ```
/// let market = rankday::market::synthetic::generate(7)?;
/// assert!(market.june.universe.securities.len() > 6_000);
/// assert_eq!(market.december.universe.as_of.to_string(), "2026-10-30");
/// # Ok::<(), rankday::market::synthetic::SyntheticError>(())
/// ```
pub fn generate(seed: u64) -> Result<Synthetic, SyntheticError> {
    let calibration = Calibration::shipped()?;
    let names = Names::new(Draw::new(seed, Stream::Names));
    let draw = Draw::new(seed, Stream::Pool);
    let mut world = World {
        seed,
        calibration: &calibration,
        parameters: Parameters::default(),
        maker: Maker { calibration: &calibration, names, draw },
    };
    let mut companies = world.companies();
    let fresh = world.fresh();
    let (june, after) = world.june(&companies, &fresh)?;
    let december = world.december(&mut companies, fresh, &june, after)?;
    Ok(Synthetic { june, december })
}

/// State shared by the steps of the generation.
struct World<'a> {
    seed: u64,
    calibration: &'a Calibration,
    parameters: Parameters,
    maker: Maker<'a>,
}

/// The results of June that December needs.
struct AfterJune {
    path: Path,
    result: Reconstitution,
    missing: Vec<String>,
}

impl World<'_> {
    fn draw(&self, stream: Stream) -> Draw {
        Draw::new(self.seed, stream)
    }

    /// All companies of the rank day of June: the pool by falling cap, then all others.
    fn companies(&mut self) -> Vec<Company> {
        let as_of = self.calibration.dates.rank_day_june;
        let mut companies = Vec::new();
        for rank in 1..=self.calibration.pool.companies {
            let bucket = self.calibration.bucket(rank);
            let yearly = self.calibration.buckets[bucket].listings_monthly * 12.0;
            let is_recent =
                self.maker.draw.chance(yearly / self.calibration.bucket_size(bucket) as f64);
            let listed =
                if is_recent { past::recent_listing(&mut self.maker.draw, as_of) } else { None };
            let passing = rank as f64 * self.calibration.pool.passing;
            let cap = libm::exp(self.calibration.now().log_cap(passing.max(1.0)));
            companies.push(self.maker.domestic(Order { cap, bucket, listed, as_of }));
        }
        self.maker.draw = self.draw(Stream::Spoil);
        spoil::spoil(&mut self.maker, &mut companies);
        self.maker.draw = self.draw(Stream::Others);
        others::add_others(&mut self.maker, &mut companies, as_of);
        let late = self.calibration.ineligible.documented_late;
        spoil::document_late(&mut self.maker, &mut companies, as_of, late);
        companies
    }

    /// The companies that list between the two rank days, in the order of their first trading days.
    fn fresh(&mut self) -> Vec<Company> {
        let dates = &self.calibration.dates;
        self.maker.draw = self.draw(Stream::Fresh);
        forward::fresh(&mut self.maker, dates.rank_day_june, dates.rank_day_december)
    }

    fn june(
        &mut self,
        companies: &[Company],
        fresh: &[Company],
    ) -> Result<(SyntheticEvent, AfterJune), SyntheticError> {
        let (calibration, parameters) = (self.calibration, &self.parameters);
        let pool = &companies[..calibration.pool.companies];
        let past = past::past(calibration, pool, &mut self.draw(Stream::Past), parameters)?;
        let mut draw = self.draw(Stream::Held);
        let held = held::before_june(
            calibration,
            (pool, &past),
            (&mut draw, &mut self.maker.names),
            parameters,
        );
        let universe = universe(calibration.dates.rank_day_june, companies, fresh, calibration);
        let event = decide::event(calibration, Season::June)?;
        let result = decide::decide(&event, &universe, &held, parameters)?;
        let missing = missing(calibration, &universe, &result, &mut draw);
        let mut path = Path::new(companies.len());
        let mut draw = self.draw(Stream::EffectiveJune);
        let market = calibration.market_after.june_implementation;
        path.advance(calibration, &mut draw, companies, (RANK_DAY_TO_JUNE, market));
        let date = calibration.dates.implementation_june;
        let effective = forward::effective(companies, &path, (date, &missing), &mut draw);
        let made = SyntheticEvent { event, universe, held, effective };
        Ok((made, AfterJune { path, result, missing }))
    }

    fn december(
        &mut self,
        companies: &mut Vec<Company>,
        fresh: Vec<Company>,
        june: &SyntheticEvent,
        after: AfterJune,
    ) -> Result<SyntheticEvent, SyntheticError> {
        let (calibration, dates) = (self.calibration, &self.calibration.dates);
        let AfterJune { mut path, result, missing } = after;
        let mut draw = self.draw(Stream::Forward);
        let next = &calibration.market_after;
        let market = next.september_rank_day + next.december_rank_day;
        path.advance(calibration, &mut draw, companies, (JUNE_TO_RANK_DAY, market));
        let mut left = forward::departures(calibration, &mut draw, companies, JUNE_TO_RANK_DAY);
        for (company, gone) in companies.iter().zip(&mut left) {
            *gone |= company.lines.iter().any(|s| missing.iter().any(|symbol| s.symbol == *symbol));
        }
        let july = forward::age(calibration, &mut draw, companies, &path);
        let mut keep = left.iter();
        companies.retain(|_| keep.next() == Some(&false));
        forward::change_screen_outcomes(&mut draw, companies);
        let held = self.before_december(companies, &fresh, june, (&result, &july), &mut draw);
        companies.extend(fresh);
        let late = calibration.ineligible.documented_late;
        forward::document_late(companies, dates.rank_day_december, late);
        self.maker.draw = draw;
        self.rename(companies);
        let late = self.announce_for_december();
        let mut draw = self.draw(Stream::EffectiveDecember);
        let universe = universe(dates.rank_day_december, companies, &late, calibration);
        let event = decide::event(calibration, Season::December)?;
        let result = decide::decide(&event, &universe, &held, &self.parameters)?;
        let missing = self::missing(calibration, &universe, &result, &mut draw);
        let mut path = Path::new(companies.len());
        let market = next.december_implementation;
        path.advance(calibration, &mut draw, companies, (RANK_DAY_TO_DECEMBER, market));
        let date = dates.implementation_december;
        let effective = forward::effective(companies, &path, (date, &missing), &mut draw);
        Ok(SyntheticEvent { event, universe, held, effective })
    }

    /// The result of June, less members that have left (except a few), with September's updates and
    /// additions.
    fn before_december(
        &self,
        companies: &[Company],
        fresh: &[Company],
        june: &SyntheticEvent,
        (result, july): (&Reconstitution, &July),
        draw: &mut Draw,
    ) -> Membership {
        let dates = &self.calibration.dates;
        let held_on = dates.implementation_december;
        let alive: std::collections::BTreeSet<&str> =
            companies.iter().flat_map(|c| &c.lines).map(|s| s.symbol.as_str()).collect();
        let (mut members, mut left): (Vec<Member>, Vec<Member>) =
            decide::member_lines(&june.universe, result)
                .map(|(line, segment)| {
                    let s = &june.universe.securities[line];
                    let mut m = decide::member(s, segment, result.indexes_after[line], held_on);
                    held::update_in_september(&mut m, july, &self.parameters);
                    m
                })
                .partition(|m| alive.contains(m.symbol.as_str()));
        for at in draw.sample(left.len(), self.calibration.pool.gone_but_listed) {
            left[at].held_on = dates.last_listed_before_december;
            members.push(left[at].clone());
        }
        // Members without a line in June that stayed have no line now either.
        members.extend(result.matched.missing.iter().map(|&m| {
            let member = june.held.members[m].clone();
            Member { held_on, ..member }
        }));
        members.extend(self.additions_before_december(fresh, result, draw));
        held::sorted(members)
    }

    /// Companies that listed since June and entered in September or by fast entry.
    fn additions_before_december(
        &self,
        fresh: &[Company],
        result: &Reconstitution,
        draw: &mut Draw,
    ) -> Vec<Member> {
        let (calibration, dates) = (self.calibration, &self.calibration.dates);
        let next = &calibration.market_after;
        let growth = next.june_implementation + next.september_rank_day;
        let growth = draw::rounded(libm::exp(growth), 6);
        let family = Family::new(&result.ranking, &self.parameters);
        let enters = |c: &&Company| {
            c.listed <= Some(dates.rank_day_september)
                || past::enters_fast(calibration, c, dates.rank_day_december)
        };
        let entering = fresh.iter().filter(enters).filter_map(|company| {
            let own = calibration.deviation(company.sigma, SEPTEMBER_TO_RANK_DAY);
            let back = company.beta * next.december_rank_day
                + own * draw.student(calibration.pool.tail_dof);
            let cap = draw::significant(company.cap * libm::exp(-back), 9);
            let place = listing::place_listing(&result.ranking, &family, cap, growth)?;
            let (line, day) = (&company.lines[0], dates.implementation_december);
            Some(decide::member(line, place.segment, place.indexes, day))
        });
        entering.collect()
    }

    /// Gives a few companies new tickers, which can be matched by id alone.
    fn rename(&mut self, companies: &mut [Company]) {
        let pool: Vec<usize> = (0..companies.len())
            .filter(|&at| {
                let c = &companies[at];
                c.lines.len() == 1 && c.lines[0].id.is_some() && c.bucket <= 4
            })
            .collect();
        for at in self.maker.draw.sample(pool.len(), self.calibration.pool.renamed) {
            let company = &mut companies[pool[at]];
            company.lines[0].symbol = self.maker.names.ticker(&company.base).into();
        }
    }

    /// Companies that list after the rank day of December.
    fn announce_for_december(&mut self) -> Vec<Company> {
        let dates = &self.calibration.dates;
        forward::fresh(&mut self.maker, dates.rank_day_december, dates.implementation_december)
    }
}

/// The universe of a day: all lines, and the announced lines of companies that list soon after.
fn universe(
    as_of: chrono::NaiveDate,
    companies: &[Company],
    coming: &[Company],
    calibration: &Calibration,
) -> Universe {
    let mut lines: Vec<Security> = companies.iter().flat_map(|c| c.lines.clone()).collect();
    let announced = coming.iter().take(calibration.ineligible.listed_late);
    lines.extend(announced.flat_map(spoil::announced));
    Universe::new(as_of, lines)
}

/// Symbols of single-line companies that are members before and after the event and have left by
/// the implementation day.
fn missing(
    calibration: &Calibration,
    universe: &Universe,
    result: &Reconstitution,
    draw: &mut Draw,
) -> Vec<String> {
    let company_of = universe.company_of_line();
    let single: Vec<&str> = decide::member_lines(universe, result)
        .filter(|&(line, _)| {
            let held = result.matched.member_of_line[line].is_some();
            held && universe.companies[company_of[line]].lines.len() == 1
        })
        .map(|(line, _)| universe.securities[line].symbol.as_str())
        .collect();
    let chosen = draw.sample(single.len(), calibration.pool.missing_on_implementation);
    chosen.into_iter().map(|at| single[at].to_owned()).collect()
}
