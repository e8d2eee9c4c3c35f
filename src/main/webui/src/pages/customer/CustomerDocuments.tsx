import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Segmented, Table, Tag } from 'antd';
import { useState } from 'react';
import { type Api, type Page, get } from '../../api/call';
import { useWords } from '../../language';
import { useFormat } from '../../parts/format';
import { useBooks } from '../../session';
import { CUSTOMER_WORDS } from './words';

const KINDS = ['ORDER', 'INVOICE', 'CREDIT_NOTE', 'PAYMENT'];
const WORDS = {
  ORDER: ['订单', 'Order'],
  INVOICE: ['发票', 'Invoice'],
  CREDIT_NOTE: ['贷项', 'Credit note'],
  PAYMENT: ['收款', 'Payment'],
} as const;

export function CustomerDocuments({ code }: { code: string }) {
  const t = useWords(CUSTOMER_WORDS);
  const kinds: Record<string, string> = useWords(WORDS);
  const f = useFormat();
  const books = useBooks();
  const [kind, setKind] = useState('');
  const pages = useInfiniteQuery({
    queryKey: [books, 'documents', code, kind],
    queryFn: ({ pageParam }) => get<Page<Api['DocumentView']>>(books + '/documents', { customer: code, kind, cursor: pageParam, limit: 100 }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  return (
    <>
      <div className="bar">
        <Segmented aria-label={t.kind} value={kind} onChange={(value) => setKind(String(value))} options={[{ value: '', label: t.all }, ...KINDS.map((value) => ({ value, label: kinds[value] }))]} />
      </div>
      <Table size="small" rowKey="id" pagination={false} loading={pages.isFetching} scroll={{ x: 'max-content' }}
        dataSource={pages.data?.pages.flatMap((each) => each.items ?? [])}
        columns={[
          { title: t.id, dataIndex: 'id' }, { title: t.kind, dataIndex: 'kind', render: (value: string) => kinds[value] },
          { title: t.date, dataIndex: 'date' }, { title: t.dueDate, dataIndex: 'dueDate', render: f.day },
          { title: t.amount, className: 'number', render: (_, row) => `${f.money(row.amount)} ${row.currency}` },
          { title: t.disputed, dataIndex: 'disputed', render: (value) => (value ? <Tag color="warning">{t.disputed}</Tag> : null) },
          { title: t.order, dataIndex: 'orderId' },
        ]} />
      {pages.hasNextPage && <Button style={{ marginTop: 8 }} onClick={() => pages.fetchNextPage()}>{t.more}</Button>}
    </>
  );
}
