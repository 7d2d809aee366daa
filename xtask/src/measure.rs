//! What one run of a program costs.
//!
//! In: a command. Out: wall time, processor time and peak memory of that one child, by `wait4`, and
//! what it said on standard error. The peak cannot read below our own at the moment of the start, because Linux counts
//! the copied process before the new program is in it: so keep our own small.
//! Never: an average over other children.

use crate::Result;
use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;

/// The cost of a run, and its outcome.
pub struct Run {
    /// Seconds from the start to the end.
    pub wall: f64,
    /// Seconds of processor time, user and system together.
    pub cpu: f64,
    /// The largest resident set, in bytes.
    pub peak: u64,
    /// The exit code; nothing where a signal ended it.
    pub code: Option<i32>,
    /// What it wrote on standard error.
    pub stderr: String,
}

impl Run {
    /// Fails unless the exit code is 0, with the last lines of what was said.
    pub fn expect_success(self, what: &str) -> Result<Self> {
        if self.code == Some(0) {
            return Ok(self);
        }
        let lines: Vec<&str> = self.stderr.lines().collect();
        let last = lines[lines.len().saturating_sub(12)..].join("\n");
        Err(format!("{what}: exit code {:?}\n{last}", self.code).into())
    }
}

/// Runs a command to its end and measures it.
pub fn measure(command: &mut Command) -> Result<Run> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let start = Instant::now();
    let mut child =
        command.spawn().map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    let stderr = child.stderr.take().map(read_all);
    let usage = wait(child.id())?;
    let wall = start.elapsed().as_secs_f64();
    let stderr = stderr.and_then(|reader| reader.join().ok()).unwrap_or_default();
    Ok(Run { wall, cpu: usage.cpu, peak: usage.peak, code: usage.code, stderr })
}

/// Counts the processor time of this thread, so that what else the machine does is not counted with it;
/// where the system does not tell, the time on the wall.
pub struct Clock {
    wall: Instant,
    processor: Option<f64>,
}

impl Clock {
    /// Starts to count.
    pub fn start() -> Self {
        Self { wall: Instant::now(), processor: Self::processor() }
    }

    /// Returns the seconds since then.
    pub fn seconds(&self) -> f64 {
        match (self.processor, Self::processor()) {
            (Some(start), Some(end)) => end - start,
            _ => self.wall.elapsed().as_secs_f64(),
        }
    }

    /// Reads the seconds that this thread has had a processor, as Linux tells them in nanoseconds.
    fn processor() -> Option<f64> {
        let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        Some(told.split(' ').next()?.parse::<f64>().ok()? / 1e9)
    }
}

/// Reads a stream to its end on a thread of its own, so that a full pipe never stops the child.
fn read_all(mut stream: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What could not be read is missing from a report, no more.
        let _ = stream.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

struct Usage {
    cpu: f64,
    peak: u64,
    code: Option<i32>,
}

#[cfg(unix)]
fn wait(process: u32) -> Result<Usage> {
    let process = libc::pid_t::try_from(process)?;
    let mut status = 0;
    // SAFETY: an all-zero `rusage` is valid, it is a struct of integers.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: both pointers are to live locals; the process is our own child and nobody else waits for it.
    while unsafe { libc::wait4(process, &raw mut status, 0, &raw mut usage) } < 0 {
        let error = std::io::Error::last_os_error();
        if error.kind() != std::io::ErrorKind::Interrupted {
            return Err(error.into());
        }
    }
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    // Linux counts in kibibytes, macOS in bytes.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    Ok(Usage {
        cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime),
        peak: u64::try_from(usage.ru_maxrss).unwrap_or(0) * unit,
        code: libc::WIFEXITED(status).then(|| libc::WEXITSTATUS(status)),
    })
}

#[cfg(not(unix))]
fn wait(_process: u32) -> Result<Usage> {
    Err("processor time and memory of a child are measured on Unix only".into())
}
