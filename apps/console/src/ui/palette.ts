/** Colours offered for alerts and chat windows: each tells itself apart on light and on dark. */
export const alertColors = [
  '#e03131',
  '#e8590c',
  '#f08c00',
  '#2f9e44',
  '#0c8599',
  '#1c7ed6',
  '#4263eb',
  '#7048e8',
  '#ae3ec9',
  '#d6336c',
  '#868e96',
];
