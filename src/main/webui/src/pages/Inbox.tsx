import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Card, Empty, Input, Modal, Space, Statistic, Table, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Api, get, post } from '../api/call';
import { useLanguage, useWords } from '../language';
import { Grade, useFormat } from '../parts/format';
import { Loaded, useDo } from '../parts/state';
import { useBooks, useMay } from '../session';
import { GUARANTEE_WORDS } from './customer/words';

const WORDS = {
  title: ['待办', 'Inbox'],
  waiting: ['等待我审批', 'Waits for my answer'],
  nothing: ['没有等待您审批的事项', 'Nothing waits for you'],
  kind: ['类型', 'Kind'],
  LIMIT_RISE: ['提额', 'Limit rise'],
  OVERRIDE: ['人工调整', 'Override'],
  GUARANTEE: ['担保', 'Guarantee'],
  MASTER_DATA: ['档案', 'Master data'],
  BANK_ACCOUNT: ['银行账户', 'Bank account'],
  HOLD_RELEASE: ['解除冻结', 'Release of a hold'],
  RUN: ['批量评级', 'Run'],
  RULESET_VERSION: ['规则版本', 'Rules'],
  what: ['内容', 'What'],
  amount: ['金额', 'Amount'],
  by: ['申请人', 'Asked by'],
  when: ['时间', 'When'],
  deadline: ['截止', 'Deadline'],
  answer: ['审批', 'Answer'],
  approve: ['同意', 'Approve'],
  reject: ['拒绝', 'Reject'],
  comment: ['意见', 'Comment'],
  open: ['打开', 'Open'],
  requests: ['全部申请', 'All requests'],
  state: ['状态', 'State'],
  steps: ['过程', 'Steps'],
  due: ['到期与提醒', 'Due'],
  reviews: ['应复评的客户', 'Reviews due'],
  customer: ['客户', 'Customer'],
  grade: ['等级', 'Grade'],
  reviewOn: ['复评日期', 'Review on'],
  expiring: ['即将到期的人工调整', 'Overrides that end soon'],
  field: ['项目', 'Field'],
  guarantees: ['即将到期的担保', 'Guarantees that end soon'],
  expiresOn: ['到期', 'Expires on'],
  followUps: ['跟进提醒', 'Follow-ups'],
  broken: ['未兑现承诺', 'Broken promises'],
  on: ['日期', 'On'],
  none: ['无', 'None'],
  withdraw: ['撤回', 'Withdraw'],
} as const;

/** Where the customer's page shows what a request is about. */
const TABS: Record<string, string> = { GUARANTEE: 'guarantees', OVERRIDE: 'overrides', HOLD_RELEASE: 'credit', MASTER_DATA: 'profile', BANK_ACCOUNT: 'profile', LIMIT_RISE: 'why' };
const STATE_COLORS: Record<string, string> = { PENDING: 'processing', APPROVED: 'success', REJECTED: 'error' };

export default function InboxPage() {
  const t = useWords(WORDS);
  const may = useMay();
  return (
    <>
      <div className="bar"><h1>{t.title}</h1></div>
      {may('change-approve') && <Waiting />}
      <Due />
      {may('change-read') && <Requests />}
    </>
  );
}

function Waiting() {
  const t = useWords(WORDS);
  const f = useFormat();
  const { language } = useLanguage();
  const books = useBooks();
  const act = useDo();
  const queries = useQueryClient();
  const [item, setItem] = useState<Api['Item']>();
  const [comment, setComment] = useState('');
  const inbox = useQuery({ queryKey: [books, 'inbox'], queryFn: () => get<Api['Item'][]>(books + '/inbox') });
  async function answer(what: 'approve' | 'reject') {
    await act(() => post(`${books}/change-requests/${item!.id}/${what}`, { comment: comment || undefined }));
    setItem(undefined);
    setComment('');
    await queries.invalidateQueries();
  }
  return (
    <Card size="small" title={t.waiting} style={{ marginBottom: 12 }}>
      <Loaded query={inbox}>
        {(all) => (all.length ? (
          <Table size="small" rowKey={(row) => `${row.kind} ${row.id}`} pagination={false} scroll={{ x: 'max-content' }} dataSource={all} columns={[
            { title: t.kind, dataIndex: 'kind', render: (value: 'RUN') => <Tag>{t[value] ?? value}</Tag> },
            { title: t.customer, dataIndex: 'customerCode', render: (code: string | undefined, row) => code && <Link to={`../customers/${encodeURIComponent(code)}?tab=${TABS[row.kind!] ?? 'why'}`} relative="path">{code}</Link> },
            { title: t.what, render: (_, row) => row.summary?.[language] },
            { title: t.amount, dataIndex: 'amount', className: 'number', render: f.money },
            { title: t.by, dataIndex: 'requestedBy' }, { title: t.when, dataIndex: 'requestedAt', render: f.time }, { title: t.deadline, dataIndex: 'deadline', render: f.time },
            { title: '', render: (_, row) => row.kind === 'RULESET_VERSION' ? <Link to={`../releases/${row.id}`} relative="path"><Button size="small">{t.open}</Button></Link>
              : <Button size="small" type="primary" onClick={() => setItem(row)}>{t.answer}</Button> },
          ]} />
        ) : <Empty description={t.nothing} image={Empty.PRESENTED_IMAGE_SIMPLE} />)}
      </Loaded>
      <Modal open={!!item} title={item?.summary?.[language]} onCancel={() => setItem(undefined)} footer={
        <Space><Button danger onClick={() => answer('reject')}>{t.reject}</Button><Button type="primary" onClick={() => answer('approve')}>{t.approve}</Button></Space>}>
        <Input.TextArea aria-label={t.comment} placeholder={t.comment} value={comment} onChange={(event) => setComment(event.target.value)} rows={3} />
      </Modal>
    </Card>
  );
}

