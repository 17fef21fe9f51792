// A button that copies the address in the field it names, and says so.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    return; // The address is selected: the reader's own command copies it.
  }
  const said = field.parentElement.querySelector("[data-copied]");
  said.textContent = said.dataset.copied;
});
