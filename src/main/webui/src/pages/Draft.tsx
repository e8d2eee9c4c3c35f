import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Form, Input, Modal, Segmented, Space, Table, Tabs, Tag, Tree, type TreeDataNode, Upload } from 'antd';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { address, type Api, get, getText, post, sendBody } from '../api/call';
import { fill, useLanguage, useWords } from '../language';
import { Loaded, useDo } from '../parts/state';
import { useBooks, useMay } from '../session';
import { type SaveState, useAutosave } from './rules/autosave';
import { Playground } from './rules/Playground';
import vocabulary from './rules/vocabulary.json';
import { RULE_WORDS } from './rules/words';

const Editor = lazy(() => import('./rules/Editor'));
const Grid = lazy(() => import('./rules/Grid'));

/** What a rule is written with: what it may read and call is the engine's (a test keeps the file equal to it). */
const VOCABULARY = [
  'rule', 'when', 'then', 'end', 'Customer(', '@code("', '@zh("', '@en("', ...vocabulary.facts, ...vocabulary.effects.map((effect) => `$c.${effect}(`),
];

export default function DraftPage() {
  const { draft } = useParams();
  const books = useBooks();
  const path = `${books}/ruleset-drafts/${encodeURIComponent(draft!)}`;
  const query = useQuery({ queryKey: [path], queryFn: () => get<Api['DraftView']>(path) });
  return <Loaded query={query}>{(data) => <DraftView draft={data} path={path} />}</Loaded>;
}

