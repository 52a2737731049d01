//! Measures of a reconstitution, and of an index carried through time: one per file, each with its
//! formula.

pub mod active_share;
pub mod breadth;
pub mod calibration;
pub mod characteristics;
pub mod closeness;
pub mod company_caps;
pub mod comparison;
pub mod concentration;
pub mod confidence;
pub mod contribution;
pub mod difference;
pub mod drift;
pub mod explanation;
pub mod frontier;
pub mod holdings;
pub mod interval;
pub mod level;
pub mod lived;
pub mod model_check;
pub mod movers;
pub mod outperformance;
pub mod plausibility;
pub mod probability;
pub mod profile;
pub mod reliability;
pub mod score;
pub mod size;
pub mod timing_luck;
pub mod tracking;
pub mod trades;
pub mod turnover;
mod valuation;
pub mod whipsaw;
pub mod wrong_index;
