//! A sorted map that turns share: what did not change is the same memory in the map of before and in that
//! of now.
//!
//! In: entries. Out: look-ups, walks in the order of the keys, copies that cost next to nothing. Never: a
//! copy of more than a few dozen entries where one is put in or taken out.

use rayon::prelude::*;
use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// How many entries stand together at most. What is shared is shared in such pieces.
const MOST_TOGETHER: usize = 64;

/// A sorted map. Cloning shares the entries.
#[derive(Clone)]
pub struct SharedMap<K, V> {
    /// None is empty, and their keys are in order from each to the next.
    pieces: Vec<Arc<Vec<(K, V)>>>,
    length: usize,
}

impl<K, V> Default for SharedMap<K, V> {
    fn default() -> Self {
        Self { pieces: Vec::new(), length: 0 }
    }
}

impl<K: Ord, V> SharedMap<K, V> {
    /// Takes entries that are in the order of their keys, each key once.
    pub fn of_sorted(entries: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut map = Self::default();
        let mut piece = Vec::new();
        let mut entries = entries.into_iter().peekable();
        while let Some(entry) = entries.next() {
            debug_assert!(entries.peek().is_none_or(|next| entry.0 < next.0), "entries are in their order");
            piece.push(entry);
            map.length += 1;
            // Half full, so that there is room for what comes.
            if piece.len() == MOST_TOGETHER / 2 || entries.peek().is_none() {
                map.pieces.push(Arc::new(std::mem::take(&mut piece)));
            }
        }
        map
    }

    /// Returns how many entries there are.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Says whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Returns the entries in the order of their keys.
    pub fn iter(&self) -> Iter<'_, K, V> {
        Iter { pieces: self.pieces.iter(), piece: [].iter() }
    }

    /// Returns the keys in their order.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    /// Returns the values in the order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// Returns where a key stands: its piece, and in it the entry or where it would be.
    fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Option<(usize, Result<usize, usize>)>
    where
        K: Borrow<Q>,
    {
        let begins_after = |piece: &Arc<Vec<(K, V)>>| piece[0].0.borrow() <= key;
        let piece = self.pieces.partition_point(begins_after).saturating_sub(1);
        let place = self.pieces.get(piece)?.binary_search_by(|(known, _)| known.borrow().cmp(key));
        Some((piece, place))
    }

    /// Returns an entry by its key.
    pub fn get_key_value<Q: Ord + ?Sized>(&self, key: &Q) -> Option<(&K, &V)>
    where
        K: Borrow<Q>,
    {
        let (piece, place) = self.place(key)?;
        let (key, value) = &self.pieces[piece][place.ok()?];
        Some((key, value))
    }

    /// Returns a value by its key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.get_key_value(key).map(|(_, value)| value)
    }

    /// Says whether there is an entry of a key.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.get(key).is_some()
    }
}

impl<K: Ord + Clone, V: Clone> SharedMap<K, V> {
    /// Puts in a value, and returns the one that was there. A key that is there stays.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let Some((number, place)) = self.place(&key) else {
            self.pieces.push(Arc::new(vec![(key, value)]));
            self.length += 1;
            return None;
        };
        let piece = Arc::make_mut(&mut self.pieces[number]);
        match place {
            Ok(place) => Some(std::mem::replace(&mut piece[place].1, value)),
            Err(place) => {
                piece.insert(place, (key, value));
                self.length += 1;
                if piece.len() > MOST_TOGETHER {
                    let rest = piece.split_off(MOST_TOGETHER / 2);
                    self.pieces.insert(number + 1, Arc::new(rest));
                }
                None
            }
        }
    }

    /// Returns a value by its key, to be changed.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let (piece, place) = self.place(key)?;
        let place = place.ok()?;
        Some(&mut Arc::make_mut(&mut self.pieces[piece])[place].1)
    }

    /// Takes out an entry, and returns its value.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let (number, place) = self.place(key)?;
        let place = place.ok()?;
        let piece = Arc::make_mut(&mut self.pieces[number]);
        let (_, value) = piece.remove(place);
        if piece.is_empty() {
            self.pieces.remove(number);
        }
        self.length -= 1;
        Some(value)
    }
}

impl<K: Ord + Sync + Send, V: Sync + Send> SharedMap<K, V> {
    /// Returns the entries for all threads.
    pub fn par_iter(&self) -> impl ParallelIterator<Item = (&K, &V)> {
        self.pieces.par_iter().flat_map_iter(|piece| piece.iter().map(|(key, value)| (key, value)))
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for SharedMap<K, V> {
    /// Of two entries of one key the later holds.
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut entries: Vec<(K, V)> = entries.into_iter().collect();
        entries.reverse();
        entries.sort_by(|(one, _), (other, _)| one.cmp(other));
        entries.dedup_by(|(later, _), (first, _)| later == first);
        Self::of_sorted(entries)
    }
}

impl<K: Ord + PartialEq, V: PartialEq> PartialEq for SharedMap<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl<K: Ord + Eq, V: Eq> Eq for SharedMap<K, V> {}

impl<K: Ord + fmt::Debug, V: fmt::Debug> fmt::Debug for SharedMap<K, V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(self.iter()).finish()
    }
}

