/** Runs of 13 to 19 digits (ISO/IEC 7812), with single blanks, dots or hyphens between them. Full-width digits count too. */
const candidate = /(?<![\d０-９])[\d０-９](?:[ .\u00A0-]?[\d０-９]){12,18}(?![\d０-９])/gu;
const shownFirst = 6;
const shownLast = 4;

/** Masks payment card numbers (length and Luhn check): the first 6 and last 4 digits stay, separators too. */
export function maskCardNumbers(text: string): string {
  return text.replace(candidate, (run) => {
    const digits = [...run].map(digitOf).filter((digit) => digit !== null);
    if (!passesLuhn(digits)) return run;
    let seen = 0;
    return [...run]
      .map((character) => {
        if (digitOf(character) === null) return character;
        seen += 1;
        return seen <= shownFirst || seen > digits.length - shownLast ? character : '•';
      })
      .join('');
  });
}

function digitOf(character: string): number | null {
  const digit = Number(character.normalize('NFKC'));
  return /^\s$/.test(character) || Number.isNaN(digit) ? null : digit;
}

/** The check of ISO/IEC 7812-1, annex B. */
function passesLuhn(digits: readonly number[]): boolean {
  let sum = 0;
  for (const [index, digit] of digits.toReversed().entries()) {
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0 && digits.some((digit) => digit !== 0);
}
