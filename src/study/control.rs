//! Whom long work asks whether to go on, and tells how far it is.

/// Who is asked and told while paths are run.
#[derive(Clone, Copy)]
pub struct Control<'a> {
    /// Whether to end before all paths are run.
    pub is_stopped: &'a (dyn Fn() -> bool + Sync),
    /// Hears how many more paths are done.
    pub on_done: &'a (dyn Fn(u64) + Sync),
}

impl Control<'_> {
    /// Nobody.
    pub const NONE: Self = Self { is_stopped: &|| false, on_done: &|_| () };
}
