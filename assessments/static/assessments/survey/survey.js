// Saves each answer when it is given; keeps it on this device while the server is out of reach.
"use strict";
const find = (id) => document.getElementById(id);
const form = document.querySelector("[data-keep]");
const done = document.querySelector("[data-done]");
const wave = `survey ${location.pathname.split("/")[2]} `;

const keep = () => {
  const main = find("content"), state = find("saved"), key = wave + form.dataset.keep;
  const here = new URL(form.action).pathname;
  const read = () => { try { return JSON.parse(localStorage[key]); } catch { return {}; } };
  const write = () => { try { localStorage[key] = JSON.stringify(kept); } catch { /* no room */ } };
  const say = (what) => { state.textContent = state.dataset[state.className = what]; };
  let kept = read(), running = Promise.resolve(), button, plain, leaving;

  const post = async (path, body, Accept) => {
    const how = { method: "POST", body, headers: { Accept }, redirect: "manual", keepalive: true };
    const answer = await fetch(path, how);
    if (answer.status > 499) throw answer;
    return answer;
  };
  const flush = async () => {
    for (const path in kept) {
      const given = Object.entries(kept[path]);
      const body = new URLSearchParams(given);
      body.set("go", "save");
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      const { status } = await post(path, body, "*/*");
      if ([0, 409, 410].includes(status)) { // sent or closed elsewhere
        kept = {};
        write();
        return location.reload();
      }
      if (![204, 400, 422].includes(status)) throw status;
      if (leaving) return; // the page to come may be older than this answer
      for (const [code, value] of given)
        if (kept[path][code] === value) delete kept[path][code];
      if (!Object.keys(kept[path]).length) delete kept[path];
      write();
      if (!Object.keys(kept).length) say("saved"); // or later taps are on their way
    }
  };
  const save = () => { running = running.then(flush).catch(() => say("waiting")); };
  const show = (gone) => {
    [form.hidden, find("away").hidden] = [gone, !gone];
    (gone ? find("away-title") : button).focus();
  };

  form.onchange = ({ target: { name, value } }) => {
    leaving = false;
    kept[here] = { ...kept[here], [name]: value };
    write();
    save();
  };
  form.onsubmit = async (event) => {
    if (plain) return;
    event.preventDefault();
    if (main.ariaBusy === "true") return;
    main.ariaBusy = "true";
    button = event.submitter || form.querySelector("button");
    await running;
    try {
      const answer = await post(here, new URLSearchParams(new FormData(form, button)), "application/json");
      plain = !answer.headers.get("Content-Type")?.includes("json");
      if (plain) return form.requestSubmit(button); // a page that says what is not right
      delete kept[here];
      write();
      return location.assign((await answer.json()).to);
    } catch { show(true); }
    main.ariaBusy = "false";
  };
  find("again").onclick = () => { show(false); form.requestSubmit(button); };
  addEventListener("online", save);
  addEventListener("beforeunload", () => { leaving = true; });
  addEventListener("pageshow", () => {
    main.ariaBusy = "false";
    plain = leaving = false;
    kept = read();
    for (const code in kept[here])
      if (form.elements[code]) form.elements[code].value = kept[here][code];
    save();
  });
};

if (form) keep();
else if (done) for (const key of Object.keys(localStorage))
  if (key.startsWith(wave + done.dataset.done)) localStorage.removeItem(key);
