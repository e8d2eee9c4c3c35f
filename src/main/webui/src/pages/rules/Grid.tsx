import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { type CellProps, DynamicDataSheetGrid, keyColumn, textColumn } from 'react-datasheet-grid';
import 'react-datasheet-grid/dist/style.css';
import type { Api } from '../../api/call';
import { useLanguage } from '../../language';
import { formatCsv, parseCsv } from './tables';

type Row = Record<string, string | null>;

/** 0 is A. */
function columnName(index: number): string {
  let name = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}

function columnIndex(name: string): number {
  return [...name].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** Where a diagnostic is in the table, from 0; no column: the whole row. */
function place(each: Api['Diagnostic']): { row: number; column?: number } {
  const cell = /([A-Z]+)(\d+)$/.exec(each.cell ?? '');
  return cell ? { row: Number(cell[2]) - 1, column: columnIndex(cell[1]) } : { row: (each.line ?? 1) - 1 };
}

/** Text until it is edited, then a field; what was typed is kept when the cell is left, unless Escape was pressed. */
function TextCell({ rowData, setRowData, focus, rowIndex, columnData }: CellProps<string | null, string>) {
  const field = useRef<HTMLInputElement>(null);
  const undone = useRef(false);
  const keep = useRef(setRowData);
  keep.current = setRowData;
  useLayoutEffect(() => {
    const edited = field.current;
    if (!focus || !edited) return;
    const before = edited.value;
    undone.current = false;
    edited.focus();
    edited.select();
    return () => {
      if (!undone.current && edited.value !== before) keep.current(edited.value);
    };
  }, [focus]);
  if (!focus) return <span className="cell-text">{rowData}</span>;
  return (
    <input ref={field} className="dsg-input" aria-label={`${columnData}${rowIndex + 1}`} defaultValue={rowData ?? ''}
      onKeyDown={(event) => {
        if (event.key === 'Escape') undone.current = true;
      }} />
  );
}

type Props = { path: string; text: () => string; readOnly: boolean; diagnostics: Api['Diagnostic'][]; onChange: (text: () => string) => void };

/** A decision table as a spreadsheet: it takes what was copied from one, and draws only the rows that are seen. */
export default function Grid({ path, text, readOnly, diagnostics, onChange }: Props) {
  const { language } = useLanguage();
  const shell = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(480);
  const table = useMemo(() => parseCsv(text()), [path]);
  const width = Math.max(1, ...table.map((each) => each.length));
  const [rows, setRows] = useState<Row[]>(() => table.map((cells) => Object.fromEntries(Array.from({ length: width }, (_, i) => [String(i), cells[i] ?? '']))));
  const [active, setActive] = useState<{ row: number; col: number } | null>(null);
  const marks = useMemo(() => {
    const found = new Map<string, Api['Diagnostic'][]>();
    const mark = (row: number, column: number, each: Api['Diagnostic']) => found.set(`${row} ${column}`, [...(found.get(`${row} ${column}`) ?? []), each]);
    for (const each of diagnostics.filter((one) => one.file === path)) {
      const at = place(each);
      if (at.column === undefined) Array.from({ length: width }, (_, i) => mark(at.row, i, each));
      else mark(at.row, at.column, each);
    }
    return found;
  }, [diagnostics, path, width]);
  const told = active ? (marks.get(`${active.row} ${active.col}`) ?? []) : [];
  const columns = useMemo(
    () => Array.from({ length: width }, (_, i) => ({
      ...keyColumn<Row, string>(String(i), { ...textColumn, component: TextCell, columnData: columnName(i) }),
      title: columnName(i),
      minWidth: 110,
      disabled: readOnly,
      cellClassName: ({ rowIndex }: { rowIndex: number }) => {
        const here = marks.get(`${rowIndex} ${i}`);
        return here && (here.some((each) => each.severity === 'ERROR') ? 'cell-fault' : 'cell-doubt');
      },
    })),
    [width, readOnly, marks],
  );
  // the sheet compares what it is given: functions made anew would make it draw, and tell, again and again
  const activate = useCallback(({ cell }: { cell: { row: number; col: number } | null }) => setActive(cell), []);
  const createRow = useCallback((): Row => Object.fromEntries(Array.from({ length: width }, (_, i) => [String(i), ''])), [width]);
  const latest = useRef(onChange);
  latest.current = onChange;
  const edit = useCallback((changed: Row[]) => {
    setRows(changed);
    latest.current(() => formatCsv(changed.map((row) => Array.from({ length: width }, (_, i) => row[String(i)] ?? ''))));
  }, [width]);
  useEffect(() => {
    const measure = () => setHeight(Math.max(240, Math.round(window.innerHeight * 0.56)));
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  return (
    <div ref={shell} data-testid="grid">
      <DynamicDataSheetGrid<Row>
        value={rows}
        columns={columns}
        height={height}
        rowHeight={32}
        lockRows={readOnly}
        addRowsComponent={false}
        onActiveCellChange={activate}
        createRow={createRow}
        onChange={edit}
      />
      <div role="status" data-testid="cell-message">
        {told.map((each) => (
          <p key={each.code! + each.messageEn} className={each.severity === 'ERROR' ? 'cell-fault' : 'cell-doubt'}>
            {each.cell} {language === 'zh' ? each.messageZh : each.messageEn} {each.hint}
          </p>
        ))}
      </div>
    </div>
  );
}
