import { Alert, Button, DatePicker, Input, Space, Table, Tag } from 'antd';
import type { Dayjs } from 'dayjs';
import { useEffect, useState } from 'react';
import { type Api, post } from '../../api/call';
import { useLanguage, useWords } from '../../language';
import { Grade, useFormat } from '../../parts/format';
import { ProblemAlert } from '../../parts/state';
import { RULE_WORDS } from './words';

type Props = { path: string; version: number; onExample?: (yaml: string) => void };

/** What the draft decides about a customer, or about facts that are typed in; again whenever the draft was saved. */
export function Playground({ path, version, onExample }: Props) {
  const t = useWords(RULE_WORDS);
  const f = useFormat();
  const { language } = useLanguage();
  const [code, setCode] = useState('');
  const [asOf, setAsOf] = useState<Dayjs | null>(null);
  const [facts, setFacts] = useState('');
  const [answer, setAnswer] = useState<Api['DraftEvaluation']>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);

  async function run() {
    setBusy(true);
    setError(undefined);
    try {
      const body = facts.trim() ? { facts: JSON.parse(facts) } : { customerCode: code.trim(), asOf: asOf?.format('YYYY-MM-DD') };
      setAnswer(await post<Api['DraftEvaluation']>(path + '/evaluations', body));
    } catch (failure) {
      setAnswer(undefined);
      setError(failure);
    } finally {
      setBusy(false);
    }
  }
  useEffect(() => {
    if (answer) void run();
  }, [version]);

  const decision = answer?.decision;
  return (
    <>
      <Space wrap style={{ marginBottom: 8 }}>
        <Input aria-label={t.customer} placeholder={t.customer} value={code} onChange={(event) => setCode(event.target.value)} style={{ width: 160 }} onPressEnter={run} />
        <DatePicker aria-label="asOf" value={asOf} onChange={setAsOf} />
        <Button type="primary" loading={busy} onClick={run} disabled={!code.trim() && !facts.trim()}>{t.run}</Button>
      </Space>
      <Input.TextArea aria-label={t.facts} placeholder={`${t.facts} {"paymentIndex": 80, "paidInvoices12m": 12, "tenureDays": 400}`} value={facts} onChange={(event) => setFacts(event.target.value)} rows={3} style={{ marginBottom: 8 }} />
      <ProblemAlert error={error} />
      {!!answer?.problems?.length && <Alert type="error" title={answer.problems.map((each) => (language === 'zh' ? each.messageZh : each.messageEn)).join('\n')} />}
      {decision && (
        <>
          <Space wrap style={{ marginBottom: 8 }} data-testid="playground-result">
            <Grade grade={decision.grade} provisional={decision.provisional} /> {t.score} {f.decimal(decision.score)} · {decision.creditLimit?.type === 'AMOUNT' ? f.money(decision.creditLimit.amount) : decision.creditLimit?.type}
            <Tag>{decision.paymentTerm?.type} {decision.paymentTerm?.creditPeriodDays}</Tag>
            {onExample && <Button size="small" onClick={() => onExample(example(answer))}>{t.asExample}</Button>}
          </Space>
          <Table size="small" rowKey="code" pagination={false} dataSource={answer.fired} columns={[
            { title: t.phase, dataIndex: 'phase' }, { title: t.fired, dataIndex: 'rule', render: (value: string, row) => <span className="added" title={`${row.file}:${row.line}`}>{value}</span> }, { title: t.file, render: (_, row) => `${row.file}:${row.line}` },
          ]} />
        </>
      )}
    </>
  );
}

/** A case for a file of examples: the facts that the rules read, and what came out. */
function example(answer: Api['DraftEvaluation']): string {
  const decision = answer.decision!;
  const facts = Object.entries((decision.facts ?? {}) as Record<string, unknown>).filter(([, value]) => value !== null && typeof value !== 'object');
  const line = ([name, value]: [string, unknown]) => `      ${name}: ${JSON.stringify(value)}`;
  return [
    `  - name: ${JSON.stringify(`${decision.customerCode ?? 'facts'} ${decision.asOf ?? ''}`.trim())}`,
    '    facts:', ...facts.map(line),
    '    expect:', `      grade: ${decision.grade}`, `      category: ${decision.category}`,
    `    fires: [${(answer.fired ?? []).map((each) => each.code).join(', ')}]`, '',
  ].join('\n');
}
