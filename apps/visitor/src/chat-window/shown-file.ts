import type { FileContent } from '@foyer/protocol/chat';
import { element, icon } from './element.ts';
import { sizeOf } from './file-strip.ts';
import { words } from './own-words.ts';

const page = 'M6 3h8l5 5v13H6zM14 3v5h5';
const arrow = 'M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 20h14';
/** A picture is shown no larger in the conversation. px */
const widest = 220;
const highest = 180;

/** A file in the conversation: a picture, which opens large; any other as a button that downloads it. `address` finds it anew each time. */
export function shownFile(file: FileContent, address: () => Promise<string | null>): HTMLElement {
  const { name, bytes, width, height } = file;
  if (width === null || height === null) {
    const said = element('span', { class: 'words' }, name, element('span', {}, sizeOf(bytes)));
    const button = element(
      'button',
      { type: 'button', class: 'file', 'aria-label': `${words.downloadFile(name)}, ${sizeOf(bytes)}` },
      icon(page),
      said,
      icon(arrow),
    );
    button.addEventListener('click', () => void download(name, address));
    return button;
  }
  const scale = Math.min(1, widest / width, highest / height);
  // Its place is there before it is: nothing jumps.
  const image = element('img', {
    alt: '',
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  });
  const button = element('button', { type: 'button', class: 'picture', 'aria-label': words.showFile(name) }, image);
  button.addEventListener('click', () => void showLarge(file, address));
  void load(image, address);
  return button;
}

async function load(image: HTMLImageElement, address: () => Promise<string | null>): Promise<void> {
  const found = await address();
  if (found) image.src = found;
}

async function download(name: string, address: () => Promise<string | null>): Promise<void> {
  const found = await address();
  if (found) element('a', { href: `${found}&download=1`, download: name }).click();
}

/** The picture as large as the window, until it is closed. */
async function showLarge(file: FileContent, address: () => Promise<string | null>): Promise<void> {
  const image = element('img', { alt: file.name });
  const save = element('button', { type: 'button', class: 'secondary' }, words.download);
  const close = element('button', { type: 'button', class: 'secondary' }, words.close);
  const dialog = element(
    'dialog',
    { class: 'large', 'aria-label': file.name },
    image,
    element('div', { class: 'buttons' }, close, save),
  );
  save.addEventListener('click', () => void download(file.name, address));
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('keydown', (event) => event.key === 'Escape' && event.stopPropagation());
  document.body.append(dialog);
  dialog.showModal();
  await load(image, address);
}
