import { CheckCircleFilled, ClockCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, DatePicker, Descriptions, Input, Space, Statistic, Table, Tag } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { type Api, get, post } from '../api/call';
import { fill, useWords } from '../language';
import { Grade, useFormat } from '../parts/format';
import { Matrix } from '../parts/Matrix';
import { Loaded, useDo } from '../parts/state';
import { useBooks, useMay } from '../session';
import { REVIEW_COLORS, RULE_WORDS } from './rules/words';

type Review = Api['ReviewView'];
type Movers = { customerCode: string; customerName: string; before?: Api['Standing']; after?: Api['Standing']; limitChange?: number }[];

export default function ReleasePage() {
  const { id } = useParams();
  const books = useBooks();
  const path = `${books}/ruleset-reviews/${id}`;
  const review = useQuery({
    queryKey: [path],
    queryFn: () => get<Review>(path),
    refetchInterval: (query) => (query.state.data?.trial && !query.state.data.trial.done && !query.state.data.trial.lost ? 1_000 : false),
  });
  return <Loaded query={review}>{(data) => <ReviewView review={data} path={path} />}</Loaded>;
}

function Item({ state, children }: { state: 'yes' | 'no' | 'waiting'; children: React.ReactNode }) {
  const icon = state === 'yes' ? <CheckCircleFilled style={{ color: '#0b6e4f' }} /> : state === 'no' ? <CloseCircleFilled style={{ color: '#a8201a' }} /> : <ClockCircleFilled style={{ color: '#8a5a00' }} />;
  return <p style={{ margin: '4px 0' }}>{icon} {children}</p>;
}

