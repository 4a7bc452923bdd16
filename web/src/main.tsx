import { mount } from "./mount.tsx";

/** The host's session; else, on a developer's machine, that of a person who needs no password. */
async function start(place: Element): Promise<void> {
  mount(place, window.passbookSession ?? (await import("./local-session.ts")).localSession());
}

const place = document.getElementById("passbook");
if (place) void start(place);
