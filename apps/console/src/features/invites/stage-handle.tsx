import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { classNames } from '../../ui/class-names.ts';
import classes from './invite-stage.module.css';

interface Point {
  x: number;
  y: number;
}

const ways: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

interface StageHandleProps {
  kind: 'end' | 'start' | 'text';
  /** What it is, where it is, and how to move it. */
  label: string;
  /** Shown on it; null: nothing. */
  mark: string | null;
  /** px of the visitor's window. */
  at: Point;
  size: { width: number; height: number };
  scale: number;
  /** What an arrow key moves it by, px of the visitor's window. */
  step: { x: number; y: number };
  onMove: (to: Point) => void;
}

/** A frame on the stage that is dragged, or moved by arrow keys; with Shift, ten times as far. */
export function StageHandle({ kind, label, mark, at, size, scale, step, onMove }: StageHandleProps) {
  const [dragged, setDragged] = useState<Point | null>(null);
  const grip = useRef<{ pointer: Point; from: Point } | null>(null);
  const place = dragged ?? at;

  const down = (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { pointer: { x: event.clientX, y: event.clientY }, from: at };
  };
  const move = (event: PointerEvent<HTMLButtonElement>) => {
    if (!grip.current) return;
    const { pointer, from } = grip.current;
    const to = {
      x: from.x + (event.clientX - pointer.x) / scale,
      y: from.y + (event.clientY - pointer.y) / scale,
    };
    setDragged(to);
    onMove(to);
  };
  const up = () => {
    grip.current = null;
    setDragged(null);
  };
  const key = (event: KeyboardEvent) => {
    const way = ways[event.key];
    if (way === undefined) return;
    event.preventDefault();
    const far = event.shiftKey ? 10 : 1;
    onMove({ x: at.x + way.x * step.x * far, y: at.y + way.y * step.y * far });
  };

  return (
    <button
      type="button"
      className={classNames(classes.handle, classes[kind])}
      data-dragged={dragged !== null}
      aria-label={label}
      style={{
        left: place.x * scale,
        top: place.y * scale,
        width: size.width * scale,
        height: size.height * scale,
      }}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
      onKeyDown={key}
    >
      {mark === null ? null : (
        <span className={classes.handleMark} aria-hidden>
          {mark}
        </span>
      )}
    </button>
  );
}
