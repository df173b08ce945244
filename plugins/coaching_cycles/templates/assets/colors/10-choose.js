/* The choice of colours (choice.html) where this script stands in the bar, and the colours that the reader chose before: they must
   hold before the first paint. Afterwards Material's script takes over. Without a script the device decides (tokens.css). */
document.currentScript.insertAdjacentHTML("beforebegin", CHOICE);
/* How Material keeps what a reader chose, by the site's root; adapters/chrome.py takes its own spelling of it out of our pages. */
if (!window.__md_get) {
  const root = new URL("../..", document.currentScript.src), place = (name, scope) => `${scope.pathname}.${name}`;
  window.__md_scope = root;
  window.__md_hash = (text) => [...text].reduce((hash, letter) => (hash << 5) - hash + letter.charCodeAt(0), 0);
  window.__md_get = (name, storage = localStorage, scope = root) => JSON.parse(storage.getItem(place(name, scope)));
  window.__md_set = (name, value, storage = localStorage, scope = root) => {
    try { storage.setItem(place(name, scope), JSON.stringify(value)); } catch { /* nothing can be stored here */ }
  };
}
try {
  const { color } = __md_get("__palette") ?? {};
  if (color) {
    document.documentElement.classList.remove("no-js");
    const device = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
    const chosen = color.media === "(prefers-color-scheme)" ? document.querySelector(`[data-md-color-media="(prefers-color-scheme: ${device})"]`) : null;
    for (const name of Object.keys(color))
      document.body.setAttribute(`data-md-color-${name}`, chosen?.getAttribute(`data-md-color-${name}`) ?? color[name]);
  }
} catch { /* nothing can be stored here: the device decides */ }
