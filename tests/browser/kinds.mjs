// The main kinds of page, and a page of each, picked from a site by what is in it.
//
// In: the pages. Out: kind to path; a kind that the site does not have is left out. Never: a name of
// the example site, so that its authors may move and rename its documents.

/** Picks a page of each kind. */
export function pick(pages) {
  const texts = pages.filter(({ path, redirect }) => !redirect && path !== "404.html");
  // The portal's own lists are no documents: they have no navigation beside them.
  const isDocument = ({ path, html }) => !/(^|\/)index\.html$/.test(path) && html.includes('class="frame with-navigation"');
  const documents = texts.filter(isDocument);
  const count = (what) => (page) => page.html.split(what).length;
  const most = (candidates, measure) =>
    candidates.reduce((best, page) => (best && measure(best) >= measure(page) ? best : page), undefined)?.path;
  const inFolder = ({ path }) => {
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    return texts.filter((other) => other.path.startsWith(folder)).length;
  };
  const found = {
    front: texts.find(({ path }) => path === "index.html")?.path,
    folder: most(texts.filter(({ path }) => path.endsWith("/index.html")), inFolder),
    missing: pages.find(({ path }) => path === "404.html")?.path,
  };
  // Each kind takes a page that no other has taken, while there are any.
  const fresh = (candidates) => {
    const rest = candidates.filter(({ path }) => !Object.values(found).includes(path));
    return rest.length > 0 ? rest : candidates;
  };
  const decisions = documents.filter(({ path }) => /(^|\/)(decisions?|adrs?)\//.test(path));
  found.decision = most(decisions, (page) => page.html.length);
  found.long = most(fresh(documents), (page) => page.html.replace(/<[^>]*>/g, "").length);
  found.code = most(fresh(documents), count("<pre"));
  found.table = most(fresh(documents), count("<tr"));
  return Object.fromEntries(Object.entries(found).filter(([, path]) => path !== undefined));
}
