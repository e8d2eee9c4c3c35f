import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Descriptions, Form, Input, InputNumber, Modal, Popconfirm, Select, Space, Switch, Table, Tabs, Tag } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { address, type Api, get, post, put, remove } from '../api/call';
import { fill, useWords } from '../language';
import { useFormat } from '../parts/format';
import { Loaded, useDo } from '../parts/state';
import { useBooks, useLedger, useMay, useSession } from '../session';

const WORDS = {
  title: ['设置', 'Settings'],
  ledger: ['账套', 'Ledger'],
  policy: ['信用政策', 'Credit policy'],
  approvals: ['审批', 'Approvals'],
  users: ['用户', 'Users'],
  keys: ['API 密钥', 'API keys'],
  webhooks: ['事件推送', 'Webhooks'],
  audit: ['审计', 'Audit'],
  status: ['系统状态', 'Status'],
  save: ['保存', 'Save'],
  name: ['名称', 'Name'],
  currency: ['本位币', 'Base currency'],
  zone: ['时区', 'Time zone'],
  materiality: ['逾期重要性金额', 'Material from, amount'],
  materialityRatio: ['逾期重要性比例', 'Material from, share'],
  horizon: ['订单展望天数', 'Order horizon, days'],
  guardMoved: ['变动比例保护阈值', 'Guard: share of customers that may move'],
  guardLimit: ['额度变化保护阈值', 'Guard: change of limits'],
  attributes: ['自定义字段', 'Custom fields'],
  protected: ['需审批的字段', 'Protected fields'],
  version: ['版本', 'Version'],
  stale: ['数据多久算过期（小时）', 'Data is stale after, hours'],
  group: ['集团额度', 'Limit of a group'],
  OWN: ['各自额度', 'each its own'],
  SHARED: ['共享上级额度', 'the parent’s, shared'],
  reservation: ['预留有效（小时）', 'A reservation holds, hours'],
  dunning: ['催收级别天数', 'Days of the dunning levels'],
  release: ['放行有效（天）', 'A release lasts, days'],
  releaseAbove: ['超过此金额放行需两人', 'Two people release orders above'],
  twoAbove: ['超过此金额需两人审批', 'Two people agree above'],
  deadline: ['审批期限（天）', 'Deadline, days'],
  requiresRun: ['发布规则必须先模拟', 'A version must be tried on the ledger'],
  oneApprover: ['一人审批的额度变动上限', 'One approver up to a movement of'],
  username: ['用户名', 'User name'],
  display: ['姓名', 'Name'],
  roles: ['角色', 'Roles'],
  ledgers: ['可用账套（空＝全部）', 'Ledgers (none: all)'],
  locked: ['锁定', 'Locked'],
  second: ['双重验证', 'Second factor'],
  last: ['上次登录', 'Last login'],
  newUser: ['新建用户', 'New user'],
  temporary: ['临时密码（只显示一次）', 'Temporary password, shown once'],
  reset: ['重设密码', 'New password'],
  edit: ['编辑', 'Edit'],
  newKey: ['新建密钥', 'New key'],
  keyShown: ['密钥（只显示一次）', 'The key, shown once'],
  start: ['前缀', 'Begins with'],
  used: ['上次使用', 'Last used'],
  expires: ['到期', 'Expires'],
  revoke: ['吊销', 'Revoke'],
  revoked: ['已吊销', 'revoked'],
  sure: ['确定？', 'Are you sure?'],
  url: ['地址', 'URL'],
  types: ['事件类型（空＝全部）', 'Types of events (none: all)'],
  active: ['启用', 'Active'],
  delivered: ['已送达', 'Delivered up to'],
  failures: ['连续失败', 'Failures in a row'],
  nextTry: ['下次尝试', 'Next try'],
  newHook: ['新建推送', 'New webhook'],
  secret: ['签名密钥（只显示一次）', 'Secret of the signature, shown once'],
  attempts: ['发送记录', 'Delivery log'],
  event: ['事件', 'Event'],
  at: ['时间', 'At'],
  answer: ['应答', 'Answer'],
  replay: ['重发', 'Send again from'],
  remove: ['删除', 'Remove'],
  verify: ['校验完整性', 'Verify'],
  intact: ['完整：{links} 条记录未被改动', 'Intact: {links} entries'],
  broken: ['记录被改动', 'It was altered'],
  entity: ['对象', 'What'],
  key: ['编号', 'Key'],
  by: ['操作人', 'By'],
  change: ['变更', 'Change'],
  download: ['下载', 'Download'],
  more: ['更多', 'More'],
  required: ['必填', 'Required'],
  serving: ['生效规则', 'Rules that serve'],
  engine: ['引擎', 'Engine'],
  since: ['自', 'Since'],
  rules: ['规则数', 'Rules'],
  quarantined: ['已隔离', 'quarantined'],
  reload: ['重新载入规则目录', 'Reload the rules folder'],
  health: ['健康状况', 'Health'],
  none: ['无', 'None'],
} as const;

