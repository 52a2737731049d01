//! Doubts about the returns of a panel: on their own, and against its prices.

use chrono::NaiveDate;
use rayon::prelude::*;
use rust_decimal::Decimal;
use rustc_hash::FxHashSet;

use super::Acted;
use crate::analysis::plausibility::values::of_column;
use crate::analysis::plausibility::{Plausibility, rounded, size};
use crate::market::history::{Day, History};
use crate::remark::{PanelDoubt, Place, Remark, ReturnForm};
use crate::universe::SymbolKey;

/// A larger share of returns beyond the limit is not chance, per cent. In the monthly returns of
/// all US-listed lines the share is less than a tenth of this.
const FAR_PCT: f64 = 1.0;
/// Number of the largest lines by cap, none of which loses more than the limit between two dates,
/// or gains what makes up for such a loss.
const LARGEST: usize = 1_000;
/// Number of the very largest lines, none of which gains more than the next constant between two
/// dates, a fraction.
const VERY_LARGEST: usize = 50;
const GAIN_OF_VERY_LARGEST: f64 = 2.0;

/// Largest plausible distance from one of the median of returns plus one between two dates.
const NEAR_ONE: f64 = 0.2;

/// All doubts about returns.
pub(super) fn all(
    days: &[Day],
    history: &History,
    (acted, file): (&Acted, &str),
    (is_small, limits): (bool, &Plausibility),
) -> Vec<Remark> {
    let far = || far(days, history, (acted, file), limits);
    if is_small {
        return far().into_iter().collect();
    }
    let pairs = pairs(days);
    let repeated = repeated(days, &pairs, file, limits);
    // Such returns also differ from those of the prices and may be large, but get a single warning.
    if let Some(form) = in_another_form(&pairs, file) {
        return [form].into_iter().chain(repeated).collect();
    }
    let differ = || day_apart(days, &pairs, file, limits).or_else(|| differ(&pairs, file, limits));
    let of_prices = repeated.or_else(differ);
    // Returns that disagree with the prices are not compared with caps as well.
    let against = || against_caps(days, history, (acted, file)).filter(|_| of_prices.is_none());
    let partial = || partial(days, &pairs, file).filter(|_| of_prices.is_none());
    let remarks = [far(), against(), none(days, file), partial(), of_prices];
    remarks.into_iter().flatten().collect()
}

/// Too many returns beyond the limit, or large returns of companies that are too large for them.
fn far(
    days: &[Day],
    history: &History,
    (acted, file): (&Acted, &str),
    limits: &Plausibility,
) -> Option<Remark> {
    let most = limits.return_pct / 100.0;
    let gain = 1.0 / (1.0 - most).max(1e-9) - 1.0;
    let is_far = |part: Option<f64>| part.is_some_and(|part| part < -most || part > gain);
    let counts: Vec<Returns> = days
        .par_iter()
        .map(|day| {
            let mut counts = Returns::default();
            for part in day.returns().flatten() {
                counts.of += 1;
                counts.beyond += usize::from(part.abs() > most);
                counts.far += usize::from(is_far(Some(part)));
            }
            counts
        })
        .collect();
    let of = counts.iter().map(|day| day.of).sum();
    let returns = counts.iter().map(|day| day.beyond).sum();
    let place =
        Place { file: file.to_owned(), line: None, column: Some("price_return".to_owned()) };
    if returns > 1 && returns as f64 > FAR_PCT / 100.0 * of as f64 {
        let kind = match gross(days, returns) {
            Some(median) => PanelDoubt::PanelReturnsGross { returns, of, median },
            None => PanelDoubt::PanelReturnsFar { returns, of, most_pct: limits.return_pct },
        };
        return Some(Remark::from(kind).on(returns, of).at([place]));
    }
    if history.lines.len() < limits.small_universe {
        return None;
    }
    let befores = std::iter::once(None).chain(days.iter().map(|day| Some(day.date)));
    let days: Vec<(&Day, Option<NaiveDate>)> = days
        .iter()
        .zip(befores)
        .zip(&counts)
        .filter(|(_, counts)| counts.beyond > 0)
        .map(|(day, _)| day)
        .collect();
    let found: Vec<Vec<(NaiveDate, &str, f64)>> = days
        .into_par_iter()
        .map(|(day, before)| {
            let (least, least_of_few) = (cap_of(day, LARGEST), cap_of(day, VERY_LARGEST));
            let at = history.day_at(day.date).unwrap_or_default();
            let is_beyond =
                |part: Option<f64>| part.is_some_and(|part| part > GAIN_OF_VERY_LARGEST);
            let far = day.quotes().filter(|quote| {
                is_far(quote.price_return) && quote.market_cap >= least
                    || is_beyond(quote.price_return) && quote.market_cap >= least_of_few
            });
            let unstated = far.filter_map(|quote| {
                let symbol = history.symbol(quote.line, at);
                let is_unstated = !is_stated(acted, symbol, (before, day.date));
                is_unstated.then(|| (day.date, symbol, quote.price_return.unwrap_or_default()))
            });
            unstated.collect()
        })
        .collect();
    let found = found.concat();
    let &(date, symbol, part) = found.first()?;
    let kind = PanelDoubt::PanelReturnFar {
        returns: found.len(),
        symbol: symbol.to_owned(),
        return_pct: rounded(part * 100.0),
    };
    Some(Remark::from(kind).of_day(date).on(found.len(), of).at([place]))
}

