// The register saves each tap by itself. What could not be saved stays marked, is kept on this device (numbers
// and marks, no names) and is tried again, also after the page was closed. Without this there is "Save".
const form = document.querySelector("[data-register]");
const AGAIN = [1000, 3000, 8000, 20000];
const key = `register-${form.dataset.register}`;
const said = form.querySelector("[data-said]");
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
  said.classList.toggle("sf-register__said--wrong", wrong);
  for (const row of form.querySelectorAll(".sf-person")) {
    const pk = row.id.replace("person-", "");
    row.querySelector("[data-unsaved]").hidden = !(wrong && pk in waiting);
  }
}

function count(counts) {
  for (const [name, n] of Object.entries(counts)) {
    const place = document.querySelector(`[data-count="${name}"]`);
    if (place) place.textContent = n;
  }
}

function later(why) {
  const n = Object.keys(waiting).length;
  show(`${n} ${n === 1 ? "mark is" : "marks are"} not saved yet. ${why}`, true);
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
  for (const [pk, mark] of Object.entries(sent)) body.set(`came-${pk}`, mark);
  let answer = null;
  let told = null;
  try {
    answer = await fetch(form.dataset.marks, { method: "POST", body, signal: AbortSignal.timeout(15000) });
    if (answer.headers.get("content-type")?.startsWith("application/json")) told = await answer.json();
  } catch {
    answer = null;
  }
  sending = false;
  if (answer?.ok && told) {
    for (const [pk, mark] of Object.entries(sent)) {
      const was = form.elements[`was-${pk}`];
      if (was) was.value = mark;
      if (waiting[pk] === mark) delete waiting[pk];
    }
    tries = 0;
    remember();
    count(told);
    if (Object.keys(waiting).length) send();
    else show("All saved.");
  } else if (told?.why) {
    show(told.why, true);
  } else if (answer && (answer.redirected || answer.status === 403)) {
    later("Load this page again, and sign in if you are asked to. Nothing is lost.");
  } else {
    later("There is no connection. We try again by ourselves.");
  }
}

form.addEventListener("change", (event) => {
  const found = /^came-(\d+)$/.exec(event.target.name);
  if (!found) return;
  waiting[found[1]] = event.target.value;
  remember();
  clearTimeout(timer);
  send();
});

// What waited when the page was left, of people who are still on it.
for (const [pk, mark] of Object.entries(remembered())) {
  const tile = form.querySelector(`input[name="came-${pk}"][value="${mark}"]`);
  if (!tile) continue;
  tile.checked = true;
  waiting[pk] = mark;
}
remember();
send();
window.addEventListener("online", send);

const find = form.querySelector("[data-find]");
if (find) {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/ł/g, "l").replace(/ø/g, "o");
  const nobody = form.querySelector("[data-nobody]");
  find.hidden = false;
  const look = () => {
    const words = plain(find.querySelector("input").value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of form.querySelectorAll(".sf-person")) {
      const name = plain(row.dataset.name);
      row.hidden = !words.every((word) => name.includes(word));
      shown += !row.hidden;
    }
    nobody.hidden = shown > 0;
  };
  find.addEventListener("input", look);
  find.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