const ROLES = ['VIEWER', 'ERP', 'ANALYST', 'APPROVER', 'CONTROLLER', 'ADMIN'];
type Row = Record<string, unknown>;

export default function SettingsPage() {
  const t = useWords(WORDS);
  const may = useMay();
  const [parameters, setParameters] = useSearchParams();
  return (
    <>
      <div className="bar"><h1>{t.title}</h1></div>
      <Tabs activeKey={parameters.get('tab') ?? 'ledger'} onChange={(tab) => setParameters({ tab })} destroyOnHidden items={[
        { key: 'ledger', label: t.ledger, children: <LedgerSettings /> },
        ...(may('credit-read') ? [{ key: 'policy', label: t.policy, children: <CreditPolicy /> }] : []),
        ...(may('change-read') ? [{ key: 'approvals', label: t.approvals, children: <Approvals /> }] : []),
        ...(may('access-manage') ? [{ key: 'users', label: t.users, children: <Users /> }, { key: 'keys', label: t.keys, children: <Keys /> }] : []),
        ...(may('webhook-manage') ? [{ key: 'webhooks', label: t.webhooks, children: <Webhooks /> }] : []),
        ...(may('audit-read') ? [{ key: 'audit', label: t.audit, children: <Audit /> }] : []),
        ...(may('rules-read') ? [{ key: 'status', label: t.status, children: <Status /> }] : []),
      ]} />
    </>
  );
}

function LedgerSettings() {
  const t = useWords(WORDS);
  const may = useMay();
  const ledger = useLedger();
  const books = useBooks();
  const act = useDo();
  const queries = useQueryClient();
  const writes = may('ledger-write');
  return (
    <Card size="small" title={ledger.code} style={{ maxWidth: 720 }}>
      <Form layout="vertical" disabled={!writes} initialValues={ledger} onFinish={async (values) => {
        const { code: _code, version, ...rest } = ledger;
        await act(() => put(books, { ...rest, ...values, guard: { ...rest.guard, ...values.guard } }, { 'If-Match': `"${version}"` }));
        await queries.invalidateQueries({ queryKey: ['ledgers'] });
      }}>
        <Form.Item name="name" label={t.name}><Input /></Form.Item>
        <Descriptions size="small" column={2} style={{ marginBottom: 12 }} items={[
          { key: 1, label: t.currency, children: ledger.baseCurrency }, { key: 2, label: t.zone, children: ledger.timeZone },
          { key: 3, label: t.attributes, children: ledger.attributeDefinitions?.map((each) => <Tag key={each.key}>{each.key}: {each.type}</Tag>) },
          { key: 4, label: t.protected, children: ledger.protectedFields?.map((each) => <Tag key={each}>{each}</Tag>) },
        ]} />
        <Form.Item name="materialityAmount" label={t.materiality}><InputNumber min={0} style={{ width: '100%' }} /></Form.Item>
        <Form.Item name="materialityRatio" label={t.materialityRatio}><InputNumber min={0} max={1} step={0.01} style={{ width: '100%' }} /></Form.Item>
        <Form.Item name="orderHorizonDays" label={t.horizon}><InputNumber min={0} style={{ width: '100%' }} /></Form.Item>
        <Form.Item name={['guard', 'movedRatio']} label={t.guardMoved}><InputNumber min={0} max={1} step={0.01} style={{ width: '100%' }} /></Form.Item>
        <Form.Item name={['guard', 'limitChange']} label={t.guardLimit}><InputNumber min={0} style={{ width: '100%' }} /></Form.Item>
        {writes && <Button type="primary" htmlType="submit">{t.save}</Button>}
      </Form>
    </Card>
  );
}

