import { Button, Result } from 'antd';
import { Component, type ReactNode } from 'react';
import { useWords } from '../language';

const WORDS = {
  fallen: ['此页面出错了', 'This page failed'],
  help: ['其他页面不受影响。重新载入；若仍出错，请把下面的内容告知管理员', 'Other pages aren’t affected. Load it again; if it fails again, tell your administrator what is below'],
  reload: ['重新载入', 'Load again'],
} as const;

function Fallen({ error }: { error: Error }) {
  const t = useWords(WORDS);
  return <Result status="error" title={t.fallen} subTitle={<>{t.help}<br /><code>{error.message}</code></>} extra={<Button type="primary" onClick={() => location.reload()}>{t.reload}</Button>} />;
}

/** A fault of one page leaves the menu and the other pages standing. */
export class FaultBoundary extends Component<{ children: ReactNode }, { error?: Error }> {
  state: { error?: Error } = {};

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  render() {
    return this.state.error ? <Fallen error={this.state.error} /> : this.props.children;
  }
}
