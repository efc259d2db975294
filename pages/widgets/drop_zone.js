// The drop zone of drop_zone.py. What it does outlives a change of screen: it stands in the window, not in the element.

const zone = (window.facetDropZone ??= { state: { name: "idle" }, redraw: () => {}, imported: () => {}, data: {} });
const NEVER_PICTURES = /^(audio|video|text)\/|^application\/(pdf|json|msword|vnd\.|x-msdownload)/;
const REDRAW_MS = 200;

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".zone");
  zone.data = data;
  zone.imported = (job) => setTriggerValue("imported", job);
  zone.redraw = () => draw(root);
  zone.redraw();
  root.ondragover = (event) => {
    event.preventDefault();
    root.classList.add("over");
  };
  root.ondragleave = (event) => {
    if (!root.contains(event.relatedTarget)) root.classList.remove("over");
  };
  root.ondrop = (event) => {
    event.preventDefault();
    root.classList.remove("over");
    if (isFree()) look(() => filesOfDrop(event.dataTransfer));
  };
  return () => {
    zone.redraw = () => {};
    zone.imported = () => {};
  };
}

function isFree() {
  return !["looking", "sending", "importing"].includes(zone.state.name);
}

function show(name, more = {}) {
  zone.state = { name, ...more };
  window.onbeforeunload = name === "sending" ? (event) => event.preventDefault() : null;
  zone.redraw();
}

/** Gather what was given, ask what is unclear, send it. */
async function look(gather) {
  show("looking", { found: 0 });
  try {
    const all = await gather();
    const files = all.filter(({ path, file }) => !isHidden(path) && !NEVER_PICTURES.test(file.type));
    const given = { files, numPassedOver: all.filter(({ path }) => !isHidden(path)).length - files.length };
    if (!files.length) return show("failed", { sentence: "There are no pictures in what you gave. Expected a folder with one sub-folder per person, or a zip or tar of it." });
    const archives = files.filter(({ path }) => isArchive(path));
    if (archives.length === files.length && archives.length > 1) return show("failed", { sentence: "Give one zip or tar at a time. The others can follow when it is imported." });
    const loose = files.filter(({ path }) => !path.includes("/") && !isArchive(path));
    if (loose.length === files.length) return show("naming", given);
    send(given);
  } catch (error) {
    show("failed", { sentence: `It cannot be read (${error.message}).` });
  }
}

function isHidden(path) {
  return path.split("/").some((part) => part.startsWith(".") || part === "__MACOSX" || part === "Thumbs.db" || part === "desktop.ini");
}

function isArchive(path) {
  return zone.data.archives.some((ending) => path.toLowerCase().endsWith(ending));
}

async function send({ files, numPassedOver }) {
  const title = titleOf(files);
  let drawn = 0;
  const onProgress = (progress) => {
    if (zone.state.sending !== sending || Date.now() - drawn < REDRAW_MS) return;
    drawn = Date.now();
    zone.state.progress = progress;
    zone.redraw();
  };
  const sending = new Sending({ token: zone.data.token, title, source: "upload", files, onProgress });
  show("sending", { sending, title, progress: { ...sending, speed: 0, secondsLeft: null } });
  try {
    await sending.run();
    show("importing", { title });
    const job = await sending.import(zone.data.name, zone.data.kind);
    show("done", { title, refused: sending.refused, numPassedOver });
    zone.imported(job);
  } catch (error) {
    const files_ = { files, numPassedOver };
    if (sending.stop.signal.aborted) show("stopped", { title, sending, again: files_ });
    else show("failed", { sentence: error.message, title, sending, again: files_ });
  }
}

function titleOf(files) {
  const tops = [...new Set(files.slice(0, 10000).map(({ path }) => path.split("/")[0]))];
  return tops.length > 3 ? `${tops.slice(0, 3).join(", ")} and more` : tops.join(", ");
}

// ---- what was dropped or chosen

async function filesOfDrop(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean); // before any await
  if (!entries.length) return [...transfer.files].map((file) => ({ path: file.name, file }));
  const found = [];
  for (const entry of entries) await walk(entry, "", found);
  return found;
}

async function walk(entry, above, found) {
  const path = above + entry.name;
  if (entry.isFile) {
    found.push({ path, file: await new Promise((resolve, reject) => entry.file(resolve, reject)) });
    if (found.length % 500 === 0) show("looking", { found: found.length });
    return;
  }
  const reader = entry.createReader();
  const read = () => new Promise((resolve, reject) => reader.readEntries(resolve, reject));
  for (let entries = await read(); entries.length; entries = await read()) {
    for (const each of entries) await walk(each, `${path}/`, found); // a hundred at a time, until none is left
  }
}

