/**
 * An error a person can do something about: `code` names it for the program, the message is the one
 * sentence shown to them. Anything else that is thrown is a fault of Segue's and shown as such.
 */
export class UserError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'UserError';
    this.code = code;
  }
}
