//! `archsite serve` over real sockets: what it answers and what it never does; that what is saved is
//! shown, however it is saved; that nobody is kept waiting.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test makes folders, runs the program, and ends where something is not as it must be"
)]

#[allow(dead_code, reason = "each test program uses a part of it")]
mod program;

use program::Place;
use program::served::{Served, request};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

const SCRIPT: &str = "<script src=\"/-/reload.js\" defer></script></head>";

/// A small portal with a picture, a film and things that are nobody's business.
fn webshop() -> Place {
    let film: Vec<u8> = (0..200_000_u32).map(|number| (number % 251) as u8).collect();
    let place = Place::with(&[
        ("docs/README.md", "# Webshop\n\nSee [orders](services/orders.md) and the [film](tour.mp4).\n"),
        ("docs/services/orders.md", "# Orders\n\nThey are placed. ![Flow](flow.svg)\n"),
        (
            "docs/services/flow.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><rect width=\"9\" height=\"9\"/></svg>\n",
        ),
        ("docs/.env", "PASSWORD=hunter2\n"),
        ("docs/.git/config", "[remote]\n"),
        ("docs/not-linked.txt", "nobody links to this\n"),
        ("secret.md", "# Not in the source folder\n"),
    ]);
    place.put("docs/tour.mp4", film);
    place
}

mod answers {
    use super::*;

    #[test]
    fn every_file_is_the_built_one_and_a_page_has_one_script_more() {
        let place = webshop();
        let served = Served::start(&place);
        place.build();
        for (path, bytes) in place.site() {
            let reply = served.get(&format!("/{path}"));
            if path == ".archsite" {
                assert_eq!(reply.status, 404, "{path} is no file of the site");
                continue;
            }
            assert_eq!(reply.status, 200, "{path}");
            let is_page = path.ends_with(".html");
            let expected = String::from_utf8_lossy(&bytes).into_owned();
            let expected = if is_page { expected.replacen("</head>", SCRIPT, 1) } else { expected };
            assert!(reply.text() == expected, "{path} differs");
            assert_eq!(reply.header("Content-Length"), Some(reply.body.len().to_string().as_str()));
        }
    }

    #[test]
    fn a_folder_is_its_index_and_without_its_slash_leads_there() {
        let place = webshop();
        let served = Served::start(&place);
        assert_eq!(served.get("/").body, served.get("/index.html").body);
        assert_eq!(served.get("/services/").body, served.get("/services/index.html").body);
        let reply = served.get("/services");
        assert_eq!((reply.status, reply.header("Location")), (302, Some("/services/")));
    }

    #[test]
    fn types_are_told_and_nothing_is_kept_or_guessed() {
        let place = webshop();
        let served = Served::start(&place);
        for (target, media) in [
            ("/", "text/html; charset=utf-8"),
            ("/services/orders.md", "text/markdown; charset=utf-8"),
            ("/services/flow.svg", "image/svg+xml"),
            ("/tour.mp4", "video/mp4"),
            ("/portal.json", "application/json"),
            ("/assets/navigation.js", "text/javascript; charset=utf-8"),
            ("/-/reload.js", "text/javascript; charset=utf-8"),
            ("/missing.html", "text/html; charset=utf-8"),
        ] {
            let reply = served.get(target);
            assert_eq!(reply.header("Content-Type"), Some(media), "{target}");
            assert_eq!(reply.header("X-Content-Type-Options"), Some("nosniff"), "{target}");
            assert_eq!(reply.header("Cache-Control"), Some("no-store"), "{target}");
        }
    }

    #[test]
    fn head_is_get_without_the_body() {
        let place = webshop();
        let served = Served::start(&place);
        for target in ["/", "/tour.mp4", "/missing", "/-/reload.js"] {
            let (get, head) = (served.get(target), served.ask("HEAD", target, &[]));
            assert_eq!(get.status, head.status, "{target}");
            assert_eq!(get.header("Content-Length"), head.header("Content-Length"), "{target}");
            assert!(head.body.is_empty(), "{target}");
        }
    }

