// When an answer that decides on other questions changes, the questions are asked for again; what was typed stays.
"use strict";
(() => {
  const sheet = document.getElementById("sheet");
  if (!sheet) return;
  let asked = 0;

  const stay = (typed, same) => {
    if ("checked" in typed && /radio|checkbox/.test(typed.type)) same.checked = typed.checked;
    else if (!same.options || same.querySelector(`[value="${CSS.escape(typed.value)}"]`)) same.value = typed.value;
  };

  const again = async () => {
    const mine = ++asked;
    const sent = new URLSearchParams(new FormData(sheet));
    sent.set("update", "1");
    sheet.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(sheet.action, { method: "POST", body: sent });
      const text = await answer.text();
      if (mine !== asked) return;
      const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("fields");
      if (!answer.ok || !fresh) return;
      const focus = document.activeElement && document.activeElement.id;
      for (const typed of document.querySelectorAll("#fields :is(input, select, textarea)[id]")) {
        const same = fresh.querySelector(`[id="${typed.id}"]`); // whoever went on meanwhile loses nothing
        if (same) stay(typed, same);
      }
      document.getElementById("fields").replaceWith(document.adoptNode(fresh));
      document.getElementById("alert").replaceChildren();
      const back = focus && document.getElementById(focus);
      if (back) back.focus({ preventScroll: true });
    } catch {
      // Without a connection the form stays as it is; sending it says what is wrong.
    } finally {
      if (mine === asked) sheet.removeAttribute("aria-busy");
    }
  };

  sheet.addEventListener("change", (event) => {
    if (event.target.hasAttribute("data-refresh")) again();
  });
  sheet.addEventListener("submit", (event) => {
    if (sheet.dataset.sending) event.preventDefault();
    else sheet.dataset.sending = "1";
  });
  window.addEventListener("pageshow", () => delete sheet.dataset.sending);

  const wrong = sheet.querySelector('[aria-invalid="true"]');
  if (wrong) wrong.focus();
})();