/** One stored object as a form; read only for who may not write it. */
function Stored<T extends object>({ path, children, writes }: { path: string; writes: boolean; children: React.ReactNode }) {
  const t = useWords(WORDS);
  const act = useDo();
  const queries = useQueryClient();
  const query = useQuery({ queryKey: [path], queryFn: () => get<T>(path) });
  return (
    <Loaded query={query}>
      {(data) => (
        <Form layout="vertical" disabled={!writes} initialValues={data} onFinish={async (values) => {
          await act(() => put(path, { ...data, ...values }));
          await queries.invalidateQueries({ queryKey: [path] });
        }}>
          {children}
          {writes && <Button type="primary" htmlType="submit">{t.save}</Button>}
        </Form>
      )}
    </Loaded>
  );
}

function CreditPolicy() {
  const t = useWords(WORDS);
  const books = useBooks();
  const may = useMay();
  return (
    <Card size="small" title={t.policy} style={{ maxWidth: 720 }}>
      <Stored<Api['CreditPolicy']> path={books + '/credit-policy'} writes={may('ledger-write')}>
        <Form.Item name="staleAfterHours" label={t.stale}><InputNumber min={1} style={{ width: '100%' }} /></Form.Item>
        <Form.Item name="groupLimit" label={t.group}><Select options={(['OWN', 'SHARED'] as const).map((value) => ({ value, label: t[value] }))} /></Form.Item>
        <Form.Item name="reservationHours" label={t.reservation}><InputNumber min={1} style={{ width: '100%' }} /></Form.Item>
        <Form.Item label={t.dunning}><Space wrap>{[0, 1, 2, 3].map((index) => <Form.Item key={index} name={['dunningDays', index]} noStyle><InputNumber aria-label={`${t.dunning} ${index + 1}`} min={1} /></Form.Item>)}</Space></Form.Item>
        <Form.Item name="releaseDays" label={t.release}><InputNumber min={1} style={{ width: '100%' }} /></Form.Item>
        <Form.Item name="releaseAbove" label={t.releaseAbove}><InputNumber min={0} style={{ width: '100%' }} /></Form.Item>
      </Stored>
    </Card>
  );
}

function Approvals() {
  const t = useWords(WORDS);
  const books = useBooks();
  const may = useMay();
  return (
    <div className="cards">
      <Card size="small" title={t.approvals}>
        <Stored<Api['ApprovalPolicy']> path={books + '/approval-policy'} writes={may('ledger-write')}>
          <Form.Item name="twoAbove" label={t.twoAbove}><InputNumber min={0} style={{ width: '100%' }} /></Form.Item>
          <Form.Item name="deadlineDays" label={t.deadline}><InputNumber min={1} style={{ width: '100%' }} /></Form.Item>
        </Stored>
      </Card>
      <Card size="small" title={t.serving}>
        <Stored<Api['ReviewPolicy']> path={books + '/review-policy'} writes={may('ledger-write')}>
          <Form.Item name="requiresRun" label={t.requiresRun} valuePropName="checked"><Switch /></Form.Item>
          <Form.Item name="oneApproverMax" label={t.oneApprover}><InputNumber min={0} style={{ width: '100%' }} /></Form.Item>
        </Stored>
      </Card>
    </div>
  );
}

