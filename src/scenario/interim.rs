//! A scenario's settings for the time between rank day and implementation.

use super::checked::{InterimSources, UniverseSource};
use super::checker::Checker;
use super::error::ScenarioError;
use super::written::{WrittenEffective, WrittenScenario};
use crate::calendar;
use crate::reconstitution::Event;
use crate::universe::Ticker;

impl Checker<'_> {
    /// Checks the corporate actions, the lock-down, and the tickers that still trade although they
    /// have no price at the implementation.
    pub(super) fn interim(
        &self,
        written: &WrittenScenario,
        event: &Event,
        calendar: Option<&calendar::Event>,
    ) -> Result<InterimSources, ScenarioError> {
        let of_calendar = calendar.and_then(|known| known.lockdown_start);
        let mut interim = InterimSources { lockdown: of_calendar, ..InterimSources::default() };
        if let Some(actions) = &written.actions {
            interim.actions = Some(self.file("actions.file", &actions.file)?);
            if let Some(day) = actions.lockdown {
                if day <= event.rank_day || day > event.implementation {
                    let refusal = (
                        format!(
                            "{day} is not after rank day {} and at or before the \
                                 implementation {}",
                            event.rank_day, event.implementation
                        ),
                        "give the first day of the lock-down",
                    );
                    return Err(self.fault("actions.lockdown", refusal));
                }
                interim.lockdown = Some(day);
            }
        }
        if let Some(effective) = &written.effective {
            self.survivors(effective, event, &mut interim)?;
        }
        Ok(interim)
    }

    fn survivors(
        &self,
        written: &WrittenEffective,
        event: &Event,
        interim: &mut InterimSources,
    ) -> Result<(), ScenarioError> {
        interim.complete = written.complete;
        let contradiction = (
            "has no use where effective.complete is false: no line counts as gone then",
            "leave one of the two out",
        );
        if written.complete == Some(false) {
            for (key, is_given) in [
                ("effective.alive", !written.alive.is_empty()),
                ("effective.later", !written.later.is_empty()),
            ] {
                if is_given {
                    return Err(self.fault(key, contradiction));
                }
            }
        }
        for (at, symbol) in written.alive.iter().enumerate() {
            let ticker = Ticker::new(symbol).ok_or_else(|| {
                let shown = symbol.escape_debug();
                let refusal =
                    (format!("\"{shown}\" is no ticker"), "a ticker has letters or digits");
                self.fault(&format!("effective.alive[{at}]"), refusal)
            })?;
            interim.alive.push(ticker);
        }
        let of_effective = written.as_of.unwrap_or(event.implementation);
        for (at, later) in written.later.iter().enumerate() {
            if later.as_of <= of_effective {
                let refusal = (
                    format!(
                        "{} is not after {of_effective}, the close of effective.file",
                        later.as_of
                    ),
                    "give a universe of a later day",
                );
                return Err(self.fault(&format!("effective.later[{at}].as_of"), refusal));
            }
            interim.later.push(UniverseSource {
                path: self.file(&format!("effective.later[{at}].file"), &later.file)?,
                format: later.format,
                as_of: later.as_of,
            });
        }
        Ok(())
    }
}
