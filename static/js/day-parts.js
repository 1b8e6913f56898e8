// Day-part tiles: the select stays in the form, a button in front of it goes through its choices.
function enhance(tile) {
  const select = tile.querySelector("select");
  const label = tile.querySelector("label");
  if (!select || tile.dataset.ready) return;
  tile.dataset.ready = "yes";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "sf-part__button";
  const say = () => {
    const option = select.options[select.selectedIndex];
    const chosen = option.text;
    button.replaceChildren(label.cloneNode(true), document.createElement("strong"));
    button.firstChild.replaceWith(...label.cloneNode(true).childNodes);
    button.lastChild.className = "sf-part__value";
    button.lastChild.textContent = chosen;
    if (!select.value) {
      const unsaid = document.createElement("span");
      unsaid.className = "nhsuk-u-visually-hidden";
      unsaid.textContent = option.dataset.usual ? ", as usual" : "not said";
      button.append(unsaid);
    }
  };
  button.addEventListener("click", () => {
    select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  select.addEventListener("change", say);
  say();
  select.hidden = true;
  label.hidden = true;
  tile.append(button);
}

document.querySelectorAll("[data-day-part]").forEach(enhance);
