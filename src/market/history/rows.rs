//! The rows of one date, stored in columns: some thirty bytes a row, a fifth of the size of structs.
//!
//! Prices, caps and volumes are [`Packed`]; a decimal that does not fit is kept beside the columns,
//! and its cell holds its place there. Nothing is rounded.

use std::ops::Range;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::column::{Column, Value as _};
use crate::universe::Exchange;
use crate::universe::packed::{Cell, Held, Packed};

/// A decimal of a row as it was read: packed, or one that does not fit.
pub(super) type Read = Option<Result<Packed, Decimal>>;

/// The values of one row.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowValues {
    /// The number of its ticker; later, of its line.
    pub(super) whose: u32,
    pub(super) exchange: Exchange,
    pub(super) price: Read,
    pub(super) market_cap: Read,
    pub(super) price_return: Option<f64>,
    /// The number of its country label.
    pub(super) country: Option<u32>,
    pub(super) adv_usd: Read,
    pub(super) days: Option<u16>,
}

/// The rows of one date, in columns (see the module's description).
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    /// For each row, its ticker's number while a panel is read, and its line's number in a history.
    pub(super) whose: Vec<u32>,
    exchange: Column<Exchange>,
    price: Column<Cell>,
    market_cap: Column<Cell>,
    price_return: Column<f64>,
    country: Column<u32>,
    adv_usd: Column<Cell>,
    days: Column<u16>,
    /// Decimals that do not fit into a cell.
    beside: Vec<Decimal>,
}

impl Rows {
    /// Empty, with memory reserved for a number of rows.
    pub(super) fn with_capacity(rows: usize) -> Self {
        let mut empty = Self { whose: Vec::with_capacity(rows), ..Self::default() };
        // The columns that every panel has.
        empty.price.0.reserve(rows);
        empty.market_cap.0.reserve(rows);
        empty.price_return.0.reserve(rows);
        empty
    }

    pub(super) fn len(&self) -> usize {
        self.whose.len()
    }

    pub(super) fn push(&mut self, values: RowValues) {
        let row = self.len();
        self.whose.push(values.whose);
        self.exchange.set(row, values.exchange);
        let price = self.cell(values.price);
        self.price.set(row, price);
        let market_cap = self.cell(values.market_cap);
        self.market_cap.set(row, market_cap);
        self.price_return.set(row, values.price_return.unwrap_or(f64::UNKNOWN));
        self.country.set(row, values.country.unwrap_or(u32::UNKNOWN));
        let adv_usd = self.cell(values.adv_usd);
        self.adv_usd.set(row, adv_usd);
        self.days.set(row, values.days.unwrap_or(u16::UNKNOWN));
    }

    fn cell(&mut self, read: Read) -> Cell {
        match read {
            None => Cell::UNKNOWN,
            Some(Ok(packed)) => Cell::packed(packed),
            Some(Err(number)) => {
                self.beside.push(number);
                Cell::beside(self.beside.len() - 1)
            }
        }
    }

    fn decimal(&self, cell: Cell) -> Option<Decimal> {
        match cell.held() {
            Held::Unknown => None,
            Held::Packed(packed) => Some(packed.get()),
            Held::Beside(place) => self.beside.get(place).copied(),
        }
    }

    fn float(&self, cell: Cell) -> Option<f64> {
        match cell.held() {
            Held::Unknown => None,
            Held::Packed(packed) => Some(packed.to_f64()),
            Held::Beside(place) => self.beside.get(place)?.to_f64(),
        }
    }

