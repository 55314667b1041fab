import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import classes from './line-chart.module.css';
import { niceEnd } from './nice-scale.ts';

/** One measure over time. Measures of one scale share an axis. */
export interface LineSeries {
  readonly id: string;
  readonly label: string;
  readonly scale: string;
  readonly values: readonly (number | null)[];
  /** Of the time compared with, stretch by stretch; drawn dashed. */
  readonly before: readonly (number | null)[] | null;
  readonly format: (value: number | null) => string;
  /** The same on the axis, where there is little room. */
  readonly formatShort: (value: number) => string;
}

interface LineChartProps {
  /** In words what it shows; the figures stand in the table below. */
  label: string;
  /** What each place on the axis is called there, short. */
  marks: readonly string[];
  /** What each place is called in the box beside the pointer. */
  titles: readonly string[];
  /** Up to three, of at most two scales. */
  series: readonly LineSeries[];
  /** What the dashed lines are of. */
  beforeLabel: string | null;
  height?: number;
}

const colorNames = ['--series-1', '--series-2', '--series-3'];

/** Lines over time, with a crosshair that tells all figures of a place. */
export function LineChart({ label, marks, titles, series, beforeLabel, height = 260 }: LineChartProps) {
  const scheme = useComputedColorScheme('light');
  const frame = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<Place | null>(null);
  const data = useMemo(() => dataOf(marks.length, series), [marks, series]);
  useEffect(() => {
    const element = frame.current;
    if (element === null || scheme === undefined) return;
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height,
        legend: { show: false },
        padding: [12, 8, 0, 0],
        cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
        scales: { x: { time: false, range: (_plot, min, max) => [min, Math.max(max, min + 1)] }, ...scalesOf(series) },
        axes: axesOf(marks, series),
        series: [{}, ...linesOf(series)],
        hooks: {
          setCursor: [
            ({ cursor: { idx, left = -1 }, bbox, over }) =>
              setPlace(
                idx === null || idx === undefined || left < 0
                  ? null
                  : { index: idx, left: left + bbox.left / devicePixelRatio, isRight: left > over.clientWidth / 2 },
              ),
          ],
        },
      },
      data,
      element,
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [data, marks, series, height, scheme]);
  return (
    <figure className={classes.figure}>
      <ul className={classes.legend}>
        {series.map(({ id, label: name }, index) => (
          <li key={id} style={{ '--color': `var(${colorNames[index]})` } as React.CSSProperties}>
            <span className={classes.swatch} aria-hidden />
            {name}
          </li>
        ))}
        {beforeLabel === null ? null : (
          <li>
            <span className={classes.dashed} aria-hidden />
            {beforeLabel}
          </li>
        )}
      </ul>
      <div className={classes.frame}>
        <div ref={frame} role="img" aria-label={label} />
        {place === null ? null : <Tip title={titles[place.index] ?? ''} place={place} series={series} />}
      </div>
    </figure>
  );
}

/** Where the pointer is: at which place, how far from the left, and whether in the right half. */
interface Place {
  readonly index: number;
  readonly left: number;
  readonly isRight: boolean;
}

interface TipProps {
  title: string;
  place: Place;
  series: readonly LineSeries[];
}

function Tip({ title, place: { index, left, isRight }, series }: TipProps) {
  return (
    <div className={classes.tip} style={{ left }} data-side={isRight ? 'left' : 'right'} aria-hidden>
      <div className={classes.tipTitle}>{title}</div>
      {series.map(({ id, label, values, before, format }, at) => (
        <div
          key={id}
          className={classes.tipLine}
          style={{ '--color': `var(${colorNames[at]})` } as React.CSSProperties}
        >
          <span className={classes.swatch} />
          {label}
          <strong>{format(values[index] ?? null)}</strong>
          {before === null ? null : <span className={classes.tipBefore}>{format(before[index] ?? null)}</span>}
        </div>
      ))}
    </div>
  );
}

function dataOf(length: number, series: readonly LineSeries[]): uPlot.AlignedData {
  const places = Array.from({ length }, (_, index) => index);
  const cut = (values: readonly (number | null)[]) => places.map((index) => values[index] ?? null);
  return [places, ...series.flatMap(({ values, before }) => [cut(values), ...(before === null ? [] : [cut(before)])])];
}

function scalesOf(series: readonly LineSeries[]): uPlot.Scales {
  return Object.fromEntries(
    series.map(({ scale }) => [scale, { range: (_plot: uPlot, _min: number, max: number) => [0, niceEnd(max)] }]),
  );
}

function linesOf(series: readonly LineSeries[]): uPlot.Series[] {
  return series.flatMap(({ scale, before, values }, index) => {
    const stroke = colorOf(colorNames[index] ?? '--ink');
    const points = { show: values.length < 3, size: 6 };
    const line: uPlot.Series = { scale, stroke, width: 2, points };
    return before === null ? [line] : [line, { ...line, width: 1.5, dash: [5, 4], points: { show: false } }];
  });
}

function axesOf(marks: readonly string[], series: readonly LineSeries[]): uPlot.Axis[] {
  const ink = colorOf('--ink-dim');
  const grid = colorOf('--line');
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const scales = [...new Map(series.map((one) => [one.scale, one.formatShort] as const))];
  return [
    {
      stroke: ink,
      font,
      size: 26,
      grid: { show: false },
      ticks: { show: false },
      space: 60,
      incrs: [1, 2, 7, 14, 30, 60, 91, 182, 365, 730],
      values: (_plot, places) => places.map((place) => marks[place] ?? ''),
    },
    ...scales.map(
      ([scale, format], index): uPlot.Axis => ({
        scale,
        side: index === 0 ? 3 : 1,
        stroke: ink,
        font,
        size: (_plot, values) => 16 + 7 * Math.max(3, ...(values ?? []).map((value) => value.length)),
        grid: index === 0 ? { stroke: grid, width: 1 } : { show: false },
        ticks: { show: false },
        splits: (_plot, _axis, least, most) => [0, 1, 2, 3, 4].map((part) => least + ((most - least) * part) / 4),
        values: (_plot, splits) => splits.map((value) => format(value)),
      }),
    ),
  ];
}

function colorOf(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
