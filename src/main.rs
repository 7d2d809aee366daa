//! The program: arguments in, exit code out.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// A build makes and lets go millions of short texts on all threads at once, which the allocators of
/// systems are slower at. The library leaves the choice to whoever uses it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    archsite::cli::run()
}
