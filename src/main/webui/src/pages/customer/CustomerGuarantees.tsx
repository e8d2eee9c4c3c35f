import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Form, Input, InputNumber, Modal, Select, Space, Table } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { get, post } from '../../api/call';
import { useWords } from '../../language';
import { Loaded, useDo } from '../../parts/state';
import { useMay } from '../../session';
import { type Guarantee, useGuaranteeColumns } from './guarantees';
import { CUSTOMER_WORDS, GUARANTEE_KINDS, GUARANTEE_WORDS } from './words';

type Values = { kind: Guarantee['kind']; issuer: string; reference: string; amount: number; currency?: string; rate?: number; share: number; valid?: [Dayjs | null, Dayjs | null]; note: string };

const day = (value?: Dayjs | null) => value?.format('YYYY-MM-DD');

/** What others guarantee for the customer: asked for, ended, replaced. */
export function CustomerGuarantees({ path }: { path: string }) {
  const t = useWords(CUSTOMER_WORDS);
  const g = useWords(GUARANTEE_WORDS);
  const columns = useGuaranteeColumns();
  const may = useMay();
  const act = useDo();
  const queries = useQueryClient();
  /** undefined: no form is open; 'new', or the one that is to be replaced. */
  const [asking, setAsking] = useState<Guarantee | 'new'>();
  const [ending, setEnding] = useState<Guarantee>();
  const replaced = typeof asking === 'object' ? asking : undefined;
  const guarantees = useQuery({ queryKey: [path, 'guarantees'], queryFn: () => get<Guarantee[]>(path + '/guarantees') });

  async function ask(values: Values) {
    const { share, valid, ...rest } = values;
    const body = {
      ...rest, currency: rest.currency || undefined, acceptedShare: Number((share / 100).toFixed(4)),
      validFrom: day(valid?.[0]), validUntil: day(valid?.[1]), replaces: replaced?.id,
    };
    if (await act(() => post(path + '/guarantees', body), t.asked)) {
      setAsking(undefined);
      await queries.invalidateQueries({ queryKey: [path] });
    }
  }
  async function end(values: { note: string; endedOn?: Dayjs }) {
    if (await act(() => post(`${path}/guarantees/${ending!.id}/end`, { note: values.note, endedOn: day(values.endedOn) }))) {
      setEnding(undefined);
      await queries.invalidateQueries({ queryKey: [path] });
    }
  }
  const required = [{ required: true, message: t.required }];
  const counts = (row: Guarantee) => !row.endedOn && (row.state === 'ACTIVE' || row.state === 'COMING');
  const replaceable = (row: Guarantee) => counts(row) || (!row.endedOn && row.state === 'EXPIRED');
  return (
    <>
      <div className="bar">
        {may('guarantee-write') && <Button type="primary" onClick={() => setAsking('new')}>{g.accept}</Button>}
        <span>{g.how}</span>
      </div>
      <Loaded query={guarantees}>{(all) => <div className="scroll" tabIndex={0} role="region" aria-label={t.guarantees}><Table size="small" rowKey="id" pagination={false} dataSource={all} columns={[
        { title: '#', dataIndex: 'id' },
        ...columns,
        { title: '', render: (_, row) => may('guarantee-write') ? (
          <Space>
            {replaceable(row) && <Button size="small" onClick={() => setAsking(row)}>{g.replace}</Button>}
            {counts(row) && <Button size="small" danger onClick={() => setEnding(row)}>{t.end}</Button>}
          </Space>
        ) : null },
      ]} /></div>}</Loaded>
      <Modal open={!!asking} title={replaced ? `${g.replace}: ${replaced.reference}` : g.accept} footer={null} onCancel={() => setAsking(undefined)} destroyOnHidden>
        <Form layout="vertical" onFinish={ask} initialValues={{
          kind: replaced?.kind ?? 'BANK_GUARANTEE', issuer: replaced?.issuer, reference: replaced?.reference, amount: replaced?.amount,
          currency: replaced?.currency, rate: replaced?.rate === 1 ? undefined : replaced?.rate, share: replaced ? Number((replaced.acceptedShare! * 100).toFixed(2)) : 100, valid: [null, replaced?.validUntil ? dayjs(replaced.validUntil) : null],
        }}>
          <Form.Item name="kind" label={t.kind}><Select options={GUARANTEE_KINDS.map((value) => ({ value, label: g[value] }))} /></Form.Item>
          <Form.Item name="issuer" label={g.issuer} rules={required}><Input /></Form.Item>
          <Form.Item name="reference" label={g.reference} rules={required}><Input /></Form.Item>
          <Form.Item name="amount" label={t.amount} rules={required}><InputNumber min={0} style={{ width: '100%' }} /></Form.Item>
          <Space>
            <Form.Item name="currency" label={g.currency}><Input placeholder={g.ownCurrency} maxLength={3} /></Form.Item>
            <Form.Item name="rate" label={g.rate}><InputNumber min={0} /></Form.Item>
            <Form.Item name="share" label={g.sharePercent} rules={required}><InputNumber min={0.01} max={100} precision={2} /></Form.Item>
          </Space>
          <Form.Item name="valid" label={g.valid}><DatePicker.RangePicker allowEmpty={[true, true]} placeholder={[t.today, g.open]} style={{ width: '100%' }} /></Form.Item>
          <Form.Item name="note" label={t.evidence} rules={required}><Input.TextArea rows={2} /></Form.Item>
          <Button type="primary" htmlType="submit">{g.submit}</Button>
        </Form>
      </Modal>
      <Modal open={!!ending} title={ending && `${t.end}: ${ending.reference}`} footer={null} onCancel={() => setEnding(undefined)} destroyOnHidden>
        <Form layout="vertical" onFinish={end}>
          <Form.Item name="note" label={t.reason} rules={required}><Input.TextArea rows={2} /></Form.Item>
          <Form.Item name="endedOn" label={g.endedOn}><DatePicker style={{ width: '100%' }} placeholder={t.today} /></Form.Item>
          <Button danger htmlType="submit">{t.end}</Button>
        </Form>
      </Modal>
    </>
  );
}