function Users() {
  const t = useWords(WORDS);
  const f = useFormat();
  const act = useDo();
  const { ledgers } = useSession();
  const queries = useQueryClient();
  const [user, setUser] = useState<Partial<Api['UserView']>>();
  const [password, setPassword] = useState<string>();
  const users = useQuery({ queryKey: ['users'], queryFn: () => get<Api['UserView'][]>('users', { limit: 500 }) });
  const again = () => queries.invalidateQueries({ queryKey: ['users'] });
  async function store(values: Row) {
    const { username, ...body } = values;
    const known = user?.version !== undefined;
    const stored = await act(() => put<Api['UserView']>('users/' + encodeURIComponent(String(username)), { ...body, ledgers: (body.ledgers as string[])?.length ? body.ledgers : undefined }, known ? { 'If-Match': `"${user?.version}"` } : {}));
    if (!stored) return;
    setUser(undefined);
    if (stored.temporaryPassword) setPassword(stored.temporaryPassword);
    await again();
  }
  return (
    <>
      <div className="bar"><Button type="primary" onClick={() => setUser({ roles: ['VIEWER'] })}>{t.newUser}</Button></div>
      <Loaded query={users}>{(all) => <Table size="small" rowKey="username" pagination={{ pageSize: 50, hideOnSinglePage: true }} scroll={{ x: 'max-content' }} dataSource={all} columns={[
        { title: t.username, dataIndex: 'username' }, { title: t.display, dataIndex: 'displayName' }, { title: t.roles, dataIndex: 'roles', render: (value: string[]) => value.map((each) => <Tag key={each}>{each}</Tag>) },
        { title: t.locked, dataIndex: 'locked', render: (value) => value ? <Tag color="error">{t.locked}</Tag> : null }, { title: t.second, dataIndex: 'secondFactor', render: (value) => (value ? '✓' : '') }, { title: t.last, dataIndex: 'lastLoginAt', render: f.time },
        { title: '', render: (_, row) => (
          <Space>
            <Button size="small" onClick={() => setUser(row)}>{t.edit}</Button>
            <Button size="small" onClick={async () => {
              const stored = await act(() => post<Api['UserView']>(`users/${encodeURIComponent(row.username!)}/temporary-password`), null);
              setPassword(stored?.temporaryPassword);
            }}>{t.reset}</Button>
          </Space>) },
      ]} />}</Loaded>
      <Modal open={!!user} title={user?.username ?? t.newUser} footer={null} onCancel={() => setUser(undefined)} destroyOnHidden>
        <Form layout="vertical" initialValues={user} onFinish={store}>
          <Form.Item name="username" label={t.username} rules={[{ required: true, message: t.required }]}><Input disabled={user?.version !== undefined} /></Form.Item>
          <Form.Item name="displayName" label={t.display} rules={[{ required: true, message: t.required }]}><Input /></Form.Item>
          <Form.Item name="roles" label={t.roles} rules={[{ required: true, message: t.required }]}><Select mode="multiple" options={ROLES.map((value) => ({ value, label: value }))} /></Form.Item>
          <Form.Item name="ledgers" label={t.ledgers}><Select mode="multiple" options={ledgers.map((each) => ({ value: each.code, label: each.name }))} /></Form.Item>
          <Form.Item name="locked" label={t.locked} valuePropName="checked"><Switch /></Form.Item>
          <Button type="primary" htmlType="submit">{t.save}</Button>
        </Form>
      </Modal>
      <Modal open={!!password} title={t.temporary} footer={null} onCancel={() => setPassword(undefined)}><code data-testid="temporary-password">{password}</code></Modal>
    </>
  );
}

function Keys() {
  const t = useWords(WORDS);
  const f = useFormat();
  const act = useDo();
  const queries = useQueryClient();
  const [shown, setShown] = useState<string>();
  const keys = useQuery({ queryKey: ['api-keys'], queryFn: () => get<Api['ApiKeyView'][]>('api-keys') });
  const again = () => queries.invalidateQueries({ queryKey: ['api-keys'] });
  return (
    <>
      <Form layout="inline" style={{ rowGap: 8, marginBottom: 12 }} initialValues={{ roles: ['ERP'] }} onFinish={async (values) => {
        const made = await act(() => post<Api['ApiKeyView']>('api-keys', values), null);
        setShown(made?.key);
        await again();
      }}>
        <Form.Item name="name" label={t.name} rules={[{ required: true, message: t.required }]}><Input /></Form.Item>
        <Form.Item name="roles" label={t.roles}><Select mode="multiple" style={{ minWidth: 160 }} options={ROLES.map((value) => ({ value, label: value }))} /></Form.Item>
        <Button type="primary" htmlType="submit">{t.newKey}</Button>
      </Form>
      <Loaded query={keys}>{(all) => <Table size="small" rowKey="name" pagination={false} scroll={{ x: 'max-content' }} dataSource={all} columns={[
        { title: t.name, dataIndex: 'name' }, { title: t.start, dataIndex: 'keyStart', render: (value) => <code>{value}…</code> }, { title: t.roles, dataIndex: 'roles', render: (value: string[]) => value.join(', ') },
        { title: t.used, dataIndex: 'lastUsedAt', render: f.time }, { title: t.expires, dataIndex: 'expiresAt', render: f.time },
        { title: '', render: (_, row) => row.revokedAt ? <Tag>{t.revoked}</Tag> : <Popconfirm title={t.sure} onConfirm={async () => {
          await act(() => remove('api-keys/' + encodeURIComponent(row.name!)));
          await again();
        }}><Button size="small" danger>{t.revoke}</Button></Popconfirm> },
      ]} />}</Loaded>
      <Modal open={!!shown} title={t.keyShown} footer={null} onCancel={() => setShown(undefined)}><code style={{ overflowWrap: 'anywhere' }}>{shown}</code></Modal>
    </>
  );
}

