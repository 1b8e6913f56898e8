// What was typed stays on this device until it was sent: it survives a reload and a minute without a connection.
// Nothing is sent before the button. Without this the form posts by itself. After two days a draft is forgotten.
const PREFIX = "feedback-draft-";
const AGAIN = [1000, 3000, 8000, 20000];
const TWO_DAYS = 2 * 24 * 60 * 60 * 1000;
const key = PREFIX + location.pathname;
const form = document.querySelector("[data-feedback]");

function drafts() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function forget(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // Nothing was kept here either.
  }
}

for (const name of drafts()) {
  if (!(Date.now() - read(name)?.at < TWO_DAYS)) forget(name);
}
if (form) {
  const said = form.querySelector("[data-said]");
  const button = form.querySelector("[type=submit]");
  let tries = 0;
  let sending = false;

  const keep = () => {
    const answers = [...new FormData(form)].filter(([, value]) => value !== "");
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), answers }));
    } catch {
      // A device that keeps nothing: the page itself still holds what was typed.
    }
  };

  const bring = () => {
    const draft = read(key);
    if (!draft || document.querySelector(".nhsuk-error-summary")) return;
    for (const [name, value] of draft.answers) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field.type === "radio" || field.type === "checkbox") field.checked ||= field.value === value;
        else field.value = value;
      }
    }
    if (draft.answers.some(([name, value]) => value && !name.endsWith("_consent"))) {
      said.textContent = "What you had answered is still here. It is kept on this device until you send it.";
    }
  };

  const send = async () => {
    sending = true;
    button.disabled = true;
    said.textContent = "Sending …";
    let answer = null;
    try {
      answer = await fetch(location.href, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        signal: AbortSignal.timeout(15000),
      });
    } catch {
      answer = null;
    }
    // 409: an earlier try arrived, only its answer was lost.
    if (answer && (answer.redirected || answer.status === 409)) {
      forget(key);
      location.replace(form.dataset.feedback);
    } else if (answer && answer.status < 500) {
      HTMLFormElement.prototype.submit.call(form); // the page that says what is wrong
    } else {
      said.textContent = "There is no connection. Your answers are kept on this device, and we try again by ourselves.";
      said.classList.add("sf-answers__state--wrong");
      setTimeout(send, AGAIN[Math.min(tries, AGAIN.length - 1)]);
      tries += 1;
    }
  };

  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (sending) return;
    keep();
    send();
  });
  bring();
}
