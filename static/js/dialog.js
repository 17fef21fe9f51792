// Opens <dialog id="x"> from a [data-dialog-open="x"] button; a tap on the backdrop closes it.
// Closing from inside is plain HTML: <form method="dialog">.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) {
    document.getElementById(opener.dataset.dialogOpen)?.showModal();
  } else if (event.target instanceof HTMLDialogElement) {
    event.target.close();
  }
});
