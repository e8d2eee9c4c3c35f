import { InboxOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Input, Segmented, Select, Space, Statistic, Steps, Table, Upload } from 'antd';
import Papa from 'papaparse';
import { useMemo, useState } from 'react';
import { type Api, sendBody } from '../api/call';
import { fill, useWords } from '../language';
import { download, toCsv } from '../parts/csv';
import { useFormat } from '../parts/format';
import { useDo } from '../parts/state';
import { useBooks, useMay } from '../session';

const WORDS = {
  title: ['导入', 'Import'],
  customers: ['客户', 'Customers'],
  documents: ['单据', 'Documents'],
  file: ['选择文件', 'File'],
  map: ['对应列', 'Columns'],
  preview: ['预览与试运行', 'Preview and dry run'],
  report: ['结果', 'Report'],
  drop: ['点击或拖入 CSV、XLSX 文件', 'Click, or drop a CSV or XLSX file here'],
  hint: ['第一行为列名。文件只在您的浏览器中读取。', 'The first row names the columns. The file is read in your browser.'],
  column: ['字段', 'Field'],
  from: ['取自列', 'Taken from column'],
  sample: ['示例值', 'For example'],
  none: ['不导入', 'not imported'],
  next: ['下一步', 'Next'],
  back: ['上一步', 'Back'],
  dryRun: ['试运行', 'Dry run'],
  go: ['正式导入', 'Import'],
  again: ['再导入一个文件', 'Another file'],
  rows: ['共 {rows} 行', '{rows} rows'],
  errors: ['{count} 行有错误；可直接修改后重新试运行', '{count} row(s) are wrong; mend them here and try again'],
  clean: ['试运行通过，没有错误', 'The dry run found nothing wrong'],
  line: ['行', 'Row'],
  created: ['新建', 'Created'],
  updated: ['更新', 'Updated'],
  unchanged: ['未变', 'Unchanged'],
  accepted: ['接受', 'Accepted'],
  corrected: ['更正', 'Corrected'],
  rejected: ['拒绝', 'Rejected'],
  errorList: ['下载错误清单', 'Download the errors'],
  required: ['必需', 'required'],
  missing: ['请为必需字段选择列：{fields}', 'Choose a column for: {fields}'],
  unreadable: ['无法读取文件', 'The file can’t be read'],
} as const;

type Target = 'customers' | 'documents';
/** Fields of a row, and how their text becomes JSON. A star marks what must be there. */
const FIELDS: Record<Target, { name: string; kind: 'text' | 'number' | 'flag'; required?: boolean }[]> = {
  customers: [
    { name: 'code', kind: 'text' }, { name: 'name', kind: 'text', required: true }, { name: 'type', kind: 'text' }, { name: 'taxId', kind: 'text' }, { name: 'industry', kind: 'text' },
    { name: 'region', kind: 'text' }, { name: 'size', kind: 'text' }, { name: 'parentCode', kind: 'text' }, { name: 'owner', kind: 'text' }, { name: 'department', kind: 'text' }, { name: 'status', kind: 'text' },
  ],
  documents: [
    { name: 'id', kind: 'text', required: true }, { name: 'kind', kind: 'text', required: true }, { name: 'customerCode', kind: 'text', required: true }, { name: 'date', kind: 'text', required: true },
    { name: 'dueDate', kind: 'text' }, { name: 'amount', kind: 'number', required: true }, { name: 'currency', kind: 'text', required: true }, { name: 'rate', kind: 'number' },
    { name: 'settledOn', kind: 'text' }, { name: 'orderId', kind: 'text' }, { name: 'deliveryDate', kind: 'text' }, { name: 'disputed', kind: 'flag' }, { name: 'prepaid', kind: 'flag' },
  ],
};
const SHOWN_MAX = 500;
/** Words that mean yes in a column of flags. */
const YES = new Set(['true', 'yes', 'y', '1', '是', '√']);

type Row = Record<string, string>;
type LineFault = { line: number; field: string; message: string };
type Result = Api['BatchAnswer'] & Api['BatchResult'];

/** A date of a spreadsheet as people see it, everything else as text. */
function text(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return String(cell).trim();
}

async function read(file: File): Promise<string[][]> {
  if (/\.xlsx$/i.test(file.name)) {
    const { readSheet } = await import('read-excel-file/browser');
    return (await readSheet(file)).map((row) => row.map(text));
  }
  return Papa.parse<string[]>((await file.text()).replace(/^\uFEFF/, ''), { skipEmptyLines: true }).data.map((row) => row.map(text));
}