/// The entries of a [`SharedMap`] in the order of their keys.
pub struct Iter<'a, K, V> {
    pieces: std::slice::Iter<'a, Arc<Vec<(K, V)>>>,
    piece: std::slice::Iter<'a, (K, V)>,
}

impl<'a, K, V> Iterator for Iter<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((key, value)) = self.piece.next() {
                return Some((key, value));
            }
            self.piece = self.pieces.next()?.iter();
        }
    }
}

impl<'a, K: Ord, V> IntoIterator for &'a SharedMap<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Iter<'a, K, V>;

    fn into_iter(self) -> Iter<'a, K, V> {
        self.iter()
    }
}

/// What differs between two maps: each entry that is in one of them alone, or in both with other values.
/// Pieces that both share are passed over.
pub fn differences<'a, K: Ord, V>(
    before: &'a SharedMap<K, V>,
    now: &'a SharedMap<K, V>,
) -> impl Iterator<Item = (&'a K, Option<&'a V>, Option<&'a V>)> {
    let (mut before, mut now) = (Walk::of(before), Walk::of(now));
    std::iter::from_fn(move || {
        if before.place == 0 && now.place == 0 {
            while let (Some(one), Some(other)) = (before.pieces.first(), now.pieces.first())
                && Arc::ptr_eq(one, other)
            {
                before.pass_piece();
                now.pass_piece();
            }
        }
        match (before.peek(), now.peek()) {
            (Some((key, old)), Some((other, new))) if key == other => {
                before.pass();
                now.pass();
                Some((key, Some(old), Some(new)))
            }
            (Some((key, old)), other) if other.is_none_or(|(other, _)| key < other) => {
                before.pass();
                Some((key, Some(old), None))
            }
            (_, Some((key, new))) => {
                now.pass();
                Some((key, None, Some(new)))
            }
            _ => None,
        }
    })
}

/// A walk along a map.
struct Walk<'a, K, V> {
    pieces: &'a [Arc<Vec<(K, V)>>],
    /// Where it is in the first of them.
    place: usize,
}

impl<'a, K, V> Walk<'a, K, V> {
    fn of(map: &'a SharedMap<K, V>) -> Self {
        Self { pieces: &map.pieces, place: 0 }
    }

    fn peek(&self) -> Option<(&'a K, &'a V)> {
        self.pieces.first()?.get(self.place).map(|(key, value)| (key, value))
    }

    fn pass(&mut self) {
        self.place += 1;
        if self.pieces.first().is_some_and(|piece| piece.len() <= self.place) {
            self.pass_piece();
        }
    }

    fn pass_piece(&mut self) {
        self.pieces = self.pieces.get(1..).unwrap_or_default();
        self.place = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn entries<'a>(map: impl IntoIterator<Item = (&'a u16, &'a u8)>) -> Vec<(u16, u8)> {
        map.into_iter().map(|(key, value)| (*key, *value)).collect()
    }

    proptest! {
        #[test]
        fn it_holds_what_a_sorted_map_holds(
            first in prop::collection::vec((0_u16..400, any::<u8>()), 0..300),
            edits in prop::collection::vec((0_u16..400, prop::option::of(any::<u8>())), 0..300),
        ) {
            let mut shared: SharedMap<u16, u8> = first.iter().copied().collect();
            let mut plain: BTreeMap<u16, u8> = first.into_iter().collect();
            let before = (shared.clone(), plain.clone());
            for (key, value) in edits {
                let (one, other) = match value {
                    Some(value) => (shared.insert(key, value), plain.insert(key, value)),
                    None => (shared.remove(&key), plain.remove(&key)),
                };
                prop_assert_eq!(one, other);
            }
            prop_assert_eq!(entries(&shared), entries(&plain));
            prop_assert_eq!(shared.len(), plain.len());
            prop_assert_eq!(entries(&before.0), entries(&before.1), "a copy of before stays as it was");
            for key in 0..400 {
                prop_assert_eq!(shared.get(&key), plain.get(&key));
            }
            let mut in_all_threads: Vec<(u16, u8)> = shared.par_iter().map(|(key, value)| (*key, *value)).collect();
            in_all_threads.sort_unstable();
            prop_assert_eq!(in_all_threads, entries(&plain));
            let differ: Vec<u16> = differences(&before.0, &shared)
                .filter(|(_, old, new)| old != new)
                .map(|(key, ..)| *key)
                .collect();
            let expected: Vec<u16> =
                (0..400).filter(|key| before.1.get(key) != plain.get(key)).collect();
            prop_assert_eq!(differ, expected);
        }
    }

    #[test]
    fn of_a_large_map_with_one_other_value_few_entries_are_compared() {
        let before = SharedMap::of_sorted((0_u16..5000).map(|key| (key, 0_u8)));
        let mut now = before.clone();
        now.insert(2500, 1);
        assert!(differences(&before, &now).count() <= MOST_TOGETHER);
        assert_eq!(differences(&before, &before.clone()).count(), 0);
    }
}
