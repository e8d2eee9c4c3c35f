import { Alert, Button, Card, Form, Input } from 'antd';
import { useState } from 'react';
import { post, Problem, put } from '../api/call';
import { useLanguage, useWords } from '../language';
import { ProblemAlert } from '../parts/state';
import type { Session } from '../session';

const WORDS = {
  title: ['登录 Assay', 'Log in to Assay'],
  subtitle: ['客户评级与信用管理', 'Customer grading and credit'],
  username: ['用户名', 'User name'],
  password: ['密码', 'Password'],
  code: ['动态验证码（如已启用）', 'Code of your authenticator, if you have one'],
  login: ['登录', 'Log in'],
  wrong: ['用户名、密码或验证码不正确，或账户已锁定', 'User name, password or code is wrong, or the account is locked'],
  expired: ['密码已过期，请设置新密码', 'Your password has expired; choose another'],
  wanted: ['新密码', 'New password'],
  change: ['修改密码', 'Change the password'],
  language: ['English', '中文'],
  required: ['必填', 'Required'],
} as const;

/** The way in; also where a person chooses another password because the present one isn't valid any more. */
export function Login({ expired, begin }: { expired?: Session; begin: (session: Session) => void }) {
  const t = useWords(WORDS);
  const { language, choose } = useLanguage();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);

  async function submit(values: { username: string; password: string; code?: string; wanted?: string }) {
    setBusy(true);
    setError(undefined);
    try {
      if (expired) {
        await put('session/password', { current: values.password, wanted: values.wanted });
        begin(await post<Session>('session', { username: expired.username, password: values.wanted, code: values.code || undefined }));
      } else {
        begin(await post<Session>('session', { username: values.username, password: values.password, code: values.code || undefined }));
      }
    } catch (failure) {
      setError(failure instanceof Problem && failure.status === 401 ? new Problem(401, t.wrong, t.wrong) : failure);
    } finally {
      setBusy(false);
    }
  }

  return (
    <main style={{ minHeight: '100vh', display: 'grid', placeItems: 'center', background: '#0b2a4a', padding: 12 }}>
      <Card style={{ width: 'min(400px, 94vw)' }}>
        <div style={{ display: 'flex', justifyContent: 'space-between', alignItems: 'start' }}>
          <div>
            <h1 style={{ margin: 0, fontSize: 22 }}>{t.title}</h1>
            <p>{t.subtitle}</p>
          </div>
          <Button onClick={() => choose(language === 'zh' ? 'en' : 'zh')}>{t.language}</Button>
        </div>
        {expired && <Alert type="warning" title={t.expired} style={{ marginBottom: 12 }} />}
        <ProblemAlert error={error} />
        <Form layout="vertical" onFinish={submit} requiredMark={false}>
          {!expired && (
            <Form.Item name="username" label={t.username} rules={[{ required: true, message: t.required }]}>
              <Input autoFocus autoComplete="username" />
            </Form.Item>
          )}
          <Form.Item name="password" label={t.password} rules={[{ required: true, message: t.required }]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          {expired && (
            <Form.Item name="wanted" label={t.wanted} rules={[{ required: true, message: t.required }]}>
              <Input.Password autoComplete="new-password" />
            </Form.Item>
          )}
          <Form.Item name="code" label={t.code}>
            <Input inputMode="numeric" autoComplete="one-time-code" />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={busy}>{expired ? t.change : t.login}</Button>
        </Form>
      </Card>
    </main>
  );
}