function Due() {
  const t = useWords(WORDS);
  const g = useWords(GUARANTEE_WORDS);
  const f = useFormat();
  const books = useBooks();
  const due = useQuery({ queryKey: [books, 'due'], queryFn: () => get<Api['DueView']>(books + '/due') });
  const customer = (code?: string, name?: string) => <Link to={`../customers/${encodeURIComponent(code!)}`} relative="path">{name || code}</Link>;
  return (
    <Loaded query={due}>
      {(d) => (
        <div className="cards">
          <Card size="small" title={t.reviews} extra={<Statistic value={d.reviewsDue} styles={{ content: { fontSize: 16 } }} />}>
            <Table size="small" rowKey="customerCode" pagination={{ pageSize: 8, size: 'small', showSizeChanger: false }} dataSource={d.reviews} columns={[
              { title: t.customer, render: (_, row) => customer(row.customerCode, row.customerName) }, { title: t.grade, render: (_, row) => <Grade grade={row.grade} /> }, { title: t.reviewOn, dataIndex: 'reviewOn' },
            ]} />
          </Card>
          <Card size="small" title={t.expiring}>
            <Table size="small" rowKey="id" pagination={false} dataSource={d.overridesExpiring} columns={[
              { title: t.customer, render: (_, row) => customer(row.customerCode) }, { title: t.field, dataIndex: 'field' }, { title: t.expiresOn, dataIndex: 'expiresOn' },
            ]} />
          </Card>
          <Card size="small" title={t.guarantees}>
            <Table size="small" rowKey="id" pagination={false} dataSource={d.guaranteesExpiring} columns={[
              { title: t.customer, render: (_, row) => customer(row.customerCode) }, { title: t.kind, dataIndex: 'kind', render: (value: 'PLEDGE') => g[value] ?? value },
              { title: t.amount, dataIndex: 'accepted', className: 'number', render: f.money }, { title: t.expiresOn, dataIndex: 'validUntil' },
            ]} />
          </Card>
          <Card size="small" title={t.followUps}>
            <Table size="small" rowKey="noteId" pagination={false} dataSource={d.followUps} columns={[
              { title: t.customer, render: (_, row) => customer(row.customerCode) }, { title: t.on, dataIndex: 'on' }, { title: t.by, dataIndex: 'by' },
            ]} />
          </Card>
          <Card size="small" title={t.broken}>
            <Table size="small" rowKey="id" pagination={false} dataSource={d.brokenPromises} columns={[
              { title: t.customer, render: (_, row) => customer(row.customerCode) }, { title: t.on, dataIndex: 'dueOn' },
            ]} />
          </Card>
        </div>
      )}
    </Loaded>
  );
}

function Requests() {
  const t = useWords(WORDS);
  const f = useFormat();
  const { language } = useLanguage();
  const books = useBooks();
  const requests = useQuery({ queryKey: [books, 'requests'], queryFn: () => get<Api['ChangeRequest'][]>(books + '/change-requests', { limit: 100 }) });
  return (
    <Card size="small" title={t.requests}>
      <Loaded query={requests}>{(all) => <div className="scroll" tabIndex={0} role="region" aria-label={t.requests}><Table size="small" rowKey="id" pagination={{ pageSize: 20, hideOnSinglePage: true }} dataSource={all} columns={[
        { title: '#', dataIndex: 'id' }, { title: t.kind, dataIndex: 'kind', render: (value: 'RUN') => <Tag>{t[value] ?? value}</Tag> }, { title: t.what, render: (_, row) => row.summary?.[language] },
        { title: t.amount, dataIndex: 'amount', className: 'number', render: f.money }, { title: t.state, dataIndex: 'state', render: (value: string) => <Tag color={STATE_COLORS[value]}>{value}</Tag> },
        { title: t.by, dataIndex: 'requestedBy' }, { title: t.when, dataIndex: 'requestedAt', render: f.time },
        { title: t.steps, render: (_, row) => row.steps?.map((each) => `${each.step} ${each.by}${each.comment ? `: ${each.comment}` : ''}`).join('; ') },
      ]} /></div>}</Loaded>
    </Card>
  );
}
