import type { InviteFrame } from '@foyer/protocol/invite';
import {
  type PreviewGeometry,
  type PreviewReport,
  type PreviewRequest,
  previewReportSchema,
} from '@foyer/protocol/invite-preview';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

export type PlayState = Extract<PreviewReport, { type: 'state' }>['state'];

interface Preview {
  /** Null until the first invite is drawn. */
  geometry: PreviewGeometry | null;
  /** The image could not be had. */
  hasFailed: boolean;
  /** How the invite that was played goes; null: none was. */
  state: PlayState | null;
  isPlaying: boolean;
  play: () => void;
  /** Back to the invite at rest. */
  stop: () => void;
}

/**
 * Shows an invite in the framed page that draws it with the visitor script's own code: at rest, and after each change anew;
 * and played. `playsAtOnce`: as soon as the frame is there.
 */
export function usePreview(
  frame: RefObject<HTMLIFrameElement | null>,
  invite: InviteFrame,
  { playsAtOnce = false }: { playsAtOnce?: boolean } = {},
): Preview {
  const [isReady, setReady] = useState(false);
  const [geometry, setGeometry] = useState<PreviewGeometry | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const [state, setState] = useState<PlayState | null>(null);
  const [isPlaying, setPlaying] = useState(playsAtOnce);
  const json = JSON.stringify(invite);
  const newest = useRef(invite);
  useEffect(() => {
    newest.current = invite;
  });

  const ask = useCallback(
    (request: PreviewRequest) => frame.current?.contentWindow?.postMessage(request, location.origin),
    [frame],
  );

  useEffect(() => {
    const hear = ({ source, origin, data }: MessageEvent) => {
      if (source !== frame.current?.contentWindow || origin !== location.origin) return;
      const { data: report } = previewReportSchema.safeParse(data);
      if (report?.type === 'ready') setReady(true);
      if (report?.type === 'failed') setFailed(true);
      if (report?.type === 'state') setState(report.state);
      if (report?.type === 'drawn') {
        setFailed(false);
        setGeometry(report.geometry);
      }
    };
    addEventListener('message', hear);
    return () => removeEventListener('message', hear);
  }, [frame]);

  const play = useCallback(() => {
    setState(null);
    setPlaying(true);
    ask({ type: 'play', invite: newest.current });
  }, [ask]);
  const stop = useCallback(() => setPlaying(false), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `json` is the invite, compared by what is in it
  useEffect(() => {
    if (!isReady) return;
    if (playsAtOnce) play();
    else if (!isPlaying) ask({ type: 'rest', invite: newest.current });
  }, [isReady, isPlaying, json, playsAtOnce, play, ask]);

  return { geometry, hasFailed, state, isPlaying, play, stop };
}
