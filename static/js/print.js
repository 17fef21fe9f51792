// A button that prints the page; the browser's own command does the same.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
