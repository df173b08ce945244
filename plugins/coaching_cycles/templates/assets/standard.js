// A standard's page works without this. Here: a button beside each target that copies it, dead without a script and so not there.
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
  for (const text of document.querySelectorAll(".cc-unpacked__text")) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "cc-link" });
    button.append(status.dataset.ccCopy, Object.assign(document.createElement("span"), { className: "cc-sr", textContent: ` ${text.textContent}` }));
    text.nextElementSibling.append(button);
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
