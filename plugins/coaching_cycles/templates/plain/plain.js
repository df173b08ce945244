/* Colours as the reader chose them, or as the device has them. Without JavaScript the style sheets ask the device. */
(() => {
  "use strict";
  const KEY = "cc-scheme", NEXT = { device: "light", light: "dark", dark: "device" };
  const device = matchMedia("(prefers-color-scheme: dark)");
  const button = document.querySelector("[data-cc-scheme]");
  const stored = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  let chosen = Object.hasOwn(NEXT, stored() ?? "") ? stored() : "device";

  function show() {
    const dark = chosen === "dark" || (chosen === "device" && device.matches);
    document.documentElement.classList.remove("no-js");
    document.body.dataset.mdColorScheme = dark ? "slate" : "default";
    if (!button) return;
    button.hidden = false;
    button.title = button.ariaLabel = button.dataset[chosen];
    button.dataset.ccScheme = chosen;
  }

  button?.addEventListener("click", () => {
    chosen = NEXT[chosen];
    try { localStorage.setItem(KEY, chosen); } catch { /* private window: holds for this page */ }
    show();
  });
  device.addEventListener("change", show);
  show();
})();
