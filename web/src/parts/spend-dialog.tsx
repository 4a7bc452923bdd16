import { type Account, PassbookError, type Quote, type ServiceWanted } from "@passbook/client";
import { useState } from "react";
import { useQuote, useSpend } from "../hooks/index.ts";
import { useLocale } from "../use-locale.ts";
import { Button } from "./button.tsx";
import { CloseButton, Dialog } from "./dialog.tsx";
import { Estimate } from "./estimate.tsx";
import { Problem } from "./problem.tsx";
import { ServiceForm } from "./service-form.tsx";
import type { Service } from "./services.tsx";
import { type Shortage, shortageOf } from "./shortage.ts";
import { useToast } from "./toast.tsx";

export interface SpendDialogProps {
  readonly service: Service;
  readonly account: Account;
  readonly onClose: () => void;
  readonly onShort: (shortage: Shortage) => void;
}

/** What exactly is wanted, what that costs, and only then is it spent: at the price that was shown (O13). */
export function SpendDialog({ service, account, onClose, onShort }: SpendDialogProps) {
  const { texts, formats, credits, named } = useLocale();
  const words = texts.services;
  const tell = useToast();
  const [wanted, want] = useState<ServiceWanted>(() => ({ service: service.id }));
  const isComplete = !service.lengths || wanted.startsAt !== undefined;
  const quote = useQuote(isComplete ? wanted : null, { settleMs: 200 });
  const spend = useSpend();
  const name = named(service.id);

  const doneText = (paid: number) =>
    wanted.startsAt === undefined
      ? paid === 0
        ? words.usedFree(name)
        : words.spent(name, credits(paid))
      : words.booked(name, formats.dateTime(wanted.startsAt));
  const pay = (promise: Quote) =>
    spend.mutate(
      { quote: promise.quote },
      {
        onSuccess: ({ spend: paid }) => {
          tell(doneText(paid.credits));
          onClose();
        },
        onError: (error) =>
          PassbookError.is(error, "insufficient_credits") && onShort({ ...error.problem, service: service.id }),
      },
    );
  const { data } = quote;
  return (
    <Dialog
      title={words.dialog(name)}
      onClose={onClose}
      actions={
        <>
          <CloseButton>{texts.close}</CloseButton>
          {data && !data.affordable ? (
            <Button look="primary" onClick={() => onShort(shortageOf(account, data.credits, service.id))}>
              {words.waysOn}
            </Button>
          ) : (
            <Button
              look="primary"
              isBusy={spend.isPending}
              disabled={!data || quote.isPlaceholderData}
              onClick={() => data && pay(data)}
            >
              {payText(service, data, words, credits)}
            </Button>
          )}
        </>
      }
    >
      <ServiceForm service={service} wanted={wanted} asOf={account.asOf} onChange={want} />
      {isComplete ? (
        <Estimate quote={data} balance={account.balance} />
      ) : (
        <p className="pb-muted">{words.chooseStart}</p>
      )}
      <Problem error={spend.error ?? quote.error} />
    </Dialog>
  );
}

function payText(
  { lengths }: Service,
  quote: Quote | undefined,
  words: ReturnType<typeof useLocale>["texts"]["services"],
  credits: (count: number) => string,
): string {
  if (!quote) return lengths ? words.book : words.estimate;
  if (lengths) return words.bookFor(credits(quote.credits));
  return quote.credits === 0 ? words.useFree : words.spend(credits(quote.credits));
}
