// The browser that the checks drive, and the arguments that all scripts share.
//
// Never: a browser that a package brought along; the system's own is named by `--chromium`.

import { chromium } from "playwright-core";

/** What the browser is started with. Of these, all but the first three keep the browser from talking to its maker. */
export const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the browser. */
export function launch(executablePath) {
  return chromium.launch({ executablePath, args: FLAGS });
}

/**
 * Reads the command line: `--name value` for the names given, the rest are words.
 * @returns {{options: Record<string, string[]>, words: string[]}}
 */
export function readArguments(names) {
  const options = Object.fromEntries(names.map((name) => [name, []]));
  const words = [];
  const given = process.argv.slice(2);
  while (given.length > 0) {
    const word = given.shift();
    const name = word.replace(/^--/, "");
    if (word.startsWith("--") && name in options && given.length > 0) options[name].push(given.shift());
    else if (word.startsWith("--")) throw new Error(`${word}: unknown, or without a value`);
    else words.push(word);
  }
  return { options, words };
}

/** Does one thing to each item, so many at a time. Each worker gets a state of its own. */
export async function inParallel(workers, items, start, work) {
  const queue = items.map((item, index) => [item, index]);
  const run = async () => {
    const state = await start();
    while (queue.length > 0) await work(state, ...queue.shift());
  };
  await Promise.all(Array.from({ length: Math.min(workers, items.length) }, run));
}
