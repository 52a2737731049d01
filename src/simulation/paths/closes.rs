//! On which month ends of a path drift is taken.

/// The month ends on which drift is taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Closes {
    /// One of so many, a divisor of 12.
    pub(super) every: u32,
    /// Months of a path before its first cycle.
    pub(super) run_in: u32,
    /// The calendar month that the first month of a path is, January being 0.
    pub(super) first_month: usize,
}

impl Closes {
    /// Whether drift is taken at the end of a month, 0 being the start: in the middle of as many months as lie
    /// between two of them, since it grows from one reconstitution to the next.
    pub(super) fn is_taken(&self, month: u32) -> bool {
        (month + 12 - self.run_in % 12) % self.every == self.every / 2
    }

    /// The calendar month that ends with a month of the path, January being 0; of the start, the one before the first.
    pub(super) fn calendar(&self, month: u32) -> usize {
        (self.first_month + month as usize + 11) % 12
    }

    /// In which calendar months drift is taken, January first.
    pub(super) fn months(&self) -> [bool; 12] {
        let mut months = [false; 12];
        let of_cycle = self.run_in..self.run_in + 12;
        for month in of_cycle.filter(|month| self.is_taken(*month)) {
            months[self.calendar(month)] = true;
        }
        months
    }

    /// How many of them a cycle has.
    pub(super) fn of_cycle(&self) -> f64 {
        f64::from(12 / self.every)
    }
}
