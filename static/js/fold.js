// Long pages on a phone: sections marked data-fold start closed, and open when a link leads there.
// Without this script every section is open.

const folds = document.querySelectorAll("details[data-fold]");

function reveal() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id ? document.getElementById(id) : null;
  const fold = target?.closest("details[data-fold]");
  if (fold && !fold.open) {
    fold.open = true;
    target.scrollIntoView();
  }
}

if (matchMedia("(max-width: 40rem)").matches) {
  for (const fold of folds) fold.open = false;
}
addEventListener("hashchange", reveal);
document.addEventListener("click", (event) => {
  if (event.target.closest?.('a[href^="#"]')) setTimeout(reveal);
});
// Paper shows everything.
addEventListener("beforeprint", () => {
  for (const fold of folds) fold.open = true;
});
reveal();
