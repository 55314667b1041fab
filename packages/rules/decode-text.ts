/** A URL or query as a person would read it: `+` is a blank, percent-encoding is undone as far as it is valid UTF-8. */
export function decodeText(text: string): string {
  return text.replaceAll('+', ' ').replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run; // not UTF-8: left as it stands, which is all that can be said of it
    }
  });
}
