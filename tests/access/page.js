// What is wrong with the page that is shown, each fault one line; no style sheet's names are known here.
// Loaded into every page that is looked at; the functions are called from looking.py.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const shown = (one) => one.checkVisibility({ visibilityProperty: true });
  const words = (one) => one.textContent.trim().replace(/\s+/g, " ");
  const tell = (one) => `<${one.localName}${one.id && ` id=${one.id}`}${one.name ? ` name=${one.name}` : ""}> ${words(one).slice(0, 50)}`;
  const CONTROLS = "input:not([type=hidden]), select, textarea";
  const STOPS = `a[href], button, summary, ${CONTROLS}, [tabindex]`;
  const controls = () => all(CONTROLS).filter(shown);
  const stops = (root) => all(STOPS, root).filter((one) => one.tabIndex >= 0 && !one.disabled && shown(one));
  const named = (one, attribute) => (one.getAttribute(attribute) ?? "").split(/\s+/).filter(Boolean);
  const descriptions = (one) => [one, one.closest("fieldset")].filter(Boolean).flatMap((each) => named(each, "aria-describedby"));
  const isTick = (one) => one.type === "radio" || one.type === "checkbox";
  const isHidden = (one) => one.clientWidth <= 1 || one.clientHeight <= 1 || getComputedStyle(one).clipPath !== "none";

  function structure() {
    const faults = [];
    const levels = all("h1, h2, h3, h4, h5, h6").filter(shown).map((one) => Number(one.localName[1]));
    if (levels.filter((level) => level === 1).length !== 1) faults.push(`headings of level 1: ${levels.filter((level) => level === 1).length}`);
    levels.forEach((level, at) => {
      if (level > (levels[at - 1] ?? 1) + 1) faults.push(`heading ${at + 1} skips a level: ${levels}`);
    });
    if (!document.documentElement.lang) faults.push("the page does not say its language");
    for (const [selector, count] of [["main", 1], ["body > header", 1]]) {
      if (all(selector).length !== count) faults.push(`${selector}: ${all(selector).length}`);
    }
    if (all("body > footer").length > 1) faults.push("several footers");
    const skip = stops()[0];
    if (!skip?.matches('a[href^="#"]') || !document.querySelector(skip.hash)?.matches("main")) faults.push("the first stop does not skip to main");
    else if (!document.querySelector("dialog[open]")) {
      skip.focus();
      skip.click();
      if (!document.activeElement.matches("main")) faults.push(`the skip link leads to ${tell(document.activeElement)}`);
    }
    if (all("[autofocus]").length > 1) faults.push(`autofocus: ${all("[autofocus]").length}`);
    for (const one of all("[tabindex]")) if (one.tabIndex > 0) faults.push(`out of turn: ${tell(one)}`);
    for (const one of all('[aria-hidden="true"]')) for (const stop of stops(one).concat(stops().filter((it) => it === one))) faults.push(`hidden, but takes focus: ${tell(stop)}`);
    return faults;
  }

  function names() {
    const faults = [];
    const ids = all("[id]").map((one) => one.id);
    for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`used twice: ${id}`);
    for (const attribute of ["aria-describedby", "aria-labelledby", "for"]) {
      for (const one of all(`[${attribute}]`).filter(shown)) {
        for (const id of named(one, attribute)) {
          const found = document.getElementById(id);
          if (!found) faults.push(`${attribute} leads nowhere: ${id}`);
          else if (attribute !== "for" && !words(found)) faults.push(`${attribute} says nothing: ${id}`);
        }
      }
    }
    const said = new Set(all("[aria-describedby]").flatMap((one) => named(one, "aria-describedby")));
    for (const one of all('main [id$="-hint"], main [id$="-error"]')) if (!said.has(one.id)) faults.push(`tied to no field: ${tell(one)}`);
    for (const one of controls()) {
      const label = one.getAttribute("aria-label") || [...(one.labels ?? [])].map(words).join(" ");
      if (one.getAttribute("aria-hidden") !== "true" && !label.trim()) faults.push(`no label: ${tell(one)}`);
      if (isTick(one) && !one.closest("fieldset")) faults.push(`in no group: ${tell(one)}`);
    }
    for (const one of all("fieldset")) {
      const first = one.firstElementChild;
      if (first?.localName !== "legend" || !words(first)) faults.push(`a group without a legend: ${tell(one)}`);
    }
    for (const one of all("button, a[href], summary").filter(shown)) if (!words(one) && !one.getAttribute("aria-label")) faults.push(`no words: ${tell(one)}`);
    return faults;
  }

  // A page without mistakes calls none; one with mistakes leads to each.
  function mistakes(expected) {
    const faults = [];
    if (document.title.startsWith("Error: ") !== expected) faults.push(`title: ${document.title}`);
    const wrong = all('[aria-invalid="true"]');
    if (!expected) return faults.concat(wrong.map((one) => `called wrong: ${tell(one)}`));
    const summary = document.activeElement;
    const links = all('a[href^="#"]', summary);
    if (summary === document.body || !links.length) faults.push(`focus is not on the summary, but on ${tell(summary).slice(0, 80)}`);
    for (const link of links) {
      const field = document.querySelector(link.hash);
      if (!field?.matches(CONTROLS)) faults.push(`leads to no field: ${tell(link)}`);
      else {
        if (!wrong.includes(field) && !(isTick(field) && wrong.some((one) => one.closest("fieldset") === field.closest("fieldset")))) faults.push(`not called wrong: ${tell(field)}`);
        if (!descriptions(field).some((id) => words(document.getElementById(id)).includes(words(link)))) faults.push(`does not say what is wrong: ${tell(field)}`);
      }
    }
    return faults;
  }

  // Every place to press is at least 44 by 44 pixels; links in a sentence are as high as its line.
  function targets() {
    const faults = [];
    const before = document.activeElement;
    for (const one of [...stops(), ...controls().filter(isTick)]) {
      if (one.closest('[aria-hidden="true"]') || one.matches("main, [role=region], [role=alert]")) continue;
      const style = getComputedStyle(one);
      const inSentence = one.localName === "a" && style.display.startsWith("inline") && words(one.parentElement) !== words(one) && one.parentElement.matches("p, li, dd, strong");
      if (inSentence && [...one.parentElement.childNodes].some((node) => node.nodeType === 3 && /\w/.test(node.data))) continue;
      if (one === stops()[0]) one.focus();
      if (isHidden(one) && !isTick(one)) continue;
      const areas = [one, ...(isTick(one) ? one.labels : [])].map((each) => each.getBoundingClientRect());
      const wide = Math.max(...areas.map((area) => area.right)) - Math.min(...areas.map((area) => area.left));
      const high = Math.max(...areas.map((area) => area.bottom)) - Math.min(...areas.map((area) => area.top));
      if (wide < 43.9 || high < 43.9) faults.push(`${Math.round(wide)} by ${Math.round(high)}: ${tell(one)}`);
    }
    before.focus({ preventScroll: true });
    return [...new Set(faults)];
  }

  // At this width nothing makes the page scroll sideways.
  function sideways() {
    const width = document.documentElement.clientWidth;
    const wide = document.documentElement.scrollWidth;
    if (wide <= width) return [];
    const out = all("body *").filter((one) => one.getBoundingClientRect().right > width + 1 && !one.closest("[role=region]"));
    return [`${wide} pixels wide at ${width}: ${out.slice(0, 3).map(tell)}`];
  }

  const SPACED = `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`;

  // Whether the words of an element stand inside it.
  function holds(one) {
    const range = document.createRange();
    range.selectNodeContents(one);
    const [inner, outer] = [range.getBoundingClientRect(), one.getBoundingClientRect()];
    return inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1 && inner.left >= outer.left - 1 && inner.right <= outer.right + 1;
  }

  // With more space in the text (WCAG 1.4.12) nothing is cut off.
  function spaced() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(SPACED);
    const before = document.adoptedStyleSheets;
    document.adoptedStyleSheets = [...before, sheet];
    const faults = sideways();
    for (const one of all("body *").filter((each) => shown(each) && words(each) && !isHidden(each) && each.ariaHidden !== "true")) {
      const cuts = /hidden|clip/.test(getComputedStyle(one).overflow) && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
      if (cuts || (one.localName === "button" && !holds(one))) faults.push(`cut off: ${tell(one)}`);
    }
    document.adoptedStyleSheets = before;
    return faults;
  }

  // To be asked while the browser is told that motion is to be reduced.
  function moving() {
    const seconds = (list) => Math.max(...list.split(",").map((one) => parseFloat(one) * (one.trim().endsWith("ms") ? 0.001 : 1)));
    const faults = [];
    for (const one of all("*")) {
      for (const part of [null, "::before", "::after"]) {
        const style = getComputedStyle(one, part);
        const longest = Math.max(seconds(style.transitionDuration), style.animationName === "none" ? 0 : seconds(style.animationDuration));
        if (longest > 0.01) faults.push(`moves for ${longest} s: ${tell(one)}${part ?? ""}`);
      }
    }
    if (getComputedStyle(document.documentElement).scrollBehavior === "smooth") faults.push("scrolls smoothly");
    return faults;
  }

  // How the place of the focus looks: the element, its labels and its parent's edge.
  function edges(one) {
    return [one, ...(one.labels ?? [])].flatMap((each) => [null, "::before", "::after"].map((part) => {
      const { outlineStyle, outlineWidth, outlineColor, boxShadow, backgroundColor, borderColor, borderWidth } = getComputedStyle(each, part);
      return [outlineStyle === "none" ? "" : outlineStyle + outlineWidth + outlineColor, boxShadow, backgroundColor, borderColor, borderWidth].join();
    })).join("|");
  }

  // Where the focus is now; whether it was seen to be at the stop before.
  let last = null;
  let lit = "";
  function stop() {
    const here = document.activeElement;
    const unseen = last && last !== here && last.isConnected && edges(last) === lit ? tell(last) : "";
    last = here === document.body ? null : here;
    lit = last && edges(last);
    const { top, bottom } = here.getBoundingClientRect();
    return {
      unseen,
      outside: here !== document.body && (bottom <= 0 || top >= innerHeight) ? tell(here) : "",
      at: all("*").indexOf(here),
      id: here.id,
      kind: here.localName === "input" ? here.type || "text" : here.localName,
      name: here.name ?? "",
      value: here.value ?? "",
      words: (here.getAttribute("aria-label") || [...(here.labels ?? [])].map(words).join(" ") || words(here)).slice(0, 200),
    };
  }

  globalThis.access = { structure, names, mistakes, targets, sideways, spaced, moving, stop, stops: () => stops().length };
})();
