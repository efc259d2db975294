// Draws the checks of limit_panel.py: a switch, a histogram, a slider and a number each, in topics that fold.
// While a slider is dragged, counts are told here at once from what every stop of it would do. The limit goes to the
// server as soon as it has answered the one before, so that the rest of the page follows as fast as it can be drawn.

const ANSWER_MS = 6000; // after this an answer is taken for lost, and the change is sent again
const panels = new WeakMap(); // panel element -> what this script knows of it

export default function ({ data, parentElement, setTriggerValue }) {
  const element = parentElement.querySelector(".panel");
  if (!panels.has(element)) panels.set(element, newPanel(element));
  const panel = panels.get(element);
  panel.setTriggerValue = setTriggerValue;
  panel.data = data;
  element.style.setProperty("--kept", data.colours.kept);
  element.style.setProperty("--rejected", data.colours.rejected);
  settle(panel, data.answered);
  draw(panel);
}

function newPanel(element) {
  const total = make("p", "total", { "aria-live": "polite" });
  const topics = make("div", "topics");
  element.replaceChildren(total, topics);
  return {
    total,
    topics,
    sections: new Map(), // topic -> elements
    rows: new Map(), // check -> elements, and what is not saved yet
    clientId: Math.random().toString(36).slice(2),
    numReports: 0,
    gesture: 0, // changes of one gesture are undone together
    awaiting: null, // the stamp of the report that is being answered
    waiting: new Set(), // rows to report, the one changed first to begin with
  };
}

// ---- reporting: one change at a time

function change(panel, row, setting) {
  row.local = { ...setting, stamp: null };
  drawRow(panel, row);
  drawTotal(panel, row);
  panel.waiting.add(row);
  send(panel);
}

function send(panel) {
  const [row] = panel.waiting;
  if (!row || panel.awaiting) return;
  panel.waiting.delete(row);
  const stamp = `${panel.clientId}:${(panel.numReports += 1)}`;
  row.local.stamp = panel.awaiting = stamp;
  const { value, isOn } = row.local;
  panel.setTriggerValue("changed", { name: row.check.name, value, isOn, stamp, gesture: `${panel.clientId}:${panel.gesture}` });
  panel.timer = setTimeout(() => repeat(panel, row, stamp), ANSWER_MS);
}

function repeat(panel, row, stamp) {
  if (panel.awaiting !== stamp) return;
  panel.awaiting = null;
  if (row.local) panel.waiting.add(row);
  send(panel);
}

function settle(panel, stamp) {
  for (const row of panel.rows.values()) if (row.local?.stamp && row.local.stamp === stamp) row.local = null;
  if (stamp !== panel.awaiting) return;
  clearTimeout(panel.timer);
  panel.awaiting = null;
  send(panel);
}

// ---- drawing: elements stay, so that a slider can be dragged while answers come in

function draw(panel) {
  for (const { title, checks } of panel.data.topics) {
    const section = panel.sections.get(title) ?? addSection(panel, title, checks);
    for (const check of checks) {
      const row = panel.rows.get(check.name) ?? addRow(panel, section, check);
      row.check = check;
      drawRow(panel, row);
    }
    drawSummary(section, checks);
  }
  drawTotal(panel, null);
}

function addSection(panel, title, checks) {
  const details = make("details", "topic");
  details.open = checks.some((check) => check.isOn);
  const summary = make("summary");
  const words = make("span", "words");
  summary.append(text("span", "title", title), words);
  details.append(summary);
  panel.topics.append(details);
  const section = { details, words };
  panel.sections.set(title, section);
  return section;
}

function drawSummary(section, checks) {
  const numOn = checks.filter((check) => check.isOn).length;
  section.words.textContent = numOn ? `${numOn} of ${checks.length} on` : `${checks.length} off`;
}

function drawTotal(panel, moved) {
  const { kept, numPhotos } = panel.data;
  const live = moved && liveCounts(moved);
  panel.total.replaceChildren(text("b", "", number(live ? live.kept : kept)), ` of ${number(numPhotos)} photos kept`);
}

function addRow(panel, section, check) {
  const element = make("div", "check", { role: "group", "aria-label": check.question });
  const row = { element, check, local: null, switch: make("input", "", { type: "checkbox", role: "switch" }) };
  row.switch.setAttribute("aria-label", check.question);
  const label = make("label", "question");
  label.append(row.switch, text("span", "", check.question));
  row.words = make("p", "words");
  row.alone = make("button", "alone", { type: "button" });
  element.append(label, row.words);
  if (check.slider) addSlider(panel, row);
  row.switch.onchange = () => {
    panel.gesture += 1;
    change(panel, row, { value: settingOf(row).value, isOn: row.switch.checked });
  };
  row.alone.onclick = () => panel.setTriggerValue("shown", row.check.name);
  section.details.append(element);
  panel.rows.set(check.name, row);
  return row;
}

