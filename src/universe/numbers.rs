//! The numbers of a line, eight bytes each. Nothing is rounded: a number that does not fit is stored
//! separately.

use rust_decimal::Decimal;

use super::packed::{Cell, Held, Packed};

/// Some numbers that may be unknown. Numbers that do not fit are in [`Unpacked`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Numbers<const COUNT: usize>([Cell; COUNT]);

/// Numbers that do not fit into eight bytes, by their index among all numbers of a line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Unpacked(Vec<(usize, Decimal)>);

impl<const COUNT: usize> Numbers<COUNT> {
    /// All numbers unknown.
    pub(crate) const UNKNOWN: Self = Self([Cell::UNKNOWN; COUNT]);

    /// A number; `None` if it is unknown. `unpacked` supplies the numbers that do not fit, and is called
    /// only then.
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

    /// Sets a number whose index among all numbers of the line is `place`. Returns true if the new or the
    /// old number does not fit, so that the separate storage must be updated.
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
    /// No numbers.
    pub(crate) const NONE: Self = Self(Vec::new());

    fn get(&self, place: usize) -> Option<Decimal> {
        self.0.iter().find(|(own, _)| *own == place).map(|(_, number)| *number)
    }

    /// Stores the number at an index if it does not fit, and drops the previous one.
    pub(crate) fn keep(&mut self, place: usize, number: Option<Decimal>) {
        self.0.retain(|(own, _)| *own != place);
        self.0.extend(number.filter(|own| Packed::new(*own).is_none()).map(|own| (place, own)));
        self.0.sort_unstable_by_key(|(place, _)| *place);
    }

    /// Adds the numbers of another line.
    pub(crate) fn extend(&mut self, others: &Self) {
        for (place, number) in &others.0 {
            self.keep(*place, Some(*number));
        }
    }

    /// Whether there are no numbers.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
