/* A cycle's page works without this. Here: a button to print, which would be dead without a script. */
(() => {
  "use strict";
  const button = document.querySelector("[data-cc-print]");
  if (!button || !window.print) return;
  button.parentElement.hidden = false;
  button.addEventListener("click", () => window.print());
})();