const NUMBER = /^-?\d+(\.\d+)?$/;

function toJson(row: Row, target: Target): string {
  const members: string[] = [];
  for (const field of FIELDS[target]) {
    const value = row[field.name];
    if (value === undefined || value === '') continue;
    let json = JSON.stringify(value);
    // a decimal goes out with all its digits; what is no number goes out as it is, and the service says so at its place
    if (field.kind === 'number' && NUMBER.test(value.replaceAll(',', ''))) json = value.replaceAll(',', '');
    if (field.kind === 'flag') json = String(YES.has(value.toLowerCase()));
    members.push(`${JSON.stringify(field.name)}:${json}`);
  }
  return `{${members.join(',')}}`;
}

export default function ImportPage() {
  const t = useWords(WORDS);
  const f = useFormat();
  const books = useBooks();
  const may = useMay();
  const act = useDo();
  const queries = useQueryClient();
  const targets = (['customers', 'documents'] as const).filter((each) => may(each === 'customers' ? 'customer-write' : 'document-write'));
  const [target, setTarget] = useState<Target>(targets[0] ?? 'customers');
  const [step, setStep] = useState(0);
  const [header, setHeader] = useState<string[]>([]);
  const [cells, setCells] = useState<string[][]>([]);
  const [mapping, setMapping] = useState<Record<string, string>>({});
  const [rows, setRows] = useState<Row[]>([]);
  const [result, setResult] = useState<Result>();
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const fields = FIELDS[target];
  const missing = fields.filter((each) => each.required && !mapping[each.name]).map((each) => each.name);
  const used = fields.filter((each) => mapping[each.name]);
  const mappingKey = (names: string[]) => `assay.import.${target}.${names.join('|')}`;

  async function choose(file: File) {
    const table = await act(async () => {
      const found = await read(file);
      if (found.length < 2) throw new Error(t.unreadable);
      return found;
    }, null);
    if (!table) return;
    const names = table[0];
    const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9\u4e00-\u9fff]/g, '');
    const remembered = localStorage.getItem(mappingKey(names));
    setHeader(names);
    setCells(table.slice(1));
    setMapping(remembered ? JSON.parse(remembered) : Object.fromEntries(fields.flatMap((field) => {
      const found = names.find((name) => plain(name) === plain(field.name));
      return found ? [[field.name, found]] : [];
    })));
    setResult(undefined);
    setTried(false);
    setStep(1);
  }

  function mapped() {
    localStorage.setItem(mappingKey(header), JSON.stringify(mapping));
    setRows(cells.map((row) => Object.fromEntries(used.map((field) => [field.name, row[header.indexOf(mapping[field.name])] ?? '']))));
    setStep(2);
  }

  async function send(dryRun: boolean) {
    setBusy(true);
    const body = rows.map((row) => toJson(row, target)).join('\n') + '\n';
    const path = target === 'customers' ? books + '/customers/batch' : books + '/documents';
    const answer = await act(() => sendBody<Result>('POST', path + (dryRun ? '?dryRun=true' : ''), body, 'application/x-ndjson'), null);
    setBusy(false);
    if (!answer) return;
    setResult(answer);
    setTried(dryRun);
    if (!dryRun) {
      setStep(3);
      await queries.invalidateQueries();
    }
  }

  const faults = useMemo<LineFault[]>(() => (result?.errors ?? []).map((each) => {
    const one = each as { line?: number; pointer?: string; message?: string };
    const message = one.message ?? '';
    const field = (one.pointer ?? '').split('/')[1] || fields.find((name) => message.startsWith(name.name + ' '))?.name || fields[0].name;
    return { line: one.line ?? 0, field, message };
  }), [result, target]);
  const faulty = new Map(faults.map((each) => [each.line - 1, each]));
  const shown = useMemo(() => {
    const all = rows.map((row, index) => ({ row, index }));
    const wrong = all.filter((each) => faulty.has(each.index));
    return wrong.length ? [...wrong, ...all.filter((each) => !faulty.has(each.index))].slice(0, SHOWN_MAX) : all.slice(0, SHOWN_MAX);
  }, [rows, faults]);

  return (
    <>
      <div className="bar">
        <h1>{t.title}</h1>
        <Segmented aria-label={t.title} value={target} disabled={step > 0} onChange={(value) => setTarget(value as Target)} options={targets.map((value) => ({ value, label: t[value] }))} />
      </div>
      <Steps size="small" current={step} style={{ marginBottom: 16 }} items={[{ title: t.file }, { title: t.map }, { title: t.preview }, { title: t.report }]} />
      {step === 0 && (
        <Upload.Dragger accept=".csv,.xlsx" showUploadList={false} beforeUpload={(file) => {
          void choose(file);
          return false;
        }}>
          <p><InboxOutlined style={{ fontSize: 36 }} /></p>
          <p>{t.drop}</p>
          <p>{t.hint}</p>
        </Upload.Dragger>
      )}
      {step === 1 && (
        <Card size="small" title={fill(t.rows, { rows: f.count(cells.length) })}>
          <Table size="small" rowKey="name" pagination={false} dataSource={fields} columns={[
            { title: t.column, render: (_, field) => <>{field.name}{field.required ? ` (${t.required})` : ''}</> },
            { title: t.from, render: (_, field) => <Select aria-label={field.name} style={{ minWidth: 220 }} value={mapping[field.name] ?? ''} onChange={(value) => setMapping({ ...mapping, [field.name]: value })} options={[{ value: '', label: t.none }, ...header.map((value) => ({ value, label: value }))]} /> },
            { title: t.sample, render: (_, field) => (mapping[field.name] ? cells.slice(0, 3).map((row) => row[header.indexOf(mapping[field.name])]).join(', ') : '') },
          ]} />
          {!!missing.length && <Alert type="warning" title={fill(t.missing, { fields: missing.join(', ') })} style={{ marginTop: 8 }} />}
          <Space style={{ marginTop: 12 }}>
            <Button onClick={() => setStep(0)}>{t.back}</Button>
            <Button type="primary" disabled={!!missing.length} onClick={mapped}>{t.next}</Button>
          </Space>
        </Card>
      )}
      {step === 2 && (
        <Card size="small" title={fill(t.rows, { rows: f.count(rows.length) })}>
          {tried && (faults.length
            ? <Alert type="error" showIcon title={fill(t.errors, { count: result?.rejected ?? faults.length })} style={{ marginBottom: 8 }} />
            : <Alert type="success" showIcon title={t.clean} style={{ marginBottom: 8 }} />)}
          <Table size="small" rowKey="index" pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }} scroll={{ x: 'max-content' }} dataSource={shown} columns={[
            { title: t.line, dataIndex: 'index', render: (index: number) => index + 2 },
            ...used.map((field) => ({
              title: field.name,
              render: (_: unknown, each: { row: Row; index: number }) => {
                const fault = faulty.get(each.index);
                const mine = fault?.field === field.name;
                return fault ? (
                  <>
                    <Input size="small" aria-label={`${field.name} ${each.index + 2}`} status={mine ? 'error' : undefined} value={each.row[field.name]}
                      onChange={(event) => setRows(rows.map((row, index) => (index === each.index ? { ...row, [field.name]: event.target.value } : row)))} />
                    {mine && <div className="removed" style={{ maxWidth: 260, whiteSpace: 'normal', fontSize: 12 }}>{fault.message}</div>}
                  </>
                ) : each.row[field.name];
              },
            })),
          ]} />
          <Space style={{ marginTop: 12 }}>
            <Button onClick={() => setStep(1)}>{t.back}</Button>
            <Button loading={busy} onClick={() => send(true)}>{t.dryRun}</Button>
            <Button type="primary" loading={busy} disabled={!tried || !!faults.length} onClick={() => send(false)}>{t.go}</Button>
          </Space>
        </Card>
      )}
      {step === 3 && result && (
        <Card size="small" title={t.report}>
          <div className="figures" data-testid="import-report">
            {(target === 'customers' ? (['created', 'updated', 'unchanged', 'rejected'] as const) : (['accepted', 'corrected', 'unchanged', 'rejected'] as const)).map((name) => (
              <Statistic key={name} title={t[name]} value={f.count(result[name])} />
            ))}
          </div>
          <Space>
            {!!faults.length && <Button onClick={() => download('errors.csv', toCsv([[t.line, t.column, ''], ...faults.map((each) => [each.line + 1, each.field, each.message])]))}>{t.errorList}</Button>}
            <Button type="primary" onClick={() => setStep(0)}>{t.again}</Button>
          </Space>
        </Card>
      )}
    </>
  );
}
