/* The keyboard of the staff pages: j and k walk the rows, x chooses one, Enter opens it, Escape closes the drawer.
   Everything it does can be done without it. */
"use strict";

const links = () => [...document.querySelectorAll("[data-rows] tbody th a")];
const typing = (target) => target.matches("input:not([type=checkbox]), select, textarea, [contenteditable]");

function walk(step) {
  const all = links();
  const at = all.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
  next?.focus();
}

const keys = {
  j: () => walk(1),
  k: () => walk(-1),
  x: () => document.activeElement.closest("tr")?.querySelector("input[name=pick]")?.click(),
  Escape: () => document.querySelector("[data-close]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  keys[event.key]?.();
});

/* The box that chooses all rows stands in the page, hidden, until there is a script to serve it. */
for (const all of document.querySelectorAll("[data-all]")) {
  const boxes = () => all.closest("table").querySelectorAll("input[name=pick]");
  all.closest("label").hidden = false;
  all.addEventListener("change", () => boxes().forEach((box) => { box.checked = all.checked; }));
  all.closest("table").addEventListener("change", (event) => {
    if (event.target !== all) all.checked = [...boxes()].every((box) => box.checked);
  });
}
