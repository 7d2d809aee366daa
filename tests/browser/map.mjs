// map.mjs SITE --chromium PATH: what a reader does with the map, by hand, by keyboard and without script.
//
// In: a built site. Out: what node:test says; exit code 1 where something fails. Never: a name of the
// example site: documents are picked from the picture that is on the page.

import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { launch, readArguments } from "./browser.mjs";
import { encoded, readPages, serve } from "./site.mjs";

const PATIENCE = 10_000;
const WIDE = { width: 1280, height: 800 };

const { options, words } = readArguments(["chromium"]);
if (words.length !== 1 || options.chromium.length !== 1) {
  console.error("map.mjs SITE --chromium PATH");
  process.exit(2);
}
const site = resolve(words[0]);
const path = (await readPages(site)).find(({ html }) => html.includes("data-map=") && html.includes("map-picture"))?.path;

let server;
let browser;
before(async () => {
  assert.ok(path, "the site has no map");
  server = await serve(site);
  browser = await launch(options.chromium[0]);
});
after(async () => {
  await browser?.close();
  server?.close();
});

test("without script the picture names documents, and each leads to its page", async (t) => {
  const page = await open(t, { javaScriptEnabled: false });
  const links = page.locator(".map-picture a");
  assert.ok((await links.count()) > 1);
  assert.ok(await page.locator(".map-picture").isVisible());
  for (const control of await page.locator(".map-panel input").all()) assert.equal(await control.isVisible(), false);
  const address = await links.last().evaluate((link) => new URL(link.getAttribute("href"), location.href).href);
  await links.last().focus();
  await Promise.all([page.waitForURL(address), page.keyboard.press("Enter")]);
  assert.ok(await page.locator("h1").isVisible());
});

test("no two names on the picture touch", async (t) => {
  const page = await open(t, { javaScriptEnabled: false, viewport: { width: 1600, height: 1100 } });
  const boxes = await page.locator(".map-node text:not(.is-quiet)").evaluateAll((names) =>
    names.map((name) => {
      // The line box is higher than the letters in it.
      const { left, right, top, bottom } = name.getBoundingClientRect();
      return { text: name.textContent, left, right, top: top + 3, bottom: bottom - 3 };
    }),
  );
  assert.ok(boxes.length > 0);
  const touching = boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter((other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom)
      .map((other) => `${one.text} | ${other.text}`),
  );
  assert.deepEqual(touching, []);
});

for (const from of ["server", "disk"]) {
  test(`the pointer lights up a document and its neighbours, and a click leads there (from ${from})`, async (t) => {
    const page = await open(t, {}, from);
    await ready(page);
    const before = await drawing(page);
    const { x, y, href, name } = await documentOnScreen(page);
    await page.mouse.move(x, y);
    await until(async () => (await page.locator(".map-chosen h2").textContent().catch(() => "")) !== "", "a document is chosen");
    assert.equal(await page.locator(".map-chosen h2 a").evaluate((link) => link.href), href);
    assert.ok((await page.locator(".map-here").getAttribute("aria-label")).startsWith(name.replace(/…$/, "")));
    await until(async () => (await drawing(page)) !== before, "the map shows it");
    await Promise.all([page.waitForURL(href), page.mouse.click(x, y)]);
  });
}

test("the arrow keys lead from document to document, and Enter opens one", async (t) => {
  const page = await open(t);
  await ready(page);
  const here = page.locator(".map-here");
  await here.focus();
  await page.keyboard.press("Shift");
  const seen = new Set();
  for (const key of ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowRight"]) {
    await page.keyboard.press(key);
    seen.add(await here.getAttribute("href"));
    const frame = await here.boundingBox();
    const stage = await page.locator(".map-stage").boundingBox();
    assert.ok(frame.x >= stage.x - 1 && frame.x + frame.width <= stage.x + stage.width + 1, "it is in sight");
    assert.ok(frame.width >= 24 && frame.height >= 24);
  }
  assert.ok(seen.size > 1, "the keys lead nowhere");
  assert.equal(await page.locator(".map-stage [role=status]").textContent(), await here.getAttribute("aria-label"));
  const address = await here.evaluate((link) => link.href);
  await Promise.all([page.waitForURL(address), page.keyboard.press("Enter")]);
});

