use super::*;

fn read(text: &str) -> Result<FundHoldings, String> {
    read_as(text, Stated::default())
}

fn read_as(text: &str, stated: Stated) -> Result<FundHoldings, String> {
    read_holdings("fund.csv", text.as_bytes().to_vec(), stated).map_err(|f| f.to_string())
}

fn symbols(read: &FundHoldings) -> Vec<&str> {
    read.holdings.iter().map(|h| h.symbol.as_str()).collect()
}

const EXPORT: &str = "\u{feff}iShares Russell 2000 ETF\n\
    Fund Holdings as of,\"May 05, 2026\"\nStock,\"-\"\n\u{a0}\n\
    Ticker,Name,Sector,Asset Class,Market Value,Exchange\n\
    \"QQZA\",\"QZALIS CORP\",\"Industrials\",\"Equity\",\"1,532.50\",\"NYSE\"\n\
    \"QQZA\",\"QZALIS CORP CLASS B\",\"Industrials\",\"Equity\",\"1.00\",\"NYSE\"\n\
    \"XTSLA\",\"CASH FUND\",\"Cash\",\"Money Market\",\"5.00\",\"-\"\n\
    \"-\",\"QZNONE\",\"Health Care\",\"Equity\",\"0.00\",\"NASDAQ\"\n\
    \"QQZB\",\"QZBROK INC\",\"Health Care\",\"Equity\",\"0.00\",\"NO MARKET (E.G. UNLISTED)\"\n\
    \u{a0}\n\"Prose, \"\"quoted\"\", over\nlines.\"\n";

#[test]
fn an_export_becomes_members() {
    let read = read(EXPORT).expect("holdings");
    assert_eq!((read.index, read.held_on.to_string().as_str()), (Index::R2000, "2026-05-05"));
    assert_eq!(symbols(&read), ["QQZA"]);
    assert_eq!(read.holdings[0].market_value, "1532.5".parse().ok());
    let dropped: Vec<String> = read.dropped.iter().map(ToString::to_string).collect();
    assert_eq!(
        dropped,
        [
            "     1  dropped: a second row of a ticker: QQZA QZALIS CORP CLASS B (line 7, as line 6)",
            "     1  dropped: an equity without a ticker: QZNONE (line 9)",
            "     1  dropped: an equity without a market: QQZB QZBROK INC (line 10)",
            "     1  dropped: cash, collateral or a derivative",
        ]
    );
}

#[test]
fn a_part_of_an_index_is_not_taken_for_it() {
    for name in
        ["Russell 2000 Growth", "Russell Top 200", "Russell 2000 BuyWrite", "Russell Mid-Cap"]
    {
        let text = EXPORT.replace("Russell 2000", name);
        let message = read(&text).expect_err("another index");
        assert!(message.contains(name) && message.contains("--index"), "{message}");
        let stated = Stated { index: Some(Index::R2000), held_on: None };
        assert!(read_as(&text, stated).is_ok(), "{name}");
    }
}

#[test]
fn other_blocks_are_not_read_and_said() {
    for block in [
        "Fund Holdings as of,\"May 05, 2026\"\nTicker,Name,Sector,Asset Class,Market Value,Exchange\n\
         QOTH,OTHER,IT,Equity,1,NYSE\n",
        "Ticker,Name,Sector,Asset Class,Market Value,Exchange\nQOTH,OTHER,IT,Equity,1,NYSE\n",
        "Exposure to derivatives\nQOTH,OTHER,IT,Equity,1,NYSE\n",
    ] {
        let text = EXPORT.replace("\u{a0}\n\"Prose", &format!("\n{block}\n\"Prose"));
        let read = read(&text).expect("holdings");
        assert_eq!(symbols(&read), ["QQZA"], "{block}");
        assert!(
            read.notes.iter().any(|note| matches!(note, ReadingNote::AnotherBlock { .. })),
            "{:?}",
            read.notes
        );
    }
}

