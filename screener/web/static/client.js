// Comfort for those whose browser runs scripts; every page does its work without it.
// Words, limits and addresses come with the script's own element (screener/web/patient/client_script.py).
(() => {
  "use strict";
  const told = JSON.parse(document.currentScript.dataset.told);
  const form = document.querySelector('main form[action*="/f/"]');

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    [hidden] { display: none !important }
    [data-said] { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
    [role=listbox] { position: absolute; z-index: 9; box-sizing: border-box; width: min(100%, 30em); margin: 0; padding: 0; list-style: none; border: 2px solid; background: Canvas; color: CanvasText }
    [role=option] { padding: 10px 14px; cursor: pointer }
    [role=option] small { display: block; font-size: 1rem }
    [role=option]:hover { text-decoration: underline }
    [role=option][aria-selected=true] { outline: 4px solid; outline-offset: -4px }
    [role=alertdialog] { max-width: 30em; padding: 1.5rem; border: 4px solid; background: Canvas; color: CanvasText }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

  const make = (tag, attributes = {}, ...inside) => {
    const made = document.createElement(tag);
    for (const name in attributes) made.setAttribute(name, attributes[name]);
    made.append(...inside);
    return made;
  };
  const said = make("p", { role: "status", "data-said": "" });
  document.querySelector("main").append(said);
  const say = (words) => (said.textContent = words);

  // The mistakes come first to whoever cannot see them.
  document.querySelector("main [autofocus]")?.focus();

  // One press sends once; a page is left without a question by its own buttons and by ways out of danger.
  const PAUSE = 3000;
  let sent = -PAUSE;
  let quiet = false;
  const hush = () => {
    quiet = true;
    setTimeout(() => (quiet = false), PAUSE);
  };
  addEventListener("submit", (event) => {
    if (event.timeStamp - sent < PAUSE) return event.preventDefault();
    sent = event.timeStamp;
    hush();
  });
  addEventListener("click", (event) => {
    if (event.target.closest('a[href$="/leave"], a[href^="tel:"]')) hush();
  });
  addEventListener("pageshow", (event) => {
    sent = -PAUSE;
    quiet = false;
    if (event.persisted && told.idle) location.reload();
  });

  if (form) {
    const filled = () => JSON.stringify([...new FormData(form)].filter(([name, value]) => value && name !== "csrf_token"));
    const before = filled();
    addEventListener("beforeunload", (event) => {
      if (!quiet && filled() !== before) event.preventDefault();
    });
    medicines();
  }
  if (told.idle) idle(told.idle);
  for (const place of document.querySelectorAll("[data-print]")) {
    place.hidden = false;
    place.firstElementChild.addEventListener("click", () => print());
  }

  function medicines() {
    const lists = {};
    for (const input of form.querySelectorAll("input")) {
      const list = input.type === "text" && /^(.+)-\d+$/.exec(input.name)?.[1];
      if (!list) continue;
      input.setAttribute("role", "combobox");
      input.setAttribute("aria-autocomplete", "list");
      input.setAttribute("aria-expanded", "false");
      (lists[list] ??= []).push(input);
    }
    for (const list in lists) rows(list, lists[list]);
    suggestions();
  }

  // Rows of a list are added and taken away on the spot.
  function rows(list, inputs) {
    const nameIn = (row) => row.querySelector("[role=combobox]");
    const all = inputs.map((input) => input.closest(".medicine"));
    const group = all[0].parentNode;
    const more = group.querySelector('button[value="more"]');
    const blank = inputs.at(-1).value ? null : all.at(-1).cloneNode(true);

    const decorate = (row) => {
      const input = nameIn(row);
      row.style.position = "relative";
      const remove = make("button", { type: "button", class: "link" }, told.remove);
      const label = () => {
        remove.hidden = !input.value;
        remove.setAttribute("aria-label", `${told.remove} ${input.value}`);
      };
      remove.addEventListener("click", () => takeAway(row));
      row.addEventListener("input", label);
      row.addEventListener("change", label);
      row.append(remove);
      label();
    };
    const renumber = (row, to) => {
      const input = nameIn(row);
      const from = +/\d+$/.exec(input.name)[0];
      const own = new RegExp(`(^|\\s)${list}-${from}(?!\\d)`, "g");
      for (const part of row.querySelectorAll(`label[for="${input.id}"], summary, summary *`)) {
        for (const node of part.childNodes) if (node.nodeType === 3) node.data = node.data.replace(from + 1, to + 1);
      }
      for (const part of row.querySelectorAll("*")) {
        for (const one of part.attributes) if (one.name !== "value") one.value = one.value.replace(own, `$1${list}-${to}`);
      }
    };
    const takeAway = (row) => {
      const at = all.indexOf(row);
      const name = nameIn(row).value;
      if (all.length === 1) {
        for (const input of row.querySelectorAll("input:not([type]), [type=text]")) input.value = "";
        nameIn(row).dispatchEvent(new Event("change", { bubbles: true }));
      } else {
        all.splice(at, 1);
        row.remove();
        all.forEach(renumber);
      }
      if (more) more.hidden = false;
      nameIn(all[Math.min(at, all.length - 1)]).focus();
      say(`${told.removed}: ${name}`);
    };
    all.forEach(decorate);
    if (more && blank) {
      more.addEventListener("click", (event) => {
        event.preventDefault();
        const row = blank.cloneNode(true);
        all.at(-1).after(row);
        all.push(row);
        renumber(row, all.length - 1);
        decorate(row);
        nameIn(row).focus();
        more.hidden = all.length >= told.rows;
      });
    }
  }

  // Names are suggested while one is typed; what is typed travels in the body of a POST only.
  function suggestions() {
    const box = make("ul", { role: "listbox", id: "names-found", "aria-label": told.label });
    let input, timer, call;
    let at = -1;

    const close = () => {
      clearTimeout(timer);
      call?.abort();
      at = -1;
      if (!box.isConnected) return;
      box.remove();
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      say("");
    };
    const mark = (to) => {
      box.children[at]?.setAttribute("aria-selected", "false");
      at = (to + box.children.length) % box.children.length;
      box.children[at].setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", box.children[at].id);
    };
    const choose = (option) => {
      input.value = option.dataset.name;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      close();
    };
    const show = ({ names, words }) => {
      box.replaceChildren(...names.map(({ name, what }, number) =>
        make("li", { role: "option", id: `names-found-${number}`, "data-name": name, "aria-selected": "false" }, name, " ", make("small", {}, what))));
      at = -1;
      input.removeAttribute("aria-activedescendant");
      if (names.length) {
        input.after(box);
        input.setAttribute("aria-controls", box.id);
        input.setAttribute("aria-expanded", "true");
      } else close();
      say(words);
    };
    const ask = async () => {
      const mine = (call = new AbortController());
      const { signal } = mine;
      const late = setTimeout(() => call === mine && close(), 2000);
      const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value, typed: input.value });
      try {
        const answer = await fetch(told.address, { method: "POST", body, signal, redirect: "error" });
        const found = answer.ok && (await answer.json());
        if (signal.aborted) return;
        if (found) show(found);
        else close();
      } catch {
        if (!signal.aborted) close();
      } finally {
        clearTimeout(late);
      }
    };

    form.addEventListener("input", (event) => {
      if (!event.target.matches("[role=combobox]")) return;
      if (input !== event.target) close();
      input = event.target;
      clearTimeout(timer);
      call?.abort();
      if (input.value.trim().length < 2) close();
      else timer = setTimeout(ask, 250);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Tab" || event.key === "Enter") clearTimeout(timer);
      if (event.key === "Escape" && !box.isConnected) close();
      if (!box.isConnected || event.target !== input || event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) mark(at < 0 && step < 0 ? -1 : at + step);
      else if (event.key === "Escape") close();
      else if (event.key === "Enter" && at >= 0) choose(box.children[at]);
      else return;
      event.preventDefault();
    });
    form.addEventListener("focusout", (event) => event.target === input && close());
    form.addEventListener("submit", close);
    box.addEventListener("mousedown", (event) => event.preventDefault());
    box.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) choose(option);
    });
  }

  // At a kiosk a page that nobody uses is closed, after a warning that only its own button takes back.
  function idle({ warning, end, stay, over, title, words, button }) {
    let used = Date.now();
    let waiting;
    const left = make("p", { id: "idle-words" });
    const go = make("button", { type: "button", class: "main" }, button);
    const dialog = make("dialog", { role: "alertdialog", "aria-labelledby": "idle-title", "aria-describedby": left.id },
      make("h2", { id: "idle-title" }, title), left, go);
    document.body.append(dialog);

    const leave = () => {
      quiet = true;
      document.body.replaceChildren();
      location.replace(over);
    };
    const tell = async () => {
      waiting = 0;
      const answer = await fetch(stay).catch(() => null);
      if (answer?.status === 403 && sent < 0) leave(); // a page that was sent is followed by another
    };
    const use = () => {
      if (dialog.open) return;
      used = Date.now();
      if (stay) waiting ||= setTimeout(tell, warning * 250);
    };
    for (const kind of ["keydown", "pointerdown", "input", "wheel", "scroll"]) addEventListener(kind, use, { capture: true, passive: true });
    go.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      use();
      if (stay) tell();
    });
    const look = setInterval(() => {
      const seconds = (Date.now() - used) / 1000;
      if (seconds >= end) {
        clearInterval(look);
        return leave();
      }
      if (seconds < warning) return;
      left.textContent = words.replace("{n}", Math.ceil(end - seconds));
      if (!dialog.open) dialog.showModal();
    }, 500);
  }
})();