    #[test]
    fn other_methods_are_not_allowed() {
        let place = webshop();
        let served = Served::start(&place);
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"] {
            let reply = served.ask(method, "/", &[]);
            assert_eq!((reply.status, reply.header("Allow")), (405, Some("GET, HEAD")), "{method}");
        }
        let with_body =
            request("POST / HTTP/1.1", &[&format!("Host: {}", served.host()), "Content-Length: 5"]);
        assert_eq!(served.say(&[with_body.as_slice(), b"hello"].concat()).status, 405);
    }

    #[test]
    fn a_film_is_given_in_the_parts_that_a_player_asks_for() {
        let place = webshop();
        let served = Served::start(&place);
        let film = fs::read(place.path("docs/tour.mp4")).unwrap();
        assert_eq!(served.get("/tour.mp4").header("Accept-Ranges"), Some("bytes"));
        let part = |range: &str| served.ask("GET", "/tour.mp4", &[&format!("Range: bytes={range}")]);
        for (range, start, end) in [
            ("0-99", 0, 100),
            ("1000-", 1000, 200_000),
            ("-10", 199_990, 200_000),
            ("150000-999999", 150_000, 200_000),
        ] {
            let reply = part(range);
            assert_eq!(reply.status, 206, "{range}");
            let told = format!("bytes {start}-{}/200000", end - 1);
            assert_eq!(reply.header("Content-Range"), Some(told.as_str()));
            assert!(reply.body == film[start..end], "{range}");
        }
        let reply = part("200000-");
        assert_eq!((reply.status, reply.header("Content-Range")), (416, Some("bytes */200000")));
        assert_eq!(part("5-1").status, 200, "what is no range is as if it were not there");
    }

    #[test]
    fn the_page_for_what_is_not_there_looks_right_at_any_depth() {
        let place = webshop();
        let served = Served::start(&place);
        let reply = served.get("/services/deep/missing.html");
        assert_eq!(reply.status, 404);
        let style = reply.text();
        let start = style.find("<link rel=\"stylesheet\" href=\"").unwrap() + 29;
        let style = style[start..].split('"').next().unwrap().to_owned();
        assert_eq!(served.get(&style).status, 200, "{style}");
    }

    #[test]
    fn a_draft_is_shown_and_marked() {
        let place = Place::with_document("---\ndraft: true\n---\n# Plans\n\nNot yet.\n");
        let served = Served::start(&place);
        assert!(served.get("/a.html").text().contains("This page is a draft"));
    }
}

mod safety {
    use super::*;

    #[test]
    fn nothing_but_files_of_the_site_is_ever_served() {
        let place = webshop();
        let served = Served::start(&place);
        let long = format!("/{}", "a".repeat(3000));
        for target in [
            "/%2e%2e/",
            "/%2e%2e/secret.md",
            "/../secret.md",
            "/..\\",
            "/..%5csecret.md",
            "//etc/passwd",
            "/etc/passwd",
            "/services/..%2f..%2fsecret.md",
            "/%00",
            "/index.html%00.png",
            "/index.html?raw??",
            "/index.html?import&raw??",
            "/@fs/etc/passwd?raw??",
            "/%",
            "/%zz",
            "/%ff%fe",
            "/./index.html",
            "*",
            "index.html",
            "http://127.0.0.1/index.html",
            "file:///etc/passwd",
            "/.archsite",
            "/-/",
            "/-/other",
            &long,
        ] {
            let reply = served.get(target);
            assert!((400..500).contains(&reply.status), "{target}: {}", reply.status);
            for secret in ["root:", "hunter2", "Not in the source folder"] {
                assert!(!reply.text().contains(secret), "{target} gave {secret}");
            }
        }
        let raw = |line: &[u8]| {
            let rest = format!("\r\nHost: {}\r\nConnection: close\r\n\r\n", served.host());
            served.say(&[line, rest.as_bytes()].concat())
        };
        for line in [
            b"GET /\0 HTTP/1.1".as_slice(),
            b"nonsense",
            b"GET",
            b"GET / index.html HTTP/1.1",
            b" / HTTP/1.1",
        ] {
            assert!((400..500).contains(&raw(line).status), "{}", String::from_utf8_lossy(line));
        }
        // Bytes that are no ASCII may be hung up on; they are never answered with a file.
        assert_ne!(raw("GET /Überblick HTTP/1.1".as_bytes()).status, 200);
        assert_eq!(served.get("/").status, 200, "and it goes on");
    }

