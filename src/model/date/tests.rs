//! Dates as people write them, and what must not be taken for one.

use super::*;
use proptest::prelude::*;

fn read(text: &str) -> String {
    match parse_date(text) {
        DateReading::Date(date) => date.to_string(),
        DateReading::Ambiguous { day_first, month_first } => format!("{day_first} or {month_first}"),
        DateReading::NotADate => "none".to_owned(),
    }
}

#[test]
fn dates_are_read_in_the_forms_that_people_write() {
    for (text, date) in [
        ("2025-03-16", "2025-03-16"),
        (" 2022-9-12 ", "2022-09-12"),
        ("2025-03", "2025-03"),
        ("2025", "2025"),
        ("20250316", "2025-03-16"),
        ("March 2025", "2025-03"),
        ("July, 2023", "2023-07"),
        ("sept 2025", "2025-09"),
        ("16 Mar 2025", "2025-03-16"),
        ("Mar 16, 2025", "2025-03-16"),
        ("Aug 3 2021", "2021-08-03"),
        ("March 16th, 2025", "2025-03-16"),
        ("Mar. 16, 2025", "2025-03-16"),
        ("17th June 2026", "2026-06-17"),
        ("the", "none"),
        ("1st of April, 2026", "2026-04-01"),
        ("19-Apr-2022", "2022-04-19"),
        ("Sunday, March 16, 2025", "2025-03-16"),
        ("Sun 16 Mar 2025", "2025-03-16"),
        ("2025/03/16", "2025-03-16"),
        ("16.03.2025", "2025-03-16"),
        ("03.04.2025", "2025-04-03"),
        ("27/01/2025", "2025-01-27"),
        ("01/27/2025", "2025-01-27"),
        ("03/03/2025", "2025-03-03"),
        ("03/2025", "2025-03"),
        ("2025-03-16T10:00:00Z", "2025-03-16"),
        ("2025-03-16 10:00", "2025-03-16"),
        ("2025-03-16 10:00:00 +0200", "2025-03-16"),
        ("2025-03-16T10:00:00.123+02:00", "2025-03-16"),
    ] {
        assert_eq!(read(text), date, "{text}");
    }
}

#[test]
fn months_are_read_in_the_languages_of_their_writers() {
    for (text, date) in [
        ("28. Juli 2026", "2026-07-28"),
        ("März 2025", "2025-03"),
        ("Montag, 3. März 2025", "none"),
        ("1er février 2026", "2026-02-01"),
        ("7 août 2025", "2025-08-07"),
        ("14 de Fevereiro de 2026", "2026-02-14"),
        ("2 de julio, 2025", "2025-07-02"),
        ("1º de enero de 2025", "2025-01-01"),
        ("septiembre de 2026", "2026-09"),
        ("28. July 2026", "2026-07-28"),
        ("mars", "none"),
        ("out 2025", "none"),
        ("Marco 2025", "none"),
        ("mai 12", "none"),
    ] {
        assert_eq!(read(text), date, "{text}");
    }
    let found = find_date("Montag, 3. März 2025 (Workshop)").expect("a date");
    assert_eq!((found.range, found.reading.date()), (8..21, Date::day(2025, 3, 3)));
}

#[test]
fn a_date_that_can_be_read_two_ways_is_both() {
    assert_eq!(read("03/04/2025"), "2025-04-03 or 2025-03-04");
    assert_eq!(read("3-4-2025"), "2025-04-03 or 2025-03-04");
}

#[test]
fn what_the_calendar_does_not_have_is_no_date() {
    for text in
        ["2025-02-30", "2023-02-29", "2025-13-01", "2025-00", "31/04/2025", "45 March 2025", "0001-01-01"]
    {
        assert_eq!(read(text), "none", "{text}");
    }
    assert_eq!(read("2024-02-29"), "2024-02-29");
    assert_eq!(read("2000-02-29"), "2000-02-29");
    assert_eq!(find_date("on 30 February 2025"), None, "nor is the month in it");
    assert_eq!(find_date("on 2025-02-30."), None);
}

#[test]
fn placeholders_and_plans_are_no_dates() {
    for text in [
        "[DATE]",
        "YYYY-MM-DD",
        "Q3 2025",
        "early 2024",
        "TBD",
        "",
        "1.2.3",
        "2011/12",
        "27/01/25",
        "20251",
        "99999999999999999999",
    ] {
        assert_eq!(read(text), "none", "{text}");
        assert_eq!(find_date(text), None, "{text}");
    }
}

