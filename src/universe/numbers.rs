//! The numbers of a line, each in eight bytes. Nothing is rounded: one that does not fit is kept beside them.

use rust_decimal::Decimal;

use super::packed::{Cell, Held, Packed};

/// Some numbers that may be unknown. Those that do not fit are [`Unpacked`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Numbers<const COUNT: usize>([Cell; COUNT]);

/// Numbers that do not fit into eight bytes, by their places among all numbers of a line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Unpacked(Vec<(usize, Decimal)>);

impl<const COUNT: usize> Numbers<COUNT> {
    /// All of them unknown.
    pub(crate) const UNKNOWN: Self = Self([Cell::UNKNOWN; COUNT]);

    /// A number; `None` if it is unknown. `unpacked` gives those that do not fit; it is called for them alone.
    #[inline]
    pub(crate) fn get<'u>(
        &self,
        at: usize,
        unpacked: impl FnOnce() -> &'u Unpacked,
    ) -> Option<Decimal> {
        match self.0[at].held() {
            Held::Unknown => None,
            Held::Packed(packed) => Some(packed.get()),
            Held::Beside(place) => unpacked().get(place),
        }
    }

    /// Sets a number, whose place among all numbers of the line is `place`; whether it does not fit, or the one
    /// before did not, so that it has to be kept or dropped beside.
    #[must_use]
    pub(crate) fn set(&mut self, at: usize, place: usize, number: Option<Decimal>) -> bool {
        let before = self.0[at];
        self.0[at] = number.map_or(Cell::UNKNOWN, |number| {
            Packed::new(number).map_or(Cell::beside(place), Cell::packed)
        });
        [before, self.0[at]].contains(&Cell::beside(place))
    }
}

impl Unpacked {
    /// None of them.
    pub(crate) const NONE: Self = Self(Vec::new());

    fn get(&self, place: usize) -> Option<Decimal> {
        self.0.iter().find(|(own, _)| *own == place).map(|(_, number)| *number)
    }

    /// Keeps the number of a place if it does not fit, and drops the one before.
    pub(crate) fn keep(&mut self, place: usize, number: Option<Decimal>) {
        self.0.retain(|(own, _)| *own != place);
        self.0.extend(number.filter(|own| Packed::new(*own).is_none()).map(|own| (place, own)));
        self.0.sort_unstable_by_key(|(place, _)| *place);
    }

    /// Adds those of others.
    pub(crate) fn extend(&mut self, others: &Self) {
        for (place, number) in &others.0 {
            self.keep(*place, Some(*number));
        }
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
