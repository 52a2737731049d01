//! Pages in a real browser: Debian's Chromium through its driver, where they are installed.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rankday::report::format::Format;
use serde_json::{Value, json};
use tempfile::TempDir;
use ureq::Agent;

use crate::reports::{all, file};

/// How often a browser is tried.
const TRIES: usize = 3;

/// Without a network, a screen or a history.
const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// A driver with a browser of its own; both end with it.
struct Browser {
    driver: Child,
    /// Kept open: the driver may still say something.
    #[expect(dead_code, reason = "held, not read")]
    out: BufReader<ChildStdout>,
    agent: Agent,
    session: String,
    profile: TempDir,
}

impl Browser {
    /// Starts one whose window is so wide; `None`, and a line that says so, where none is installed.
    fn start(test: &str, width: u32, is_dark: bool) -> Option<Self> {
        let (Some(driver), Some(browser)) = (installed("chromedriver"), installed("chromium"))
        else {
            say(&format!("{test} skipped: Chromium and its driver are not installed"));
            return None;
        };
        // On a busy machine a browser may take too long to answer its driver.
        let mut why = None;
        for _ in 0..TRIES {
            match Self::try_start(&driver, &browser, width, is_dark) {
                Ok(started) => return Some(started),
                Err(error) => why = Some(error),
            }
        }
        // A machine on which no browser runs is one without a browser.
        assert!(!runs(&browser), "{test}: Chromium runs, and its driver starts none: {why:?}");
        say(&format!("{test} skipped: Chromium is installed and does not run"));
        None
    }