    #[test]
    fn what_lies_hidden_or_beside_the_source_is_not_there() {
        let place = webshop();
        let served = Served::start(&place);
        for target in
            ["/.git/config", "/.env", "/secret.md", "/docs/README.md", "/not-linked.txt", "/book.toml"]
        {
            let reply = served.get(target);
            assert_eq!(reply.status, 404, "{target}");
            assert!(!reply.text().contains("hunter2"));
        }
    }

    #[test]
    fn a_foreign_host_is_refused_and_told_how_to_be_let_in() {
        let place = webshop();
        let served = Served::start_with(&place, &["--port", "0", "--allow-host", "docs.test"]);
        let with_host = |host: &str| served.say(&request("GET / HTTP/1.1", &[host]));
        for host in ["Host: evil.test", "Host: evil.test:80", "Host: 127.0.0.1.evil.test", "Host: 10.1.2.3"] {
            let reply = with_host(host);
            assert_eq!(reply.status, 403, "{host}");
            assert!(reply.text().contains("--allow-host "), "{}", reply.text());
            assert!(!reply.text().contains("Webshop"));
        }
        for host in ["Host: docs.test", "Host: localhost:1", "Host: [::1]:80", "Host: portal.localhost"] {
            assert_eq!(with_host(host).status, 200, "{host}");
        }
        assert_eq!(served.say(&request("GET / HTTP/1.1", &[])).status, 400, "no host at all");
        let two = request("GET / HTTP/1.1", &["Host: localhost", "Host: evil.test"]);
        assert_eq!(served.say(&two).status, 400);
    }

    #[test]
    fn a_foreign_origin_is_refused_everywhere_and_no_answer_has_a_cors_header() {
        let place = webshop();
        let served = Served::start(&place);
        let own = format!("Origin: http://{}", served.host());
        for target in ["/-/events", "/-/reload.js", "/", "/portal.json"] {
            for origin in ["Origin: http://evil.test", "Origin: null", "Origin: http://localhost:1"] {
                let reply = served.ask("GET", target, &[origin]);
                assert_eq!(reply.status, 403, "{target} {origin}");
                let cors = reply.header_names().into_iter().find(|name| name.starts_with("access-control-"));
                assert_eq!(cors, None);
            }
            let reply = served.ask("GET", target, &["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"]);
            assert_eq!(reply.status, 403, "{target}: another site may not take it in as a script");
        }
        for target in ["/", "/portal.json", "/-/reload.js"] {
            let reply = served.ask("GET", target, &[&own, "Sec-Fetch-Site: same-origin"]);
            assert_eq!(reply.status, 200, "{target}");
            assert!(!reply.header_names().iter().any(|name| name.starts_with("access-control-")));
        }
        let led = served.ask("GET", "/", &["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"]);
        assert_eq!(led.status, 200, "a link may lead here");
    }

    #[test]
    fn an_address_that_others_reach_is_said_aloud() {
        let place = webshop();
        let served = Served::start_with(&place, &["--port", "0", "--host", "0.0.0.0"]);
        assert!(served.address.starts_with("http://127.0.0.1:"), "{}", served.address);
        assert_eq!(served.get("/").status, 200);
        assert!(served.errors().contains("everybody who can reach this machine can read the site"));
        let place = webshop();
        let quiet = Served::start(&place);
        assert!(!quiet.errors().contains("everybody"));
    }

