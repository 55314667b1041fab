/** Texts of the banner on totals that are wrong. */
export const totalsCheckTexts = {
  title: 'Reports of this site are not right.',
  text_one:
    'Totals of {{day}} are not what the recorded visits say. They are put right on the server by: npm run -s foyer -- rebuild-totals',
  text_other:
    'Totals of {{count}} days, such as {{day}}, are not what the recorded visits say. They are put right on the server by: npm run -s foyer -- rebuild-totals',
};
