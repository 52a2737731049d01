//! The same table in every container that `import table` reads.

use std::io::{Cursor, Write as _};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

/// A table as texts, its header first.
pub(super) type Texts<'a> = [&'a [&'a str]];

/// Rows with this sign between their cells; cells that hold it are quoted.
pub(super) fn delimited(rows: &Texts<'_>, sign: char) -> Vec<u8> {
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .map(
                |cell| if cell.contains(sign) { format!("\"{cell}\"") } else { (*cell).to_owned() },
            )
            .collect();
        text.push_str(&cells.join(&sign.to_string()));
        text.push('\n');
    }
    text.into_bytes()
}

/// The number of a cell.
fn number(cell: &str) -> Option<f64> {
    cell.parse().ok()
}

/// A workbook with these lines above the header, and another sheet; `date` is the column of days.
pub(super) fn xlsx(rows: &Texts<'_>, above: &[&str], date: usize) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Prices").expect("a name");
    let format = Format::new().set_num_format("yyyy-mm-dd");
    for (line, row) in above.iter().zip(0_u32..) {
        sheet.write(row, 0, *line).expect("written");
    }
    let first = u32::try_from(above.len()).expect("few");
    for (cells, row) in rows.iter().zip(first..) {
        for (cell, column) in cells.iter().zip(0_u16..) {
            let day = (usize::from(column) == date)
                .then(|| ExcelDateTime::parse_from_str(cell).ok())
                .flatten();
            match (day, number(cell)) {
                (Some(day), _) => sheet.write_with_format(row, column, &day, &format),
                (None, Some(number)) => sheet.write(row, column, number),
                (None, None) => sheet.write(row, column, *cell),
            }
            .expect("written");
        }
    }
    workbook
        .add_worksheet()
        .set_name("Notes")
        .expect("a name")
        .write(0, 0, "no table")
        .expect("written");
    workbook.save_to_buffer().expect("memory")
}

/// A workbook whose first sheet is a title page.
pub(super) fn with_title_page(rows: &Texts<'_>) -> Vec<u8> {
    const TITLE: &Texts<'_> =
        &[&["Prices of a market"], &["Prepared by", "Q"], &["Date", "2025-04-30"]];
    let mut workbook = Workbook::new();
    for (name, rows) in [("Cover", TITLE), ("Data", rows)] {
        let sheet = workbook.add_worksheet().set_name(name).expect("a name");
        for (cells, row) in rows.iter().zip(0..) {
            for (cell, column) in cells.iter().zip(0_u16..) {
                sheet.write(row, column, *cell).expect("written");
            }
        }
    }
    workbook.save_to_buffer().expect("memory")
}

/// A workbook of the kind before 2007, as small as one can be.
pub(super) fn xls(rows: &Texts<'_>) -> Vec<u8> {
    fn record(stream: &mut Vec<u8>, kind: u16, data: &[u8]) {
        stream.extend(kind.to_le_bytes());
        stream.extend(u16::try_from(data.len()).expect("short").to_le_bytes());
        stream.extend(data);
    }
    let begin = |kind: u16| [0x0600_u16, kind, 0, 0].map(u16::to_le_bytes).concat();
    let mut sheet = Vec::new();
    record(&mut sheet, 0x0809, &begin(0x0010));
    for (cells, row) in rows.iter().zip(0_u16..) {
        for (cell, column) in cells.iter().zip(0_u16..).filter(|(cell, _)| !cell.is_empty()) {
            let mut data = [row, column, 0].map(u16::to_le_bytes).concat();
            if let Some(number) = number(cell) {
                data.extend(number.to_le_bytes());
                record(&mut sheet, 0x0203, &data);
            } else {
                data.extend(u16::try_from(cell.len()).expect("short").to_le_bytes());
                data.push(0);
                data.extend(cell.as_bytes());
                record(&mut sheet, 0x0204, &data);
            }
        }
    }
    record(&mut sheet, 0x000a, &[]);
    let name = b"Prices";
    let mut globals = Vec::new();
    record(&mut globals, 0x0809, &begin(0x0005));
    let length = globals.len() + 4 + 8 + name.len() + 4;
    let mut bound = u32::try_from(length).expect("short").to_le_bytes().to_vec();
    bound.extend([0, 0, u8::try_from(name.len()).expect("short"), 0]);
    bound.extend(name);
    record(&mut globals, 0x0085, &bound);
    record(&mut globals, 0x000a, &[]);
    assert_eq!(globals.len(), length);
    let mut file =
        cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new()))
            .expect("memory");
    let mut stream = file.create_stream("/Workbook").expect("memory");
    // Streams of less than 4 KiB are kept otherwise, which old readers never see of workbooks.
    globals.extend(sheet);
    globals.resize(globals.len().max(4_096), 0);
    stream.write_all(&globals).expect("memory");
    drop(stream);
    file.flush().expect("memory");
    file.into_inner().into_inner()
}

/// Records, one object for each row.
pub(super) fn records(rows: &Texts<'_>) -> Vec<serde_json::Value> {
    let (header, rows) = rows.split_first().expect("a header");
    let value = |cell: &str| match cell.parse::<serde_json::Number>() {
        _ if cell.is_empty() => serde_json::Value::Null,
        Ok(number) => serde_json::Value::Number(number),
        Err(_) => serde_json::Value::String(cell.to_owned()),
    };
    let object = |row: &&[&str]| {
        header.iter().zip(*row).map(|(name, cell)| ((*name).to_owned(), value(cell))).collect()
    };
    rows.iter().map(object).collect()
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}
