//! Listed lines that are not eligible common shares: other share types of existing companies,
//! receipts, and companies whose structure, exchange or country is ineligible.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::company::{Company, Maker, Order};
use super::draw::{price, rounded, shares, significant};
use super::places;
use crate::universe::{
    Country, CountryFacts, Exchange, LineNames, Security, SecurityType, Structure,
};

/// The companies of the first date that are not on the curve, in the order of the calibration's
/// tables.
pub(super) fn companies(maker: &mut Maker<'_>, as_of: NaiveDate) -> Vec<Company> {
    let calibration = maker.calibration;
    let mut companies = Vec::new();
    for (&structure, &count) in &calibration.structures {
        companies.extend((0..count).map(|_| of_structure(maker, structure, as_of)));
    }
    let receipts = calibration.share_types[&SecurityType::DepositaryReceipt];
    companies.extend((0..receipts).map(|number| receipt(maker, number, as_of)));
    let venues = [
        (Exchange::Otc, calibration.ineligible.otc),
        (Exchange::Other, calibration.ineligible.other_exchange),
    ];
    for (exchange, count) in venues {
        for _ in 0..count {
            let country = places::domestic(&mut maker.draw, 0.1);
            let order = any_size(maker, 45e6, 1.6, as_of);
            let mut company = maker.single(order, "Corp", Structure::Corporation, country);
            company.lines[0].exchange = exchange;
            companies.push(company);
        }
    }
    for number in 0..calibration.ineligible.foreign {
        let order = any_size(maker, 900e6, 2.0, as_of);
        let words = *maker.draw.pick(&["Ltd", "PLC", "SA", "Holdings Ltd", "NV"]);
        let country = places::foreign(number);
        companies.push(maker.single(order, words, Structure::Corporation, country));
    }
    companies
}

/// Adds the lines that companies have in addition to their common shares.
pub(super) fn attach_all(maker: &mut Maker<'_>, companies: &mut [Company]) {
    for (&kind, &count) in &maker.calibration.share_types {
        if kind != SecurityType::DepositaryReceipt {
            (0..count).for_each(|_| attach(maker, companies, kind));
        }
    }
}

/// An order of a random size, with the matching bucket.
fn any_size(maker: &mut Maker<'_>, median: f64, spread: f64, as_of: NaiveDate) -> Order {
    let cap = maker.draw.log_normal(median, spread).clamp(3e6, 4e11);
    Order { cap, bucket: bucket_of(maker, cap), listed: None, as_of }
}

/// The bucket of a cap on the latest curve.
pub(super) fn bucket_of(maker: &Maker<'_>, cap: f64) -> usize {
    let curve = maker.calibration.now();
    let log_cap = libm::log(cap);
    let larger = |b: &&super::calibration::Bucket| curve.log_cap(b.last_rank as f64) > log_cap;
    let passed = maker.calibration.buckets.iter().take_while(larger).count();
    passed.min(maker.calibration.buckets.len() - 1)
}

pub(super) fn of_structure(
    maker: &mut Maker<'_>,
    structure: Structure,
    as_of: NaiveDate,
) -> Company {
    let (words, median): (&[&str], f64) = match structure {
        Structure::Corporation => (&["Corp"], 300e6),
        Structure::RoyaltyTrust => (&["Royalty Trust", "Basin Royalty Trust"], 120e6),
        Structure::Llc => (&["LLC", "Holdings LLC"], 900e6),
        Structure::ClosedEndFund => {
            (&["Income Fund", "Municipal Fund", "Credit Opportunities Fund"], 350e6)
        }
        Structure::BusinessDevelopmentCompany => (&["Capital Corp", "Lending Corp"], 600e6),
        Structure::BlankCheque => (&["Acquisition Corp", "Acquisition Corp II"], 240e6),
        Structure::LimitedPartnership => (&["Partners LP", "Midstream Partners LP"], 1_500e6),
        Structure::Etf => (&["Large Cap ETF", "Dividend ETF", "Bond ETF"], 700e6),
        Structure::MutualFund => (&["Interval Fund"], 150e6),
        Structure::UbtiReit => (&["Timber Realty LP", "Realty Partners"], 500e6),
    };
    let words = *maker.draw.pick(words);
    let order = any_size(maker, median, 0.9, as_of);
    let us = CountryFacts {
        incorporation: Some(Country::US),
        headquarters: Some(Country::US),
        ..CountryFacts::default()
    };
    let mut company = maker.single(order, words, structure, us);
    let line = &mut company.lines[0];
    line.sector = Some("Financials".into());
    if structure == Structure::BlankCheque {
        let close = rounded(maker.draw.between(9.9, 11.3), 2);
        line.set_price(Some(close));
        line.set_mean_close_30d(Some(close));
    }
    if structure == Structure::Etf {
        line.exchange = Exchange::NyseArca;
    }
    company
}

