import { PassbookProvider } from "@passbook/web/hooks";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ImageButton } from "./image-button.tsx";
import { token, url } from "./session.ts";

createRoot(document.getElementById("root") ?? document.body).render(
  <StrictMode>
    <PassbookProvider client={{ url, token }} account="ada">
      <ImageButton />
    </PassbookProvider>
  </StrictMode>,
);
