//! Numbers for texts that recur, such as the tickers of a panel.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

/// Texts, each with a number.
#[derive(Debug, Default)]
pub(super) struct Names {
    texts: Vec<CompactString>,
    numbers: FxHashMap<CompactString, u32>,
    /// For each name, the name that followed its last occurrence.
    after: Vec<u32>,
    last: usize,
}

impl Names {
    /// The number of a text; a new number if it has none yet.
    pub(super) fn number(&mut self, name: &str) -> u32 {
        // The dates of a panel nearly always have the same lines in the same order.
        if let Some(&next) = self.after.get(self.last)
            && is_same(&self.texts[next as usize], name)
        {
            self.last = next as usize;
            return next;
        }
        let number = self.numbers.get(name).copied().unwrap_or_else(|| {
            // No table has 2^32 rows.
            let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
            self.texts.push(name.into());
            self.numbers.insert(name.into(), number);
            self.after.push(0);
            number
        });
        if let Some(next) = self.after.get_mut(self.last) {
            *next = number;
        }
        self.last = number as usize;
        number
    }

    /// The texts, by their numbers.
    pub(super) fn texts(&self) -> &[CompactString] {
        &self.texts
    }

    /// The texts in sorted order, and for each number the position of its text in that order.
    pub(super) fn sorted(self) -> (Vec<CompactString>, Vec<u32>) {
        let numbers = 0..u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let mut named: Vec<(CompactString, u32)> = self.texts.into_iter().zip(numbers).collect();
        named.sort_unstable();
        let mut places = vec![0; named.len()];
        for (place, (_, number)) in (0..).zip(&named) {
            places[*number as usize] = place;
        }
        (named.into_iter().map(|(name, _)| name).collect(), places)
    }
}

/// Whether two texts are equal. Short texts are compared by a word or two, since there are many of them
/// and a call for each would take longer.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    match one.len() {
        8..=16 => {
            one.first_chunk::<8>() == other.first_chunk::<8>()
                && one.last_chunk::<8>() == other.last_chunk::<8>()
        }
        4..=7 => {
            one.first_chunk::<4>() == other.first_chunk::<4>()
                && one.last_chunk::<4>() == other.last_chunk::<4>()
        }
        0..=3 => one.iter().zip(other).all(|(a, b)| a == b),
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn texts_are_compared_in_full(one in "[ab]{0,20}", at in 0_usize..20) {
            let mut other = one.clone().into_bytes();
            prop_assert!(is_same(&one, &one.clone()));
            if let Some(byte) = other.get_mut(at) {
                *byte = b'c';
                prop_assert!(!is_same(&one, &String::from_utf8(other).expect("letters")));
            }
            let longer = format!("{one}a");
            prop_assert!(!is_same(&one, &longer));
        }
    }

    #[test]
    fn a_text_keeps_its_number() {
        let mut names = Names::default();
        let numbers: Vec<u32> =
            "B A C B A C C A B D B".split(' ').map(|name| names.number(name)).collect();
        assert_eq!(numbers, [0, 1, 2, 0, 1, 2, 2, 1, 0, 3, 0]);
        assert_eq!(names.texts(), ["B", "A", "C", "D"]);
        let (sorted, places) = names.sorted();
        assert_eq!(sorted, ["A", "B", "C", "D"]);
        assert_eq!(places, [1, 0, 2, 3]);
    }
}
