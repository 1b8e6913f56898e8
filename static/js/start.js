// Starts the NHS.UK components. Pages work without this; it adds focus, counters and show buttons.
const root = document.documentElement;
document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
import(root.dataset.frontend)
  .then((frontend) => frontend.initAll())
  .catch(() => document.body.classList.remove("nhsuk-frontend-supported"));

// htmx may swap a part of the page: start the components that came with it.
document.body.addEventListener("htmx:load", (event) => {
  if (event.target === document.body) return;
  import(root.dataset.frontend).then((frontend) => frontend.initAll({ scope: event.target }));
});
