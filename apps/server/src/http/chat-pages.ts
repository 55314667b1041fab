import { createHash } from 'node:crypto';
import { prepareAsset, readAssets } from './static-routes.ts';

type Asset = ReturnType<typeof prepareAsset>;

/** The chat window in one language: one page with all that it needs in it. */
interface ChatPage {
  readonly asset: Asset;
  /** The page for a window of its own, which lets pages of these origins alone tell it who its visitor is. */
  readonly openedBy: (origins: readonly string[]) => Asset;
  /** What its policy allows. */
  readonly hashes: { readonly scripts: readonly string[]; readonly styles: readonly string[] };
}

/** The built pages, by language. */
export async function readChatPages(folder: string): Promise<ReadonlyMap<string, ChatPage>> {
  const pages = new Map<string, ChatPage>();
  for (const [name, asset] of await readAssets(folder)) {
    const html = asset.body.toString();
    const made = new Map<string, Asset>();
    pages.set(name.replace(/\.html$/, ''), {
      asset,
      hashes: { scripts: hashesOf(html, 'script'), styles: hashesOf(html, 'style') },
      openedBy(origins) {
        const listed = origins.join(' ');
        let own = made.get(listed);
        if (!own) {
          // Origins are checked when they are saved: no quotes, no brackets.
          own = prepareAsset(
            name,
            Buffer.from(html.replace('name="foyer-origins" content=""', `name="foyer-origins" content="${listed}"`)),
          );
          if (made.size > 100) made.clear();
          made.set(listed, own);
        }
        return own;
      },
    });
  }
  return pages;
}

/** Sources for a content security policy (CSP 3, section 2.3.1). */
function hashesOf(html: string, tag: 'script' | 'style'): string[] {
  return [...html.matchAll(new RegExp(`<${tag}>([^]*?)</${tag}>`, 'g'))].map(
    ([, content]) =>
      `'sha256-${createHash('sha256')
        .update(content ?? '')
        .digest('base64')}'`,
  );
}
