import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import { type Api, get } from '../../api/call';
import { fill, useWords } from '../../language';
import { useFormat } from '../../parts/format';
import { Loaded } from '../../parts/state';
import { RUN_WORDS } from './words';

type Effect = Api['RuleEffect'];

/** Which rules move whom: a customer for whom several rules do something else counts with each of them. */
export function RuleEffects({ changes }: { changes: string }) {
  const t = useWords(RUN_WORDS);
  const f = useFormat();
  const effects = useQuery({ queryKey: [changes, 'rules'], queryFn: () => get<Api['RuleEffectsView']>(changes + '/rules') });
  const count = (title: string, name: 'gained' | 'lost' | 'changed' | 'otherGrade') => ({
    title, dataIndex: name, className: 'number', render: f.count, sorter: (a: Effect, b: Effect) => (a[name] ?? 0) - (b[name] ?? 0),
  });
  return (
    <Loaded query={effects}>
      {(data) => (
        <>
          <p>{fill(data.complete ? t.allLookedInto : t.someLookedInto, { count: f.count(data.customers) })}</p>
          <Table<Effect> size="small" rowKey="code" scroll={{ x: 'max-content' }} pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }} dataSource={data.rules}
            columns={[
              { title: t.rule, render: (_, row) => <span data-testid="rule-effect">{row.rule} <small>{row.phase} · {row.code}</small></span> },
              count(t.gained, 'gained'), count(t.lost, 'lost'), count(t.changed, 'changed'), count(t.otherGrade, 'otherGrade'),
              { title: t.limitChange, dataIndex: 'limitChange', className: 'number', render: f.money, sorter: (a, b) => (a.limitChange ?? 0) - (b.limitChange ?? 0) },
            ]} />
        </>
      )}
    </Loaded>
  );
}
