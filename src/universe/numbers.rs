//! The numbers of a line, each in eight bytes. Nothing is rounded: one that does not fit is kept beside them.

use rust_decimal::Decimal;

use super::packed::{Packed, SCALES};

/// A number that is unknown, packed, or kept elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Slot(i64);

/// Some numbers that may be unknown. Those that do not fit are [`Unpacked`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Numbers<const COUNT: usize>([Slot; COUNT]);

/// Numbers that do not fit into eight bytes, by their places.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Unpacked(Vec<(usize, Decimal)>);

impl Slot {
    // A packed number has a scale of at most 28.
    const UNKNOWN: Self = Self(SCALES);
    const ELSEWHERE: Self = Self(SCALES - 1);
}

impl<const COUNT: usize> Numbers<COUNT> {
    /// All of them unknown.
    pub(crate) const UNKNOWN: Self = Self([Slot::UNKNOWN; COUNT]);

    /// A number; `None` if it is unknown. `elsewhere` gives it if it does not fit.
    pub(crate) fn get(
        &self,
        at: usize,
        elsewhere: impl FnOnce() -> Option<Decimal>,
    ) -> Option<Decimal> {
        match self.0[at] {
            Slot::UNKNOWN => None,
            Slot::ELSEWHERE => elsewhere(),
            Slot(bits) => Some(Packed::from_bits(bits).get()),
        }
    }

    /// Sets a number; whether it does not fit, or the one before did not, so that it has to be kept elsewhere.
    #[must_use]
    pub(crate) fn set(&mut self, at: usize, number: Option<Decimal>) -> bool {
        let before = self.0[at];
        self.0[at] = number.map_or(Slot::UNKNOWN, |number| {
            Packed::new(number).map_or(Slot::ELSEWHERE, |packed| Slot(packed.bits()))
        });
        before == Slot::ELSEWHERE || self.0[at] == Slot::ELSEWHERE
    }
}

impl Unpacked {
    /// None of them.
    pub(crate) const NONE: Self = Self(Vec::new());

    /// The number of a place; `None` if it is not here.
    pub(crate) fn get(&self, place: usize) -> Option<Decimal> {
        self.0.iter().find(|(own, _)| *own == place).map(|(_, number)| *number)
    }

    /// Keeps the number of a place, or drops it.
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