    #[test]
    fn headers_without_an_end_hold_up_nobody() {
        let place = webshop();
        let served = Served::start(&place);
        let mut half = served.connect();
        half.write_all(b"GET / HTTP/1.1\r\nHost: loc").unwrap();
        let headers = format!("X: {}", "x".repeat(100_000));
        assert_eq!(served.ask("GET", "/", &[&headers]).status, 431);
        assert_eq!(served.get("/").status, 200);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_became_a_link_out_of_the_portal_is_not_followed() {
        let place = webshop();
        let served = Served::start(&place);
        fs::write(place.path("outside.mp4"), "secret").unwrap();
        fs::remove_file(place.path("docs/tour.mp4")).unwrap();
        std::os::unix::fs::symlink(place.path("outside.mp4"), place.path("docs/tour.mp4")).unwrap();
        assert!(!served.get("/tour.mp4").text().contains("secret"));
        served.eventually("it is not there", || served.get("/tour.mp4").status == 404);
    }
}

mod changes {
    use super::*;

    #[test]
    fn a_saved_text_is_shown_however_it_is_saved() {
        let place = webshop();
        let served = Served::start(&place);
        let orders = place.path("docs/services/orders.md");
        fs::write(&orders, "# Orders\n\nWritten in place.\n").unwrap();
        served.shows("/services/orders.html", "Written in place.");
        let beside = place.path("docs/services/.orders.md.tmp");
        fs::write(&beside, "# Orders\n\nWritten beside, and renamed.\n").unwrap();
        fs::rename(&beside, &orders).unwrap();
        served.shows("/services/orders.html", "Written beside, and renamed.");
        fs::remove_file(&orders).unwrap();
        fs::write(&orders, "# Orders\n\nRemoved and made again.\n").unwrap();
        served.shows("/services/orders.html", "Removed and made again.");
        fs::rename(&orders, place.path("docs/services/orders.md~")).unwrap();
        fs::write(&orders, "# Orders\n\nThe old one kept as a copy.\n").unwrap();
        served.shows("/services/orders.html", "The old one kept as a copy.");
    }

    #[test]
    fn files_and_folders_come_and_go() {
        let place = webshop();
        let served = Served::start(&place);
        let is = |target: &str, status: u16| {
            served.eventually(&format!("{target} is {status}"), || served.get(target).status == status);
        };
        place.put("docs/decisions/deep/0001-use-postgresql.md", "# 1. Use PostgreSQL\n");
        is("/decisions/deep/0001-use-postgresql.html", 200);
        fs::rename(place.path("docs/decisions"), place.path("docs/records")).unwrap();
        is("/records/deep/0001-use-postgresql.html", 200);
        is("/decisions/deep/0001-use-postgresql.html", 404);
        fs::remove_dir_all(place.path("docs/records")).unwrap();
        is("/records/deep/0001-use-postgresql.html", 404);
        fs::remove_dir_all(place.path("docs/services")).unwrap();
        is("/services/orders.html", 404);
    }

    #[test]
    fn a_picture_that_changed_is_told_though_no_page_changed() {
        let place = webshop();
        let served = Served::start(&place);
        let mut listener = served.listen();
        place.put("docs/tour.mp4", "another film");
        assert_eq!(listener.next()["changed"], serde_json::json!(["tour.mp4"]));
        assert_eq!(served.get("/tour.mp4").text(), "another film");
    }

    #[test]
    fn a_turn_is_told_when_the_new_page_is_served_and_not_before() {
        let place = webshop();
        let served = Served::start(&place);
        let mut listener = served.listen();
        for number in 0..10 {
            place.put("docs/services/orders.md", format!("# Orders\n\nEdit {number}.\n"));
            let event = listener.next();
            assert!(event["changed"].as_array().unwrap().contains(&"services/orders.html".into()), "{event}");
            assert!(
                served.get("/services/orders.html").text().contains(&format!("Edit {number}.")),
                "{event}"
            );
        }
    }