    /// Appends some rows of another date; `ticker` and `country` translate the numbers of its tickers and
    /// countries.
    pub(super) fn append(
        &mut self,
        other: &Self,
        rows: Range<usize>,
        ticker: impl Fn(u32) -> u32,
        country: impl Fn(u32) -> u32,
    ) {
        let at = self.len();
        self.whose.extend(other.whose[rows.clone()].iter().map(|&whose| ticker(whose)));
        self.exchange.append(at, &other.exchange, rows.clone());
        self.price_return.append(at, &other.price_return, rows.clone());
        self.days.append(at, &other.days, rows.clone());
        let known = self.country.0.len();
        self.country.append(at, &other.country, rows.clone());
        for number in self.country.0.iter_mut().skip(known).filter(|number| !number.is_unknown()) {
            *number = country(*number);
        }
        for (own, others) in [
            (&mut self.price, &other.price),
            (&mut self.market_cap, &other.market_cap),
            (&mut self.adv_usd, &other.adv_usd),
        ] {
            let known = own.0.len();
            own.append(at, others, rows.clone());
            for cell in own.0.iter_mut().skip(known) {
                if let Held::Beside(place) = cell.held()
                    && let Some(number) = other.beside.get(place)
                {
                    self.beside.push(*number);
                    *cell = Cell::beside(self.beside.len() - 1);
                }
            }
        }
    }

    /// A copy in another order: row `order[n]` becomes row `n`.
    pub(super) fn reordered(&self, order: &[usize]) -> Self {
        Self {
            whose: order.iter().map(|&row| self.whose[row]).collect(),
            exchange: self.exchange.reordered(order),
            price: self.price.reordered(order),
            market_cap: self.market_cap.reordered(order),
            price_return: self.price_return.reordered(order),
            country: self.country.reordered(order),
            adv_usd: self.adv_usd.reordered(order),
            days: self.days.reordered(order),
            beside: self.beside.clone(),
        }
    }

    /// Releases memory that is reserved but unused.
    pub(super) fn shrink(&mut self) {
        self.whose.shrink_to_fit();
        self.exchange.0.shrink_to_fit();
        for column in [&mut self.price, &mut self.market_cap, &mut self.adv_usd] {
            column.0.shrink_to_fit();
        }
        self.price_return.0.shrink_to_fit();
    }

    pub(super) fn exchange(&self, row: usize) -> Exchange {
        self.exchange.get(row)
    }

    pub(super) fn price(&self, row: usize) -> Option<Decimal> {
        self.decimal(self.price.get(row))
    }

    /// The price as a number, USD a share.
    pub(super) fn price_f64(&self, row: usize) -> Option<f64> {
        self.float(self.price.get(row))
    }

    pub(super) fn market_cap(&self, row: usize) -> Option<Decimal> {
        self.decimal(self.market_cap.get(row))
    }

    /// The cap as a number, USD.
    pub(super) fn market_cap_f64(&self, row: usize) -> Option<f64> {
        self.float(self.market_cap.get(row))
    }

    pub(super) fn price_return(&self, row: usize) -> Option<f64> {
        self.price_return.known(row)
    }

    pub(super) fn country(&self, row: usize) -> Option<u32> {
        self.country.known(row)
    }

    pub(super) fn adv_usd(&self, row: usize) -> Option<Decimal> {
        self.decimal(self.adv_usd.get(row))
    }

    pub(super) fn days(&self, row: usize) -> Option<u16> {
        self.days.known(row)
    }

    pub(super) fn set_market_cap(&mut self, row: usize, cap: Option<Decimal>) {
        let cell = self.cell(cap.map(|cap| Packed::new(cap).ok_or(cap)));
        self.market_cap.set(row, cell);
    }

    pub(super) fn set_price_return(&mut self, row: usize, price_return: f64) {
        self.price_return.set(row, price_return);
    }
}

