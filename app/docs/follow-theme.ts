/** Swagger UI takes its dark side from a class; ours is the browser's setting or data-theme. Returns how to end it. */
export function followTheme(): () => void {
  const root = document.documentElement;
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const follow = () => {
    const chosen = root.dataset.theme;
    root.classList.toggle('dark-mode', chosen ? chosen === 'dark' : system.matches);
  };
  follow();
  system.addEventListener('change', follow);
  return () => {
    system.removeEventListener('change', follow);
    root.classList.remove('dark-mode');
  };
}
