import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, DatePicker, Form, Input, Modal, Popconfirm, Select, Space, Switch, Table, Tag } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { type Api, get, type Page, post, put, remove } from '../api/call';
import { useWords } from '../language';
import { useFormat } from '../parts/format';
import { Loaded, useDo } from '../parts/state';
import { useBooks, useMay } from '../session';
import { RUN_WORDS, STATE_COLORS } from './run/words';

type Run = Api['ReclassificationView'];

export default function RunsPage() {
  const t = useWords(RUN_WORDS);
  const f = useFormat();
  const books = useBooks();
  const may = useMay();
  const act = useDo();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const runs = useInfiniteQuery({
    queryKey: [books, 'runs'],
    queryFn: ({ pageParam }) => get<Page<Run>>(books + '/reclassifications', { cursor: pageParam, limit: 50 }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 5_000,
  });

  async function start(values: { asOf?: { format: (pattern: string) => string }; mode: string; scope: string; region?: string; industry?: string }) {
    const filter = Object.fromEntries(Object.entries({ region: values.region?.trim(), industry: values.industry?.trim() }).filter(([, value]) => value));
    const run = await act(() => post<Run>(books + '/reclassifications', {
      asOf: values.asOf?.format('YYYY-MM-DD'), mode: values.mode, scope: values.scope, filter: Object.keys(filter).length ? filter : undefined,
    }), t.started);
    if (run) navigate(String(run.id));
  }
  return (
    <>
      <div className="bar">
        <h1>{t.runs}</h1>
        <span className="grow" />
        {may('run-start') && <Button type="primary" onClick={() => setOpen(true)}>{t.newRun}</Button>}
      </div>
      <Table<Run> size="small" rowKey="id" pagination={false} scroll={{ x: 'max-content' }} loading={runs.isLoading}
        dataSource={runs.data?.pages.flatMap((each) => each.items ?? [])}
        columns={[
          { title: t.run, dataIndex: 'id', render: (id: number) => <Link to={String(id)}>{id}</Link> },
          { title: t.asOf, dataIndex: 'asOf' },
          { title: t.mode, dataIndex: 'mode', render: (mode: string) => (mode === 'APPLY' ? t.APPLY : t.SIMULATE) },
          { title: t.scope, dataIndex: 'scope', render: (scope: string) => (scope === 'ALL' ? t.ALL : t.CHANGED) },
          { title: t.state, dataIndex: 'state', render: (state: string) => <Tag color={STATE_COLORS[state]}>{t[state as 'DONE']}</Tag> },
          { title: t.customers, dataIndex: 'customers', className: 'number', render: f.count },
          { title: t.moved, render: (_, run) => f.count(run.progress?.moved), className: 'number' },
          { title: t.failed, render: (_, run) => f.count(run.progress?.failed), className: 'number' },
          { title: t.by, dataIndex: 'requestedBy' },
          { title: t.when, dataIndex: 'requestedAt', render: f.time },
        ]} />
      {runs.hasNextPage && <Button style={{ marginTop: 8 }} onClick={() => runs.fetchNextPage()}>{t.more}</Button>}
      <Schedules />
      <Modal open={open} title={t.newRun} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        <Form layout="vertical" onFinish={start} initialValues={{ mode: 'SIMULATE', scope: 'ALL' }}>
          <Form.Item name="asOf" label={t.asOf}><DatePicker style={{ width: '100%' }} placeholder={t.today} /></Form.Item>
          <Form.Item name="mode" label={t.mode}>
            <Select options={['SIMULATE', ...(may('run-write') ? ['APPLY'] : [])].map((value) => ({ value, label: t[value as 'APPLY'] }))} />
          </Form.Item>
          <Form.Item name="scope" label={t.scope}><Select options={(['ALL', 'CHANGED'] as const).map((value) => ({ value, label: t[value] }))} /></Form.Item>
          <Form.Item name="region" label={t.region}><Input /></Form.Item>
          <Form.Item name="industry" label={t.industry}><Input /></Form.Item>
          <Button type="primary" htmlType="submit">{t.start}</Button>
        </Form>
      </Modal>
    </>
  );
}

function Schedules() {
  const t = useWords(RUN_WORDS);
  const f = useFormat();
  const books = useBooks();
  const may = useMay();
  const act = useDo();
  const queries = useQueryClient();
  const path = books + '/reclassification-schedules';
  const schedules = useQuery({ queryKey: [path], queryFn: () => get<Api['ScheduleView'][]>(path) });
  const again = () => queries.invalidateQueries({ queryKey: [path] });
  const store = async (name: string, body: Api['ScheduleRequest']) => {
    await act(() => put(`${path}/${encodeURIComponent(name)}`, body));
    await again();
  };
  return (
    <Card size="small" title={t.schedules} style={{ marginTop: 16 }}>
      <Loaded query={schedules}>
        {(all) => (
          <Table size="small" rowKey="name" pagination={false} scroll={{ x: 'max-content' }} dataSource={all} columns={[
            { title: t.name, dataIndex: 'name' }, { title: t.cron, dataIndex: 'cron', render: (value) => <code>{value}</code> },
            { title: t.mode, dataIndex: 'mode', render: (mode: string) => t[mode as 'APPLY'] }, { title: t.scope, dataIndex: 'scope', render: (scope: string) => t[scope as 'ALL'] },
            { title: t.nextRuns, dataIndex: 'nextRuns', render: (value?: string[]) => f.time(value?.[0]) },
            { title: t.enabled, render: (_, each) => <Switch aria-label={t.enabled} disabled={!may('run-write')} checked={each.enabled} onChange={(enabled) => store(each.name!, { cron: each.cron, mode: each.mode, scope: each.scope, filter: each.filter, enabled })} /> },
            { title: '', render: (_, each) => may('run-write') ? (
              <Popconfirm title={t.removeIt} onConfirm={async () => {
                await act(() => remove(`${path}/${encodeURIComponent(each.name!)}`));
                await again();
              }}><Button size="small" danger>{t.remove}</Button></Popconfirm>
            ) : null },
          ]} />
        )}
      </Loaded>
      {may('run-write') && (
        <Form name="schedule" layout="inline" style={{ rowGap: 8, marginTop: 12 }} initialValues={{ mode: 'SIMULATE', scope: 'ALL' }}
          onFinish={(values) => store(values.name, { cron: values.cron, mode: values.mode, scope: values.scope, enabled: true })}>
          <Form.Item name="name" label={t.name} rules={[{ required: true, message: t.required }]}><Input /></Form.Item>
          <Form.Item name="cron" label={t.cron} rules={[{ required: true, message: t.required }]} extra={t.cronHint}><Input placeholder="0 0 2 1 * ?" /></Form.Item>
          <Form.Item name="mode" label={t.mode}><Select style={{ width: 150 }} options={(['SIMULATE', 'APPLY'] as const).map((value) => ({ value, label: t[value] }))} /></Form.Item>
          <Form.Item name="scope" label={t.scope}><Select style={{ width: 150 }} options={(['ALL', 'CHANGED'] as const).map((value) => ({ value, label: t[value] }))} /></Form.Item>
          <Space align="start"><Button htmlType="submit">{t.add}</Button></Space>
        </Form>
      )}
      {!schedules.data?.length && <Alert type="info" title={t.noSchedule} style={{ marginTop: 12 }} />}
    </Card>
  );
}
