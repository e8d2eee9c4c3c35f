import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Popconfirm, Select, Table } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { type Api, get, post, remove } from '../api/call';
import { useWords } from '../language';
import { useFormat } from '../parts/format';
import { Loaded, useDo } from '../parts/state';
import { useBooks, useMay } from '../session';
import { RULE_WORDS } from './rules/words';

export default function DraftsPage() {
  const t = useWords(RULE_WORDS);
  const f = useFormat();
  const books = useBooks();
  const may = useMay();
  const act = useDo();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const path = books + '/ruleset-drafts';
  const drafts = useQuery({ queryKey: [path], queryFn: () => get<Api['DraftView'][]>(path) });
  return (
    <>
      <div className="bar">
        <h1>{t.rules}</h1>
        <span className="grow" />
        {may('rules-write') && <Button type="primary" onClick={() => setOpen(true)}>{t.newDraft}</Button>}
      </div>
      <Loaded query={drafts}>{(all) => <Table size="small" rowKey="name" pagination={{ pageSize: 50, hideOnSinglePage: true }} scroll={{ x: 'max-content' }} dataSource={all} columns={[
        { title: t.name, dataIndex: 'name', render: (name: string) => <Link to={encodeURIComponent(name)}>{name}</Link> },
        { title: t.base, dataIndex: 'base', render: (value?: string) => (value ? <code>{value.slice(0, 10)}</code> : '–') },
        { title: t.editors, dataIndex: 'editors', render: (value: string[]) => value.join(', ') }, { title: t.updated, dataIndex: 'updatedAt', render: f.time },
        { title: '', render: (_, row) => may('rules-write') ? (
          <Popconfirm title={t.removeIt} onConfirm={async () => {
            await act(() => remove(`${path}/${encodeURIComponent(row.name!)}`));
            await queries.invalidateQueries({ queryKey: [path] });
          }}><Button size="small" danger>{t.remove}</Button></Popconfirm>
        ) : null },
      ]} />}</Loaded>
      <Modal open={open} title={t.newDraft} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        <Form layout="vertical" initialValues={{ from: 'active' }} onFinish={async (values) => {
          const made = await act(() => post<Api['DraftView']>(path, { name: values.name, from: values.from || undefined }), null);
          if (made) navigate(encodeURIComponent(made.name!));
        }}>
          <Form.Item name="name" label={t.name} rules={[{ required: true, message: t.required }]}><Input autoFocus /></Form.Item>
          <Form.Item name="from" label={t.from}><Select options={[{ value: 'active', label: t.active }, { value: '', label: t.empty }]} /></Form.Item>
          <Button type="primary" htmlType="submit">{t.newDraft}</Button>
        </Form>
      </Modal>
    </>
  );
}
