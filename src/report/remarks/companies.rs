//! The words of doubts about companies: their caps, and the classes that make them.

use rust_decimal::Decimal;

use super::mends::{OF_ONE_COLUMN, SHIFTED, price_mend};
use super::phrases::{counts, some};

/// `swapped` names two columns that would agree with the third if each had the other's numbers.
pub(super) fn shares_far(
    file: &str,
    (companies, of): (usize, usize),
    median_ratio: f64,
    first: &[String],
    swapped: Option<&(String, String)>,
) -> String {
    // If most companies are affected, the unit is wrong; if few, single values are.
    let looks = if let Some((one, other)) = swapped {
        format!("the columns {one} and {other} have changed places?")
    } else if companies * 2 > of {
        "shares or caps in thousands or millions? Write single shares and USD".to_owned()
    } else if companies > OF_ONE_COLUMN {
        SHIFTED.to_owned()
    } else {
        format!(
            "is it the price that is wrong, {}; or its shares or its cap",
            price_mend(median_ratio)
        )
    };
    format!(
        "{file}: price times shares_outstanding is not company_market_cap by far for {} of {} companies \
         (it is {median_ratio} times, {}): {looks}",
        counts(companies),
        counts(of),
        some(first, companies)
    )
}

pub(super) fn far_apart(
    companies: usize,
    (dear, dear_price): (&str, Decimal),
    (cheap, cheap_price): (&str, Decimal),
    ratio: f64,
) -> String {
    let others = match companies - 1 {
        0 => String::new(),
        more => format!("; so have {} more companies", counts(more)),
    };
    format!(
        "{dear} at ${dear_price} and {cheap} at ${cheap_price} are classes of one company \
         and {ratio:.0} times apart, yet their shares are added as they are: set \
         conversion_ratio (shares of {cheap} that one of {dear} converts into){others}"
    )
}
