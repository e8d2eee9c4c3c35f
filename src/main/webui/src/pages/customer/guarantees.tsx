import { Tag } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import type { Api } from '../../api/call';
import { useWords } from '../../language';
import { useFormat } from '../../parts/format';
import { CUSTOMER_WORDS, GUARANTEE_WORDS } from './words';

export type Guarantee = Api['Guarantee'];
const STATE_COLORS: Record<string, string> = { ACTIVE: 'success', COMING: 'processing', REQUESTED: 'warning' };

/** What is told of a guarantee, of one customer's or in the ledger's register. */
export function useGuaranteeColumns(): ColumnsType<Guarantee> {
  const t = useWords(CUSTOMER_WORDS);
  const g = useWords(GUARANTEE_WORDS);
  const f = useFormat();
  const lasts = (row: Guarantee) => row.endedOn ?? row.validUntil ?? g.open;
  return [
    { title: t.kind, dataIndex: 'kind', render: (value: Guarantee['kind']) => g[value!] },
    { title: g.issuer, dataIndex: 'issuer' }, { title: g.reference, dataIndex: 'reference' },
    { title: t.amount, className: 'number', render: (_, row) => `${f.money(row.amount)} ${row.currency}` },
    { title: g.share, dataIndex: 'acceptedShare', className: 'number', render: (value?: number) => `${f.decimal((value ?? 0) * 100)} %` },
    { title: g.accepted, dataIndex: 'accepted', className: 'number', render: f.money },
    { title: g.valid, render: (_, row) => `${row.validFrom} – ${lasts(row)}${row.replacedFrom ? ` (${g.replacedFrom} ${row.replacedFrom})` : ''}` },
    { title: t.state, dataIndex: 'state', render: (value: Guarantee['state']) => <Tag color={STATE_COLORS[value!]}>{g[value!]}</Tag> },
    { title: t.note, render: (_, row) => row.endNote ?? row.note }, { title: t.by, dataIndex: 'requestedBy' },
  ];
}
