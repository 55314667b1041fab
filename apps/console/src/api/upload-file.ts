import { ApiError, type Parser, toApiError } from './rest-client.ts';

/** A file on its way to the server. */
export interface FileUpload<T> {
  readonly answer: Promise<T>;
  /** Breaks it off; `answer` then fails. */
  cancel(): void;
}

/** Sends a file's bytes to `path` under /api/v1, telling how much of it (0 to 1) is there. What fails is an `ApiError`. */
export function uploadFile<T>(
  path: string,
  parser: Parser<T>,
  file: Blob,
  onProgress: (part: number) => void,
): FileUpload<T> {
  // fetch tells nothing of how far a body has come.
  const sending = new XMLHttpRequest();
  const answer = new Promise<T>((resolve, reject) => {
    const unreachable = () =>
      reject(new ApiError('The server cannot be reached. Check your connection and try again.', null));
    sending.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total));
    sending.addEventListener('error', unreachable);
    sending.addEventListener('abort', unreachable);
    sending.addEventListener('load', () => {
      const { status, responseText } = sending;
      if (status >= 400 || status === 0) reject(toApiError(status, responseText));
      else resolve(parser.parse(JSON.parse(responseText)));
    });
  });
  sending.open('POST', `/api/v1${path}`);
  sending.setRequestHeader('accept', 'application/json');
  sending.setRequestHeader('content-type', 'application/octet-stream');
  sending.send(file);
  return { answer, cancel: () => sending.abort() };
}
