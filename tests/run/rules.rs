//! The rule book seen in the reports: a company that moves is beyond the band, one that is held is
//! inside it.

use super::{Row, both};

fn points(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

#[test]
fn only_members_beyond_the_band_move_between_the_1000_and_the_2000() {
    for (event, shipped) in both() {
        let mut moves = 0;
        for row in shipped.rows("changes.csv") {
            // Positive inside the band: to the edge towards larger, and towards smaller companies.
            match &*row["action"] {
                "up" => assert!(points(&row, "points_to_upper_edge") < 0.0, "{event} {row:?}"),
                "down" => assert!(points(&row, "points_to_lower_edge") < 0.0, "{event} {row:?}"),
                _ => continue,
            }
            moves += 1;
        }
        assert!(moves > 10, "{event}: only {moves} moves");
    }
}

#[test]
fn who_is_held_by_the_band_is_inside_it() {
    for (event, shipped) in both() {
        let held = shipped.rows("membership.csv").into_iter();
        let held: Vec<Row> = held.filter(|row| row["reason"] == "kept_by_band").collect();
        assert!(held.len() > 50, "{event}: only {} held", held.len());
        for row in held {
            assert!(points(&row, "points_to_upper_edge") >= 0.0, "{event} {row:?}");
            assert!(points(&row, "points_to_lower_edge") >= 0.0, "{event} {row:?}");
            let rank: usize = row["rank"].parse().expect("a rank");
            let plain = if rank <= 1_000 { "R1000" } else { "R2000" };
            assert_ne!(row["segment"], plain, "{event} {row:?}");
        }
    }
}

#[test]
fn non_members_of_the_russell_3000_take_the_unbanded_break() {
    for (event, shipped) in both() {
        let members = shipped.rows("membership.csv").into_iter();
        // A company that left after rank day takes no place.
        let stays = |row: &Row| !row["reason"].starts_with("left:");
        let new = members.filter(|row| !row["held"].starts_with('R') && stays(row));
        let new: Vec<Row> = new.collect();
        assert!(new.len() > 50, "{event}");
        for row in new {
            let rank: usize = row["rank"].parse().expect("a rank");
            let plain = match rank {
                1..=1_000 => "R1000",
                1_001..=3_000 => "R2000",
                3_001..=4_000 => "MICRO",
                _ => "NONE",
            };
            assert_eq!(row["segment"], plain, "{event} {row:?}");
        }
    }
}

#[test]
fn reasons_fit_decisions() {
    for (event, shipped) in both() {
        for row in shipped.rows("membership.csv") {
            let allowed: &[&str] = match &*row["decision"] {
                "add" => &["new_by_size", "ipo", "newly_eligible"],
                "delete" => &["dropped_by_size"],
                "up" => &["up"],
                "down" => &["down"],
                "keep" => &["kept_by_rank", "kept_by_band", "kept_unranked"],
                "out" => &["too_small", "left"],
                other => panic!("{event}: {other}"),
            };
            let reason = row["reason"].split(':').next().unwrap_or_default();
            assert!(allowed.contains(&reason), "{event} {row:?}");
        }
    }
}
