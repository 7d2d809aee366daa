// markup.mjs SITE: what the Nu HTML checker has against the pages of a built portal.
//
// Out: one line an error; exit code 1 where there is any, 3 where there is no Java to run it. Its
// warnings are not shown: it takes every file of a page from disk for one of another host, and warns
// that the page's own policy forbids it.

import { spawnSync } from "node:child_process";
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const SKIPPED = 3;
const JAVA = 17;

const [folder, ...rest] = process.argv.slice(2);
if (!folder || rest.length > 0) {
  console.error("markup.mjs SITE");
  process.exit(2);
}
const site = resolve(folder);
const jar = fileURLToPath(new URL("node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url));

const version = spawnSync("java", ["-version"], { encoding: "utf8" });
const number = Number(/version "(?:1\.)?(\d+)/.exec(version.stderr ?? "")?.[1] ?? 0);
if (number < JAVA) {
  console.log(`SKIPPED Nu HTML checker: ${number === 0 ? "Java is not on this machine" : `Java ${number} is older than ${JAVA}`}`);
  process.exit(SKIPPED);
}

const started = Date.now();
// Deep lists need a deeper stack than Java's usual one.
const checker = spawnSync("java", ["-Xss8m", "-jar", jar, "--skip-non-html", "--errors-only", "--format", "json", site], {
  encoding: "utf8",
  maxBuffer: 256 * 1024 * 1024,
});
let messages;
try {
  ({ messages } = JSON.parse(checker.stderr));
} catch {
  console.error(`the checker says nothing that can be read:\n${checker.stderr}${checker.stdout}`);
  process.exit(1);
}
for (const { url, lastLine, lastColumn, message, extract } of messages.slice(0, 60)) {
  const file = url?.startsWith("file:") ? relative(site, fileURLToPath(url)) : (url ?? "");
  console.log(`${file}:${lastLine}:${lastColumn}: ${message}${extract ? ` — ${extract.trim().replace(/\s+/g, " ")}` : ""}`);
}
const seconds = ((Date.now() - started) / 1000).toFixed(1);
console.log(`Nu HTML checker: ${messages.length} errors, ${seconds} s`);
process.exit(messages.length === 0 ? 0 : 1);