/// True if an action of a ticker falls after one date (if given) and on or before another.
fn is_stated(acted: &Acted, symbol: &str, (after, until): (Option<NaiveDate>, NaiveDate)) -> bool {
    let is_within = |on: &NaiveDate| *on <= until && after.is_none_or(|after| *on > after);
    acted.get(&SymbolKey::new(symbol)).is_some_and(|dates| dates.iter().any(is_within))
}

/// Returns of larger companies that their caps do not follow: large gains, and losses of about half
/// or more while the cap stays, as when a split is left out. A cap repaired with the last share
/// count gives no evidence: the vendor's cap was late. Its returns count only if they are absurd,
/// or if they are losses while the price stays or of one of the largest companies.
fn against_caps(days: &[Day], history: &History, (acted, file): (&Acted, &str)) -> Option<Remark> {
    /// Number of the largest lines that are checked: smaller companies may double their shares
    /// within weeks.
    const SIZE: usize = 3_000;
    const LOSS: f64 = -0.45;
    const STAYS: std::ops::RangeInclusive<f64> = 0.85..=1.25;
    const GAIN: f64 = 3.0;
    const HARDLY_GROWS: f64 = 1.5;
    const ABSURD: f64 = 20.0;
    let is_odd = |part: f64, growth: f64| {
        part <= LOSS && STAYS.contains(&growth) || part >= GAIN && growth <= HARDLY_GROWS
    };
    let held: FxHashSet<(usize, usize)> = history.repairs.caps_held.iter().copied().collect();
    let of_day = |(before, day): (&Day, &Day)| {
        let far = |part: Option<f64>| part.is_some_and(|part| part <= LOSS || part >= GAIN);
        if !day.returns().any(far) {
            return Vec::new();
        }
        let (least, large) = (cap_of(day, SIZE), cap_of(before, LARGEST));
        let at = history.day_at(day.date).unwrap_or_default();
        let found = day.quotes().filter_map(|quote| {
            let part = quote.price_return.filter(|part| far(Some(*part)))?;
            let (now, then) = (quote.market_cap?, before.quote(quote.line)?.market_cap?);
            let is_held = held.contains(&(quote.line, at));
            let growth = (!is_held).then(|| size(now) / size(then));
            let symbol = history.symbol(quote.line, at);
            let price_stays = || {
                let (now, then) = (quote.price.map(size)?, before.price(quote.line)?);
                Some(STAYS.contains(&(now / then)))
            };
            let is_lost = || part <= LOSS && (Some(then) >= large || price_stays() == Some(true));
            let is_odd = match growth {
                Some(growth) => is_odd(part, growth),
                None => part >= ABSURD || is_lost(),
            };
            let is_found = Some(now) >= least
                && is_odd
                && !is_stated(acted, symbol, (Some(before.date), day.date));
            is_found.then_some((now, day.date, symbol, part, growth))
        });
        found.collect()
    };
    let pairs: Vec<(&Day, &Day)> = days.iter().zip(&days[1..]).collect();
    let found: Vec<_> = pairs.into_par_iter().map(of_day).collect::<Vec<_>>().concat();
    // The return with the largest cap, the first if there are several.
    let largest = found.iter().rev().max_by_key(|(cap, ..)| *cap);
    let &(_, date, symbol, part, growth) = largest?;
    let kind = PanelDoubt::PanelReturnAgainstCap {
        returns: found.len(),
        symbol: symbol.to_owned(),
        return_pct: rounded(part * 100.0),
        cap_pct: growth.map(|growth| rounded((growth - 1.0) * 100.0)),
    };
    let of = days.iter().map(Day::listed).sum();
    Some(Remark::from(kind).of_day(date).on(found.len(), of).at([of_column(file, "price_return")]))
}

