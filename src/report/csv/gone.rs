//! `gone.csv`: members that have no line on rank day, with what that means for them.

use std::io::Write;

use crate::reconstitution::Reason;
use crate::scenario::Run;

/// The header.
pub const COLUMNS: [&str; 6] = ["event", "symbol", "name", "segment", "held_on", "reason"];

/// Writes the table: who has left (`gone`), then who lives and is missing (`kept_unranked`).
///
/// # Errors
/// What the writer reports.
pub fn write(run: &Run, out: impl Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    let gone = run.gone_members().map(|member| (member, Reason::Gone));
    let missing = run.missing_members().map(|member| (member, Reason::KeptUnranked));
    for (member, reason) in gone.chain(missing) {
        writer.write_record([
            run.scenario.event.name.as_str(),
            &member.symbol,
            &member.name,
            <&str>::from(member.segment),
            &member.held_on.to_string(),
            &reason.to_string(),
        ])?;
    }
    writer.flush()?;
    Ok(())
}
