import { useBalance, useQuote, useSpend } from "@passbook/web/hooks";

export function ImageButton() {
  const { data: balance } = useBalance();
  const { data: price } = useQuote({ service: "image" });
  const { mutate: spend, isPending } = useSpend();
  return (
    <button disabled={isPending || !price?.affordable} onClick={() => price && spend({ quote: price.quote })}>
      An image for {price?.credits} of your {balance?.balance} credits
    </button>
  );
}
