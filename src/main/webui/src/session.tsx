import { createContext, useContext } from 'react';
import { useParams } from 'react-router';
import type { Api } from './api/call';

export type Session = Api['SessionView'];
export type Ledger = Api['LedgerView'];

export const SessionContext = createContext<{ session: Session; ledgers: Ledger[]; reload: () => void } | null>(null);

export function useSession() {
  const value = useContext(SessionContext);
  if (!value) throw new Error('Nobody is logged in');
  return value;
}

/** Whether the person may; a control that would fail isn't shown. */
export function useMay() {
  const { session } = useSession();
  return (permission: string) => session.permissions?.includes(permission) ?? false;
}

/** The ledger that the address names. */
export function useLedger(): Ledger {
  const { ledgers } = useSession();
  const { ledger } = useParams();
  const found = ledgers.find((each) => each.code === ledger);
  if (!found) throw new Error(`There is no ledger ${ledger}`);
  return found;
}

/** Address of the API for the ledger that the page's address names. */
export function useBooks(): string {
  return 'ledgers/' + encodeURIComponent(useLedger().code!);
}
