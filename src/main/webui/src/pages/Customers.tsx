import { DownloadOutlined, SaveOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Dropdown, Input, Popover, Select, Space, Table, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { type Api, get } from '../api/call';
import { fill, useWords } from '../language';
import { download, toCsv } from '../parts/csv';
import { Grade, useFormat } from '../parts/format';
import { Loaded, useDo } from '../parts/state';
import { useBooks, useLedger } from '../session';

const WORDS = {
  title: ['客户', 'Customers'],
  search: ['编码或名称', 'Code or name'],
  code: ['编码', 'Code'],
  name: ['名称', 'Name'],
  grade: ['等级', 'Grade'],
  any: ['全部', 'any'],
  none: ['未评级', 'not graded'],
  category: ['类别', 'Category'],
  valueClass: ['价值', 'Value'],
  score: ['得分', 'Score'],
  limit: ['信用额度', 'Limit'],
  unlimited: ['无限额', 'Unlimited'],
  exposure: ['敞口', 'Exposure'],
  overdue: ['逾期', 'Overdue'],
  oldest: ['最长逾期天数', 'Oldest overdue, days'],
  hold: ['冻结', 'On hold'],
  region: ['地区', 'Region'],
  industry: ['行业', 'Industry'],
  owner: ['负责人', 'Owner'],
  reviewOn: ['下次评审', 'Review on'],
  yes: ['是', 'yes'],
  no: ['否', 'no'],
  columns: ['列', 'Columns'],
  download: ['下载 CSV', 'Download CSV'],
  save: ['保存筛选', 'Save this filter'],
  saved: ['已存筛选', 'Saved filters'],
  saveName: ['筛选名称', 'Name of the filter'],
  clear: ['清除', 'Clear'],
  total: ['共 {total} 个客户', '{total} customers'],
  provisional: ['暂定', 'provisional'],
} as const;

type Item = Api['PortfolioCustomer'];
const COLUMNS = ['code', 'name', 'grade', 'category', 'valueClass', 'score', 'limit', 'exposure', 'overdue', 'oldestOverdueDays', 'hold', 'region', 'industry', 'owner', 'reviewOn'];
const SORTABLE = new Set(['code', 'name', 'grade', 'score', 'limit', 'exposure', 'overdue', 'oldestOverdueDays', 'reviewOn']);
const HIDDEN = ['industry', 'owner', 'valueClass'];
const DOWNLOAD_PAGE = 500;

export default function CustomersPage() {
  const t = useWords(WORDS);
  const f = useFormat();
  const books = useBooks();
  const ledger = useLedger();
  const act = useDo();
  const [parameters, setParameters] = useSearchParams();
  const [hidden, setHidden] = useState<string[]>(() => JSON.parse(localStorage.getItem('assay.customers.hidden') ?? JSON.stringify(HIDDEN)));
  const savedKey = 'assay.filters.' + ledger.code;
  const [saved, setSaved] = useState<Record<string, string>>(() => JSON.parse(localStorage.getItem(savedKey) ?? '{}'));
  const [filterName, setFilterName] = useState('');
  const filter = Object.fromEntries([...parameters].filter(([name]) => !['page', 'size'].includes(name)));
  const page = Number(parameters.get('page') ?? 1);
  const size = Number(parameters.get('size') ?? 50);
  const list = useQuery({
    queryKey: [books, 'customers', filter, page, size],
    queryFn: () => get<Api['PortfolioPage']>(books + '/portfolio/customers', { ...filter, limit: size, offset: (page - 1) * size }),
    placeholderData: keepPreviousData,
  });
  const set = (changes: Record<string, string | undefined>) => {
    const next = new URLSearchParams(parameters);
    next.delete('page');
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    setParameters(next);
  };
  const titles: Record<string, string> = { ...t, oldestOverdueDays: t.oldest };
  const renderers: Record<string, (row: Item) => React.ReactNode> = {
    code: (row) => <Link to={encodeURIComponent(row.code!)}>{row.code}</Link>,
    grade: (row) => <Grade grade={row.grade} provisional={row.provisional} provisionalWord={t.provisional} />,
    score: (row) => f.decimal(row.score),
    limit: (row) => (row.limitType === 'UNLIMITED' ? t.unlimited : f.money(row.limit)),
    exposure: (row) => f.money(row.exposure),
    overdue: (row) => f.money(row.overdue),
    oldestOverdueDays: (row) => f.count(row.oldestOverdueDays),
    hold: (row) => (row.hold ? <Tag color="error">{t.hold}</Tag> : null),
  };
  const numbers = new Set(['score', 'limit', 'exposure', 'overdue', 'oldestOverdueDays']);
  const sort = filter.sort ?? 'code';
  const columns: TableColumnsType<Item> = COLUMNS.filter((key) => !hidden.includes(key)).map((key) => ({
    key,
    title: titles[key],
    dataIndex: key,
    className: numbers.has(key) ? 'number' : undefined,
    sorter: SORTABLE.has(key),
    sortOrder: sort === key ? 'ascend' : sort === '-' + key ? 'descend' : null,
    render: renderers[key] ? (_: unknown, row: Item) => renderers[key](row) : undefined,
  }));

  async function downloadAll() {
    const rows: Item[] = [];
    for (;;) {
      const next = await get<Api['PortfolioPage']>(books + '/portfolio/customers', { ...filter, limit: DOWNLOAD_PAGE, offset: rows.length });
      rows.push(...(next.items ?? []));
      if (!next.items?.length || rows.length >= (next.total ?? 0)) break;
    }
    const shown = COLUMNS.filter((key) => !hidden.includes(key));
    download(`${ledger.code}-customers.csv`, toCsv([shown.map((key) => titles[key]), ...rows.map((row) => shown.map((key) => (row as Record<string, unknown>)[key]))]));
  }

  const select = (name: string, label: string, options: { value: string; label: string }[]) => (
    <Select aria-label={label} style={{ minWidth: 120 }} value={filter[name] ?? ''} onChange={(value) => set({ [name]: value })}
      options={[{ value: '', label: `${label}: ${t.any}` }, ...options.map((each) => ({ value: each.value, label: `${label}: ${each.label}` }))]} />
  );
  return (
    <>
      <div className="bar">
        <h1>{t.title}</h1>
        <span className="grow" />
        <Dropdown trigger={['click']} menu={{ items: Object.entries(saved).map(([name, query]) => ({ key: name, label: name, onClick: () => setParameters(new URLSearchParams(query)) })) }} disabled={!Object.keys(saved).length}>
          <Button>{t.saved}</Button>
        </Dropdown>
        <Popover trigger="click" content={
          <Space.Compact>
            <Input aria-label={t.saveName} placeholder={t.saveName} value={filterName} onChange={(event) => setFilterName(event.target.value)} />
            <Button type="primary" disabled={!filterName.trim()} onClick={() => {
              const next = { ...saved, [filterName.trim()]: parameters.toString() };
              localStorage.setItem(savedKey, JSON.stringify(next));
              setSaved(next);
              setFilterName('');
            }}>{t.save}</Button>
          </Space.Compact>}>
          <Button icon={<SaveOutlined />}>{t.save}</Button>
        </Popover>
        <Popover trigger="click" content={
          <Checkbox.Group style={{ display: 'grid', gap: 4 }} value={COLUMNS.filter((key) => !hidden.includes(key))}
            options={COLUMNS.map((key) => ({ value: key, label: titles[key], disabled: key === 'code' }))}
            onChange={(shown) => {
              const next = COLUMNS.filter((key) => !(shown as string[]).includes(key));
              localStorage.setItem('assay.customers.hidden', JSON.stringify(next));
              setHidden(next);
            }} />}>
          <Button>{t.columns}</Button>
        </Popover>
        <Button icon={<DownloadOutlined />} onClick={() => act(downloadAll, null)}>{t.download}</Button>
      </div>
      <div className="bar">
        <Input.Search aria-label={t.search} placeholder={t.search} allowClear defaultValue={filter.q} style={{ width: 240 }} onSearch={(value) => set({ q: value })} />
        {select('grade', t.grade, [...['A', 'B', 'C', 'D'].map((value) => ({ value, label: value })), { value: 'NONE', label: t.none }])}
        {select('valueClass', t.valueClass, ['A', 'B', 'C'].map((value) => ({ value, label: value })))}
        {select('hold', t.hold, [{ value: 'true', label: t.yes }, { value: 'false', label: t.no }])}
        {select('overdue', t.overdue, [{ value: 'true', label: t.yes }, { value: 'false', label: t.no }])}
        <Input aria-label={t.region} placeholder={t.region} allowClear style={{ width: 120 }} defaultValue={filter.region} onPressEnter={(event) => set({ region: event.currentTarget.value.trim() })} />
        <Button onClick={() => setParameters({})}>{t.clear}</Button>
      </div>
      <Loaded query={list}>
        {(data) => (
          <Table<Item>
            size="small"
            rowKey="code"
            loading={list.isFetching}
            scroll={{ x: 'max-content' }}
            columns={columns}
            dataSource={data.items}
            pagination={{
              current: page, pageSize: size, total: data.total, showSizeChanger: true, pageSizeOptions: [20, 50, 100, 200],
              showTotal: (total) => fill(t.total, { total: f.count(total) }),
            }}
            onChange={(pages, _, sorter) => {
              const one = Array.isArray(sorter) ? sorter[0] : sorter;
              const next = new URLSearchParams(parameters);
              next.set('page', String(pages.current ?? 1));
              next.set('size', String(pages.pageSize ?? size));
              if (one?.order) next.set('sort', (one.order === 'descend' ? '-' : '') + String(one.columnKey));
              else next.delete('sort');
              setParameters(next);
            }}
          />
        )}
      </Loaded>
    </>
  );
}
