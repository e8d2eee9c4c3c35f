/** The page's nonce: without it the page's policy refuses style elements. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? '';

// Libraries write style elements, some without asking for a nonce (to measure scroll bars, say).
const create = document.createElement.bind(document);
document.createElement = ((name: string, options?: ElementCreationOptions) => {
  const element = create(name, options);
  if (name.toLowerCase() === 'style') (element as HTMLStyleElement).nonce = nonce;
  return element;
}) as typeof document.createElement;
