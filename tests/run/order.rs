//! Results depend neither on the number of threads nor on the order of rows.

use std::path::Path;

use rankday::cli::exit::ExitStatus;

use super::{REPORTS, command, files, shipped_path, word};

#[test]
fn threads_change_no_byte() {
    let home = tempfile::tempdir().expect("a folder");
    let scenarios = ["june-2026", "december-2026"].map(|name| word(&shipped_path(name)));
    let mut results = Vec::new();
    for threads in ["1", "2", "7"] {
        let out = word(&home.path().join(threads));
        let words = [&*scenarios[0], &scenarios[1], "--threads", threads, "--out", &out, "--quiet"];
        assert_eq!(command(&words), Ok((ExitStatus::Success, String::new())));
        let both = ["june-2026", "december-2026"];
        results.push(both.map(|name| files(&Path::new(&out).join(name))));
    }
    assert_eq!(results[0][0].len(), REPORTS);
    assert!(results[0] == results[1], "1 and 2 threads");
    assert!(results[0] == results[2], "1 and 7 threads");
}

/// The rows of a CSV text without quoted line ends, below the header, in another order.
fn shuffled(text: &str) -> String {
    let (header, body) = text.split_once('\n').expect("a header");
    let lines: Vec<&str> = body.lines().collect();
    // A step that shares no factor with the count visits every row once.
    let shares_none = |step: &&usize| !lines.len().is_multiple_of(**step);
    let step = [1_009, 1_013].iter().find(shares_none).expect("a step");
    let order = (0..lines.len()).map(|at| lines[at * step % lines.len()]);
    let mut shuffled = format!("{header}\n");
    order.for_each(|line| shuffled.extend([line, "\n"]));
    assert_eq!(shuffled.len(), text.len());
    shuffled
}

#[test]
fn the_order_of_rows_means_nothing() {
    let home = tempfile::tempdir().expect("a folder");
    let (data, scenarios) = (home.path().join("data"), home.path().join("scenarios"));
    let (result, expected) = (home.path().join("result"), home.path().join("expected"));
    for folder in [&data, &scenarios] {
        std::fs::create_dir(folder).expect("a folder");
    }
    let own = shipped_path("december-2026");
    let source = own.parent().expect("a folder").join("../data");
    for (name, bytes) in files(&source) {
        let is_market =
            ["universe-", "membership-", "effective-"].iter().any(|p| name.starts_with(p));
        if is_market {
            let text = String::from_utf8(bytes).expect("text");
            std::fs::write(data.join(name), shuffled(&text)).expect("written");
        }
    }
    let copy = scenarios.join("december-2026.toml");
    std::fs::copy(&own, &copy).expect("a copy");
    for (scenario, folder) in [(&copy, &result), (&own, &expected)] {
        let words = [&*word(scenario), "--out", &word(folder), "--quiet"];
        assert_eq!(command(&words), Ok((ExitStatus::Success, String::new())));
    }
    let (mut result, mut expected) = (files(&result), files(&expected));
    for all in [&mut result, &mut expected] {
        // The list has the hashes of all that is meant to differ.
        all.remove("rankday-manifest.json").expect("a list");
        let summary = all.remove("summary.json").expect("a summary");
        let mut summary: serde_json::Value = serde_json::from_slice(&summary).expect("JSON");
        // Paths and hashes are those of other files, and are meant to differ.
        summary["inputs"].take();
        all.insert("summary.json".to_owned(), summary.to_string().into_bytes());
        // The page has them too, at its end.
        let page = String::from_utf8(all.remove("report.html").expect("a page")).expect("text");
        let (page, _) = page.split_once("Files that went in").expect("the files");
        all.insert("report.html".to_owned(), page.as_bytes().to_vec());
    }
    for (name, bytes) in &expected {
        assert!(result[name] == *bytes, "{name} differs");
    }
    assert_eq!(result.len(), expected.len());
}
