import { mount } from "./mount.tsx";
import { sessionOfHost } from "./session.ts";

const place = document.getElementById("passbook");
if (place) mount(place, sessionOfHost());
