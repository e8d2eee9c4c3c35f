import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { getText, Problem, remove, sendBody } from '../../api/call';
import { useDo } from '../../parts/state';

/** A person stops typing for so long before the file is saved. */
const PAUSE_MS = 700;
/** After a save that failed, for example because the network was away. */
const RETRY_MS = 5_000;

export type SaveState = 'saved' | 'unsaved' | 'failed' | 'conflict';

/** Files being saved, by address: who opens one again waits for what was typed before they left it. */
const underWay = new Map<string, Promise<void>>();

/**
 * A file of a draft that is saved a moment after its last change, when the page is left for another one, and again after a save that failed.
 * Another generation reads the file anew. A change is the text or, where making it takes a while, what makes it. Somebody else's change stops the saving: state "conflict".
 */
export function useAutosave(url: string, enabled: boolean, generation: number, onSaved: () => Promise<void>) {
  const act = useDo();
  const [state, setState] = useState<SaveState>('saved');
  const file = useRef({ etag: null as string | null, latest: undefined as string | (() => string) | undefined, dirty: false, stopped: false });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const saved = useRef(onSaved);
  saved.current = onSaved;
  const content = useQuery({
    queryKey: [url, generation],
    queryFn: async () => {
      await underWay.get(url);
      const found = await getText(url);
      file.current.etag = found.etag;
      return found;
    },
    gcTime: 0,
    staleTime: Infinity,
    enabled,
  });

  /** One save at a time: the next one needs the entity tag of the one before. Answers whether all is saved. */
  async function sendAll(): Promise<boolean> {
    const mine = file.current;
    try {
      while (mine.dirty && !mine.stopped) {
        mine.dirty = false;
        await sendBody('PUT', url, latest()!, 'application/octet-stream', mine.etag ? { 'If-Match': mine.etag } : {});
        mine.etag = (await getText(url)).etag;
      }
      return !mine.dirty;
    } catch (error) {
      mine.dirty = true;
      const status = error instanceof Problem ? error.status : 0;
      if (status === 412) {
        mine.stopped = true;
        setState('conflict');
        return false;
      }
      setState('failed');
      // a refusal stays one; what was away may come back
      if (status === 0 || status >= 500) timer.current = setTimeout(save, RETRY_MS);
      await act(() => Promise.reject(error));
      return false;
    }
  }
  function save() {
    clearTimeout(timer.current);
    if (!file.current.dirty || file.current.stopped || underWay.has(url)) return;
    const sending = sendAll().then((done) => {
      underWay.delete(url);
      if (!done) return;
      setState('saved');
      void saved.current();
    });
    underWay.set(url, sending);
  }
  function change(next: string | (() => string)) {
    file.current.latest = next;
    file.current.dirty = true;
    if (file.current.stopped) return;
    setState('unsaved');
    clearTimeout(timer.current);
    timer.current = setTimeout(save, PAUSE_MS);
  }
  /** What was typed last; undefined: nothing yet. */
  function latest(): string | undefined {
    const { latest } = file.current;
    return typeof latest === 'function' ? latest() : latest;
  }
  /** Removes the file; what was typed into it isn't saved any more. Answers whether it is gone. */
  async function removeFile(): Promise<boolean> {
    file.current.stopped = true;
    clearTimeout(timer.current);
    await underWay.get(url);
    const gone = await act(async () => {
      await remove(url, file.current.etag ? { 'If-Match': file.current.etag } : {});
      return true;
    });
    file.current.stopped = !!gone;
    return !!gone;
  }
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (file.current.dirty) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
      save();
    };
  }, []);
  return { content, state, change, save, latest, removeFile };
}
