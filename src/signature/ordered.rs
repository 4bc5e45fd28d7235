//! What stands in canonical order: the query parameters, and the lines of the signed headers.

use alloc::collections::VecDeque;
use core::cmp::Ordering;

use crate::impossible::impossible;

/// Entries in order, none of them twice; as many as `FEW` without an allocation.
///
/// Each finds its place by halves. The entries that make way for it are those on the side where there are fewer, so that
/// entries which come in order, or in falling order, move none.
#[derive(Clone)]
pub(crate) struct Ordered<T, const FEW: usize> {
    few: [T; FEW],
    /// How many of those there are; none, once they are too many for `few`.
    few_len: usize,
    many: VecDeque<T>,
}

impl<T: Copy, const FEW: usize> Ordered<T, FEW> {
    /// `unused` stands where no entry is yet.
    pub(crate) const fn new(unused: T) -> Self {
        Self { few: [unused; FEW], few_len: 0, many: VecDeque::new() }
    }

    /// Puts an entry into its place, unless an equal one is there. Returns whether it did.
    ///
    /// Most often it goes behind all others, as setters are called in alphabetical order or are few.
    #[inline]
    #[must_use]
    pub(crate) fn insert(&mut self, entry: T, compare: impl Fn(&T, &T) -> Ordering) -> bool {
        if self.many.is_empty()
            && self.few().last().is_none_or(|last| compare(last, &entry).is_lt())
            && let Some(free) = self.few.get_mut(self.few_len)
        {
            *free = entry;
            self.few_len += 1;
            return true;
        }
        self.insert_between(entry, compare)
    }

    #[cold]
    fn insert_between(&mut self, entry: T, compare: impl Fn(&T, &T) -> Ordering) -> bool {
        let found = if self.many.is_empty() {
            self.few().binary_search_by(|other| compare(other, &entry))
        } else if self.many.back().is_some_and(|last| compare(last, &entry).is_lt()) {
            Err(self.many.len())
        } else {
            self.many.binary_search_by(|other| compare(other, &entry))
        };
        let Err(place) = found else { return false };
        if self.many.is_empty() {
            if self.few_len < FEW {
                self.few_len += 1;
                let tail = self.few.get_mut(place..self.few_len).unwrap_or_else(|| impossible("a place among them"));
                tail.rotate_right(1);
                if let Some(first) = tail.first_mut() {
                    *first = entry;
                }
                return true;
            }
            self.many.reserve(2 * FEW);
            self.many.extend(self.few);
            self.few_len = 0;
        }
        self.many.insert(place, entry);
        true
    }

    fn few(&self) -> &[T] {
        self.few.get(..self.few_len).unwrap_or_else(|| impossible("there are no more than have room"))
    }

    #[inline]
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.few().iter().chain(&self.many)
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.few.iter_mut().take(self.few_len).chain(&mut self.many)
    }

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.few_len == 0 && self.many.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.few_len + self.many.len()
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn holds_what_a_set_holds(numbers in prop::collection::vec(0_u8..30, 0..60)) {
            let mut ordered = Ordered::<u8, 8>::new(0);
            let mut set = BTreeSet::new();
            prop_assert!(ordered.is_empty());
            for number in numbers {
                prop_assert_eq!(ordered.insert(number, u8::cmp), set.insert(number));
                prop_assert!(ordered.iter().eq(&set));
                prop_assert!(ordered.iter_mut().map(|number| *number).eq(set.iter().copied()));
                prop_assert_eq!((ordered.len(), ordered.is_empty()), (set.len(), set.is_empty()));
            }
        }
    }
}
