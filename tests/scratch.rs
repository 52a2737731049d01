use std::time::Instant;
use rankday::market::history::*;
use rankday::universe::*;
use rankday::universe::import::corrections::CapCorrections;
use std::path::Path;
#[test]
fn load() {
    let t = Instant::now();
    let input = Input::read(Path::new("/tmp/scratch/panel.csv")).map_err(|e| e.to_string()).unwrap();
    println!("read {:?}", t.elapsed());
    let t = Instant::now();
    let dates = read_panel(&input, &CapCorrections::default()).map_err(|e| e.to_string()).unwrap();
    println!("parse {:?} dates {}", t.elapsed(), dates.len());
    let ch = SymbolChanges::read(&Input::read(Path::new("/work/shared/real/symbol_changes.csv")).unwrap()).unwrap();
    let t = Instant::now();
    let h = History::new(dates, &ch, vec![], &|l| as_common_shares(l));
    println!("history {:?} lines {} held {} taken {} ret {}", t.elapsed(), h.lines.len(), h.repairs.caps_held.len(), h.repairs.jumps_taken.len(), h.repairs.returns_corrected.len());
    for (l,d) in &h.repairs.returns_corrected { println!("ret {} {}", h.symbol(*l,*d), h.days[*d].date); }
    let t = Instant::now();
    let mut n=0; for d in 0..h.days.len() { n += h.view(d).universe.securities.len(); }
    println!("views {:?} {}", t.elapsed(), n);
}