    fn try_start(
        driver: &Path,
        browser: &Path,
        width: u32,
        is_dark: bool,
    ) -> Result<Self, ureq::Error> {
        let mut driver = Command::new(driver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut out = BufReader::new(driver.stdout.take().expect("its output"));
        let port = out.by_ref().lines().map_while(Result::ok).find_map(|line| {
            let (_, rest) = line.split_once("successfully on port ")?;
            rest.trim_end_matches('.').parse::<u16>().ok()
        });
        let base = format!("http://127.0.0.1:{}/session", port.unwrap_or_default());
        let agent = Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(120)))
            .proxy(None)
            .build()
            .new_agent();
        let profile = tempfile::tempdir()?;
        let mut started = Self { driver, out, agent, session: base.clone(), profile };
        let window = format!("--window-size={width},900");
        let data = format!("--user-data-dir={}", started.profile.path().display());
        let mut arguments = FLAGS.to_vec();
        arguments.extend([window.as_str(), &data]);
        if is_dark {
            arguments.push("--blink-settings=preferredColorScheme=0");
        }
        let asked = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": { "args": arguments, "binary": browser },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        } } });
        let answer: Value = started.agent.post(&base).send_json(&asked)?.body_mut().read_json()?;
        let id = answer["value"]["sessionId"].as_str().unwrap_or_default();
        started.session = format!("{base}/{id}");
        Ok(started)
    }

    fn tell(&self, command: &str, what: &Value) -> Value {
        let mut answer =
            self.agent.post(format!("{}/{command}", self.session)).send_json(what).expect("done");
        answer.body_mut().read_json::<Value>().expect("JSON")["value"].clone()
    }

    fn open(&self, page: &Path) {
        self.tell("url", &json!({ "url": format!("file://{}", page.display()) }));
        // On a busy machine the page is shown before all of it is read.
        let began = Instant::now();
        let is_read = || self.ask("return document.readyState") == "complete";
        while !is_read() {
            assert!(began.elapsed() < Duration::from_secs(60), "{} is not read", page.display());
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// What a script on the page returns.
    fn ask(&self, script: &str) -> Value {
        self.tell("execute/sync", &json!({ "script": script, "args": [] }))
    }

    fn logged(&self, kind: &str) -> Vec<String> {
        let entries = self.tell("se/log", &json!({ "type": kind }));
        let entries = entries.as_array().expect("a list").iter();
        entries.map(|entry| entry["message"].as_str().expect("a message").to_owned()).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends its browser with its session.
        let _ = self.agent.delete(&self.session).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// Whether a browser renders an empty page, without its driver.
fn runs(browser: &Path) -> bool {
    let profile = tempfile::tempdir().expect("a folder");
    let mut command = Command::new("timeout");
    command.arg("60").arg(browser).args(FLAGS).args(["--dump-dom", "about:blank"]);
    command.arg(format!("--user-data-dir={}", profile.path().display())).stderr(Stdio::null());
    let page = command.output().map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&page).contains("<html")
}

/// A line on standard error. Not `eprintln!`, which the test harness swallows.
fn say(line: &str) {
    writeln!(std::io::stderr(), "{line}").expect("stderr takes a line");
}

/// The requests of a file for anything but itself, from an entry of the log. A browser begins with a
/// page of its own, which makes many.
fn asked_for(entry: &str) -> Option<String> {
    let entry: Value = serde_json::from_str(entry).ok()?;
    let message = &entry["message"];
    let is_request = message["method"] == "Network.requestWillBeSent";
    let page = message["params"]["documentURL"].as_str()?;
    let url = message["params"]["request"]["url"].as_str()?;
    (is_request && page.starts_with("file://") && url != page).then(|| url.to_owned())
}

fn installed(tool: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(tool)).find(|file| file.is_file())
}

fn written(folder: &Path) -> Vec<(&'static str, PathBuf)> {
    let write = |(name, report): (&'static str, &'static dyn rankday::report::Report)| {
        let page = folder.join(format!("{name}.html"));
        fs::write(&page, file(report, Format::Html)).expect("written");
        (name, page)
    };
    all().into_iter().map(write).collect()
}

#[test]
fn pages_render_without_errors_and_ask_nobody() {
    let test = "pages_render_without_errors_and_ask_nobody";
    let home = tempfile::tempdir().expect("a folder");
    for (width, is_dark) in [(1_280, false), (1_280, true), (500, false)] {
        let Some(browser) = Browser::start(test, width, is_dark) else { return };
        for (name, page) in written(home.path()) {
            browser.open(&page);
            let about = format!("{name} at {width}, dark: {is_dark}");
            // The visible parts: headings, pictures with alternative text, lists with rows.
            let seen = browser.ask(
                "const drawn = Array.from(document.querySelectorAll('svg'));\
                 return { title: document.querySelector('h1').innerText,\
                   figures: document.querySelectorAll('figure').length,\
                   texts: drawn.every((svg) => svg.getAttribute('aria-label').length > 20),\
                   flat: drawn.filter((svg) => svg.getBoundingClientRect().height < 100).length,\
                   rows: document.querySelectorAll('tbody tr').length,\
                   wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,\
                   ground: getComputedStyle(document.body).backgroundColor };",
            );
            assert!(
                seen["title"].as_str().is_some_and(|title| title.len() > 10),
                "{about}: {seen}"
            );
            assert!(seen["figures"].as_u64() > Some(1), "{about}: {seen}");
            assert_eq!(
                (&seen["texts"], &seen["flat"]),
                (&json!(true), &json!(0)),
                "{about}: {seen}"
            );
            assert!(seen["rows"].as_u64() > Some(10), "{about}: {seen}");
            // A phone scrolls lists and pictures, not the page.
            assert_eq!(seen["wider"], json!(0), "{about}: {seen}");
            let ground = if is_dark { "rgb(20, 23, 26)" } else { "rgb(255, 255, 255)" };
            assert_eq!(seen["ground"], json!(ground), "{about}");
            assert_eq!(browser.logged("browser"), Vec::<String>::new(), "{about}");
            let asked: Vec<String> = browser
                .logged("performance")
                .into_iter()
                .filter_map(|entry| asked_for(&entry))
                .collect();
            assert_eq!(asked, Vec::<String>::new(), "{about}");
        }
    }
}

/// Millimetres of a sheet in landscape without its margins, as pixels of CSS.
const SHEET: u32 = (297 - 24) * 960 / 254;

#[test]
fn printed_lists_have_all_columns_and_say_what_they_leave_out() {
    let test = "printed_lists_have_all_columns_and_say_what_they_leave_out";
    let Some(browser) = Browser::start(test, 1_280, false) else { return };
    let home = tempfile::tempdir().expect("a folder");
    for (name, page) in written(home.path()) {
        browser.open(&page);
        let command = |cmd: &str, params: Value| {
            browser.tell("goog/cdp/execute", &json!({ "cmd": cmd, "params": params }));
        };
        command("Emulation.setEmulatedMedia", json!({ "media": "print" }));
        let sheet =
            json!({ "width": SHEET, "height": 700, "deviceScaleFactor": 1, "mobile": false });
        command("Emulation.setDeviceMetricsOverride", sheet);
        let seen = browser.ask(
            "const lists = Array.from(document.querySelectorAll('.list table'));\
             const list = (table) => {\
               const rows = Array.from(table.tBodies[0].rows);\
               const note = table.closest('.list').querySelector('.printed');\
               return { cut: table.getBoundingClientRect().right > document.body.clientWidth + 1,\
                 hides: getComputedStyle(table.closest('.scroll')).overflowX !== 'visible',\
                 head: getComputedStyle(table.tHead).display,\
                 rows: rows.length,\
                 printed: rows.filter((row) => row.getBoundingClientRect().height > 0).length,\
                 note: note === null ? '' : note.innerText }; };\
             return { lists: lists.filter((table) => table.getClientRects().length > 0).map(list),\
               wide: Array.from(document.querySelectorAll('svg')).filter((svg) =>\
                 svg.getBoundingClientRect().right > document.body.clientWidth + 1).length,\
               buttons: Array.from(document.querySelectorAll('button.copy')).filter((button) =>\
                 button.getClientRects().length > 0).length };",
        );
        assert_eq!((&seen["wide"], &seen["buttons"]), (&json!(0), &json!(0)), "{name}");
        for list in seen["lists"].as_array().expect("lists") {
            let (rows, printed) = (list["rows"].as_u64(), list["printed"].as_u64());
            assert_eq!(
                (&list["cut"], &list["hides"], &list["head"]),
                (&json!(false), &json!(false), &json!("table-header-group")),
                "{name}: {list}"
            );
            let note = list["note"].as_str().expect("a note");
            let is_told = note.contains(&format!("the first {} of", printed.unwrap_or_default()));
            assert!(rows == printed || is_told, "{name}: {list}");
        }
    }
}

#[test]
fn charts_have_letters_of_the_size_of_lists() {
    let test = "charts_have_letters_of_the_size_of_lists";
    let home = tempfile::tempdir().expect("a folder");
    for width in [1_280, 500] {
        let Some(browser) = Browser::start(test, width, false) else { return };
        for (name, page) in written(home.path()) {
            browser.open(&page);
            let apart = browser.ask(
                "const listed = document.querySelector('.list td');\
                 const size = parseFloat(getComputedStyle(listed).fontSize);\
                 return Array.from(document.querySelectorAll('svg g.axes')).map((axes) =>\
                   parseFloat(getComputedStyle(axes.querySelector('text')).fontSize)\
                   * axes.getCTM().a / size);",
            );
            for ratio in apart.as_array().expect("a list") {
                let ratio = ratio.as_f64().expect("a number");
                assert!((ratio - 1.0).abs() < 0.02, "{name} at {width}: {ratio}");
            }
        }
    }
}

#[test]
fn lists_are_sorted_by_their_headings_and_searched() {
    let test = "lists_are_sorted_by_their_headings_and_searched";
    let Some(browser) = Browser::start(test, 1_280, false) else { return };
    let home = tempfile::tempdir().expect("a folder");
    let (_, page) = written(home.path()).remove(0);
    browser.open(&page);
    // The longest list of changes, and the exact values of its column of caps.
    let caps = "const list = Array.from(document.querySelectorAll('#movers .list')).find((list) =>\
                  list.innerText.startsWith('Russell 2000 additions'));\
                const heads = Array.from(list.querySelectorAll('th'));\
                const at = heads.findIndex((head) => head.innerText === 'cap');\
                const caps = () => Array.from(list.querySelectorAll('tbody tr'), (row) => {\
                  const v = row.cells[at].dataset.v; return v === '' ? null : Number(v); });";
    let sorted = |clicks: u32| {
        let click = "heads[at].querySelector('button').click();".repeat(clicks as usize);
        let script =
            format!("{caps} {click} return [caps(), heads[at].getAttribute('aria-sort')];");
        browser.ask(&script)
    };
    let first = sorted(1);
    assert_eq!(first[1], json!("descending"));
    let values = |answer: &Value| -> Vec<Option<f64>> {
        answer[0].as_array().expect("a list").iter().map(Value::as_f64).collect()
    };
    let (down, up) = (values(&first), values(&sorted(1)));
    let known = |list: &[Option<f64>]| list.iter().flatten().copied().collect::<Vec<f64>>();
    assert!(down.len() > 100);
    assert!(known(&down).is_sorted_by(|a, b| a >= b), "not from the largest down");
    assert!(known(&up).is_sorted(), "not from the smallest up");
    // Companies without a cap come last in either order.
    for list in [&down, &up] {
        let first_unknown = list.iter().position(Option::is_none).unwrap_or(list.len());
        assert!(list[first_unknown..].iter().all(Option::is_none));
    }

    let searched = |text: &str| {
        browser.ask(&format!(
            "const list = Array.from(document.querySelectorAll('#movers .list')).find((list) =>\
               list.innerText.startsWith('Russell 2000 additions'));\
             const input = list.querySelector('input');\
             input.value = '{text}'; input.dispatchEvent(new Event('input'));\
             const rows = Array.from(list.querySelectorAll('tbody tr'));\
             const seen = rows.filter((row) => row.offsetParent !== null);\
             return [rows.length, seen.length, seen.every((row) =>\
               row.innerText.toLowerCase().includes('{text}'.toLowerCase().split(' ')[0])),\
               list.querySelector('output').innerText];"
        ))
    };
    let found = searched("micro near");
    let (all, seen) = (found[0].as_u64().expect("a count"), found[1].as_u64().expect("a count"));
    assert!(0 < seen && seen < all, "{found}");
    assert_eq!(found[2], json!(true), "{found}");
    assert_eq!(found[3], json!(format!("{seen} of {all} rows")), "{found}");
    // The rows that are shown are copied, with their exact figures.
    let copied = browser.ask(&format!(
        "{caps} Object.defineProperty(navigator, 'clipboard', {{ value: {{\
           writeText: async (text) => {{ window.copied = text; }} }} }});\
         list.querySelector('button.copy').click();\
         return [window.copied, caps().filter((_, place) =>\
           !list.querySelectorAll('tbody tr')[place].hidden)];"
    ));
    let tabbed = copied[0].as_str().expect("copied");
    let rows: Vec<Vec<&str>> = tabbed.lines().map(|line| line.split('\t').collect()).collect();
    let at = rows[0].iter().position(|heading| *heading == "cap").expect("a column");
    assert_eq!(rows.len() as u64, seen + 1);
    let caps: Vec<Option<f64>> = rows[1..].iter().map(|row| row[at].parse().ok()).collect();
    let shown: Vec<Option<f64>> =
        copied[1].as_array().expect("a list").iter().map(Value::as_f64).collect();
    assert_eq!(caps, shown);
    assert_eq!(searched("nobody is called this")[1], json!(0));
    assert_eq!(searched("")[1], json!(all));
}
