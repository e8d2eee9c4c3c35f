import { BarChartOutlined, CheckSquareOutlined, CloudUploadOutlined, CreditCardOutlined, FileDoneOutlined, FileTextOutlined, GlobalOutlined,
  InboxOutlined, LogoutOutlined, MoonOutlined, SettingOutlined, SunOutlined, TeamOutlined, UserOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Badge, Button, Drawer, Dropdown, Empty, Grid, Layout, Menu, Select, Spin } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useContext, useState } from 'react';
import { Link, Outlet, useLocation, useNavigate, useParams } from 'react-router';
import { type Api, get, remove } from './api/call';
import { useLanguage, useWords } from './language';
import { AppearanceContext } from './parts/appearance';
import { FaultBoundary } from './parts/FaultBoundary';
import { useMay, useSession } from './session';

const WORDS = {
  portfolio: ['客户组合', 'Portfolio'],
  customers: ['客户', 'Customers'],
  rules: ['规则', 'Rules'],
  releases: ['发布', 'Releases'],
  runs: ['批量评级', 'Runs'],
  inbox: ['待办', 'Inbox'],
  credit: ['信用与催收', 'Credit and arrears'],
  import: ['导入', 'Import'],
  settings: ['设置', 'Settings'],
  profile: ['我的账户', 'My account'],
  logout: ['退出登录', 'Log out'],
  ledger: ['账套', 'Ledger'],
  menu: ['菜单', 'Menu'],
  language: ['English', '中文'],
  dark: ['深色模式', 'Dark mode'],
  light: ['浅色模式', 'Light mode'],
  noLedger: ['还没有账套。管理员通过 PUT /api/v1/ledgers/{code} 建立。', 'There is no ledger yet. An administrator makes one with PUT /api/v1/ledgers/{code}.'],
  skip: ['跳到正文', 'Skip to content'],
} as const;

/** The frame around every page. */
export function Shell() {
  const t = useWords(WORDS);
  const may = useMay();
  const { session, ledgers } = useSession();
  const { language, choose } = useLanguage();
  const looks = useContext(AppearanceContext);
  const { ledger } = useParams();
  const location = useLocation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const wide = Grid.useBreakpoint().lg ?? true;
  const [open, setOpen] = useState(false);
  const known = ledgers.some((each) => each.code === ledger);
  const base = '/ledgers/' + encodeURIComponent(ledger ?? '');
  const page = location.pathname.slice(base.length + 1).split('/')[0] || 'portfolio';
  const waiting = useQuery({
    queryKey: [ledger, 'inbox'],
    queryFn: () => get<Api['Item'][]>(`ledgers/${encodeURIComponent(ledger!)}/inbox`),
    enabled: known && may('change-approve'),
    refetchInterval: 60_000,
  });

  const link = (to: string, word: string) => <Link to={base + to} onClick={() => setOpen(false)}>{word}</Link>;
  const items = [
    may('portfolio-read') && { key: 'portfolio', icon: <BarChartOutlined />, label: link('', t.portfolio) },
    may('portfolio-read') && { key: 'customers', icon: <TeamOutlined />, label: link('/customers', t.customers) },
    may('rules-read') && { key: 'rules', icon: <FileTextOutlined />, label: link('/rules', t.rules) },
    may('rules-read') && { key: 'releases', icon: <FileDoneOutlined />, label: link('/releases', t.releases) },
    may('run-read') && { key: 'runs', icon: <CheckSquareOutlined />, label: link('/runs', t.runs) },
    may('portfolio-read') && {
      key: 'inbox',
      icon: <InboxOutlined />,
      label: <Badge size="small" offset={[14, 0]} count={waiting.data?.length ?? 0}>{link('/inbox', t.inbox)}</Badge>,
    },
    may('credit-read') && { key: 'credit', icon: <CreditCardOutlined />, label: link('/credit', t.credit) },
    (may('customer-write') || may('document-write')) && { key: 'import', icon: <CloudUploadOutlined />, label: link('/import', t.import) },
    { key: 'settings', icon: <SettingOutlined />, label: link('/settings', t.settings) },
  ].filter((each) => !!each);
  const menu = <Menu mode="inline" selectedKeys={[page]} items={items} style={{ borderInlineEnd: 0 }} />;

  async function logout() {
    await remove('session').catch(() => undefined);
    queries.clear();
    localStorage.removeItem('assay.session');
    window.location.assign('/');
  }

  return (
    <Layout style={{ minHeight: '100vh' }}>
      <a className="skip" href="#content">{t.skip}</a>
      <Layout.Header style={{ display: 'flex', alignItems: 'center', gap: 8, paddingInline: 12, background: '#0b2a4a', position: 'sticky', top: 0, zIndex: 10 }}>
        {!wide && <Button aria-label={t.menu} icon={<BarChartOutlined />} onClick={() => setOpen(true)} />}
        <Link to={base} style={{ color: '#f3b73c', fontWeight: 700, fontSize: 18, letterSpacing: 1 }}>ASSAY</Link>
        <Select
          aria-label={t.ledger}
          value={ledger}
          style={{ minWidth: 120, maxWidth: 260, flex: '0 1 220px' }}
          options={ledgers.map((each) => ({ value: each.code, label: each.name || each.code }))}
          onChange={(code) => navigate('/ledgers/' + encodeURIComponent(code))}
        />
        <span style={{ flex: 1 }} />
        <Button aria-label={t.language} icon={<GlobalOutlined />} onClick={() => choose(language === 'zh' ? 'en' : 'zh')}>
          {wide ? t.language : null}
        </Button>
        <Button
          aria-label={looks.appearance === 'dark' ? t.light : t.dark}
          icon={looks.appearance === 'dark' ? <SunOutlined /> : <MoonOutlined />}
          onClick={() => looks.choose(looks.appearance === 'dark' ? 'light' : 'dark')}
        />
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: 'profile', icon: <UserOutlined />, label: t.profile, onClick: () => navigate(base + '/profile') },
              { key: 'logout', icon: <LogoutOutlined />, label: t.logout, onClick: logout },
            ],
          }}
        >
          <Button aria-label={session.username} icon={<UserOutlined />}>{wide ? session.username : null}</Button>
        </Dropdown>
      </Layout.Header>
      <Layout>
        {wide ? (
          <Layout.Sider theme="light" width={200} style={{ position: 'sticky', top: 64, height: 'calc(100vh - 64px)', overflow: 'auto' }}>{menu}</Layout.Sider>
        ) : (
          <Drawer open={open} onClose={() => setOpen(false)} placement="left" size={260} title={t.menu} styles={{ body: { padding: 0 } }}>{menu}</Drawer>
        )}
        <Layout.Content id="content">
          <main className="page">
            {known ? (
              <FaultBoundary key={location.pathname}>
                <Suspense fallback={<Spin />}>
                  <Outlet />
                </Suspense>
              </FaultBoundary>
            ) : (
              <Empty description={t.noLedger} />
            )}
          </main>
        </Layout.Content>
      </Layout>
    </Layout>
  );
}
