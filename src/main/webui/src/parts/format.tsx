import { Tag, Tooltip } from 'antd';
import dayjs from 'dayjs';
import { useLanguage } from '../language';

/** Numbers as people of the language write them. */
export function useFormat() {
  const { language } = useLanguage();
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const money = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const short = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const unknown = '–';
  const of = (format: Intl.NumberFormat) => (value: number | null | undefined) =>
    value === null || value === undefined ? unknown : format.format(value);
  return {
    money: of(money),
    short: of(short),
    count: of(count),
    decimal: of(decimal),
    share: of(share),
    time: (value: string | null | undefined) => (value ? dayjs(value).format('YYYY-MM-DD HH:mm') : unknown),
    day: (value: string | null | undefined) => value ?? unknown,
  };
}

const GRADE_COLORS = ['#0b6e4f', '#1d5fa8', '#8a5a00', '#a8201a', '#6b2a8a', '#4a4a4a'];

/** One colour for each grade: by its letter, so that it is the same on every page. */
export function gradeColor(grade: string): string {
  const index = grade.charCodeAt(0) - 'A'.charCodeAt(0);
  return GRADE_COLORS[((index % GRADE_COLORS.length) + GRADE_COLORS.length) % GRADE_COLORS.length];
}

export function Grade({ grade, provisional, provisionalWord }: { grade?: string | null; provisional?: boolean; provisionalWord?: string }) {
  if (!grade) return <span>–</span>;
  const tag = (
    <Tag color={gradeColor(grade)} variant="solid" style={{ minWidth: 28, textAlign: 'center', fontWeight: 600, marginInlineEnd: 0 }}>
      {grade}
      {provisional ? '*' : ''}
    </Tag>
  );
  return provisional && provisionalWord ? <Tooltip title={provisionalWord}>{tag}</Tooltip> : tag;
}
