// Sends files to pages/upload_routes.py. Shared by drop_zone.js, webcam_burst.js and draw_canvas.js, which follow it.
// A File is only a reference: the browser reads it from the disk while it sends it, and no file lies in memory.

const PIECE_BYTES = 16 * 2 ** 20; // of a large file: what a lost connection costs
const BATCH_BYTES = 4 * 2 ** 20; // small files that share a request: one by one they would take ten times as long
const BATCH_FILES = 256;
const NUM_LANES = 3; // requests at a time
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15000;
const GIVE_UP_MS = 5 * 60 * 1000; // without a connection

class Told extends Error {} // a sentence of the server: trying again would not help

/** Ask the server something; an answer that is no 2xx is thrown as the sentence it gives. */
async function ask(path, token, { method = "POST", body = {}, signal } = {}) {
  const headers = { "X-Facet-Token": token, "Content-Type": "application/json" };
  const answer = await fetch(path, { method, headers, body: JSON.stringify(body), signal });
  return told(answer.status, await answer.text());
}

function told(status, text) {
  let document = {};
  try {
    document = JSON.parse(text);
  } catch {
    // a proxy's page: the status says enough
  }
  if (status >= 200 && status < 300) return document;
  if (document.error) throw new Told(document.error);
  throw new Error(`The app answered ${status}.`);
}

/** One file after the other, with its path "folder/name", to one upload. Progress is told while bytes leave. */
class Sending {
  constructor({ token, title, source, files, onProgress }) {
    Object.assign(this, { token, title, source, files, onProgress });
    this.stop = new AbortController();
    this.numBytes = files.reduce((sum, { file }) => sum + file.size, 0);
    this.doneFiles = 0;
    this.doneBytes = 0;
    this.underWay = new Map(); // request -> bytes of it that have left
    this.refused = [];
    this.superfluous = [];
    this.problem = "";
    this.speeds = new Speedometer();
  }

  /** Send everything that is not there yet. Throws when stopped, or with the sentence to show. */
  async run() {
    const { title, source, files, numBytes } = this;
    const begun = await this.again(() =>
      ask("/upload", this.token, { body: { title, source, files: files.length, bytes: numBytes }, signal: this.stop.signal }),
    );
    this.id = begun.id;
    const queue = makeBatches(this.leftToSend(begun.arrived));
    await Promise.all(Array.from({ length: NUM_LANES }, () => this.lane(queue)));
    this.tell();
  }

  /** Start the import of what was sent; returns the id of its job. */
  async import(name, kind) {
    const { superfluous, files, refused } = this;
    const body = { name, kind, superfluous, files: files.length - refused.length };
    return (await this.again(() => ask(`/upload/${this.id}/import`, this.token, { body }))).job;
  }

  cancel() {
    this.stop.abort();
  }

  leftToSend(arrived) {
    const there = new Map(arrived.map(([path, size, modified]) => [path, `${size} ${modified}`]));
    const left = [];
    for (const each of this.files) {
      if (there.get(each.path) === `${each.file.size} ${modifiedOf(each.file)}`) {
        this.doneFiles += 1;
        this.doneBytes += each.file.size;
      } else left.push(each);
      there.delete(each.path);
    }
    this.superfluous = [...there.keys()];
    return left;
  }

  async lane(queue) {
    for (let batch = queue.pop(); batch; batch = queue.pop()) {
      if (batch.length === 1 && batch[0].file.size > PIECE_BYTES) await this.sendLarge(batch[0]);
      else await this.sendSmall(batch);
    }
  }

  async sendSmall(batch) {
    const answer = await this.again(async (numTries) => {
      if (numTries) batch = await this.readableOf(batch);
      return batch.length ? this.post(batch.map((each) => frame(each, 0, each.file.size))) : { refused: [] };
    });
    this.refused.push(...answer.refused);
    this.doneFiles += batch.length;
    this.doneBytes += batch.reduce((sum, { file }) => sum + file.size, 0);
    this.tell();
  }

  async sendLarge(each) {
    const { path, file } = each;
    let sent = 0;
    const goOn = async (numTries) => {
      if (numTries && !(await this.readableOf([each])).length) return { refused: [] };
      const asked = { path, size: file.size, modified: modifiedOf(file) };
      const { offset } = await ask(`/upload/${this.id}/offset`, this.token, { body: asked, signal: this.stop.signal });
      this.doneBytes += offset - sent;
      sent = offset;
      const length = Math.min(PIECE_BYTES, file.size - sent);
      const answer = await this.post([frame(each, sent, length)]);
      this.doneBytes += length;
      sent += length;
      return answer;
    };
    do {
      const answer = await this.again(goOn);
      this.refused.push(...answer.refused);
      if (this.refused.some((refused) => refused.path === path)) break;
    } while (sent < file.size);
    this.doneFiles += 1;
    this.tell();
  }

