// Menus are <details> and work without this. With it: one open at a time, Escape and a tap elsewhere close,
// and filter drawers stand open where there is room.
const menus = () => document.querySelectorAll("details[data-menu]");

document.addEventListener(
  "toggle",
  (event) => {
    if (!event.target.matches?.("details[data-menu]") || !event.target.open) return;
    for (const menu of menus()) if (menu !== event.target) menu.open = false;
  },
  true, // toggle does not bubble
);

document.addEventListener("click", (event) => {
  for (const menu of menus()) {
    const followed = event.target.closest("a") && menu.contains(event.target);
    if (menu.open && (followed || !menu.contains(event.target))) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    if (!menu.open) continue;
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

const wide = window.matchMedia("(min-width: 60rem)");
const openWhereWide = () => {
  if (!wide.matches) return;
  for (const drawer of document.querySelectorAll("details[data-open-wide]")) drawer.open = true;
};
openWhereWide();
wide.addEventListener("change", openWhereWide);
document.addEventListener("htmx:afterSettle", openWhereWide);

document.querySelector("[data-error-summary]")?.focus();
