//! Remembers what a line of code in a known state came to, so that it is not paid for twice.
//!
//! In: states of an engine, lines, and what the engine made of them. Out: the same again. Losing
//! what is remembered changes time, never bytes: an engine is a function of state and line.
//! Never: holds much more than 32 MB in all threads together, knows what a state is.
//!
//! States are given numbers (no number is ever used twice), for a state is large and can only be
//! compared, while a line is looked up by the number of its state and its fingerprint. What is
//! full is forgotten whole: keeping an order of use would cost more than it saves.
//!
//! Each thread has a memory of its own, because states of syntect with Oniguruma cannot leave the
//! thread that made them: they hold raw pointers to what a heredoc captured.

use super::Class;
use crate::model::fingerprint::Fingerprint;
use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A part of one line and what it is; what has no class is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) start: u16,
    pub(super) end: u16,
    pub(super) class: Class,
}

/// What an engine carries from one line to the next.
pub(super) trait State: Clone + Eq {
    /// What of the state can be hashed; equal states are of one shape.
    fn shape(&self) -> impl Hash;

    /// Estimates the memory that it takes, in bytes.
    fn weight(&self) -> usize;
}

/// A state and its number.
pub(super) struct Numbered<S> {
    number: u64,
    /// Whether an equal state will be given this number again. A line that leads to or from a
    /// state that will not come again is not worth remembering.
    comes_again: bool,
    pub(super) state: S,
}

/// What a line came to: its pieces, and the state after it.
pub(super) struct Line<S> {
    pub(super) pieces: Rc<[Piece]>,
    pub(super) next: Rc<Numbered<S>>,
}

impl<S> Clone for Line<S> {
    fn clone(&self) -> Self {
        Self { pieces: Rc::clone(&self.pieces), next: Rc::clone(&self.next) }
    }
}

/// What all memories together may weigh, in bytes. About 5 MB of code are remembered in it.
const LIMIT: usize = 32 << 20;
/// What a thread may always keep, however much the others hold.
const SHARE: usize = 1 << 20;
const STATES_OF_ONE_SHAPE: usize = 64;

static WEIGHT: AtomicUsize = AtomicUsize::new(0);

/// States and lines that one thread knows.
pub(super) struct Memo<S> {
    next_number: u64,
    states: HashMap<u64, Vec<Rc<Numbered<S>>>>,
    lines: HashMap<(u64, Fingerprint), Line<S>>,
    weight: usize,
}

impl<S> Default for Memo<S> {
    fn default() -> Self {
        Self { next_number: 0, states: HashMap::new(), lines: HashMap::new(), weight: 0 }
    }
}

impl<S> Drop for Memo<S> {
    fn drop(&mut self) {
        self.forget();
    }
}

impl<S> Memo<S> {
    fn forget(&mut self) {
        self.states = HashMap::new();
        self.lines = HashMap::new();
        WEIGHT.fetch_sub(self.weight, Ordering::Relaxed);
        self.weight = 0;
    }

    fn make_room_for(&mut self, weight: usize) {
        if self.weight > SHARE && WEIGHT.load(Ordering::Relaxed) > LIMIT {
            self.forget();
        }
        self.weight += weight;
        WEIGHT.fetch_add(weight, Ordering::Relaxed);
    }
}

impl<S: State> Memo<S> {
    /// Gives a state its number: the one that it has, or a new one.
    pub(super) fn number(&mut self, state: S) -> Rc<Numbered<S>> {
        let mut hasher = DefaultHasher::new();
        state.shape().hash(&mut hasher);
        let shape = hasher.finish();
        let alike = self.states.get(&shape).map_or(&[][..], Vec::as_slice);
        if let Some(known) = alike.iter().find(|known| known.state == state) {
            return Rc::clone(known);
        }
        // Captures are equal only to themselves, so a state that holds one never comes again.
        let comes_again = alike.len() < STATES_OF_ONE_SHAPE && state == state.clone();
        let weight = state.weight();
        let numbered = Rc::new(Numbered { number: self.next_number, comes_again, state });
        self.next_number += 1;
        if comes_again {
            self.make_room_for(weight);
            self.states.entry(shape).or_default().push(Rc::clone(&numbered));
        }
        numbered
    }

    /// Looks a line up.
    pub(super) fn recall(&self, state: &Numbered<S>, line: Fingerprint) -> Option<Line<S>> {
        self.lines.get(&(state.number, line)).cloned()
    }

    /// Remembers what a line came to.
    pub(super) fn remember(&mut self, state: &Numbered<S>, line: Fingerprint, came_to: Line<S>) {
        if !(state.comes_again && came_to.next.comes_again) {
            return;
        }
        self.make_room_for(160 + came_to.pieces.len() * size_of::<Piece>());
        self.lines.insert((state.number, line), came_to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, PartialEq, Eq)]
    struct Depth(u32);

    impl State for Depth {
        fn shape(&self) -> impl Hash {
            self.0 / 4
        }

        fn weight(&self) -> usize {
            1000
        }
    }

    #[test]
    fn equal_states_have_one_number_and_unlike_ones_of_one_shape_have_two() {
        let mut memo = Memo::default();
        assert_eq!(memo.number(Depth(1)).number, memo.number(Depth(1)).number);
        assert_ne!(memo.number(Depth(1)).number, memo.number(Depth(2)).number);
    }

    #[test]
    fn a_line_is_known_only_in_the_state_in_which_it_was_met() {
        let mut memo = Memo::default();
        let (outside, inside) = (memo.number(Depth(0)), memo.number(Depth(1)));
        let line = Fingerprint::of(b"*/\n");
        let pieces: Rc<[Piece]> = [Piece { start: 0, end: 2, class: Class::Comment }].into();
        memo.remember(&inside, line, Line { pieces, next: Rc::clone(&outside) });
        assert!(memo.recall(&outside, line).is_none());
        let known = memo.recall(&inside, line).expect("it was remembered");
        assert_eq!((known.pieces.len(), known.next.number), (1, outside.number));
    }

    #[test]
    fn states_and_lines_without_end_are_forgotten_in_time() {
        let mut memo = Memo::default();
        for depth in 0..100_000 {
            let state = memo.number(Depth(depth));
            let line = Line { pieces: [].into(), next: Rc::clone(&state) };
            memo.remember(&state, Fingerprint::of(&depth.to_le_bytes()), line);
        }
        assert!(memo.weight <= LIMIT + 2000 && memo.states.len() + memo.lines.len() > 2);
    }

    /// A state that holds something that is not equal even to its copy.
    #[derive(Clone, PartialEq)]
    struct Captured(f64);

    impl Eq for Captured {}

    impl State for Captured {
        fn shape(&self) -> impl Hash {}

        fn weight(&self) -> usize {
            1
        }
    }

    #[test]
    fn a_state_that_cannot_come_again_is_not_kept() {
        let mut memo = Memo::default();
        let state = memo.number(Captured(f64::NAN));
        memo.remember(&state, Fingerprint::of(b""), Line { pieces: [].into(), next: Rc::clone(&state) });
        assert!(memo.states.is_empty() && memo.lines.is_empty());
    }
}