#[test]
fn a_date_is_found_among_other_words() {
    for (text, found) in [
        ("2025-03-16 (6-month cycle)", "2025-03-16"),
        ("\"2025-03-16\"", "2025-03-16"),
        ("August 15, 2026 (6-month cycle)", "August 15, 2026"),
        ("Last Updated: March 2025*", "March 2025"),
        ("Reviewed by A. on 16.03.2025.", "16.03.2025"),
        ("Q3 2025, at the latest 2025-09-30", "2025-09-30"),
        ("v1.2.2025 of 2025-01-02T03:04:05Z", "2025-01-02T03:04:05Z"),
        ("you may agree until 3 May 2025", "3 May 2025"),
        ("日付：2025-03-16、", "2025-03-16"),
    ] {
        let range = find_date(text).map(|date| date.range);
        assert_eq!(range.map(|range| &text[range]), Some(found), "{text}");
    }
    for text in ["CVE-2025-03", "notes/2025-03-16-retro.md", "10.12.2024.1", "Before production deployment"] {
        assert_eq!(find_date(text), None, "{text}");
    }
}

#[test]
fn months_are_counted_back_over_years_and_short_months() {
    let date = |text: &str| parse_date(text).date().unwrap();
    assert_eq!(date("2025-03-31").months_before(1), Some(date("2025-02-28")));
    assert_eq!(date("2025-03").months_before(12), Some(date("2024-03-01")));
    assert_eq!(date("2025-01-15").months_before(1), Some(date("2024-12-15")));
    assert_eq!(date("1900-01-15").months_before(1), None);
}

#[test]
fn dates_are_in_the_order_of_time_and_keep_their_precision() {
    let mut dates: Vec<_> = ["2025-02", "2025-01-01", "2025", "2024-12-31", "2025-01"]
        .iter()
        .filter_map(|text| parse_date(text).date())
        .collect();
    dates.sort();
    let texts: Vec<_> = dates.iter().map(ToString::to_string).collect();
    assert_eq!(texts, ["2024-12-31", "2025", "2025-01", "2025-01-01", "2025-02"]);
    let humans: Vec<_> = dates.iter().map(|date| date.human()).collect();
    assert_eq!(humans, ["31 Dec 2024", "2025", "Jan 2025", "1 Jan 2025", "Feb 2025"]);
}

#[test]
fn a_month_agrees_with_its_days_and_no_others() {
    let date = |text| parse_date(text).date().unwrap();
    assert!(date("March 2025").agrees_with(date("2025-03-16")));
    assert!(date("2025-03-16").agrees_with(date("2025")));
    assert!(!date("March 2025").agrees_with(date("2025-04-01")));
    assert_eq!(date("Feb 2024").last_day(), date("2024-02-29"));
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC*|[0-9/. TZ:+-]{0,24}|(1|22|Mar|th|,| |2025|-|T10:30){0,8}") {
        if let Some(found) = find_date(&text) {
            prop_assert!(text.get(found.range).is_some());
            prop_assert_ne!(found.reading, DateReading::NotADate);
        }
        parse_date(&text);
        prop_assert_eq!(date_at_start(&text), find_date(&text).filter(|found| found.range.start == 0));
    }

    #[test]
    fn what_is_shown_is_read_again(year in 1900i16..2200, month in 1u8..=12, day in 1u8..=31) {
        if let Some(date) = Date::day(year, month, day) {
            prop_assert_eq!(parse_date(&date.to_string()), DateReading::Date(date));
            prop_assert_eq!(parse_date(&date.human()), DateReading::Date(date));
        }
    }
}

fn unclear(text: &str) -> String {
    let Some(found) = find_unclear_date(text) else { return "-".to_owned() };
    let written = &text[found.range];
    match found.kind {
        Unclear::PartOfYear => format!("{written}: part"),
        Unclear::ShortYear(dates) => {
            let dates: Vec<String> = dates.iter().map(ToString::to_string).collect();
            format!("{written}: {}", dates.join(" "))
        }
    }
}

#[test]
fn a_year_of_two_figures_may_mean_several_dates() {
    for (text, expected) in [
        ("16/03/25", "16/03/25: 2025-03-16 2016-03-25"),
        ("03/04/25 (draft)", "03/04/25: 2025-04-03 2025-03-04 2003-04-25"),
        ("3-4-25", "3-4-25: 2025-04-03 2025-03-04"),
        ("16.03.25", "16.03.25: 2025-03-16"),
        ("by 16-Mar-25", "16-Mar-25: 2025-03-16"),
        ("16th March '25", "16th March '25: 2025-03-16"),
        ("Mar ’25", "Mar ’25: 2025-03"),
        ("Mar 25", "-"),
        ("45/45/45", "-"),
        ("1.2.3", "-"),
        ("v10.11.12", "-"),
        ("10.11.12.13", "-"),
        ("3/4", "-"),
    ] {
        assert_eq!(unclear(text), expected, "{text}");
    }
}

#[test]
fn a_part_of_a_year_is_no_date() {
    for text in [
        "Q3 2025",
        "q3/2025",
        "2025 Q3",
        "2025-Q3",
        "2025Q3",
        "H1 2025",
        "early 2024",
        "mid-2025",
        "End of 2024",
    ] {
        assert_eq!(unclear(text), format!("{text}: part"));
    }
    for text in
        ["2025", "Q5 2025", "Quarterly", "Q3", "TBD", "best practices 2025", "early 20245", "before launch"]
    {
        assert_eq!(unclear(text), "-", "{text}");
    }
}
