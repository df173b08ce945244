// A standard's page works without this. Here: buttons that copy a target, which would be dead without a script.
(() => {
  "use strict";
  const status = document.querySelector("[data-cc-copied]");
  if (!status) return;

  // A page from disk or over plain http has no clipboard of its own; there the text is selected and copied.
  const select = node => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const chosen = window.getSelection();
    chosen.removeAllRanges();
    chosen.addRange(range);
    return document.execCommand("copy");
  };
  const copy = async node => {
    try {
      await navigator.clipboard.writeText(node.textContent.trim());
      return true;
    } catch {
      return select(node);
    }
  };
  for (const button of document.querySelectorAll("[data-cc-copy]")) {
    const text = button.parentElement.previousElementSibling;
    button.hidden = false;
    button.addEventListener("click", async () => {
      // The same words twice in a row would not be read out again.
      status.textContent = "";
      if (!await copy(text)) return;
      status.textContent = status.dataset.ccCopied;
      const label = button.firstChild, was = label.data;
      label.data = status.dataset.ccCopied;
      setTimeout(() => { label.data = was; }, 2000);
    });
  }
})();