function DraftView({ draft, path }: { draft: Api['DraftView']; path: string }) {
  const t = useWords(RULE_WORDS);
  const { language } = useLanguage();
  const books = useBooks();
  const may = useMay();
  const act = useDo();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [parameters, setParameters] = useSearchParams();
  const files = useMemo(() => (draft.files ?? []).map((each) => each.path!).sort(), [draft]);
  const open = parameters.get('file') ?? files.find((each) => each === 'ruleset.yaml') ?? files[0];
  const [version, setVersion] = useState(0);
  const [check, setCheck] = useState<Api['DraftCheck']>();
  const [checking, setChecking] = useState(false);
  const [submitting, setSubmitting] = useState(false);
  const [naming, setNaming] = useState(false);
  const [reloads, setReloads] = useState(0);
  const writes = may('rules-write');

  const newest = useRef(0);
  const runCheck = useCallback(async () => {
    newest.current += 1;
    const number = newest.current;
    setChecking(true);
    const found = await act(() => post<Api['DraftCheck']>(path + '/check'), null);
    // a slow answer about an older text must not hide the newer one
    if (number !== newest.current) return;
    setChecking(false);
    if (found) setCheck(found);
    setVersion((before) => before + 1);
  }, [path]);
  useEffect(() => {
    void runCheck();
  }, [runCheck]);

  const diagnostics = useMemo(() => [...(check?.problems ?? []), ...(check?.warnings ?? [])], [check]);
  const parametersOfRules = useQuery({
    queryKey: [path, 'parameters', version],
    queryFn: async () => [...(await getText(`${path}/files/ruleset.yaml`)).text.matchAll(/^ {2}(\w+):\s*\{/gm)].map((each) => 'Param.' + each[1]),
    enabled: files.includes('ruleset.yaml'),
  });
  const completions = useMemo(() => [...VOCABULARY, ...(parametersOfRules.data ?? [])], [parametersOfRules.data]);
  const tree = useMemo((): TreeDataNode[] => {
    const folders = new Map<string, string[]>();
    for (const file of files) {
      const slash = file.indexOf('/');
      const folder = slash < 0 ? '' : file.slice(0, slash);
      folders.set(folder, [...(folders.get(folder) ?? []), file]);
    }
    const leaf = (file: string) => {
      const wrong = diagnostics.some((each) => each.file === file && each.severity === 'ERROR');
      return { key: file, title: <span className={wrong ? 'removed' : undefined}>{file.slice(file.indexOf('/') + 1)}</span>, isLeaf: true };
    };
    return [...folders].flatMap(([folder, inside]): TreeDataNode[] => (folder ? [{ key: folder + '/', title: folder, selectable: false, children: inside.map(leaf) }] : inside.map(leaf)));
  }, [files, diagnostics]);

  async function tryOnLedger() {
    const trial = await act(() => post<Api['Trial']>(path + '/trial'), null);
    if (trial) navigate(`/${books}/runs/${trial.runId}`);
  }

  async function appendExample(yaml: string) {
    const file = 'examples/playground.yaml';
    const known = files.includes(file);
    const before = known ? await getText(`${path}/files/${file}`) : { text: 'cases:\n', etag: null };
    await act(() => sendBody('PUT', `${path}/files/${file}`, before.text + yaml, 'application/octet-stream', before.etag ? { 'If-Match': before.etag } : {}), t.saved);
    await queries.invalidateQueries({ queryKey: [path] });
    if (open === file) setReloads((before) => before + 1);
    await runCheck();
  }
  return (
    <>
      <div className="bar">
        <h1>{draft.name}</h1>
        {!writes && <Tag>{t.readOnly}</Tag>}
        <CheckTag check={check} checking={checking} />
        <span className="grow" />
        <Button onClick={runCheck} loading={checking}>{t.check}</Button>
        <Button href={address(path + '/archive')} download>{t.download}</Button>
        {writes && (
          <Upload showUploadList={false} accept=".zip" beforeUpload={async (file) => {
            await act(async () => {
              // each saved file made another version of the draft
              const now = await get<Api['DraftView']>(path);
              await sendBody('PUT', path + '/archive', file, 'application/zip', { 'If-Match': `"${now.version}"` });
            });
            await queries.invalidateQueries({ queryKey: [path] });
            setReloads((before) => before + 1);
            await runCheck();
            return false;
          }}><Button>{t.upload}</Button></Upload>
        )}
        {writes && <Button onClick={tryOnLedger} disabled={!check?.admitted}>{t.try}</Button>}
        {writes && <Button type="primary" onClick={() => setSubmitting(true)} disabled={!check?.admitted}>{t.submit}</Button>}
      </div>
      <div style={{ display: 'grid', gap: 12, gridTemplateColumns: 'minmax(0, 1fr)' }} className="draft">
        <div style={{ display: 'flex', gap: 12, flexWrap: 'wrap', alignItems: 'flex-start' }}>
          <Card size="small" title={t.files} style={{ flex: '1 1 200px', maxWidth: 260 }} extra={writes && <Button size="small" onClick={() => setNaming(true)}>{t.newFile}</Button>}>
            <Tree treeData={tree} selectedKeys={open ? [open] : []} defaultExpandAll onSelect={([key]) => key && setParameters({ file: String(key) })} />
          </Card>
          <div style={{ flex: '4 1 560px', minWidth: 0 }}>
            {open && <FileView key={`${open} ${reloads}`} generation={reloads} path={path} file={open} readOnly={!writes} diagnostics={diagnostics} completions={completions} onSaved={runCheck} onRemoved={async () => {
              setParameters({});
              await queries.invalidateQueries({ queryKey: [path] });
              await runCheck();
            }} onReload={() => setReloads((before) => before + 1)} />}
          </div>
        </div>
        <Card size="small">
          <Tabs items={[
            { key: 'problems', label: `${t.problems} (${check?.problems?.length ?? 0})`, children: <Diagnostics all={diagnostics} language={language} onOpen={(file) => setParameters({ file })} /> },
            { key: 'playground', label: t.playground, children: <Playground path={path} version={version} onExample={writes ? appendExample : undefined} /> },
            { key: 'coverage', label: t.coverage, children: (
              <Table size="small" rowKey="code" pagination={{ pageSize: 20, hideOnSinglePage: true }} scroll={{ x: 'max-content' }} dataSource={check?.coverage?.rules} columns={[
                { title: t.phase, dataIndex: 'phase' }, { title: t.rule, dataIndex: 'name' }, { title: t.file, render: (_, row) => <Button type="link" size="small" onClick={() => setParameters({ file: row.file! })}>{row.file}:{row.line}</Button> },
                { title: t.times, dataIndex: 'fired', className: 'number', render: (value: number) => value || <Tag color="warning">{t.notFired}</Tag> },
              ]} />) },
          ]} />
        </Card>
      </div>
      <Modal open={submitting} title={t.submit} footer={null} onCancel={() => setSubmitting(false)} destroyOnHidden>
        <Form layout="vertical" onFinish={async (values) => {
          const review = await act(() => post<Api['ReviewView']>(path + '/submit', values), null);
          if (review) navigate(`/${books}/releases/${review.id}`);
        }}>
          <Form.Item name="note" label={t.note} rules={[{ required: true, message: t.required }]}><Input.TextArea rows={3} autoFocus /></Form.Item>
          <Button type="primary" htmlType="submit">{t.submit}</Button>
        </Form>
      </Modal>
      <Modal open={naming} title={t.newFile} footer={null} onCancel={() => setNaming(false)} destroyOnHidden>
        <Form layout="vertical" onFinish={async ({ file }) => {
          if (await act(() => sendBody('PUT', `${path}/files/${file}`, file.endsWith('.drl') ? 'package assay.' + file.split('/')[0] + '\n' : '', 'application/octet-stream'), t.saved)) {
            setNaming(false);
            await queries.invalidateQueries({ queryKey: [path] });
            setParameters({ file });
          }
        }}>
          <Form.Item name="file" label={t.path} rules={[{ required: true, message: t.required }]}><Input placeholder="score/mine.drl" autoFocus /></Form.Item>
          <Button type="primary" htmlType="submit">{t.newFile}</Button>
        </Form>
      </Modal>
    </>
  );
}

function CheckTag({ check, checking }: { check?: Api['DraftCheck']; checking: boolean }) {
  const t = useWords(RULE_WORDS);
  if (checking || !check) return <Tag color="processing">…</Tag>;
  return check.admitted
    ? <Tag color="success" data-testid="check">{fill(t.ok, { examples: check.examples ?? 0 })}</Tag>
    : <Tag color="error" data-testid="check">{fill(t.wrong, { count: check.problems?.length ?? 0 })}</Tag>;
}

function Diagnostics({ all, language, onOpen }: { all: Api['Diagnostic'][]; language: 'zh' | 'en'; onOpen: (file: string) => void }) {
  const t = useWords(RULE_WORDS);
  if (!all.length) return <Alert type="success" title={t.none} />;
  return (
    <Table size="small" rowKey={(row) => JSON.stringify(row)} pagination={{ pageSize: 20, hideOnSinglePage: true }} dataSource={all} columns={[
      { title: '', render: (_, row) => <Tag color={row.severity === 'ERROR' ? 'error' : 'warning'}>{row.code}</Tag> },
      { title: t.file, render: (_, row) => <Button type="link" size="small" onClick={() => onOpen(row.file!)}>{row.cell ? `${row.file} ${row.cell}` : `${row.file}:${row.line}:${row.column}`}</Button> },
      { title: t.problems, render: (_, row) => <span>{language === 'zh' ? row.messageZh : row.messageEn} {row.hint}</span> },
    ]} />
  );
}

type FileProps = { path: string; file: string; generation: number; readOnly: boolean; diagnostics: Api['Diagnostic'][]; completions: string[]; onSaved: () => Promise<void>; onRemoved: () => Promise<void>; onReload: () => void };

const SAVE_COLOURS: Record<SaveState, string> = { saved: 'success', unsaved: 'processing', failed: 'error', conflict: 'error' };

function FileView({ path, file, generation, readOnly, diagnostics, completions, onSaved, onRemoved, onReload }: FileProps) {
  const t = useWords(RULE_WORDS);
  const url = `${path}/files/${file.split('/').map(encodeURIComponent).join('/')}`;
  const table = file.endsWith('.csv');
  const binary = /\.xlsx?$/.test(file);
  const [asText, setAsText] = useState(false);
  const { content, state, change, save, latest, removeFile } = useAutosave(url, !binary, generation, onSaved);
  return (
    <Card size="small" title={file} extra={
      <Space>
        {table && <Segmented aria-label={t.file} value={asText ? 'text' : 'grid'} onChange={(value) => setAsText(value === 'text')} options={[{ value: 'grid', label: '▦' }, { value: 'text', label: 'CSV' }]} />}
        <Tag color={SAVE_COLOURS[state]} data-testid="save-state">{t[state]}</Tag>
        {!readOnly && <Button size="small" danger onClick={async () => (await removeFile()) && onRemoved()}>{t.remove}</Button>}
      </Space>}>
      {state === 'conflict' && <Alert type="error" title={t.conflictHelp} action={<Button size="small" onClick={onReload}>{t.reload}</Button>} style={{ marginBottom: 8 }} />}
      {state === 'failed' && <Alert type="error" title={t.failedHelp} action={<Button size="small" onClick={save}>{t.saveAgain}</Button>} style={{ marginBottom: 8 }} />}
      {binary ? <Alert type="info" title={t.binary} /> : (
        <Loaded query={content}>
          {(data) => (
            <Suspense fallback={null}>
              {table && !asText
                ? <Grid path={file} text={() => latest() ?? data.text} readOnly={readOnly} diagnostics={diagnostics} onChange={change} />
                : <Editor path={file} text={() => latest() ?? data.text} readOnly={readOnly} diagnostics={diagnostics} completions={completions} label={file} onChange={change} />}
            </Suspense>
          )}
        </Loaded>
      )}
    </Card>
  );
}
