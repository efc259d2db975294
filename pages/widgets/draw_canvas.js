// The canvas of draw_form.py. Each drawing is saved as it is added; the next can begin at once.

const pen = (window.facetPen ??= { label: "", width: 22, added: [] });
const SIDE = 280; // ten times the side of the picture it becomes
const NUM_SHOWN = 60;

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".draw");
  pen.data = data;
  pen.trigger = setTriggerValue;
  if (!root.firstChild) build(root);
  root.querySelector("datalist").replaceChildren(...data.labels.map((value) => element("option", { value })));
}

function build(root) {
  const canvas = element("canvas", { width: SIDE, height: SIDE, tabindex: "0", role: "img", "aria-label": "Canvas: draw here" });
  const label = element("input", { class: "text label", list: "facet-labels", placeholder: "7", value: pen.label, maxlength: 100, oninput: () => (pen.label = label.value) });
  const width = element("input", { type: "range", min: 8, max: 48, value: pen.width, oninput: () => (pen.width = Number(width.value)) });
  const told = element("p", { class: "told", "aria-live": "polite" });
  const button = (words, onclick, className = "") => element("button", { type: "button", class: className, onclick }, words);
  const lines = [];
  const add = () => save({ canvas, lines, told, root, label });
  root.append(
    element("div", { class: "paper" }, canvas),
    element("div", { class: "tools" },
      element("label", {}, element("span", {}, "What is it?"), label), element("datalist", { id: "facet-labels" }),
      element("label", {}, element("span", {}, "Width of the pen"), width),
      element("div", { class: "buttons" }, button("Undo", () => { lines.pop(); paint(canvas, lines); }), button("Clear", () => { lines.length = 0; paint(canvas, lines); })),
      element("div", { class: "buttons" }, button("Add (Enter)", add, "primary"), button("Done, look at them", () => pen.trigger("done", true))),
      told,
    ),
    element("ul", { class: "added" }),
  );
  paint(canvas, lines);
  showAdded(root);
  followPen(canvas, lines);
  root.onkeydown = (event) => {
    const isCommand = event.ctrlKey || event.metaKey || event.altKey;
    if (event.key === "Enter" && event.target.tagName !== "BUTTON") add();
    else if (event.key === "z" && (event.ctrlKey || event.metaKey)) { lines.pop(); paint(canvas, lines); }
    else if (event.target === canvas && event.key.length === 1 && event.key !== " " && !isCommand) pen.label = label.value = event.key;
    else return;
    event.preventDefault();
  };
}

function followPen(canvas, lines) {
  const at = ({ clientX, clientY }) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [((clientX - left) * SIDE) / width, ((clientY - top) * SIDE) / height];
  };
  canvas.onpointerdown = (event) => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    lines.push({ width: pen.width, points: [at(event)] });
    paint(canvas, lines);
  };
  canvas.onpointermove = (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    const moves = event.getCoalescedEvents?.() ?? [];
    lines.at(-1)?.points.push(...(moves.length ? moves : [event]).map(at));
    paint(canvas, lines);
  };
}

function paint(canvas, lines) {
  const ink = canvas.getContext("2d");
  Object.assign(ink, { fillStyle: "#000", strokeStyle: "#fff", lineCap: "round", lineJoin: "round" });
  ink.fillRect(0, 0, SIDE, SIDE);
  for (const { width, points } of lines) {
    ink.lineWidth = width;
    ink.beginPath();
    ink.moveTo(...points[0]);
    for (const point of points) ink.lineTo(...point);
    ink.stroke();
  }
}

/** Take the drawing off the canvas at once; should it not be saved, it comes back unless the next has begun. */
async function save({ canvas, lines, told, root, label }) {
  const name = pen.label.trim();
  if (!name || !lines.length) {
    told.textContent = name ? "Nothing is drawn yet." : "Say what it is first, such as 7.";
    (name ? canvas : label).focus();
    return;
  }
  const drawn = lines.splice(0);
  const picture = canvas.toDataURL("image/png").split(",")[1];
  paint(canvas, lines);
  canvas.focus();
  try {
    const dataset = pen.data.name;
    const saved = await ask("/drawing", pen.data.token, { body: { dataset, label: name, picture } });
    pen.added.unshift({ ...saved, dataset });
    pen.added.length = Math.min(pen.added.length, NUM_SHOWN);
    told.textContent = `Added. ${dataset} now has ${count(saved.count, "picture")} of ${saved.label}.`;
    showAdded(root);
  } catch (error) {
    if (!lines.length) lines.push(...drawn);
    paint(canvas, lines);
    told.textContent = error.message;
  }
}

function showAdded(root) {
  const list = root.querySelector(".added");
  list.replaceChildren(
    ...pen.added.map((added) => {
      const picture = element("img", { src: `data:image/png;base64,${added.picture}`, alt: `Drawing of ${added.label}` });
      const words = `Delete the drawing of ${added.label}`;
      const remove = element("button", { type: "button", title: words, "aria-label": words, onclick: () => takeBack(root, added) }, picture);
      return element("li", {}, remove, element("span", {}, added.label));
    }),
  );
}

async function takeBack(root, added) {
  const told = root.querySelector(".told");
  try {
    await ask("/drawing", pen.data.token, { method: "DELETE", body: { dataset: added.dataset, sha256: added.sha256 } });
    pen.added = pen.added.filter((each) => each !== added);
    told.textContent = `Deleted a drawing of ${added.label}.`;
    showAdded(root);
  } catch (error) {
    told.textContent = error.message;
  }
}
