//! Ticker changes.

use super::Market;
use super::action::PanelAction;
use super::firm::Kind;
use super::months::Month;
use crate::universe::ActionKind;

impl Market<'_> {
    /// Gives a few companies new tickers. Companies with several lines keep theirs, since the other lines
    /// would keep their tickers; so do companies without an id, which could not be found again.
    pub(super) fn change_tickers(&mut self, month: &Month) {
        let renamed = self.some(self.calibration.world.renames_yearly, |f| {
            f.kind == Kind::Ranked
                && f.is_quiet()
                && !f.acted
                && f.lines.len() == 1
                && f.lines[0].security.id().is_some()
        });
        for at in renamed {
            let date = self.late(month);
            let new = self.maker.names.ticker(&self.firms[at].base);
            self.firms[at].acted = true;
            let line = &mut self.firms[at].lines[0];
            let old = line.security.symbol().to_owned();
            line.security.set_symbol(&new);
            line.renamed_from = Some(old.clone());
            let action = PanelAction::new(date, ActionKind::TickerChange, &old);
            self.actions.push(PanelAction { other: Some(new), ..action });
        }
    }
}
