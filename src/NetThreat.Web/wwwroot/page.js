// What has to work before and without the live connection: the theme, and menus that close.
(() => {
  const key = "netthreat-theme";
  const order = ["auto", "dark", "light"];
  const root = document.documentElement;

  const read = () => {
    try {
      const kept = localStorage.getItem(key);
      return order.includes(kept) ? kept : "auto";
    } catch {
      return "auto"; // Storage is forbidden: the choice lasts as long as the page.
    }
  };

  const apply = (theme) => {
    root.dataset.theme = theme;
    try { localStorage.setItem(key, theme); } catch { /* as above */ }
  };

  root.dataset.theme = read();

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-theme-toggle]")) apply(order[(order.indexOf(root.dataset.theme) + 1) % order.length]);
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
  });
})();
