//! Interruption and progress of long-running work.

/// Callbacks of long-running work on the units of a run, such as its paths.
#[derive(Clone, Copy)]
pub struct Control<'a> {
    /// Polled between batches: whether to stop before all units are done.
    pub is_stopped: &'a (dyn Fn() -> bool + Sync),
    /// Called with the number of units completed since the last call.
    pub on_done: &'a (dyn Fn(u64) + Sync),
}

impl Control<'_> {
    /// Never stops and reports no progress.
    pub const NONE: Self = Self { is_stopped: &|| false, on_done: &|_| () };
}