function ReviewView({ review, path }: { review: Review; path: string }) {
  const t = useWords(RULE_WORDS);
  const f = useFormat();
  const books = useBooks();
  const may = useMay();
  const act = useDo();
  const queries = useQueryClient();
  const versions = useQuery({ queryKey: [books, 'versions'], queryFn: () => get<Api['VersionsView']>(books + '/ruleset-versions') });
  const serving = !!review.version && versions.data?.active === review.version;
  const [comment, setComment] = useState('');
  const [at, setAt] = useState<Dayjs | null>(null);
  const answer = async (what: string, body: unknown) => {
    await act(() => post(`${path}/${what}`, body));
    setComment('');
    await queries.invalidateQueries();
  };
  const check = review.check as unknown as Api['DraftCheck'] | undefined;
  const trial = review.trial;
  const open = review.state === 'IN_REVIEW';
  const have = review.approvals?.length ?? 0;
  const need = review.approversNeeded ?? 1;
  const cells = (Array.isArray(trial?.migration) ? trial.migration : []) as Api['Cell'][];
  const movers = (Array.isArray(trial?.topMovers) ? trial.topMovers : []) as unknown as Movers;
  const body = { comment: comment || undefined, evidenceHash: review.evidenceHash };
  return (
    <>
      <div className="bar">
        <h1>{t.version} {review.version?.slice(0, 10)}</h1>
        <Tag color={REVIEW_COLORS[review.state!]} data-testid="review-state">{t[review.state as 'APPROVED']}</Tag>
        {serving && <Tag color="success" data-testid="serving">{t.serving}</Tag>}
        <span className="grow" />
      </div>
      <div className="cards">
        <Card size="small" title={t.checklist}>
          <Item state={check?.admitted ? 'yes' : 'no'}>{t.compiled} ({check?.examples ?? 0})</Item>
          <Item state={trial?.done ? 'yes' : trial?.lost ? 'no' : 'waiting'}>{t.tried} {trial?.runId && <Link to={`/${books}/runs/${trial.runId}`}>{t.openRun} {trial.runId}</Link>}</Item>
          <Item state={review.stale?.length ? 'no' : 'yes'}>{t.current}</Item>
          <Item state={have >= need ? 'yes' : 'waiting'}>{fill(t.approved, { have, need })} {review.approvals?.map((each) => each.by).join(', ')}</Item>
          {review.stale?.map((each) => <Alert key={each} type="warning" title={each} style={{ marginTop: 4 }} />)}
          <Descriptions size="small" column={1} style={{ marginTop: 12 }} items={[
            [t.note, review.note], [t.authors, review.authors?.join(', ')], [t.submittedBy, review.submittedBy], [t.submittedAt, f.time(review.submittedAt)], [t.draft, review.draft],
          ].map(([label, children], key) => ({ key, label, children }))} />
          {open && (may('rules-approve') || may('rules-write')) && <Input.TextArea aria-label={t.comment} placeholder={t.comment} value={comment} onChange={(event) => setComment(event.target.value)} rows={2} style={{ marginBottom: 8 }} />}
          <Space wrap>
            {open && may('rules-approve') && <Button type="primary" onClick={() => answer('approve', body)} disabled={!!review.stale?.length}>{t.approve}</Button>}
            {open && may('rules-approve') && <Button danger onClick={() => answer('reject', body)}>{t.reject}</Button>}
            {open && may('rules-write') && <Button onClick={() => answer('evidence', undefined)}>{t.renew}</Button>}
            {open && may('rules-write') && <Button onClick={() => answer('withdraw', body)}>{t.withdraw}</Button>}
            {review.state === 'APPROVED' && versions.data && !serving && may('rules-activate') && (
              <>
                <Button type="primary" onClick={() => answer('activate', {})}>{t.activate}</Button>
                <DatePicker showTime value={at} onChange={setAt} aria-label={t.activateAt} />
                <Button disabled={!at} onClick={() => answer('activate', { at: at!.toISOString() })}>{t.activateAt}</Button>
              </>
            )}
          </Space>
        </Card>
        <Card size="small" title={t.effect}>
          {trial?.done ? (
            <>
              <div className="figures">
                <Statistic title={t.customers} value={f.count(trial.customers)} />
                <Statistic title={t.moved} value={f.count(trial.moved)} />
                <Statistic title={t.limitChange} value={f.money(trial.limitChange)} />
              </div>
              <Matrix cells={cells} />
            </>
          ) : <p>{t.running}</p>}
        </Card>
        {!!movers.length && (
          <Card size="small" title={t.movers} className="wide">
            <Table size="small" rowKey="customerCode" pagination={{ pageSize: 10, hideOnSinglePage: true }} scroll={{ x: 'max-content' }} dataSource={movers} columns={[
              { title: t.customers, render: (_, row) => <Link to={`/${books}/customers/${encodeURIComponent(row.customerCode)}`}>{row.customerCode} {row.customerName}</Link> },
              { title: t.before, render: (_, row) => <Space><Grade grade={row.before?.grade} />{f.money(row.before?.creditLimit?.amount)}</Space> },
              { title: t.after, render: (_, row) => <Space><Grade grade={row.after?.grade} />{f.money(row.after?.creditLimit?.amount)}</Space> },
              { title: t.limitChange, dataIndex: 'limitChange', className: 'number', render: f.money },
            ]} />
          </Card>
        )}
        <Card size="small" title={t.changes} className="wide"><Diff from={review.base} to={review.version} /></Card>
      </div>
    </>
  );
}

function Diff({ from, to }: { from?: string; to?: string }) {
  const t = useWords(RULE_WORDS);
  const books = useBooks();
  const diff = useQuery({ queryKey: [books, 'diff', from, to], queryFn: () => get<Api['RulesetDiff']>(books + '/ruleset-diff', { from, to }), enabled: !!from && !!to });
  if (!from) return <p>{t.none}</p>;
  return (
    <Loaded query={diff}>
      {(data) => (data.files?.length ? (
        <>
          {data.files.map((file) => (
            <div key={file.path} style={{ marginBottom: 12 }}>
              <h2>{file.path} <Tag>{file.kind}</Tag></h2>
              {file.lines?.map((each, index) => (
                <pre className="lines" key={index}>
                  {each.before?.map((line, i) => <div key={'-' + i} className="removed">{(each.beforeLine ?? 0) + i} − {line}</div>)}
                  {each.after?.map((line, i) => <div key={'+' + i} className="added">{(each.afterLine ?? 0) + i} + {line}</div>)}
                </pre>
              ))}
              {file.cells?.map((each) => (
                <pre className="lines" key={`${each.beforeRow} ${each.afterRow} ${each.column}`}>{each.afterRow ?? each.beforeRow}:{each.column} <span className="removed">{each.before}</span> → <span className="added">{each.after}</span></pre>
              ))}
            </div>
          ))}
        </>
      ) : <p>{t.nothing}</p>)}
    </Loaded>
  );
}
