//! Interned words, such as sector names, that many lines share.

use arcstr::ArcStr;
use rustc_hash::FxHashSet;

/// The words interned so far.
#[derive(Debug, Default)]
pub(crate) struct Words(FxHashSet<ArcStr>);

impl Words {
    /// The shared copy of a word.
    pub(crate) fn of(&mut self, word: &str) -> ArcStr {
        if let Some(known) = self.0.get(word) {
            return ArcStr::clone(known);
        }
        let new = ArcStr::from(word);
        self.0.insert(ArcStr::clone(&new));
        new
    }
}
