// look.mjs SITE --output FOLDER --chromium PATH [--page PATH]…: pictures for people to look at.
//
// One page of each main kind, picked from the site by what is in it, and any page that is named:
// at 1280 and 390 pixels, light and dark, with scripts off, and printed. Never: a judgement.

import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { inParallel, launch, readArguments } from "./browser.mjs";
import { pick } from "./kinds.mjs";
import { encoded, readPages, serve } from "./site.mjs";

const WORKERS = 2;
/** Longer pages are cut: nobody looks at the end of a picture of 30,000 pixels. */
const HIGHEST = 3600;

const { options, words } = readArguments(["chromium", "output", "page"]);
if (words.length !== 1 || options.chromium.length !== 1 || options.output.length !== 1) {
  console.error("look.mjs SITE --output FOLDER --chromium PATH [--page PATH]…");
  process.exit(2);
}
const site = resolve(words[0]);
const output = resolve(options.output[0]);
const kinds = pick(await readPages(site));
options.page.forEach((path, index) => (kinds[`page${index + 1}`] = path));

await rm(output, { recursive: true, force: true });
await mkdir(output, { recursive: true });
const server = await serve(site);
const browser = await launch(options.chromium[0]);
try {
  await inParallel(WORKERS, Object.entries(kinds), openTabs, (tabs, [kind, path]) => takePictures(tabs, kind, path));
} finally {
  await browser.close();
  server.close();
}
for (const [kind, path] of Object.entries(kinds)) console.log(`${kind}: ${path}`);

/** Opens the tabs that a worker keeps for all its pages: one as usual, one without scripts. */
async function openTabs() {
  const open = async (settings) => (await browser.newContext({ reducedMotion: "reduce", ...settings })).newPage();
  return { usual: await open({}), still: await open({ javaScriptEnabled: false }) };
}

async function takePictures({ usual, still }, kind, path) {
  const address = server.address + encoded(path);
  await still.setViewportSize({ width: 1280, height: 900 });
  await still.goto(address, { waitUntil: "load" });
  await picture(still, `${kind}-1280-noscript.png`);

  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 390]) {
      await usual.setViewportSize({ width, height: 900 });
      await usual.emulateMedia({ colorScheme });
      // Opened anew, so that nothing is left of the other width or theme.
      await usual.goto(address, { waitUntil: "load" });
      await picture(usual, `${kind}-${width}-${colorScheme}.png`);
    }
  }
  await usual.setViewportSize({ width: 794, height: 1123 });
  await usual.emulateMedia({ media: "print", colorScheme: "light" });
  await picture(usual, `${kind}-print.png`);
  await writeFile(join(output, `${kind}-print.pdf`), await usual.pdf({ format: "A4" }));
  await usual.emulateMedia({ media: "screen" });
}

async function picture(page, name) {
  const { width, height } = page.viewportSize();
  const whole = await page.locator("html").evaluate((html) => html.scrollHeight).catch(() => height);
  const path = join(output, name);
  if (whole <= HIGHEST) await page.screenshot({ path, fullPage: true });
  else await page.screenshot({ path, fullPage: true, clip: { x: 0, y: 0, width, height: HIGHEST } });
}
