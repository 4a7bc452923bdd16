import type { Csv } from "@passbook/client";
import { useMutation } from "@tanstack/react-query";
import { useLocale } from "../use-locale.ts";
import { Button } from "./button.tsx";
import { Problem } from "./problem.tsx";
import { useToast } from "./toast.tsx";

/** The statement as a file: everything that the filters let through, not only what is shown. */
export function CsvButton({ csv }: { readonly csv: () => Promise<Csv> }) {
  const { texts } = useLocale();
  const tell = useToast();
  const fetched = useMutation({
    mutationFn: csv,
    onSuccess: ({ text, complete }) => {
      save(text, "statement.csv");
      if (!complete) tell(texts.statement.csvLate);
    },
  });
  return (
    <>
      <Button isBusy={fetched.isPending} onClick={() => fetched.mutate()}>
        {texts.statement.csv}
      </Button>
      <Problem error={fetched.error} />
    </>
  );
}

function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
