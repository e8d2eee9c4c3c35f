import type { components } from './schema';

/** The types of the service's API, by the names that its OpenAPI gives them. */
export type Api = components['schemas'];

/** A page of a list, and where the next one begins. */
export type Page<T> = { items?: T[]; nextCursor?: string };

/** What the service said was wrong (RFC 9457), or that it couldn't be reached (status 0). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly errors: { pointer: string; message: string }[] = [],
  ) {
    super(detail || title);
  }
}

let csrfToken: string | undefined;

export function keepCsrfToken(token: string | undefined) {
  csrfToken = token;
}

/** Called when the session is over. */
let onUnauthenticated = () => {};

export function whenUnauthenticated(action: () => void) {
  onUnauthenticated = action;
}

type Query = Record<string, string | number | boolean | null | undefined>;

/** An address of the API, with the parameters that have a value. */
export function address(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return '/api/v1/' + path + (text ? '?' + text : '');
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    const body = await response.json();
    return new Problem(response.status, body.title ?? '', body.detail ?? '', body.errors ?? []);
  } catch {
    return new Problem(response.status, response.statusText, '');
  }
}

async function send(method: string, url: string, body?: BodyInit, type?: string, more: HeadersInit = {}) {
  const headers = new Headers(more);
  if (!headers.has('Accept')) headers.set('Accept', 'application/json');
  if (type) headers.set('Content-Type', type);
  if (method !== 'GET' && csrfToken) headers.set('X-CSRF-Token', csrfToken);
  let response: Response;
  try {
    response = await fetch(url, { method, headers, body, credentials: 'same-origin' });
  } catch {
    throw new Problem(0, 'unreachable', '');
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.status === 401) onUnauthenticated();
    throw problem;
  }
  return response;
}

async function json<T>(response: Response): Promise<T> {
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

export async function get<T>(path: string, query?: Query): Promise<T> {
  return json<T>(await send('GET', address(path, query)));
}

/** The text of a file, and the tag of its version. */
export async function getText(path: string): Promise<{ text: string; etag: string | null }> {
  const response = await send('GET', address(path), undefined, undefined, { Accept: '*/*' });
  return { text: await response.text(), etag: response.headers.get('ETag') };
}

export async function post<T>(path: string, body: unknown = undefined): Promise<T> {
  return json<T>(
    await send('POST', address(path), body === undefined ? undefined : JSON.stringify(body), body === undefined ? undefined : 'application/json'),
  );
}

export async function put<T>(path: string, body: unknown, headers?: HeadersInit): Promise<T> {
  return json<T>(await send('PUT', address(path), JSON.stringify(body), 'application/json', headers));
}

export async function remove<T>(path: string, headers?: HeadersInit): Promise<T> {
  return json<T>(await send('DELETE', address(path), undefined, undefined, headers));
}

/** A body that isn't JSON. */
export async function sendBody<T>(method: 'PUT' | 'POST', path: string, body: BodyInit, type: string, headers?: HeadersInit): Promise<T> {
  return json<T>(await send(method, address(path), body, type, headers));
}
