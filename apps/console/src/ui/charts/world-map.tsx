import { geoNaturalEarth1, geoPath } from 'd3-geo';
import { useMemo, useState } from 'react';
import { feature } from 'topojson-client';
import atlas from 'world-atlas/countries-110m.json';
import { countryName } from '../country-name.ts';
import stepClasses from './color-steps.module.css';
import { stepOf } from './color-steps.ts';
import { countryCodeOf } from './country-codes.ts';
import { StepLegend } from './step-legend.tsx';
import classes from './world-map.module.css';

interface WorldMapProps {
  /** In words what it shows; the figures stand in the table below. */
  label: string;
  legend: string;
  /** By alpha-2 code, upper case. */
  values: ReadonlyMap<string, number>;
  format: (value: number) => string;
  /** Opens what is behind a country, by mouse; the keyboard's way is the table. */
  onOpen?: (code: string) => void;
}

const width = 960;
const height = 470;

/** Countries, drawn once: their shapes never change. */
const shapes = (() => {
  const land = feature(atlas, atlas.objects.countries).features.filter(
    ({ properties }) => properties.name !== 'Antarctica',
  );
  const projection = geoNaturalEarth1().fitSize([width, height], { type: 'FeatureCollection', features: land });
  const path = geoPath(projection).digits(1);
  return land.map((country) => ({
    name: country.properties.name,
    code: countryCodeOf(country.id, country.properties.name),
    path: path(country) ?? '',
  }));
})();

/** The world, its countries coloured in steps. */
export function WorldMap({ label, legend, values, format, onOpen }: WorldMapProps) {
  const [hover, setHover] = useState<{ name: string; words: string; x: number; y: number } | null>(null);
  const most = useMemo(() => Math.max(0, ...values.values()), [values]);
  return (
    <figure className={classes.figure}>
      <div className={classes.frame}>
        <svg
          className={classes.map}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={label}
          onPointerLeave={() => setHover(null)}
        >
          {shapes.map(({ name, code, path }) => {
            const value = code === null ? 0 : (values.get(code) ?? 0);
            const isOpen = onOpen !== undefined && code !== null && value > 0;
            // The keyboard's way to a country is the table below.
            return (
              <path
                key={name}
                d={path}
                className={stepClasses.step}
                data-step={stepOf(value, most)}
                data-country={code}
                data-opens={isOpen}
                onPointerMove={({ nativeEvent: { offsetX, offsetY } }) =>
                  setHover({
                    name: code === null ? name : countryName(code),
                    words: format(value),
                    x: offsetX,
                    y: offsetY,
                  })
                }
                {...(isOpen ? { onClick: () => onOpen(code) } : {})}
              />
            );
          })}
        </svg>
        {hover === null ? null : (
          <div className={classes.tip} style={{ left: hover.x, top: hover.y }} aria-hidden>
            {hover.name} <strong>{hover.words}</strong>
          </div>
        )}
      </div>
      {most > 0 ? <StepLegend label={legend} most={most} format={format} /> : null}
    </figure>
  );
}