/// The median of returns, if they look like returns plus one; `far` is the number beyond the limit.
fn gross(days: &[Day], far: usize) -> Option<f64> {
    let mut returns: Vec<f64> = days.iter().flat_map(Day::returns).flatten().collect();
    let middle = returns.len() / 2;
    if far <= middle {
        return None;
    }
    let (_, median, _) = returns.select_nth_unstable_by(middle, f64::total_cmp);
    ((*median - 1.0).abs() < NEAR_ONE).then(|| rounded(*median))
}

/// A panel without any returns, or in which every return is zero.
fn none(days: &[Day], file: &str) -> Option<Remark> {
    let quotes = days.iter().map(Day::listed).sum();
    let mut returns = 0;
    for part in days.iter().flat_map(Day::returns).flatten() {
        if part != 0.0 {
            return None;
        }
        returns += 1;
    }
    let kind = PanelDoubt::PanelReturnsNone { returns, quotes };
    Some(Remark::from(kind).on_everything().at([of_column(file, "price_return")]))
}

/// Counts of the returns of one day.
#[derive(Debug, Clone, Copy, Default)]
struct Returns {
    /// Known returns.
    of: usize,
    /// Returns beyond the limit, up or down.
    beyond: usize,
    /// Returns that lose more than the limit, or gain more than makes up for such a loss.
    far: usize,
}

/// The cap that the `largest` largest lines of a day reach, or the smallest cap if there are fewer.
fn cap_of(day: &Day, largest: usize) -> Option<Decimal> {
    let mut caps: Vec<Decimal> = day.quotes().filter_map(|q| q.market_cap).collect();
    let last = largest.min(caps.len().checked_sub(1)?);
    Some(*caps.select_nth_unstable_by(last, |a, b| b.cmp(a)).1)
}

/// The price moves between each date of a panel and the one before.
fn pairs(days: &[Day]) -> Vec<Moves> {
    let pairs: Vec<(&Day, &Day)> = days.iter().zip(&days[1..]).collect();
    let moves = pairs.par_iter().map(|(before, day)| {
        let mut moves = Moves::default();
        for quote in day.quotes() {
            let then = before.price(quote.line).filter(|then| *then > 0.0);
            let now = day.price(quote.line).filter(|now| *now > 0.0);
            let Some(growth) = then.zip(now).map(|(then, now)| now / then) else { continue };
            let of_cap = || day.market_cap(quote.line).zip(before.market_cap(quote.line));
            moves.add(growth, quote.price_return, || of_cap().map(|(now, then)| now / then));
        }
        moves
    });
    moves.collect()
}

/// Counts of price moves between two dates.
#[derive(Debug, Clone, Copy, Default)]
struct Moves {
    /// Lines with a price on both dates.
    prices: usize,
    /// Lines whose price is the same on both dates.
    still: usize,
    /// Lines with a stated return above -100%, which is possible for a price.
    returns: usize,
    /// Lines whose stated return differs from that of the prices.
    differ: usize,
    /// Lines among these whose cap moves as the price does.
    apart: usize,
    /// Lines with a return whose price moves far.
    far: usize,
    /// Lines among these whose return is that of the prices.
    as_is: usize,
    /// Lines among these whose return is in another form, in the order of [`FORMS`].
    in_form: [usize; FORMS.len()],
}

/// The growth that a number in some form stands for.
type GrowthOf = fn(f64) -> f64;

/// The forms that a return may have by mistake.
const FORMS: [(ReturnForm, GrowthOf); 2] =
    [(ReturnForm::Log, f64::exp), (ReturnForm::Negated, |stated| 1.0 - stated)];

impl Moves {
    fn add(&mut self, growth: f64, stated: Option<f64>, of_cap: impl Fn() -> Option<f64>) {
        /// Difference that dividends and rounding may explain, as a fraction of the price.
        const NEAR: f64 = 0.02;
        /// Difference that rounding may explain, as a fraction of the price.
        const ONE: f64 = 0.002;
        /// For smaller moves a return can hardly be distinguished from its logarithm.
        const FAR: f64 = 0.1;
        let moved = (growth - 1.0).abs();
        self.prices += 1;
        self.still += usize::from(moved < f64::EPSILON);
        let Some(stated) = stated else { return };
        if stated > -1.0 {
            self.returns += 1;
            if (growth / (1.0 + stated)).ln().abs() > NEAR {
                self.differ += 1;
                let is_one = |of_cap: f64| (of_cap / growth - 1.0).abs() < ONE;
                self.apart += usize::from(of_cap().is_some_and(is_one));
            }
        }
        if moved > FAR {
            let is = |says: f64| usize::from((says - growth).abs() < NEAR * moved);
            self.far += 1;
            self.as_is += is(1.0 + stated);
            for (count, (_, says)) in self.in_form.iter_mut().zip(FORMS) {
                *count += is(says(stated));
            }
        }
    }
}

