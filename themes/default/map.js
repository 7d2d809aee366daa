/* The map alone. The picture on the page is complete without this file; with it the same is drawn on
   a canvas, which stays smooth with thousands of documents, and can be moved, searched and filtered. */
(() => {
  "use strict";

  const board = document.querySelector("[data-map]");
  if (!board || !window.ResizeObserver) return;

  /* Data come as a script, because a page opened from disk may load scripts but fetch nothing. */
  globalThis.archsiteMap = (data) => {
    delete globalThis.archsiteMap;
    start(data);
  };
  const loader = document.createElement("script");
  loader.src = board.dataset.map;
  document.head.append(loader);

  const start = (data) => {
    const root = document.documentElement;
    const stage = board.querySelector(".map-stage");
    const make = (tag, className, text) => {
      const element = document.createElement(tag);
      if (className) element.className = className;
      if (text !== undefined) element.textContent = text;
      return element;
    };

    /* The graph. Places are in tenths. */

    const { titles, categoryOf, categories, kinds } = data;
    const count = titles.length;
    const width = data.width / 10;
    const height = data.height / 10;
    const spacing = data.spacing / 10;
    const at = (node) => [data.places[2 * node] / 10, data.places[2 * node + 1] / 10];
    const urlOf = (node) => (root.dataset.root ?? "") + data.urls[node];
    const isDecision = new Set(data.decisions);
    const ties = titles.map(() => []);
    const lines = [];
    kinds.forEach((kind, number) => {
      kind.on = true;
      for (let place = 0, from = 0; place < kind.ends.length; place += 2) {
        from += kind.ends[place];
        const to = kind.ends[place + 1];
        lines.push([number, from, to]);
        ties[from].push([number, to, false]);
        ties[to].push([number, from, true]);
      }
    });
    for (const category of categories) category.on = true;
    const degrees = ties.map((list) => new Set(list.map(([, other]) => other)).size);
    const order = titles.map((_, node) => node).sort((one, other) => degrees[other] - degrees[one] || one - other);
    const rankOf = [];
    order.forEach((node, rank) => { rankOf[node] = rank; });
    const most = Math.max(1, degrees[order[0]] ?? 1);
    /* As in the picture, where those beyond the first are dots; near enough, each disc has the size that
       its number of relations gives it. */
    const shareOf = (node) => Math.sqrt(degrees[node] / most);
    const least = Math.min(5, .28 * spacing);
    const greatest = Math.min(14, .75 * spacing);
    const far = (node) => (rankOf[node] < 400 ? least + (greatest - least) * shareOf(node) : .2 * spacing);
    const radiusOf = (node) => Math.min(far(node) * scale, 5 + 9 * shareOf(node));
    const isShown = (node) => categories[categoryOf[node]].on;
    /* What very many have in common would hide all else. */
    const often = Math.max(40, Math.floor(count / 25));
    const isCommon = (one, other) => Math.max(degrees[one], degrees[other]) > often;

    /* The stage. */

    const canvas = make("canvas", "map-canvas");
    const here = make("a", "map-here");
    const tools = make("div", "map-tools");
    const said = make("p", "visually-hidden");
    said.setAttribute("role", "status");
    canvas.setAttribute("aria-hidden", "true");
    here.draggable = false;
    stage.classList.add("is-live");
    stage.setAttribute("role", "group");
    stage.setAttribute("aria-label", "Map. The arrow keys lead from document to document, plus and minus zoom, 0 shows all of it.");
    stage.append(canvas, here, tools, said);
    const context = canvas.getContext("2d");

    let size = [0, 0];
    let scale = 1;
    let shift = [0, 0];
    let active = -1;
    let found = null;
    let colors = {};
    let moving = false;

    const onScreen = (node) => at(node).map((place, axis) => place * scale + shift[axis]);
    const fitScale = () => Math.min(size[0] / width, size[1] / height);
    const fit = () => {
      scale = fitScale();
      shift = [(size[0] - width * scale) / 2, (size[1] - height * scale) / 2];
      draw();
    };
    const zoom = (factor, middle = size.map((side) => side / 2)) => {
      const next = Math.min(Math.max(scale * factor, fitScale()), fitScale() * Math.max(6, 60 / spacing));
      if (next <= fitScale() * 1.0001) return fit();
      shift = shift.map((place, axis) => middle[axis] - (middle[axis] - place) * next / scale);
      scale = next;
      move(0, 0);
    };
    /* Some of the map stays in sight. */
    const move = (across, down) => {
      shift = [across, down].map((by, axis) => {
        const length = (axis ? height : width) * scale;
        const free = size[axis] / 2;
        return Math.min(Math.max(shift[axis] + by, free - length), free);
      });
      moving = true;
      clearTimeout(move.timer);
      move.timer = setTimeout(() => { moving = false; draw(); }, 120);
      draw();
    };
    const show = (node) => {
      const [x, y] = onScreen(node);
      const margin = 48;
      if (x < margin || y < margin || x > size[0] - margin || y > size[1] - margin) move(size[0] / 2 - x, size[1] / 2 - y);
    };

    /* Colours are those of the page: as the browser has worked them out, in light, dark and forced. */

    const readColors = () => {
      const probe = make("span");
      stage.append(probe);
      const of = (value) => {
        probe.style.color = value;
        return getComputedStyle(probe).color;
      };
      colors = { paper: of("var(--paper)"), ink: of("var(--ink)"), text: of("var(--ink-2)"), line: of("var(--ink-3)"), hues: [] };
      for (let hue = 0; hue <= 8; hue += 1) {
        probe.className = `hue-${hue}`;
        colors.hues.push(of("var(--hue)"));
      }
      colors.font = getComputedStyle(stage).fontFamily;
      probe.remove();
    };

    /* Lines, put together once for each change of what is shown: what documents state first, and of
       that the lines between those that have most. These are enough from afar and while the map moves;
       near by there are more, or all would be one grey. */

    const TIERS = [[1500, 1], [6000, 2], [30000, 4]];
    lines.sort(([kind, ...ends], [otherKind, ...otherEnds]) =>
      kinds[kind].guessed - kinds[otherKind].guessed ||
      Math.max(...ends.map((end) => rankOf[end])) - Math.max(...otherEnds.map((end) => rankOf[end])));
    let paths = [];
    const putTogether = () => {
      paths = [];
      const byStyle = new Map();
      let drawn = 0;
      const pairs = new Set();
      for (const [kind, from, to] of lines) {
        const pair = Math.min(from, to) * count + Math.max(from, to);
        if (!kinds[kind].on || !isShown(from) || !isShown(to) || pairs.has(pair)) continue;
        const tier = TIERS.findIndex(([last]) => drawn < last);
        if (tier < 0) break;
        pairs.add(pair);
        drawn += 1;
        const guessed = kinds[kind].guessed;
        const alpha = isCommon(from, to) ? .09 : guessed ? .26 : categoryOf[from] === categoryOf[to] ? .38 : .2;
        const style = `${alpha} ${guessed} ${tier}`;
        if (!byStyle.has(style)) {
          byStyle.set(style, { alpha, guessed, tier, path: new Path2D() });
          paths.push(byStyle.get(style));
        }
        const { path } = byStyle.get(style);
        path.moveTo(...at(from));
        path.lineTo(...at(to));
      }
      /* Of many lines each is fainter; their dashes are noise, and slow. */
      const faint = Math.min(1, Math.sqrt(700 / Math.min(drawn, TIERS[0][0])));
      for (const style of paths) Object.assign(style, { alpha: style.alpha * faint, dashed: style.guessed && style.tier < 2 });
    };

    /* Drawing. */

    let waiting = false;
    const draw = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; paint(); stage.classList.add("is-drawn"); });
    };

    const stroke = (path, { color, alpha, dashed, thick = 1 }) => {
      context.save();
      context.translate(...shift);
      context.scale(scale, scale);
      context.strokeStyle = color;
      context.globalAlpha = alpha;
      context.lineWidth = thick / scale;
      if (dashed) context.setLineDash([2.5 / scale, 3.5 / scale]);
      context.stroke(path);
      context.restore();
    };

    const disc = (node, radius) => {
      const [x, y] = onScreen(node);
      if (isDecision.has(node)) {
        const half = radius * .89;
        context.rect(x - half, y - half, 2 * half, 2 * half);
      } else {
        context.moveTo(x + radius, y);
        context.arc(x, y, radius, 0, 7);
      }
    };

    const paint = () => {
      const ratio = devicePixelRatio || 1;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, ...size);
      context.lineJoin = "round";
      const near = new Set();
      if (active >= 0) {
        near.add(active);
        for (const [kind, other] of ties[active]) if (kinds[kind].on && isShown(other)) near.add(other);
      }
      const bright = active >= 0 ? near : found;
      const dim = bright ? .2 : 1;

      for (const { name, hue, region: [x, y, across, down], on } of categories) {
        if (name === null || !on) continue;
        const [left, top] = [x / 10 * scale + shift[0], y / 10 * scale + shift[1]];
        context.fillStyle = colors.hues[hue];
        context.globalAlpha = .07;
        context.beginPath();
        context.ellipse(left, top, across / 10 * scale, down / 10 * scale, 0, 0, 7);
        context.fill();
        context.font = `680 10px ${colors.font}`;
        const high = Math.min(17 * across / 10 / context.measureText(name).width, .05 * down, 52) * scale;
        if (high < 11) continue;
        context.font = `680 ${Math.min(high, 120)}px ${colors.font}`;
        context.textAlign = "center";
        context.globalAlpha = .22;
        context.fillText(name, left, top + Math.min(high, 120) * .35);
      }

      /* On a small screen the same lines have less room. */
      const close = Math.min(1, Math.max(.4, scale));
      const tiers = moving ? 0 : TIERS.findLastIndex(([, nearness]) => scale / fitScale() >= nearness * .999);
      for (const { path, alpha, dashed, tier } of paths) {
        if (tier <= tiers) stroke(path, { color: colors.line, alpha: alpha * dim * close, dashed });
      }
      if (active >= 0) {
        for (const [number, kind] of kinds.entries()) {
          if (!kind.on) continue;
          const path = new Path2D();
          for (const [of, other] of ties[active]) {
            if (of !== number || !isShown(other)) continue;
            path.moveTo(...at(active));
            path.lineTo(...at(other));
          }
          stroke(path, { color: colors.ink, alpha: .6, dashed: kind.guessed, thick: 1.25 });
        }
      }

      /* The least important first; each colour in one go where nothing tells its discs apart. */
      const inSight = (node) => {
        const [x, y] = onScreen(node);
        return x > -20 && y > -20 && x < size[0] + 20 && y < size[1] + 20;
      };
      const visible = order.filter((node) => isShown(node) && inSight(node));
      const rim = Math.min(1.5, spacing * scale / 28);
      for (const isBright of bright ? [false, true] : [true]) {
        context.globalAlpha = isBright ? 1 : .2;
        const batches = new Map();
        for (const node of visible.toReversed?.() ?? [...visible].reverse()) {
          if (bright && bright.has(node) !== isBright) continue;
          const { hue } = categories[categoryOf[node]];
          if (!batches.has(hue)) batches.set(hue, []);
          batches.get(hue).push(node);
        }
        for (const [hue, nodes] of batches) {
          context.fillStyle = colors.hues[hue];
          context.beginPath();
          for (const node of nodes) disc(node, radiusOf(node));
          context.fill();
          if (rim < .6) continue;
          context.strokeStyle = colors.paper;
          context.lineWidth = rim;
          context.stroke();
        }
      }
      if (active >= 0) {
        context.globalAlpha = 1;
        context.strokeStyle = colors.ink;
        context.lineWidth = 2;
        context.beginPath();
        disc(active, radiusOf(active) + 1);
        context.stroke();
      }
      paintNames(visible, bright);
      placeLink();
    };

    /* Names, the most important first: none over another, and over discs only the first of many. What
       is taken is kept in cells of a few pixels. */

    const CELL = 6;
    const widths = new Map();
    const shortened = (title) => (title.length > 34 ? `${title.slice(0, 33).trimEnd()}…` : title);
    const paintNames = (visible, bright) => {
      const across = Math.ceil(size[0] / CELL);
      const down = Math.ceil(size[1] / CELL);
      const taken = new Uint8Array(across * down);
      const each = (left, top, right, bottom, what) => {
        const from = Math.max(0, Math.floor(left / CELL));
        const to = Math.min(across - 1, Math.floor(right / CELL));
        for (let row = Math.max(0, Math.floor(top / CELL)); row <= Math.min(down - 1, Math.floor(bottom / CELL)); row += 1) {
          for (let column = from; column <= to; column += 1) if (what(row * across + column)) return true;
        }
        return false;
      };
      for (const node of visible) {
        if (bright && !bright.has(node)) continue;
        const [x, y] = onScreen(node);
        const radius = radiusOf(node) * .8;
        each(x - radius, y - radius, x + radius, y + radius, (cell) => { taken[cell] = 1; });
      }
      context.textAlign = "left";
      context.lineWidth = 3;
      context.strokeStyle = colors.paper;
      context.globalAlpha = 1;
      const wanted = bright ? visible.filter((node) => bright.has(node)) : visible;
      if (active >= 0) wanted.sort((one, other) => (other === active) - (one === active));
      let drawn = 0;
      for (const [rank, node] of wanted.entries()) {
        if (drawn === 220 || rank > 2500) break;
        const radius = radiusOf(node);
        if (!bright && radius < 1.6 && rank > 60) break;
        const name = shortened(titles[node]);
        context.font = `${node === active ? 600 : 400} 12px ${colors.font}`;
        if (!widths.has(node)) widths.set(node, context.measureText(name).width);
        const long = widths.get(node) * (node === active ? 1.08 : 1);
        const [x, y] = onScreen(node);
        const over = radius + 10;
        const places = [[x + radius + 4, y], [x - radius - 4 - long, y], [x - long / 2, y + over], [x - long / 2, y - over]];
        const limit = node === active ? 2 : !bright && rank < 24 && count > 200 ? 1 : 0;
        const place = places.find(([left, middle]) => left > 2 && left + long < size[0] - 2 && middle > 8 && middle < size[1] - 8 &&
          !each(left, middle - 6, left + long, middle + 6, (cell) => taken[cell] > limit));
        if (!place) continue;
        const [left, middle] = place;
        each(left - 2, middle - 6, left + long + 2, middle + 6, (cell) => { taken[cell] = 2; });
        context.strokeText(name, left, middle + 4);
        context.fillStyle = node === active ? colors.ink : colors.text;
        context.fillText(name, left, middle + 4);
        drawn += 1;
      }
    };

    /* One link stands where the pointer or the keyboard is: so a click, a click with Ctrl, the menu
       and the status line are the browser's own. */

    const relationsOf = (node) => ties[node].filter(([kind, other]) => kinds[kind].on && isShown(other));
    const placeLink = () => {
      const node = active >= 0 ? active : current;
      here.hidden = node < 0;
      if (node < 0) return;
      const [x, y] = onScreen(node);
      const side = Math.max(24, 2 * radiusOf(node) + 6);
      Object.assign(here.style, { left: `${x - side / 2}px`, top: `${y - side / 2}px`, width: `${side}px`, height: `${side}px` });
      /* A first tap chooses, a second one goes there. */
      here.style.pointerEvents = active < 0 ? "none" : "";
      here.href = urlOf(node);
      const number = relationsOf(node).length;
      here.setAttribute("aria-label", `${titles[node]}, ${categories[categoryOf[node]].name ?? "no category"}, ${number} ${number === 1 ? "relation" : "relations"}`);
    };
    let current = order[0] ?? -1;
    const choose = (node) => {
      if (node === active) return;
      active = node;
      if (node >= 0) {
        current = node;
        tell(node);
      }
      draw();
    };
    const nearest = (x, y) => {
      let best = -1;
      let reach = 14 * 14;
      for (const node of order) {
        if (!isShown(node)) continue;
        const [left, top] = onScreen(node);
        const square = (left - x) ** 2 + (top - y) ** 2;
        const most = Math.max(reach, best < 0 ? (radiusOf(node) + 4) ** 2 : 0);
        if (square < most && (best < 0 || square < reach)) {
          best = node;
          reach = square;
        }
      }
      return best;
    };

    /* The chosen document, with its relations as links. */

    const chosen = board.querySelector(".map-chosen");
    const MOST_LISTED = 40;
    const tell = (node) => {
      chosen.hidden = false;
      chosen.replaceChildren();
      const heading = make("h2");
      const link = make("a", "", titles[node]);
      link.href = urlOf(node);
      heading.append(link);
      chosen.append(heading, make("p", "", categories[categoryOf[node]].name ?? ""));
      const groups = new Map();
      for (const [kind, other, back] of relationsOf(node)) {
        const label = back ? kinds[kind].back : kinds[kind].out;
        if (!groups.has(label)) groups.set(label, []);
        groups.get(label).push(other);
      }
      for (const [label, others] of groups) {
        chosen.append(make("h3", "", label));
        const list = make("ul");
        for (const other of others.slice(0, MOST_LISTED)) list.append(entry(other));
        if (others.length > MOST_LISTED) list.append(make("li", "", `and ${others.length - MOST_LISTED} more`));
        chosen.append(list);
      }
    };
    const entry = (node) => {
      const item = make("li");
      const link = make("a", "", titles[node]);
      link.href = urlOf(node);
      link.dataset.node = node;
      item.append(link);
      return item;
    };

    /* Pointer: the wheel and two fingers zoom, dragging moves. One finger scrolls the page. */

    const pointers = new Map();
    const placeOf = (event) => {
      const frame = canvas.getBoundingClientRect();
      return [event.clientX - frame.left, event.clientY - frame.top];
    };
    let dragged = false;
    stage.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.target.closest(".map-tools")) return;
      pointers.set(event.pointerId, placeOf(event));
      dragged = pointers.size > 1;
    });
    stage.addEventListener("pointermove", (event) => {
      const place = placeOf(event);
      const before = pointers.get(event.pointerId);
      if (!before) {
        if (event.pointerType === "mouse" && !event.target.closest(".map-tools")) choose(nearest(...place));
        return;
      }
      const by = place.map((it, axis) => it - before[axis]);
      if (pointers.size === 1) {
        if (event.pointerType === "touch" || (!dragged && Math.hypot(...by) < 4)) return;
        if (!dragged) stage.setPointerCapture(event.pointerId);
        dragged = true;
        stage.classList.add("is-moved");
        pointers.set(event.pointerId, place);
        move(...by);
      } else {
        const [other] = [...pointers].filter(([id]) => id !== event.pointerId).map(([, it]) => it);
        const apart = (one) => Math.hypot(one[0] - other[0], one[1] - other[1]);
        pointers.set(event.pointerId, place);
        move(by[0] / 2, by[1] / 2);
        zoom(apart(place) / Math.max(1, apart(before)), place.map((it, axis) => (it + other[axis]) / 2));
      }
    });
    const release = (event) => {
      pointers.delete(event.pointerId);
      if (!pointers.size) stage.classList.remove("is-moved");
    };
    stage.addEventListener("pointerup", release);
    stage.addEventListener("pointercancel", release);
    stage.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse" && !pointers.size && document.activeElement !== here) choose(-1);
    });
    stage.addEventListener("click", (event) => {
      if (dragged) event.preventDefault();
      else if (event.target === canvas) choose(nearest(...placeOf(event)));
    }, { capture: true });
    stage.addEventListener("wheel", (event) => {
      const inward = event.deltaY < 0;
      /* The page scrolls through where there is nothing to zoom. */
      if (!event.ctrlKey && (inward ? scrollY > 8 : scale <= fitScale() * 1.001)) return;
      event.preventDefault();
      const unit = event.deltaMode === 1 ? 16 : 1;
      zoom(2 ** (-event.deltaY * unit / (event.ctrlKey ? 80 : 320)), placeOf(event));
    }, { passive: false });

    /* Keyboard: the same, from document to document. */

    const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
    const towards = (node, [across, down]) => {
      const [x, y] = at(node);
      let best = node;
      let least = Infinity;
      for (let other = 0; other < count; other += 1) {
        if (other === node || !isShown(other)) continue;
        const [left, top] = at(other);
        const along = (left - x) * across + (top - y) * down;
        const aside = Math.abs((left - x) * down) + Math.abs((top - y) * across);
        const cost = along + 2.5 * aside;
        if (along > 0 && aside < 2 * along && cost < least) {
          best = other;
          least = cost;
        }
      }
      return best;
    };
    here.addEventListener("focus", () => {
      if (here.matches(":focus-visible")) {
        choose(current);
        show(current);
      }
    });
    here.addEventListener("blur", () => choose(-1));
    stage.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const way = WAYS[event.key];
      if (way && event.target === here) {
        choose(towards(current, way));
        show(current);
        placeLink();
        said.textContent = here.getAttribute("aria-label");
      } else if (event.key === "+" || event.key === "=") zoom(1.5, active >= 0 ? onScreen(active) : undefined);
      else if (event.key === "-") zoom(1 / 1.5, active >= 0 ? onScreen(active) : undefined);
      else if (event.key === "0") fit();
      else return;
      event.preventDefault();
    });
    for (const [sign, label, work] of [["+", "Zoom in", () => zoom(1.5)], ["−", "Zoom out", () => zoom(1 / 1.5)], ["⤢", "Show the whole map", fit]]) {
      const button = make("button", "", sign);
      button.type = "button";
      button.setAttribute("aria-label", label);
      button.addEventListener("click", work);
      tools.append(button);
    }

    /* Search. What is found is bright on the map, and listed. */

    const field = board.querySelector(".map-find input");
    const results = board.querySelector(".map-found");
    const folded = titles.map((title) => title.toLowerCase());
    field.addEventListener("input", () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      const hits = words.length ? order.filter((node) => isShown(node) && words.every((word) => folded[node].includes(word))) : [];
      found = words.length ? new Set(hits) : null;
      results.replaceChildren(...hits.slice(0, 8).map(entry));
      if (hits.length > 8) results.append(make("li", "", `and ${hits.length - 8} more`));
      results.hidden = !hits.length;
      said.textContent = words.length ? `${hits.length} found` : "";
      draw();
    });
    field.addEventListener("keydown", (event) => {
      const first = results.querySelector("a");
      if (event.key === "Enter" && first) {
        current = Number(first.dataset.node);
        show(current);
        here.focus();
        choose(current);
      } else if (event.key === "ArrowDown" && first) first.focus();
      else return;
      event.preventDefault();
    });
    /* A name in a list lights up on the map, which moves for the keyboard alone. */
    const light = ({ type, target }) => {
      const node = target.closest?.("[data-node]")?.dataset.node;
      active = node === undefined ? -1 : Number(node);
      if (active >= 0 && type === "focusin") show(active);
      draw();
    };
    const dark = () => {
      active = -1;
      draw();
    };
    for (const list of [results, chosen]) {
      list.addEventListener("pointerover", light);
      list.addEventListener("pointerleave", dark);
      list.addEventListener("focusin", light);
      list.addEventListener("focusout", dark);
    }

    /* Filters. */

    /* A browser may remember boxes from the visit before. */
    const follow = (box, things) => {
      things.on = box.checked;
      box.addEventListener("change", () => filter(box, things));
    };
    const filter = (box, things) => {
      things.on = box.checked;
      putTogether();
      if (active >= 0 && !isShown(active)) choose(-1);
      if (current >= 0 && !isShown(current)) current = order.find(isShown) ?? -1;
      draw();
    };
    for (const box of board.querySelectorAll(".map-kinds input")) {
      follow(box, kinds.find(({ key }) => key === box.value));
    }
    for (const box of board.querySelectorAll(".map-categories input")) {
      follow(box, categories[box.value]);
    }

    const dress = () => {
      readColors();
      draw();
    };
    new MutationObserver(dress).observe(root, { attributes: true, attributeFilter: ["data-theme"] });
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)", "(prefers-contrast: more)"]) {
      matchMedia(query).addEventListener("change", dress);
    }
    new ResizeObserver(() => {
      const before = size;
      const wasWhole = !before[0] || scale <= fitScale() * 1.001;
      size = [stage.clientWidth, stage.clientHeight];
      const ratio = devicePixelRatio || 1;
      [canvas.width, canvas.height] = size.map((side) => Math.round(side * ratio));
      if (wasWhole) fit();
      else move((size[0] - before[0]) / 2, (size[1] - before[1]) / 2);
    }).observe(stage);
    readColors();
    putTogether();
    board.dataset.ready = "";
  };
})();
