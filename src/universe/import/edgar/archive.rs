//! Reads the bulk file member by member, from the archive or from a folder with its contents.
//!
//! The whole archive has some 900,000 members. Its directory is read piece by piece and never kept in
//! memory, and a long member is decompressed only as far as needed to see whether it is wanted.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use flate2::read::DeflateDecoder;
use rawzip::{
    CompressionMethod, FileReader, RECOMMENDED_BUFFER_SIZE, ZipArchive, ZipArchiveEntryWayfinder,
    ZipReader,
};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde_json::de::{IoRead, SliceRead};

use super::member::{Member, read_member};
use super::{BulkFile, Filer, Filers};
use crate::limits;
use crate::refusal::Refusal;
use crate::universe::content::Content;
use crate::universe::fault::Faults;
use crate::universe::open_regular;
use crate::universe::symbol::SymbolKey;

/// Number of members processed as one batch.
const BATCH: usize = 4_096;
/// Members below this size, which are nearly all, are read whole: text in memory is parsed in half the
/// time. Longer members are decompressed only as far as it takes to see that they are not wanted.
const SHORT: u64 = 1 << 16;

/// The filers to be read.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    /// Filers with any of these tickers.
    Tickers(&'a FxHashSet<SymbolKey>),
    /// Filers with any of these numbers.
    Numbers(&'a FxHashSet<u64>),
}

/// Reads the wanted filers.
///
/// # Errors
/// A file that is not the regulator's archive, or damaged members.
pub fn read_filers(file: &BulkFile<'_>, wanted: Wanted<'_>) -> Result<Filers, Faults> {
    let name = file.path.display().to_string();
    let looked_for = LookedFor { as_of: file.as_of, wanted };
    let mut found = Found { name: &name, faults: Faults::default(), filers: Filers::default() };
    let refused = if file.path.is_dir() {
        read_folder(file.path, &looked_for, &mut found)
    } else {
        another(file.path).map_or_else(|| read_archive(file.path, &looked_for, &mut found), Err)
    };
    if let Err(Refusal { problem, remedy }) = refused {
        found.faults.file(&name, problem, remedy);
    } else if found.filers.members == 0 && matches!(wanted, Wanted::Tickers(_)) {
        let remedy = "give the regulator's submissions.zip, or a folder of what it holds";
        found.faults.file(&name, "holds no CIK##########.json", remedy);
    }
    let Found { faults, mut filers, .. } = found;
    filers.filers.sort_by_key(|filer| filer.cik);
    // If two members have the same number, the first is kept.
    filers.filers.dedup_by_key(|filer| filer.cik);
    faults.into_result(filers)
}

/// The refusal of a file that is not a zip archive but something known.
fn another(path: &Path) -> Option<Refusal> {
    const LOOKED_AT: u64 = 1 << 16;
    let mut head = Vec::new();
    // A file that cannot be read is refused by the next reader.
    open_regular(path).ok()?.take(LOOKED_AT).read_to_end(&mut head).ok()?;
    let is_archive = matches!(Content::of(&head), Content::Zip | Content::Filings);
    let (problem, remedy) = Content::instead(&head).filter(|_| !is_archive)?;
    Some(Refusal::new(problem, remedy))
}

struct LookedFor<'a> {
    as_of: NaiveDate,
    wanted: Wanted<'a>,
}

impl LookedFor<'_> {
    /// Whether a member of this name is worth opening. Other members hold further filings of a filer, or
    /// have a number that is not wanted.
    fn may_be(&self, name: &str) -> bool {
        let name = name.rsplit('/').next().unwrap_or(name);
        let digits = name.strip_prefix("CIK").and_then(|rest| rest.strip_suffix(".json"));
        let digits = digits.filter(|d| d.len() == 10 && d.bytes().all(|b| b.is_ascii_digit()));
        let number = digits.and_then(|digits| digits.parse().ok());
        number.is_some_and(|number| match self.wanted {
            Wanted::Tickers(_) => true,
            Wanted::Numbers(numbers) => numbers.contains(&number),
        })
    }

    /// Reads one member. A member that is kept is read to its end, where its checksum is verified. `text`
    /// is memory to be reused.
    fn read(&self, member: impl Read, text: &mut Vec<u8>) -> Result<Option<Filer>, String> {
        let mut member = member.take(limits::FILER_BYTES);
        text.clear();
        let read = match self.wanted {
            Wanted::Tickers(keys) => {
                let is_wanted = |ticker: &str| keys.contains(&SymbolKey::new(ticker));
                self.read_wanted(member, text, &is_wanted)?
            }
            Wanted::Numbers(_) => {
                member.read_to_end(text).map_err(|error| error.to_string())?;
                read_member(SliceRead::new(text), self.as_of, None)?
            }
        };
        match read {
            Member::Other => Ok(None),
            Member::Wanted(filer) => Ok(Some(*filer)),
        }
    }

    /// Reads a member that may turn out not to be wanted; faults in the rest of it then go unnoticed.
    fn read_wanted(
        &self,
        mut member: impl Read,
        text: &mut Vec<u8>,
        is_wanted: &dyn Fn(&str) -> bool,
    ) -> Result<Member, String> {
        match member.by_ref().take(SHORT).read_to_end(text) {
            Ok(bytes) if (bytes as u64) < SHORT => {
                read_member(SliceRead::new(text), self.as_of, Some(is_wanted))
            }
            Ok(_) => {
                let mut member = BufReader::new(text.chain(member));
                let read = read_member(IoRead::new(&mut member), self.as_of, Some(is_wanted))?;
                if matches!(read, Member::Wanted(_)) {
                    io::copy(&mut member, &mut io::sink()).map_err(|error| error.to_string())?;
                }
                Ok(read)
            }
            Err(error) => match read_member(SliceRead::new(text), self.as_of, Some(is_wanted)) {
                Ok(Member::Other) => Ok(Member::Other),
                Ok(Member::Wanted(_)) | Err(_) => Err(error.to_string()),
            },
        }
    }
}

