/* The choice of colours (choice.html) where this script stands in the bar, and the colours that the reader chose before: they must
   hold before the first paint. Afterwards Material's script takes over. Without a script the device decides (tokens.css). */
document.currentScript.insertAdjacentHTML("beforebegin", CHOICE);
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
