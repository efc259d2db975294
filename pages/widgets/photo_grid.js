// Draws the tiles of photo_grid.py. The grid is one stop of the Tab key; the arrow keys move inside it.

const SMALL_PX = 64; // digits and icons: smoothing would blur them
const drawn = new WeakMap(); // grid element -> the JSON it shows, so that a rerun with equal data draws nothing

export default function ({ data, parentElement, setTriggerValue }) {
  const grid = parentElement.querySelector(".grid");
  const json = JSON.stringify(data);
  if (drawn.get(grid) !== json) {
    grid.style.setProperty("--tile", `${data.tilePx}px`);
    grid.replaceChildren(...data.items.map((item) => cell(item, item.sha256 === data.selected)));
    grid.querySelector(".tile[aria-pressed=true], .tile")?.setAttribute("tabindex", "0");
    drawn.set(grid, json);
  }
  grid.onclick = (event) => {
    const tile = event.target.closest(".tile");
    if (tile) setTriggerValue("opened", tile.dataset.sha256);
  };
  grid.onkeydown = (event) => moveFocus(grid, event);
}

function cell(item, isSelected) {
  const tile = element("button", "tile", { type: "button", tabindex: "-1", "aria-pressed": String(isSelected) });
  tile.dataset.sha256 = item.sha256;
  if (item.title) tile.title = item.title;
  const frame = element("span", "frame");
  frame.append(picture(item));
  if (item.badge) frame.append(badge(item.badge));
  const caption = element("span", "caption");
  caption.textContent = item.caption;
  tile.append(frame, caption);
  const listItem = document.createElement("li");
  listItem.append(tile);
  return listItem;
}

function picture(item) {
  const image = element("img", "", { loading: "lazy", decoding: "async", alt: item.alt || "" });
  image.onload = () => image.classList.toggle("small", Math.max(image.naturalWidth, image.naturalHeight) <= SMALL_PX);
  image.onerror = () => image.classList.add("gone");
  image.src = item.image_url;
  return image;
}

function badge({ shape, word, colour }) {
  const mark = element("span", "badge");
  mark.style.background = colour;
  mark.textContent = `${shape} ${word}`;
  return mark;
}

function moveFocus(grid, event) {
  const tiles = [...grid.querySelectorAll(".tile")];
  const place = tiles.indexOf(event.target.closest(".tile"));
  const columns = getComputedStyle(grid).gridTemplateColumns.split(" ").length;
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
  const next = tiles[place + (steps[event.key] ?? NaN)];
  if (!next) return;
  event.preventDefault();
  tiles[place].setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus();
}

function element(name, className, attributes = {}) {
  const made = document.createElement(name);
  if (className) made.className = className;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
