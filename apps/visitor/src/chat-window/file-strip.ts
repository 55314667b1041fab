import type { WindowSettings } from '@foyer/protocol/visitor-socket';
import { element, icon } from './element.ts';
import type { FileSender, Sending } from './file-sender.ts';
import { locale, words } from './own-words.ts';

const clip = 'M20 11.5l-8.2 8.2a5 5 0 0 1-7.1-7.1l8.3-8.3a3.4 3.4 0 0 1 4.8 4.8l-8.3 8.3a1.7 1.7 0 0 1-2.4-2.4l7.6-7.6';
const cross = 'M6 6l12 12M18 6L6 18';

/** Where files are chosen, and what has become of each until it stands in the conversation. */
export interface FileStrip {
  button: HTMLElement;
  input: HTMLElement;
  list: HTMLElement;
  draw(settings: WindowSettings): void;
  /** Takes files that were pasted or dropped; false: none may be sent. */
  take(files: FileList | undefined): boolean;
}

/** `chatId`: of the chat that is open; null: none. */
export function fileStrip(sender: FileSender, chatId: () => string | null): FileStrip {
  const button = element(
    'button',
    { type: 'button', class: 'smile', 'aria-label': words.sendFile, hidden: true },
    icon(clip),
  );
  const input = element('input', { type: 'file', multiple: true, hidden: true });
  const list = element('ul', { class: 'sendings', 'aria-label': words.filesBeingSent });
  const rows = new Map<string, { state: string; element: HTMLElement; bar: HTMLProgressElement }>();
  let allowed: WindowSettings['files'] = null;

  button.addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    take(input.files ?? undefined);
    input.value = ''; // the same file may be chosen again
  });

  function take(files: FileList | undefined): boolean {
    const chat = chatId();
    if (!allowed || !chat || !files?.length) return false;
    sender.add(chat, files, allowed);
    return true;
  }

  function row({ cid, file, state, failure, mayRetry }: Sending): { element: HTMLElement; bar: HTMLProgressElement } {
    const hasFailed = state === 'failed';
    const bar = element('progress', { max: 1, 'aria-label': words.sendingFile(file.name) });
    const remove = element(
      'button',
      {
        type: 'button',
        class: 'icon',
        'aria-label': hasFailed ? words.removeFile(file.name) : words.cancelFile(file.name),
      },
      icon(cross),
    );
    remove.addEventListener('click', () => sender.remove(cid));
    const said = element('span', { class: 'words', role: hasFailed ? 'alert' : null });
    const made = element('li', { class: hasFailed ? 'failed' : '' }, said);
    if (!hasFailed) said.append(file.name, bar);
    else {
      said.append(`${words.fileNotSent(file.name)} ${failure} `);
      if (mayRetry) {
        const again = element('button', { type: 'button', class: 'link' }, words.tryAgain);
        again.addEventListener('click', () => sender.retry(cid));
        said.append(again);
      }
    }
    made.append(remove);
    return { element: made, bar };
  }

  return {
    button,
    input,
    list,
    draw(settings) {
      allowed = settings.files;
      button.hidden = !allowed;
      input.accept = allowed?.accept ?? '';
      const sendings = sender.all().filter((one) => one.chatId === chatId());
      for (const [cid, shown] of rows)
        if (!sendings.some((one) => one.cid === cid)) {
          shown.element.remove();
          rows.delete(cid);
        }
      for (const sending of sendings) {
        const known = rows.get(sending.cid);
        if (known?.state === sending.state) known.bar.value = sending.part;
        else {
          const made = { state: sending.state, ...row(sending) };
          if (known) known.element.replaceWith(made.element);
          else list.append(made.element);
          rows.set(sending.cid, made);
        }
      }
    },
    take,
  };
}

/** A size for people, in the language of the window: `812 byte`, `34 kB`, `2.4 MB`. */
export function sizeOf(bytes: number): string {
  const [n, unit, maximumFractionDigits] =
    bytes < 1000
      ? ([bytes, 'byte', 0] as const)
      : bytes < 999_500
        ? ([bytes / 1000, 'kilobyte', 0] as const)
        : ([bytes / 1_000_000, 'megabyte', 1] as const);
  return n.toLocaleString(locale(), { style: 'unit', unit, maximumFractionDigits });
}
