import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Segmented, Select, Space, Statistic, Table } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { type Api, type Page, get } from '../api/call';
import { fill, useWords } from '../language';
import Chart from '../parts/Chart';
import { Grade, gradeColor, useFormat } from '../parts/format';
import { Matrix } from '../parts/Matrix';
import { Loaded } from '../parts/state';
import { useBooks, useLedger, useMay } from '../session';

const WORDS = {
  title: ['客户组合', 'Portfolio'],
  customers: ['客户数', 'Customers'],
  exposure: ['信用风险敞口', 'Exposure'],
  limit: ['信用额度', 'Credit limit'],
  overdue: ['逾期', 'Overdue'],
  held: ['冻结', 'On hold'],
  byGrade: ['按等级', 'By grade'],
  grade: ['等级', 'Grade'],
  provisional: ['暂定', 'Provisional'],
  unlimited: ['无限额', 'Unlimited'],
  ageing: ['账龄', 'Ageing'],
  current: ['未到期', 'current'],
  disputed: ['有争议', 'disputed'],
  days: ['天', 'days'],
  abc: ['ABC 价值分类', 'Value classes (ABC)'],
  revenueShare: ['收入占比', 'Share of revenue'],
  customerShare: ['客户占比', 'Share of customers'],
  migration: ['等级迁移（运行 {run}，{asOf}）', 'Migration (run {run} as of {asOf})'],
  runs: ['批量评级', 'Runs'],
  APPLY: ['正式生效', 'applied'],
  SIMULATE: ['模拟', 'simulated'],
  noRun: ['还没有完成的批量评级', 'No run has finished yet'],
  movers: ['额度变化最大的客户', 'Largest changes of limit'],
  change: ['变化', 'Change'],
  run: ['查看运行', 'As of run'],
  latest: ['当前', 'now'],
  all: ['全部', 'All'],
  region: ['地区', 'Region'],
  valueClass: ['价值分类', 'Value class'],
  stale: ['单据数据已超过 {hours} 小时未更新（上次：{last}）', 'Documents have not come for more than {hours} hours (last: {last})'],
  never: ['从未', 'never'],
  waiting: ['有 {count} 件事项等待您审批', '{count} request(s) wait for your answer'],
  open: ['打开', 'Open'],
  none: ['未评级', 'not graded'],
  amounts: ['金额', 'Amounts'],
  counts: ['客户数', 'Customers'],
  asOf: ['截至 {day}', 'as of {day}'],
} as const;

type Portfolio = Api['PortfolioView'];
const AGES = ['', '1–30', '31–60', '61–90', '91+', ''];

