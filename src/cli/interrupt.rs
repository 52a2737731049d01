//! Requests the end of the work on Ctrl-C, or on the signals by which schedulers end a task.

use std::sync::atomic::{AtomicBool, Ordering};

static STOPPED: AtomicBool = AtomicBool::new(false);

/// Installs the handler: the first signal requests the end of the work, the second ends the process
/// at once.
pub fn listen() {
    let asked = || {
        if STOPPED.swap(true, Ordering::SeqCst) {
            #[expect(clippy::exit, reason = "someone insists")]
            std::process::exit(i32::from(super::exit::ExitStatus::Interrupted as u8));
        }
    };
    // An error means that this handler is already installed.
    let _ = ctrlc::set_handler(asked);
}

/// Whether the end of the work was requested.
pub fn is_stopped() -> bool {
    STOPPED.load(Ordering::SeqCst)
}
