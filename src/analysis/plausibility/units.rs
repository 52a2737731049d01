//! Doubts about the units of amounts that can be compared with others: dollar volumes, mean closes,
//! days traded and assets of funds.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::values::{of_column, of_line};
use super::{AmountOf, NAMED, Plausibility, all, median, rounded, size};
use crate::remark::{Place, Remark, ValueDoubt};
use crate::universe::{Exchange, Funds, Security, SecurityType, Universe};

/// Number of values from which a median is meaningful in a small universe.
const FEW: usize = 3;
/// Number of values from which the median represents a market.
const MANY: usize = 20;
/// Companies with a smaller cap may multiply in value within weeks, USD.
const LARGE_CAP: f64 = 1e8;
/// Smaller companies trade irregularly and are not judged, USD.
const SMALL_CAP: f64 = 3e7;
/// Usual annual earnings and book value, as fractions of the cap.
const FUNDAMENTALS: [(&str, AmountOf, f64); 2] =
    [("earnings", |s| s.earnings(), 0.05), ("book_value", |s| s.book_value(), 0.5)];
/// Most lines of a market trade on at least this many days in two years.
const USUAL_DAYS: u16 = 60;
/// A line hardly trades at all if it trades on no more days than the usual number divided by this.
const HARDLY: u16 = 20;
/// Number of years over which the days traded are counted.
const YEARS_COUNTED: i64 = 2;
/// The largest value that suggests that the column holds years, not days.
const MOST_YEARS: u16 = 3;
/// Daily volume over a month is less than this multiple of the mean over two years.
const VOLUMES: f64 = 20.0;

/// All doubts about the units of a universe that its other columns reveal.
pub fn universe(universe: &Universe, file: &str, limits: &Plausibility) -> Vec<Remark> {
    all(&[
        &|| volumes_small(universe, file, limits),
        &|| volumes_odd(universe, file, limits),
        &|| exchange_unit(universe, (file, "company_market_cap"), limits),
        &|| volumes_disagree(universe, file),
        &|| means_far(universe, file, limits),
        &|| fundamentals_far(universe, file, limits),
        &|| days_few(universe, file),
    ])
}

/// All doubts about the units of a panel's lines on one day.
pub(super) fn panel(universe: &Universe, file: &str, limits: &Plausibility) -> Vec<Remark> {
    let odd = [
        volumes_small(universe, file, limits),
        volumes_odd(universe, file, limits),
        exchange_unit(universe, (file, "market_cap"), limits),
    ];
    odd.into_iter().flatten().collect()
}

/// The cap of a line's company: as stated, or else price times shares, USD.
fn cap(security: &Security) -> Option<f64> {
    let own = || Some(size(security.price()?) * size(security.shares_outstanding()?));
    security.company_market_cap().map(size).or_else(own).filter(|cap| *cap > 0.0)
}

/// The second number over the first; `None` unless both are above zero.
pub(super) fn ratio(of: Option<Decimal>, to: Option<Decimal>) -> Option<f64> {
    let (of, to) = (size(of?), size(to?));
    (of > 0.0 && to > 0.0).then(|| to / of)
}

pub(super) fn is_far(ratio: f64, factor: f64) -> bool {
    ratio >= factor || ratio <= 1.0 / factor
}

/// Dollar volumes in thousands or millions.
fn volumes_small(universe: &Universe, file: &str, limits: &Plausibility) -> Option<Remark> {
    let part = |security: &Security| {
        let volume = size(security.adv_usd()?);
        (volume > 0.0).then(|| Some(volume / cap(security)?)).flatten()
    };
    let parts: Vec<f64> = universe.securities.iter().filter_map(part).collect();
    let lines = parts.len();
    let median = median(parts).filter(|median| *median * 100.0 < limits.volume_pct)?;
    (lines >= MANY).then(|| {
        let file_name = file.to_owned();
        let kind =
            ValueDoubt::VolumesSmall { file: file_name, lines, median_part: rounded(median) };
        let remark = Remark::from(kind).on(lines, universe.securities.len());
        remark.at([of_column(file, "adv_usd")])
    })
}

