// A built portal as a browser meets it: its pages, and a server that has them below a sub-path.
//
// In: the folder. Out: the list of pages, and an address on loopback. Never: a file from outside the
// folder, a request to another host.

import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, relative, resolve, sep } from "node:path";
import { createGzip } from "node:zlib";

/** Where the site is served: not at the root, so that an absolute link shows as the fault that it is. */
export const BASE = "/some/base/";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
  ".md": "text/markdown; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
};

/**
 * Reads the pages of a site, in the order of their paths.
 * @returns {Promise<{path: string, html: string, redirect: boolean}[]>} paths are relative, with slashes
 */
export async function readPages(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".html"))
    // `parentPath` is the newer name; Node 18 has only `path`.
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
    .sort();
  return Promise.all(
    files.map(async (path) => {
      const html = await readFile(join(folder, path), "utf8");
      return { path, html, redirect: /<meta[^>]+http-equiv=["']?refresh/i.test(html) };
    }),
  );
}

/** Writes a path of the site as a part of an address. */
export function encoded(path) {
  return path.split("/").map(encodeURIComponent).join("/");
}

/** What servers compress: all but what is compressed already. */
const COMPRESSED = /^(text\/|application\/(json|xml)|image\/svg)/;

/**
 * Serves a folder below BASE on a free port of loopback, compressed as servers do.
 * @returns {Promise<{origin: string, address: string, close: () => void}>}
 */
export async function serve(folder) {
  const root = resolve(folder);
  const server = createServer(async (request, response) => {
    const send = (status, file) => {
      const type = TYPES[extname(file).toLowerCase()] ?? "application/octet-stream";
      const zipped = COMPRESSED.test(type) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
      const headers = { "content-type": type, "cache-control": "no-store", vary: "accept-encoding" };
      response.writeHead(status, zipped ? { ...headers, "content-encoding": "gzip" } : headers);
      const content = createReadStream(file);
      (zipped ? content.pipe(createGzip()) : content).pipe(response);
    };
    const isFile = async (file) => (await stat(file).catch(() => null))?.isFile() ?? false;
    let path;
    try {
      path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    } catch {
      response.writeHead(400).end();
      return;
    }
    if (path.startsWith(BASE)) {
      const file = resolve(root, path.slice(BASE.length));
      if (file === root || file.startsWith(root + sep)) {
        if (await isFile(file)) return send(200, file);
        if (path.endsWith("/") && (await isFile(join(file, "index.html")))) return send(200, join(file, "index.html"));
      }
    }
    const missing = join(root, "404.html");
    if (await isFile(missing)) return send(404, missing);
    response.writeHead(404).end();
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    address: origin + BASE,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
