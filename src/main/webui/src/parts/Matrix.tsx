import { useFormat } from './format';
import { useWords } from '../language';

const WORDS = {
  before: ['原等级 ↓ 新等级 →', 'before ↓ after →'],
  none: ['未评级', 'not graded'],
  empty: ['没有数据', 'Nothing yet'],
} as const;

type Cell = { from?: string; to?: string; customers?: number; limitBefore?: number; limitAfter?: number };

/** From which grade to which: the darker, the more customers; on the diagonal nothing moved. */
export function Matrix({ cells, onOpen }: { cells: Cell[]; onOpen?: (from: string, to: string) => void }) {
  const t = useWords(WORDS);
  const f = useFormat();
  if (!cells.length) return <p>{t.empty}</p>;
  const from = [...new Set(cells.map((each) => each.from ?? ''))].sort();
  const to = [...new Set(cells.map((each) => each.to ?? ''))].sort();
  const moved = Math.max(1, ...cells.filter((each) => each.from !== each.to).map((each) => each.customers ?? 0));
  const name = (grade: string) => grade || t.none;
  return (
    <div className="scroll">
      <table className="matrix">
        <thead>
          <tr>
            <th scope="col">{t.before}</th>
            {to.map((grade) => <th scope="col" key={grade}>{name(grade)}</th>)}
          </tr>
        </thead>
        <tbody>
          {from.map((row) => (
            <tr key={row}>
              <th scope="row">{name(row)}</th>
              {to.map((column) => {
                const cell = cells.find((each) => (each.from ?? '') === row && (each.to ?? '') === column);
                if (!cell) return <td key={column} />;
                const same = row === column;
                const strength = same ? 0 : 0.1 + 0.25 * ((cell.customers ?? 0) / moved);
                const better = row !== '' && column < row;
                const color = same ? undefined : better ? `rgba(11,110,79,${strength})` : `rgba(168,32,26,${strength})`;
                const change = (cell.limitAfter ?? 0) - (cell.limitBefore ?? 0);
                return (
                  <td key={column} style={{ background: color }}>
                    {onOpen ? <button type="button" onClick={() => onOpen(row, column)}>{f.count(cell.customers)}</button> : f.count(cell.customers)}
                    {change !== 0 && <div style={{ fontSize: 12 }}>{change > 0 ? '+' : ''}{f.short(change)}</div>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