function Webhooks() {
  const t = useWords(WORDS);
  const f = useFormat();
  const books = useBooks();
  const act = useDo();
  const queries = useQueryClient();
  const [secret, setSecret] = useState<string>();
  const [log, setLog] = useState<number>();
  const path = books + '/webhooks';
  const hooks = useQuery({ queryKey: [path], queryFn: () => get<Api['Webhook'][]>(path), refetchInterval: 5_000 });
  const attempts = useQuery({ queryKey: [path, log, 'attempts'], queryFn: () => get<Api['Attempt'][]>(`${path}/${log}/attempts`, { limit: 100 }), enabled: log !== undefined });
  const again = () => queries.invalidateQueries({ queryKey: [path] });
  return (
    <>
      <Form layout="inline" style={{ rowGap: 8, marginBottom: 12 }} onFinish={async (values) => {
        const made = await act(() => post<Api['Webhook']>(path, { url: values.url, types: values.types?.length ? values.types : undefined }), null);
        setSecret(made?.secret);
        await again();
      }}>
        <Form.Item name="url" label={t.url} rules={[{ required: true, message: t.required }]}><Input style={{ width: 300 }} placeholder="https://" /></Form.Item>
        <Form.Item name="types" label={t.types}><Select mode="tags" style={{ minWidth: 260 }} options={['classification.changed', 'limit.changed', 'hold.raised', 'hold.released', 'guarantee.accepted', 'guarantee.ended', 'run.finished', 'ruleset.activated', 'digest'].map((each) => ({ value: 'dev.assay.' + each }))} /></Form.Item>
        <Button type="primary" htmlType="submit">{t.newHook}</Button>
      </Form>
      <Loaded query={hooks}>{(all) => <Table size="small" rowKey="id" pagination={false} scroll={{ x: 'max-content' }} dataSource={all} columns={[
        { title: t.url, dataIndex: 'url' }, { title: t.types, dataIndex: 'types', render: (value?: string[]) => value?.join(', ') ?? '–' },
        { title: t.active, render: (_, row) => <Switch aria-label={t.active} checked={row.active} onChange={async (active) => {
          await act(() => put(`${path}/${row.id}/active`, { active }));
          await again();
        }} /> },
        { title: t.delivered, dataIndex: 'delivered', className: 'number' }, { title: t.failures, dataIndex: 'failures', className: 'number', render: (value: number) => value ? <Tag color="error">{value}</Tag> : 0 }, { title: t.nextTry, dataIndex: 'nextTry', render: f.time },
        { title: '', render: (_, row) => (
          <Space>
            <Button size="small" onClick={() => setLog(row.id)}>{t.attempts}</Button>
            <Popconfirm title={t.sure} onConfirm={async () => {
              await act(() => remove(`${path}/${row.id}`));
              await again();
            }}><Button size="small" danger>{t.remove}</Button></Popconfirm>
          </Space>) },
      ]} />}</Loaded>
      <Modal open={!!secret} title={t.secret} footer={null} onCancel={() => setSecret(undefined)}><code>{secret}</code></Modal>
      <Modal open={log !== undefined} title={t.attempts} width={900} footer={null} onCancel={() => setLog(undefined)}>
        <Loaded query={attempts}>{(all) => <Table size="small" rowKey="id" pagination={{ pageSize: 15, hideOnSinglePage: true }} dataSource={all} columns={[
          { title: t.event, dataIndex: 'event' }, { title: t.at, dataIndex: 'at', render: f.time }, { title: t.answer, render: (_, row) => <Tag color={row.error ? 'error' : 'success'}>{row.status ?? '–'} {row.error}</Tag> }, { title: 'ms', dataIndex: 'millis', className: 'number' },
          { title: '', render: (_, row) => <Button size="small" onClick={async () => {
            await act(() => post(`${path}/${log}/replay`, { after: (row.event ?? 1) - 1 }));
            await again();
          }}>{t.replay} {row.event}</Button> },
        ]} />}</Loaded>
      </Modal>
    </>
  );
}

