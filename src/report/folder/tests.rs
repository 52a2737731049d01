//! Folders of results: what may be replaced, and what remains if something fails.

use super::*;

/// The names of all files in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let name = |entry: io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
    let mut names: Vec<String> = entries.map(|e| name(e).into_string().expect("text")).collect();
    names.sort();
    names
}

fn open(folder: &Path, kind: ResultKind, force: bool) -> Result<Staging, String> {
    Destination::new(folder, kind).forced(force).open().map_err(|error| error.to_string())
}

/// Publishes files that hold `text`.
fn publish(staging: Staging, files: &[&str], text: &str) -> Result<Vec<PathBuf>, String> {
    let mut staging = staging;
    for name in files {
        staging.stage(name, |out| out.write_all(text.as_bytes())).expect("staged");
    }
    staging.publish(ResultKind::Run, None).map_err(|error| error.to_string())
}

fn text(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).expect("a file")
}

#[test]
fn nothing_is_left_of_reports_that_were_not_published() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("a/b");
    let mut staging = Staging::open(&folder).expect("staging");
    staging.stage("x.csv", |out| out.write_all(b"x")).expect("staged");
    assert!(!folder.join("x.csv").exists());
    drop(staging);
    assert!(!home.path().join("a").exists());
}

#[test]
fn a_new_result_takes_the_place_of_the_whole_old_one() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    let staging = open(folder, ResultKind::Run, false).expect("an empty folder");
    publish(staging, &["a.csv", "b.csv", "summary.json"], "old and long").expect("published");
    let staging = open(folder, ResultKind::Run, false).expect("the same kind");
    publish(staging, &["a.csv", "c.csv"], "new").expect("published");
    assert_eq!(names(folder), ["a.csv", "c.csv", MANIFEST_FILE]);
    assert_eq!(text(folder, "a.csv"), "new");
    let manifest = ResultManifest::read(folder).expect("whole").expect("a list");
    assert!(manifest.complete && manifest.replaces.is_empty());
    assert_eq!(manifest.files.keys().collect::<Vec<_>>(), ["a.csv", "c.csv"]);
    assert!(manifest.owns("a.csv", &format!("{:x}", Sha256::digest(b"new"))));
}

#[test]
fn what_is_not_of_that_kind_of_result_is_refused_before_the_work() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    publish(open(folder, ResultKind::Run, false).expect("empty"), &["a.csv"], "old").expect("made");
    let said = open(folder, ResultKind::Score, false).expect_err("another kind");
    assert!(said.contains(MANIFEST_FILE) && said.contains("--force"), "{said}");
    // Hidden files and folders are not in the way.
    fs::create_dir(folder.join("within")).expect("a folder");
    fs::write(folder.join(".hidden"), "mine").expect("written");
    drop(open(folder, ResultKind::Run, false).expect("the same kind"));
    for (name, what) in [("a.csv", "was changed"), ("notes.txt", "is no file of rankday's")] {
        let before = fs::read(folder.join(name)).ok();
        fs::write(folder.join(name), "mine").expect("written");
        let said = open(folder, ResultKind::Run, false).expect_err(name);
        assert!(said.contains(name) && said.contains(what), "{said}");
        assert_eq!(text(folder, name), "mine");
        drop(open(folder, ResultKind::Run, true).expect("forced"));
        match before {
            Some(before) => fs::write(folder.join(name), before).expect("written"),
            None => fs::remove_file(folder.join(name)).expect("removed"),
        }
    }
    fs::write(folder.join(MANIFEST_FILE), "{}").expect("written");
    let said = open(folder, ResultKind::Run, false).expect_err("no list");
    assert!(said.contains(MANIFEST_FILE), "{said}");
}

#[test]
fn what_the_command_reads_is_never_replaced() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    for name in ["membership.csv", "universe.csv"] {
        fs::write(folder.join(name), "mine").expect("written");
    }
    let reading = |names: &[&str], force: bool| {
        let inputs: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).collect();
        let inputs = inputs.iter().map(PathBuf::as_path);
        Destination::new(folder, ResultKind::Run).reading(inputs).forced(force).open()
    };
    for force in [false, true] {
        let said = reading(&["membership.csv"], force).expect_err("an input").to_string();
        assert!(said.contains("membership.csv: this command reads that file"), "{said}");
    }
    // No run writes a file of that name; if one did, it would be refused in the end.
    let staging = reading(&["universe.csv"], true).expect("forced");
    publish(staging, &["universe.csv"], "new").expect_err("an input");
    assert_eq!(text(folder, "universe.csv"), "mine");
    assert_eq!(names(folder), ["membership.csv", "universe.csv"]);
}

