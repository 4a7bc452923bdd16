import type { ServiceWanted } from "@passbook/client";
import { useId } from "react";
import { useLocale } from "../use-locale.ts";
import { Choice } from "./choice.tsx";
import { instantOf, toLocalInput } from "./local-input.ts";
import type { Service } from "./services.tsx";

export interface ServiceFormProps {
  readonly service: Service;
  readonly wanted: ServiceWanted;
  /** The account's now: a booking starts after it. */
  readonly asOf: string;
  readonly onChange: (wanted: ServiceWanted) => void;
}

/** What can be said of a service: as the catalog has it, an option, how many; of a booking its length and its start. */
export function ServiceForm({ service, wanted, asOf, onChange }: ServiceFormProps) {
  const { texts, credits, named } = useLocale();
  const words = texts.services;
  const { option, choices, lengths } = service;
  const { options = {} } = wanted;
  const isQuality = option === "quality" && choices !== undefined;
  return (
    <div className="pb-form">
      {isQuality && (
        <Choice
          label={named(option)}
          options={Object.entries(choices).map(([value, cost]) => ({ value, text: named(value), hint: credits(cost) }))}
          value={options.quality ?? Object.keys(choices)[0] ?? ""}
          onChange={(quality) => onChange({ ...wanted, options: { ...options, quality } })}
        />
      )}
      {lengths && lengths.length > 1 && (
        <Choice
          label={words.length}
          options={lengths.map((times) => ({ value: String(times), text: words.lengths(times), hint: undefined }))}
          value={String(options.length ?? 1)}
          onChange={(length) => onChange({ ...wanted, options: { ...options, length: Number(length) } })}
        />
      )}
      {lengths ? (
        <StartField wanted={wanted} asOf={asOf} onChange={onChange} />
      ) : (
        <QuantityField wanted={wanted} onChange={onChange} />
      )}
    </div>
  );
}

function StartField({ wanted, asOf, onChange }: Omit<ServiceFormProps, "service">) {
  const { texts } = useLocale();
  const id = useId();
  return (
    <p className="pb-field">
      <label htmlFor={id}>{texts.services.startsAt}</label>
      <input
        id={id}
        type="datetime-local"
        required
        min={toLocalInput(asOf)}
        onChange={({ target }) => {
          const { startsAt: _, ...rest } = wanted;
          const startsAt = instantOf(target.value);
          onChange(startsAt === undefined ? rest : { ...rest, startsAt });
        }}
      />
    </p>
  );
}

function QuantityField({ wanted, onChange }: Pick<ServiceFormProps, "wanted" | "onChange">) {
  const { texts } = useLocale();
  const id = useId();
  return (
    <p className="pb-field">
      <label htmlFor={id}>{texts.services.quantity}</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={1}
        max={1000}
        defaultValue={1}
        onChange={({ target }) => target.validity.valid && onChange({ ...wanted, quantity: target.valueAsNumber })}
      />
    </p>
  );
}
