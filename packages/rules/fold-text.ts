/** Text as it is compared throughout the rules: without regard to case, composed (Unicode NFC). */
export function foldText(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
