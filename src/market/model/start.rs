//! The common start of all paths.

use super::check::ModelError;
use super::company::Company;
use super::returns::whole;
use super::slots::Slots;
use super::steps::Model;
use super::streams::company_key;
use super::traits::{Scores, Stated};

/// Companies prepared for paths; the result does not depend on their order.
#[derive(Debug, Clone)]
pub struct Start {
    companies: Vec<Company>,
    pub(super) model: Model,
    pub(super) slots: Slots,
    /// Sum of the caps, USD.
    pub(super) total: u64,
    /// Stated prices, USD, with their slots.
    pub(super) prices: Vec<(usize, f64)>,
}

impl Start {
    /// A start of these companies.
    ///
    /// # Errors
    /// No companies, two with the same number, or invalid figures.
    pub fn new(mut companies: Vec<Company>, model: Model) -> Result<Self, ModelError> {
        if companies.is_empty() {
            return Err(ModelError::NoCompanies);
        }
        companies.iter_mut().try_for_each(check)?;
        // Companies near one another in size are near one another in memory.
        companies.sort_by(|a, b| b.cap.total_cmp(&a.cap).then(a.number.cmp(&b.number)));
        let mut numbers: Vec<u64> = companies.iter().map(|c| c.number).collect();
        numbers.sort_unstable();
        if let Some(pair) = numbers.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(ModelError::Twice { number: pair[0] });
        }
        let mut slots = Slots::default();
        for (at, company) in companies.iter().enumerate() {
            let key = company_key(company.number);
            // Every path draws its own scores.
            let slot = slots.put(key, company.cap, company.sector, Scores::default());
            let after = model.parameters().buckets.partition_point(|b| b.last_rank <= at);
            let bucket = after.min(model.parameters().buckets.len() - 1);
            slots.bucket[slot] = u8::try_from(bucket).unwrap_or(u8::MAX);
        }
        let stated = |c: &Company| Stated { beta: c.beta, deviation: c.deviation };
        if companies.iter().any(|company| stated(company) != Stated::default()) {
            slots.stated = companies.iter().map(stated).collect();
        }
        let total = companies.iter().map(|c| whole_dollars(c.cap)).sum();
        let stated = companies.iter().enumerate();
        let prices = stated.filter_map(|(slot, c)| Some((slot, c.price?))).collect();
        Ok(Self { companies, model, slots, total, prices })
    }

    /// The companies in the order of their slots on every path: by cap, then by number. Slots
    /// beyond them are free, or of companies listed on a path.
    pub fn companies(&self) -> &[Company] {
        &self.companies
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// True if weights are those of full caps throughout: no float is stated, and share counts never change.
    pub fn has_full_caps(&self) -> bool {
        let has_float = self.companies.iter().any(|company| company.float.is_some());
        !has_float && !self.model.changes_shares()
    }

    /// The number of slots at the start of paths.
    pub fn slot_count(&self) -> usize {
        self.slots.caps.len()
    }

    /// The caps by slot, USD.
    pub fn caps(&self) -> &[f64] {
        &self.slots.caps
    }

    /// The cap at the start of the company on a rank, from 1; beyond the last rank, that of the smallest
    /// company.
    pub(super) fn cap_at(&self, rank: usize) -> f64 {
        self.companies[rank.clamp(1, self.companies.len()) - 1].cap
    }
}

/// A cap in whole dollars, from the form in which the caps of a market are held.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole and below 10^15"
)]
pub fn whole_dollars(cap: f64) -> u64 {
    cap as u64
}

fn check(company: &mut Company) -> Result<(), ModelError> {
    let number = company.number;
    let fault = |name, value, must| Err(ModelError::Company { number, name, value, must });
    if !(company.cap >= 1.0 && company.cap <= 1e15) {
        return fault("cap", company.cap, "from 1 to 10^15 USD");
    }
    company.cap = whole(company.cap);
    if let Some(beta) = company.beta.filter(|beta| !(-10.0..=10.0).contains(beta)) {
        return fault("beta", beta, "from -10 to 10");
    }
    if let Some(price) = company.price.filter(|price| !(*price > 0.0 && *price <= 1e9)) {
        return fault("price", price, "above 0 and at most 10^9 USD");
    }
    if let Some(float) = company.float.filter(|float| !(*float > 0.0 && *float <= 1.0)) {
        return fault("float", float, "above 0 and at most 1, a fraction");
    }
    match company.deviation.filter(|deviation| !(0.0..=3.0).contains(deviation)) {
        Some(deviation) => fault("deviation", deviation, "from 0 to 3, a month's"),
        None => Ok(()),
    }
}
