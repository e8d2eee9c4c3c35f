import { Alert, Button, Card, Form, Input, Space, Tag } from 'antd';
import { useState } from 'react';
import { type Api, post, put } from '../api/call';
import { useWords } from '../language';
import { useDo } from '../parts/state';
import { useSession } from '../session';

const WORDS = {
  title: ['我的账户', 'My account'],
  roles: ['角色', 'Roles'],
  password: ['修改密码', 'Change the password'],
  current: ['当前密码', 'Current password'],
  wanted: ['新密码', 'New password'],
  changed: ['密码已修改', 'The password was changed'],
  second: ['双重验证', 'Second factor'],
  enrol: ['启用', 'Set up'],
  scan: ['在验证器应用中输入此密钥，然后填写验证码：', 'Enter this secret in your authenticator app, then its code:'],
  code: ['验证码', 'Code'],
  confirm: ['确认', 'Confirm'],
  removal: ['停用（需验证码）', 'Take it away (with a code)'],
  required: ['必填', 'Required'],
  enabled: ['已启用', 'It is set up'],
} as const;

export default function ProfilePage() {
  const t = useWords(WORDS);
  const { session } = useSession();
  const act = useDo();
  const [form] = Form.useForm();
  const [enrolment, setEnrolment] = useState<Api['Enrolment']>();
  const required = [{ required: true, message: t.required }];
  return (
    <>
      <div className="bar"><h1>{t.title}: {session.username}</h1>{session.roles?.map((each) => <Tag key={each}>{each}</Tag>)}</div>
      <div className="cards">
        <Card size="small" title={t.password}>
          <Form form={form} layout="vertical" onFinish={async (values) => {
            await act(() => put('session/password', values), t.changed);
            form.resetFields();
          }}>
            <Form.Item name="current" label={t.current} rules={required}><Input.Password autoComplete="current-password" /></Form.Item>
            <Form.Item name="wanted" label={t.wanted} rules={required}><Input.Password autoComplete="new-password" /></Form.Item>
            <Button type="primary" htmlType="submit">{t.password}</Button>
          </Form>
        </Card>
        <Card size="small" title={t.second}>
          {!enrolment && <Button onClick={async () => setEnrolment(await act(() => post<Api['Enrolment']>('session/second-factor'), null))}>{t.enrol}</Button>}
          {enrolment && (
            <>
              <Alert type="info" title={t.scan} description={<code style={{ overflowWrap: 'anywhere' }}>{enrolment.secret}</code>} style={{ marginBottom: 8 }} />
              <Form layout="inline" onFinish={async (values) => {
                await act(() => put('session/second-factor', values), t.enabled);
                setEnrolment(undefined);
              }}>
                <Form.Item name="code" label={t.code} rules={required}><Input inputMode="numeric" /></Form.Item>
                <Button type="primary" htmlType="submit">{t.confirm}</Button>
              </Form>
            </>
          )}
          <Form name="removal" layout="inline" style={{ marginTop: 12 }} onFinish={(values) => act(() => post('session/second-factor/removal', values))}>
            <Form.Item name="code" label={t.code} rules={required}><Input inputMode="numeric" /></Form.Item>
            <Space><Button htmlType="submit">{t.removal}</Button></Space>
          </Form>
        </Card>
      </div>
    </>
  );
}
