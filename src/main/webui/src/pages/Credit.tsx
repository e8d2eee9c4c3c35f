import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, DatePicker, Descriptions, Form, Input, InputNumber, Modal, Segmented, Select, Space, Switch, Table, Tabs, Tag } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { type Api, get, post, put } from '../api/call';
import { useLanguage, useWords } from '../language';
import { useFormat } from '../parts/format';
import { Loaded, ProblemAlert, useDo } from '../parts/state';
import { useBooks, useMay, useSession } from '../session';
import { type Guarantee, useGuaranteeColumns } from './customer/guarantees';
import { GUARANTEE_STATES, GUARANTEE_WORDS } from './customer/words';

const WORDS = {
  title: ['信用与催收', 'Credit and arrears'],
  holds: ['冻结清单', 'Holds'],
  arrears: ['催收', 'Arrears'],
  check: ['订单检查', 'Check an order'],
  feed: ['数据更新', 'Feed'],
  guarantees: ['担保', 'Guarantees'],
  state: ['状态', 'State'],
  more: ['更多', 'More'],
  customer: ['客户', 'Customer'],
  order: ['订单', 'Order'],
  amount: ['金额', 'Amount'],
  reasons: ['原因', 'Reasons'],
  owner: ['处理人', 'Owner'],
  raised: ['冻结时间', 'Raised'],
  by: ['操作人', 'By'],
  age: ['天数', 'Age, days'],
  release: ['放行', 'Release'],
  releaseNote: ['放行理由', 'Why it may go'],
  take: ['由我处理', 'I take it'],
  mine: ['我的', 'Mine'],
  all: ['全部', 'All'],
  waiting: ['待第二人批准', 'waits for a second person'],
  overdue: ['逾期金额', 'Overdue'],
  open: ['未清金额', 'Open'],
  oldest: ['最长逾期天数', 'Oldest, days'],
  level: ['催收级别', 'Level'],
  lastLetter: ['上次催款函', 'Last letter'],
  promised: ['承诺付款日', 'Promised until'],
  letterDue: ['仅今日应发函', 'Only letters due today'],
  sent: ['登记已发函', 'Note the letter'],
  orderId: ['订单号', 'Order id'],
  customerCode: ['客户编码', 'Customer code'],
  requestedDays: ['要求的账期（天）', 'Asked credit period, days'],
  deliveryDate: ['交货日期', 'Delivery date'],
  prepaid: ['预付', 'Prepaid'],
  reserve: ['预留额度', 'Reserve the credit'],
  ask: ['检查', 'Check'],
  before: ['检查前敞口', 'Exposure before'],
  after: ['检查后敞口', 'Exposure after'],
  limit: ['额度', 'Limit'],
  available: ['可用', 'Available'],
  remedies: ['如何通过', 'What would make it pass'],
  code: ['检查项', 'Check'],
  what: ['说明', 'What'],
  kind: ['单据类型', 'Kind'],
  heartbeat: ['上次心跳', 'Heartbeat'],
  said: ['ERP 已发送', 'Sent, says the ERP'],
  received: ['已收到', 'Received'],
  missing: ['缺少', 'Missing'],
  last: ['最近更新', 'Last'],
  stale: ['数据过期', 'The data is stale'],
  required: ['必填', 'Required'],
  passed: ['通过', 'It may go'],
} as const;

type Answer = {
  id: number; decision: string; exposureBefore?: number; exposureAfter?: number; limit?: number; available?: number;
  checks: { code: string; level: string; text: { zh: string; en: string } }[];
  remedies?: { kind: string; text: { zh: string; en: string }; leadsTo: string }[];
};
const LEVEL_COLORS: Record<string, string> = { APPROVE: 'success', WARN: 'warning', HOLD: 'error' };

export default function CreditPage() {
  const t = useWords(WORDS);
  const may = useMay();
  const [parameters, setParameters] = useSearchParams();
  return (
    <>
      <div className="bar"><h1>{t.title}</h1></div>
      <Tabs activeKey={parameters.get('tab') ?? 'holds'} onChange={(tab) => setParameters({ tab })} items={[
        { key: 'holds', label: t.holds, children: <Holds /> },
        { key: 'arrears', label: t.arrears, children: <Arrears /> },
        ...(may('credit-check') ? [{ key: 'check', label: t.check, children: <CheckOrder /> }] : []),
        { key: 'guarantees', label: t.guarantees, children: <Register /> },
        { key: 'feed', label: t.feed, children: <Feed /> },
      ]} />
    </>
  );
}

function customerLink(code?: string, name?: string) {
  return <Link to={`../customers/${encodeURIComponent(code!)}`} relative="path">{name ? `${code} ${name}` : code}</Link>;
}

