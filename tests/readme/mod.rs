//! The README and the guide are true: their commands run, and their sample outputs, scenarios, picture and
//! columns are the program's.
//!
//! `RANKDAY_BLESS=1 cargo test --test output readme` writes samples, picture and columns anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::ValueEnum as _;
use rankday::cli::columns::{ColumnsArgs, ColumnsOf};
use rankday::guide::CHAPTERS;
use rankday::report::Report as _;
use rankday::report::page::{Block, Quotes};

/// The mark before a whole sample output, followed by the command that prints it.
const PRINTED: &str = "<!-- printed by: ";
/// The mark before some lines of a sample output.
const LINES: &str = "<!-- lines printed by: ";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn blessing() -> bool {
    std::env::var_os("RANKDAY_BLESS").is_some()
}

/// The README and the chapters, in their order.
fn documents() -> Vec<PathBuf> {
    let chapters = CHAPTERS.iter().map(|chapter| format!("src/guide/{}.md", chapter.topic));
    std::iter::once("README.md".to_owned()).chain(chapters).map(|name| root().join(name)).collect()
}

fn text_of(document: &Path) -> String {
    fs::read_to_string(document).unwrap_or_else(|e| panic!("{}: {e}", document.display()))
}

/// The blocks of a language.
fn blocks<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
    let opening = format!("```{language}\n");
    let parts = text.split(opening.as_str()).skip(1);
    parts.map(|rest| rest.split("```").next().expect("its end")).collect()
}

/// A folder with the shipped scenarios and data, and what commands printed there.
struct Shell {
    folder: tempfile::TempDir,
    printed: BTreeMap<String, String>,
}

impl Shell {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["scenarios", "data"] {
            fs::create_dir(folder.path().join(name)).expect("a folder");
            for entry in fs::read_dir(root().join(name)).expect("a folder") {
                let path = entry.expect("an entry").path();
                let copy = folder.path().join(name).join(path.file_name().expect("a name"));
                let _ = path.is_file().then(|| fs::copy(&path, copy).expect("a copy"));
            }
        }
        Self { folder, printed: BTreeMap::new() }
    }

    /// What a command prints; each is run once.
    fn run(&mut self, typed: &str) -> &str {
        if !self.printed.contains_key(typed) {
            let mut words = typed.split_whitespace();
            assert_eq!(words.next(), Some("rankday"), "{typed}");
            let output = Command::new(env!("CARGO_BIN_EXE_rankday"))
                .args(words)
                .current_dir(self.folder.path())
                .stdin(Stdio::null())
                .output()
                .expect("rankday");
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{typed}: {said}");
            let text = String::from_utf8(output.stdout).expect("text");
            self.printed.insert(typed.to_owned(), text);
        }
        &self.printed[typed]
    }
}

/// The places of the samples after a mark, from the last to the first, with the command of each.
fn samples(text: &str, mark: &str) -> Vec<(String, std::ops::Range<usize>)> {
    let found = text.match_indices(mark).map(|(at, _)| {
        let (command, rest) =
            text[at + mark.len()..].split_once(" -->\n```text\n").expect("a block");
        let start = text.len() - rest.len();
        (command.to_owned(), start..start + rest.find("```").expect("its end"))
    });
    let mut found: Vec<_> = found.collect();
    found.reverse();
    found
}

/// In their order, so that one may use what an earlier one wrote.
#[test]
fn the_commands_run_and_print_what_is_shown() {
    let mut shell = Shell::new();
    let (mut typed, mut shown) = (0, 0);
    for document in documents() {
        let mut text = text_of(&document);
        for line in blocks(&text, "sh").into_iter().flat_map(str::lines) {
            // The README runs rankday from the sources, and this very test.
            let built = line.strip_prefix("cargo run -- ").map(|rest| format!("rankday {rest}"));
            if line != "cargo test" {
                shell.run(built.as_deref().unwrap_or(line));
                typed += 1;
            }
        }
        for (command, place) in samples(&text, PRINTED) {
            shown += 1;
            let now = shell.run(&command);
            if blessing() {
                text.replace_range(place, now);
            } else {
                assert_eq!(&text[place], now, "{command}: RANKDAY_BLESS=1 writes it anew");
            }
        }
        for (command, place) in samples(&text, LINES) {
            shown += 1;
            let mut printed = shell.run(&command).lines();
            for line in text[place].lines().filter(|line| !line.is_empty()) {
                assert!(
                    printed.any(|printed| printed == line),
                    "{}: {command} does not print, or not in this order: {line}",
                    document.display()
                );
            }
        }
        if blessing() {
            fs::write(&document, text).expect("the document written");
        }
    }
    assert!(typed >= 10 && shown >= 5, "{typed} commands, {shown} samples");
}

