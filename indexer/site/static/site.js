// What only a script can do; every page is whole without it.
"use strict";

async function copyFrom(field) {
  if (navigator.clipboard) return navigator.clipboard.writeText(field.value);
  // A page that came over plain HTTP from another machine has no clipboard.
  field.select();
  if (!document.execCommand("copy")) throw new Error("not copied");
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    try {
      await copyFrom(field);
      button.textContent = "Copied";
    } catch {
      field.select();
      button.textContent = "Press Ctrl+C to copy";
    }
    setTimeout(() => { button.textContent = label; }, 2500);
  });
}

// A bar leads where its row in the table of numbers leads.
for (const chart of document.querySelectorAll(".chart")) {
  for (const bar of chart.querySelectorAll("rect[data-period]")) {
    const link = chart.querySelector(`a[data-period="${bar.dataset.period}"]`);
    if (!link) continue;
    bar.classList.add("leads");
    bar.addEventListener("click", () => link.click());
  }
}

// “/” goes to the search box, as on many sites.
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select");
  if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.querySelector('input[type="search"]');
  if (!box) return;
  event.preventDefault();
  box.focus();
});
