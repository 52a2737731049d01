//! The rule book with small ranks, so that few companies fill every index.

use rankday::methodology::{Break, Parameters};
use rust_decimal::Decimal;

/// The default rule book with these ranks for 10, 20, 50, 100, 200, 500, 1,000, 2,000, 3,000 and 4,000, and bands
/// at #200, #500, #1,000 and #2,000 that reach so far above and below, thousandths of a point.
pub(crate) fn parameters(ranks: [usize; 10], widths: [(u32, u32); 4]) -> Parameters {
    let mut parameters = Parameters::default();
    let b = &mut parameters.breaks;
    let all = [
        &mut b.top10,
        &mut b.top20,
        &mut b.top50,
        &mut b.top100,
        &mut b.top200,
        &mut b.top500,
        &mut b.r1000,
        &mut b.microcap,
        &mut b.r3000,
        &mut b.r3000e,
    ];
    for (at, (rule, rank)) in all.into_iter().zip(ranks).enumerate() {
        let (above, below) =
            at.checked_sub(4).and_then(|at| widths.get(at)).copied().unwrap_or((0, 0));
        let points = |thousandths: u32| Decimal::new(thousandths.into(), 3);
        *rule = Break { rank, band_above: points(above), band_below: points(below) };
    }
    parameters
}