/// A decimal in the form in which a row stores it.
pub(super) fn packed(number: Option<Decimal>) -> Read {
    number.map(|number| Packed::new(number).ok_or(number))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The values of a row in a form that can be compared.
    type Shown =
        (u32, Exchange, [Option<(Decimal, u32)>; 3], Option<u64>, Option<u32>, Option<u16>);

    fn values() -> impl Strategy<Value = RowValues> {
        let number = || {
            let parts = (any::<i128>(), 32_u32..128, 0_u32..=28);
            let decimal = parts.prop_map(|(n, bits, scale)| {
                Decimal::try_from_i128_with_scale(n >> bits, scale).expect("within 96 bits")
            });
            proptest::option::of(decimal).prop_map(packed)
        };
        let exchange = prop_oneof![Just(Exchange::UsListed), Just(Exchange::Nyse)];
        let price_return = proptest::option::of(-1.0..10.0);
        let (country, days) = (proptest::option::of(0_u32..3), proptest::option::of(0_u16..10_000));
        let numbers = (number(), number(), number());
        (0_u32..5, exchange, numbers, price_return, country, days).prop_map(
            |(whose, exchange, (price, market_cap, adv_usd), price_return, country, days)| {
                RowValues {
                    whose,
                    exchange,
                    price,
                    market_cap,
                    price_return,
                    country,
                    adv_usd,
                    days,
                }
            },
        )
    }

    fn given(row: &RowValues) -> Shown {
        let numbers = [row.price, row.market_cap, row.adv_usd];
        let decimal = |read: Read| read.map(|read| read.map_or_else(|number| number, Packed::get));
        let numbers = numbers.map(|read| decimal(read).map(|number| (number, number.scale())));
        let price_return = row.price_return.map(f64::to_bits);
        (row.whose, row.exchange, numbers, price_return, row.country, row.days)
    }

    fn held(rows: &Rows, row: usize) -> Shown {
        let numbers = [rows.price(row), rows.market_cap(row), rows.adv_usd(row)];
        let floats = [rows.price_f64(row), rows.market_cap_f64(row)];
        for (float, number) in floats.into_iter().zip(numbers) {
            assert_eq!(float.map(f64::to_bits), number.and_then(|n| n.to_f64()).map(f64::to_bits));
        }
        let numbers = numbers.map(|number| number.map(|number| (number, number.scale())));
        let price_return = rows.price_return(row).map(f64::to_bits);
        let (country, days) = (rows.country(row), rows.days(row));
        (rows.whose[row], rows.exchange(row), numbers, price_return, country, days)
    }

    fn rows(values: &[RowValues]) -> Rows {
        let mut rows = Rows::with_capacity(values.len());
        for values in values {
            rows.push(*values);
        }
        rows
    }

    proptest! {
        #[test]
        fn rows_come_back_as_they_were(
            one in proptest::collection::vec(values(), 0..20),
            other in proptest::collection::vec(values(), 0..20),
            from in 0_usize..20,
        ) {
            let from = from.min(other.len());
            let mut joined = rows(&one);
            joined.append(&rows(&other), from..other.len(), |whose| whose + 1, |country| country + 2);
            joined.shrink();
            let moved = |row: &RowValues| RowValues {
                whose: row.whose + 1,
                country: row.country.map(|country| country + 2),
                ..*row
            };
            let all: Vec<Shown> = one.iter().map(given).chain(other[from..].iter().map(|row| given(&moved(row)))).collect();
            let found: Vec<Shown> = (0..joined.len()).map(|row| held(&joined, row)).collect();
            prop_assert_eq!(&found, &all);
            let back: Vec<usize> = (0..joined.len()).rev().collect();
            let joined = joined.reordered(&back);
            let found: Vec<Shown> = (0..joined.len()).rev().map(|row| held(&joined, row)).collect();
            prop_assert_eq!(&found, &all);
        }

        #[test]
        fn repaired_values_replace_what_was_read(all in proptest::collection::vec(values(), 1..5), by in values()) {
            let mut changed = rows(&all);
            let last = all.len() - 1;
            let (_, _, [_, cap, _], ..) = given(&by);
            changed.set_market_cap(last, cap.map(|(cap, _)| cap));
            changed.set_price_return(last, 0.5);
            let expected = RowValues { market_cap: by.market_cap, price_return: Some(0.5), ..all[last] };
            prop_assert_eq!(held(&changed, last), given(&expected));
        }
    }
}
