// Lists of the back office: arrows go from row to row, single keys press what carries them.
// Everything works without this, by links and buttons.
const rows = [...document.querySelectorAll("[data-row]")];
const STORED = "rotonde-desk-keys"; // the switch is on the day board

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, dialog")) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && rows.length) {
    const here = rows.indexOf(document.activeElement);
    const next = rows[here < 0 ? 0 : here + step];
    if (next) {
      event.preventDefault();
      next.focus();
    }
    return;
  }
  if (localStorage.getItem(STORED) === "off") return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.matches("select, input")) target.focus();
  else target.click();
});
