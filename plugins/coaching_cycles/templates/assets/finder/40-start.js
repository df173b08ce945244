/* What the reader does, and the beginning. */
const engine = root.dataset.index === undefined ? listEngine() : indexEngine();

let typed = false, waiting;
text.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => { keep(!typed); typed = true; update(); }, 120);
});
text.addEventListener("blur", () => { typed = false; });
form.addEventListener("change", (event) => {
  if (event.target.type !== "checkbox") return;
  keep(true);
  update();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  keep(!typed);
  update();
});
clear.addEventListener("click", () => {
  text.value = "";
  for (const box of boxes()) box.checked = false;
  keep(true);
  update();
  text.focus();
});
window.addEventListener("popstate", restore);

const wide = matchMedia("(min-width: 56.26em)");
const fold = () => { if (panel) panel.open = wide.matches; };
fold();
wide.addEventListener("change", fold);
form.hidden = false;
root.querySelector(".cc-finder__state").hidden = false;
root.classList.add("cc-finder--live");
engine.open();
/* The list has moved below the filters: an address that names a year leads to it again. */
if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