#[test]
fn the_picture_is_drawn_from_the_shipped_market() {
    let scenario = rankday::scenario::read_run(&root().join("scenarios/june-2026.toml"))
        .expect("the shipped scenario");
    let run = rankday::study::run(scenario, &|_| {}).expect("the shipped data");
    let page = run.page(&Quotes::of(&run));
    let section = page.sections.iter().find(|section| section.id == "sizes").expect("sizes");
    let Some(Block::Figure(figure)) = section.blocks.first() else { panic!("no figure") };
    let drawn = rankday::report::format::drawing(figure).expect("a plot");
    let path = root().join("src/guide/june-2026.svg");
    if blessing() {
        fs::write(&path, &drawn).expect("the picture written");
    }
    assert!(text_of(&path) == drawn, "RANKDAY_BLESS=1 draws it anew");
}

#[test]
fn the_changelog_has_the_layouts_of_results() {
    use rankday::results::schemas::{kinds, schema};
    let text = text_of(&root().join("src/guide/changelog.md"));
    for kind in kinds() {
        let schema = schema(kind).expect("a schema");
        let layout = schema["properties"]["schema"]["const"].as_str().expect("a version");
        assert!(text.contains(&format!("| `{layout}` |")), "{layout}");
    }
}

/// Commands that need files of others are not run; their arguments are checked all the same, and so is the
/// name of every command that a sentence mentions.
#[test]
fn commands_that_are_not_run_can_be_typed() {
    let (mut shown, mut mentioned) = (0, 0);
    for document in documents() {
        let text = text_of(&document);
        let blocks = blocks(&text, "text");
        for typed in blocks.iter().flat_map(|block| block.lines()) {
            let Some(rest) = typed.strip_prefix("rankday ") else { continue };
            let words = std::iter::once("rankday").chain(rest.split_whitespace());
            let fault = rankday::cli::help::command().try_get_matches_from(words).err();
            assert!(fault.is_none(), "{}: {typed}: {fault:?}", document.display());
            shown += 1;
        }
        for rest in text.split("`rankday ").skip(1) {
            let words = rest.split('`').next().expect("its end");
            let name = words.split_whitespace().next().expect("a command");
            let is_known = rankday::cli::help::command().find_subcommand(name).is_some();
            assert!(is_known || name.starts_with("--"), "{}: {name}", document.display());
            mentioned += 1;
            let mut topic = words.split_whitespace().skip_while(|word| *word != "help").skip(1);
            let topic = topic.next().filter(|word| word.chars().all(char::is_lowercase));
            let is_topic = |word: &str| {
                CHAPTERS.iter().any(|chapter| chapter.topic == word)
                    || word == "topics"
                    || rankday::cli::help::command().find_subcommand(word).is_some()
            };
            assert!(topic.is_none_or(is_topic), "{}: {words}", document.display());
        }
    }
    assert!(shown >= 8 && mentioned >= 30, "{shown} shown, {mentioned} mentioned");
}

/// A newcomer reads at most twelve thousand bytes.
#[test]
fn the_readme_is_short_and_its_links_lead_somewhere() {
    let readme = text_of(&root().join("README.md"));
    assert!(readme.len() <= 12 * 1024, "{} bytes", readme.len());
    let links = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let links: Vec<&str> = links.filter(|link| !link.contains("://")).collect();
    assert!(links.len() >= CHAPTERS.len(), "{links:?}");
    for link in links {
        assert!(root().join(link).exists(), "there is no {link}");
    }
}

