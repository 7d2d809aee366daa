// hands.mjs SITE --chromium PATH: what a reader does with a portal, by the keyboard alone.
//
// Each test opens pages of the main kinds as a reader would, presses keys, and looks at what is on
// the screen. Out: what node:test says; exit code 1 where something fails. Never: a pause of a fixed
// length; what takes time is asked again until it is so.

import assert from "node:assert/strict";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { launch, readArguments } from "./browser.mjs";
import { pick } from "./kinds.mjs";
import { encoded, readPages, serve } from "./site.mjs";

const PATIENCE = 10_000;
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 800 };

const { options, words } = readArguments(["chromium"]);
if (words.length !== 1 || options.chromium.length !== 1) {
  console.error("hands.mjs SITE --chromium PATH");
  process.exit(2);
}
const site = resolve(words[0]);
const pages = await readPages(site);
const kinds = pick(pages);

let server;
let browser;
before(async () => {
  server = await serve(site);
  browser = await launch(options.chromium[0]);
});
after(async () => {
  await browser?.close();
  server?.close();
});

test("the first Tab reaches the skip link, and it leads into the text", async (t) => {
  const page = await open(t, kinds.long);
  await page.keyboard.press("Tab");
  assert.match(await focused(page), /^a\.skip/);
  assert.ok(await inSight(page), "the skip link is not in sight");
  await page.keyboard.press("Enter");
  assert.match(await focused(page), /^main/);
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)));
});

for (const [name, size] of Object.entries({ wide: WIDE, narrow: NARROW })) {
  test(`every stop of the Tab key shows its focus and stands clear of the header (${name})`, async (t) => {
    const page = await open(t, kinds.long, { viewport: size });
    for (let stop = 0; stop < 60; stop += 1) {
      await page.keyboard.press("Tab");
      const where = await focused(page);
      if (where === "body") break;
      assert.ok(await inSight(page), `${where} has the focus out of sight`);
      const ring = await page.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
        return outlineStyle === "none" ? 0 : Number.parseFloat(outlineWidth);
      });
      assert.ok(ring >= 2, `${where} has no ring of focus`);
    }
  });
}

test("the page for a missing address finds the portal from any depth, and the document that moved", async (t) => {
  const page = await openMissing(t, `former/place/${kinds.long.split("/").pop()}`);
  const link = page.locator(".not-found .button");
  await until(async () => (await link.evaluate((a) => a.href)) === `${server.address}index.html`, "the way to the front page is right");
  const header = page.locator(".header");
  await until(async () => (await header.evaluate((box) => getComputedStyle(box).position)) === "sticky", "the style is there");
  const suggested = page.locator("[data-missing] a");
  await until(async () => (await suggested.count()) > 0, "a document that moved is named");
  const addresses = (links) => links.evaluateAll((all) => all.map((a) => a.href));
  assert.ok((await addresses(suggested)).includes(server.address + encoded(kinds.long)));
  const ways = await addresses(page.locator("main a"));
  assert.ok(ways.length > 3, ways.join(" "));
  for (const address of ways) assert.equal((await page.request.get(address)).status(), 200, address);
});

test("without script the page for a missing address can be read, and says what to do", async (t) => {
  const page = await openMissing(t, "former/place/gone.html", { javaScriptEnabled: false });
  assert.ok(await page.locator("noscript p").isVisible());
  assert.notEqual(await page.locator("html").evaluate((html) => getComputedStyle(html).backgroundColor), "rgba(0, 0, 0, 0)");
});

test("the navigation is reached by Tab and opens another page by Enter", async (t) => {
  const page = await open(t, kinds.decision);
  const first = page.url();
  let link = "";
  for (let stop = 0; stop < 30 && !link; stop += 1) {
    await page.keyboard.press("Tab");
    link = await page.evaluate(
      () => (document.activeElement.matches(".navigation .nav-list a:not([aria-current])") ? document.activeElement.href : ""),
    );
  }
  assert.ok(link, "no link of the navigation within 30 stops");
  await Promise.all([page.waitForURL(link), page.keyboard.press("Enter")]);
  assert.notEqual(page.url(), first);
  assert.equal(await page.locator(".navigation [aria-current='page']").count(), 1);
});

