//! Words that stand on many lines, such as the names of sectors: each is kept once.

use std::sync::Arc;

use rustc_hash::FxHashSet;

/// The words seen so far.
#[derive(Debug, Default)]
pub(crate) struct Words(FxHashSet<Arc<str>>);

impl Words {
    /// The word as all lines share it.
    pub(crate) fn of(&mut self, word: &str) -> Arc<str> {
        if let Some(known) = self.0.get(word) {
            return Arc::clone(known);
        }
        let new: Arc<str> = Arc::from(word);
        self.0.insert(Arc::clone(&new));
        new
    }
}