fn receipt(maker: &mut Maker<'_>, number: usize, as_of: NaiveDate) -> Company {
    let order = any_size(maker, 2_500e6, 2.2, as_of);
    let words = *maker.draw.pick(&["PLC ADR", "SA ADR", "Ltd ADS", "Group ADS"]);
    let mut company = maker.single(order, words, Structure::Corporation, places::foreign(number));
    company.lines[0].security_type = SecurityType::DepositaryReceipt;
    company
}

/// Adds a line of `kind` to a company that plausibly has one.
fn attach(maker: &mut Maker<'_>, companies: &mut [Company], kind: SecurityType) {
    let suits = |c: &Company| {
        let main = &c.lines[0];
        let sector = main.sector.as_deref();
        match kind {
            SecurityType::Unit | SecurityType::Right => main.structure == Structure::BlankCheque,
            SecurityType::Warrant => main.structure == Structure::BlankCheque || c.bucket >= 4,
            SecurityType::OperatingPartnershipUnit => sector == Some("Real Estate"),
            _ => {
                c.bucket <= 4 && matches!(sector, Some("Financials" | "Real Estate" | "Utilities"))
            }
        }
    };
    let mut at = maker.draw.below(companies.len());
    while !suits(&companies[at]) {
        at = maker.draw.below(companies.len());
    }
    let line = beside(maker, &companies[at], kind);
    companies[at].lines.push(line);
}

pub(super) fn beside(maker: &mut Maker<'_>, company: &Company, kind: SecurityType) -> Security {
    let main = &company.lines[0];
    let (suffixes, words): (&[&str], &str) = match kind {
        SecurityType::Warrant => (&["W", ".WS", ".WT"], "Warrant"),
        SecurityType::Right => (&["R", ".RT"], "Right"),
        SecurityType::Unit => (&["U", ".UN"], "Unit"),
        SecurityType::Note => (&["Z", "L", "G"], "Senior Notes"),
        SecurityType::OperatingPartnershipUnit => (&[".OP"], "Operating Partnership Units"),
        SecurityType::ConvertiblePreferred => (&["^C", "^D", "^E"], "Convertible Preferred"),
        SecurityType::Redeemable => (&["^R"], "Redeemable Shares"),
        SecurityType::ParticipatingPreferred => (&["^P"], "Participating Preferred"),
        _ => (&["^A", "^B", "^F", "^G"], "Preferred Series"),
    };
    let symbol = maker.names.derived(main.symbol(), &company.base, suffixes);
    let is_unlisted = kind == SecurityType::OperatingPartnershipUnit;
    let exchange = if is_unlisted { Exchange::Unlisted } else { main.exchange };
    let name = format!("{} {words}", company.base);
    let id = maker.names.id();
    let names = LineNames { symbol: &symbol, issuer: main.issuer(), id: Some(&id), name: &name };
    let mut s = Security::named(&names, exchange);
    s.security_type = kind;
    s.structure = main.structure;
    s.country = main.country;
    s.sector.clone_from(&main.sector);
    let cap = company.cap.min(2e11) * maker.draw.between(0.004, 0.05);
    let close = match kind {
        SecurityType::Warrant => maker.draw.log_normal(0.6, 1.0),
        SecurityType::Right => maker.draw.between(0.1, 0.3),
        SecurityType::Unit => maker.draw.between(10.0, 11.6),
        SecurityType::ConvertiblePreferred => maker.draw.between(38.0, 62.0),
        _ => maker.draw.between(17.5, 26.5),
    };
    s.set_shares_outstanding(Some(shares((cap / close / 1e5).round().max(1.0) * 1e5)));
    if !is_unlisted {
        s.set_price(Some(price(close)));
        s.set_adv_usd(Some(significant(cap * maker.draw.between(0.0005, 0.004), 3)));
        s.set_free_float_pct(Some(Decimal::ONE_HUNDRED));
    }
    s
}
