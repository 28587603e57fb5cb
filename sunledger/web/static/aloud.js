// Lets the browser read a page aloud, section by section. Without it, or where the browser cannot
// speak, the page is the same without the buttons. Nothing leaves the device by this script.
"use strict";
(() => {
  const whole = document.querySelector("[data-play]");
  const speech = window.speechSynthesis;
  if (!whole || !speech || !window.SpeechSynthesisUtterance) return;
  let speaking = null;

  // A stretch of text with its language; engines stop in the midst of long ones, so one a sentence.
  const pieces = (section) => {
    const walker = document.createTreeWalker(section, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.parentElement.closest("button")) continue;
      const lang = node.parentElement.closest("[lang]").lang;
      for (const part of node.textContent.split(/(?<=[。；！？]|[.;!?]\s)/)) {
        if (part.replace(/[\s.,;:·()“”。；：，]/g, "")) found.push([part.trim(), lang]);
      }
    }
    return found;
  };

  const voice = (lang) => {
    const wanted = lang.startsWith("zh") ? "zh" : lang.slice(0, 2);
    return speech.getVoices().find((one) => one.lang.toLowerCase().startsWith(wanted)) || null;
  };

  const stop = () => {
    if (speaking) {
      speaking.textContent = whole.dataset.play;
      speaking.setAttribute("aria-pressed", "false");
    }
    speaking = null;
    speech.cancel();
  };

  const play = (button, section) => {
    stop();
    speaking = button;
    button.textContent = whole.dataset.stop;
    button.setAttribute("aria-pressed", "true");
    const all = pieces(section);
    all.forEach(([text, lang], place) => {
      const said = new SpeechSynthesisUtterance(text);
      said.lang = lang.startsWith("zh") ? "zh-CN" : lang;
      said.voice = voice(lang);
      said.rate = 0.9;
      if (place === all.length - 1) {
        said.onend = () => { if (speaking === button) stop(); };
      }
      speech.speak(said);
    });
  };

  document.querySelectorAll("[data-aloud]").forEach((section) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "second";
    button.textContent = whole.dataset.play;
    button.setAttribute("aria-pressed", "false");
    const heading = section.querySelector("h1, h2");
    if (heading.id) button.setAttribute("aria-describedby", heading.id);
    button.addEventListener("click", () => (speaking === button ? stop() : play(button, section)));
    heading.after(button);
  });
  window.addEventListener("pagehide", stop);
})();
