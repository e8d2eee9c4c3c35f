import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Form, Input, InputNumber, Modal, Select, Table, Tag } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { type Api, get, post, remove } from '../../api/call';
import { useWords } from '../../language';
import { useFormat } from '../../parts/format';
import { Loaded, useDo } from '../../parts/state';
import { useMay } from '../../session';
import { CUSTOMER_WORDS } from './words';

const FIELDS = ['GRADE', 'LIMIT', 'TERM', 'HOLD'] as const;
const TERMS = ['OPEN_ACCOUNT', 'PAY_ON_DELIVERY', 'PREPAY', 'DEPOSIT'] as const;
type Values = { field: (typeof FIELDS)[number]; grade?: string; amount?: number; term?: string; days?: number; hold?: string; reason: string; evidence?: string; expiresOn: Dayjs };

function valueOf(values: Values): unknown {
  switch (values.field) {
    case 'GRADE': return values.grade;
    case 'LIMIT': return { type: 'AMOUNT', amount: values.amount };
    case 'TERM': return { type: values.term, ...(values.term === 'OPEN_ACCOUNT' ? { creditPeriodDays: values.days } : {}) };
    case 'HOLD': return values.hold === 'true';
  }
}

export function CustomerOverrides({ path }: { path: string }) {
  const t = useWords(CUSTOMER_WORDS);
  const f = useFormat();
  const may = useMay();
  const act = useDo();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<Values>();
  const field = Form.useWatch('field', form);
  const overrides = useQuery({ queryKey: [path, 'overrides'], queryFn: () => get<Api['CustomerOverride'][]>(path + '/overrides') });
  const names: Record<string, string> = { GRADE: t.grade, LIMIT: t.limit, TERM: t.term, HOLD: t.hold };

  async function ask(values: Values) {
    const body = { field: values.field, value: valueOf(values), reason: values.reason, evidence: values.evidence, expiresOn: values.expiresOn.format('YYYY-MM-DD') };
    if (await act(() => post(path + '/overrides', body), t.asked)) {
      setOpen(false);
      await queries.invalidateQueries({ queryKey: [path] });
    }
  }
  return (
    <>
      {may('override-write') && <div className="bar"><Button type="primary" onClick={() => setOpen(true)}>{t.newOverride}</Button></div>}
      <Loaded query={overrides}>{(all) => <Table size="small" rowKey="id" pagination={false} scroll={{ x: 'max-content' }} dataSource={all} columns={[
        { title: t.field, dataIndex: 'field', render: (value: string) => names[value] }, { title: t.value, dataIndex: 'value', render: (value) => JSON.stringify(value) },
        { title: t.reason, dataIndex: 'reason' }, { title: t.expiresOn, dataIndex: 'expiresOn' }, { title: t.by, dataIndex: 'requestedBy' },
        { title: t.when, dataIndex: 'requestedAt', render: f.time }, { title: t.state, dataIndex: 'state', render: (value: string) => <Tag color={value === 'ACTIVE' ? 'processing' : undefined}>{value}</Tag> },
        { title: '', render: (_, row) => row.state === 'ACTIVE' && may('override-write') ? <Button size="small" onClick={async () => {
          await act(() => remove(`${path}/overrides/${row.id}`));
          await queries.invalidateQueries({ queryKey: [path] });
        }}>{t.end}</Button> : null },
      ]} />}</Loaded>
      <Modal open={open} title={t.newOverride} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        <Form form={form} layout="vertical" onFinish={ask} initialValues={{ field: 'LIMIT', term: 'OPEN_ACCOUNT', hold: 'true' }}>
          <Form.Item name="field" label={t.field}><Select options={FIELDS.map((value) => ({ value, label: names[value] }))} /></Form.Item>
          {field === 'GRADE' && <Form.Item name="grade" label={t.grade} rules={[{ required: true, message: t.required }]}><Input /></Form.Item>}
          {field === 'LIMIT' && <Form.Item name="amount" label={t.amount} rules={[{ required: true, message: t.required }]}><InputNumber min={0} style={{ width: '100%' }} /></Form.Item>}
          {field === 'TERM' && <Form.Item name="term" label={t.term}><Select options={TERMS.map((value) => ({ value, label: t[value] }))} /></Form.Item>}
          {field === 'TERM' && <Form.Item name="days" label={t.days}><InputNumber min={1} max={365} /></Form.Item>}
          {field === 'HOLD' && <Form.Item name="hold" label={t.hold}><Select options={[{ value: 'true', label: t.onHold }, { value: 'false', label: t.no }]} /></Form.Item>}
          <Form.Item name="reason" label={t.reason} rules={[{ required: true, message: t.required }]}><Input.TextArea rows={2} /></Form.Item>
          <Form.Item name="evidence" label={t.evidence}><Input /></Form.Item>
          <Form.Item name="expiresOn" label={t.expiresOn} rules={[{ required: true, message: t.required }]}><DatePicker style={{ width: '100%' }} /></Form.Item>
          <Button type="primary" htmlType="submit">{t.newOverride}</Button>
        </Form>
      </Modal>
    </>
  );
}