  /** Files that can still be read; one that vanished from the disk is told and left out. */
  async readableOf(batch) {
    const readable = [];
    for (const each of batch) {
      try {
        await each.file.slice(0, 1).arrayBuffer();
        readable.push(each);
      } catch {
        this.refused.push({ path: each.path, reason: "It cannot be read any more: it was moved, changed or removed." });
      }
    }
    return readable;
  }

  post(parts) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest(); // fetch does not tell how much has left
      const abort = () => request.abort();
      const end = () => {
        this.underWay.delete(request);
        this.stop.signal.removeEventListener("abort", abort);
      };
      request.open("POST", `/upload/${this.id}/pieces`);
      request.setRequestHeader("X-Facet-Token", this.token);
      request.upload.onprogress = ({ loaded }) => {
        this.underWay.set(request, loaded);
        this.tell();
      };
      request.onload = () => {
        end();
        try {
          resolve(told(request.status, request.responseText));
        } catch (error) {
          reject(error);
        }
      };
      request.onerror = request.onabort = () => {
        end();
        reject(new Error("The connection was lost."));
      };
      this.stop.signal.addEventListener("abort", abort);
      if (this.stop.signal.aborted) return request.onabort();
      request.send(new Blob(parts.flat()));
    });
  }

  /** Try until it works: a connection comes back, a restarted app answers again. */
  async again(attempt) {
    const began = Date.now();
    for (let numTries = 0, wait = FIRST_WAIT_MS; ; numTries += 1, wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      if (this.stop.signal.aborted) throw new Told("Stopped.");
      try {
        const answer = await attempt(numTries);
        this.problem = "";
        return answer;
      } catch (error) {
        if (error instanceof Told || this.stop.signal.aborted) throw error;
        if (Date.now() - began > GIVE_UP_MS) throw new Told(`${error.message} What has arrived is kept.`);
        this.problem = `${error.message} Trying again…`;
        this.tell();
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  tell() {
    const moving = [...this.underWay.values()].reduce((sum, bytes) => sum + bytes, 0);
    const doneBytes = Math.min(this.numBytes, this.doneBytes + moving);
    const speed = this.speeds.at(doneBytes);
    this.onProgress({ ...this, doneBytes, speed, secondsLeft: speed ? (this.numBytes - doneBytes) / speed : null });
  }
}

/** Bytes per second over the last ten seconds. */
class Speedometer {
  marks = [];

  at(bytes) {
    const now = Date.now();
    if (!this.marks.length || now - this.marks.at(-1).now > 250) this.marks.push({ now, bytes });
    while (this.marks.length > 40) this.marks.shift();
    const first = this.marks[0];
    return now - first.now > 500 ? Math.max(0, (1000 * (bytes - first.bytes)) / (now - first.now)) : 0;
  }
}

/** Requests, the last to be sent first: small files together, a large file alone. */
function makeBatches(files) {
  const batches = [];
  let batch = [];
  let bytes = 0;
  for (const each of files) {
    if (each.file.size > PIECE_BYTES) {
      batches.push([each]);
      continue;
    }
    if (batch.length === BATCH_FILES || bytes + each.file.size > BATCH_BYTES) {
      if (batch.length) batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(each);
    bytes += each.file.size;
  }
  if (batch.length) batches.push(batch);
  return batches.reverse();
}

/** A piece as engine/uploads/receiving.py reads it: length of the header, header, bytes. */
function frame({ path, file }, offset, length) {
  const facts = { path, size: file.size, modified: modifiedOf(file), offset, length };
  const header = new TextEncoder().encode(JSON.stringify(facts));
  const start = new DataView(new ArrayBuffer(4));
  start.setUint32(0, header.length);
  return [start.buffer, header, file.slice(offset, offset + length)];
}

function modifiedOf(file) {
  return Math.max(0, Math.floor(file.lastModified ?? 0));
}

function megabytes(bytes) {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e7 || bytes === 0 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function duration(seconds) {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function count(number, word) {
  return `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made[key] = value;
    else if (value !== false && value != null) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}
