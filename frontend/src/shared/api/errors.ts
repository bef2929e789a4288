/**
 * Why data could not be had. Their messages are shown to the viewer as they are.
 *
 * DataError
 *   UnreachableError   no answer: the network, the server or CORS
 *   RefusedError       an answer, but not 200: its status, and the API's code where it gave one
 *   UnreadableError    an answer that is not what it should be
 */
export class DataError extends Error {
  override readonly name: string = "DataError";
}

export class UnreachableError extends DataError {
  override readonly name = "UnreachableError";
}

export class RefusedError extends DataError {
  override readonly name = "RefusedError";

  constructor(
    message: string,
    readonly status: number,
    readonly code: string | null,
  ) {
    super(message);
  }
}

export class UnreadableError extends DataError {
  override readonly name = "UnreadableError";
}
