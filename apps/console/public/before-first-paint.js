// Blocking and tiny: runs before the first paint, so that a dark console never flashes white, and before any schema is
// built, so that zod does not probe for eval, which the content security policy would report.
(() => {
  let scheme = 'auto';
  try {
    scheme = localStorage.getItem('mantine-color-scheme-value') ?? 'auto';
  } catch {
    // Storage is blocked: the system's scheme it is.
  }
  if (scheme === 'auto') scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
  globalThis.__zod_globalConfig = { jitless: true };
  // Read by get-nonce, with which the scroll lock of dialogs marks its style element.
  globalThis.__webpack_nonce__ = document.querySelector('meta[name="csp-nonce"]').content;
})();
