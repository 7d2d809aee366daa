//! What publishing writes, keeps, refuses and removes, and what a kill leaves; on real folders.

use super::*;
use crate::source::SourcePath;
use std::sync::Arc;
use std::time::SystemTime;
use tempfile::TempDir;

/// A source folder and a place for a site beside it.
struct Portal {
    folder: TempDir,
}

impl Portal {
    fn new() -> Self {
        let portal = Self { folder: TempDir::new().unwrap() };
        fs::create_dir(portal.source()).unwrap();
        portal
    }

    fn source(&self) -> PathBuf {
        self.folder.path().join("docs")
    }

    fn target(&self) -> PathBuf {
        self.folder.path().join("out/site")
    }

    fn put(&self, file: &str, text: &str) {
        let path = self.target().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn publish(&self, files: &[(&str, &str)]) -> Result<Published> {
        publish(&output(files), &self.source(), &self.target(), &Guard::default())
    }

    /// Returns all files of the site with their text, but for the list of our files.
    fn site(&self) -> Vec<(String, String)> {
        let mut files = listed(&self.target(), "");
        files.retain(|(path, _)| path != MANIFEST);
        files
    }
}

fn listed(folder: &Path, name: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let entry = entry.unwrap();
        let name = format!("{name}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            files.push((format!("{name}/"), String::new()));
            files.extend(listed(&entry.path(), &format!("{name}/")));
        } else {
            files.push((name, String::from_utf8(fs::read(entry.path()).unwrap()).unwrap()));
        }
    }
    files.sort();
    files
}

fn output(files: &[(&str, &str)]) -> Output {
    let content = |text: &str| match text.strip_prefix("copy:") {
        Some(file) => Content::Copy(SourcePath::new(file)),
        None if text.starts_with("later:") => {
            let text = text.to_owned();
            let file = OnDemand::in_pieces(|| None, move |take| text.split_inclusive(':').for_each(take));
            Content::OnDemand(Arc::new(file))
        }
        None if text.len().is_multiple_of(2) => Content::Text(text.into()),
        None => Content::Bytes(text.as_bytes().into()),
    };
    Output {
        files: files.iter().map(|(path, text)| (OutputPath::exactly(path).unwrap(), content(text))).collect(),
    }
}

/// Brings files as far as the hidden folder.
fn plan(portal: &Portal, files: &[(&str, &str)], ignores_case: bool) -> Result<Plan> {
    let mut publication = Publication::open(&portal.source(), &portal.target(), &Guard::default()).unwrap();
    publication.site.ignores_case = ignores_case;
    output(files).files.iter().for_each(|(path, content)| publication.take(path, content));
    Plan::make(publication.taken.into_inner().unwrap(), &publication.site)
}

fn owned(files: &[(&str, &str)]) -> Vec<(String, String)> {
    files.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect()
}

fn refusal(result: Result<Published>) -> Refusal {
    match result {
        Err(PublishError::Refused { reason, .. }) => reason,
        other => panic!("{other:?}"),
    }
}

const OLD: &[(&str, &str)] =
    &[("a/b.html", "b"), ("a/c.css", "c"), ("gone/x.html", "x"), ("index.html", "i")];
const NEW: &[(&str, &str)] =
    &[("a/b.html", "bb"), ("a/c.css", "c"), ("d/e/f.html", "f"), ("index.html", "ii")];
const NEW_TREE: &[(&str, &str)] = &[
    ("a/", ""),
    ("a/b.html", "bb"),
    ("a/c.css", "c"),
    ("d/", ""),
    ("d/e/", ""),
    ("d/e/f.html", "f"),
    ("index.html", "ii"),
];

#[test]
fn a_site_is_made_with_all_folders_on_the_way() {
    let portal = Portal::new();
    let published = portal.publish(NEW).unwrap();
    assert_eq!((published.written, published.unchanged, published.removed, published.bytes), (4, 0, 0, 6));
    assert_eq!(portal.site(), owned(NEW_TREE));
}

#[test]
fn an_existing_empty_folder_will_do() {
    let portal = Portal::new();
    fs::create_dir_all(portal.target()).unwrap();
    portal.publish(NEW).unwrap();
    assert_eq!(portal.site(), owned(NEW_TREE));
}

