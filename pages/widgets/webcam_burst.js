// The camera of webcam_burst.py: a burst of photos, bad ones deleted at once, the rest sent like any upload.

const camera = (window.facetWebcam ??= { state: "off", shots: [], person: "", count: 20, seconds: 0.7, countdown: 3, problem: "", reopenUntil: 0 });
const WIDTH = 1280;
const HEIGHT = 720;
const JPEG_QUALITY = 0.92;
const REOPEN_MS = 60000;
const MAX_SHOTS = 200; // in the browser's memory: about 40 MB
const REASONS = {
  NotAllowedError: "The browser was told not to show the camera to this page. Press the camera sign beside the address, allow it, and try again.",
  NotFoundError: "There is no camera on this computer.",
  NotReadableError: "Another program holds the camera. Close it, and try again.",
};
const NOT_SECURE =
  "Browsers show the camera only to pages on this computer (http://localhost) or with a certificate (https://). Open Facet there, or take the photos with any camera and upload them.";

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".webcam");
  camera.data = data;
  camera.trigger = setTriggerValue;
  if (!root.firstChild) build(root);
  camera.root = root;
  if (Date.now() < camera.reopenUntil) open(); // the import took the screen for a moment
  camera.reopenUntil = 0;
  redraw();
  return () => {
    camera.running = null; // ends a burst
    close();
    camera.root = null;
  };
}

function build(root) {
  const field = (label, input) => element("label", {}, element("span", {}, label), input);
  const number = (name, attributes) => element("input", { type: "number", class: `text ${name}`, value: camera[name], ...attributes, oninput: ({ target }) => (camera[name] = Number(target.value)) });
  const person = element("input", { class: "text person", list: "facet-people", placeholder: "Kim", value: camera.person, oninput: ({ target }) => { camera.person = target.value; redraw(); } });
  root.append(
    element("div", { class: "fields" },
      field("Who is it?", person), element("datalist", { id: "facet-people" }),
      field("Photos", number("count", { min: 1, max: MAX_SHOTS, step: 1 })),
      field("Seconds between", number("seconds", { min: 0.2, max: 60, step: 0.1 })),
      field("Countdown", number("countdown", { min: 0, max: 30, step: 1 })),
    ),
    element("div", { class: "picture" }, element("video", { muted: true, playsinline: true }), element("div", { class: "number", "aria-live": "assertive" }), element("div", { class: "invitation" })),
    element("div", { class: "controls buttons" }),
    element("p", { class: "problem" }),
    element("ul", { class: "shots" }),
  );
  root.querySelector("video").muted = true;
}

function redraw() {
  const { root, state, shots, data } = camera;
  if (!root) return;
  root.dataset.state = state;
  root.querySelector("datalist").replaceChildren(...data.people.map((value) => element("option", { value })));
  root.querySelector(".problem").textContent = camera.problem;
  root.querySelector(".number").textContent = camera.number ?? "";
  const invitation = root.querySelector(".invitation");
  invitation.replaceChildren(...(state === "off" || state === "opening" ? [state === "off" ? button("Switch the camera on", open, true) : element("p", {}, "Asking for the camera…")] : []));
  root.querySelector(".controls").replaceChildren(...controls());
  drawShots(root.querySelector(".shots"), shots);
}

function controls() {
  const { state, shots, person } = camera;
  const name = person.trim();
  const made = [];
  if (state === "on") made.push(button(shots.length ? "Take more" : `Take ${count(numWanted(), "photo")}`, burst, !shots.length));
  if (state === "taking") made.push(button("Stop", () => (camera.running = null)));
  if (shots.length && state !== "sending" && state !== "taking") {
    const add = button(name ? `Add ${count(shots.length, "photo")} to ${name}` : `Say who it is to add ${count(shots.length, "photo")}`, send, true);
    add.disabled = !name;
    made.push(add, button("Start over", startOver));
  }
  if (state === "sending") made.push(element("p", {}, `Adding ${count(shots.length, "photo")} to ${name}…`));
  if (camera.problem) made.push(button("Upload photos instead", () => camera.trigger("upload_instead", true)));
  return made;
}

