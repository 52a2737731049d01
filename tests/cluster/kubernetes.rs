//! The manifests of `kubernetes.yaml` and `kubernetes-rerun.yaml`: their form, their content, and
//! that the commands in them work.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use k8s_openapi::api::batch::v1::Job;
use k8s_openapi::api::core::v1::{ConfigMap, Container, PersistentVolumeClaim};
use rankday::scenario::simulated::check_simulated;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::cluster::support::{Ended as _, Home, RANKDAY, SCENARIO, cluster_file, installed};

const MANIFEST: &str = "kubernetes.yaml";
const RERUN: &str = "kubernetes-rerun.yaml";

/// The documents of a manifest, by their kind and name.
fn documents(file: &str) -> BTreeMap<String, Value> {
    let text = fs::read_to_string(cluster_file(file)).expect("the manifest");
    let documents: Vec<Value> = serde_saphyr::from_multiple(&text).expect("YAML");
    documents.into_iter().map(|document| (name(&document), document)).collect()
}

fn name(document: &Value) -> String {
    let metadata = &document["metadata"];
    let name = metadata.get("name").or(metadata.get("generateName")).and_then(Value::as_str);
    let kind = document["kind"].as_str().expect("a kind");
    format!("{kind} {}", name.expect("a name"))
}

/// A document as the type that it claims to be. A field that the type does not know is lost when it
/// is written back, so a misspelt or misplaced field is found.
fn typed<T: DeserializeOwned + Serialize>(documents: &BTreeMap<String, Value>, name: &str) -> T {
    let document = documents.get(name).unwrap_or_else(|| panic!("no {name}: {documents:?}"));
    let typed: T = serde_json::from_value(document.clone())
        .unwrap_or_else(|error| panic!("{name} is none: {error}"));
    let back = serde_json::to_value(&typed).expect("JSON");
    assert_eq!(back, *document, "{name} has fields that are unknown");
    typed
}

fn container(job: &Job) -> &Container {
    let spec = job.spec.as_ref().and_then(|spec| spec.template.spec.as_ref());
    let [container] = spec.expect("a pod").containers.as_slice() else { panic!("one container") };
    container
}

fn variables(container: &Container) -> BTreeMap<&str, &str> {
    let variables = container.env.iter().flatten();
    variables.filter_map(|variable| Some((&*variable.name, variable.value.as_deref()?))).collect()
}

fn shards() -> Job {
    typed(&documents(MANIFEST), "Job rankday-shards")
}

fn merge() -> Job {
    typed(&documents(MANIFEST), "Job rankday-merge")
}

fn rerun() -> Job {
    typed(&documents(RERUN), "Job rankday-rerun-")
}

#[test]
fn manifests_have_no_field_that_kubernetes_does_not_know() {
    let documents = documents(MANIFEST);
    assert_eq!(documents.len(), 4);
    let _: PersistentVolumeClaim = typed(&documents, "PersistentVolumeClaim rankday-results");
    let scenario: ConfigMap = typed(&documents, "ConfigMap rankday-scenario");
    let (_, _, _) = (shards(), merge(), rerun());

    let text = &scenario.data.expect("data")["scenario.toml"];
    let simulated = check_simulated(Path::new("scenario.toml"), text, &|_| None);
    let simulated = simulated.unwrap_or_else(|error| panic!("{error}"));
    assert!(simulated.precision.is_none(), "shards cannot say when they are precise enough");
}

#[test]
fn a_misspelt_field_is_found() {
    let mut documents = documents(MANIFEST);
    let job = documents.get_mut("Job rankday-shards").expect("the job");
    let spec = job["spec"].as_object_mut().expect("a map");
    let limit = spec.remove("backoffLimitPerIndex").expect("a limit");
    spec.insert("backofLimitPerIndex".to_owned(), limit);
    let found = std::panic::catch_unwind(|| typed::<Job>(&documents, "Job rankday-shards"));
    assert!(found.is_err());
}

#[test]
fn every_index_is_a_shard() {
    let job = shards();
    let spec = job.spec.as_ref().expect("a spec");
    assert_eq!(spec.completion_mode.as_deref(), Some("Indexed"));
    assert!(spec.backoff_limit_per_index.is_some_and(|limit| limit > 0));
    let variables = variables(container(&job));
    let completions = spec.completions.expect("completions");
    assert_eq!(variables["SHARDS"], completions.to_string());
    assert!(spec.parallelism.expect("parallelism") <= completions);
    let pod = spec.template.spec.as_ref().expect("a pod");
    // Without it, Kubernetes takes neither the policy nor the limit per index.
    assert_eq!(pod.restart_policy.as_deref(), Some("Never"));
}

#[test]
fn what_is_mounted_is_declared_and_used() {
    let declared = documents(MANIFEST);
    for job in [shards(), merge(), rerun()] {
        let spec = job.spec.as_ref().expect("a spec");
        let pod = spec.template.spec.as_ref().expect("a pod");
        let container = container(&job);
        let mounts = container.volume_mounts.as_deref().expect("mounts");
        let volumes = pod.volumes.as_deref().expect("volumes");
        assert_eq!(volumes.len(), mounts.len());
        for volume in volumes {
            let claim = volume.persistent_volume_claim.as_ref();
            let claim = claim.map(|claim| format!("PersistentVolumeClaim {}", claim.claim_name));
            let map = volume.config_map.as_ref().map(|map| format!("ConfigMap {}", map.name));
            let source = claim.or(map).expect("a claim or a map");
            assert!(declared.contains_key(&source), "{source} is not declared");
            assert!(mounts.iter().any(|mount| mount.name == volume.name), "{}", volume.name);
        }
        let is_mounted =
            |path: &str| mounts.iter().any(|mount| Path::new(path).starts_with(&mount.mount_path));
        let variables = variables(container);
        let paths = ["SCENARIO", "RESULTS"].into_iter().filter_map(|name| variables.get(name));
        for path in paths {
            assert!(is_mounted(path), "{path} is not on a mounted volume");
        }
        for rule in spec.pod_failure_policy.iter().flat_map(|policy| &policy.rules) {
            if let Some(codes) = &rule.on_exit_codes {
                assert_eq!(codes.container_name.as_deref(), Some(&*container.name));
            }
        }
    }
}

