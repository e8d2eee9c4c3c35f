import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Descriptions, Progress, Segmented, Select, Space, Statistic, Table, Tabs, Tag } from 'antd';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { address, type Api, get, type Page, post } from '../api/call';
import { fill, useLanguage, useWords } from '../language';
import { Grade, useFormat } from '../parts/format';
import { Matrix } from '../parts/Matrix';
import { Loaded, useDo } from '../parts/state';
import { useBooks, useMay } from '../session';
import { RuleEffects } from './run/RuleEffects';
import { FINISHED, RUN_WORDS, STATE_COLORS } from './run/words';

type Run = Api['ReclassificationView'];
type Change = Api['ChangeView'];

export default function RunPage() {
  const { id } = useParams();
  const t = useWords(RUN_WORDS);
  const books = useBooks();
  const path = `${books}/reclassifications/${id}`;
  const run = useQuery({
    queryKey: [path],
    queryFn: () => get<Run>(path),
    refetchInterval: (query) => (query.state.data && FINISHED.includes(query.state.data.state!) ? false : 700),
  });
  return <Loaded query={run}>{(data) => <RunView key={data.id} run={data} path={path} title={`${t.run} ${data.id}`} />}</Loaded>;
}

function RunView({ run, path, title }: { run: Run; path: string; title: string }) {
  const t = useWords(RUN_WORDS);
  const f = useFormat();
  const may = useMay();
  const act = useDo();
  const queries = useQueryClient();
  const finished = FINISHED.includes(run.state!);
  const total = run.customers ?? 0;
  const done = (run.progress?.done ?? 0) + (run.progress?.failed ?? 0);
  const percent = run.state === 'DONE' ? 100 : total ? Math.floor((done / total) * 100) : 0;
  const answer = async (what: string) => {
    await act(() => post(`${path}/${what}`));
    await queries.invalidateQueries({ queryKey: [path] });
  };
  return (
    <>
      <div className="bar">
        <h1>{title}</h1>
        <Tag color={STATE_COLORS[run.state!]} data-testid="run-state">{t[run.state!]}</Tag>
        <span className="grow" />
        {!finished && may('run-write') && run.state !== 'WAITING' && <Button danger onClick={() => answer('cancel')}>{t.cancel}</Button>}
        {run.state === 'WAITING' && may('run-write') && <Button onClick={() => answer('discard')}>{t.discard}</Button>}
        {run.state === 'WAITING' && may('change-approve') && <Button type="primary" onClick={() => answer('confirm')}>{t.confirm}</Button>}
      </div>
      {run.state === 'WAITING' && <Alert type="warning" showIcon title={t.guarded + (run.guard ?? '')} style={{ marginBottom: 12 }} />}
      {run.failure && <Alert type="error" showIcon title={run.failure} style={{ marginBottom: 12 }} />}
      <Card size="small" style={{ marginBottom: 12 }}>
        {!finished && <Progress aria-label={title} percent={percent} status="active" />}
        {!finished && run.progress?.perSecond ? (
          <p>{f.count(run.progress.perSecond)} {t.perSecond}{run.progress.secondsLeft !== undefined && run.progress.secondsLeft !== null ? ' · ' + fill(t.secondsLeft, { seconds: run.progress.secondsLeft }) : ''}</p>
        ) : null}
        <Descriptions size="small" column={{ xs: 1, sm: 2, md: 3, xl: 4 }} items={[
          [t.asOf, run.asOf], [t.mode, t[run.mode!]], [t.scope, t[run.scope!]], [t.customers, f.count(run.customers)], [t.moved, f.count(run.progress?.moved)],
          [t.failed, f.count(run.progress?.failed)], [t.by, run.requestedBy], [t.when, f.time(run.requestedAt)], [t.version, <code key="v">{run.rulesetVersion?.slice(0, 10)}</code>],
        ].map(([label, children], key) => ({ key, label, children }))} />
      </Card>
      {(run.state === 'DONE' || run.state === 'WAITING') && <Results run={run} path={path} />}
      {!!run.progress?.failed && <Failures path={path} />}
    </>
  );
}

