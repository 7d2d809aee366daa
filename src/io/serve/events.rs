//! Word of each turn to the pages that are open, as server-sent events.
//!
//! In: one event a turn. Out: a stream for each client that listens. Never: holds a turn or a
//! request back for a client that reads slowly; that one is told the newest turn when it is ready.

use super::lock;
use crate::diagnostic::overlay::Overlay;
use serde::Serialize;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How many clients may listen. Each has a thread that sleeps, and two open files, of which a process has often no
/// more than 1024: tiny_http 0.12 takes no more connections once it could not take one.
const MOST_STREAMS: usize = 200;
/// How often a silent client is written to, to learn that it is gone.
const PING: Duration = Duration::from_secs(15);

/// What is told of a turn.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Event {
    /// Its number, from 1.
    pub(super) turn: u64,
    /// The files of the site that it changed; none where they are too many to name.
    pub(super) changed: Option<Vec<String>>,
    /// The errors that there are.
    pub(super) overlay: Overlay,
}

/// The newest event, and those who wait for it.
pub(super) struct Events {
    shared: Arc<Shared>,
    turn: AtomicU64,
}

struct Shared {
    /// The run of the program: another one counts its turns anew.
    instance: String,
    newest: Mutex<(u64, Arc<str>)>,
    told: Condvar,
    streams: AtomicUsize,
}

impl Events {
    pub(super) fn new(instance: String) -> Self {
        let newest = Mutex::new((0, "".into()));
        let shared = Shared { instance, newest, told: Condvar::new(), streams: AtomicUsize::new(0) };
        Self { shared: Arc::new(shared), turn: AtomicU64::new(0) }
    }

    /// Counts a turn whose result is about to be shown, and returns its number.
    pub(super) fn begin_turn(&self) -> u64 {
        self.turn.fetch_add(1, Ordering::SeqCst) + 1
    }

    /// Returns the name of the turn that is shown.
    pub(super) fn turn(&self) -> String {
        format!("{} {}", self.shared.instance, self.turn.load(Ordering::SeqCst))
    }

    /// Tells all who listen.
    pub(super) fn tell(&self, event: Event) {
        let Ok(mut told) = serde_json::to_value(&event) else { return };
        told["instance"] = self.shared.instance.as_str().into();
        *lock(&self.shared.newest) = (event.turn, told.to_string().into());
        self.shared.told.notify_all();
    }

    /// Takes in one who listens; nothing if they are too many.
    pub(super) fn listen(&self) -> Option<Listener> {
        let before = self.shared.streams.fetch_add(1, Ordering::SeqCst);
        // Counted down again when it is dropped.
        let listener = Listener { shared: Arc::clone(&self.shared) };
        (before < MOST_STREAMS).then_some(listener)
    }
}

/// One who listens.
pub(super) struct Listener {
    shared: Arc<Shared>,
}

impl Listener {
    /// Writes events until the client is gone: the newest at once, then each as it comes.
    pub(super) fn run(&self, to: &mut dyn Write) -> io::Result<()> {
        let mut seen = 0;
        let mut piece = "retry: 400\n\n".to_owned();
        loop {
            to.write_all(piece.as_bytes())?;
            to.flush()?;
            let newest = lock(&self.shared.newest);
            let waited = self.shared.told.wait_timeout_while(newest, PING, |(turn, _)| *turn == seen);
            let (newest, _) = waited.unwrap_or_else(PoisonError::into_inner);
            piece = if newest.0 == seen { ":\n\n".to_owned() } else { format!("data: {}\n\n", newest.1) };
            seen = newest.0;
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.shared.streams.fetch_sub(1, Ordering::SeqCst);
    }
}
