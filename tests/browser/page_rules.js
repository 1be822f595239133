// What a page must keep, asked of its own document. Each function gives back a list of faults in words.
window.rulesOfPage = (() => {
  const HAN = /[\u3400-\u9fff]/;
  const OWN_WORDS = [
    "nav", ".topbar .btn", ".topbar summary:not(:has(.icon + .wide))", "footer", ".skip", "button", "label", "legend", "summary",
    "caption", "thead th", "dt", "main h2", ".form-hint", ".form-label", ".state", ".empty", ".pager", ".chart-foot > span",
  ].map((one) => `${one}:not([data-quotes])`).join(",");
  const said = (node) => (node?.textContent || "").replace(/\s+/g, " ").trim();
  const marked = (node) => Boolean(node.closest("[lang]")?.lang.startsWith("zh"));

  function words(language) {
    const faults = [];
    if (!document.documentElement.lang.startsWith(language)) faults.push(`lang is ${document.documentElement.lang}`);
    if (!document.title.split("·")[0].trim()) faults.push("no title");
    const heads = document.querySelectorAll("h1").length;
    if (heads !== 1) faults.push(`${heads} first headings`);
    if (!document.querySelector("main#content")) faults.push("no main part");
    return language === "en" ? [...faults, ...unmarked(), ...untranslated()] : faults;
  }

  function unmarked() {
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!HAN.test(node.data) || node.parentElement.closest("script,style,template,svg") || marked(node.parentElement)) continue;
      found.add(node.data.trim().slice(0, 60));
    }
    return found.size ? [`Chinese that is not marked as such: ${[...found].slice(0, 5).join(" | ")} (${found.size})`] : [];
  }

  function untranslated() {
    const own = [...document.querySelectorAll(OWN_WORDS)].filter((node) => HAN.test(said(node)) && !chosenLanguage(node));
    const faults = own.map((node) => `our own words in Chinese: ${node.tagName.toLowerCase()} ${said(node).slice(0, 60)}`);
    for (const name of ["aria-label", "title", "placeholder", "alt"])
      for (const node of document.body.querySelectorAll(`[${name}]`)) {
        const value = node.getAttribute(name);
        if (HAN.test(value) && !/[A-Za-z]/.test(value) && !marked(node)) faults.push(`our own words in Chinese: ${name} ${value.slice(0, 60)}`);
      }
    return [...new Set(faults)];
  }

  function chosenLanguage(node) {
    return node.lang.startsWith("zh") || [...node.querySelectorAll("[hreflang], option, .wide, .quoted")].some((one) => HAN.test(said(one)));
  }

  function charts() {
    return [...document.querySelectorAll("figure[data-chart]")].flatMap((figure) =>
      chart(figure).map((fault) => `chart #${figure.id}: ${fault}`));
  }

  function chart(figure) {
    const faults = [];
    const data = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
    if (!said(figure.querySelector("h3"))) faults.push("no title");
    if (!said(figure.querySelector(".chart-measure"))) faults.push("no measure");
    if (!said(figure.querySelector(".chart-foot > span"))) faults.push("no period");
    if (!figure.querySelector(".chart-foot .chips a[href]")) faults.push("no source");
    if (!figure.querySelector("[data-chart-place] svg")) faults.push("nothing is drawn");
    const head = said(figure.querySelector("thead th.number"));
    if (!/[（(].+[)）]|[,，：:] *\S/.test(head)) faults.push(`no unit at the head of its table: ${head}`);
    const rows = new Map([...figure.querySelectorAll("tr[data-point]")].map((row) => [row.dataset.point, row]));
    const points = [...data.series.flatMap((line) => line.points), ...data.targets];
    if (rows.size !== points.length) faults.push(`${points.length} marks and ${rows.size} rows`);
    return [...faults, ...points.flatMap((point) => row(point, rows.get(String(point.id))).map((fault) => `${point.id}: ${fault}`))];
  }

  function row(point, drawn) {
    if (!drawn) return ["no row in the table"];
    const faults = [];
    const printed = said(drawn.querySelector("td.number"));
    if (printed !== point.text.replace(/\s+/g, " ").trim()) faults.push(`${point.text} in the chart, ${printed} in the table`);
    if (said(drawn.querySelector("th")) !== point.period) faults.push("another period in the table");
    if (!drawn.querySelector("a[data-evidence]")) faults.push("no evidence in the table");
    if (!equal(point.value, printed)) faults.push(`stands at ${point.value} and is printed ${printed}`);
    return faults;
  }

  // A mark stands at the printed number, or at the middle of a printed range, by a round factor between units.
  function equal(value, printed) {
    const numbers = (printed.replace(/,/g, "").match(/[0-9]+(\.[0-9]+)?/g) || []).map(Number);
    if (value === null || !numbers.length) return true;
    const places = numbers.length > 1 ? [...numbers, (numbers[0] + numbers[1]) / 2] : numbers;
    const factors = [1, 10, 1e2, 1e3, 1e4, 1e8, 1e12, 1e-2, 1e-4, 1e-8];
    return places.some((one) => factors.some((factor) => Math.abs(one * factor - value) <= 1e-9 * Math.abs(value)));
  }

  const LIVE = [
    [".figure", "a[href]", ""],
    [".tile", "a[data-evidence]", ".figure"],
    [".rests-on > li", "a[href]", ""],
    [".card", "a[href]", ".size"],
    ["tbody tr", "a[href]", "td.number"],
    [".moment", "a[href]", ""],
  ];

  function dead() {
    const faults = [];
    for (const [thing, way, holding] of LIVE)
      for (const node of document.querySelectorAll(`main ${thing}`)) {
        const figure = holding ? [...node.querySelectorAll(holding)].map(said).find((one) => /[0-9]/.test(one)) : said(node);
        if (figure && !node.matches("h2") && !node.querySelector(way) && !node.closest(way)) faults.push(`dead: ${thing}: ${said(node).slice(0, 80)}`);
      }
    return faults;
  }

  function tooWide(width) {
    const reach = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
    if (reach <= width) return [];
    const beyond = (node) => node.checkVisibility() && node.getBoundingClientRect().right > width + 1;
    const guilty = [...document.body.querySelectorAll("*")].filter(beyond).slice(-3);
    return [`${reach} px wide on ${width}: ${guilty.map((node) => `${node.tagName} ${node.className} ${said(node).slice(0, 30)}`).join(" | ")}`];
  }

  function focus(stop) {
    const node = document.activeElement;
    if (!node || node === document.body) return null;
    const drawn = (one) => {
      const style = getComputedStyle(one);
      return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    };
    const box = node.getBoundingClientRect();
    const what = `${node.tagName.toLowerCase()} ${node.className} ${said(node).slice(0, 30)}`;
    const faults = [];
    if (stop === 0 && !node.classList.contains("skip")) faults.push(`the first stop of Tab is ${what}, not the skip link`);
    if (![node, node.closest("label")].some((one) => one && drawn(one))) faults.push(`the focus is not drawn on ${what}`);
    if (box.width === 0 || box.right <= 0 || box.left >= innerWidth) faults.push(`the focus is out of sight on ${what}`);
    return faults;
  }

  async function serious(rules) {
    const only = rules.length ? { runOnly: { type: "rule", values: rules } } : {};
    const found = await axe.run(document, { resultTypes: ["violations"], ...only });
    const named = (node) => `${node.target.join(" ")} ${[...node.any, ...node.all].map((one) => one.message).join(" ")}`;
    return found.violations
      .filter((fault) => ["serious", "critical"].includes(fault.impact))
      .map((fault) => `${fault.id}: ${fault.nodes.length} × ${fault.nodes.slice(0, 3).map(named).join(" | ")}`);
  }

  const later = (ms) => new Promise((done) => setTimeout(done, ms));
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const moved = () => Promise.race([Promise.allSettled(document.getAnimations().map((one) => one.finished)), later(300)]);
  const rest = async () => {
    await drawn();
    await moved();
    await drawn();
  };
  return { words, charts, dead, tooWide, focus, serious, rest };
})();
