//! Units of amounts that have something beside them to be held against: dollar volumes, mean closes, days
//! traded, assets of funds, and the file of the implementation day.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::values::{of_column, of_line};
use super::{NAMED, Plausibility, median, rounded, size};
use crate::remark::{Doubt, Place, Remark};
use crate::universe::{Exchange, Funds, Security, SecurityType, SymbolKey, Universe};

/// Values of which a median says something in a small universe.
const FEW: usize = 3;
/// Values of which the median is that of a market.
const MANY: usize = 20;
/// Companies of less may multiply within weeks, USD.
const LARGE_CAP: f64 = 1e8;
/// Companies of less trade in ways of their own, USD.
const SMALL_CAP: f64 = 3e7;
/// What companies earn in a year, and their book value, as parts of what they are worth.
const FUNDAMENTALS: [(&str, AmountOf, f64); 2] =
    [("earnings", |s| s.earnings, 0.05), ("book_value", |s| s.book_value, 0.5)];
/// Days traded in two years by most lines of a market, at least.
const USUAL_DAYS: u32 = 60;
/// Of the usual days, the lines of others trade on so many.
const HARDLY: u32 = 20;
/// Years of which the days traded are counted.
const YEARS_COUNTED: i64 = 2;
/// Stated as years, the days of two years are no more.
const MOST_YEARS: u32 = 3;
/// A share dearer than this is not merged with others, USD.
const DEAR: f64 = 10.0;
/// What is traded in a day of one month is less than so many times that of two years.
const VOLUMES: f64 = 20.0;
/// No share is split into more.
const MOST_SPLIT: f64 = 80.0;

/// An amount of a line.
type AmountOf = fn(&Security) -> Option<Decimal>;

/// All that is odd about units of a universe that its other columns tell.
pub fn universe(universe: &Universe, file: &str, limits: &Plausibility) -> Vec<Remark> {
    let odd = [
        volumes_small(universe, file, limits),
        volumes_odd(universe, file, limits),
        exchange_unit(universe, (file, "company_market_cap"), limits),
        volumes_disagree(universe, file),
        means_far(universe, file, limits),
        fundamentals_far(universe, file, limits),
        days_few(universe, file),
    ];
    odd.into_iter().flatten().collect()
}

/// The same of what a panel says of its lines on a day.
pub(super) fn panel(universe: &Universe, file: &str, limits: &Plausibility) -> Vec<Remark> {
    let odd = [
        volumes_small(universe, file, limits),
        volumes_odd(universe, file, limits),
        exchange_unit(universe, (file, "market_cap"), limits),
    ];
    odd.into_iter().flatten().collect()
}

/// What the line says that its company is worth.
fn cap(security: &Security) -> Option<f64> {
    let own = || Some(size(security.price?) * size(security.shares_outstanding?));
    security.company_market_cap.map(size).or_else(own).filter(|cap| *cap > 0.0)
}

/// The second number over the first, both above zero.
fn ratio(of: Option<Decimal>, to: Option<Decimal>) -> Option<f64> {
    let (of, to) = (size(of?), size(to?));
    (of > 0.0 && to > 0.0).then(|| to / of)
}

fn is_far(ratio: f64, factor: f64) -> bool {
    ratio >= factor || ratio <= 1.0 / factor
}

/// Dollar volumes in thousands or millions.
fn volumes_small(universe: &Universe, file: &str, limits: &Plausibility) -> Option<Remark> {
    let part = |security: &Security| {
        let volume = size(security.adv_usd?);
        (volume > 0.0).then(|| Some(volume / cap(security)?)).flatten()
    };
    let parts: Vec<f64> = universe.securities.iter().filter_map(part).collect();
    let lines = parts.len();
    let median = median(parts).filter(|median| *median * 100.0 < limits.volume_pct)?;
    (lines >= MANY).then(|| {
        let file_name = file.to_owned();
        let kind = Doubt::VolumesSmall { file: file_name, lines, median_part: rounded(median) };
        let remark = Remark::from(kind).on(lines, universe.securities.len());
        remark.at([of_column(file, "adv_usd")])
    })
}

