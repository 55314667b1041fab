/** What went wrong with the database as a whole; each has a sentence that tells the person who runs Foyer what to do. */
export type StorageErrorCode =
  | 'database_url_invalid'
  | 'database_unreachable'
  | 'database_corrupt'
  | 'database_open_failed'
  | 'data_folder_not_writable'
  | 'schema_newer'
  | 'migration_failed';

/** The database cannot be opened, brought up to date or trusted. The message is meant for a person and holds no secret. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