function Audit() {
  const t = useWords(WORDS);
  const f = useFormat();
  const books = useBooks();
  const act = useDo();
  const [entity, setEntity] = useState('');
  const [verdict, setVerdict] = useState<Api['Verification']>();
  const [pages, setPages] = useState<string[]>(['']);
  const cursor = pages[pages.length - 1];
  const audit = useQuery({ queryKey: [books, 'audit', entity, cursor], queryFn: () => get<Api['AuditPage']>(books + '/audit', { entity, cursor, limit: 50 }) });
  return (
    <>
      <div className="bar">
        <Input.Search aria-label={t.entity} placeholder={t.entity} allowClear style={{ width: 240 }} onSearch={(value) => {
          setEntity(value);
          setPages(['']);
        }} />
        <span className="grow" />
        <Button onClick={async () => setVerdict(await act(() => get<Api['Verification']>(books + '/audit/verify'), null))}>{t.verify}</Button>
        <Button href={address(books + '/audit/export', { entity })} download>{t.download}</Button>
      </div>
      {verdict && <Alert style={{ marginBottom: 12 }} type={verdict.intact ? 'success' : 'error'} showIcon title={verdict.intact ? fill(t.intact, { links: verdict.links ?? 0 }) : `${t.broken}: ${verdict.broken?.message}`} />}
      <Loaded query={audit}>{(page) => (
        <>
          <Table size="small" rowKey="id" pagination={false} scroll={{ x: 'max-content' }} dataSource={page.items} columns={[
            { title: t.at, dataIndex: 'recordedAt', render: f.time }, { title: t.by, dataIndex: 'changedBy' }, { title: t.entity, dataIndex: 'entity' }, { title: t.key, dataIndex: 'key' },
            { title: t.change, render: (_, row) => <div style={{ maxWidth: 700 }}>{(row.changes ?? []).slice(0, 6).map((each) => <pre className="lines" key={each.pointer}>{each.pointer}: <span className="removed">{JSON.stringify(each.before)}</span> → <span className="added">{JSON.stringify(each.after)}</span></pre>)}</div> },
          ]} />
          {page.nextCursor && <Button style={{ marginTop: 8 }} onClick={() => setPages([...pages, page.nextCursor!])}>{t.more}</Button>}
        </>
      )}</Loaded>
    </>
  );
}

function Status() {
  const t = useWords(WORDS);
  const f = useFormat();
  const may = useMay();
  const act = useDo();
  const ruleset = useQuery({ queryKey: ['ruleset'], queryFn: () => get<Api['RulesetView']>('ruleset') });
  return (
    <Loaded query={ruleset}>{(data) => (
      <Card size="small" title={t.serving} extra={may('rules-reload') && <Button onClick={async () => {
        await act(() => post('ruleset/reload'));
        await ruleset.refetch();
      }}>{t.reload}</Button>}>
        <Descriptions size="small" column={1} items={[
          [t.name, data.active?.name], [t.version, <code key="v">{data.active?.version}</code>], [t.since, f.time(data.active?.since)], [t.engine, data.active?.engineVersion], [t.rules, data.active?.rules],
          [t.quarantined, data.quarantinedVersions?.join(', ') || t.none],
        ].map(([label, children], key) => ({ key, label, children }))} />
        {data.lastReload?.problems?.map((each) => <Alert key={JSON.stringify(each)} type="warning" title={`${each.file}:${each.line} ${each.messageEn}`} />)}
      </Card>
    )}</Loaded>
  );
}
