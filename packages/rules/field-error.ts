/** One thing wrong with a document. `path` is dotted, e.g. `conditions.all.0.value`; `message` is to be read after its name. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}
