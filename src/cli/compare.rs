//! `rankday compare SCENARIO`: one market under several schedules, side by side.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::exit::{ExitStatus, Failure};
use crate::scenario::comparison::{compare, read_comparison};

/// Compare schedules: the same market, reconstituted annually, semi-annually or as you say
#[derive(Debug, Clone, Args)]
pub struct CompareArgs {
    /// Scenario file (TOML)
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Folder for the reports
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Compares.
///
/// # Errors
/// Faulty files.
pub fn run(args: &CompareArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    use crate::universe::Index;
    let t = std::time::Instant::now();
    let done = compare(read_comparison(&args.scenario)?, &|_| ())
        .map_err(|e| Failure::Usage(e.to_string()))?;
    writeln!(
        out,
        "time {:?} lines {} held {} taken {} ret {}",
        t.elapsed(),
        done.lines,
        done.repairs.caps_held.len(),
        done.repairs.jumps_taken.len(),
        done.repairs.returns_corrected.len()
    )?;
    for s in &done.schedules {
        writeln!(out, "== {} ledger {}", s.name, s.ledger.rows.len())?;
        for e in &s.lived.events {
            if !matches!(e.kind, crate::simulation::EventKind::Deletion) {
                let f = |i: Index| {
                    let t = &e.turnover[i as usize];
                    let c = t.changes.as_ref().unwrap();
                    format!(
                        "{i}: {} -> {} +{} -{} in {} out {} ow {:.4} mem {:.4} upd {:.4}",
                        t.members_before.unwrap_or(0),
                        t.members_after,
                        c.additions,
                        c.deletions,
                        c.moved_in,
                        c.moved_out,
                        c.one_way,
                        c.membership_turnover,
                        c.causes.share_and_float_changes
                    )
                };
                writeln!(out, "{} {} | {} | {}", e.name, e.date, f(Index::R1000), f(Index::R2000))?;
            }
        }
        for c in &s.lived.checked {
            writeln!(
                out,
                "check {} {} {} listed {} held {} both {} {:.3} {:.3}",
                c.index,
                c.held_on,
                c.date,
                c.listed,
                c.held,
                c.both,
                c.of_listed().unwrap_or(0.0),
                c.of_held().unwrap_or(0.0)
            )?;
        }
        for c in &s.lived.closes {
            let f = |i: Index| {
                let c = &c.indexes[i as usize];
                format!(
                    "{i} n {} wrong {:.4} above {:.4} beyond {:.4} ({}) enter {} as {:.4} lost {} ret {:.4}",
                    c.size.as_ref().map_or(0, |s| s.members),
                    c.drift.wrong_side.weight,
                    c.too_large.weight,
                    c.drift.beyond_band.weight,
                    c.drift.beyond_band.count,
                    c.drift.would_enter.count,
                    c.drift.active_share,
                    c.drift.lost,
                    c.period.map_or(0.0, |p| p.index_return.value)
                )
            };
            writeln!(out, "{} {} | {}", c.date, f(Index::R1000), f(Index::R2000))?;
        }
    }
    Ok(ExitStatus::Success)
}