/// Volumes of other lines, which do not go with caps. Or else volumes in shares: dollars traded over caps depend
/// little on the price of a share, and shares traded fall as it rises. The power is the slope of one logarithm over
/// the other.
fn volumes_odd(universe: &Universe, file: &str, limits: &Plausibility) -> Option<Remark> {
    /// Lines of which a slope is that of a market.
    const LINES: usize = 200;
    let logs = |security: &Security| {
        let (price, volume) = (size(security.price?), size(security.adv_usd?));
        let cap = cap(security).filter(|cap| *cap >= SMALL_CAP)?;
        (price > 0.0 && volume > 0.0).then(|| [price.ln(), volume.ln(), cap.ln()])
    };
    let points: Vec<[f64; 3]> = universe.securities.iter().filter_map(logs).collect();
    let lines = points.len();
    let by_cap = Joint::of(points.iter().map(|[_, volume, cap]| (*cap, *volume)));
    let by_price = Joint::of(points.iter().map(|[price, volume, cap]| (*price, volume - cap)));
    let (correlation, power) = (by_cap.correlation(), -by_price.slope());
    let file_name = file.to_owned();
    let kind = if correlation < limits.volume_correlation {
        Doubt::VolumesUnlike { file: file_name, lines, correlation: rounded(correlation) }
    } else if power >= limits.volume_power {
        Doubt::VolumesInShares { file: file_name, lines, power: rounded(power) }
    } else {
        return None;
    };
    (lines >= LINES).then(|| {
        let remark = Remark::from(kind).on(lines, universe.securities.len());
        remark.at([of_column(file, "adv_usd")])
    })
}

/// How two numbers vary: sums of squares and of products, of what they differ from their means.
struct Joint {
    xx: f64,
    yy: f64,
    xy: f64,
}

