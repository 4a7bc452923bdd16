import { type ReactNode, useId } from "react";

export interface SectionProps {
  readonly title: string;
  readonly intro?: ReactNode;
  /** At the heading's other end. */
  readonly aside?: ReactNode;
  /** What links lead to. */
  readonly id?: string;
  /** On a surface of its own. */
  readonly isCard?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A part of the page, by its heading. */
export function Section({ title, intro, aside, id, isCard = false, className, children }: SectionProps) {
  const heading = useId();
  const classes = ["pb-section", isCard && "pb-card", className].filter(Boolean).join(" ");
  return (
    <section className={classes} aria-labelledby={heading} id={id} tabIndex={id === undefined ? undefined : -1}>
      <header className="pb-section-head">
        <div>
          <h2 id={heading}>{title}</h2>
          {intro && <p className="pb-muted">{intro}</p>}
        </div>
        {aside}
      </header>
      {children}
    </section>
  );
}