function Results({ run, path }: { run: Run; path: string }) {
  const t = useWords(RUN_WORDS);
  const f = useFormat();
  const books = useBooks();
  const navigate = useNavigate();
  const [parameters, setParameters] = useSearchParams();
  const other = parameters.get('compare');
  const from = parameters.get('from');
  const to = parameters.get('to');
  const sort = parameters.get('sort') ?? 'CODE';
  const moved = parameters.get('moved') ?? 'true';
  const base = other ? `${path}/comparison/${other}` : path;
  const runs = useQuery({ queryKey: [books, 'runs', 'done'], queryFn: () => get<Page<Run>>(books + '/reclassifications', { limit: 50 }) });
  const migration = useQuery({ queryKey: [path, 'migration', other], queryFn: () => get<Api['MigrationView']>(other ? base : path + '/migration') });
  const changes = useInfiniteQuery({
    queryKey: [path, 'changes', other, from, to, sort, moved],
    queryFn: ({ pageParam }) => get<Page<Change>>(base + '/changes', other ? { cursor: pageParam, limit: 100 } : { from, to, sort, moved, cursor: pageParam, limit: 100 }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  const set = (name: string, value: string | undefined) => {
    const next = new URLSearchParams(parameters);
    if (value) next.set(name, value);
    else next.delete(name);
    setParameters(next);
  };
  const cells = migration.data?.cells ?? [];
  const sum = (pick: (cell: Api['Cell']) => number | undefined) => cells.reduce((all, each) => all + (pick(each) ?? 0), 0);
  return (
    <>
      <div className="bar">
        <Select aria-label={t.compare} allowClear placeholder={t.compare} style={{ minWidth: 230 }} value={other ?? undefined} onChange={(value) => set('compare', value)}
          options={(runs.data?.items ?? []).filter((each) => each.id !== run.id && each.state === 'DONE').map((each) => ({ value: String(each.id), label: `${t.run} ${each.id} · ${each.asOf} · ${t[each.mode!]}` }))} />
      </div>
      <div className="cards">
        <Card size="small" title={t.migration}>
          <Loaded query={migration}>{(data) => <Matrix cells={data.cells ?? []} onOpen={(a, b) => navigate(`?from=${a}&to=${b}&moved=false${other ? `&compare=${other}` : ''}`)} />}</Loaded>
        </Card>
        <Card size="small" title={t.money}>
          <div className="figures">
            <Statistic title={t.limitsBefore} value={f.money(sum((each) => each.limitBefore))} />
            <Statistic title={t.limitsAfter} value={f.money(sum((each) => each.limitAfter))} />
            <Statistic title={t.limitChange} value={f.money(sum((each) => each.limitAfter) - sum((each) => each.limitBefore))} />
          </div>
        </Card>
      </div>
      <Card size="small" title={t.ruleEffects} style={{ marginBottom: 12 }}><RuleEffects changes={base + '/changes'} /></Card>
      <Card size="small" title={t.changes} extra={!other && (
        <Space wrap>
          {(from !== null || to !== null) && <Tag closable onClose={() => navigate('?')}>{t.filter}: {from || t.none} → {to || t.none}</Tag>}
          <Segmented aria-label={t.onlyMoved} value={moved} onChange={(value) => set('moved', String(value))} options={[{ value: 'true', label: t.onlyMoved }, { value: 'false', label: t.everyone }]} />
          <Select aria-label={t.changes} value={sort} onChange={(value) => set('sort', value)} options={[
            { value: 'CODE', label: t.byCode }, { value: 'LIMIT_FALLS_FIRST', label: t.falls }, { value: 'LIMIT_RISES_FIRST', label: t.rises }]} />
          <Button href={address(path + '/changes.csv', { from, to, sort, moved })} download>CSV</Button>
          <Button href={address(path + '/changes.xlsx', { from, to, sort, moved })} download>XLSX</Button>
        </Space>
      )}>
        <Table<Change> size="small" rowKey="customerCode" pagination={false} scroll={{ x: 'max-content' }} loading={changes.isLoading}
          dataSource={changes.data?.pages.flatMap((each) => each.items ?? [])}
          columns={[
            { title: t.customer, render: (_, row) => <Link to={`../customers/${encodeURIComponent(row.customerCode!)}`} relative="path">{row.customerCode} {row.customerName}</Link> },
            { title: t.before, render: (_, row) => <Standing of={row.before} /> },
            { title: t.after, render: (_, row) => <Standing of={row.after} /> },
            { title: t.limitChange, dataIndex: 'limitChange', className: 'number', render: f.money },
            { title: t.reasons, render: (_, row) => <ReasonsThatDiffer of={row.reasons} /> },
          ]} />
        {changes.hasNextPage && <Button style={{ marginTop: 8 }} onClick={() => changes.fetchNextPage()}>{t.more}</Button>}
      </Card>
    </>
  );
}

function Standing({ of }: { of?: Api['Standing'] }) {
  const t = useWords(RUN_WORDS);
  const f = useFormat();
  if (!of) return <>–</>;
  return (
    <Space size={4}>
      <Grade grade={of.grade} provisional={of.provisional} />
      {of.creditLimit?.type === 'UNLIMITED' ? t.unlimited : f.money(of.creditLimit?.amount)}
      {of.hold && <Tag color="error">{t.hold}</Tag>}
    </Space>
  );
}

function ReasonsThatDiffer({ of }: { of?: Api['ReasonsThatDiffer'] }) {
  const { language } = useLanguage();
  const text = (reason: Api['Reason']) => reason.text?.[language] ?? reason.code;
  return (
    <div style={{ maxWidth: 560, whiteSpace: 'normal' }}>
      {of?.gained?.map((each) => <span key={'+' + each.code + each.rule} className="added">+ {text(each)} </span>)}
      {of?.lost?.map((each) => <span key={'-' + each.code + each.rule} className="removed">− {text(each)} </span>)}
    </div>
  );
}

function Failures({ path }: { path: string }) {
  const t = useWords(RUN_WORDS);
  const failures = useQuery({ queryKey: [path, 'failures'], queryFn: () => get<Api['FailureView'][]>(path + '/failures') });
  return (
    <Tabs items={[{ key: 'failures', label: t.failures, children: (
      <Loaded query={failures}>{(all) => <Table size="small" rowKey="customerCode" pagination={false} dataSource={all} columns={[
        { title: t.customer, dataIndex: 'customerCode' }, { title: t.failures, dataIndex: 'message' }]} />}</Loaded>) }]} />
  );
}
