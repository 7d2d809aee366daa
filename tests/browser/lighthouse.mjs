// lighthouse.mjs SITE --chromium PATH: what Lighthouse gives a portal, on its usual slow telephone.
//
// The front page, a long document and one with much code must have 100 for performance,
// accessibility, best practices and SEO. Out: the marks; exit code 1 where one is below 100, 3 where
// Lighthouse cannot run here. The mark for performance hangs on what else the machine is doing: the
// best of a few runs counts, and where the machine has far more to do than it has processors, that
// mark is shown and not judged.

import * as os from "node:os";
import { resolve } from "node:path";
import { FLAGS, readArguments } from "./browser.mjs";
import { pick } from "./kinds.mjs";
import { encoded, readPages, serve } from "./site.mjs";

const SKIPPED = 3;
const RUNS = 3;
const KINDS = ["front", "long", "code"];

const { options, words } = readArguments(["chromium"]);
if (words.length !== 1 || options.chromium.length !== 1) {
  console.error("lighthouse.mjs SITE --chromium PATH");
  process.exit(2);
}
const site = resolve(words[0]);
const kinds = pick(await readPages(site));

let lighthouse;
let chrome;
try {
  ({ default: lighthouse } = await import("lighthouse"));
  const { launch } = await import("chrome-launcher");
  chrome = await launch({ chromePath: options.chromium[0], chromeFlags: FLAGS });
} catch (error) {
  console.log(`SKIPPED Lighthouse: it does not run here: ${error.message.split("\n")[0]}`);
  process.exit(SKIPPED);
}

let faults = 0;
let busy = false;
const server = await serve(site);
try {
  for (const path of new Set(KINDS.map((kind) => kinds[kind]).filter(Boolean))) faults += await judge(path);
} finally {
  chrome.kill();
  server.close();
}
if (faults === 0 && busy) console.log(`SKIPPED Lighthouse's judgement of performance: the load was ${os.loadavg()[0].toFixed(0)}`);
process.exit(faults > 0 ? 1 : busy ? SKIPPED : 0);

/** Says whether others want the processors too; the browser itself wants about two. */
function isBusy() {
  return os.loadavg()[0] > 2 * (os.availableParallelism?.() ?? os.cpus().length) + 2;
}

/** Prints the best marks of a page, and what cost a point. Returns how many are below 100. */
async function judge(path) {
  const best = new Map();
  let runs = 0;
  while (runs < RUNS && (runs === 0 || [...best.values()].some(({ score }) => score < 1))) {
    runs += 1;
    const settings = { port: chrome.port, output: "json", logLevel: "error" };
    const { lhr } = await lighthouse(server.address + encoded(path), settings);
    if (lhr.runtimeError) throw new Error(`${path}: ${lhr.runtimeError.message}`);
    for (const { id, title, score, auditRefs } of Object.values(lhr.categories)) {
      if (best.has(id) && best.get(id).score >= score) continue;
      const lost = auditRefs
        .map((reference) => ({ weight: reference.weight, audit: lhr.audits[reference.id] }))
        .filter(({ weight, audit }) => weight > 0 && audit.score !== null && audit.score < 1)
        .map(({ audit }) => [audit.title, audit.displayValue].filter(Boolean).join(": "));
      best.set(id, { title, score: score ?? 0, lost });
    }
  }
  const marks = [...best.values()].map(({ title, score }) => `${title} ${Math.round(score * 100)}`).join(", ");
  console.log(`Lighthouse, ${path}: ${marks}${runs > 1 ? ` (best of ${runs})` : ""}`);
  const bad = [...best].filter(([, { score }]) => score < 1).map(([id, mark]) => ({ id, ...mark }));
  for (const { title, lost } of bad) for (const line of lost) console.log(`  ${title}: ${line}`);
  if (!isBusy()) return bad.length;
  busy ||= bad.some(({ id }) => id === "performance");
  return bad.filter(({ id }) => id !== "performance").length;
}
