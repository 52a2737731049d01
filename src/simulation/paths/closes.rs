//! The month ends of a path at which drift is taken.

/// The month ends on which drift is taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Closes {
    /// Drift is taken at one month end out of this many, a divisor of 12.
    pub(super) every: u32,
    /// Months of a path before its first cycle.
    pub(super) run_in: u32,
    /// The calendar month of the first month of a path, January being 0.
    pub(super) first_month: usize,
}

impl Closes {
    /// True if drift is taken at the end of a month, 0 being the start. Month ends are taken in the
    /// middle of each interval of `every` months, because drift grows from one reconstitution to
    /// the next.
    pub(super) fn is_taken(&self, month: u32) -> bool {
        (month + 12 - self.run_in % 12) % self.every == self.every / 2
    }

    /// The calendar month that ends with a month of the path, January being 0. For month 0, the
    /// start, it is the month before the first.
    pub(super) fn calendar(&self, month: u32) -> usize {
        (self.first_month + month as usize + 11) % 12
    }

    /// The calendar months at whose ends drift is taken, January first.
    pub(super) fn months(&self) -> [bool; 12] {
        let mut months = [false; 12];
        let of_cycle = self.run_in..self.run_in + 12;
        for month in of_cycle.filter(|month| self.is_taken(*month)) {
            months[self.calendar(month)] = true;
        }
        months
    }

    /// The number of these month ends in a cycle.
    pub(super) fn of_cycle(&self) -> f64 {
        f64::from(12 / self.every)
    }
}
