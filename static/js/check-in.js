// The code in the room changes by itself, without the page going white. Without this the page loads again.
const parts = [".sf-shown__picture", ".sf-shown__code", ".sf-shown__there"];
const shown = document.querySelector("[data-shown]");

function next(seconds) {
  setTimeout(renew, seconds * 1000 + 200);
}

async function renew() {
  const away = shown.querySelector("[data-away]");
  try {
    const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(8000) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-shown]");
    if (!answer.ok || !fresh) {
      location.reload();
      return;
    }
    for (const part of parts) {
      shown.querySelector(part).replaceChildren(...fresh.querySelector(part).childNodes);
    }
    away.textContent = "";
    next(Number(fresh.dataset.shown));
  } catch {
    away.textContent = "There is no connection, so this code may be too old. We try again.";
    next(5);
  }
}

next(Number(shown.dataset.shown));