/// Volumes of other lines, which are not correlated with caps; otherwise volumes in shares. Dollar
/// volume over cap depends little on the price of a share, whereas the number of shares traded
/// falls as the price rises. The power is the slope of one logarithm over the other.
fn volumes_odd(universe: &Universe, file: &str, limits: &Plausibility) -> Option<Remark> {
    /// Number of lines from which a slope represents a market.
    const LINES: usize = 200;
    let logs = |security: &Security| {
        let (price, volume) = (size(security.price()?), size(security.adv_usd()?));
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
        ValueDoubt::VolumesUnlike { file: file_name, lines, correlation: rounded(correlation) }
    } else if power >= limits.volume_power {
        ValueDoubt::VolumesInShares { file: file_name, lines, power: rounded(power) }
    } else {
        return None;
    };
    (lines >= LINES).then(|| {
        let remark = Remark::from(kind).on(lines, universe.securities.len());
        remark.at([of_column(file, "adv_usd")])
    })
}

/// How two numbers vary together: sums of squares and products of their deviations from their
/// means.
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

    /// Slope of the second number over the first; NaN if the first is constant.
    fn slope(&self) -> f64 {
        self.xy / self.xx
    }

    /// Correlation, from -1 to 1; NaN if one of the numbers is constant.
    fn correlation(&self) -> f64 {
        self.xy / (self.xx * self.yy).sqrt()
    }
}

