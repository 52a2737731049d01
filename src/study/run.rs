//! Runs a scenario: load and import the files, reconstitute, measure.

use chrono::NaiveDate;
use rayon::prelude::*;

use super::load::{Loaded, load_with};
use super::plausible::{self, Seen};
use super::rules;
use super::shared::SharedFiles;
use crate::analysis::characteristics::{Fundamentals, IndexCharacteristics};
use crate::analysis::closeness::{Closeness, closeness};
use crate::analysis::company_caps::company_caps;
use crate::analysis::confidence::{Confidence, Sureness};
use crate::analysis::holdings::{Holdings, ValuationInputs, holdings};
use crate::analysis::movers::{Mover, movers, reason_of_class};
use crate::analysis::plausibility::event::universe_earlier;
use crate::analysis::size::{IndexSize, index_sizes};
use crate::analysis::trades::{LineTrade, Trades, trades};
use crate::analysis::turnover::{Turnover, turnover};
use crate::reconstitution::between::{self, Between};
use crate::reconstitution::{Action, Inputs, Reason, Reconstitution, reconstitute};
use crate::refusal::Refusal;
use crate::remark::{self, InterimNote, Kind, MeasureNote, Quantity, Remark};
use crate::scenario::{InputRecord, RunScenario};
use crate::universe::{Faults, Funds, Index, Member, Membership, Segment, Universe};

/// The steps of a run, for a progress bar.
pub const STEPS: u64 = 4;

/// The results of a run, from which reports are written.
#[derive(Debug)]
pub struct Run {
    /// The scenario.
    pub scenario: RunScenario,
    /// The universe of rank day.
    pub universe: Universe,
    /// The membership held just before the implementation: as given, with changes since rank day.
    /// Companies that have left are still in it.
    pub membership: Membership,
    /// The decisions as they take effect.
    pub result: Reconstitution,
    /// Corporate actions and departures between rank day and implementation.
    pub between: Between,
    /// Holdings before and after, valued.
    pub holdings: Holdings,
    /// Turnover of every index, in the family's order.
    pub turnover: Vec<Turnover>,
    /// Sizes of every index, in the family's order.
    pub sizes: Vec<IndexSize>,
    /// Characteristics of every index before and after, in the family's order.
    pub characteristics: Vec<IndexCharacteristics>,
    /// The funds that track the indexes.
    pub funds: Funds,
    /// The trades of the funds.
    pub trades: Trades,
    /// Records of the input files.
    pub inputs: Vec<InputRecord>,
    /// Remarks, in the order in which they are reported.
    pub remarks: Vec<Remark>,
    /// Every line that changes segment, grouped by company.
    pub movers: Vec<Mover>,
    /// The confidence of the decisions.
    pub confidence: Confidence,
    /// How close every company is to a different decision, the nearest first.
    pub closeness: Vec<Closeness>,
}

/// Applies the event of `inputs` to the universe of a scenario.
pub(super) fn apply(
    scenario: &RunScenario,
    inputs: &Inputs<'_>,
    loaded: &Loaded,
) -> Result<Reconstitution, Faults> {
    reconstitute(inputs, loaded.matched()).map_err(|error| of_universe(scenario, error))
}

/// A fault that concerns a scenario's universe as a whole.
pub(super) fn of_universe(scenario: &RunScenario, refusal: impl Into<Refusal>) -> Faults {
    Faults::of_file(&scenario.universe.path.display().to_string(), refusal)
}

/// Applies the event of a scenario, and the corporate actions until it takes effect.
pub(super) fn apply_until_effective(
    scenario: &RunScenario,
    loaded: &Loaded,
) -> Result<(Reconstitution, Between), Faults> {
    let inputs = loaded.inputs(&scenario.event, &scenario.parameters);
    let mut result = apply(scenario, &inputs, loaded)?;
    let interim = loaded.interim(scenario);
    let between = between::apply(&inputs, &loaded.membership, &interim, &mut result);
    Ok((result, between))
}

/// Runs a scenario; `step` is called at the end of each of the [`STEPS`] steps.
///
/// # Errors
/// Faults of the inputs.
pub fn run(scenario: RunScenario, step: &(dyn Fn(&str) + Sync)) -> Result<Run, Faults> {
    run_with(&SharedFiles::default(), scenario, step)
}

