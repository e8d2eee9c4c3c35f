import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Spin } from 'antd';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Navigate, Outlet, Route, Routes } from 'react-router';
import { get, keepCsrfToken, whenUnauthenticated } from './api/call';
import { Login } from './pages/Login';
import { Forbidden, Loaded } from './parts/state';
import { type Ledger, type Session, SessionContext, useMay } from './session';
import { Shell } from './Shell';

const Portfolio = lazy(() => import('./pages/Portfolio'));
const Customers = lazy(() => import('./pages/Customers'));
const Customer = lazy(() => import('./pages/Customer'));
const Drafts = lazy(() => import('./pages/Drafts'));
const Draft = lazy(() => import('./pages/Draft'));
const Releases = lazy(() => import('./pages/Releases'));
const Release = lazy(() => import('./pages/Release'));
const Runs = lazy(() => import('./pages/Runs'));
const Run = lazy(() => import('./pages/Run'));
const Inbox = lazy(() => import('./pages/Inbox'));
const Credit = lazy(() => import('./pages/Credit'));
const Import = lazy(() => import('./pages/Import'));
const Settings = lazy(() => import('./pages/Settings'));
const Profile = lazy(() => import('./pages/Profile'));

/** Whether a session began in this browser. */
const BEGUN = 'assay.session';

/** Whoever comes by an address that the menu doesn't show asks for nothing that is refused. */
function Allowed({ permission }: { permission: string }) {
  return useMay()(permission) ? <Outlet /> : <Forbidden />;
}

/** Who is logged in decides what there is. */
export function Application() {
  const queries = useQueryClient();
  const [session, setSession] = useState<Session | null | undefined>(undefined);

  useEffect(() => {
    whenUnauthenticated(end);
    // asked only where a session began: a browser would note a refusal as an error
    if (localStorage.getItem(BEGUN) || location.search === '?begun') get<Session>('session').then(begin).catch(end);
    else end();
  }, []);

  function end() {
    localStorage.removeItem(BEGUN);
    setSession(null);
  }

  function begin(began: Session) {
    localStorage.setItem(BEGUN, 'true');
    keepCsrfToken(began.csrfToken);
    queries.clear();
    setSession(began);
  }

  if (session === undefined) return <Spin fullscreen />;
  if (session === null || session.passwordExpired) return <Login expired={session ?? undefined} begin={begin} />;
  return <Inside session={session} reload={() => get<Session>('session').then(begin)} />;
}

function Inside({ session, reload }: { session: Session; reload: () => void }) {
  const ledgers = useQuery({ queryKey: ['ledgers'], queryFn: () => get<Ledger[]>('ledgers') });
  return (
    <Loaded query={ledgers}>
      {(all) => (
        <SessionContext.Provider value={{ session, ledgers: all, reload }}>
          <Suspense fallback={<Spin fullscreen />}>
            <Routes>
              <Route path="/ledgers/:ledger" element={<Shell />}>
                <Route index element={<Portfolio />} />
                <Route path="customers" element={<Customers />} />
                <Route path="customers/:code" element={<Customer />} />
                <Route element={<Allowed permission="rules-read" />}>
                  <Route path="rules" element={<Drafts />} />
                  <Route path="rules/:draft" element={<Draft />} />
                  <Route path="releases" element={<Releases />} />
                  <Route path="releases/:id" element={<Release />} />
                </Route>
                <Route element={<Allowed permission="run-read" />}>
                  <Route path="runs" element={<Runs />} />
                  <Route path="runs/:id" element={<Run />} />
                </Route>
                <Route path="inbox" element={<Inbox />} />
                <Route path="credit" element={<Credit />} />
                <Route path="import" element={<Import />} />
                <Route path="settings" element={<Settings />} />
                <Route path="profile" element={<Profile />} />
              </Route>
              <Route path="*" element={<Navigate to={all.length ? '/ledgers/' + all[0].code : '/ledgers/none'} replace />} />
            </Routes>
          </Suspense>
        </SessionContext.Provider>
      )}
    </Loaded>
  );
}