function drawShots(list, shots) {
  if (list.childElementCount === shots.length && list.lastChild?.dataset.url === shots.at(-1)?.url) return;
  list.replaceChildren(...shots.map((shot, place) => {
    const remove = element("button", { type: "button", title: "Delete this photo", "aria-label": `Delete photo ${place + 1}`, onclick: () => drop(shot) }, element("img", { src: shot.url, alt: `Photo ${place + 1}` }));
    const item = element("li", {}, remove);
    item.dataset.url = shot.url;
    return item;
  }));
}

async function open() {
  camera.problem = "";
  if (!navigator.mediaDevices?.getUserMedia) return fail(NOT_SECURE);
  become("opening");
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: WIDTH }, height: { ideal: HEIGHT }, facingMode: "user" } });
    if (!camera.root) return stream.getTracks().forEach((track) => track.stop());
    camera.stream = stream;
    stream.getVideoTracks()[0].onended = () => { close(); fail("The camera was unplugged or switched off."); };
    const video = camera.root.querySelector("video");
    video.srcObject = stream;
    await video.play();
    become("on");
  } catch (error) {
    fail(REASONS[error.name] ?? `The camera cannot be used (${error.message}).`);
  }
}

function close() {
  camera.stream?.getTracks().forEach((track) => track.stop());
  camera.stream = null;
  camera.number = "";
  if (camera.state !== "sending") camera.state = "off";
}

async function burst() {
  const running = (camera.running = {});
  camera.problem = "";
  become("taking");
  for (let left = camera.countdown; left > 0 && camera.running === running; left -= 1) {
    camera.number = left;
    redraw();
    await pause(Math.min(1, left));
  }
  camera.number = "";
  for (let taken = 0; taken < numWanted() && camera.running === running && camera.shots.length < MAX_SHOTS; taken += 1) {
    if (taken) await pause(Math.max(0.2, camera.seconds || 0.2));
    if (camera.running === running) await shoot();
  }
  if (camera.state === "taking") become("on");
}

async function shoot() {
  const video = camera.root?.querySelector("video");
  if (!video?.videoWidth) return;
  const canvas = element("canvas", { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext("2d").drawImage(video, 0, 0); // as the camera sees it; only the preview is a mirror
  const taken = new Date();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY));
  camera.shots.push({ blob, taken, url: URL.createObjectURL(blob) });
  const picture = camera.root?.querySelector(".picture");
  picture?.classList.remove("flash");
  void picture?.offsetWidth; // starts the animation anew
  picture?.classList.add("flash");
  redraw();
}

function drop(shot) {
  URL.revokeObjectURL(shot.url);
  camera.shots = camera.shots.filter((each) => each !== shot);
  redraw();
}

function startOver() {
  camera.shots.forEach(({ url }) => URL.revokeObjectURL(url));
  camera.shots = [];
  redraw();
}

async function send() {
  const { data, shots } = camera;
  const person = camera.person.trim().replaceAll("/", "_");
  const files = shots.map(({ blob, taken }, place) => ({ path: `${person}/webcam ${stamp(taken)} ${String(place + 1).padStart(3, "0")}.jpg`, file: new File([blob], "photo.jpg", { lastModified: taken.getTime() }) }));
  camera.problem = "";
  become("sending");
  const sending = new Sending({ token: data.token, title: `webcam photos of ${person} ${stamp(shots[0].taken)}`, source: "webcam", files, onProgress: () => {} });
  try {
    await sending.run();
    const job = await sending.import(data.name, data.kind);
    startOver();
    camera.reopenUntil = Date.now() + REOPEN_MS;
    become(camera.stream ? "on" : "off");
    camera.trigger("imported", job);
  } catch (error) {
    become(camera.stream ? "on" : "off");
    fail(`${error.message} The photos are still here.`, false);
  }
}

function stamp(moment) {
  const two = (number) => String(number).padStart(2, "0");
  const day = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  return `${day} ${two(moment.getHours())}-${two(moment.getMinutes())}-${two(moment.getSeconds())}-${String(moment.getMilliseconds()).padStart(3, "0")}`;
}

function numWanted() {
  return Math.min(MAX_SHOTS, Math.max(1, Math.round(camera.count) || 1));
}

function become(state) {
  camera.state = state;
  redraw();
}

function fail(sentence, isOff = true) {
  camera.problem = sentence;
  if (isOff) camera.state = "off";
  redraw();
}

function pause(seconds) {
  return new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
}

function button(words, onclick, isPrimary = false) {
  return element("button", { type: "button", class: isPrimary ? "primary" : "", onclick }, words);
}