function choose(event) {
  const files = [...event.target.files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
  event.target.value = "";
  if (files.length) look(async () => files);
}

// ---- what is seen

function draw(root) {
  const { state } = zone;
  root.dataset.state = state.name;
  const drawn = VIEWS[state.name](state);
  if (state.name === "naming" && root.querySelector(".naming")) return; // keeps the cursor in the field
  root.replaceChildren(...drawn);
}

const VIEWS = {
  idle: () => invitation(),
  looking: ({ found }) => [line("Looking through the folder…"), line(found ? `${count(found, "file")} so far` : "", "small")],
  naming: naming,
  sending: ({ title, progress }) => [
    line(`Uploading ${title}`, "strong"),
    bar(progress),
    line(sentenceOf(progress), "small numbers"),
    progress.problem ? line(progress.problem, "problem") : "",
    buttons(button("Cancel", () => zone.state.sending.cancel())),
  ],
  importing: ({ title }) => [line(`${title} has arrived. Its import starts…`, "strong")],
  done: ({ title, refused, numPassedOver }) => [
    line(`${title} has arrived.`, "strong"),
    numPassedOver ? line(`${count(numPassedOver, "file")} that cannot be pictures (films, texts) stayed behind.`, "small") : "",
    refusedList(refused),
    ...invitation("Give more"),
  ],
  stopped: (state) => [
    line(`Stopped. What has arrived of ${state.title} is kept.`, "strong"),
    buttons(button("Go on", () => send(state.again), true), button("Throw away", () => throwAway(state.sending))),
  ],
  failed: (state) => [
    line(state.sentence, "problem"),
    state.again
      ? buttons(button("Try again", () => send(state.again), true), button("Throw away", () => throwAway(state.sending)))
      : "",
    ...(state.again ? [] : invitation()),
  ],
};

function invitation(words = "Drop a folder, a zip or a tar here") {
  const folder = element("input", { type: "file", webkitdirectory: true, multiple: true, hidden: true, class: "folder", onchange: choose });
  const files = element("input", { type: "file", multiple: true, hidden: true, class: "files", onchange: choose });
  return [
    line(words, "strong"),
    line("One sub-folder per person, named like the person. It may be as large as the disk takes.", "small"),
    folder,
    files,
    buttons(button("Choose a folder", () => folder.click()), button("Choose a zip, a tar or photos", () => files.click())),
  ];
}

function naming(state) {
  const field = element("input", { type: "text", class: "text", "aria-label": "Name of the person or class" });
  const form = element(
    "form",
    { class: "naming" },
    line(`${count(state.files.length, "photo")} that lie in no folder. Whom or what do they show?`, "strong"),
    field,
    buttons(element("button", { type: "submit", class: "primary" }, "Upload"), button("Cancel", () => show("idle"))),
  );
  form.onsubmit = (event) => {
    event.preventDefault();
    const name = field.value.trim().replaceAll("/", "_");
    if (name) send({ ...state, files: state.files.map(({ path, file }) => ({ path: `${name}/${path}`, file })) });
  };
  setTimeout(() => field.focus());
  return [form];
}

function sentenceOf({ doneFiles, files, doneBytes, numBytes, speed, secondsLeft }) {
  const parts = [`${doneFiles.toLocaleString("en")} of ${count(files.length, "file")}`, `${megabytes(doneBytes)} of ${megabytes(numBytes)}`];
  if (speed) parts.push(`${megabytes(speed)}/s`);
  if (speed && secondsLeft >= 1) parts.push(`about ${duration(secondsLeft)} left`);
  return parts.join(" · ");
}

function bar({ doneBytes, numBytes, doneFiles, files }) {
  const done = numBytes ? doneBytes / numBytes : doneFiles / files.length;
  return element("progress", { max: 1, value: done, "aria-label": "Uploaded" });
}

function refusedList(refused) {
  if (!refused.length) return "";
  const rows = refused.slice(0, 200).map(({ path, reason }) => element("li", {}, `${path}: ${reason}`));
  return element("details", {}, element("summary", {}, `${count(refused.length, "file")} could not be taken`), element("ul", {}, ...rows));
}

async function throwAway(sending) {
  if (sending?.id) await ask(`/upload/${sending.id}`, zone.data.token, { method: "DELETE" }).catch(() => {});
  show("idle");
}

function line(words, className = "") {
  return element("p", { class: className }, words);
}

function buttons(...made) {
  return element("div", { class: "buttons" }, ...made);
}

function button(words, onclick, isPrimary = false) {
  return element("button", { type: "button", class: isPrimary ? "primary" : "", onclick }, words);
}