for (const javaScriptEnabled of [true, false]) {
  test(`the drawer opens and closes by keyboard, script ${javaScriptEnabled ? "on" : "off"}`, async (t) => {
    const page = await open(t, kinds.long, { viewport: NARROW, javaScriptEnabled });
    const isOpen = () => page.evaluate(() => document.querySelector(".navigation").matches(":popover-open"));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    assert.match(await focused(page), /menu-button/);
    assert.equal(await isOpen(), false);
    await page.keyboard.press("Enter");
    await until(isOpen, "the drawer opens");
    await page.keyboard.press("Tab");
    assert.ok(
      await page.evaluate(() => document.querySelector(".navigation").contains(document.activeElement)),
      `Tab leads not into the drawer but to ${await focused(page)}`,
    );
    await page.keyboard.press("Escape");
    await until(async () => !(await isOpen()), "the drawer closes");
    assert.match(await focused(page), /menu-button/);
  });
}

test("the theme switch survives a reload and never flashes", async (t) => {
  const page = await open(t, kinds.long, { colorScheme: "light" });
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  await page.locator(".theme-switch").focus();
  await page.keyboard.press("Space");
  const dark = await ground();
  assert.notEqual(dark, light);

  // What every frame of the load has shown, also when the deferred script never comes.
  await page.route(/\/assets\/site-/, (route) => route.abort());
  page.excuse(/ERR_FAILED/);
  await page.addInitScript(() => {
    globalThis.frames_seen = [];
    const look = () => {
      if (document.body) globalThis.frames_seen.push(getComputedStyle(document.documentElement).backgroundColor);
      requestAnimationFrame(look);
    };
    look();
  });
  await page.reload({ waitUntil: "load" });
  await until(() => page.evaluate(() => globalThis.frames_seen.length > 2), "frames are drawn");
  const seen = await page.evaluate(() => [...new Set(globalThis.frames_seen)]);
  assert.deepEqual(seen, [dark]);

  await page.unroute(/\/assets\/site-/);
  await page.goto(server.address + encoded(kinds.code), { waitUntil: "load" });
  assert.equal(await ground(), dark, "another page has forgotten the choice");
  await page.locator(".theme-switch").focus();
  await page.keyboard.press("Enter");
  assert.equal(await ground(), light);
  await page.reload({ waitUntil: "load" });
  assert.equal(await ground(), light);
});

test("the copy button of a block of code copies it", async (t) => {
  const page = await open(t, kinds.code, { permissions: ["clipboard-read", "clipboard-write"] });
  const figure = page.locator("figure.code").first();
  const code = await figure.locator("pre").textContent();
  await figure.locator(".copy").focus();
  assert.equal(await opacity(figure.locator(".copy")), "1", "the button has the focus and is not to be seen");
  await page.keyboard.press("Enter");
  await until(async () => (await figure.locator(".copy").textContent()) === "Copied", "the button says so");
  assert.equal(await clipboard(page), code.replace(/\n$/, ""));
  await until(async () => (await page.locator("[role='status']").textContent()) === "Code copied", "it is said aloud");
});

test("the permalink of a heading shows on focus, leads there and is copied", async (t) => {
  const page = await open(t, kinds.long, { permissions: ["clipboard-read", "clipboard-write"] });
  const link = page.locator("h2 > a.permalink").nth(2);
  assert.equal(await opacity(link), "0");
  await link.focus();
  await until(async () => (await opacity(link)) === "1", "the permalink shows");
  await page.keyboard.press("Enter");
  const address = await link.evaluate((element) => element.href);
  assert.equal(page.url(), address);
  await until(async () => (await clipboard(page)) === address, "the address is on the clipboard");
});

