//! rankday simulates the reconstitution of the Russell US indexes.
//!
//! # From files
//!
//! The universe of rank day and the membership held just before it determine the new members, with
//! the reason for every decision; valued at the close of rank day, they give the turnover of every
//! index:
//!
//! ```
//! use std::path::Path;
//!
//! use rankday::prelude::*;
//!
//! let event = Event::scheduled(Season::June, 2026)?;
//! let input = Input::read(Path::new("data/universe-2026-04-30.csv"))?;
//! let universe = read_universe(&input, event.rank_day)?.universe;
//! let membership = read_membership(&Input::read(Path::new("data/membership-2026-06-26.csv"))?)?;
//! let rules = Parameters::default();
//! let changes = SymbolChanges::default();
//! let inputs = Inputs::new(&event, &universe, &rules);
//!
//! let result = reconstitute(&inputs, match_members(&membership, &universe, &changes))?;
//! let promoted = result.companies.iter().filter(|c| c.action() == Some(Action::Up));
//! for company in promoted.take(3) {
//!     let symbol = universe.securities[company.line].symbol();
//!     println!("{symbol} moves up: rank {:?}, {}", company.rank, company.reason);
//! }
//!
//! let held = holdings(&ValuationInputs::of(&inputs, &membership, &changes), &result);
//! let changes = turnover(Index::R2000, &held).changes.expect("the membership before is known");
//! println!("Russell 2000: {:.2}% one-way", 100.0 * changes.one_way);
//! # assert_eq!(result.companies.iter().filter(|c| c.action() == Some(Action::Up)).count(), 35);
//! # assert!((0.12..0.15).contains(&changes.one_way));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`read_run`](scenario::read_run) and [`run`](study::run()) do everything that `rankday run` does
//! for a scenario file: the prices of the implementation day, corporate actions since rank day,
//! imports, trades of index funds. The [`report`] module writes the results.
//!
//! # From values
//!
//! No files are required. Unknown values are `None`:
//!
//! ```
//! use rankday::prelude::*;
//!
//! let line = |symbol: &str, price: i64| {
//!     let mut line = Security::new(symbol, Exchange::Nasdaq);
//!     line.set_price(Some(Decimal::from(price)));
//!     line.set_shares_outstanding(Some(Decimal::from(50_000_000)));
//!     line
//! };
//! let event = Event::scheduled(Season::December, 2026)?;
//! let universe = Universe::new(event.rank_day, vec![line("AAA", 700), line("BBB", 20)]);
//! let held = Member::new("BBB", Segment::R1000, event.implementation);
//! let membership = Membership::new(vec![held]);
//! let mut rules = Parameters::default();
//! rules.breaks.r1000.rank = 1;
//!
//! let matched = match_members(&membership, &universe, &SymbolChanges::default());
//! let result = reconstitute(&Inputs::new(&event, &universe, &rules), matched)?;
//! let actions: Vec<_> = result.companies.iter().map(CompanyResult::action).collect();
//! assert_eq!(actions, [Some(Action::Add), Some(Action::Down)]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # One schedule against another
//!
//! ```
//! use std::path::Path;
//!
//! use rankday::prelude::*;
//! use rankday::simulation::measures::turnover;
//!
//! let scenario = read_comparison(Path::new("scenarios/annual-vs-semi-annual.toml"))?;
//! let compared = compare(scenario, &|_| {})?;
//! let report = ComparisonReport::new(&compared).expect("a comparison has schedules");
//! let scheduled = turnover::SCHEDULED.one_way.value();
//! for row in report.comparison.of(scheduled, Some(Index::R2000)) {
//!     println!("{}: {:?} of turnover a cycle", row.schedule, row.value);
//! }
//! # assert_eq!(report.comparison.of(scheduled, Some(Index::R2000)).len(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where things are
//!
//! [`prelude`] exports the names above. [`guide`] is the user guide: the contents of scenarios, how
//! the rule book is applied, the [glossary](guide::glossary), and [how to add](guide::contributing)
//! a rule, an index or a measure.
//!
//! Data flows one way, through the modules in this order: [`calendar`] has the days of events,
//! [`universe`] the securities and companies; [`methodology`] holds the rule book and
//! [`reconstitution`] applies it to one event; [`market`] has the prices and caps of many days, and
//! [`simulation`] carries the index family through them; [`analysis`] measures. [`scenario`] is the
//! language of scenario files and [`study`] runs them; [`report`] writes the results, [`results`]
//! reads them back, and [`cli`] is the command line.

pub mod analysis;
pub mod calendar;
pub mod cli;
pub mod guide;
pub mod limits;
pub mod market;
pub mod methodology;
pub mod prelude;
pub mod reconstitution;
pub mod refusal;
pub mod remark;
pub mod report;
pub mod results;
pub mod scenario;
pub mod simulation;
pub mod study;
pub mod universe;
mod word_enum;

/// The program's name and version, recorded in every result.
pub const TOOL: &str = concat!("rankday ", env!("CARGO_PKG_VERSION"));

/// Compiles the README's example.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
