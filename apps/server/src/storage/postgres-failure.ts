/** A failure that PostgreSQL itself does not report as one. `server_silent`: outcome unknown. `rolled_back`: not stored. */
export class PostgresFailure extends Error {
  override readonly name = 'PostgresFailure';
  readonly code: 'server_silent' | 'rolled_back';

  constructor(code: 'server_silent' | 'rolled_back', message: string) {
    super(message);
    this.code = code;
  }
}
