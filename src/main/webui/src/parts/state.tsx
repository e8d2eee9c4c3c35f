import { Alert, App, Button, Result, Skeleton } from 'antd';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Problem } from '../api/call';
import { useWords } from '../language';

const WORDS = {
  unreachable: ['服务连接不上；请检查网络后重试', 'The service can’t be reached; check the connection and try again'],
  forbidden: ['您没有查看此内容的权限', 'You may not see this'],
  again: ['重试', 'Try again'],
  done: ['完成', 'Done'],
} as const;

export function useProblemText() {
  const t = useWords(WORDS);
  return (error: unknown): string => {
    if (!(error instanceof Problem)) return String(error);
    if (error.status === 0) return t.unreachable;
    if (error.status === 403) return t.forbidden;
    const lines = error.errors.map((each) => `${each.pointer}: ${each.message}`);
    return [error.detail || error.title, ...lines].join('\n');
  };
}

export function Forbidden() {
  const t = useWords(WORDS);
  return <Result status="warning" subTitle={t.forbidden} />;
}

/** What was asked for, or why it isn't there yet. */
export function Loaded<T>({ query, children }: { query: Pick<UseQueryResult<T>, 'data' | 'error'> & { refetch: () => unknown }; children: (data: T) => ReactNode }) {
  const t = useWords(WORDS);
  const text = useProblemText();
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) {
    return (
      <Result
        status="warning"
        subTitle={<span style={{ whiteSpace: 'pre-line' }}>{text(query.error)}</span>}
        extra={<Button onClick={() => query.refetch()}>{t.again}</Button>}
      />
    );
  }
  return <Skeleton active paragraph={{ rows: 5 }} />;
}

export function ProblemAlert({ error }: { error: unknown }) {
  const text = useProblemText();
  if (!error) return null;
  return <Alert type="error" showIcon title={<span style={{ whiteSpace: 'pre-line' }}>{text(error)}</span>} style={{ marginBottom: 12 }} />;
}

/** Does something and says how it went. */
export function useDo() {
  const { message } = App.useApp();
  const t = useWords(WORDS);
  const text = useProblemText();
  return async <T,>(action: () => Promise<T>, done: string | null = t.done): Promise<T | undefined> => {
    try {
      const result = await action();
      if (done) message.success(done);
      return result;
    } catch (error) {
      message.error({ content: <span style={{ whiteSpace: 'pre-line' }}>{text(error)}</span>, duration: 8 });
      return undefined;
    }
  };
}
