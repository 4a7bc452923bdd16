import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Bar } from "./bar.tsx";
import "./bar.css";

// `npm start` adds this script to the page; nothing of the page knows it.
const place = document.createElement("aside");
place.id = "local-bar";
place.ariaLabel = "Local";
document.body.append(place);

createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={new QueryClient()}>
      <Bar />
    </QueryClientProvider>
  </StrictMode>,
);
