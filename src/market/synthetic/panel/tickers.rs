//! Ticker changes.

use super::Market;
use super::action::PanelAction;
use super::firm::Kind;
use super::months::Month;
use crate::universe::ActionKind;

impl Market<'_> {
    /// Gives a few companies new tickers; companies with further lines keep theirs.
    pub(super) fn change_tickers(&mut self, month: &Month) {
        let count = self.events.times(self.calibration.panel.renames_yearly / 12.0);
        let free = self
            .numbers(|f| f.kind == Kind::Ranked && f.is_quiet() && !f.acted && f.lines.len() == 1);
        for at in self.events.sample(free.len(), count) {
            let at = free[at];
            let old = self.firms[at].symbol().to_owned();
            let date = self.session(month);
            let new = self.maker.names.ticker(&self.firms[at].base);
            self.firms[at].lines[0].security.symbol = new.as_str().into();
            self.firms[at].acted = true;
            let action = PanelAction::new(date, ActionKind::TickerChange, &old);
            self.actions.push(PanelAction { other: Some(new), ..action });
        }
    }
}
