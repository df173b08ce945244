/* Pagefind in a worker, so that reading a large index never holds up the page. What every search needs first comes in two
   bundles (adapters/bundle.py) in place of ten small files for each part of the index, which would be asked for one after the other. */
const root = new URL("../../", import.meta.url);
const at = (path) => new URL(`pagefind/${path}`, root);
const plain = self.fetch.bind(self);

/* A bundle: its parts, and the content of each of its files by path. Where there is none, every file is asked for by itself. */
async function read(name, priority) {
  const none = { parts: null, codes: null, files: new Map() };
  try {
    /* An index that was published anew has other names in it: ask whether what is kept is still the same. */
    const answer = await plain(at(name), { cache: "no-cache", priority });
    if (!answer.ok) return none;
    const packed = answer.body.pipeThrough(new DecompressionStream("gzip"));
    const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
    let end = bytes.indexOf(10);
    const { parts, codes, files } = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end++)));
    return { parts, codes, files: new Map(files.map(([path, size]) => [path, bytes.subarray(end, end += size)])) };
  } catch {
    return none;
  }
}
let firstRead = null, filtersRead = null;
const first = () => firstRead ??= read("first.bundle", "high");
const filters = () => filtersRead ??= read("filters.bundle", "low");

self.fetch = async (input, options) => {
  const path = String(input).startsWith(at("").href) ? String(input).slice(at("").href.length).replace(/\?.*/, "") : "";
  const filter = /(^|\/)filter\//.test(path);
  const early = filter || /pagefind-entry\.json$|\.pf_meta$|^wasm\./.test(path);
  /* The filter of codes is in the first bundle, all others in the second. */
  const content = (early && (await first()).files.get(path)) || (filter && (await filters()).files.get(path));
  return content ? new Response(content) : plain(input, options);
};

/* Pagefind, with all parts of the index read as one. It puts together what the parts find by score. In a list by date the score
   is a page's place in its part, from the end; as each part is older than the one before, a factor puts one after the other. */
async function openIndex(byDate, language) {
  /* Pagefind asks the page for its language, and this is no page. */
  self.document ??= { querySelector: () => ({ getAttribute: () => language }) };
  const [program, bundle] = await Promise.all([import(at("pagefind.js").href), first()]);
  const parts = bundle.parts ?? await plain(at("parts.json"), { cache: "no-cache" }).then((answer) => answer.json());
  const options = { baseUrl: root.pathname, excerptLength: 22 };
  const pagefind = program.createInstance({ ...options, basePath: at("").href });
  /* Asked for nothing, Pagefind answers when it is ready, or says that it can't be; parts would wait for it forever. */
  await pagefind.search("");
  await Promise.all(parts.map((part, n) => pagefind.mergeIndex(at(`${part}/`).href,
    byDate && parts.length ? { ...options, indexWeight: 1e5 ** (parts.length - n) } : options)));
  return pagefind;
}

const indexes = new Map();                        // whether by date → Pagefind, opened or being opened
const answers = new Map();                        // number of an answer → what it found
let counted = 0;
const KEPT = 20;

function open(byDate, language) {
  if (!indexes.has(byDate)) {
    const opening = openIndex(byDate, language);
    opening.catch(() => { indexes.delete(byDate); firstRead = filtersRead = null; });
    indexes.set(byDate, opening);
  }
  return indexes.get(byDate);
}

async function search(byDate, language, query, options) {
  return (await open(byDate, language)).search(query, options);
}

const methods = {
  async open(byDate, language) { await open(byDate, language); },
  /* The codes of standards that there are, as filters have them: known as soon as the index is opened. */
  async codes(byDate, language) { return (await first()).codes ?? methods.filters(byDate, language); },
  async filters(byDate, language) { return (await open(byDate, language)).filters(); },
  async search(...question) {
    const { results, filters } = await search(...question);
    answers.set(++counted, results);
    answers.delete(counted - KEPT);
    return { number: counted, length: results.length, filters };
  },
  /* Some pages of an answer. One that is no longer kept is looked for again. */
  async pages(number, from, to, ...question) {
    const results = answers.get(number) ?? (await search(...question)).results;
    const pages = await Promise.all(results.slice(from, to).map((result) => result.data()));
    return pages.map(({ url, meta, excerpt }) => ({ url, meta, excerpt }));
  },
};

self.addEventListener("message", async ({ data: { id, method, args } }) => {
  try {
    self.postMessage({ id, result: await methods[method](...args) });
  } catch (error) {
    self.postMessage({ id, error: String(error?.message ?? error) });
  }
});
