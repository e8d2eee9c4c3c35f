import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Card, DatePicker, Form, Input, InputNumber, Select, Table, Tag } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { type Api, get, post } from '../../api/call';
import { useWords } from '../../language';
import { useFormat } from '../../parts/format';
import { Loaded, useDo } from '../../parts/state';
import { useMay } from '../../session';
import { CUSTOMER_WORDS } from './words';

const WAYS = ['PHONE', 'EMAIL', 'VISIT', 'LETTER', 'OTHER'] as const;
const STATE_COLORS: Record<string, string> = { KEPT: 'success', BROKEN: 'error', OPEN: 'processing' };
const day = (value: Dayjs | undefined) => value?.format('YYYY-MM-DD');

export function CustomerNotes({ path }: { path: string }) {
  const t = useWords(CUSTOMER_WORDS);
  const f = useFormat();
  const may = useMay();
  const act = useDo();
  const queries = useQueryClient();
  const [noteForm] = Form.useForm();
  const [promiseForm] = Form.useForm();
  const notes = useQuery({ queryKey: [path, 'notes'], queryFn: () => get<Api['CustomerNote'][]>(path + '/notes') });
  const promises = useQuery({ queryKey: [path, 'promises'], queryFn: () => get<Api['Promise'][]>(path + '/promises') });
  const again = () => queries.invalidateQueries({ queryKey: [path] });
  const required = [{ required: true, message: t.required }];
  return (
    <div className="cards">
      <Card size="small" title={t.followUps} className="wide">
        {may('note-write') && (
          <Form name="note" form={noteForm} layout="inline" style={{ rowGap: 8, marginBottom: 12 }} initialValues={{ way: 'PHONE' }} onFinish={async (values) => {
            if (await act(() => post(path + '/notes', { ...values, followUp: day(values.followUp) }))) {
              noteForm.resetFields();
              await again();
            }
          }}>
            <Form.Item name="way" label={t.way}><Select style={{ width: 110 }} options={WAYS.map((value) => ({ value, label: value }))} /></Form.Item>
            <Form.Item name="contact" label={t.contact}><Input style={{ width: 140 }} /></Form.Item>
            <Form.Item name="content" label={t.content} rules={required}><Input style={{ width: 280 }} /></Form.Item>
            <Form.Item name="followUp" label={t.followUp}><DatePicker /></Form.Item>
            <Button type="primary" htmlType="submit">{t.add}</Button>
          </Form>
        )}
        <Loaded query={notes}>{(all) => <Table size="small" rowKey="id" pagination={false} scroll={{ x: 'max-content' }} dataSource={all} columns={[
          { title: t.when, dataIndex: 'at', render: f.time }, { title: t.way, dataIndex: 'way' }, { title: t.contact, dataIndex: 'contact' }, { title: t.content, dataIndex: 'content' },
          { title: t.followUp, dataIndex: 'followUp', render: f.day }, { title: t.by, dataIndex: 'by' },
          { title: '', render: (_, row) => row.followUp && !row.done && may('note-write') ? <Button size="small" onClick={async () => {
            await act(() => post(`${path}/notes/${row.id}/done`));
            await again();
          }}>{t.done}</Button> : null },
        ]} />}</Loaded>
      </Card>
      <Card size="small" title={t.promises} className="wide">
        {may('collect-write') && (
          <Form name="promise" form={promiseForm} layout="inline" style={{ rowGap: 8, marginBottom: 12 }} initialValues={{ madeOn: dayjs() }} onFinish={async (values) => {
            if (await act(() => post(path + '/promises', { ...values, note: values.note ?? '', madeOn: day(values.madeOn), dueOn: day(values.dueOn) }))) {
              promiseForm.resetFields();
              await again();
            }
          }}>
            <Form.Item name="amount" label={t.amount} rules={required}><InputNumber min={0.01} /></Form.Item>
            <Form.Item name="madeOn" label={t.madeOn} rules={required}><DatePicker /></Form.Item>
            <Form.Item name="dueOn" label={t.dueOn} rules={required}><DatePicker /></Form.Item>
            <Form.Item name="note" label={t.note}><Input /></Form.Item>
            <Button type="primary" htmlType="submit">{t.add}</Button>
          </Form>
        )}
        <Loaded query={promises}>{(all) => <Table size="small" rowKey="id" pagination={false} scroll={{ x: 'max-content' }} dataSource={all} columns={[
          { title: t.madeOn, dataIndex: 'madeOn' }, { title: t.dueOn, dataIndex: 'dueOn' }, { title: t.amount, dataIndex: 'amount', className: 'number', render: f.money },
          { title: t.paid, dataIndex: 'paid', className: 'number', render: f.money }, { title: t.state, dataIndex: 'state', render: (value: string) => <Tag color={STATE_COLORS[value]}>{value}</Tag> },
          { title: t.note, dataIndex: 'note' },
          { title: '', render: (_, row) => row.state === 'OPEN' && may('collect-write') ? <Button size="small" onClick={async () => {
            await act(() => post(`${path}/promises/${row.id}/withdraw`));
            await again();
          }}>{t.withdraw}</Button> : null },
        ]} />}</Loaded>
      </Card>
    </div>
  );
}
