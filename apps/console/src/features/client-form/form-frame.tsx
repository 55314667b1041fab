import type { FormMessage, OpenedForm } from '@foyer/protocol/client-form';
import { Loader } from '@mantine/core';
import { IconShieldX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './form-frame.module.css';
import { readFormMessage } from './read-form-message.ts';

interface FormFrameProps {
  opened: OpenedForm;
  title: string;
  /** Does what the form asks for; null: done, else why not. */
  onAsked: (message: Exclude<FormMessage, { type: 'foyer.hello' }>) => Promise<string | null>;
}

/**
 * The form in its sandbox. Between it and the console stands a page of ours (`framePath`) whose policy names the form's
 * host; being of our origin, that page lets us hear the form's messages and what its policy has stopped.
 */
export function FormFrame({ opened, title, onAsked }: FormFrameProps) {
  const { t } = useTranslation('clientForm');
  const frameRef = useRef<HTMLIFrameElement>(null);
  const asked = useRef(onAsked);
  const [isLoading, setIsLoading] = useState(true);
  const [stopped, setStopped] = useState<string | null>(null);
  const { origin, framePath } = opened;
  useEffect(() => {
    asked.current = onAsked;
  });

  useEffect(() => {
    const frame = frameRef.current;
    if (frame === null) return undefined;
    let release: () => void = () => undefined;
    const listen = () => {
      release();
      setIsLoading(false);
      release = listenToForm(frame, origin, (message) => asked.current(message), setStopped);
    };
    setIsLoading(true);
    setStopped(null);
    frame.addEventListener('load', listen);
    frame.src = framePath;
    return () => {
      frame.removeEventListener('load', listen);
      release();
    };
  }, [framePath, origin]);

  return (
    <div className={classes.frame}>
      {stopped === null ? null : (
        <p className={classes.stopped} role="alert">
          <IconShieldX size={15} aria-hidden />
          {t('stopped', { address: stopped, host: new URL(origin).host })}
        </p>
      )}
      <iframe ref={frameRef} title={title} className={classes.page} />
      {isLoading ? <Loader size="sm" className={classes.loader ?? ''} aria-label={t('loading')} /> : null}
    </div>
  );
}

/** Hears the form inside a loaded frame, and greets it; returns the way to stop. */
function listenToForm(
  frame: HTMLIFrameElement,
  origin: string,
  ask: FormFrameProps['onAsked'],
  onStopped: (address: string) => void,
): () => void {
  const around = frame.contentWindow;
  const inner = around?.document.querySelector('iframe') ?? null;
  if (around === null || inner === null) return () => undefined;
  const nonce = randomHex();
  const source = inner.contentWindow;
  const tell = (message: object) => source?.postMessage(message, origin);
  const greet = () => tell({ type: 'foyer.ready', nonce });

  const hear = (event: MessageEvent) => {
    const read = readFormMessage(event, { origin, source, nonce });
    if (read === null) return;
    if ('refused' in read) return tell({ type: 'foyer.refused', id: read.id, reason: read.refused });
    const { message } = read;
    if (message.type === 'foyer.hello') return greet();
    const id = message.id ?? null;
    void ask(message).then((reason) =>
      tell(reason === null ? { type: 'foyer.done', id } : { type: 'foyer.refused', id, reason }),
    );
  };
  const seeStopped = (event: SecurityPolicyViolationEvent) => {
    if (event.effectiveDirective === 'frame-src') onStopped(event.blockedURI);
  };
  // The form may speak to its parent, which is the page around it, or to the top, which is the console.
  around.addEventListener('message', hear);
  addEventListener('message', hear);
  around.document.addEventListener('securitypolicyviolation', seeStopped);
  inner.addEventListener('load', greet); // the form may go from page to page
  greet();
  return () => {
    around.removeEventListener('message', hear);
    removeEventListener('message', hear);
    around.document.removeEventListener('securitypolicyviolation', seeStopped);
    inner.removeEventListener('load', greet);
  };
}

function randomHex(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