    #[test]
    fn settings_and_templates_are_followed_and_mistakes_leave_the_last_good_site() {
        let place = Place::with(&[
            ("docs/book.toml", "[book]\ntitle = \"Webshop\"\nsrc = \"text\"\n"),
            ("docs/text/a.md", "# Orders\n"),
        ]);
        let served = Served::start(&place);
        let mut listener = served.listen();
        place.put("docs/book.toml", "[book]\ntitle = \"Another name\"\nsrc = \"text\"\n");
        listener.next();
        assert!(served.get("/a.html").text().contains("Another name"));
        place.put("docs/book.toml", "[book]\ntitle = \n");
        let event = listener.next();
        assert_eq!(event["overlay"]["findings"][0]["file"], "book.toml", "{event}");
        assert_eq!(event["overlay"]["findings"][0]["line"], 2);
        assert!(served.get("/a.html").text().contains("Another name"), "the last good one stays");
        place.put("docs/book.toml", "[book]\ntitle = \"Mended\"\nsrc = \"text\"\n");
        served.shows("/a.html", "Mended");
        assert_eq!(listener.next()["overlay"]["errors"], 0);
        place.put("docs/theme/footer.html", "<footer>Our own</footer>\n");
        served.shows("/a.html", "Our own");
        place.put("docs/theme/footer.html", "<footer>Changed</footer>\n");
        served.shows("/a.html", "Changed");
        fs::rename(place.path("docs/text"), place.path("docs/away")).unwrap();
        served.eventually("it is said", || served.errors().contains("the folder of documents is not there"));
        assert!(served.get("/a.html").text().contains("Changed"));
        fs::rename(place.path("docs/away"), place.path("docs/text")).unwrap();
        place.put("docs/text/a.md", "# Orders\n\nBack again.\n");
        served.shows("/a.html", "Back again.");
    }

    #[test]
    fn an_error_is_told_with_its_place_and_its_mend_and_goes_when_it_is_mended() {
        let place = webshop();
        let served = Served::start(&place);
        let mut listener = served.listen();
        place.put("docs/services/orders.md", "# Orders\n\nSee [it](../REDME.md).\n");
        let event = listener.next();
        let found = &event["overlay"]["findings"][0];
        assert_eq!((&found["file"], &found["line"]), (&"services/orders.md".into(), &3.into()), "{event}");
        assert_eq!(found["text"][1], "[it](../REDME.md)", "{event}");
        assert!(found["help"].as_str().unwrap().contains("README.md"), "{event}");
        place.put("docs/services/orders.md", "# Orders\n\nSee [it](../README.md).\n");
        assert_eq!(listener.next()["overlay"]["errors"], 0);
        served.eventually("it is said once", || served.errors().contains("services/orders.md:3:5"));
        place.put("docs/README.md", "# Webshop\n\nAnother edit.\n");
        listener.next();
        assert_eq!(served.errors().matches("error[broken-link]").count(), 1, "{}", served.errors());
    }

    #[test]
    fn five_hundred_saves_are_a_few_rebuilds_and_two_at_most_after_the_last() {
        let place = webshop();
        let served = Served::start(&place);
        let mut listener = served.listen();
        for number in 0..500 {
            fs::write(place.path("docs/services/orders.md"), format!("# Orders\n\nSave {number}.\n"))
                .unwrap();
        }
        let mut after_last = served.listen();
        served.shows("/services/orders.html", "Save 499.");
        let quiet = Duration::from_millis(1200);
        let (rebuilds, after_last) = (listener.count_until_quiet(quiet), after_last.count_until_quiet(quiet));
        assert!((1..=20).contains(&rebuilds), "{rebuilds}");
        assert!(after_last <= 2, "{after_last}");
    }