function Holds() {
  const t = useWords(WORDS);
  const f = useFormat();
  const books = useBooks();
  const may = useMay();
  const act = useDo();
  const { session } = useSession();
  const queries = useQueryClient();
  const [whose, setWhose] = useState('');
  const [hold, setHold] = useState<Api['CreditHold']>();
  const [note, setNote] = useState('');
  const holds = useQuery({ queryKey: [books, 'holds', whose], queryFn: () => get<Api['CreditHold'][]>(books + '/holds', { state: 'OPEN', owner: whose, limit: 500 }) });
  const again = () => queries.invalidateQueries({ queryKey: [books, 'holds'] });
  return (
    <>
      <div className="bar"><Segmented aria-label={t.owner} value={whose} onChange={(value) => setWhose(String(value))} options={[{ value: '', label: t.all }, { value: session.username!, label: t.mine }]} /></div>
      <Loaded query={holds}>{(all) => <Table size="small" rowKey="id" pagination={{ pageSize: 50, hideOnSinglePage: true }} scroll={{ x: 'max-content' }} dataSource={all} columns={[
        { title: t.customer, render: (_, row) => customerLink(row.customerCode) }, { title: t.order, dataIndex: 'orderId', render: (value) => value ?? '–' },
        { title: t.amount, dataIndex: 'amount', className: 'number', render: f.money, sorter: (a, b) => (a.amount ?? 0) - (b.amount ?? 0) },
        { title: t.reasons, dataIndex: 'reasons', render: (value: string[]) => value.join(', ') }, { title: t.owner, dataIndex: 'owner' },
        { title: t.raised, dataIndex: 'raisedAt', render: f.time }, { title: t.age, className: 'number', render: (_, row) => dayjs().diff(row.raisedAt, 'day') }, { title: t.by, dataIndex: 'raisedBy' },
        { title: '', render: (_, row) => may('hold-write') ? (
          <Space>
            {row.owner !== session.username && <Button size="small" onClick={async () => {
              await act(() => put(`${books}/holds/${row.id}/owner`, { owner: session.username }));
              await again();
            }}>{t.take}</Button>}
            {row.requestId ? <Tag color="warning">{t.waiting}</Tag> : <Button size="small" type="primary" onClick={() => setHold(row)}>{t.release}</Button>}
          </Space>
        ) : null },
      ]} />}</Loaded>
      <Modal open={!!hold} title={`${t.release} ${hold?.orderId ?? hold?.customerCode ?? ''}`} onCancel={() => setHold(undefined)} okText={t.release} okButtonProps={{ disabled: !note.trim() }} onOk={async () => {
        await act(() => post(`${books}/holds/${hold!.id}/release`, { note }));
        setHold(undefined);
        setNote('');
        await again();
      }}>
        <Input.TextArea aria-label={t.releaseNote} placeholder={t.releaseNote} value={note} onChange={(event) => setNote(event.target.value)} rows={3} />
      </Modal>
    </>
  );
}

function Arrears() {
  const t = useWords(WORDS);
  const f = useFormat();
  const books = useBooks();
  const may = useMay();
  const act = useDo();
  const queries = useQueryClient();
  const [due, setDue] = useState(false);
  const arrears = useQuery({ queryKey: [books, 'arrears', due], queryFn: () => get<Api['Arrear'][]>(books + '/arrears', { letterDue: due || undefined, limit: 500 }) });
  return (
    <>
      <div className="bar"><Switch aria-label={t.letterDue} checked={due} onChange={setDue} /> {t.letterDue}</div>
      <Loaded query={arrears}>{(all) => <Table size="small" rowKey="customerCode" pagination={{ pageSize: 50, hideOnSinglePage: true }} scroll={{ x: 'max-content' }} dataSource={all} columns={[
        { title: t.customer, render: (_, row) => customerLink(row.customerCode, row.customerName) }, { title: t.overdue, dataIndex: 'overdueAmount', className: 'number', render: f.money, sorter: (a, b) => (a.overdueAmount ?? 0) - (b.overdueAmount ?? 0) },
        { title: t.open, dataIndex: 'openBalance', className: 'number', render: f.money }, { title: t.oldest, dataIndex: 'oldestOverdueDays', className: 'number', sorter: (a, b) => (a.oldestOverdueDays ?? 0) - (b.oldestOverdueDays ?? 0) },
        { title: t.level, dataIndex: 'level', render: (value: number) => <Tag color={value >= 3 ? 'error' : value ? 'warning' : undefined}>{value}</Tag> },
        { title: t.lastLetter, render: (_, row) => row.lastLetter ? `${row.lastLetter} · ${row.lastLetterOn}` : '–' }, { title: t.promised, dataIndex: 'promisedUntil', render: f.day }, { title: t.owner, dataIndex: 'owner' },
        { title: '', render: (_, row) => row.letterDue && may('collect-write') ? <Button size="small" onClick={async () => {
          await act(() => post(`${books}/customers/${encodeURIComponent(row.customerCode!)}/dunning-letters`, { level: row.level, sentOn: dayjs().format('YYYY-MM-DD') }));
          await queries.invalidateQueries({ queryKey: [books, 'arrears'] });
        }}>{t.sent} {row.level}</Button> : null },
      ]} />}</Loaded>
    </>
  );
}

const PAGE = 100;

