/* Comforts only: every word, link and table is on the page without this file. */
(() => {
  "use strict";

  /* The dev server puts a new body in place of the old one and runs this file again: what listens
     beyond the body ends then. Nobody else sends this event. */
  const end = new AbortController();
  const { signal } = end;
  document.addEventListener("archsite:leave", (event) => {
    event.preventDefault();
    end.abort();
  }, { once: true });

  const root = document.documentElement;
  const header = document.querySelector(".header");
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  document.body.append(status);

  /* Emptied first: the same words said twice in a row would not be read out the second time. */
  const say = (text) => {
    status.textContent = "";
    setTimeout(() => { status.textContent = text; }, 50);
  };

  /* The clipboard API is missing on plain http from another host; the old way still works there. */
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      area.className = "visually-hidden";
      document.body.append(area);
      const before = document.activeElement;
      area.select();
      let done = false;
      try { done = document.execCommand("copy"); } catch { /* stays false */ }
      area.remove();
      before?.focus?.({ preventScroll: true });
      return done;
    }
  };

  const mark = (element, text) => {
    element.dataset.copied = "";
    say(text);
    clearTimeout(element.copiedTimer);
    element.copiedTimer = setTimeout(() => { delete element.dataset.copied; }, 1600);
  };

  /* Theme. A choice that equals the system's is forgotten, so that the page follows the system
     again when that changes in the evening. */

  const KEY = "archsite-theme";
  const systemDark = matchMedia("(prefers-color-scheme: dark)");
  const apply = (theme) => {
    if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
  };
  for (const button of document.querySelectorAll(".theme-switch")) {
    button.addEventListener("click", () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : systemDark.matches;
      const wanted = dark ? "light" : "dark";
      const chosen = wanted === (systemDark.matches ? "dark" : "light") ? null : wanted;
      apply(chosen);
      try {
        if (chosen) localStorage.setItem(KEY, chosen); else localStorage.removeItem(KEY);
      } catch { /* a browser that keeps nothing still switches this page */ }
      say(wanted === "dark" ? "Dark theme" : "Light theme");
    });
  }
  addEventListener("storage", (event) => {
    if (event.key === KEY) apply(event.newValue === "dark" || event.newValue === "light" ? event.newValue : null);
  }, { signal });

  /* Drawer. The browser opens and closes it; what is left is where the focus goes. */

  const drawer = document.querySelector(".navigation[popover]");
  if (drawer && drawer.hidePopover) {
    const hide = () => { if (drawer.matches(":popover-open")) drawer.hidePopover(); };
    drawer.addEventListener("toggle", (event) => {
      if (event.newState !== "open") return;
      drawer.scrollTop = 0;
      drawer.querySelector(".close")?.focus();
    });
    drawer.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !drawer.contains(event.relatedTarget)) hide();
    });
    /* A link to a place on this same page loads nothing that would close it. */
    drawer.addEventListener("click", (event) => { if (event.target.closest("a")) hide(); });
    matchMedia("(min-width: 760px)").addEventListener("change", hide, { signal });

    /* In a long column the reader's own place should be in view. Only the column is moved. */
    const current = drawer.querySelector('[aria-current="page"]');
    if (current && drawer.scrollHeight > drawer.clientHeight) {
      const gap = current.getBoundingClientRect().bottom - drawer.getBoundingClientRect().bottom;
      if (gap > -24) drawer.scrollTop = gap + drawer.clientHeight / 2;
    }
  }

  /* On this page follows the reading position: the part whose heading was passed last. The years
     of the timeline do the same. */

  const follow = (links, box) => {
    const parts = links
      .map((link) => ({ link, place: document.getElementById(decodeURIComponent(link.hash.slice(1))) }))
      .filter((part) => part.place);
    if (!parts.length) return;
    let shown = null;
    let waiting = false;
    const look = () => {
      waiting = false;
      if (!box.getClientRects().length) return;
      const line = (header?.offsetHeight ?? 0) + 48;
      let now = null;
      for (const part of parts) {
        /* What a filter took away has no place that could be passed. */
        if (!part.place.getClientRects().length) continue;
        if (part.place.getBoundingClientRect().top > line) break;
        now = part;
      }
      /* The last parts of a page may never reach the line: at its end the one that was asked for
         counts, else the last. */
      if (scrollY > 0 && scrollY + innerHeight >= root.scrollHeight - 2) {
        const inView = parts.filter((part) => part.place.getBoundingClientRect().top >= line - 48);
        now = inView.find((part) => part.link.hash === location.hash) ?? inView.at(-1) ?? now;
      }
      if (now === shown) return;
      shown?.link.removeAttribute("aria-current");
      shown = now;
      if (!now) return;
      now.link.setAttribute("aria-current", "true");
      const frame = box.getBoundingClientRect();
      const at = now.link.getBoundingClientRect();
      if (at.top < frame.top + 40) box.scrollTop -= frame.top + 40 - at.top;
      else if (at.bottom > frame.bottom - 40) box.scrollTop += at.bottom - frame.bottom + 40;
    };
    const soon = () => {
      if (!waiting) { waiting = true; requestAnimationFrame(look); }
    };
    addEventListener("scroll", soon, { passive: true, signal });
    addEventListener("resize", soon, { passive: true, signal });
    addEventListener("hashchange", soon, { signal });
    look();
  };
  for (const box of document.querySelectorAll(".rail, .years")) {
    follow([...box.querySelectorAll(".on-this-page a[href^='#'], a.year[href^='#']")], box);
  }
  /* A year's link leads to its newest month; of its bars each leads to its own. */
  for (const bar of document.querySelectorAll(".year [data-month]")) {
    bar.addEventListener("click", (event) => {
      event.preventDefault();
      location.hash = bar.dataset.month;
    });
  }
  /* In the folded list a choice has been made: it closes behind the reader. */
  for (const fold of document.querySelectorAll("details.contents")) {
    fold.addEventListener("click", (event) => { if (event.target.closest("a")) fold.open = false; });
  }

  /* Permalinks go where they point, as links do, and leave their address on the clipboard. */

  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a.permalink");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (await copy(link.href)) mark(link, "Link copied");
  }, { signal });

  /* Copy buttons. Where a block has a bar the button stands in it, so nothing moves when it comes. */

  for (const figure of document.querySelectorAll("figure.code")) {
    const code = figure.querySelector("pre");
    if (!code) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    const name = figure.querySelector(".file")?.textContent;
    if (name) button.setAttribute("aria-label", `Copy ${name}`);
    button.addEventListener("click", async () => {
      const done = await copy(code.textContent.replace(/\n$/, ""));
      button.textContent = done ? "Copied" : "Failed";
      mark(button, done ? "Code copied" : "The browser did not allow copying");
      clearTimeout(button.textTimer);
      button.textTimer = setTimeout(() => { button.textContent = "Copy"; }, 1600);
    });
    (figure.querySelector("figcaption") ?? figure).append(button);
  }

  /* Tables and code. One that fits needs no stop of the Tab key, and its head can follow the page;
     one that does not keeps its first column, unless that would take the room of the others. */

  const boxes = [...document.querySelectorAll(".prose .table, .prose .code pre, .register")];
  const measure = (list) => {
    const facts = list.map((box) => {
      const cell = box.querySelector("tr > :first-child");
      return {
        box,
        fits: box.scrollWidth <= box.clientWidth + 1,
        narrow: !!cell && cell.offsetWidth <= box.clientWidth * .5,
      };
    });
    for (const { box, fits, narrow } of facts) {
      box.tabIndex = fits ? -1 : 0;
      if (fits) box.removeAttribute("tabindex");
      if (!box.matches(".table, .register")) continue;
      box.toggleAttribute("data-fits", fits);
      box.toggleAttribute("data-keep", !fits && narrow);
    }
  };
  if (boxes.length) {
    const observer = new ResizeObserver((entries) => measure(entries.map((entry) => entry.target)));
    for (const box of boxes) observer.observe(box);
    /* Inside a closed <details> nothing has a size yet. */
    document.addEventListener("toggle", (event) => {
      if (event.target instanceof HTMLDetailsElement) measure(boxes.filter((box) => event.target.contains(box)));
    }, { capture: true, signal });
  }

  /* Filters. Without script everything is shown; with it each group of chips, choice and field that
     names a list takes away what it does not want. A filter stands in the address, so that a link
     to it can be given, and from the front page led to. */

  const values = (item, key) => (item.dataset[key] ?? "").split("|");
  const controls = [...document.querySelectorAll("[data-filter][data-of], [data-filter-text][data-of]")];
  const listed = [...new Set(controls.map((control) => control.dataset.of))];
  for (const list of listed.map((id) => document.getElementById(id)).filter(Boolean)) {
    const own = controls.filter((control) => control.dataset.of === list.id);
    const items = [...list.querySelectorAll("[data-item]")];
    const groups = [...list.querySelectorAll("[data-group]")];
    const none = document.querySelector(`[data-none="${CSS.escape(list.id)}"]`);
    const wanted = {};
    let words = [];
    const texts = new Map();
    const textOf = (item) => {
      if (!texts.has(item)) texts.set(item, item.textContent.toLowerCase());
      return texts.get(item);
    };
    const show = () => {
      const keys = Object.keys(wanted).filter((key) => wanted[key]);
      let shown = 0;
      for (const item of items) {
        const is = keys.every((key) => values(item, key).includes(wanted[key])) && words.every((word) => textOf(item).includes(word));
        item.hidden = !is;
        if (is) shown += 1;
      }
      for (const group of groups) {
        const left = group.querySelectorAll("[data-item]:not([hidden])").length;
        group.hidden = left === 0;
        const count = group.querySelector("[data-shown]");
        if (count) count.textContent = left;
      }
      if (none) none.hidden = shown > 0;
      return shown;
    };
    const choose = (key, value) => {
      wanted[key] = value;
      for (const control of own.filter((control) => control.dataset.filter === key)) {
        if (control.matches("select")) control.value = value;
        for (const chip of control.querySelectorAll(".chip")) {
          chip.setAttribute("aria-pressed", String(chip.dataset.value === value));
        }
      }
    };
    const changed = () => {
      say(`${show()} of ${items.length} shown`);
      const query = new URLSearchParams(location.search);
      for (const [key, value] of Object.entries(wanted)) {
        if (value) query.set(key, value); else query.delete(key);
      }
      const search = query.toString();
      try { history.replaceState(null, "", `${location.pathname}${search && `?${search}`}${location.hash}`); } catch { /* from disk some browsers refuse */ }
    };
    for (const control of own) {
      const key = control.dataset.filter;
      if (key === undefined) {
        control.addEventListener("input", () => {
          words = control.value.toLowerCase().split(/\s+/).filter(Boolean);
          changed();
        });
      } else if (control.matches("select")) {
        control.addEventListener("change", () => { choose(key, control.value); changed(); });
      } else {
        control.addEventListener("click", (event) => {
          const chip = event.target.closest(".chip");
          if (!chip) return;
          /* Pressed once more, a chip lets go. */
          choose(key, chip.getAttribute("aria-pressed") === "true" ? "" : chip.dataset.value);
          changed();
        });
      }
      const asked = key && new URLSearchParams(location.search).get(key);
      if (asked && items.some((item) => values(item, key).includes(asked))) choose(key, asked);
    }
    show();
  }

  /* Tables that sort: up, down, and as they were. Empty cells stand last either way. */

  const compare = new Intl.Collator(root.lang || undefined, { numeric: true, sensitivity: "base" }).compare;
  for (const head of document.querySelectorAll(".register th[data-sort]")) {
    const table = head.closest("table");
    const body = table.tBodies[0];
    if (!body || body.rows.length < 2) continue;
    const before = [...body.rows];
    const key = (row) => {
      const cell = row.cells[head.cellIndex];
      return (cell?.dataset.value ?? cell?.textContent ?? "").trim();
    };
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const was = head.getAttribute("aria-sort");
      const now = was === null ? "ascending" : was === "ascending" ? "descending" : null;
      for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
      let rows = before;
      if (now) {
        head.setAttribute("aria-sort", now);
        const turn = now === "ascending" ? 1 : -1;
        const order = head.dataset.sort === "number" ? (a, b) => parseFloat(a) - parseFloat(b) || 0 : compare;
        rows = before
          .map((row) => [key(row), row])
          .sort(([a], [b]) => (a === "" || b === "" ? (a === "") - (b === "") : turn * order(a, b)))
          .map(([, row]) => row);
      }
      body.append(...rows);
      say(now ? `Sorted by ${button.textContent.trim()}, ${now}` : "As it was");
    });
  }

  /* All documents. The tree of a large portal is a file of its own, fetched when somebody asks for
     it; as a script, because a page opened from disk may load scripts but fetch nothing. */

  const all = document.querySelector("a[data-navigation]");
  if (all) {
    const prefix = root.dataset.root ?? "";
    const here = location.href.replace(/[#?].*$/, "");
    const address = (node) => (node.url == null ? null : new URL(prefix + node.url, document.baseURI).href);
    const isHere = (node) => {
      const url = address(node);
      return url === here || url === `${here}index.html`;
    };
    const leadsHere = (node) => isHere(node) || (node.children ?? []).some(leadsHere);

    const anchor = (node) => {
      const element = document.createElement(node.url == null ? "span" : "a");
      element.textContent = node.title;
      if (node.url != null) {
        element.href = prefix + node.url;
        if (isHere(node)) element.setAttribute("aria-current", "page");
      }
      return element;
    };
    /* A branch is built when it is opened: ten thousand elements at once would be felt. */
    const branch = (nodes) => {
      const list = document.createElement("ul");
      for (const node of nodes) {
        const item = document.createElement("li");
        if (node.children?.length) {
          const details = document.createElement("details");
          const summary = document.createElement("summary");
          summary.append(anchor(node));
          details.append(summary);
          const grow = () => { if (details.children.length === 1) details.append(branch(node.children)); };
          details.addEventListener("toggle", () => { if (details.open) grow(); });
          if (leadsHere(node)) { grow(); details.open = true; }
          item.append(details);
        } else {
          item.append(anchor(node));
        }
        list.append(item);
      }
      return list;
    };

    const details = document.createElement("details");
    details.className = "tree";
    const summary = document.createElement("summary");
    summary.textContent = all.textContent;
    details.append(summary);
    all.replaceWith(details);

    /* Says the tree to whoever asks, loading it once; nothing, where it cannot be had. */
    let tree = null;
    const treeOf = () => {
      tree ??= new Promise((done) => {
        globalThis.archsiteNavigation = (data) => {
          delete globalThis.archsiteNavigation;
          done(data);
        };
        const script = document.createElement("script");
        script.src = all.dataset.navigation;
        script.onerror = () => done(null);
        document.head.append(script);
      });
      return tree;
    };

    details.addEventListener("toggle", async () => {
      if (!details.open || details.children.length > 1) return;
      const data = await treeOf();
      if (details.children.length > 1) return;
      /* Where the list cannot be loaded the front page has it. */
      const instead = [{ title: "The list could not be loaded: to the front page", url: all.getAttribute("href").slice(prefix.length) }];
      details.append(branch(data?.children ?? instead));
    });

    /* The page for a missing address: a document of the same name may stand elsewhere now. */
    const missing = document.querySelector("[data-missing]");
    const nameOf = (url) => {
      const parts = decodeURIComponent(url.replace(/[?#].*$/, "")).split("/");
      const last = parts.pop().replace(/\.(html|md)$/, "");
      return (last === "" || last === "index" ? parts.pop() ?? "" : last).toLowerCase();
    };
    const name = missing && nameOf(location.pathname);
    if (name && name !== "404") {
      treeOf().then((data) => {
        const found = [];
        const walk = (node) => {
          if (node.url != null && nameOf(node.url) === name) found.push(node);
          node.children?.forEach(walk);
        };
        data?.children?.forEach(walk);
        for (const node of found.slice(0, 8)) {
          const item = document.createElement("li");
          item.append(anchor(node));
          missing.querySelector("ul").append(item);
        }
        missing.hidden = found.length === 0;
      });
    }
  }
})();