impl Joint {
    fn of(points: impl Iterator<Item = (f64, f64)> + Clone) -> Self {
        let of = points.clone().count() as f64;
        let (x, y) =
            points.clone().fold((0.0, 0.0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
        let apart = points.map(|point| (point.0 - x / of, point.1 - y / of));
        apart.fold(Self { xx: 0.0, yy: 0.0, xy: 0.0 }, |sum, (x, y)| Self {
            xx: sum.xx + x * x,
            yy: sum.yy + y * y,
            xy: sum.xy + x * y,
        })
    }

    /// Of the second number over the first; NaN where the first is always the same.
    fn slope(&self) -> f64 {
        self.xy / self.xx
    }

    /// From -1 to 1; NaN where one of them is always the same.
    fn correlation(&self) -> f64 {
        self.xy / (self.xx * self.yy).sqrt()
    }
}

/// Caps over prices, or else shares, of the common lines of one exchange that are in another unit than those
/// of all others; `cap` is how the file calls the column of caps.
fn exchange_unit(
    universe: &Universe,
    (file, cap): (&str, &str),
    limits: &Plausibility,
) -> Option<Remark> {
    let columns: [(&str, SharesBy); 2] = [
        (cap, |s| {
            let (cap, price) = (size(s.company_market_cap?), size(s.price?));
            (price > 0.0).then(|| cap / price)
        }),
        ("shares_outstanding", |s| s.shares_outstanding.map(size)),
    ];
    columns.into_iter().find_map(|(column, of)| {
        let mut shares: BTreeMap<Exchange, Vec<f64>> = BTreeMap::new();
        let common = universe.securities.iter().filter(|s| s.security_type == SecurityType::Common);
        for security in common {
            if let Some(own) = of(security).filter(|own| *own > 0.0) {
                shares.entry(security.exchange).or_default().push(own);
            }
        }
        shares.retain(|_, own| own.len() >= MANY);
        let ratio = |exchange: &Exchange| {
            let others = shares.iter().filter(|(other, _)| *other != exchange);
            let others = others.flat_map(|(_, own)| own.iter().copied()).collect();
            Some(median(shares[exchange].clone())? / median(others)?)
        };
        // Of two exchanges, each is far from the other: the smaller unit is the likelier mistake.
        let far = shares.keys().filter_map(|exchange| Some((*exchange, ratio(exchange)?)));
        let far = far.filter(|(_, ratio)| is_far(*ratio, limits.exchange_ratio));
        let (exchange, ratio) = far.min_by(|a, b| a.1.total_cmp(&b.1))?;
        let lines = shares[&exchange].len();
        let kind = Doubt::ExchangeUnit {
            file: file.to_owned(),
            column: column.to_owned(),
            exchange: exchange.to_string(),
            lines,
            ratio: rounded(ratio),
        };
        let remark = Remark::from(kind).on(lines, universe.securities.len());
        Some(remark.at([of_column(file, column)]))
    })
}

/// How many shares a line's company has, by a column.
type SharesBy = fn(&Security) -> Option<f64>;

/// Dollar volumes of a day that are far from what was traded in two years, of most lines.
fn volumes_disagree(universe: &Universe, file: &str) -> Option<Remark> {
    let ratio = |s: &Security| {
        let days = f64::from(s.trading_days_2y.filter(|days| *days > 0)?);
        let a_day = size(s.volume_2y?) / days * size(s.price?);
        let stated = size(s.adv_usd?);
        (a_day > 0.0 && stated > 0.0).then(|| stated / a_day)
    };
    let ratios: Vec<f64> = universe.securities.iter().filter_map(ratio).collect();
    let lines = ratios.len();
    let median = median(ratios).filter(|median| lines >= MANY && is_far(*median, VOLUMES))?;
    let kind =
        Doubt::VolumesDisagree { file: file.to_owned(), lines, median_ratio: rounded(median) };
    let places = ["adv_usd", "volume_2y"].map(|column| of_column(file, column));
    Some(Remark::from(kind).on(lines, universe.securities.len()).at(places))
}

/// Mean closes of most lines, or else prices of single large companies, that are far from each other.
fn means_far(universe: &Universe, file: &str, limits: &Plausibility) -> Option<Remark> {
    let both = universe.securities.iter();
    let both = both.filter_map(|s| Some((s, ratio(s.price, s.mean_close_30d)?)));
    let ratios: Vec<(&Security, f64)> = both.collect();
    let of = ratios.len();
    let middle = median(ratios.iter().map(|(_, ratio)| *ratio).collect())?;
    if of >= FEW && is_far(middle, limits.unit_ratio) {
        let lines = ratios.iter().filter(|(_, ratio)| is_far(*ratio, limits.unit_ratio)).count();
        let (file_name, median_ratio) = (file.to_owned(), rounded(middle));
        let kind = Doubt::MeanFarFromPrice { file: file_name, lines, of, median_ratio };
        return Some(Remark::from(kind).on(lines, of).at([of_column(file, "mean_close_30d")]));
    }
    let is_odd = |(security, ratio): &&(&Security, f64)| {
        is_far(*ratio, limits.price_ratio) && cap(security).is_some_and(|cap| cap >= LARGE_CAP)
    };
    let mut odd: Vec<&(&Security, f64)> = ratios.iter().filter(is_odd).collect();
    odd.sort_by(|a, b| b.1.ln().abs().total_cmp(&a.1.ln().abs()).then(a.0.symbol.cmp(&b.0.symbol)));
    let (security, mean_ratio) = odd.first()?;
    let kind = Doubt::PriceFarFromMean {
        file: file.to_owned(),
        lines: odd.len(),
        symbol: security.symbol.to_string(),
        price: security.price?.normalize(),
        mean: security.mean_close_30d?.normalize(),
        ratio: rounded(1.0 / mean_ratio),
        first: odd.iter().skip(1).take(NAMED).map(|(s, _)| s.symbol.to_string()).collect(),
    };
    let places = odd.iter().take(NAMED).map(|(security, _)| of_line(file, security));
    Some(Remark::from(kind).on(odd.len(), of).at(places))
}

/// Earnings or book values in thousands or millions, or of a share.
fn fundamentals_far(universe: &Universe, file: &str, limits: &Plausibility) -> Option<Remark> {
    FUNDAMENTALS.iter().find_map(|(column, of, usual)| {
        let part = |s: &Security| Some(size(of(s)?).abs() / cap(s)?).filter(|part| *part > 0.0);
        let parts: Vec<f64> = universe.securities.iter().filter_map(part).collect();
        let lines = parts.len();
        let median = median(parts)?;
        (lines >= MANY && is_far(median / usual, limits.fundamentals_ratio)).then(|| {
            let (file_name, column_name) = (file.to_owned(), (*column).to_owned());
            let kind = Doubt::FundamentalsFar {
                file: file_name,
                column: column_name,
                lines,
                median_part: rounded(median),
            };
            let remark = Remark::from(kind).on(lines, universe.securities.len());
            remark.at([of_column(file, column)])
        })
    })
}

/// Lines that traded on hardly any of the days on which others did, though they are not new.
fn days_few(universe: &Universe, file: &str) -> Option<Remark> {
    let days = |s: &Security| s.trading_days_2y;
    let mut all: Vec<u32> = universe.securities.iter().filter_map(days).collect();
    all.sort_unstable();
    let (of, median) = (all.len(), *all.get(all.len() / 2)?);
    let is_years = median <= MOST_YEARS && of >= MANY;
    if !is_years && median < USUAL_DAYS {
        return None;
    }
    let is_old = |s: &Security| {
        let age = s.listing_date.map(|listed| (universe.as_of - listed).num_days());
        age.is_some_and(|age| age > YEARS_COUNTED * 366)
    };
    let most = if is_years { MOST_YEARS } else { median / HARDLY };
    let is_few = |s: &&Security| days(s).is_some_and(|d| d <= most) && (is_years || is_old(s));
    let few: Vec<&Security> = universe.securities.iter().filter(is_few).collect();
    let first = few.first()?;
    let kind = Doubt::DaysFew {
        file: file.to_owned(),
        lines: few.len(),
        of,
        symbol: first.symbol.to_string(),
        days: days(first)?,
        median,
    };
    let places = few.iter().take(NAMED).map(|security| of_line(file, security));
    Some(Remark::from(kind).on(few.len(), of).at(places))
}

/// A column of a security, and its name.
type Amount = (&'static str, fn(&Security) -> Option<Decimal>);

/// What is compared between rank day and the implementation day.
const AMOUNTS: [Amount; 3] = [
    ("price", |s| s.price),
    ("shares_outstanding", |s| s.shares_outstanding),
    ("company_market_cap", |s| s.company_market_cap),
];

/// The file of the implementation day against the universe: columns in other units, or else single prices
/// that move while shares and caps stay.
pub fn effective(
    universe: &Universe,
    effective: &Universe,
    file: &str,
    limits: &Plausibility,
) -> Vec<Remark> {
    let key = |s: &Security| SymbolKey::exact(&s.symbol);
    let then: FxHashMap<SymbolKey, &Security> =
        universe.securities.iter().map(|s| (key(s), s)).collect();
    let now = effective.securities.iter();
    let both: Vec<(&Security, &Security)> =
        now.filter_map(|now| Some((*then.get(&key(now))?, now))).collect();
    let unit = |&(column, amount): &Amount| {
        let ratios = both.iter().filter_map(|(then, now)| ratio(amount(then), amount(now)));
        let ratios: Vec<f64> = ratios.collect();
        let of = ratios.len();
        let lines = ratios.iter().filter(|ratio| is_far(**ratio, limits.unit_ratio)).count();
        let middle = median(ratios).filter(|median| is_far(*median, limits.unit_ratio))?;
        let (file_name, column_name) = (file.to_owned(), column.to_owned());
        let median_ratio = rounded(middle);
        let kind =
            Doubt::EffectiveUnit { file: file_name, column: column_name, lines, of, median_ratio };
        let remark = Remark::from(kind).on(lines, of).at([of_column(file, column)]);
        (of >= FEW).then_some(remark)
    };
    let units: Vec<Remark> = AMOUNTS.iter().filter_map(unit).collect();
    if !units.is_empty() {
        return units;
    }
    if let Some(apart) = caps_apart(&both, file, limits) {
        return vec![apart];
    }
    let single = [prices_alone(&both, file, limits), shares_alone(&both, file, limits)];
    single.into_iter().flatten().collect()
}

/// Caps that move otherwise than prices do, of too many lines for splits: those of other lines.
fn caps_apart(
    both: &[(&Security, &Security)],
    file: &str,
    limits: &Plausibility,
) -> Option<Remark> {
    const TWICE: f64 = 2.0;
    let moves = |(then, now): &(&Security, &Security)| {
        let price = ratio(then.price, now.price)?;
        Some(ratio(then.company_market_cap, now.company_market_cap)? / price)
    };
    let moves: Vec<(&str, f64)> =
        both.iter().filter_map(|pair| Some((&*pair.1.symbol, moves(pair)?))).collect();
    let apart = || moves.iter().filter(|(_, ratio)| is_far(*ratio, TWICE));
    let (lines, of) = (apart().count(), moves.len());
    (of >= MANY && lines as f64 > limits.apart_pct / 100.0 * of as f64).then(|| {
        let first = apart().take(NAMED).map(|(symbol, _)| (*symbol).to_owned()).collect();
        let kind = Doubt::EffectiveCapsApart { file: file.to_owned(), lines, of, first };
        Remark::from(kind).on(lines, of).at([of_column(file, "company_market_cap")])
    })
}

/// Prices that move far while shares and caps stay.
fn prices_alone(
    both: &[(&Security, &Security)],
    file: &str,
    limits: &Plausibility,
) -> Option<Remark> {
    let mut odd: Vec<(&Security, &Security, f64)> = both
        .iter()
        .filter_map(|&(then, now)| Some((then, now, moved_alone(then, now, limits)?)))
        .collect();
    odd.sort_by(|a, b| {
        let cap = |s: &Security| s.company_market_cap.unwrap_or_default();
        cap(b.0).cmp(&cap(a.0)).then(a.0.symbol.cmp(&b.0.symbol))
    });
    let (then, now, price) = odd.first()?;
    let kind = Doubt::PriceAgainstCap {
        file: file.to_owned(),
        lines: odd.len(),
        symbol: then.symbol.to_string(),
        price: then.price?.normalize(),
        now: now.price?.normalize(),
        ratio: rounded(*price),
        first: odd.iter().skip(1).take(NAMED).map(|(s, ..)| s.symbol.to_string()).collect(),
    };
    let places = odd.iter().take(NAMED).map(|(_, now, _)| of_line(file, now));
    Some(Remark::from(kind).on(odd.len(), both.len()).at(places))
}

/// Shares that move far while the price, which would move against them in a split, stays.
fn shares_alone(
    both: &[(&Security, &Security)],
    file: &str,
    limits: &Plausibility,
) -> Option<Remark> {
    const STAYS: f64 = 2.0;
    let is_odd = |(then, now): &&(&Security, &Security)| {
        let shares = ratio(then.shares_outstanding, now.shares_outstanding);
        let price = ratio(then.price, now.price);
        shares.is_some_and(|ratio| is_far(ratio, limits.price_ratio))
            && price.is_some_and(|ratio| !is_far(ratio, STAYS))
    };
    let mut odd: Vec<_> = both.iter().filter(is_odd).collect();
    odd.sort_by(|a, b| {
        let most = |(then, now): &(&Security, &Security)| {
            then.shares_outstanding.max(now.shares_outstanding)
        };
        most(b).cmp(&most(a)).then_with(|| a.0.symbol.cmp(&b.0.symbol))
    });
    let (then, now) = odd.first()?;
    let kind = Doubt::SharesAlone {
        file: file.to_owned(),
        lines: odd.len(),
        symbol: then.symbol.to_string(),
        shares: then.shares_outstanding?.normalize(),
        now: now.shares_outstanding?.normalize(),
        first: odd.iter().skip(1).take(NAMED).map(|(s, _)| s.symbol.to_string()).collect(),
    };
    let places = odd.iter().take(NAMED).map(|(_, now)| of_line(file, now));
    Some(Remark::from(kind).on(odd.len(), both.len()).at(places))
}

/// How far a price moves, if shares and cap stay and no split explains it.
fn moved_alone(then: &Security, now: &Security, limits: &Plausibility) -> Option<f64> {
    const STAYS: f64 = 2.0;
    let price = ratio(then.price, now.price).filter(|ratio| is_far(*ratio, limits.unit_ratio))?;
    let stays = |of: fn(&Security) -> Option<Decimal>| {
        ratio(of(then), of(now)).map(|ratio| !is_far(ratio, STAYS))
    };
    let cap = stays(|s| s.company_market_cap)?;
    // Where shares are not known, a split explains what splits do.
    let is_no_split =
        price >= limits.unit_ratio && size(then.price?) >= DEAR || price <= 1.0 / MOST_SPLIT;
    let shares = stays(|s| s.shares_outstanding).unwrap_or(is_no_split);
    (cap && shares).then_some(price)
}

/// Assets in billions or millions.
pub fn funds(funds: &Funds, file: &str, limits: &Plausibility) -> Option<Remark> {
    let small = funds.assets.iter().filter(|(_, assets)| {
        let usd = size(assets.usd);
        usd > 0.0 && usd < limits.fund_assets_min
    });
    let small: Vec<_> = small.collect();
    let (index, assets) = small.first()?;
    let kind = Doubt::FundAssetsSmall {
        file: file.to_owned(),
        index: index.to_string(),
        usd: assets.usd.normalize(),
        indexes: small.len(),
        least: limits.fund_assets_min,
    };
    let place = Place { file: file.to_owned(), line: None, column: None };
    Some(Remark::from(kind).on(small.len(), funds.assets.len()).at([place]))
}