    #[test]
    fn a_switched_branch_is_one_rebuild_after_the_first_word_of_it() {
        let place = webshop();
        for number in 0..300 {
            place.put(&format!("docs/records/{number:04}.md"), format!("# Record {number}\n\nBefore.\n"));
        }
        let served = Served::start(&place);
        let mut listener = served.listen();
        for number in 0..300 {
            let (file, text) = (
                place.path(&format!("docs/records/{number:04}.md")),
                format!("# Record {number}\n\nAfter.\n"),
            );
            fs::remove_file(&file).unwrap();
            fs::write(&file, text).unwrap();
        }
        served.shows("/records/0299.html", "After.");
        let rebuilds = listener.count_until_quiet(Duration::from_millis(1200));
        assert!(rebuilds <= 3, "{rebuilds}");
    }

    #[test]
    fn an_output_folder_inside_the_source_is_no_endless_loop() {
        let place = webshop();
        let served = Served::start_with(&place, &["--port", "0", "--output", "docs/site"]);
        let mut listener = served.listen();
        place.put("docs/services/orders.md", "# Orders\n\nWritten too.\n");
        listener.next();
        served.eventually("it is written too", || {
            fs::read_to_string(place.path("docs/site/services/orders.html"))
                .is_ok_and(|it| it.contains("Written too."))
        });
        assert_eq!(listener.count_until_quiet(Duration::from_millis(700)), 0);
    }

    #[test]
    fn what_changes_nothing_is_no_turn() {
        let place = webshop();
        let served = Served::start(&place);
        let mut listener = served.listen();
        let orders = place.path("docs/services/orders.md");
        let text = fs::read(&orders).unwrap();
        fs::write(&orders, text).unwrap();
        place.put("docs/services/.orders.md.swp", "an editor's own");
        fs::remove_file(place.path("docs/services/.orders.md.swp")).unwrap();
        assert_eq!(listener.count_until_quiet(Duration::from_millis(500)), 0);
    }
}

mod running {
    use super::*;

    #[test]
    fn the_first_line_is_the_address_and_a_taken_port_is_passed_over() {
        let place = webshop();
        let first = Served::start(&place);
        let port = first.host().rsplit_once(':').unwrap().1.to_owned();
        let second = Served::start_with(&place, &["--port", &port]);
        assert_ne!(first.address, second.address);
        assert!(second.errors().contains(&format!("port {port} is taken")), "{}", second.errors());
        assert_eq!(second.get("/").status, 200);
    }

    #[test]
    fn fifty_open_streams_hold_up_no_request() {
        let place = webshop();
        let served = Served::start(&place);
        let mut listeners: Vec<_> = (0..50).map(|_| served.listen()).collect();
        let began = Instant::now();
        assert_eq!(served.get("/").status, 200);
        assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
        place.put("docs/services/orders.md", "# Orders\n\nTold to all.\n");
        for listener in &mut listeners {
            listener.next();
        }
    }

    #[test]
    fn a_reader_who_reads_nothing_holds_up_nobody() {
        let place = webshop();
        place.put("docs/tour.mp4", vec![7; 30 << 20]);
        let served = Served::start(&place);
        let slow: Vec<_> = (0..12)
            .map(|_| {
                let mut stream = served.connect();
                let line = "GET /tour.mp4 HTTP/1.1";
                stream.write_all(&request(line, &[&format!("Host: {}", served.host())])).unwrap();
                stream
            })
            .collect();
        assert_eq!(served.get("/").status, 200);
        drop(slow);
    }

    #[test]
    fn one_connection_is_answered_many_times() {
        let place = webshop();
        let served = Served::start(&place);
        let mut stream = served.connect();
        for _ in 0..20 {
            assert!(head_of_home(&mut stream, &served).starts_with("HTTP/1.1 200 OK\r\n"));
        }
    }

    /// As those of a browser do, which opens six and keeps them.
    #[test]
    fn of_connections_that_come_at_once_and_stay_none_waits_for_another_to_go() {
        let place = webshop();
        let served = Served::start(&place);
        for _ in 0..5 {
            let mut streams: Vec<_> = (0..24).map(|_| served.connect()).collect();
            for stream in &mut streams {
                assert!(head_of_home(stream, &served).starts_with("HTTP/1.1 200 OK\r\n"));
            }
        }
    }