/// Caps over prices, or else shares, of the common lines of one exchange that are in another unit
/// than those of all others; `cap` is the name of the file's column of caps.
fn exchange_unit(
    universe: &Universe,
    (file, cap): (&str, &str),
    limits: &Plausibility,
) -> Option<Remark> {
    let columns: [(&str, SharesBy); 2] = [
        (cap, |s| {
            let (cap, price) = (size(s.company_market_cap()?), size(s.price()?));
            (price > 0.0).then(|| cap / price)
        }),
        ("shares_outstanding", |s| s.shares_outstanding().map(size)),
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
        // With two exchanges, each is far from the other: the smaller unit is the likelier mistake.
        let far = shares.keys().filter_map(|exchange| Some((*exchange, ratio(exchange)?)));
        let far = far.filter(|(_, ratio)| is_far(*ratio, limits.exchange_ratio));
        let (exchange, ratio) = far.min_by(|a, b| a.1.total_cmp(&b.1))?;
        let lines = shares[&exchange].len();
        let kind = ValueDoubt::ExchangeUnit {
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

/// The number of shares of a line's company, according to a column.
type SharesBy = fn(&Security) -> Option<f64>;

/// Dollar volumes of a day that are far from the mean of two years on most lines.
fn volumes_disagree(universe: &Universe, file: &str) -> Option<Remark> {
    let ratio = |s: &Security| {
        let days = f64::from(s.trading_days_2y.filter(|days| *days > 0)?);
        let a_day = size(s.volume_2y()?) / days * size(s.price()?);
        let stated = size(s.adv_usd()?);
        (a_day > 0.0 && stated > 0.0).then(|| stated / a_day)
    };
    let ratios: Vec<f64> = universe.securities.iter().filter_map(ratio).collect();
    let lines = ratios.len();
    let median = median(ratios).filter(|median| lines >= MANY && is_far(*median, VOLUMES))?;
    let kind =
        ValueDoubt::VolumesDisagree { file: file.to_owned(), lines, median_ratio: rounded(median) };
    let places = ["adv_usd", "volume_2y"].map(|column| of_column(file, column));
    Some(Remark::from(kind).on(lines, universe.securities.len()).at(places))
}

/// Mean closes of most lines, or else of single large companies, that are far from the prices.
fn means_far(universe: &Universe, file: &str, limits: &Plausibility) -> Option<Remark> {
    let both = universe.securities.iter();
    let both = both.filter_map(|s| Some((s, ratio(s.price(), s.mean_close_30d())?)));
    let ratios: Vec<(&Security, f64)> = both.collect();
    let of = ratios.len();
    let middle = median(ratios.iter().map(|(_, ratio)| *ratio).collect())?;
    if of >= FEW && is_far(middle, limits.unit_ratio) {
        let lines = ratios.iter().filter(|(_, ratio)| is_far(*ratio, limits.unit_ratio)).count();
        let (file_name, median_ratio) = (file.to_owned(), rounded(middle));
        let kind = ValueDoubt::MeanFarFromPrice { file: file_name, lines, of, median_ratio };
        return Some(Remark::from(kind).on(lines, of).at([of_column(file, "mean_close_30d")]));
    }
    let is_odd = |(security, ratio): &&(&Security, f64)| {
        is_far(*ratio, limits.price_ratio) && cap(security).is_some_and(|cap| cap >= LARGE_CAP)
    };
    let mut odd: Vec<&(&Security, f64)> = ratios.iter().filter(is_odd).collect();
    odd.sort_by(|a, b| {
        b.1.ln().abs().total_cmp(&a.1.ln().abs()).then(a.0.symbol().cmp(b.0.symbol()))
    });
    let (security, mean_ratio) = odd.first()?;
    let kind = ValueDoubt::PriceFarFromMean {
        file: file.to_owned(),
        lines: odd.len(),
        symbol: security.symbol().to_owned(),
        price: security.price()?.normalize(),
        mean: security.mean_close_30d()?.normalize(),
        ratio: rounded(1.0 / mean_ratio),
        first: odd.iter().skip(1).take(NAMED).map(|(s, _)| s.symbol().to_owned()).collect(),
    };
    let places = odd.iter().take(NAMED).map(|(security, _)| of_line(file, security));
    Some(Remark::from(kind).on(odd.len(), of).at(places))
}

/// Earnings or book values in thousands or millions, or per share.
fn fundamentals_far(universe: &Universe, file: &str, limits: &Plausibility) -> Option<Remark> {
    FUNDAMENTALS.iter().find_map(|(column, of, usual)| {
        let part = |s: &Security| Some(size(of(s)?).abs() / cap(s)?).filter(|part| *part > 0.0);
        let parts: Vec<f64> = universe.securities.iter().filter_map(part).collect();
        let lines = parts.len();
        let median = median(parts)?;
        (lines >= MANY && is_far(median / usual, limits.fundamentals_ratio)).then(|| {
            let (file_name, column_name) = (file.to_owned(), (*column).to_owned());
            let kind = ValueDoubt::FundamentalsFar {
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

/// Lines that traded on hardly any of the days on which others did, although they are not new.
fn days_few(universe: &Universe, file: &str) -> Option<Remark> {
    let days = |s: &Security| s.trading_days_2y;
    let mut all: Vec<u16> = universe.securities.iter().filter_map(days).collect();
    let of = all.len();
    if of == 0 {
        return None;
    }
    let (_, &mut median, _) = all.select_nth_unstable(of / 2);
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
    let kind = ValueDoubt::DaysFew {
        file: file.to_owned(),
        lines: few.len(),
        of,
        symbol: first.symbol().to_owned(),
        days: days(first)?,
        median,
    };
    let places = few.iter().take(NAMED).map(|security| of_line(file, security));
    Some(Remark::from(kind).on(few.len(), of).at(places))
}

/// Assets of funds that are given in billions or millions.
pub fn funds(funds: &Funds, file: &str, limits: &Plausibility) -> Option<Remark> {
    let small = funds.assets.iter().filter(|(_, assets)| {
        let usd = size(assets.usd);
        usd > 0.0 && usd < limits.fund_assets_min
    });
    let small: Vec<_> = small.collect();
    let (index, assets) = small.first()?;
    let kind = ValueDoubt::FundAssetsSmall {
        file: file.to_owned(),
        index: index.to_string(),
        usd: assets.usd.normalize(),
        indexes: small.len(),
        least: limits.fund_assets_min,
    };
    let place = Place { file: file.to_owned(), line: None, column: None };
    Some(Remark::from(kind).on(small.len(), funds.assets.len()).at([place]))
}