/// As [`run`], for one of several scenarios that share files.
///
/// # Errors
/// As [`run`].
pub fn run_with(
    shared: &SharedFiles,
    scenario: RunScenario,
    step: &(dyn Fn(&str) + Sync),
) -> Result<Run, Faults> {
    let loaded = load_with(shared, &scenario)?;
    step("inputs read");
    let (result, mut between) = apply_until_effective(&scenario, &loaded)?;
    step("members decided");
    let measured = measure(&scenario, &loaded, &result, &between);
    step("turnover measured");
    let oddities = plausible::of_ranking(&scenario, &loaded.universe, &between.membership, &result);
    let Loaded { universe, funds, learned, inputs, mut remarks, .. } = loaded;
    remarks.extend(oddities);
    remarks.extend(plausible::files_twice(&inputs));
    let (as_of, rank_day) = (scenario.universe.as_of, scenario.event.rank_day);
    remarks.extend(universe_earlier(as_of, rank_day, &scenario.plausibility));
    remarks.extend(measured.oddities);
    remarks.extend(scenario.event_remarks.iter().cloned());
    remarks.extend(rules::remarks(&scenario.parameters));
    remarks.extend(between.remarks.iter().cloned());
    remarks.extend(result.remarks.iter().cloned());
    remarks.extend(measured.holdings.remarks.iter().cloned());
    remarks.extend(trade_remarks(&scenario, &funds, &measured.trades));
    remarks.push(caps_remark(&scenario));
    remarks.extend(effective_remark(&scenario));
    let rank_day = scenario.event.rank_day;
    remarks.extend(scenario.confidence.remarks(&learned, &scenario.source, rank_day));
    remark::sort(&mut remarks);
    let movers = movers(&universe, &result);
    let confidence = Confidence::new(
        &universe,
        &result,
        &movers,
        (&learned, scenario.parameters.eligibility.min_market_cap),
    );
    Ok(Run {
        scenario,
        universe,
        membership: std::mem::take(&mut between.membership),
        result,
        between,
        holdings: measured.holdings,
        turnover: measured.turnover,
        sizes: measured.sizes,
        characteristics: measured.characteristics,
        funds,
        trades: measured.trades,
        inputs,
        remarks,
        movers,
        confidence,
        closeness: measured.closeness,
    })
}

/// The measures of a reconstitution.
struct Measured {
    holdings: Holdings,
    turnover: Vec<Turnover>,
    sizes: Vec<IndexSize>,
    characteristics: Vec<IndexCharacteristics>,
    trades: Trades,
    closeness: Vec<Closeness>,
    /// Remarks on implausible values.
    oddities: Vec<Remark>,
}

fn measure(
    scenario: &RunScenario,
    loaded: &Loaded,
    result: &Reconstitution,
    between: &Between,
) -> Measured {
    let inputs = ValuationInputs {
        universe: &loaded.universe,
        effective: loaded.effective.as_ref(),
        membership: &between.membership,
        symbol_changes: &loaded.symbol_changes,
        updates: scenario.parameters.updates(scenario.event.season),
    };
    let holdings = holdings(&inputs, result);
    let indexes: Vec<Index> = <Index as strum::IntoEnumIterator>::iter().collect();
    let characteristics = || {
        let caps = company_caps(&inputs, result, &holdings);
        let fundamentals = Fundamentals::new(&loaded.universe, result, &caps);
        indexes.par_iter().map(|&i| fundamentals.of(i, &holdings)).collect()
    };
    let of_ranking =
        || rayon::join(|| index_sizes(result, &scenario.parameters), || closeness(result));
    let ((turnover, (sizes, closeness)), (characteristics, trades)) = rayon::join(
        || {
            let turnover = || indexes.par_iter().map(|&i| turnover(i, &holdings)).collect();
            rayon::join(turnover, of_ranking)
        },
        || rayon::join(characteristics, || trades(&inputs, &holdings, &loaded.funds.followed())),
    );
    let turnover: Vec<Turnover> = turnover;
    let oddities = {
        let coverage = between.coverage.as_ref();
        let (valued, left) = (&inputs, &between.left[..]);
        let seen = Seen { coverage, left, valued, holdings: &holdings, turnover: &turnover };
        plausible::of_event(scenario, loaded, result, &seen)
    };
    Measured { holdings, turnover, sizes, characteristics, trades, closeness, oddities }
}

/// A remark on the caps used for characteristics.
fn caps_remark(scenario: &RunScenario) -> Remark {
    let as_of = scenario.effective.as_ref().map(|effective| effective.as_of);
    MeasureNote::CharacteristicsCaps { as_of }.into()
}

/// A remark on prices from another day than the implementation day.
fn effective_remark(scenario: &RunScenario) -> Option<Remark> {
    let (as_of, implementation) =
        (scenario.effective.as_ref()?.as_of, scenario.event.implementation);
    let note = InterimNote::EffectiveOfAnotherDay { as_of, implementation };
    (as_of != implementation).then(|| Remark::from(note).on_everything())
}

