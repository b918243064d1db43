// Buttons that copy a citation; without a script there are none, and the text is there to be selected.
for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copies)?.textContent ?? "";
    const said = button.firstChild;
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = "Copied";
    } catch {
      getSelection()?.selectAllChildren(document.getElementById(button.dataset.copies));
      said.textContent = "Selected";
    }
    setTimeout(() => { said.textContent = "Copy"; }, 2000);
  });
}
