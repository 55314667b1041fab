/** Corners and the site's colours come by CSSOM. */
const css = `
:host{all:initial!important;position:fixed!important;z-index:2147483646!important;top:0!important;left:0!important}
@media print{:host{display:none!important}}
.launcher,.frame{position:fixed;box-sizing:border-box;border:0;margin:0;padding:0}
.launcher{min-width:60px;height:60px;border-radius:30px;cursor:pointer;box-shadow:0 1px 3px #0003,0 6px 20px #0003;transition:transform .15s,opacity .25s;-webkit-tap-highlight-color:transparent}
.launcher:hover{transform:scale(1.05)}
.launcher:active{transform:scale(.97)}
.launcher:focus-visible{outline:3px solid #fff;outline-offset:0;box-shadow:0 0 0 6px #16181d}
.launcher.text,.launcher.tab{display:flex;align-items:center;gap:10px;height:auto;padding:10px 20px;font:600 16px/1.4 system-ui,sans-serif;max-width:calc(100vw - 40px)}
.launcher.tab{min-width:0;padding:18px 9px;border-radius:10px 0 0 10px;writing-mode:vertical-rl;max-height:calc(100vh - 40px)}
.launcher.tab.left{border-radius:0 10px 10px 0}
.launcher[hidden]{display:none}
.launcher svg{display:block;flex:none;width:28px;height:28px;margin:auto;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.badge{position:absolute;top:-2px;right:-2px;min-width:20px;height:20px;box-sizing:border-box;padding:0 5px;border-radius:10px;background:#c92a2a;color:#fff;font:700 12px/20px system-ui,sans-serif;text-align:center;box-shadow:0 0 0 2px #fff}
.frame{width:400px;height:640px;max-width:calc(100vw - 40px);background:#fff;box-shadow:0 2px 6px #0002,0 12px 48px #0003;color-scheme:light dark}
@media (prefers-color-scheme:dark){.frame{background:#1b1d23}}
[hidden]{display:none}
@media (max-height:560px){.frame{inset-block:10px!important;max-height:calc(100vh - 20px)!important}}
@media (max-width:480px){.frame{inset:0!important;width:100%!important;height:100%!important;max-width:none;max-height:none!important;border-radius:0!important}.frame.ready:not([hidden])~.launcher{display:none}}
@media (prefers-reduced-motion:reduce){.launcher{transition:none}}`;

/** A shadow root of our own on the page, out of reach of its styles, but open to tools that test or read the page; nothing on the page moves. */
export function surface(): ShadowRoot {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  // Beside the body: some applications exchange the whole of it.
  document.documentElement.append(host);
  return root;
}
