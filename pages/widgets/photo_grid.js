// Draws the tiles of photo_grid.py. The grid is one stop of the Tab key; the arrow keys move inside it.
// Without data.selecting a click opens a photo. With it photos are selected here at once and reported to
// selection_grid.py, which owns the selection: photos of other pages are in it too.

const SMALL_PX = 64; // digits and icons: smoothing would blur them
const REPORT_MS = 120; // held arrow keys select faster than the page can be drawn
const grids = new WeakMap(); // grid element -> what this script knows of it

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const element = parentElement.querySelector(".grid");
  if (!grids.has(element)) grids.set(element, newGrid(element));
  const grid = grids.get(element);
  grid.setStateValue = setStateValue;
  grid.setTriggerValue = setTriggerValue;
  draw(grid, data);
  if (data.selecting) adopt(grid, data.selecting);
  element.onclick = (event) => click(grid, event);
  element.ondblclick = (event) => open(grid, tileOf(event));
  element.onkeydown = (event) => press(grid, event);
  element.onpointerdown = (event) => (grid.isTouch = event.pointerType === "touch");
  element.onmousedown = (event) => event.shiftKey && event.preventDefault(); // would mark text
  element.onfocusout = () => send(grid);
}

function newGrid(element) {
  return {
    element,
    tiles: new Map(), // sha256 -> { tile, json }
    order: [], // tiles as shown
    selecting: null, // what the server last said, or null where photos open by a click
    chosen: new Set(), // selected photos of this page
    base: new Set(), // those that a range is added to
    anchor: null, // place, among all matches, where a range begins
    keepsOthers: true, // photos selected on other pages stay selected
    clientId: Math.random().toString(36).slice(2),
    numReports: 0,
    waiting: null, // the timer of a report not sent yet
  };
}

// ---- drawing: a tile whose data stayed is not touched, so nothing flickers and the scroll position stays

function draw(grid, data) {
  const isSelecting = Boolean(data.selecting);
  grid.element.style.setProperty("--tile", `${data.tilePx}px`);
  setAttributes(grid.element, isSelecting ? LISTBOX : { role: "list" });
  const old = grid.tiles;
  grid.tiles = new Map();
  for (const item of data.items) {
    const json = JSON.stringify(item);
    const known = old.get(item.sha256);
    const tile = known?.json === json ? known.tile : makeTile(item, isSelecting);
    grid.tiles.set(item.sha256, { tile, json });
  }
  grid.order = [...grid.tiles.values()].map(({ tile }) => tile);
  if (grid.order.some((tile, place) => grid.element.children[place] !== outer(tile)) || old.size !== grid.tiles.size) {
    arrange(grid);
  }
  for (const tile of grid.order) tile.classList.toggle("in-view", tile.dataset.sha256 === data.inView);
}

const LISTBOX = { role: "listbox", "aria-multiselectable": "true", "aria-label": "Photos" };

function arrange(grid) {
  const focused = grid.element.getRootNode().activeElement?.closest?.(".tile");
  const place = grid.order.findIndex((tile) => tile.dataset.sha256 === focused?.dataset.sha256);
  grid.element.replaceChildren(...grid.order.map(outer));
  grid.order.forEach((tile) => tile.setAttribute("tabindex", "-1"));
  (grid.order[place] ?? grid.order[0])?.setAttribute("tabindex", "0");
  if (focused && place >= 0) grid.order[place].focus({ preventScroll: true });
}

function makeTile(item, isSelecting) {
  const tile = isSelecting
    ? make("li", "tile", { role: "option", tabindex: "-1", "aria-selected": "false", "aria-label": item.alt })
    : make("button", "tile", { type: "button", tabindex: "-1" });
  tile.dataset.sha256 = item.sha256;
  if (item.title) tile.title = item.title;
  const frame = make("span", "frame");
  frame.append(picture(item));
  if (item.tag) frame.append(text("span", "tag", item.tag));
  if (item.badge) frame.append(badge(item.badge));
  if (isSelecting) frame.append(text("span", "mark", "✓"), openButton());
  tile.append(frame);
  if (item.caption) tile.append(text("span", "caption", item.caption));
  if (!isSelecting) make("li").append(tile);
  return tile;
}

function outer(tile) {
  return tile.localName === "li" ? tile : tile.parentElement;
}

function openButton() {
  // Hidden from screen readers and the Tab key: for these Enter opens the photo.
  const button = text("button", "open", "⤢");
  setAttributes(button, { type: "button", tabindex: "-1", "aria-hidden": "true", title: "Show large (Enter)" });
  return button;
}

function picture(item) {
  const image = make("img", "", { loading: "lazy", decoding: "async", draggable: "false", alt: item.alt || item.caption });
  image.onload = () => image.classList.toggle("small", Math.max(image.naturalWidth, image.naturalHeight) <= SMALL_PX);
  image.onerror = () => image.classList.add("gone");
  image.src = item.image_url;
  return image;
}

function badge({ shape, word, colour }) {
  const mark = make("span", "badge");
  mark.style.background = colour;
  mark.append(`${shape} `, text("span", "word", word));
  return mark;
}

// ---- selecting

// The server's word counts, except where it only answers to an earlier report of ours: more was selected since.
function adopt(grid, selecting) {
  const last = grid.selecting;
  grid.selecting = selecting;
  const isSamePage = last && last.first === selecting.first && last.order === selecting.order;
  if (last?.order !== selecting.order) grid.anchor = null;
  const isOurEcho = selecting.stamp?.startsWith(`${grid.clientId}:`);
  if (isSamePage && (isOurEcho || last.version === selecting.version)) {
    if (selecting.stamp === stamp(grid) && !grid.waiting) grid.keepsOthers = true;
  } else {
    clearTimeout(grid.waiting);
    grid.waiting = null;
    grid.keepsOthers = true;
    grid.chosen = new Set(selecting.chosen);
    grid.base = new Set(grid.chosen);
  }
  if (last && !isSamePage) returnToTop(grid);
  show(grid);
}

