//! Knocks at our own door, so that nobody is left standing before it.
//!
//! In: word that somebody asked for something. Out: a few connections to this server that close at once. Never:
//! knocks while nobody asks; connects to anything but this server.
//!
//! tiny_http 0.12 hands a connection to a thread that waits for one (`util/task_pool.rs`). It looks whether there is
//! such a thread, and not whether those that wait are already meant for the connections before: of several that come
//! at once, as a browser's do, one may be left over, and then it stands in the queue until some other connection
//! ends. Those of browsers are kept open for minutes. Any connection that comes later, and finds no thread waiting,
//! gets a new one, which then takes what stands in the queue: so a few come later, which ask for nothing.

use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

/// How long after a request knocks come, in milliseconds, each after the one before. Each helps one connection;
/// a browser opens six.
const PAUSES: [u64; 8] = [1, 2, 4, 8, 16, 32, 64, 128];

/// How long a connection to this machine itself may take.
const LONGEST: Duration = Duration::from_secs(1);

/// Who knocks.
pub(super) struct Knocker(SyncSender<()>);

impl Knocker {
    /// Makes ready to knock at an address, which must be that of this server.
    pub(super) fn at(address: SocketAddr) -> Self {
        // One word is enough, however many ask while knocks are under way.
        let (asked, told) = sync_channel(1);
        thread::spawn(move || {
            while told.recv().is_ok() {
                for pause in PAUSES {
                    thread::sleep(Duration::from_millis(pause));
                    // A server that takes no connection has a problem that is not this one.
                    let _ = TcpStream::connect_timeout(&address, LONGEST);
                }
            }
        });
        Self(asked)
    }

    /// Notes that somebody asked for something: others may have come at the same time.
    pub(super) fn somebody_asked(&self) {
        let _ = self.0.try_send(());
    }
}
