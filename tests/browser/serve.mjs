// serve.mjs --binary ARCHSITE --chromium PATH: what a writer sees in the browser while writing.
//
// A small portal of its own is served by the program itself and edited on disk; the browser must show
// each edit without losing the reader's place. Out: one line a fault; exit code 1 where there is any.
// Never: waits for a time, where it can wait for what is to be seen.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { launch, readArguments } from "./browser.mjs";

const TABS = 8;
const PATIENCE = 20_000;

const { options, words } = readArguments(["chromium", "binary"]);
if (words.length !== 0 || options.chromium.length !== 1 || options.binary.length !== 1) {
  console.error("serve.mjs --binary ARCHSITE --chromium PATH");
  process.exit(2);
}

const folder = await mkdtemp(join(tmpdir(), "archsite-serve-"));
const put = async (path, text) => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
};
const orders = (text) => {
  const parts = Array.from({ length: 40 }, (_, at) => `## Part ${at}\n\nWhat part ${at} does, at some length.\n`);
  return `# Orders\n\n${text}\n\n<details><summary>Routes</summary>\n\nAll of them.\n\n</details>\n\n` +
    `<details open><summary>Queues</summary>\n\nOne.\n\n</details>\n\n${parts.join("\n")}\n` +
    "```rust\nfn place(order: Order) {}\n```\n";
};
const STYLE = "body { outline: 3px solid rgb(1, 2, 3); }\n";

/** Starts the program; its first line is the address. */
async function start(port) {
  const child = spawn(options.binary[0], ["serve", folder, "--port", String(port)], { stdio: ["ignore", "pipe", "ignore"] });
  const lines = createInterface({ input: child.stdout });
  const [address] = await once(lines, "line");
  return { child, address, port: Number(new URL(address).port) };
}
async function stop({ child }) {
  const ended = once(child, "exit");
  child.kill("SIGINT");
  await ended;
}