#[test]
fn the_columns_are_described_as_they_are() {
    let mut titled = 0;
    let mut text = String::from(
        "# Columns of the CSV files\n\nWritten by the program: `rankday columns` prints the same.\n",
    );
    for (title, file) in [
        ("Universe", ColumnsOf::Universe),
        ("Prices of the implementation day", ColumnsOf::Effective),
        ("Membership", ColumnsOf::Membership),
        ("A plain list of members", ColumnsOf::MemberList),
        ("Facts", ColumnsOf::Facts),
        ("Votes of share classes", ColumnsOf::ClassVotes),
        ("Ticker changes", ColumnsOf::SymbolChanges),
        ("Corporate actions", ColumnsOf::CorporateActions),
        ("Announced changes", ColumnsOf::AnnouncedChanges),
        ("Cap corrections", ColumnsOf::CapCorrections),
        ("The screener's export", ColumnsOf::NasdaqScreener),
        ("A fund's holdings", ColumnsOf::FundHoldings),
        ("What an import writes", ColumnsOf::ImportOutputs),
        ("Funds", ColumnsOf::Funds),
        ("Figures that confidence is learned from", ColumnsOf::EvidenceFigures),
        ("A batch of scores", ColumnsOf::ScoreBatch),
        ("Panel", ColumnsOf::Panel),
        ("Measures of a comparison", ColumnsOf::Comparison),
        ("Published dates", ColumnsOf::PublishedDates),
        ("Rules of reconstitutions", ColumnsOf::ScheduleRules),
        ("Rules of quarters", ColumnsOf::QuarterlyRules),
        ("Closures of the exchange", ColumnsOf::ExchangeClosures),
        ("Tables of a run", ColumnsOf::RunReports),
        ("Tables of several scenarios", ColumnsOf::OverviewReports),
        ("Tables of a comparison on a history", ColumnsOf::ComparisonReports),
        ("Tables of a comparison on simulated paths", ColumnsOf::SimulationReports),
        ("Tables of a sweep", ColumnsOf::SweepReports),
        ("Tables of a projection", ColumnsOf::ProjectionReports),
        ("Tables of a calibration", ColumnsOf::CalibrationReports),
        ("Tables of a score", ColumnsOf::ScoreReports),
    ] {
        let mut table = Vec::new();
        rankday::cli::columns::run(&ColumnsArgs { file, json: false }, &mut table)
            .expect("a table");
        let table = String::from_utf8(table).expect("text");
        let parts = ["\n## ", title, "\n\n", &table];
        text.extend(parts);
        titled += 1;
    }
    assert_eq!(titled, ColumnsOf::value_variants().len(), "a file has no title here");
    let path = root().join("data/COLUMNS.md");
    if blessing() {
        fs::write(&path, text).expect("the columns written");
    } else {
        let written = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(written, text, "RANKDAY_BLESS=1 writes it anew");
    }
}

/// The scenarios that are shown whole: of a run, a comparison on a history and one on simulated paths.
#[test]
fn the_scenarios_shown_are_scenarios() {
    let texts: Vec<String> = documents().iter().map(|document| text_of(document)).collect();
    let shown: Vec<&str> = texts.iter().flat_map(|text| blocks(text, "toml")).collect();
    let path = Path::new("guide.toml");
    let [run, comparison, simulated] = shown.as_slice() else { panic!("three scenarios") };
    rankday::scenario::simulated::check_simulated(path, simulated, &|_| None)
        .unwrap_or_else(|error| panic!("{error}"));
    let run = rankday::scenario::check_run(path, run, &|_| None)
        .unwrap_or_else(|error| panic!("{error}"));
    let comparison = rankday::scenario::comparison::check_comparison(path, comparison, &|_| None)
        .unwrap_or_else(|error| panic!("{error}"));
    // All but their names and paths are defaults.
    for parameters in [run.parameters, comparison.parameters] {
        assert_eq!(parameters, rankday::methodology::Parameters::default());
    }
}
