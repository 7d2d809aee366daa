//! The pages that the portal makes of what documents say, and where they stand.
//!
//! In: the decisions, entries, registers and concepts that were gathered, and what holds which
//! place already. Out: a place for each page that has something to show. Never: a page with
//! nothing on it, or one in the place of a document.

use crate::model::output::{Holders, OutputPath};
use crate::model::site::{PortalPage, PortalPages};

/// Gives each page that is there a place; the first that is free of `NAME.html`,
/// `portal-NAME.html`, `portal-NAME-2.html` and so on. `taken` is where other things stand.
pub(super) fn place<'a>(
    pages: Vec<(PortalPage, String)>,
    taken: impl Iterator<Item = &'a OutputPath>,
) -> PortalPages {
    let mut holders = Holders::default();
    for path in taken.filter(|path| may_be_in_the_way(path, &pages)) {
        // Two things of one place were told of by whoever put them there.
        let _ = holders.hold(path, path.as_str());
    }
    let mut placed = PortalPages::default();
    for (page, name) in pages {
        let further = (2..).map(|number| format!("portal-{name}-{number}.html"));
        let mut candidates =
            [format!("{name}.html"), format!("portal-{name}.html")].into_iter().chain(further);
        let place = candidates.find_map(|candidate| {
            let path = OutputPath::safe(&candidate);
            holders.hold(&path, format!("the portal's page \"{name}\"")).is_ok().then_some(path)
        });
        placed.pages.extend(place.map(|path| (page, path)));
    }
    placed
}

/// Says whether a path begins like one of the candidates: of a large portal's paths few do, and
/// only those need be compared in full.
fn may_be_in_the_way(path: &OutputPath, pages: &[(PortalPage, String)]) -> bool {
    let begins = |with: &str| {
        let with = with.split('/').next().unwrap_or(with);
        path.as_str().get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
    };
    begins("portal-") || pages.iter().any(|(_, name)| begins(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portal_page_makes_way_for_a_document_of_its_name() {
        let taken = [OutputPath::safe("Decisions.html")];
        let pages =
            vec![(PortalPage::Decisions, "decisions".to_owned()), (PortalPage::Health, "health".to_owned())];
        let placed = place(pages, taken.iter());
        let path = |page| placed.path(page).map(OutputPath::url_encoded);
        assert_eq!(path(PortalPage::Decisions).as_deref(), Some("portal-decisions.html"));
        assert_eq!(path(PortalPage::Health).as_deref(), Some("health.html"));
        assert_eq!(path(PortalPage::Timeline), None);
    }
}