#[test]
fn nothing_is_lost_by_a_mark_that_nothing_closes() {
    let row = "\"QQZC\",\"QZCOR INC\",\"IT\",\"Equity\",\"1.00\",\"NYSE\"\n";
    let rows = format!("{row}\"XTSLA");
    for open in
        [row.replace("NYSE\"", "NYSE"), row.replacen("\",", ",", 1), row.replacen("IT\"", "IT", 1)]
    {
        let text = EXPORT.replace("\"XTSLA", &rows.replace(row, &open));
        let text = text.split("\u{a0}\n\"Prose").next().expect("a part").to_owned();
        let message = read(&text).expect_err("an open mark");
        assert!(message.contains("fund.csv:8"), "{message}");
    }
    let start = EXPORT.split("\"XTSLA").next().expect("a part");
    let message =
        read(&format!("{start}\"QQZC,QZCOR INC,IT,Equity,1,NYSE\nQQZD,QZD,IT,Equity,1,NYSE\n"))
            .expect_err("an open mark in the last row");
    assert!(message.contains("fund.csv:8: opens a quotation mark"), "{message}");
    let ragged = EXPORT.replace("\"QZBROK INC\"", "QZBROK, INC");
    assert!(read(&ragged).expect_err("a comma").contains("fund.csv:10: has 7 cells"));
}

#[test]
fn the_lists_of_every_issuer_are_read() {
    for (text, index, day, expected) in [
        (
            "Holdings details\n\nRussell 2000 ETF (VTWO)\n\n\nEquity,as of 04/30/2026\n\n\
             ,SEDOL,HOLDINGS,TICKER,% OF FUNDS*,SUB-INDUSTRY,COUNTRY,MARKET VALUE*,SHARES\n\
             ,QSED1,Qzalis Corp,QQZA,0.42%,Software,US,\"$1,234,567.00\",\"12,345\"\n\
             ,QSED2,Qzbrok Inc,QZ/B,0.40%,Banks,US,\"$1,134,567.00\",\"11,345\"\n\
             ,---,Qzcvr Inc CVR,---,0.00%,---,US,\"$7.00\",70\n\n\
             Short-term reserves,as of 04/30/2026\n\n\
             ,SEDOL,HOLDINGS,TICKER,% OF FUNDS*,MARKET VALUE*\n,---,MKTLIQ,---,0.1%,$5.00\n",
            None,
            "2026-04-30",
            vec!["QQZA", "QZ/B"],
        ),
        (
            "{\"size\":2,\"asOfDate\":\"2026-03-31T00:00:00-04:00\",\"fund\":{\"entity\":[\
             {\"type\":\"portfolioHolding\",\"asOfDate\":\"2026-03-31T00:00:00-04:00\",\
             \"longName\":\"Qzalis Corp.\",\"shortName\":\"QZALIS\",\"sharesHeld\":\"12345\",\
             \"marketValue\":1234567.0,\"ticker\":\"QQZA\",\"percentWeight\":\"0.42\"}]}}",
            Some(Index::R2000),
            "2026-03-31",
            vec!["QQZA"],
        ),
        (
            "Fund Name:,SPDR Russell 1000 ETF\nTicker Symbol:,QONE\nHoldings:,As of 30-Apr-2026\n\n\
             Name,Ticker,Identifier,SEDOL,Weight,Sector,Shares Held,Local Currency\n\
             QZALIS CORP,QQZA,Q1,QSED1,7.1,-,1234.0,USD\nUS DOLLAR,-,Q9,-,0.02,-,5.0,USD\n\n\
             \"Past performance, as ever\",,,,,,,\n",
            None,
            "2026-04-30",
            vec!["QQZA"],
        ),
        (
            "As-Of-Date,Symbol,Quantity,Percent of Assets,Name,BBG FIGI,Country,Currency,Exchange,\
             Exchange (fx) Rate,Market Currency,Sector\n\
             04/30/2026,QQZA,1234,4.41457,QZALIS CORP,QFIGI,US,USD,NYSE,1,USD,IT\n\
             04/30/2026,USD,99,0.01,US DOLLAR,-,US,USD,-,1,USD,-\n\"Prose about funds.\"\n",
            Some(Index::R1000),
            "2026-04-30",
            vec!["QQZA"],
        ),
        (
            "Fund Ticker,Security Identifier,Holding Ticker,Shares/Par Value,MarketValue,Weight,Name,\
             Class of Shares,Sector,Date\n\
             EQAL,Q1,QQZA ,\"1,234\",\"5,678.90\",0.11,Qzalis Corp,Common Stock,IT,04/30/2026\n\
             EQAL,Q2,QQZR,\"1,234\",\"5,678.90\",0.11,Qzreal,Real Estate Investment Trust,RE,04/30/2026\n\
             EQAL,Q3,-,1,1,0.01,Cash/Receivables/Payables,Currency,-,04/30/2026\n",
            None,
            "2026-04-30",
            vec!["QQZA", "QQZR"],
        ),
    ] {
        let read = read_as(text, Stated { index, held_on: None }).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(read.held_on.to_string(), day, "{text}");
        assert_eq!(symbols(&read), expected, "{text}");
        assert!(read.holdings.iter().all(|h| h.shares.is_some()), "{:?}", read.holdings);
        // The issuer alone does not show which of two numbers is the month.
        let either = text.replace("04/30/2026", "03/04/2026");
        let asked = (either != text).then(|| read_as(&either, Stated { index, held_on: None }));
        let is_asked = |asked: Result<_, String>| {
            asked.is_err_and(|said| said.contains("03/04/2026") && said.contains("--held-on"))
        };
        assert!(asked.is_none_or(is_asked), "{text}");
    }
}

