import { autocompletion, type CompletionContext, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, defaultHighlightStyle, HighlightStyle, StreamLanguage, type StringStream, syntaxHighlighting } from '@codemirror/language';
import { clike } from '@codemirror/legacy-modes/mode/clike';
import { type Diagnostic as Mark, lintGutter, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useContext, useEffect, useRef } from 'react';
import type { Api } from '../../api/call';
import { useLanguage } from '../../language';
import { nonce } from '../../nonce';
import { AppearanceContext } from '../../parts/appearance';

const words = (text: string) => Object.fromEntries(text.split(' ').map((word) => [word, true]));
const drl = StreamLanguage.define(clike({
  name: 'drl',
  keywords: words('package import rule when then end not exists and or in matches contains memberOf true false null extends salience'),
  types: words('Customer Order Decision Param Math String Integer BigDecimal'),
  atoms: words('true false null'),
  hooks: {
    '@': (stream: StringStream) => {
      stream.eatWhile(/[\w$]/);
      return 'meta';
    },
    '#': (stream: StringStream) => {
      stream.skipToEnd();
      return 'comment';
    },
  },
}));

const DARK = [
  EditorView.theme({
    '&': { color: '#d6d6d6', backgroundColor: '#141414' },
    '.cm-content': { caretColor: '#ffffff' },
    '.cm-cursor': { borderLeftColor: '#ffffff' },
    '.cm-gutters': { backgroundColor: '#1c1c1c', color: '#9a9a9a', borderRight: '1px solid #333333' },
    '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'rgba(255, 255, 255, 0.06)' },
    '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: '#264f78' },
    '.cm-panels, .cm-tooltip': { backgroundColor: '#242424', color: '#d6d6d6' },
  }, { dark: true }),
  syntaxHighlighting(HighlightStyle.define([
    { tag: [tags.keyword, tags.atom, tags.bool], color: '#d7a3ee' },
    { tag: [tags.string, tags.special(tags.string)], color: '#f0a58a' },
    { tag: tags.number, color: '#9fd6b0' },
    { tag: [tags.typeName, tags.propertyName, tags.definition(tags.propertyName)], color: '#8fc7f5' },
    { tag: tags.comment, color: '#9aa89a' },
    { tag: [tags.meta, tags.punctuation], color: '#b5b5b5' },
  ])),
];

type Props = { path: string; text: () => string; readOnly: boolean; diagnostics: Api['Diagnostic'][]; completions: string[]; label: string; onChange: (text: string) => void };

/** A file of rules as text. What the service says is wrong is marked at its place. */
export default function Editor({ path, text, readOnly, diagnostics, completions, label, onChange }: Props) {
  const { language } = useLanguage();
  const { appearance } = useContext(AppearanceContext);
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef({ onChange, completions });
  latest.current = { onChange, completions };

  useEffect(() => {
    const complete = (context: CompletionContext) => {
      const word = context.matchBefore(/[\w.$]+/);
      if (!word && !context.explicit) return null;
      return { from: word?.from ?? context.pos, options: latest.current.completions.map((label) => ({ label, type: label.endsWith('(') ? 'function' : 'variable' })), validFor: /^[\w.$]*$/ };
    };
    const made = new EditorView({
      parent: parent.current!,
      state: EditorState.create({
        doc: text(),
        extensions: [
          EditorView.cspNonce.of(nonce),
          lineNumbers(), history(), drawSelection(), bracketMatching(), highlightActiveLine(), highlightSelectionMatches(), search(), lintGutter(),
          appearance === 'dark' ? DARK : syntaxHighlighting(defaultHighlightStyle, { fallback: true }),
          path.endsWith('.yaml') || path.endsWith('.yml') ? yaml() : drl,
          autocompletion({ override: [complete] }),
          keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...completionKeymap, indentWithTab]),
          EditorState.readOnly.of(readOnly),
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    made.scrollDOM.tabIndex = 0; // the keyboard scrolls it too
    view.current = made;
    return () => made.destroy();
    // the text is the editor's own once it is there; another file makes another editor
  }, [path, readOnly, appearance]);

  useEffect(() => {
    const made = view.current!;
    const marks: Mark[] = diagnostics.filter((each) => each.file === path).map((each) => {
      const line = made.state.doc.line(Math.min(Math.max(1, each.line ?? 1), made.state.doc.lines));
      const from = Math.min(line.to, line.from + Math.max(0, (each.column ?? 1) - 1));
      const to = each.length ? Math.min(made.state.doc.length, from + each.length) : line.to;
      return { from, to: Math.max(from, to), severity: each.severity === 'WARNING' ? 'warning' : 'error', message: (language === 'zh' ? each.messageZh : each.messageEn) + (each.hint ? '\n' + each.hint : '') };
    });
    made.dispatch(setDiagnostics(made.state, marks.sort((a, b) => a.from - b.from)));
  }, [diagnostics, path, language, appearance]);

  return <div className="editor" ref={parent} />;
}