// Pages are turned by a control that stays in sight: the next page begins at its top.
function returnToTop(grid) {
  if (grid.element.getBoundingClientRect().top < 0) grid.element.scrollIntoView({ block: "start" });
}

function show(grid) {
  for (const tile of grid.order) tile.setAttribute("aria-selected", String(grid.chosen.has(tile.dataset.sha256)));
}

function click(grid, event) {
  const tile = tileOf(event);
  if (!tile) return;
  if (!grid.selecting || event.target.closest(".open")) return open(grid, tile);
  focus(grid, tile);
  if (event.shiftKey && grid.anchor !== null) selectRange(grid, tile);
  else if (event.ctrlKey || event.metaKey || grid.isTouch) toggle(grid, tile);
  else selectOnly(grid, [tile]);
}

function selectOnly(grid, tiles) {
  grid.keepsOthers = false;
  grid.anchor = tiles.length ? placeOf(grid, tiles[0]) : null;
  choose(grid, new Set(tiles.map((tile) => tile.dataset.sha256)));
  grid.base = new Set(grid.chosen);
}

function toggle(grid, tile) {
  const chosen = new Set(grid.chosen);
  if (!chosen.delete(tile.dataset.sha256)) chosen.add(tile.dataset.sha256);
  grid.anchor = placeOf(grid, tile);
  choose(grid, chosen);
  grid.base = new Set(chosen);
}

function selectRange(grid, tile) {
  const place = placeOf(grid, tile);
  const start = grid.anchor - grid.selecting.first;
  if (start < 0 || start >= grid.order.length) {
    send(grid);
    grid.setTriggerValue("ranged", { ends: [grid.anchor, place] });
    return;
  }
  const end = place - grid.selecting.first;
  const between = grid.order.slice(Math.min(start, end), Math.max(start, end) + 1);
  choose(grid, new Set([...grid.base, ...between.map((each) => each.dataset.sha256)]));
}

function choose(grid, chosen) {
  grid.chosen = chosen;
  grid.numReports += 1;
  show(grid);
  clearTimeout(grid.waiting);
  grid.waiting = setTimeout(() => send(grid), grid.isHeld ? REPORT_MS : 0);
}

function send(grid) {
  if (!grid.waiting) return;
  clearTimeout(grid.waiting);
  grid.waiting = null;
  grid.setStateValue("selected", report(grid));
}

function report(grid) {
  const { first, order } = grid.selecting;
  return { first, order, chosen: [...grid.chosen], keepsOthers: grid.keepsOthers, stamp: stamp(grid) };
}

const stamp = (grid) => `${grid.clientId}:${grid.numReports}`;
const tileOf = (event) => event.target.closest(".tile");
const placeOf = (grid, tile) => grid.selecting.first + grid.order.indexOf(tile);

function open(grid, tile) {
  if (!tile) return;
  send(grid);
  grid.setTriggerValue("opened", tile.dataset.sha256);
}

// ---- keys

function press(grid, event) {
  const tile = tileOf(event);
  if (!tile) return;
  grid.isHeld = event.repeat;
  const next = nextTile(grid, tile, event.key);
  const action = grid.selecting && selectingKey(grid, tile, event);
  if (!next && !action) return;
  event.preventDefault();
  event.stopPropagation(); // Streamlit has shortcuts of its own
  if (action) return action();
  focus(grid, next);
  if (event.shiftKey && grid.selecting) {
    grid.anchor ??= placeOf(grid, tile);
    selectRange(grid, next);
  }
}

function selectingKey(grid, tile, event) {
  if (event.key === " ") return () => (event.shiftKey && grid.anchor !== null ? selectRange : toggle)(grid, tile);
  if (event.key === "Enter") return () => open(grid, tile);
  if (event.key === "Escape") return () => selectOnly(grid, []);
  if (event.key === "a" && (event.ctrlKey || event.metaKey)) return () => selectPage(grid);
  if (event.key === "Delete" || event.key === "Backspace") return () => reject(grid, tile);
  return null;
}

function selectPage(grid) {
  choose(grid, new Set(grid.order.map((tile) => tile.dataset.sha256)));
  grid.base = new Set(grid.chosen);
}

function reject(grid, tile) {
  send(grid);
  grid.setTriggerValue("rejected", { ...report(grid), focused: tile.dataset.sha256 });
}

function nextTile(grid, tile, key) {
  const columns = getComputedStyle(grid.element).gridTemplateColumns.split(" ").length;
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
  if (key === "Home") return grid.order[0];
  if (key === "End") return grid.order.at(-1);
  return grid.order[grid.order.indexOf(tile) + (steps[key] ?? NaN)];
}

function focus(grid, tile) {
  for (const other of grid.order) if (other.tabIndex === 0) other.setAttribute("tabindex", "-1");
  tile.setAttribute("tabindex", "0");
  tile.focus();
}

// ---- elements

function make(name, className = "", attributes = {}) {
  const made = document.createElement(name);
  if (className) made.className = className;
  setAttributes(made, attributes);
  return made;
}

function text(name, className, content) {
  const made = make(name, className);
  made.textContent = content;
  return made;
}

function setAttributes(element, attributes) {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
}