/// Returns, most of which are those of the prices in another form.
fn in_another_form(pairs: &[Moves], file: &str) -> Option<Remark> {
    /// With fewer lines this may be chance.
    const MANY: usize = 50;
    let sum = |of: &dyn Fn(&Moves) -> usize| pairs.iter().map(of).sum::<usize>();
    let (of, as_is) = (sum(&|moves| moves.far), sum(&|moves| moves.as_is));
    let forms = FORMS.iter().enumerate().map(|(at, (form, _))| (sum(&|m| m.in_form[at]), *form));
    let (returns, form) = forms.max_by_key(|(returns, _)| *returns)?;
    (of >= MANY && returns * 2 > of && returns > as_is).then(|| {
        let kind = PanelDoubt::PanelReturnsForm { file: file.to_owned(), form, returns, of };
        Remark::from(kind).on_everything().at([of_column(file, "price_return")])
    })
}

/// A date whose prices repeat those of the date before.
fn repeated(days: &[Day], pairs: &[Moves], file: &str, limits: &Plausibility) -> Option<Remark> {
    let is_still = |moves: &Moves| {
        let moved = moves.prices - moves.still;
        moves.prices >= limits.small_universe
            && (moved as f64) < limits.moved_pct / 100.0 * moves.prices as f64
    };
    let at = pairs.iter().position(is_still)?;
    let (Moves { prices, still, .. }, before, day) = (pairs[at], &days[at], &days[at + 1]);
    let kind = PanelDoubt::PanelDayRepeated {
        file: file.to_owned(),
        before: before.date,
        lines: still,
        of: prices,
    };
    Some(Remark::from(kind).of_day(day.date).on(still, prices).at([of_column(file, "price")]))
}

/// A date on which almost no price continues from the date before by its return: the prices are in
/// another unit, or of another time.
fn day_apart(days: &[Day], pairs: &[Moves], file: &str, limits: &Plausibility) -> Option<Remark> {
    /// Fraction of the lines with a return.
    const NEARLY_ALL: f64 = 0.8;
    let is_apart = |moves: &Moves| {
        moves.returns >= limits.small_universe
            && moves.differ as f64 > NEARLY_ALL * moves.returns as f64
    };
    let apart = pairs.iter().filter(|moves| is_apart(moves)).count();
    // If this happens on many dates, it is the column that is wrong.
    if apart * 2 > pairs.len() {
        return None;
    }
    let at = pairs.iter().position(is_apart)?;
    let (Moves { returns: of, differ, .. }, day) = (pairs[at], &days[at + 1]);
    let kind =
        PanelDoubt::PanelDayApart { file: file.to_owned(), returns: differ, of, dates: apart };
    Some(Remark::from(kind).of_day(day.date).on(differ, of).at([of_column(file, "price")]))
}

/// Returns that disagree with price and cap, which agree with each other: they leave days out, or
/// include days of other dates.
fn partial(days: &[Day], pairs: &[Moves], file: &str) -> Option<Remark> {
    /// Larger shares are not chance, per cent of all returns.
    const PART_PCT: f64 = 1.0;
    let of: usize = pairs.iter().map(|moves| moves.returns).sum();
    let apart: usize = pairs.iter().map(|moves| moves.apart).sum();
    if apart as f64 <= PART_PCT / 100.0 * of as f64 {
        return None;
    }
    // The date with the most such returns, the first if there are several.
    let (at, most) = pairs.iter().enumerate().rev().max_by_key(|(_, moves)| moves.apart)?;
    let kind = PanelDoubt::PanelReturnsPartial {
        file: file.to_owned(),
        returns: apart,
        of,
        day: days[at + 1].date,
        of_day: most.apart,
    };
    Some(Remark::from(kind).on(apart, of).at([of_column(file, "price_return")]))
}

/// Returns that are not those of the prices, but of other lines or of another period. Splits and
/// dividends explain some differences.
fn differ(pairs: &[Moves], file: &str, limits: &Plausibility) -> Option<Remark> {
    let of: usize = pairs.iter().map(|moves| moves.returns).sum();
    let differ: usize = pairs.iter().map(|moves| moves.differ).sum();
    (differ as f64 > limits.returns_differ_pct / 100.0 * of as f64).then(|| {
        let kind = PanelDoubt::PanelReturnsDiffer { file: file.to_owned(), returns: differ, of };
        Remark::from(kind).on(differ, of).at([of_column(file, "price_return")])
    })
}
