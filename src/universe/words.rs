//! Interned words, such as sector names, that many lines share.

use std::sync::Arc;

use rustc_hash::FxHashSet;

/// The words interned so far.
#[derive(Debug, Default)]
pub(crate) struct Words(FxHashSet<Arc<str>>);

impl Words {
    /// The shared copy of a word.
    pub(crate) fn of(&mut self, word: &str) -> Arc<str> {
        if let Some(known) = self.0.get(word) {
            return Arc::clone(known);
        }
        let new: Arc<str> = Arc::from(word);
        self.0.insert(Arc::clone(&new));
        new
    }
}
