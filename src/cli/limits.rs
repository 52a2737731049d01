//! Limits that a shell or a scheduler sets: a file that grows past one is an error, not the end.

/// Lets a write past the limit on the size of files (`ulimit -f`) fail, for which the system would
/// otherwise end the process without a word and with its temporary files left.
#[cfg(unix)]
pub fn let_writes_fail() {
    let past_limit = std::sync::Arc::default();
    // A handler that does next to nothing; without it the process ends as it would have anyway.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, past_limit);
}

/// Does nothing: there is no such limit.
#[cfg(not(unix))]
pub fn let_writes_fail() {}