/** The ledger's guarantees, by their state. */
function Register() {
  const t = useWords(WORDS);
  const g = useWords(GUARANTEE_WORDS);
  const columns = useGuaranteeColumns();
  const books = useBooks();
  const [state, setState] = useState<NonNullable<Guarantee['state']>>('ACTIVE');
  const pages = useInfiniteQuery({
    queryKey: [books, 'guarantees', state],
    queryFn: ({ pageParam }) => get<Guarantee[]>(books + '/guarantees', { state, before: pageParam, limit: PAGE }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => (last.length === PAGE ? last[PAGE - 1].id : undefined),
  });
  return (
    <>
      <div className="bar">
        <Select aria-label={t.state} value={state} onChange={setState} style={{ minWidth: 160 }} options={GUARANTEE_STATES.map((value) => ({ value, label: g[value] }))} />
      </div>
      <Loaded query={pages}>{(all) => <Table size="small" rowKey="id" pagination={false} scroll={{ x: 'max-content' }} dataSource={all.pages.flat()} columns={[
        { title: t.customer, render: (_, row) => customerLink(row.customerCode) }, ...columns,
      ]} />}</Loaded>
      {pages.hasNextPage && <Button style={{ marginTop: 8 }} onClick={() => pages.fetchNextPage()}>{t.more}</Button>}
    </>
  );
}

function CheckOrder() {
  const t = useWords(WORDS);
  const f = useFormat();
  const { language } = useLanguage();
  const books = useBooks();
  const [answer, setAnswer] = useState<Answer>();
  const [error, setError] = useState<unknown>();
  const required = [{ required: true, message: t.required }];
  return (
    <div className="cards">
      <Card size="small">
        <Form layout="vertical" onFinish={async (values) => {
          setError(undefined);
          try {
            setAnswer(await post<Answer>(books + '/credit-checks', { ...values, deliveryDate: values.deliveryDate?.format('YYYY-MM-DD') }));
          } catch (failure) {
            setError(failure);
          }
        }}>
          <ProblemAlert error={error} />
          <Form.Item name="orderId" label={t.orderId} rules={required}><Input /></Form.Item>
          <Form.Item name="customerCode" label={t.customerCode} rules={required}><Input /></Form.Item>
          <Form.Item name="amount" label={t.amount} rules={required}><InputNumber min={0} style={{ width: '100%' }} /></Form.Item>
          <Form.Item name="requestedPeriodDays" label={t.requestedDays}><InputNumber min={1} max={3650} style={{ width: '100%' }} /></Form.Item>
          <Form.Item name="deliveryDate" label={t.deliveryDate}><DatePicker style={{ width: '100%' }} /></Form.Item>
          <Space size="large">
            <Form.Item name="prepaid" label={t.prepaid} valuePropName="checked"><Switch /></Form.Item>
            <Form.Item name="reserve" label={t.reserve} valuePropName="checked"><Switch /></Form.Item>
          </Space>
          <div><Button type="primary" htmlType="submit">{t.ask}</Button></div>
        </Form>
      </Card>
      {answer && (
        <Card size="small" title={<Tag color={LEVEL_COLORS[answer.decision]} data-testid="check-decision">{answer.decision}</Tag>}>
          <Descriptions size="small" column={1} items={[[t.before, answer.exposureBefore], [t.after, answer.exposureAfter], [t.limit, answer.limit], [t.available, answer.available]]
            .map(([label, value], key) => ({ key, label, children: f.money(value as number | undefined) }))} />
          {answer.checks.length ? <Table size="small" rowKey="code" pagination={false} dataSource={answer.checks} columns={[
            { title: t.code, dataIndex: 'code', render: (value: string, row) => <Tag color={LEVEL_COLORS[row.level]}>{value}</Tag> }, { title: t.what, render: (_, row) => row.text?.[language] },
          ]} /> : <Alert type="success" title={t.passed} />}
          {!!answer.remedies?.length && <><h2 style={{ marginTop: 12 }}>{t.remedies}</h2><ul>{answer.remedies.map((each) => <li key={each.kind}>{each.text?.[language]}</li>)}</ul></>}
        </Card>
      )}
    </div>
  );
}

function Feed() {
  const t = useWords(WORDS);
  const f = useFormat();
  const books = useBooks();
  const feed = useQuery({ queryKey: [books, 'feed'], queryFn: () => get<Api['FeedView']>(books + '/feed') });
  return (
    <Loaded query={feed}>{(data) => (
      <Card size="small" title={`${t.last}: ${f.time(data.last)}`} extra={data.stale && <Tag color="error">{t.stale}</Tag>}>
        <Table size="small" rowKey="kind" pagination={false} dataSource={data.kinds} columns={[
          { title: t.kind, dataIndex: 'kind' }, { title: t.heartbeat, dataIndex: 'heartbeat', render: f.time }, { title: t.said, dataIndex: 'sent', className: 'number', render: f.count },
          { title: t.received, dataIndex: 'received', className: 'number', render: f.count }, { title: t.missing, dataIndex: 'missing', className: 'number', render: f.count },
        ]} />
      </Card>
    )}</Loaded>
  );
}
