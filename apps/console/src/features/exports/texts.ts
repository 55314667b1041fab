/** Texts of the menu that exports a list or report. */
export const exportTexts = {
  export: 'Export',
  csv: 'CSV',
  xlsx: 'Workbook (XLSX)',
  json: 'JSON',
  stop: 'Stop the export',
  failed: 'Nothing was exported',
};