#[test]
fn a_second_build_replaces_adds_and_removes() {
    let portal = Portal::new();
    portal.publish(OLD).unwrap();
    let published = portal.publish(NEW).unwrap();
    assert_eq!((published.written, published.unchanged, published.removed), (3, 1, 1));
    assert_eq!(portal.site(), owned(NEW_TREE), "the folder `gone` went with its last file");
}

#[test]
fn files_that_are_right_already_are_not_touched() {
    let portal = Portal::new();
    portal.publish(OLD).unwrap();
    let long_ago = SystemTime::UNIX_EPOCH;
    for file in ["a/b.html", "a/c.css", MANIFEST] {
        fs::File::options()
            .write(true)
            .open(portal.target().join(file))
            .unwrap()
            .set_modified(long_ago)
            .unwrap();
    }
    let written = |file: &str| fs::metadata(portal.target().join(file)).unwrap().modified().unwrap();
    assert_eq!(portal.publish(OLD).unwrap(), Published { unchanged: 4, ..Published::default() });
    assert_eq!(written(MANIFEST), long_ago);
    portal.publish(NEW).unwrap();
    assert_eq!(written("a/c.css"), long_ago);
    assert_ne!(written("a/b.html"), long_ago);
    assert_ne!(written(MANIFEST), long_ago);
}

#[test]
fn the_list_names_our_files_and_nothing_else() {
    let portal = Portal::new();
    portal.publish(OLD).unwrap();
    portal.put("CNAME", "example.org");
    portal.publish(NEW).unwrap();
    let list = fs::read_to_string(portal.target().join(MANIFEST)).unwrap();
    let mut lines = list.lines();
    assert_eq!(lines.next(), Some("archsite 1"));
    let paths: Vec<_> = lines.filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(paths, ["a/b.html", "a/c.css", "d/e/f.html", "index.html"]);
}

#[test]
fn files_of_others_stay() {
    let portal = Portal::new();
    portal.publish(OLD).unwrap();
    portal.put("CNAME", "example.org");
    portal.put("gone/mine.txt", "mine");
    portal.publish(NEW).unwrap();
    let mut expected = owned(NEW_TREE);
    expected.extend(owned(&[("CNAME", "example.org"), ("gone/", ""), ("gone/mine.txt", "mine")]));
    expected.sort();
    assert_eq!(portal.site(), expected);
}

