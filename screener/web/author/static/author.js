// Everything works without it: try again when an answer changes or the file was saved, and stay where one was.
"use strict";
const form = document.getElementById("try");
const state = form.dataset.state;
const KEY = "screener-author-scroll";

if (!location.hash) {
  const [page, panel] = (sessionStorage.getItem(KEY) || "0 0").split(" ").map(Number);
  scrollTo(0, page);
  document.querySelector(".panel")?.scrollTo(0, panel);
}

function again() {
  sessionStorage.setItem(KEY, `${scrollY} ${document.querySelector(".panel")?.scrollTop || 0}`);
  form.requestSubmit();
}

form.addEventListener("change", (event) => {
  if (event.target.id === "person") form.querySelector("button[value=person]").click();
  else again();
});

async function watch() {
  try {
    const answer = await fetch(form.dataset.ask, { cache: "no-store" });
    if (answer.ok && (await answer.text()) !== state) return again();
  } catch {
    // The program was stopped; the page stays as it is, and asks on.
  }
  setTimeout(watch, 1500);
}
setTimeout(watch, 1500);
