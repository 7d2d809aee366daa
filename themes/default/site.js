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

  /* On this page follows the reading position: the part whose heading was passed last. */

  const rail = document.querySelector(".rail");
  const links = [...document.querySelectorAll(".on-this-page a[href^='#']")];
  const parts = links
    .map((link) => ({ link, heading: document.getElementById(decodeURIComponent(link.hash.slice(1))) }))
    .filter((part) => part.heading);
  if (parts.length) {
    let shown = null;
    let waiting = false;
    const follow = () => {
      waiting = false;
      if (!rail.offsetParent && getComputedStyle(rail).display === "none") return;
      const line = (header?.offsetHeight ?? 0) + 48;
      let now = null;
      for (const part of parts) {
        if (part.heading.getBoundingClientRect().top > line) break;
        now = part;
      }
      /* The last parts of a page may never reach the line: at its end the one that was asked for
         counts, else the last. */
      if (scrollY > 0 && scrollY + innerHeight >= root.scrollHeight - 2) {
        const inView = parts.filter((part) => part.heading.getBoundingClientRect().top >= line - 48);
        now = inView.find((part) => part.link.hash === location.hash) ?? inView.at(-1) ?? now;
      }
      if (now === shown) return;
      shown?.link.removeAttribute("aria-current");
      shown = now;
      if (!now) return;
      now.link.setAttribute("aria-current", "true");
      const box = rail.getBoundingClientRect();
      const at = now.link.getBoundingClientRect();
      if (at.top < box.top + 40) rail.scrollTop -= box.top + 40 - at.top;
      else if (at.bottom > box.bottom - 40) rail.scrollTop += at.bottom - box.bottom + 40;
    };
    const soon = () => {
      if (!waiting) { waiting = true; requestAnimationFrame(follow); }
    };
    addEventListener("scroll", soon, { passive: true, signal });
    addEventListener("resize", soon, { passive: true, signal });
    addEventListener("hashchange", soon, { signal });
    follow();
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

  const boxes = [...document.querySelectorAll(".prose .table, .prose .code pre")];
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
      if (!box.classList.contains("table")) continue;
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

    let asked = false;
    details.addEventListener("toggle", () => {
      if (!details.open || asked) return;
      asked = true;
      const script = document.createElement("script");
      script.src = all.dataset.navigation;
      script.onerror = () => {
        /* Then the front page has the list. */
        const note = document.createElement("ul");
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = all.href;
        link.textContent = "The list could not be loaded: to the front page";
        item.append(link);
        note.append(item);
        details.append(note);
      };
      document.head.append(script);
    });
    globalThis.archsiteNavigation = (tree) => {
      details.append(branch(tree.children ?? []));
      delete globalThis.archsiteNavigation;
    };
  }
})();
