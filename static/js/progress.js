// How far a worker is, every second, without the page going white. Without this the page loads again by itself.
const shown = document.querySelector("[data-progress]");
const away = document.querySelector("[data-away]");

async function renew() {
  try {
    const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(8000) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-progress]");
    if (!answer.ok || !fresh) {
      location.reload();
      return;
    }
    shown.replaceChildren(...fresh.childNodes);
    away.textContent = "";
  } catch {
    away.textContent = "There is no connection. The work goes on, and we look again by ourselves.";
  }
  setTimeout(renew, 1000);
}

document.querySelector("[data-refresh]").remove();
setTimeout(renew, 1000);