test("'On this page' follows the reading position", async (t) => {
  const page = await open(t, kinds.long);
  const current = () =>
    page.evaluate(() => document.querySelector(".on-this-page [aria-current]")?.getAttribute("href") ?? null);
  const targets = await page.evaluate(() =>
    [...document.querySelectorAll(".on-this-page a")].map((link) => link.getAttribute("href")),
  );
  assert.ok(targets.length >= 4, "the long document has few headings");
  for (const target of [targets[1], targets[Math.floor(targets.length / 2)]]) {
    await page.evaluate((id) => {
      const heading = document.getElementById(decodeURIComponent(id.slice(1)));
      scrollTo({ top: scrollY + heading.getBoundingClientRect().top - 70, behavior: "instant" });
    }, target);
    await until(async () => (await current()) === target, `${target} is marked`);
    assert.ok(
      await page.evaluate(() => {
        const rail = document.querySelector(".rail").getBoundingClientRect();
        const link = document.querySelector(".on-this-page [aria-current]").getBoundingClientRect();
        return link.top >= rail.top && link.bottom <= Math.min(rail.bottom, innerHeight);
      }),
      `the mark of ${target} is out of sight in the rail`,
    );
  }
  await page.evaluate(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" }));
  await until(async () => (await current()) !== null && (await current()) !== targets[0], "the end is marked");
});

test("where there is no rail, 'On this page' unfolds, leads and closes", async (t) => {
  const page = await open(t, kinds.long, { viewport: NARROW });
  const fold = page.locator("details.contents");
  await fold.locator("summary").focus();
  await page.keyboard.press("Enter");
  const link = fold.locator("a").nth(2);
  await link.focus();
  await page.keyboard.press("Enter");
  await until(() => fold.evaluate((details) => !details.open), "the fold closes");
  assert.ok(page.url().endsWith(await link.getAttribute("href")));
});

test("a table that is wider than the screen scrolls by keyboard, with its first column kept", async (t) => {
  const page = await open(t, kinds.table, { viewport: NARROW });
  const table = page.locator(".table[tabindex='0']").first();
  await table.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await until(() => table.evaluate((box) => box.scrollLeft > 0), "the table scrolls");
  const kept = page.locator(".table[data-keep]").first();
  if ((await kept.count()) === 0) return;
  const left = () => kept.evaluate((box) => box.querySelector("td").getBoundingClientRect().left - box.getBoundingClientRect().left);
  const before_ = await left();
  await kept.evaluate((box) => (box.scrollLeft = 80));
  assert.equal(await left(), before_);
});

test("'All documents' loads the whole tree when it is asked for, and says where one is", async (t) => {
  const page = await open(t, kinds.decision);
  await findWholeTree(page);
});

test("with script off all text is there and the navigation is reachable", async (t) => {
  for (const path of Object.values(kinds)) {
    const scripted = await open(t, path);
    const still = await open(t, path, { javaScriptEnabled: false });
    const text = (page) =>
      page.evaluate(() => {
        for (const box of document.querySelectorAll(".copy, noscript")) box.remove();
        return document.querySelector("main").innerText.replace(/\s+/g, " ").trim();
      });
    assert.equal(await text(still), await text(scripted), path);
    assert.equal(await still.locator(".theme-switch").isVisible(), false, "a switch that does nothing is drawn");
    if (path === kinds.front || path === kinds.missing) continue;
    assert.ok(await still.locator(".navigation .nav-list:not(.drawer-only) a").first().isVisible(), `${path}: no navigation`);
    assert.equal(await still.locator(".nav-all a").getAttribute("href"), await home(still));
    await still.close();
    await scripted.close();
  }
});

test("a long document prints as its text alone", async (t) => {
  const page = await open(t, kinds.long);
  const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
  const sheets = pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
  assert.ok(sheets > 1, `${sheets} pages`);
  await page.emulateMedia({ media: "print" });
  const printed = await page.evaluate(() => ({
    text: document.body.innerText,
    frame: [".header", ".navigation", ".rail", ".contents", ".footer", ".pager", ".copy", ".permalink", ".skip"].filter(
      (selector) => document.querySelector(selector)?.checkVisibility(),
    ),
    last: [...document.querySelectorAll(".prose :is(h2, h3)")].at(-1).innerText.trim(),
    folded: [...document.querySelectorAll(".prose details")].filter((box) => !box.lastElementChild.checkVisibility()).length,
  }));
  assert.deepEqual(printed.frame, []);
  assert.ok(printed.text.includes(printed.last), "the last part is missing");
  for (const word of ["On this page", "All documents", "Other sections"]) {
    assert.ok(!printed.text.includes(word), `“${word}” is printed`);
  }
  assert.equal(printed.folded, 0, "what is folded is not printed");
});

test("the site works from disk, out of a folder whose name has a space", async (t) => {
  const parent = await mkdtemp(join(tmpdir(), "archsite-"));
  t.after(() => rm(parent, { recursive: true, force: true }));
  const folder = join(parent, "our portal, 100% #1");
  await cp(site, folder, { recursive: true });
  const page = await open(t, kinds.long, {}, pathToFileURL(folder).href + "/");
  assert.ok((await page.locator("figure.code .copy").count()) > 0, "the script did not run");
  assert.equal(await page.locator(".header").evaluate((header) => getComputedStyle(header).position), "sticky");
  await findWholeTree(page);
  await page.locator(".header .brand").focus();
  await Promise.all([page.waitForURL(pathToFileURL(join(folder, "index.html")).href), page.keyboard.press("Enter")]);
  const link = page.locator("main a[href$='.html']").first();
  const address = await link.evaluate((element) => element.href);
  await link.focus();
  await Promise.all([page.waitForURL(address), page.keyboard.press("Enter")]);
  assert.ok(await page.locator("h1").isVisible());
});

test("chips and words filter a list, groups without entries go, and the address keeps it", async (t) => {
  const page = await openParts(t);
  const shown = () => page.locator("#changes [data-item]:visible").count();
  const chip = (name) => page.locator(".chip", { hasText: name });
  assert.equal(await shown(), 3);
  await chip("Decisions").focus();
  await page.keyboard.press("Enter");
  await until(async () => (await shown()) === 1, "only the decision is left");
  assert.equal(await page.locator("#changes [data-group]:visible").count(), 1);
  assert.equal(await page.locator("#changes [data-shown]:visible").innerText(), "1");
  assert.equal(await chip("Decisions").getAttribute("aria-pressed"), "true");
  assert.equal(await chip("All").getAttribute("aria-pressed"), "false");
  assert.match(page.url(), /\?kind=decision$/);
  await page.reload({ waitUntil: "load" });
  assert.equal(await shown(), 1);
  await chip("Decisions").press("Space");
  await until(async () => (await shown()) === 3, "a chip pressed once more lets go");
  await page.locator(".filter-field").fill("quay NORTH");
  await until(async () => (await shown()) === 1, "all words are asked for");
  await page.locator(".filter-field").fill("nothing of the kind");
  await until(() => page.locator(".none").isVisible(), "an empty list says so");
});

test("the heads of a register sort it up, down and as it was", async (t) => {
  const page = await openParts(t);
  const order = () => page.locator(".register tbody th").allInnerTexts();
  const sort = page.getByRole("button", { name: "Depth" });
  const before = await order();
  const head = page.locator("th[data-sort='number']");
  for (const [state, names] of [
    ["ascending", ["South", "North", "East", "West"]],
    ["descending", ["East", "North", "South", "West"]],
    [null, before],
  ]) {
    await sort.press("Enter");
    assert.equal(await head.getAttribute("aria-sort"), state);
    assert.deepEqual(await order(), names);
  }
});

test("without script nothing of a list is hidden and no control is drawn that does nothing", async (t) => {
  const page = await openParts(t, { javaScriptEnabled: false });
  assert.equal(await page.locator("#changes [data-item]:visible").count(), 3);
  assert.equal(await page.locator(".filters").isVisible(), false);
  assert.equal(await page.locator(".register button").count(), 0);
});

test("nothing moves when pictures come late", async (t) => {
  const pictured = pages.filter(({ html }) => html.includes("<img")).map(({ path }) => path);
  for (const path of new Set([...pictured.slice(0, 6), kinds.front, kinds.long, kinds.code])) {
    for (const viewport of [WIDE, NARROW]) {
      const page = await open(t, null, { viewport });
      // Held back until the text has been drawn and measured, as on a slow line.
      let release;
      const drawn = new Promise((resolve_) => (release = resolve_));
      await page.route(/\.(svg|png|jpe?g|gif|webp)$/, async (route) => {
        await drawn;
        await route.continue();
      });
      const loaded = page.goto(server.address + encoded(path), { waitUntil: "load" });
      await page.waitForURL(server.address + encoded(path), { waitUntil: "domcontentloaded" });
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const heights = () =>
        page.evaluate(() => [...document.querySelectorAll("main :is(p, h2, h3, pre, table)")].map((box) => box.offsetTop));
      const early = await heights();
      release();
      await loaded;
      assert.deepEqual(await heights(), early, `${path}, ${viewport.width} px`);
      await page.context().close();
    }
  }
});

/** Opens a page (null opens none yet) in a context of its own; what it complains about fails the test. */
async function open(t, path, settings = {}, base = server.address) {
  const context = await browser.newContext({ viewport: WIDE, reducedMotion: "reduce", ...settings });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const complaints = [];
  const excuses = [];
  page.excuse = (pattern) => excuses.push(pattern);
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  t.after(async () => {
    await context.close();
    const left = complaints.filter((text) => !excuses.some((pattern) => pattern.test(text)));
    assert.deepEqual(left, [], "complaints on the console");
  });
  if (path !== null) await page.goto(base + encoded(path), { waitUntil: "load" });
  return page;
}

/** Opens an address where nothing is: the browser says so of the page, and of each place where its style is not. */
async function openMissing(t, path, settings = {}) {
  const page = await open(t, null, settings);
  page.excuse(/status of 404|MIME type/);
  await page.goto(server.address + encoded(path), { waitUntil: "load" });
  return page;
}

/** Opens a page whose text is a sample of the parts of which portal pages are made, as the style sheet lists them. */
async function openParts(t, settings = {}) {
  const sample = `
    <h1>Changes</h1>
    <div class="filters">
      <div class="chips" role="group" aria-label="Kind" data-filter="kind" data-of="changes">
        <button class="chip" type="button" data-value="" aria-pressed="true">All <b>3</b></button>
        <button class="chip" type="button" data-value="change" aria-pressed="false">Changes <b>2</b></button>
        <button class="chip" type="button" data-value="decision" aria-pressed="false">Decisions <b>1</b></button>
      </div>
      <input class="filter-field" type="search" aria-label="Filter by words" data-filter-text data-of="changes">
    </div>
    <div id="changes">
      <section data-group><h2>May <span data-shown>2</span></h2><ol>
        <li data-item data-kind="change">North quay dredged</li><li data-item data-kind="decision">One writer</li></ol></section>
      <section data-group><h2>April <span data-shown>1</span></h2><ol><li data-item data-kind="change">South quay closed</li></ol></section>
    </div>
    <p class="none" data-none="changes" hidden>Nothing matches.</p>
    <div class="register" role="group" aria-label="Quays"><table>
      <thead><tr><th data-sort="text">Quay</th><th data-sort="number">Depth</th></tr></thead>
      <tbody><tr><th scope="row">North</th><td>9.5</td></tr><tr><th scope="row">West</th><td></td></tr>
        <tr><th scope="row">East</th><td>12</td></tr><tr><th scope="row">South</th><td>-1</td></tr></tbody></table></div>`;
  const page = await open(t, null, settings);
  const address = server.address + encoded(kinds.front);
  await page.route((url) => url.href.startsWith(address), async (route) => {
    const response = await route.fetch();
    const html = (await response.text()).replace(/(<main[^>]*>).*(<\/main>)/s, (_, start, end) => start + sample + end);
    await route.fulfill({ response, body: html });
  });
  await page.goto(address, { waitUntil: "load" });
  return page;
}

/** Unfolds the whole tree by keyboard, finds the page's own place in it and opens another page from it. */
async function findWholeTree(page) {
  const here = page.url();
  await page.locator("details.tree > summary").focus();
  await page.keyboard.press("Enter");
  const own = page.locator("details.tree a[aria-current='page']");
  await until(async () => (await own.count()) === 1, "the page's own place is marked in the tree");
  assert.ok(await own.isVisible(), "the branch of the page is closed");
  assert.equal(await own.evaluate((link) => link.href), here);
  const closed = page.locator("details.tree li > details:not([open]) > summary").first();
  await closed.focus();
  // The name in a branch is a link; the mark beside it unfolds.
  await page.keyboard.press("Space");
  await until(() => page.locator("details.tree li > details[open]").count().then((count) => count >= 1), "a branch opens");
  const other = page.locator("details.tree li > a:not([aria-current])").first();
  const address = await other.evaluate((link) => link.href);
  await other.focus();
  await Promise.all([page.waitForURL(address), page.keyboard.press("Enter")]);
  assert.ok(await page.locator("h1").isVisible());
}

/** Names the element that has the focus. */
function focused(page) {
  return page.evaluate(() => {
    const { tagName, className, id } = document.activeElement;
    return tagName.toLowerCase() + (className && `.${className.trim().replace(/\s+/g, ".")}`) + (id && `#${id}`);
  });
}

/** Says whether what has the focus can be seen: within the window, with nothing lying over it. */
function inSight(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    return [...element.getClientRects()].some(({ left, top, right, bottom, width, height }) => {
      if (width === 0 || height === 0) return false;
      const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
      const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
      const there = document.elementFromPoint(x, y);
      return there !== null && (element.contains(there) || there.contains(element));
    });
  });
}

function home(page) {
  return page.locator(".header .brand").getAttribute("href");
}

function clipboard(page) {
  return page.evaluate(() => navigator.clipboard.readText());
}

function opacity(locator) {
  return locator.evaluate((element) => getComputedStyle(element).opacity);
}

/** Asks again until it is so. In the page this would need a policy that allows eval. */
async function until(isSo, what) {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    if (await isSo()) return;
    await new Promise((again) => setTimeout(again, 20));
  }
  assert.fail(`waited in vain until ${what}`);
}