export default function PortfolioPage() {
  const t = useWords(WORDS);
  const f = useFormat();
  const books = useBooks();
  const ledger = useLedger();
  const may = useMay();
  const navigate = useNavigate();
  const [parameters, setParameters] = useSearchParams();
  const filter = Object.fromEntries([...parameters].filter(([name]) => name !== 'run'));
  const sums = useQuery({ queryKey: [books, 'portfolio', filter], queryFn: () => get<Portfolio>(books + '/portfolio', filter) });
  const runs = useQuery({ queryKey: [books, 'runs', 'done'], queryFn: () => get<Page<Api['ReclassificationView']>>(books + '/reclassifications', { limit: 50 }), enabled: may('run-read') });
  const feed = useQuery({ queryKey: [books, 'feed', 'last'], queryFn: () => get<Api['FeedView']>(books + '/feed', { counted: false }) });
  const inbox = useQuery({ queryKey: [ledger.code, 'inbox'], queryFn: () => get<Api['Item'][]>(books + '/inbox'), enabled: may('change-approve') });
  const done = (runs.data?.items ?? []).filter((each) => each.state === 'DONE');
  const applied = done.filter((each) => each.mode === 'APPLY');
  const chosen = done.find((each) => String(each.id) === parameters.get('run')) ?? applied[0];
  const choose = (name: string, value: string | undefined) => {
    const next = new URLSearchParams(parameters);
    if (value) next.set(name, value);
    else next.delete(name);
    setParameters(next);
  };
  return (
    <>
      <div className="bar">
        <h1>{t.title}</h1>
        <span>{sums.data?.latest ? fill(t.asOf, { day: sums.data.latest }) : null}</span>
        <span className="grow" />
        <Select
          aria-label={t.valueClass}
          style={{ minWidth: 150 }}
          value={filter.valueClass ?? ''}
          onChange={(value) => choose('valueClass', value)}
          options={[{ value: '', label: `${t.valueClass}: ${t.all}` }, ...['A', 'B', 'C'].map((value) => ({ value, label: `${t.valueClass}: ${value}` }))]}
        />
        {may('run-read') && (
          <Select
            aria-label={t.run}
            style={{ minWidth: 200 }}
            value={chosen ? String(chosen.id) : ''}
            onChange={(value) => choose('run', value)}
            options={done.length ? done.map((each) => ({ value: String(each.id), label: `${t.run} ${each.id} · ${each.asOf} · ${t[each.mode!]}` })) : [{ value: '', label: t.noRun }]}
          />
        )}
      </div>
      {feed.data?.stale && (
        <Alert type="warning" showIcon style={{ marginBottom: 12 }}
          title={fill(t.stale, { hours: feed.data.staleAfterHours ?? 0, last: feed.data.last ? f.time(feed.data.last) : t.never })} />
      )}
      {!!inbox.data?.length && (
        <Alert type="info" showIcon style={{ marginBottom: 12 }} title={fill(t.waiting, { count: inbox.data.length })}
          action={<Link to="inbox"><Button size="small">{t.open}</Button></Link>} />
      )}
      <Loaded query={sums}>{(data) => <Sums data={data} open={(grade) => navigate(`customers?grade=${encodeURIComponent(grade || 'NONE')}`)} />}</Loaded>
      {may('run-read') && (
        <div className="cards">
          {chosen ? <RunCards run={chosen} /> : <Card size="small" title={t.runs}><p>{t.noRun}</p></Card>}
        </div>
      )}
    </>
  );
}

