import { theme } from 'antd';
import { BarChart, HeatmapChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useContext, useEffect, useRef } from 'react';
import { AppearanceContext } from './appearance';

echarts.use([BarChart, HeatmapChart, LineChart, AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent,
  VisualMapComponent, CanvasRenderer]);

type Props = { label: string; option: echarts.EChartsCoreOption; height?: number; onClick?: (event: echarts.ECElementEvent) => void };

/** A chart that fills its width. Tooltips are drawn, not written as HTML, which the page's policy would refuse. */
export default function Chart({ label, option, height = 260, onClick }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<echarts.ECharts>(null);
  const click = useRef(onClick);
  click.current = onClick;
  const { token } = theme.useToken();
  const dark = useContext(AppearanceContext).appearance === 'dark';
  useEffect(() => {
    const made = echarts.init(element.current!, dark ? 'dark' : undefined);
    chart.current = made;
    made.on('click', (event) => click.current?.(event as echarts.ECElementEvent));
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(element.current!);
    return () => {
      watch.disconnect();
      made.dispose();
    };
  }, [dark]);
  useEffect(() => {
    chart.current!.setOption(
      {
        animation: false,
        backgroundColor: 'transparent',
        textStyle: { color: token.colorText, fontFamily: token.fontFamily },
        tooltip: { renderMode: 'richText', confine: true },
        ...option,
      },
      true,
    );
  }, [option, token, dark]);
  return <div ref={element} role="img" aria-label={label} style={{ height, width: '100%' }} />;
}
