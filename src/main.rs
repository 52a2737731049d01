//! The `rankday` command.
fn main() {}
