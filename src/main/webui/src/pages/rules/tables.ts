import Papa from 'papaparse';

/** A table of a decision table's file: RFC 4180. */
export function parseCsv(text: string): string[][] {
  const rows = Papa.parse<string[]>(text, { skipEmptyLines: false }).data;
  // the last line ends with a line feed and isn't followed by a row
  if (rows.length && rows[rows.length - 1].length === 1 && rows[rows.length - 1][0] === '') rows.pop();
  return rows;
}

export function formatCsv(rows: string[][]): string {
  return Papa.unparse(rows, { newline: '\n' }) + '\n';
}