#[test]
fn a_rerun_has_the_pod_of_the_shards() {
    let (first, mut again) = (shards(), rerun());
    let pod = again.spec.as_mut().and_then(|spec| spec.template.spec.as_mut()).expect("a pod");
    let variables = pod.containers[0].env.as_mut().expect("variables");
    let index = variables.remove(0);
    assert_eq!(index.name, "JOB_COMPLETION_INDEX");
    assert_eq!(again.spec.expect("a spec").template, first.spec.expect("a spec").template);
}

/// Runs a job's container as a process, on the test's folder.
fn run(home: &Home, job: &Job, index: Option<i32>) {
    let container = container(job);
    let words = container.command.as_deref().expect("a command");
    let mut command = home.command(&words[0]);
    let program = Path::new(RANKDAY).parent().expect("a folder").to_path_buf();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(program).chain(std::env::split_paths(&path));
    command.env("PATH", std::env::join_paths(folders).expect("a path"));
    command.args(&words[1..]).envs(variables(container));
    command.envs([("SCENARIO", SCENARIO), ("RESULTS", "results"), ("THREADS", "1")]);
    if let Some(index) = index {
        command.env("JOB_COMPLETION_INDEX", index.to_string());
    }
    command.output().expect("the command starts").succeeded();
}

#[test]
fn the_commands_of_the_jobs_give_what_a_single_run_gives() {
    let home = Home::new(30);
    let shards = shards();
    let completions = shards.spec.as_ref().and_then(|spec| spec.completions).expect("completions");
    let (failed, rest) = (2, (0..completions).filter(|index| *index != 2));
    rest.for_each(|index| run(&home, &shards, Some(index)));
    let missing = format!("a shard is missing: 3/{completions}");
    home.merge_is_refused("results/shards", &missing);
    // The index that the file comes with.
    let rerun = rerun();
    assert_eq!(variables(container(&rerun))["JOB_COMPLETION_INDEX"], failed.to_string());
    run(&home, &rerun, None);
    run(&home, &merge(), None);
    home.is_as_the_single_run("results/reports");
}

/// Everything in `part` is in `whole`, at the same place.
fn is_in(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => {
            part.iter().all(|(key, value)| whole.get(key).is_some_and(|other| is_in(value, other)))
        }
        (Value::Array(part), Value::Array(whole)) => {
            part.len() == whole.len() && part.iter().zip(whole).all(|(a, b)| is_in(a, b))
        }
        _ => part == whole,
    }
}

/// Offline: `--local` asks no cluster.
#[test]
fn kubectl_reads_the_jobs_as_they_are_meant() {
    let Some(kubectl) = installed("kubectl_reads_the_jobs_as_they_are_meant", "kubectl") else {
        return;
    };
    let kubectl = |words: &[&str], documents: &str| -> Vec<Value> {
        let home = tempfile::tempdir().expect("a folder");
        let file = home.path().join("manifest.yaml");
        fs::write(&file, documents).expect("written");
        let mut command = Command::new(&kubectl);
        command.args(words).arg("-f").arg(&file).args(["--local", "-o", "json"]);
        let printed = command.output().expect("kubectl starts").succeeded();
        let values = serde_json::Deserializer::from_str(&printed).into_iter();
        values.map(|value| value.expect("JSON")).collect()
    };
    let text = |file| fs::read_to_string(cluster_file(file)).expect("the manifest");

    let all = kubectl(&["label", "of=simulation"], &text(MANIFEST));
    assert_eq!(all.len(), documents(MANIFEST).len());

    // kubectl keeps the fields that it knows of objects that have pods, and prints what it changed.
    let (jobs, manifest) = (documents(MANIFEST), text(MANIFEST));
    let written: Vec<&str> =
        manifest.split("\n---\n").filter(|text| text.contains("\nkind: Job\n")).collect();
    let read = kubectl(&["set", "image", "rankday=rankday:tried"], &written.join("\n---\n"));
    let jobs = jobs.into_values().filter(|document| document["kind"] == "Job");
    for mut job in jobs {
        let found = read.iter().find(|found| name(found) == name(&job));
        let found = found.unwrap_or_else(|| panic!("kubectl shows no {}", name(&job)));
        job["spec"]["template"]["spec"]["containers"][0]["image"] = "rankday:tried".into();
        assert!(is_in(&job, found), "{found} is not {job}");
    }

    let rerun = kubectl(&["set", "env", "JOB_COMPLETION_INDEX=5"], &text(RERUN));
    let [rerun] = rerun.as_slice() else { panic!("one job") };
    let variables = &rerun["spec"]["template"]["spec"]["containers"][0]["env"];
    assert_eq!(variables[0]["name"], "JOB_COMPLETION_INDEX");
    assert_eq!(variables[0]["value"], "5");
}
