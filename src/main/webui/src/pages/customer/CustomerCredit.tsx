import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Descriptions, Form, Input, Modal, Progress, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Api, get, post } from '../../api/call';
import { useLanguage, useWords } from '../../language';
import { useFormat } from '../../parts/format';
import { Loaded, useDo } from '../../parts/state';
import { useBooks, useMay } from '../../session';
import { CUSTOMER_WORDS, limitText, termText } from './words';

type Check = { id: number; orderId: string; amount: number; decision: string; checkedAt: string; checks: { code: string; level: string; text: { zh: string; en: string } }[] };
const LEVEL_COLORS: Record<string, string> = { APPROVE: 'success', WARN: 'warning', HOLD: 'error' };

export function CustomerCredit({ path, code }: { path: string; code: string }) {
  const t = useWords(CUSTOMER_WORDS);
  const { language } = useLanguage();
  const f = useFormat();
  const books = useBooks();
  const may = useMay();
  const act = useDo();
  const queries = useQueryClient();
  const [holding, setHolding] = useState(false);
  const position = useQuery({ queryKey: [path, 'credit'], queryFn: () => get<Api['PositionView']>(path + '/credit') });
  const checks = useQuery({ queryKey: [path, 'checks'], queryFn: () => get<unknown>(books + '/credit-checks', { customer: code, limit: 20 }) as Promise<Check[]> });
  const holds = useQuery({ queryKey: [path, 'holds'], queryFn: () => get<Api['CreditHold'][]>(books + '/holds', { customer: code, limit: 50 }) });

  async function raise(values: { reason: string }) {
    if (await act(() => post(path + '/holds', values))) {
      setHolding(false);
      await queries.invalidateQueries({ queryKey: [path] });
    }
  }
  return (
    <Loaded query={position}>
      {(p) => (
        <div className="cards">
          <Card size="small" title={t.credit} className="wide" extra={may('hold-write') && <Button danger onClick={() => setHolding(true)}>{t.raiseHold}</Button>}>
            {p.dataStale && <Alert type="warning" showIcon title={`${t.stale} (${f.time(p.lastFeed)})`} style={{ marginBottom: 8 }} />}
            {p.hold && <Alert type="error" showIcon title={`${t.onHold}: ${p.holdReasons?.join(', ')}`} style={{ marginBottom: 8 }} />}
            {!p.limit?.override && (p.limit?.amount ?? 0) < (p.limit?.rules?.amount ?? 0) && <Alert type="warning" showIcon title={t.lapsed} style={{ marginBottom: 8 }} />}
            {p.utilization !== undefined && p.utilization !== null && (
              <Progress aria-label={t.utilization} percent={Math.min(100, Math.round(p.utilization * 100))} status={p.utilization > 1 ? 'exception' : 'normal'} format={() => f.share(p.utilization)} />
            )}
            <Descriptions size="small" column={{ xs: 1, sm: 2, md: 3, xl: 4 }} items={[
              [t.limit, limitText({ type: p.limit?.type, amount: p.limit?.amount, currency: p.currency }, f.money, t)],
              [t.guaranteed, f.money(p.limit?.guarantees?.inForce)], [t.exposure, f.money(p.exposure?.total)], [t.available, f.money(p.available)], [t.term, termText(p.paymentTerm, t)],
              [t.openOrders, f.money(p.exposure?.openOrders)], [t.openItems, f.money(p.exposure?.openItems)],
              [t.unappliedCash, f.money(p.exposure?.unappliedCash)], [t.reserved, f.money(p.exposure?.reserved)],
              [t.overdue, f.money(p.overdueAmount)], [t.oldest, `${f.count(p.oldestOverdueDays)} ${t.days}`],
              [t.dunning, p.dunningLevel], [t.broken, p.brokenPromises], [t.lastFeed, f.time(p.lastFeed)],
              ...(p.group && (p.group.members?.length ?? 0) > 1 ? [[t.group, <Space wrap key="g">{p.group.members?.map((each) => <Link key={each} to={`../customers/${encodeURIComponent(each)}`}>{each}</Link>)}</Space>] as const] : []),
            ].map(([label, children], key) => ({ key, label, children }))} />
          </Card>
          <Card size="small" title={t.reservations}>
            <Table size="small" rowKey="id" pagination={false} scroll={{ x: 'max-content' }} dataSource={p.reservations} columns={[
              { title: t.order, dataIndex: 'orderId' }, { title: t.amount, dataIndex: 'amount', className: 'number', render: f.money },
              { title: t.state, dataIndex: 'state' }, { title: t.expires, dataIndex: 'expiresAt', render: f.time },
            ]} />
          </Card>
          <Card size="small" title={t.holds}>
            <Loaded query={holds}>{(all) => <Table size="small" rowKey="id" pagination={false} scroll={{ x: 'max-content' }} dataSource={all} columns={[
              { title: t.order, dataIndex: 'orderId', render: (value) => value ?? '–' }, { title: t.reason, dataIndex: 'reasons', render: (value: string[]) => value.join(', ') },
              { title: t.when, dataIndex: 'raisedAt', render: f.time }, { title: t.state, render: (_, row) => (row.releasedAt ? <Tag>{row.releasedBy}</Tag> : <Tag color="error">{t.onHold}</Tag>) },
            ]} />}</Loaded>
          </Card>
          <Card size="small" title={t.checks} className="wide">
            <Loaded query={checks}>{(all) => <Table size="small" rowKey="id" pagination={false} scroll={{ x: 'max-content' }} dataSource={all} columns={[
              { title: t.order, dataIndex: 'orderId' }, { title: t.amount, dataIndex: 'amount', className: 'number', render: f.money },
              { title: t.result, dataIndex: 'decision', render: (value: string) => <Tag color={LEVEL_COLORS[value]}>{value}</Tag> },
              { title: t.reason, render: (_, row) => row.checks?.map((each) => each.text?.[language] ?? each.code).join('; ') }, { title: t.when, dataIndex: 'checkedAt', render: f.time },
            ]} />}</Loaded>
          </Card>
          <Modal open={holding} title={t.raiseHold} footer={null} onCancel={() => setHolding(false)} destroyOnHidden>
            <Form layout="vertical" onFinish={raise}>
              <Form.Item name="reason" label={t.reason} rules={[{ required: true, message: t.required }]}><Input /></Form.Item>
              <Button danger htmlType="submit">{t.raiseHold}</Button>
            </Form>
          </Modal>
        </div>
      )}
    </Loaded>
  );
}
