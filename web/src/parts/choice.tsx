import { useId } from "react";

export interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly text: string; readonly hint?: string | undefined }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  /** Beside each other, or one under the other. */
  readonly look?: "segments" | "list";
  readonly isLabelHidden?: boolean;
}

/** One of a few, as radio buttons: arrows move between them. */
export function Choice<T extends string>(props: ChoiceProps<T>) {
  const { label, options, value, onChange, look = "segments", isLabelHidden = false } = props;
  const name = useId();
  return (
    <fieldset className={`pb-choice pb-choice-${look}`}>
      <legend className={isLabelHidden ? "pb-visually-hidden" : "pb-label"}>{label}</legend>
      <div className="pb-choice-options">
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>
              {option.text}
              {option.hint && <small>{option.hint}</small>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