#[test]
fn a_page_never_overwrites_a_file_of_somebody_else() {
    let portal = Portal::new();
    portal.publish(OLD).unwrap();
    portal.put("d/e/f.html", "mine");
    let before = portal.site();
    match portal.publish(NEW) {
        Err(PublishError::Foreign { paths }) => assert!(paths[0].ends_with("d/e/f.html"), "{paths:?}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(portal.site(), before, "nothing else was changed");
    let told = portal.publish(NEW).unwrap_err().to_string();
    assert!(told.contains("f.html stands where") && told.contains("move it away"), "{told}");
}

#[test]
fn a_page_never_replaces_a_folder_of_somebody_else_nor_a_folder_a_file() {
    let portal = Portal::new();
    portal.publish(OLD).unwrap();
    portal.put("d/e", "a file");
    portal.put("x.html/mine.txt", "mine");
    let before = portal.site();
    assert!(matches!(portal.publish(NEW), Err(PublishError::Foreign { .. })));
    assert!(matches!(portal.publish(&[("x.html", "x")]), Err(PublishError::Foreign { .. })));
    assert_eq!(portal.site(), before);
}

#[test]
fn our_own_files_and_folders_change_places() {
    let portal = Portal::new();
    portal.publish(&[("a", "file"), ("b/c/d.html", "deep"), ("b/e.html", "e")]).unwrap();
    portal.publish(&[("a/b.html", "now a folder"), ("b", "now a file")]).unwrap();
    assert_eq!(portal.site(), owned(&[("a/", ""), ("a/b.html", "now a folder"), ("b", "now a file")]));
}

#[test]
fn an_old_file_that_somebody_changed_is_theirs_and_stays() {
    let portal = Portal::new();
    portal.publish(OLD).unwrap();
    portal.put("gone/x.html", "edited by hand");
    let published = portal.publish(NEW).unwrap();
    assert_eq!((published.removed, published.kept), (0, vec![OutputPath::safe("gone/x.html")]));
    assert!(portal.target().join("gone/x.html").exists());
    assert!(matches!(portal.publish(OLD), Err(PublishError::Foreign { .. })), "nor is it overwritten later");
}

#[test]
fn a_page_of_ours_that_somebody_changed_or_removed_is_put_right() {
    let portal = Portal::new();
    portal.publish(OLD).unwrap();
    portal.put("index.html", "?");
    fs::remove_file(portal.target().join("a/b.html")).unwrap();
    assert_eq!(portal.publish(OLD).unwrap().written, 2);
    assert_eq!(portal.publish(OLD).unwrap().written, 0);
}

#[test]
fn a_folder_that_archsite_did_not_make_is_refused() {
    let portal = Portal::new();
    portal.put("thesis.doc", "years of work");
    assert_eq!(refusal(portal.publish(NEW)), Refusal::NotOurs);
    assert_eq!(portal.site(), owned(&[("thesis.doc", "years of work")]));
    portal.put(MANIFEST, "notes on the site of archimedes\n");
    assert_eq!(refusal(portal.publish(NEW)), Refusal::NotOurs);
    portal.put(MANIFEST, "archsite 99\n");
    assert_eq!(refusal(portal.publish(NEW)), Refusal::Newer);
    let told = portal.publish(NEW).unwrap_err().to_string();
    assert!(told.contains("out/site: its `.archsite` was written by a later version; use that"), "{told}");
}

#[test]
fn the_source_its_parents_a_home_folder_a_root_and_a_file_are_refused() {
    let portal = Portal::new();
    let root = portal.folder.path();
    let home = root.join("home/me");
    fs::create_dir_all(&home).unwrap();
    fs::write(root.join("file"), "").unwrap();
    let guard = Guard { home: Some(home.clone()), follow_links: false };
    let publish = |target: &Path| refusal(publish(&output(NEW), &portal.source(), target, &guard));
    assert_eq!(publish(&portal.source()), Refusal::IsSource);
    assert_eq!(publish(&portal.source().join("../docs/.")), Refusal::IsSource);
    assert_eq!(publish(root), Refusal::HoldsSource);
    assert_eq!(publish(&home), Refusal::IsHome);
    assert_eq!(publish(&root.join("home")), Refusal::IsHome);
    assert_eq!(publish(Path::new("/")), Refusal::IsRoot);
    assert_eq!(publish(&root.join("file")), Refusal::IsFile);
    assert_eq!(publish(&root.join("file/site")), Refusal::IsInFile);
    assert_eq!(publish(&root.join("none/../docs")), Refusal::Unclear);
    // Even where a list of files says that it is ours.
    fs::write(portal.source().join(MANIFEST), "archsite 1\n").unwrap();
    assert_eq!(publish(&portal.source()), Refusal::IsSource);
    assert_eq!(listed(&portal.source(), "").len(), 1);
}

#[test]
fn a_folder_in_the_source_or_in_the_home_folder_will_do() {
    let portal = Portal::new();
    let guard = Guard { home: Some(portal.folder.path().to_owned()), follow_links: false };
    let target = portal.source().join("site");
    assert_eq!(publish(&output(NEW), &portal.source(), &target, &guard).unwrap().written, 4);
}

#[test]
fn files_are_copied_from_the_source() {
    let portal = Portal::new();
    fs::write(portal.source().join("logo.png"), "picture").unwrap();
    let files = &[("img/logo.png", "copy:logo.png")];
    assert_eq!(portal.publish(files).unwrap().bytes, 7);
    assert_eq!(portal.publish(files).unwrap().unchanged, 1);
    fs::write(portal.source().join("logo.png"), "PICTURE").unwrap();
    assert_eq!(portal.publish(files).unwrap().written, 1);
    assert_eq!(portal.site(), owned(&[("img/", ""), ("img/logo.png", "PICTURE")]));
}

#[test]
fn a_file_that_comes_in_pieces_is_written_where_it_is_new_or_different() {
    let portal = Portal::new();
    assert_eq!(portal.publish(&[("portal.json", "later:one:two")]).unwrap().bytes, 13);
    assert_eq!(portal.publish(&[("portal.json", "later:one:two")]).unwrap().unchanged, 1);
    assert_eq!(portal.site(), owned(&[("portal.json", "later:one:two")]));
    assert_eq!(portal.publish(&[("portal.json", "later:one:six")]).unwrap().written, 1);
    assert_eq!(portal.site(), owned(&[("portal.json", "later:one:six")]));
    portal.put("llms.txt", "mine");
    let two = [("llms.txt", "later:"), ("portal.json", "later:one:two")];
    assert!(matches!(portal.publish(&two), Err(PublishError::Foreign { .. })));
    assert_eq!(portal.site(), owned(&[("llms.txt", "mine"), ("portal.json", "later:one:six")]));
}

#[test]
fn a_build_that_fails_while_it_writes_leaves_the_old_site_whole() {
    let portal = Portal::new();
    portal.publish(OLD).unwrap();
    let (before, list) = (portal.site(), fs::read(portal.target().join(MANIFEST)).unwrap());
    let mut files = NEW.to_vec();
    files.push(("z.png", "copy:not-there.png"));
    match portal.publish(&files) {
        Err(PublishError::Io { path, is_intact: true, .. }) => assert!(path.ends_with("not-there.png")),
        other => panic!("{other:?}"),
    }
    assert_eq!(portal.site(), before);
    assert_eq!(fs::read(portal.target().join(MANIFEST)).unwrap(), list);
}

#[test]
fn a_first_build_that_fails_leaves_nothing() {
    let portal = Portal::new();
    // No file system takes this name, though every rule for names is kept.
    let deep = vec!["x".repeat(150); 40].join("/");
    assert!(matches!(portal.publish(&[(&deep, "x")]), Err(PublishError::Io { is_intact: true, .. })));
    assert!(!portal.target().exists());
}

#[test]
fn pages_that_come_one_by_one_and_the_rest_make_one_site() {
    let portal = Portal::new();
    portal.publish(OLD).unwrap();
    let publication = Publication::open(&portal.source(), &portal.target(), &Guard::default()).unwrap();
    let before = portal.site();
    for (path, text) in [("a/b.html", "bb"), ("d/e/f.html", "f"), ("index.html", "i")] {
        assert_eq!(publication.accept(&OutputPath::safe(path), text.to_owned()), None);
    }
    let visible: Vec<_> = portal.site().into_iter().filter(|(path, _)| !path.starts_with(STAGING)).collect();
    assert_eq!(visible, before, "nothing moves before all is there");
    let published = publication.finish(&output(&[("a/c.css", "c")])).unwrap();
    assert_eq!((published.written, published.unchanged, published.removed), (2, 2, 1));
    let mut expected = owned(NEW_TREE);
    expected.retain(|(path, _)| path != "index.html");
    expected.push(("index.html".to_owned(), "i".to_owned()));
    assert_eq!(portal.site(), expected);
}

#[test]
fn a_publication_that_is_given_up_leaves_the_old_site_whole_and_no_folder_that_was_not_there() {
    let portal = Portal::new();
    let open = || Publication::open(&portal.source(), &portal.target(), &Guard::default()).unwrap();
    let first = open();
    first.accept(&OutputPath::safe("a/b.html"), "b".to_owned());
    assert!(portal.target().join(STAGING).join("a/b.html").exists());
    first.abandon();
    assert!(!portal.folder.path().join("out").exists());

    portal.publish(OLD).unwrap();
    let (before, list) = (portal.site(), fs::read(portal.target().join(MANIFEST)).unwrap());
    let second = open();
    second.accept(&OutputPath::safe("a/b.html"), "bb".to_owned());
    second.abandon();
    assert_eq!(portal.site(), before);
    assert_eq!(fs::read(portal.target().join(MANIFEST)).unwrap(), list);
}

#[test]
fn a_build_that_was_killed_is_cleaned_up_by_the_next() {
    let portal = Portal::new();
    portal.publish(OLD).unwrap();
    portal.put(".archsite-new/a/b.html", "hal");
    portal.put(".archsite-new/.archsite", "archsi");
    portal.publish(NEW).unwrap();
    assert_eq!(portal.site(), owned(NEW_TREE));
    portal.put(".archsite-new/a/b.html", "hal");
    assert_eq!(portal.publish(NEW).unwrap().written, 0);
    assert_eq!(portal.site(), owned(NEW_TREE), "also where nothing else is to be done");
}

#[test]
fn a_first_build_that_was_killed_is_known_as_ours() {
    let portal = Portal::new();
    for list in ["", "archsite 1\n"] {
        portal.put(MANIFEST, list);
        portal.put(".archsite-new/index.html", "hal");
        portal.publish(NEW).unwrap();
        assert_eq!(portal.site(), owned(NEW_TREE));
        fs::remove_dir_all(portal.target()).unwrap();
    }
}

#[test]
fn a_build_that_was_killed_while_it_moved_is_mended_by_the_next_whatever_that_builds() {
    let portal = Portal::new();
    let third = &[("index.html", "i")];
    for moved in 0..=NEW.len() {
        for next in [OLD, NEW, third] {
            portal.publish(OLD).unwrap();
            // As far as the build to NEW came: the common list stands, and some files are moved.
            let site = target::open(&portal.target(), &portal.source(), &Guard::default()).unwrap();
            let plan = plan(&portal, NEW, site.ignores_case).unwrap();
            fs::write(
                portal.target().join(MANIFEST),
                site.manifest.and(&Manifest::of(&plan.prints)).to_string(),
            )
            .unwrap();
            NEW.iter().take(moved).for_each(|(path, text)| portal.put(path, text));

            portal.publish(next).unwrap();
            let files: Vec<_> = portal.site().into_iter().filter(|(path, _)| !path.ends_with('/')).collect();
            assert_eq!(files, owned(next));
        }
    }
}

#[test]
fn a_list_that_somebody_tampered_with_removes_nothing_elsewhere() {
    let portal = Portal::new();
    portal.publish(OLD).unwrap();
    fs::write(portal.folder.path().join("victim"), "").unwrap();
    let print = Print::of(b"");
    let victim = portal.folder.path().join("victim");
    for path in ["../../victim", victim.to_str().unwrap(), "a/../../../victim", "./../../victim"] {
        portal.put(MANIFEST, &format!("archsite 1\n{path}\t{print}\n"));
        let _ = portal.publish(NEW);
        assert!(victim.exists(), "{path}");
    }
}

#[cfg(unix)]
mod links {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn nothing_is_written_or_removed_through_a_link_out_of_the_site() {
        let portal = Portal::new();
        portal.publish(OLD).unwrap();
        let elsewhere = portal.folder.path().join("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        for file in ["x.html", "b.html"] {
            fs::write(elsewhere.join(file), &file.as_bytes()[..1]).unwrap();
        }
        for folder in ["gone", "a"] {
            fs::remove_dir_all(portal.target().join(folder)).unwrap();
            symlink(&elsewhere, portal.target().join(folder)).unwrap();
        }
        let before = listed(&elsewhere, "");
        assert!(matches!(portal.publish(NEW), Err(PublishError::Foreign { .. })));
        portal.publish(&[("index.html", "only")]).unwrap();
        assert_eq!(listed(&elsewhere, ""), before);
    }

    #[test]
    fn a_link_in_place_of_a_page_is_not_followed() {
        let portal = Portal::new();
        portal.publish(OLD).unwrap();
        let victim = portal.folder.path().join("victim");
        fs::write(&victim, "v").unwrap();
        fs::remove_file(portal.target().join("index.html")).unwrap();
        symlink(&victim, portal.target().join("index.html")).unwrap();
        assert!(matches!(portal.publish(NEW), Err(PublishError::Foreign { .. })));
        assert_eq!(fs::read_to_string(&victim).unwrap(), "v");
    }

    #[test]
    fn a_link_to_the_source_is_the_source() {
        let portal = Portal::new();
        let link = portal.folder.path().join("link");
        symlink(portal.source(), &link).unwrap();
        let result = publish(&output(NEW), &portal.source(), &link, &Guard::default());
        assert_eq!(refusal(result), Refusal::IsSource);
        let result = publish(&output(NEW), &link, &portal.source(), &Guard::default());
        assert_eq!(refusal(result), Refusal::IsSource);
    }

    #[test]
    fn no_file_is_copied_from_out_of_the_source_unless_links_may_be_followed() {
        let portal = Portal::new();
        fs::write(portal.folder.path().join("secret"), "secret").unwrap();
        symlink("../secret", portal.source().join("innocent.png")).unwrap();
        let files = output(&[("p.png", "copy:innocent.png")]);
        let result = publish(&files, &portal.source(), &portal.target(), &Guard::default());
        assert!(matches!(result, Err(PublishError::Io { is_intact: true, .. })), "{result:?}");
        let guard = Guard { home: None, follow_links: true };
        publish(&files, &portal.source(), &portal.target(), &guard).unwrap();
        assert_eq!(portal.site(), owned(&[("p.png", "secret")]));
    }

    #[test]
    fn a_place_that_cannot_be_written_to_is_told_with_its_path_and_the_reason() {
        let portal = Portal::new();
        let target = PathBuf::from("/proc/archsite/site");
        let error = publish(&output(NEW), &portal.source(), &target, &Guard::default()).unwrap_err();
        let told = error.to_string();
        assert!(matches!(error, PublishError::Io { is_intact: true, .. }), "{told}");
        assert!(told.contains("/proc/archsite") && told.ends_with("nothing was changed"), "{told}");
        let missing = portal.folder.path().join("no-such-source");
        let told =
            publish(&output(NEW), &missing, &portal.target(), &Guard::default()).unwrap_err().to_string();
        assert!(told.starts_with("cannot read") && told.contains("no-such-source"), "{told}");
    }

    #[test]
    fn a_folder_that_may_not_be_written_to_leaves_the_old_site_whole() {
        use std::os::unix::fs::PermissionsExt;
        let portal = Portal::new();
        portal.publish(OLD).unwrap();
        let before = portal.site();
        fs::set_permissions(portal.target(), fs::Permissions::from_mode(0o555)).unwrap();
        let is_moot = fs::write(portal.target().join("probe"), "").is_ok();
        let result = portal.publish(NEW);
        fs::set_permissions(portal.target(), fs::Permissions::from_mode(0o755)).unwrap();
        if is_moot {
            #[allow(clippy::print_stderr, reason = "a test that could not test must say so")]
            {
                eprintln!("skipped: this user may write everywhere");
            }
            return;
        }
        assert!(matches!(result, Err(PublishError::Io { is_intact: true, .. })), "{result:?}");
        assert_eq!(portal.site(), before);
    }
}

#[test]
fn what_pages_load_is_moved_before_the_pages_and_the_first_page_last() {
    let portal = Portal::new();
    portal.publish(&[("index.html", "i"), ("a.html", "a"), ("css/old.css", "")]).unwrap();
    let new = [
        ("a.html", "aa"),
        ("css/new.css", ""),
        ("img/x/y.png", ""),
        ("index.html", "ii"),
        ("n/m.html", ""),
        ("n/o/p.css", ""),
    ];
    let plan = plan(&portal, &new, false).unwrap();
    assert_eq!(in_order(&plan).concat(), ["img", "css/new.css", "n", "a.html", "index.html"]);
}

#[test]
fn where_case_is_not_told_apart_an_old_name_makes_room_for_the_new() {
    let portal = Portal::new();
    portal.publish(&[("API.html", "old")]).unwrap();
    // What such a system shows under the new name is the old file.
    portal.put("api.html", "old");
    let new = [("api.html", "new")];
    assert_eq!(plan(&portal, &new, true).unwrap().in_the_way, BTreeSet::from([OutputPath::safe("API.html")]));
    assert!(plan(&portal, &new, false).is_err());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(60))]
    #[test]
    fn after_any_builds_the_site_is_what_the_last_one_made(
        builds in proptest::collection::vec(
            proptest::collection::btree_map("([ab]/){0,2}[cd]\\.(html|css)", "[xy]{0,2}", 0..6), 1..5)
    ) {
        let portal = Portal::new();
        for files in builds {
            let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            portal.publish(&files).unwrap();
            let site = portal.site();
            let found: Vec<_> = site.iter().filter(|(path, _)| !path.ends_with('/')).cloned().collect();
            let mut expected = owned(&files);
            expected.sort();
            proptest::prop_assert_eq!(found, expected);
            for (folder, _) in site.iter().filter(|(path, _)| path.ends_with('/')) {
                let is_needed = files.iter().any(|(path, _)| path.starts_with(folder));
                proptest::prop_assert!(is_needed, "{} is left over", folder);
            }
        }
    }
}
