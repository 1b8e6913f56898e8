// Each tap is saved by itself. What could not be saved is said, kept on this device (days and answers, no names)
// and tried again, also after the page was closed. Without this there is "Save".
const form = document.querySelector("[data-availability]");
const AGAIN = [1000, 3000, 8000, 20000];
const key = `availability-${form.dataset.availability}`;
const said = form.querySelector("[data-said]");
const undo = form.querySelector("[data-undo]");
let waiting = {};
let sending = false;
let tries = 0;
let timer = 0;

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(key)) || {};
  } catch {
    return {};
  }
}

function remember() {
  try {
    if (Object.keys(waiting).length) localStorage.setItem(key, JSON.stringify(waiting));
    else localStorage.removeItem(key);
  } catch {
    // A device that keeps nothing: the page itself still holds what waits.
  }
}

function show(words, wrong = false) {
  said.textContent = words;
  said.classList.toggle("sf-weeks__said--wrong", wrong);
}

function later(why) {
  const n = Object.keys(waiting).length;
  show(`${n} ${n === 1 ? "answer is" : "answers are"} not saved yet. ${why}`, true);
  clearTimeout(timer);
  timer = setTimeout(send, AGAIN[Math.min(tries, AGAIN.length - 1)]);
  tries += 1;
}

async function send() {
  if (sending || !Object.keys(waiting).length) return;
  sending = true;
  const sent = { ...waiting };
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const [name, level] of Object.entries(sent)) body.set(name, level);
  let answer = null;
  let told = null;
  try {
    answer = await fetch(form.dataset.taps, { method: "POST", body, signal: AbortSignal.timeout(15000) });
    if (answer.headers.get("content-type")?.startsWith("application/json")) told = await answer.json();
  } catch {
    answer = null;
  }
  sending = false;
  if (told) {
    for (const [name, level] of Object.entries(sent)) if (waiting[name] === level) delete waiting[name];
    tries = 0;
    remember();
    if (told.saved) undo.hidden = false;
    if (told.why) show(told.why, true);
    else if (Object.keys(waiting).length) send();
    else show("All saved.");
  } else if (answer?.status === 404) {
    show("This link cannot be used any more, so nothing is saved. Use the newest email, or sign in.", true);
  } else if (answer && (answer.redirected || answer.status === 403)) {
    later("Load this page again, and sign in if you are asked to. Nothing is lost.");
  } else {
    later("There is no connection. We try again by ourselves.");
  }
}

form.addEventListener("change", (event) => {
  if (!event.target.closest("[data-day-part]")) return;
  waiting[event.target.name] = event.target.value;
  remember();
  show("Saving …");
  clearTimeout(timer);
  send();
});

// What waited when the page was left, of days that are still on it.
for (const [name, level] of Object.entries(remembered())) {
  const tile = form.elements[name];
  if (!tile?.closest?.("[data-day-part]")) continue;
  tile.value = level;
  tile.dispatchEvent(new Event("change", { bubbles: true }));
}
remember();
form.querySelector("[data-save]").hidden = true;
said.hidden = false;
show("Each tap is saved by itself.");
window.addEventListener("online", send);
send();
