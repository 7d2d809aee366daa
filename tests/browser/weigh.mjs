// weigh.mjs SITE: what a page costs beside its own text and pictures, compressed.
//
// In: the built site. Out: the heaviest of each, and a line for each promise that is broken; exit
// code 1 where there is one. The navigation's data is not weighed: it comes only when asked for.

import { readFile } from "node:fs/promises";
import { join, posix, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { readPages } from "./site.mjs";

const KIB = 1024;
const MOST_SCRIPT = 15 * KIB;
const MOST_STYLE = 40 * KIB;
const MOST_FRAME = 60 * KIB;

const [folder, ...rest] = process.argv.slice(2);
if (!folder || rest.length > 0) {
  console.error("weigh.mjs SITE");
  process.exit(2);
}
const site = resolve(folder);
const compressed = (bytes) => gzipSync(bytes, { level: 9 }).length;
const known = new Map();
async function weightOf(path) {
  if (!known.has(path)) known.set(path, compressed(await readFile(join(site, path))));
  return known.get(path);
}

const faults = [];
const heaviest = { script: [0, ""], style: [0, ""], frame: [0, ""] };
for (const { path, html, redirect } of await readPages(site)) {
  if (redirect) continue;
  const local = (url) => posix.join(posix.dirname(path), decodeURIComponent(url.split(/[?#]/)[0]));
  const head = html.slice(0, html.indexOf("</head>"));
  const all = (pattern) => [...head.matchAll(pattern)].map(([, url]) => local(url));
  const sum = async (paths) => (await Promise.all(paths.map(weightOf))).reduce((total, weight) => total + weight, 0);
  const styles = all(/<link rel="stylesheet" href="([^"]+)"/g);
  const scripts = all(/<script src="([^"]+)"/g);
  const icons = all(/<link rel="icon" href="([^"]+)"/g);
  const inline = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text]) => text).join("");

  const style = await sum(styles);
  const script = (await sum(scripts)) + (inline ? compressed(inline) : 0);
  // The page without what its author wrote: the frame, the navigation, the lists of places.
  const frame = compressed(html.replace(/<article.*<\/article>/s, "")) + style + (await sum(scripts)) + (await sum(icons));
  for (const [name, weight, most] of [
    ["script", script, MOST_SCRIPT],
    ["style", style, MOST_STYLE],
    ["frame", frame, MOST_FRAME],
  ]) {
    if (weight > heaviest[name][0]) heaviest[name] = [weight, path];
    if (weight >= most) faults.push(`${path}: ${name} weighs ${weight} bytes, ${most} are the most`);
  }
  // The first paint waits for the page and its style sheets; scripts must not be waited for.
  for (const [tag] of head.matchAll(/<script src[^>]*>/g)) if (!/ (defer|async)/.test(tag)) faults.push(`${path}: ${tag} blocks the first paint`);
}
for (const fault of faults) console.log(fault);
const shown = Object.entries(heaviest).map(([name, [weight, path]]) => `${name} ${(weight / KIB).toFixed(1)} KiB (${path})`);
console.log(`weights, compressed, at most: ${shown.join(", ")}`);
process.exit(faults.length === 0 ? 0 : 1);
