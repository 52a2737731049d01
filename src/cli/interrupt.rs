//! Ctrl-C, and the signals by which schedulers end a task: the work is asked to end.

use std::sync::atomic::{AtomicBool, Ordering};

static STOPPED: AtomicBool = AtomicBool::new(false);

/// Lets the first signal ask for an end; the second ends the process at once.
pub fn listen() {
    let asked = || {
        if STOPPED.swap(true, Ordering::SeqCst) {
            #[expect(clippy::exit, reason = "someone insists")]
            std::process::exit(i32::from(super::exit::ExitStatus::Interrupted as u8));
        }
    };
    // Where a handler is there already, it is this one.
    let _ = ctrlc::set_handler(asked);
}

/// Whether the work is asked to end.
pub fn is_stopped() -> bool {
    STOPPED.load(Ordering::SeqCst)
}
