import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Card, Input, Modal, Space, Table, Tag, Timeline } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { address, type Api, get, post, remove } from '../api/call';
import { useWords } from '../language';
import { useFormat } from '../parts/format';
import { Loaded, useDo } from '../parts/state';
import { useBooks, useMay } from '../session';
import { REVIEW_COLORS, RULE_WORDS } from './rules/words';

export default function ReleasesPage() {
  const t = useWords(RULE_WORDS);
  const f = useFormat();
  const books = useBooks();
  const may = useMay();
  const act = useDo();
  const queries = useQueryClient();
  const [back, setBack] = useState<string>();
  const [reason, setReason] = useState('');
  const reviews = useQuery({ queryKey: [books, 'reviews'], queryFn: () => get<Api['ReviewView'][]>(books + '/ruleset-reviews', { limit: 100 }) });
  const versions = useQuery({ queryKey: [books, 'versions'], queryFn: () => get<Api['VersionsView']>(books + '/ruleset-versions') });
  return (
    <>
      <div className="bar"><h1>{t.releases}</h1></div>
      <Card size="small" style={{ marginBottom: 12 }}>
        <Loaded query={reviews}>{(all) => <Table size="small" rowKey="id" pagination={{ pageSize: 20, hideOnSinglePage: true }} scroll={{ x: 'max-content' }} dataSource={all} columns={[
          { title: '#', dataIndex: 'id', render: (id: number) => <Link to={String(id)}>{id}</Link> }, { title: t.name, dataIndex: 'name' }, { title: t.note, dataIndex: 'note' },
          { title: t.version, dataIndex: 'version', render: (value: string) => <code>{value.slice(0, 10)}</code> },
          { title: t.state, dataIndex: 'state', render: (value: 'APPROVED') => <Tag color={REVIEW_COLORS[value]}>{t[value]}</Tag> },
          { title: t.submittedBy, dataIndex: 'submittedBy' }, { title: t.submittedAt, dataIndex: 'submittedAt', render: f.time },
        ]} />}</Loaded>
      </Card>
      <Card size="small" title={t.timeLine}>
        <Loaded query={versions}>
          {(data) => (
            <>
              <p>{t.serving}: <code>{data.active?.slice(0, 10)}</code></p>
              <Timeline items={(data.timeLine ?? []).slice().reverse().map((each) => {
                const planned = !each.cancelledBy && new Date(each.activeFrom!) > new Date();
                return {
                  key: each.id,
                  color: each.cancelledBy ? 'gray' : planned ? 'orange' : 'blue',
                  content: (
                    <Space wrap>
                      <span>{f.time(each.activeFrom)}</span><code>{each.version?.slice(0, 10)}</code>
                      {each.version === data.active && <Tag color="success">{t.serving}</Tag>}
                      {planned && <Tag color="warning">{t.planned}</Tag>}
                      <span>{each.recordedBy} {each.reason}</span>
                      <Button size="small" href={address(`${books}/ruleset-versions/${each.version}/archive`)} download>{t.download}</Button>
                      {may('rules-activate') && !planned && each.version !== data.active && <Button size="small" onClick={() => setBack(each.version)}>{t.rollBack}</Button>}
                      {may('rules-activate') && planned && <Button size="small" danger onClick={async () => {
                        await act(() => remove(books + '/ruleset-versions/planned'));
                        await queries.invalidateQueries({ queryKey: [books, 'versions'] });
                      }}>{t.cancelPlanned}</Button>}
                    </Space>
                  ),
                };
              })} />
            </>
          )}
        </Loaded>
      </Card>
      <Modal open={!!back} title={`${t.rollBack} ${back?.slice(0, 10) ?? ''}`} onCancel={() => setBack(undefined)} okButtonProps={{ disabled: !reason.trim() }} onOk={async () => {
        await act(() => post(`${books}/ruleset-versions/${back}/roll-back`, { reason }));
        setBack(undefined);
        await queries.invalidateQueries({ queryKey: [books] });
      }}>
        <Input.TextArea aria-label={t.reason} placeholder={t.reason} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Modal>
    </>
  );
}
