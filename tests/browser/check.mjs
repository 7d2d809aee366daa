// check.mjs SITE --chromium PATH: what a browser has against the pages of a built portal.
//
// Every page is opened from disk and from a server at a sub-path, and must give no error or warning
// on the console, ask no other host, shift nothing while it loads, fit into every width without
// scrolling sideways, have targets that a finger hits, and satisfy axe in light and in dark. Every link
// of every page is followed as the browser reads it, from below the sub-path.
// Out: one line a fault, grouped by page; exit code 1 where there is any.

import axe from "axe-core";
import { pathToFileURL } from "node:url";
import { join, resolve } from "node:path";
import { inParallel, launch, readArguments } from "./browser.mjs";
import { encoded, readPages, serve } from "./site.mjs";

const WORKERS = 2;
const WIDTHS = [320, 390, 768, 1280, 1920];
/** The widths at which targets are measured: the drawer's side and the column's. */
const TARGET_WIDTHS = [390, 1280];
/** The least side of a target outside running text, in pixels. */
const TARGET = 24;
const SHOWN_PER_PAGE = 12;
const PATIENCE = 30_000;

const { options, words } = readArguments(["chromium"]);
if (words.length !== 1 || options.chromium.length !== 1) {
  console.error("check.mjs SITE --chromium PATH");
  process.exit(2);
}
const site = resolve(words[0]);
const started = Date.now();
const pages = await readPages(site);
if (pages.length === 0) {
  console.error(`${site}: no page in it`);
  process.exit(1);
}

/** How many links were followed. */
let followed = 0;

/** What was found: page to lines, without repetition. */
const faults = new Map(pages.map(({ path }) => [path, new Set()]));

/** What the browser made of each page that was served: where its links lead, and its anchors. */
const seen = new Map();

const server = await serve(site);
const browser = await launch(options.chromium[0]);
try {
  await openAllFromDisk();
  await openAllFromServer();
  await followAllLinks();
} finally {
  await browser.close();
  server.close();
}
process.exit(report());

/** From disk: does the page work without any server? */
async function openAllFromDisk() {
  const top = pathToFileURL(site).href + "/";
  await inParallel(WORKERS, pages, () => newTab((url) => url.startsWith(top)), async (tab, { path }) => {
    tab.watch("from disk", path);
    await visit(tab, pathToFileURL(join(site, path)).href, path, "from disk");
  });
}

/** From a server: console, requests, shifts, accessibility, widths, targets. */
async function openAllFromServer() {
  await inParallel(WORKERS, pages, () => newTab((url) => url.startsWith(server.address)), async (tab, page) => {
    tab.watch("served", page.path);
    if (!(await visit(tab, server.address + encoded(page.path), page.path, "served"))) return;
    // A page that leads on at once has no face of its own.
    if (page.redirect) return;
    await readLinks(tab.page, page.path);
    await findShifts(tab.page, page.path);
    for (const colorScheme of ["light", "dark"]) {
      await tab.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await askAxe(tab.page, page.path, colorScheme);
    }
    await tab.page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    for (const width of WIDTHS) {
      await tab.page.setViewportSize({ width, height: 900 });
      await findOverflow(tab.page, page.path, width);
      if (TARGET_WIDTHS.includes(width)) await findSmallTargets(tab.page, page.path, width);
    }
    await tab.page.setViewportSize({ width: 1280, height: 900 });
  });
}

/** Notes where the links of a page lead by the browser's own reading, scripts' links included. */
async function readLinks(page, path) {
  seen.set(
    path,
    await page.evaluate(() => ({
      links: [...new Set([...document.links].filter(({ host }) => host === location.host).map(({ href }) => href))],
      anchors: [...document.querySelectorAll("[id], a[name]")].flatMap(({ id, name }) => [id, name]).filter(Boolean),
    })),
  );
}

/** Follows what was noted: each address must lie below the sub-path, be answered, and have its anchor. */
async function followAllLinks() {
  const answers = new Map();
  const paths = new Map(pages.map(({ path }) => [encoded(path), path]));
  for (const [path, { links }] of seen) {
    // The page for what is not there names addresses from wherever it is shown.
    if (path === "404.html") continue;
    for (const link of links) {
      const [address, fragment] = link.split("#");
      followed += 1;
      if (!address.startsWith(server.address)) {
        faults.get(path).add(`served: ${link} leads out of ${server.address}`);
        continue;
      }
      if (!answers.has(address)) answers.set(address, (await fetch(address)).status);
      if (answers.get(address) !== 200) {
        faults.get(path).add(`served: ${link} answers ${answers.get(address)}`);
        continue;
      }
      const name = address.slice(server.address.length).split("?")[0];
      const target = seen.get(paths.get(name === "" || name.endsWith("/") ? `${name}index.html` : name));
      const anchor = decodeURIComponent(fragment ?? "");
      if (target && anchor && anchor !== "top" && !target.anchors.includes(anchor)) {
        faults.get(path).add(`served: ${link}: the page has no such anchor`);
      }
    }
  }
}