test("plus and minus zoom, 0 and the button show the whole map again", async (t) => {
  const page = await open(t);
  await ready(page);
  const whole = await drawing(page);
  await page.locator(".map-tools button").first().focus();
  await page.keyboard.press("+");
  await until(async () => (await drawing(page)) !== whole, "it is larger");
  await page.keyboard.press("0");
  await until(async () => (await drawing(page)) === whole, "it is whole again");
  await page.getByRole("button", { name: "Zoom in" }).click();
  await until(async () => (await drawing(page)) !== whole, "it is larger");
  await page.getByRole("button", { name: "Zoom out" }).click();
  await page.getByRole("button", { name: "Show the whole map" }).click();
  await page.mouse.move(0, 0);
  await until(async () => (await drawing(page)) === whole, "it is whole again");
});

test("the wheel zooms where there is something to zoom, and dragging moves without opening a page", async (t) => {
  const page = await open(t);
  await ready(page);
  const address = page.url();
  const whole = await drawing(page);
  const { x, y } = await documentOnScreen(page);
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, -400);
  await until(async () => (await drawing(page)) !== whole, "it is larger");
  assert.equal(await page.evaluate(() => scrollY), 0);
  await page.mouse.down();
  await page.mouse.move(x + 60, y + 40, { steps: 4 });
  await page.mouse.up();
  assert.equal(page.url(), address);
  await page.mouse.wheel(0, 4000);
  await page.mouse.wheel(0, 300);
  await until(() => page.evaluate(() => scrollY > 0), "what is whole lets the page scroll");
});

test("a search lists what it finds, and Enter goes to the first on the map", async (t) => {
  const page = await open(t);
  await ready(page);
  const { name } = await documentOnScreen(page);
  const whole = await drawing(page);
  const word = name.replace(/…$/, "").toUpperCase();
  await page.locator("#archsite\\:map-find").fill(word);
  const results = page.locator(".map-found a");
  await until(async () => (await results.count()) > 0, "something is found");
  for (const found of await results.allTextContents()) assert.ok(found.toUpperCase().includes(word.split(" ")[0]), found);
  await until(async () => (await drawing(page)) !== whole, "what is found stands out");
  const first = await results.first().evaluate((link) => link.href);
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".map-here").evaluate((link) => link === document.activeElement && link.href), first);
  await page.locator("#archsite\\:map-find").fill("no document is called this");
  await until(async () => (await page.locator(".map-found").isVisible()) === false, "nothing is listed");
});

test("a category that is taken away is neither drawn nor found, and so is a kind of relation", async (t) => {
  const page = await open(t);
  await ready(page);
  const whole = await drawing(page);
  for (const group of [".map-categories", ".map-kinds"]) {
    const box = page.locator(`${group} input`).first();
    await box.focus();
    await page.keyboard.press("Space");
    await until(async () => (await drawing(page)) !== whole, `${group}: something is gone`);
    await page.keyboard.press("Space");
    await until(async () => (await drawing(page)) === whole, `${group}: it is back`);
  }
  for (const box of await page.locator(".map-categories input").all()) await box.uncheck();
  await page.locator("#archsite\\:map-find").fill("e");
  await until(async () => (await page.locator(".map-stage [role=status]").textContent()) === "0 found", "nothing is left to find");
  assert.equal(await page.locator(".map-here").isVisible(), false);
});

