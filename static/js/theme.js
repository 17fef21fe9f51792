// Colours as the reader chose them, before the first paint; so this script, alone, is not deferred.
// Also tells the styles that scripts run (`html.js`).
(() => {
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  const stored = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // storage refused: the system's colours stay
    }
  };

  const show = (theme) => {
    root.dataset.theme = theme;
  };

  const following = () => (system.matches ? "dark" : "light");

  root.classList.add("js");
  show(stored() ?? following());
  system.addEventListener("change", () => show(stored() ?? following()));

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    const chosen = root.dataset.theme === "dark" ? "light" : "dark";
    show(chosen);
    try {
      localStorage.setItem("theme", chosen);
    } catch {
      // The choice then lasts as long as this page.
    }
  });
})();
