//! Timelines: a track to scale, and below it a list of the days.

use maud::{Markup, html};

use crate::report::chart::Milestone;

/// Draws a timeline.
pub(super) fn timeline(days: &[Milestone]) -> Markup {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return html! {} };
    let length = (last.day - first.day).num_days().max(1) as f64;
    let place =
        |milestone: &Milestone| (milestone.day - first.day).num_days() as f64 / length * 100.0;
    html! {
        div.track-of-days aria-hidden="true" {
            @for day in days {
                span class=[day.is_main.then_some("main")] style=(format!("left:{:.2}%", place(day)))
                    title={ (day.day) ": " (day.what) } {}
            }
        }
        ol.days {
            @for day in days {
                li class=[day.is_main.then_some("main")] {
                    time datetime=(day.day) { (day.day.format("%a %-d %b %Y")) }
                    span { (day.what) }
                }
            }
        }
    }
}
