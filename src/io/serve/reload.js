/* A part of `archsite serve` alone: puts each new version of a page in the place of the one that is
   shown, and lays what is wrong over it. As a shared worker it holds the one stream of all pages of a
   browser, which would otherwise run out of connections at the sixth. */
(() => {
  "use strict";

  /* The browser connects again by itself while the server is away; where it gives up, we do. */
  const listen = (tell) => {
    const stream = new EventSource("/-/events");
    stream.onmessage = (message) => tell(JSON.parse(message.data));
    stream.onerror = () => {
      if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 1000, tell);
    };
  };

  if (typeof SharedWorkerGlobalScope !== "undefined" && self instanceof SharedWorkerGlobalScope) {
    const ports = new Set();
    let newest = null;
    listen((event) => {
      newest = event;
      for (const port of ports) port.postMessage(event);
    });
    self.onconnect = ({ ports: [port] }) => {
      ports.add(port);
      port.onmessage = () => { ports.delete(port); };
      if (newest) port.postMessage(newest);
    };
    return;
  }

  const root = document.documentElement;
  const here = decodeURIComponent(location.pathname.slice(1)).replace(/(^|\/)$/, "$1index.html");
  const address = location.pathname + location.search;

  /* What the reader has done to the page, so that a new one can be put in the same state. */

  const details = () => {
    const seen = new Map();
    return [...document.querySelectorAll("details")].map((element) => {
      const name = element.querySelector("summary")?.textContent.trim() ?? "";
      const count = seen.get(name) ?? 0;
      seen.set(name, count + 1);
      return [`${count} ${name}`, element];
    });
  };
  const SCROLLED = [".navigation", ".rail"];
  const remember = () => ({
    address,
    scroll: [scrollX, scrollY],
    open: details().map(([name, element]) => [name, element.open]),
    columns: SCROLLED.map((name) => document.querySelector(name)?.scrollTop ?? 0),
    drawer: !!document.querySelector(".navigation[popover]:popover-open"),
    focus: document.activeElement?.id ?? "",
  });
  const restore = (state) => {
    const open = new Map(state.open);
    for (const [name, element] of details()) {
      if (open.has(name) && element.open !== open.get(name)) element.open = open.get(name);
    }
    SCROLLED.forEach((name, at) => {
      const column = document.querySelector(name);
      if (column) column.scrollTop = state.columns[at];
    });
    const drawer = document.querySelector(".navigation[popover]");
    if (state.drawer && drawer && !drawer.matches(":popover-open")) drawer.showPopover();
    if (state.focus) document.getElementById(state.focus)?.focus({ preventScroll: true });
    scrollTo({ left: state.scroll[0], top: state.scroll[1], behavior: "instant" });
  };

  /* Where a page cannot be put in place it is loaded anew, and gets its state back afterwards. */

  const KEPT = "archsite-reload";
  const load = () => {
    try { sessionStorage.setItem(KEPT, JSON.stringify(remember())); } catch { /* then it starts at its top */ }
    location.reload();
  };
  try {
    const state = JSON.parse(sessionStorage.getItem(KEPT));
    sessionStorage.removeItem(KEPT);
    if (state?.address === address) addEventListener("load", () => restore(state), { once: true });
  } catch { /* nothing was kept */ }

  /* The new page. */

  /* The turn of the page that is shown, as the server named it in the answer. */
  const turnOf = (name) => {
    const [instance, turn] = (name ?? "").split(" ");
    return turn ? { instance, turn: Number(turn) } : null;
  };
  const ask = async () => {
    const response = await fetch(address, { cache: "no-store" });
    if (!response.headers.get("content-type")?.startsWith("text/html")) throw new Error("no page");
    const turn = turnOf(/archsite;desc="([^"]*)"/.exec(response.headers.get("server-timing"))?.[1]);
    return { turn, page: new DOMParser().parseFromString(await response.text(), "text/html") };
  };
  const timing = performance.getEntriesByType("navigation")[0]?.serverTiming;
  /* The turn that is on the screen, and the last one that this page has heard of. */
  let current = turnOf(timing?.find?.(({ name }) => name === "archsite")?.description);
  let known = current;
  /* The body as it was served, before scripts touched it. */
  let served = null;

  const full = (url) => new URL(url, location.href).href;
  const scripts = (page) => [...page.head.querySelectorAll("script[src][defer]")].map((it) => full(it.getAttribute("src")));
  const sheets = (page) => [...page.head.querySelectorAll('link[rel="stylesheet"]')];
  const policy = (page) => page.head.querySelector("meta[http-equiv]")?.content;

  /* New style sheets are there before the old ones go: nothing is ever shown without. */
  const dress = async (page) => {
    const wanted = sheets(page).map((it) => full(it.getAttribute("href")));
    const worn = sheets(document);
    const missing = wanted.filter((url) => !worn.some((it) => it.href === url));
    await Promise.all(missing.map((url) => new Promise((done) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.onload = link.onerror = done;
      link.href = url;
      document.head.append(link);
    })));
    for (const link of worn) if (!wanted.includes(link.href)) link.remove();
  };

  const run = (url) => new Promise((done) => {
    const script = document.createElement("script");
    script.onload = script.onerror = done;
    script.src = url;
    document.head.append(script);
    script.remove();
  });

  const replace = async () => {
    const { turn, page } = await ask();
    if (String(scripts(page)) !== String(scripts(document)) || policy(page) !== policy(document)) return load();
    const body = page.body.innerHTML;
    const isSame = body === served;
    /* The theme's own script ends what it began and is run again. Others were not written for that. */
    const others = scripts(document).filter((url) => !url.endsWith("/-/reload.js"));
    const mayStay = others.length === 0 || (others.length === 1 && (isSame ||
      !document.dispatchEvent(new Event("archsite:leave", { cancelable: true }))));
    if (!mayStay) return load();
    await dress(page);
    document.title = page.title;
    root.lang = page.documentElement.lang;
    current = turn;
    served = body;
    if (isSame) return;
    const state = remember();
    document.body.replaceWith(document.adoptNode(page.body));
    restore(state);
    for (const url of others) await run(url);
    restore({ ...state, scroll: [scrollX, scrollY] });
  };

  let isBusy = false;
  let isOld = false;
  const renew = async () => {
    isOld = true;
    if (isBusy) return;
    isBusy = true;
    try {
      while (isOld) {
        isOld = false;
        await replace();
      }
    } catch {
      /* The server went away in the middle: when it is back, it says so. */
      known = { instance: "", turn: 0 };
    }
    isBusy = false;
  };

  const freshen = (changed, turn) => {
    for (const picture of document.images) {
      const url = new URL(picture.src);
      if (url.origin !== location.origin || !changed.has(decodeURIComponent(url.pathname.slice(1)))) continue;
      url.search = `turn=${turn}`;
      picture.src = url.href;
    }
  };

  const hear = (event) => {
    show(event.overlay);
    const { instance, turn } = event;
    const before = known;
    if (before?.instance === instance && before.turn >= turn) return;
    known = { instance, turn };
    const isNext = before?.instance === instance && before.turn === turn - 1;
    if (!isNext || !event.changed) return renew();
    const changed = new Set(event.changed.map(decodeURIComponent));
    freshen(changed, turn);
    if (changed.has(here) || (changed.has("404.html") && document.title.startsWith("Page not found"))) renew();
  };

  /* What is wrong. It stands beside the body, so that a new body leaves it alone; its styles are its
     own, and set by script, because the policy of a page allows no others. */

  const STYLE = `
    :host { all: initial; position: fixed; z-index: 2147483647; inset: auto 16px 16px 16px; pointer-events: none;
      font: 14px/1.5 system-ui, sans-serif; color-scheme: light dark; }
    section, .show { pointer-events: auto; box-sizing: border-box; border: 1px solid #b3261e; border-radius: 8px;
      background: light-dark(#fff, #1d1b1b); color: light-dark(#1c1b1b, #eee); box-shadow: 0 4px 24px #0005; }
    section { max-width: 900px; max-height: 60vh; margin: 0 auto; overflow: auto; padding: 12px 16px; }
    header { display: flex; justify-content: space-between; align-items: center; gap: 16px; }
    h2 { margin: 0; font-size: 15px; color: light-dark(#b3261e, #ff8a80); }
    button { font: inherit; color: inherit; padding: 4px 12px; min-height: 28px; border-radius: 6px; cursor: pointer;
      border: 1px solid #8888; background: none; }
    .show { display: block; margin-left: auto; color: light-dark(#b3261e, #ff8a80); }
    ol { list-style: none; margin: 0; padding: 0; }
    li { margin-top: 12px; padding-top: 12px; border-top: 1px solid #8884; }
    p { margin: 0; overflow-wrap: anywhere; }
    .place { font: 13px/1.5 ui-monospace, monospace; opacity: .8; }
    pre { margin: 6px 0; padding: 6px 10px; overflow-x: auto; border-radius: 6px; background: #8882;
      font: 13px/1.5 ui-monospace, monospace; }
    mark { background: #b3261e33; color: inherit; text-decoration: underline wavy #b3261e; text-underline-offset: 3px; }
    [hidden] { display: none; }`;
  const HIDDEN = "archsite-errors-hidden";
  const host = document.createElement("archsite-errors");
  const shadow = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  shadow.adoptedStyleSheets = [sheet];

  const make = (name, content, kind) => {
    const element = document.createElement(name);
    element.append(...[content].flat());
    if (kind) element.className = kind;
    return element;
  };
  const item = ({ code, message, help, file, line, column, text }) => {
    const parts = [];
    if (file) parts.push(make("p", `${file}:${line}:${column}${code ? ` ${code}` : ""}`, "place"));
    parts.push(make("p", message));
    if (text) parts.push(make("pre", [text[0], make("mark", text[1]), text[2]]));
    if (help) parts.push(make("p", help, "help"));
    return make("li", parts);
  };
  const identity = ({ code, message, file }) => `${code} ${file} ${message}`;
  let shown = "";
  const show = ({ errors, findings }) => {
    const told = JSON.stringify([errors, findings]);
    if (told === shown) return;
    shown = told;
    if (errors === 0) return host.remove();
    let hidden = [];
    try { hidden = JSON.parse(sessionStorage.getItem(HIDDEN)) ?? []; } catch { /* nothing is hidden */ }
    const count = errors === 1 ? "1 error" : `${errors} errors`;
    const hide = make("button", "Hide");
    const list = make("ol", findings.map(item));
    if (errors > findings.length) list.append(make("li", `and ${errors - findings.length} more, in the terminal`));
    const section = make("section", [make("header", [make("h2", count), hide]), list]);
    section.setAttribute("role", "status");
    section.setAttribute("aria-label", "Errors in the documents");
    const open = make("button", count, "show");
    const set = (isHidden) => {
      section.hidden = isHidden;
      open.hidden = !isHidden;
      try {
        if (isHidden) sessionStorage.setItem(HIDDEN, JSON.stringify(findings.map(identity)));
        else sessionStorage.removeItem(HIDDEN);
      } catch { /* then it comes again on the next page */ }
    };
    hide.onclick = () => set(true);
    open.onclick = () => set(false);
    /* What was hidden stays so until there is something new. */
    const isHidden = findings.every((finding) => hidden.includes(identity(finding)));
    section.hidden = isHidden;
    open.hidden = !isHidden;
    shadow.replaceChildren(section, open);
    root.append(host);
  };

  const connect = () => {
    let worker;
    try { worker = new SharedWorker("/-/reload.js", "archsite"); } catch { return listen(hear); }
    /* Where a browser has workers and does not let this one be, the page listens for itself. */
    worker.onerror = () => listen(hear);
    worker.port.onmessage = ({ data }) => hear(data);
    addEventListener("pagehide", () => worker.port.postMessage("gone"), { once: true });
  };
  connect();
  /* A page that comes back from the browser's memory has missed what happened in between. */
  addEventListener("pageshow", ({ persisted }) => { if (persisted) connect(); });

  /* Once there is nothing more to do, what was served is fetched to be compared with what will be. */
  const compare = async () => {
    try {
      const { turn, page } = await ask();
      /* It must be the same page as the one on the screen. */
      if (current && turn?.instance === current.instance && turn.turn === current.turn) served ??= page.body.innerHTML;
    } catch { /* the first change then replaces more than it must */ }
  };
  addEventListener("load", () => setTimeout(compare, 200), { once: true });
})();
