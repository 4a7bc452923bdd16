import { useMutation, useQuery } from "@tanstack/react-query";
import { type Card, cardOf, freshCatalog, type Journey, putCard, switchTo, travel, whereabouts } from "./local-api.ts";
import { accountShown, lookAgain } from "./shown.ts";
import { SignIn } from "./sign-in.tsx";

const JOURNEYS: readonly (readonly [Journey, string])[] = [
  ["renewal", "To the next renewal"],
  ["month", "A month on"],
  ["year", "A year on"],
];

const LOOK_MS = 2_000;

/** Time, the customer's bank, another person and another product: what a developer can decide and nobody else. */
export function Bar() {
  const local = useQuery({ queryKey: ["local"], queryFn: whereabouts });
  if (!local.data) return null;
  const { policy, products, stripe } = local.data;
  return (
    <>
      <strong>Local</strong>
      <TimeTravel />
      <Bank />
      <SignIn />
      {products.length > 0 && <Product policy={policy} products={products} />}
      <a href={stripe.url} target="_blank" rel="noreferrer">
        Stripe
      </a>
    </>
  );
}

function TimeTravel() {
  const journey = useMutation({
    mutationFn: async (to: Journey) => travel(await accountShown(), to),
    onSuccess: lookAgain,
  });
  return (
    <fieldset disabled={journey.isPending}>
      <legend>Time</legend>
      {JOURNEYS.map(([to, label]) => (
        <button key={to} type="button" onClick={() => journey.mutate(to)}>
          {label}
        </button>
      ))}
      <output>{journey.isPending ? "Travelling …" : (journey.error?.message ?? dayOf(journey.data?.now))}</output>
    </fieldset>
  );
}

/** Who has paid once has a card, and it is this one that pays the next time. */
function Bank() {
  const card = useQuery({
    queryKey: ["card"],
    queryFn: async () => cardOf(await accountShown()),
    refetchInterval: LOOK_MS,
  });
  const put = useMutation({
    mutationFn: async (wanted: Card) => putCard(await accountShown(), wanted),
    onSettled: () => card.refetch(),
  });
  const now = card.data?.card ?? null;
  if (now === null) return null;
  return (
    <label>
      The card{" "}
      <select value={now} disabled={put.isPending} onChange={({ target }) => put.mutate(target.value as Card)}>
        <option value="succeeds">succeeds</option>
        <option value="declines">declines</option>
      </select>
    </label>
  );
}

/** The process begins anew; the page does when that has come up. */
function Product({ policy, products }: { readonly policy: string; readonly products: readonly string[] }) {
  const change = useMutation({ mutationFn: switchTo });
  useQuery({
    queryKey: ["restarted", change.data?.policy],
    queryFn: async () => {
      const { policy: now } = await whereabouts();
      if (now !== change.data?.policy) return now;
      await freshCatalog();
      location.assign("/");
      return now;
    },
    enabled: change.isSuccess,
    refetchInterval: 250,
    retry: false,
  });
  return (
    <label>
      Product{" "}
      <select
        value={change.variables ?? policy}
        disabled={change.isPending || change.isSuccess}
        onChange={({ target }) => change.mutate(target.value)}
      >
        {products.map((product) => (
          <option key={product}>{product}</option>
        ))}
      </select>
    </label>
  );
}

const dayOf = (instant: string | undefined): string =>
  instant === undefined
    ? ""
    : `It is ${new Date(instant).toLocaleDateString("en-GB", { dateStyle: "medium", timeZone: "UTC" })}`;
