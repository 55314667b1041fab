/**
 * Whether a host name matches a pattern in which `*` stands for any run of characters, dots included and none too.
 * Case is ignored, both ends are anchored, a final dot does not count. Each literal part is looked for once, from left
 * to right, so the time grows with the length of the host and not with the number of stars.
 */
export function matchHost(host: string, pattern: string): boolean {
  const subject = normalise(host);
  const wanted = normalise(pattern);
  if (!wanted.includes('*')) return subject === wanted;
  const [first = '', ...rest] = wanted.split('*');
  const last = rest.pop() ?? '';
  if (!subject.startsWith(first)) return false;

  let position = first.length;
  for (const part of rest) {
    const found = subject.indexOf(part, position);
    if (found === -1) return false;
    position = found + part.length;
  }
  return subject.length - last.length >= position && subject.endsWith(last);
}

function normalise(text: string): string {
  const lower = text.toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) : lower;
}
