import type { InviteFrame } from '@foyer/protocol/invite';
import type { PreviewGeometry } from '@foyer/protocol/invite-preview';
import { Button, SegmentedControl } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import {
  IconDeviceDesktop,
  IconDeviceMobile,
  IconMaximize,
  IconPlayerPlayFilled,
  IconPlayerStopFilled,
} from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsNarrow } from '../../ui/narrow.ts';
import { FullSizePlay } from './full-size-play.tsx';
import classes from './invite-stage.module.css';
import { type InviteValues, type OverlayKind, overlayKinds, type PlaceValues } from './invite-values.ts';
import { placeOfPoint } from './place-of-point.ts';
import { StageHandle } from './stage-handle.tsx';
import { usePreview } from './use-preview.ts';

const screens = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 760 } } as const;
type Screen = keyof typeof screens;
/** Around the page, so that one sees what is off it. px */
const rim = 52;
const tallest = 480;

interface InviteStageProps {
  values: InviteValues;
  invite: InviteFrame;
  /** What can be moved. */
  moves: 'places' | 'texts' | 'nothing';
  onPlace: (side: 'start' | 'end', place: PlaceValues) => void;
  onText: (kind: OverlayKind, at: { x: number; y: number }) => void;
}

/** A web page with the invite on it, drawn by the visitor script's own code: for arranging it, and for seeing it play. */
export function InviteStage({ values, invite, moves, onPlace, onText }: InviteStageProps) {
  const { t } = useTranslation('invites');
  const isNarrow = useIsNarrow();
  const [screen, setScreen] = useState<Screen>(isNarrow ? 'phone' : 'desktop');
  const [isFullSize, setFullSize] = useState(false);
  const frame = useRef<HTMLIFrameElement>(null);
  const { ref, width } = useElementSize();
  const preview = usePreview(frame, invite);
  const { isPlaying, state, stop } = preview;
  const size = screens[screen];
  const scale = width === 0 ? 0 : Math.min((width - 2 * rim) / size.width, (tallest - 2 * rim) / size.height, 1);

  // When it has gone, as a visitor would see it go, there is something to arrange again.
  const isOver = isPlaying && state !== null && state !== 'shown';
  const leavesForMs = invite.exit.kind === 'none' ? 0 : invite.exit.durationMs;
  useEffect(() => {
    if (!isOver) return;
    const timer = setTimeout(stop, leavesForMs + 900);
    return () => clearTimeout(timer);
  }, [isOver, leavesForMs, stop]);

  const geometry = preview.geometry;
  const isCurrent = geometry !== null && geometry.window.width === size.width;
  return (
    <section className={classes.root} aria-label={t('stage.label')}>
      <div className={classes.tools}>
        <SegmentedControl
          size="xs"
          aria-label={t('stage.screen')}
          value={screen}
          onChange={(value) => setScreen(value as Screen)}
          data={[
            {
              value: 'desktop',
              label: <Device icon={<IconDeviceDesktop size={14} aria-hidden />} name={t('stage.desktop')} />,
            },
            {
              value: 'phone',
              label: <Device icon={<IconDeviceMobile size={14} aria-hidden />} name={t('stage.phone')} />,
            },
          ]}
        />
        <span className={classes.toolsRest} />
        {isPlaying ? (
          <Button variant="default" leftSection={<IconPlayerStopFilled size={13} />} onClick={stop}>
            {t('stage.stop')}
          </Button>
        ) : (
          <Button leftSection={<IconPlayerPlayFilled size={13} />} onClick={preview.play}>
            {t('stage.play')}
          </Button>
        )}
        <Button variant="default" leftSection={<IconMaximize size={13} />} onClick={() => setFullSize(true)}>
          {t('stage.fullSize')}
        </Button>
      </div>
      <div ref={ref} className={classes.stage} style={{ height: size.height * scale + 2 * rim }}>
        <div
          className={classes.page}
          data-screen={screen}
          style={{ width: size.width * scale, height: size.height * scale }}
        >
          <div className={classes.window}>
            <iframe
              ref={frame}
              src="/invite-preview"
              title={t('stage.frame')}
              className={classes.frame}
              // At rest one works on it by the handles above it; played, it is a visitor's page.
              inert={!isPlaying}
              style={{ width: size.width, height: size.height, transform: `scale(${scale})` }}
            />
          </div>
          {isPlaying || !isCurrent || geometry === null ? null : (
            <Handles
              geometry={geometry}
              scale={scale}
              values={values}
              moves={moves}
              onPlace={onPlace}
              onText={onText}
            />
          )}
        </div>
      </div>
      <p className={classes.status} role="status">
        {preview.hasFailed
          ? t('stage.failed')
          : isPlaying && state !== null && state !== 'shown'
            ? t(`stage.${state}`)
            : isPlaying
              ? t('stage.playing')
              : t(`stage.${moves}`)}
      </p>
      <FullSizePlay isOpen={isFullSize} invite={invite} onClose={() => setFullSize(false)} />
    </section>
  );
}

function Device({ icon, name }: { icon: React.ReactNode; name: string }) {
  return (
    <span className={classes.device}>
      {icon} {name}
    </span>
  );
}

interface HandlesProps extends Pick<InviteStageProps, 'values' | 'moves' | 'onPlace' | 'onText'> {
  geometry: PreviewGeometry;
  scale: number;
}

function Handles({ geometry, scale, values, moves, onPlace, onText }: HandlesProps) {
  const { t } = useTranslation('invites');
  const { window, box, start, texts } = geometry;
  if (moves === 'nothing') return null;
  if (moves === 'texts')
    return overlayKinds.map((kind) => {
      const text = texts[kind];
      if (text === null) return null;
      const percent = (px: number, length: number) => Math.max(0, Math.min(100, Math.round((px / length) * 100)));
      return (
        <StageHandle
          key={kind}
          kind="text"
          label={t('stage.textHandle', {
            name: t(`field.overlay.${kind}`),
            x: values.overlay[kind].x,
            y: values.overlay[kind].y,
          })}
          mark={null}
          at={text}
          size={text}
          scale={scale}
          step={{ x: box.width / 100, y: box.height / 100 }}
          onMove={({ x, y }) => onText(kind, { x: percent(x - box.x, box.width), y: percent(y - box.y, box.height) })}
        />
      );
    });
  const place = (side: 'start' | 'end') => {
    const { name, x, xUnit, y, yUnit } = values[side];
    return name === 'own' ? t('ownPosition', { x: `${x} ${xUnit}`, y: `${y} ${yUnit}` }) : t(`position.${name}`);
  };
  const step = { x: window.width / 100, y: window.height / 100 };
  const isSliding = values.animation === 'slide' || values.animation === 'slide-fade' || values.exit === 'slide';
  return (
    <>
      {isSliding ? (
        <StageHandle
          kind="start"
          label={t('stage.startHandle', { place: place('start') })}
          mark={t('stage.start')}
          at={start}
          size={box}
          scale={scale}
          step={step}
          onMove={(to) => onPlace('start', placeOfPoint(to, geometry, 'start'))}
        />
      ) : null}
      <StageHandle
        kind="end"
        label={t('stage.endHandle', { place: place('end') })}
        mark={isSliding ? t('stage.end') : null}
        at={box}
        size={box}
        scale={scale}
        step={step}
        onMove={(to) => onPlace('end', placeOfPoint(to, geometry, 'end'))}
      />
    </>
  );
}
