import { PassbookProvider } from "@passbook/web/hooks";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { EveryHook } from "./every-hook.tsx";

// Where the API is, whose token it is and whose account is shown stand in the address.
const asked = new URLSearchParams(location.search);
const client = { url: asked.get("api") ?? "", token: () => asked.get("token") ?? "" };

createRoot(document.getElementById("root") ?? document.body).render(
  <StrictMode>
    <PassbookProvider client={client} account={asked.get("account") ?? ""} pollMs={Number(asked.get("pollMs") ?? 100)}>
      <EveryHook />
    </PassbookProvider>
  </StrictMode>,
);
