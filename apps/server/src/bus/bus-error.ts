/**
 * `bus_unreachable`: Redis cannot be used now; try again later. `visit_contended`: so many nodes change one visit at once
 * that this change never got its turn; try again later. `bus_url_invalid`: the setting is wrong.
 */
export type BusErrorCode = 'bus_unreachable' | 'visit_contended' | 'bus_url_invalid';

/** What the nodes share cannot be used. The message is meant for a person and holds no secret. */
export class BusError extends Error {
  override readonly name = 'BusError';
  readonly code: BusErrorCode;

  constructor(code: BusErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
