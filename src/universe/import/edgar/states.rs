//! The regulator's codes of states and countries, which differ from ISO 3166.
//!
//! A US state has its postal code, so that `CA` is California, `DE` Delaware and `GA` Georgia. All
//! other codes are a letter or digit and a second character: `A0` to `B0` and `Z4` are Canada, `E9`
//! is the Cayman Islands. (SEC, EDGAR State and Country Codes.)

use crate::universe::country::Country;

/// The states of the US, the District of Columbia, and the territories with a postal code.
const STATES: &str = "AL AK AZ AR CA CO CT DE DC FL GA GU HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT \
                      NE NV NH NJ NM NY NC ND OH OK OR PA PR RI SC SD TN TX UT VT VA VI WA WV WI WY";

/// By the first character of a code: pairs of its second character and the country by ISO 3166.
/// Territories of the US count as the US, as for the index provider. The former Netherlands Antilles
/// count as Curaçao, where nearly all of their companies were.
const PLACES: [(&str, &str); 28] = [
    (
        "1",
        "A:AI B:AM C:AW D:AZ E:BA F:BY G:DJ H:EE J:ER K:FM L:GS M:HR N:KG P:KZ Q:LT R:LV S:MD T:MH U:MK V:US W:NC X:PS Y:PW Z:RU",
    ),
    ("2", "A:SI B:SK C:TF D:TJ E:TM G:TV H:UA J:US K:UZ L:VU M:DE N:CZ P:YT Q:GE"),
    ("A", "0:CA 1:CA 2:CA 3:CA 4:CA 5:CA 6:CA 7:CA 8:CA 9:CA"),
    ("B", "0:CA 1:BW 2:AF 3:AL 4:DZ 5:US 6:AD 7:AO 8:AQ 9:AG"),
    ("C", "0:AE 1:AR 3:AU 4:AT 5:BS 6:BH 7:BD 8:BB 9:BE"),
    ("D", "0:BM 1:BZ 2:BT 3:BO 4:BV 5:BR 6:IO 7:SB 8:VG 9:BN"),
    ("E", "0:BG 1:MM 2:BI 3:KH 4:CM 8:CV 9:KY"),
    ("F", "0:CF 1:LK 2:TD 3:CL 4:CN 5:TW 6:CX 7:CC 8:CO 9:KM"),
    ("G", "0:CG 1:CK 2:CR 3:CU 4:CY 6:BJ 7:DK 8:DO 9:DM"),
    ("H", "1:EC 2:EG 3:SV 4:GQ 5:ET 6:FO 7:FK 8:FJ 9:FI"),
    ("I", "0:FR 3:GF 4:PF 5:GA 6:GM"),
    ("J", "0:GH 1:GI 2:KI 3:GR 4:GL 5:GD 6:GP 8:GT 9:GN"),
    ("K", "0:GY 1:HT 2:HN 3:HK 4:HM 5:HU 6:IS 7:IN 8:ID 9:IR"),
    ("L", "0:IQ 2:IE 3:IL 6:IT 7:CI 8:JM 9:SJ"),
    ("M", "0:JP 2:JO 3:KE 4:KP 5:KR 6:KW 7:LA 8:LB 9:LS"),
    ("N", "0:LR 1:LY 2:LI 4:LU 5:MO 6:MG 7:MW 8:MY 9:MV"),
    ("O", "0:ML 1:MT 2:MQ 3:MR 4:MU 5:MX 9:MC"),
    ("P", "0:MN 1:MS 2:MA 3:MZ 4:OM 5:NR 6:NP 7:NL 8:CW"),
    ("Q", "1:VN 2:NZ 3:NI 4:NE 5:NG 6:NU 7:NF 8:NO"),
    ("R", "0:PK 1:PA 2:PG 4:PY 5:PE 6:PH 8:PN 9:PL"),
    ("S", "0:GW 1:PT 3:QA 4:RE 5:RO 6:RW 8:SM 9:ST"),
    ("T", "0:SA 1:SN 2:SC 3:ZA 6:NA 7:YE 8:SL"),
    ("U", "0:SG 1:SO 3:ES 5:EH 7:KN 8:SH 9:LC"),
    ("V", "0:PM 1:VC 2:SD 3:SR 6:SZ 7:SE 8:CH 9:SY"),
    ("W", "0:TZ 1:TH 2:TG 3:TK 4:TO 5:TT 6:TN 7:TC 8:TR 9:UG"),
    ("X", "0:GB 1:US 2:BF 3:UY 4:VA 5:VE 8:WF"),
    ("Y", "0:WS 3:CD 4:ZM 5:ZW 6:AX 7:GG 8:IM 9:JE"),
    ("Z", "0:BL 1:MF 2:RS 3:TL 4:CA 5:ME"),
];

/// The country of one of the regulator's codes; `None` for an invalid code, and for `XX`, which
/// means unknown.
pub fn country_of_state(code: &str) -> Option<Country> {
    let code = code.trim();
    if code.len() != 2 || !code.is_ascii() {
        return None;
    }
    let upper = code.to_ascii_uppercase();
    if STATES.split_ascii_whitespace().any(|state| state == upper) {
        return Some(Country::US);
    }
    let (first, second) = upper.split_at(1);
    let (_, places) = PLACES.iter().find(|(of, _)| *of == first)?;
    let place =
        places.split(' ').find_map(|place| place.strip_prefix(second)?.strip_prefix(':'))?;
    place.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_of_the_table_is_a_country() {
        for (first, places) in PLACES {
            for place in places.split(' ') {
                let (second, iso) = place.split_once(':').expect("a code and a country");
                assert_eq!((first.len(), second.len()), (1, 1), "{first}{place}");
                let country = country_of_state(&format!("{first}{second}"));
                assert_eq!(country.map(|c| c.to_string()).as_deref(), Some(iso), "{first}{place}");
            }
        }
    }

    #[test]
    fn codes_that_look_like_iso_codes_are_the_regulators() {
        let iso = |code: &str| country_of_state(code).map(|c| c.to_string());
        for state in ["CA", "DE", "GA", "IN", "IL", "MD", "PA", "X1", "PR", "ca"] {
            assert_eq!(iso(state).as_deref(), Some("US"), "{state}");
        }
        for (code, country) in [
            ("A0", "CA"),
            ("A6", "CA"),
            ("B0", "CA"),
            ("Z4", "CA"),
            ("X0", "GB"),
            ("L2", "IE"),
            ("D0", "BM"),
            ("E9", "KY"),
            ("2M", "DE"),
            ("1T", "MH"),
            ("D8", "VG"),
            ("P8", "CW"),
            ("U5", "EH"),
        ] {
            assert_eq!(iso(code).as_deref(), Some(country), "{code}");
        }
        for unknown in ["XX", "", "ZZ", "A", "CAN", "Ä1", "99"] {
            assert_eq!(iso(unknown), None, "{unknown}");
        }
    }
}