/** Opens a tab that reports what happens in it to the page that it shows. */
async function newTab(isOwn) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  let shown = { how: "", path: pages[0].path };
  const fault = (line) => faults.get(shown.path).add(`${shown.how}: ${line}`);
  await context.route(
    (url) => !isOwn(url.href) && !["data:", "blob:"].includes(url.protocol),
    (route) => {
      fault(`asks for ${route.request().url()}`);
      return route.abort();
    },
  );
  page.on("console", (message) => {
    if (!["error", "warning"].includes(message.type())) return;
    const { url } = message.location();
    fault(`console ${message.type()}: ${message.text()}${url && url !== page.url() ? ` (${url})` : ""}`);
  });
  page.on("pageerror", (error) => fault(`script fails: ${error.message}`));
  page.on("response", (response) => {
    if (response.status() >= 400) fault(`${response.url()} answers ${response.status()}`);
  });
  return {
    page,
    watch(how, path) {
      shown = { how, path };
    },
  };
}

async function visit(tab, address, path, how) {
  try {
    await tab.page.goto(address, { waitUntil: "load" });
    return true;
  } catch (error) {
    faults.get(path).add(`${how}: cannot be opened: ${error.message.split("\n")[0]}`);
    return false;
  }
}

/** Runs axe in the page. Evaluated by the debugger, so the page's own policy stays as it is. */
async function askAxe(page, path, colorScheme) {
  await page.evaluate(`if (!window.axe) { ${axe.source} }`);
  const violations = await page.evaluate(async () => {
    const result = await window.axe.run(document, { resultTypes: ["violations"] });
    return result.violations.map(({ id, help, nodes }) => ({
      id,
      help,
      count: nodes.length,
      first: nodes[0].target.join(" "),
      why: (nodes[0].any[0] ?? nodes[0].all[0] ?? nodes[0].none[0])?.message ?? "",
    }));
  });
  for (const { id, help, count, first, why } of violations) {
    faults.get(path).add(`axe, ${colorScheme}: ${id}: ${help} (${count}, first ${first}${why && `: ${why}`})`);
  }
}

/** Names what moved between the first paint and the load event. */
async function findShifts(page, path) {
  const shifts = await page.evaluate(
    () =>
      new Promise((done) => {
        // Entries that are there already come in the first call; without any there is none.
        requestAnimationFrame(() => setTimeout(() => done([]), 50));
        new PerformanceObserver((list) =>
          done(
            list.getEntries().map(({ value, sources }) => {
              const moved = sources.map(({ node }) => node?.className || node?.nodeName.toLowerCase() || "?");
              return `${value.toFixed(4)} (${moved.join(", ")})`;
            }),
          ),
        ).observe({ type: "layout-shift", buffered: true });
      }),
  );
  for (const shift of shifts) faults.get(path).add(`shifts while it loads: ${shift}`);
}

/** Names links and controls that are smaller than a target must be. Words within a text may be. */
async function findSmallTargets(page, path, width) {
  const small = await page.evaluate((least) => {
    const inText = "p, li, td, th, dd, dt, h1, h2, h3, h4, h5, h6, figcaption, .lead, .footnotes";
    const targets = document.querySelectorAll("a[href], button, summary, input:not([disabled]), select");
    return [...targets]
      .filter((element) => !element.closest(".prose")?.contains(element.closest(inText)) && !element.closest(".lead, p"))
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.classList.contains("skip"))
      .map((element) => {
        const { width, height } = element.getBoundingClientRect();
        const name = (element.getAttribute("aria-label") ?? element.textContent).trim().slice(0, 30);
        return { width, height, name: `${element.tagName.toLowerCase()}.${element.className} “${name}”` };
      })
      .filter(({ width, height }) => width < least - 0.1 || height < least - 0.1)
      .map(({ width, height, name }) => `${name} ${width.toFixed(1)} × ${height.toFixed(1)}`);
  }, TARGET);
  for (const line of small) faults.get(path).add(`at ${width} px: target too small: ${line}`);
}

/** Names what reaches past the edge of the window, if the page scrolls sideways. */
async function findOverflow(page, path, width) {
  const culprits = await page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(drawn));
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return null;
    const scrollsAlone = (element) => {
      for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
        if (getComputedStyle(box).overflowX !== "visible") return true;
      }
      return false;
    };
    const name = (element) =>
      element.tagName.toLowerCase() +
      (element.id && `#${element.id}`) +
      [...element.classList].map((word) => `.${word}`).join("");
    const wide = [...document.body.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 0.5 && !scrollsAlone(element))
      .slice(0, 3)
      .map((element) => `${name(element)} “${element.textContent.trim().slice(0, 30)}”`);
    return [`${scrollWidth - clientWidth} px too wide`, ...wide];
  });
  if (culprits) faults.get(path).add(`at ${width} px: scrolls sideways: ${culprits.join(", ")}`);
}

/** Writes the report and returns the exit code. */
function report() {
  let total = 0;
  let bad = 0;
  for (const [path, lines] of faults) {
    if (lines.size === 0) continue;
    bad += 1;
    total += lines.size;
    console.log(path);
    for (const line of [...lines].slice(0, SHOWN_PER_PAGE)) console.log(`  ${line}`);
    if (lines.size > SHOWN_PER_PAGE) console.log(`  … and ${lines.size - SHOWN_PER_PAGE} more`);
  }
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const checked = `${pages.length} pages from disk and served, ${followed} links below a sub-path, axe in light and dark, ${WIDTHS.length} widths, targets, shifts, ${seconds} s`;
  console.log(total === 0 ? `browser: no fault on ${checked}` : `browser: ${total} faults on ${bad} of ${checked}`);
  return total === 0 ? 0 : 1;
}