function Sums({ data, open }: { data: Portfolio; open: (grade: string) => void }) {
  const t = useWords(WORDS);
  const f = useFormat();
  const [measure, setMeasure] = useState<'customers' | 'amounts'>('customers');
  const groups = data.groups ?? [];
  const total = (pick: (group: Api['PortfolioGroup']) => number | undefined) => groups.reduce((sum, each) => sum + (pick(each) ?? 0), 0);
  const grades = useMemo(() => {
    const names = [...new Set(groups.map((each) => each.grade ?? ''))].sort((a, b) => (a || '~').localeCompare(b || '~'));
    return names.map((grade) => {
      const of = groups.filter((each) => (each.grade ?? '') === grade);
      const add = (pick: (group: Api['PortfolioGroup']) => number | undefined) => of.reduce((sum, each) => sum + (pick(each) ?? 0), 0);
      return {
        grade,
        customers: add((each) => each.customers),
        provisional: add((each) => each.provisional),
        held: add((each) => each.held),
        unlimited: add((each) => each.unlimited),
        limit: add((each) => each.limit),
        exposure: add((each) => each.exposure),
        overdue: add((each) => each.overdue),
      };
    });
  }, [groups]);
  const byGrade = useMemo(() => ({
    grid: { left: 8, right: 8, top: 30, bottom: 8, containLabel: true },
    legend: measure === 'amounts' ? { top: 0 } : undefined,
    xAxis: { type: 'category', data: grades.map((each) => each.grade || t.none) },
    yAxis: { type: 'value', axisLabel: { formatter: (value: number) => f.short(value) } },
    series: measure === 'customers'
      ? [{ type: 'bar', barMaxWidth: 60, label: { show: true, position: 'top', formatter: (p: { value: number }) => f.count(p.value) },
          data: grades.map((each) => ({ value: each.customers, itemStyle: { color: each.grade ? gradeColor(each.grade) : '#888' } })) }]
      : [
          { type: 'bar', name: t.limit, color: '#1d5fa8', data: grades.map((each) => each.limit) },
          { type: 'bar', name: t.exposure, color: '#c98a00', data: grades.map((each) => each.exposure) },
          { type: 'bar', name: t.overdue, color: '#a8201a', data: grades.map((each) => each.overdue) },
        ],
  }), [grades, measure, t.none]);
  const ages = [0, 1, 2, 3, 4, 5].map((index) => total((each) => each.ageing?.[index]));
  const ageing = useMemo(() => ({
    grid: { left: 8, right: 60, top: 8, bottom: 8, containLabel: true },
    xAxis: { type: 'value', axisLabel: { formatter: (value: number) => f.short(value) } },
    yAxis: { type: 'category', inverse: true, data: AGES.map((each, i) => (i === 0 ? t.current : i === 5 ? t.disputed : `${each} ${t.days}`)) },
    series: [{ type: 'bar', label: { show: true, position: 'right', formatter: (p: { value: number }) => f.short(p.value) },
      data: ages.map((value, i) => ({ value, itemStyle: { color: ['#0b6e4f', '#8a8a00', '#c98a00', '#c8581a', '#a8201a', '#6b2a8a'][i] } })) }],
  }), [ages.join(), t.current]);
  const classes = ['A', 'B', 'C'].map((name) => {
    const of = groups.filter((each) => each.valueClass === name);
    return { name, customers: of.reduce((sum, each) => sum + (each.customers ?? 0), 0), revenue: of.reduce((sum, each) => sum + (each.revenue ?? 0), 0) };
  });
  const customers = Math.max(1, classes.reduce((sum, each) => sum + each.customers, 0));
  const revenue = classes.reduce((sum, each) => sum + each.revenue, 0) || 1;
  let soFarCustomers = 0;
  let soFarRevenue = 0;
  const curve = [[0, 0], ...classes.map((each) => {
    soFarCustomers += each.customers;
    soFarRevenue += each.revenue;
    return [soFarCustomers / customers, soFarRevenue / revenue];
  })];
  const abc = useMemo(() => ({
    grid: { left: 8, right: 16, top: 12, bottom: 24, containLabel: true },
    xAxis: { type: 'value', max: 1, name: t.customerShare, nameLocation: 'middle', nameGap: 24, axisLabel: { formatter: (value: number) => f.share(value) } },
    yAxis: { type: 'value', max: 1, name: t.revenueShare, axisLabel: { formatter: (value: number) => f.share(value) } },
    series: [{ type: 'line', color: '#1d5fa8', areaStyle: { opacity: 0.15 }, data: curve, label: { show: true, position: 'bottom', formatter: (p: { dataIndex: number }) => ['', 'A', 'B', 'C'][p.dataIndex] ?? '' } }],
  }), [curve.join()]);
  return (
    <>
      <div className="figures">
        <Card size="small"><Statistic title={t.customers} value={f.count(data.customers)} /></Card>
        <Card size="small"><Statistic title={`${t.exposure} (${data.currency})`} value={f.short(total((each) => each.exposure))} /></Card>
        <Card size="small"><Statistic title={`${t.limit} (${data.currency})`} value={f.short(total((each) => each.limit))} /></Card>
        <Card size="small"><Statistic title={`${t.overdue} (${data.currency})`} value={f.short(total((each) => each.overdue))} /></Card>
        <Card size="small"><Statistic title={t.held} value={f.count(total((each) => each.held))} /></Card>
      </div>
      <div className="cards">
        <Card title={t.byGrade} size="small" extra={
          <Segmented aria-label={t.byGrade} value={measure} onChange={(value) => setMeasure(value as typeof measure)}
            options={[{ value: 'customers', label: t.counts }, { value: 'amounts', label: t.amounts }]} />}>
          <Chart label={t.byGrade} option={byGrade} onClick={(event) => open(grades[event.dataIndex].grade)} />
        </Card>
        <Card title={t.ageing} size="small"><Chart label={t.ageing} option={ageing} /></Card>
        <Card title={t.abc} size="small"><Chart label={t.abc} option={abc} /></Card>
      </div>
      <Card size="small" style={{ marginBottom: 12 }}>
        <Table
          size="small"
          rowKey="grade"
          pagination={false}
          scroll={{ x: 'max-content' }}
          dataSource={grades}
          columns={[
            { title: t.grade, dataIndex: 'grade', render: (grade: string) => <Link to={`customers?grade=${encodeURIComponent(grade || 'NONE')}`}>{grade ? <Grade grade={grade} /> : t.none}</Link> },
            { title: t.customers, dataIndex: 'customers', className: 'number', render: f.count },
            { title: t.provisional, dataIndex: 'provisional', className: 'number', render: f.count },
            { title: t.held, dataIndex: 'held', className: 'number', render: f.count },
            { title: t.unlimited, dataIndex: 'unlimited', className: 'number', render: f.count },
            { title: `${t.limit} (${data.currency})`, dataIndex: 'limit', className: 'number', render: f.money },
            { title: `${t.exposure} (${data.currency})`, dataIndex: 'exposure', className: 'number', render: f.money },
            { title: `${t.overdue} (${data.currency})`, dataIndex: 'overdue', className: 'number', render: f.money },
          ]}
        />
      </Card>
    </>
  );
}