struct Found<'a> {
    name: &'a str,
    faults: Faults,
    filers: Filers,
}

impl Found<'_> {
    /// Collects the results of members, in their order.
    fn take(&mut self, read: Vec<(String, Result<Option<Filer>, String>)>) {
        for (member, read) in read {
            self.filers.members += 1;
            match read {
                Ok(filer) => self.filers.filers.extend(filer),
                Err(problem) => self.faults.file(
                    &format!("{}/{member}", self.name),
                    format!("is not the header of a filer: {problem}"),
                    "fetch the file again, or take the member out",
                ),
            }
        }
    }
}

/// A member of the archive: its name, its compression method and its position.
type Place = (String, CompressionMethod, ZipArchiveEntryWayfinder);

fn read_archive(
    path: &Path,
    looked_for: &LookedFor<'_>,
    found: &mut Found<'_>,
) -> Result<(), Refusal> {
    let file = open_regular(path)?;
    let damaged = |error: rawzip::Error| {
        let remedy = "fetch the regulator's submissions.zip again; \"unzip -t\" tests it";
        (format!("is not a ZIP archive that can be read: {error}"), remedy.to_owned())
    };
    let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
    let archive = ZipArchive::from_file(file, &mut buffer).map_err(damaged)?;
    let mut entries = archive.entries(&mut buffer);
    let mut batch: Vec<Place> = Vec::with_capacity(BATCH);
    loop {
        let entry = entries.next_entry().map_err(damaged)?;
        let is_last = entry.is_none();
        if let Some(entry) = entry
            && let Ok(member) = std::str::from_utf8(entry.file_path().as_ref())
            && looked_for.may_be(member)
        {
            batch.push((member.to_owned(), entry.compression_method(), entry.wayfinder()));
        }
        if is_last || batch.len() == BATCH {
            found.take(read_batch(&archive, std::mem::take(&mut batch), looked_for));
        }
        if is_last {
            return Ok(());
        }
    }
}

/// State reused for many members: creating a decompressor costs more than decompressing most members.
#[derive(Default)]
struct Reused<'a> {
    inflate: Option<DeflateDecoder<ZipReader<&'a FileReader>>>,
    text: Vec<u8>,
}

fn read_batch<'a>(
    archive: &'a ZipArchive<FileReader>,
    batch: Vec<Place>,
    looked_for: &LookedFor<'_>,
) -> Vec<(String, Result<Option<Filer>, String>)> {
    let read = |reused: &mut Reused<'a>, (name, method, place): Place| {
        let read = read_entry(archive, method, place, looked_for, reused);
        (name, read)
    };
    batch.into_par_iter().map_init(Reused::default, read).collect()
}

fn read_entry<'a>(
    archive: &'a ZipArchive<FileReader>,
    method: CompressionMethod,
    place: ZipArchiveEntryWayfinder,
    looked_for: &LookedFor<'_>,
    Reused { inflate, text }: &mut Reused<'a>,
) -> Result<Option<Filer>, String> {
    let entry = archive.get_entry(place).map_err(|error| error.to_string())?;
    match method {
        CompressionMethod::DEFLATE => {
            let inflated = match inflate {
                Some(inflate) => {
                    inflate.reset(entry.reader());
                    inflate
                }
                None => inflate.insert(DeflateDecoder::new(entry.reader())),
            };
            looked_for.read(entry.verifying_reader(inflated), text)
        }
        CompressionMethod::STORE => looked_for.read(entry.verifying_reader(entry.reader()), text),
        _ => Err("it is compressed by a method other than deflate".to_owned()),
    }
}

fn read_folder(
    path: &Path,
    looked_for: &LookedFor<'_>,
    found: &mut Found<'_>,
) -> Result<(), Refusal> {
    let refused = |error: io::Error| {
        Refusal::new(format!("cannot be read: {error}"), "check its permissions")
    };
    let mut names: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(path).map_err(refused)? {
        let member = entry.map_err(refused)?.path();
        let name = member.file_name().and_then(|name| name.to_str());
        if name.is_some_and(|name| looked_for.may_be(name)) {
            names.push(member);
        }
    }
    names.sort();
    for batch in names.chunks(BATCH) {
        let read = |text: &mut Vec<u8>, path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let opened: Result<File, String> =
                open_regular(path).map_err(|refusal| refusal.problem);
            (name, opened.and_then(|file| looked_for.read(file, text)))
        };
        found.take(batch.par_iter().map_init(Vec::new, read).collect());
    }
    Ok(())
}
