/**
 * Puts a text where the cursor is, in place of what is chosen, and leaves the cursor behind it. It counts as typed: the
 * browser's own undo takes it back, and the field's owner hears of it.
 */
export function insertAtCursor(field: HTMLTextAreaElement | HTMLInputElement, text: string): void {
  field.focus();
  // Deprecated, yet the only way that keeps undo; where it is gone, undo is lost and no more.
  if (document.execCommand('insertText', false, text)) return;
  field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
