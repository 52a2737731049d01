//! The `rankday` command: everything is in the library.

use rankday::cli::exit::ExitStatus;

fn main() -> ExitStatus {
    rankday::cli::tell_of_panics();
    rankday::cli::main(std::env::args_os())
}
