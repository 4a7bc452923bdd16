import { useBalance, useQuote, useSpend } from "@passbook/web/hooks";

export function ImageButton() {
  const { data: balance } = useBalance();
  const { data: price } = useQuote({ service: "image" });
  const { mutate: spend } = useSpend();
  if (!balance || !price) return null;
  const pay = () => spend({ quote: price.quote });
  const text = `An image for ${price.credits} of your ${balance.balance} credits`;
  return (
    <button type="button" disabled={!price.affordable} onClick={pay}>
      {text}
    </button>
  );
}