function RunCards({ run }: { run: Api['ReclassificationView'] }) {
  const t = useWords(WORDS);
  const f = useFormat();
  const books = useBooks();
  const navigate = useNavigate();
  const migration = useQuery({ queryKey: [books, 'run', run.id, 'migration'], queryFn: () => get<Api['MigrationView']>(`${books}/reclassifications/${run.id}/migration`) });
  const movers = useQuery({
    queryKey: [books, 'run', run.id, 'movers'],
    queryFn: async () => {
      const path = `${books}/reclassifications/${run.id}/changes`;
      const [falls, rises] = await Promise.all(['LIMIT_FALLS_FIRST', 'LIMIT_RISES_FIRST'].map((sort) => get<Page<Api['ChangeView']>>(path, { limit: 5, sort, moved: true })));
      const all = [...(falls.items ?? []).filter((each) => (each.limitChange ?? 0) < 0), ...(rises.items ?? []).filter((each) => (each.limitChange ?? 0) > 0)];
      return all.sort((one, other) => Math.abs(other.limitChange ?? 0) - Math.abs(one.limitChange ?? 0));
    },
  });
  return (
    <>
      <Card size="small" title={fill(t.migration, { run: run.id ?? '', asOf: run.asOf ?? '' })} extra={<Link to={`runs/${run.id}`}>{t.open}</Link>}>
        <Loaded query={migration}>
          {(data) => <Matrix cells={data.cells ?? []} onOpen={(from, to) => navigate(`runs/${run.id}?from=${from}&to=${to}`)} />}
        </Loaded>
      </Card>
      <Card size="small" title={t.movers}>
        <Loaded query={movers}>
          {(data) => (
            <Table
              size="small"
              rowKey="customerCode"
              pagination={false}
              scroll={{ x: 'max-content' }}
              dataSource={data}
              columns={[
                { title: t.customers, dataIndex: 'customerName', render: (name: string, row) => <Link to={`customers/${encodeURIComponent(row.customerCode!)}`}>{name || row.customerCode}</Link> },
                { title: t.grade, render: (_, row) => <Space size={4}><Grade grade={row.before?.grade} />→<Grade grade={row.after?.grade} /></Space> },
                { title: t.change, dataIndex: 'limitChange', className: 'number', render: f.money },
              ]}
            />
          )}
        </Loaded>
      </Card>
    </>
  );
}
