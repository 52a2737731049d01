//! Trades of index funds by cycle: at the scheduled events and their parts, and unscheduled.
//!
//! As with turnover, an event counts in the cycle of its effective date. "Traded by index funds" always
//! means `trades_net`: trades at the scheduled events after the funds of all indexes have crossed. Fund
//! assets are constant over time, so that schedules differ in trading and not in assets.

use super::{Forms, Measure, Subject, Unit};

const fn net(name: &'static str, meaning: &'static str) -> Measure {
    Measure { name, unit: Unit::Usd, subject: Subject::Family, forms: Forms::Cycles, meaning }
}

const fn gross(name: &'static str, meaning: &'static str) -> Measure {
    Measure {
        name,
        unit: Unit::Usd,
        subject: Subject::FamilyAndEachIndex,
        forms: Forms::Cycles,
        meaning,
    }
}

/// Trades of all funds after crossing, at all scheduled events.
pub static NET: Measure = net(
    "trades_net",
    "traded by index funds a cycle: bought and sold at all scheduled events by all the funds once \
     they have crossed; the sum over events and stocks of abs(sum over the indexes of assets x \
     (w_after - w_before)); june_trades_net + december_trades_net + quarterly_trades_net",
);

/// Net trades at reconstitutions in June.
pub static JUNE_NET: Measure =
    net("june_trades_net", "of trades_net: reconstitutions implemented in June");

/// Net trades at other reconstitutions.
pub static DECEMBER_NET: Measure =
    net("december_trades_net", "of trades_net: reconstitutions implemented in another month");

/// Net trades at quarters.
pub static QUARTERLY_NET: Measure =
    net("quarterly_trades_net", "of trades_net: quarterly additions and updates");

/// Net trades at all reconstitutions.
pub static RECONSTITUTION_NET: Measure = net(
    "reconstitution_trades_net",
    "as trades_net, of the reconstitutions alone: june_trades_net + december_trades_net",
);

/// Net trades at unscheduled events.
pub static UNSCHEDULED_NET: Measure = net(
    "unscheduled_trades_net",
    "as trades_net, of deletions, fast entries and corporate actions: not part of it",
);

/// Trades of the funds on each index, and their sum for the family.
pub static GROSS: Measure = gross(
    "trades_gross",
    "bought and sold a cycle at all scheduled events by the funds that follow the index: the sum \
     of assets x sum of abs(w_after - w_before), the assets constant; of the family: the sum over \
     the indexes, before they cross",
);

/// Gross trades at reconstitutions.
pub static RECONSTITUTION_GROSS: Measure =
    gross("reconstitution_trades_gross", "as trades_gross, of the reconstitutions alone");

/// Gross trades at unscheduled events.
pub static UNSCHEDULED_GROSS: Measure = gross(
    "unscheduled_trades_gross",
    "as trades_gross, of deletions, fast entries and corporate actions: not part of it",
);

/// All measures of trades, in the order of their rows.
pub fn all() -> impl Iterator<Item = &'static Measure> {
    [
        &NET,
        &JUNE_NET,
        &DECEMBER_NET,
        &QUARTERLY_NET,
        &RECONSTITUTION_NET,
        &UNSCHEDULED_NET,
        &GROSS,
        &RECONSTITUTION_GROSS,
        &UNSCHEDULED_GROSS,
    ]
    .into_iter()
}
