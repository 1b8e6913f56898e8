// Starts the NHS.UK components. Pages work without this; it adds focus, counters and show buttons.
const root = document.documentElement;
document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
import(root.dataset.frontend)
  .then((frontend) => frontend.initAll())
  .catch(() => document.body.classList.remove("nhsuk-frontend-supported"));