const checks = {
  async "an edit is swapped in: the place, what is open, and the theme stay"({ page, edit }) {
    await page.evaluate(() => {
      globalThis.isTheSameLoad = true;
      for (const it of document.querySelectorAll("article details:not(.contents)")) it.open = !it.open;
      scrollTo({ top: 900, behavior: "instant" });
    });
    await page.evaluate(() => document.querySelector(".theme-switch").click());
    const before = await state(page);
    assert.ok(before.scroll > 500 && before.theme, JSON.stringify(before));
    await edit(orders("Edited in place."));
    await page.waitForFunction(() => document.body.textContent.includes("Edited in place."));
    await page.waitForSelector("figure.code button.copy");
    assert.equal(await page.evaluate(() => globalThis.isTheSameLoad), true, "the page was loaded anew");
    assert.deepEqual(await state(page), before);
    assert.equal(await page.locator("figure.code button.copy").count(), 1, "what scripts add is there once");
    await page.evaluate(() => document.querySelector(".theme-switch").click());
    assert.equal((await state(page)).theme, null, "the switch switches once");
  },

  async "nothing is shown in between: no frame is empty or unstyled"({ page, edit }) {
    await page.evaluate(() => {
      globalThis.frames_ = [];
      const look = () => {
        const text = document.querySelector("article")?.offsetHeight ?? 0;
        globalThis.frames_.push([text > 500, getComputedStyle(document.querySelector(".header")).position]);
        requestAnimationFrame(look);
      };
      look();
    });
    for (let number = 0; number < 5; number++) {
      await edit(orders(`Frame ${number}.`));
      await page.waitForFunction((text) => document.body.textContent.includes(text), `Frame ${number}.`);
    }
    const frames = await page.evaluate(() => globalThis.frames_);
    const first = String(frames[0]);
    assert.ok(frames.length > 3 && frames.every((it) => String(it) === first), JSON.stringify(frames));
  },

  async "a style is swapped alone"({ page }) {
    await page.evaluate(() => { globalThis.article = document.querySelector("article"); });
    await page.waitForFunction(() => performance.getEntriesByType("resource").some((it) => it.name === location.href));
    await put("style.css", STYLE.replace("3px", "5px"));
    await page.waitForFunction(() => getComputedStyle(document.body).outlineWidth === "5px");
    assert.equal(await page.evaluate(() => globalThis.article === document.querySelector("article")), true);
    assert.equal(await page.locator('link[rel="stylesheet"][href*="/style-"]').count(), 2);
  },

  async "errors come as an overlay with place, text and mend, and go when they are mended"({ page, edit }) {
    await edit(orders("See [it](REDME.md)."));
    const errors = page.locator("archsite-errors");
    await errors.waitFor();
    const text = await errors.locator("section").innerText();
    for (const word of ["1 error", "orders.md:3:5", "broken-link", "[it](REDME.md)", "README.md"]) {
      assert.ok(text.includes(word), `no ${word} in: ${text}`);
    }
    await put("book.toml", `${BOOK}titel = 3\n`);
    await page.waitForFunction(() => document.querySelector("archsite-errors")?.shadowRoot.textContent.includes("book.toml:"));
    assert.ok(await page.locator("article h2", { hasText: "Part 7" }).isVisible(), "the last good page stays underneath");
    await put("book.toml", BOOK);
    await page.waitForFunction(() => document.querySelector("archsite-errors")?.shadowRoot.textContent.includes("REDME"));
    await errors.locator("button", { hasText: "Hide" }).click();
    assert.equal(await errors.locator("section").isVisible(), false);
    await edit(orders("See [it](README.md)."));
    await errors.waitFor({ state: "detached" });
  },

  async "a tab left open over a restart shows what was written meanwhile"({ page, edit, restart }) {
    await edit(orders("Before the restart."));
    await page.waitForFunction(() => document.body.textContent.includes("Before the restart."));
    await restart(() => edit(orders("Written while nobody served.")));
    await page.waitForFunction(() => document.body.textContent.includes("Written while nobody served."));
    await edit(orders("And it follows again."));
    await page.waitForFunction(() => document.body.textContent.includes("And it follows again."));
  },

  async "a page that is written for the first time takes the place of the one that says it is not there"({ page, address }) {
    await page.goto(`${address}new/notes.html`);
    assert.ok((await page.title()).startsWith("Page not found"));
    await put("docs/new/notes.md", "# Fresh notes\n\nJust written.\n");
    await page.waitForFunction(() => document.body.textContent.includes("Just written."));
    await page.goto(`${address}orders.html`);
  },

  async "eight tabs of one browser all follow, over one stream"({ context, address, edit, streams }) {
    const tabs = await Promise.all(Array.from({ length: TABS }, () => context.newPage()));
    for (const tab of tabs) {
      tab.setDefaultTimeout(PATIENCE);
      await tab.goto(`${address}orders.html`);
    }
    for (const words of ["To all of them.", "And once more."]) {
      await edit(orders(words));
      await Promise.all(tabs.map((tab) => tab.waitForFunction((it) => document.body.textContent.includes(it), words)));
    }
    assert.ok(streams() <= 1, `${streams()} tabs opened a stream of their own`);
    await Promise.all(tabs.map((tab) => tab.close()));
  },
};

/** What a reader has done to the page. */
function state(page) {
  return page.evaluate(() => ({
    scroll: Math.round(scrollY),
    open: [...document.querySelectorAll("article details:not(.contents)")].map((it) => it.open),
    theme: document.documentElement.dataset.theme ?? null,
  }));
}

const BOOK = '[book]\ntitle = "Webshop"\nsrc = "docs"\n[output.archsite]\nextra-css = ["style.css"]\n';
await put("book.toml", BOOK);
await put("style.css", STYLE);
await put("docs/README.md", "# Webshop\n\nSee [orders](orders.md).\n");
await put("docs/orders.md", orders("At first."));
const edit = (text) => put("docs/orders.md", text);

const faults = [];
let server = await start(0);
const browser = await launch(options.chromium[0]);
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: "light" });
  let streams = 0;
  context.on("request", (request) => { streams += request.url().endsWith("/-/events"); });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("console", (message) => {
    const isOfRestart = /ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE|404/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !isOfRestart) faults.push(`console: ${message.text()}`);
  });
  await page.goto(`${server.address}orders.html`);
  const restart = async (meanwhile) => {
    await stop(server);
    await meanwhile();
    server = await start(server.port);
  };
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check({ page, context, address: server.address, edit, restart, streams: () => streams });
      console.log(`ok: ${name}`);
    } catch (error) {
      faults.push(`${name}: ${error.message}`);
    }
  }
} finally {
  await browser.close();
  await stop(server);
  await rm(folder, { recursive: true, force: true });
}
for (const fault of faults) console.error(fault);
process.exit(faults.length > 0 ? 1 : 0);
