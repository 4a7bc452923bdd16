import type { ComponentProps } from "react";

export interface ButtonProps extends ComponentProps<"button"> {
  readonly look?: "primary" | "danger" | "quiet";
  /** What it began is under way: it can't be begun again. */
  readonly isBusy?: boolean;
}

export function Button({ look, isBusy = false, className, disabled, ...props }: ButtonProps) {
  const classes = ["pb-button", look && `pb-button-${look}`, className].filter(Boolean).join(" ");
  return (
    <button
      type="button"
      {...props}
      className={classes}
      disabled={disabled || isBusy}
      aria-busy={isBusy || undefined}
    />
  );
}
