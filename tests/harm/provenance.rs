//! Reports say which bytes they come from, and nothing about the machine.

use std::fs;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::harm::{Home, PATHS, files_of, run};

/// Scenarios in a folder of their own whose files lie beside it, and one by an absolute path.
fn put(home: &Home, folder: &str) {
    fs::create_dir_all(home.at(&format!("{folder}/scenarios"))).expect("a folder");
    fs::copy(home.at("universe.csv"), home.at(&format!("{folder}/universe.csv"))).expect("copied");
    fs::copy(home.at("universe.csv"), home.at(&format!("{folder}/odd.csv"))).expect("copied");
    let odd = fs::read_to_string(home.at("universe.csv")).expect("a universe");
    let (header, rows) = odd.split_once('\n').expect("a header");
    let rows: Vec<String> = rows.lines().map(|row| format!("{row},x\n")).collect();
    let rows = rows.concat();
    // A column that is not known is remarked upon.
    fs::write(home.at(&format!("{folder}/odd.csv")), format!("{header},kolumn\n{rows}"))
        .expect("written");
    let absolute = home.at(&format!("{folder}/odd.csv")).display().to_string();
    for (name, text) in [
        ("relative", run("").replace("universe.csv", "../odd.csv")),
        ("absolute", run("").replace("universe.csv", &absolute)),
        ("paths", PATHS.replace("companies = 20\n", "from = \"relative.toml\"\n")),
    ] {
        fs::write(home.at(&format!("{folder}/scenarios/{name}.toml")), text).expect("written");
    }
}

#[test]
fn reports_have_the_same_bytes_from_any_folder() {
    let home = Home::new();
    let formats = "--format csv,json,html,md,xlsx --quiet";
    let name = home.at("").file_name().expect("a name").to_string_lossy().into_owned();
    put(&home, "somebody/deep");
    put(&home, "other");
    for (name_of, command) in [("relative", "run"), ("absolute", "run"), ("paths", "compare")] {
        let mut results = Vec::new();
        for (at, folder) in ["somebody/deep", "other", "./other/../other"].iter().enumerate() {
            let out = format!("{name_of}-{at}");
            home.succeeds(&format!(
                "{command} {folder}/scenarios/{name_of}.toml --out {out} {formats}"
            ));
            results.push(home.files(&out));
        }
        let absolute = home.at("other/scenarios").join(format!("{name_of}.toml"));
        let out = format!("{name_of}-absolute");
        home.succeeds(&format!("{command} {} --out {out} {formats}", absolute.display()));
        results.push(home.files(&out));
        for files in &results {
            for (file, bytes) in files {
                let text = String::from_utf8_lossy(bytes);
                assert!(!text.contains(&name) && !text.contains("somebody"), "{file}");
            }
        }
        // The text with an absolute path is another in each folder, and so is its hash.
        let is_same = |a: &std::collections::BTreeMap<String, Vec<u8>>| *a == results[1];
        let others = if name_of == "absolute" { &results[2..] } else { &results[..] };
        assert!(others.iter().all(is_same), "{name_of}");
    }
    let inputs = |folder: &str| -> Vec<String> {
        let summary = files_of(&home.at(folder))["summary.json"].clone();
        let summary: Value = serde_json::from_slice(&summary).expect("JSON");
        let inputs = summary["inputs"].as_array().expect("a list");
        inputs.iter().filter_map(|input| input["path"].as_str().map(str::to_owned)).collect()
    };
    assert_eq!(inputs("relative-0"), ["relative.toml", "../odd.csv"]);
    assert_eq!(inputs("paths-0"), ["paths.toml", "relative.toml", "../odd.csv"]);
}

#[test]
fn a_scenario_is_hashed_as_it_was_read() {
    let home = Home::new();
    let text = run("");
    let read = rankday::scenario::read_run(&home.at("june.toml")).expect("a scenario");
    home.write("june.toml", "another");
    let found = rankday::study::run(read, &|_| ()).expect("a run");
    assert_eq!(found.inputs[0].sha256, format!("{:x}", Sha256::digest(text)));
    assert_eq!(found.inputs[0].path, "june.toml");
}
