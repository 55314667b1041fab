/** Texts of trying patterns on an address. */
export const patternTexts = {
  label: 'Does this address match?',
  placeholder: 'https://www.example.com/shoes?source=adwords',
  matches: 'Yes: {{patterns}}',
  matchesNone_one: 'No: the pattern does not match it.',
  matchesNone_other: 'No: none of the {{count}} patterns matches it.',
  emptyEvery: 'Yes: without a pattern, every page does.',
  emptyNone: 'No: without a pattern, no page does.',
  refused: '“{{pattern}}” can’t be used: it {{reason}}.',
};
