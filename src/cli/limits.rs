//! Limits set by a shell or a scheduler: a file that grows past one is an error and does not end
//! the process.

/// Makes a write past the file size limit (`ulimit -f`) fail. Otherwise the system would end the
/// process without a message and leave its temporary files behind.
#[cfg(unix)]
pub fn let_writes_fail() {
    let past_limit = std::sync::Arc::default();
    // Any handler will do; if it cannot be installed, the process ends as it would have anyway.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, past_limit);
}

/// Does nothing: this system has no such limit.
#[cfg(not(unix))]
pub fn let_writes_fail() {}
