/** Names that mean a device on Windows. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
const longestStem = 100;

/**
 * A name for a file that is harmless on any computer: no folders, no control or invisible characters, nothing that turns the
 * direction of the text, and an ending that fits what is in it. The first of `endings` is given where it has none of them.
 */
export function safeFileName(sent: string, endings: readonly string[]): string {
  const bare = sent
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, '')
    .replace(/^.*[/\\]/, '')
    .replace(/[<>:"|?*]/g, '_');
  const dot = bare.lastIndexOf('.');
  const ending = dot < 0 ? '' : bare.slice(dot + 1).toLowerCase();
  const isFitting = endings.includes(ending);
  const stem = cut(isFitting ? bare.slice(0, dot) : bare);
  return `${devices.test(stem) ? `_${stem}` : stem}.${isFitting ? ending : (endings[0] ?? 'bin')}`;
}

function cut(stem: string): string {
  const short = [...stem].slice(0, longestStem).join('');
  return short.replace(/^[.\s]+|[.\s]+$/g, '') || 'file';
}

/** The header by which a browser stores an answer under this name, or shows it (RFC 6266, RFC 8187). */
export function contentDisposition(kind: 'attachment' | 'inline', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