#[test]
fn a_file_that_cannot_be_replaced_leaves_the_old_result_whole() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    let files = ["a.csv", "b.csv", "summary.json"];
    publish(open(folder, ResultKind::Run, false).expect("empty"), &files, "old").expect("made");
    let before = names(folder);
    let list = text(folder, MANIFEST_FILE);
    fs::create_dir(folder.join("c.csv")).expect("a folder in the way");
    let staging = open(folder, ResultKind::Run, false).expect("the same kind");
    let said = publish(staging, &["a.csv", "c.csv", "summary.json"], "new").expect_err("refused");
    assert!(said.contains("c.csv: a folder is in its place"), "{said}");
    fs::remove_dir(folder.join("c.csv")).expect("a folder");
    assert_eq!(names(folder), before);
    // A fault that only shows while files are being replaced, when half of them already are.
    let mut swap = Swap::new(folder);
    let staging = Staging::open(folder).expect("staging");
    swap.remove("summary.json").expect("removed");
    for name in ["a.csv", "new.csv"] {
        let staged = staging.prepare(name, |out| out.write_all(b"new")).expect("staged");
        swap.put(staged).expect("put");
    }
    fs::create_dir(folder.join("d.csv")).expect("a folder in the way");
    let staged = staging.prepare("d.csv", |out| out.write_all(b"new")).expect("staged");
    swap.put(staged).expect_err("a folder is no file");
    drop((swap, staging));
    fs::remove_dir(folder.join("d.csv")).expect("a folder");
    assert_eq!(names(folder), before);
    assert!(files.iter().all(|name| text(folder, name) == "old"));
    assert_eq!(text(folder, MANIFEST_FILE), list);
}

#[test]
fn a_folder_is_written_by_one_at_a_time() {
    let home = tempfile::tempdir().expect("a folder");
    let one = open(home.path(), ResultKind::Run, false).expect("empty");
    for force in [false, true] {
        let said = open(home.path(), ResultKind::Run, force).expect_err("locked");
        assert!(said.contains("another process is writing there"), "{said}");
    }
    drop(one);
    drop(open(home.path(), ResultKind::Run, false).expect("free again"));
}

#[cfg(unix)]
#[test]
fn of_several_that_make_one_folder_at_once_one_has_it() {
    let home = tempfile::tempdir().expect("a folder");
    let barrier = std::sync::Barrier::new(3);
    let said = |error: &String| error.contains("another process is writing there");
    for nth in 0..100 {
        let folder = home.path().join(format!("{nth}/out"));
        let one = || {
            barrier.wait();
            let opened = open(&folder, ResultKind::Run, false);
            barrier.wait();
            opened.and_then(|staging| publish(staging, &["a.csv"], "new"))
        };
        let results = std::thread::scope(|scope| {
            let threads = [(); 3].map(|()| scope.spawn(one));
            threads.map(|thread| thread.join().expect("no panic"))
        });
        let failed: Vec<_> = results.into_iter().filter_map(Result::err).collect();
        assert!(failed.len() == 2 && failed.iter().all(said), "{failed:?}");
        assert_eq!(text(&folder, "a.csv"), "new");
        // A process that removes its folder again does not get in the way of others.
        let folder = home.path().join(format!("{nth}/tried/out"));
        let try_it = || {
            barrier.wait();
            (0..5).filter_map(|_| open(&folder, ResultKind::Run, false).err()).collect::<Vec<_>>()
        };
        let failed = std::thread::scope(|scope| {
            let threads = [(); 3].map(|()| scope.spawn(try_it));
            threads.map(|thread| thread.join().expect("no panic")).concat()
        });
        assert!(failed.iter().all(said), "{failed:?}");
    }
}

#[cfg(unix)]
#[test]
fn links_in_the_place_of_reports_are_not_replaced() {
    let home = tempfile::tempdir().expect("a folder");
    fs::write(home.path().join("mine"), "mine").expect("written");
    let folder = home.path().join("out");
    publish(open(&folder, ResultKind::Run, false).expect("empty"), &["a.csv"], "old")
        .expect("made");
    fs::remove_file(folder.join("a.csv")).expect("removed");
    std::os::unix::fs::symlink("../mine", folder.join("a.csv")).expect("a link");
    open(&folder, ResultKind::Run, false).expect_err("no file of rankday's");
    let staging = open(&folder, ResultKind::Run, true).expect("forced");
    publish(staging, &["a.csv"], "new").expect_err("a link");
    assert!(folder.join("a.csv").is_symlink());
    assert_eq!(text(home.path(), "mine"), "mine");
}