/// Remarks on the assumed funds and on trades that are unknown.
fn trade_remarks(scenario: &RunScenario, funds: &Funds, trades: &Trades) -> Vec<Remark> {
    let day = scenario.event.implementation.format("%a %Y-%m-%d");
    let when = format!("at the close of the implementation day, {day}");
    let mut remarks = vec![scenario.funds.remark(funds, &when, &scenario.source)];
    let indexes: Vec<String> = trades.totals.unknown().iter().map(Index::to_string).collect();
    if !indexes.is_empty() {
        remarks.push(MeasureNote::TradesUnknown { indexes }.into());
    }
    let mut count = |what, is_unknown: fn(&LineTrade) -> bool| {
        let count = trades.lines.iter().filter(|line| is_unknown(line)).count();
        if count > 0 {
            let remark = Remark::from(Kind::Counted { what, count });
            remarks.push(remark.on(count, trades.lines.len()));
        }
    };
    count(Quantity::TradesWithoutShares, |line| line.shares.is_none());
    count(Quantity::TradesWithoutVolume, |line| line.days_of_volume.is_none());
    remarks
}

impl Run {
    /// Members that left before rank day, by symbol.
    pub fn gone_members(&self) -> impl Iterator<Item = &Member> {
        self.result.matched.gone.iter().map(|&member| &self.membership.members[member])
    }

    /// Live members without a line on rank day, by symbol.
    pub fn missing_members(&self) -> impl Iterator<Item = &Member> {
        self.result.matched.missing.iter().map(|&member| &self.membership.members[member])
    }

    /// Entries of the membership that have no line and may not have been securities of their own on
    /// rank day, by symbol.
    pub fn unmatched_members(&self) -> impl Iterator<Item = &Member> {
        self.result.matched.unmatched.iter().map(|&member| &self.membership.members[member])
    }

    /// Number of share classes with this action, not counting the lines that represent their
    /// companies.
    pub fn count_classes(&self, action: Action) -> usize {
        self.movers.iter().filter(|mover| mover.is_class && mover.action == action).count()
    }

    /// Number of companies with this action, in the Russell 3000 or in the Microcap segment below it; `None`
    /// if the members before are unknown or, for moves between the Russell 1000 and 2000, if it is unknown
    /// which of the two they were in.
    pub fn count(&self, action: Action, in_r3000: bool) -> Option<usize> {
        let matched = &self.result.matched;
        let is_given = |index| !self.membership.not_given.contains(index);
        let is_known = match action {
            Action::Add | Action::Delete if in_r3000 => is_given(Index::R3000),
            Action::Add | Action::Delete => matched.knows_microcap() && is_given(Index::Microcap),
            Action::Up | Action::Down => {
                matched.knows_segments() && is_given(Index::R1000) && is_given(Index::R2000)
            }
        };
        if matched.held.is_empty() || !is_known {
            return None;
        }
        let touches = |from: Segment, to: Segment| (from.in_r3000() || to.in_r3000()) == in_r3000;
        let companies = self.result.companies.iter();
        Some(companies.filter(|c| c.action() == Some(action) && touches(c.from, c.to)).count())
    }

    /// The ticker that represents a company.
    pub fn symbol(&self, company: usize) -> &str {
        self.universe.securities[self.result.companies[company].line].symbol()
    }

    /// Number of companies with this action, in the Russell 3000 or in the Microcap segment below
    /// it, by confidence; those without a probability are counted last.
    pub fn count_by_sureness(
        &self,
        action: Action,
        in_r3000: bool,
    ) -> [(Option<Sureness>, usize); 4] {
        let [near_certain, likely, open] =
            [Sureness::NearCertain, Sureness::Likely, Sureness::Open].map(Some);
        [near_certain, likely, open, None].map(|sureness| {
            let touches = |m: &Mover| (m.from.in_r3000() || m.to.in_r3000()) == in_r3000;
            let movers = self.movers.iter().zip(&self.confidence.changes);
            let those = movers.filter(|(mover, confidence)| {
                let is_one = !mover.is_class && mover.action == action && touches(mover);
                is_one && confidence.map(Sureness::of) == sureness
            });
            (sureness, those.count())
        })
    }

    /// The reason for a company's decision, with the failing value if it is ineligible.
    pub fn reason(&self, company: usize) -> String {
        let result = &self.result.companies[company];
        if let (Reason::PlacedAnew, Some(anew)) =
            (result.reason, self.result.placed_anew.get(&company))
        {
            return format!("{} (cap {})", result.reason, anew.market_cap.round_dp(2).normalize());
        }
        match (result.reason, &self.result.screened.drops[result.line]) {
            (Reason::Ineligible(_), Some(drop)) => format!("{} ({})", result.reason, drop.failure),
            (reason, _) => reason.to_string(),
        }
    }

    /// The reason for the change of a company or share class, with the failing value if there is
    /// one.
    pub fn reason_of(&self, mover: &Mover) -> String {
        let moves_along = self.result.companies[mover.company].action() == Some(mover.action);
        if mover.is_class && !moves_along {
            let parameters = &self.scenario.parameters;
            return reason_of_class(mover, &self.universe, &self.result, parameters);
        }
        self.reason(mover.company)
    }

    /// The day whose close the weights use.
    pub fn weighed_at(&self) -> NaiveDate {
        match &self.scenario.effective {
            Some(effective) => effective.as_of,
            None => self.universe.as_of,
        }
    }
}