    /// Asks for the head of the front page on a connection that stays, and returns it.
    fn head_of_home(stream: &mut TcpStream, served: &Served) -> String {
        let asked = format!("HEAD / HTTP/1.1\r\nHost: {}\r\n\r\n", served.host());
        stream.write_all(asked.as_bytes()).unwrap();
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
        String::from_utf8(head).unwrap()
    }

    /// Not how quick it is, but that it sleeps: who looks at something again and again uses ticks of the
    /// processor, and one who does so cheaply is woken all the same.
    #[cfg(unix)]
    #[test]
    fn left_alone_it_sleeps_whatever_tabs_are_open() {
        const REST: Duration = Duration::from_secs(3);
        let place = webshop();
        let served = Served::start(&place);
        let Some(_) = use_of_processor(served.id()) else {
            eprintln!("skipped: this system has no /proc that tells of a program's use of the processor");
            return;
        };
        let mut listeners: Vec<_> = (0..8).map(|_| served.listen()).collect();
        let _kept_open: Vec<_> = (0..6).map(|_| served.connect()).collect();
        place.put("docs/services/orders.md", "# Orders\n\nThe last thing that happens for a while.\n");
        for listener in &mut listeners {
            listener.next();
        }
        // What follows the turn, such as letting go of the old site, is work of its own.
        std::thread::sleep(Duration::from_millis(500));
        let (ticks, wakes) = use_of_processor(served.id()).unwrap();
        std::thread::sleep(REST);
        let (later_ticks, later_wakes) = use_of_processor(served.id()).unwrap();
        let (ticks, wakes) = (later_ticks - ticks, later_wakes.saturating_sub(wakes));
        // A tick is a hundredth of a second. A stream looks now and then whether its tab is there.
        assert!(ticks <= 3, "{ticks} ticks of the processor in {REST:?} in which nothing happened");
        assert!(wakes <= 20, "woken {wakes} times in {REST:?} in which nothing happened");
    }

    /// Returns how many ticks of the processor a program has used, and how often its threads that are there
    /// now were woken; nothing where the system does not tell.
    #[cfg(unix)]
    fn use_of_processor(id: u32) -> Option<(u64, u64)> {
        let told = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        // What the program is called may have spaces in it, and stands in brackets.
        let fields: Vec<&str> = told.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
        let wakes = fs::read_dir(format!("/proc/{id}/task")).ok()?.filter_map(|thread| {
            let status = fs::read_to_string(thread.ok()?.path().join("status")).ok()?;
            let count = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?;
            count.trim().parse::<u64>().ok()
        });
        Some((ticks, wakes.sum()))
    }

    #[cfg(unix)]
    #[test]
    fn an_interrupt_ends_it_at_once_and_leaves_nothing_behind() {
        let place = webshop();
        let before = names(&place);
        let served = Served::start(&place);
        let _stream = served.listen();
        let id = served.id().to_string();
        assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        let began = Instant::now();
        let status = served.wait();
        assert!(!status.success() && began.elapsed() < Duration::from_secs(10), "{status}");
        assert_eq!(names(&place), before);
    }

    #[cfg(unix)]
    fn names(place: &Place) -> Vec<std::path::PathBuf> {
        let mut names: Vec<_> =
            fs::read_dir(place.path("")).unwrap().map(|entry| entry.unwrap().path()).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn a_portal_that_cannot_be_read_at_the_start_is_trouble() {
        let place = Place::with_document("# A\n");
        for arguments in [["serve", "nowhere", "--port", "0"], ["serve", "docs", "--host", "203.0.113.7"]] {
            let ran = place.run(&arguments);
            assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
            assert!(ran.err.starts_with("error: "), "{ran:?}");
        }
    }
}