test("the map follows the switch between light and dark", async (t) => {
  const page = await open(t);
  await ready(page);
  const light = await drawing(page);
  await page.locator(".theme-switch").click();
  await page.mouse.move(0, 400);
  await until(async () => (await drawing(page)) !== light, "it is drawn in other colours");
});

test("two fingers zoom, one scrolls the page, and a tap chooses", async (t) => {
  const page = await open(t, { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
  await ready(page);
  assert.equal(await page.locator(".map-stage").evaluate((stage) => getComputedStyle(stage).touchAction), "pan-x pan-y");
  const { x, y, href } = await documentOnScreen(page);
  await page.touchscreen.tap(x, y);
  await until(async () => (await page.locator(".map-chosen h2 a").count()) === 1, "a document is chosen");
  assert.notEqual(page.url(), href);
  const whole = await drawing(page);
  const session = await page.context().newCDPSession(page);
  const touch = (type, ...points) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([left, top], id) => ({ x: left, y: top, id })) });
  await touch("touchStart", [150, y], [220, y]);
  await touch("touchMove", [110, y], [260, y]);
  await touch("touchMove", [80, y], [300, y]);
  await touch("touchEnd");
  await until(async () => (await drawing(page)) !== whole, "it is larger");
});

/** Opens the map in a context of its own; what it complains about fails the test. */
async function open(t, settings = {}, from = "server") {
  const context = await browser.newContext({ viewport: WIDE, reducedMotion: "reduce", ...settings });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const complaints = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  t.after(async () => {
    await context.close();
    assert.deepEqual(complaints, [], "complaints on the console");
  });
  const address = from === "disk" ? pathToFileURL(join(site, path)).href : server.address + encoded(path);
  await page.goto(address, { waitUntil: "load" });
  return page;
}

/** Waits until the script has drawn the map in the place of the picture. */
async function ready(page) {
  await until(() => page.evaluate(() => "ready" in document.querySelector("[data-map]").dataset), "the script has the data");
  await until(async () => (await drawing(page)) !== "", "it is drawn");
  assert.equal(await page.locator(".map-picture").evaluate((svg) => getComputedStyle(svg).visibility), "hidden");
  // What moves is drawn with fewer lines, and once more when it rests.
  let before = "";
  await until(async () => {
    const now = await drawing(page);
    const isSame = now === before;
    before = now;
    return isSame;
  }, "it rests");
}

/** Names what is drawn: the same for the same picture, and empty for none. */
function drawing(page) {
  return page.locator(".map-canvas").evaluate(async (canvas) => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    if (!canvas.width || !canvas.height) return "";
    const empty = Object.assign(document.createElement("canvas"), { width: canvas.width, height: canvas.height });
    const [drawn, nothing] = [canvas, empty].map((it) => it.toDataURL());
    return drawn === nothing ? "" : drawn;
  });
}

/** Returns a document of the picture that has a name, and where it is drawn while the whole map is shown. */
async function documentOnScreen(page) {
  return page.evaluate(() => {
    const svg = document.querySelector(".map-picture");
    const links = [...svg.querySelectorAll("a")].filter((link) => link.querySelector("text:not(.is-quiet)"));
    const link = links.at(-1);
    const shape = link.querySelector("circle, rect");
    const { x, y, width, height } = shape.getBBox();
    const stage = document.querySelector(".map-stage");
    const frame = stage.getBoundingClientRect();
    const scale = Math.min(stage.clientWidth / svg.viewBox.baseVal.width, stage.clientHeight / svg.viewBox.baseVal.height);
    const left = (stage.clientWidth - svg.viewBox.baseVal.width * scale) / 2;
    const top = (stage.clientHeight - svg.viewBox.baseVal.height * scale) / 2;
    return {
      x: frame.left + stage.clientLeft + left + (x + width / 2) * scale,
      y: frame.top + stage.clientTop + top + (y + height / 2) * scale,
      href: new URL(link.getAttribute("href"), location.href).href,
      name: link.querySelector("text").textContent,
    };
  });
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
