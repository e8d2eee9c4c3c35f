import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, DatePicker, Descriptions, Empty, Modal, Space, Table, Tabs, Tag, Timeline } from 'antd';
import dayjs from 'dayjs';
import { useMemo, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { type Api, type Page, get, post, Problem } from '../api/call';
import { fill, useLanguage, useWords } from '../language';
import Chart from '../parts/Chart';
import { Grade, useFormat } from '../parts/format';
import { Loaded, useDo } from '../parts/state';
import { useBooks, useMay } from '../session';
import { CustomerCredit } from './customer/CustomerCredit';
import { CustomerDocuments } from './customer/CustomerDocuments';
import { CustomerNotes } from './customer/CustomerNotes';
import { CustomerGuarantees } from './customer/CustomerGuarantees';
import { CustomerOverrides } from './customer/CustomerOverrides';
import { METRIC_WORDS } from './customer/metrics';
import { CUSTOMER_WORDS, limitText, reasonText, termText } from './customer/words';

type Decision = Api['DecisionView'];

export default function CustomerPage() {
  const { code } = useParams();
  const [parameters, setParameters] = useSearchParams();
  const t = useWords(CUSTOMER_WORDS);
  const books = useBooks();
  const path = `${books}/customers/${encodeURIComponent(code!)}`;
  const customer = useQuery({ queryKey: [path], queryFn: () => get<Api['CustomerView']>(path) });
  const standing = useQuery({
    queryKey: [path, 'classification'],
    queryFn: () => get<Api['ClassificationView']>(path + '/classification').catch((error) => {
      if (error instanceof Problem && error.status === 404) return null;
      throw error;
    }),
  });
  const tab = parameters.get('tab') ?? 'why';
  return (
    <Loaded query={customer}>
      {(who) => (
        <>
          <div className="bar">
            <h1>{who.name} <small style={{ fontWeight: 400 }}>{who.code}</small></h1>
            {who.status !== 'ACTIVE' && <Tag>{who.status}</Tag>}
            <span className="grow" />
            <Evaluate path={path} />
          </div>
          <Loaded query={standing}>{(now) => (now ? <Standing now={now} /> : <Alert type="info" showIcon title={t.notGraded} style={{ marginBottom: 12 }} />)}</Loaded>
          <Tabs
            activeKey={tab}
            onChange={(key) => setParameters({ tab: key })}
            items={[
              { key: 'why', label: t.why, children: standing.data ? <Why decision={standing.data} path={path} /> : <Empty description={t.notGraded} /> },
              { key: 'time', label: t.timeLine, children: <TimeLine path={path} /> },
              { key: 'behaviour', label: t.behaviour, children: <Behaviour path={path} graded={standing.data?.asOf} key={standing.data?.asOf} /> },
              { key: 'credit', label: t.credit, children: <CustomerCredit path={path} code={code!} /> },
              { key: 'documents', label: t.documents, children: <CustomerDocuments code={code!} /> },
              { key: 'guarantees', label: t.guarantees, children: <CustomerGuarantees path={path} /> },
              { key: 'overrides', label: t.overrides, children: <CustomerOverrides path={path} /> },
              { key: 'notes', label: t.notes, children: <CustomerNotes path={path} /> },
              { key: 'profile', label: t.profile, children: <Profile who={who} path={path} /> },
            ]}
          />
        </>
      )}
    </Loaded>
  );
}

function Standing({ now }: { now: Api['ClassificationView'] }) {
  const t = useWords(CUSTOMER_WORDS);
  const f = useFormat();
  const effective = now.effective;
  return (
    <Card size="small" style={{ marginBottom: 12 }}>
      <Descriptions size="small" column={{ xs: 1, sm: 2, md: 3, xl: 5 }} items={[
        { key: 'grade', label: t.grade, children: <Space><Grade grade={effective?.grade ?? now.grade} provisional={now.provisional} provisionalWord={t.provisional} />{f.decimal(now.score)} {t.points}</Space> },
        { key: 'limit', label: t.limit, children: limitText(effective?.creditLimit ?? now.creditLimit, f.money, t) },
        { key: 'term', label: t.term, children: termText(effective?.paymentTerm ?? now.paymentTerm, t) },
        { key: 'category', label: t.category, children: now.category },
        { key: 'hold', label: t.hold, children: (effective?.hold ?? now.hold) ? <Tag color="error">{t.onHold}</Tag> : t.no },
        { key: 'asOf', label: t.asOf, children: f.day(now.asOf) },
        { key: 'review', label: t.reviewOn, children: f.day(now.reviewOn) },
        { key: 'decided', label: t.decidedAt, children: f.time(now.decidedAt) },
        { key: 'version', label: t.version, children: <code>{now.rulesetVersion?.slice(0, 10)}</code> },
        { key: 'overrides', label: t.overrides, children: now.overrides?.length ?? 0 },
      ]} />
    </Card>
  );
}

/** Evaluates the customer, now or as of a date; the answer is shown before it is looked for on the page. */
function Evaluate({ path }: { path: string }) {
  const t = useWords(CUSTOMER_WORDS);
  const may = useMay();
  const act = useDo();
  const queries = useQueryClient();
  const [asOf, setAsOf] = useState<string>();
  const [trial, setTrial] = useState<Decision>();
  if (!may('classify')) return null;
  async function evaluate(apply: boolean) {
    const decision = await act(() => post<Decision>(path + '/evaluations', { asOf, apply }), apply ? t.evaluated : null);
    if (!decision) return;
    if (apply) await queries.invalidateQueries({ queryKey: [path] });
    else setTrial(decision);
  }
  return (
    <Space wrap>
      <DatePicker aria-label={t.asOf} placeholder={t.today} value={asOf ? dayjs(asOf) : null} onChange={(day) => setAsOf(day?.format('YYYY-MM-DD'))} />
      <Button onClick={() => evaluate(false)}>{t.tryIt}</Button>
      <Button type="primary" onClick={() => evaluate(true)}>{t.evaluate}</Button>
      <Modal open={!!trial} title={t.trial} footer={null} width={900} onCancel={() => setTrial(undefined)}>
        {trial && <Reasons decision={trial} />}
      </Modal>
    </Space>
  );
}

const POINTS = /points ([+-]?[\d.]+)/;

/** The score by its parts, in the order in which rules gave them. */
function Waterfall({ reasons }: { reasons: Api['Reason'][] }) {
  const t = useWords(CUSTOMER_WORDS);
  const { language } = useLanguage();
  const parts = reasons.map((each) => ({ each, points: Number(POINTS.exec(each.effect ?? '')?.[1] ?? NaN) })).filter((part) => !Number.isNaN(part.points));
  const option = useMemo(() => {
    let sum = 0;
    const base: number[] = [];
    const size: { value: number; itemStyle: { color: string } }[] = [];
    for (const part of parts) {
      base.push(Math.min(sum, sum + part.points));
      size.push({ value: Math.abs(part.points), itemStyle: { color: part.points >= 0 ? '#0b6e4f' : '#a8201a' } });
      sum += part.points;
    }
    const labels = [...parts.map((part) => part.each.text?.[language] ?? part.each.code ?? ''), t.score];
    return {
      grid: { left: 8, right: 48, top: 4, bottom: 4, containLabel: true },
      xAxis: { type: 'value' },
      yAxis: { type: 'category', inverse: true, data: labels, axisLabel: { width: 220, overflow: 'truncate' } },
      series: [
        { type: 'bar', stack: 'score', itemStyle: { color: 'transparent' }, data: [...base, 0], tooltip: { show: false }, silent: true },
        { type: 'bar', stack: 'score', data: [...size, { value: sum, itemStyle: { color: '#1d5fa8' } }],
          label: { show: true, position: 'right', formatter: (p: { dataIndex: number; value: number }) => (p.dataIndex < parts.length && parts[p.dataIndex].points < 0 ? '-' : '') + Math.round(p.value * 100) / 100 } },
      ],
    };
  }, [reasons, language]);
  if (!parts.length) return null;
  return <Chart label={t.waterfall} option={option} height={60 + 30 * parts.length} />;
}

function Reasons({ decision }: { decision: Decision }) {
  const t = useWords(CUSTOMER_WORDS);
  const { language } = useLanguage();
  const f = useFormat();
  return (
    <>
      <Space style={{ marginBottom: 8 }}>
        <Grade grade={decision.grade} provisional={decision.provisional} provisionalWord={t.provisional} />
        {limitText(decision.creditLimit, f.money, t)} · {termText(decision.paymentTerm, t)} {decision.hold && <Tag color="error">{t.onHold}</Tag>}
      </Space>
      <Waterfall reasons={decision.reasons ?? []} />
      <div className="scroll" tabIndex={0} role="region" aria-label={t.reason}><Table
        size="small"
        rowKey={(row) => `${row.phase} ${row.rule} ${row.code}`}
        pagination={false}
        dataSource={decision.reasons}
        columns={[
          { title: t.phase, dataIndex: 'phase' },
          { title: t.reason, render: (_, row) => <span style={{ fontWeight: row.principal ? 600 : 400 }}>{reasonText(row, language)}</span> },
          { title: t.value, dataIndex: 'value', className: 'number', render: (value) => (typeof value === 'number' ? f.decimal(value) : String(value ?? '')) },
          { title: t.threshold, dataIndex: 'threshold', className: 'number', render: (value) => (value === undefined || value === null ? '' : String(value)) },
          { title: t.effect, dataIndex: 'effect' },
          { title: t.rule, dataIndex: 'rule' },
        ]}
      /></div>
    </>
  );
}

function Why({ decision, path }: { decision: Decision; path: string }) {
  const t = useWords(CUSTOMER_WORDS);
  const { language } = useLanguage();
  const f = useFormat();
  const books = path.split('/customers/')[0];
  const hints = useQuery({
    queryKey: [path, 'improvements', decision.id],
    queryFn: () => get<Api['ImprovementsView']>(`${books}/decisions/${decision.id}/improvements`),
    enabled: decision.id !== undefined,
  });
  return (
    <div className="cards">
      <Card size="small" title={t.why} className="wide"><Reasons decision={decision} /></Card>
      <Card size="small" title={t.improve}>
        <Loaded query={hints}>
          {(found) => (found.improvements?.length ? (
            <ul style={{ paddingInlineStart: 18, margin: 0 }}>
              {found.improvements.map((each) => <li key={each.metric + String(each.gradeAfter)}>{each.text?.[language]}{each.days ? ` (${fill(t.inDays, { days: each.days })})` : ''}</li>)}
            </ul>
          ) : <Empty description={t.noHints} />)}
        </Loaded>
      </Card>
      <Card size="small" title={t.facts}>
        <div className="scroll" tabIndex={0} role="region" aria-label={t.facts} style={{ maxHeight: 320, overflowY: 'auto' }}><Table size="small" pagination={false} rowKey="name" showHeader={false}
          dataSource={Object.entries((decision.facts ?? {}) as Record<string, unknown>).filter(([, value]) => value !== null).map(([name, value]) => ({ name, value }))}
          columns={[{ dataIndex: 'name' }, { dataIndex: 'value', className: 'number', render: (value) => (typeof value === 'number' ? f.decimal(value) : String(value)) }]} /></div>
      </Card>
    </div>
  );
}

function TimeLine({ path }: { path: string }) {
  const t = useWords(CUSTOMER_WORDS);
  const f = useFormat();
  const may = useMay();
  const act = useDo();
  const books = path.split('/customers/')[0];
  const [replayed, setReplayed] = useState<Api['ReplayView']>();
  const [opened, setOpened] = useState<Decision>();
  const decisions = useQuery({ queryKey: [path, 'decisions'], queryFn: () => get<Page<Api['DecisionView']>>(path + '/decisions', { limit: 100 }) });
  return (
    <Loaded query={decisions}>
      {(page) => {
        const all = page.items ?? [];
        if (!all.length) return <Empty description={t.notGraded} />;
        const past = all.filter((each) => each.applied).slice().sort((a, b) => (a.asOf! < b.asOf! ? -1 : 1));
        const grades = [...new Set(past.map((each) => each.grade!))].sort().reverse();
        return (
          <div className="cards">
            {past.length > 1 && (
              <Card size="small" title={t.gradeAndLimit} className="wide">
                <Chart label={t.gradeAndLimit} option={{
                  grid: { left: 8, right: 8, top: 30, bottom: 8, containLabel: true },
                  legend: {},
                  xAxis: { type: 'category', data: past.map((each) => each.asOf) },
                  yAxis: [{ type: 'value', name: t.limit }, { type: 'category', name: t.grade, data: grades }],
                  series: [
                    { type: 'line', step: 'end', name: t.limit, color: '#1d5fa8', data: past.map((each) => each.creditLimit?.amount ?? null) },
                    { type: 'line', step: 'end', name: t.grade, yAxisIndex: 1, color: '#c98a00', data: past.map((each) => each.grade) },
                  ],
                }} />
              </Card>
            )}
            <Card size="small" title={t.decisions}>
              <Timeline items={all.map((each) => ({
                key: each.id,
                color: each.applied ? 'blue' : 'gray',
                content: (
                  <>
                    <Space wrap>
                      <Button type="link" size="small" style={{ paddingInline: 0 }} onClick={() => setOpened(each)}>{each.asOf}</Button>
                      <Grade grade={each.grade} provisional={each.provisional} provisionalWord={t.provisional} />
                      {limitText(each.creditLimit, f.money, t)}
                      {each.hold && <Tag color="error">{t.onHold}</Tag>}
                      {!each.applied && <Tag>{t.trialOnly}</Tag>}
                      {may('decision-replay') && (
                        <Button size="small" onClick={async () => setReplayed(await act(() => post<Api['ReplayView']>(`${books}/decisions/${each.id}/replay`, {}), null))}>{t.replay}</Button>
                      )}
                    </Space>
                    <div style={{ fontSize: 12 }}>{f.time(each.decidedAt)} · <code>{each.rulesetVersion?.slice(0, 10)}</code></div>
                  </>
                ),
              }))} />
            </Card>
            <Modal open={!!opened} title={opened ? `${t.decision} ${opened.id}` : ''} footer={null} width={900} onCancel={() => setOpened(undefined)}>
              {opened && <OpenedDecision books={books} id={opened.id!} />}
            </Modal>
            <Modal open={!!replayed} title={t.replay} footer={null} width={720} onCancel={() => setReplayed(undefined)}>
              {replayed && (
                <>
                  <Alert type={replayed.result === 'SAME' ? 'success' : 'warning'} showIcon title={t[replayed.result as 'SAME']} style={{ marginBottom: 12 }} />
                  {!!replayed.differences?.length && (
                    <Table size="small" pagination={false} rowKey="name" dataSource={replayed.differences} columns={[
                      { title: t.what, dataIndex: 'name' },
                      { title: t.recorded, dataIndex: 'recorded', render: (value) => JSON.stringify(value) },
                      { title: t.replayed, dataIndex: 'replayed', render: (value) => JSON.stringify(value) },
                    ]} />
                  )}
                </>
              )}
            </Modal>
          </div>
        );
      }}
    </Loaded>
  );
}

function OpenedDecision({ books, id }: { books: string; id: number }) {
  const decision = useQuery({ queryKey: [books, 'decision', id], queryFn: () => get<Decision>(`${books}/decisions/${id}`) });
  return <Loaded query={decision}>{(found) => <Reasons decision={found} />}</Loaded>;
}

/** @param graded the day of the decision that stands: what it was made of is shown first */
function Behaviour({ path, graded }: { path: string; graded?: string }) {
  const t = useWords(CUSTOMER_WORDS);
  const metrics = useWords(METRIC_WORDS);
  const f = useFormat();
  const [asOf, setAsOf] = useState(graded);
  const history = useQuery({ queryKey: [path, 'history', asOf], queryFn: () => get<Api['HistoryView']>(path + '/history', { asOf }) });
  return (
    <>
      <div className="bar"><DatePicker aria-label={t.asOf} placeholder={t.today} value={asOf ? dayjs(asOf) : null} onChange={(day) => setAsOf(day?.format('YYYY-MM-DD'))} /></div>
      <Loaded query={history}>
        {(h) => (
          <div className="cards">
            <Card size="small" title={t.ageing}>
              <Chart label={t.ageing} option={{
                grid: { left: 8, right: 60, top: 8, bottom: 8, containLabel: true },
                xAxis: { type: 'value', axisLabel: { formatter: (value: number) => f.short(value) } },
                yAxis: { type: 'category', inverse: true, data: [t.current, '1–30', '31–60', '61–90', '91+', t.disputed] },
                series: [{ type: 'bar', color: '#1d5fa8', label: { show: true, position: 'right', formatter: (p: { value: number }) => f.short(p.value) },
                  data: [h.ageingCurrent, h.ageing1To30, h.ageing31To60, h.ageing61To90, h.ageing91Plus, h.ageingDisputed] }],
              }} />
            </Card>
            <Card size="small" title={t.paymentIndex}>
              <Chart label={t.paymentIndex} height={260} option={{
                grid: { left: 8, right: 40, top: 8, bottom: 8, containLabel: true },
                xAxis: { type: 'value', min: 0, max: 100 },
                yAxis: { type: 'category', data: [t.onTime, t.paymentIndex] },
                series: [{ type: 'bar', color: '#0b6e4f', label: { show: true, position: 'right', formatter: (p: { value: number }) => f.decimal(p.value) },
                  data: [(h.onTimeRatio ?? 0) * 100, h.paymentIndex ?? 0] }],
              }} />
            </Card>
            <Card size="small" title={t.metrics} className="wide">
              <Descriptions size="small" column={{ xs: 1, sm: 2, lg: 3, xxl: 4 }} items={Object.entries(h).filter(([, value]) => value !== null && value !== undefined).map(([name, value]) => ({
                key: name, label: metrics[name as 'exposure'] ?? name, children: typeof value === 'number' ? f.decimal(value) : String(value),
              }))} />
            </Card>
          </div>
        )}
      </Loaded>
    </>
  );
}

/** What a version of a customer says, without what it leaves empty. */
function Fields({ data }: { data: Record<string, unknown> }) {
  const t = useWords(CUSTOMER_WORDS);
  const said = Object.entries(data).filter(([, value]) => value !== null && value !== '' && !(typeof value === 'object' && !Object.keys(value!).length));
  return <>{said.map(([name, value]) => `${t[name as 'owner'] ?? name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`).join(' · ')}</>;
}

function Profile({ who, path }: { who: Api['CustomerView']; path: string }) {
  const t = useWords(CUSTOMER_WORDS);
  const f = useFormat();
  const versions = useQuery({ queryKey: [path, 'versions'], queryFn: () => get<Api['CustomerVersions']>(path + '/versions', { limit: 50 }) });
  const accounts = useQuery({ queryKey: [path, 'accounts'], queryFn: () => get<Api['BankAccountView'][]>(path + '/bank-accounts') });
  return (
    <div className="cards">
      <Card size="small" title={t.profile}>
        <Descriptions size="small" column={1} items={[
          ['type', who.type], ['taxId', who.taxId], ['industry', who.industry], ['region', who.region], ['size', who.size], ['parent', who.parentCode && <Link to={'../' + encodeURIComponent(who.parentCode)} relative="path">{who.parentCode}</Link>],
          ['owner', who.owner], ['department', who.department], ['tags', who.tags?.join(', ')], ...Object.entries(who.attributes ?? {}).map(([name, value]) => [name, String(value)]),
        ].filter(([, value]) => value).map(([label, children]) => ({ key: String(label), label: t[label as 'owner'] ?? label, children }))} />
      </Card>
      <Card size="small" title={t.accounts}>
        <Loaded query={accounts}>
          {(all) => (all.length ? <Table size="small" rowKey="id" pagination={false} dataSource={all} columns={[
            { title: t.bank, dataIndex: 'bank' }, { title: t.holder, dataIndex: 'holder' }, { title: t.number, dataIndex: 'number' },
            { title: '', render: (_, row) => (row.waiting ? <Tag color="warning">{t.waiting}</Tag> : null) },
          ]} /> : <Empty description={t.none} />)}
        </Loaded>
      </Card>
      <Card size="small" title={t.changes} className="wide">
        <Loaded query={versions}>
          {(page) => <div className="scroll" tabIndex={0} role="region" aria-label={t.changes}><Table size="small" rowKey="version" pagination={false} dataSource={page.items} columns={[
            { title: t.version, dataIndex: 'version' }, { title: t.when, dataIndex: 'recordedAt', render: f.time }, { title: t.by, dataIndex: 'changedBy' },
            { title: t.what, dataIndex: 'data', render: (data) => <Fields data={typeof data === 'string' ? JSON.parse(data) : data} /> },
          ]} /></div>}
        </Loaded>
      </Card>
    </div>
  );
}