function addSlider(panel, row) {
  const { low, high, step } = row.check.slider;
  const range = { min: low, max: high, step };
  row.plot = make("div", "plot");
  row.kept = make("div", "bars kept");
  row.rejected = make("div", "bars rejected");
  row.line = make("div", "line");
  row.plot.append(row.kept, row.rejected, row.line);
  row.range = make("input", "range", { type: "range", "aria-label": row.check.title, ...range });
  row.number = make("input", "number", { type: "number", "aria-label": `Limit: ${row.check.title}`, ...range });
  row.reset = make("button", "reset", { type: "button" });
  const limit = make("div", "limit");
  limit.append(text("span", "", row.check.slider.words), row.number, text("span", "unit", row.check.unit), row.reset);
  row.body = make("div", "body");
  row.body.append(row.plot, row.range, limit);
  row.note = make("p", "note");
  row.element.append(row.body, row.note);
  const begin = () => (panel.gesture += 1);
  const set = (value) => change(panel, row, { value, isOn: true });
  row.range.onpointerdown = row.range.onfocus = row.number.onfocus = begin;
  row.range.oninput = () => set(Number(row.range.value));
  row.number.onchange = () => row.number.value.trim() && set(Math.min(high, Math.max(low, Number(row.number.value))));
  row.reset.onclick = () => {
    begin();
    change(panel, row, { value: row.check.usual.value, isOn: row.check.usual.isOn });
  };
}

const settingOf = (row) => row.local ?? row.check;

function drawRow(panel, row) {
  const { check } = row;
  const { value, isOn } = settingOf(row);
  row.element.classList.toggle("off", !isOn);
  row.switch.checked = isOn;
  drawWords(row, isOn);
  if (!check.slider) return;
  drawBars(row);
  drawLimit(row, value);
  if (row.element.getRootNode().activeElement !== row.number || !row.local) row.number.value = value;
  row.range.value = value;
  const isUsual = value === check.usual.value && isOn === check.usual.isOn;
  row.reset.hidden = isUsual;
  row.reset.textContent = `↺ ${check.usual.isOn ? check.usual.value : "off"}`;
  row.reset.title = check.usual.isOn ? `Back to the usual limit, ${check.usual.value}` : "Usually off";
  row.reset.setAttribute("aria-label", row.reset.title);
}

function drawWords(row, isOn) {
  const { check } = row;
  const live = isOn && row.local ? liveCounts(row) : null;
  if (!isOn) return row.words.replaceChildren("off");
  row.words.replaceChildren("rejects ", text("b", "", number(live ? live.rejected : check.numRejected)));
  if (live || !check.numAlone) return;
  row.alone.textContent = `${number(check.numAlone)} by this alone`;
  row.alone.title = "Show the photos that would come back without this check";
  row.words.append(" · ", row.alone);
}

// What the stop under the slider would do; null where the check has no slider.
function liveCounts(row) {
  const { slider } = row.check;
  const { value, isOn } = settingOf(row);
  if (!slider || !isOn) return null;
  const stop = Math.round((value - slider.low) / slider.gap);
  const place = Math.min(slider.rejected.length - 1, Math.max(0, stop));
  return { rejected: slider.rejected[place], kept: slider.keptInAll[place] };
}

function drawBars(row) {
  const { bars, isWhole, below, numUnanswered } = row.check.slider;
  const json = JSON.stringify([bars, below, numUnanswered]);
  if (row.drawn === json) return;
  row.drawn = json;
  const most = Math.max(1, ...bars);
  const share = 100 / (isWhole ? Math.max(1, bars.length - 1) : bars.length);
  for (const layer of [row.kept, row.rejected]) {
    layer.classList.toggle("whole", isWhole);
    layer.style.setProperty("--share", `${share}%`);
    layer.replaceChildren(...bars.flatMap((count, place) => (count ? [bar(count / most, place * share)] : [])));
  }
  const notes = [];
  if (below) notes.push(`${number(below)} with none, never kept`);
  if (numUnanswered) notes.push(`${number(numUnanswered)} without an answer`);
  row.note.textContent = notes.join(" · ");
}

function bar(height, left) {
  const made = make("i");
  made.style.left = `${left}%`;
  made.style.height = `${Math.max(3, height * 100)}%`;
  return made;
}

function drawLimit(row, value) {
  const { low, high, step, isLower, isWhole } = row.check.slider;
  const along = (number) => Math.min(1, Math.max(0, (number - low) / (high - low))) * 100;
  const edge = isWhole ? ((value + (isLower ? -step / 2 : step / 2) - low) / (high - low)) * 100 : along(value);
  const beyond = 30; // outer bars of whole numbers stand half outside
  const left = `inset(0 ${100 - edge}% 0 -${beyond}%)`;
  const right = `inset(0 -${beyond}% 0 ${edge}%)`;
  row.kept.style.clipPath = isLower ? right : left;
  row.rejected.style.clipPath = isLower ? left : right;
  row.line.style.left = `${along(value)}%`;
  const live = liveCounts(row);
  const told = live ? `, rejects ${number(live.rejected)}` : "";
  row.range.setAttribute("aria-valuetext", `${value} ${row.check.unit}${told}`);
}

// ---- elements

const number = (value) => value.toLocaleString("en-US");

function make(name, className = "", attributes = {}) {
  const made = document.createElement(name);
  if (className) made.className = className;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function text(name, className, content) {
  const made = make(name, className);
  made.textContent = content;
  return made;
}
