/** An account: a person or a bot. */
export class FakeUser {
  readonly id: string;
  readonly name: string;
  readonly bot: boolean;

  constructor(id: string, name: string, bot = false) {
    this.id = id;
    this.name = name;
    this.bot = bot;
  }

  toJSON(): object {
    return { id: this.id, username: this.name.toLowerCase(), discriminator: this.bot ? '0000' : '0', global_name: this.bot ? null : this.name, avatar: null, bot: this.bot };
  }

  toString(): string {
    return `<@${this.id}>`;
  }
}
