/** What DynamoDB answers instead of doing what it was asked, as it stands on the wire. */
export class EngineRefusal extends Error {
  override readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly statusCode: number;

  constructor(name: string, message: string, fields: Readonly<Record<string, unknown>> = {}, statusCode = 400) {
    super(message);
    this.name = name;
    this.fields = fields;
    this.statusCode = statusCode;
  }
}

export function invalid(message: string): EngineRefusal {
  return new EngineRefusal("ValidationException", message);
}