#[test]
fn what_is_stated_against_a_file_is_said() {
    let text = "Fund Name:,SPDR Russell 1000 ETF\nTicker Symbol:,QONE\nHoldings:,As of 30-Apr-2026\n\n\
        Name,Ticker,Identifier,SEDOL,Weight,Sector,Shares Held,Local Currency\n\
        QZALIS CORP,QQZA,Q1,QSED1,7.1,-,1234.0,USD\n";
    let notes = |index, held_on: &str| {
        let held_on = held_on.parse().ok();
        let read = read_as(text, Stated { index, held_on }).expect("holdings");
        let is_against = |note: &&ReadingNote| {
            matches!(note, ReadingNote::DayOverruled { .. } | ReadingNote::IndexOverruled { .. })
        };
        read.notes.iter().filter(is_against).count()
    };
    assert_eq!(notes(None, ""), 0);
    assert_eq!(notes(Some(Index::R1000), "2026-04-30"), 0);
    assert_eq!(notes(Some(Index::R2000), "2026-04-30"), 1);
    assert_eq!(notes(Some(Index::R2000), "2025-04-30"), 2);
}

#[test]
fn numbers_of_other_languages_are_read() {
    let text = "iShares Russell 2000 UCITS ETF\nFondspositionen per,\"30.09.2026\"\n\n\
        Emittententicker,Name,Sektor,Anlageklasse,Marktwert,Gewichtung (%),Nominalwert,Nominale,Kurs\n\
        \"QQZA\",\"QZALIS\",\"IT\",\"Aktien\",\"70.123,00\",\"8,12\",\"70.123,00\",\"150\",\"467,50\"\n\
        \"-\",\"USD CASH\",\"Cash\",\"Cash\",\"1.000\",\"0,01\",\"1.000\",\"1.000\",\"100\"\n";
    let read = read(text).expect("holdings");
    let holding = &read.holdings[0];
    assert_eq!(holding.market_value, "70123".parse().ok());
    assert_eq!(holding.weight_pct, "8.12".parse().ok());
    assert_eq!(holding.price, "467.5".parse().ok());
}
