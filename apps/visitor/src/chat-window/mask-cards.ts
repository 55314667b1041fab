/** Runs of 13 to 19 digits, single blanks, dots or hyphens between them. */
const candidate = /\d(?:[ .-]?\d){12,18}/g;

/** Hides what may be a payment card's number but for its first 6 and last 4 digits. The server looks again, more closely. */
export function maskCards(text: string): string {
  return text.replace(candidate, (run) => {
    const count = run.replace(/\D/g, '').length;
    let seen = 0;
    return run.replace(/\d/g, (digit) => {
      seen += 1;
      return seen <= 6 || seen > count - 4 ? digit : '•';
    });
  });
}
